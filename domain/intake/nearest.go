package intake

// Nearest gives the word of a list that a misspelt one most likely means, or "".
func Nearest(word string, words []string) string { return nearest(word, words) }

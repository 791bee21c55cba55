package text

import "strings"

// Nearest gives the word of a list that a misspelt one most likely means, or "": one that is at most two
// letters away, and fewer where it is short. Of two as near it is the first.
func Nearest(word string, words []string) string {
	const tooFar = 3
	best, bestAway := "", tooFar
	for _, w := range words {
		away := distance(strings.ToLower(word), strings.ToLower(w), bestAway)
		if away < bestAway && away < len(w)/2+1 {
			best, bestAway = w, away
		}
	}
	return best
}

// distance is how many letters must be changed, added or left out to make b of a, counted no further than
// limit+1.
func distance(a, b string, limit int) int {
	if len(a)-len(b) > limit || len(b)-len(a) > limit {
		return limit + 1
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, diagonal+1)
		}
	}
	return min(row[len(b)], limit+1)
}

package party

// The hashes are FNV-1a of 64 bits with a last stir. They are kept in the database: a change here makes
// every person a stranger to the next cut.
const (
	hashStart = 14695981039346656037
	hashPrime = 1099511628211
	// hashEnd parts two texts, so that ("1", "23") and ("12", "3") differ; no text holds this byte, as
	// UTF-8 has none.
	hashEnd = 0xff
)

type hash uint64

func (h hash) text(s string) hash {
	for i := range len(s) {
		h = (h ^ hash(s[i])) * hashPrime
	}
	return (h ^ hashEnd) * hashPrime
}

func (h hash) number(v int64) hash {
	h = (h ^ hash(v)) * hashPrime
	return h ^ h>>32
}

// sum is never 0, which stands for "none" in a column.
func (h hash) sum() int64 {
	h ^= h >> 33
	h *= 0xff51afd7ed558ccd
	h ^= h >> 33
	h *= 0xc4ceb9fe1a85ec53
	h ^= h >> 33
	if h == 0 {
		return 1
	}
	return int64(h)
}

// nearKey is the hash of a text that ends in a number, such that numbers which follow each other lie beside
// each other: the last nine digits stand as they are below a hash of all before them. A file in the order
// of its customers then fills the index page by page instead of touching a thousand pages for a thousand
// rows.
func nearKey(seed hash, text string) int64 {
	start, low := len(text), int64(0)
	for start > 0 && len(text)-start < 9 && text[start-1] >= '0' && text[start-1] <= '9' {
		start--
	}
	for i := start; i < len(text); i++ {
		low = low*10 + int64(text[i]-'0')
	}
	// The number of digits is hashed too: 7 and 007 are two customers.
	h := seed.text(text[:start]).number(int64(len(text) - start))
	return int64(uint64(h.sum())>>31<<30) | low
}

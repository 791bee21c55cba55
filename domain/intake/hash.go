package intake

// The hashes are FNV-1a of 64 bits with a last stir, so that all bits of short keys count. They are kept in the
// database: a change here makes every account a stranger.
const (
	hashStart = 14695981039346656037
	hashPrime = 1099511628211
	// hashEnd parts two texts, so that ("1", "23") and ("12", "3") differ; no text holds this byte, as UTF-8 has none.
	hashEnd = 0xff
)

type hash uint64

func newHash() hash { return hashStart }

func (h hash) text(s string) hash {
	for i := range len(s) {
		h = (h ^ hash(s[i])) * hashPrime
	}
	return (h ^ hashEnd) * hashPrime
}

func (h hash) bytes(b []byte) hash {
	for _, c := range b {
		h = (h ^ hash(c)) * hashPrime
	}
	return (h ^ hashEnd) * hashPrime
}

func (h hash) number(v int64) hash {
	h = (h ^ hash(v)) * hashPrime
	return h ^ h>>32
}

// compact takes letters and digits alone, in capitals: "17.123.456-k" and "17123456K" are one number.
func (h hash) compact(s string) hash {
	for i := range len(s) {
		c := s[i]
		switch {
		case c >= 'a' && c <= 'z':
			c -= 'a' - 'A'
		case c >= '0' && c <= '9', c >= 'A' && c <= 'Z', c >= 0x80:
		default:
			continue
		}
		h = (h ^ hash(c)) * hashPrime
	}
	return (h ^ hashEnd) * hashPrime
}

// sum is never 0, which stands for "not known" in a column.
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

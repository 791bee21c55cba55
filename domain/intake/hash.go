package intake

import "math/bits"

// The hashes take eight bytes at a time and fold the product of 128 bits; bytewise FNV-1a cost a quarter of
// the reading of a row. They are kept in the database, so a change here makes every account a stranger:
// hash_test.go holds some of them.
const (
	hashStart  = 0x9e3779b97f4a7c15
	hashFactor = 0xa0761d6478bd642f
	// hashEnd, with the number of bytes left, ends every text, so that ("1", "23") and ("12", "3") differ.
	// UTF-8 has no byte above 0xf7, so no text can hold it.
	hashEnd = 0xf8
)

type hash uint64

func newHash() hash { return hashStart }

func (h hash) word(w uint64) hash {
	hi, lo := bits.Mul64(uint64(h)^w, hashFactor)
	return hash(hi ^ lo ^ bits.RotateLeft64(w, 32))
}

func (h hash) text(s string) hash {
	for ; len(s) >= 8; s = s[8:] {
		h = h.word(uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
			uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56)
	}
	w := uint64(hashEnd|len(s)) << 56
	for i := range len(s) {
		w |= uint64(s[i]) << (8 * i)
	}
	return h.word(w)
}

func (h hash) bytes(b []byte) hash {
	for ; len(b) >= 8; b = b[8:] {
		h = h.word(uint64(b[0]) | uint64(b[1])<<8 | uint64(b[2])<<16 | uint64(b[3])<<24 |
			uint64(b[4])<<32 | uint64(b[5])<<40 | uint64(b[6])<<48 | uint64(b[7])<<56)
	}
	w := uint64(hashEnd|len(b)) << 56
	for i := range b {
		w |= uint64(b[i]) << (8 * i)
	}
	return h.word(w)
}

func (h hash) number(v int64) hash { return h.word(uint64(v)) }

// compact takes letters and digits alone, in capitals: "17.123.456-k" and "17123456K" are one number.
func (h hash) compact(s string) hash {
	var room [2 * limitID]byte
	b := room[:0]
	for i := range len(s) {
		c := s[i]
		switch {
		case c >= 'a' && c <= 'z':
			b = append(b, c-'a'+'A')
		case c >= '0' && c <= '9', c >= 'A' && c <= 'Z', c >= 0x80:
			b = append(b, c)
		}
	}
	return h.bytes(b)
}

// sum stirs once more, so that all bits of short keys count. It is never 0, which stands for "not known" in
// a column.
func (h hash) sum() int64 {
	h ^= h >> 32
	h = h.word(hashFactor)
	h ^= h >> 29
	if h == 0 {
		return 1
	}
	return int64(h)
}

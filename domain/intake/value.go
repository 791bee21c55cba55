package intake

import (
	"unicode/utf8"
)

// trim cuts blanks of every kind from both ends: spaces, tabs, line ends, the hard space that web pages
// paste, a byte order mark, spaces of no width.
func trim(b []byte) []byte {
	if n := len(b); n > 0 && b[0] > ' ' && b[0] < 0x7f && b[n-1] > ' ' && b[n-1] < 0x7f {
		return b
	}
	for len(b) > 0 {
		n := blankAt(b)
		if n == 0 {
			break
		}
		b = b[n:]
	}
	for len(b) > 0 {
		switch n := len(b); {
		case b[n-1] <= ' ' || b[n-1] == 0x7f:
			b = b[:n-1]
		case n >= 2 && blankAt(b[n-2:]) == 2:
			b = b[:n-2]
		case n >= 3 && blankAt(b[n-3:]) == 3:
			b = b[:n-3]
		default:
			return b
		}
	}
	return b
}

// blankAt gives the length of the blank that b starts with, or 0.
func blankAt(b []byte) int {
	switch {
	case b[0] <= ' ' || b[0] == 0x7f:
		return 1
	case len(b) >= 2 && b[0] == 0xc2 && b[1] == 0xa0:
		return 2
	case len(b) >= 3 && b[0] == 0xe2 && b[1] == 0x80 && (b[2] >= 0x80 && b[2] <= 0x8b || b[2] == 0xaf):
		return 3
	case len(b) >= 3 && b[0] == 0xef && b[1] == 0xbb && b[2] == 0xbf:
		return 3
	}
	return 0
}

// longestBlank is the longest mark that stands for nothing: "sin información".
const longestBlank = 16

// isBlank holds for an empty cell and for what people and programs write in place of one.
func isBlank(b []byte) bool {
	if len(b) == 0 {
		return true
	}
	if len(b) > longestBlank {
		return false
	}
	switch b[0] {
	case 'n', 'N', 's', 'S', '-', '.', '#', '\\', '<', '(', '[', '?', '*', '_', 0xe2:
	default:
		return false
	}
	var low [longestBlank]byte
	switch string(lower(low[:], b)) {
	case "nan", "null", "none", "nil", "n/a", "na", "n.a.", "#n/a", "#n/d", "n/d", "nd", "n.d.", "s/n", "s/d",
		"s.d.", "s/i",
		"sin dato", "sin datos", "no aplica", "sin informacion", "sin información", "sin info", "no tiene",
		"ninguno",
		"-", "--", "---", "–", "—", ".", "..", "...", "\\n", "<null>", "<na>", "<nan>", "(null)", "(nulo)",
		"(en blanco)",
		"[null]", "nulo", "#", "?", "*", "_", "#null!":
		return true
	}
	return false
}

// lower writes b in small letters into dst, which must be long enough. Only ASCII changes.
func lower(dst, b []byte) []byte {
	for i, c := range b {
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		dst[i] = c
	}
	return dst[:len(b)]
}

// plain says whether a text can be kept as it stands: printable ASCII with single spaces.
func plain(b []byte) bool {
	before := byte(0)
	for _, c := range b {
		if c < ' ' || c >= 0x7f || c == ' ' && before == ' ' {
			return false
		}
		before = c
	}
	return true
}

// tidy appends a text without what cannot be seen: line ends and blanks of every kind become one space,
// control characters go, and bytes that are no UTF-8 become U+FFFD. Whether a control character went is
// said, since a NUL in the middle of a number may have been a digit.
func tidy(dst, b []byte) (out []byte, control bool) {
	start := len(dst)
	for len(b) > 0 {
		if c := b[0]; c > ' ' && c < 0x7f {
			dst, b = append(dst, c), b[1:]
			continue
		}
		if n := spaceAt(b); n > 0 {
			if len(dst) > start && dst[len(dst)-1] != ' ' {
				dst = append(dst, ' ')
			}
			b = b[n:]
			continue
		}
		r, n := utf8.DecodeRune(b)
		switch {
		case r < ' ' || r >= 0x7f && r < 0xa0:
			control = true
		case r == 0xfeff || r == 0x200b || r == 0x200c || r == 0x200d || r >= 0x202a && r <= 0x202e ||
			r >= 0x2066 && r <= 0x2069:
			// No width, or turns the direction of what follows on the screen: neither belongs to a name.
		default:
			dst = utf8.AppendRune(dst, r)
		}
		b = b[n:]
	}
	if len(dst) > start && dst[len(dst)-1] == ' ' {
		dst = dst[:len(dst)-1]
	}
	return dst, control
}

func spaceAt(b []byte) int {
	switch b[0] {
	case ' ', '\t', '\n', '\r', '\v', '\f':
		return 1
	case 0xc2, 0xe2:
		if n := blankAt(b); n > 1 && !(n == 3 && b[2] == 0x8b) {
			return n
		}
	}
	return 0
}

// cutText shortens a text to a limit without splitting a character.
func cutText(b []byte, limit int) []byte {
	if len(b) <= limit {
		return b
	}
	for limit > 0 && !utf8.RuneStart(b[limit]) {
		limit--
	}
	return b[:limit]
}

// isScientific holds for 1.71234E+09, which is what Excel leaves in a CSV of a long number: its digits are
// lost.
func isScientific(b []byte) bool {
	if len(b) < 4 || b[0] < '0' || b[0] > '9' {
		return false
	}
	i := 0
	for i < len(b) && (b[i] >= '0' && b[i] <= '9' || b[i] == '.' || b[i] == ',') {
		i++
	}
	if i+2 >= len(b) || b[i] != 'E' && b[i] != 'e' || b[i+1] != '+' {
		return false
	}
	for _, c := range b[i+2:] {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}

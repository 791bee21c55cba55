package intake

import (
	"bytes"

	"aldia/domain/money"
)

// number is what a text says exactly: mantissa × 10^−scale.
type number struct {
	mantissa int64
	scale    int
	percent  bool
	// scientific is a number written 1.00E+05: what Excel shows of 100000, or of 100480.
	scientific bool
	currency   money.Currency // that a sign or code beside the number names, or ""
}

const (
	maxMantissa = 18 // digits; an int64 holds them whatever they are
	maxNumber   = 60 // bytes of the text of a number
)

// readNumber reads a number whose decimals follow point ('.' or ','). What is plain digits takes the short
// way; a typed cell comes from a workbook, where a number has a point whatever the texts of its column have.
func readNumber(b []byte, point byte, typed bool) (number, string) {
	var n number
	i, negative := 0, false
	if len(b) > 1 && (b[0] == '-' || b[0] == '+') {
		negative, i = b[0] == '-', 1
	}
	first := i
	for ; i < len(b) && b[i] >= '0' && b[i] <= '9'; i++ {
		n.mantissa = n.mantissa*10 + int64(b[i]-'0')
	}
	digits := i - first
	if i < len(b) && b[i] == point {
		start := i + 1
		for i = start; i < len(b) && b[i] >= '0' && b[i] <= '9'; i++ {
			n.mantissa = n.mantissa*10 + int64(b[i]-'0')
		}
		n.scale = i - start
		digits += n.scale
	}
	if i < len(b) || digits == 0 || digits > maxMantissa {
		return readWritten(b, point, typed)
	}
	if negative {
		n.mantissa = -n.mantissa
	}
	return n, ""
}

// readWritten reads a number as people write it: with separators of thousands, a currency, parentheses or a
// minus behind.
func readWritten(b []byte, point byte, typed bool) (number, string) {
	var n number
	if len(b) == 0 || len(b) > maxNumber {
		return n, whyAmount
	}
	if n, ok := readScientific(b); ok {
		return n, ""
	}
	var room [maxNumber]byte
	core, negative, ok := n.strip(room[:0], b)
	if !ok {
		return n, whyAmount
	}
	why := n.read(core, point)
	if why == whyAmountOther && typed {
		// A cell of a workbook that holds a number, in a column whose other cells hold texts with commas.
		why = n.read(core, '.')
		if why == "" && n.scale == 3 && !aboveGroup(core) {
			why = whyAmountAmbiguous
		}
	} else if why == "" && typed && point == ',' && couldBeEither(core) {
		why = whyAmountAmbiguous
	}
	if negative {
		n.mantissa = -n.mantissa
	}
	return n, why
}

// readScientific reads 1.00E+05, with a point or a comma: before it stands one digit, so that it parts no
// thousands.
func readScientific(b []byte) (number, bool) {
	n := number{scientific: true}
	i, digits, whole := 0, 0, true
	negative := b[0] == '-'
	if negative {
		i++
	}
	for ; i < len(b) && b[i] != 'E' && b[i] != 'e'; i++ {
		switch c := b[i]; {
		case c >= '0' && c <= '9' && digits < maxMantissa:
			n.mantissa = n.mantissa*10 + int64(c-'0')
			digits++
			if !whole {
				n.scale++
			}
		case (c == '.' || c == ',') && whole && digits == 1:
			whole = false
		default:
			return n, false
		}
	}
	if digits == 0 || i+2 >= len(b) || b[i+1] != '+' && b[i+1] != '-' {
		return n, false
	}
	exponent, ok := digitsOf(b[i+2:])
	if !ok || exponent > maxMantissa {
		return n, false
	}
	if b[i+1] == '-' {
		exponent = -exponent
	}
	for n.scale -= exponent; n.scale < 0; n.scale++ {
		if n.mantissa > maxAmount {
			return n, false
		}
		n.mantissa *= 10
	}
	if negative {
		n.mantissa = -n.mantissa
	}
	return n, n.scale <= maxMantissa
}

// strip takes signs and currencies from both ends and leaves digits and separators.
func (n *number) strip(core, b []byte) (digits []byte, negative, ok bool) {
	if len(b) > 2 && b[0] == '(' && b[len(b)-1] == ')' {
		negative, b = true, trim(b[1:len(b)-1])
	}
	start, end := 0, len(b)
	for start < len(b) && !isDigitByte(b[start]) {
		start++
	}
	for end > start && !isDigitByte(b[end-1]) {
		end--
	}
	if start == end {
		return nil, false, false
	}
	front, back := b[:start], b[end:]
	if l := len(front) - 1; l >= 0 && isPoint(front[l]) && (l == 0 || !isLetter(front[l-1])) {
		core, front = append(core, '0', front[l]), front[:l] // .50
	}
	if core, ok = appendCore(core, b[start:end]); !ok {
		return nil, false, false
	}
	a, okFront := n.mark(front)
	z, okBack := n.mark(back)
	if !okFront || !okBack || a && z || (a || z) && negative {
		return nil, false, false
	}
	return core, negative || a || z, true
}

// appendCore copies digits and separators, every blank as a space and every apostrophe as the plain one.
func appendCore(core, b []byte) (out []byte, ok bool) {
	for len(b) > 0 {
		c := b[0]
		if isDigitByte(c) || isPoint(c) || c == '\'' {
			core, b = append(core, c), b[1:]
			continue
		}
		switch w := spaceAt(b); {
		case w > 0:
			core, b = append(core, ' '), b[w:]
		case bytes.HasPrefix(b, []byte("\u2019")):
			core, b = append(core, '\''), b[3:]
		default:
			return nil, false
		}
	}
	return core, true
}

func isPoint(c byte) bool { return c == '.' || c == ',' }

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' || c == '/' || c >= 0x80 }

// mark reads what stands before or behind the digits: at most a minus, a currency, a percent sign, and the
// ".-" with which amounts end in Chile.
func (n *number) mark(b []byte) (negative, ok bool) {
	if string(b) == ".-" || string(b) == ",-" {
		return false, true
	}
	var room [maxNumber]byte
	word := room[:0]
	for i := 0; i < len(b); {
		c := b[i]
		if w := spaceAt(b[i:]); w > 0 {
			i += w
			continue
		}
		i++
		switch {
		case c == '-' && !negative:
			negative = true
		case c == 0xe2 && i+1 < len(b) && b[i] == 0x88 && b[i+1] == 0x92 && !negative: // the sign of mathematics
			negative = true
			i += 2
		case c == '+' && len(b) == 1:
		case c == '%' && !n.percent:
			n.percent = true
		case c >= 'A' && c <= 'Z':
			word = append(word, c+'a'-'A')
		default:
			word = append(word, c)
		}
	}
	if len(word) == 0 {
		return negative, true
	}
	c, ok := money.Mark(word)
	if c != "" {
		n.currency = c
	}
	return negative, ok
}

// read takes digits and separators apart, and tells a number of the other style from what is none.
func (n *number) read(core []byte, point byte) string {
	ok, large := n.parse(core, point)
	if ok || large {
		if large {
			return whyAmountLarge
		}
		return ""
	}
	opposite := '.' + ',' - point
	var turned number
	if styleOf(core) == opposite {
		if ok, _ := turned.parse(core, opposite); ok {
			return whyAmountOther
		}
	}
	return whyAmount
}

// parse asks for whole groups of three, one kind of separator between them, no zero in front of the first,
// and nothing but digits behind the point, so that neither 1.234 nor 0.125 can become a thousand times as
// much by accident of a second style.
func (n *number) parse(core []byte, point byte) (ok, large bool) {
	n.mantissa, n.scale = 0, 0
	var group byte
	since, whole := 0, true
	var count counter
	for i, c := range core {
		switch {
		case isDigitByte(c):
			since++
			if !n.push(c, whole, &count) {
				return false, true
			}
		case c == point:
			if !whole || group != 0 && since != 3 || i == len(core)-1 {
				return false, false
			}
			whole, since = false, 0
		default:
			if !whole || since == 0 || since > 3 || group != 0 && (c != group || since != 3) || core[0] == '0' {
				return false, false
			}
			group, since = c, 0
		}
	}
	return !whole || group == 0 || since == 3, false
}

// counter counts the digits of a number, and the zeros behind its point that no other digit has followed yet.
type counter struct{ digits, zeros int }

// push takes one more digit; it says false when there are too many. Zeros at the end of the decimals never
// count: 12.500000000 is 12.5.
func (n *number) push(c byte, whole bool, count *counter) bool {
	if !whole && c == '0' {
		count.zeros++
		return true
	}
	for ; count.zeros > 0; count.zeros-- {
		count.digits, n.mantissa, n.scale = count.digits+1, n.mantissa*10, n.scale+1
	}
	if count.digits > 0 || c != '0' {
		count.digits++
	}
	if !whole {
		n.scale++
	}
	if count.digits > maxMantissa || n.scale > maxMantissa {
		return false
	}
	n.mantissa = n.mantissa*10 + int64(c-'0')
	return true
}

// aboveGroup holds when the digits before the point are more than a group has, so that no point can part
// thousands.
func aboveGroup(core []byte) bool {
	for i, c := range core {
		if c == '.' {
			return i > 3 || i == 1 && core[0] == '0'
		}
	}
	return false
}

// couldBeEither holds for "1.234" alone: one point, three digits behind it, no comma.
func couldBeEither(core []byte) bool {
	points := 0
	for i, c := range core {
		switch c {
		case '.':
			points++
			if i+4 != len(core) || i > 3 || core[0] == '0' {
				return false
			}
		case ',', ' ', '\'':
			return false
		}
	}
	return points == 1
}

// appendPlain writes the number for a machine: "1234.5", no separators and no needless zeros.
func (n *number) appendPlain(dst []byte) []byte {
	v, scale := n.mantissa, n.scale
	for scale > 0 && v%10 == 0 {
		v, scale = v/10, scale-1
	}
	if v < 0 {
		dst, v = append(dst, '-'), -v
	}
	var room [24]byte
	i := len(room)
	for k := 0; v > 0 || k <= scale; k++ {
		if k == scale && scale > 0 {
			i--
			room[i] = '.'
		}
		i--
		room[i] = byte('0' + v%10)
		v /= 10
	}
	return append(dst, room[i:]...)
}

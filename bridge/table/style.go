package table

import (
	"bytes"
	"errors"
	"io"
	"strconv"
	"strings"
)

// shown is how a cell's format shows its number.
type shown byte

const (
	asNumber shown = iota
	asDay
	asTime
	asBoth
	asPercent
	asCode // with leading zeros, as identity numbers are kept
)

// style is one cell format of a workbook.
type style struct {
	show   shown
	digits int // of asCode
}

// maxStyles is what Excel allows a workbook (65,490 cell formats).
const maxStyles = 1 << 16

// stylesOf reads xl/styles.xml: the cell formats in the order in which cells point at them.
func stylesOf(r io.Reader) ([]style, error) {
	m := newMarkup(r)
	codes := map[int]style{}
	var out []style
	inCells := false
	for {
		kind, err := m.next()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, err
		}
		switch {
		case kind == content:
		case m.is("cellXfs"):
			inCells = kind == opening
		case kind == opening && m.is("numFmt"):
			if len(codes) < maxStyles {
				codes[number(m.attr("numFmtId"))] = styleOf(string(appendText(nil, m.attr("formatCode"))))
			}
		case kind == opening && inCells && m.is("xf"):
			if len(out) == maxStyles {
				return nil, ErrDamaged
			}
			id := number(m.attr("numFmtId"))
			s, own := codes[id]
			if !own {
				s = builtin(id)
			}
			out = append(out, s)
		}
	}
}

// builtin is a format that has a number and no text (ECMA-376, 18.8.30, and those of East Asia).
func builtin(id int) style {
	switch {
	case id == 9 || id == 10:
		return style{show: asPercent}
	case id == 22:
		return style{show: asBoth}
	case id >= 14 && id <= 17, id >= 27 && id <= 31, id == 36, id >= 50 && id <= 54, id >= 57 && id <= 58:
		return style{show: asDay}
	case id >= 18 && id <= 21, id >= 32 && id <= 35, id >= 45 && id <= 47, id == 55 || id == 56:
		return style{show: asTime}
	}
	return style{}
}

// styleOf reads a format's code, such as "dd/mm/yyyy", "[$-300A]d mmm yyyy;@", "#,##0.00_);[Red](#,##0.00)"
// or "0000000000". Only the first section counts: it is that of positive numbers.
func styleOf(code string) style {
	code = strings.ToLower(code)
	day, clock, percent, month := false, false, false, false
	zeros, others := 0, false
	for i := 0; i < len(code) && code[i] != ';'; i++ {
		if n := aside(code[i:]); n > 0 {
			clock = clock || elapsed(code[i:i+n])
			others = true
			i += n - 1
			continue
		}
		switch code[i] {
		case 'y', 'd':
			day = true
		case 'h', 's':
			clock = true
		case 'm':
			month = true
		case '%':
			percent = true
		case '0':
			zeros++
		default:
			others = true
		}
	}
	switch {
	case day && clock:
		return style{show: asBoth}
	case day, month && !clock:
		return style{show: asDay}
	case clock:
		return style{show: asTime}
	case percent:
		return style{show: asPercent}
	case zeros >= 2 && zeros <= 30 && !others:
		return style{show: asCode, digits: zeros}
	}
	return style{}
}

// aside is the length of what stands at the start of a code and formats nothing: a text in quotes, a letter
// behind a backslash, a colour or country in brackets, the word General.
func aside(code string) int {
	var end int
	switch code[0] {
	case '"':
		end = strings.IndexByte(code[1:], '"') + 1
	case '[':
		end = strings.IndexByte(code, ']')
	case '\\', '_', '*':
		end = 1
	default:
		if strings.HasPrefix(code, "general") {
			return len("general")
		}
		return 0
	}
	if end <= 0 || end >= len(code) {
		return len(code)
	}
	return end + 1
}

// elapsed holds for hours, minutes or seconds in brackets, which are time and no aside.
func elapsed(bracket string) bool {
	switch bracket {
	case "[h]", "[hh]", "[m]", "[mm]", "[s]", "[ss]":
		return true
	}
	return false
}

// appendNumber writes a number cell as its format shows it: the day, the percentage, the leading zeros that
// make an identity number; everything else as the plain number.
func (s style) appendNumber(dst, value []byte, from1904 bool) []byte {
	switch s.show {
	case asDay, asTime, asBoth:
		return appendMoment(dst, value, s.show, from1904)
	case asPercent:
		return appendPercent(dst, value)
	case asNumber:
	case asCode:
		var plain [64]byte
		b := appendPlain(plain[:0], value)
		if bytes.IndexByte(b, '.') < 0 && (len(b) == 0 || b[0] != '-') {
			for range s.digits - len(b) {
				dst = append(dst, '0')
			}
		}
		return append(dst, b...)
	}
	return appendPlain(dst, value)
}

// appendPercent writes 0.165 as 16.5%, as the sheet shows it: read as a number it would be a rate a hundred
// times too low.
func appendPercent(dst, value []byte) []byte {
	var moved [64]byte
	shift := append(moved[:0], value...)
	if i := bytes.IndexAny(shift, "eE"); i >= 0 {
		e, err := strconv.Atoi(string(shift[i+1:]))
		if err != nil {
			return append(dst, value...)
		}
		shift = strconv.AppendInt(shift[:i+1], int64(e)+2, 10)
	} else {
		shift = append(shift, "E2"...)
	}
	return append(appendPlain(dst, shift), '%')
}

// number reads a whole number of an attribute; −1 when it is none.
func number(text []byte) int {
	if len(text) == 0 || len(text) > 9 {
		return -1
	}
	n := 0
	for _, b := range text {
		if b < '0' || b > '9' {
			return -1
		}
		n = 10*n + int(b-'0')
	}
	return n
}

var errReference = errors.New("table: a cell points at a text that is not there")

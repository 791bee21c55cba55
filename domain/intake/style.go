package intake

import (
	"bytes"

	"aldia/domain/money"
)

// votes count what the values of a column say of how it is written.
type votes struct {
	point, comma   int // values that can only have a decimal point, or comma
	pointAt, comAt string
	either         int // values such as 1.234 that fit both
	eitherAt       string
	eitherCommas   int // how many of them are written with a comma
	dmy, mdy, ymd  int
	dmyAt, mdyAt   string
	dayEither      int
	dayEitherAt    string
	currency       money.Currency // beside the amounts
	currencies     int            // how many amounts name one; below zero when they name different ones
}

// styleOf tells whether a number of digits and separators can only have a decimal point ('.') or comma
// (','), fits both ('?'), or says nothing (0).
func styleOf(core []byte) byte {
	points, commas, last, lastAt := 0, 0, byte(0), -1
	for i, c := range core {
		switch c {
		case '.':
			points, last, lastAt = points+1, c, i
		case ',':
			commas, last, lastAt = commas+1, c, i
		}
	}
	opposite := '.' + ',' - last
	behind := len(core) - lastAt - 1
	switch {
	case lastAt < 0:
		return 0
	case points > 0 && commas > 0:
		if points > 1 && commas > 1 {
			return 0
		}
		return last
	case points+commas > 1:
		return opposite
	case behind != 3 || lastAt > 3 || lastAt == 0 || core[0] == '0':
		return last
	case grouped(core[:lastAt]):
		return last // 1 234.567: the blank parts thousands
	}
	return '?'
}

func grouped(core []byte) bool {
	for _, c := range core {
		if c == ' ' || c == '\'' {
			return true
		}
	}
	return false
}

// number lets a value vote, if it is a number.
func (v *votes) number(value string) bool {
	var n number
	var room [maxNumber]byte
	if len(value) > maxNumber {
		return false
	}
	if len(value) == 0 {
		return false
	}
	if _, ok := readScientific([]byte(value)); ok {
		return true
	}
	core, _, ok := n.strip(room[:0], []byte(value))
	if !ok {
		return false
	}
	if n.currency != "" {
		switch {
		case v.currencies == 0:
			v.currency, v.currencies = n.currency, 1
		case v.currency == n.currency && v.currencies > 0:
			v.currencies++
		default:
			v.currencies = -1
		}
	}
	switch s := styleOf(core); s {
	case '.':
		v.point, v.pointAt = v.point+1, value
	case ',':
		v.comma, v.comAt = v.comma+1, value
	case '?':
		v.either, v.eitherAt = v.either+1, value
		if bytes.IndexByte(core, ',') >= 0 {
			v.eitherCommas++
		}
	}
	return n.read(core, '.') == "" || n.read(core, ',') == ""
}

// thousands is the decimal sign that follows when all values such as 1.250 are read as thousands, or 0 where
// they are written in both ways.
func (v *votes) thousands() byte {
	switch v.eitherCommas {
	case 0:
		return ','
	case v.either:
		return '.'
	}
	return 0
}

// day lets a value vote, if it is a day: one that exists in one order only tells which of two numbers is the
// day. What is a day in neither, as 31/02/2026, tells nothing.
func (v *votes) day(value string) bool {
	parts, ok := splitDay([]byte(value))
	if !ok {
		return false
	}
	_, noDMY := readDay([]byte(value), orderDMY, false)
	_, noMDY := readDay([]byte(value), orderMDY, false)
	dmy, mdy := noDMY == "", noMDY == ""
	switch {
	case parts.named || parts.digits[0] == yearDigits || parts.compact:
		v.ymd++
	case dmy && mdy:
		v.dayEither, v.dayEitherAt = v.dayEither+1, value
	case dmy:
		v.dmy, v.dmyAt = v.dmy+1, value
	case mdy:
		v.mdy, v.mdyAt = v.mdy+1, value
	}
	return dmy || mdy
}

// pointOf gives the sign before decimals in a country, as money.Amount.Format writes it.
func pointOf(country string) byte {
	switch country {
	case "MX", "PE", "US", "GT", "HN", "NI", "DO", "SV", "PA", "PR", "GB", "CA", "TW":
		return '.'
	}
	return ','
}

// orderOf gives the order in which a country writes a date of numbers.
func orderOf(country string) order {
	switch country {
	case "US", "PR":
		return orderMDY
	}
	return orderDMY
}

// decimalSign is the sign before the decimals of a column: point, or where neither mapping nor sample says,
// what each value can only mean, and fallback for 1.234.
type decimalSign struct{ point, fallback byte }

func (d decimalSign) read(b []byte, typed bool) (number, string) {
	point := d.point
	if point == 0 {
		point = d.fallback
		if s := styleOfText(b); s == '.' || s == ',' {
			point = s
		}
	}
	return readNumber(b, point, typed)
}

// styleOfText is styleOf for a number that still has its signs.
func styleOfText(b []byte) byte {
	if len(b) > maxNumber || runOf(b, isDigitByte) == len(b) {
		return 0
	}
	var n number
	var room [maxNumber]byte
	core, _, ok := n.strip(room[:0], b)
	if !ok {
		return 0
	}
	return styleOf(core)
}

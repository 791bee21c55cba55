package table

import (
	"strconv"

	"aldia/domain/calendar"
	"aldia/domain/money"
)

// Cell is one value of a table that we write. The zero value is an empty cell.
type Cell struct {
	sort     sort
	text     string
	n        int64
	decimals int
}

type sort byte

const (
	isEmpty sort = iota
	isText
	isInt
	isDecimal
	isPercent
	isDay
)

// Text is a cell of words; it is never taken for a number or a formula.
func Text(s string) Cell { return Cell{sort: isText, text: s} }

// Int is a count or a number of days.
func Int(n int64) Cell { return Cell{sort: isInt, n: n} }

// Money is an amount with the decimals of its currency; the currency itself belongs in a column or the
// header.
func Money(a money.Amount, c money.Currency) Cell {
	decimals, _ := c.Decimals()
	return Cell{sort: isDecimal, n: int64(a), decimals: decimals}
}

// Percent is a share in hundredths of a percent: 1250 is 12.50 %.
func Percent(hundredths int64) Cell { return Cell{sort: isPercent, n: hundredths} }

// Day is a day; calendar.NoDay is an empty cell.
func Day(d calendar.Day) Cell {
	if d == calendar.NoDay {
		return Cell{}
	}
	return Cell{sort: isDay, n: int64(d)}
}

// plain is the cell as a machine reads it: 1250.40, 2026-11-22, 12.50 for a percentage.
func (c Cell) plain(dst []byte) []byte {
	switch c.sort {
	case isEmpty:
	case isText:
		return append(dst, c.text...)
	case isInt:
		return strconv.AppendInt(dst, c.n, 10)
	case isDecimal:
		return appendDecimal(dst, c.n, c.decimals)
	case isPercent:
		return appendDecimal(dst, c.n, 2)
	case isDay:
		return append(dst, calendar.Day(c.n).Text()...)
	}
	return dst
}

// appendDecimal writes a whole number of units as a decimal: 125040 with 2 decimals is 1250.40.
func appendDecimal(dst []byte, n int64, decimals int) []byte {
	u := uint64(n)
	if n < 0 {
		dst, u = append(dst, '-'), -u
	}
	var digits [32]byte
	b := strconv.AppendUint(digits[:0], u, 10)
	for range decimals + 1 - len(b) {
		b = append(b, 0)
		copy(b[1:], b)
		b[0] = '0'
	}
	if decimals == 0 {
		return append(dst, b...)
	}
	dst = append(dst, b[:len(b)-decimals]...)
	dst = append(dst, '.')
	return append(dst, b[len(b)-decimals:]...)
}

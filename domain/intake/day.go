package intake

import (
	"strings"

	"aldia/domain/calendar"
)

// order is how a date of three numbers reads. A year of four digits in front, or a month in words, needs
// none.
type order uint8

const (
	orderUnknown order = iota
	orderDMY
	orderMDY
	orderYMD
	orderSerial // days since 1899-12-30, as Excel counts; only when a mapping says so, or in a workbook
)

// orderNames are what a mapping may say and what we write into one.
const (
	nameDMY    = "D/M/Y"
	nameMDY    = "M/D/Y"
	nameYMD    = "Y-M-D"
	nameSerial = "excel"
)

func (o order) name() string {
	switch o {
	case orderDMY:
		return nameDMY
	case orderMDY:
		return nameMDY
	case orderYMD:
		return nameYMD
	case orderSerial:
		return nameSerial
	case orderUnknown:
	}
	return ""
}

// orderNamed reads a style as people write it: DD/MM/YYYY, dd-mmm-aa, M/D/YYYY, YYYY-MM-DD, yyyymmdd, excel.
func orderNamed(s string) (order, bool) {
	s = strings.ToLower(strings.TrimSpace(s))
	if s == nameSerial || s == "serial" {
		return orderSerial, true
	}
	if s == "iso" {
		return orderYMD, true
	}
	letters := ""
	for _, c := range s {
		switch c {
		case 'a': // año
			c = 'y'
		case 'd', 'm', 'y':
		case '/', '-', '.', ' ':
			continue
		default:
			return orderUnknown, false
		}
		if !strings.HasSuffix(letters, string(c)) {
			letters += string(c)
		}
	}
	switch letters {
	case "dmy":
		return orderDMY, true
	case "mdy":
		return orderMDY, true
	case "ymd":
		return orderYMD, true
	}
	return orderUnknown, false
}

const (
	maxDayText = 48 // "miércoles, 22 de septiembre de 2026 12:00:00 a. m."
	// serialShift is what Excel's day numbers are more than ours.
	serialShift            = 25_569
	serialFirst            = 10_959 // 1930-01-01
	serialLast             = 80_000 // 2119-01-10
	centuryTurn            = 70     // 69 is 2069, 70 is 1970: no debt of 1969 is collected
	yearDigits, shortYears = 4, 2
)

// readDay reads a date. Why it cannot is whyDay when it is no date at all, and whyDayImpossible when there
// is no such day. A text that stands for no date at all (00/00/0000) is NoDay and no error.
func readDay(b []byte, o order, serial bool) (calendar.Day, string) {
	if len(b) == 10 && b[4] == '-' && b[7] == '-' {
		y, okY := digitsOf(b[:4])
		m, okM := digitsOf(b[5:7])
		d, okD := digitsOf(b[8:])
		if okY && okM && okD {
			return dayFrom(y, m, d)
		}
	}
	if len(b) > maxDayText {
		return calendar.NoDay, whyDay
	}
	if serial || o == orderSerial {
		if day, ok := readSerial(b); ok {
			return day, ""
		}
	}
	p, ok := splitDay(b)
	if !ok {
		if n, digits := digitsOf(b); digits && n == 0 {
			return calendar.NoDay, "" // 0, or 00000000
		}
		return calendar.NoDay, whyDay
	}
	return p.in(o)
}

func dayFrom(y, m, d int) (calendar.Day, string) {
	if calendar.Valid(y, m, d) {
		return calendar.Of(y, m, d), ""
	}
	if y == 0 && m == 0 && d == 0 {
		return calendar.NoDay, ""
	}
	if m > 12 && d <= 12 && d > 0 {
		return calendar.NoDay, whyDayMonth
	}
	if calendar.Valid(y%4+2000, m, d) { // the day is one, in a year of which we have none
		if y > lastYear {
			return calendar.NoDay, whyDayLate
		}
		return calendar.NoDay, whyDayEarly
	}
	return calendar.NoDay, whyDayImpossible
}

func digitsOf(b []byte) (n int, ok bool) {
	if len(b) > 9 {
		return 0, false
	}
	for _, c := range b {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int(c-'0')
	}
	return n, len(b) > 0
}

func readSerial(b []byte) (calendar.Day, bool) {
	whole := b
	for i, c := range b {
		if c == '.' || c == ',' {
			if _, ok := digitsOf(b[i+1:][:min(9, len(b)-i-1)]); !ok {
				return calendar.NoDay, false
			}
			whole = b[:i]
			break
		}
	}
	n, ok := digitsOf(whole)
	if !ok || n < serialFirst || n > serialLast {
		return calendar.NoDay, false
	}
	return calendar.Day(n - serialShift), true
}

// dayParts are the three parts of a date as they stand.
type dayParts struct {
	n, digits [3]int
	named     bool // a month stands in words, as month; the two numbers are n[0] and n[1]
	month     int
	compact   bool // 20261122: taken apart by in
}

// splitDay takes a date apart and lets a time of day behind it go.
func splitDay(b []byte) (p dayParts, ok bool) {
	if len(b) == 8 {
		if n, digits := digitsOf(b); digits && n > 0 {
			return dayParts{n: [3]int{n}, compact: true}, true
		}
	}
	parts, numbers := 0, 0
	for len(b) > 0 && parts < 3 {
		digits, word := runOf(b, isDigitByte), runOf(b, isWordByte)
		switch space := spaceAt(b); {
		case digits > 0:
			n, _ := digitsOf(b[:min(digits, 9)])
			p.n[numbers], p.digits[numbers] = n, digits
			numbers, parts, b = numbers+1, parts+1, b[digits:]
		case space > 0:
			b = b[space:]
		case word > 0:
			m, known := monthNamed(b[:word])
			if !known || m > 0 && p.named {
				return p, false
			}
			if m > 0 {
				p.named, p.month, parts = true, m, parts+1
			}
			b = b[word:]
		case b[0] == '/' || b[0] == '-' || isPoint(b[0]):
			b = b[1:]
		default:
			return p, false
		}
	}
	return p, parts == 3 && isTime(b)
}

// runOf is how many bytes at the start of b are of a kind.
func runOf(b []byte, is func(byte) bool) int {
	n := 0
	for n < len(b) && is(b[n]) {
		n++
	}
	return n
}

func isWordByte(c byte) bool { return c != '/' && isLetter(c) }

// monthNamed gives the number of a month in Spanish or English, whole or cut, or 0 for a word that may stand
// in a date and says nothing: de, del, a weekday.
func monthNamed(word []byte) (month int, known bool) {
	var room [maxDayText]byte
	w := string(lower(room[:], word))
	switch w {
	case "de", "del", "of", "th", "st", "nd", "rd", "set", "setiembre":
		if strings.HasPrefix(w, "set") {
			return 9, true
		}
		return 0, true
	}
	if len(w) < 3 {
		return 0, false
	}
	for i := range 12 {
		const es = "enero     febrero   marzo     abril     mayo      junio     " +
			"julio     agosto    septiembreoctubre   noviembre diciembre "
		const en = "january   february  march     april     may       june      " +
			"july      august    september october   november  december  "
		if strings.HasPrefix(es[i*10:i*10+10], w) || strings.HasPrefix(en[i*10:i*10+10], w) {
			return i + 1, true
		}
	}
	const weekdays = " lunes martes miércoles miercoles jueves viernes sábado sabado domingo" +
		" monday tuesday wednesday thursday friday saturday sunday"
	return 0, strings.Contains(weekdays, " "+w)
}

// isTime holds for what may follow a date: nothing, or a time of day with its zone.
func isTime(b []byte) bool {
	rest := trim(b)
	if len(rest) == 0 {
		return true
	}
	if rest[0] == 'T' || rest[0] == 't' || rest[0] == ',' {
		rest = trim(rest[1:])
	}
	if len(rest) == 0 || rest[0] < '0' || rest[0] > '9' || len(rest) == len(b) && b[0] != 'T' {
		return false
	}
	colon := false
	for _, c := range rest {
		switch {
		case c == ':':
			colon = true
		case c >= '0' && c <= '9', c == '.', c == ',', c == '+', c == '-', c == ' ', c >= 0x80:
		case c|0x20 == 'z', c|0x20 == 'a', c|0x20 == 'p', c|0x20 == 'm':
		default:
			return false
		}
	}
	return colon
}

// in reads the parts in an order.
func (p dayParts) in(o order) (calendar.Day, string) {
	if p.compact {
		return p.together(o)
	}
	var y, m, d int
	at := 2 // where the year stands
	switch {
	case p.named:
		m, d, y, at = p.month, p.n[0], p.n[1], 1
		if p.digits[0] == yearDigits {
			y, d, at = p.n[0], p.n[1], 0
		}
	case p.digits[0] == yearDigits || o == orderYMD && p.digits[2] <= shortYears:
		y, m, d, at = p.n[0], p.n[1], p.n[2], 0
	case o == orderMDY:
		m, d, y = p.n[0], p.n[1], p.n[2]
	default:
		d, m, y = p.n[0], p.n[1], p.n[2]
	}
	for i, n := range p.digits {
		if i == at && n != yearDigits && n != shortYears || i != at && n > 2 {
			return calendar.NoDay, whyDay
		}
	}
	if p.digits[at] == shortYears && (y != 0 || m != 0 || d != 0) {
		if y += 1900; y < 1900+centuryTurn {
			y += 100
		}
	}
	return dayFrom(y, m, d)
}

// together reads eight digits: year first when that gives a day of our times, else in the column's order.
func (p dayParts) together(o order) (calendar.Day, string) {
	n := p.n[0]
	if y, m, d := n/10000, n/100%100, n%100; o == orderYMD || y >= 1900 && y < 2200 && calendar.Valid(y, m, d) {
		return dayFrom(y, m, d)
	}
	a, b, y := n/1000000, n/10000%100, n%10000
	if y < 1900 || y >= 2200 {
		return dayFrom(n/10000, n/100%100, n%100)
	}
	if o == orderMDY {
		return dayFrom(y, a, b)
	}
	return dayFrom(y, b, a)
}

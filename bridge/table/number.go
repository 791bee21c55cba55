package table

import (
	"bytes"
	"strconv"

	"aldia/domain/calendar"
)

// Excel keeps 15 significant digits of a number; what a program writes beyond them is the noise of binary
// fractions (0.30000000000000004), and goes by rounding decimals, never through a float.
const significant = 15

// appendPlain writes a number of a workbook as a person reads it: "1E+10" becomes 10000000000,
// "0.30000000000000004" becomes 0.3. What is no number, or absurdly large or small, stays as it is.
func appendPlain(dst, number []byte) []byte {
	d, ok := decimalOf(number)
	if !ok {
		return append(dst, number...)
	}
	d.round()
	for d.n > 0 && d.digits[d.n-1] == '0' && d.n > d.point {
		d.n--
	}
	if d.n == 0 || d.point < -significant {
		return append(dst, '0')
	}
	if d.negative {
		dst = append(dst, '-')
	}
	return appendDigits(dst, d.digits[:d.n], d.point)
}

// decimal is a number as its digits, from the first that is not zero, and where its point stands among them.
type decimal struct {
	digits   [40]byte
	n        int
	point    int
	negative bool
}

// decimalOf reads a number with or without an exponent.
func decimalOf(number []byte) (d decimal, ok bool) {
	d.negative = len(number) > 0 && number[0] == '-'
	rest := number
	if d.negative || len(rest) > 0 && rest[0] == '+' {
		rest = rest[1:]
	}
	exponent := len(rest)
	if e := bytes.IndexAny(rest, "eE"); e >= 0 {
		v, err := strconv.Atoi(string(rest[e+1:]))
		if err != nil || v > 30 || v < -330 {
			return d, false
		}
		exponent, d.point = e, v
	}
	fraction, seen := false, false
	for _, b := range rest[:exponent] {
		switch {
		case b == '.' && !fraction:
			fraction = true
			continue
		case b < '0' || b > '9' || d.n == len(d.digits):
			return d, false
		}
		seen = true
		switch {
		case d.n > 0 || b != '0':
			d.digits[d.n] = b
			d.n++
			if !fraction {
				d.point++
			}
		case fraction:
			d.point--
		}
	}
	return d, seen
}

// round keeps the significant digits, half away from zero.
func (d *decimal) round() {
	if d.n <= significant {
		return
	}
	d.n = significant
	if d.digits[significant] < '5' {
		return
	}
	for i := significant - 1; i >= 0; i-- {
		if d.digits[i] != '9' {
			d.digits[i]++
			return
		}
		d.digits[i] = '0'
	}
	copy(d.digits[1:significant], d.digits[:significant-1])
	d.digits[0] = '1'
	d.point++
}

// appendDigits writes digits whose point stands after so many of them, or before them when it is not
// positive.
func appendDigits(dst, digits []byte, point int) []byte {
	if point <= 0 {
		dst = append(dst, '0', '.')
		for range -point {
			dst = append(dst, '0')
		}
		return append(dst, digits...)
	}
	for i := range max(point, len(digits)) {
		if i == point {
			dst = append(dst, '.')
		}
		if i < len(digits) {
			dst = append(dst, digits[i])
		} else {
			dst = append(dst, '0')
		}
	}
	return dst
}

const (
	secondsOfDay = 86_400
	// unixOf1900 is what Excel's day numbers are less than ours: its day 1 is 1900-01-01, and it believes in
	// 1900-02-29.
	unixOf1900 = 25_569
	// daysOf1904 lie between the two calendars a workbook may count from.
	daysOf1904 = 1_462
	lastSerial = 2_958_465 // 9999-12-31
)

// moment reads a day number of Excel: the day, and the second within it.
func moment(serial []byte, from1904 bool) (day calendar.Day, second int, ok bool) {
	var plain [64]byte
	b := appendPlain(plain[:0], serial)
	days, i := 0, 0
	for ; i < len(b) && b[i] >= '0' && b[i] <= '9'; i++ {
		if days = 10*days + int(b[i]-'0'); days > lastSerial {
			return 0, 0, false
		}
	}
	if i == 0 || i < len(b) && b[i] != '.' {
		return 0, 0, false
	}
	if i < len(b) {
		fraction, unit := 0, 1
		for _, d := range b[i+1 : min(len(b), i+10)] {
			if d < '0' || d > '9' {
				return 0, 0, false
			}
			fraction, unit = 10*fraction+int(d-'0'), 10*unit
		}
		second = (2*fraction*secondsOfDay + unit) / (2 * unit)
		if second == secondsOfDay {
			days, second = days+1, 0
		}
	}
	switch {
	case from1904:
		days += daysOf1904
	case days == 60:
		return 0, 0, false // the 29th of February 1900, which never was
	case days < 60:
		days++
	}
	return calendar.Day(days - unixOf1900), second, true
}

// appendMoment writes a cell that its format shows as a day, a time or both. A day at midnight is a day
// alone.
func appendMoment(dst, serial []byte, show shown, from1904 bool) []byte {
	day, second, ok := moment(serial, from1904)
	if !ok {
		return appendPlain(dst, serial)
	}
	if show != asTime && second == 0 && len(serial) == 1 && serial[0] == '0' {
		return dst // a formula that points at an empty cell; Excel shows it as the day 0 of January
	}
	if show != asTime {
		dst = day.Time().AppendFormat(dst, "2006-01-02")
		if show == asDay || second == 0 {
			return dst
		}
		dst = append(dst, ' ')
	}
	for i, v := range [...]int{second / 3600, second / 60 % 60, second % 60} {
		if i > 0 {
			dst = append(dst, ':')
		}
		dst = append(dst, byte('0'+v/10), byte('0'+v%10))
	}
	return dst
}

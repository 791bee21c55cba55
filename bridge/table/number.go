package table

import (
	"strconv"

	"aldia/domain/calendar"
)

// Excel keeps 15 significant digits of a number; what a program writes beyond them is the noise of binary fractions
// (0.30000000000000004), and goes by rounding decimals, never through a float.
const significant = 15

// appendPlain writes a number of a workbook as a person reads it: "1E+10" becomes 10000000000, "0.30000000000000004"
// becomes 0.3. What is no number, or absurdly large or small, stays as it is.
func appendPlain(dst, number []byte) []byte {
	var digits [40]byte
	n, point, seenPoint, i := 0, 0, false, 0
	negative := len(number) > 0 && number[0] == '-'
	if negative || len(number) > 0 && number[0] == '+' {
		i++
	}
	start := i
	for ; i < len(number); i++ {
		b := number[i]
		switch {
		case b == '.' && !seenPoint:
			seenPoint = true
			continue
		case b < '0' || b > '9':
		default:
			if n > 0 || b != '0' {
				if n == len(digits) {
					return append(dst, number...)
				}
				digits[n] = b
				n++
				if !seenPoint {
					point++
				}
			} else if seenPoint {
				point--
			}
			continue
		}
		break
	}
	if i == start || i == start+1 && seenPoint {
		return append(dst, number...)
	}
	if i < len(number) {
		if number[i] != 'e' && number[i] != 'E' {
			return append(dst, number...)
		}
		e, err := strconv.Atoi(string(number[i+1:]))
		if err != nil || e > 30 || e < -330 {
			return append(dst, number...)
		}
		point += e
	}
	if n > significant {
		n, point = rounded(&digits, point)
	}
	for n > 0 && digits[n-1] == '0' && n > point {
		n--
	}
	if n == 0 || point < -significant {
		return append(dst, '0')
	}
	if negative {
		dst = append(dst, '-')
	}
	return appendDigits(dst, digits[:n], point)
}

// rounded keeps the significant digits, half away from zero.
func rounded(digits *[40]byte, point int) (n, newPoint int) {
	up := digits[significant] >= '5'
	for i := significant - 1; up && i >= 0; i-- {
		if digits[i] != '9' {
			digits[i]++
			return significant, point
		}
		digits[i] = '0'
	}
	if up {
		copy(digits[1:significant], digits[:significant-1])
		digits[0] = '1'
		return significant, point + 1
	}
	return significant, point
}

// appendDigits writes digits whose point stands after so many of them, or before them when it is not positive.
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
	// unixOf1900 is what Excel's day numbers are less than ours: its day 1 is 1900-01-01, and it believes in 1900-02-29.
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

// appendMoment writes a cell that its format shows as a day, a time or both. A day at midnight is a day alone.
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

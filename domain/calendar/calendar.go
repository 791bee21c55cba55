// Package calendar is days as the trade counts them: a day has no hour and no zone, the due day is day
// zero, and a span of days is a plain subtraction. Hours and zones belong to the law and the desk, not to a
// due date.
package calendar

import (
	"errors"
	"strconv"
	"time"
)

// Day is a calendar day, as the number of days since 1970-01-01. NoDay is "not known".
type Day int64

// NoDay stands where a day is not known. It is the zero value, so the first of January 1970 cannot be kept:
// no debt of ours is that old, and a file that says so means "empty".
const NoDay Day = 0

// ErrDay is given for text that is no day.
var ErrDay = errors.New("calendar: not a day")

const secondsPerDay = 86_400

// Of is the day with this year, month and day of month. It does not check them; see Valid.
func Of(year, month, day int) Day {
	return Day(time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC).Unix() / secondsPerDay)
}

// Valid says whether year, month and day of month name a day that exists, between 1900 and 2199.
func Valid(year, month, day int) bool {
	if year < 1900 || year > 2199 || month < 1 || month > 12 || day < 1 || day > 31 {
		return false
	}
	return day <= 28 || day <= DaysIn(year, month)
}

// DaysIn is the number of days of a month.
func DaysIn(year, month int) int {
	return time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// On is the day that an instant falls on in a place.
func On(at time.Time, place *time.Location) Day {
	y, m, d := at.In(place).Date()
	return Of(y, int(m), d)
}

// ParseDay reads "2026-11-22".
func ParseDay(s string) (Day, error) {
	if len(s) != 10 || s[4] != '-' || s[7] != '-' {
		return NoDay, ErrDay
	}
	y, errY := strconv.Atoi(s[:4])
	m, errM := strconv.Atoi(s[5:7])
	d, errD := strconv.Atoi(s[8:])
	if errY != nil || errM != nil || errD != nil || !Valid(y, m, d) {
		return NoDay, ErrDay
	}
	return Of(y, m, d), nil
}

// Time is the start of the day in UTC.
func (d Day) Time() time.Time { return time.Unix(int64(d)*secondsPerDay, 0).UTC() }

// Start is the first instant of the day in a place. Where clocks go forward at midnight, as in Chile, the day
// begins at one.
func (d Day) Start(place *time.Location) time.Time {
	y, m, dd := d.Time().Date()
	start := time.Date(y, m, dd, 0, 0, 0, 0, place)
	if On(start, place) == d {
		return start
	}
	_, ends := start.ZoneBounds()
	return ends
}

// Date gives the year, month and day of month.
func (d Day) Date() (year, month, day int) {
	y, m, dd := d.Time().Date()
	return y, int(m), dd
}

// Text is "2026-11-22", or "" when the day is not known.
func (d Day) Text() string {
	if d == NoDay {
		return ""
	}
	return d.Time().Format(time.DateOnly)
}

// Weekday is the day of the week.
func (d Day) Weekday() time.Weekday { return d.Time().Weekday() }

// IsMonthEnd says whether the day is the last of its month.
func (d Day) IsMonthEnd() bool { return (d + 1).Time().Day() == 1 }

// AddMonths moves by months and keeps the day of month, or takes the month's last day where that does not
// exist.
func (d Day) AddMonths(n int) Day {
	y, m, day := d.Date()
	first := time.Date(y, time.Month(m+n), 1, 0, 0, 0, 0, time.UTC)
	if last := DaysIn(first.Year(), int(first.Month())); day > last {
		day = last
	}
	return Of(first.Year(), int(first.Month()), day)
}

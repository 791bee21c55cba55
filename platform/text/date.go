package text

import (
	"fmt"
	"strconv"
	"time"
)

// calendarWords are the names of days and months of one language.
type calendarWords struct {
	months, short [12]string
	weekdays      [7]string // from Sunday, as package time counts
}

func (l Language) calendar() calendarWords {
	if l.code == "en" {
		return calendarWords{
			months: [12]string{"January", "February", "March", "April", "May", "June", "July", "August", "September",
				"October", "November", "December"},
			short:    [12]string{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"},
			weekdays: [7]string{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"},
		}
	}
	return calendarWords{
		months: [12]string{"enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre",
			"octubre", "noviembre", "diciembre"},
		short:    [12]string{"ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic"},
		weekdays: [7]string{"domingo", "lunes", "martes", "miércoles", "jueves", "viernes", "sábado"},
	}
}

// Day writes a day short: "22 nov 2026". The day that is not known (calendar.NoDay) is a dash.
func (l Language) Day(d dated) string {
	y, m, day := d.Date()
	if unknown(y, m, day) {
		return "–"
	}
	return fmt.Sprintf("%d %s %d", day, l.calendar().short[m-1], y)
}

// LongDay writes a day in full: "domingo 22 de noviembre de 2026".
func (l Language) LongDay(d dated) string {
	y, m, day := d.Date()
	if unknown(y, m, day) {
		return "–"
	}
	c := l.calendar()
	weekday := c.weekdays[time.Date(y, time.Month(m), day, 0, 0, 0, 0, time.UTC).Weekday()]
	if l.code == "en" {
		return fmt.Sprintf("%s %d %s %d", weekday, day, c.months[m-1], y)
	}
	return fmt.Sprintf("%s %d de %s de %d", weekday, day, c.months[m-1], y)
}

// Weekday writes a day with its weekday and without its year: "jueves 26 nov".
func (l Language) Weekday(d dated) string {
	y, m, day := d.Date()
	weekday := time.Date(y, time.Month(m), day, 0, 0, 0, 0, time.UTC).Weekday()
	return l.calendar().weekdays[weekday] + " " + l.DayOfYear(d)
}

// DayOfYear writes a day without its year: "22 nov", for the axis of a chart.
func (l Language) DayOfYear(d dated) string {
	y, m, day := d.Date()
	if unknown(y, m, day) {
		return "–"
	}
	return strconv.Itoa(day) + " " + l.calendar().short[m-1]
}

// Month writes the month of a day: "noviembre de 2026".
func (l Language) Month(d dated) string {
	y, m, day := d.Date()
	switch {
	case unknown(y, m, day):
		return "–"
	case l.code == "en":
		return l.calendar().months[m-1] + " " + strconv.Itoa(y)
	}
	return l.calendar().months[m-1] + " de " + strconv.Itoa(y)
}

// unknown holds for 1 January 1970, which package calendar gives for a day that is not known.
func unknown(y, m, d int) bool { return y == 1970 && m == 1 && d == 1 }

// DaysFrom writes how far a day lies from today, in days: "hoy", "ayer", "hace 3 días", "mañana", "en 5
// días". days is that day minus today.
func (l Language) DaysFrom(days int64) string {
	english := l.code == "en"
	switch {
	case days == 0 && english:
		return "today"
	case days == -1 && english:
		return "yesterday"
	case days == 1 && english:
		return "tomorrow"
	case days < 0 && english:
		return l.Number(-days) + " days ago"
	case english:
		return "in " + l.Number(days) + " days"
	case days == 0:
		return "hoy"
	case days == -1:
		return "ayer"
	case days == 1:
		return "mañana"
	case days < 0:
		return "hace " + l.Number(-days) + " días"
	}
	return "en " + l.Number(days) + " días"
}

// Clock writes the time of day in a place: "14:05".
func (l Language) Clock(at time.Time, place *time.Location) string {
	return at.In(place).Format("15:04")
}

// Instant writes day and time in a place: "22 nov 2026, 14:05".
func (l Language) Instant(at time.Time, place *time.Location) string {
	at = at.In(place)
	y, m, d := at.Date()
	return fmt.Sprintf("%d %s %d, %s", d, l.calendar().short[m-1], y, at.Format("15:04"))
}

// Ahead writes when something that is to come will be, as one says it: "hoy 14:05", "mañana 07:00", "lunes
// 07:00" within the week, and else with its day.
func (l Language) Ahead(at, now time.Time, place *time.Location) string {
	at, now = at.In(place), now.In(place)
	midnight := func(t time.Time) time.Time {
		return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
	}
	switch days := int64(midnight(at).Sub(midnight(now)).Hours() / 24); {
	case days == 0 || days == 1:
		return l.DaysFrom(days) + " " + l.Clock(at, place)
	case days > 1 && days < 7:
		return l.calendar().weekdays[at.Weekday()] + " " + l.Clock(at, place)
	}
	return l.Instant(at, place)
}

// Since writes how long ago an instant is, as coarsely as a person would: "ahora", "hace 5 min", "hace 3 h",
// "hace 2 días"; what lies ahead is "en 5 min". Days are those of a calendar where somebody reads it: what
// was on Saturday evening is two days ago on Monday morning.
func (l Language) Since(at, now time.Time, place *time.Location) string {
	span, before := now.Sub(at), true
	if span < 0 {
		span, before = -span, false
	}
	const day = 24 * time.Hour
	var s string
	switch {
	case span < time.Minute && l.code == "en":
		return "now"
	case span < time.Minute:
		return "ahora"
	case span < time.Hour:
		s = strconv.Itoa(int(span/time.Minute)) + " min"
	case span < day:
		s = strconv.Itoa(int(span/time.Hour)) + " h"
	default:
		days := daysBetween(at.In(place), now.In(place))
		if l.code == "en" {
			s = l.Number(days) + plural(days, " day", " days")
		} else {
			s = l.Number(days) + plural(days, " día", " días")
		}
	}
	switch {
	case l.code == "en" && before:
		return s + " ago"
	case l.code == "en":
		return "in " + s
	case before:
		return "hace " + s
	}
	return "en " + s
}

// daysBetween counts the midnights between two instants.
func daysBetween(a, b time.Time) int64 {
	noon := func(t time.Time) time.Time {
		year, month, day := t.Date()
		return time.Date(year, month, day, 12, 0, 0, 0, time.UTC)
	}
	return int64(noon(b).Sub(noon(a)).Abs() / (24 * time.Hour))
}

// Span writes a length of time: "45 s", "3 min", "2 h 05 min".
func (l Language) Span(d time.Duration) string {
	switch {
	case d < time.Minute:
		return strconv.Itoa(int(d/time.Second)) + " s"
	case d < time.Hour:
		return strconv.Itoa(int(d/time.Minute)) + " min"
	}
	return fmt.Sprintf("%d h %02d min", int(d/time.Hour), int(d%time.Hour/time.Minute))
}

func plural(n int64, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

package law

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"aldia/domain/calendar"
)

// Hours are the half-open hours of contact, by day: mon, …, sun, mon-fri, mon-sat, all. A day that is not
// there has none.
type Hours map[string]string

// week is hours by weekday, Sunday first, in minutes of the day; from == to is a day without hours.
type week [7]struct{ from, to int }

func (h Hours) read() (*week, error) {
	w := &week{}
	names := []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}
	spans := map[string][]int{
		"all": {0, 1, 2, 3, 4, 5, 6}, "mon-fri": {1, 2, 3, 4, 5}, "mon-sat": {1, 2, 3, 4, 5, 6},
	}
	for i, n := range names {
		spans[n] = []int{i}
	}
	for name, text := range h {
		days, ok := spans[name]
		from, to, dash := strings.Cut(text, "-")
		begins, err1 := minutes(from)
		ends, err2 := minutes(to)
		if !ok || !dash || err1 != nil || err2 != nil || begins >= ends {
			return nil, fmt.Errorf("hours %s = %q", name, text)
		}
		for _, d := range days {
			if w[d].from != w[d].to {
				return nil, fmt.Errorf("hours of %s are said twice", names[d])
			}
			w[d].from, w[d].to = begins, ends
		}
	}
	return w, nil
}

// Valid says whether the hours are spans of a day, each from an earlier minute to a later one.
func (h Hours) Valid() bool {
	_, err := h.read()
	return err == nil
}

// minutes reads "07:30"; "24:00" is the end of the day.
func minutes(text string) (int, error) {
	if text == "24:00" {
		return 24 * 60, nil
	}
	at, err := time.Parse("15:04", text)
	return at.Hour()*60 + at.Minute(), err
}

// in says whether an instant is within the hours in a place.
func (w *week) in(at time.Time, zone *time.Location) bool {
	l := at.In(zone)
	m := l.Hour()*60 + l.Minute()
	d := w[l.Weekday()]
	return m >= d.from && m < d.to
}

// opens is the next instant after one that is outside at which the hours open in a place.
func (w *week) opens(at time.Time, zone *time.Location) time.Time {
	day := calendar.On(at, zone)
	for d := day; d <= day+7; d++ {
		hours := w[d.Weekday()]
		if hours.from == hours.to {
			continue
		}
		y, m, dd := d.Date()
		open := time.Date(y, time.Month(m), dd, 0, hours.from, 0, 0, zone)
		if open.After(at) {
			return open
		}
	}
	return never()
}

// closes is when the hours that an instant is within end.
func (w *week) closes(at time.Time, zone *time.Location) time.Time {
	l := at.In(zone)
	return time.Date(l.Year(), l.Month(), l.Day(), 0, w[l.Weekday()].to, 0, 0, zone)
}

// blocked says whether a day is one on which nobody is contacted.
func (p *Pack) blocked(days []string, day calendar.Day) bool {
	switch day.Weekday() {
	case time.Saturday:
		if slices.Contains(days, "sat") {
			return true
		}
	case time.Sunday:
		if slices.Contains(days, "sun") {
			return true
		}
	case time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday:
	}
	return slices.Contains(days, "holiday") && p.holiday(day)
}

package calendar

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Kind is one of the ways in which a law says when a holiday falls.
type Kind int

// The kinds, and how a rule file writes each.
const (
	Fixed        Kind = iota // "05-24": this day of this month, every year
	NthWeekday               // "third monday of march", "last monday of may"
	FromEaster               // "easter", "easter -2", "easter +43": days from Easter Sunday
	FromSolstice             // "june solstice": see JuneSolstice
	OneDay                   // "2022-09-16": decreed, that day alone
)

// Last is the Nth of the last Monday of a month.
const Last = -1

// Limits of how far from Easter a rule may lie: Septuagesima is 63 days before, the Sacred Heart 71 after as
// Colombia moves it. More would be a slip.
const (
	earliestFromEaster = -63
	latestFromEaster   = 75
)

// Date says when a holiday falls, in any year. Which fields count depends on its Kind.
type Date struct {
	Kind    Kind
	Year    int          // OneDay
	Month   int          // Fixed, OneDay, NthWeekday
	Day     int          // Fixed, OneDay: the day of the month
	Nth     int          // NthWeekday: 1 to 4, or Last
	Weekday time.Weekday // NthWeekday
	Offset  int          // FromEaster: days
}

var (
	months = []string{
		"january", "february", "march", "april", "may", "june",
		"july", "august", "september", "october", "november", "december",
	}
	weekdays   = []string{"sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"}
	ordinals   = []string{"first", "second", "third", "fourth"}
	easterText = regexp.MustCompile(`^easter(?: ([+-]\d{1,3}))?$`)
	fixedText  = regexp.MustCompile(`^(?:(\d{4})-)?(\d{2})-(\d{2})$`)
)

// ParseDate reads what a rule file says after "on", as it is written beside the kinds.
func ParseDate(s string) (Date, error) {
	if s == "june solstice" {
		return Date{Kind: FromSolstice}, nil
	}
	if m := easterText.FindStringSubmatch(s); m != nil {
		offset, _ := strconv.Atoi(strings.TrimPrefix(m[1], "+")) // "" is Easter itself
		if offset < earliestFromEaster || offset > latestFromEaster {
			return Date{}, fmt.Errorf("%q is further from Easter than any holiday", s)
		}
		return Date{Kind: FromEaster, Offset: offset}, nil
	}
	if m := fixedText.FindStringSubmatch(s); m != nil {
		return parseFixed(s, m[1], m[2], m[3])
	}
	if w := strings.Fields(s); len(w) == 4 && w[2] == "of" {
		d := Date{
			Kind: NthWeekday, Nth: slices.Index(ordinals, w[0]) + 1,
			Weekday: time.Weekday(slices.Index(weekdays, w[1])), Month: slices.Index(months, w[3]) + 1,
		}
		if w[0] == "last" {
			d.Nth = Last
		}
		if d.Nth != 0 && d.Weekday >= 0 && d.Month != 0 {
			return d, nil
		}
	}
	return Date{}, fmt.Errorf("%q is no date: write 05-24, 2022-09-16, third monday of march, "+
		"last monday of may, easter -2 or june solstice", s)
}

func parseFixed(s, year, month, day string) (Date, error) {
	const leap = 2000 // the 29th of February exists in some years
	d, checked := Date{Kind: Fixed}, leap
	if year != "" {
		d.Kind = OneDay
		d.Year, _ = strconv.Atoi(year) // digits alone, as the expression says
		checked = d.Year
	}
	d.Month, _ = strconv.Atoi(month)
	d.Day, _ = strconv.Atoi(day)
	if !Valid(checked, d.Month, d.Day) {
		return Date{}, fmt.Errorf("%q is a day that does not exist", s)
	}
	return d, nil
}

// In gives the day in a year; false when there is none: a decreed day of another year, a 29 February.
func (d Date) In(year int) (Day, bool) {
	switch d.Kind {
	case Fixed:
		if !Valid(year, d.Month, d.Day) {
			return NoDay, false
		}
		return Of(year, d.Month, d.Day), true
	case NthWeekday:
		if d.Nth == Last {
			last := Of(year, d.Month, DaysIn(year, d.Month))
			return last - Day((7+last.Weekday()-d.Weekday)%7), true
		}
		first := Of(year, d.Month, 1)
		return first + Day((7+d.Weekday-first.Weekday())%7) + Day(7*(d.Nth-1)), true
	case FromEaster:
		return Easter(year) + Day(d.Offset), true
	case FromSolstice:
		return JuneSolstice(year), true
	case OneDay:
		return Of(d.Year, d.Month, d.Day), d.Year == year
	}
	return NoDay, false
}

// Text is the date as a rule file writes it; ParseDate reads it back.
func (d Date) Text() string {
	switch d.Kind {
	case Fixed:
		return fmt.Sprintf("%02d-%02d", d.Month, d.Day)
	case NthWeekday:
		nth := "last"
		if d.Nth != Last {
			nth = ordinals[d.Nth-1]
		}
		return nth + " " + weekdays[d.Weekday] + " of " + months[d.Month-1]
	case FromEaster:
		if d.Offset == 0 {
			return "easter"
		}
		return fmt.Sprintf("easter %+d", d.Offset)
	case FromSolstice:
		return "june solstice"
	case OneDay:
		return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
	}
	return ""
}

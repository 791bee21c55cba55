package calendar

// IsBusinessDay says whether the day counts for a deadline: from Monday to Friday, and no day of rest. A
// holiday whose rest was moved counts, the day to which it was moved does not. Saturdays are left out in all
// our countries, also where a contact may be made on them: administrative and banking deadlines run from
// Monday to Friday.
func (c *Calendar) IsBusinessDay(day Day, places ...string) bool {
	if isWeekend(day) {
		return false
	}
	all := c.at(day)
	for i := range all {
		if all[i].binds(places) && !all[i].Moved {
			return false
		}
	}
	return true
}

// daysPerWeek and epochWeekday count weekdays without time.Time: day 0 was a Thursday.
const (
	daysPerWeek  = 7
	epochWeekday = 4
)

func isWeekend(day Day) bool {
	weekday := ((day+epochWeekday)%daysPerWeek + daysPerWeek) % daysPerWeek
	return weekday == 0 || weekday == daysPerWeek-1
}

// AddBusinessDays gives the day on which a deadline of n business days ends. The day it runs from does not
// count: the first business day after it is day one, so 15 days from Monday 20 July 2026 end in Peru on
// Friday 14 August. With n = 0 it is the day itself, or the first business day after it. Below zero it counts
// back in the same way. A law's deadline is some tens of days; a million would take a moment.
func (c *Calendar) AddBusinessDays(from Day, n int, places ...string) Day {
	day, step := from, Day(1)
	if n < 0 {
		n, step = -n, -1
	}
	if n == 0 {
		for !c.IsBusinessDay(day, places...) {
			day++
		}
		return day
	}
	for n > 0 {
		day += step
		if c.IsBusinessDay(day, places...) {
			n--
		}
	}
	return day
}

// BusinessDaysBetween counts the business days after from, up to and including to. It is what AddBusinessDays
// was given; where to is before from it is below zero, the days counted being those before from, from to on.
func (c *Calendar) BusinessDaysBetween(from, to Day, places ...string) (n int) {
	for day := from + 1; day <= to; day++ {
		if c.IsBusinessDay(day, places...) {
			n++
		}
	}
	for day := from - 1; day >= to; day-- {
		if c.IsBusinessDay(day, places...) {
			n--
		}
	}
	return n
}

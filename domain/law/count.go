package law

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"aldia/domain/calendar"
)

// Counted is which contacts are counted.
type Counted string

// What is counted.
const (
	Attempts Counted = "attempt" // whatever became of it
	// Placed are all but a busy line, a number that is not in service, and one that turned out to be
	// somebody else's: that was no call to this person (12 CFR 1006, comment 14(b)(2)(i)-3).
	Placed        Counted = "placed"
	Arrived       Counted = "sent"      // all but what came back
	Answered      Counted = "connected" // somebody answered
	Conversations Counted = "two_way"   // both spoke, or wrote
)

// counts says whether an earlier contact is counted. both counts a conversation that the person began, too.
func (c Counted) counts(e *Event, both bool) bool {
	if e.Person {
		return both && e.Result == TwoWay
	}
	switch c {
	case Attempts:
		return true
	case Placed:
		return e.Result != Busy && e.Result != NotInService && e.Result != WrongNumber
	case Arrived:
		return e.Result != Bounced && e.Result != NotInService
	case Answered:
		return e.Result == TwoWay || e.Result == Connected
	case Conversations:
		return e.Result == TwoWay
	}
	return true
}

func (c Counted) check() error {
	return known("counts", c, []Counted{Attempts, Placed, Arrived, Answered, Conversations})
}

// Cap is how many contacts there may be in a period.
type Cap struct {
	Max    int       `toml:"max"`
	Period Period    `toml:"period"`
	Unit   string    `toml:"unit"` // person | debt
	Counts Counted   `toml:"counts"`
	Both   bool      `toml:"both"`  // conversations that the person began count too
	Among  []Channel `toml:"among"` // whose contacts are counted; empty: all
	Each   bool      `toml:"each"`  // each channel for itself
}

// OneChannel keeps to one channel in a period once a contact is counted.
type OneChannel struct {
	Period Period  `toml:"period"`
	Counts Counted `toml:"counts"`
	Both   bool    `toml:"both"`
}

// Gap is the least time between two contacts.
type Gap struct {
	Hours    int       `toml:"hours"`
	FullDays int       `toml:"full_days"` // whole days between the two
	Counts   Counted   `toml:"counts"`
	Among    []Channel `toml:"among"`
}

// Rest is the time without contact after a conversation; its day is day one.
type Rest struct {
	Days  int       `toml:"days"`
	Unit  string    `toml:"unit"`
	Among []Channel `toml:"among"`
}

// Period is calendar_day, iso_week, calendar_month or rolling_Nd: N days that follow each other.
type Period string

func (p Period) rolling() int {
	n, err := strconv.Atoi(strings.TrimSuffix(strings.TrimPrefix(string(p), "rolling_"), "d"))
	if err != nil || !strings.HasPrefix(string(p), "rolling_") {
		return 0
	}
	return n
}

func (p Period) check() error {
	if n := p.rolling(); n > 0 && n <= 366 || p == "calendar_day" || p == "iso_week" || p == "calendar_month" {
		return nil
	}
	return fmt.Errorf("period %q", p)
}

func (c *Cap) check() error {
	if c.Max < 1 || c.Unit != "person" && c.Unit != "debt" {
		return fmt.Errorf("at most %d for each %q", c.Max, c.Unit)
	}
	if err := c.Counts.check(); err != nil {
		return err
	}
	return c.Period.check()
}

func (o *OneChannel) check() error {
	if err := o.Counts.check(); err != nil {
		return err
	}
	return o.Period.check()
}

// span is the first and last day of the days that a period around a day may hold.
func (p Period) span(day calendar.Day) (first, last calendar.Day) {
	switch p {
	case "calendar_day":
		return day, day
	case "iso_week":
		monday := day - calendar.Day((int(day.Weekday())+6)%7)
		return monday, monday + 6
	case "calendar_month":
		y, m, d := day.Date()
		return day - calendar.Day(d-1), calendar.Of(y, m, calendar.DaysIn(y, m))
	}
	n := calendar.Day(p.rolling())
	return day - n + 1, day + n - 1
}

// most is the highest number of contacts, of those on the days given, in any one period that holds the day.
func (p Period) most(days []calendar.Day, day calendar.Day) int {
	first, last := p.span(day)
	n := calendar.Day(p.rolling())
	if n == 0 {
		return within(days, first, last)
	}
	most := 0
	for from := first; from <= day; from++ {
		most = max(most, within(days, from, from+n-1))
	}
	return most
}

func within(days []calendar.Day, first, last calendar.Day) (n int) {
	for _, d := range days {
		if d >= first && d <= last {
			n++
		}
	}
	return n
}

// days are the days, in a place, of the contacts that a cap counts for one debt ("": for the person).
func (c *Cap) days(a *Ask, debt string, zone *time.Location) (days []calendar.Day) {
	for i := range a.History {
		e := &a.History[i]
		if !c.Counts.counts(e, c.Both) || len(c.Among) > 0 && !slices.Contains(c.Among, e.Channel) ||
			c.Each && e.Channel != a.Channel || debt != "" && !e.about(debt) {
			continue
		}
		days = append(days, calendar.On(e.At, zone))
	}
	return days
}

// units are the debts that a rule counts one by one, or "" where it counts the person.
func (a *Ask) units(unit string) []string {
	if unit != "debt" || len(a.Debts) == 0 {
		return []string{""}
	}
	return a.Debts
}

// count is the highest count of a cap at an instant, over the debts and places.
func (c *Cap) count(a *Ask, at time.Time, zones []*time.Location) (most int) {
	for _, zone := range zones {
		for _, debt := range a.units(c.Unit) {
			most = max(most, c.Period.most(c.days(a, debt, zone), calendar.On(at, zone)))
		}
	}
	return most
}

// count is how many contacts by other channels the period holds.
func (o *OneChannel) count(a *Ask, at time.Time, zones []*time.Location) (n int) {
	for _, zone := range zones {
		first, last := o.Period.span(calendar.On(at, zone))
		others := 0
		for i := range a.History {
			e := &a.History[i]
			if day := calendar.On(e.At, zone); e.Channel != a.Channel && o.Counts.counts(e, o.Both) &&
				day >= first && day <= last {
				others++
			}
		}
		n = max(n, others)
	}
	return n
}

// until is when the gap after the latest contact that is too near ends; zero when none is.
func (g *Gap) until(a *Ask, at time.Time, zones []*time.Location) (end time.Time) {
	for i := range a.History {
		e := &a.History[i]
		if !g.Counts.counts(e, false) || len(g.Among) > 0 && !slices.Contains(g.Among, e.Channel) {
			continue
		}
		for _, zone := range zones {
			if over, near := g.over(e.At, at, zone); near && over.After(end) {
				end = over
			}
		}
	}
	return end
}

// over says whether a contact is too near another, before or after it, and when the gap after it ends.
func (g *Gap) over(before, at time.Time, zone *time.Location) (time.Time, bool) {
	if g.Hours > 0 {
		apart, wanted := at.Sub(before).Abs(), time.Duration(g.Hours)*time.Hour
		return before.Add(wanted), apart < wanted
	}
	was, is := calendar.On(before, zone), calendar.On(at, zone)
	return (was + calendar.Day(g.FullDays) + 1).Start(zone), max(is-was, was-is) <= calendar.Day(g.FullDays)
}

// until is when the rest after the latest conversation ends; zero when there is none.
func (r *Rest) until(a *Ask, at time.Time, zones []*time.Location) (end time.Time) {
	for i := range a.History {
		e := &a.History[i]
		if e.Result != TwoWay || len(r.Among) > 0 && !slices.Contains(r.Among, e.Channel) || !r.concerns(a, e) {
			continue
		}
		for _, zone := range zones {
			day, now := calendar.On(e.At, zone), calendar.On(at, zone)
			if over := day + calendar.Day(r.Days); now >= day && now < over {
				if s := over.Start(zone); s.After(end) {
					end = s
				}
			}
		}
	}
	return end
}

func (r *Rest) concerns(a *Ask, e *Event) bool {
	return r.Unit != "debt" || len(a.Debts) == 0 ||
		slices.ContainsFunc(a.Debts, e.about)
}

// about says whether an earlier contact spoke of a debt: where nobody has said of which, it may have been
// any.
func (e *Event) about(debt string) bool {
	return len(e.Debts) == 0 || slices.Contains(e.Debts, debt)
}

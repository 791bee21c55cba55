package calendar

import (
	"cmp"
	"fmt"
	"slices"
)

// Holiday is one day of a country's calendar.
type Holiday struct {
	Day  Day
	Name Name
	From Day // the day that the law names; other than Day where it was moved
	// Observed is true for a day to which a holiday was moved and that official calendars mark so. Chile's are
	// moved without a mark: there From tells.
	Observed bool
	// Moved is true for an anniversary whose rest was given to another day (Ecuador). It is still in the
	// calendar, and people may be at home or at work: see On and IsBusinessDay.
	Moved        bool
	Optional     bool
	Decreed      bool
	Place        string // ISO 3166-2, "" for the whole country
	Source       string
	Verification string
}

// The years that a Calendar has ready. It answers for others too, slowly: each time it works the year out.
const (
	FirstYear = 2000
	LastYear  = 2099
)

// Calendar is the holidays of a country. It never changes, so that any number of goroutines may ask it. The
// zero Calendar knows weekends only.
//
// It answers two questions that a moved holiday makes differ, each by its own method:
//
//   - May people be disturbed that day? On: both the anniversary and the day its rest was moved to are
//     holidays. Whether the anniversary is workable is not settled in Ecuador, and a contact that was not
//     made harms nobody.
//   - Does the day count for a deadline? IsBusinessDay: only the day of rest is left out. A deadline that
//     leaves out both would fall later than the law's, which harms the person who waits for the answer.
//
// Holidays of a part of the country count for those who name it: places are ISO 3166-2 codes such as CL-AP,
// and "" or none asks for the whole country's alone.
type Calendar struct {
	rules []Rule
	list  []Holiday // of the years that are ready, in order
	days  []Day     // the day of each, to find it by
	set   []uint64  // a bit for each day of those years on which there is anything at all
	first Day
}

// New makes a calendar of rules.
func New(rules []Rule) (*Calendar, error) {
	if i, err := checkAll(rules); err != nil {
		return nil, fmt.Errorf("calendar: holiday %d: %w", i+1, err)
	}
	c := &Calendar{rules: slices.Clone(rules), first: Of(FirstYear, 1, 1)}
	c.set = make([]uint64, (Of(LastYear+1, 1, 1)-c.first)/64+1)
	for year := FirstYear; year <= LastYear; year++ {
		c.list = append(c.list, c.workOut(year)...)
	}
	for i := range c.list {
		c.days = append(c.days, c.list[i].Day)
		n := c.list[i].Day - c.first
		c.set[n/64] |= 1 << (n % 64)
	}
	return c, nil
}

// workOut finds everything that falls in a year: a holiday of the first of January may be kept in December,
// and one of December in January.
func (c *Calendar) workOut(year int) []Holiday {
	from, to := Of(year, 1, 1), Of(year, 12, 31)
	var all []Holiday
	for i := range c.rules {
		for y := year - 1; y <= year+1; y++ {
			for _, h := range c.rules[i].In(y) {
				if h.Day >= from && h.Day <= to {
					all = append(all, h)
				}
			}
		}
	}
	slices.SortStableFunc(all, func(a, b Holiday) int { return cmp.Compare(a.Day, b.Day) })
	return fold(all)
}

// fold makes one holiday of those of the whole country that share a day, such as the Sacred Heart and Saint
// Peter's in Colombia on 30 June 2025. Local and optional ones stay by themselves.
func fold(all []Holiday) []Holiday {
	var folded []Holiday
	for _, h := range all {
		at := slices.IndexFunc(folded, func(o Holiday) bool { return o.Day == h.Day && o.general() && h.general() })
		if at < 0 {
			folded = append(folded, h)
			continue
		}
		o := &folded[at]
		o.Name = Name{ES: o.Name.ES + "; " + h.Name.ES, EN: o.Name.EN + "; " + h.Name.EN}
		o.Source += "; " + h.Source
		o.Observed, o.Moved = o.Observed && h.Observed, o.Moved && h.Moved
		o.Decreed = o.Decreed && h.Decreed
	}
	return folded
}

func (h *Holiday) general() bool { return h.Place == "" && !h.Optional }

// binds says whether those in these places have the day.
func (h *Holiday) binds(places []string) bool {
	return !h.Optional && (h.Place == "" || slices.Contains(places, h.Place))
}

// Holidays lists a year's holidays in order, at most one a day: the whole country's and those of the places.
func (c *Calendar) Holidays(year int, places ...string) []Holiday {
	var list []Holiday
	for _, h := range c.year(year) {
		if h.binds(places) && (len(list) == 0 || list[len(list)-1].Day != h.Day) {
			list = append(list, h)
		}
	}
	return list
}

// Optional lists the days of a year that are kept without a duty to rest, such as 2 August in Costa Rica.
// They are in no other answer.
func (c *Calendar) Optional(year int, places ...string) []Holiday {
	var list []Holiday
	for _, h := range c.year(year) {
		if h.Optional && (h.Place == "" || slices.Contains(places, h.Place)) {
			list = append(list, h)
		}
	}
	return list
}

func (c *Calendar) year(year int) []Holiday {
	if year < FirstYear || year > LastYear {
		return c.workOut(year)
	}
	from, _ := slices.BinarySearch(c.days, Of(year, 1, 1))
	to, _ := slices.BinarySearch(c.days, Of(year+1, 1, 1))
	return c.list[from:to]
}

// On gives the holiday of a day, whether it is the anniversary or the day to which its rest was moved: people
// are left alone on both. It costs some nanoseconds.
func (c *Calendar) On(day Day, places ...string) (Holiday, bool) {
	all := c.at(day)
	for i := range all {
		if all[i].binds(places) {
			return all[i], true
		}
	}
	return Holiday{}, false
}

// at gives all there is on a day.
func (c *Calendar) at(day Day) []Holiday {
	n := day - c.first
	if uint64(n) < uint64(len(c.set))*64 && c.first != NoDay {
		if c.set[n/64]&(1<<(n%64)) == 0 {
			return nil
		}
		from, _ := slices.BinarySearch(c.days, day)
		return c.list[from : from+sharing(c.list[from:], day)]
	}
	year, _, _ := day.Date()
	all := c.workOut(year)
	from := max(0, slices.IndexFunc(all, func(h Holiday) bool { return h.Day == day }))
	return all[from : from+sharing(all[from:], day)]
}

// sharing counts the holidays at the head of a list that are of the day.
func sharing(list []Holiday, day Day) (n int) {
	for n < len(list) && list[n].Day == day {
		n++
	}
	return n
}

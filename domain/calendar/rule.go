package calendar

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"time"
)

// Name is what a holiday is called in the languages of the product.
type Name struct{ ES, EN string }

// In gives the name in a language, Spanish unless it is "en".
func (n Name) In(language string) string {
	if language == "en" {
		return n.EN
	}
	return n.ES
}

// Rule is one holiday as a law states it. It is data: a pack reads it from text (ParseRules), and a company
// adds a decreed day (Decreed).
type Rule struct {
	Name  Name
	On    Date
	Move  Move
	Moves []int // the years in which it moves; none given: every year
	// Only are the weekdays on which it is a holiday at all, as with Chile's bridge days; none given: any.
	Only []time.Weekday
	// From and To are the first and the last year, 0 for open; Every is the step, counted from From: a change
	// of government comes every 6 years. The year counted is that of the date, not of the day it moves to.
	From, To, Every int
	Place           string // ISO 3166-2, as CL-AP; "" for the whole country
	Optional        bool   // kept, and nobody need rest: it stops no contact and counts as a business day
	Decreed         bool   // ordered for one date by hand, as an election or a day of mourning
	Source          string // the norm
	Verification    string // how far it was checked: official, secondary, conflict or memory
	Note            string
}

// verifications is how far a norm was checked: its own text seen; seen in a second hand; two sources at odds;
// from memory.
var verifications = []string{"official", "secondary", "conflict", "memory"}

// placeCode is ISO 3166-2 as to its form: a country and a part of it.
var placeCode = regexp.MustCompile(`^[A-Z]{2}-[A-Z0-9]{1,3}$`)

// Check says what is wrong with a rule, or nil. The words are for whoever keeps the packs.
func (r *Rule) Check() error {
	switch {
	case r.Name.ES == "" || r.Name.EN == "":
		return errors.New("name: a holiday has a name in es and in en")
	case r.On == Date{}:
		return errors.New("on: say when it falls")
	case !r.Move.Known():
		return fmt.Errorf("move: no law moves a day by %q; the moves are %q", r.Move, Moves())
	case len(r.Moves) > 0 && r.Move == Stays:
		return errors.New("moves_in: say by which move")
	case r.From != 0 && r.To != 0 && r.From > r.To:
		return fmt.Errorf("to: %d is before %d", r.To, r.From)
	case r.Every < 0 || r.Every > 0 && r.From == 0:
		return errors.New("every: count it from a year, with from")
	case r.Decreed != (r.On.Kind == OneDay):
		return errors.New("on: a decreed day is one date with its year, and nothing else is")
	case r.Place != "" && !placeCode.MatchString(r.Place):
		return fmt.Errorf("place: %q is no part of a country: write it as CL-AP", r.Place)
	case r.Source == "":
		return errors.New("source: name the norm that says so")
	case !slices.Contains(verifications, r.Verification):
		return fmt.Errorf("verification: %q is none of %q", r.Verification, verifications)
	}
	return nil
}

// Holds says whether the rule is in force for its date of a year.
func (r *Rule) Holds(year int) bool {
	switch {
	case r.On.Kind == OneDay:
		return year == r.On.Year
	case r.From != 0 && year < r.From, r.To != 0 && year > r.To:
		return false
	}
	return r.Every == 0 || (year-r.From)%r.Every == 0
}

// In gives the holidays that the rule makes of its date in a year: none, one, or two where the anniversary
// stays and its rest goes to another day. The second may lie in the year before or after.
func (r *Rule) In(year int) []Holiday {
	if !r.Holds(year) {
		return nil
	}
	day, is := r.On.In(year)
	if !is || len(r.Only) > 0 && !slices.Contains(r.Only, day.Weekday()) {
		return nil
	}
	h := Holiday{
		Day: day, From: day, Name: r.Name, Place: r.Place, Optional: r.Optional, Decreed: r.Decreed,
		Source: r.Source, Verification: r.Verification,
	}
	moved := day
	if len(r.Moves) == 0 || slices.Contains(r.Moves, year) {
		moved = r.Move.From(day)
	}
	if moved == day {
		return []Holiday{h}
	}
	rest := h
	rest.Day, rest.Observed = moved, moves[r.Move].marks
	if !moves[r.Move].keeps {
		return []Holiday{rest}
	}
	h.Moved = true
	return []Holiday{h, rest}
}

// maxRules is far more than a country has: the longest list is of nineteen, and decreed days add some ten a
// year. It also leaves working days in every year, so that counting them comes to an end.
const maxRules = 200

// checkAll checks each rule, and that no two of a place have one name in one year: a name said twice is a
// rule copied and not changed. The index tells which rule is at fault.
func checkAll(rules []Rule) (index int, err error) {
	if len(rules) > maxRules {
		return maxRules, fmt.Errorf("more than %d holidays", maxRules)
	}
	for i := range rules {
		r := &rules[i]
		if err := r.Check(); err != nil {
			return i, err
		}
		for j := range rules[:i] {
			other := &rules[j]
			same := r.Name.ES == other.Name.ES || r.Name.EN == other.Name.EN
			if !same || r.Place != other.Place {
				continue
			}
			if year := together(r, other); year != 0 {
				return i, fmt.Errorf("name: %q is there twice in %d", r.Name.ES, year)
			}
		}
	}
	return 0, nil
}

// together is a year in which both rules hold, or 0.
func together(a, b *Rule) int {
	for year := FirstYear; year <= LastYear; year++ {
		if a.Holds(year) && b.Holds(year) {
			return year
		}
	}
	return 0
}

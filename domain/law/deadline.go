package law

import (
	"errors"
	"fmt"
	"slices"

	"aldia/domain/calendar"
	"aldia/platform/fault"
	"aldia/platform/text"
)

// DeadlineRule is how long there is to answer a person.
type DeadlineRule struct {
	Scope

	Kind    string `toml:"kind"`
	Days    int    `toml:"days"`
	DayKind string `toml:"day_kind"` // calendar, business
	Abroad  bool   `toml:"abroad"`   // of operations abroad
	Route   string `toml:"route"`    // where it came in, when that has a deadline of its own
}

// Kinds are what a person may ask or complain of.
func Kinds() []string { return []string{"complaint", "claim", "query", "subject_request"} }

// DeadlineAsk is a case of a deadline.
type DeadlineAsk struct {
	Pack    string   `json:"pack"`
	Kind    string   `json:"kind"`
	From    string   `json:"from"` // the day it came in; the next one is day one
	Segment string   `json:"segment"`
	Abroad  bool     `json:"abroad"`
	Route   string   `json:"route"`
	Options Readings `json:"options"`
	// Language is what the rule is told in: Spanish, unless it is en.
	Language string `json:"-"`
}

// DeadlineAnswer is the last day on which an answer is in time.
type DeadlineAnswer struct {
	DueOn   string `json:"due_on"`
	Days    int    `json:"days"`
	DayKind string `json:"day_kind"`
	Ground
}

func (r *DeadlineRule) checkMoney(*Pack) error {
	if !slices.Contains(Kinds(), r.Kind) || r.Days < 1 {
		return fmt.Errorf("%d days for %q", r.Days, r.Kind)
	}
	return dayKind(r.DayKind)
}

func dayKind(kind string) error {
	if kind != "calendar" && kind != "business" {
		return errors.New("days are calendar or business")
	}
	return nil
}

// Deadline says by when a person must have an answer. A last day that falls on a holiday is not moved: to
// answer early is no fault.
func (p *Pack) Deadline(a *DeadlineAsk) (DeadlineAnswer, error) {
	if err := known("kind", a.Kind, Kinds()); err != nil {
		return DeadlineAnswer{}, err
	}
	from, err := calendar.ParseDay(a.From)
	if err != nil {
		return DeadlineAnswer{}, fault.New(fault.Invalid, "lawmoney.day", "from", a.From).On("from")
	}
	w, err := p.situation(a.Segment, a.From, a.Options)
	if err != nil {
		return DeadlineAnswer{}, err
	}
	rules, could := choose(p, p.Money.Deadlines, w, func(r *DeadlineRule) bool {
		return r.Kind == a.Kind && r.Abroad == a.Abroad && r.Route == a.Route
	})
	if len(rules) == 0 {
		return DeadlineAnswer{}, lacking(p, could, w, text.Key("lawmoney.what."+a.Kind))
	}
	r := rules[0]
	return DeadlineAnswer{
		DueOn: p.after(from, r.Days, r.DayKind).Text(), Days: r.Days, DayKind: r.DayKind,
		Ground: p.ground(&r.Head, a.Language),
	}, nil
}

// after is the nth day after a day, in calendar days or in business days of the country.
func (p *Pack) after(from calendar.Day, n int, kind string) calendar.Day {
	if kind == "business" {
		return p.Calendar().AddBusinessDays(from, n)
	}
	return from + calendar.Day(n)
}

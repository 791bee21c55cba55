package law

import (
	"errors"
	"fmt"
	"math/big"
	"slices"

	"aldia/domain/calendar"
	"aldia/platform/text"
)

// TermRule is how long something lasts: a claim until it lapses, a record that must be kept, a mark at a
// credit bureau.
type TermRule struct {
	Scope

	Kind  string `toml:"kind"` // prescription, retention, permanence
	What  string `toml:"what"` // executive, ordinary, cambiary, actions, recordings, …
	Years int    `toml:"years"`
	// Pleaded: the debtor must invoke it, no judge does so alone.
	Pleaded bool `toml:"pleaded"`
	// Times: the mark lasts so many times as long as the default did, and no longer than the years.
	Times int `toml:"times"`
}

func (r *TermRule) checkMoney(*Pack) error {
	if !slices.Contains([]string{"prescription", "retention", "permanence"}, r.Kind) || r.What == "" ||
		r.Years < 1 {
		return fmt.Errorf("%d years of %s %q", r.Years, r.Kind, r.What)
	}
	return nil
}

// Terms are the terms of a kind that are in force on a day.
func (p *Pack) Terms(kind, segment string, on calendar.Day, r Readings) []*TermRule {
	found, _ := choose(
		p,
		p.Money.Terms,
		where{segment, on, p.readings(r, on)},
		func(t *TermRule) bool { return t.Kind == kind },
	)
	return found
}

// TermsOf are the terms of a kind, or the words for why there is none.
func (p *Pack) TermsOf(kind, segment string, on calendar.Day, r Readings) ([]*TermRule, error) {
	if err := known("kind", kind, []string{"prescription", "retention", "permanence"}); err != nil {
		return nil, err
	}
	if err := p.checkReadings(r); err != nil {
		return nil, err
	}
	w := where{segment, on, p.readings(r, on)}
	rules, could := choose(p, p.Money.Terms, w, func(t *TermRule) bool { return t.Kind == kind })
	if len(rules) == 0 {
		return nil, lacking(p, could, w, text.Key("lawmoney.what."+kind))
	}
	return rules, nil
}

// Until is the day on which a term that began on a day is over.
func (r *TermRule) Until(from calendar.Day) calendar.Day { return from.AddMonths(12 * r.Years) }

// MarkUntil is the day on which a mark of a default goes: it lasts from the payment on, and where the
// default was short, by how long that was.
func (r *TermRule) MarkUntil(overdue, paid calendar.Day) calendar.Day {
	until := r.Until(paid)
	if r.Times == 0 {
		return until
	}
	return min(until, paid+calendar.Day(r.Times)*max(paid-overdue, 0))
}

// NoticeRule is what a person must be told before something is done, and how long before.
type NoticeRule struct {
	Scope

	What    string `toml:"what"` // bureau_report, …
	Days    int    `toml:"days"`
	DayKind string `toml:"day_kind"`
	// Elapsed: the days must have gone by in full; else the last of them is enough.
	Elapsed bool `toml:"elapsed"`
	// Of a debt of no more than SmallPercent of a parameter, so many notices on different days.
	SmallParameter string `toml:"small_parameter"`
	SmallPercent   Number `toml:"small_percent"`
	SmallNotices   int    `toml:"small_notices"`
}

func (r *NoticeRule) checkMoney(p *Pack) error {
	if r.What == "" || r.Days < 1 || (r.SmallParameter != "") != (r.SmallNotices > 1 && r.SmallPercent.given()) {
		return errors.New("a notice is of something, some days before; a small debt has a measure")
	}
	return errors.Join(dayKind(r.DayKind), p.needsParameter(r.SmallParameter))
}

// NoticeAsk is notices that were given.
type NoticeAsk struct {
	What       string
	On         calendar.Day // the day that rules are asked for; NoDay: today's
	Segment    string
	Given      []calendar.Day // in any order
	Debt       Figure
	Parameters map[string]Figure
	Options    Readings
	// Language is what the rule is told in: Spanish, unless it is en.
	Language string `json:"-"`
}

// NoticeAnswer is from when on what was announced may be done.
type NoticeAnswer struct {
	From  calendar.Day // NoDay: notices are still lacking
	Lacks int          // how many
	Ground
}

// Notice says from when on something that needs notice may be done. Where it takes several notices they are
// of different days, and time runs from the last that it takes.
func (p *Pack) Notice(a *NoticeAsk) (answer NoticeAnswer, err error) {
	w := where{a.Segment, a.On, p.readings(a.Options, a.On)}
	if err := p.checkReadings(a.Options); err != nil {
		return answer, err
	}
	rules, could := choose(p, p.Money.Notices, w, func(r *NoticeRule) bool { return r.What == a.What })
	if len(rules) == 0 {
		return answer, lacking(p, could, w, "lawmoney.what.notice")
	}
	r := rules[0]
	answer.Ground = p.ground(&r.Head, a.Language)
	takes := 1
	if r.SmallParameter != "" {
		worth, err := p.figures(a.Parameters)
		if err != nil {
			return answer, err
		}
		debt, err := positive("debt", a.Debt)
		if err != nil {
			return answer, err
		}
		if takes, err = r.takes(p, debt, worth); err != nil {
			return answer, err
		}
	}
	days := slices.Compact(slices.Sorted(slices.Values(a.Given)))
	if len(days) < takes {
		answer.Lacks = takes - len(days)
		return answer, nil
	}
	answer.From = p.after(days[takes-1], r.Days, r.DayKind)
	if r.Elapsed {
		answer.From++
	}
	return answer, nil
}

// takes is how many notices a debt needs. A debt of which no sum is known is taken for a small one.
func (r *NoticeRule) takes(p *Pack, debt *big.Rat, worth map[string]*big.Rat) (int, error) {
	if debt == nil {
		return r.SmallNotices, nil
	}
	measure := worth[r.SmallParameter]
	if measure == nil {
		return 0, p.NoFigure(r.SmallParameter)
	}
	if debt.Cmp(percent(r.SmallPercent.rat, measure)) <= 0 {
		return r.SmallNotices, nil
	}
	return 1, nil
}

// ClassRule is how a supervisor grades debts by how late they are.
type ClassRule struct {
	Scope

	Variant string  `toml:"variant"` // where a segment has more than one table
	Grades  []Grade `toml:"grades"`
}

// Grade is a class up to a number of days late.
type Grade struct {
	ToDay   int    `toml:"to_day"` // 0 in the last: without end
	Class   string `toml:"class"`
	Percent Number `toml:"percent"` // of the balance that is set aside; none: not verified
}

func (r *ClassRule) checkMoney(*Pack) error {
	for i, g := range r.Grades {
		last := i == len(r.Grades)-1
		if g.Class == "" || last != (g.ToDay == 0 && i > 0) || !last && i > 0 && g.ToDay <= r.Grades[i-1].ToDay {
			return errors.New("grades rise, have a name, and the last has no end")
		}
	}
	if len(r.Grades) < 2 {
		return errors.New("a table of one grade grades nothing")
	}
	return nil
}

// Of is the grade of a debt so many days late.
func (r *ClassRule) Of(days int) Grade {
	for _, g := range r.Grades[:len(r.Grades)-1] {
		if days <= g.ToDay {
			return g
		}
	}
	return r.Grades[len(r.Grades)-1]
}

// Provision is what is set aside for a balance, as text in percent; empty where the figure is not verified.
func (g Grade) Provision() string {
	if !g.Percent.given() {
		return ""
	}
	return rate(g.Percent.rat)
}

// Grades gives the table that a segment is graded by.
func (p *Pack) Grades(segment, variant string, r Readings) (*ClassRule, error) {
	w := where{segment, calendar.NoDay, p.readings(r, calendar.NoDay)}
	rules, could := choose(p, p.Money.Classes, w, func(c *ClassRule) bool { return c.Variant == variant })
	if len(rules) == 0 {
		return nil, lacking(p, could, w, "lawmoney.what.class")
	}
	return rules[0], nil
}

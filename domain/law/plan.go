package law

import (
	"slices"
	"time"

	"aldia/domain/calendar"
)

const (
	// MostPlanned is how many contacts a plan counts: more than that is as good as no limit.
	MostPlanned = 10
	// slotsPlanned is how many of the next hours of contact a plan names.
	slotsPlanned = 3
)

// Under is a contact as one pack sees it. What a person owes in two countries is under two of them, and both
// must allow what is planned.
type Under struct {
	Pack *Pack
	Ask  *Ask
}

// Budget is what the rules leave of contacts with a person by one channel, from an instant on. It promises
// nothing: whoever contacts asks again at that moment.
type Budget struct {
	Channel Channel
	// Today is what is left until midnight where the person is, and Span what is left of the period of the
	// rule that looks farthest: the running week, or the days that follow each other from today on.
	Today, Span Room
	Slots       []Slot // when a contact is allowed next, as things stand
}

// Room is how many contacts fit into a span of time, each as early as the rules let it be. An attempt that
// nobody answers is what is planned: one that becomes a conversation may leave less.
type Room struct {
	Left int  // no more than MostPlanned
	Many bool // more than are counted
	// Until is the end of the span, and Last the end of the last hours within it at which a contact is allowed
	// if none is made before: no day on which nobody may be reached. Last is zero where none is left.
	Until, Last time.Time
	// Next is when the contact after the last that fits may be; zero where time does not heal what is against
	// it.
	Next time.Time
	// Rule is against one more within the span; none where nothing is.
	Rule *ContactRule
}

// Slot is a span of time, half-open, at every instant of which a contact is allowed.
type Slot struct{ From, Until time.Time }

// Plan says what the rules leave of contacts. All the packs are asked for the same channel and instant.
func Plan(all ...Under) (b Budget, err error) {
	p, err := newPlan(all)
	if err != nil || len(p) == 0 {
		return b, err
	}
	a, here := p[0].ask, p[0].zones[0]
	today := calendar.On(a.At, here)
	b.Channel = a.Channel
	b.Today = together{p}.room((today + 1).Start(here))
	b.Span = together{p}.room((p.last(today, here) + 1).Start(here))
	for at := a.At; len(b.Slots) < slotsPlanned; {
		s := p.slot(at)
		if s.From.IsZero() {
			break
		}
		b.Slots = append(b.Slots, s)
		at = s.Until
	}
	return b, nil
}

// NextOf is the first instant from the ask's on at which all packs allow a contact; zero when time does not
// heal what is against it.
func NextOf(all ...Under) (time.Time, error) {
	p, err := newPlan(all)
	if err != nil || len(p) == 0 {
		return time.Time{}, err
	}
	return p.next(p[0].ask.At), nil
}

// plan is one contact under all the packs that speak of it.
type plan []planned

type planned struct {
	pack  *Pack
	ask   *Ask
	rules []*ContactRule
	zones []*time.Location
}

func newPlan(all []Under) (plan, error) {
	p := make(plan, len(all))
	for i, u := range all {
		if err := u.Ask.check(u.Pack); err != nil {
			return nil, err
		}
		p[i] = planned{u.Pack, u.Ask, u.Pack.rulesOf(u.Ask), u.Ask.zones(u.Pack)}
	}
	return p, nil
}

// next is the first instant at or after another at which all packs allow it.
func (p plan) next(at time.Time) time.Time {
	for moved := true; moved; {
		moved = false
		for i := range p {
			ask := *p[i].ask
			ask.At = at
			n := p[i].pack.next(&ask, p[i].rules, p[i].zones)
			if n.IsZero() {
				return n
			}
			moved, at = moved || n.After(at), n
		}
	}
	return at
}

// with is the plan once one more contact has been made, by whatever channel.
func (p plan) with(at time.Time, by Channel) plan {
	more := make(plan, len(p))
	for i := range p {
		ask := *p[i].ask
		e := Event{At: at, Channel: by, Result: Sent, Debts: ask.Debts}
		if by == Voice || by == Visit {
			e.Result = Unanswered
		}
		ask.History = append(slices.Clip(ask.History), e)
		more[i] = p[i]
		more[i].ask = &ask
	}
	return more
}

// block is a rule that is against a contact, and until when.
type block struct {
	rule  *ContactRule
	until time.Time
}

// against are the rules that are against a contact at an instant: one that two packs have, once, as the one
// that lets go last.
func (p plan) against(at time.Time) (all []block) {
	for i := range p {
		for _, r := range p[i].rules {
			until, blocks := r.against(p[i].pack, p[i].ask, at, p[i].zones)
			if !blocks {
				continue
			}
			n := slices.IndexFunc(all, func(b block) bool { return b.rule.ID == r.ID })
			switch {
			case n < 0:
				all = append(all, block{r, until})
			case until.After(all[n].until):
				all[n] = block{r, until}
			}
		}
	}
	return all
}

func (r *ContactRule) turn() int {
	switch {
	case r.week != nil || r.Blocked != nil:
		return 1
	case r.counted():
		return 2
	}
	return 3
}

// counted says whether the rule goes by earlier contacts.
func (r *ContactRule) counted() bool {
	return r.Cap != nil || r.OneChannel != nil || r.Gap != nil || r.Rest != nil
}

// last is the last day of the span that a plan looks at: that of the cap that looks farthest, or the week.
func (p plan) last(today calendar.Day, here *time.Location) calendar.Day {
	_, last := Period("iso_week").span(today)
	farther := calendar.NoDay
	for i := range p {
		for _, r := range p[i].rules {
			if r.Cap == nil || r.Cap.Period == "calendar_day" || !r.InForce(today) ||
				r.opened(p[i].ask, p[i].ask.At, here) {
				continue
			}
			_, end := r.Cap.Period.span(today)
			farther = max(farther, end)
		}
	}
	if farther != calendar.NoDay {
		return farther
	}
	return last
}

// slot is the next span of time at which a contact is allowed, within one day; its start is zero when there
// is none.
func (p plan) slot(at time.Time) (s Slot) {
	s.From = p.next(at)
	if s.From.IsZero() {
		return s
	}
	s.Until = p.turnsAfter(s.From)
	midnight := nextDay(s.From, p[0].zones)
	for s.Until.Before(midnight) && p.next(s.Until).Equal(s.Until) {
		s.Until = p.turnsAfter(s.Until)
	}
	return s
}

// turnsAfter is the next instant at which a rule could change its mind: hours close, a day ends, a wish is
// over, or a contact that is still to come is too near.
func (p plan) turnsAfter(from time.Time) time.Time {
	first := never()
	note := func(at time.Time) {
		if at.After(from) && at.Before(first) {
			first = at
		}
	}
	for i := range p {
		note(nextDay(from, p[i].zones))
		for _, r := range p[i].rules {
			for _, zone := range p[i].zones {
				if r.week != nil && r.week.in(from, zone) {
					note(r.week.closes(from, zone))
				}
			}
			for n := range p[i].ask.History {
				if e := &p[i].ask.History[n]; r.Gap != nil && r.Gap.Hours > 0 {
					note(e.At.Add(-time.Duration(r.Gap.Hours)*time.Hour + 1))
				}
			}
			for n := range p[i].ask.Person.Asked {
				if r.OpenedBy != nil {
					_, until := r.OpenedBy.hours(&p[i].ask.Person.Asked[n])
					note(until.Add(1))
				}
			}
		}
		for n := range p[i].ask.Person.Avoid {
			p[i].ask.Person.Avoid[n].turns(from, p[i].zones, note)
		}
		for n := range p[i].ask.History {
			note(p[i].ask.History[n].At.Add(1))
		}
	}
	return first
}

// Memory is how many days back a contact can still count for something.
func (p *Pack) Memory() calendar.Day {
	days := calendar.Day(1)
	of := func(period Period) {
		switch n := period.rolling(); {
		case n > 0:
			days = max(days, calendar.Day(n))
		case period == "iso_week":
			days = max(days, 7)
		case period == "calendar_month":
			days = max(days, 31)
		}
	}
	for i := range p.Contacts {
		switch r := &p.Contacts[i]; {
		case r.Dormant:
		case r.Cap != nil:
			of(r.Cap.Period)
		case r.OneChannel != nil:
			of(r.OneChannel.Period)
		case r.Gap != nil:
			days = max(days, calendar.Day(r.Gap.FullDays+r.Gap.Hours/24+1))
		case r.Rest != nil:
			days = max(days, calendar.Day(r.Rest.Days))
		}
	}
	return days + 1 // the zones of the person and of who asks may be a day apart
}

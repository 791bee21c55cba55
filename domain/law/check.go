package law

import (
	"slices"
	"time"

	"aldia/domain/calendar"
)

// Verdict is the answer to an ask.
type Verdict struct {
	Allowed  bool
	Blocked  []*ContactRule
	Warnings []*ContactRule
	// NextAt is from when on the contact would be allowed, as things stand; zero where time does not heal it.
	NextAt   time.Time
	Evidence Evidence
}

// Evidence is what the answer rests on.
type Evidence struct {
	PackVersion string
	Calendar    string
	Counts      map[string]int // by rule: how many contacts were counted
	Readings    Readings       // of every option
}

// never is an instant that does not come.
func never() time.Time { return time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC) }

// horizon is how far ahead the next allowed instant is looked for: no rule counts over more than a year.
const horizon = 400 * 24 * time.Hour

// Check says whether a contact may happen.
func (p *Pack) Check(a *Ask) (Verdict, error) {
	if err := a.check(p); err != nil {
		return Verdict{}, err
	}
	if len(p.chosen) > 0 {
		chosen := *a
		chosen.Options = p.readings(a.Options, calendar.On(a.At, a.zones(p)[0]))
		a = &chosen
	}
	v := Verdict{Evidence: Evidence{
		PackVersion: p.Version, Calendar: p.Code + " " + p.Version, Counts: map[string]int{}, Readings: Readings{},
	}}
	for i := range p.Options {
		v.Evidence.Readings[p.Options[i].Name] = p.reading(a.Options, p.Options[i].Name)
	}
	zones := a.zones(p)
	rules := p.rulesOf(a)
	for _, r := range rules {
		if _, blocks := r.against(p, a, a.At, zones); blocks {
			v.Blocked = append(v.Blocked, r)
		} else if r.warns(p, a) {
			v.Warnings = append(v.Warnings, r)
		}
		r.tell(a, zones, v.Evidence.Counts)
	}
	v.Allowed = len(v.Blocked) == 0
	if !v.Allowed {
		v.NextAt = p.next(a, rules, zones)
	}
	return v, nil
}

// next is the first instant from the ask's on at which the contact is allowed; zero when time does not heal
// what is against it. It goes on to where each rule that is against an instant would let go, until none is:
// each step is the earliest instant at which that rule lets go, so that nothing is jumped over.
func (p *Pack) next(a *Ask, rules []*ContactRule, zones []*time.Location) time.Time {
	at, last := a.At, a.At.Add(horizon)
	for moved := true; moved; {
		moved = false
		for _, r := range rules {
			until, blocks := r.against(p, a, at, zones)
			if !blocks {
				continue
			}
			if !until.After(at) || until.After(last) {
				return time.Time{}
			}
			at, moved = until, true
		}
	}
	return at
}

// rulesOf are the rules that speak of a contact, whenever it is.
func (p *Pack) rulesOf(a *Ask) (rules []*ContactRule) {
	all := p.rules(a)
	for i := range all {
		if all[i].concerns(p, a) {
			rules = append(rules, &all[i])
		}
	}
	return rules
}

// against says whether a rule is against a contact at an instant, and until when at least: never, where
// time does not heal it.
func (r *ContactRule) against(p *Pack, a *Ask, at time.Time, zones []*time.Location) (time.Time, bool) {
	here := zones[0]
	day := calendar.On(at, here)
	last, holds := r.lasts(&a.Facts, day)
	if !holds || r.opened(a, at, here) {
		return time.Time{}, false
	}
	until, blocks := r.until(p, a, at, zones)
	if blocks && last != calendar.NoDay { // after its last day it is against nothing
		if end := (last + 1).Start(here); end.Before(until) {
			until = end
		}
	}
	if blocks {
		if opens := r.opens(a, at, here); opens.Before(until) {
			until = opens
		}
	}
	return until, blocks
}

// lasts says whether a rule holds on a day, and until which: NoDay where it has no end.
func (r *ContactRule) lasts(f *Facts, day calendar.Day) (last calendar.Day, holds bool) {
	if !r.InForce(day) {
		return calendar.NoDay, false
	}
	if r.Under == "" {
		return r.to, true
	}
	for _, span := range f.Catastrophe {
		end := span.To
		if end != calendar.NoDay {
			end += calendar.Day(r.UnderAfter)
		}
		switch {
		case day < span.From || end != calendar.NoDay && day > end:
		case end == calendar.NoDay:
			return r.to, true
		default:
			last, holds = max(last, end), true
		}
	}
	if holds && r.to != calendar.NoDay {
		last = min(last, r.to)
	}
	return last, holds
}

// until is against for a rule that is in force and not opened, as if it had no end.
func (r *ContactRule) until(p *Pack, a *Ask, at time.Time, zones []*time.Location) (time.Time, bool) {
	here := zones[0]
	switch {
	case r.week != nil:
		for _, zone := range zones {
			if !r.week.in(at, zone) {
				return r.week.opens(at, zone), true
			}
		}
	case r.Blocked != nil:
		for _, zone := range zones {
			if day := calendar.On(at, zone); p.blocked(r.Blocked, day) {
				return (day + 1).Start(zone), true
			}
		}
	case r.Cap != nil:
		if r.Cap.count(a, at, zones) >= r.Cap.Max {
			return nextDay(at, zones), true
		}
	case r.OneChannel != nil:
		if r.OneChannel.count(a, at, zones) > 0 {
			return nextDay(at, zones), true
		}
	case r.Gap != nil:
		end := r.Gap.until(a, at, zones)
		return end, !end.IsZero()
	case r.Rest != nil:
		end := r.Rest.until(a, at, zones)
		return end, !end.IsZero()
	case r.Avoid != "":
		return r.avoids(a, at, zones)
	case r.Content != nil && r.Content.First && a.Content != nil && r.Content.wrong(a, at):
		return firstAfter(a.History, at), true
	default:
		return never(), r.standsAgainst(a, at, here)
	}
	return time.Time{}, false
}

// nextDay is the first midnight after an instant, in any of the places.
func nextDay(at time.Time, zones []*time.Location) time.Time {
	first := never()
	for _, zone := range zones {
		if s := (calendar.On(at, zone) + 1).Start(zone); s.Before(first) {
			first = s
		}
	}
	return first
}

// standsAgainst is of the rules that do not go by the hour: who, by what, and what stands against it.
func (r *ContactRule) standsAgainst(a *Ask, at time.Time, here *time.Location) bool {
	switch {
	case r.Only != nil:
		return !slices.Contains(r.Only, a.Party)
	case r.Consent != nil:
		return !a.consented(r.Consent.Days, at, here)
	case r.Forbid != nil:
		return !slices.Contains(r.Forbid.Unless, a.Person.Segment) || !a.consented(0, at, here)
	case r.Stop != nil:
		return slices.ContainsFunc(r.Stop, a.stopped)
	case r.OptOut:
		return a.Person.RefuseAll || slices.Contains(a.Person.OptOuts, a.Channel)
	case r.Caller != "":
		return a.Caller != nil && !a.Caller.shown(r.Caller == "registered")
	case r.Content != nil:
		return a.Content != nil && r.Content.wrong(a, at)
	}
	return false
}

func (t *Texts) wrong(a *Ask, at time.Time) bool {
	if t.First && Met(a.History, at) {
		return false
	}
	has := func(what string) bool { return slices.Contains(a.Content.Has, what) }
	return slices.ContainsFunc(t.Forbids, has) ||
		slices.ContainsFunc(t.Needs, func(what string) bool { return !has(what) })
}

func (a *Ask) consented(days int, at time.Time, here *time.Location) bool {
	for _, c := range a.Person.Consents {
		if c.Channel == a.Channel &&
			(days == 0 || c.On == calendar.NoDay || calendar.On(at, here)-c.On <= calendar.Day(days)) {
			return true
		}
	}
	return false
}

func (a *Ask) stopped(on string) bool {
	f := &a.Facts
	switch on {
	case "lawsuit":
		return f.Lawsuit
	case "insolvency":
		return f.Insolvency
	case "attorney":
		return f.Attorney
	case "deceased":
		return f.Deceased
	case "minor":
		return f.Minor
	case "elderly":
		return f.Elderly
	case "ceased":
		return f.Ceased
	case "stop_order":
		return f.StopOrder
	case "disputed":
		return slices.ContainsFunc(a.Debts, func(d string) bool { return slices.Contains(f.Disputed, d) })
	}
	return false
}

// warns says whether a rule that is not against the contact has something to be minded all the same.
func (r *ContactRule) warns(p *Pack, a *Ask) bool {
	if _, holds := r.lasts(&a.Facts, calendar.On(a.At, a.zones(p)[0])); !holds {
		return false
	}
	switch {
	case r.Content != nil && a.Content == nil:
		return len(r.Content.Needs) > 0 && !(r.Content.First && Met(a.History, a.At))
	case slices.Contains(r.Stop, "disputed"):
		return len(a.Debts) == 0 && len(a.Facts.Disputed) > 0 // of which debts is it?
	case r.Consent != nil && r.Consent.Days > 0: // a consent of which nobody knows the day
		return !slices.ContainsFunc(a.Person.Consents, func(c Consent) bool {
			return c.Channel == a.Channel && c.On != calendar.NoDay
		})
	}
	return false
}

// tell notes what a rule has counted.
func (r *ContactRule) tell(a *Ask, zones []*time.Location, counts map[string]int) {
	switch {
	case r.Cap != nil:
		counts[r.ID] = max(counts[r.ID], r.Cap.count(a, a.At, zones))
	case r.OneChannel != nil:
		counts[r.ID] = max(counts[r.ID], r.OneChannel.count(a, a.At, zones))
	}
}

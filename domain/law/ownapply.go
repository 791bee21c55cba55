package law

import (
	"cmp"
	"slices"
)

// apply gives the rule as a setting has it. What it points to is copied: the pack's rule stays.
func (s *Setting) apply(r *ContactRule) ContactRule {
	own := *r
	own.Dormant = false
	if s.Unopened {
		own.OpenedBy = nil
	}
	switch {
	case len(s.Hours) > 0:
		own.Hours, own.week = s.Hours, nil
	case len(s.Blocked) > 0:
		own.Blocked = s.Blocked
	case r.Cap != nil:
		c := *r.Cap
		c.Max, c.Counts = cmp.Or(s.Max, c.Max), cmp.Or(s.Counts, c.Counts)
		own.Cap = &c
	case r.OneChannel != nil:
		c := *r.OneChannel
		c.Counts = cmp.Or(s.Counts, c.Counts)
		own.OneChannel = &c
	case r.Gap != nil:
		g := *r.Gap
		g.Hours, g.FullDays = cmp.Or(s.GapHours, g.Hours), cmp.Or(s.FullDays, g.FullDays)
		g.Counts = cmp.Or(s.Counts, g.Counts)
		own.Gap = &g
	case r.Rest != nil:
		rest := *r.Rest
		rest.Days = cmp.Or(s.Days, rest.Days)
		own.Rest = &rest
	case len(s.Parties) > 0:
		own.Only = s.Parties
	case r.Consent != nil:
		own.Consent = &Consented{Days: cmp.Or(s.Days, r.Consent.Days)}
	case s.Unless != nil:
		own.Forbid = &Forbidden{Unless: *s.Unless}
	case len(s.Stop) > 0:
		own.Stop = s.Stop
	case s.Caller != "":
		own.Caller = s.Caller
	case r.Content != nil:
		c := *r.Content
		if len(s.Needs) > 0 {
			c.Needs = s.Needs
		}
		if len(s.Forbids) > 0 {
			c.Forbids = s.Forbids
		}
		own.Content = &c
	}
	return own
}

// within says whether a rule is no looser than another of the same kind: whatever it lets pass, the other
// does.
func (r *ContactRule) within(old *ContactRule) bool {
	if old.OpenedBy == nil && r.OpenedBy != nil {
		return false
	}
	switch {
	case r.week != nil:
		return r.week.within(old.week)
	case r.Blocked != nil:
		return holds(r.Blocked, old.Blocked)
	case r.Cap != nil:
		return r.Cap.Max <= old.Cap.Max && r.Cap.Counts.covers(old.Cap.Counts)
	case r.OneChannel != nil:
		return r.OneChannel.Counts.covers(old.OneChannel.Counts)
	case r.Gap != nil:
		return r.Gap.Hours >= old.Gap.Hours && r.Gap.FullDays >= old.Gap.FullDays &&
			r.Gap.Counts.covers(old.Gap.Counts)
	case r.Rest != nil:
		return r.Rest.Days >= old.Rest.Days
	case r.Only != nil:
		return holds(old.Only, r.Only)
	case r.Consent != nil:
		return r.Consent.Days == old.Consent.Days ||
			r.Consent.Days > 0 && (old.Consent.Days == 0 || r.Consent.Days < old.Consent.Days)
	case r.Forbid != nil:
		return holds(old.Forbid.Unless, r.Forbid.Unless)
	case r.Stop != nil:
		return holds(r.Stop, old.Stop)
	case r.Caller != "":
		return r.Caller == "registered" || old.Caller == "identified"
	case r.Content != nil:
		return holds(r.Content.Needs, old.Content.Needs) && holds(r.Content.Forbids, old.Content.Forbids)
	}
	return true
}

// holds says whether one list has all of another.
func holds[T comparable](all, of []T) bool {
	return !slices.ContainsFunc(of, func(one T) bool { return !slices.Contains(all, one) })
}

// within says whether the hours of each day lie within those of another week.
func (w *week) within(old *week) bool {
	for day, is := range w {
		if was := old[day]; is.from != is.to && (is.from < was.from || is.to > was.to) {
			return false
		}
	}
	return true
}

// covers says whether whatever the other counts is counted too.
func (c Counted) covers(other Counted) bool {
	within := map[Counted][]Counted{
		Attempts: {Attempts, Placed, Arrived, Answered, Conversations},
		Placed:   {Placed, Answered, Conversations}, Arrived: {Arrived, Answered, Conversations},
		Answered: {Answered, Conversations}, Conversations: {Conversations},
	}
	return slices.Contains(within[c], other)
}

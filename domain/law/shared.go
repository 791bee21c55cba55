package law

import (
	"slices"
	"time"

	"aldia/domain/calendar"
)

// Shared is what the rules leave of contacts by several channels together: each takes from what the others
// have, so that what each of them has left is not to be added up.
type Shared struct {
	Channels    []Channel
	Today, Span Room
}

// Together finds the channels that share what is left, and says how much that is. Each way is a contact by a
// channel of its own; who is asked about and when is the same in all. A channel that nothing opens shares
// nothing, and neither do channels of which only one takes from the other.
func Together(ways ...[]Under) ([]Shared, error) {
	all := make(together, 0, len(ways))
	for _, w := range ways {
		p, err := newPlan(w)
		if err != nil {
			return nil, err
		}
		if len(p) > 0 {
			all = append(all, p)
		}
	}
	var found []Shared
	for _, group := range all.groups() {
		at, here := group[0][0].ask.At, group[0][0].zones[0]
		today := calendar.On(at, here)
		s := Shared{Today: group.room((today + 1).Start(here))}
		if s.Today.Many {
			continue
		}
		last := today
		for _, p := range group {
			s.Channels = append(s.Channels, p[0].ask.Channel)
			last = max(last, p.last(today, here))
		}
		s.Span = group.room((last + 1).Start(here))
		found = append(found, s)
	}
	return found, nil
}

// together is contact by any of some channels.
type together []plan

// groups are the channels that share, two or more in each.
func (t together) groups() (groups []together) {
	in := make([]int, len(t))
	for i := range t {
		in[i] = i
	}
	for i := range t {
		for n := range i {
			if in[i] == in[n] || !t[i].takesFrom(t[n]) || !t[n].takesFrom(t[i]) {
				continue
			}
			for k, was := range in {
				if was == in[i] {
					in[k] = in[n]
				}
			}
		}
	}
	for i := range t {
		var group together
		for n := range t {
			if in[n] == i {
				group = append(group, t[n])
			}
		}
		if len(group) > 1 {
			groups = append(groups, group)
		}
	}
	return groups
}

// takesFrom says whether a contact as planned leaves less of another, at the first instant at which both are
// allowed: until that day ends, or the span of the rules.
func (p plan) takesFrom(other plan) bool {
	at := slices.Concat(p, other).next(p[0].ask.At)
	if at.IsZero() {
		return false
	}
	here := other[0].zones[0]
	day := calendar.On(at, here)
	after := other.with(at, p[0].ask.Channel)
	for _, last := range []calendar.Day{day, other.last(day, here)} {
		end := (last + 1).Start(here)
		if (together{after}).count(at, end).Left < (together{other}).count(at, end).Left {
			return true
		}
	}
	return false
}

// room is how many contacts fit before an instant, and until when the first of them may wait.
func (t together) room(end time.Time) Room {
	r := t.count(t[0][0].ask.At, end)
	for _, p := range t {
		if r.Left == 0 {
			break
		}
		if last := p.lastBefore(end); last.After(r.Last) {
			r.Last = last
		}
	}
	return r
}

// count counts the contacts from an instant on that fit before another, each by the channel that is free
// first.
func (t together) count(from, end time.Time) Room {
	r := Room{Until: end}
	for {
		at, by := t.next(from)
		r.Next = at
		if at.IsZero() || !at.Before(end) {
			r.Rule = t.limit(from)
			return r
		}
		if r.Left == MostPlanned {
			r.Many = true
			return r
		}
		r.Left++
		from = at
		more := make(together, len(t))
		for i := range t {
			more[i] = t[i].with(at, by)
		}
		t = more
	}
}

// next is the first instant at which one of the channels is free, and which.
func (t together) next(at time.Time) (first time.Time, by Channel) {
	for _, p := range t {
		if n := p.next(at); !n.IsZero() && (first.IsZero() || n.Before(first)) {
			first, by = n, p[0].ask.Channel
		}
	}
	return first, by
}

// limit is the rule that is against a contact at an instant: one that no time heals before one that counts,
// and one that counts before the hours; of those the one that is against most of the channels, and then the
// one that lets go last.
func (t together) limit(at time.Time) (found *ContactRule) {
	type blocks struct {
		rule  *ContactRule
		ways  int
		until time.Time
	}
	var all []blocks
	for _, p := range t {
		for _, b := range p.against(at) {
			n := slices.IndexFunc(all, func(o blocks) bool { return o.rule.ID == b.rule.ID })
			if n < 0 {
				all = append(all, blocks{rule: b.rule, ways: 1, until: b.until})
				continue
			}
			all[n].ways++
			if b.until.After(all[n].until) {
				all[n].rule, all[n].until = b.rule, b.until
			}
		}
	}
	best := blocks{}
	for _, b := range all {
		switch turn := b.rule.turn(); {
		case best.rule == nil || turn > best.rule.turn():
			best = b
		case turn < best.rule.turn() || b.ways < best.ways:
		case b.ways > best.ways || b.until.After(best.until):
			best = b
		}
	}
	return best.rule
}

// lastBefore is when the last hours of contact before an instant end, as things stand; zero when there are
// none. It looks at the days from the last one back, since most spans end a day or two after it.
func (p plan) lastBefore(end time.Time) (last time.Time) {
	from, here := p[0].ask.At, p[0].zones[0]
	if first := p.next(from); first.IsZero() || !first.Before(end) {
		return last
	}
	for day := calendar.On(end.Add(-1), here); day >= calendar.On(from, here); day-- {
		at, midnight := day.Start(here), (day + 1).Start(here)
		if at.Before(from) {
			at = from
		}
		for s := p.slot(at); !s.From.IsZero() && s.From.Before(midnight); s = p.slot(s.Until) {
			last = s.Until
		}
		if !last.IsZero() {
			return last
		}
	}
	return last
}

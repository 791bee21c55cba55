package desk

import (
	"slices"
	"time"

	"aldia/domain/calendar"
	"aldia/domain/law"
	"aldia/web/ui"
)

// budgetPairs say what is left of contacts: first what channels have together, then what each has alone, or
// has less of than it shares.
func budgetPairs(v *ui.View, f *file) []ui.Pair {
	var pairs []ui.Pair
	for i := range f.Lawful.Shared {
		s := &f.Lawful.Shared[i]
		pairs = append(pairs, ui.Pair{
			Name:  sharedName(v, f, s),
			Value: ui.Two(sharedWords(v, f, s), roomRule(v, s.Today.Rule, s.Span.Rule)),
		})
	}
	for i := range f.Lawful.Ways {
		w := &f.Lawful.Ways[i]
		if !f.Lawful.tighter(w) {
			continue
		}
		pairs = append(pairs, ui.Pair{
			Name:  v.Say("contact.channel." + string(w.Channel)),
			Value: ui.Two(leftWords(v, f, w), limitWords(v, w)),
		})
	}
	return pairs
}

// tighter says whether there is something to say of a channel that what it shares does not say.
func (l *lawful) tighter(w *way) bool {
	at := slices.IndexFunc(l.Shared, func(s law.Shared) bool { return slices.Contains(s.Channels, w.Channel) })
	if at < 0 || l.holds(w.Channel) {
		return true
	}
	s, own := &l.Shared[at], &w.Budget
	if s.Today.Left == 0 && own.Today.Left == 0 {
		return !own.Today.Next.Equal(s.Today.Next)
	}
	return own.Today.Left < s.Today.Left || !own.Today.Last.Equal(s.Today.Last) ||
		!own.Span.Many && own.Span.Left < s.Span.Left
}

// sharedName names the channels: all that there are, or these.
func sharedName(v *ui.View, f *file, s *law.Shared) string {
	if len(s.Channels) == len(f.Lawful.Ways) {
		return v.Say("desk.left.any")
	}
	var names []string
	for _, c := range s.Channels {
		names = append(names, v.Say("contact.channel."+string(c)))
	}
	return v.Text.Join(names...)
}

// sharedWords say how many contacts are left in all: "queda 1 en total, hoy hasta las 20:00".
func sharedWords(v *ui.View, f *file, s *law.Shared) string {
	switch {
	case s.Today.Left > 0:
		return roomWords(v, f, &s.Today, &s.Span, "desk.left.total")
	case s.Today.Next.IsZero():
		return v.Say("desk.left.never")
	}
	return v.Say("desk.left.from", v.Text.Ahead(s.Today.Next, f.Now, f.Zone))
}

// leftWords say how many contacts are left by a channel: "queda 1 hoy hasta las 20:00; 5 hasta el viernes 27
// nov".
func leftWords(v *ui.View, f *file, w *way) string {
	switch {
	case f.Lawful.holds(w.Channel):
		return v.Say("desk.left.held")
	case w.Budget.Today.Many:
		return v.Say("desk.left.many")
	case w.Budget.Today.Left > 0:
		return roomWords(v, f, &w.Budget.Today, &w.Budget.Span, "desk.left.alone")
	case w.Decision.NextAt.IsZero():
		return v.Say("desk.left.never")
	}
	return v.Say("desk.left.from", v.Text.Ahead(w.Decision.NextAt, f.Now, f.Zone))
}

// roomWords say what is left today and, where there is more of it, or longer, of the days after.
func roomWords(v *ui.View, f *file, today, span *law.Room, key string) string {
	day := lastWords(v, f, today)
	switch later := lastWords(v, f, span); {
	case span.Many || later == day:
		return v.Say(key, today.Left, day)
	case span.Left == today.Left:
		return v.Say(key, today.Left, later)
	default:
		return v.Say(key+"_and", today.Left, day, span.Left, later)
	}
}

// lastWords say until when what is left can be used: the hour today, and else the last day on which somebody
// may be reached at all.
func lastWords(v *ui.View, f *file, r *law.Room) string {
	last := calendar.On(r.Last.Add(-time.Nanosecond), f.Zone)
	switch {
	case last != calendar.On(f.Now, f.Zone):
		return v.Say("desk.left.day", v.Text.Weekday(last))
	case calendar.On(r.Last, f.Zone) != last: // no hours close the day
		return v.Say("desk.left.today")
	}
	return v.Say("desk.left.clock", v.Text.Clock(r.Last, f.Zone))
}

// limitWords are the rule that limits a channel, and whether it is law. It is the one beyond which nothing is
// left: somebody who asked for no contact is not told of the hours, which are against it too before eight.
func limitWords(v *ui.View, w *way) string {
	if said := roomRule(v, w.Budget.Today.Rule, w.Budget.Span.Rule); said != "" {
		return said
	}
	if t, blocked := w.Decision.First(); blocked {
		return ruleWords(v, &t)
	}
	return ""
}

// roomRule is the rule that is against one more today, or later.
func roomRule(v *ui.View, today, span *law.ContactRule) string {
	r := today
	if r == nil {
		r = span
	}
	if r == nil {
		return ""
	}
	return ruleWords(v, &law.Told{Basis: r.Basis, Verification: r.Verification, ES: r.Says.ES, EN: r.Says.EN})
}

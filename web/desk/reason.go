package desk

import (
	"time"

	"aldia/domain/calendar"
	"aldia/domain/delinquency"
	"aldia/domain/strategy"
	"aldia/domain/worklist"
	"aldia/web/ui"
)

// reason is why a case comes when it does, from what the order of the list is made of.
type reason struct {
	Step     string
	DueOn    calendar.Day // of the oldest debt
	Broken   int64        // promises
	AgreedAt time.Time    // the hour of a call that was agreed; zero: none was
	// CountedOn is the day to which the days late count, where it is not today: a list has the sums and the
	// buckets of the last close, and its days with them.
	CountedOn calendar.Day
}

// words says the reason in the order in which reasons count: what was agreed, what was broken, what is
// missing, and else how late it is.
func (r reason) words(v *ui.View, today calendar.Day) string {
	counted := today
	if r.CountedOn != calendar.NoDay {
		counted = min(r.CountedOn, today)
	}
	late := delinquency.DaysPastDue(r.DueOn, counted)
	switch {
	case !r.AgreedAt.IsZero():
		return v.Say("desk.reason.agreed", v.Instant(r.AgreedAt))
	case r.DueOn == calendar.NoDay:
		return stepWords(v, r.Step)
	case r.Step == "locate":
		return v.Say("desk.reason.locate", late)
	}
	how, args := "due_in", []any{int64(r.DueOn - today)}
	switch {
	case r.Broken > 0 && late > 0:
		how, args = "broken", []any{late, r.Broken}
	case late > 0:
		how, args = "overdue", []any{late}
	case r.DueOn == today:
		how, args = "due_today", nil
	case r.DueOn == today+1:
		how, args = "due_tomorrow", nil
	case r.DueOn < today: // since the close
		how, args = "fell_due", []any{r.DueOn}
	}
	if r.Step == "" { // on no list yet: there is no step to name
		return v.Say("desk.reason_alone."+how, args...)
	}
	return v.Say("desk.reason."+how, append([]any{stepWords(v, r.Step)}, args...)...)
}

// lineReason is why a line of a list stands where it does, by the close of a day.
func lineReason(v *ui.View, l worklist.Line, closed calendar.Day) string {
	if l.Accounts == 0 && l.Balance == 0 && l.OldestDueOn == calendar.NoDay {
		return v.Say("desk.reason.nothing")
	}
	r := reason{Step: l.Step, DueOn: l.OldestDueOn, Broken: l.Broken, CountedOn: closed}
	if l.CallAgreed() && l.Listed {
		r.AgreedAt = l.ReadyAt
	}
	return r.words(v, v.Today)
}

// lineTurn says whose the case is, where that decides the order: what an agent keeps comes before what
// nobody does.
func lineTurn(v *ui.View, l worklist.Line) string {
	switch {
	case l.State == worklist.Locked && l.Listed:
		return heldWords(v, l.LockedName)
	case l.AssignedID != 0:
		return v.Say("desk.reason.own")
	}
	return v.Say("desk.reason.pool")
}

// turnWords says after what the case comes, which is what one asks who sees it late in the list or early.
func turnWords(v *ui.View, f *file) string {
	switch {
	case !f.Standing.AgreedAt.IsZero():
		return v.Say("desk.turn.agreed")
	case f.Case.Step == "locate" || f.Case.Stage == strategy.Prevention:
		return v.Say("desk.turn.last")
	case f.Standing.AgentID == f.User && f.User != 0:
		return v.Say("desk.turn.own")
	case f.Standing.AgentID == 0:
		return v.Say("desk.turn.pool")
	}
	return ""
}

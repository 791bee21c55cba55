package desk

import (
	"time"

	"aldia/domain/calendar"
	"aldia/domain/delinquency"
	"aldia/domain/money"
	"aldia/domain/worklist"
	"aldia/web/ui"
)

func abs(n int64) int64 { return max(n, -n) }

// compare adds to a figure how it changed since the close before, where there was one. Less is better.
// The kit says "since yesterday"; after a Sunday or a day that was not closed the day is named instead.
func compare(v *ui.View, s ui.Stat, change int64, words string, since calendar.Day) ui.Stat {
	switch {
	case since == calendar.NoDay:
		return s
	case since != v.Today-1 && change > 0:
		s.Note = v.Say("desk.more_than", words, v.Text.DayOfYear(since))
		return s
	case since != v.Today-1 && change < 0:
		s.Note = v.Say("desk.less_than", words, v.Text.DayOfYear(since))
		return s
	case since != v.Today-1:
		s.Note = v.Say("desk.same_as", v.Text.DayOfYear(since))
		return s
	}
	s.Change, s.Wanted = words, -1
	switch {
	case change > 0:
		s.Direction = 1
	case change < 0:
		s.Direction = -1
	}
	return s
}

// persons are the persons overdue now and at the close before; one who owes in two currencies counts in
// each.
func (m *morning) persons() (now, before int64) {
	for _, a := range m.Aging {
		now, before = now+a.Persons, before+a.PersonsBefore
	}
	return now, before
}

func brokenNote(v *ui.View, broken int64, sum string, kept int64) string {
	if broken == 0 {
		return v.Say("desk.promises_kept", kept)
	}
	return sum
}

func changesSub(v *ui.View, m morning) string {
	if m.BeforeOn == calendar.NoDay {
		return ""
	}
	return v.Say("desk.changes_between", v.Day(m.BeforeOn), v.Day(m.ClosedOn))
}

func agingTitle(v *ui.View, a aging, named bool) string {
	if named {
		return v.Say("desk.aging_in", string(a.Currency))
	}
	return v.Say("desk.aging")
}

func agingText(v *ui.View, a aging) string {
	if a.Balance == 0 {
		return v.Say("desk.aging_empty")
	}
	current := money.Amount(0)
	for _, b := range a.Buckets {
		if b.Code == delinquency.Current {
			current = b.Balance
		}
	}
	return v.Say("desk.aging_text", v.SumIn(money.Money{Amount: a.Balance, Currency: a.Currency}),
		a.AccountsInAll,
		v.Text.Share(int64(a.Balance-current), int64(a.Balance)))
}

func agingBars(v *ui.View, a aging) []ui.Bar {
	bars := make([]ui.Bar, 0, len(a.Buckets))
	for _, b := range a.Buckets {
		bars = append(bars, ui.Bar{Label: bucketWords(v, b.Code), Values: []int64{int64(b.Balance)},
			Hue:  bucketHue(b.Code),
			Href: "/casos?tramo=" + b.Code})
	}
	return bars
}

// daysLate counts from the due day to that of the close whose buckets stand beside it, and to today where
// there was none; what is not due yet is not late.
func daysLate(v *ui.View, dueOn, closed calendar.Day) int64 {
	if closed == calendar.NoDay {
		closed = v.Today
	}
	return int64(delinquency.DaysPastDue(dueOn, closed))
}

// lineState says in a word why a case is or is not to be called now.
func lineState(v *ui.View, l worklist.Line) ui.Badge {
	switch {
	case l.Listed && l.State == worklist.Locked:
		return ui.Badge{Text: heldWords(v, l.LockedName), Tone: ui.Accent, Icon: "phone"}
	case l.Listed && l.State == worklist.Ready && l.Step == "locate":
		return ui.Badge{Text: v.Say("desk.to_locate"), Tone: ui.Accent, Icon: "search"}
	case l.Listed && l.State == worklist.Ready:
		return ui.Badge{Text: v.Say("desk.to_call"), Tone: ui.Accent, Icon: "phone"}
	case l.Hold != "":
		return ui.Badge{Text: v.Say("desk.rests"), Tone: ui.Note, Icon: "clock"}
	case l.Listed && l.State == worklist.Waiting:
		if l.ReadyAt.IsZero() {
			return ui.Badge{Text: v.Say("worklist.state.waiting"), Icon: "clock"}
		}
		return ui.Badge{Text: v.Say("desk.from_time", hourWords(v, l.ReadyAt)), Icon: "clock"}
	}
	return ui.Badge{Text: v.Say("desk.not_listed"), Icon: "-"}
}

// hourWords says from when a case may be called as shortly as a list can: nearly always today or in the
// next days, and the year goes without saying.
func hourWords(v *ui.View, at time.Time) string {
	day, hour := calendar.On(at, v.Zone), v.Text.Clock(at, v.Zone)
	year, _, _ := day.Date()
	switch now, _, _ := v.Today.Date(); {
	case day == v.Today:
		return v.Text.DaysFrom(0) + ", " + hour
	case year == now:
		return v.Text.DayOfYear(day) + ", " + hour
	}
	return v.Instant(at)
}

func heldWords(v *ui.View, name string) string {
	if name == v.User.Name {
		return v.Say("desk.held_by_you")
	}
	return v.Say("desk.held_by", name)
}

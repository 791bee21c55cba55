package debt

import (
	"time"

	"aldia/domain/calendar"
	"aldia/domain/money"
	"aldia/platform/id"
)

// Terms are the rates of an account over time: what holds now, and what held before.
type Terms struct {
	Rate         money.Rate
	MoratoryRate money.Rate
	Basis        money.Basis
	Before       []RateChange // in order of their days
}

// TermsOf gives the terms of an account with its earlier rates, which are in the order of their days.
func TermsOf(a *Account, before []RateChange) Terms {
	return Terms{Rate: a.Rate, MoratoryRate: a.MoratoryRate, Basis: a.Basis, Before: before}
}

// Span is a run of days with one rate of each kind, for a statement that a person can check.
type Span struct {
	FromOn, ThroughOn calendar.Day // the first and the last day that bear interest
	Days              int
	Rate              money.Rate
	MoratoryRate      money.Rate
}

// Spans cuts the days on which an item bears interest, after from and through the given day, where the
// rates change. The due day is day zero: the day after it is the first that bears interest.
func (t Terms) Spans(dueOn, from, through calendar.Day) []Span {
	if dueOn > from {
		from = dueOn
	}
	var spans []Span
	add := func(until calendar.Day, rate, moratory money.Rate) {
		if until > through {
			until = through
		}
		if until > from {
			spans = append(spans, Span{from + 1, until, int(until - from), rate, moratory})
			from = until
		}
	}
	for _, b := range t.Before {
		add(b.UntilOn, b.Rate, b.MoratoryRate)
	}
	add(through, t.Rate, t.MoratoryRate)
	return spans
}

// Accrued gives the interest, ordinary and moratory, that an item has earned since it was last posted,
// through the given day, on the principal that is overdue; with it the carries that remain. Nothing is
// posted: it is exact at any day. Interest bears no interest.
func (t Terms) Accrued(i *Item, through calendar.Day) (interest Parts, ordinary, moratory money.Carry) {
	ordinary, moratory = i.InterestCarry, i.MoratoryCarry
	if i.State != Open || i.Owed.Principal <= 0 || through <= i.AccruedOn || through <= i.DueOn {
		return Parts{}, ordinary, moratory
	}
	if len(t.Before) == 0 { // the plain case, without the slice
		days := int(through - max(i.AccruedOn, i.DueOn))
		interest.Interest, ordinary = money.Accrue(ordinary, i.Owed.Principal, t.Rate, t.Basis, days)
		interest.Moratory, moratory = money.Accrue(moratory, i.Owed.Principal, t.MoratoryRate, t.Basis, days)
		return interest, ordinary, moratory
	}
	for _, s := range t.Spans(i.DueOn, i.AccruedOn, through) {
		var more money.Amount
		more, ordinary = money.Accrue(ordinary, i.Owed.Principal, s.Rate, t.Basis, s.Days)
		interest.Interest += more
		more, moratory = money.Accrue(moratory, i.Owed.Principal, s.MoratoryRate, t.Basis, s.Days)
		interest.Moratory += more
	}
	return interest, ordinary, moratory
}

// PostInterest posts what an item has earned through a day. The entry is worth writing only when it says
// true; the item has changed in either case when AccruedOn has.
func (t Terms) PostInterest(i *Item, through calendar.Day, cause id.ID, at time.Time) (Entry, bool) {
	earned, ordinary, moratory := t.Accrued(i, through)
	if through > i.AccruedOn {
		i.AccruedOn = through
	}
	i.InterestCarry, i.MoratoryCarry = ordinary, moratory
	if earned.IsZero() {
		return Entry{}, false
	}
	return i.Post(Accrual, through, earned, cause, at), true
}

// ReturnInterest takes back the interest that was posted after a day on principal that, as it turns out,
// had been paid by then. It is for a payment that is heard of late.
func (t Terms) ReturnInterest(
	i *Item, principal money.Amount, paidOn calendar.Day, cause id.ID, at time.Time,
) (Entry, bool) {
	if i.AccruedOn <= paidOn || principal <= 0 {
		return Entry{}, false
	}
	var change Parts
	for _, s := range t.Spans(i.DueOn, paidOn, i.AccruedOn) {
		var less money.Amount
		less, i.InterestCarry = money.Unaccrue(i.InterestCarry, principal, s.Rate, t.Basis, s.Days)
		change.Interest -= less
		less, i.MoratoryCarry = money.Unaccrue(i.MoratoryCarry, principal, s.MoratoryRate, t.Basis, s.Days)
		change.Moratory -= less
	}
	if change.IsZero() {
		return Entry{}, false
	}
	return i.Post(Accrual, paidOn, change, cause, at), true
}

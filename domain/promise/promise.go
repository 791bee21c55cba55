// Package promise is promises to pay: a person says how much they will pay and by which day. A promise is
// open until it is judged: kept when payments received since it was made reach its amount by its day and a
// short tolerance, broken when they do not; it may be withdrawn, or replaced by a later promise to the same
// creditor in the same currency. While it is open the case rests: nobody calls a person who has promised and
// still has time.
package promise

import (
	"aldia/domain/calendar"
	"aldia/domain/money"
	"aldia/platform/fault"
	"aldia/platform/id"
)

// Prefix of the identities.
const Prefix = "prm_"

// State is where a promise is in its life.
type State string

// The states.
const (
	Open      State = "open"
	Kept      State = "kept"
	Broken    State = "broken"
	Withdrawn State = "withdrawn"
	Replaced  State = "replaced"
)

// ToleranceDays are the days after the promised one in which a payment still keeps it: what was promised
// for a Saturday is paid when the bank opens on Monday, and nobody is to be called a promise-breaker for a
// weekend.
const ToleranceDays = 2

// What a person can be told.
var (
	ErrMissing = fault.New(fault.Missing, "promise.missing")
	ErrNotOpen = fault.New(fault.Conflict, "promise.not_open")
	ErrWhy     = fault.New(fault.Invalid, "promise.reason_missing").On("why")
)

// Promise is one promise to pay.
type Promise struct {
	ID         id.ID
	PersonID   id.ID
	CreditorID id.ID
	ContactID  id.ID
	UserID     id.ID
	Currency   money.Currency
	Amount     money.Amount
	Paid       money.Amount // received since it was made
	MadeOn     calendar.Day
	DueOn      calendar.Day
	State      State
	JudgedOn   calendar.Day // of an open one: what had been judged before money was taken back, else none
}

// Judge says what a promise is at the end of a day. An open promise stays open until it is paid, or its day
// and the tolerance have passed: not on the last of those days, since what comes in on it stands in
// tomorrow's file. Settled says that nothing is owed any more of what was promised for: who has paid it all
// has kept their word, also when they had promised a little more than there was, and who paid the creditor
// or was let off has nothing left to keep.
func Judge(p *Promise, day calendar.Day, settled bool) State {
	switch {
	case p.State != Open:
		return p.State
	case p.Paid >= p.Amount, settled && p.Paid > 0:
		return Kept
	case day <= p.DueOn+ToleranceDays:
		return Open
	case settled:
		return Withdrawn
	}
	return Broken
}

// Counts says whether a payment made on a day counts towards the promise. A payment made before the promise
// was known to both when they spoke; one made after the tolerance is late.
func Counts(p *Promise, paidOn calendar.Day) bool {
	return p.State != Withdrawn && p.State != Replaced && paidOn >= p.MadeOn && paidOn <= RestsUntil(p)
}

// Reach is the verdict on a promise at the end of a day, if there is one to write. A promise that is in doubt
// because money was taken back is not judged twice: when it is kept all the same, or broken as it was before
// late news mended it, that verdict stands with its day. When it has time again its old day goes.
func Reach(p *Promise, day calendar.Day, settled bool) (v Verdict, reached bool) {
	if p.State != Open {
		return v, false
	}
	v = Verdict{PromiseID: p.ID, State: Judge(p, day, settled)}
	doubted := p.JudgedOn != calendar.NoDay
	switch {
	case v.State == Open:
		return v, doubted
	case doubted && (v.State == Kept || v.State == Broken && p.JudgedOn > RestsUntil(p)):
		v.StandsOn = p.JudgedOn
	}
	return v, true
}

// Credit is the promise after a payment that counts towards it, or after one was taken back, below zero. An
// open promise is left to be judged. A broken one is kept after all when the payment was made in time and
// only came in late, and a kept one is in doubt when its payment is taken back: open, with the day it was
// judged on until it is judged again. Money that comes in puts no kept promise in doubt, also where less than
// was promised had been all there was to pay.
func Credit(p Promise, amount money.Amount) Promise {
	p.Paid += amount
	switch {
	case p.State == Broken && p.Paid >= p.Amount:
		p.State = Kept
	case p.State == Kept && p.Paid < p.Amount && amount < 0:
		p.State = Open
	}
	return p
}

// Choose gives the one of a person's promises to a creditor that a payment counts towards, or nil: money
// goes to the open one, then to one that was broken, then to one that is kept. What is taken back comes from
// where it can have gone: a promise that has had as much, first the open one, since whatever came in after
// it was made went to it, then one that was kept by it. Of equal ones it is the latest. The promises come
// latest first.
func Choose(all []Promise, c money.Currency, amount money.Amount, paidOn calendar.Day) *Promise {
	turns := []State{Open, Broken, Kept}
	if amount < 0 {
		turns = []State{Open, Kept, Broken}
	}
	for _, state := range turns {
		for i := range all {
			p := &all[i]
			if p.State == state && p.Currency == c && Counts(p, paidOn) && p.Paid >= -amount {
				return p
			}
		}
	}
	return nil
}

// RestsUntil is the last day on which nobody is to ask a person again because of the promise.
func RestsUntil(p *Promise) calendar.Day { return p.DueOn + ToleranceDays }

// Verdict is what a promise was judged to be.
type Verdict struct {
	PromiseID id.ID
	State     State
	StandsOn  calendar.Day // the day of an earlier verdict that stands; none for a new one
}

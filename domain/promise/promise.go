// Package promise is promises to pay: a person says how much they will pay and by which day. A promise is open until it
// is judged: kept when payments received since it was made reach its amount by its day and a short tolerance, broken
// when they do not; it may be withdrawn, or replaced by a later promise to the same creditor. While it is open the case
// rests: nobody calls a person who has promised and still has time.
package promise

import (
	"aldia/domain/calendar"
	"aldia/domain/money"
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

// ToleranceDays are the days after the promised one in which a payment still keeps it: a transfer made on a Friday
// evening is seen on Monday, and nobody is to be called a promise-breaker for a bank's weekend.
const ToleranceDays = 2

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
	JudgedOn   calendar.Day
}

// Judge says what a promise is at the end of a day. An open promise stays open until it is paid or its day and the
// tolerance have passed.
func Judge(p *Promise, day calendar.Day) State {
	switch {
	case p.State != Open:
		return p.State
	case p.Paid >= p.Amount:
		return Kept
	case day > p.DueOn+ToleranceDays:
		return Broken
	}
	return Open
}

// RestsUntil is the last day on which nobody is to ask a person again because of the promise.
func RestsUntil(p *Promise) calendar.Day { return p.DueOn + ToleranceDays }

// Verdict is a promise that a close has judged.
type Verdict struct {
	PromiseID id.ID
	State     State
}

// Package payment is what came in: payments as a creditor's file, a bank or a cashier tells of them, and
// how each is split over what its person owes. A payment is received once, however often a cumulative file
// repeats it; it is applied by the order of the creditor, deducted with entries of the ledger, and may be
// taken back exactly. What nobody of ours can be found for is kept as unmatched, and what exceeds the debt
// as left over: money is never lost from sight.
//
// Where our figures count, a payment that is heard of late is applied as of its day: the payments after it
// are taken back, it is applied, and they are applied again, so that the order in which we hear of payments
// makes no difference to what is owed.
package payment

import (
	"time"

	"aldia/domain/calendar"
	"aldia/domain/debt"
	"aldia/domain/money"
	"aldia/platform/fault"
	"aldia/platform/id"
)

// Prefix of the identities.
const Prefix = "pay_"

// State is where a payment is in its life.
type State string

// The states.
const (
	Applied   State = "applied"   // all of it is accounted for
	Partly    State = "partly"    // something is left over: it exceeds what is owed
	Unmatched State = "unmatched" // nobody of ours was found for it, or it takes money back and waits for a cle
	Undone    State = "undone"    // its import was taken back
)

// Payment is one payment.
type Payment struct {
	ID         id.ID
	CutID      id.ID // the import that brought it
	SeenCutID  id.ID // the last import whose file had it
	CreditorID id.ID
	PersonID   id.ID // none while unmatched
	AccountID  id.ID // for one that is spread, the first account that it went to
	Spread     bool  // it names the person alone, and goes over all their accounts with the creditor
	Key        int64 // hash of Same
	Same       string
	Position   int64 // among payments of the same text
	PaidOn     calendar.Day
	Amount     money.Amount
	Currency   money.Currency
	Account    string // what the file names it by
	AccountKey int64
	IDType     string
	IDNumber   string
	Way        string
	Reference  string
	Item       string
	Note       string
	Applied    money.Amount // deducted from items
	Counted    money.Amount // held by the creditor's own figures already
	State      State
	ReceivedAt time.Time
	Splits     []Split
}

// Left is what of the payment is not accounted for.
func (p *Payment) Left() money.Amount { return p.Amount - p.Applied - p.Counted }

// isBefore is the order in which payments are applied: by their day, then as they came.
func (p *Payment) isBefore(q *Payment) bool {
	if p.PaidOn != q.PaidOn {
		return p.PaidOn < q.PaidOn
	}
	return p.ID < q.ID
}

// Split is the part of a payment that went to one item, part by part. It keeps what is needed to take it
// back.
type Split struct {
	ItemID id.ID
	Parts  debt.Parts
	CutID  id.ID      // the cut that had last changed the item then
	Was    debt.State // the account's state before
}

// Incoming is one line of a file of payments.
type Incoming struct {
	Account string // the creditor's number of the account; or IDNumber, or Reference names what it is for
	// AccountKey is the hash that debt.AccountsByKey finds the account by: of Account, or where neither an
	// account nor an id number is given, of Reference.
	AccountKey int64
	IDType     string
	IDNumber   string
	PaidOn     calendar.Day
	Amount     money.Amount
	Currency   money.Currency
	Reference  string
	Way        string
	Item       string // it is for this item first, by the creditor's number of it
	Note       string
	Ahead      bool // its day is yet to come: it cannot have been made
}

// named is the number to look for among accounts.
func (in *Incoming) named() string {
	if in.Account == "" && in.IDNumber == "" {
		return in.Reference
	}
	return in.Account
}

// Outcome is what became of a line.
type Outcome string

// The outcomes.
const (
	WasApplied   Outcome = "applied"
	WasPartly    Outcome = "partly"
	WasUnmatched Outcome = "unmatched"
	WasDuplicate Outcome = "duplicate"
	WasRefused   Outcome = "refused"
)

// Result is what became of one line.
type Result struct {
	Outcome   Outcome
	PaymentID id.ID // of the payment, also when the line repeats it; none when refused
	PersonID  id.ID
	Left      money.Amount
	Why       *fault.Error // when refused
}

// Why a line is refused, and what else a person can be told.
var (
	ErrAmount   = fault.New(fault.Invalid, "payment.amount")
	ErrDay      = fault.New(fault.Invalid, "payment.day")
	ErrAhead    = fault.New(fault.Invalid, "payment.ahead")    // {0} its day
	ErrNameless = fault.New(fault.Invalid, "payment.nameless") // nothing says what it is for
	ErrCurrency = fault.New(fault.Invalid, "payment.currency") // {0} of the payment, {1} of the account
	ErrOrder    = fault.New(fault.Invalid, "payment.order")    // {0} the text
	ErrTooMany  = fault.New(fault.Limit, "payment.too_many")   // {0} the most lines at once
	ErrMissing  = fault.New(fault.Missing, "payment.missing")
)

// check gives why a line cannot be right, or nothing.
func (in *Incoming) check() *fault.Error {
	switch {
	case in.Amount == 0:
		return ErrAmount.On("amount")
	case in.Ahead:
		return ErrAhead.With(in.PaidOn).On("paid_on")
	case in.PaidOn == calendar.NoDay:
		return ErrDay.On("paid_on")
	case !in.Currency.Known():
		return ErrCurrency.With(string(in.Currency), "").On("currency")
	case in.Account == "" && in.IDNumber == "" && in.Reference == "":
		return ErrNameless.On("account")
	}
	return nil
}

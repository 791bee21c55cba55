// Package debt is what is owed: accounts, their items (instalments or invoices), and the ledger of entries
// from which every balance can be rebuilt. An account is opened by a creditor's cut and stays open until it
// is paid, recalled or asked about; it is never deleted. A balance stands on the item, in four parts:
// principal, ordinary interest, moratory interest and fees; it changes only together with an entry of the
// ledger.
package debt

import (
	"aldia/domain/calendar"
	"aldia/domain/money"
	"aldia/platform/fault"
	"aldia/platform/id"
)

// Prefixes of the identities, as the outside sees them.
const (
	AccountPrefix = "acc_"
	ItemPrefix    = "itm_"
)

// State is where an account or item is in its life.
type State string

// The states.
const (
	Open     State = "open"
	Paid     State = "paid"     // nothing is owed any more
	Recalled State = "recalled" // the creditor took it back
	Asked    State = "asked"    // it was missing from a cut, and the creditor has been asked why
	Undone   State = "undone"   // the cut that brought it was taken back
)

// Figures says whose figures count between two cuts.
type Figures string

// The two rules.
const (
	Creditors Figures = "creditor" // each cut brings the balances; what we add is an estimate
	Ours      Figures = "ours"     // we keep the ledger; a cut brings new accounts and terms
)

// Parts is a balance, or the change of one, in its four parts.
type Parts struct {
	Principal money.Amount
	Interest  money.Amount // ordinary
	Moratory  money.Amount
	Fees      money.Amount
}

// Total is the sum of the parts.
func (p Parts) Total() money.Amount { return p.Principal + p.Interest + p.Moratory + p.Fees }

// Plus adds part by part.
func (p Parts) Plus(q Parts) Parts {
	return Parts{p.Principal + q.Principal, p.Interest + q.Interest, p.Moratory + q.Moratory, p.Fees + q.Fees}
}

// Minus subtracts part by part.
func (p Parts) Minus(q Parts) Parts {
	return Parts{p.Principal - q.Principal, p.Interest - q.Interest, p.Moratory - q.Moratory, p.Fees - q.Fees}
}

// IsZero says whether every part is nothing.
func (p Parts) IsZero() bool { return p == Parts{} }

// Account is a contract of one person with one creditor.
type Account struct {
	ID             id.ID
	PersonID       id.ID
	CreditorID     id.ID
	PortfolioID    id.ID
	Key            int64 // hash of creditor and number, for finding it
	Number         string
	Product        string
	Currency       money.Currency
	OpenedOn       calendar.Day
	Rate           money.Rate // ordinary, a year
	MoratoryRate   money.Rate // charged besides the ordinary one on what is overdue
	Basis          money.Basis
	State          State
	Disputed       bool
	GuaranteeKind  string
	GuaranteeValue money.Amount
	Sector         string
	Attributes     string // JSON of the columns that only this creditor knows
	CutID          id.ID
}

// Item is one thing that falls due on one day: an instalment or an invoice, or the whole account where the
// creditor sends no items.
type Item struct {
	ID            id.ID
	PersonID      id.ID
	AccountID     id.ID
	CreditorID    id.ID
	PortfolioID   id.ID
	Key           int64
	Digest        int64
	Number        string
	DueOn         calendar.Day
	Original      money.Amount
	Owed          Parts
	State         State
	Figures       Figures
	AccruedOn     calendar.Day // interest is posted through the end of this day
	InterestCarry money.Carry
	MoratoryCarry money.Carry
	EntryCount    int64
	CutID         id.ID
	LatestCutID   id.ID
}

// IsOwed says whether anything of the item is still to be paid.
func (i *Item) IsOwed() bool { return i.State == Open && i.Owed.Total() > 0 }

// RateChange keeps the rates that held through a day, before the account's present ones.
type RateChange struct {
	AccountID    id.ID
	UntilOn      calendar.Day
	Rate         money.Rate
	MoratoryRate money.Rate
}

// ErrNoAccount is given for an account that does not exist, or that the person asking may not see.
var ErrNoAccount = fault.New(fault.Missing, "debt.no_account")

// Package treatment carries strategies out: it keeps the case of each person over all their debts and runs
// the day's close. Deciding is one pure function, Decide: given a case and a day it says what changes. The
// close streams the whole book through it in shards; an event that concerns one person (a result, a
// payment, a cut) takes that person through the same function at once. What does not change is not written.
package treatment

import (
	"time"

	"aldia/domain/calendar"
	"aldia/domain/debt"
	"aldia/domain/delinquency"
	"aldia/domain/money"
	"aldia/domain/portfolio"
	"aldia/domain/promise"
	"aldia/domain/strategy"
	"aldia/platform/id"
)

// Hold is why nobody is to call although something is owed (contención).
type Hold string

// The reasons. A result of a contact may bring others, with a last day.
const (
	NoHold       Hold = ""
	HoldPromise  Hold = "promise"  // a promise to pay still has time
	HoldDisputed Hold = "disputed" // every debt is disputed
	HoldSmall    Hold = "small"    // too little to call for
)

// Casefile is what we know of a person's case as a whole.
type Casefile struct {
	PersonID    id.ID
	CreditorID  id.ID // of the debt that leads
	AccountID   id.ID // the debt that leads: the oldest unpaid one, then the largest
	Stage       strategy.Stage
	Step        string
	Bucket      string
	OldestDueOn calendar.Day
	Currency    money.Currency
	PastDue     money.Amount // of all debts in the currency of the one that leads
	Balance     money.Amount
	Accounts    int64 // on which something is owed
	Hold        Hold
	HoldUntilOn calendar.Day // none: until something happens
	AssignedID  id.ID
	Broken      int64 // promises broken so far, to anybody; a place weighs those to its own creditor
	Further     int64 // creditors to whom something is owed, beside the one that leads
	Version     int64
	DecidedOn   calendar.Day
}

// AccountCase is an account with all that a decision needs.
type AccountCase struct {
	debt.Account
	Items  []debt.Item // on which something is owed
	Before []debt.RateChange
	Stood  delinquency.Standing // where it stood; AccountID is none when it never did
}

// Case is a person with all their debts.
type Case struct {
	PersonID id.ID
	Accounts []AccountCase
	// Left are the standings of accounts that are no longer in the book.
	Left     []delinquency.Standing
	File     Casefile
	HasFile  bool
	Promises []promise.Promise // open ones
	// Kept are the shares of the creditors as the last decision left them, and Shares what they are now: an
	// event changes them first, and then the decision. Who owes one creditor has none.
	Kept, Shares []Share
	now          []Share // as decided
	// Promises broken before this decision and in it, by creditor.
	broke, newly map[id.ID]int64
	Reach        Reach
	Known        *Known // none: nothing that the law goes by
	Ahead        *Ahead // none: nothing was paid after the day that is closed
}

// Reach is whether a person has a telephone that works.
type Reach int8

// What may be known of it. Where it was not asked, what was decided before stands.
const (
	ReachUnasked Reach = iota
	Reachable
	Unreachable
)

// Policy is what a decision goes by.
type Policy struct {
	Strategy  strategy.Strategy
	Creditors map[id.ID]Creditor
	// PostInterest asks for interest to be posted on every overdue item: at a month's end.
	PostInterest bool
	// Law is what the law says at the moment of the decisions; none: it is not asked.
	Law *Lawful
}

// Creditor is what a decision needs of a creditor.
type Creditor struct {
	portfolio.Creditor
	Buckets delinquency.Buckets
	Zone    *time.Location // in which its days begin
}

// Place is what the worklist is to do with a person.
type Place struct {
	PersonID   id.ID
	AgentID    id.ID
	CreditorID id.ID
	Priority   int64
	ReadyAt    int64 // microseconds; zero: at once
	// LawfulAt is from when on the law lets the person be contacted, where what was done before is against it
	// sooner; zero: it is not. Where the law lets an agreed call be made, it is not either.
	LawfulAt int64
	Step     string
	Remove   bool
	// Further says that it is of another creditor of the person whose first place stands before it. The places
	// of a person come together and are all there are.
	Further bool
	// Unreachable says that no telephone of the person may be tried: what is to be done is to find them, and a
	// call that was agreed is none.
	Unreachable bool
}

// Changes gathers what decisions change, for many cases, in the form in which it is written.
type Changes struct {
	Entries       []debt.Entry
	Items         []debt.Item
	NewStandings  []delinquency.Standing
	Standings     []delinquency.Standing
	GoneStandings []id.ID
	Moves         []delinquency.Move
	NewFiles      []Casefile
	Files         []Casefile
	Shared        []Shared // persons whose shares change
	Places        []Place
	Verdicts      []promise.Verdict
	Touched       []Touched // persons of whom anything is written, with the version that was decided on
	Versions      int64     // of all cases decided on, added up
	Tally         Tally
	Figures       *delinquency.Figures
	After         *delinquency.Figures // of the day after: what was paid on it already; none: nothing was
}

// Touched is a person whose case changes, and the version of the case that the decision saw; zero when
// there was none.
type Touched struct {
	PersonID id.ID
	Version  int64
}

// Tally counts what a close looked at and decided.
type Tally struct {
	Cases    int64            `json:"cases"`
	Accounts int64            `json:"accounts"`
	Planned  map[string]int64 `json:"planned"` // contacts by channel
	Kept     int64            `json:"kept"`
	Broken   int64            `json:"broken"`
	Unasked  Unasked          `json:"unasked,omitzero"`
}

// Add adds the counts of another part.
func (t *Tally) Add(u Tally) {
	t.Cases += u.Cases
	t.Accounts += u.Accounts
	t.Kept += u.Kept
	t.Broken += u.Broken
	t.Unasked.add(u.Unasked)
	for channel, n := range u.Planned {
		t.Planned[channel] += n
	}
}

// NewChanges starts with nothing.
func NewChanges() *Changes {
	return &Changes{Tally: Tally{Planned: map[string]int64{}}, Figures: delinquency.NewFigures()}
}

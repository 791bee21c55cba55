package treatment

import (
	"cmp"
	"slices"
	"time"

	"aldia/domain/calendar"
	"aldia/domain/debt"
	"aldia/domain/delinquency"
	"aldia/domain/money"
	"aldia/domain/payment"
	"aldia/domain/promise"
	"aldia/platform/db"
	"aldia/platform/id"
)

// Ahead is what of a person was paid after the day that is closed: the close came late, and the payments
// were there before it.
type Ahead struct {
	Accounts []AheadAccount
	Payments []payment.Payment
}

// AheadAccount is where an account stood without what was paid on it after the day.
type AheadAccount struct {
	Before delinquency.Standing // as the close before would have counted it; Out when it never did
	Closed delinquency.Standing // at the end of the day
}

// of gives the account among those that were paid on later, or nil.
func (h *Ahead) of(account id.ID) *AheadAccount {
	if h == nil {
		return nil
	}
	for i := range h.Accounts {
		if h.Accounts[i].Closed.AccountID == account {
			return &h.Accounts[i]
		}
	}
	return nil
}

// cameLess says whether the account came with less than it owed: what was paid later was there before it was
// first looked at.
func (a *AheadAccount) cameLess(moves []delinquency.Move) bool {
	return slices.ContainsFunc(moves, func(m delinquency.Move) bool {
		return m.From == delinquency.Out && m.Balance != a.Before.Balance
	})
}

// owes says whether something was owed at the end of the day that has been paid since.
func (h *Ahead) owes(creditor id.ID, currency money.Currency) bool {
	return h != nil && slices.ContainsFunc(h.Accounts, func(a AheadAccount) bool {
		return a.Closed.CreditorID == creditor && a.Closed.Currency == currency && a.Closed.Balance > 0
	})
}

// counts says whether the person owed anything at the end of the day that has been paid since.
func (h *Ahead) counts() bool {
	return h != nil && slices.ContainsFunc(h.Accounts, func(a AheadAccount) bool {
		return a.Closed.Bucket != delinquency.Out
	})
}

// promiseThen gives a promise as it was at the end of the day: without what was paid on it later.
func (h *Ahead) promiseThen(p promise.Promise, day calendar.Day) promise.Promise {
	if h == nil {
		return p
	}
	for i := range h.Payments {
		m := &h.Payments[i]
		if m.PaidOn > day && m.CreditorID == p.CreditorID && m.Currency == p.Currency &&
			promise.Counts(&p, m.PaidOn) {
			p.Paid = max(0, p.Paid-m.Amount)
		}
	}
	return p
}

// instead gives the accounts of a person as the day counts them: those that were paid on later as they
// stood at its end.
func (h *Ahead) instead(stood []delinquency.Standing) []delinquency.Standing {
	if h == nil {
		return stood
	}
	all := slices.DeleteFunc(slices.Clone(stood), func(s delinquency.Standing) bool {
		return h.of(s.AccountID) != nil
	})
	for i := range h.Accounts {
		all = append(all, h.Accounts[i].Closed)
	}
	slices.SortFunc(all, func(a, b delinquency.Standing) int { return cmp.Compare(a.AccountID, b.AccountID) })
	return all
}

// change counts what became of an account. Of one that was paid on after the day, what the payment changed
// was counted as it came, for the close to come: it is taken out of this one, and is the next one's.
func (c *Case) change(was, now *delinquency.Standing, out *Changes) {
	a := c.Ahead.of(now.AccountID)
	if a == nil {
		out.Figures.Change(was, now)
		return
	}
	paid := delinquency.NewFigures()
	stood := *was
	stood.CreditorID, stood.Currency = now.CreditorID, now.Currency
	paid.Change(&a.Before, &stood)
	_, change := paid.Sums()
	out.Figures.Add(nil, delinquency.Less(change))
	out.Figures.Change(&a.Before, &a.Closed)
	if out.After == nil {
		out.After = delinquency.NewFigures()
	}
	out.After.Change(&a.Closed, now)
}

// changeOfPaid counts the accounts that have left the book already, paid after the day.
func (c *Case) changeOfPaid(stood []delinquency.Standing, out *Changes) {
	if c.Ahead == nil {
		return
	}
	for i := range c.Ahead.Accounts {
		gone := c.Ahead.Accounts[i].Closed
		same := func(s delinquency.Standing) bool { return s.AccountID == gone.AccountID }
		if slices.ContainsFunc(stood, same) || slices.ContainsFunc(c.Left, same) {
			continue
		}
		gone.Bucket, gone.PastDue, gone.Balance = delinquency.Out, 0, 0
		was := gone
		c.change(&was, &gone, out)
	}
}

// earliest is how far before UTC a day may begin: nowhere is it tomorrow sooner.
const earliest = 14 * time.Hour

// readAhead adds to the cases of a range of persons what was paid after the day, and the cases of who paid
// all before anybody had counted them. A close that runs on its day asks nothing: no payment is of a day to
// come.
func (w *worker) readAhead(tx db.Tx, cases []Case, from, past id.ID) ([]Case, error) {
	if !w.closing || w.day >= calendar.On(w.db.Now().Add(earliest), time.UTC) {
		return cases, nil
	}
	paid, err := payment.PaidAfter(tx, from, past, w.day)
	if err != nil || len(paid) == 0 {
		return cases, err
	}
	cases, at := ofPayers(cases, paid)
	accounts, err := payment.AccountsPaidBy(tx, paid)
	if err != nil {
		return cases, err
	}
	before, err := ClosedBefore(tx, w.day)
	if err != nil {
		return cases, err
	}
	if before, err = w.dayOf(tx, w.policy, 0, before); err != nil {
		return cases, err
	}
	for chunk := range slices.Chunk(accounts, composeAtOnce) {
		if err := w.readAheadOf(tx, chunk, before, at); err != nil {
			return cases, err
		}
	}
	return cases, nil
}

// ofPayers gives the cases with what was paid in each, and where each one is.
func ofPayers(cases []Case, paid []payment.Payment) ([]Case, map[id.ID]*Case) {
	known := make(map[id.ID]bool, len(cases))
	for i := range cases {
		known[cases[i].PersonID] = true
	}
	for i := range paid {
		if person := paid[i].PersonID; !known[person] {
			known[person], cases = true, append(cases, Case{PersonID: person})
		}
	}
	at := make(map[id.ID]*Case, len(cases))
	for i := range cases {
		at[cases[i].PersonID] = &cases[i]
	}
	for i := range paid {
		c := at[paid[i].PersonID]
		if c.Ahead == nil {
			c.Ahead = &Ahead{}
		}
		c.Ahead.Payments = append(c.Ahead.Payments, paid[i])
	}
	return cases, at
}

func (w *worker) readAheadOf(tx db.Tx, accounts db.List, before calendar.Day, at map[id.ID]*Case) error {
	moves := map[id.ID][]delinquency.Move{}
	moved, err := delinquency.MovedOn(tx, accounts, before)
	if err != nil {
		return err
	}
	for i := range moved {
		moves[moved[i].Moves[0].AccountID] = moved[i].Moves
	}
	return readLedgers(tx, accounts, func(a *debt.Account, items []debt.Item, lines map[id.ID][]debt.Entry) {
		c := at[a.PersonID]
		was, owed, paid := asOf(a, items, lines, w.day)
		if c == nil || !paid { // the account has another person by now
			return
		}
		buckets := w.policy.Creditors[a.CreditorID].Buckets
		s := AheadAccount{
			Before: delinquency.Stand(&was, owed, before, buckets),
			Closed: delinquency.Stand(&was, owed, w.day, buckets),
		}
		unseen := len(moves[a.ID]) == 0 && !c.stands(a.ID)
		if unseen || s.cameLess(moves[a.ID]) { // it came and was paid since the close before
			s.Before.Bucket, s.Before.PastDue, s.Before.Balance = delinquency.Out, 0, 0
		}
		if c.Ahead == nil { // somebody else paid for it before it was theirs
			c.Ahead = &Ahead{}
		}
		c.Ahead.Accounts = append(c.Ahead.Accounts, s)
	})
}

// stands says whether an account has a standing.
func (c *Case) stands(account id.ID) bool {
	return slices.ContainsFunc(c.Accounts, func(a AccountCase) bool { return a.Stood.AccountID == account }) ||
		slices.ContainsFunc(c.Left, func(s delinquency.Standing) bool { return s.AccountID == account })
}

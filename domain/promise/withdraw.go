package promise

import (
	"context"
	"strings"
	"time"

	"aldia/domain/calendar"
	"aldia/domain/money"
	"aldia/domain/portfolio"
	"aldia/domain/staff"
	"aldia/platform/audit"
	"aldia/platform/auth"
	"aldia/platform/db"
	"aldia/platform/event"
	"aldia/platform/id"
)

// NameWithdrawn is announced within the transaction that takes a promise back; its body is a Closed.
const NameWithdrawn event.Name = "promise.withdrawn"

// Closed is a promise that is open no longer.
type Closed struct {
	PromiseID  id.ID `json:"promise_id"`
	PersonID   id.ID `json:"person_id"`
	CreditorID id.ID `json:"creditor_id"`
	State      State `json:"state"`
}

// Withdraw takes back an open promise: the person says they will not keep it, or it was recorded by mistake.
// Why is asked for, since the case is worked again from there on.
func (p *Promises) Withdraw(ctx context.Context, promise id.ID, why string) error {
	who, err := auth.Allow(ctx, auth.CaseWork)
	if err != nil {
		return err
	}
	why = strings.TrimSpace(why)
	if why == "" {
		return ErrWhy
	}
	return p.db.Write(ctx, func(tx db.Tx) error {
		was, found, err := one(tx, promise)
		switch {
		case err != nil:
			return err
		case !found:
			return ErrMissing
		}
		now := p.db.Now()
		today, err := todayOf(tx, was.CreditorID, now)
		if err != nil {
			return err
		}
		closed, err := withdraw(tx, promise, max(today, was.MadeOn))
		switch {
		case err != nil:
			return err
		case !closed:
			return ErrNotOpen
		}
		body := Closed{PromiseID: promise, PersonID: was.PersonID, CreditorID: was.CreditorID, State: Withdrawn}
		err = p.bus.PublishTx(tx, event.Event{Name: NameWithdrawn, Key: was.PersonID, At: now, Body: body})
		if err != nil {
			return err
		}
		return audit.AppendTx(tx, audit.Entry{At: now, ByUser: who.ID, What: string(NameWithdrawn),
			On: "promise", OnID: promise, Person: was.PersonID, Why: why, Detail: bookLine{
				Creditor: was.CreditorID, Amount: was.Amount, Currency: was.Currency, PromisedOn: was.DueOn.Text(),
			}})
	})
}

// bookLine is what the book says of a promise that was taken back.
type bookLine struct {
	Creditor   id.ID          `json:"creditor"`
	Amount     money.Amount   `json:"amount"`
	Currency   money.Currency `json:"currency"`
	PromisedOn string         `json:"promised_on"`
}

// todayOf is the day where a creditor keeps its debts.
func todayOf(tx db.Tx, creditor id.ID, now time.Time) (calendar.Day, error) {
	c, err := portfolio.CreditorIn(tx, creditor)
	return calendar.On(now, c.Place()), err
}

// Withdrawal is by whom, when and why a promise was taken back.
type Withdrawal struct {
	PromiseID id.ID
	At        time.Time
	UserName  string
	Why       string
}

// WithdrawalsOf tells how some promises were taken back, the latest first, as the book has it. The book is
// asked by the promises: its line keeps the person as they were, also once they turned out to be another. One
// that ended by itself, since nothing was owed any more, is not among them.
func (p *Promises) WithdrawalsOf(ctx context.Context, promises []Promise) (all []Withdrawal, err error) {
	var withdrawn db.List
	for i := range promises {
		if promises[i].State == Withdrawn {
			withdrawn = append(withdrawn, int64(promises[i].ID))
		}
	}
	if len(withdrawn) == 0 {
		return all, nil
	}
	err = p.db.Read(ctx, func(tx db.Tx) error {
		all = nil
		page, _, _, err := audit.ListTx(tx, audit.Filter{
			On: "promise", OnIDs: withdrawn, What: string(NameWithdrawn), Limit: maxWithdrawals,
		})
		if err != nil {
			return err
		}
		for _, e := range page {
			name, err := staff.NameTx(tx, e.ByUser)
			if err != nil {
				return err
			}
			all = append(all, Withdrawal{PromiseID: e.OnID, At: e.At, UserName: name, Why: e.Why})
		}
		return nil
	})
	return all, err
}

// maxWithdrawals are the latest that a screen tells.
const maxWithdrawals = 5

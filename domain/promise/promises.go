package promise

import (
	"context"

	"aldia/domain/calendar"
	"aldia/domain/contact"
	"aldia/domain/money"
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

// Promises is the front door to promises to pay.
type Promises struct {
	db  *db.DB
	bus *event.Bus
}

// NewPromises opens the front door.
func NewPromises(d *db.DB, bus *event.Bus) *Promises { return &Promises{db: d, bus: bus} }

// HearRecorded listens to contact.recorded: a result of the kind promise makes one.
func (p *Promises) HearRecorded(tx db.Tx, e event.Event) error {
	r, err := event.Body[contact.Recorded](e)
	if err != nil || r.Kind != contact.Promise {
		return err
	}
	_, err = p.MakeTx(tx, r)
	return err
}

// MakeTx keeps the promise that a contact brought, within its transaction. It takes the place of the
// promise that the person has open to the same creditor in the same currency: one who promises again has
// changed what was promised. What they owe in another currency is another debt.
func (p *Promises) MakeTx(tx db.Tx, r contact.Recorded) (Promise, error) {
	made := Promise{
		ID: p.db.IDs().New(), PersonID: r.PersonID, CreditorID: r.CreditorID, ContactID: r.ContactID,
		UserID: r.UserID, Currency: r.Currency, Amount: r.Amount, MadeOn: r.OnDay, DueOn: r.PromisedOn, State: Open,
	}
	err := replace(tx, &made)
	return made, err
}

// Withdraw takes back an open promise: the person says they will not keep it, or it was recorded by mistake.
func (p *Promises) Withdraw(ctx context.Context, promise id.ID, why string) error {
	who, err := auth.Allow(ctx, auth.CaseWork)
	if err != nil {
		return err
	}
	return p.db.Write(ctx, func(tx db.Tx) error {
		was, found, err := one(tx, promise)
		switch {
		case err != nil:
			return err
		case !found:
			return ErrMissing
		}
		today := calendar.On(p.db.Now(), p.db.Now().Location())
		closed, err := withdraw(tx, promise, max(today, was.MadeOn))
		switch {
		case err != nil:
			return err
		case !closed:
			return ErrNotOpen
		}
		body := Closed{PromiseID: promise, PersonID: was.PersonID, CreditorID: was.CreditorID, State: Withdrawn}
		err = p.bus.PublishTx(tx, event.Event{Name: NameWithdrawn, Key: was.PersonID, Body: body})
		if err != nil {
			return err
		}
		return audit.AppendTx(tx, audit.Entry{At: p.db.Now(), ByUser: who.ID, What: string(NameWithdrawn),
			On: "promise", OnID: promise, Person: was.PersonID, Why: why})
	})
}

// CreditPaymentTx counts a payment of a person to a creditor towards their promise, or, below zero, takes one
// back. It only notes the money: whoever calls it has the case decided again, and that judges the promise. A
// payment that no promise waits for changes nothing.
func (p *Promises) CreditPaymentTx(
	tx db.Tx, person, creditor id.ID, currency money.Currency, amount money.Amount, paidOn calendar.Day,
) error {
	all, err := creditable(tx, person, creditor)
	if err != nil || len(all) == 0 {
		return err
	}
	chosen := Choose(all, currency, amount, paidOn)
	if chosen == nil {
		return nil
	}
	now := Credit(*chosen, amount)
	return save(tx, &now)
}

// ListByPerson gives a person's promises, the latest first.
func (p *Promises) ListByPerson(ctx context.Context, person id.ID) (all []Promise, err error) {
	err = p.db.Read(ctx, func(tx db.Tx) error {
		all, err = ofPerson(tx, person)
		return err
	})
	return all, err
}

// MoveTx gives the promises of a person to the one that they turned out to be.
func (p *Promises) MoveTx(tx db.Tx, from, into id.ID) error { return move(tx, from, into) }

package promise

import (
	"context"

	"aldia/domain/calendar"
	"aldia/domain/contact"
	"aldia/domain/money"
	"aldia/platform/db"
	"aldia/platform/event"
	"aldia/platform/id"
)

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

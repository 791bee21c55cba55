package payment

import (
	"context"

	"aldia/domain/calendar"
	"aldia/domain/money"
	"aldia/platform/db"
	"aldia/platform/id"
)

// Document is an id number as a file has it, with the country of the creditor.
type Document struct{ Country, Type, Number string }

// Credited counts money towards the open promises of a person to a creditor.
type Credited func(tx db.Tx, person, creditor id.ID, currency money.Currency, amount money.Amount,
	paidOn calendar.Day) error

// Payments is the front door. Its functions are set where the program is put together; those that are not
// are passed over.
type Payments struct {
	db    *db.DB
	order Order
	// Persons finds the persons of documents in a creditor's file: a place for each, none for one we do not
	// know.
	Persons func(tx db.Tx, creditor id.ID, documents []Document) ([]id.ID, error)
	// Credited hears of every payment that was matched; the amount is below zero when one is taken back.
	Credited Credited
	// Touched is told of the persons whose debts have changed, in the order of their identities.
	Touched func(tx db.Tx, persons []id.ID) error
}

// NewPayments opens the front door.
func NewPayments(d *db.DB) *Payments { return &Payments{db: d, order: DefaultOrder()} }

const (
	// MaxRows is how many lines may be received in one transaction: more would keep an agent waiting.
	MaxRows = 10_000
	// chunkPayments is how many payments are taken back with one round of statements.
	chunkPayments = 2000
	// maxPage bounds a list on a screen.
	maxPage = 500
)

// ListByPerson gives the payments of a person with their splits, the newest first; those taken back too.
func (p *Payments) ListByPerson(ctx context.Context, person id.ID) (all []Payment, err error) {
	err = p.db.Read(ctx, func(tx db.Tx) error {
		found, err := read(tx, `person_id = ? ORDER BY paid_on DESC, id DESC LIMIT ?`, person, maxPage)
		if err != nil {
			return err
		}
		if err := readSplits(tx, found); err != nil {
			return err
		}
		all = values(found)
		return nil
	})
	return all, err
}

// UnmatchedOf gives the payments of a creditor that nobody of ours was found for, the oldest first, after
// the given one; all creditors for none.
func (p *Payments) UnmatchedOf(
	ctx context.Context, creditor, after id.ID, limit int,
) (all []Payment, err error) {
	if limit <= 0 || limit > maxPage {
		limit = maxPage
	}
	err = p.db.Read(ctx, func(tx db.Tx) error {
		found, err := read(tx, `state = 'unmatched' AND (? = 0 OR creditor_id = ?) AND id > ? ORDER BY id LIMIT ?`,
			creditor, creditor, after, limit)
		all = values(found)
		return err
	})
	return all, err
}

func values(found []*Payment) []Payment {
	all := make([]Payment, len(found))
	for i := range found {
		all[i] = *found[i]
	}
	return all
}

// MoveTx gives the payments of a person to the one it was merged into.
func (p *Payments) MoveTx(tx db.Tx, from, into id.ID) error {
	_, err := tx.Exec(`UPDATE payment SET person_id = ? WHERE person_id = ?`, into, from)
	return err
}

// FollowTx gives the payments on accounts of persons to those whose accounts they are now, after the end of a
// merge.
func (p *Payments) FollowTx(tx db.Tx, persons db.List) error {
	_, err := tx.Exec(`UPDATE payment SET person_id = (SELECT a.person_id FROM account a
		WHERE a.id = payment.account_id) WHERE person_id IN ?list AND account_id <> 0`, persons)
	return err
}

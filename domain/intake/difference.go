package intake

import (
	"context"
	"encoding/json"

	"aldia/domain/debt"
	"aldia/domain/money"
	"aldia/platform/db"
	"aldia/platform/id"
)

// Difference is an item that a cut changed, found gone or brought back, with what we thought and what the
// creditor says.
type Difference struct {
	ItemID   id.ID
	Account  string
	Item     string
	PersonID id.ID
	Person   string
	Currency money.Currency
	Kind     string // changed | gone | returned
	Was      money.Amount
	Expected money.Amount // what we thought is owed on the day of the cut
	Brought  money.Amount
	Paid     money.Amount // of payments that we knew and the creditor's cut before did not
}

// maxDifferences bounds a page of them: on a telephone each is a card.
const maxDifferences = 25

// Differences lists what a published cut changed, by the identity of the item, from behind one on;
// unexpected leaves out the items whose figure is what we expected. more is false on the last page.
func (in *Intakes) Differences(ctx context.Context, cut, after id.ID, unexpected bool) (
	page []Difference, more bool, err error,
) {
	err = in.db.Read(ctx, func(tx db.Tx) error {
		page, more = nil, false
		return tx.Query(func(r db.Row) error {
			if len(page) == maxDifferences {
				more = true
				return db.ErrStop
			}
			var before beforeCut
			if err := json.Unmarshal(r.Bytes(2), &before); err != nil {
				return err
			}
			if before.Item.State == debt.Undone {
				return nil // new, as far as anybody knows: the cut that had brought it was taken back
			}
			page = append(page, Difference{
				ItemID: id.ID(r.Int(0)), Kind: r.Text(1), Was: before.Item.Owed.Total(),
				Expected: money.Amount(r.Int(3)), Brought: money.Amount(r.Int(4)), Paid: money.Amount(r.Int(5)),
				Item: r.Text(6), Account: r.Text(7), Currency: money.Currency(r.Text(8)), PersonID: id.ID(r.Int(9)),
				Person: r.Text(10),
			})
			return nil
		}, `SELECT c.item_id, c.kind, c.before, c.expected, c.brought, c.paid, i.number, a.number, a.currency,
			a.person_id,
			p.name FROM cut_change c JOIN item i ON i.id = c.item_id JOIN account a ON a.id = i.account_id
			JOIN person p ON p.id = a.person_id
			WHERE c.cut_id = ? AND c.item_id > ? AND c.kind <> 'terms' AND (? = 0 OR c.expected <> c.brought)
			ORDER BY c.item_id`,
			cut, after, unexpected)
	})
	return page, more, err
}

// CutFilter chooses cuts; what is zero does not matter.
type CutFilter struct {
	Kind       Kind
	CreditorID id.ID
	Before     id.ID // for the next page: the last one of this page
	Limit      int
}

// maxCuts bounds a page of cuts.
const maxCuts = 500

// List gives cuts, the newest first.
func (in *Intakes) List(ctx context.Context, f CutFilter) (all []Cut, err error) {
	if f.Limit <= 0 || f.Limit > maxCuts {
		f.Limit = maxCuts
	}
	err = in.db.Read(ctx, func(tx db.Tx) error {
		all, err = listCuts(tx, `(? = '' OR kind = ?) AND (? = 0 OR creditor_id = ?) AND (? = 0 OR id < ?)
			ORDER BY id DESC LIMIT ?`, f.Kind, f.Kind, f.CreditorID, f.CreditorID, f.Before, f.Before, f.Limit)
		return err
	})
	return all, err
}

package payment

import (
	"fmt"

	"aldia/platform/db"
	"aldia/platform/id"
)

// UndoTx takes back all payments that an import brought: the ledger gets a line that gives back each split,
// and what was paid by them is owed again. Payments that the import only repeated are of the import that
// brought them. Done again it finds nothing to do.
func (p *Payments) UndoTx(tx db.Tx, cut id.ID) error {
	for {
		found, err := read(tx, `cut_id = ? AND state IN ('applied', 'partly', 'unmatched')
			ORDER BY person_id, id LIMIT ?`, cut, chunkPayments)
		if err != nil {
			return fmt.Errorf("payment: undo: %w", err)
		}
		if len(found) == 0 {
			return nil
		}
		if err := p.undo(tx, found); err != nil {
			return fmt.Errorf("payment: undo: %w", err)
		}
	}
}

func (p *Payments) undo(tx db.Tx, found []*Payment) error {
	w := &writing{Payments: p, tx: tx, creditor: found[0].CreditorID}
	var back []*Payment
	for _, f := range found {
		matched := f.State != Unmatched
		f.State, f.Counted = Undone, 0
		if matched {
			back = append(back, f)
		} else {
			w.known = append(w.known, f)
		}
	}
	return w.take(back, nil)
}

// MatchTx tries again to find somebody for the unmatched payments of a creditor, after a cut has brought
// accounts, and gives how many it found somebody for.
func (p *Payments) MatchTx(tx db.Tx, creditor id.ID) (matched int, err error) {
	for after := id.ID(0); ; {
		found, err := read(tx, `state = 'unmatched' AND creditor_id = ? AND amount > 0 AND id > ?
			ORDER BY id LIMIT ?`, creditor, after, chunkPayments)
		if err != nil || len(found) == 0 {
			return matched, err
		}
		after = found[len(found)-1].ID
		r := &receiving{
			Payments: p, tx: tx, creditor: creditor, rows: make([]Incoming, len(found)),
			results: make([]Result, len(found)), found: make([]target, len(found)),
		}
		for i, f := range found {
			r.rows[i] = Incoming{
				Account: f.Account, AccountKey: f.AccountKey, IDType: f.IDType, IDNumber: f.IDNumber,
				Currency: f.Currency, Reference: f.Reference,
			}
		}
		if err := r.findAccounts(); err != nil {
			return matched, err
		}
		if err := r.findPersons(); err != nil {
			return matched, err
		}
		for i, f := range found {
			if t := r.found[i]; !t.wrong && t.person != 0 {
				r.known = append(r.known, f)
				r.match(f, t)
			}
		}
		if err := r.carry(); err != nil {
			return matched, err
		}
		for _, f := range r.known {
			if f.State != Unmatched {
				matched++
			}
		}
	}
}

package debt

import (
	"aldia/domain/money"
	"aldia/platform/db"
	"aldia/platform/id"
)

// RevalueTx gives accounts another currency. Only of accounts of which nothing is in the book any more can
// that be true: their creditor sends them again, after the cut that had brought them was taken back.
func RevalueTx(tx db.Tx, accounts []id.ID, currency money.Currency) error {
	list := make(db.List, len(accounts))
	for i, a := range accounts {
		list[i] = int64(a)
	}
	_, err := tx.Exec(`UPDATE account SET currency = ? WHERE id IN ?list AND state = ?`, currency, list, Undone)
	return err
}

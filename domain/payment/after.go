package payment

import (
	"aldia/domain/calendar"
	"aldia/platform/db"
	"aldia/platform/id"
)

// AccountsPaidAfter gives the accounts with a creditor, or with all for none, on which something was paid
// after a day.
func AccountsPaidAfter(tx db.Tx, creditor id.ID, day calendar.Day) (accounts db.List, err error) {
	err = tx.Query(func(r db.Row) error {
		accounts = append(accounts, r.Int(0))
		return nil
	}, `SELECT DISTINCT i.account_id FROM payment AS p JOIN payment_split AS s ON s.payment_id = p.id
		JOIN item AS i ON i.id = s.item_id WHERE p.paid_on > ? AND p.state IN ('applied', 'partly')
		AND (p.creditor_id = ? OR ? = 0) ORDER BY i.account_id`, day, creditor, creditor)
	return accounts, err
}

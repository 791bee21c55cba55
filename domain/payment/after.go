package payment

import (
	"aldia/domain/calendar"
	"aldia/domain/money"
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

// PaidAfter gives the payments of a range of persons that were made after a day; past is no longer in the
// range. Of each it is read whose it is, when it was made and how much it was.
func PaidAfter(tx db.Tx, from, past id.ID, day calendar.Day) (all []Payment, err error) {
	err = tx.Query(func(r db.Row) error {
		all = append(all, Payment{
			ID: id.ID(r.Int(0)), PersonID: id.ID(r.Int(1)), CreditorID: id.ID(r.Int(2)),
			Currency: money.Currency(r.Text(3)), Amount: money.Amount(r.Int(4)), PaidOn: calendar.Day(r.Int(5)),
		})
		return nil
	}, `SELECT id, person_id, creditor_id, currency, amount, paid_on FROM payment
		WHERE person_id >= ? AND person_id < ? AND paid_on > ? AND state IN ('applied', 'partly')
		ORDER BY person_id, id`, from, past, day)
	return all, err
}

// AccountsPaidBy gives the accounts to which some payments went.
func AccountsPaidBy(tx db.Tx, payments []Payment) (accounts db.List, err error) {
	list := make(db.List, len(payments))
	for i := range payments {
		list[i] = int64(payments[i].ID)
	}
	err = tx.Query(func(r db.Row) error {
		accounts = append(accounts, r.Int(0))
		return nil
	}, `SELECT DISTINCT i.account_id FROM payment_split AS s JOIN item AS i ON i.id = s.item_id
		WHERE s.payment_id IN ?list ORDER BY i.account_id`, list)
	return accounts, err
}

package debt

import (
	"aldia/platform/db"
	"aldia/platform/id"
)

// maxDebtors bounds the debts that lead from the parties of a search to their debtors: a lawyer who stands
// surety for a whole portfolio is no way to find one of its people.
const maxDebtors = 500

// DebtorsOf gives who owes, and to whom, where these persons are a party of the debt: its guarantor, its
// codebtor, its reference.
func DebtorsOf(tx db.Tx, persons db.List, each func(debtor, creditor id.ID)) error {
	return tx.Query(func(r db.Row) error {
		each(id.ID(r.Int(0)), id.ID(r.Int(1)))
		return nil
	}, `SELECT DISTINCT a.person_id, a.creditor_id FROM account_party p JOIN account a ON a.id = p.account_id
		WHERE p.person_id IN ?list LIMIT ?`, persons, maxDebtors)
}

// PersonsOf gives those of some persons who owe to one of these creditors, or are a party of such a debt.
func PersonsOf(tx db.Tx, persons, creditors db.List, each func(person id.ID)) error {
	return tx.Query(func(r db.Row) error {
		each(id.ID(r.Int(0)))
		return nil
	}, `SELECT person_id FROM account WHERE person_id IN ?list AND creditor_id IN ?list
		UNION SELECT p.person_id FROM account_party p JOIN account a ON a.id = p.account_id
		WHERE p.person_id IN ?list AND a.creditor_id IN ?list`, persons, creditors, persons, creditors)
}

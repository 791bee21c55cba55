package debt

import (
	"aldia/platform/db"
	"aldia/platform/id"
)

// What follows is for payments: the debts of many persons with one creditor, read together and held until
// the end of the transaction.

// LockAccountsOf reads the accounts that persons have with a creditor, whatever their state, and keeps
// others from changing them meanwhile. They are locked in the order of their identities, so that two
// batches cannot wait for each other.
func LockAccountsOf(tx db.Tx, creditor id.ID, persons db.List, each func(*Account) error) error {
	var a Account
	sql := `SELECT ` + accountColumns + ` FROM account WHERE person_id IN ?list AND creditor_id = ? ORDER BY id`
	if tx.Engine() == db.Postgres {
		sql += ` FOR UPDATE`
	}
	return tx.Query(func(r db.Row) error {
		scanAccount(r, &a)
		return each(&a)
	}, sql, persons, creditor)
}

// LockAccounts reads accounts and keeps others from changing their debts until the end of the transaction,
// as LockAccountsOf does.
func LockAccounts(tx db.Tx, ids db.List, each func(*Account) error) error {
	var a Account
	sql := `SELECT ` + accountColumns + ` FROM account WHERE id IN ?list ORDER BY id`
	if tx.Engine() == db.Postgres {
		sql += ` FOR UPDATE`
	}
	return tx.Query(func(r db.Row) error {
		scanAccount(r, &a)
		return each(&a)
	}, sql, ids)
}

// LockItemsOf reads the items that persons have with a creditor, as far as a payment may care: those that are
// open, and those that a later cut has changed or closed. Nobody else changes them until the end of the
// transaction: a close holds no accounts, which would touch the page of each of them, and what it posts waits
// for these.
func LockItemsOf(tx db.Tx, creditor id.ID, persons db.List, each func(*Item) error) error {
	return lockItems(tx, each, `person_id IN ?list AND creditor_id = ? AND (state = 'open' OR
		latest_cut_id <> cut_id)`, persons, creditor)
}

// LockItems reads items and keeps others from changing them until the end of the transaction.
func LockItems(tx db.Tx, ids db.List, each func(*Item) error) error {
	return lockItems(tx, each, `id IN ?list`, ids)
}

func lockItems(tx db.Tx, each func(*Item) error, where string, args ...any) error {
	var i Item
	sql := `SELECT ` + itemColumns + ` FROM item WHERE ` + where + ` ORDER BY id`
	if tx.Engine() == db.Postgres {
		sql += ` FOR UPDATE`
	}
	return tx.Query(func(r db.Row) error {
		scanItem(r, &i)
		return each(&i)
	}, sql, args...)
}

// SetStates writes the states of accounts and nothing else of them.
func SetStates(tx db.Tx, accounts []Account) error {
	return tx.Update("account", "id", []string{"state"}, len(accounts), func(n int, v *db.Values) {
		v.Int(int64(accounts[n].ID))
		v.Text(string(accounts[n].State))
	})
}

package contact

import (
	"slices"

	"aldia/platform/db"
	"aldia/platform/fault"
	"aldia/platform/id"
)

// MaxDebts bounds the debts that one conversation can be about: who owes more than a screenful is spoken
// with about all of it, and that is said by naming none.
const MaxDebts = 200

// What a person can be told about the debts of a result.
var (
	ErrDebt     = fault.New(fault.Invalid, "contact.foreign_debt").On("debts")
	ErrDebtMany = fault.New(fault.Limit, "contact.too_many_debts").On("debts")
)

// debtOf is a debt that a contact was about.
type debtOf struct{ account, creditor id.ID }

// debtsOf finds the debts that a result names. Each must be the person's own, and one of them the
// creditor's under whose tree the result is recorded: a promise is made to somebody to whom it is owed.
func debtsOf(tx db.Tx, r *Result) (debts []debtOf, err error) {
	if len(r.Debts) == 0 {
		return debts, nil
	}
	named := slices.Clone(r.Debts)
	slices.Sort(named)
	if named = slices.Compact(named); len(named) > MaxDebts {
		return nil, ErrDebtMany.With(MaxDebts)
	}
	list := make(db.List, len(named))
	for i, account := range named {
		list[i] = int64(account)
	}
	err = tx.Query(func(row db.Row) error {
		debts = append(debts, debtOf{id.ID(row.Int(0)), id.ID(row.Int(1))})
		return nil
	}, `SELECT id, creditor_id FROM account WHERE id IN ?list AND person_id = ? ORDER BY id`, list, r.PersonID)
	own := slices.ContainsFunc(debts, func(d debtOf) bool { return d.creditor == r.CreditorID })
	if err == nil && (len(debts) != len(named) || !own) {
		err = ErrDebt
	}
	return debts, err
}

// others are the creditors of some debts besides one, each once.
func others(debts []debtOf, creditor id.ID) (also []id.ID) {
	for _, d := range debts {
		if d.creditor != creditor && !slices.Contains(also, d.creditor) {
			also = append(also, d.creditor)
		}
	}
	return also
}

func addDebts(tx db.Tx, contact id.ID, debts []debtOf) error {
	if len(debts) == 0 {
		return nil
	}
	return tx.Insert("contact_debt", []string{"contact_id", "account_id", "creditor_id"}, len(debts),
		func(i int, v *db.Values) {
			v.Int(int64(contact))
			v.Int(int64(debts[i].account))
			v.Int(int64(debts[i].creditor))
		})
}

// readDebts says of each contact of a page which debts it was about.
func readDebts(tx db.Tx, page []Contact) error {
	if len(page) == 0 {
		return nil
	}
	list, at := make(db.List, len(page)), make(map[id.ID]*Contact, len(page))
	for i := range page {
		list[i], at[page[i].ContactID] = int64(page[i].ContactID), &page[i]
	}
	return tx.Query(func(r db.Row) error {
		c := at[id.ID(r.Int(0))]
		c.Debts = append(c.Debts, id.ID(r.Int(1)))
		c.Creditors = append(c.Creditors, id.ID(r.Int(2)))
		return nil
	}, `SELECT contact_id, account_id, creditor_id FROM contact_debt WHERE contact_id IN ?list
		ORDER BY contact_id, account_id`, list)
}

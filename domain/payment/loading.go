package payment

import (
	"maps"
	"slices"

	"aldia/domain/calendar"
	"aldia/domain/debt"
	"aldia/platform/db"
	"aldia/platform/id"
)

// load reads the debts of persons, and keeps others from changing them.
func (w *writing) load(persons db.List) error {
	if err := lockCases(w.tx, persons); err != nil {
		return err
	}
	w.book = newBook(w.order, w.db.Now())
	if err := w.loadAccounts(func(each func(*debt.Account) error) error {
		return debt.LockAccountsOf(w.tx, w.creditor, persons, each)
	}); err != nil {
		return err
	}
	err := debt.LockItemsOf(w.tx, w.creditor, persons, func(i *debt.Item) error {
		w.book.addItem(i)
		return nil
	})
	w.book.arrange()
	return err
}

// loadAccounts puts accounts into the book, with the terms that hold for them and held before.
func (w *writing) loadAccounts(read func(each func(*debt.Account) error) error) error {
	var fresh db.List
	if err := read(func(a *debt.Account) error {
		if w.book.addAccount(a) {
			fresh = append(fresh, int64(a.ID))
		}
		return nil
	}); err != nil || len(fresh) == 0 {
		return err
	}
	before, err := debt.RatesOf(w.tx, fresh)
	for _, key := range fresh {
		w.book.terms[id.ID(key)] = debt.TermsOf(w.book.accounts[id.ID(key)], before[id.ID(key)])
	}
	return err
}

// loadSplits reads what payments had gone to: items that are paid by now, or have another person.
func (w *writing) loadSplits(payments []*Payment) error {
	if err := readSplits(w.tx, payments); err != nil {
		return err
	}
	wanted := map[id.ID]bool{}
	for _, p := range payments {
		for _, s := range p.Splits {
			if w.book.items[s.ItemID] == nil {
				wanted[s.ItemID] = true
			}
		}
	}
	if len(wanted) == 0 {
		return nil
	}
	var items []debt.Item
	var owners db.List
	if err := debt.LockItems(w.tx, listOf(wanted), func(i *debt.Item) error {
		items = append(items, *i)
		owners = append(owners, int64(i.AccountID))
		return nil
	}); err != nil {
		return err
	}
	if err := w.loadAccounts(func(each func(*debt.Account) error) error {
		return debt.AccountsByID(w.tx, owners, each)
	}); err != nil {
		return err
	}
	for i := range items {
		w.book.addItem(&items[i])
	}
	w.book.arrange()
	return nil
}

func listOf(ids map[id.ID]bool) db.List {
	list := make(db.List, 0, len(ids))
	for _, key := range slices.Sorted(maps.Keys(ids)) {
		list = append(list, int64(key))
	}
	return list
}

// remember reads the ledger of the items where it matters: those on which the creditor has spoken since they
// came, those whose interest is posted beyond the first payment, and those that payments are taken back from.
func (w *writing) remember(first map[id.ID]calendar.Day, persons db.List, payments []*Payment) error {
	b := w.book
	wanted := map[id.ID]bool{}
	for key, i := range b.items {
		if i.LatestCutID != i.CutID || b.bears(i) && i.AccruedOn > first[i.PersonID] {
			wanted[key] = true
		}
	}
	for _, p := range payments {
		for _, s := range p.Splits {
			wanted[s.ItemID] = true
		}
	}
	if len(wanted) == 0 {
		return nil
	}
	if err := debt.EntriesOf(w.tx, listOf(wanted), func(e *debt.Entry) error {
		if i := b.items[e.ItemID]; i != nil {
			b.past.read(e, i, b.accounts[i.AccountID])
		}
		return nil
	}); err != nil {
		return err
	}
	b.past.order()
	if len(b.past.drops) == 0 {
		return nil
	}
	counted, err := read(w.tx, `person_id IN ?list AND creditor_id = ? AND counted > 0 AND state <> 'undone'
		ORDER BY paid_on, id`, persons, w.creditor)
	for _, p := range counted {
		b.past.counts(p.AccountID, p)
	}
	return err
}

// later reads the payments in the way: of the same persons, on debts that may bear interest by our figures,
// not before the first of the payments given, and not among them.
func (w *writing) later(
	first map[id.ID]calendar.Day, persons db.List, except []*Payment,
) ([]*Payment, error) {
	rated := map[pot]bool{}
	for key, a := range w.book.accounts {
		if hasRates(w.book.terms[key]) {
			rated[pot{a.PersonID, a.Currency}] = true
		}
	}
	if len(rated) == 0 {
		return nil, nil
	}
	var from calendar.Day
	for _, day := range first {
		if from == calendar.NoDay || day < from {
			from = day
		}
	}
	found, err := read(w.tx, `person_id IN ?list AND creditor_id = ? AND state IN ('applied', 'partly')
		AND counted = 0 AND paid_on >= ?`, persons, w.creditor, from)
	if err != nil {
		return nil, err
	}
	own := map[id.ID]bool{}
	for _, p := range except {
		own[p.ID] = true
	}
	return slices.DeleteFunc(found, func(p *Payment) bool {
		return own[p.ID] || !rated[p.pot()] || p.PaidOn < first[p.PersonID]
	}), nil
}

// movable are the payments that may be taken back and applied again: they share a pot with something on
// which we reckon interest, and the creditor has not spoken since about what they went to.
func (w *writing) movable(later []*Payment) []*Payment {
	bearing := map[pot]bool{}
	for _, i := range w.book.items {
		if w.book.bears(i) {
			bearing[pot{i.PersonID, w.book.accounts[i.AccountID].Currency}] = true
		}
	}
	return slices.DeleteFunc(later, func(p *Payment) bool {
		return !bearing[p.pot()] || slices.ContainsFunc(p.Splits, func(s Split) bool {
			i := w.book.items[s.ItemID]
			return i == nil || w.book.past.overtaken(p, &s, i)
		})
	})
}

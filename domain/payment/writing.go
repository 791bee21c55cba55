package payment

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"aldia/domain/debt"
	"aldia/domain/money"
	"aldia/platform/db"
	"aldia/platform/id"
)

// writing carries payments into the debts of their persons: it reads the debts, changes them in a book, and
// writes what has changed.
type writing struct {
	*Payments
	tx       db.Tx
	creditor id.ID
	fresh    []*Payment // not kept yet
	known    []*Payment // kept, and changed
	moved    []*Payment // of those, the ones whose splits change
	book     *book
}

// pot is what a person owes a creditor in one currency: payments meet each other there and nowhere else.
type pot struct {
	person   id.ID
	currency money.Currency
}

func (p pot) compare(q pot) int {
	return cmp.Or(cmp.Compare(p.person, q.person), cmp.Compare(p.currency, q.currency))
}

func (p *Payment) pot() pot { return pot{p.PersonID, p.Currency} }

// take takes payments back and applies others, both of the creditor and matched to persons.
func (w *writing) take(back, apply []*Payment) error {
	all := slices.Concat(back, apply)
	first, persons := earliest(all)
	if len(persons) == 0 {
		return w.write(persons, back, apply)
	}
	if err := w.load(persons); err != nil {
		return err
	}
	later, err := w.later(first, persons, all)
	if err != nil {
		return err
	}
	if err := w.loadSplits(slices.Concat(back, later)); err != nil {
		return err
	}
	if err := w.remember(first, persons, slices.Concat(back, later)); err != nil {
		return err
	}
	if err := w.rework(w.movable(later), back, apply); err != nil {
		return err
	}
	return w.write(persons, back, apply)
}

// rework takes back and applies pot by pot. Where we reckon interest, payments of later days that are in
// already are taken back and applied again.
func (w *writing) rework(later, back, apply []*Payment) error {
	taken, put := map[pot][]*Payment{}, map[pot][]*Payment{}
	pots := map[pot]bool{}
	for _, p := range back {
		pots[p.pot()] = true
		taken[p.pot()] = append(taken[p.pot()], p)
	}
	for _, p := range apply {
		scope := w.book.scope(p)
		switch {
		case len(scope) == 0 && p.Spread:
			p.State = Unmatched // known, but owing this creditor nothing in this currency
			continue
		case len(scope) == 0:
			return fmt.Errorf("payment: account %d has another person by now", p.AccountID)
		}
		if w.counts(p, scope) {
			continue
		}
		pots[p.pot()] = true
		put[p.pot()] = append(put[p.pot()], p)
	}
	for _, p := range later {
		if pots[p.pot()] && anyAfter(p, taken[p.pot()], put[p.pot()]) {
			w.moved = append(w.moved, p)
			taken[p.pot()] = append(taken[p.pot()], p)
			put[p.pot()] = append(put[p.pot()], p)
		}
	}
	for key := range pots {
		sortPayments(taken[key])
		sortPayments(put[key])
	}
	for _, key := range slices.SortedFunc(maps.Keys(pots), pot.compare) {
		w.book.rework(taken[key], put[key])
	}
	w.book.catchUp()
	return nil
}

// anyAfter says whether a payment comes after one of those that are taken back or applied.
func anyAfter(p *Payment, lists ...[]*Payment) bool {
	for _, list := range lists {
		for _, q := range list {
			if q.isBefore(p) {
				return true
			}
		}
	}
	return false
}

// counts settles a payment that the creditor's own figures hold already.
func (w *writing) counts(p *Payment, scope []*debt.Account) bool {
	for _, a := range scope {
		if w.book.past.counts(a.ID, p) {
			p.AccountID, p.Counted, p.State = a.ID, p.Amount, Applied
			return true
		}
	}
	return false
}

func (w *writing) write(persons db.List, back, apply []*Payment) error {
	if w.book != nil {
		items, accounts := w.book.changes()
		if err := debt.SaveBalances(w.tx, items); err != nil {
			return err
		}
		if err := debt.AddEntries(w.tx, w.book.entries); err != nil {
			return err
		}
		if err := debt.SetStates(w.tx, accounts); err != nil {
			return err
		}
	}
	isFresh := map[id.ID]bool{}
	for _, p := range w.fresh {
		isFresh[p.ID] = true
	}
	moved := slices.Concat(w.moved, back, apply)
	moved = slices.DeleteFunc(moved, func(p *Payment) bool { return isFresh[p.ID] })
	if err := add(w.tx, w.fresh); err != nil {
		return err
	}
	if err := save(w.tx, unique(slices.Concat(w.known, moved))); err != nil {
		return err
	}
	if err := dropSplits(w.tx, moved); err != nil {
		return err
	}
	if err := addSplits(w.tx, slices.Concat(w.fresh, moved)); err != nil {
		return err
	}
	return w.tell(persons, back, apply)
}

func unique(payments []*Payment) []*Payment {
	seen := map[id.ID]bool{}
	return slices.DeleteFunc(payments, func(p *Payment) bool {
		again := seen[p.ID]
		seen[p.ID] = true
		return again
	})
}

// tell counts the money towards promises, and says whose debts have changed.
func (w *writing) tell(persons db.List, back, apply []*Payment) error {
	if w.Credited != nil {
		for n, list := range [][]*Payment{back, apply} {
			for _, p := range list {
				amount := p.Amount
				if n == 0 {
					amount = -amount
				}
				if p.State == Unmatched {
					continue
				}
				if err := w.Credited(w.tx, p.PersonID, p.CreditorID, p.Currency, amount, p.PaidOn); err != nil {
					return err
				}
			}
		}
	}
	if w.Touched == nil || len(persons) == 0 {
		return nil
	}
	touched := make([]id.ID, len(persons))
	for i, person := range persons {
		touched[i] = id.ID(person)
	}
	return w.Touched(w.tx, touched)
}

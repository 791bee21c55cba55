package treatment

import (
	"maps"
	"slices"

	"aldia/domain/calendar"
	"aldia/domain/debt"
	"aldia/domain/delinquency"
	"aldia/domain/payment"
	"aldia/platform/db"
	"aldia/platform/id"
)

// A day is judged by what was paid up to it, also where its close runs when payments of later days are in
// already: the account stands in its figures as if those had not come, a promise is kept or broken without
// them, and they are in the figures of the day after. It is the payment's own day that counts, not the hour
// at which it was entered. Who is to be called is another matter: that goes by all that is known, since
// nobody calls who has paid. asOf is the rule for an account, and promiseThen for a promise.

// later are the accounts on which something was paid after the day that is counted again, each as it
// stood at the end of that day: what was paid afterwards is of the day to come, whatever came in between.
type later map[id.ID]*delinquency.Parted

// readLater finds where those accounts stood at the end of the day.
func (w *worker) readLater(tx db.Tx) (later, error) {
	paid, err := payment.AccountsPaidAfter(tx, w.creditor, w.day)
	all := later{}
	for chunk := range slices.Chunk(paid, composeAtOnce) {
		if err == nil {
			err = w.readSomeLater(tx, chunk, all)
		}
	}
	return all, err
}

func (w *worker) readSomeLater(tx db.Tx, accounts db.List, all later) error {
	if err := readLedgers(tx, accounts, func(a *debt.Account, items []debt.Item, lines map[id.ID][]debt.Entry) {
		buckets := w.policy.Creditors[a.CreditorID].Buckets
		if p, paid := partOf(a, items, lines, w.day, buckets); paid {
			all[a.ID] = p
		}
	}); err != nil {
		return err
	}
	moves, err := delinquency.MovedOn(tx, accounts, w.day)
	for i := range moves {
		if p := all[moves[i].Moves[0].AccountID]; p != nil {
			p.Moves = moves[i].Moves
		}
	}
	return err
}

// readLedgers reads some accounts with their items and the lines of these.
func readLedgers(tx db.Tx, accounts db.List,
	each func(*debt.Account, []debt.Item, map[id.ID][]debt.Entry),
) error {
	items, lines, ids := map[id.ID][]debt.Item{}, map[id.ID][]debt.Entry{}, db.List(nil)
	if err := debt.ItemsOfAccounts(tx, accounts, func(i *debt.Item) error {
		items[i.AccountID], ids = append(items[i.AccountID], *i), append(ids, int64(i.ID))
		return nil
	}); err != nil {
		return err
	}
	if err := debt.EntriesOf(tx, ids, func(e *debt.Entry) error {
		lines[e.ItemID] = append(lines[e.ItemID], *e)
		return nil
	}); err != nil {
		return err
	}
	return debt.AccountsByID(tx, accounts, func(a *debt.Account) error {
		each(a, items[a.ID], lines)
		return nil
	})
}

// partOf gives where an account stood at the end of a day before what was paid on it later. paid is false
// when that makes no difference.
func partOf(a *debt.Account, items []debt.Item, lines map[id.ID][]debt.Entry, day calendar.Day,
	b delinquency.Buckets,
) (p *delinquency.Parted, paid bool) {
	was, before, paid := asOf(a, items, lines, day)
	if !paid {
		return nil, false
	}
	closed := delinquency.Stand(&was, before, day, b)
	now := closed // until its standing is read: it has none when it has left the book
	now.Bucket, now.PastDue, now.Balance = delinquency.Out, 0, 0
	return &delinquency.Parted{Closed: closed, Now: now}, true
}

// asOf gives an account and its items as they were at the end of a day before what was paid later. paid is
// false when that makes no difference.
func asOf(a *debt.Account, items []debt.Item, lines map[id.ID][]debt.Entry, day calendar.Day) (
	was debt.Account, before []debt.Item, paid bool,
) {
	was, before = *a, slices.Clone(items)
	for i := range items {
		item, changed := debt.WithoutPaidAfter(items[i], lines[items[i].ID], day)
		if !changed {
			continue
		}
		before[i], paid = item, true
		if was.State == debt.Paid && item.IsOwed() {
			was.State = debt.Open
		}
	}
	return was, before, paid
}

// instead puts the accounts of a range of persons as they stood at the end of the day in the place of where
// they stand now, and remembers that.
func (l later) instead(all []delinquency.Standing, from, past id.ID) []delinquency.Standing {
	if len(l) == 0 {
		return all
	}
	all = slices.DeleteFunc(all, func(s delinquency.Standing) bool {
		p := l[s.AccountID]
		if p != nil {
			p.Now = s
		}
		return p != nil
	})
	for _, p := range l {
		if p.Closed.Bucket != delinquency.Out && p.Closed.PersonID >= from && p.Closed.PersonID < past {
			all = append(all, p.Closed)
		}
	}
	return all
}

// change is how the accounts came from where they stood at the end of the day to where they stand now: it
// is of the day to come.
func (l later) change() []delinquency.MovementFigure {
	f := delinquency.NewFigures()
	for _, p := range l {
		f.Change(&p.Closed, &p.Now)
	}
	_, change := f.Sums()
	return change
}

// inOrder gives the accounts in the order of their identities.
func (l later) inOrder() []*delinquency.Parted {
	all := make([]*delinquency.Parted, 0, len(l))
	for _, account := range slices.Sorted(maps.Keys(l)) {
		all = append(all, l[account])
	}
	return all
}

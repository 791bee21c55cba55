package debt

import (
	"aldia/domain/calendar"
	"aldia/platform/db"
	"aldia/platform/id"
)

// WithoutPaidAfter gives an item as it was at the end of a day before what was paid on it later, from the
// lines of its ledger in their order: later payments and the interest that they brought with them never
// were. What a cut says stays said, whenever it came: what it closed is closed. changed is false when
// nothing was paid later.
func WithoutPaidAfter(i Item, entries []Entry, day calendar.Day) (was Item, changed bool) {
	var later Parts
	var closedBy id.ID
	for n := range entries {
		e := &entries[n]
		switch e.Kind {
		case Payment, Reversal, Accrual:
			if e.OnDay > day {
				later = later.Plus(e.Change)
			}
		case Gone:
			closedBy = e.CauseID
		case Undo: // the cut never was
			if closedBy == e.CauseID {
				closedBy = 0
			}
		case Opening, Cut, Returned: // what was paid after the cut's own day was deducted from what it says
			closedBy = 0
		}
	}
	if later.IsZero() || closedBy != 0 || i.State != Open && i.State != Paid {
		return i, false
	}
	i.Owed = i.Owed.Minus(later)
	if i.Owed.Total() > 0 {
		i.State = Open
	}
	return i, true
}

// ItemsOfAccounts reads the items of some accounts, by account and due day.
func ItemsOfAccounts(tx db.Tx, accounts db.List, each func(*Item) error) error {
	var i Item
	return tx.Query(func(r db.Row) error {
		scanItem(r, &i)
		return each(&i)
	}, `SELECT `+itemColumns+` FROM item WHERE account_id IN ?list AND person_id IN
		(SELECT a.person_id FROM account AS a WHERE a.id IN ?list) ORDER BY account_id, due_on, id`, accounts,
		accounts)
}

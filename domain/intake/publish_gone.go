package intake

import (
	"context"

	"aldia/domain/debt"
	"aldia/domain/portfolio"
	"aldia/platform/db"
	"aldia/platform/id"
)

// missing lists the items that we have open and the cut does not, account by account: of an account that
// the cut still has they are paid; an account that is missing whole is what its portfolio says. Nothing is
// ever just dropped.
func (l *loader) missing() (items []id.ID, accounts int64) {
	counted := map[int32]bool{}
	for i := range l.live.items {
		item := &l.live.items[i]
		if item.seen || !item.open || !l.inScope(&l.live.accounts[item.account]) {
			continue
		}
		items = append(items, item.id)
		if l.live.accounts[item.account].items == 0 && !counted[item.account] {
			counted[item.account] = true
			accounts++
		}
	}
	return items, accounts
}

// closeMissing carries the missing items out of the book, or marks them, in chunks. Done again it finds
// nothing to do.
func (l *loader) closeMissing(ctx context.Context, items []id.ID) error {
	for from := 0; from < len(items); from += chunkRows {
		chunk := items[from:min(len(items), from+chunkRows)]
		if err := l.db.WriteBatch(ctx, func(tx db.Tx) error { return l.closeChunk(tx, chunk) }); err != nil {
			return err
		}
	}
	return nil
}

func (l *loader) closeChunk(tx db.Tx, chunk []id.ID) error {
	items, accounts, err := itemsWithAccounts(tx, chunk)
	if err != nil {
		return err
	}
	w := &written{}
	changed := map[id.ID]bool{}
	for i := range items {
		item := &items[i]
		account := accounts[item.AccountID]
		at := l.live.accountAt.find(account.Key, l.live.accountKey)
		gone := l.goneAs(item.PortfolioID)
		change := cutChange{
			item: item.ID, kind: "gone", before: beforeCut{*item, *account}, expected: item.Owed.Total(),
		}
		whole := l.live.accounts[at].items == 0
		replaced := whole && l.live.accounts[at].fresh // the file that this one replaces had brought it, by mistake
		switch {
		case replaced:
			gone = "undone"
		case !whole:
			gone = portfolio.GonePaid
		case gone == portfolio.GoneAsked && account.State == debt.Asked:
			continue // asked already
		}
		if whole && !changed[account.ID] {
			changed[account.ID] = true
			was := account.State
			account.State = debt.State(gone)
			w.accounts = append(w.accounts, *account)
			account.State = was
		}
		if gone != portfolio.GoneAsked {
			w.entries = append(w.entries, item.Post(debt.Gone, l.cut.AsOfOn, debt.Parts{}.Minus(item.Owed), l.cut.ID, l.startedAt))
			item.State = debt.Paid
		}
		item.LatestCutID = l.cut.ID
		w.items = append(w.items, *item)
		w.changes = append(w.changes, change)
	}
	return w.save(tx, l.cut.ID)
}

func (l *loader) goneAs(p id.ID) portfolio.Gone {
	for _, known := range l.portfolios {
		if known.ID == p {
			return l.creditor.GoneOf(*known)
		}
	}
	return l.creditor.Gone
}

// itemsWithAccounts reads items and the accounts they belong to.
func itemsWithAccounts(tx db.Tx, ids []id.ID) ([]debt.Item, map[id.ID]*debt.Account, error) {
	var items []debt.Item
	list := make(db.List, len(ids))
	for i, v := range ids {
		list[i] = int64(v)
	}
	var owners db.List
	accounts := map[id.ID]*debt.Account{}
	if err := debt.ItemsByID(tx, list, func(i *debt.Item) error {
		items = append(items, *i)
		if _, ok := accounts[i.AccountID]; !ok {
			accounts[i.AccountID] = nil
			owners = append(owners, int64(i.AccountID))
		}
		return nil
	}); err != nil {
		return nil, nil, err
	}
	err := debt.AccountsByID(tx, owners, func(a *debt.Account) error {
		c := *a
		accounts[a.ID] = &c
		return nil
	})
	return items, accounts, err
}

package intake

import (
	"cmp"
	"context"
	"slices"

	"aldia/domain/debt"
	"aldia/domain/portfolio"
	"aldia/platform/db"
	"aldia/platform/id"
)

// missing lists the items that we have open and the cut does not, account by account: of an account that
// the cut still has they are paid; an account that is missing whole is what its portfolio says. Nothing is
// ever just dropped. Accounts that stay open, since rows do not tell whose they are, are not counted as gone:
// the answer of the cut tells them apart.
func (l *loader) missing() (items []id.ID, accounts int64) {
	counted := map[int32]bool{}
	answer := &l.cut.Answer
	answer.Asked, answer.Blind = 0, l.blind
	for _, item := range l.live.items.all {
		account := l.live.accounts.at(item.account)
		if item.seen || !item.open && !item.is.has(gone) || !l.inScope(account) || l.isSpared(account) {
			continue
		}
		if item.open {
			items = append(items, item.id)
		}
		if account.items == 0 && !counted[item.account] && l.isNews(account) {
			counted[item.account] = true
			if l.blind > 0 && account.flags.has(old) {
				answer.Asked++
			} else {
				accounts++
			}
		}
	}
	return items, accounts
}

// behindAll is a line behind those of every file.
const behindAll = 1 << 40

// closeMissing carries the missing items out of the book, or marks them, in chunks. Done again it finds
// nothing to do.
func (l *loader) closeMissing(ctx context.Context, items []id.ID) error {
	for chunk := range slices.Chunk(items, chunkRows) {
		if err := l.db.WriteBatch(ctx, func(tx db.Tx) error { return l.closeChunk(tx, chunk) }); err != nil {
			return err
		}
	}
	return nil
}

func (l *loader) closeChunk(tx db.Tx, chunk []id.ID) error {
	line, err := db.Int(tx, `SELECT count(*) FROM cut_change WHERE cut_id = ? AND line >= ?`, l.cut.ID,
		behindAll)
	if err != nil {
		return err
	}
	line += behindAll
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
			item: item.ID, line: line + int64(len(w.changes)), kind: changeGone, before: beforeCut{*item, *account},
			expected: item.Owed.Total(),
		}
		a := l.live.accounts.at(at)
		whole := a.items == 0
		replaced := whole && !a.flags.has(old) // a file that this one replaces had brought it, by mistake
		switch {
		case replaced:
			gone = portfolio.Gone(debt.Undone)
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
			w.entries = append(w.entries,
				item.Post(debt.Gone, l.cut.AsOfOn, debt.Parts{}.Minus(item.Owed), l.cut.ID, l.startedAt))
			item.State = debt.Paid
		}
		item.LatestCutID = l.cut.ID
		w.items = append(w.items, *item)
		w.changes = append(w.changes, change)
	}
	return w.save(tx, l.cut.ID)
}

// isSpared says whether an item that was not seen may stand in a row that was refused: its account does, or
// it has other rows and there are some of which nobody can tell whose they are. A mended file has the refused
// instalment of an account and not those that were taken: nothing that it does not have is gone.
func (l *loader) isSpared(a *liveAccount) bool {
	return l.part || a.flags.has(spared) || l.blind > 0 && a.items > 0
}

// keepSpared counts what is spared among what there is: it stays as it was.
func (l *loader) keepSpared() {
	for _, item := range l.live.items.all {
		a := l.live.accounts.at(item.account)
		if item.seen || !item.open || !l.inScope(a) || !l.isSpared(a) {
			continue
		}
		if a.is += max(item.owed, 0); item.owed < 0 { // ours, which no cut changes
			a.is = a.was
		}
		if a.isDue == 0 || a.wasDue != 0 && a.wasDue < a.isDue {
			a.isDue = a.wasDue
		}
	}
}

// spare notes the accounts whose rows were refused. They are not gone.
func (l *loader) spare(b *batch) {
	l.blind += b.blind
	for _, key := range b.spared {
		if at := l.live.accountAt.find(key, l.live.accountKey); at >= 0 {
			l.live.accounts.at(at).flags = l.live.accounts.at(at).flags.with(spared, true)
		}
	}
}

// goneAs is what a missing account of a portfolio is. While there are rows of which nobody can tell whose
// they are it is only asked about: one of them may be its own.
func (l *loader) goneAs(p id.ID) portfolio.Gone {
	if l.blind > 0 {
		return portfolio.GoneAsked
	}
	for _, known := range l.portfolios {
		if known.ID == p {
			return l.creditor.GoneOf(*known)
		}
	}
	return l.creditor.Gone
}

// itemsWithAccounts reads items and the accounts they belong to, in the order of the identities given. The
// accounts are held first: no payment may come between the reading and the writing.
func itemsWithAccounts(tx db.Tx, ids []id.ID) ([]debt.Item, map[id.ID]*debt.Account, error) {
	list, place := make(db.List, len(ids)), make(map[id.ID]int, len(ids))
	for i, v := range ids {
		list[i], place[v] = int64(v), i
	}
	var owners db.List
	if err := tx.Query(func(r db.Row) error {
		owners = append(owners, r.Int(0))
		return nil
	}, `SELECT DISTINCT account_id FROM item WHERE id IN ?list`, list); err != nil {
		return nil, nil, err
	}
	accounts := make(map[id.ID]*debt.Account, len(owners))
	if err := debt.LockAccounts(tx, owners, func(a *debt.Account) error {
		c := *a
		accounts[a.ID] = &c
		return nil
	}); err != nil {
		return nil, nil, err
	}
	items := make([]debt.Item, 0, len(ids))
	err := debt.LockItems(tx, list, func(i *debt.Item) error {
		items = append(items, *i)
		return nil
	})
	slices.SortFunc(items, func(a, b debt.Item) int { return cmp.Compare(place[a.ID], place[b.ID]) })
	return items, accounts, err
}

// spareStrangers keeps the creditor's accounts that the file has under another creditor's name.
func (l *loader) spareStrangers(s *strangers) {
	for _, key := range s.accounts {
		if at := l.live.accountAt.find(key, l.live.accountKey); at >= 0 {
			l.live.accounts.at(at).flags = l.live.accounts.at(at).flags.with(spared, true)
		}
	}
	if s.lost {
		l.blind++
	}
	if len(s.rows) > 0 {
		l.cut.Answer.Others = s.rows
	}
}

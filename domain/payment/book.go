package payment

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"aldia/domain/calendar"
	"aldia/domain/debt"
	"aldia/domain/money"
	"aldia/platform/id"
)

// book is the debts of some persons with one creditor, as payments change them: all in memory, written
// afterwards. It knows no database.
type book struct {
	order    Order
	at       time.Time
	accounts map[id.ID]*debt.Account
	of       map[id.ID][]*debt.Account // by person
	items    map[id.ID]*debt.Item
	in       map[id.ID][]*debt.Item // by account, by due day
	terms    map[id.ID]debt.Terms   // by account
	past     *past

	entries []debt.Entry
	changed map[id.ID]id.ID      // items, and the payment that did it
	states  map[id.ID]debt.State // of accounts, as they were
	marks   map[id.ID]calendar.Day
}

func newBook(o Order, at time.Time) *book {
	return &book{
		order: o, at: at, accounts: map[id.ID]*debt.Account{}, of: map[id.ID][]*debt.Account{},
		items: map[id.ID]*debt.Item{}, in: map[id.ID][]*debt.Item{}, terms: map[id.ID]debt.Terms{}, past: newPast(),
		changed: map[id.ID]id.ID{}, states: map[id.ID]debt.State{}, marks: map[id.ID]calendar.Day{},
	}
}

// addAccount says whether the account is new to the book.
func (b *book) addAccount(a *debt.Account) bool {
	if b.accounts[a.ID] != nil {
		return false
	}
	kept := *a
	b.accounts[a.ID] = &kept
	b.of[a.PersonID] = append(b.of[a.PersonID], &kept)
	b.states[a.ID] = a.State
	return true
}

// addItem takes an item of an account of the book.
func (b *book) addItem(i *debt.Item) {
	if b.items[i.ID] != nil || b.accounts[i.AccountID] == nil {
		return
	}
	kept := *i
	b.items[i.ID] = &kept
	b.in[i.AccountID] = append(b.in[i.AccountID], &kept)
	if b.bears(&kept) {
		b.marks[i.ID] = i.AccruedOn
	}
}

// arrange brings the items of each account in the order of their due days.
func (b *book) arrange() {
	for _, items := range b.in {
		slices.SortFunc(items, func(x, y *debt.Item) int {
			return cmp.Or(cmp.Compare(x.DueOn, y.DueOn), cmp.Compare(x.ID, y.ID))
		})
	}
}

// bears says whether we reckon interest on an item: then it matters in which order payments come.
func (b *book) bears(i *debt.Item) bool {
	if i.Figures != debt.Ours {
		return false
	}
	return hasRates(b.terms[i.AccountID])
}

func hasRates(t debt.Terms) bool { return t.Rate > 0 || t.MoratoryRate > 0 || len(t.Before) > 0 }

// scope is the accounts that a payment may go to.
func (b *book) scope(p *Payment) []*debt.Account {
	if !p.Spread {
		if a := b.accounts[p.AccountID]; a != nil {
			return []*debt.Account{a}
		}
		return nil
	}
	var all []*debt.Account
	for _, a := range b.of[p.PersonID] {
		if a.Currency == p.Currency {
			all = append(all, a)
		}
	}
	return all
}

// bring carries the interest of an item to the end of a day: what is missing is posted, what was posted
// beyond it is taken back. It never goes behind the day on which the creditor last said what is owed.
func (b *book) bring(i *debt.Item, day calendar.Day, cause id.ID) []debt.Entry {
	if !b.bears(i) {
		return nil
	}
	t := b.terms[i.AccountID]
	day = max(day, b.past.floor[i.ID])
	if i.AccruedOn <= day {
		if e, ok := t.PostInterest(i, day, cause, b.at); ok {
			return []debt.Entry{e}
		}
		return nil
	}
	var entries []debt.Entry
	if e, ok := t.ReturnInterest(i, i.Owed.Principal, day, cause, b.at); ok {
		entries = append(entries, e)
	}
	i.AccruedOn = day
	// Giving back rounds a half towards nothing where posting rounds it away: bring it to what posting gives.
	var half debt.Parts
	half.Interest, i.InterestCarry = money.Accrue(i.InterestCarry, 0, 0, t.Basis, 0)
	half.Moratory, i.MoratoryCarry = money.Accrue(i.MoratoryCarry, 0, 0, t.Basis, 0)
	if !half.IsZero() {
		entries = append(entries, i.Post(debt.Accrual, day, half, cause, b.at))
	}
	return entries
}

// apply splits a payment over what is owed on its day and deducts it.
func (b *book) apply(p *Payment) {
	var first, rest []Due
	for _, a := range b.scope(p) {
		if a.State != debt.Open && a.State != debt.Asked {
			continue
		}
		for _, item := range b.in[a.ID] {
			if !item.IsOwed() {
				continue
			}
			then := *item
			b.bring(&then, p.PaidOn, p.ID)
			due := Due{item.ID, item.DueOn, then.Owed}
			if p.Item != "" && item.Number == p.Item {
				first = append(first, due)
			} else {
				rest = append(rest, due)
			}
		}
	}
	splits, left := Allocate(p.Amount, first, b.order)
	more, left := Allocate(left, rest, b.order)
	p.Splits = slices.Concat(splits, more)
	p.Applied = p.Amount - left
	p.State = Applied
	if left > 0 {
		p.State = Partly
	}
	for n := range p.Splits {
		s := &p.Splits[n]
		item := b.items[s.ItemID]
		s.CutID, s.Was = item.LatestCutID, b.accounts[item.AccountID].State
		if n == 0 && p.Spread {
			p.AccountID = item.AccountID
		}
		b.entries = append(b.entries, b.bring(item, p.PaidOn, p.ID)...)
		b.post(item, debt.Payment, debt.Parts{}.Minus(s.Parts), p)
	}
	b.settle(p)
}

func (b *book) post(i *debt.Item, kind debt.EntryKind, change debt.Parts, p *Payment) {
	b.entries = append(b.entries, i.Post(kind, p.PaidOn, change, p.ID, b.at))
	b.changed[i.ID] = p.ID
	i.State = debt.Open
	if i.Owed.IsZero() {
		i.State = debt.Paid
	}
}

// settle makes an account paid when nothing of it is owed any more.
func (b *book) settle(p *Payment) {
	for _, s := range p.Splits {
		a := b.accounts[b.items[s.ItemID].AccountID]
		if a.State != debt.Open && a.State != debt.Asked {
			continue
		}
		if !slices.ContainsFunc(b.in[a.ID], (*debt.Item).IsOwed) {
			a.State = debt.Paid
		}
	}
}

// takeBack gives every item back what the payment took from it, but where the creditor has said since what
// is owed: its word stands, and it knows of its own payments.
func (b *book) takeBack(p *Payment) {
	for _, s := range slices.Backward(p.Splits) {
		item := b.items[s.ItemID]
		if item == nil || b.past.overtaken(p, &s, item) {
			continue
		}
		b.entries = append(b.entries, b.bring(item, p.PaidOn, p.ID)...)
		b.post(item, debt.Reversal, s.Parts, p)
		if a := b.accounts[item.AccountID]; a != nil && a.State == debt.Paid {
			a.State = s.Was
		}
	}
	p.Splits, p.Applied = nil, 0
}

// rework takes payments back, the latest first, and applies others, the earliest first.
func (b *book) rework(back, apply []*Payment) {
	for _, p := range slices.Backward(back) {
		b.takeBack(p)
	}
	for _, p := range apply {
		b.apply(p)
	}
}

// catchUp posts interest again, on what is owed now, where it had been posted beyond the payments.
func (b *book) catchUp() {
	for _, key := range slices.Sorted(maps.Keys(b.changed)) {
		item, mark := b.items[key], b.marks[key]
		if item.AccruedOn < mark && item.State == debt.Open && item.Owed.Principal > 0 {
			b.entries = append(b.entries, b.bring(item, mark, b.changed[key])...)
		}
	}
}

// changes gives what is to be written, in an order that does not depend on chance.
func (b *book) changes() (items []debt.Item, accounts []debt.Account) {
	for _, key := range slices.Sorted(maps.Keys(b.changed)) {
		items = append(items, *b.items[key])
	}
	for _, key := range slices.Sorted(maps.Keys(b.states)) {
		if a := b.accounts[key]; a.State != b.states[key] {
			accounts = append(accounts, *a)
		}
	}
	return items, accounts
}

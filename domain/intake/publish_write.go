package intake

import (
	"encoding/json"
	"fmt"
	"time"

	"aldia/domain/debt"
	"aldia/domain/money"
	"aldia/domain/portfolio"
	"aldia/platform/audit"
	"aldia/platform/db"
	"aldia/platform/id"
)

// written is all that a chunk of a cut writes.
type written struct {
	newAccounts []debt.Account
	accounts    []debt.Account
	newItems    []debt.Item
	items       []debt.Item
	entries     []debt.Entry
	parties     []debt.Party
	rates       []debt.RateChange
	owners      map[id.ID]id.ID // the person of each account in rates
	changes     []cutChange
	differing   int64
}

// roomFor makes room for what a plan writes.
func roomFor(plan []planned) *written {
	opens, fresh := 0, 0
	for i := range plan {
		if plan[i].opens {
			opens++
		}
		if plan[i].fresh {
			fresh++
		}
	}
	return &written{
		newAccounts: make([]debt.Account, 0, opens), newItems: make([]debt.Item, 0, fresh),
		entries: make([]debt.Entry, 0, fresh), owners: map[id.ID]id.ID{},
	}
}

// cutChange is what a cut changed of an item, with the state before.
type cutChange struct {
	item     id.ID
	line     int64
	kind     string
	before   beforeCut
	expected money.Amount
	brought  money.Amount
	paid     money.Amount
}

// The kinds of a change. Terms are an account's that a new item brought along: its own item was not there.
const (
	changeChanged  = "changed"
	changeGone     = "gone"
	changeReturned = "returned"
	changeTerms    = "terms"
)

// beforeCut is an item and its account as they were, so that the cut can be taken back.
type beforeCut struct {
	Item    debt.Item    `json:"item"`
	Account debt.Account `json:"account"`
}

func addChanges(tx db.Tx, cut id.ID, changes []cutChange) error {
	columns := []string{"cut_id", "item_id", "line", "kind", "before", "expected", "brought", "paid"}
	return tx.Insert("cut_change", columns, len(changes), func(n int, v *db.Values) {
		text, err := json.Marshal(changes[n].before)
		if err != nil {
			panic("intake: " + err.Error()) // plain fields always have a text
		}
		v.Int(int64(cut))
		v.Int(int64(changes[n].item))
		v.Int(changes[n].line)
		v.Text(changes[n].kind)
		v.Text(string(text))
		v.Int(int64(changes[n].expected))
		v.Int(int64(changes[n].brought))
		v.Int(int64(changes[n].paid))
	})
}

// known is what a chunk changes, as it is before.
type known struct {
	accounts map[id.ID]*debt.Account
	items    map[id.ID]*debt.Item
	paid     map[id.ID]money.Amount // by item: payments since a cut last said what is owed
	later    map[id.ID]debt.Parts   // by item: what payments after this cut's day change, which it cannot know
}

// read fetches the items and accounts that a chunk changes.
func (l *loader) read(tx db.Tx, plan []planned) (*known, error) {
	k := &known{
		make(map[id.ID]*debt.Account, len(plan)), map[id.ID]*debt.Item{}, map[id.ID]money.Amount{},
		map[id.ID]debt.Parts{},
	}
	var accounts, items db.List
	for i := range plan {
		if !plan[i].opens {
			accounts = append(accounts, int64(plan[i].accountID))
		}
		if !plan[i].fresh {
			items = append(items, int64(plan[i].itemID))
		}
	}
	if len(accounts) > 0 {
		if err := debt.LockAccounts(tx, accounts, func(a *debt.Account) error {
			c := *a
			k.accounts[a.ID] = &c
			return nil
		}); err != nil {
			return nil, err
		}
	}
	if len(items) == 0 {
		return k, nil
	}
	if err := debt.LockItems(tx, items, func(i *debt.Item) error {
		c := *i
		k.items[i.ID] = &c
		return nil
	}); err != nil {
		return nil, err
	}
	return k, debt.EntriesOf(tx, items, func(e *debt.Entry) error {
		switch e.Kind { //nolint:exhaustive // the other kinds are no payments
		case debt.Payment, debt.Reversal:
			k.paid[e.ItemID] -= e.Change.Total()
			if e.OnDay > l.cut.AsOfOn {
				k.later[e.ItemID] = k.later[e.ItemID].Plus(e.Change)
			}
		case debt.Opening, debt.Cut, debt.Returned:
			k.paid[e.ItemID] = 0 // the creditor has spoken since
		}
		return nil
	})
}

// build makes of one row the account, the item and the entries that it brings.
func (l *loader) build(p *planned, who id.ID, pf *portfolio.Portfolio, old *known, w *written) error {
	figures := debt.Figures(l.creditor.FiguresOf(*pf))
	account := old.accounts[p.accountID]
	switch {
	case p.opens:
		a := l.newAccount(p.row, who, pf)
		a.ID = p.accountID
		w.newAccounts = append(w.newAccounts, a)
		account = &a
		old.accounts[a.ID] = account
	case account == nil:
		return fmt.Errorf("intake: the account %d of line %d is not there", p.accountID, p.row.Line)
	case account.Number != p.row.Account:
		return errHashMeeting.With(account.Number, p.row.Account)
	}
	if !p.fresh {
		l.changeItem(p, old, account, who, pf, figures, w)
		return nil
	}
	item := l.newItem(p.row, account, pf, figures)
	item.ID = p.itemID
	w.entries = append(w.entries, item.Post(debt.Opening, l.cut.AsOfOn, parts(p.row), l.cut.ID, l.startedAt))
	settle(&item)
	w.newItems = append(w.newItems, item)
	was := *account
	if account.CutID != l.cut.ID && l.changeAccount(p.row, account, who, pf, item.State == debt.Open, w) {
		w.changes = append(w.changes, cutChange{
			item: item.ID, line: int64(p.row.Line), kind: changeTerms, before: beforeCut{Account: was},
		})
	}
	return nil
}

func parts(row *Row) debt.Parts {
	return debt.Parts{Principal: row.Principal, Interest: row.Interest, Moratory: row.Moratory, Fees: row.Fees}
}

// settle closes an item on which nothing is owed, and opens one on which something is.
func settle(i *debt.Item) {
	switch {
	case i.Owed.Total() > 0:
		i.State = debt.Open
	default:
		i.State = debt.Paid
	}
}

func (l *loader) newAccount(row *Row, person id.ID, pf *portfolio.Portfolio) debt.Account {
	a := debt.Account{
		PersonID: person, CreditorID: l.creditor.ID, PortfolioID: pf.ID, Key: row.AccountKey, Number: row.Account,
		Currency: row.Currency, State: debt.Open, CutID: l.cut.ID, Basis: l.creditor.Basis,
	}
	setTerms(&a, row)
	return a
}

// setTerms gives an account what the row says of it.
func setTerms(a *debt.Account, row *Row) {
	a.Product, a.OpenedOn, a.Disputed = row.Product, row.OpenedOn, row.Disputed
	a.GuaranteeKind, a.GuaranteeValue, a.Sector = row.GuaranteeKind, row.GuaranteeValue, row.Sector
	a.Attributes = string(row.Attributes)
	if row.HasRate {
		a.Rate = row.Rate
	}
	if row.HasMoratoryRate {
		a.MoratoryRate = row.MoratoryRate
	}
}

// newItem is an item of a row; all items of an account are its debtor's.
func (l *loader) newItem(row *Row, a *debt.Account, pf *portfolio.Portfolio, figures debt.Figures) debt.Item {
	return debt.Item{
		PersonID: a.PersonID, AccountID: a.ID, CreditorID: l.creditor.ID, PortfolioID: pf.ID, Key: row.Key,
		Digest: row.Digest, Number: row.Item, DueOn: row.DueOn, Original: original(row), State: debt.Open,
		Figures: figures, AccruedOn: l.cut.AsOfOn, CutID: l.cut.ID, LatestCutID: l.cut.ID,
	}
}

// brought is the balance that a row says, with the parts of which it has no column as they were.
func brought(row *Row, was debt.Parts) debt.Parts {
	p := parts(row)
	if !row.HasInterest {
		p.Interest = was.Interest
	}
	if !row.HasMoratory {
		p.Moratory = was.Moratory
	}
	if !row.HasFees {
		p.Fees = was.Fees
	}
	return p
}

func original(row *Row) money.Amount {
	if row.Original > 0 {
		return row.Original
	}
	return row.Principal
}

// changeAccount gives an account the row's terms, when they differ, and keeps the rates that end. It says
// whether anything is another. opens tells that something is owed on the row.
func (l *loader) changeAccount(
	row *Row, a *debt.Account, person id.ID, pf *portfolio.Portfolio, opens bool, w *written,
) bool {
	was := *a
	setTerms(a, row)
	a.PersonID, a.PortfolioID = person, pf.ID
	if opens || a.State == debt.Asked || a.State == debt.Undone {
		a.State = debt.Open
	}
	if *a == was {
		return false
	}
	if a.Rate != was.Rate || a.MoratoryRate != was.MoratoryRate {
		w.owners[a.ID] = a.PersonID
		w.rates = append(w.rates, debt.RateChange{
			AccountID: a.ID, UntilOn: l.cut.AsOfOn, Rate: was.Rate, MoratoryRate: was.MoratoryRate,
		})
	}
	for i := range w.accounts {
		if w.accounts[i].ID == a.ID {
			w.accounts[i] = *a
			return true
		}
	}
	w.accounts = append(w.accounts, *a)
	return true
}

// changeItem brings an item to what the row says. Where the creditor's figures count the balance becomes
// the row's, and the difference to what we expected is listed; where ours count only terms change, and the
// difference is listed too.
func (l *loader) changeItem(p *planned, old *known, account *debt.Account, person id.ID,
	pf *portfolio.Portfolio,
	figures debt.Figures, w *written,
) {
	item := old.items[p.itemID]
	// What the file does not speak of stays as it is now, with what was paid on it after the cut's day.
	later := old.later[item.ID]
	owed := brought(p.row, item.Owed.Minus(later)).Plus(later)
	change := cutChange{
		item: item.ID, line: int64(p.row.Line), kind: changeChanged, before: beforeCut{*item, *account},
		expected: item.Owed.Total(), brought: owed.Total(), paid: old.paid[item.ID],
	}
	kind := debt.Cut
	if item.State != debt.Open && owed.Total() > 0 && !p.settled {
		kind, change.kind = debt.Returned, changeReturned
	}
	l.changeAccount(p.row, account, person, pf, item.State == debt.Open || kind == debt.Returned, w)
	item.PersonID, item.PortfolioID, item.DueOn, item.Digest = person, pf.ID, p.row.DueOn, p.row.Digest
	item.Original, item.Figures, item.LatestCutID = original(p.row), figures, l.cut.ID
	if figures == debt.Creditors || kind == debt.Returned {
		if difference := owed.Minus(item.Owed); !difference.IsZero() {
			w.entries = append(w.entries, item.Post(kind, l.cut.AsOfOn, difference, l.cut.ID, l.startedAt))
		}
		item.AccruedOn, item.InterestCarry, item.MoratoryCarry = l.cut.AsOfOn, 0, 0
		settle(item)
	}
	expects := item.State != debt.Undone && (change.paid > 0 || figures == debt.Ours)
	if change.expected != change.brought && expects {
		w.differing++
	}
	w.items = append(w.items, *item)
	w.changes = append(w.changes, change)
}

func (w *written) save(tx db.Tx, cut id.ID) error {
	if err := debt.AddAccounts(tx, w.newAccounts); err != nil {
		return err
	}
	if err := debt.SaveAccounts(tx, w.accounts); err != nil {
		return err
	}
	if err := debt.AddItems(tx, w.newItems); err != nil {
		return err
	}
	if err := debt.SaveItems(tx, w.items); err != nil {
		return err
	}
	if err := debt.AddEntries(tx, w.entries); err != nil {
		return err
	}
	if err := debt.AddParties(tx, w.parties); err != nil {
		return err
	}
	if err := debt.AddRateChanges(tx, w.rates, w.owners, cut); err != nil {
		return err
	}
	return addChanges(tx, cut, w.changes)
}

// book writes down who published or took back a cut, and why.
func book(tx db.Tx, what string, c *Cut, who id.ID, at time.Time) error {
	says := map[string]any{
		"file": c.FileName, "digest": c.FileDigest, "as_of": c.AsOfOn.Text(), "rows": c.Answer.Rows,
		"accepted": c.Answer.Accepted, "refused": c.Answer.Refused,
	}
	if c.Kind == Payments {
		says["duplicate"], says["unmatched"], says["amounts"] = c.Answer.Duplicate, c.Answer.Unmatched,
			c.Answer.Balance
	} else {
		says["new"], says["changed"], says["gone"] = c.Answer.New, c.Answer.Changed, c.Answer.Gone
	}
	detail, err := json.Marshal(says)
	if err != nil {
		return err
	}
	return audit.AppendTx(tx, audit.Entry{
		At: at, ByUser: who, What: what, On: "cut", OnID: c.ID, Detail: json.RawMessage(detail),
	})
}

package intake

import (
	"encoding/json"
	"math"
	"math/bits"

	"aldia/domain/calendar"
	"aldia/domain/debt"
	"aldia/domain/money"
	"aldia/platform/db"
	"aldia/platform/id"
)

// live is what we have of a creditor before a cut is compared with it: one small record for each item and
// account, found by hash. A million items take some 100 MB; nothing else of a cut is kept in memory.
type live struct {
	items     blocks[liveItem]
	news      blocks[int64] // keys of the items that this cut brings, behind all others
	accounts  blocks[liveAccount]
	itemAt    index
	accountAt index
	// currencies of the creditor's accounts: one or two.
	currencies []money.Currency
	// kept is by position what is owed on an item in parts of which the file has no column.
	kept       map[int32]debt.Parts
	portfolios []id.ID // the first is none: of accounts that are new
}

type liveItem struct {
	key, digest int64
	id          id.ID
	owed        money.Amount // as the creditor last said it; below zero where our own figures count
	account     int32        // position
	open        bool
	seen        bool
	is          flags // settled, gone, undone
}

// flags are several bits in the room of one: of three million items each byte counts.
type flags uint8

// Of an item, and of an account.
const (
	settled flags = 1 << iota // ours, and paid: the creditor's file may go on having it
	gone                      // closed by this very cut, before it was interrupted
	undone                    // the cut that brought it was taken back: when it comes again it is new

	old    // something of it was there before this cut and those that it replaces
	asked  // by an earlier cut
	spared // a row of it was refused
	held   // something of it is in the book, so that it has its currency
)

func (f flags) has(one flags) bool { return f&one != 0 }

// with adds a flag where something is so; it never takes one away.
func (f flags) with(one flags, so bool) flags {
	if so {
		f |= one
	}
	return f
}

// liveAccount sums up an account before and after the cut.
type liveAccount struct {
	key       int64
	id        id.ID
	was, is   money.Amount
	wasDue    int32 // the oldest due day, zero for none
	isDue     int32
	items     int32  // seen in the cut
	portfolio uint16 // position
	currency  uint8  // position
	flags     flags  // old, asked, spared, held
}

// index is an open-addressed table from a key to a position. Keys of neighbours lie beside each other, so
// they are spread by a multiplication first.
type index struct {
	slots []int32
	mask  uint64
	used  int
}

// spread is 2⁶⁴ divided by the golden ratio (Knuth, The Art of Computer Programming, 6.4).
const spread = 0x9e3779b97f4a7c15

func (x *index) start(key int64) uint64 { return bits.RotateLeft64(uint64(key)*spread, 32) & x.mask }

func newIndex(n int) index {
	size := 1024
	for size*3 <= n*4 { // as put grows it
		size *= 2
	}
	return index{slots: make([]int32, size), mask: uint64(size - 1)}
}

// find gives the position of a key, or -1. keyOf tells the key at a position.
func (x *index) find(key int64, keyOf func(int32) int64) int32 {
	for at := x.start(key); ; at = (at + 1) & x.mask {
		slot := x.slots[at]
		if slot == 0 {
			return -1
		}
		if keyOf(slot-1) == key {
			return slot - 1
		}
	}
}

// put adds a key that is not there.
func (x *index) put(key int64, position int32, keyOf func(int32) int64) {
	if x.used*4 >= len(x.slots)*3 {
		old := x.slots
		x.slots, x.mask = make([]int32, len(old)*2), uint64(len(old)*2-1)
		for _, slot := range old {
			if slot != 0 {
				x.place(keyOf(slot-1), slot)
			}
		}
	}
	x.place(key, position+1)
	x.used++
}

func (x *index) place(key int64, slot int32) {
	at := x.start(key)
	for x.slots[at] != 0 {
		at = (at + 1) & x.mask
	}
	x.slots[at] = slot
}

// newsFrom is the position of the first item that the cut brings. Of those only the key is needed again.
const newsFrom = 1 << 30

func (l *live) itemKey(at int32) int64 {
	if at >= newsFrom {
		return *l.news.at(at - newsFrom)
	}
	return l.items.at(at).key
}

func (l *live) accountKey(at int32) int64 { return l.accounts.at(at).key }

// earlier is an item as it was before this very cut changed it, in a run that was interrupted.
type earlier struct {
	owed  money.Amount
	dueOn calendar.Day
	gone  bool
}

// earlierOf reads what an interrupted cut has changed so far.
func earlierOf(tx db.Tx, cut id.ID) (map[id.ID]earlier, error) {
	before := map[id.ID]earlier{}
	err := tx.Query(func(r db.Row) error {
		var b beforeCut
		if err := json.Unmarshal(r.Bytes(2), &b); err != nil {
			return err
		}
		e := earlier{dueOn: b.Item.DueOn, gone: r.Text(1) == changeGone}
		if b.Item.State == debt.Open {
			e.owed = b.Item.Owed.Total()
		}
		before[id.ID(r.Int(0))] = e
		return nil
	}, `SELECT item_id, kind, before FROM cut_change WHERE cut_id = ? AND kind <> 'terms'`, cut)
	return before, err
}

// readLive gathers what we have of a creditor. replaced are the cuts that this one replaces.
func readLive(tx db.Tx, creditor, cut id.ID, replaced map[id.ID]bool, asOf calendar.Day) (*live, error) {
	before, err := earlierOf(tx, cut)
	if err != nil {
		return nil, err
	}
	n, err := debt.LiveCount(tx, creditor)
	if err != nil {
		return nil, err
	}
	l := &live{itemAt: newIndex(int(n)), accountAt: newIndex(int(n)), portfolios: []id.ID{0}}
	err = debt.LiveOf(tx, creditor, func(d debt.Live) {
		at := l.account(d.AccountKey)
		a := l.accounts.at(at)
		a.id, a.portfolio = d.AccountID, l.portfolio(d.PortfolioID)
		changed, again := before[d.ItemID]
		a.flags = a.flags.with(asked, d.Asked && !changed.gone)
		a.currency = l.currency(d.Currency)
		// An account that this very cut brought, before it was interrupted, was not there before.
		switch {
		case d.CutID == cut:
		case again:
			a.owe(&a.was, &a.wasDue, changed.owed, changed.dueOn)
		default:
			a.owe(&a.was, &a.wasDue, d.Owed, d.DueOn)
		}
		a.flags = a.flags.with(old, d.CutID != cut && !replaced[d.CutID])
		a.flags = a.flags.with(held, !d.Undone || d.Open)
		owed := d.Owed
		if d.Ours {
			owed = -1
		}
		item := liveItem{key: d.Key, digest: d.Digest, id: d.ItemID, owed: owed, account: at, open: d.Open}
		item.is = item.is.with(settled, d.Settled)
		item.is = item.is.with(gone, changed.gone && !d.Open)
		item.is = item.is.with(undone, d.Undone && !d.Open)
		l.add(item)
	})
	if err != nil {
		return nil, err
	}
	err = l.addLaterPayments(tx, creditor, asOf)
	return l, err
}

// addLaterPayments puts back what was paid after the cut's day: the creditor's figure of that day cannot
// know it.
func (l *live) addLaterPayments(tx db.Tx, creditor id.ID, asOf calendar.Day) error {
	later := map[id.ID]money.Amount{}
	if err := tx.Query(func(r db.Row) error {
		later[id.ID(r.Int(0))] = money.Amount(r.Int(1))
		return nil
	}, `SELECT s.item_id, CAST(sum(s.principal + s.interest + s.moratory + s.fees) AS BIGINT)
		FROM payment p JOIN payment_split s ON s.payment_id = p.id
		WHERE p.creditor_id = ? AND p.paid_on > ? AND p.state IN ('applied', 'partly') GROUP BY s.item_id`,
		creditor, asOf); err != nil || len(later) == 0 {
		return err
	}
	for _, item := range l.items.all {
		if paid, ok := later[item.id]; ok && item.owed >= 0 {
			item.owed += paid
		}
	}
	return nil
}

// account gives the position of an account, made when it is not there.
func (l *live) account(key int64) int32 {
	if at := l.accountAt.find(key, l.accountKey); at >= 0 {
		return at
	}
	at := l.accounts.add(liveAccount{key: key})
	l.accountAt.put(key, at, l.accountKey)
	return at
}

func (l *live) add(i liveItem) int32 {
	at := l.items.add(i)
	l.itemAt.put(i.key, at, l.itemKey)
	return at
}

// addNew notes an item that the cut brings.
func (l *live) addNew(key int64) int32 {
	at := newsFrom + l.news.add(key)
	l.itemAt.put(key, at, l.itemKey)
	return at
}

// owe adds an item to the sum of its account.
func (a *liveAccount) owe(sum *money.Amount, due *int32, owed money.Amount, dueOn calendar.Day) {
	if owed <= 0 {
		return
	}
	*sum += owed
	if *due == 0 || dueOn < calendar.Day(*due) {
		*due = int32(dueOn)
	}
}

func (l *live) currency(c money.Currency) uint8 {
	for i, known := range l.currencies {
		if known == c {
			return uint8(i)
		}
	}
	l.currencies = append(l.currencies, c)
	return uint8(len(l.currencies) - 1)
}

// portfolio gives the position of a portfolio. A creditor with more than sixty-five thousand of them has
// mistaken portfolios for customers: those beyond have the place of none, in which nothing is ever gone.
func (l *live) portfolio(p id.ID) uint16 {
	for i, known := range l.portfolios {
		if known == p {
			return uint16(i)
		}
	}
	if len(l.portfolios) > math.MaxUint16 {
		return 0
	}
	l.portfolios = append(l.portfolios, p)
	return uint16(len(l.portfolios) - 1)
}

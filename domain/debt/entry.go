package debt

import (
	"time"

	"aldia/domain/calendar"
	"aldia/platform/id"
)

// EntryKind says what an entry of the ledger is for.
type EntryKind string

// The kinds.
const (
	Opening  EntryKind = "opening"  // what a cut brought for the first time
	Cut      EntryKind = "cut"      // what a later cut says otherwise
	Accrual  EntryKind = "accrual"  // interest posted
	Payment  EntryKind = "payment"  // money received
	Reversal EntryKind = "reversal" // a payment taken back
	Gone     EntryKind = "gone"     // the account is no longer in the creditor's cut
	Returned EntryKind = "returned" // it is there again
	Undo     EntryKind = "undo"     // a cut taken back
)

// Entry is one line of an item's ledger. Lines are only added; the nth line of an item is its nth change.
type Entry struct {
	ItemID  id.ID
	N       int64
	OnDay   calendar.Day
	Kind    EntryKind
	Change  Parts
	CauseID id.ID // the cut, payment or close behind it
	At      time.Time
}

// Post changes the item's balance and gives the entry that says so. Every change of a balance goes through
// here.
func (i *Item) Post(kind EntryKind, on calendar.Day, change Parts, cause id.ID, at time.Time) Entry {
	i.Owed = i.Owed.Plus(change)
	i.EntryCount++
	return Entry{ItemID: i.ID, N: i.EntryCount, OnDay: on, Kind: kind, Change: change, CauseID: cause, At: at}
}

// Balance rebuilds a balance from the lines of one item.
func Balance(entries []Entry) Parts {
	var sum Parts
	for _, e := range entries {
		sum = sum.Plus(e.Change)
	}
	return sum
}

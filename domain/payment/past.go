package payment

import (
	"cmp"
	"slices"

	"aldia/domain/calendar"
	"aldia/domain/debt"
	"aldia/domain/money"
	"aldia/platform/id"
)

// past is what the ledger tells of items: when the creditor last said what is owed, and what it then
// deducted by itself.
type past struct {
	floor map[id.ID]calendar.Day // by item: the day of the creditor's last word: interest before it is in that
	word  map[id.ID]word         // by item: the last word that closed it or brought it back
	paid  map[paidKey]int64      // the line on which a payment was last deducted
	drops map[id.ID][]drop       // by account, by day
}

type paidKey struct{ payment, item id.ID }

// word is a line of the ledger that a cut wrote.
type word struct {
	n   int64
	cut id.ID
}

// drop is a sum by which a creditor's cut lowered an account beyond what we knew of.
type drop struct {
	cut   id.ID
	onDay calendar.Day
	left  money.Amount
}

func newPast() *past {
	return &past{
		floor: map[id.ID]calendar.Day{}, word: map[id.ID]word{}, paid: map[paidKey]int64{},
		drops: map[id.ID][]drop{},
	}
}

// read takes in a line of the ledger; lines of an item come in their order.
func (h *past) read(e *debt.Entry, i *debt.Item, a *debt.Account) {
	switch e.Kind {
	case debt.Payment:
		h.paid[paidKey{e.CauseID, e.ItemID}] = e.N
	case debt.Accrual, debt.Reversal:
	case debt.Undo: // the cut never was
		h.floor[i.ID] = max(h.floor[i.ID], e.OnDay)
		if h.word[i.ID].cut == e.CauseID {
			delete(h.word, i.ID)
		}
		h.drops[a.ID] = slices.DeleteFunc(h.drops[a.ID], func(d drop) bool { return d.cut == e.CauseID })
	case debt.Opening, debt.Cut, debt.Gone, debt.Returned:
		h.floor[i.ID] = max(h.floor[i.ID], e.OnDay)
		if e.Kind == debt.Gone || e.Kind == debt.Returned {
			h.word[i.ID] = word{e.N, e.CauseID}
		}
		less := -e.Change.Total()
		if a.State != debt.Recalled && less > 0 && (e.Kind == debt.Cut || e.Kind == debt.Gone) {
			h.drops[a.ID] = append(h.drops[a.ID], drop{e.CauseID, e.OnDay, less})
		}
	}
}

// order brings the drops of each account in the order of their days.
func (h *past) order() {
	for _, drops := range h.drops {
		slices.SortStableFunc(drops, func(a, b drop) int { return cmp.Compare(a.onDay, b.onDay) })
	}
}

// overtaken says whether the creditor has said what is owed of an item since a payment was deducted from
// it, knowing what had been paid by then.
func (h *past) overtaken(p *Payment, s *Split, i *debt.Item) bool {
	if i.State == debt.Undone || h.word[i.ID].n > h.paid[paidKey{p.ID, i.ID}] {
		return true
	}
	return i.Figures == debt.Creditors && i.LatestCutID != s.CutID && p.PaidOn <= i.AccruedOn
}

// counts says whether the creditor's own figures hold a payment already: a cut of its day or later lowered
// the account by something that no payment we had heard of explains. Deducting it once more would count it
// twice. A payment is explained whole, since interest of the same days blurs the sums.
func (h *past) counts(account id.ID, p *Payment) bool {
	drops := h.drops[account]
	for n := range drops {
		if drops[n].onDay >= p.PaidOn && drops[n].left > 0 {
			drops[n].left -= p.Amount
			return true
		}
	}
	return false
}

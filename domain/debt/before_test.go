package debt

import (
	"testing"
	"time"

	"aldia/domain/calendar"
	"aldia/domain/money"
)

func TestAnItemStandsWhereItStoodBeforeWhatWasPaidOnItLater(t *testing.T) {
	t.Parallel()
	day, at := calendar.Of(2026, 3, 31), time.Unix(0, 0)
	type line struct {
		kind   EntryKind
		on     calendar.Day
		change money.Amount
	}
	opened := line{Opening, day - 30, 100}
	for _, c := range []struct {
		name    string
		lines   []line
		state   State // now
		owed    money.Amount
		was     State
		changed bool
	}{
		{"nothing was paid", []line{opened}, Open, 100, Open, false},
		{"paid before", []line{opened, {Payment, day, -40}}, Open, 60, Open, false},
		{"paid in part since", []line{opened, {Payment, day - 1, -10}, {Payment, day + 1, -40}}, Open, 90, Open,
			true},
		{"paid off since", []line{opened, {Payment, day + 2, -100}}, Paid, 100, Open, true},
		{"with the interest that it brought", []line{opened, {Accrual, day, 2}, {Accrual, day + 3, 5},
			{Payment, day + 3, -107}}, Paid, 102, Open, true},
		{"taken back", []line{opened, {Payment, day + 1, -40}, {Reversal, day + 1, 40}}, Open, 100, Open, false},
		{"a late cut says less", []line{opened, {Payment, day + 1, -40}, {Cut, day, -10}}, Open, 90, Open, true},
		{"a late cut closes it", []line{opened, {Payment, day + 1, -40}, {Gone, day, -60}}, Paid, 0, Paid, false},
		{"and is taken back", []line{opened, {Payment, day + 1, -40}, {Gone, day, -60}, {Undo, day, 60}}, Open, 100,
			Open, true},
		{"what a cut took back was never owed", []line{opened, {Payment, day + 1, -40}, {Undo, day, -60}}, Undone,
			0, Undone, false},
	} {
		item, entries := Item{State: Open}, []Entry(nil)
		for _, l := range c.lines {
			entries = append(entries, item.Post(l.kind, l.on, Parts{Principal: l.change}, 7, at))
		}
		item.State = c.state
		was, changed := WithoutPaidAfter(item, entries, day)
		if was.Owed.Total() != c.owed || was.State != c.was || changed != c.changed {
			t.Errorf("%s: %d owed, %s, %v; want %d, %s, %v", c.name, was.Owed.Total(), was.State, changed, c.owed,
				c.was, c.changed)
		}
	}
}

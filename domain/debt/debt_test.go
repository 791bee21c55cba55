package debt

import (
	"errors"
	"testing"

	"aldia/domain/calendar"
	"aldia/domain/money"
	"aldia/platform/db"
	"aldia/platform/db/dbtest"
	"aldia/platform/id"
)

func TestPartsAddUpPartByPart(t *testing.T) {
	t.Parallel()
	a, b := Parts{100, 20, 3, 4}, Parts{1, 2, 3, 4}
	if got := a.Plus(b).Minus(b); got != a {
		t.Errorf("%+v with %+v added and taken off is %+v", a, b, got)
	}
	if a.Total() != 127 || a.IsZero() || !a.Minus(a).IsZero() {
		t.Errorf("%+v: total %d", a, a.Total())
	}
}

func TestAnItemIsOwedWhileItIsOpenAndSomethingIsLeft(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		state State
		owed  Parts
		want  bool
	}{
		{Open, Parts{Principal: 1}, true},
		{Open, Parts{Fees: 1}, true},
		{Open, Parts{}, false},
		{Open, Parts{Principal: -5}, false},
		{Paid, Parts{Principal: 1}, false},
		{Undone, Parts{Principal: 1}, false},
	} {
		if got := (&Item{State: c.state, Owed: c.owed}).IsOwed(); got != c.want {
			t.Errorf("%s with %+v: owed %v", c.state, c.owed, got)
		}
	}
}

func TestTheLedgerIsReadAsItWasWritten(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		due := calendar.Of(2026, 1, 10)
		item := Item{
			ID: d.IDs().New(), PersonID: 5, AccountID: 6, CreditorID: 7, PortfolioID: 8, Key: -3, Digest: 4,
			Number: "cuota 1", DueOn: due, Original: 1000, State: Open, Figures: Ours, AccruedOn: due, CutID: 9,
			LatestCutID: 9,
		}
		entries := []Entry{item.Post(Opening, due, Parts{Principal: 100_000, Fees: 250}, 9, at())}
		terms := Terms{Rate: 33_333_333, MoratoryRate: 3_333_333, Basis: money.Basis360}
		e, ok := terms.PostInterest(&item, due+7, 0, at())
		if !ok {
			t.Fatal("a week earned nothing")
		}
		entries = append(entries, e, item.Post(Payment, due+7, Parts{Principal: -40_000}, 11, at()))
		if err := d.Write(t.Context(), func(tx db.Tx) error {
			if err := AddItems(tx, []Item{item}); err != nil {
				return err
			}
			return AddEntries(tx, entries)
		}); err != nil {
			t.Fatal(err)
		}
		var read []Entry
		var kept Item
		if err := d.Read(t.Context(), func(tx db.Tx) error {
			if err := ItemsByID(tx, db.List{int64(item.ID)},
				func(i *Item) error { kept = *i; return nil }); err != nil {
				return err
			}
			return EntriesOf(tx, db.List{int64(item.ID)}, func(e *Entry) error { read = append(read, *e); return nil })
		}); err != nil {
			t.Fatal(err)
		}
		if kept != item {
			t.Errorf("kept  %+v\nwrote %+v", kept, item)
		}
		if len(read) != len(entries) || Balance(read) != kept.Owed {
			t.Fatalf("the ledger %+v does not sum to %+v", read, kept.Owed)
		}
		for i := range read {
			if !read[i].At.Equal(entries[i].At) {
				t.Errorf("line %d was written at %s, read at %s", i+1, entries[i].At, read[i].At)
			}
			read[i].At = entries[i].At
			if read[i] != entries[i] {
				t.Errorf("line %d: read %+v, wrote %+v", i+1, read[i], entries[i])
			}
		}
	})
}

func TestWhoReadWithoutHoldingDoesNotWriteOverWhatAPaymentHasPosted(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		due := calendar.Of(2026, 1, 10)
		item := Item{ID: d.IDs().New(), PersonID: 5, AccountID: 6, CreditorID: 7, DueOn: due, State: Open, CutID: 9}
		opening := item.Post(Opening, due, Parts{Principal: 100_000}, 9, at())
		if err := d.Write(t.Context(), func(tx db.Tx) error {
			return errors.Join(AddItems(tx, []Item{item}), AddEntries(tx, []Entry{opening}))
		}); err != nil {
			t.Fatal(err)
		}
		swap := func(i Item) (asRead bool) {
			t.Helper()
			posted := i.Post(Accrual, due+7, Parts{Interest: 33}, 11, at())
			if err := d.Write(t.Context(), func(tx db.Tx) (err error) {
				asRead, err = SwapBalances(tx, []Item{i}, []Entry{posted})
				return err
			}); err != nil {
				t.Fatal(err)
			}
			return asRead
		}
		paid := item
		payment := paid.Post(Payment, due+1, Parts{Principal: -40_000}, 10, at())
		if err := d.Write(t.Context(), func(tx db.Tx) error {
			return errors.Join(SaveBalances(tx, []Item{paid}), AddEntries(tx, []Entry{payment}))
		}); err != nil {
			t.Fatal(err)
		}
		if swap(item) {
			t.Error("the close, which had read it before, wrote over the payment")
		}
		if !swap(paid) {
			t.Error("the close, which had read it after, was held up")
		}
		if err := d.Read(t.Context(), func(tx db.Tx) error {
			return ItemsByID(tx, db.List{int64(item.ID)}, func(i *Item) error {
				if i.Owed != (Parts{Principal: 60_000, Interest: 33}) || i.EntryCount != 3 {
					t.Errorf("it ended with %+v after %d lines", i.Owed, i.EntryCount)
				}
				return nil
			})
		}); err != nil {
			t.Fatal(err)
		}
	})
}

func TestRatesOfOneDayComeInTheOrderOfTheirCuts(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		day := calendar.Of(2026, 1, 10)
		owners := map[id.ID]id.ID{1: 5}
		// The cut that replaced the first of its day stands before it in the table, as a database may have it.
		if err := d.Write(t.Context(), func(tx db.Tx) error {
			if err := AddRateChanges(tx, []RateChange{{1, day, 20, 2}}, owners, 101); err != nil {
				return err
			}
			if err := AddRateChanges(tx, []RateChange{{1, day, 10, 1}}, owners, 100); err != nil {
				return err
			}
			return AddRateChanges(tx, []RateChange{{1, day - 30, 5, 0}}, owners, 90)
		}); err != nil {
			t.Fatal(err)
		}
		if err := d.Read(t.Context(), func(tx db.Tx) error {
			rates, err := RatesOf(tx, db.List{1})
			if err != nil {
				return err
			}
			var in []RateChange
			if err := tx.Batch(RatesIn(5, 6, func(r RateChange) { in = append(in, r) })); err != nil {
				return err
			}
			for _, all := range [][]RateChange{rates[1], in} {
				if len(all) != 3 || all[0].Rate != 5 || all[1].Rate != 10 || all[2].Rate != 20 {
					t.Errorf("%+v, want the rates 5, 10, 20", all)
				}
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	})
}

package treatment

import (
	"slices"
	"testing"

	"aldia/domain/debt"
	"aldia/domain/delinquency"
	"aldia/platform/db"
	"aldia/platform/db/dbtest"
	"aldia/platform/id"
)

// change writes some items of the ledger as a cut of a closed day would.
func (l *ledger) change(t *testing.T, every int, edit func(*debt.Item)) {
	t.Helper()
	var items []debt.Item
	if err := l.db.Write(t.Context(), func(tx db.Tx) error {
		var ids db.List
		for i := 0; i < len(l.items); i += every {
			ids = append(ids, int64(l.items[i].ID))
		}
		items = nil
		if err := debt.ItemsByID(tx, ids, func(i *debt.Item) error {
			edit(i)
			items = append(items, *i)
			return nil
		}); err != nil {
			return err
		}
		return debt.SaveItems(tx, items)
	}); err != nil {
		t.Fatal(err)
	}
}

func TestACutOfAClosedDayDecidesEverybodyAgain(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		l := seed(t, d, 400, monthEnd())
		treatments := l.open(t, 2)
		if _, err := treatments.Close(work(t), monthEnd()-1); err != nil {
			t.Fatal(err)
		}
		answer, err := treatments.Close(work(t), monthEnd())
		if err != nil {
			t.Fatal(err)
		}
		l.change(t, 3, func(i *debt.Item) { i.DueOn -= 45 })
		before := l.dump(t)
		if err := treatments.Refresh(work(t), monthEnd()+1, 0); err != nil {
			t.Fatal(err)
		}
		sameBook(t, "a cut of a later day waits for its own close", l.dump(t), before)
		if err := treatments.Refresh(work(t), monthEnd(), 0); err != nil {
			t.Fatal(err)
		}
		l.checkDay(t, monthEnd(), answer)
		l.checkMovement(t, monthEnd(), l.agingOn(t, monthEnd()-1), l.agingOn(t, monthEnd()))
		refreshed := l.dump(t)
		if refreshed == before {
			t.Error("nothing was decided again")
		}
		if err := treatments.Refresh(work(t), monthEnd(), 0); err != nil {
			t.Fatal(err)
		}
		sameBook(t, "a second time", l.dump(t), refreshed)
	})
}

func TestBeforeTheFirstCloseThereIsNothingToRefresh(t *testing.T) {
	t.Parallel()
	l := seed(t, dbtest.OnSQLite(t), 20, monthEnd())
	before := l.dump(t)
	if err := l.open(t, 1).Refresh(work(t), monthEnd(), 0); err != nil {
		t.Fatal(err)
	}
	sameBook(t, "refreshed", l.dump(t), before)
}

func TestAnEventAsksAndTheWorklistHearsOfItAtOnce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		l := seed(t, d, 30, monthEnd())
		treatments := l.open(t, 1)
		if _, err := treatments.Close(work(t), monthEnd()); err != nil {
			t.Fatal(err)
		}
		who := l.persons[slices.IndexFunc(l.persons, func(p id.ID) bool {
			return l.places[p].Priority > 0 &&
				l.places[p].ReadyAt == 0
		})]
		ask := func(e Effect) (Casefile, Place) {
			t.Helper()
			l.places[who] = Place{}
			if err := d.Write(work(t), func(tx db.Tx) error {
				return treatments.ReconsiderTx(tx, who,
					e)
			}); err != nil {
				t.Fatal(err)
			}
			file, _, err := treatments.Casefile(t.Context(), who)
			if err != nil {
				t.Fatal(err)
			}
			return file, l.places[who]
		}
		was, _, err := treatments.Casefile(t.Context(), who)
		if err != nil {
			t.Fatal(err)
		}
		for n, c := range []struct {
			name   string
			effect Effect
			hold   Hold
			check  func(Place) bool
		}{
			{"nothing changes", Effect{}, NoHold, func(p Place) bool { return p == Place{} }},
			{"call again in some days", Effect{Hold: "callback", HoldUntilOn: monthEnd() + 3}, "callback",
				func(p Place) bool { return p.ReadyAt > 0 && !p.Remove }},
			{"deceased", Effect{Hold: "deceased"}, "deceased", func(p Place) bool { return p.Remove }},
			{"a promise releases", Effect{Release: true}, NoHold, func(p Place) bool {
				return !p.Remove &&
					p.ReadyAt == 0
			}},
		} {
			file, place := ask(c.effect)
			if file.Hold != c.hold || !c.check(place) {
				t.Errorf("%s: hold %q, place %+v", c.name, file.Hold, place)
			}
			if file.Version != was.Version+int64(n)+1 {
				t.Errorf("%s: version %d, want one more: who read the case before must see that it moved on", c.name,
					file.Version)
			}
		}
		// The event rests the case, and the debt has changed too: the worklist hears of the rest all the same.
		l.change(t, 1, func(i *debt.Item) { i.Owed.Principal++ })
		if file, place := ask(Effect{Hold: "deceased"}); file.Hold != "deceased" || !place.Remove {
			t.Errorf("with another balance: hold %q, place %+v", file.Hold, place)
		}
	})
}

func TestALateCutOfOneCreditorLeavesTheClosedFiguresOfTheOthers(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		day := monthEnd() - 10
		l := seed(t, d, 300, monthEnd())
		s := &story{ledger: l, Treatments: l.open(t, 2), T: t}
		s.closes(day - 1)
		s.closes(day)
		own, other := l.creditors[0].ID, l.creditors[1].ID
		of := func(creditor id.ID) []delinquency.AgingFigure {
			return slices.DeleteFunc(l.agingOn(t, day), func(a delinquency.AgingFigure) bool {
				return a.CreditorID != creditor
			})
		}
		before, ownBefore := l.agingOn(t, day-1), of(own)

		// The day after, everybody pays the other creditor something.
		paid := 0
		l.change(t, 1, func(i *debt.Item) {
			if i.CreditorID == other && i.Owed.Principal > 0 {
				i.Owed.Principal, paid = 0, paid+1
			}
		})
		if err := d.Write(work(t), func(tx db.Tx) error {
			return s.ReconsiderManyTx(tx, l.persons, Effect{})
		}); err != nil {
			t.Fatal(err)
		}
		closed := of(other)

		// Then comes a late cut of one creditor for the day that is closed.
		l.change(t, 2, func(i *debt.Item) {
			if i.CreditorID == own {
				i.DueOn -= 45
			}
		})
		if err := s.Refresh(work(t), day, own); err != nil {
			t.Fatal(err)
		}
		if paid == 0 || !slices.Equal(of(other), closed) {
			t.Errorf("%d payments of the next day changed the closed figures of a creditor who sent nothing", paid)
		}
		if slices.Equal(of(own), ownBefore) {
			t.Error("the cut changed nothing")
		}
		s.before = l.agingOn(t, day)
		s.checkMovement(t, day, before, s.before)
		s.closes(day + 1)
	})
}

func TestACutDecidesAgainWhoOwesItsCreditorAndNobodyElse(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		l := seed(t, d, 300, monthEnd())
		treatments := l.open(t, 2)
		if _, err := treatments.Close(work(t), monthEnd()); err != nil {
			t.Fatal(err)
		}
		own := l.creditors[0].ID
		owes := map[id.ID]bool{}
		for i := range l.accounts {
			owes[l.accounts[i].PersonID] = owes[l.accounts[i].PersonID] || l.accounts[i].CreditorID == own
		}
		l.change(t, 1, func(i *debt.Item) { i.DueOn -= 45 }) // of everybody, and one creditor's cut is published
		if err := treatments.Refresh(work(t), monthEnd(), own); err != nil {
			t.Fatal(err)
		}
		again, left := 0, 0
		for _, person := range l.persons {
			file, found, err := treatments.Casefile(t.Context(), person)
			if err != nil {
				t.Fatal(err)
			}
			switch {
			case found && file.Version > 1 && !owes[person]:
				t.Errorf("person %d owes the creditor nothing and was decided again", person)
			case found && file.Version > 1:
				again++
			case found && !owes[person]:
				left++
			}
		}
		if again < 50 || left < 20 {
			t.Errorf("%d were decided again and %d were not", again, left)
		}
	})
}

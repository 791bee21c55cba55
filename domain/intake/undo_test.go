package intake

import (
	"strings"
	"testing"

	"aldia/domain/calendar"
	"aldia/domain/debt"
	"aldia/domain/portfolio"
	"aldia/platform/db"
	"aldia/platform/fault"
)

const rich = "account;item;person;person_name;due_on;principal;rate_annual;product;sector;disputed;color"

func richFile(lines ...string) string {
	text := rich + "\n"
	for _, l := range lines {
		text += l + "\n"
	}
	return text
}

func (o *office) undo(t testing.TB, c Cut) {
	t.Helper()
	if done, err := o.Undo(o.ctx, c.ID); err != nil || done.State != Undone {
		t.Fatalf("undo: %s, %v", done.State, err)
	}
}

func TestACutTakenBackLeavesTheBookAsItWas(t *testing.T) {
	t.Parallel()
	first := richFile("A1;1;p1;Uno;2026-01-10;10;12;consumo;comercio;no;rojo",
		"A1;2;p1;Uno;2026-02-10;10;12;consumo;comercio;no;rojo",
		"A1;3;p1;Uno;2026-03-10;10;12;consumo;comercio;no;rojo",
		"A2;;p2;Dos;2026-01-20;20;15;micro;agro;no;azul", "A3;;p3;Tres;2025-12-01;30;15;micro;agro;no;azul")
	second := first + "A9;;p9;Nueve;2026-02-02;90;15;micro;agro;no;azul\n"
	for _, c := range []struct{ name, third string }{
		{"one account with two changed instalments, a gone one and other terms", richFile(
			"A1;1;p1;Uno;2026-01-11;11;14;consumo;comercio;no;rojo",
			"A1;2;p1;Uno;2026-02-11;12;14;consumo;comercio;si;verde",
			"A2;;p2;Dos;2026-01-20;20;15;micro;agro;no;azul")},
		{"a new instalment alone brings other terms",
			richFile("A1;1;p1;Uno;2026-01-10;10;12;consumo;comercio;no;rojo",
				"A1;2;p1;Uno;2026-02-10;10;12;consumo;comercio;no;rojo",
				"A1;3;p1;Uno;2026-03-10;10;12;consumo;comercio;no;rojo",
				"A1;4;p1;Uno;2026-04-10;40;19;otro;agro;si;verde", "A2;;p2;Dos;2026-01-20;20;15;micro;agro;no;azul")},
		{"all is gone but one, which is new", richFile("N1;;p7;Siete;2026-01-11;70;14;consumo;comercio;no;rojo")},
		{"an account goes to another person and another portfolio", "portfolio;" + rich + "\n" +
			"vehiculos;A2;;p8;Ocho;2026-01-20;20;15;micro;agro;no;azul\n" +
			"general;A3;;p3;Tres;2025-12-01;30;15;micro;agro;no;azul\n"},
		{"one that was gone is back, by an instalment that is new", richFile(
			"A9;7;p9;Nueve;2026-02-02;90;15;micro;agro;no;azul", "A2;;p2;Dos;2026-01-20;20;15;micro;agro;no;azul")},
		{"one that was gone is back as it was", second},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			offices(t, func(t *testing.T, o *office) {
				o.load(t, second, monday()-14)
				o.load(t, first, monday()-7) // A9 is paid
				before := o.book(t)
				third := o.load(t, c.third, monday())
				if o.book(t) == before {
					t.Fatal("the cut changed nothing")
				}
				o.undo(t, third)
				sameText(t, "taken back", o.book(t), before)
				again := o.load(t, c.third, monday())
				if again.Answer.Changed+again.Answer.New+again.Answer.Gone == 0 {
					t.Error("published again it brings nothing")
				}
				o.undo(t, again)
				sameText(t, "taken back twice", o.book(t), before)
			})
		})
	}
}

func TestTheFirstCutTakenBackLeavesNothingOwed(t *testing.T) {
	t.Parallel()
	offices(t, func(t *testing.T, o *office) {
		text := file("A1;;p1;Uno;2026-01-10;10;3;0;x", "A2;;p2;Dos;2026-01-10;20;0;0;x")
		o.undo(t, o.load(t, text, monday()))
		o.wants(t, "taken back", "A1 undone:  undone", "A2 undone:  undone")
		o.load(t, text, monday())
		o.wants(t, "and published once more", "A1 open:  due 2026-01-10 10.00+3.00",
			"A2 open:  due 2026-01-10 20.00")
	})
}

func TestWhatComesAgainAfterItsCutWasTakenBackIsNew(t *testing.T) {
	t.Parallel()
	offices(t, func(t *testing.T, o *office) {
		first := file("A1;;p1;Uno;2026-01-10;10;3;0;x", "A2;;p2;Dos;2026-01-10;20;0;0;x")
		second := file("A1;;p1;Uno;2026-01-10;11;3;0;x", "A2;;p2;Dos;2026-01-10;20;0;0;x",
			"A3;;p3;Tres;2026-01-10;30;0;0;x", "A4;;p4;Cuatro;2026-01-10;0;0;0;x")
		wants := func(what, text string, day calendar.Day, c Counts, differences string) Cut {
			t.Helper()
			previews, err := o.Try(o.ctx, File{"corte.csv", int64(len(text)), strings.NewReader(text)},
				Options{Kind: Portfolio, Creditor: "banco", Country: "EC", AsOf: day})
			if err != nil {
				t.Fatal(err)
			}
			counts(t, what+", tried", previews[0].Cut, c)
			done := o.load(t, text, day)
			counts(t, what, done, c)
			page, _, err := o.Differences(o.ctx, done.ID, 0, false)
			got := ""
			for _, d := range page {
				got += d.Account + " " + d.Kind + " "
			}
			if err != nil || got != differences {
				t.Errorf("%s: listed are %s, %v", what, got, err)
			}
			return done
		}
		o.undo(t, wants("the first", first, monday(), Counts{Rows: 2, Accepted: 2, New: 2}, ""))
		wants("the first again", first, monday(), Counts{Rows: 2, Accepted: 2, New: 2}, "")
		as := Counts{Rows: 4, Accepted: 4, New: 2, Changed: 1, Unchanged: 1}
		o.undo(t, wants("the second", second, monday()+1, as, "A1 changed "))
		wants("the second again", second, monday()+1, as, "A1 changed ")
		wants("and once more", second, monday()+2, Counts{Rows: 4, Accepted: 4, Unchanged: 4}, "")
		// What was paid meanwhile and comes back is no news: people know it.
		wants("without two", first, monday()+3, Counts{Rows: 2, Accepted: 2, Changed: 1, Unchanged: 1, Gone: 1},
			"A1 changed A3 gone ")
		wants("with them", second, monday()+4, Counts{Rows: 4, Accepted: 4, Changed: 2, Unchanged: 2},
			"A1 changed A3 returned ")
	})
}

func TestACutThatOthersStandOnIsNotTakenBack(t *testing.T) {
	t.Parallel()
	offices(t, func(t *testing.T, o *office) {
		first := o.load(t, file("A1;;p1;Uno;2026-01-10;10;0;0;x"), monday()-7)
		second := o.load(t, file("A1;;p1;Uno;2026-01-10;11;0;0;x"), monday())
		third := o.load(t, file("A1;;p1;Uno;2026-01-10;12;0;0;x"), monday()) // in place of the second
		for _, c := range []Cut{first, second} {
			if _, err := o.Undo(o.ctx, c.ID); fault.KindOf(err) != fault.Conflict {
				t.Errorf("the cut of %s, version %d: %v", c.AsOfOn.Text(), c.Version, err)
			}
		}
		o.undo(t, third)
		o.wants(t, "without the third", "A1 open:  due 2026-01-10 11.00")
		if _, err := o.Undo(o.ctx, first.ID); fault.KindOf(err) != fault.Conflict {
			t.Errorf("the first, under the second: %v", err)
		}
		o.undo(t, second)
		o.undo(t, first)
		if _, err := o.Undo(o.ctx, first.ID); fault.KindOf(err) != fault.Conflict {
			t.Errorf("the first, taken back already: %v", err)
		}
		o.wants(t, "without any", "A1 undone:  undone")
	})
}

func TestACutIsNotTakenBackWhenWhatItBroughtWasPaid(t *testing.T) {
	t.Parallel()
	offices(t, func(t *testing.T, o *office) {
		text := file("A1;;p1;Uno;2026-01-10;10;0;0;x", "A2;;p2;Dos;2026-01-10;20;0;0;x")
		first := o.load(t, text, monday())
		o.pays(t, "A1", monday()+1, 400)
		if _, err := o.Undo(o.ctx, first.ID); fault.KindOf(err) != fault.Conflict {
			t.Errorf("with a payment on it: %v", err)
		}
		o.wants(t, "nothing is half done", "A1 open:  due 2026-01-10 6.00", "A2 open:  due 2026-01-10 20.00")
		// One that only changed what was there before gives its change back, and the payment stays.
		second := o.load(t, file("A1;;p1;Uno;2026-01-10;16;0;0;x", "A2;;p2;Dos;2026-01-10;20;0;0;x"), monday()+2)
		o.pays(t, "A1", monday()+3, 500)
		o.wants(t, "paid on the second", "A1 open:  due 2026-01-10 11.00", "A2 open:  due 2026-01-10 20.00")
		o.undo(t, second)
		o.wants(t, "without the second", "A1 open:  due 2026-01-10 1.00", "A2 open:  due 2026-01-10 20.00")
	})
}

func TestInterestThatWasPostedStaysPostedWhenACutIsTakenBack(t *testing.T) {
	t.Parallel()
	offices(t, func(t *testing.T, o *office) {
		o.set(t, portfolio.OurFigures, portfolio.GonePaid)
		o.load(t, file("A1;;p1;Uno;2026-01-10;1000;0;36;x"), monday()-30)
		second := o.load(t, file("A1;;p1;Una;2026-01-10;1000;0;36;y"), monday())
		var posted debt.Item
		if err := o.db.Write(o.ctx, func(tx db.Tx) error {
			var ids db.List
			if err := tx.Query(func(r db.Row) error { ids = append(ids, r.Int(0)); return nil }, `SELECT id
				FROM item`); err != nil {
				return err
			}
			if err := debt.ItemsByID(tx, ids, func(i *debt.Item) error { posted = *i; return nil }); err != nil {
				return err
			}
			terms := debt.Terms{Rate: 36_000_000, Basis: 360}
			entry, _ := terms.PostInterest(&posted, monday()+1, 0, o.db.Now())
			if err := debt.SaveBalances(tx, []debt.Item{posted}); err != nil {
				return err
			}
			return debt.AddEntries(tx, []debt.Entry{entry})
		}); err != nil {
			t.Fatal(err)
		}
		o.undo(t, second)
		o.wants(t, "a month at 3 % and a day", "A1 open:  due 2026-01-10 1000.00+31.00")
		if err := o.db.Read(o.ctx, func(tx db.Tx) error {
			through, err := db.Int(tx, `SELECT accrued_on FROM item`)
			if calendar.Day(through) != monday()+1 {
				t.Errorf("posted through %s: it would be posted a second time", calendar.Day(through).Text())
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
	})
}

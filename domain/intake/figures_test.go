package intake

import (
	"strings"
	"testing"

	"aldia/domain/portfolio"
)

func TestWhatIsPaidAfterACutIsDeductedUntilTheNextOneIsReconciled(t *testing.T) {
	t.Parallel()
	offices(t, func(t *testing.T, o *office) {
		text := file("A1;;p1;Uno;2026-01-10;100;0;0;x", "A2;;p2;Dos;2026-01-10;50;0;0;x",
			"A3;;p3;Tres;2026-01-10;80;0;0;x")
		o.load(t, text, monday())
		o.pays(t, "A1", monday()+1, 3000)
		o.pays(t, "A2", monday()+1, 5000) // all of it
		o.pays(t, "A3", monday()+1, 1000)
		o.wants(t, "deducted", "A1 open:  due 2026-01-10 70.00", "A2 paid:  paid", "A3 open:  due 2026-01-10 70.00")
		c := o.load(t, text, monday())
		counts(t, "the same day's file knows nothing of it", c, Counts{Rows: 3, Accepted: 3, Unchanged: 3})
		o.wants(t, "and changes nothing", "A1 open:  due 2026-01-10 70.00", "A2 paid:  paid",
			"A3 open:  due 2026-01-10 70.00")
		// The next day's file has the first payment, not the second, and of the third it has something else.
		c = o.load(t, file("A1;;p1;Uno;2026-01-10;70;0;0;x", "A2;;p2;Dos;2026-01-10;50;0;0;x",
			"A3;;p3;Tres;2026-01-10;75;0;0;x"), monday()+2)
		if c.Answer.Differing != 2 {
			t.Errorf("%d accounts differ, want A2 and A3", c.Answer.Differing)
		}
		o.wants(t, "the creditor's figures rule", "A1 open:  due 2026-01-10 70.00",
			"A2 open:  due 2026-01-10 50.00",
			"A3 open:  due 2026-01-10 75.00")
		page, more, err := o.Differences(o.ctx, c.ID, 0, true)
		if err != nil || more || len(page) != 2 {
			t.Fatalf("%d differences, more %v, %v", len(page), more, err)
		}
		for _, d := range page {
			want := map[string]Difference{
				"A2": {Kind: "returned", Expected: 0, Brought: 5000, Paid: 5000},
				"A3": {Kind: "changed", Was: 7000, Expected: 7000, Brought: 7500, Paid: 1000},
			}[d.Account]
			if d.Kind != want.Kind || d.Was != want.Was || d.Expected != want.Expected || d.Brought != want.Brought ||
				d.Paid != want.Paid {
				t.Errorf("%+v, want %+v", d, want)
			}
		}
	})
}

func TestAPaymentAfterTheDayOfALateCutIsNotLost(t *testing.T) {
	t.Parallel()
	offices(t, func(t *testing.T, o *office) {
		o.load(t, file("A1;;p1;Uno;2026-01-10;100;0;0;x", "A2;;p2;Dos;2026-01-10;60;0;0;x"), monday())
		o.pays(t, "A1", monday()+5, 3000)
		o.pays(t, "A2", monday()+5, 6000)
		// The cut of the day before the payments comes after them, with interest that we did not have.
		c := o.load(t, file("A1;;p1;Uno;2026-01-10;100;7;0;x", "A2;;p2;Dos;2026-01-10;60;0;0;y"), monday()+4)
		counts(t, "a late cut", c, Counts{Rows: 2, Accepted: 2, Changed: 2})
		o.wants(t, "its figures less what was paid since", "A1 open:  due 2026-01-10 70.00+7.00", "A2 paid:  paid")
	})
}

func TestWhereOurFiguresCountACutBringsTermsAndListsDifferences(t *testing.T) {
	t.Parallel()
	offices(t, func(t *testing.T, o *office) {
		o.set(t, portfolio.OurFigures, portfolio.GonePaid)
		text := file("A1;;p1;Uno;2026-01-10;100;0;12;x", "A2;;p2;Dos;2026-01-10;50;0;12;x")
		o.load(t, text, monday())
		o.pays(t, "A1", monday(), 3000)
		o.pays(t, "A2", monday(), 5000)
		owed := o.owes(t)
		if len(owed) != 2 || owed[1] != "A2 paid:  paid" {
			t.Fatalf("after the payments: %q", owed)
		}
		for _, again := range []string{text, text} {
			c := o.load(t, again, monday()+7)
			counts(t, "the creditor does not know of the payments", c, Counts{Rows: 2, Accepted: 2, Unchanged: 2})
			o.wants(t, "and that changes nothing", owed...)
		}
		c := o.load(t, file("A1;;p1;Uno;2026-02-10;90;0;15;z", "A2;;p2;Dos;2026-01-10;50;0;12;z",
			"A3;;p3;Tres;2026-01-10;10;0;12;x"), monday()+14)
		counts(t, "other terms", c, Counts{Rows: 3, Accepted: 3, New: 1, Changed: 2})
		if c.Answer.Differing != 2 {
			t.Errorf("%d differences are counted, want both", c.Answer.Differing)
		}
		o.wants(t, "balances are ours, due days the creditor's", strings.ReplaceAll(owed[0], "2026-01-10",
			"2026-02-10"), owed[1],
			"A3 open:  due 2026-01-10 10.00")
		o.load(t, file("A3;;p3;Tres;2026-01-10;10;0;12;x"), monday()+21)
		o.load(t, file("A1;;p1;Uno;2026-02-10;90;0;15;z", "A3;;p3;Tres;2026-01-10;10;0;12;x"), monday()+28)
		o.wants(t, "one that was gone from a cut is back with the creditor's figures",
			"A1 open:  due 2026-02-10 90.00",
			"A2 paid:  paid", "A3 open:  due 2026-01-10 10.00")
	})
}

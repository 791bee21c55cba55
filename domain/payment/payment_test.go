package payment

import (
	"errors"
	"math/rand/v2"
	"testing"

	"aldia/domain/calendar"
	"aldia/domain/debt"
	"aldia/domain/money"
	"aldia/platform/id"
)

func TestAPaymentGoesToTheOldestDebtAndWithinItByTheOrder(t *testing.T) {
	t.Parallel()
	march, april := calendar.Of(2026, 3, 1), calendar.Of(2026, 4, 1)
	dues := []Due{ // as a file may have them, the later one first
		{2, april, debt.Parts{Principal: 10_000, Interest: 500}},
		{1, march, debt.Parts{Principal: 10_000, Interest: 400, Moratory: 300, Fees: 200}},
	}
	for _, c := range []struct {
		order  string
		amount money.Amount
		want   []Split
		left   money.Amount
	}{
		{"", 150, []Split{{ItemID: 1, Parts: debt.Parts{Fees: 150}}}, 0},
		{"", 600, []Split{{ItemID: 1, Parts: debt.Parts{Fees: 200, Moratory: 300, Interest: 100}}}, 0},
		{"principal,interest,moratory,fees", 600, []Split{{ItemID: 1, Parts: debt.Parts{Principal: 600}}}, 0},
		{"", 11_000, []Split{
			{ItemID: 1, Parts: debt.Parts{Principal: 10_000, Interest: 400, Moratory: 300, Fees: 200}},
			{ItemID: 2, Parts: debt.Parts{Interest: 100}},
		}, 0},
		{"", 22_000, []Split{
			{ItemID: 1, Parts: debt.Parts{Principal: 10_000, Interest: 400, Moratory: 300, Fees: 200}},
			{ItemID: 2, Parts: debt.Parts{Principal: 10_000, Interest: 500}},
		}, 600},
	} {
		order, err := ParseOrder(c.order)
		if err != nil {
			t.Fatal(err)
		}
		splits, left := Allocate(c.amount, dues, order)
		if left != c.left || len(splits) != len(c.want) {
			t.Fatalf("%d by %q: %v, left %d; want %v, left %d", c.amount, c.order, splits, left, c.want, c.left)
		}
		for i := range splits {
			if splits[i] != c.want[i] {
				t.Errorf("%d by %q: split %v, want %v", c.amount, c.order, splits[i], c.want[i])
			}
		}
	}
}

func TestNoCentIsLostOrMadeByAllocation(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(3, 14))
	part := func() money.Amount { return money.Amount(random.Int64N(2000) - 100) } // below zero, by mistake
	for range 20_000 {
		dues := make([]Due, random.IntN(6))
		var owed money.Amount
		for i := range dues {
			dues[i] = Due{id.ID(i + 1), calendar.Day(20_000 + random.IntN(4)), debt.Parts{
				Principal: part(), Interest: part(), Moratory: part(), Fees: part()}}
			for _, p := range DefaultOrder() {
				owed += max(0, *p.of(&dues[i].Owed))
			}
		}
		amount := money.Amount(random.Int64N(8000))
		splits, left := Allocate(amount, dues, DefaultOrder())
		var sum money.Amount
		for _, s := range splits {
			sum += s.Parts.Total()
			for _, p := range DefaultOrder() {
				if *p.of(&s.Parts) < 0 || *p.of(&s.Parts) > max(0, *p.of(&dues[s.ItemID-1].Owed)) {
					t.Fatalf("%v of %v", s, dues[s.ItemID-1])
				}
			}
		}
		if sum+left != amount || sum != min(amount, owed) {
			t.Fatalf("%d over %v: %d went in, %d left", amount, dues, sum, left)
		}
	}
}

func TestAnOrderNamesEachPartOnce(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"fees,moratory,interest,principal", "principal,interest,moratory,fees"} {
		if o, err := ParseOrder(text); err != nil || o.Text() != text {
			t.Errorf("%q reads as %q, %v", text, o.Text(), err)
		}
	}
	for _, text := range []string{"fees", "fees,fees,interest,principal", "fees,moratory,interest,owed", ","} {
		if _, err := ParseOrder(text); !errors.Is(err, ErrOrder) {
			t.Errorf("%q was taken: %v", text, err)
		}
	}
}

func TestWhatMakesAPaymentTheSame(t *testing.T) {
	t.Parallel()
	paid := Incoming{Account: "A-1", PaidOn: calendar.Of(2026, 3, 5), Amount: 5000, Currency: "USD", Way: "cash",
		Reference: "DEP 8812"}
	with := func(change func(*Incoming)) Incoming { in := paid; change(&in); return in }
	noReference := with(func(in *Incoming) { in.Reference = "Efectivo" })
	for _, c := range []struct {
		name string
		a, b Incoming
		same bool
	}{
		{"one reference, written otherwise", paid, with(func(in *Incoming) { in.Reference = "dep  8812" }), true},
		{"one reference with a corrected amount", paid, with(func(in *Incoming) { in.Amount = 5100 }), true},
		{"another reference", paid, with(func(in *Incoming) { in.Reference = "DEP 8813" }), false},
		{"the money of a reference taken back", paid, with(func(in *Incoming) { in.Amount = -5000 }), false},
		{"no reference, all alike", noReference, noReference, true},
		{"no reference, another day", noReference, with(func(in *Incoming) {
			in.Reference, in.PaidOn = "Efectivo", calendar.Of(2026, 3, 6)
		}), false},
		{"no reference, another way", noReference, with(func(in *Incoming) {
			in.Reference, in.Way = "Efectivo", "transfer"
		}), false},
		{"a reference that names the account, another day", Incoming{Reference: "A-1", PaidOn: 20_500, Amount: 1},
			Incoming{Reference: "A-1", PaidOn: 20_501, Amount: 1}, false},
	} {
		a, aKey, _ := Same(7, &c.a)
		b, bKey, _ := Same(7, &c.b)
		if (a == b) != c.same || (aKey == bKey) != c.same {
			t.Errorf("%s: %q and %q", c.name, a, b)
		}
	}
	if _, other, _ := Same(8, &paid); other == 0 {
		t.Error("a hash of nothing")
	} else if _, own, _ := Same(7, &paid); own == other {
		t.Error("two creditors share the identity of a payment")
	}
}

// The hash is kept in databases: this is the value of a release, and it must stay.
func TestTheHashOfAPaymentDoesNotChangeFromReleaseToRelease(t *testing.T) {
	t.Parallel()
	_, key, _ := Same(7, &Incoming{Account: "A-1", Reference: "DEP 8812"})
	if key != 939952351822660350 {
		t.Errorf("the hash is %d", key)
	}
}

// debtOf makes a book of one account with two items on which we reckon interest.
func debtOf(rate, moratory money.Rate) *book {
	b := newBook(DefaultOrder(), calendar.Of(2026, 6, 1).Time())
	a := debt.Account{ID: 1, PersonID: 9, Currency: "USD", Rate: rate, MoratoryRate: moratory,
		Basis: money.Basis360, State: debt.Open}
	b.addAccount(&a)
	b.terms[1] = debt.TermsOf(&a, nil)
	opened := calendar.Of(2026, 1, 1)
	for n := range 2 {
		i := debt.Item{ID: id.ID(10 + n), PersonID: 9, AccountID: 1, DueOn: opened + calendar.Day(30*n),
			State: debt.Open, Figures: debt.Ours, AccruedOn: opened}
		e := i.Post(debt.Opening, opened, debt.Parts{Principal: 100_000, Fees: 700}, 1, b.at)
		b.addItem(&i)
		b.entries = append(b.entries, e)
	}
	return b
}

// through posts interest on all items, as a month's end does.
func (b *book) through(day calendar.Day) {
	for _, i := range b.in[1] {
		if i.IsOwed() && i.AccruedOn < day {
			b.entries = append(b.entries, b.bring(i, day, 0)...)
		}
		b.marks[i.ID] = i.AccruedOn
	}
}

func (b *book) owed(day calendar.Day) (sum debt.Parts) {
	for _, i := range b.in[1] {
		then := *i
		b.bring(&then, day, 0)
		sum = sum.Plus(then.Owed)
	}
	return sum
}

func TestAPaymentHeardOfLateLeavesTheSameDebtAsOneInTime(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(2, 71))
	start, end := calendar.Of(2026, 2, 1), calendar.Of(2026, 5, 1)
	for range 3000 {
		rate := money.Rate(random.Int64N(40) * 500_000) // nice rates make many halves of a cent
		moratory := money.Rate(random.Int64N(40) * 250_000)
		paid := make([]*Payment, 1+random.IntN(6))
		for n := range paid {
			paid[n] = &Payment{ID: id.ID(100 + n), PersonID: 9, AccountID: 1, Currency: "USD",
				PaidOn: start + calendar.Day(random.IntN(80)), Amount: money.Amount(1 + random.Int64N(60_000))}
		}
		inTime := debtOf(rate, moratory)
		sorted := copies(paid)
		sortPayments(sorted)
		next := 0
		for day := start; day <= end; day++ {
			for ; next < len(sorted) && sorted[next].PaidOn == day; next++ {
				inTime.rework(nil, sorted[next:next+1])
				inTime.catchUp()
			}
			if day.IsMonthEnd() {
				inTime.through(day)
			}
		}
		late := debtOf(rate, moratory)
		for day := start; day <= end; day++ {
			if day.IsMonthEnd() {
				late.through(day)
			}
		}
		var in []*Payment
		for _, p := range copies(paid) { // in the order in which they are heard of
			var after []*Payment
			for _, q := range in {
				if p.isBefore(q) {
					after = append(after, q)
				}
			}
			in = append(in, p)
			sortPayments(in)
			sortPayments(after)
			again := append([]*Payment{p}, after...)
			late.rework(after, again)
			late.catchUp()
		}
		if a, b := inTime.owed(end), late.owed(end); a != b {
			t.Fatalf("in time %+v is owed, late %+v (rate %s and %s)", a, b, rate.Text(), moratory.Text())
		}
		for n := range in {
			if a, b := sorted[n], in[n]; a.Applied != b.Applied || a.State != b.State {
				t.Fatalf("in time %d of %d was applied, late %d", a.Applied, a.Amount, b.Applied)
			}
		}
		late.mustBalance(t)
	}
}

func copies(paid []*Payment) []*Payment {
	all := make([]*Payment, len(paid))
	for n, p := range paid {
		c := *p
		all[n] = &c
	}
	return all
}

func (b *book) mustBalance(t *testing.T) {
	t.Helper()
	byItem := map[id.ID][]debt.Entry{}
	for _, e := range b.entries {
		byItem[e.ItemID] = append(byItem[e.ItemID], e)
	}
	for key, entries := range byItem {
		if sum := debt.Balance(entries); sum != b.items[key].Owed {
			t.Fatalf("the ledger of %d says %+v, the item %+v", key, sum, b.items[key].Owed)
		}
		if o := b.items[key].Owed; o.Principal < 0 || o.Interest < 0 || o.Moratory < 0 || o.Fees < 0 {
			t.Fatalf("something below zero is owed: %+v", o)
		}
	}
}

func TestTakingPaymentsBackLeavesNoTraceButInTheLedger(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(16, 18))
	for range 2000 {
		b := debtOf(money.Rate(random.Int64N(40)*500_000), 9_000_000)
		b.through(calendar.Of(2026, 1, 31))
		b.through(calendar.Of(2026, 3, 31))
		day := calendar.Of(2026, 4, 15)
		before, states := b.owed(day), b.accounts[1].State
		var paid []*Payment
		for n := range 1 + random.IntN(4) {
			paid = append(paid, &Payment{ID: id.ID(100 + n), PersonID: 9, AccountID: 1, Currency: "USD",
				PaidOn: calendar.Of(2026, 2, 1) + calendar.Day(random.IntN(60)),
				Amount: money.Amount(random.Int64N(150_000))})
		}
		sortPayments(paid)
		b.rework(nil, paid)
		b.catchUp()
		b.rework(paid, nil)
		b.catchUp()
		if after := b.owed(day); after != before || b.accounts[1].State != states {
			t.Fatalf("%+v was owed (%s), now %+v (%s)", before, states, after, b.accounts[1].State)
		}
		b.mustBalance(t)
	}
}

func TestAFullyPaidAccountIsPaidAndOpenAgainWhenThePaymentIsTakenBack(t *testing.T) {
	t.Parallel()
	b := debtOf(0, 0)
	b.accounts[1].State = debt.Asked
	day := calendar.Of(2026, 2, 1)
	p := &Payment{ID: 100, PersonID: 9, AccountID: 1, Currency: "USD", PaidOn: day, Amount: 201_500}
	b.rework(nil, []*Payment{p})
	paid := b.accounts[1].State == debt.Paid && b.items[10].State == debt.Paid
	if p.State != Partly || p.Left() != 100 || !paid {
		t.Fatalf("%s, %d left, account %s, item %s", p.State, p.Left(), b.accounts[1].State, b.items[10].State)
	}
	b.rework([]*Payment{p}, nil)
	if b.accounts[1].State != debt.Asked || b.items[10].State != debt.Open {
		t.Fatalf("account %s, item %s", b.accounts[1].State, b.items[10].State)
	}
}

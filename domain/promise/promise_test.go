package promise_test

import (
	"testing"

	"aldia/domain/calendar"
	"aldia/domain/money"
	"aldia/domain/promise"
)

const (
	monday = calendar.Day(20514) // 2 March 2026
	friday = monday + 4
)

// hundred is a promise of Monday to pay a hundred on Friday.
func hundred(change func(*promise.Promise)) promise.Promise {
	p := promise.Promise{Currency: "USD", Amount: 100_00, MadeOn: monday, DueOn: friday, State: promise.Open}
	change(&p)
	return p
}

func paid(amount money.Amount) func(*promise.Promise) {
	return func(p *promise.Promise) { p.Paid = amount }
}

func TestWhatAPromiseIsAtTheEndOfADay(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		says    string
		promise promise.Promise
		day     calendar.Day
		want    promise.State
	}{
		{"before its day", hundred(paid(0)), friday - 1, promise.Open},
		{"on its day the money may still come", hundred(paid(0)), friday, promise.Open},
		{"on the last day it may stand in tomorrow's file", hundred(paid(0)), friday + 2, promise.Open},
		{"after the tolerance", hundred(paid(0)), friday + 3, promise.Broken},
		{"a cent too little", hundred(paid(99_99)), friday + 3, promise.Broken},
		{"paid to the cent", hundred(paid(100_00)), friday + 3, promise.Kept},
		{"paid early: there is nothing to wait for", hundred(paid(100_00)), monday, promise.Kept},
		{"paid more", hundred(paid(250_00)), monday, promise.Kept},
		{"taken back stays taken back", hundred(func(p *promise.Promise) {
			p.State, p.Paid = promise.Withdrawn, 100_00
		}), friday + 9, promise.Withdrawn},
		{"replaced stays replaced", hundred(func(p *promise.Promise) {
			p.State = promise.Replaced
		}), friday + 9, promise.Replaced},
	} {
		if got := promise.Judge(&c.promise, c.day, false); got != c.want {
			t.Errorf("%s: %s, want %s", c.says, got, c.want)
		}
	}
}

func TestWhichPaymentsCount(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		says   string
		state  promise.State
		paidOn calendar.Day
		want   bool
	}{
		{"made before they spoke", promise.Open, monday - 1, false},
		{"made the same day", promise.Open, monday, true},
		{"on the promised day", promise.Open, friday, true},
		{"on Sunday", promise.Open, friday + 2, true},
		{"on Monday it is late", promise.Open, friday + 3, false},
		{"made in time and heard of when it was called broken", promise.Broken, friday, true},
		{"for a promise taken back", promise.Withdrawn, friday, false},
		{"for a promise that another took the place of", promise.Replaced, friday, false},
	} {
		p := hundred(func(p *promise.Promise) { p.State = c.state })
		if got := promise.Counts(&p, c.paidOn); got != c.want {
			t.Errorf("%s: %v", c.says, got)
		}
	}
}

func TestWhatAPaymentMakesOfAPromise(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		says   string
		before promise.Promise
		amount money.Amount
		state  promise.State
		paid   money.Amount
	}{
		{"a part", hundred(paid(0)), 40_00, promise.Open, 40_00},
		{"the rest: the close judges it", hundred(paid(40_00)), 60_00, promise.Open, 100_00},
		{"late news of a payment in time", hundred(func(p *promise.Promise) {
			p.State, p.Paid = promise.Broken, 40_00
		}), 60_00, promise.Kept, 100_00},
		{"late news of too little", hundred(func(p *promise.Promise) {
			p.State = promise.Broken
		}), 60_00, promise.Broken, 60_00},
		{"the cheque bounced: it is open again", hundred(func(p *promise.Promise) {
			p.State, p.Paid = promise.Kept, 100_00
		}), -100_00, promise.Open, 0},
		{"more, after a part was all there was", hundred(func(p *promise.Promise) {
			p.State, p.Paid = promise.Kept, 60_00
		}), 10_00, promise.Kept, 70_00},
		{"more than enough is left", hundred(func(p *promise.Promise) {
			p.State, p.Paid = promise.Kept, 150_00
		}), -50_00, promise.Kept, 100_00},
	} {
		if got := promise.Credit(c.before, c.amount); got.State != c.state || got.Paid != c.paid {
			t.Errorf("%s: %s with %d", c.says, got.State, got.Paid)
		}
	}
}

// What is in doubt is judged again, and judged once.
func TestAVerdictInDoubt(t *testing.T) {
	t.Parallel()
	const early, late = friday, friday + 3 // on which it was judged before
	for _, c := range []struct {
		says     string
		paid     money.Amount
		judgedOn calendar.Day
		day      calendar.Day
		settled  bool
		want     promise.Verdict
		reached  bool
	}{
		{"it has time, and no doubt", 0, 0, friday, false, promise.Verdict{State: promise.Open}, false},
		{"paid", 100_00, 0, friday, false, promise.Verdict{State: promise.Kept}, true},
		{"in doubt, and nothing is owed", 60_00, early, friday + 9, true,
			promise.Verdict{State: promise.Kept, StandsOn: early}, true},
		{"in doubt, and it has time again", 60_00, early, friday + 1, false,
			promise.Verdict{State: promise.Open}, true},
		{"in doubt, and its time is over", 60_00, early, friday + 9, false,
			promise.Verdict{State: promise.Broken}, true},
		{"it had been broken before late news", 60_00, late, friday + 9, false,
			promise.Verdict{State: promise.Broken, StandsOn: late}, true},
		{"in doubt, and there is nothing left to keep", 0, early, friday + 9, true,
			promise.Verdict{State: promise.Withdrawn}, true},
	} {
		p := hundred(func(p *promise.Promise) { p.Paid, p.JudgedOn = c.paid, c.judgedOn })
		if got, reached := promise.Reach(&p, c.day, c.settled); got != c.want || reached != c.reached {
			t.Errorf("%s: %+v, %v", c.says, got, reached)
		}
	}
}

func TestWhichPromiseAPaymentIsFor(t *testing.T) {
	t.Parallel()
	as := func(n money.Amount, state promise.State, had money.Amount) promise.Promise {
		return hundred(func(p *promise.Promise) { p.Amount, p.State, p.Paid = n, state, had })
	}
	all := []promise.Promise{ // latest first; the amount tells them apart
		as(4, promise.Replaced, 0), as(3, promise.Kept, 3), as(2, promise.Open, 1), as(1, promise.Broken, 0),
	}
	for _, c := range []struct {
		says     string
		among    []promise.Promise
		currency money.Currency
		amount   money.Amount
		want     money.Amount // 0: for none
	}{
		{"the open one", all, "USD", 5, 2},
		{"without an open one, the one that was broken", []promise.Promise{all[1], all[3]}, "USD", 5, 1},
		{"what is taken back comes from the open one", all, "USD", -1, 2},
		{"or from one that was kept, when the open one has had less", all, "USD", -3, 3},
		{"and from no promise that has had less", all, "USD", -5, 0},
		{"soles do not keep a promise of dollars", all, "PEN", 5, 0},
		{"nobody promised", nil, "USD", 5, 0},
	} {
		got := promise.Choose(c.among, c.currency, c.amount, friday)
		if (got == nil) != (c.want == 0) || got != nil && got.Amount != c.want {
			t.Errorf("%s: %+v", c.says, got)
		}
	}
}

func TestAPromiseForWhatIsNoLongerOwedIsNotBroken(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		says string
		paid money.Amount
		day  calendar.Day
		want promise.State
	}{
		{"promised a little more than there was, and paid it all", 95_00, monday, promise.Kept},
		{"the same, long after its day", 95_00, friday + 9, promise.Kept},
		{"gone from the book without a payment to us, and there is time", 0, friday + 2, promise.Open},
		{"the same, after its day: there is nothing left to keep", 0, friday + 3, promise.Withdrawn},
	} {
		p := hundred(paid(c.paid))
		if got := promise.Judge(&p, c.day, true); got != c.want {
			t.Errorf("%s: %s, want %s", c.says, got, c.want)
		}
	}
}

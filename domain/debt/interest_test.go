package debt

import (
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"aldia/domain/calendar"
	"aldia/domain/money"
	"aldia/platform/id"
)

func at() time.Time { return time.Date(2026, 3, 2, 14, 0, 0, 0, time.UTC) }

func rate(t *testing.T, percent string) money.Rate {
	t.Helper()
	r, err := money.ParseRate(percent)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// owing is an item of a principal that fell due, with interest posted through the day before it was opened.
func owing(principal money.Amount, dueOn, accruedOn calendar.Day) *Item {
	return &Item{
		ID: 1, DueOn: dueOn, AccruedOn: accruedOn, Owed: Parts{Principal: principal}, State: Open, Figures: Ours,
	}
}

func TestTheDayAfterTheDueDayIsTheFirstThatBearsInterest(t *testing.T) {
	t.Parallel()
	due := calendar.Of(2026, 3, 10)
	terms := Terms{Rate: rate(t, "36"), MoratoryRate: rate(t, "3.6"), Basis: money.Basis360}
	for _, c := range []struct {
		on                 calendar.Day
		interest, moratory money.Amount
	}{
		{due - 1, 0, 0},
		{due, 0, 0},              // day zero
		{due + 1, 100, 10},       // 1,000.00 at 36 % of 360 days is 1.00 a day
		{due + 30, 3000, 300},    // a month
		{due + 360, 36000, 3600}, // a year of the bank
	} {
		earned, _, _ := terms.Accrued(owing(100_000, due, due-20), c.on)
		if want := (Parts{Interest: c.interest, Moratory: c.moratory}); earned != want {
			t.Errorf("on %s 1,000.00 due %s has earned %+v, want %+v", c.on.Text(), due.Text(), earned, want)
		}
	}
}

func TestNothingIsEarnedOnWhatIsNotOwed(t *testing.T) {
	t.Parallel()
	due := calendar.Of(2026, 3, 10)
	terms := Terms{Rate: rate(t, "36"), MoratoryRate: rate(t, "3.6"), Basis: money.Basis360}
	for name, change := range map[string]func(*Item){
		"a paid item":                func(i *Item) { i.State = Paid },
		"an item taken back":         func(i *Item) { i.State = Undone },
		"interest bears no interest": func(i *Item) { i.Owed = Parts{Interest: 5000, Moratory: 100, Fees: 50} },
		"posted through that day":    func(i *Item) { i.AccruedOn = due + 30 },
		"a principal paid too much":  func(i *Item) { i.Owed.Principal = -1 },
	} {
		item := owing(100_000, due, due)
		change(item)
		if earned, _, _ := terms.Accrued(item, due+30); !earned.IsZero() {
			t.Errorf("%s: earned %+v, want nothing", name, earned)
		}
	}
}

func TestSpansCutTheDaysWhereTheRatesChange(t *testing.T) {
	t.Parallel()
	due := calendar.Of(2026, 1, 10)
	terms := Terms{Rate: 3, MoratoryRate: 30, Basis: money.Basis360, Before: []RateChange{
		{1, due + 10, 1, 10}, {1, due + 20, 2, 20},
	}}
	span := func(from, through calendar.Day, r money.Rate) Span {
		return Span{due + from, due + through, int(through - from + 1), r, 10 * r}
	}
	for _, c := range []struct {
		name          string
		from, through calendar.Day
		want          []Span
	}{
		{"from the start", -5, 30, []Span{span(1, 10, 1), span(11, 20, 2), span(21, 30, 3)}},
		{"posted through the tenth day", 10, 30, []Span{span(11, 20, 2), span(21, 30, 3)}},
		{"posted in the middle", 15, 18, []Span{span(16, 18, 2)}},
		{"before the first change", 0, 10, []Span{span(1, 10, 1)}},
		{"after all of them", 25, 26, []Span{span(26, 26, 3)}},
		{"no day", 30, 30, nil},
		{"not due yet", -5, 0, nil},
	} {
		if got := terms.Spans(due, due+c.from, due+c.through); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

func TestTwoChangesOfOneDayLeaveTheRateThatHeldBefore(t *testing.T) {
	t.Parallel()
	due := calendar.Of(2026, 1, 10)
	// A cut of the tenth day brought 2, and the one that replaced it 3.
	terms := Terms{Rate: 3, Before: []RateChange{{1, due + 10, 1, 0}, {1, due + 10, 2, 0}}}
	want := []Span{{due + 1, due + 10, 10, 1, 0}, {due + 11, due + 20, 10, 3, 0}}
	if got := terms.Spans(due, due, due+20); !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

// history is what happens to an item, day by day, and what exact arithmetic says it has earned.
type history struct {
	terms              Terms
	item               *Item
	entries            []Entry
	on                 calendar.Day
	interest, moratory *big.Rat
}

// exactly adds what an amount earns in the days from one to another, with no rounding at all.
func (h *history) exactly(principal money.Amount, from, through calendar.Day, sign int64) {
	for _, s := range h.terms.Spans(h.item.DueOn, from, through) {
		for sum, r := range map[*big.Rat]money.Rate{h.interest: s.Rate, h.moratory: s.MoratoryRate} {
			part := new(big.Rat).SetFrac(big.NewInt(int64(r)), big.NewInt(100_000_000))
			part.Mul(part, new(big.Rat).SetFrac64(int64(s.Days), int64(h.terms.Basis)))
			part.Mul(part, new(big.Rat).SetInt64(sign*int64(principal)))
			sum.Add(sum, part)
		}
	}
}

func (h *history) keep(e Entry, ok bool) {
	if ok {
		h.entries = append(h.entries, e)
	}
}

func (h *history) post(through calendar.Day) {
	h.exactly(h.item.Owed.Principal, h.item.AccruedOn, through, 1)
	e, ok := h.terms.PostInterest(h.item, through, 9, at())
	h.keep(e, ok)
}

// pay takes principal off on a day; one before the last posting is a payment heard of late.
func (h *history) pay(amount money.Amount, on calendar.Day) {
	if on >= h.item.AccruedOn {
		h.post(on)
	} else {
		h.exactly(amount, on, h.item.AccruedOn, -1)
		e, ok := h.terms.ReturnInterest(h.item, amount, on, 9, at())
		h.keep(e, ok)
	}
	h.entries = append(h.entries, h.item.Post(Payment, on, Parts{Principal: -amount}, 9, at()))
}

// nearest is a fraction to whole minor units, half away from zero.
func nearest(r *big.Rat) money.Amount {
	twice := new(big.Int).Mul(r.Num(), big.NewInt(2))
	if r.Sign() >= 0 {
		twice.Add(twice, r.Denom())
	} else {
		twice.Sub(twice, r.Denom())
	}
	return money.Amount(twice.Quo(twice, new(big.Int).Mul(r.Denom(), big.NewInt(2))).Int64())
}

func TestThousandsOfHistoriesPostTheExactInterestAndRebuildFromTheirEntries(t *testing.T) {
	t.Parallel()
	for seed := range uint64(4000) {
		random := rand.New(rand.NewPCG(7, seed))
		due := calendar.Of(2026, 1, 1) + calendar.Day(random.IntN(60))
		start := due - 10 + calendar.Day(random.IntN(20))
		h := &history{
			item: owing(0, due, start), on: start, interest: new(big.Rat), moratory: new(big.Rat),
			terms: Terms{Rate: money.Rate(random.Int64N(60_000_000)),
				MoratoryRate: money.Rate(random.Int64N(9_000_000)),
				Basis:        []money.Basis{money.Basis360, money.Basis365}[random.IntN(2)]},
		}
		opening := Parts{Principal: money.Amount(1 + random.Int64N(50_000_000)),
			Fees: money.Amount(random.Int64N(900))}
		h.entries = append(h.entries, h.item.Post(Opening, start, opening, 9, at()))
		for range 1 + random.IntN(15) {
			h.on += calendar.Day(random.IntN(40))
			switch random.IntN(5) {
			case 0, 1:
				h.post(h.on)
			case 2:
				h.pay(money.Amount(random.Int64N(int64(h.item.Owed.Principal)/3+1)), h.on)
			case 3: // heard of late
				h.pay(money.Amount(random.Int64N(int64(h.item.Owed.Principal)/3+1)), h.on-calendar.Day(random.IntN(30)))
			case 4: // the contract's rates change from the next day on
				h.post(h.on)
				h.terms.Before = append(h.terms.Before, RateChange{1, h.on, h.terms.Rate, h.terms.MoratoryRate})
				h.terms.Rate = money.Rate(random.Int64N(60_000_000))
			}
		}
		h.post(h.on)
		if got := Balance(h.entries); got != h.item.Owed {
			t.Fatalf("history %d: the entries sum to %+v, the item owes %+v", seed, got, h.item.Owed)
		}
		for n, e := range h.entries {
			if e.N != int64(n+1) || e.ItemID != h.item.ID || e.CauseID != id.ID(9) {
				t.Fatalf("history %d: line %d is %+v", seed, n+1, e)
			}
		}
		if h.item.EntryCount != int64(len(h.entries)) {
			t.Fatalf("history %d: %d lines, the item counts %d", seed, len(h.entries), h.item.EntryCount)
		}
		want := Parts{
			Principal: h.item.Owed.Principal, Interest: nearest(h.interest), Moratory: nearest(h.moratory),
			Fees: opening.Fees,
		}
		if h.item.Owed != want {
			t.Fatalf("history %d: owes %+v, exactly %+v (%s and %s)", seed, h.item.Owed, want,
				h.interest.FloatString(6), h.moratory.FloatString(6))
		}
	}
}

func TestInterestReturnedIsTheExactOppositeOfInterestPosted(t *testing.T) {
	t.Parallel()
	for seed := range uint64(2000) {
		random := rand.New(rand.NewPCG(8, seed))
		due := calendar.Of(2026, 1, 1)
		terms := Terms{
			Rate: money.Rate(random.Int64N(60_000_000)), MoratoryRate: money.Rate(random.Int64N(9_000_000)),
			Basis: money.Basis365, Before: []RateChange{{1, due + 17, 12_345_678, 1_234_567}},
		}
		item := owing(money.Amount(1+random.Int64N(50_000_000)), due, due)
		paidOn, through := due+calendar.Day(random.IntN(40)), due+calendar.Day(40+random.IntN(40))
		terms.PostInterest(item, paidOn, 9, at())
		before := *item
		terms.PostInterest(item, through, 9, at())
		terms.ReturnInterest(item, item.Owed.Principal, paidOn, 9, at())
		if item.Owed != before.Owed || item.InterestCarry != before.InterestCarry ||
			item.MoratoryCarry != before.MoratoryCarry {
			t.Fatalf("history %d: all of it was paid on %s; owes %+v with carries %d and %d, want %+v with %d and %d",
				seed, paidOn.Text(), item.Owed, item.InterestCarry, item.MoratoryCarry, before.Owed,
				before.InterestCarry, before.MoratoryCarry)
		}
	}
}

func TestNothingIsReturnedForAPaymentHeardOfInTime(t *testing.T) {
	t.Parallel()
	due := calendar.Of(2026, 1, 1)
	terms := Terms{Rate: rate(t, "36"), Basis: money.Basis360}
	item := owing(100_000, due, due+10)
	for _, on := range []calendar.Day{due + 10, due + 11} {
		if e, ok := terms.ReturnInterest(item, 50_000, on, 9, at()); ok {
			t.Errorf("paid on %s, posted through %s: returned %+v", on.Text(), item.AccruedOn.Text(), e)
		}
	}
	if _, ok := terms.ReturnInterest(item, 0, due+5, 9, at()); ok {
		t.Error("interest was returned on no principal")
	}
}

func TestACarryIsKeptAlsoWhenThereIsNoCentToPost(t *testing.T) {
	t.Parallel()
	due := calendar.Of(2026, 1, 1)
	terms := Terms{Rate: rate(t, "10"), Basis: money.Basis360}
	item := owing(1000, due, due) // 10.00 earns 0.28 of a cent a day
	if e, ok := terms.PostInterest(item, due+1, 9, at()); ok {
		t.Errorf("a day was worth %+v", e)
	}
	if item.InterestCarry == 0 || item.AccruedOn != due+1 {
		t.Errorf("after a day: carry %d, posted through %s", item.InterestCarry, item.AccruedOn.Text())
	}
	if _, ok := terms.PostInterest(item, due+2, 9, at()); !ok || item.Owed.Interest != 1 ||
		item.InterestCarry >= 0 {
		t.Errorf("after two days: %+v, carry %d, want a cent that is ahead of what was earned", item.Owed,
			item.InterestCarry)
	}
}

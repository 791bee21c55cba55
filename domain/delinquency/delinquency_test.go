package delinquency

import (
	"slices"
	"testing"

	"aldia/domain/calendar"
	"aldia/domain/debt"
	"aldia/domain/money"
	"aldia/platform/fault"
	"aldia/platform/id"
)

func TestADebtStandsInTheBucketOfItsDaysPastDue(t *testing.T) {
	t.Parallel()
	b := Default()
	for _, c := range []struct {
		days int
		want string
	}{
		{-1000, Current}, {-1, Current}, {0, Current}, {1, "1-30"}, {30, "1-30"}, {31, "31-60"}, {60, "31-60"},
		{61, "61-90"}, {90, "61-90"}, {91, "91-120"}, {120, "91-120"}, {121, "121-180"}, {180, "121-180"},
		{181, "181-360"}, {360, "181-360"}, {361, "361+"}, {9999, "361+"},
	} {
		if got := b[b.Of(c.days)].Code; got != c.want {
			t.Errorf("%d days past due is %s, want %s", c.days, got, c.want)
		}
	}
}

func TestUntilMakesBucketsFromTheirLastDays(t *testing.T) {
	t.Parallel()
	b := Until(8, 30)
	want := []string{Current, "1-8", "9-30", "31+"}
	if len(b) != len(want) {
		t.Fatalf("%+v, want %v", b, want)
	}
	for i, code := range want {
		if b[i].Code != code || b.Position(code) != i {
			t.Errorf("bucket %d is %s at %d, want %s", i, b[i].Code, b.Position(code), code)
		}
	}
	if b[b.Of(8)].Code != "1-8" || b[b.Of(9)].Code != "9-30" || b[b.Of(400)].Code != "31+" {
		t.Error("the last day of a bucket is in it, and the next is in the next")
	}
	if b.Position("61-90") != -1 {
		t.Error("a bucket that is no longer in use has a position")
	}
}

func TestACreditorsOwnBucketsAreReadOrRefused(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, text, refused string }{
		{"none of its own", ``, ""},
		{"two", `[{"code":"current","from":-999,"to":0},{"code":"mora","from":1,"to":0}]`, ""},
		{"three", `[{"code":"current","to":0},{"code":"A","from":1,"to":15},{"code":"B","from":16,"to":-1}]`, ""},
		{"no JSON", `1-30,31-60`, ErrBuckets.Key},
		{"one alone", `[{"code":"current","to":0}]`, ErrBuckets.Key},
		{"the first is overdue", `[{"code":"A","from":1,"to":5},{"code":"B","from":6,"to":0}]`, ErrBuckets.Key},
		{"a gap", `[{"code":"c","to":0},{"code":"A","from":2,"to":15},{"code":"B","from":16}]`, ErrBuckets.Key},
		{"an overlap", `[{"code":"c","to":0},{"code":"A","from":1,"to":15},{"code":"B","from":15}]`,
			ErrBuckets.Key},
		{"no name", `[{"code":"c","to":0},{"code":"","from":1,"to":0}]`, ErrBuckets.Key},
		{"one that ends before it begins",
			`[{"code":"c","to":0},{"code":"A","from":1,"to":0},{"code":"B","from":1}]`,
			ErrBuckets.Key},
		{"the last one ends", `[{"code":"c","to":0},{"code":"A","from":1,"to":30}]`, ErrBuckets.Key},
		{"a name twice", `[{"code":"c","to":0},{"code":"A","from":1,"to":30},{"code":"A","from":31,"to":0}]`,
			ErrBuckets.Key},
	} {
		b, err := ParseBuckets(c.text)
		switch {
		case c.refused == "" && (err != nil || len(b) < 2):
			t.Errorf("%s: %v, %v", c.name, b, err)
		case c.refused != "" && (err == nil || fault.KindOf(err) != fault.Invalid):
			t.Errorf("%s was taken: %v, %v", c.name, b, err)
		}
	}
}

func TestTheDueDayIsDayZero(t *testing.T) {
	t.Parallel()
	due := calendar.Of(2026, 2, 28)
	for _, c := range []struct {
		due, on calendar.Day
		want    int
	}{
		{due, due - 1, 0}, {due, due, 0}, {due, due + 1, 1}, {due, calendar.Of(2026, 3, 31), 31},
		{calendar.NoDay, due, 0},
	} {
		if got := DaysPastDue(c.due, c.on); got != c.want {
			t.Errorf("due %s, on %s: %d days past due, want %d", c.due.Text(), c.on.Text(), got, c.want)
		}
	}
}

func account(state debt.State) *debt.Account {
	return &debt.Account{ID: 1, PersonID: 2, CreditorID: 3, PortfolioID: 4, Currency: "USD", State: state}
}

func item(dueOn calendar.Day, principal, interest money.Amount, state debt.State) debt.Item {
	return debt.Item{DueOn: dueOn, State: state, Owed: debt.Parts{Principal: principal, Interest: interest}}
}

func TestAnAccountStandsWhereItsOldestUnpaidItemPutsIt(t *testing.T) {
	t.Parallel()
	day := calendar.Of(2026, 3, 31)
	for _, c := range []struct {
		name    string
		state   debt.State
		items   []debt.Item
		bucket  string
		oldest  calendar.Day
		pastDue money.Amount
		balance money.Amount
	}{
		{"nothing due yet", debt.Open, []debt.Item{item(day+5, 100, 0, debt.Open)}, Current, day + 5, 0, 100},
		{"due today", debt.Open, []debt.Item{item(day, 100, 0, debt.Open)}, Current, day, 0, 100},
		{"due yesterday", debt.Open, []debt.Item{item(day-1, 100, 7, debt.Open)}, "1-30", day - 1, 107, 107},
		{"three instalments, one paid", debt.Open, []debt.Item{
			item(day-90, 0, 0, debt.Paid), item(day-60, 100, 5, debt.Open), item(day-30, 100, 0, debt.Open),
			item(day+1, 100, 0, debt.Open),
		}, "31-60", day - 60, 205, 305},
		{"the order of the items does not matter", debt.Open, []debt.Item{
			item(day+1, 100, 0, debt.Open), item(day-30, 100, 0, debt.Open), item(day-60, 100, 5, debt.Open),
		}, "31-60", day - 60, 205, 305},
		{"an open item on which nothing is left", debt.Open, []debt.Item{item(day-60, 0, 0, debt.Open)}, Out, 0, 0,
			0},
		{"asked about, and still owed", debt.Asked, []debt.Item{item(day-61, 100, 0, debt.Open)}, "61-90", day - 61,
			100, 100},
		{"recalled", debt.Recalled, []debt.Item{item(day-60, 100, 0, debt.Open)}, Out, 0, 0, 0},
		{"paid", debt.Paid, nil, Out, 0, 0, 0},
		{"taken back", debt.Undone, []debt.Item{item(day-60, 100, 0, debt.Open)}, Out, 0, 0, 0},
	} {
		want := Standing{
			AccountID: 1, PersonID: 2, CreditorID: 3, PortfolioID: 4, Currency: "USD", SinceOn: day, Bucket: c.bucket,
			OldestDueOn: c.oldest, PastDue: c.pastDue, Balance: c.balance,
		}
		if got := Stand(account(c.state), c.items, day, Default()); got != want {
			t.Errorf("%s: %+v, want %+v", c.name, got, want)
		}
	}
}

func TestAMoveHasItsEntryAndItsExit(t *testing.T) {
	t.Parallel()
	day := calendar.Of(2026, 3, 31)
	stood := func(bucket string, since calendar.Day, pastDue, balance money.Amount) Standing {
		return Standing{
			AccountID: 1, PersonID: 2, CreditorID: 3, Currency: "USD", Bucket: bucket, SinceOn: since,
			PastDue: pastDue,
			Balance: balance,
		}
	}
	first, here := Standing{}, calendar.NoDay
	for _, c := range []struct {
		name        string
		before, now Standing
		moved       bool
		since       calendar.Day
		from, to    string
		fromOn      calendar.Day
		pastDue     money.Amount
		balance     money.Amount
	}{
		{"it enters the book", first, stood("1-30", day, 10, 10), true, day, Out, "1-30", here, 10, 10},
		{"nothing but the sum changes", stood("1-30", day-9, 10, 10), stood("1-30", day, 7, 7), false, day - 9, "",
			"",
			0, 0, 0},
		{"it rolls", stood("1-30", day-30, 10, 10), stood("31-60", day, 11, 20), true, day, "1-30", "31-60",
			day - 30,
			11, 20},
		{"it is cured", stood("31-60", day-5, 10, 20), stood(Current, day, 0, 10), true, day, "31-60", Current,
			day - 5,
			0, 10},
		{"it leaves, and what moves is what it was", stood("31-60", day-5, 10, 20), stood(Out, day, 0, 0), true,
			day,
			"31-60", Out, day - 5, 10, 20},
	} {
		kept, move, moved := Compare(c.before, c.now, day)
		if moved != c.moved || kept.SinceOn != c.since {
			t.Errorf("%s: moved %v, in its bucket since %s", c.name, moved, kept.SinceOn.Text())
		}
		want := Move{
			AccountID: 1, PersonID: 2, CreditorID: 3, Currency: "USD", OnDay: day, From: c.from, To: c.to,
			FromOn: c.fromOn, PastDue: c.pastDue, Balance: c.balance, Was: c.before.Balance,
		}
		if c.moved && move != want {
			t.Errorf("%s: %+v, want %+v", c.name, move, want)
		}
	}
}

func TestAPersonCountsOnceInABucketOfACreditor(t *testing.T) {
	t.Parallel()
	f := NewFigures()
	stand := func(creditor, portfolio int64, currency money.Currency, bucket string, pastDue money.Amount) {
		f.Stand(&Standing{
			CreditorID: id.ID(creditor), PortfolioID: id.ID(portfolio), Currency: currency, Bucket: bucket,
			PastDue: pastDue, Balance: 2 * pastDue,
		})
	}
	f.NextPerson() // three accounts of one creditor in one bucket, two of them in another portfolio
	stand(1, 10, "USD", "1-30", 5)
	stand(1, 11, "USD", "1-30", 7)
	stand(1, 11, "USD", "1-30", 9)
	stand(1, 10, "USD", "31-60", 3)
	stand(1, 10, "PEN", "1-30", 4)
	stand(2, 20, "USD", "1-30", 6)
	stand(2, 20, "USD", Out, 99)
	f.NextPerson()
	stand(1, 11, "USD", "1-30", 1)
	want := []AgingFigure{
		{1, 10, "PEN", "1-30", 1, 1, 4, 8},
		{1, 10, "USD", "1-30", 1, 1, 5, 10},
		{1, 10, "USD", "31-60", 1, 1, 3, 6},
		{1, 11, "USD", "1-30", 3, 1, 17, 34}, // the first person stands in portfolio 10 already
		{2, 20, "USD", "1-30", 1, 1, 6, 12},
	}
	aging, _ := f.Sums()
	if len(aging) != len(want) {
		t.Fatalf("%+v", aging)
	}
	for i := range want {
		if aging[i] != want[i] {
			t.Errorf("%+v, want %+v", aging[i], want[i])
		}
	}
}

func TestTheSumsOfPartsAreTheSumsOfTheWhole(t *testing.T) {
	t.Parallel()
	whole, parts := NewFigures(), NewFigures()
	for person := range 60 {
		part := NewFigures()
		for _, f := range []*Figures{whole, part} {
			f.NextPerson()
			for n := range person % 4 {
				bucket := Default()[(person+n)%8].Code
				f.Stand(&Standing{CreditorID: id.ID(person % 3), PortfolioID: id.ID(n), Currency: "USD", Bucket: bucket,
					PastDue: money.Amount(person), Balance: 100})
				f.Change(&Standing{Bucket: Current, Balance: 90}, &Standing{
					CreditorID: id.ID(person % 3), Currency: "USD", Bucket: bucket, Balance: 100,
				})
			}
		}
		parts.Add(part.Sums())
	}
	aging, movement := whole.Sums()
	agingOfParts, movementOfParts := parts.Sums()
	if len(aging) == 0 || len(aging) != len(agingOfParts) || len(movement) != len(movementOfParts) {
		t.Fatalf("%d and %d figures of the whole, %d and %d of its parts", len(aging), len(movement),
			len(agingOfParts), len(movementOfParts))
	}
	for i := range aging {
		if aging[i] != agingOfParts[i] {
			t.Errorf("%+v, of the parts %+v", aging[i], agingOfParts[i])
		}
	}
	for i := range movement {
		if movement[i] != movementOfParts[i] {
			t.Errorf("%+v, of the parts %+v", movement[i], movementOfParts[i])
		}
	}
}

func TestTheDaysOfABucketAreInItsName(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		code     string
		from, to int
		ok       bool
	}{
		{Current, 0, 0, true}, {"31-60", 31, 60, true}, {"361+", 361, -1, true}, {"mora", 0, 0, false}, {"", 0, 0,
			false},
	} {
		from, to, ok := RangeOf(c.code)
		if ok != c.ok || ok && (from != c.from || to != c.to) {
			t.Errorf("%q is %d to %d, %v", c.code, from, to, ok)
		}
	}
}

func TestAChangeExplainsHowOneDaysFiguresBecomeTheNexts(t *testing.T) {
	t.Parallel()
	stood := func(bucket string, balance money.Amount) *Standing {
		return &Standing{CreditorID: 1, Currency: "USD", Bucket: bucket, Balance: balance}
	}
	for _, c := range []struct {
		name     string
		was, now *Standing
		want     []MovementFigure
	}{
		{"nothing changes", stood("1-30", 100), stood("1-30", 100), nil},
		{"it never was there", stood(Out, 0), stood(Out, 0), nil},
		{"it comes", &Standing{}, stood("1-30", 100), []MovementFigure{{1, "USD", Out, "1-30", 1, 0, 100}}},
		{"it rolls, and interest is added", stood("1-30", 100), stood("31-60", 105),
			[]MovementFigure{{1, "USD", "1-30", "31-60", 1, 100, 105}}},
		{"part of it is paid", stood("1-30", 100), stood("1-30", 60),
			[]MovementFigure{{1, "USD", "1-30", "1-30", 0, 100, 60}}},
		{"it leaves, and what moves is what it was", stood("1-30", 100), stood(Out, 0),
			[]MovementFigure{{1, "USD", "1-30", Out, 1, 100, 100}}},
	} {
		f := NewFigures()
		f.Change(c.was, c.now)
		if _, got := f.Sums(); !slices.Equal(got, c.want) {
			t.Errorf("%s: %+v, want %+v", c.name, got, c.want)
		}
	}
}

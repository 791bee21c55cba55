package delinquency

import (
	"slices"
	"testing"

	"aldia/domain/calendar"
	"aldia/domain/money"
)

func TestTheMovesOfADayArePartedFromWhatWasPaidLater(t *testing.T) {
	t.Parallel()
	day := calendar.Of(2026, 3, 31)
	at := func(bucket string, balance money.Amount, since calendar.Day) Standing {
		return Standing{
			AccountID:  7,
			CreditorID: 1,
			Currency:   "USD",
			Bucket:     bucket,
			Balance:    balance,
			SinceOn:    since,
		}
	}
	step := func(from, to string, on calendar.Day, was, balance money.Amount) Move {
		return Move{
			AccountID:  7,
			CreditorID: 1,
			Currency:   "USD",
			OnDay:      day,
			From:       from,
			To:         to,
			FromOn:     on,
			Was:        was,
			Balance:    balance,
		}
	}
	for _, c := range []struct {
		name   string
		moves  []Move
		closed Standing
		now    Standing
		want   []Move
		since  calendar.Day
		change []MovementFigure
		left   bool
	}{
		{name: "something is paid, and it stays where it is", closed: at("1-30", 100, day),
			now: at("1-30", 60, day-5), since: day - 5},
		{name: "it is paid off", moves: []Move{step("1-30", Out, day-5, 100, 100)}, closed: at("1-30", 100, day),
			now: at(Out, 0, day), want: []Move{step("1-30", Out, day-5, 100, 100)}, since: day},
		{name: "it is paid off, and the file says that it had been older",
			moves: []Move{step("1-30", Out, day-5, 100, 100)}, closed: at("31-60", 100, day), now: at(Out, 0, day),
			want:  []Move{step("1-30", "31-60", day-5, 100, 100), step("31-60", Out, day, 100, 100)},
			since: day, change: []MovementFigure{{1, "USD", "1-30", Out, -1, -100, -100},
				{1, "USD", "1-30", "31-60", 1, 100, 100}, {1, "USD", "31-60", Out, 1, 100, 100}}},
		{name: "part is paid, and the file says that it had been older",
			moves: []Move{step("1-30", "31-60", day-5, 60, 60)}, closed: at("31-60", 100, day),
			now:  at("31-60", 60, day),
			want: []Move{step("1-30", "31-60", day-5, 60, 100)}, since: day,
			change: []MovementFigure{{1, "USD", "1-30", "31-60", 0, 0, 40}, {1, "USD", "31-60", "31-60", 0, 40, 0}}},
		{name: "moves with something missing are left", moves: []Move{step("1-30", "61-90", day-5, 100, 100)},
			closed: at("31-60", 100, day), now: at("31-60", 60, day), left: true},
	} {
		p := Parted{Moves: c.moves, Closed: c.closed, Now: c.now}
		moves, since, change, ok := p.Part()
		if ok == c.left {
			t.Errorf("%s: %v", c.name, ok)
		}
		if !c.left && (!slices.Equal(moves, c.want) || since != c.since) {
			t.Errorf("%s: since %s\n%+v, want\n%+v", c.name, since.Text(), moves, c.want)
		}
		if c.change != nil && !slices.Equal(differences(change), c.change) {
			t.Errorf("%s: the figures change by\n%+v, want\n%+v", c.name, change, c.change)
		}
	}
}

// differences tells what stays in its bucket by its difference alone: nothing else counts.
func differences(change []MovementFigure) []MovementFigure {
	for i := range change {
		if change[i].Stays() {
			change[i].Was, change[i].Balance = change[i].Was-change[i].Balance, 0
		}
	}
	return change
}

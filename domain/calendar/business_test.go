package calendar_test

import (
	"slices"
	"testing"
	"time"

	"aldia/domain/calendar"
)

func TestADeadlineOfBusinessDaysEnds(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		country, from string
		n             int
		to, because   string
	}{
		{"PE", "2026-07-20", 15, "2026-08-14", "23, 28, 29 July and 6 August are holidays"},
		{"CO", "2026-10-30", 1, "2026-11-03", "from a Friday over All Saints' Monday"},
		{"CO", "2026-01-05", 1, "2026-01-06", "Epiphany's date is a working day"},
		{"EC", "2026-10-30", 2, "2026-11-05", "2 and 3 November"},
		{"EC", "2022-05-20", 1, "2022-05-24", "the Monday is rested, the Tuesday counts"},
		{"EC", "2027-12-30", 1, "2028-01-03", "the New Year of a Saturday is kept on 31 December"},
		{"CL", "2026-09-17", 1, "2026-09-21", "18 September is a Friday"},
		{"MX", "2026-11-13", 1, "2026-11-17", "the third Monday of November"},
		{"CR", "2026-03-31", 2, "2026-04-06", "Holy Week"},
		{"PE", "2026-07-25", 0, "2026-07-27", "no days from a Saturday"},
		{"PE", "2026-07-27", 0, "2026-07-27", "no days from a Monday"},
		{"PE", "2026-08-14", -15, "2026-07-20", "counted back, 14 August not among them"},
	} {
		if got := country(t, c.country).AddBusinessDays(day(t, c.from), c.n); got != day(t, c.to) {
			t.Errorf("%s: %d business days from %s end on %s, want %s: %s",
				c.country, c.n, c.from, got.Text(), c.to, c.because)
		}
	}
}

func TestACalendarWithoutRulesKnowsWeekends(t *testing.T) {
	t.Parallel()
	var c calendar.Calendar
	if h, is := c.On(day(t, "2026-12-25")); is {
		t.Errorf("Christmas is %v", h)
	}
	if got := c.AddBusinessDays(day(t, "2026-12-24"), 2); got != day(t, "2026-12-28") {
		t.Errorf("two days from 24 December 2026 end on %s", got.Text())
	}
}

func TestYearsOutOfReachAreWorkedOut(t *testing.T) {
	t.Parallel()
	co := country(t, "CO")
	for _, text := range []string{"1999-12-25", "2100-12-25", "1985-01-07", "2101-01-10"} {
		if _, is := co.On(day(t, text)); !is {
			t.Errorf("%s is no holiday in Colombia", text)
		}
		d := day(t, text)
		year, _, _ := d.Date()
		if !slices.ContainsFunc(co.Holidays(year), func(h calendar.Holiday) bool { return h.Day == d }) {
			t.Errorf("%s is not among the holidays of its year", text)
		}
	}
	if _, is := co.On(day(t, "1999-12-24")); is {
		t.Error("24 December 1999 is a holiday in Colombia")
	}
	if !co.IsBusinessDay(day(t, "1999-12-24")) || co.IsBusinessDay(day(t, "2100-12-25")) {
		t.Error("business days out of reach are wrong")
	}
}

// The bits and the list say the same as the rules themselves, day by day.
func TestEveryDayIsAnsweredAsItsYearIsListed(t *testing.T) {
	t.Parallel()
	for _, code := range countries {
		c := country(t, code)
		for year := 2019; year <= 2036; year++ {
			listed := map[calendar.Day]calendar.Holiday{}
			for _, h := range c.Holidays(year) {
				listed[h.Day] = h
			}
			for d := calendar.Of(year, 1, 1); d <= calendar.Of(year, 12, 31); d++ {
				h, is := c.On(d)
				want, listedToo := listed[d]
				if is != listedToo || h != want {
					t.Fatalf("%s %s: On says %v, the list %v", code, d.Text(), h, want)
				}
				weekday := d.Weekday() != time.Saturday && d.Weekday() != time.Sunday
				if got := c.IsBusinessDay(d); got != (weekday && (!is || h.Moved)) {
					t.Fatalf("%s %s: business day %v", code, d.Text(), got)
				}
			}
		}
	}
}

var countries = []string{"EC", "CR", "MX", "CO", "PE", "CL", "US"}

// A deadline never ends on a day that does not count, never ends earlier for starting later or for having
// more days, and has exactly its business days in it, by a count that knows nothing of AddBusinessDays.
func FuzzAddBusinessDays(f *testing.F) {
	calendars := make([]*calendar.Calendar, len(countries))
	for i, code := range countries {
		calendars[i] = country(f, code)
	}
	f.Add(byte(0), int64(20_000), 15)
	f.Add(byte(4), int64(20_654), 15)
	f.Add(byte(5), int64(-400), 3)
	f.Add(byte(1), int64(47_000), 250)
	f.Fuzz(func(t *testing.T, which byte, start int64, n int) {
		c := calendars[int(which)%len(calendars)]
		from := calendar.Day(start % 50_000) // 1833 to 2106: also years that are not ready
		n = max(n%300, -n%300)
		to := c.AddBusinessDays(from, n)
		if !c.IsBusinessDay(to) {
			t.Fatalf("%d days from %s end on %s, which does not count", n, from.Text(), to.Text())
		}
		if n > 0 {
			if got := c.BusinessDaysBetween(from, to); got != n {
				t.Fatalf("between %s and %s lie %d business days, want %d", from.Text(), to.Text(), got, n)
			}
			if back := c.AddBusinessDays(to+1, -n); back <= from || c.BusinessDaysBetween(to+1, back) != -n {
				t.Fatalf("%d days back from %s give %s", n, to.Text(), back.Text())
			}
		}
		if later := c.AddBusinessDays(from+1, n); later < to {
			t.Fatalf("started a day after %s it ends earlier, on %s", from.Text(), later.Text())
		}
		if more := c.AddBusinessDays(from, n+1); n > 0 && more <= to || more < to {
			t.Fatalf("with a day more than %d from %s it ends on %s", n, from.Text(), more.Text())
		}
		if _, is := c.On(to); is {
			if h, _ := c.On(to); !h.Moved {
				t.Fatalf("%s ends on a holiday: %v", to.Text(), h.Name)
			}
		}
	})
}

// On stands in the loop of the gate: a day without a holiday and one with, by turns.
func BenchmarkOn(b *testing.B) {
	c := country(b, "CO")
	ordinary, christmas := calendar.Of(2026, 12, 24), calendar.Of(2026, 12, 25)
	b.Run("ordinary", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, is := c.On(ordinary); is {
				b.Fatal("24 December is a holiday")
			}
		}
	})
	b.Run("holiday", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, is := c.On(christmas, "CO-DC"); !is {
				b.Fatal("Christmas is none")
			}
		}
	})
	b.Run("deadline", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			c.AddBusinessDays(ordinary, 15)
		}
	})
}

package calendar_test

import (
	"testing"

	"aldia/domain/calendar"
)

// Each sentence of each law, with a day that shows it. "=" stands for "stays".
var moved = []struct{ move, day, to, sentence string }{
	{"co.next_monday", "2026-01-06", "2026-01-12", "a Tuesday's is kept on the Monday after"},
	{"co.next_monday", "2026-11-01", "2026-11-02", "a Sunday's is kept on the Monday after"},
	{"co.next_monday", "2026-06-29", "=", "a Monday's stays"},

	{"ec.rest", "2022-05-24", "2022-05-23", "Tuesday: the Monday before"},
	{"ec.rest", "2022-08-10", "2022-08-12", "Wednesday: the Friday of that week"},
	{"ec.rest", "2025-10-09", "2025-10-10", "Thursday: the Friday of that week"},
	{"ec.rest", "2027-05-01", "2027-04-30", "Saturday: the Friday before"},
	{"ec.rest", "2026-05-24", "2026-05-25", "Sunday: the Monday after"},
	{"ec.rest", "2026-10-09", "=", "Friday stays"},
	{"ec.rest", "2026-08-10", "=", "Monday stays"},

	{"ec.weekend_only", "2028-01-01", "2027-12-31", "a Saturday's New Year is kept in the old year"},
	{"ec.weekend_only", "2023-01-01", "2023-01-02", "Sunday: the Monday after"},
	{"ec.weekend_only", "2024-12-25", "=", "Christmas in the middle of the week stays"},

	{"ec.souls", "2026-11-02", "=", "Monday and Tuesday: nothing moves"},
	{"ec.cuenca", "2026-11-03", "=", "Monday and Tuesday: nothing moves"},
	{"ec.souls", "2027-11-02", "=", "Tuesday and Wednesday: the Wednesday's moves"},
	{"ec.cuenca", "2027-11-03", "2027-11-01", "Tuesday and Wednesday: the Wednesday's goes to Monday"},
	{"ec.souls", "2022-11-02", "2022-11-04", "Wednesday and Thursday: the Wednesday's goes to Friday"},
	{"ec.cuenca", "2022-11-03", "=", "Wednesday and Thursday: the Wednesday's moves"},
	{"ec.souls", "2023-11-02", "=", "Thursday and Friday: nothing moves"},
	{"ec.cuenca", "2023-11-03", "=", "Thursday and Friday: nothing moves"},
	{"ec.souls", "2029-11-02", "=", "Friday and Saturday: the Saturday's moves"},
	{"ec.cuenca", "2029-11-03", "2029-11-01", "Friday and Saturday: the Saturday's goes to Thursday"},
	{"ec.souls", "2024-11-02", "2024-11-01", "Saturday and Sunday: to Friday"},
	{"ec.cuenca", "2024-11-03", "2024-11-04", "Saturday and Sunday: to Monday"},
	{"ec.souls", "2025-11-02", "2025-11-04", "Sunday and Monday: the Sunday's goes to Tuesday"},
	{"ec.cuenca", "2025-11-03", "=", "Sunday and Monday: the Sunday's moves"},

	{"cl.nearest_monday", "2027-06-29", "2027-06-28", "Tuesday: the Monday of that week"},
	{"cl.nearest_monday", "2023-10-12", "2023-10-09", "Thursday: the Monday of that week"},
	{"cl.nearest_monday", "2029-10-12", "2029-10-15", "Friday: the Monday after"},
	{"cl.nearest_monday", "2024-06-29", "=", "a Saturday's stays"},
	{"cl.nearest_friday", "2023-10-31", "2023-10-27", "Tuesday: the Friday before"},
	{"cl.nearest_friday", "2029-10-31", "2029-11-02", "Wednesday: the Friday after"},
	{"cl.nearest_friday", "2024-10-31", "=", "a Thursday's stays"},

	{"cr.monday", "2020-09-15", "2020-09-14", "Tuesday: the Monday before"},
	{"cr.monday", "2021-09-15", "2021-09-13", "Wednesday: the Monday before"},
	{"cr.monday", "2022-09-15", "2022-09-19", "Thursday: the Monday after"},
	{"cr.monday", "2020-07-25", "2020-07-27", "Saturday: the Monday after"},
	{"cr.sunday", "2023-08-31", "2023-09-03", "the Sunday after"},
	{"", "2026-08-10", "=", "most countries move nothing"},
}

func TestEachLawMovesAsItSays(t *testing.T) {
	t.Parallel()
	seen := map[calendar.Move]bool{}
	for _, m := range moved {
		move, want := calendar.Move(m.move), m.to
		if want == "=" {
			want = m.day
		}
		if got := move.From(day(t, m.day)); got != day(t, want) {
			t.Errorf("%s of %s: %s gives %s, want %s", m.sentence, m.day, m.move, got.Text(), want)
		}
		seen[move] = true
	}
	for _, move := range calendar.Moves() {
		if !seen[move] {
			t.Errorf("no sentence shows %q", move)
		}
	}
}

// In Ecuador the rest moves and the anniversary stays: two questions, two answers.
func TestWhenARestIsMovedContactsAndDeadlinesAskDifferently(t *testing.T) {
	t.Parallel()
	ec := country(t, "EC")
	for _, c := range []struct {
		day, is      string
		disturb, due bool // may people be called, does the day count
	}{
		{"2022-05-23", "Monday, the rest of the Batalla de Pichincha", false, false},
		{"2022-05-24", "Tuesday, the day of the battle itself", false, true},
		{"2022-05-25", "Wednesday", true, true},
		{"2027-11-01", "Monday, the rest of the Independencia de Cuenca", false, false},
		{"2027-11-02", "Tuesday, Difuntos, which stays", false, false},
		{"2027-11-03", "Wednesday, the Independencia de Cuenca itself", false, true},
	} {
		_, holiday := ec.On(day(t, c.day))
		if due := ec.IsBusinessDay(day(t, c.day)); holiday == c.disturb || due != c.due {
			t.Errorf("%s, %s: holiday %v, business day %v", c.day, c.is, holiday, due)
		}
	}
	h, _ := ec.On(day(t, "2022-05-23"))
	if !h.Observed || h.From != day(t, "2022-05-24") || h.Name.In("es") != "Batalla de Pichincha" {
		t.Errorf("23 May 2022 is %+v", h)
	}
	if h, _ = ec.On(day(t, "2022-05-24")); h.Observed || !h.Moved || h.Name.In("en") != "Battle of Pichincha" {
		t.Errorf("24 May 2022 is %+v", h)
	}
}

// In Colombia and Chile the holiday itself moves: the date it had is a day like any other.
func TestWhenAHolidayItselfIsMovedItsDateIsADayLikeAnyOther(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ country, date, kept string }{
		{"CO", "2026-01-06", "2026-01-12"}, {"CL", "2027-06-29", "2027-06-28"}, {"CR", "2023-08-15", "2023-08-14"},
	} {
		cal := country(t, c.country)
		if h, is := cal.On(day(t, c.date)); is || !cal.IsBusinessDay(day(t, c.date)) {
			t.Errorf("%s %s is %v", c.country, c.date, h.Name)
		}
		h, is := cal.On(day(t, c.kept))
		if !is || h.From != day(t, c.date) || cal.IsBusinessDay(day(t, c.kept)) {
			t.Errorf("%s %s is %+v", c.country, c.kept, h)
		}
	}
}

func TestTwoHolidaysOfADayAreOne(t *testing.T) {
	t.Parallel()
	h, _ := country(t, "CO").On(day(t, "2025-06-30"))
	if want := "Sagrado Corazón de Jesús; San Pedro y San Pablo"; h.Name.ES != want || !h.Observed {
		t.Errorf("30 June 2025 is %+v, want %s", h, want)
	}
	if h, _ = country(t, "CR").On(day(t, "2031-04-11")); h.Name.ES != "Viernes Santo; Día de Juan Santamaría" {
		t.Errorf("11 April 2031 is %s", h.Name.ES)
	}
}

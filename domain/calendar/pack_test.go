package calendar_test

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"aldia/domain/calendar"
)

// country reads the rules that a country's pack ships.
func country(t testing.TB, code string) *calendar.Calendar {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "law", "pack", strings.ToLower(code), "calendar.toml"))
	if err != nil {
		t.Fatal(err)
	}
	rules, err := calendar.ParseRules(text)
	if err != nil {
		t.Fatalf("%s: %v", code, err)
	}
	c, err := calendar.New(rules)
	if err != nil {
		t.Fatalf("%s: %v", code, err)
	}
	return c
}

func day(t testing.TB, text string) calendar.Day {
	t.Helper()
	d, err := calendar.ParseDay(text)
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	return d
}

// printed writes a year as the reference's table 10.1 does: "05-24 Sun, 05-25 Mon o".
func printed(holidays []calendar.Holiday) string {
	var days []string
	for _, h := range holidays {
		s := h.Day.Time().Format("01-02 Mon")
		if h.Observed {
			s += " o"
		}
		days = append(days, s)
	}
	return strings.Join(days, ", ")
}

// reference is table 10.1 of the regulation reference, word for word.
var reference = []struct {
	country string
	year    int
	dates   string
}{
	{"EC", 2026, "01-01 Thu, 02-16 Mon, 02-17 Tue, 04-03 Fri, 05-01 Fri, 05-24 Sun, 05-25 Mon o, 08-10 Mon, " +
		"10-09 Fri, 11-02 Mon, 11-03 Tue, 12-25 Fri"},
	{"EC", 2027, "01-01 Fri, 02-08 Mon, 02-09 Tue, 03-26 Fri, 04-30 Fri o, 05-01 Sat, 05-24 Mon, 08-09 Mon o, " +
		"08-10 Tue, 10-08 Fri o, 10-09 Sat, 11-01 Mon o, 11-02 Tue, 11-03 Wed, 12-24 Fri o, 12-25 Sat, " +
		"12-31 Fri o"},
	{"CR", 2026, "01-01 Thu, 04-02 Thu, 04-03 Fri, 04-11 Sat, 05-01 Fri, 07-25 Sat, 08-15 Sat, 09-15 Tue, " +
		"12-25 Fri"},
	{"CR", 2027, "01-01 Fri, 03-25 Thu, 03-26 Fri, 04-11 Sun, 05-01 Sat, 07-25 Sun, 08-15 Sun, 09-15 Wed, " +
		"12-25 Sat"},
	{"MX", 2026, "01-01 Thu, 02-02 Mon, 03-16 Mon, 05-01 Fri, 09-16 Wed, 11-16 Mon, 12-25 Fri"},
	{"MX", 2027, "01-01 Fri, 02-01 Mon, 03-15 Mon, 05-01 Sat, 09-16 Thu, 11-15 Mon, 12-25 Sat"},
	{"CO", 2026, "01-01 Thu, 01-12 Mon o, 03-23 Mon o, 04-02 Thu, 04-03 Fri, 05-01 Fri, 05-18 Mon o, " +
		"06-08 Mon o, 06-15 Mon o, 06-29 Mon, 07-13 Mon o, 07-20 Mon, 08-07 Fri, 08-17 Mon o, 10-12 Mon, " +
		"11-02 Mon o, 11-16 Mon o, 12-08 Tue, 12-25 Fri"},
	{"CO", 2027, "01-01 Fri, 01-11 Mon o, 03-22 Mon o, 03-25 Thu, 03-26 Fri, 05-01 Sat, 05-10 Mon o, " +
		"05-31 Mon o, 06-07 Mon o, 07-05 Mon o, 07-12 Mon o, 07-20 Tue, 08-07 Sat, 08-16 Mon o, 10-18 Mon o, " +
		"11-01 Mon, 11-15 Mon o, 12-08 Wed, 12-25 Sat"},
	{"PE", 2026, "01-01 Thu, 04-02 Thu, 04-03 Fri, 04-05 Sun, 05-01 Fri, 06-07 Sun, 06-29 Mon, 07-23 Thu, " +
		"07-28 Tue, 07-29 Wed, 08-06 Thu, 08-30 Sun, 10-08 Thu, 11-01 Sun, 12-08 Tue, 12-09 Wed, 12-25 Fri"},
	{"PE", 2027, "01-01 Fri, 03-25 Thu, 03-26 Fri, 03-28 Sun, 05-01 Sat, 06-07 Mon, 06-29 Tue, 07-23 Fri, " +
		"07-28 Wed, 07-29 Thu, 08-06 Fri, 08-30 Mon, 10-08 Fri, 11-01 Mon, 12-08 Wed, 12-09 Thu, 12-25 Sat"},
	{"CL", 2026, "01-01 Thu, 04-03 Fri, 04-04 Sat, 05-01 Fri, 05-21 Thu, 06-21 Sun, 06-29 Mon, 07-16 Thu, " +
		"08-15 Sat, 09-18 Fri, 09-19 Sat, 10-12 Mon, 10-31 Sat, 11-01 Sun, 12-08 Tue, 12-25 Fri"},
	{"CL", 2027, "01-01 Fri, 03-26 Fri, 03-27 Sat, 05-01 Sat, 05-21 Fri, 06-21 Mon, 06-28 Mon, 07-16 Fri, " +
		"08-15 Sun, 09-17 Fri, 09-18 Sat, 09-19 Sun, 10-11 Mon, 10-31 Sun, 11-01 Mon, 12-08 Wed, 12-25 Sat"},
}

func TestTheReferenceTableIsComputed(t *testing.T) {
	t.Parallel()
	for _, row := range reference {
		if got := printed(country(t, row.country).Holidays(row.year)); got != row.dates {
			t.Errorf("%s %d\n got %s\nwant %s", row.country, row.year, got, row.dates)
		}
	}
}

// disagreements are the days on which the law and the community's code are at odds: "+" is ours alone, "-" is
// theirs alone.
var disagreements = map[string]string{
	// On Friday and Saturday the law gives 3 November's rest to the Thursday before; the community leaves it.
	"EC 2029": "+11-01o",
	"EC 2035": "+11-01o",
	// Leyes 10396 and 10438 left two days of 2024 where they are; the community still moves them by Ley 9875.
	"CR 2024": "+07-25 -07-29o +08-15 -08-19o",
}

func TestCommunityCodeAgreesButForWhatLawSays(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("testdata/holidays.txt")
	if err != nil {
		t.Fatal(err)
	}
	calendars, years, differing := map[string]*calendar.Calendar{}, 0, 0
	for line := range strings.Lines(string(text)) {
		head, dates, ok := strings.Cut(strings.TrimSpace(line), ": ")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		code, written, _ := strings.Cut(head, " ")
		year, err := strconv.Atoi(written)
		if err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		if calendars[code] == nil {
			calendars[code] = country(t, code)
		}
		got := difference(calendars[code].Holidays(year), strings.Fields(dates))
		if got != disagreements[head] {
			t.Errorf("%s differs by %q, known is %q", head, got, disagreements[head])
		}
		if got != "" {
			differing++
		}
		years++
	}
	if years != 6*16 || differing != len(disagreements) {
		t.Errorf("%d years compared and %d differ; want %d and %d", years, differing, 6*16, len(disagreements))
	}
}

// difference lists the days that are in one of two calendars alone, in order.
func difference(ours []calendar.Holiday, theirs []string) string {
	var diff []string
	for _, h := range ours {
		s := h.Day.Time().Format("01-02")
		if h.Observed {
			s += "o"
		}
		for len(theirs) > 0 && theirs[0][:5] < s[:5] {
			diff, theirs = append(diff, "-"+theirs[0]), theirs[1:]
		}
		switch {
		case len(theirs) > 0 && theirs[0] == s:
			theirs = theirs[1:]
		default:
			diff = append(diff, "+"+s)
		}
	}
	for _, s := range theirs {
		diff = append(diff, "-"+s)
	}
	return strings.Join(diff, " ")
}

func TestPlacesHaveTheirOwnHolidays(t *testing.T) {
	t.Parallel()
	chile := country(t, "CL")
	morro := day(t, "2027-06-07")
	if h, is := chile.On(morro); is {
		t.Errorf("the Morro de Arica is kept in all of Chile: %v", h)
	}
	if _, is := chile.On(morro, ""); is {
		t.Error("the Morro de Arica is kept where no place is known")
	}
	if h, is := chile.On(morro, "CL-RM", "CL-AP"); !is || h.Place != "CL-AP" {
		t.Errorf("who has an address in Arica has no Morro de Arica: %v", h)
	}
	if !chile.IsBusinessDay(morro) || chile.IsBusinessDay(morro, "CL-AP") {
		t.Error("7 June 2027, a Monday, is a business day in Santiago and none in Arica")
	}
	if got := len(chile.Holidays(2027, "CL-AP", "CL-NB")); got != len(chile.Holidays(2027))+2 {
		t.Errorf("with Arica and Ñuble the year has %d holidays", got)
	}
}

func TestOptionalHolidaysBindNobody(t *testing.T) {
	t.Parallel()
	cr := country(t, "CR")
	angels := day(t, "2027-08-02") // a Monday
	if _, is := cr.On(angels); is || !cr.IsBusinessDay(angels) {
		t.Error("2 August stops contacts or deadlines in Costa Rica")
	}
	for year, want := range map[int]string{
		2022: "08-02 Tue, 09-04 Sun o, 12-05 Mon o",
		2026: "08-02 Sun, 08-31 Mon, 12-01 Tue",
	} {
		if got := printed(cr.Optional(year)); got != want {
			t.Errorf("optional holidays of %d: %s, want %s", year, got, want)
		}
	}
}

func TestMexicoChangesGovernmentEverySixYears(t *testing.T) {
	t.Parallel()
	mx := country(t, "MX")
	for _, text := range []string{"2012-12-01", "2018-12-01", "2024-10-01", "2030-10-01", "2036-10-01"} {
		if _, is := mx.On(day(t, text)); !is {
			t.Errorf("%s is no holiday", text)
		}
	}
	for _, text := range []string{"2019-12-01", "2024-12-01", "2025-10-01", "2018-10-01"} {
		if h, is := mx.On(day(t, text)); is {
			t.Errorf("%s is a holiday: %v", text, h.Name)
		}
	}
}

func TestTheUnitedStatesLeaveOutTheDaysOfTheStatuteAlone(t *testing.T) {
	t.Parallel()
	us := country(t, "US")
	const want = "01-01 Thu, 01-19 Mon, 02-16 Mon, 05-25 Mon, 06-19 Fri, 07-04 Sat, 09-07 Mon, 10-12 Mon, " +
		"11-11 Wed, 11-26 Thu, 12-25 Fri"
	if got := printed(us.Holidays(2026)); got != want {
		t.Errorf("2026: %s, want %s", got, want)
	}
	// 3 July 2026 is given to federal employees by 6103(b); Regulation F names 6103(a).
	if !us.IsBusinessDay(day(t, "2026-07-03")) {
		t.Error("the Friday before 4 July 2026 is left out of the count")
	}
	if got := us.AddBusinessDays(day(t, "2026-11-20"), 5); got != day(t, "2026-11-30") {
		t.Errorf("five days over Thanksgiving end on %s", got.Text())
	}
}

func TestEasterIsWhereTheChurchesHaveIt(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"1961-04-02", "2000-04-23", "2008-03-23", "2011-04-24", "2016-03-27", "2019-04-21", "2024-03-31",
		"2025-04-20", "2026-04-05", "2027-03-28", "2035-03-25", "2038-04-25", "2049-04-18", "2076-04-19",
	} {
		d := day(t, text)
		year, _, _ := d.Date()
		if got := calendar.Easter(year); got != d {
			t.Errorf("Easter %d is %s, want %s", year, got.Text(), text)
		}
	}
	for year := 1900; year < 2200; year++ {
		e := calendar.Easter(year)
		if e.Weekday() != time.Sunday || e < calendar.Of(year, 3, 22) || e > calendar.Of(year, 4, 25) {
			t.Fatalf("Easter %d is %s", year, e.Text())
		}
	}
}

func TestTheSolsticeIsOnThe20thOrThe21st(t *testing.T) {
	t.Parallel()
	// To 2046 the 20th comes in leap years and in those after them, then more often: the year is some six hours
	// longer than 365 days, and the day of 29 February a little too long for four of them.
	for year := 2022; year <= 2075; year++ {
		want := 20
		if year%4 == 3 || year%4 == 2 && year <= 2046 {
			want = 21
		}
		if got := calendar.JuneSolstice(year); got != calendar.Of(year, 6, want) {
			t.Errorf("solstice of %d: %s, want the %dth", year, got.Text(), want)
		}
	}
}

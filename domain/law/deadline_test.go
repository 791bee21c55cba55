package law

import (
	"errors"
	"slices"
	"testing"

	"aldia/domain/calendar"
	"aldia/platform/fault"
)

func fieldOf(err error) string {
	if f, ok := errors.AsType[*fault.Error](err); ok {
		return f.Field
	}
	return ""
}

func TestAnAnswerIsDueOnTheDayThatTheReferenceSays(t *testing.T) {
	t.Parallel()
	business := Readings{"ec.complaint.days": "business"}
	for _, c := range []struct {
		pack string
		ask  DeadlineAsk
		due  string
		days int
		kind string
		law  bool
	}{
		// 23, 28 and 29 July and 6 August are holidays.
		{"PE", DeadlineAsk{Kind: "complaint", From: "2026-07-20"}, "2026-08-14", 15, "business", true},
		{"EC", DeadlineAsk{Kind: "complaint", From: "2026-11-02"}, "2026-11-17", 15, "calendar", true},
		{"EC", DeadlineAsk{Kind: "complaint", From: "2026-11-02", Options: business}, "2026-11-24", 15,
			"business", false},
		{"EC", DeadlineAsk{Kind: "complaint", From: "2026-11-02", Abroad: true}, "2026-12-12", 40, "calendar",
			true},
		{"EC", DeadlineAsk{Kind: "subject_request", From: "2026-11-02"}, "2026-11-17", 15, "calendar", true},
		{"CO", DeadlineAsk{Kind: "query", From: "2026-11-13"}, "2026-11-30", 10, "business", true},
		{"CO", DeadlineAsk{Kind: "claim", From: "2026-11-13"}, "2026-12-07", 15, "business", true},
		{"CO", DeadlineAsk{Kind: "complaint", From: "2026-11-13"}, "2026-12-07", 15, "business", false},
		{"CO", DeadlineAsk{Kind: "subject_request", From: "2026-11-13"}, "2026-11-30", 10, "business", false},
		{"MX", DeadlineAsk{Kind: "complaint", From: "2026-09-01"}, "2026-10-14", 30, "business", true},
		{"MX", DeadlineAsk{Kind: "complaint", From: "2026-09-01", Route: "redeco"}, "2026-09-15", 10, "business",
			false},
		{"MX", DeadlineAsk{Kind: "subject_request", From: "2026-09-01"}, "2026-09-30", 20, "business", false},
		{"CR", DeadlineAsk{Kind: "subject_request", From: "2026-11-20"}, "2026-11-27", 5, "business", false},
	} {
		got, err := load(t, c.pack).Deadline(&c.ask)
		if err != nil || got.DueOn != c.due || got.Days != c.days || got.DayKind != c.kind ||
			(got.Basis != OfPolicy) != c.law {
			t.Errorf("%s %s from %s: %+v, %v; want %s", c.pack, c.ask.Kind, c.ask.From, got, err, c.due)
		}
	}
}

func TestADeadlineThatThePackDoesNotHaveIsSaid(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		pack string
		ask  DeadlineAsk
		want error
	}{
		{"CR", DeadlineAsk{Kind: "complaint", From: "2026-11-20"}, ErrSegment},
		{"CL", DeadlineAsk{Kind: "complaint", From: "2026-11-20"}, ErrSegment},
		{"PE", DeadlineAsk{Kind: "complaint", From: "2026-11-20", Abroad: true}, ErrSegment},
		{"US", DeadlineAsk{Kind: "query", From: "2026-11-20"}, ErrSegment},
		{"PE", DeadlineAsk{Kind: "wish", From: "2026-11-20"}, ErrUnknown},
		{"PE", DeadlineAsk{Kind: "complaint", From: "20/11/2026"}, fault.New(fault.Invalid, "lawmoney.day")},
	} {
		if got, err := load(t, c.pack).Deadline(&c.ask); !errors.Is(err, c.want) {
			t.Errorf("%s %+v: %+v, %v; want %v", c.pack, c.ask, got, err, c.want)
		}
	}
}

func TestAReportToABureauWaitsForItsNotice(t *testing.T) {
	t.Parallel()
	on := func(days ...string) (all []calendar.Day) {
		for _, d := range days {
			day, err := calendar.ParseDay(d)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, day)
		}
		return all
	}
	wage := figures{"SMLMV": "1423500"} // 15 % of it is 213525
	for _, c := range []struct {
		name, pack string
		ask        NoticeAsk
		from       string
		lacks      int
	}{
		{"CO-B01: 20 full days", "CO", NoticeAsk{Given: on("2026-07-01"), Debt: "900000", Parameters: wage},
			"2026-07-22", 0},
		{"CO-B01: the twentieth day itself", "CO", NoticeAsk{
			Given: on("2026-07-01"), Debt: "900000", Parameters: wage,
			Options: Readings{"co.bureau.count": "twentieth"},
		}, "2026-07-21", 0},
		{"a small debt takes two notices", "CO",
			NoticeAsk{Given: on("2026-07-01"), Debt: "213525", Parameters: wage}, "", 1},
		{"on different days", "CO", NoticeAsk{
			Given: on("2026-07-01", "2026-07-01"), Debt: "213525", Parameters: wage,
		}, "", 1},
		{"time runs from the second", "CO", NoticeAsk{
			Given: on("2026-07-09", "2026-07-01"), Debt: "213525", Parameters: wage,
		}, "2026-07-30", 0},
		{"a peso more is no small debt", "CO", NoticeAsk{
			Given: on("2026-07-01"), Debt: "213525.01", Parameters: wage,
		}, "2026-07-22", 0},
		{"a debt of unknown size is taken for a small one", "CO", NoticeAsk{Given: on("2026-07-01")}, "", 1},
		{"nobody was told", "US", NoticeAsk{}, "", 1},
		{"fourteen days for the letter to come back", "US", NoticeAsk{Given: on("2026-07-01")}, "2026-07-16", 0},
	} {
		c.ask.What = "bureau_report"
		got, err := load(t, c.pack).Notice(&c.ask)
		if err != nil || got.From.Text() != c.from || got.Lacks != c.lacks {
			t.Errorf(
				"%s: from %q, %d lacking, %v; want %q, %d",
				c.name,
				got.From.Text(),
				got.Lacks,
				err,
				c.from,
				c.lacks,
			)
		}
	}
	ask := NoticeAsk{What: "bureau_report", Given: on("2026-07-01"), Debt: "900000"}
	if _, err := load(t, "CO").Notice(&ask); !errors.Is(err, ErrNoFigure) {
		t.Errorf("without the minimum wage: %v", err)
	}
}

func TestAClaimLapsesAndARecordIsKeptAsTheReferenceSays(t *testing.T) {
	t.Parallel()
	want := map[string]string{
		"EC prescription executive": "2031-02-28", "EC prescription ordinary": "2036-02-28",
		"CR prescription commercial": "2030-02-28", "CR prescription interest": "2027-02-28",
		"CR prescription mortgage": "2036-02-28", "MX prescription general": "2036-02-28",
		"MX prescription note": "2029-02-28", "CO prescription executive": "2031-02-28",
		"CO prescription ordinary": "2036-02-28", "CO prescription cambiary": "2029-02-28",
		"CO permanence bureau_report": "2030-02-28", "PE prescription personal": "2036-02-28",
		"PE prescription cambiary": "2029-02-28", "CL prescription executive": "2029-02-28",
		"CL prescription ordinary": "2031-02-28", "CL prescription note": "2027-02-28",
		"CL retention actions": "2028-02-28", "US retention actions": "2029-02-28",
		"US retention recordings": "2029-02-28",
	}
	from := calendar.Of(2026, 2, 28)
	for _, code := range Codes() {
		for _, kind := range []string{"prescription", "retention", "permanence"} {
			for _, term := range load(t, code).Terms(kind, "", from, nil) {
				name := code + " " + kind + " " + term.What
				if got := term.Until(from).Text(); got != want[name] {
					t.Errorf("%s: %s, want %q", name, got, want[name])
				}
				delete(want, name)
			}
		}
	}
	if len(want) > 0 {
		t.Errorf("no pack says: %v", want)
	}
}

func TestAMarkOfAShortDefaultGoesSooner(t *testing.T) {
	t.Parallel()
	mark := load(t, "CO").Terms("permanence", "", calendar.NoDay, nil)[0]
	paid := calendar.Of(2026, 7, 1)
	for overdue, want := range map[calendar.Day]string{
		paid - 100: "2027-01-17", paid: "2026-07-01", paid - 730: "2030-06-30", paid - 731: "2030-07-01",
		paid - 3000: "2030-07-01",
	} {
		if got := mark.MarkUntil(overdue, paid).Text(); got != want {
			t.Errorf("%d days of default: %s, want %s", paid-overdue, got, want)
		}
	}
}

func TestADebtIsGradedAsTheReferenceSays(t *testing.T) {
	t.Parallel()
	class := func(code, segment, variant string, days int) string {
		table, err := load(t, code).Grades(segment, variant, nil)
		if err != nil {
			t.Fatal(err)
		}
		if p := table.Of(days).Provision(); p != "" {
			return p
		}
		return table.Of(days).Class
	}
	for _, c := range []struct {
		id, code, segment, variant string
		days                       []int
		want                       []string
	}{
		{"PE-P01", "PE", "consumer", "", []int{0, 8, 9, 30, 31, 60, 61, 120, 121},
			[]string{"Normal", "Normal", "CPP", "CPP", "Deficiente", "Deficiente", "Dudoso", "Dudoso", "Pérdida"}},
		{"a mortgage in Peru", "PE", "mortgage", "", []int{30, 31, 60, 61, 120, 121, 365, 366},
			[]string{"Normal", "CPP", "CPP", "Deficiente", "Deficiente", "Dudoso", "Dudoso", "Pérdida"}},
		{"MX-P01", "MX", "consumer", "I", []int{0, 7, 8, 30, 31, 60, 91, 181},
			[]string{"1.00", "2.00", "10.00", "10.00", "20.00", "20.00", "70.00", "100.00"}},
		{"type II", "MX", "consumer", "II", []int{0, 1, 90, 180}, []string{"10.00", "13.00", "55.00", "95.00"}},
		{"commercial A", "MX", "commercial", "A", []int{0, 1, 240, 241},
			[]string{"0.50", "2.50", "95.00", "100.00"}},
		{"commercial B", "MX", "commercial", "B", []int{0, 31, 180, 181},
			[]string{"10.00", "30.00", "95.00", "100.00"}},
		{"housing", "MX", "mortgage", "", []int{1460, 1461}, []string{"80.00", "100.00"}},
		{"micro", "MX", "micro", "", []int{29, 30, 150}, []string{"0.50", "5.00", "100.00"}},
	} {
		var got []string
		for _, d := range c.days {
			got = append(got, class(c.code, c.segment, c.variant, d))
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.id, got, c.want)
		}
	}
	if _, err := load(t, "EC").Grades("consumer", "", nil); !errors.Is(err, ErrSegment) {
		t.Errorf("Ecuador's table is from memory and is not in the pack: %v", err)
	}
}

func TestTheClassesOfElSalvadorFitTheSameTable(t *testing.T) {
	t.Parallel()
	grade := func(to int, class, pct string) (g Grade) {
		g.ToDay, g.Class = to, class
		if err := g.Percent.UnmarshalText([]byte(pct)); err != nil {
			t.Fatal(err)
		}
		return g
	}
	ncb022 := &ClassRule{Grades: []Grade{
		grade(
			7,
			"A1",
			"0",
		), grade(30, "A2", "1"), grade(60, "B", "5"), grade(90, "C1", "15"), grade(120, "C2", "25"),
		grade(150, "D1", "50"), grade(180, "D2", "75"), grade(0, "E", "100"),
	}}
	if err := ncb022.checkMoney(nil); err != nil {
		t.Fatal(err)
	}
	// K-05: 45 days late, a balance of 1,000: class B, of which 5 % are set aside.
	if g := ncb022.Of(45); g.Class != "B" || g.Provision() != "5.00" {
		t.Errorf("K-05: %+v", g)
	}
	for days, class := range map[int]string{7: "A1", 8: "A2", 90: "C1", 91: "C2", 180: "D2", 181: "E"} {
		if got := ncb022.Of(days).Class; got != class {
			t.Errorf("%d days: %s, want %s", days, got, class)
		}
	}
}

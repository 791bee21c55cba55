package law

import (
	"cmp"
	"errors"
	"strings"
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
		rule string
		ask  DeadlineAsk
		due  string
		days int
		kind string
		law  bool
	}{
		// 23, 28 and 29 July and 6 August are holidays.
		{"pe.complaint", DeadlineAsk{Kind: "complaint", From: "2026-07-20"}, "2026-08-14", 15, "business", true},
		{"ec.complaint", DeadlineAsk{Kind: "complaint", From: "2026-11-02"}, "2026-11-17", 15, "calendar", true},
		{"ec.complaint.business", DeadlineAsk{Kind: "complaint", From: "2026-11-02", Options: business},
			"2026-11-24", 15, "business", false},
		{"ec.complaint.abroad", DeadlineAsk{Kind: "complaint", From: "2026-11-02", Abroad: true},
			"2026-12-12", 40, "calendar", true},
		{"ec.complaint.abroad.business", DeadlineAsk{
			Kind: "complaint", From: "2026-11-04", Abroad: true, Options: business,
		}, "2026-12-31", 40, "business", false},
		{"ec.complaint.supervisor", DeadlineAsk{Kind: "complaint", From: "2026-11-02", Route: "superintendencia"},
			"2027-01-01", 60, "calendar", true},
		{"ec.subject_request", DeadlineAsk{Kind: "subject_request", From: "2026-11-02"}, "2026-11-17", 15,
			"calendar", true},
		{"co.query", DeadlineAsk{Kind: "query", From: "2026-11-13"}, "2026-11-30", 10, "business", true},
		{"co.claim", DeadlineAsk{Kind: "claim", From: "2026-11-13"}, "2026-12-07", 15, "business", true},
		{"co.complaint", DeadlineAsk{Kind: "complaint", From: "2026-11-13"}, "2026-12-07", 15, "business", false},
		{"co.subject_request", DeadlineAsk{Kind: "subject_request", From: "2026-11-13"}, "2026-11-30", 10,
			"business", false},
		{"mx.complaint.une", DeadlineAsk{Kind: "complaint", From: "2026-09-01"}, "2026-10-14", 30, "business",
			true},
		{"mx.complaint.redeco", DeadlineAsk{Kind: "complaint", From: "2026-09-01", Route: "redeco"},
			"2026-09-15", 10, "business", false},
		{"mx.subject_request", DeadlineAsk{Kind: "subject_request", From: "2026-09-01"}, "2026-09-30", 20,
			"business", false},
		{"cr.subject_request", DeadlineAsk{Kind: "subject_request", From: "2026-11-20"}, "2026-11-27", 5,
			"business", false},
	} {
		got, err := load(t, strings.ToUpper(c.rule[:2])).Deadline(&c.ask)
		if err != nil || got.Rule != c.rule || got.DueOn != c.due || got.Days != c.days || got.DayKind != c.kind ||
			(got.Basis != OfPolicy) != c.law {
			t.Errorf("%s from %s: %+v, %v; want %s", c.rule, c.ask.From, got, err, c.due)
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
		name, rule string
		ask        NoticeAsk
		from       string
		lacks      int
	}{
		{"CO-B01: 20 full days", "co.bureau.notice", NoticeAsk{Given: on("2026-07-01"), Debt: "900000",
			Parameters: wage},
			"2026-07-22", 0},
		{"CO-B01: the twentieth day itself", "co.bureau.notice.twentieth", NoticeAsk{
			Given: on("2026-07-01"), Debt: "900000", Parameters: wage,
			Options: Readings{"co.bureau.count": "twentieth"},
		}, "2026-07-21", 0},
		{"a small debt takes two notices", "co.bureau.notice",
			NoticeAsk{Given: on("2026-07-01"), Debt: "213525", Parameters: wage}, "", 1},
		{"on different days", "co.bureau.notice", NoticeAsk{
			Given: on("2026-07-01", "2026-07-01"), Debt: "213525", Parameters: wage,
		}, "", 1},
		{"time runs from the second", "co.bureau.notice", NoticeAsk{
			Given: on("2026-07-09", "2026-07-01"), Debt: "213525", Parameters: wage,
		}, "2026-07-30", 0},
		{"a peso more is no small debt", "co.bureau.notice", NoticeAsk{
			Given: on("2026-07-01"), Debt: "213525.01", Parameters: wage,
		}, "2026-07-22", 0},
		{"a debt of unknown size is taken for a small one", "co.bureau.notice", NoticeAsk{Given: on("2026-07-01")},
			"", 1},
		{"nobody was told", "us.bureau.notice", NoticeAsk{}, "", 1},
		{"fourteen days for the letter to come back", "us.bureau.notice", NoticeAsk{Given: on("2026-07-01")},
			"2026-07-16", 0},
	} {
		c.ask.What = "bureau_report"
		got, err := load(t, strings.ToUpper(c.rule[:2])).Notice(&c.ask)
		if err != nil || got.Rule != c.rule || got.From.Text() != c.from || got.Lacks != c.lacks {
			t.Errorf("%s: from %q, %d lacking by %s, %v; want %q, %d", c.name, got.From.Text(), got.Lacks, got.Rule,
				err, c.from, c.lacks)
		}
	}
	ask := NoticeAsk{What: "bureau_report", Given: on("2026-07-01"), Debt: "900000"}
	if _, err := load(t, "CO").Notice(&ask); !errors.Is(err, ErrNoFigure) {
		t.Errorf("without the minimum wage: %v", err)
	}
}

// Notices of another kind: how many days there are, and which days count.
func TestWhatHasADayToBeDoneByIsDoneByIt(t *testing.T) {
	t.Parallel()
	given := []calendar.Day{calendar.Of(2026, 11, 25)} // a Wednesday, the day before Thanksgiving
	for _, c := range []struct {
		name, rule, what, by string
		law                  bool
	}{
		{"a charge that was not justified is given back in 3 days", "ec.refund", "refund", "2026-11-28", true},
		{"the bank certifies a rectification in 7 business days", "pe.bureau.certificate", "bureau_certificate",
			"2026-12-04", true},
		{"and the bureau has it after 2", "pe.bureau.update", "bureau_update", "2026-11-27", true},
		{"what an ARCO request came to is done in 15 business days", "mx.subject_request.effect",
			"subject_request_effect", "2026-12-16", false},
		{"validation information is sent within 5 days", "us.validation.notice", "validation", "2026-11-30", true},
		{"it is taken as received 5 business days later", "us.validation.receipt", "validation_receipt",
			"2026-12-03", true},
		{"and there are 30 days to dispute", "us.validation.period", "validation_period", "2026-12-25", true},
		{"a postdated payment waits 3 business days for its notice", "us.postdated.deposit", "postdated_deposit",
			"2026-12-01", true},
	} {
		got, err := load(t, strings.ToUpper(c.rule[:2])).Notice(&NoticeAsk{What: c.what, Given: given})
		if err != nil || got.Rule != c.rule || got.From.Text() != c.by || (got.Basis != OfPolicy) != c.law {
			t.Errorf("%s: %s by %s, %v; want %s", c.name, got.From.Text(), got.Rule, err, c.by)
		}
	}
	deposit, err := load(t, "US").Notice(&NoticeAsk{What: "postdated_deposit", Given: given, Language: "en"})
	if err != nil || !strings.Contains(deposit.Says, "10 to 3 business days before") ||
		!strings.Contains(deposit.Says, "more than 5 days") {
		t.Errorf("us.postdated.deposit says %q, %v", deposit.Says, err)
	}
}

func TestAClaimLapsesAndARecordIsKeptAsTheReferenceSays(t *testing.T) {
	t.Parallel()
	type term struct {
		kind, what string
		until      string // of what began on the last day of February of 2026
	}
	want := map[string]term{
		"ec.prescription.executive":  {"prescription", "executive", "2031-02-28"},
		"ec.prescription.ordinary":   {"prescription", "ordinary", "2036-02-28"},
		"cr.prescription.commercial": {"prescription", "commercial", "2030-02-28"},
		"cr.prescription.interest":   {"prescription", "interest", "2027-02-28"},
		"cr.prescription.mortgage":   {"prescription", "mortgage", "2036-02-28"},
		"mx.prescription.general":    {"prescription", "general", "2036-02-28"},
		"mx.prescription.note":       {"prescription", "note", "2029-02-28"},
		"co.prescription.executive":  {"prescription", "executive", "2031-02-28"},
		"co.prescription.ordinary":   {"prescription", "ordinary", "2036-02-28"},
		"co.prescription.cambiary":   {"prescription", "cambiary", "2029-02-28"},
		"co.bureau.permanence":       {"permanence", "bureau_report", "2030-02-28"},
		"pe.prescription.personal":   {"prescription", "personal", "2036-02-28"},
		"pe.prescription.cambiary":   {"prescription", "cambiary", "2029-02-28"},
		"cl.prescription.executive":  {"prescription", "executive", "2029-02-28"},
		"cl.prescription.ordinary":   {"prescription", "ordinary", "2031-02-28"},
		"cl.prescription.note":       {"prescription", "note", "2027-02-28"},
		"cl.retention.actions":       {"retention", "actions", "2028-02-28"},
		"us.retention.records":       {"retention", "actions", "2029-02-28"},
		"us.retention.recordings":    {"retention", "recordings", "2029-02-28"},
	}
	from := calendar.Of(2026, 2, 28)
	for _, code := range Codes() {
		for _, kind := range []string{"prescription", "retention", "permanence"} {
			for _, r := range load(t, code).Terms(kind, "", from, nil) {
				if got := (term{r.Kind, r.What, r.Until(from).Text()}); got != want[r.ID] {
					t.Errorf("%s: %v, want %v", r.ID, got, want[r.ID])
				}
				// In Costa Rica no judge says so alone (C. Comercio 973): it must be pleaded.
				if !r.Law() || r.Pleaded != (code == "CR") {
					t.Errorf("%s: law %t, pleaded %t", r.ID, r.Law(), r.Pleaded)
				}
				delete(want, r.ID)
			}
		}
	}
	if len(want) > 0 {
		t.Errorf("no pack says: %v", want)
	}
}

func TestAMarkOfAShortDefaultGoesSooner(t *testing.T) {
	t.Parallel()
	mark := load(t, "CO").Terms("permanence", "", calendar.NoDay, nil)[0] // co.bureau.permanence
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

// What Peru sets aside for each class is from memory and not in the pack, so its classes go by their names.
var peru = []string{"Normal", "CPP", "Deficiente", "Dudoso", "Pérdida"}

// The tables of the reference, section 9: each class with its first and its last day late.
func TestADebtIsGradedAsTheReferenceSays(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		rule, segment, variant string
		ends                   []int    // the last day of each class but the last
		want                   []string // class, or percent
	}{
		// PE-P01
		{"pe.class.consumer", "consumer", "", []int{8, 30, 60, 120}, peru},
		{"pe.class.consumer", "micro", "", []int{8, 30, 60, 120}, peru},
		{"pe.class.consumer", "small", "", []int{8, 30, 60, 120}, peru},
		{"pe.class.mortgage", "mortgage", "", []int{30, 60, 120, 365}, peru},
		// MX-P01
		{"mx.class.consumer.i", "consumer", "I", []int{0, 7, 30, 60, 90, 120, 180},
			[]string{"1.00", "2.00", "10.00", "20.00", "40.00", "70.00", "85.00", "100.00"}},
		{"mx.class.consumer.ii", "consumer", "II", []int{0, 7, 30, 60, 90, 120, 180},
			[]string{"10.00", "13.00", "20.00", "35.00", "55.00", "80.00", "95.00", "100.00"}},
		{"mx.class.commercial.a", "commercial", "A", []int{0, 30, 60, 90, 120, 150, 180, 210, 240},
			[]string{"0.50", "2.50", "15.00", "35.00", "40.00", "60.00", "75.00", "85.00", "95.00", "100.00"}},
		{"mx.class.commercial.b", "commercial", "B", []int{0, 30, 60, 90, 120, 150, 180},
			[]string{"10.00", "10.00", "30.00", "40.00", "50.00", "70.00", "95.00", "100.00"}},
		{"mx.class.housing", "mortgage", "", []int{0, 30, 60, 90, 120, 150, 180, 1460},
			[]string{"2.00", "5.00", "10.00", "20.00", "30.00", "45.00", "60.00", "80.00", "100.00"}},
		{"mx.class.micro", "micro", "", []int{29, 59, 89, 119, 149},
			[]string{"0.50", "5.00", "25.00", "45.00", "80.00", "100.00"}},
	} {
		table, err := load(t, strings.ToUpper(c.rule[:2])).Grades(c.segment, c.variant, nil)
		if err != nil || table.ID != c.rule || table.Basis != OfRegulation || table.Verification != Secondary {
			t.Errorf("%s: %+v, %v", c.rule, table, err)
			continue
		}
		graded := func(days int) string {
			g := table.Of(days)
			return cmp.Or(g.Provision(), g.Class)
		}
		for i, end := range c.ends {
			if graded(end) != c.want[i] || graded(end+1) != c.want[i+1] {
				t.Errorf("%s: day %d is %s, the next %s", c.rule, end, graded(end), graded(end+1))
			}
		}
		if len(table.Grades) != len(c.want) || graded(0) != c.want[0] {
			t.Errorf("%s: %d classes, want %d", c.rule, len(table.Grades), len(c.want))
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

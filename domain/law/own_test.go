package law_test

import (
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"aldia/domain/calendar"
	"aldia/domain/law"
	"aldia/domain/law/lawtest"
)

func on(t *testing.T, text string) calendar.Day {
	t.Helper()
	day, err := calendar.ParseDay(text)
	if err != nil {
		t.Fatal(err)
	}
	return day
}

// TestWhatACompanyMaySet is what may be tightened, what may be loosened, and what may not.
func TestWhatACompanyMaySet(t *testing.T) {
	t.Parallel()
	none := []string{}
	for _, c := range []struct {
		what, country string
		set           law.Setting
		wrong         error
	}{
		{"shorter hours than the law's", "EC",
			law.Setting{Of: "ec.contact.hours", Hours: law.Hours{"mon-fri": "09:00-18:00"}}, nil},
		{"the law's own hours on fewer days", "CO",
			law.Setting{Of: "co.contact.hours", Hours: law.Hours{"mon-fri": "07:00-19:00"}}, nil},
		{"an hour more than the law has", "EC",
			law.Setting{Of: "ec.contact.hours", Hours: law.Hours{"mon-fri": "07:00-21:00"}}, law.ErrLoosens},
		{"a Saturday that the law does not have", "EC", law.Setting{
			Of: "ec.contact.hours", Hours: law.Hours{"mon-fri": "09:00-18:00", "sat": "09:00-12:00"},
		}, law.ErrLoosens},
		{"hours that nobody understands", "EC",
			law.Setting{Of: "ec.contact.hours", Hours: law.Hours{"mon-fri": "siete-ocho"}}, law.ErrMisfit},
		{"no Saturdays either, in Chile", "CL",
			law.Setting{Of: "cl.contact.days", Blocked: []string{"sat", "sun", "holiday"}}, nil},
		{"holidays opened, in Chile", "CL",
			law.Setting{Of: "cl.contact.days", Blocked: []string{"sun"}}, law.ErrLoosens},
		{"fewer calls than Regulation F lets", "US", law.Setting{Of: "us.contact.calls", Max: 3}, nil},
		{"one call more", "US", law.Setting{Of: "us.contact.calls", Max: 8}, law.ErrLoosens},
		{"fewer calls, but only those that were answered", "US",
			law.Setting{Of: "us.contact.calls", Max: 3, Counts: law.Answered}, law.ErrLoosens},
		{"every attempt counted", "US", law.Setting{Of: "us.contact.calls", Counts: law.Attempts}, nil},
		{"a longer rest after a conversation", "US", law.Setting{Of: "us.contact.after_talk", Days: 10}, nil},
		{"a shorter one", "US", law.Setting{Of: "us.contact.after_talk", Days: 5}, law.ErrLoosens},
		{"a call limit that the person cannot open", "US",
			law.Setting{Of: "us.contact.calls", Unopened: true}, nil},
		{"consents renewed each month", "US", law.Setting{Of: "us.contact.sms", Days: 30}, nil},
		{"consents that last a quarter", "US", law.Setting{Of: "us.contact.sms", Days: 90}, law.ErrLoosens},
		{"a longer gap", "CL", law.Setting{Of: "cl.contact.gap@cl.gap=hours_48", GapHours: 72}, nil},
		{"a shorter gap", "CL", law.Setting{Of: "cl.contact.gap@cl.gap=hours_48", GapHours: 24}, law.ErrLoosens},
		{"the other reading of a law, loosened", "CL",
			law.Setting{Of: "cl.contact.gap@cl.gap=two_days", FullDays: 1}, law.ErrLoosens},
		{"only the debtor", "PE", law.Setting{Of: "pe.contact.parties", Parties: []law.Party{law.Debtor}}, nil},
		{"relatives too", "PE", law.Setting{
			Of: "pe.contact.parties", Parties: []law.Party{law.Debtor, law.Relative},
		}, law.ErrLoosens},
		{"no visits at all", "CO", law.Setting{Of: "co.contact.visit", Unless: &none}, nil},
		{"a number that is registered", "EC", law.Setting{Of: "ec.contact.caller", Caller: "registered"}, nil},
		{"a number that is only shown", "MX",
			law.Setting{Of: "mx.contact.caller", Caller: "identified"}, law.ErrLoosens},
		{"a law switched off", "EC", law.Setting{Of: "ec.contact.days", Off: true}, law.ErrLoosens},

		{"more attempts, where that is our own choice", "PE", law.Setting{Of: "pe.contact.attempts", Max: 5}, nil},
		{"longer hours, where that is our own choice", "CR",
			law.Setting{Of: "cr.contact.hours", Hours: law.Hours{"all": "07:00-21:00"}}, nil},
		{"a choice of ours switched off", "CR", law.Setting{Of: "cr.contact.frequency", Off: true}, nil},

		{"the other reading of a week", "CO", law.Setting{Of: "co.week", Reading: "iso_week"}, nil},
		{"a reading that nobody has", "CO", law.Setting{Of: "co.week", Reading: "lunar"}, law.ErrOption},
		{"a reading of no question", "CO", law.Setting{Of: "co.moon", Reading: "full"}, law.ErrNoRule},
		{"a rule of another country", "EC", law.Setting{Of: "pe.contact.attempts", Max: 1}, law.ErrNoRule},
		{"nothing", "EC", law.Setting{Of: "ec.contact.hours"}, law.ErrNothing},
		{"a figure that the rule does not have", "EC", law.Setting{Of: "ec.contact.hours", Max: 3}, law.ErrMisfit},
		{"an endless figure", "PE", law.Setting{Of: "pe.contact.attempts", Max: 100_000}, law.ErrValue},
		{"a figure below nothing", "PE", law.Setting{Of: "pe.contact.attempts", Max: -1}, law.ErrValue},
		{"an end before the beginning", "PE", law.Setting{
			Of: "pe.contact.attempts", Max: 1, From: 20_000, To: 19_000,
		}, law.ErrSpan},
	} {
		if _, err := law.Lay(pack(t, c.country), []law.Setting{c.set}); !errors.Is(err, c.wrong) {
			t.Errorf("%s: %v, want %v", c.what, err, c.wrong)
		}
	}
}

func TestARefusalNamesTheRuleAndItsNorm(t *testing.T) {
	t.Parallel()
	_, err := law.Lay(pack(t, "CO"), []law.Setting{{Of: "co.contact.day", Max: 2}})
	if err == nil || !strings.Contains(err.Error(), "co.contact.day") ||
		!strings.Contains(err.Error(), "Ley 2300 de 2023") {
		t.Errorf("%v", err)
	}
}

// TestASettingHoldsOnItsDaysAlone also finds the next allowed moment over the day on which it ends.
func TestASettingHoldsOnItsDaysAlone(t *testing.T) {
	t.Parallel()
	p := pack(t, "EC")
	laid, err := law.Lay(p, []law.Setting{
		{
			Of: "ec.contact.hours", Hours: law.Hours{"mon-fri": "10:00-16:00"},
			From: on(t, "2026-10-26"), To: on(t, "2026-10-29"),
		},
		{Of: "ec.contact.hours", Hours: law.Hours{"mon-fri": "09:00-16:00"}, From: on(t, "2026-11-04")},
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ at, next, by string }{
		{"2026-10-23 08:00", "2026-10-23 08:00", ""},                     // before the setting
		{"2026-10-26 08:00", "2026-10-26 10:00", "ec.contact.hours.own"}, // its first day
		{"2026-10-29 16:00", "2026-10-30 07:00", "ec.contact.hours.own"}, // its last: then the law's hours
		{"2026-10-30 19:59", "2026-10-30 19:59", ""},                     // between the two
		{"2026-11-04 08:59", "2026-11-04 09:00", "ec.contact.hours.own"}, // the second
		{"2026-11-04 21:00", "2026-11-05 09:00", ""},                     // both speak
	} {
		a := story{id: "ec", when: c.at, channel: law.Voice}.ask(t, p)
		v, err := laid.Check(a)
		if err != nil {
			t.Fatal(err)
		}
		next := v.NextAt
		if v.Allowed {
			next = a.At
		}
		if !next.Equal(local(t, p, c.next)) {
			t.Errorf("%s: next at %s, want %s", c.at, next, c.next)
		}
		if len(v.Blocked) == 1 && v.Blocked[0].ID != c.by {
			t.Errorf("%s: blocked by %v, want %q", c.at, v.Blocked, c.by)
		}
	}
}

func TestTwoSettingsOfARuleDoNotShareADay(t *testing.T) {
	t.Parallel()
	_, err := law.Lay(pack(t, "PE"), []law.Setting{
		{Of: "pe.contact.attempts", Max: 2, From: 20_000, To: 20_010},
		{Of: "pe.contact.attempts", Max: 1, From: 20_010},
	})
	if !errors.Is(err, law.ErrOverlap) {
		t.Error(err)
	}
}

// TestWhatTheCompanySetIsNeverShownAsLaw: where the law too is against it, both say so, each for itself.
func TestWhatTheCompanySetIsNeverShownAsLaw(t *testing.T) {
	t.Parallel()
	p := pack(t, "EC")
	laid, err := law.Lay(p, []law.Setting{{Of: "ec.contact.hours", Hours: law.Hours{"mon-fri": "10:00-16:00"}}})
	if err != nil {
		t.Fatal(err)
	}
	v, err := laid.Check(story{id: "ec", when: "2026-10-30 21:00", channel: law.Voice}.ask(t, p))
	if err != nil || len(v.Blocked) != 2 {
		t.Fatal(v.Blocked, err)
	}
	for _, r := range v.Blocked {
		if own := strings.HasSuffix(r.ID, ".own"); own == r.Law() {
			t.Errorf("%s rests on %s", r.ID, r.Basis)
		} else if own && (!strings.Contains(r.Says.ES, "lun–vie 10:00–16:00") ||
			!strings.Contains(r.Says.EN, "Mon–Fri 10:00–16:00")) {
			t.Errorf("%+v", r.Says)
		}
	}
	if one, _ := p.Check(story{id: "ec", when: "2026-10-30 21:00", channel: law.Voice}.ask(t, p)); len(
		one.Blocked,
	) != 1 {
		t.Error("the pack itself was changed")
	}
}

// TestAChosenReadingIsToldAndLeavesWhatIsLaw: two full days instead of 48 hours, and still the 48 hours.
func TestAChosenReadingIsToldAndLeavesWhatIsLaw(t *testing.T) {
	t.Parallel()
	p := pack(t, "CL")
	laid, err := law.Lay(p, []law.Setting{{Of: "cl.gap", Reading: "two_days", From: on(t, "2026-01-01")}})
	if err != nil {
		t.Fatal(err)
	}
	s := story{id: "cl", when: "2026-10-28 11:00", channel: law.SMS, earlier: "sms 2026-10-26 10:00 sent"}
	v, err := laid.Check(s.ask(t, p))
	if err != nil || v.Allowed || v.Evidence.Readings["cl.gap"] != "two_days" || v.Blocked[0].Law() {
		t.Errorf("%+v, %v", v, err)
	}
	s.when = "2026-10-27 11:00"
	v, err = laid.Check(s.ask(t, p))
	if err != nil || !slices.ContainsFunc(v.Blocked, func(r *law.ContactRule) bool {
		return r.ID == "cl.contact.gap" && r.Law()
	}) {
		t.Errorf("%+v, %v", v.Blocked, err)
	}
	s.when, s.earlier = "2025-12-11 11:00", "sms 2025-12-09 10:00 sent" // before the choice
	if v, err = laid.Check(s.ask(t, p)); err != nil || !v.Allowed {
		t.Errorf("%+v, %v", v.Blocked, err)
	}
	if laid.Reading("cl.gap", on(t, "2026-05-01")) != "two_days" ||
		laid.Reading("cl.gap", 20_000) != "hours_48" {
		t.Error("the reading is not told by day")
	}
}

func TestAReadingOfSumsIsTheCompanysToo(t *testing.T) {
	t.Parallel()
	laid, err := law.Lay(pack(t, "CO"), []law.Setting{{Of: "co.bureau.count", Reading: "twentieth"}})
	if err != nil {
		t.Fatal(err)
	}
	answer, err := laid.Notice(&law.NoticeAsk{
		What: "bureau_report", Given: []calendar.Day{20_000}, Debt: "900000",
		Parameters: map[string]law.Figure{"SMLMV": "1423500"},
	})
	if err != nil || answer.From != 20_020 || answer.Basis == law.OfPolicy {
		t.Errorf("%+v, %v", answer, err)
	}
}

func TestAReadingOfSumsThatTakesALawAwayIsRefused(t *testing.T) {
	t.Parallel()
	for of, reading := range map[string]string{"ec.complaint.days": "business", "cr.fee.from": "5"} {
		_, err := law.Lay(pack(t, strings.ToUpper(of[:2])), []law.Setting{{Of: of, Reading: reading}})
		if !errors.Is(err, law.ErrLoosens) {
			t.Errorf("%s=%s: %v", of, reading, err)
		}
	}
	for of, reading := range map[string]string{
		"ec.fee.table": "unverified", "ec.mora.bands": "ceiling", "ec.mora.year": "360",
		"co.bureau.count": "elapsed", "co.week": "iso_week", "co.business": "free", "mx.days": "any",
	} {
		_, err := law.Lay(pack(t, strings.ToUpper(of[:2])), []law.Setting{{Of: of, Reading: reading}})
		if err != nil {
			t.Errorf("%s=%s: %v", of, reading, err)
		}
	}
}

// TestACompanyMaySetARuleWhereThePackHasNone: two attempts a day in the United States, where Regulation F
// counts by debt, and none on holidays.
func TestACompanyMaySetARuleWhereThePackHasNone(t *testing.T) {
	t.Parallel()
	p := pack(t, "US")
	laid, err := law.Lay(p, []law.Setting{
		{Of: "any.own.per_day", Max: 2}, {Of: "any.own.days", Blocked: []string{"holiday"}},
		{Of: "any.own.gap", GapHours: 2}, {Of: "any.own.rest", Days: 3},
		{Of: "any.own.hours", Hours: law.Hours{"mon-fri": "09:00-18:00"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []story{
		{id: "US a third call in the day", when: "2026-11-23 15:00", channel: law.Voice,
			earlier:   "voice 2026-11-23 09:00 unanswered; voice 2026-11-23 11:00 unanswered",
			blockedBy: "any.own.per_day.own", next: "2026-11-24 09:00"},
		{id: "US a second call after an hour", when: "2026-11-23 10:00", channel: law.Voice,
			earlier: "voice 2026-11-23 09:00 unanswered", blockedBy: "any.own.gap.own", next: "2026-11-23 11:00"},
		{id: "US Christmas", when: "2026-12-25 10:00", channel: law.Letter, blockedBy: "any.own.days.own"},
		{id: "US seven at night", when: "2026-11-23 19:00", channel: law.Letter, blockedBy: "any.own.hours.own"},
		{id: "US a letter two days after a talk", when: "2026-11-24 10:00", channel: law.Letter,
			earlier: "voice 2026-11-22 10:00 two_way", blockedBy: "any.own.rest.own"},
		{id: "US a second call after two hours", when: "2026-11-23 11:00", channel: law.Letter,
			earlier: "voice 2026-11-23 09:00 unanswered"},
	} {
		s.checkBy(t, laid)
		v, err := p.Check(s.ask(t, p))
		if err != nil || !v.Allowed {
			t.Errorf("%s: without the company's rules it is allowed: %v, %v", s.id, v.Blocked, err)
		}
	}
}

// setting makes something that a company might set for a rule.
func setting(r *rand.Rand, p *law.Pack, of *law.ContactRule) law.Setting {
	s := law.Setting{Of: of.Key()}
	if r.IntN(2) == 0 {
		s.From = calendar.On(time.Date(2026, 1, 1, 0, 0, 0, 0, p.Place()), p.Place()) + calendar.Day(r.IntN(300))
		if r.IntN(2) == 0 {
			s.To = s.From + calendar.Day(r.IntN(90))
		}
	}
	counted := []law.Counted{"", law.Attempts, law.Placed, law.Arrived, law.Answered, law.Conversations}
	switch of.Kind() {
	case "hours":
		s.Hours = law.Hours{"mon-fri": []string{"09:00-18:00", "06:00-22:00", "07:00-20:00"}[r.IntN(3)]}
		if r.IntN(2) == 0 {
			s.Hours["sat"] = []string{"09:00-12:00", "08:00-15:00"}[r.IntN(2)]
		}
	case "blocked_days":
		s.Blocked = [][]string{{"sun"}, {"sun", "holiday"}, {"sat", "sun", "holiday"}}[r.IntN(3)]
	case "cap":
		s.Max, s.Counts = 1+r.IntN(8), counted[r.IntN(6)]
	case "one_channel":
		s.Counts = counted[r.IntN(6)]
	case "gap":
		s.Counts = counted[r.IntN(6)]
		if of.Gap.Hours > 0 {
			s.GapHours = 24 * r.IntN(5)
		} else {
			s.FullDays = r.IntN(5)
		}
	case "rest", "consent":
		s.Days = 1 + r.IntN(90)
	case "only_parties":
		s.Parties = law.Parties()[:1+r.IntN(7)]
	case "forbid":
		some := of.Forbid.Unless[:r.IntN(len(of.Forbid.Unless)+1)]
		s.Unless = &some
	case "stop_on":
		s.Stop = slices.Concat([]string{"ceased", "minor"}[:r.IntN(3)], of.Stop[:1])
	case "caller":
		s.Caller = []string{"identified", "registered"}[r.IntN(2)]
	default:
		s.Off = true
	}
	s.Unopened = !s.Off && of.OpenedBy != nil && r.IntN(3) == 0
	return s
}

// laidOver lays random settings over a pack, keeps those that a company may have, and holds contacts against
// both: what the laid pack lets through no law of the pack may be against, and no policy that was not
// loosened or left for another reading.
func laidOver(t *testing.T, r *rand.Rand, p *law.Pack) {
	t.Helper()
	var settings []law.Setting
	loosened := map[string]bool{}
	for range 1 + r.IntN(5) {
		of := &p.Contacts[r.IntN(len(p.Contacts))]
		s := setting(r, p, of)
		if len(p.Options) > 0 && r.IntN(4) == 0 {
			o := &p.Options[r.IntN(len(p.Options))]
			s = law.Setting{Of: o.Name, Reading: o.Values[r.IntN(len(o.Values))]}
		}
		if _, err := law.Lay(p, append(slices.Clone(settings), s)); err == nil {
			settings = append(settings, s)
			loosened[s.Of] = true
		}
	}
	laid, err := law.Lay(p, settings)
	if err != nil {
		t.Fatal(err)
	}
	for range 20 {
		a := lawtest.Chance(r, p)
		was, err := p.Check(a)
		if err != nil {
			t.Fatal(err)
		}
		is, err := laid.Check(a)
		if err != nil {
			t.Fatal(err)
		}
		if !is.Allowed && !is.NextAt.IsZero() && !slices.ContainsFunc(settings, func(s law.Setting) bool {
			return s.Reading != ""
		}) {
			a := *a
			a.At = is.NextAt
			if v, err := laid.Check(&a); err != nil || !v.Allowed {
				t.Fatalf("%+v with %+v: next at %s, which %v is against", a, settings, is.NextAt, v.Blocked)
			}
		}
		if !is.Allowed {
			continue
		}
		free := a.Person.Segment == law.Business && slices.ContainsFunc(settings, func(s law.Setting) bool {
			return s.Reading == "free"
		})
		for _, rule := range was.Blocked {
			reading := rule.When != "" && slices.ContainsFunc(settings, func(s law.Setting) bool {
				return s.Reading != "" && strings.Contains(rule.When, s.Of+"=")
			})
			if rule.Law() || !loosened[rule.Key()] && !reading && !free {
				t.Fatalf("%+v with %+v: allowed, and %s is against it", *a, settings, rule.ID)
			}
		}
	}
}

func TestWhatALaidPackLetsThroughThePackDoes(t *testing.T) {
	t.Parallel()
	for _, code := range law.Codes() {
		t.Run(code, func(t *testing.T) {
			t.Parallel()
			p, r := pack(t, code), rand.New(rand.NewPCG(11, uint64(code[0])<<8|uint64(code[1])))
			for range 80 {
				laidOver(t, r, p)
			}
		})
	}
}

func FuzzWhatALaidPackLetsThroughThePackDoes(f *testing.F) {
	for n := range law.Codes() {
		f.Add(uint64(3), uint8(n))
	}
	f.Fuzz(func(t *testing.T, seed uint64, n uint8) {
		laidOver(t, rand.New(rand.NewPCG(seed, seed)), pack(t, law.Codes()[int(n)%len(law.Codes())]))
	})
}

package law_test

import (
	"slices"
	"strings"
	"testing"

	"aldia/domain/calendar"
	"aldia/domain/law"
)

func has(what ...string) func(*law.Ask) {
	return func(a *law.Ask) { a.Content = &law.Content{Has: what} }
}

// tell is for stories of which the reference has no example, though it has the rule.
func tell(t *testing.T, stories []story) {
	t.Helper()
	for _, s := range stories {
		t.Run(s.id, func(t *testing.T) { t.Parallel(); s.check(t) })
	}
}

func TestTheHoursAndDaysOfTheReferenceHoldToTheMinute(t *testing.T) {
	t.Parallel()
	tell(t, []story{
		// 08:00 to 20:00 from Monday to Saturday.
		{id: "CL Saturday 20:00", when: "2026-09-12 20:00", channel: law.Voice, blockedBy: "cl.contact.hours",
			next: "2026-09-14 08:00"},
		{id: "CL Tuesday 07:59", when: "2026-11-17 07:59", channel: law.Email, blockedBy: "cl.contact.hours",
			next: "2026-11-17 08:00"},
		{id: "CL Sunday", when: "2026-09-13 10:00", channel: law.SMS, blockedBy: "cl.contact.days"},
		// The law of Peru names calls and visits; what is written keeps to the same, by our choice.
		{id: "PE a text at 20:00", when: "2026-11-17 20:00", channel: law.SMS,
			blockedBy: "pe.contact.hours_written", next: "2026-11-18 07:00"},
		{id: "PE a text at 19:59", when: "2026-11-17 19:59", channel: law.SMS},
		{id: "PE a letter on Saturday", when: "2026-11-21 10:00", channel: law.Letter,
			blockedBy: "pe.contact.days_written", next: "2026-11-23 07:00"},
		{id: "PE an e-mail on a holiday", when: "2026-12-08 10:00", channel: law.Email,
			blockedBy: "pe.contact.days_written"},
		{id: "PE a visit at 06:59", when: "2026-11-17 06:59", channel: law.Visit, blockedBy: "pe.contact.hours"},
		{id: "MX a text at 22:00", when: "2026-11-17 22:00", channel: law.SMS,
			blockedBy: "mx.contact.hours_written", next: "2026-11-18 07:00", with: has("disclosure")},
		{id: "MX a text at 21:59", when: "2026-11-17 21:59", channel: law.SMS, with: has("disclosure")},
		{id: "EC Saturday", when: "2026-11-21 10:00", channel: law.Email, blockedBy: "ec.contact.days",
			next: "2026-11-23 07:00"},
		{id: "EC a holiday, and the next day is one too", when: "2026-11-02 10:00", channel: law.Voice,
			blockedBy: "ec.contact.days", next: "2026-11-04 07:00"},
		{id: "EC Tuesday 06:59", when: "2026-11-17 06:59", channel: law.SMS, blockedBy: "ec.contact.hours",
			next: "2026-11-17 07:00"},
		{id: "CO Sunday", when: "2026-11-15 10:00", channel: law.Voice, blockedBy: "co.contact.days",
			next: "2026-11-17 07:00"}, // Monday is a holiday
		{id: "CO Saturday 07:59", when: "2026-11-14 07:59", channel: law.Voice, blockedBy: "co.contact.hours",
			next: "2026-11-14 08:00"},
		// Costa Rica: our choice, Monday to Friday 08:00 to 19:00 and Saturday 08:00 to 12:00.
		{id: "CR Friday 18:59", when: "2026-11-20 18:59", channel: law.Voice},
		{id: "CR Friday 19:00", when: "2026-11-20 19:00", channel: law.Voice, blockedBy: "cr.contact.hours",
			next: "2026-11-21 08:00"},
		{id: "CR Saturday noon", when: "2026-11-21 12:00", channel: law.Voice, blockedBy: "cr.contact.hours",
			next: "2026-11-23 08:00"},
		{id: "CR Sunday", when: "2026-11-22 10:00", channel: law.Voice, blockedBy: "cr.contact.days"},
		{id: "CR a holiday, the fifteenth of September", when: "2026-09-15 10:00", channel: law.Voice,
			blockedBy: "cr.contact.days", next: "2026-09-16 08:00"},
	})
}

func TestTheCountsOfTheReferenceHold(t *testing.T) {
	t.Parallel()
	two := "voice 2026-11-17 08:10 unanswered; voice 2026-11-17 09:10 unanswered"
	three := two + "; voice 2026-11-17 10:10 busy"
	week := reading("cl.week", "iso_week")
	tell(t, []story{
		{id: "CL a call on Thursday, a visit on Tuesday: one in seven days running", when: "2026-11-17 10:00",
			channel: law.Visit, earlier: "voice 2026-11-12 10:00 unanswered",
			blockedBy: "cl.contact.phone_visit_rolling", next: "2026-11-19 08:00"},
		{id: "CL the same, where the week is the calendar's", when: "2026-11-17 10:00", channel: law.Visit,
			earlier: "voice 2026-11-12 10:00 unanswered", with: week},
		{id: "CL two e-mails, then an SMS in the same week", when: "2026-11-20 10:00", channel: law.SMS,
			earlier: "email 2026-11-16 10:00 sent; letter 2026-11-18 10:00 sent", with: week,
			blockedBy: "cl.contact.written", next: "2026-11-23 08:00"},
		{id: "CL one e-mail, then an SMS two days later", when: "2026-11-18 10:00", channel: law.SMS,
			earlier: "email 2026-11-16 10:00 sent", with: week},
		{id: "CL two in seven days running, over the turn of the week", when: "2026-11-24 10:00", channel: law.SMS,
			earlier:   "email 2026-11-18 10:00 sent; email 2026-11-20 10:00 sent",
			blockedBy: "cl.contact.written_rolling", next: "2026-11-25 08:00"},
		{id: "CL a call takes nothing from what is written", when: "2026-11-18 10:00", channel: law.SMS,
			earlier: "voice 2026-11-17 10:00 two_way"},
		{id: "CO WhatsApp on Friday, a call on Monday: seven days running", when: "2026-11-23 10:00",
			channel: law.Voice, earlier: "whatsapp 2026-11-20 10:00 two_way", blockedBy: "co.contact.week_rolling"},
		{id: "CO the same, where the week is the calendar's", when: "2026-11-23 10:00", channel: law.Voice,
			earlier: "whatsapp 2026-11-20 10:00 two_way", with: reading("co.week", "iso_week")},
		{id: "EC a second call, where each channel has its own", when: "2026-11-18 15:00", channel: law.Voice,
			earlier: "voice 2026-11-18 09:00 unanswered", with: reading("ec.group", "per_channel"),
			blockedBy: "ec.contact.frequency", next: "2026-11-19 07:00"},
		{id: "CO nobody answered this morning: the attempt counts", when: "2026-11-18 15:00", channel: law.Voice,
			earlier: "voice 2026-11-18 09:00 unanswered", blockedBy: "co.contact.day_attempt",
			next: "2026-11-19 07:00"},
		{id: "CO the same, where a contact is a conversation", when: "2026-11-18 15:00", channel: law.Voice,
			earlier: "voice 2026-11-18 09:00 unanswered", with: reading("co.contact", "two_way")},
		{id: "CO they spoke this morning", when: "2026-11-18 15:00", channel: law.Voice,
			earlier: "voice 2026-11-18 09:00 two_way", with: reading("co.contact", "two_way"),
			blockedBy: "co.contact.day", next: "2026-11-19 07:00"},
		{id: "CO by two channels in seven days running, and nobody answered", when: "2026-11-18 15:00",
			channel: law.SMS, earlier: "voice 2026-11-12 09:00 unanswered", blockedBy: "co.contact.week_attempt",
			next: "2026-11-19 07:00"},
		{id: "CR somebody answered today", when: "2026-11-17 15:00", channel: law.Voice,
			earlier: "voice 2026-11-17 10:00 connected", blockedBy: "cr.contact.frequency", next: "2026-11-18 08:00"},
		{id: "PE somebody answered today", when: "2026-11-17 15:00", channel: law.Voice,
			earlier: "voice 2026-11-17 10:00 connected", blockedBy: "pe.contact.frequency", next: "2026-11-18 07:00"},
		{id: "MX somebody answered today", when: "2026-11-17 15:00", channel: law.Voice,
			earlier: "voice 2026-11-17 10:00 connected", blockedBy: "mx.contact.frequency", next: "2026-11-18 07:00"},
		{id: "MX nobody answered today", when: "2026-11-17 15:00", channel: law.Voice,
			earlier: "voice 2026-11-17 10:00 unanswered"},
		{id: "MX a fourth attempt", when: "2026-11-17 15:00", channel: law.Voice, earlier: three,
			blockedBy: "mx.contact.attempts", next: "2026-11-18 07:00"},
		{id: "CR a fourth attempt", when: "2026-11-17 15:00", channel: law.Voice, earlier: three,
			blockedBy: "cr.contact.attempts", next: "2026-11-18 08:00"},
		{id: "CR a third one", when: "2026-11-17 15:00", channel: law.Voice, earlier: two},
		{id: "PE a fourth attempt", when: "2026-11-17 15:00", channel: law.Voice, earlier: three,
			blockedBy: "pe.contact.attempts", next: "2026-11-18 07:00"},
	})
}

// What a contact is, what a week is, and whether one has one contact in it: each reading counts its own way.
func TestInColombiaAReadingCountsAttemptsOrConversations(t *testing.T) {
	t.Parallel()
	read := func(week string, also ...string) func(*law.Ask) {
		return func(a *law.Ask) {
			a.Options = law.Readings{"co.contact": "two_way", "co.week": week}
			for _, name := range also {
				a.Options[name] = "one_contact"
			}
		}
	}
	monday := "voice 2026-11-23 10:00 "
	tell(t, []story{
		{id: "CO they spoke on Monday, a text on Wednesday", when: "2026-11-25 10:00", channel: law.SMS,
			earlier: monday + "two_way", with: read("iso_week"), blockedBy: "co.contact.week",
			next: "2026-11-30 07:00"},
		{id: "CO the person called us on Monday", when: "2026-11-25 10:00", channel: law.SMS,
			earlier: monday + "two_way person", with: read("iso_week"), blockedBy: "co.contact.week"},
		{id: "CO somebody took the call and hung up", when: "2026-11-25 10:00", channel: law.SMS,
			earlier: monday + "connected", with: read("iso_week")},
		{id: "CO they spoke, in seven days running", when: "2026-11-27 10:00", channel: law.SMS,
			earlier: monday + "two_way", with: read("rolling_7d"), blockedBy: "co.contact.week_rolling",
			next: "2026-11-30 07:00"},
		{id: "CO somebody hung up, in seven days running", when: "2026-11-27 10:00", channel: law.SMS,
			earlier: monday + "connected", with: read("rolling_7d")},
		{id: "CO somebody hung up in the morning", when: "2026-11-23 15:00", channel: law.Voice,
			earlier: monday + "connected", with: read("iso_week")},
		{id: "CO one contact in the week: they spoke", when: "2026-11-25 10:00", channel: law.Voice,
			earlier: monday + "two_way", with: read("iso_week", "co.reading"), blockedBy: "co.contact.one",
			next: "2026-11-30 07:00"},
		{id: "CO one contact in the week: somebody hung up", when: "2026-11-25 10:00", channel: law.Voice,
			earlier: monday + "connected", with: read("iso_week", "co.reading")},
		{id: "CO an attempt counts, in the calendar's week", when: "2026-11-25 10:00", channel: law.SMS,
			earlier: monday + "unanswered", with: reading("co.week", "iso_week"),
			blockedBy: "co.contact.week_attempt", next: "2026-11-30 07:00"},
		{id: "CO one attempt in the calendar's week", when: "2026-11-25 10:00", channel: law.Voice,
			earlier: monday + "unanswered", with: oneInTheWeek, blockedBy: "co.contact.one_attempt",
			next: "2026-11-30 07:00"},
		{id: "CO one attempt in seven days running", when: "2026-11-27 10:00", channel: law.Voice,
			earlier: monday + "unanswered", with: reading("co.reading", "one_contact"),
			blockedBy: "co.contact.one_attempt", next: "2026-11-30 07:00"},
		{id: "CO a channel authorised two years ago is authorised", when: "2026-11-25 10:00", channel: law.SMS,
			with: func(a *law.Ask) {
				a.Person.Consents = []law.Consent{{Channel: law.SMS, On: calendar.Of(2024, 11, 25)}}
			}},
		{id: "CO and no other", when: "2026-11-25 10:00", channel: law.Email, with: func(a *law.Ask) {
			a.Person.Consents = []law.Consent{{Channel: law.SMS, On: calendar.Of(2024, 11, 25)}}
		}, blockedBy: "co.contact.channel", next: "never"},
	})
}

func TestACatastropheLeavesTwoCallsOrVisitsAMonth(t *testing.T) {
	t.Parallel()
	quake := func(from, to calendar.Day) func(*law.Ask) {
		return func(a *law.Ask) { a.Facts.Catastrophe = []law.Days{{From: from, To: to}} }
	}
	tell(t, []story{
		{id: "CL a third call or visit of the month under a state of catastrophe", when: "2026-09-21 10:00",
			channel: law.Voice, earlier: "voice 2026-09-02 10:00 unanswered; visit 2026-09-10 10:00 two_way",
			with:      quake(calendar.Of(2026, 7, 1), calendar.NoDay),
			blockedBy: "cl.contact.catastrophe", next: "2026-10-01 08:00"},
		{id: "CL a second one", when: "2026-09-21 10:00", channel: law.Voice,
			earlier: "voice 2026-09-02 10:00 unanswered", with: quake(calendar.Of(2026, 7, 1), calendar.NoDay)},
		{id: "CL the sixtieth day after it", when: "2026-09-21 10:00", channel: law.Voice,
			earlier:   "voice 2026-09-02 10:00 unanswered; voice 2026-09-10 10:00 two_way",
			with:      quake(calendar.Of(2026, 7, 1), calendar.Of(2026, 9, 21)-60),
			blockedBy: "cl.contact.catastrophe", next: "2026-09-22 08:00"},
		{id: "CL the day after that", when: "2026-09-21 10:00", channel: law.Voice,
			earlier: "voice 2026-09-02 10:00 unanswered; voice 2026-09-10 10:00 two_way",
			with:    quake(calendar.Of(2026, 7, 1), calendar.Of(2026, 9, 21)-61)},
	})
}

func TestWhoIsCalledSeesTheNumberThatTheReferenceAsksFor(t *testing.T) {
	t.Parallel()
	from := func(c law.Caller) func(*law.Ask) { return func(a *law.Ask) { a.Caller = &c } }
	hidden, plain := law.Caller{ID: "022000000", Hidden: true, Registered: true}, law.Caller{ID: "022000000"}
	tell(t, []story{
		{id: "EC a hidden number", when: "2026-11-18 10:00", channel: law.Voice, with: from(hidden),
			blockedBy: "ec.contact.caller", next: "never"},
		{id: "EC a number that is shown", when: "2026-11-18 10:00", channel: law.Voice, with: from(plain)},
		{id: "MX a hidden number, though it is registered", when: "2026-11-18 10:00", channel: law.Voice,
			with: from(hidden), blockedBy: "mx.contact.caller", next: "never"},
		{id: "MX a number that is shown and not registered", when: "2026-11-18 10:00", channel: law.Voice,
			with: from(plain), blockedBy: "mx.contact.caller", next: "never"},
		{id: "MX one that is both", when: "2026-11-18 10:00", channel: law.Voice,
			with: from(law.Caller{ID: "5555550100", Registered: true})},
	})
}

func TestWhoeverDoesNotOweIsNotCollectedFrom(t *testing.T) {
	t.Parallel()
	rules := map[string]string{
		"EC": "ec.contact.parties", "CR": "cr.contact.parties", "MX": "mx.contact.parties",
		"CO": "co.contact.parties",
		"PE": "pe.contact.parties", "CL": "cl.contact.parties", "US": "us.contact.parties",
	}
	for _, code := range law.Codes() {
		for _, who := range law.Parties() {
			rule := rules[code]
			if slices.Contains([]law.Party{law.Debtor, law.Codebtor, law.Guarantor}, who) {
				rule = ""
			}
			s := story{id: code + " " + string(who), when: "2026-11-18 10:00", channel: law.Voice, with: party(who),
				blockedBy: rule}
			t.Run(s.id, func(t *testing.T) { t.Parallel(); s.check(t) })
		}
	}
	// The regulation of Costa Rica is of cards: for these the rule is one, for all else our choice.
	for segment, card := range map[string]bool{"card": true, "credit_card": true, "consumer": false} {
		s := story{id: "CR", when: "2026-11-18 10:00", channel: law.Voice, with: func(a *law.Ask) {
			a.Person.Segment, a.Party = segment, law.Relative
		}}
		v, err := pack(t, "CR").Check(s.ask(t, pack(t, "CR")))
		if err != nil {
			t.Fatal(err)
		}
		if is := refusedBy(&v, "cr.contact.parties_card"); v.Allowed || is != card {
			t.Errorf("%s: by the regulation %t, want %t", segment, is, card)
		}
	}
}

func refusedBy(v *law.Verdict, id string) bool {
	return slices.ContainsFunc(v.Blocked, func(r *law.ContactRule) bool { return r.ID == id })
}

func TestWhatStandsAgainstAPersonStandsAgainstAnyContact(t *testing.T) {
	t.Parallel()
	stands := map[string]func(*law.Facts){
		"ceased":     func(f *law.Facts) { f.Ceased = true },
		"stop_order": func(f *law.Facts) { f.StopOrder = true },
		"attorney":   func(f *law.Facts) { f.Attorney = true },
		"lawsuit":    func(f *law.Facts) { f.Lawsuit = true },
		"insolvency": func(f *law.Facts) { f.Insolvency = true },
		"deceased":   func(f *law.Facts) { f.Deceased = true },
		"minor":      func(f *law.Facts) { f.Minor = true },
		"disputed":   func(f *law.Facts) { f.Disputed = []string{"a1"} },
	}
	ours := map[string]string{
		"ceased": "any.ceased", "stop_order": "any.stop_order", "attorney": "any.attorney",
		"lawsuit":    "any.lawsuit",
		"insolvency": "any.lawsuit", "deceased": "any.deceased", "minor": "any.minor", "disputed": "any.disputed",
	}
	theirs := map[string]string{ // where the law of a country says it itself
		"US ceased": "us.contact.ceased", "US attorney": "us.contact.attorney",
		"US disputed": "us.contact.disputed",
		"CL lawsuit":  "cl.contact.lawsuit", "CL insolvency": "cl.contact.lawsuit",
	}
	for _, code := range law.Codes() {
		for fact, set := range stands {
			rule := theirs[code+" "+fact]
			if rule == "" {
				rule = ours[fact]
			}
			s := story{id: code + " " + fact, when: "2026-11-18 10:00", channel: law.Voice, blockedBy: rule,
				next: "never", with: func(a *law.Ask) { set(&a.Facts) }}
			t.Run(s.id, func(t *testing.T) { t.Parallel(); s.check(t) })
			p := pack(t, code)
			at := slices.IndexFunc(p.Contacts, func(r law.ContactRule) bool { return r.ID == rule })
			if is := at >= 0 && p.Contacts[at].Law(); is != (rule != ours[fact]) {
				t.Errorf("%s: %s is law: %t", code, rule, is)
			}
		}
	}
}

func TestInMexicoNeitherMinorsNorTheElderlyAreCollectedFromForAnother(t *testing.T) {
	t.Parallel()
	who := func(p law.Party, old bool) func(*law.Ask) {
		return func(a *law.Ask) { a.Party, a.Facts.Minor, a.Facts.Elderly = p, !old, old }
	}
	tell(t, []story{
		{id: "MX a minor who vouched", when: "2026-11-18 10:00", channel: law.Voice, with: who(law.Guarantor,
			false),
			blockedBy: "mx.contact.minor", next: "never"},
		{id: "MX an elderly person who vouched", when: "2026-11-18 10:00", channel: law.Voice,
			with: who(law.Guarantor, true), blockedBy: "mx.contact.elderly", next: "never"},
		{id: "MX an elderly relative", when: "2026-11-18 10:00", channel: law.Voice, with: who(law.Relative, true),
			blockedBy: "mx.contact.elderly", next: "never"},
		{id: "MX an elderly debtor", when: "2026-11-18 10:00", channel: law.Voice, with: who(law.Debtor, true)},
		{id: "MX an elderly co-debtor", when: "2026-11-18 10:00", channel: law.Voice, with: who(law.Codebtor,
			true)},
	})
}

func TestATextIsNoneOfWhatTheReferenceForbids(t *testing.T) {
	t.Parallel()
	forbids := map[string][]string{
		"ec.contact.message":  {"left_with_other", "poster", "public_post"},
		"mx.contact.papers":   {"judicial_look", "authority_name", "poster", "public_post", "left_with_other"},
		"pe.contact.papers":   {"judicial_look", "poster", "public_post"},
		"pe.contact.message":  {"left_with_other"},
		"cl.contact.papers":   {"judicial_look", "left_with_other", "poster", "public_post"},
		"us.contact.places":   {"postcard", "work_address", "public_post"},
		"us.contact.envelope": {"debt_on_envelope"},
		"us.contact.message":  {"left_with_other"},
	}
	for _, code := range law.Codes() {
		p := pack(t, code)
		for _, what := range law.Contents() {
			s := story{id: code, when: "2026-11-18 10:00", channel: law.Letter,
				with: has("opt_out_notice", "disclosure", what)}
			v, err := p.Check(s.ask(t, p))
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range v.Blocked {
				if !slices.Contains(forbids[r.ID], what) || !r.Law() {
					t.Errorf("%s: %s forbids a letter with %s, as law: %t", code, r.ID, what, r.Law())
				}
			}
			for rule, all := range forbids {
				if rule[:2] == strings.ToLower(code) && slices.Contains(all, what) && !refusedBy(&v, rule) {
					t.Errorf("%s does not forbid a letter with %s", rule, what)
				}
			}
		}
	}
}

// In the United States 1006.6(b)(1) and (3) say it; elsewhere it is our choice.
func TestHoursAndPlacesThatThePersonToldAreLeftAloneInEveryCountry(t *testing.T) {
	t.Parallel()
	for _, code := range law.Codes() {
		hours, place, employer := "any.hours_told", "any.place_told", "any.employer"
		if code == "US" {
			hours, place, employer = "us.contact.hours_told", "us.contact.place_told", "us.contact.employer"
		}
		for _, s := range []story{
			{blockedBy: hours, next: "2026-11-18 12:00",
				with: leaveAlone(t, "home", law.Avoid{Hours: law.Hours{"wed": "09:00-12:00"}})},
			{blockedBy: place, next: "never", with: leaveAlone(t, "home", law.Avoid{Point: "home"})},
			{blockedBy: employer, next: "never",
				with: leaveAlone(t, "office", law.Avoid{Point: "office", Employer: true})},
		} {
			s.id, s.when, s.channel = code+" "+s.blockedBy, "2026-11-18 10:00", law.Voice
			t.Run(s.id, func(t *testing.T) { t.Parallel(); s.check(t) })
		}
	}
}

func TestAMediumThatThePersonRefusesIsNotUsed(t *testing.T) {
	t.Parallel()
	refuses := func(channels ...law.Channel) func(*law.Ask) {
		return func(a *law.Ask) {
			a.Person.OptOuts, a.Content = channels, &law.Content{Has: []string{"opt_out_notice"}}
		}
	}
	for _, code := range law.Codes() {
		rule := "any.opt_out"
		if code == "US" {
			rule = "us.contact.opt_out" // 1006.14(h)
		}
		s := story{id: code, when: "2026-11-18 10:00", channel: law.SMS, with: refuses(law.SMS), blockedBy: rule,
			next: "never"}
		t.Run(code+" by the one they refuse", func(t *testing.T) { t.Parallel(); s.check(t) })
	}
	tell(t, []story{{id: "US by another", when: "2026-11-18 10:00", channel: law.Email, with: refuses(law.SMS)}})
}

func TestWhatACompanyMayAskOfItselfAsksNothingUntilItDoes(t *testing.T) {
	t.Parallel()
	var busy string
	for day := 3; day < 18; day++ { // once a day, where the law has no count at all
		busy += "; email 2026-11-" + calendar.Of(2026, 11, day).Text()[8:] + " 10:00 read"
	}
	rules := []string{
		"any.own.hours", "any.own.days", "any.own.per_day", "any.own.per_week", "any.own.per_month", "any.own.gap",
		"any.own.rest",
	}
	for _, code := range law.Codes() {
		p := pack(t, code)
		s := story{id: code, when: "2026-11-18 10:00", channel: law.Email, earlier: busy}
		v, err := p.Check(s.ask(t, p))
		if err != nil {
			t.Fatal(err)
		}
		for _, id := range rules {
			at := slices.IndexFunc(p.Contacts, func(r law.ContactRule) bool { return r.ID == id })
			if at < 0 || p.Contacts[at].Law() || refusedBy(&v, id) {
				t.Errorf("%s: %s is law, is against a contact, or is not there", code, id)
			}
		}
	}
}

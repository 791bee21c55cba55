package law_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"aldia/domain/calendar"
	"aldia/domain/law"
)

func pack(t *testing.T, code string) *law.Pack {
	t.Helper()
	p, err := law.Load(code)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// local gives an instant of a pack's country: "2026-10-30 19:59".
func local(t *testing.T, p *law.Pack, text string) time.Time {
	t.Helper()
	when, err := time.ParseInLocation("2006-01-02 15:04", text, p.Place())
	if err != nil {
		t.Fatal(err)
	}
	return when
}

// story is a contact that is proposed, and what the gate must say.
type story struct {
	id        string // it begins with the country
	when      string
	channel   law.Channel
	earlier   string // "voice 2026-10-26 10:00 two_way; …"
	with      func(*law.Ask)
	blockedBy string // none: allowed
	next      string // "": not said; "never"
}

func (s story) ask(t *testing.T, p *law.Pack) *law.Ask {
	t.Helper()
	a := &law.Ask{
		At: local(
			t,
			p,
			s.when,
		), Channel: s.channel, Party: law.Debtor, Purpose: law.Collection, Debts: []string{"a1"},
		Person: law.Person{Segment: "consumer"},
	}
	for _, c := range law.Channels() {
		a.Person.Consents = append(a.Person.Consents, law.Consent{Channel: c})
	}
	for one := range strings.SplitSeq(s.earlier, ";") {
		f := strings.Fields(one)
		if len(f) == 0 {
			continue
		}
		e := law.Event{
			Channel: law.Channel(
				f[0],
			), At: local(t, p, f[1]+" "+f[2]), Result: law.Result(f[3]), Debts: []string{"a1"},
		}
		e.Person = len(f) > 4 && f[4] == "person"
		a.History = append(a.History, e)
	}
	if s.with != nil {
		s.with(a)
	}
	return a
}

func (s story) check(t *testing.T) {
	t.Helper()
	s.checkBy(t, pack(t, s.id[:2]))
}

func (s story) checkBy(t *testing.T, p *law.Pack) {
	t.Helper()
	v, err := p.Check(s.ask(t, p))
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, r := range v.Blocked {
		ids = append(ids, r.ID)
	}
	if s.blockedBy == "" && !v.Allowed || s.blockedBy != "" && !slices.Contains(ids, s.blockedBy) {
		t.Errorf("allowed: %t, blocked by %v; expected %q", v.Allowed, ids, s.blockedBy)
	}
	switch {
	case s.next == "never" && !v.NextAt.IsZero():
		t.Errorf("next at %s; it never heals", v.NextAt)
	case s.next != "" && s.next != "never" && !v.NextAt.Equal(local(t, p, s.next)):
		t.Errorf("next at %s; expected %s", v.NextAt.In(p.Place()), s.next)
	}
}

func dayOf(at time.Time) calendar.Day { return calendar.On(at, time.UTC) }

func party(p law.Party) func(*law.Ask) { return func(a *law.Ask) { a.Party = p } }
func reading(name, value string) func(*law.Ask) {
	return func(a *law.Ask) { a.Options = law.Readings{name: value} }
}

func TestTheExamplesOfChileEcuadorAndColombiaHold(t *testing.T) {
	t.Parallel()
	for _, s := range []story{
		{id: "CL-C01 calls on Monday and Thursday", when: "2026-11-19 10:00", channel: law.Voice,
			earlier:   "voice 2026-11-16 10:00 unanswered",
			blockedBy: "cl.contact.phone_visit", next: "2026-11-23 08:00"},
		{id: "CL-C02 a call on Monday, a visit on Wednesday", when: "2026-11-18 10:00", channel: law.Visit,
			earlier: "voice 2026-11-16 10:00 two_way", blockedBy: "cl.contact.phone_visit"},
		{id: "CL-C03 e-mail Monday 10:00, SMS Tuesday 10:00", when: "2026-11-17 10:00", channel: law.SMS,
			earlier: "email 2026-11-16 10:00 sent", blockedBy: "cl.contact.gap", next: "2026-11-18 10:00"},
		{id: "CL-C04 e-mail Monday 10:00, SMS Wednesday 10:00: 48 hours", when: "2026-11-18 10:00",
			channel: law.SMS, earlier: "email 2026-11-16 10:00 sent"},
		{id: "CL-C04 the same, with two full days between", when: "2026-11-18 10:00", channel: law.SMS,
			earlier: "email 2026-11-16 10:00 sent", with: reading("cl.gap", "two_days"), blockedBy: "cl.contact.gap",
			next: "2026-11-19 08:00"},
		{id: "CL-C06 Saturday 19:59", when: "2026-09-12 19:59", channel: law.Voice},
		{id: "CL-C09 sued", when: "2026-11-16 10:00", channel: law.Voice,
			with: func(a *law.Ask) { a.Facts.Lawsuit = true }, blockedBy: "cl.contact.lawsuit", next: "never"},

		{id: "EC-C01 Friday 19:59", when: "2026-10-30 19:59", channel: law.Voice},
		{id: "EC-C02 Friday 20:30, and Monday and Tuesday are holidays", when: "2026-10-30 20:30",
			channel: law.Voice, blockedBy: "ec.contact.hours", next: "2026-11-04 07:00"},
		{id: "EC-C04 a call at nine, an SMS at three", when: "2026-11-18 15:00", channel: law.SMS,
			earlier:   "voice 2026-11-18 09:00 unanswered",
			blockedBy: "ec.contact.frequency_all", next: "2026-11-19 07:00"},
		{id: "EC-C04 by each channel", when: "2026-11-18 15:00", channel: law.SMS,
			earlier: "voice 2026-11-18 09:00 unanswered", with: reading("ec.group", "per_channel")},
		{id: "EC-C05 the boss", when: "2026-11-18 15:00", channel: law.Voice, with: party(law.Employer),
			blockedBy: "ec.contact.parties", next: "never"},
		{id: "EC-C05 the mother", when: "2026-11-18 15:00", channel: law.Voice, with: party(law.Relative),
			blockedBy: "ec.contact.parties"},

		{id: "CO-C01 Saturday 14:59", when: "2026-10-31 14:59", channel: law.Voice},
		{id: "CO-C01 Saturday 15:00, and Monday is a holiday", when: "2026-10-31 15:00",
			channel: law.Voice, blockedBy: "co.contact.hours", next: "2026-11-03 07:00"},
		{id: "CO-C02 Friday 19:00", when: "2026-07-10 19:00", channel: law.Voice,
			blockedBy: "co.contact.hours", next: "2026-07-11 08:00"},
		{id: "CO-C04 WhatsApp on Monday, a call on Wednesday", when: "2026-11-11 10:00",
			channel: law.Voice, earlier: "whatsapp 2026-11-09 10:00 two_way", blockedBy: "co.contact.week"},
		{id: "CO-C05 WhatsApp on Monday and Tuesday: one channel", when: "2026-11-10 10:00",
			channel: law.WhatsApp, earlier: "whatsapp 2026-11-09 10:00 two_way"},
		{id: "CO-C05 one contact a week", when: "2026-11-10 10:00", channel: law.WhatsApp,
			earlier: "whatsapp 2026-11-09 10:00 two_way", with: reading("co.reading", "one_contact"),
			blockedBy: "co.contact.one"},
		{id: "CO-C07 an SMS that was not authorised", when: "2026-11-10 10:00", channel: law.SMS,
			with:      func(a *law.Ask) { a.Person.Consents = []law.Consent{{Channel: law.Voice}} },
			blockedBy: "co.contact.channel", next: "never"},
		{id: "CO-C08 a visit for consumer credit", when: "2026-11-10 10:00", channel: law.Visit,
			blockedBy: "co.contact.visit", next: "never"},
		{id: "CO-C08 a visit for microcredit, with consent", when: "2026-11-10 10:00",
			channel: law.Visit, with: func(a *law.Ask) { a.Person.Segment = "micro" }},
	} {
		t.Run(s.id, func(t *testing.T) { t.Parallel(); s.check(t) })
	}
}

func TestTheExamplesOfPeruAndMexicoHold(t *testing.T) {
	t.Parallel()
	for _, s := range []story{
		{id: "PE-C01 Monday 19:59", when: "2026-12-07 19:59", channel: law.Voice},
		{id: "PE-C01 Monday 20:00, and two holidays follow", when: "2026-12-07 20:00",
			channel: law.Voice, blockedBy: "pe.contact.hours", next: "2026-12-10 07:00"},
		{id: "PE-C04 a call on Saturday", when: "2026-11-21 10:00", channel: law.Voice,
			blockedBy: "pe.contact.days", next: "2026-11-23 07:00"},

		{id: "MX-C01 Friday 21:59", when: "2026-11-13 21:59", channel: law.Voice},
		{id: "MX-C01 Friday 22:00, and Monday is a holiday", when: "2026-11-13 22:00",
			channel: law.Voice, blockedBy: "mx.contact.hours", next: "2026-11-17 07:00"},
		{id: "MX-C02 on a holiday", when: "2026-11-16 10:00", channel: law.Voice,
			blockedBy: "mx.contact.days"},
		{id: "MX-C02 without a limit on days", when: "2026-11-16 10:00", channel: law.Voice,
			with: reading("mx.days", "any")},
		{id: "MX-C03 a number that is not in the register", when: "2026-11-17 10:00",
			channel: law.Voice, with: func(a *law.Ask) { a.Caller = &law.Caller{ID: "5555550100"} },
			blockedBy: "mx.contact.caller"},
	} {
		t.Run(s.id, func(t *testing.T) { t.Parallel(); s.check(t) })
	}
}

func TestTheExamplesOfRegulationFHold(t *testing.T) {
	t.Parallel()
	six := "voice 2026-04-01 10:00 voicemail"
	for day := 2; day <= 7; day++ {
		six += fmt.Sprintf("; voice 2026-04-%02d 10:00 unanswered", day)
	}
	callBack := func(a *law.Ask) {
		a.Person.Asked = []law.Asking{{At: a.History[0].At, Channel: law.Voice}}
	}
	asksWhere := func(a *law.Ask) { a.Party, a.Purpose = law.Other, law.Location }
	october := "voice 2026-10-06 10:00 unanswered"
	for day := 7; day <= 11; day++ {
		october += fmt.Sprintf("; voice 2026-10-%02d 10:00 unanswered", day)
	}
	for _, s := range []story{
		{id: "US-01 a voicemail and six unanswered calls, then Wednesday", when: "2026-04-08 10:00",
			channel: law.Voice, earlier: six},
		{id: "US-01 an eighth call within the seven days", when: "2026-04-07 12:00",
			channel: law.Voice, earlier: six, blockedBy: "us.contact.calls", next: "2026-04-08 08:00"},
		{id: "US-04 six days after a conversation that the consumer began", when: "2026-08-19 10:00",
			channel: law.Voice, earlier: "voice 2026-08-13 10:00 two_way person", blockedBy: "us.contact.after_talk",
			next: "2026-08-20 08:00"},
		{id: "US-04 on the eighth day", when: "2026-08-20 10:00", channel: law.Voice,
			earlier: "voice 2026-08-13 10:00 two_way person"},
		{id: "US-05 a seventh unanswered call to somebody else, to find the consumer", when: "2026-10-12 10:00",
			channel: law.Voice, earlier: october, with: asksWhere},
		{id: "US-05 an eighth", when: "2026-10-12 11:00", channel: law.Voice,
			earlier: october + "; voice 2026-10-12 10:00 unanswered", with: asksWhere,
			blockedBy: "us.contact.calls", next: "2026-10-13 08:00"},
		{id: "US-06 call back on Monday, it was said on Friday", when: "2026-04-06 10:00",
			channel: law.Voice, earlier: "voice 2026-04-03 10:00 two_way", with: callBack},
		{id: "US-06 nothing was said", when: "2026-04-06 10:00", channel: law.Voice,
			earlier: "voice 2026-04-03 10:00 two_way", blockedBy: "us.contact.after_talk"},
		{id: "US-06 the wish is eight days old", when: "2026-04-09 10:00", channel: law.Voice,
			earlier: "voice 2026-04-02 10:00 unanswered; voice 2026-04-08 10:00 two_way", with: callBack,
			blockedBy: "us.contact.after_talk"},
		{id: "US-10 three loans under one number are one debt", when: "2026-04-07 12:00",
			channel: law.Voice, earlier: six, blockedBy: "us.contact.calls"},
		{id: "US-09 calls about another debt are not counted", when: "2026-04-07 12:00",
			channel: law.Voice, earlier: six, with: func(a *law.Ask) { a.Debts = []string{"a2"} }},
		{id: "US-15 a busy line is not counted", when: "2026-04-07 12:00", channel: law.Voice,
			earlier: strings.Replace(six, "voicemail", "busy", 1)},
		{id: "US-15 a voicemail is", when: "2026-04-07 12:00", channel: law.Voice, earlier: six,
			blockedBy: "us.contact.calls"},
		{id: "US-16 an e-mail that does not say how to stop it", when: "2026-04-07 12:00",
			channel: law.Email, with: func(a *law.Ask) { a.Content = &law.Content{} },
			blockedBy: "us.contact.opt_out_line"},
		{id: "US-17 a consent of 61 days ago", when: "2026-04-07 12:00", channel: law.SMS,
			with: func(a *law.Ask) {
				day, _ := time.Parse(time.DateOnly, "2026-02-05")
				a.Person.Consents = []law.Consent{{Channel: law.SMS, On: dayOf(day)}}
			}, blockedBy: "us.contact.sms"},
		{id: "US-19 Sunday at ten", when: "2026-04-05 10:00", channel: law.Voice},
		{id: "US-20 Wednesday 21:30", when: "2026-04-08 21:30", channel: law.Voice,
			blockedBy: "us.contact.hours", next: "2026-04-09 08:00"},
	} {
		t.Run(s.id, func(t *testing.T) { t.Parallel(); s.check(t) })
	}
}

func TestADisputeAndAnEarlierCallOfWhichNobodySaidMoreCount(t *testing.T) {
	t.Parallel()
	for _, s := range []story{
		{id: "US one of the two debts is disputed", when: "2026-11-04 10:00", channel: law.Voice,
			with:      func(a *law.Ask) { a.Debts, a.Facts.Disputed = []string{"a1", "a2"}, []string{"a1"} },
			blockedBy: "us.contact.disputed", next: "never"},
		{id: "US the other debt alone", when: "2026-11-04 10:00", channel: law.Voice,
			with: func(a *law.Ask) { a.Debts, a.Facts.Disputed = []string{"a2"}, []string{"a1"} }},
		{id: "US a conversation of which nobody said what it was about", when: "2026-04-07 15:00",
			channel: law.Voice, earlier: "voice 2026-04-07 10:00 two_way",
			with:      func(a *law.Ask) { a.History[0].Debts = nil },
			blockedBy: "us.contact.after_talk", next: "2026-04-14 08:00"},
		{id: "CO one attempt a week, in the strictest reading", when: "2026-05-14 15:00", channel: law.SMS,
			earlier: "sms 2026-05-11 10:00 read", with: reading("co.reading", "one_contact"),
			blockedBy: "co.contact.one_attempt"},
		{id: "CO one contact in the calendar's week, and the next one has begun", when: "2026-11-09 10:00",
			channel: law.WhatsApp, earlier: "whatsapp 2026-11-06 10:00 two_way", with: oneInTheWeek},
		{id: "CO one contact in the calendar's week, in the same one", when: "2026-11-06 10:00",
			channel: law.WhatsApp, earlier: "whatsapp 2026-11-04 10:00 two_way", with: oneInTheWeek,
			blockedBy: "co.contact.one", next: "2026-11-09 07:00"},
		{id: "PE a paper left with a neighbour", when: "2026-11-10 10:00", channel: law.Visit,
			with: leaves("left_with_other"), blockedBy: "pe.contact.message", next: "never"},
		{id: "US a word left with a neighbour", when: "2026-11-10 10:00", channel: law.Visit,
			with: leaves("left_with_other"), blockedBy: "us.contact.message", next: "never"},
		{id: "EC a poster lets others learn of it", when: "2026-11-10 10:00", channel: law.Visit,
			with: leaves("poster"), blockedBy: "ec.contact.message", next: "never"},
		{id: "CL a public post lets others learn of it", when: "2026-11-10 10:00", channel: law.Email,
			with: leaves("public_post"), blockedBy: "cl.contact.papers", next: "never"},
		{id: "US a letter at eleven at night", when: "2026-11-04 23:00", channel: law.Letter,
			blockedBy: "us.contact.hours"},
	} {
		t.Run(s.id, func(t *testing.T) { t.Parallel(); s.check(t) })
	}
}

func oneInTheWeek(a *law.Ask) {
	a.Options = law.Readings{"co.reading": "one_contact", "co.week": "iso_week"}
}

func leaves(what string) func(*law.Ask) {
	return func(a *law.Ask) { a.Content = &law.Content{Has: []string{what}} }
}

func TestAPersonInTwoPlacesIsCalledWhenItIsRightInBoth(t *testing.T) {
	t.Parallel()
	p := pack(t, "US")
	west, err := time.LoadLocation("America/Los_Angeles")
	if err != nil {
		t.Fatal(err)
	}
	for clock, allowed := range map[string]bool{
		"10:59": false, "11:00": true, "20:59": true, "21:00": false, // US-13, in Eastern time
	} {
		s := story{id: "US", when: "2026-04-08 " + clock, channel: law.Voice, with: func(a *law.Ask) {
			a.Person.Zones = []*time.Location{p.Place(), west}
		}}
		v, err := p.Check(s.ask(t, p))
		if err != nil || v.Allowed != allowed {
			t.Errorf("%s: allowed %t, %v", clock, v.Allowed, err)
		}
		if !allowed && v.NextAt.In(p.Place()).Format("15:04") != "11:00" {
			t.Errorf("%s: next at %s", clock, v.NextAt.In(p.Place()))
		}
	}
}

func TestWhatIsAskedWronglyIsSaid(t *testing.T) {
	t.Parallel()
	p := pack(t, "CO")
	good := story{id: "CO", when: "2026-11-10 10:00", channel: law.Voice}
	for name, wrong := range map[string]func(*law.Ask){
		"channel":         func(a *law.Ask) { a.Channel = "fax" },
		"party":           func(a *law.Ask) { a.Party = "neighbour" },
		"purpose":         func(a *law.Ask) { a.Purpose = "greeting" },
		"history.channel": func(a *law.Ask) { a.History = []law.Event{{Channel: "fax", Result: law.Sent}} },
		"person.opt_outs": func(a *law.Ask) { a.Person.OptOuts = []law.Channel{"SMS"} },
		"person.consents": func(a *law.Ask) { a.Person.Consents = []law.Consent{{Channel: "fax"}} },
		"person.asked":    func(a *law.Ask) { a.Person.Asked = []law.Asking{{Channel: "fax"}} },
		"history.result":  func(a *law.Ask) { a.History = []law.Event{{Channel: law.Voice, Result: "?"}} },
		"options":         reading("co.year", "long"),
	} {
		a := good.ask(t, p)
		wrong(a)
		if _, err := p.Check(a); err == nil || !strings.Contains(err.Error(), "law.") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := law.Load("XX"); err == nil {
		t.Error("there is no pack of XX")
	}
}

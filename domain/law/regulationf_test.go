package law_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"aldia/domain/calendar"
	"aldia/domain/law"
)

// The examples of the official interpretations of Regulation F (12 CFR 1006, supplement I) beyond those of
// the reference, each with the number of its comment. Where an example names a day without a year it is of
// 2026, or of a day of the week that fits.

// about sets what each earlier contact was about, in their order: "medical", "card", or both with a comma.
func about(debt string, each ...string) func(*law.Ask) {
	return func(a *law.Ask) {
		a.Debts = strings.Split(debt, ",")
		for i, debts := range each {
			a.History[i].Debts = strings.Split(debts, ",")
		}
	}
}

func TestTheOfficialExamplesOfHowOftenOneCallsHold(t *testing.T) {
	t.Parallel()
	april := "voice 2026-04-01 10:00 voicemail"
	for _, day := range []string{"02", "03", "06"} {
		april += "; voice 2026-04-" + day + " 10:00 unanswered; voice 2026-04-" + day + " 15:00 unanswered"
	}
	friday := "voice 2026-04-01 10:00 unanswered"
	for hour := 9; hour <= 13; hour++ {
		friday += fmt.Sprintf("; voice 2026-04-03 %02d:00 unanswered", hour)
	}
	august := "voice 2026-08-11 10:00 unanswered; voice 2026-08-14 10:00 two_way"
	back := func(a *law.Ask) { a.Person.Asked = []law.Asking{{At: a.History[0].At, Channel: law.Voice}} }
	tell(t, []story{
		{id: "US 14(b)(2)(i)-2.i six more calls on one Friday are within the count", when: "2026-04-03 15:00",
			channel: law.Voice, earlier: friday},
		{id: "US 14(b)(2)(i)-2.i a seventh more is not", when: "2026-04-03 16:00", channel: law.Voice,
			earlier: friday + "; voice 2026-04-03 15:00 unanswered", blockedBy: "us.contact.calls",
			next: "2026-04-08 08:00"},
		{id: "US 14(b)(2)(i)-3.i calls to a number that is somebody else's are none", when: "2026-11-19 12:00",
			channel: law.Voice, earlier: strings.Repeat("voice 2026-11-16 10:00 wrong_number; ", 7)},
		{id: "US 14(b)(2)(ii)-1.i an eighth call on Tuesday", when: "2026-04-07 10:00", channel: law.Voice,
			earlier: april, blockedBy: "us.contact.calls", next: "2026-04-08 08:00"},
		{id: "US 14(b)(2)(ii)-1.ii before the twenty-first", when: "2026-08-20 20:59", channel: law.Voice,
			earlier: august, blockedBy: "us.contact.after_talk", next: "2026-08-21 08:00"},
		{id: "US 14(b)(2)(ii)-1.ii on the twenty-first", when: "2026-08-21 08:00", channel: law.Voice,
			earlier: august},
		// What may rebut a presumption opens nothing: 14(b)(2)(ii)-2.iv.A.
		{id: "US 14(b)(2)(ii)-2.iv.A the call dropped", when: "2026-08-14 10:05", channel: law.Voice,
			earlier: august, blockedBy: "us.contact.after_talk"},
		{id: "US 14(b)(3)(i)-3.ii they said call back, and no day: on Monday", when: "2026-04-06 10:00",
			channel: law.Voice, earlier: "voice 2026-04-03 10:00 two_way", with: back},
		{id: "US 14(b)(3)(i)-3.ii they spoke on Monday: not on Wednesday", when: "2026-04-08 10:00",
			channel: law.Voice, earlier: "voice 2026-04-03 10:00 two_way; voice 2026-04-06 10:00 two_way", with: back,
			blockedBy: "us.contact.after_talk", next: "2026-04-13 08:00"},
		{id: "US 14(b)(3)(ii)-1 answered and dropped counts", when: "2026-04-07 15:00", channel: law.Voice,
			earlier: strings.Replace(april, "voicemail", "connected", 1), blockedBy: "us.contact.calls"},
		{id: "US 14(b)(3)(ii)-1 a number out of service does not", when: "2026-04-07 10:00", channel: law.Voice,
			earlier: strings.Replace(april, "voicemail", "not_in_service", 1)},
		{id: "US 14(b)-1 a text message is no call", when: "2026-04-07 10:00", channel: law.Voice,
			earlier: strings.ReplaceAll(strings.Replace(april, "voicemail", "read", 1), "voice 2026-04-01",
				"sms 2026-04-01")},
	})
}

// The consumer writes on Thursday that they may be called; eight calls until Wednesday are within that.
func TestTheOfficialExampleOfAConsentByEmailHolds(t *testing.T) {
	t.Parallel()
	june := "email 2026-06-04 10:00 read person; voice 2026-06-01 10:00 unanswered; " +
		"voice 2026-06-02 10:00 unanswered; " +
		"voice 2026-06-03 10:00 unanswered; email 2026-06-03 11:00 sent"
	wrote := func(a *law.Ask) { a.Person.Asked = []law.Asking{{At: a.History[0].At, Channel: law.Voice}} }
	for i, when := range []string{"08 09", "08 13", "08 17", "09 09", "09 13", "09 17", "10 09", "10 13"} {
		day, hour, _ := strings.Cut(when, " ")
		s := story{id: fmt.Sprintf("US 14(b)(3)(i)-3.iii call %d of eight", i+1),
			when: "2026-06-" + day + " " + hour + ":00", channel: law.Voice, earlier: june, with: wrote}
		t.Run(s.id, func(t *testing.T) { t.Parallel(); s.check(t) })
		june += "; voice " + s.when + " unanswered"
	}
	alone := story{id: "US 14(b)(3)(i)-3.iii without the consent", when: "2026-06-10 13:00", channel: law.Voice,
		earlier: strings.TrimSuffix(june, "; voice 2026-06-10 13:00 unanswered"), blockedBy: "us.contact.calls"}
	// Here we are stricter than the example: once the consent is over, what was called under it counts too.
	after := story{id: "US 14(b)(3)(i)-3.iii after it", when: "2026-06-11 10:00", channel: law.Voice,
		earlier: june,
		with:    wrote, blockedBy: "us.contact.calls", next: "2026-06-15 08:00"}
	t.Run(after.id, func(t *testing.T) { t.Parallel(); after.check(t) })
	t.Run(alone.id, func(t *testing.T) { t.Parallel(); alone.check(t) })
}

func TestTheOfficialExamplesOfSeveralDebtsHold(t *testing.T) {
	t.Parallel()
	spoke := "voice 2026-11-09 10:00 two_way"
	week := "voice 2026-11-09 09:00 unanswered; voice 2026-11-10 09:00 unanswered; " +
		"voice 2026-11-09 10:00 unanswered; voice 2026-11-10 10:00 unanswered; " +
		"voice 2026-11-11 10:00 unanswered; " +
		"voice 2026-11-11 11:00 unanswered; voice 2026-11-12 10:00 two_way"
	of := []string{"medical", "medical", "card", "card", "card", "card", "medical"}
	var all string
	var booked []string
	for n := range 21 {
		all += fmt.Sprintf("; voice 2026-11-%02d %02d:00 unanswered", 9+n/3, 9+n%3)
		booked = append(booked, []string{"medical", "a", "b"}[n%3])
	}
	tell(t, []story{
		{id: "US 14(b)(4)-2.i US-09 the twenty-first unanswered call, seven of each debt", when: "2026-11-15 11:00",
			channel: law.Voice, earlier: all[:strings.LastIndex(all, ";")], with: about("b", booked[:20]...)},
		{id: "US 14(b)(4)-2.i an eighth of one of them", when: "2026-11-15 12:00", channel: law.Voice, earlier: all,
			with: about("b", booked...), blockedBy: "us.contact.calls", next: "2026-11-16 08:00"},
		{id: "US 14(b)(4)-2.ii a message that names no debt is booked to one", when: "2026-11-10 10:00",
			channel: law.Voice, earlier: "voice 2026-11-09 10:00 voicemail", with: about("card", "medical")},
		{id: "US 14(b)(4)-2.iii they spoke of the medical debt alone: the card", when: "2026-11-10 10:00",
			channel: law.Voice, earlier: spoke, with: about("card", "medical")},
		{id: "US 14(b)(4)-2.iii the medical debt", when: "2026-11-10 10:00", channel: law.Voice, earlier: spoke,
			with: about("medical", "medical"), blockedBy: "us.contact.after_talk", next: "2026-11-16 08:00"},
		{id: "US 14(b)(4)-2.iv they spoke of both: the card", when: "2026-11-10 10:00", channel: law.Voice,
			earlier: spoke, with: about("card", "medical,card"), blockedBy: "us.contact.after_talk"},
		{id: "US 14(b)(4)-2.iv they spoke of both: the medical debt", when: "2026-11-10 10:00", channel: law.Voice,
			earlier: spoke, with: about("medical", "medical,card"), blockedBy: "us.contact.after_talk"},
		{id: "US 14(b)(4)-2.v a talk of no debt is booked to the medical one: the card has four calls and no talk",
			when: "2026-11-13 10:00", channel: law.Voice, earlier: week, with: about("card", of...)},
		{id: "US 14(b)(4)-2.v and the medical debt rests", when: "2026-11-18 20:00", channel: law.Voice,
			earlier: week, with: about("medical", of...), blockedBy: "us.contact.after_talk",
			next: "2026-11-19 08:00"},
		// We called about the medical debt, they spoke of the card: both rest.
		{id: "US 14(b)(4)-2.vi the debt that we called about", when: "2026-11-10 10:00", channel: law.Voice,
			earlier: spoke, with: about("medical", "medical,card"), blockedBy: "us.contact.after_talk"},
		{id: "US 14(b)(4)-2.vii a talk about any one of three student loans under one number",
			when: "2026-11-10 10:00", channel: law.Voice, earlier: spoke, with: about("loans", "loans"),
			blockedBy: "us.contact.after_talk", next: "2026-11-16 08:00"},
	})
}

func TestTheOfficialExamplesOfTimesAndPlacesHold(t *testing.T) {
	t.Parallel()
	days := leaveAlone(t, "", law.Avoid{Hours: law.Hours{"tue": "00:00-24:00", "thu": "00:00-24:00"}})
	busy := leaveAlone(t, "", law.Avoid{Hours: law.Hours{"mon-fri": "15:00-17:00", "sat": "00:00-24:00",
		"sun": "00:00-24:00"}})
	home := func(point string) func(*law.Ask) {
		return leaveAlone(t, point, law.Avoid{Point: "landline"}, law.Avoid{Point: "house"})
	}
	fridays := leaveAlone(t, "", law.Avoid{Hours: law.Hours{"fri": "00:00-24:00"}})
	answers := func(told func(*law.Ask)) func(*law.Ask) {
		return func(a *law.Ask) { told(a); a.Purpose = law.Requested }
	}
	lawyer := func(a *law.Ask) { a.Facts.Attorney = true }
	tell(t, []story{
		{id: "US 6(b)(1)-1.i not on Tuesdays", when: "2026-11-17 10:00", channel: law.Voice, with: days,
			blockedBy: "us.contact.hours_told", next: "2026-11-18 08:00"},
		{id: "US 6(b)(1)-1.i nor on Thursdays", when: "2026-11-19 10:00", channel: law.Email, with: days,
			blockedBy: "us.contact.hours_told", next: "2026-11-20 08:00"},
		{id: "US 6(b)(1)-1.ii at four on a Wednesday", when: "2026-11-18 16:00", channel: law.Voice, with: busy,
			blockedBy: "us.contact.hours_told", next: "2026-11-18 17:00"},
		{id: "US 6(b)(1)-1.ii just before three", when: "2026-11-18 14:59", channel: law.Voice, with: busy},
		{id: "US 6(b)(1)-1.ii on Saturday", when: "2026-11-21 10:00", channel: law.Voice, with: busy,
			blockedBy: "us.contact.hours_told", next: "2026-11-23 08:00"},
		{id: "US 6(b)(1)-1.iii no call to the landline at home", when: "2026-11-18 10:00", channel: law.Voice,
			with: home("landline"), blockedBy: "us.contact.place_told", next: "never"},
		{id: "US 6(b)(1)-1.iii nor a letter to the house", when: "2026-11-18 10:00", channel: law.Letter,
			with: home("house"), blockedBy: "us.contact.place_told", next: "never"},
		{id: "US 6(b)(1)(ii)-1.i a mobile telephone is at no place", when: "2026-11-18 10:00", channel: law.Voice,
			with: home("mobile")},
		{id: "US 6(b)(1)-2.i they wrote at half past three: they are answered", when: "2026-11-18 15:40",
			channel: law.Email, with: answers(busy)},
		{id: "US 6(b)(1)-2.i and not collected from", when: "2026-11-18 15:45", channel: law.Email, with: busy,
			blockedBy: "us.contact.hours_told", next: "2026-11-18 17:00"},
		{id: "US 6(b)(1)-2.iii Friday", when: "2026-11-20 12:00", channel: law.Email, with: fridays,
			blockedBy: "us.contact.hours_told", next: "2026-11-21 08:00"},
		{id: "US 6(b)(1)-2.iv they wrote on Friday at half past eight at night", when: "2026-11-20 20:31",
			channel: law.Email, with: answers(fridays)},
		{id: "US 6(b)(1)(i)-1 a text is at the minute in which it is sent", when: "2026-11-18 20:59",
			channel: law.SMS},
		{id: "US 6(b)(1)(i)-1 though it is read in the morning", when: "2026-11-18 21:01", channel: law.SMS,
			blockedBy: "us.contact.hours", next: "2026-11-19 08:00"},
		{id: "US 6(b)(2)-1 who has an attorney and writes is answered", when: "2026-11-18 10:00",
			channel: law.Email, with: answers(lawyer)},
		{id: "US 6(b)(2)-1 and the attorney stands", when: "2026-11-18 10:05", channel: law.Email, with: lawyer,
			blockedBy: "us.contact.attorney", next: "never"},
		{id: "US 6(b)(3)-1 no personal calls at work", when: "2026-11-18 10:00", channel: law.Voice,
			with:      leaveAlone(t, "work", law.Avoid{Point: "work", Employer: true}),
			blockedBy: "us.contact.employer", next: "never"},
	})
}

func TestTheOfficialExampleOfTwoTelephonesHolds(t *testing.T) {
	t.Parallel()
	p := pack(t, "US")
	mountain, err := time.LoadLocation("America/Denver")
	if err != nil {
		t.Fatal(err)
	}
	for clock, allowed := range map[string]bool{ // Eastern time
		"09:59": false, "10:00": true, "20:59": true, "21:00": false,
	} {
		s := story{id: "US 6(b)(1)(i)-2.ii", when: "2026-04-08 " + clock, channel: law.Voice,
			with: func(a *law.Ask) {
				a.Person.Zones = []*time.Location{p.Place(), mountain}
			}}
		if v, err := p.Check(s.ask(t, p)); err != nil || v.Allowed != allowed ||
			!allowed && refusedBy(&v, "us.contact.hours") == allowed {
			t.Errorf("6(b)(1)(i)-2.ii at %s: allowed %t, %v", clock, v.Allowed, err)
		}
	}
}

func TestTheOfficialExamplesOfMediaHold(t *testing.T) {
	t.Parallel()
	stop := func(channels ...law.Channel) func(*law.Ask) {
		return func(a *law.Ask) {
			a.Person.OptOuts, a.Content = channels, &law.Content{Has: []string{"opt_out_notice"}}
		}
	}
	tell(t, []story{
		{id: "US 14(h)(1)-2 one of two mobile telephones", when: "2026-11-18 10:00", channel: law.Voice,
			with:      leaveAlone(t, "first", law.Avoid{Point: "first", Channel: law.Voice}),
			blockedBy: "us.contact.place_told", next: "never"},
		{id: "US 14(h)(1)-2 and the other", when: "2026-11-18 10:00", channel: law.Voice,
			with: leaveAlone(t, "second", law.Avoid{Point: "first", Channel: law.Voice})},
		{id: "US 14(h)(1)-3.i stop calling", when: "2026-11-18 10:00", channel: law.Voice, with: stop(law.Voice),
			blockedBy: "us.contact.opt_out", next: "never"},
		{id: "US 14(h)(1)-3.i and a letter", when: "2026-11-18 10:00", channel: law.Letter, with: stop(law.Voice)},
		{id: "US 14(h)(1)-3.ii they opted out of e-mail at one address", when: "2026-11-18 10:00",
			channel: law.Email, with: leaveAlone(t, "mail", law.Avoid{Point: "mail"}),
			blockedBy: "us.contact.place_told", next: "never"},
		{id: "US 14(h)(2)-1 the periodic statement that the law requires", when: "2026-11-18 10:00",
			channel: law.Letter, with: func(a *law.Ask) { stop(law.Letter)(a); a.Purpose = law.Transactional }},
		{id: "US 42(a)(1)-4 who opted out of e-mail has no confirmation by it", when: "2026-11-18 10:00",
			channel: law.Email, with: func(a *law.Ask) { stop(law.Email)(a); a.Purpose = law.Confirmation },
			blockedBy: "us.contact.opt_out", next: "never"},
		{id: "US 22(f)(2)-1 an envelope with address and postage", when: "2026-11-18 10:00", channel: law.Letter,
			with: has()},
		{id: "US 22(f)(2)-1 an envelope with more", when: "2026-11-18 10:00", channel: law.Letter,
			with: has("debt_on_envelope"), blockedBy: "us.contact.envelope", next: "never"},
		{id: "US 22(f)(3)-1 an address that the employer gave", when: "2026-11-18 10:00", channel: law.Email,
			with: has("opt_out_notice", "work_address"), blockedBy: "us.contact.places", next: "never"},
		{id: "US 22(f)(4)-1 a page that everybody sees", when: "2026-11-18 10:00", channel: law.Chat,
			with: has("opt_out_notice", "public_post"), blockedBy: "us.contact.places", next: "never"},
		{id: "US 22(f)(4)-1 a message that nobody else sees", when: "2026-11-18 10:00", channel: law.Chat,
			with: has("opt_out_notice")},
	})
}

// 34(b)(5)-2: the notice of the first of January came back, that of the fifteenth is the one that counts.
// Between it and its receipt lie a weekend and the day of Martin Luther King.
func TestTheOfficialExampleOfTheValidationPeriodHolds(t *testing.T) {
	t.Parallel()
	p := pack(t, "US")
	after := func(what string, day calendar.Day) calendar.Day {
		answer, err := p.Notice(&law.NoticeAsk{What: what, Given: []calendar.Day{day}})
		if err != nil {
			t.Fatal(err)
		}
		return answer.From
	}
	received := after("validation_receipt", calendar.Of(2026, 1, 15))
	if ends := after("validation_period", received); received.Text() != "2026-01-23" ||
		ends.Text() != "2026-02-22" {
		t.Errorf("34(b)(5)-2: received on %s, and until %s one may dispute", received.Text(), ends.Text())
	}
}

// 42(a)(1)-2: what was not delivered was not sent, so who owes is still to be told what a first contact says.
func TestWhatCameBackWasNotSent(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 11, 18, 15, 0, 0, 0, time.UTC)
	for result, met := range map[law.Result]bool{law.Bounced: false, law.Delivered: true} {
		sent := []law.Event{{At: at.AddDate(0, 0, -3), Channel: law.Email, Result: result}}
		if got := law.Met(sent, at); got != met {
			t.Errorf("42(a)(1)-2: an e-mail that was %s reached who owes: %t", result, got)
		}
	}
}

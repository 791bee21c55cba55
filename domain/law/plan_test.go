package law_test

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"aldia/domain/law"
)

// left is what a plan must leave: so many, or many, with the rule that is against one more and from when on
// there may be another.
type left struct {
	many bool
	n    int
	rule string
	next string // "": not said; "never"
}

func (l left) check(t *testing.T, p *law.Pack, span string, r law.Room) {
	t.Helper()
	rule := ""
	if r.Rule != nil {
		rule = r.Rule.ID
	}
	if r.Many != l.many || !r.Many && r.Left != l.n || rule != l.rule {
		t.Errorf("%s: %d left, many %t, limited by %q; expected %+v", span, r.Left, r.Many, rule, l)
	}
	switch {
	case l.next == "never" && !r.Next.IsZero():
		t.Errorf("%s: another at %s; never", span, r.Next)
	case l.next != "" && l.next != "never" && !r.Next.Equal(local(t, p, l.next)):
		t.Errorf("%s: another at %s; expected %s", span, r.Next.In(p.Place()), l.next)
	}
}

// planStory is a story of which the plan of the day and of the span is told.
type planStory struct {
	story
	today, span left
	slot        string // when the first hours of contact begin and end
}

func (c planStory) check(t *testing.T) {
	t.Helper()
	p := pack(t, c.id[:2])
	b, err := law.Plan(law.Under{Pack: p, Ask: c.ask(t, p)})
	if err != nil {
		t.Fatal(err)
	}
	c.today.check(t, p, "today", b.Today)
	c.span.check(t, p, "span", b.Span)
	if c.slot == "" {
		return
	}
	got := ""
	if len(b.Slots) > 0 {
		got = b.Slots[0].From.In(p.Place()).Format("2006-01-02 15:04") +
			b.Slots[0].Until.In(p.Place()).Format(" 15:04")
	}
	if got != c.slot {
		t.Errorf("first slot %q, expected %q", got, c.slot)
	}
}

func TestAPlanSaysWhatIsLeftOfTheDayAndOfTheWeek(t *testing.T) {
	t.Parallel()
	for _, c := range []planStory{
		{story: story{id: "EC one action a day, whatever the channel",
			when: "2026-11-16 10:00", channel: law.Voice},
			today: left{n: 1, rule: "ec.contact.frequency", next: "2026-11-17 07:00"},
			span:  left{n: 5, rule: "ec.contact.frequency", next: "2026-11-23 07:00"},
			slot:  "2026-11-16 10:00 20:00"},
		{story: story{id: "EC nobody is called on a Saturday", when: "2026-11-21 10:00", channel: law.Voice},
			today: left{rule: "ec.contact.hours", next: "2026-11-23 07:00"},
			span:  left{rule: "ec.contact.hours", next: "2026-11-23 07:00"},
			slot:  "2026-11-23 07:00 20:00"},
		{story: story{id: "CO a call a day, when all go by telephone",
			when: "2026-11-16 10:00", channel: law.Voice},
			// A holiday: the independence of Cartagena.
			today: left{rule: "co.contact.days", next: "2026-11-17 07:00"},
			span:  left{n: 5, rule: "co.contact.day_attempt", next: "2026-11-23 07:00"},
			slot:  "2026-11-17 07:00 19:00"},
		{story: story{id: "US seven calls in seven days about a debt",
			when: "2026-11-16 10:00", channel: law.Voice},
			today: left{n: 7, rule: "us.contact.calls", next: "2026-11-23 08:00"},
			span:  left{n: 7, rule: "us.contact.calls", next: "2026-11-23 08:00"},
			slot:  "2026-11-16 10:00 21:00"},
		{story: story{id: "CL two messages a week, 48 hours apart",
			when: "2026-11-16 10:00", channel: law.WhatsApp},
			today: left{n: 1, rule: "cl.contact.gap", next: "2026-11-18 10:00"},
			span:  left{n: 2, rule: "cl.contact.gap"}},
		{story: story{id: "MX no cap in the law: three attempts a day are our own", when: "2026-11-18 21:30",
			channel: law.Voice},
			today: left{n: 3, rule: "mx.contact.attempts", next: "2026-11-19 07:00"},
			span:  left{n: 9, rule: "mx.contact.attempts", next: "2026-11-23 07:00"},
			slot:  "2026-11-18 21:30 22:00"},
		{story: story{id: "PE no cap in the law: three attempts a day are our own", when: "2026-11-18 10:00",
			channel: law.Voice},
			today: left{n: 3, rule: "pe.contact.attempts", next: "2026-11-19 07:00"},
			span:  left{n: 9, rule: "pe.contact.attempts", next: "2026-11-23 07:00"},
			slot:  "2026-11-18 10:00 20:00"},
		{story: story{id: "PE what the service itself needs is not counted", when: "2026-11-18 10:00",
			channel: law.Email, with: func(a *law.Ask) { a.Purpose = law.Transactional }},
			today: left{many: true, n: law.MostPlanned}, span: left{many: true, n: law.MostPlanned}},
		{story: story{id: "EC the dead are not called", when: "2026-11-16 10:00", channel: law.Voice,
			with: func(a *law.Ask) { a.Facts.Deceased = true }},
			today: left{rule: "any.deceased", next: "never"}, span: left{rule: "any.deceased", next: "never"}},
	} {
		t.Run(c.id, func(t *testing.T) {
			t.Parallel()
			c.check(t)
		})
	}
}

func TestWhatWasDoneIsOffThePlan(t *testing.T) {
	t.Parallel()
	for _, c := range []planStory{
		{story: story{id: "EC the message of this morning was it",
			when: "2026-11-16 10:00", channel: law.Voice,
			earlier: "sms 2026-11-16 08:00 sent"},
			today: left{rule: "ec.contact.frequency_all", next: "2026-11-17 07:00"},
			span:  left{n: 4, rule: "ec.contact.frequency", next: "2026-11-23 07:00"},
			slot:  "2026-11-17 07:00 20:00"},
		{story: story{id: "CO who was written to is not called this week", when: "2026-11-19 10:00",
			channel: law.Voice, earlier: "whatsapp 2026-11-18 10:00 delivered"},
			today: left{rule: "co.contact.week_attempt"},
			span:  left{rule: "co.contact.week_attempt"}},
		{story: story{id: "US one of the seven is left, and the oldest leaves the span on Friday",
			when: "2026-11-19 10:00", channel: law.Voice, earlier: "voice 2026-11-13 10:00 unanswered;" +
				"voice 2026-11-14 10:00 unanswered;voice 2026-11-14 11:00 voicemail;" +
				"voice 2026-11-16 10:00 unanswered;" +
				"voice 2026-11-17 10:00 unanswered;voice 2026-11-18 10:00 unanswered"},
			today: left{n: 1, rule: "us.contact.calls", next: "2026-11-20 08:00"},
			span:  left{n: 7, rule: "us.contact.calls", next: "2026-11-26 08:00"}},
		{story: story{id: "US a conversation is rest for seven days, its own the first",
			when:    "2026-11-17 10:00",
			channel: law.Voice, earlier: "voice 2026-11-16 10:00 two_way"},
			today: left{rule: "us.contact.after_talk", next: "2026-11-23 08:00"},
			span:  left{n: 7, rule: "us.contact.calls", next: "2026-11-30 08:00"}},
		{story: story{id: "CL a visit is the call of the week", when: "2026-11-17 10:00", channel: law.Voice,
			earlier: "visit 2026-11-16 10:00 unanswered"},
			today: left{rule: "cl.contact.phone_visit", next: "2026-11-23 08:00"},
			span:  left{n: 1, rule: "cl.contact.phone_visit", next: "2026-11-30 08:00"}},
	} {
		t.Run(c.id, func(t *testing.T) {
			t.Parallel()
			c.check(t)
		})
	}
}

// Of who owes in two countries, what is planned is allowed in both.
func TestAPlanUnderTwoPacksKeepsToBoth(t *testing.T) {
	t.Parallel()
	ec, co := pack(t, "EC"), pack(t, "CO")
	of := func(p *law.Pack) law.Under {
		return law.Under{Pack: p, Ask: story{id: p.Code,
			when: "2026-11-21 09:00", channel: law.Voice}.ask(t, p)}
	}
	b, err := law.Plan(of(co), of(ec)) // a Saturday: Colombia would allow it
	if err != nil {
		t.Fatal(err)
	}
	if b.Today.Left != 0 || b.Today.Rule.ID != "ec.contact.hours" ||
		!b.Today.Next.Equal(local(t, ec, "2026-11-23 07:00")) {
		t.Errorf("%d left today, next %s, by %v", b.Today.Left, b.Today.Next, b.Today.Rule)
	}
	if end := b.Slots[0].Until.In(co.Place()).Format("15:04"); end != "19:00" {
		t.Errorf("the first slot ends at %s: Colombia closes before Ecuador", end)
	}
}

// TestNoPlanPromisesASlotThatTheRulesRefuse plans for people with any past, under each pack, and then does as
// the plan says.
func TestNoPlanPromisesASlotThatTheRulesRefuse(t *testing.T) {
	t.Parallel()
	for _, code := range law.Codes() {
		t.Run(code, func(t *testing.T) {
			t.Parallel()
			p, r := pack(t, code), rand.New(rand.NewPCG(7, uint64(len(code))))
			for range 400 {
				a := anyAsk(p, r)
				b, err := law.Plan(law.Under{Pack: p, Ask: a})
				if err != nil {
					t.Fatal(err)
				}
				keepsItsWord(t, p, a, &b, r)
			}
		})
	}
}

func anyAsk(p *law.Pack, r *rand.Rand) *law.Ask {
	pick := func(all []law.Channel) law.Channel { return all[r.IntN(len(all))] }
	start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	a := &law.Ask{
		At: start.Add(time.Duration(r.IntN(365*24*60)) * time.Minute), Channel: pick(law.Channels()),
		Party: law.Debtor, Purpose: law.Collection, Debts: []string{"a1"}, Person: law.Person{Segment: "consumer"},
	}
	for _, c := range law.Channels() {
		if r.IntN(8) > 0 {
			a.Person.Consents = append(a.Person.Consents, law.Consent{Channel: c, On: dayOf(a.At) - 20})
		}
	}
	if r.IntN(4) == 0 {
		far, _ := time.LoadLocation("America/Los_Angeles")
		a.Person.Zones = []*time.Location{p.Place(), far}
	}
	if r.IntN(4) == 0 {
		a.Person.Asked = []law.Asking{{At: a.At.Add(-time.Hour), Until: a.At.Add(90 * time.Minute), Document: true}}
	}
	for range r.IntN(9) {
		e := law.Event{At: a.At.Add(time.Duration(r.IntN(12*24*60)-9*24*60) * time.Minute), Channel: a.Channel,
			Result: law.Results()[r.IntN(len(law.Results()))], Debts: a.Debts, Person: r.IntN(9) == 0}
		if r.IntN(2) == 0 {
			e.Channel = pick(law.Channels())
		}
		a.History = append(a.History, e)
	}
	return a
}

// keepsItsWord asks the gate at the edges of each slot and between them, and makes the contacts of today.
func keepsItsWord(t *testing.T, p *law.Pack, a *law.Ask, b *law.Budget, r *rand.Rand) {
	t.Helper()
	allowed := func(history []law.Event, at time.Time) law.Verdict {
		again := *a
		again.At, again.History = at, history
		v, err := p.Check(&again)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	for _, s := range b.Slots {
		span := s.Until.Sub(s.From)
		for _, at := range []time.Time{s.From, s.From.Add(time.Duration(r.Int64N(int64(span)))),
			s.Until.Add(-time.Nanosecond)} {
			if v := allowed(a.History, at); !v.Allowed {
				t.Fatalf("%s at %s: %s in the slot %s–%s of %+v", a.Channel, a.At, v.Blocked[0].ID, s.From, s.Until, a)
			}
		}
	}
	for _, room := range []law.Room{b.Today, b.Span} {
		if room.Left == 0 {
			continue
		}
		if v := allowed(a.History, room.Last.Add(-time.Nanosecond)); !v.Allowed {
			t.Fatalf("%s: refused by %s just before the last hour ends, %s", a.Channel, v.Blocked[0].ID, room.Last)
		}
		if v := allowed(a.History, room.Last); room.Last.Before(room.Until) &&
			(v.Allowed || !v.NextAt.IsZero() && v.NextAt.Before(room.Until)) {
			t.Fatalf("%s: another hour comes after the last, %s", a.Channel, room.Last)
		}
	}
	past, at := a.History, a.At
	for range b.Span.Left {
		v := allowed(past, at)
		if !v.Allowed {
			at = v.NextAt
		}
		if at.IsZero() || !at.Before(b.Span.Until) {
			t.Fatalf("%s: the plan leaves %d, and one does not fit before %s", a.Channel, b.Span.Left, b.Span.Until)
		}
		past = append(slices.Clip(past), law.Event{At: at, Channel: a.Channel, Debts: a.Debts,
			Result: law.Unanswered})
	}
	if v := allowed(past, at); !b.Span.Many && v.Allowed {
		t.Fatalf("%s: the plan leaves %d, and one more is allowed at %s", a.Channel, b.Span.Left, at)
	}
}

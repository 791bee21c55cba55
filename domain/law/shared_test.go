package law_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"aldia/domain/law"
)

// A group is told as "voice+email 1/5 ec.rule 20 20:00 27 20:00": the channels, what is left today and in the
// span, the rule against one more today, and the last hour, with its day of the month, of both.
func groupsOf(t *testing.T, p *law.Pack, c story, channels string) []string {
	t.Helper()
	var ways [][]law.Under
	for channel := range strings.FieldsSeq(channels) {
		c.channel = law.Channel(channel)
		ways = append(ways, []law.Under{{Pack: p, Ask: c.ask(t, p)}})
	}
	found, err := law.Together(ways...)
	if err != nil {
		t.Fatal(err)
	}
	var told []string
	for _, s := range found {
		names := make([]string, len(s.Channels))
		for i, n := range s.Channels {
			names[i] = string(n)
		}
		left := func(r law.Room) string {
			if r.Many {
				return "many"
			}
			return string(rune('0' + r.Left))
		}
		last := func(r law.Room) string {
			if r.Last.IsZero() {
				return "-"
			}
			return r.Last.In(p.Place()).Format("02 15:04")
		}
		rule := ""
		if s.Today.Rule != nil {
			rule = s.Today.Rule.ID
		}
		told = append(told, strings.Join([]string{
			strings.Join(names, "+"), left(s.Today) + "/" + left(s.Span), rule, last(s.Today), last(s.Span),
		}, " "))
	}
	return told
}

func TestWhatChannelsShareIsToldOnce(t *testing.T) {
	t.Parallel()
	const all = "voice whatsapp email"
	for _, c := range []struct {
		story
		channels string
		groups   []string
	}{
		{story{id: "EC one a day in all, and a Friday is the last day", when: "2026-11-20 10:00"}, all,
			[]string{"voice+whatsapp+email 1/1 ec.contact.frequency_all 20 20:00 20 20:00"}},
		{story{id: "EC on a Monday five are left, the last of them on Friday", when: "2026-11-23 10:00"}, all,
			[]string{"voice+whatsapp+email 1/5 ec.contact.frequency_all 23 20:00 27 20:00"}},
		{story{id: "EC a message of the morning was it, by any channel", when: "2026-11-20 10:00",
			earlier: "whatsapp 2026-11-20 08:00 sent"}, all,
			[]string{"voice+whatsapp+email 0/0 ec.contact.frequency_all - -"}},
		{story{id: "EC the hours are over: nothing is left of the week", when: "2026-11-20 20:30"}, all,
			[]string{"voice+whatsapp+email 0/0 ec.contact.hours - -"}},
		{story{id: "EC by the letter of the law each mechanism has its own", when: "2026-11-20 10:00",
			with: func(a *law.Ask) { a.Options = law.Readings{"ec.group": "per_channel"} }}, all, nil},
		{story{id: "EC a channel that the person does not want shares nothing", when: "2026-11-20 10:00",
			with: func(a *law.Ask) { a.Person.OptOuts = []law.Channel{law.Email} }}, all,
			[]string{"voice+whatsapp 1/1 ec.contact.frequency_all 20 20:00 20 20:00"}},
		{story{id: "EC of the dead nothing is shared", when: "2026-11-20 10:00",
			with: func(a *law.Ask) { a.Facts.Deceased = true }}, all, nil},
		{story{id: "CO one attempt a day, and on Saturday until three", when: "2026-11-20 10:00"}, all,
			[]string{"voice+whatsapp+email 1/2 co.contact.day_attempt 20 19:00 21 15:00"}},
		{story{id: "PE three attempts a day between all", when: "2026-11-20 10:00"}, all,
			[]string{"voice+whatsapp+email 3/3 pe.contact.attempts 20 20:00 20 20:00"}},
		{story{id: "MX three attempts a day, our own week ends on Friday", when: "2026-11-20 10:00"}, all,
			[]string{"voice+whatsapp+email 3/3 mx.contact.attempts 20 22:00 20 22:00"}},
		{story{id: "CL a call or a visit a week, and two in writing 48 hours apart", when: "2026-11-16 10:00"},
			"voice visit whatsapp email sms", []string{
				"voice+visit 1/1 cl.contact.phone_visit 16 20:00 21 20:00",
				"whatsapp+email+sms 1/2 cl.contact.gap 16 20:00 21 20:00"}},
		{story{id: "CL without a visit the telephone has its own", when: "2026-11-16 10:00"}, all,
			[]string{"whatsapp+email 1/2 cl.contact.gap 16 20:00 21 20:00"}},
		{story{id: "US seven calls in seven days take nothing from what is written", when: "2026-11-20 10:00"}, all,
			nil},
	} {
		t.Run(c.id, func(t *testing.T) {
			t.Parallel()
			if got := groupsOf(t, pack(t, c.id[:2]), c.story, c.channels); !slices.Equal(got, c.groups) {
				t.Errorf("%q, expected %q", got, c.groups)
			}
		})
	}
}

func TestTheLastHourOfAPlanIsOneAtWhichAContactIsAllowed(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		story
		today, span string
	}{
		{story{id: "EC Friday ends the week", when: "2026-11-20 10:00"}, "2026-11-20 20:00", "2026-11-20 20:00"},
		{story{id: "EC on a Saturday nothing is left", when: "2026-11-21 10:00"}, "", ""},
		{story{id: "US any day of the seven", when: "2026-11-20 10:00"}, "2026-11-20 21:00", "2026-11-26 21:00"},
		{story{id: "CO the day after a holiday", when: "2026-11-16 10:00"}, "", "2026-11-21 15:00"},
	} {
		t.Run(c.id, func(t *testing.T) {
			t.Parallel()
			p := pack(t, c.id[:2])
			c.channel = law.Voice
			b, err := law.Plan(law.Under{Pack: p, Ask: c.ask(t, p)})
			if err != nil {
				t.Fatal(err)
			}
			for _, one := range []struct {
				room law.Room
				last string
			}{{b.Today, c.today}, {b.Span, c.span}} {
				want := time.Time{}
				if one.last != "" {
					want = local(t, p, one.last)
				}
				if !one.room.Last.Equal(want) {
					t.Errorf("until %s, expected %s", one.room.Last.In(p.Place()), want)
				}
			}
		})
	}
}

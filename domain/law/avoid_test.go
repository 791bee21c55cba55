package law_test

import (
	"errors"
	"testing"
	"time"

	"aldia/domain/law"
	"aldia/platform/auth"
	"aldia/platform/db"
	"aldia/platform/db/dbtest"
	"aldia/platform/id"
)

// leaveAlone is what the person told, and the number by which they would be reached.
func leaveAlone(t *testing.T, point string, all ...law.Avoid) func(*law.Ask) {
	t.Helper()
	return func(a *law.Ask) {
		a.Point = point
		for _, one := range all {
			made, err := law.NewAvoid(one)
			if err != nil {
				t.Fatal(err)
			}
			a.Person.Avoid = append(a.Person.Avoid, made)
		}
	}
}

func TestAnInconvenientTimeOrPlaceIsLeftAlone(t *testing.T) {
	t.Parallel()
	working := law.Avoid{Hours: law.Hours{"mon-fri": "09:00-17:00"}}
	night := law.Avoid{Hours: law.Hours{"all": "18:00-24:00"}}
	office := law.Avoid{Point: "office"}
	employer := law.Avoid{Point: "office", Employer: true}
	text := law.Avoid{Channel: law.SMS, Hours: law.Hours{"all": "08:00-12:00"}}
	agreed := func(a *law.Ask) {
		hour := a.At.Add(10 * time.Minute)
		leaveAlone(t, "", working)(a)
		a.Person.Asked = []law.Asking{{At: a.At.AddDate(0, 0, -1), Hour: hour, Until: law.AgreedUntil(hour)}}
	}
	for _, s := range []story{
		{id: "US 6(b)(1) in the hours told", when: "2026-11-10 10:00", channel: law.Voice,
			with: leaveAlone(t, "", working), blockedBy: "us.contact.hours_told", next: "2026-11-10 17:00"},
		{id: "US when they end", when: "2026-11-10 17:00", channel: law.Voice, with: leaveAlone(t, "", working)},
		{id: "US on a Saturday", when: "2026-11-14 10:00", channel: law.Voice, with: leaveAlone(t, "", working)},
		{id: "US day and evening", when: "2026-11-10 10:00", channel: law.Voice,
			with:      leaveAlone(t, "", working, night),
			blockedBy: "us.contact.hours_told", next: "2026-11-10 17:00"},
		{id: "US in the evening the law's night follows", when: "2026-11-13 19:00", channel: law.Voice,
			with:      leaveAlone(t, "", working, night),
			blockedBy: "us.contact.hours_told", next: "2026-11-14 08:00"},
		{id: "US 6(b)(1)(ii) at the place told", when: "2026-11-10 10:00", channel: law.Voice,
			with: leaveAlone(t, "office", office), blockedBy: "us.contact.place_told", next: "never"},
		{id: "US at another place", when: "2026-11-10 10:00", channel: law.Voice,
			with: leaveAlone(t, "home", office)},
		{id: "US 6(b)(3) the employer forbids it", when: "2026-11-10 10:00", channel: law.Voice,
			with: leaveAlone(t, "office", employer), blockedBy: "us.contact.employer", next: "never"},
		{id: "US at home the employer forbids nothing", when: "2026-11-10 10:00", channel: law.Voice,
			with: leaveAlone(t, "home", employer)},
		{id: "US no texts in the morning, and a call is another thing", when: "2026-11-10 10:00",
			channel: law.Voice, with: leaveAlone(t, "", text)},
		{id: "US a text in the morning", when: "2026-11-10 10:00", channel: law.SMS,
			with: leaveAlone(t, "", text), blockedBy: "us.contact.hours_told", next: "2026-11-10 12:00"},
		{id: "US an hour within them that they agreed to", when: "2026-11-10 10:00", channel: law.Voice,
			with: agreed},
		{id: "US what they asked for themselves", when: "2026-11-10 10:00", channel: law.Voice,
			with: func(a *law.Ask) { leaveAlone(t, "", working)(a); a.Purpose = law.Requested }},
		{id: "PE our own rule elsewhere", when: "2026-11-10 10:00", channel: law.Voice,
			with: leaveAlone(t, "", working), blockedBy: "any.hours_told", next: "2026-11-10 17:00"},
		{id: "CO the employer, elsewhere", when: "2026-11-10 10:00", channel: law.Email,
			with: leaveAlone(t, "office", employer), blockedBy: "any.employer", next: "never"},
		{id: "EC an hour is bad where it is so in one of two places", when: "2026-11-10 08:30",
			channel: law.Voice, with: func(a *law.Ask) {
				leaveAlone(t, "", law.Avoid{Hours: law.Hours{"all": "07:00-08:00"}})(a)
				galapagos, err := time.LoadLocation("Pacific/Galapagos")
				if err != nil {
					t.Fatal(err)
				}
				a.Person.Zones = []*time.Location{pack(t, "EC").Place(), galapagos}
			}, blockedBy: "any.hours_told", next: "2026-11-10 09:00"},
	} {
		t.Run(s.id, func(t *testing.T) { t.Parallel(); s.check(t) })
	}
}

func TestThePlanNamesTheHoursAroundThoseThatAreLeftAlone(t *testing.T) {
	t.Parallel()
	p := pack(t, "US")
	s := story{id: "US", when: "2026-11-10 07:00", channel: law.Voice,
		with: leaveAlone(t, "", law.Avoid{Hours: law.Hours{"mon-fri": "09:00-17:00"}})}
	b, err := law.Plan(law.Under{Pack: p, Ask: s.ask(t, p)})
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"08:00-09:00", "17:00-21:00", "08:00-09:00"} {
		at := func(when time.Time) string { return when.In(p.Place()).Format("15:04") }
		if i >= len(b.Slots) || at(b.Slots[i].From)+"-"+at(b.Slots[i].Until) != want {
			t.Errorf("hour %d: expected %s of %v", i, want, b.Slots)
		}
	}
}

// María cannot talk in the mornings, her employer forbids calls to the office, and a clerk sets both down.
func TestWhatAClerkSetsDownOfHoursAndPlacesIsMinded(t *testing.T) {
	t.Parallel()
	const office, home = id.ID(501), id.ID(502)
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		g := stand(t, d)
		at := func(point id.ID) law.Proposal {
			p := call(nowhere)
			p.PointID = point
			return p
		}
		held, _ := g.reserve(luis, at(office))
		set := func(m law.Mark) law.Mark {
			t.Helper()
			m.PersonID = maria
			set, err := g.Mark(g.as(ana, auth.Agent), m)
			if err != nil {
				t.Fatal(err)
			}
			return set
		}
		work := set(law.Mark{Kind: law.Workplace, PointID: office, Proof: "Correo de su jefa"})
		if len(g.cancelled) != 1 || g.cancelled[0].Permits[0] != held.ID() {
			t.Errorf("a call that was about to be made there is taken back: %v", g.cancelled)
		}
		if again := set(law.Mark{Kind: law.Workplace, PointID: office}); again.ID != work.ID {
			t.Error("the same told again is the same mark")
		}
		if _, no := g.reserve(luis, at(office)); no.Allowed || no.Blocked[0].ID != "any.employer" {
			t.Errorf("to the office: %+v", no.Blocked)
		}
		permit, yes := g.reserve(luis, at(home))
		if !yes.Allowed {
			t.Errorf("at home: %+v", yes.Blocked)
		}
		if err := g.Release(g.as(luis, auth.Agent), permit, law.NotMade); err != nil {
			t.Fatal(err)
		}
		hours := law.AvoidText("mon-fri", "08:00", "12:00")
		morning := set(law.Mark{Kind: law.Inconvenient, Hours: hours})
		_, no := g.reserve(luis, at(home))
		if no.Allowed || no.Blocked[0].ID != "any.hours_told" {
			t.Errorf("in the morning: %+v", no.Blocked)
		}
		if noon := time.Date(2026, 3, 2, 12, 0, 0, 0, no.NextAt.Location()); no.NextAt.Hour() != noon.Hour() {
			t.Errorf("the next moment is noon where she is, and not %s", no.NextAt)
		}
		all, err := g.Marks(t.Context(), maria)
		if err != nil || len(all) != 2 || all[0].Hours != hours || all[1].PointID != office {
			t.Errorf("what is kept: %+v %v", all, err)
		}
		// Who was told so may hear another thing, without who leads.
		if err := g.EndMark(g.as(ana, auth.Agent), morning.ID, "Cambió de turno"); err != nil {
			t.Fatal(err)
		}
		if _, yes := g.reserve(luis, at(home)); !yes.Allowed {
			t.Errorf("they changed their mind: %+v", yes.Blocked)
		}
	})
}

func TestAMarkOfHoursOrAPlaceSaysWhich(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		g := stand(t, d)
		for _, c := range []struct {
			m    law.Mark
			want error
		}{
			{law.Mark{Kind: law.Inconvenient}, law.ErrMarkWhen},
			{law.Mark{Kind: law.Workplace, Hours: "all 08:00-09:00"}, law.ErrMarkPoint},
			{law.Mark{Kind: law.Inconvenient, Hours: "all 17:00-09:00"}, law.ErrMarkHours},
			{law.Mark{Kind: law.Inconvenient, Hours: "weekdays 08:00-09:00"}, law.ErrMarkHours},
			{law.Mark{Kind: law.Attorney, Hours: "all 08:00-09:00"}, law.ErrMarkHours},
		} {
			c.m.PersonID = maria
			if _, err := g.Mark(g.as(ana, auth.Agent), c.m); !errors.Is(err, c.want) {
				t.Errorf("%+v: %v", c.m, err)
			}
		}
	})
}

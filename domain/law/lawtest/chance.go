package lawtest

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"aldia/domain/calendar"
	"aldia/domain/law"
)

// Chance makes a contact that somebody might propose within a year, to a person with a past.
func Chance(r *rand.Rand, p *law.Pack) *law.Ask {
	pick := func(of int) bool { return r.IntN(of) == 0 }
	a := &law.Ask{
		At:      time.Date(2026, 1, 1, 0, r.IntN(365*24*60), 0, 0, p.Place()),
		Channel: law.Channels()[r.IntN(7)], Party: law.Debtor, Purpose: law.Collection,
		Debts:  []string{"a1", "a2"}[:1+r.IntN(2)],
		Person: law.Person{Segment: []string{"consumer", "micro", "", "card", "business"}[r.IntN(5)]},
	}
	if pick(4) { // near an hour at which something opens or closes
		a.At = a.At.Truncate(time.Hour).Add(time.Duration(r.IntN(3)-1) * time.Minute)
	}
	if pick(6) {
		a.Party = law.Parties()[r.IntN(7)]
	}
	if pick(8) {
		a.Purpose = law.Purposes()[r.IntN(7)]
	}
	for _, c := range law.Channels() {
		if !pick(5) {
			a.Person.Consents = append(a.Person.Consents, law.Consent{Channel: c, On: dayBefore(r, a.At)})
		}
		if pick(30) {
			a.Person.OptOuts = append(a.Person.OptOuts, c)
		}
	}
	if pick(12) {
		f := &a.Facts
		facts := []*bool{&f.Lawsuit, &f.Insolvency, &f.Attorney, &f.Deceased, &f.Minor, &f.Ceased, &f.StopOrder,
			&a.Person.RefuseAll, &f.Elderly}
		*facts[r.IntN(len(facts))] = true
	}
	if pick(6) {
		from := calendar.On(a.At, p.Place()) - calendar.Day(r.IntN(200)) + 30
		a.Facts.Catastrophe = []law.Days{{From: from, To: from + calendar.Day(r.IntN(90))}}
		if pick(3) {
			a.Facts.Catastrophe[0].To = calendar.NoDay
		}
	}
	if pick(10) {
		f := &a.Facts
		f.Disputed = []string{"a1"}
	}
	if zones := p.Zones; pick(5) {
		a.Person.Zones = places(r, zones)
	}
	if pick(6) {
		a.Person.Asked = append(a.Person.Asked, Wish(r, a.At.Add(-time.Duration(r.IntN(9*24*60))*time.Minute)))
	}
	for range r.IntN(4) * r.IntN(4) {
		e := law.Event{
			At:      a.At.Add(-time.Duration(r.IntN(12*24*60)) * time.Minute),
			Channel: law.Channels()[r.IntN(7)], Result: law.Results()[r.IntN(11)],
			Debts: []string{[]string{"a1", "a2", "a3"}[r.IntN(3)]}, Person: pick(6),
		}
		if pick(2) {
			e.Channel = a.Channel
		}
		if pick(10) {
			e.Debts = nil
		}
		if pick(25) {
			e.At = a.At.Add(time.Duration(r.IntN(5*24*60)) * time.Minute) // planned already
		}
		a.History = append(a.History, e)
	}
	further(r, a, p)
	return a
}

// further adds what would be said, by whom and where, and what the person wants left alone.
func further(r *rand.Rand, a *law.Ask, p *law.Pack) {
	a.Content, a.Caller, a.Options, a.Point = Written(r), Calling(r), Read(r, p), Point(r)
	for range r.IntN(6) / 4 * (1 + r.IntN(2)) {
		a.Person.Avoid = append(a.Person.Avoid, Avoided(r))
	}
}

// Written is what is known of what would be said or written: often nothing yet, seldom what is forbidden,
// most times what is asked for.
func Written(r *rand.Rand) *law.Content {
	if r.IntN(3) == 0 {
		return nil
	}
	c := &law.Content{}
	for _, wanted := range []string{"opt_out_notice", "disclosure"} {
		if r.IntN(6) > 0 {
			c.Has = append(c.Has, wanted)
		}
	}
	for _, forbidden := range []string{"judicial_look", "authority_name", "poster", "public_post",
		"left_with_other", "postcard", "work_address", "debt_on_envelope"} {
		if r.IntN(80) == 0 {
			c.Has = append(c.Has, forbidden)
		}
	}
	return c
}

// Point is one of the telephones and addresses of a person, or none that is known.
func Point(r *rand.Rand) string { return []string{"", "home", "work"}[r.IntN(3)] }

// Avoided is a time or a place at which somebody does not want to be reached.
func Avoided(r *rand.Rand) law.Avoid {
	a := law.Avoid{Point: Point(r)}
	if r.IntN(3) == 0 {
		a.Channel = law.Channels()[r.IntN(7)]
	}
	if a.Employer = a.Point == "work" && r.IntN(2) == 0; a.Point == "" || r.IntN(3) == 0 {
		from := r.IntN(23)
		a.Hours = law.Hours{law.AvoidDays()[r.IntN(10)]: fmt.Sprintf("%02d:%02d-%02d:00", from, r.IntN(60),
			from+1+r.IntN(24-from))}
	}
	a, err := law.NewAvoid(a)
	if err != nil {
		panic(err) // it was made well
	}
	return a
}

// Calling is the number that would be seen, where it is known.
func Calling(r *rand.Rand) *law.Caller {
	if r.IntN(3) == 0 {
		return nil
	}
	c := &law.Caller{ID: "600 000 0000", Hidden: r.IntN(20) == 0, Registered: r.IntN(15) > 0}
	if r.IntN(20) == 0 {
		c.ID = ""
	}
	return c
}

// Read is how a company reads what is disputed: most as we do. The readings for what companies owe are left
// alone: they take consumers' law away, and no text speaks of them.
func Read(r *rand.Rand, p *law.Pack) law.Readings {
	chosen := law.Readings{}
	for i := range p.Options {
		o := &p.Options[i]
		if r.IntN(3) == 0 && !strings.HasSuffix(o.Name, ".business") {
			chosen[o.Name] = o.Values[r.IntN(len(o.Values))]
		}
	}
	return chosen
}

// dayBefore is a day within the last three months, or none that is known.
func dayBefore(r *rand.Rand, at time.Time) calendar.Day {
	if r.IntN(3) == 0 {
		return calendar.NoDay
	}
	return calendar.On(at, time.UTC) - calendar.Day(1+r.IntN(90))
}

// places are one or two of the zones of a country.
func places(r *rand.Rand, zones []string) (all []*time.Location) {
	for range 1 + r.IntN(2) {
		zone, err := time.LoadLocation(zones[r.IntN(len(zones))])
		if err != nil {
			panic(err) // the pack was read with it
		}
		all = append(all, zone)
	}
	return all
}

// Wish is that of somebody who asks to be called.
func Wish(r *rand.Rand, at time.Time) law.Asking {
	w := law.Asking{At: at, Document: r.IntN(4) == 0}
	if r.IntN(4) > 0 {
		w.Hour = at.Add(time.Duration(r.IntN(3*24*60)) * time.Minute).Truncate(15 * time.Minute)
		w.Until = law.AgreedUntil(w.Hour)
	}
	if r.IntN(2) == 0 {
		w.Channel = law.Voice
	}
	return w
}

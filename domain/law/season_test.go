package law_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"aldia/domain/calendar"
	"aldia/domain/law"
)

// chance makes a contact that somebody might propose within a year, to a person with a past.
func chance(r *rand.Rand, p *law.Pack) *law.Ask {
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
			a.Person.Consents = append(a.Person.Consents, law.Consent{Channel: c})
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
		from := dayOf(a.At) - calendar.Day(r.IntN(200)) + 30
		a.Facts.Catastrophe = []law.Days{{From: from, To: from + calendar.Day(r.IntN(90))}}
		if pick(3) {
			a.Facts.Catastrophe[0].To = calendar.NoDay
		}
	}
	if pick(10) {
		f := &a.Facts
		f.Disputed = []string{"a1"}
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
	return a
}

// held holds the gate's answer to one contact against the oracle.
func held(p *law.Pack, a *law.Ask) error {
	v, err := p.Check(a)
	if err != nil {
		return err
	}
	var ids []string
	for _, r := range v.Blocked {
		ids = append(ids, r.ID)
	}
	slices.Sort(ids)
	if want := forbiddenBy(p, a, a.At); !slices.Equal(slices.Compact(ids), want) {
		return fmt.Errorf("blocked by %v; the texts say %v", ids, want)
	}
	switch {
	case v.Allowed || v.NextAt.IsZero():
	case len(forbiddenBy(p, a, v.NextAt)) > 0:
		return fmt.Errorf("next at %s is forbidden by %v", v.NextAt, forbiddenBy(p, a, v.NextAt))
	case len(forbiddenBy(p, a, v.NextAt.Add(-time.Minute))) == 0:
		return fmt.Errorf("a minute before %s is allowed already", v.NextAt)
	}
	if !v.Allowed && v.NextAt.IsZero() { // then no hour of the next weeks may be free
		for at := a.At; at.Before(a.At.AddDate(0, 0, 21)); at = at.Add(7 * time.Hour) {
			if len(forbiddenBy(p, a, at)) == 0 {
				return fmt.Errorf("never allowed, it says, and %s is", at)
			}
		}
	}
	return nil
}

func TestAYearOfContactsIsAnsweredAsTheTextsSay(t *testing.T) {
	t.Parallel()
	for _, code := range law.Codes() {
		t.Run(code, func(t *testing.T) {
			t.Parallel()
			p, r := pack(t, code), rand.New(rand.NewPCG(7, uint64(code[0])<<8|uint64(code[1])))
			for n := range 4000 {
				if a := chance(r, p); held(p, a) != nil {
					t.Fatalf("contact %d, %+v: %v", n, *a, held(p, a))
				}
			}
		})
	}
}

func FuzzTheGateAndTheTextsAgree(f *testing.F) {
	for n := range law.Codes() {
		f.Add(uint64(1), uint8(n))
	}
	f.Fuzz(func(t *testing.T, seed uint64, n uint8) {
		p := pack(t, law.Codes()[int(n)%len(law.Codes())])
		a := chance(rand.New(rand.NewPCG(seed, seed)), p)
		if err := held(p, a); err != nil {
			t.Fatalf("%+v: %v", *a, err)
		}
	})
}

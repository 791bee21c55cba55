package law_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"aldia/domain/law"
)

// BenchmarkCheck asks for a call to a person with an ordinary past, and to one with a thousand contacts.
func BenchmarkCheck(b *testing.B) {
	for name, past := range map[string]int{"10 earlier contacts": 10, "1,000 earlier contacts": 1000} {
		b.Run(name, func(b *testing.B) {
			p, err := law.Load("CO")
			if err != nil {
				b.Fatal(err)
			}
			r := rand.New(rand.NewPCG(1, 1))
			a := &law.Ask{
				At: time.Date(2026, 11, 18, 10, 0, 0, 0, p.Place()), Channel: law.Voice, Party: law.Debtor,
				Purpose: law.Collection, Debts: []string{"a1"},
				Person: law.Person{Consents: []law.Consent{{Channel: law.Voice}}},
			}
			for range past {
				a.History = append(a.History, law.Event{
					At: a.At.Add(-time.Duration(r.IntN(700*24*60)) * time.Minute), Channel: law.Voice,
					Result: law.Unanswered, Debts: []string{"a1"},
				})
			}
			for b.Loop() {
				if _, err := p.Check(a); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

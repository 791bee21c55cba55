package main

import (
	"errors"
	"time"

	"aldia/domain/calendar"
	"aldia/domain/law"
	"aldia/domain/portfolio"
)

const (
	// demoOpens is the hour at which a demo begins that is started when nobody may be called.
	demoOpens = 10 * time.Hour
	// demoBack bounds how far back the last day is looked for on which people may be called: longer than any
	// run of holidays.
	demoBack = 15
)

// demoHour is when the demo plays: now, or, where the law lets nobody be called now, ten in the morning of
// the last day on which it did. On a Sunday one would else see a company in which nobody works.
func demoHour(now time.Time, countries ...string) (time.Time, error) {
	at := now
	for day := range demoBack {
		open, err := calledAt(at, countries)
		if err != nil || open {
			return at, err
		}
		place := portfolio.Creditor{Timezone: portfolio.TimezoneOf(countries[0])}.Place()
		today := calendar.On(now, place)
		at = (today - calendar.Day(day)).Start(place).Add(demoOpens)
		if at.After(now) {
			at = (today - calendar.Day(day) - 1).Start(place).Add(demoOpens)
		}
	}
	return now, nil
}

// calledAt says whether people in all of some countries may be called at an instant.
func calledAt(at time.Time, countries []string) (bool, error) {
	for _, country := range countries {
		pack, err := law.Load(country)
		if errors.Is(err, law.ErrPack) {
			continue
		}
		if err != nil {
			return false, err
		}
		v, err := pack.Check(&law.Ask{
			At: at, Channel: law.Voice, Party: law.Debtor, Purpose: law.Collection,
			Person: law.Person{Segment: "consumer", Consents: []law.Consent{{Channel: law.Voice}}},
			Debts:  []string{"1"},
		})
		if err != nil || !v.Allowed {
			return false, err
		}
	}
	return true, nil
}

package treatment

import (
	"testing"
	"time"

	"aldia/domain/calendar"
	"aldia/domain/law"
	"aldia/domain/strategy"
	"aldia/platform/db"
	"aldia/platform/id"
)

// country is the policy of tests with the bank in a country, under its law.
func country(t *testing.T, code string) *Policy {
	t.Helper()
	p := policy(t)
	pack, err := law.Load(code)
	if err != nil {
		t.Fatal(err)
	}
	p.Law = &Lawful{Packs: map[string]*law.Pack{code: pack}, plain: map[plainly]time.Time{},
		ends: map[turn]ending{}}
	for creditor, c := range p.Creditors {
		c.Country, c.Zone = code, pack.Place()
		p.Creditors[creditor] = c
	}
	return p
}

// evening is eight in the evening of the day of tests, a Thursday, in the country of the bank.
func evening(p *Policy) time.Time { return theDay().Start(p.Creditors[bank].Zone).Add(20 * time.Hour) }

func decideAt(c *Case, p *Policy, at time.Time) *Changes {
	out := NewChanges()
	Decide(c, theDay(), p, 0, at, out)
	return out
}

// asked is what is known of a person: earlier contacts, and what stands against another one.
type asked struct {
	person  law.Person
	facts   law.Facts
	history []law.Event
	ends    time.Time // of what stands against it; zero: never
}

func (a *asked) known(p *Policy) *Known {
	k := &Known{Ask: func(about About) ([]law.Under, error) {
		facts := a.facts
		if !a.ends.IsZero() && !about.At.Before(a.ends) {
			facts = law.Facts{}
		}
		return []law.Under{{Pack: p.Law.Packs[p.Creditors[about.CreditorID].Country], Ask: &law.Ask{
			At: about.At, Channel: about.Channel, Party: law.Debtor, Purpose: about.Purpose, Person: a.person,
			Facts: facts, History: a.history, Debts: []string{"11"},
		}}}, nil
	}}
	if !a.ends.IsZero() {
		k.Ends = []time.Time{a.ends}
	}
	return k
}

// did is a contact of the day of tests or of one before it, at ten in the morning.
func did(p *Policy, daysAgo calendar.Day, channel law.Channel, result law.Result) law.Event {
	at := (theDay() - daysAgo).Start(p.Creditors[bank].Zone).Add(10 * time.Hour)
	return law.Event{At: at, Channel: channel, Result: result}
}

// past is somebody who was contacted so many days ago.
func past(daysAgo calendar.Day, channel law.Channel, result law.Result) func(*Policy, *asked) {
	return func(p *Policy, k *asked) { k.history = append(k.history, did(p, daysAgo, channel, result)) }
}

func TestTheCloseHoldsToWhatTheLawLeaves(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		country  string
		known    func(p *Policy, k *asked)
		lawfulAt string // "": nothing is against it
		gone     bool
		planned  int64
	}{
		"of whom nothing is known, all is as the strategy has it": {country: "EC", planned: 1},
		"who was called today is called tomorrow like anybody": {country: "EC", planned: 1,
			known: past(0, law.Voice, law.Unanswered)},
		"in Chile a visit today is the call of the seven days to come": {
			country: "CL", lawfulAt: "2026-03-19 08:00",
			known: past(0, law.Visit, law.TwoWay)},
		"in Colombia who was written to is not called for seven days": {
			country: "CO", lawfulAt: "2026-03-18 07:00",
			known: past(1, law.WhatsApp, law.Sent)},
		"what was done long ago counts for nothing": {country: "CL", planned: 1,
			known: past(9, law.Visit, law.TwoWay)},
		"who wants no calls is not called": {country: "EC", gone: true,
			known: func(_ *Policy, k *asked) { k.person.OptOuts = []law.Channel{law.Voice} }},
		"who wants no messages is called": {country: "EC", planned: 1,
			known: func(_ *Policy, k *asked) { k.person.OptOuts = []law.Channel{law.SMS} }},
		"a stop order of ours takes the case off the list": {country: "EC", gone: true,
			known: func(_ *Policy, k *asked) { k.facts.StopOrder = true }},
		"one with an end brings it back by itself": {country: "EC", lawfulAt: "2026-04-01 07:00",
			known: func(p *Policy, k *asked) {
				k.facts.StopOrder = true
				k.ends = calendar.Of(2026, 4, 1).Start(p.Creditors[bank].Zone)
			}},
		"the dispute of another debt is of no matter": {country: "EC", planned: 1,
			known: func(_ *Policy, k *asked) { k.facts.Disputed = []string{"acc_another"} }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := country(t, c.country)
			one := caseOf(owed(11, bank, "USD", 10_000, 40))
			if c.known != nil {
				k := &asked{}
				c.known(p, k)
				one.Known = k.known(p)
			}
			out := decideAt(one, p, evening(p))
			if n := out.Tally.Planned["voice"]; n != c.planned {
				t.Errorf("%d calls are planned for tomorrow, expected %d", n, c.planned)
			}
			if c.gone {
				if len(out.Places) != 0 {
					t.Errorf("it is placed: %+v", out.Places)
				}
				return
			}
			got := ""
			if len(out.Places) == 1 && out.Places[0].LawfulAt != 0 {
				got = db.Time(out.Places[0].LawfulAt).In(p.Creditors[bank].Zone).Format("2006-01-02 15:04")
			}
			if len(out.Places) != 1 || got != c.lawfulAt {
				t.Errorf("placed %+v, from %q; expected %q", out.Places, got, c.lawfulAt)
			}
		})
	}
}

// On a Friday the calls of Monday are planned: on a Saturday nobody may be called in Ecuador.
func TestTheDayToComeIsTheNextOnWhichTheLawLetsAnybodyBeCalled(t *testing.T) {
	t.Parallel()
	p := country(t, "EC")
	friday := evening(p).Add(24 * time.Hour)
	out := NewChanges()
	one := caseOf(owed(11, bank, "USD", 10_000, 40))
	called := law.Event{At: friday.Add(-10 * time.Hour), Channel: law.Voice, Result: law.TwoWay}
	one.Known = (&asked{history: []law.Event{called}}).known(p)
	Decide(one, theDay()+1, p, 0, friday, out)
	if out.Tally.Planned["voice"] != 1 {
		t.Errorf("planned %v", out.Tally.Planned)
	}
}

// A step that the law of the country forbids is no contact that is planned, whoever it is.
func TestAVisitInColombiaIsNotPlanned(t *testing.T) {
	t.Parallel()
	p := country(t, "CO")
	for i := range p.Strategy.Steps {
		p.Strategy.Steps[i].Channel = "visit"
	}
	one := caseOf(owed(11, bank, "COP", 9_000_000, 40))
	if out := decideAt(one, p, evening(p)); len(out.Tally.Planned) != 0 {
		t.Errorf("planned %v", out.Tally.Planned)
	}
}

// A night in which nothing happens writes nothing; one that the law is against is handed over again, since no
// case keeps it.
func TestWhatTheLawIsAgainstIsSaidEachNight(t *testing.T) {
	t.Parallel()
	p := country(t, "CL")
	one := caseOf(owed(11, bank, "USD", 10_000, 40))
	next := decided(one, decideAt(one, p, evening(p)))
	if out := decideAt(next, p, evening(p)); len(out.Places)+len(out.Files) != 0 {
		t.Errorf("nothing has happened, and %+v is placed", out.Places)
	}
	next.Known = (&asked{history: []law.Event{did(p, 0, law.Voice, law.Unanswered)}}).known(p)
	out := decideAt(next, p, evening(p))
	if len(out.Places) != 1 || out.Places[0].LawfulAt == 0 || len(out.Files) != 0 {
		t.Errorf("placed %+v, files %+v", out.Places, out.Files)
	}
}

// Who owes two creditors, in Chile and in Ecuador, waits for each as its country has it.
func TestEachCreditorsRowWaitsAsItsOwnLawHasIt(t *testing.T) {
	t.Parallel()
	p := country(t, "CL")
	ec, err := law.Load("EC")
	if err != nil {
		t.Fatal(err)
	}
	quito := p.Creditors[shop]
	quito.Country, quito.Zone = "EC", ec.Place()
	p.Creditors[shop], p.Law.Packs["EC"] = quito, ec
	one := caseOf(owed(11, bank, "USD", 10_000, 40), owed(12, shop, "USD", 10_000, 20))
	one.Known = (&asked{history: []law.Event{did(p, 0, law.Voice, law.Unanswered)}}).known(p)
	at := map[id.ID]int64{}
	for _, place := range decideAt(one, p, evening(p)).Places {
		at[place.CreditorID] = place.LawfulAt
	}
	if len(at) != 2 || at[bank] == 0 || at[shop] >= at[bank] {
		t.Errorf("places by creditor wait until %v", at)
	}
}

func TestLookingForSomebodyIsNoContact(t *testing.T) {
	t.Parallel()
	p := country(t, "CL")
	one := caseOf(owed(11, bank, "USD", 10_000, 40))
	one.Reach = Unreachable
	one.Known = (&asked{history: []law.Event{did(p, 0, law.Voice, law.Unanswered)}}).known(p)
	out := decideAt(one, p, evening(p))
	if len(out.Places) != 1 || out.Places[0].LawfulAt != 0 || out.Places[0].Step != p.Strategy.Locate.Code {
		t.Errorf("placed %+v", out.Places)
	}
	if step := (strategy.Step{Channel: "search"}); channelOf(&step) != law.Voice {
		t.Error("a step that is no channel of the law is asked about as a call")
	}
}

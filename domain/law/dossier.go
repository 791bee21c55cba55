package law

import (
	"slices"
	"strconv"
	"time"

	"aldia/platform/id"
)

// Dossier is what the gate knows of one person: places, debts, what stands for or against contacting them,
// every earlier contact that a rule may count and every place that is taken. It answers without the database.
type Dossier struct {
	PersonID id.ID

	found     bool
	zone      *time.Location // none: the creditor's
	lives     lives
	phones    []*time.Location // the places that the person's telephones are of
	accounts  []debtOf
	marks     []Mark
	permits   []Permit // that count: open, lapsed, or released with a result
	results   []Result // of the permits
	events    []Event
	except    id.ID              // a contact that is not counted
	named     map[id.ID]int      // where the events of contacts stand whose debts were named
	whole     map[id.ID][]string // by creditor, what allWith gave
	creditors map[id.ID]home
	packs     map[string]*Pack
}

// debtOf is a debt of the person.
type debtOf struct {
	account, creditor id.ID
	open, disputed    bool
	segment           string // what kind of credit it is; empty: not known
}

// home is where a creditor collects.
type home struct {
	country string
	zone    *time.Location
}

// Debts are the person's open debts with a creditor.
func (d *Dossier) Debts(creditor id.ID) (all []id.ID) {
	for _, a := range d.accounts {
		if a.creditor == creditor && a.open {
			all = append(all, a.account)
		}
	}
	return all
}

// Marks are what stands for or against contacting the person.
func (d *Dossier) Marks() []Mark { return d.marks }

// Taken are the places that are open or lapsed, the earliest first.
func (d *Dossier) Taken() []Permit { return d.permits }

// Cases puts a proposal as a question to the pack of each country whose debts it is about. A person who is
// spoken to of debts in two countries is under the law of both.
func (d *Dossier) Cases(p Proposal) ([]Under, error) { return d.cases(&p, 0) }

// cases leaves one permit out: the one that is already held for this very contact.
func (d *Dossier) cases(p *Proposal, held id.ID) ([]Under, error) {
	debts, err := d.spokenOf(p)
	if err != nil {
		return nil, err
	}
	byCountry := map[string][]debtOf{}
	countries := []string{}
	for _, a := range debts {
		country := d.creditors[a.creditor].country
		if _, known := byCountry[country]; !known {
			countries = append(countries, country)
		}
		byCountry[country] = append(byCountry[country], a)
	}
	if len(countries) == 0 {
		countries = []string{d.creditors[p.CreditorID].country}
	}
	slices.Sort(countries)
	history := d.history(held)
	cases := make([]Under, len(countries))
	for i, country := range countries {
		pack := d.packs[country]
		cases[i] = Under{pack, d.ask(p, pack, byCountry[country], history)}
	}
	return cases, nil
}

// spokenOf are the debts that a proposal is about, each of them the person's own.
func (d *Dossier) spokenOf(p *Proposal) (debts []debtOf, err error) {
	if len(p.Debts) == 0 {
		for _, a := range d.accounts {
			if a.creditor == p.CreditorID && a.open {
				debts = append(debts, a)
			}
		}
		return debts, nil
	}
	for _, account := range p.Debts {
		at := slices.IndexFunc(d.accounts, func(a debtOf) bool { return a.account == account })
		if at < 0 {
			return nil, ErrDebt
		}
		debts = append(debts, d.accounts[at])
	}
	return debts, nil
}

func (d *Dossier) ask(p *Proposal, pack *Pack, debts []debtOf, history []Event) *Ask {
	zones := d.places(pack, d.creditors[p.CreditorID].zone)
	zone := zones[0]
	a := &Ask{
		At: p.At, Channel: p.Channel, Party: p.Party, Purpose: p.Purpose, Caller: p.Caller, Content: p.Content,
		Person:  Person{Segment: d.segment(debts), Zones: zones},
		History: history,
	}
	if p.PointID != 0 {
		a.Point = pointText(p.PointID)
	}
	all := make([]string, 0, len(d.accounts))
	for _, one := range d.accounts {
		text := debtText(one.account)
		all = append(all, text)
		if one.disputed {
			a.Facts.Disputed = append(a.Facts.Disputed, text)
		}
	}
	for _, one := range debts {
		a.Debts = append(a.Debts, debtText(one.account))
	}
	for i := range d.marks {
		m := &d.marks[i]
		elsewhere := m.AccountID != 0 && m.Kind != Disputed &&
			!slices.ContainsFunc(debts, func(o debtOf) bool { return o.account == m.AccountID })
		if m.counts(p.At) && !elsewhere {
			m.lay(&a.Person, &a.Facts, all, zone)
		}
	}
	return a
}

// history is every contact and every place that counts.
func (d *Dossier) history(held id.ID) []Event {
	if len(d.permits) == 0 {
		return d.events
	}
	all := slices.Clone(d.events)
	for i := range d.permits {
		p := d.permits[i]
		if p.id == held {
			continue
		}
		e := p.event(d.results[i])
		e.Debts = d.about(e.Debts, p.creditor)
		all = append(all, e)
	}
	return all
}

// about are the debts that a contact was about: where nobody has said which, all of its creditor's.
func (d *Dossier) about(named []string, creditor id.ID) []string {
	if len(named) > 0 {
		return named
	}
	return d.allWith(creditor)
}

// allWith are a creditor's debts, paid ones too. It is one list for all who ask: nobody may change it.
func (d *Dossier) allWith(creditor id.ID) (all []string) {
	all, known := d.whole[creditor]
	if known {
		return all
	}
	for _, a := range d.accounts {
		if a.creditor == creditor {
			all = append(all, debtText(a.account))
		}
	}
	if d.whole == nil {
		d.whole = map[id.ID][]string{}
	}
	d.whole[creditor] = all
	return all
}

// Judge answers a proposal. It reserves nothing.
func (d *Dossier) Judge(p Proposal) (Decision, error) {
	if err := p.settle(p.At); err != nil {
		return Decision{}, err
	}
	return d.judge(&p, 0)
}

func (d *Dossier) judge(p *Proposal, held id.ID) (Decision, error) {
	cases, err := d.cases(p, held)
	if err != nil {
		return Decision{}, err
	}
	answer := Decision{Allowed: true, At: p.At, Debts: p.Debts, Counts: map[string]int{}}
	for i := range cases {
		c := &cases[i]
		v, err := c.Pack.Check(c.Ask)
		if err != nil {
			return Decision{}, err
		}
		answer.add(c, &v)
		answer.Allowed = answer.Allowed && v.Allowed
		answer.Earlier = len(c.Ask.History)
		answer.Zones = answer.Zones[:0]
		for _, z := range c.Ask.Person.Zones {
			answer.Zones = append(answer.Zones, z.String())
		}
	}
	if !answer.Allowed {
		answer.NextAt, err = NextOf(cases...)
	}
	return answer, err
}

func debtText(account id.ID) string { return strconv.FormatInt(int64(account), 10) }

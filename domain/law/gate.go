package law

import (
	"encoding/json"
	"time"

	"aldia/platform/id"
)

// Source is what makes a contact: each has its own way of using a permit.
type Source string

// The sources.
const (
	FromAgent   Source = "agent"   // a person who dials, writes or shows the case
	FromDialer  Source = "dialer"  // a machine that dials for agents
	FromMessage Source = "message" // a machine that writes
	FromVisit   Source = "visit"   // the plan of a collector in the field
)

// Sources are all sources.
func Sources() []Source { return []Source{FromAgent, FromDialer, FromMessage, FromVisit} }

// Proposal is a contact that somebody wants to make.
type Proposal struct {
	PersonID   id.ID
	CreditorID id.ID   // whose debts it is about
	Debts      []id.ID // accounts of the person, of any creditor; none: all that are open with the creditor
	Channel    Channel
	Party      Party   // empty: the debtor
	Purpose    Purpose // empty: collection
	PointID    id.ID   // the telephone or address; none: not said
	Source     Source  // empty: an agent
	At         time.Time
	Span       time.Duration // how long the place is kept; zero: as the channel needs
	Caller     *Caller
	Content    *Content
}

// How long a permit holds when nobody says otherwise, and how long it may be asked for.
const (
	spanTalk  = 30 * time.Minute // a call is dialled at once and seldom lasts longer
	spanWrite = time.Hour        // a queue of messages is sent within it
	spanVisit = 12 * time.Hour   // the route of a day
	maxSpan   = 24 * time.Hour   // what is farther off is planned, and asks on its day
)

// spanOf is how long a place on a channel is kept.
func spanOf(c Channel) time.Duration {
	switch c {
	case Voice, Chat:
		return spanTalk
	case Visit:
		return spanVisit
	case SMS, WhatsApp, Email, Letter:
	}
	return spanWrite
}

// settle fills in what may be left out.
func (p *Proposal) settle(now time.Time) error {
	if p.Party == "" {
		p.Party = Debtor
	}
	if p.Purpose == "" {
		p.Purpose = Collection
	}
	if p.Source == "" {
		p.Source = FromAgent
	}
	if p.At.IsZero() {
		p.At = now
	}
	if p.Span <= 0 {
		p.Span = spanOf(p.Channel)
	}
	p.Span = min(p.Span, maxSpan)
	if err := known("source", p.Source, Sources()); err != nil {
		return err
	}
	if err := known("channel", p.Channel, Channels()); err != nil {
		return err
	}
	if err := known("party", p.Party, Parties()); err != nil {
		return err
	}
	return known("purpose", p.Purpose, Purposes())
}

// Told is a rule as a decision names it: it can be read long after the pack has changed.
type Told struct {
	ID           string       `json:"id"`
	Basis        Basis        `json:"basis"`
	Verification Verification `json:"verification"`
	Source       string       `json:"source"`
	ES           string       `json:"es"`
	EN           string       `json:"en"`
	Pack         string       `json:"pack,omitempty"` // the country
}

// Law says whether the rule may be shown as law.
func (t *Told) Law() bool { return t.Basis != OfPolicy }

// In gives the rule in a language.
func (t *Told) In(language string) string { return Said{t.ES, t.EN}.In(language) }

// Footing is one pack that a decision rests on.
type Footing struct {
	Pack     string   `json:"pack"` // the country; "any" where there is no pack for it
	Version  string   `json:"version"`
	Readings Readings `json:"readings,omitempty"`
	Segment  string   `json:"segment,omitempty"` // what kind of credit the debts were taken for
}

// Decision is the gate's answer with all that it rests on. It is kept with the attempt.
type Decision struct {
	Allowed  bool   `json:"allowed"`
	Blocked  []Told `json:"blocked,omitempty"`
	Warnings []Told `json:"warnings,omitempty"`
	// NextAt is from when on the contact would be allowed as things stand; zero where time does not heal it.
	NextAt time.Time      `json:"next_at,omitzero"`
	At     time.Time      `json:"at"`
	Packs  []Footing      `json:"packs"`
	Counts map[string]int `json:"counts,omitempty"` // by rule: how many contacts were counted
	Zones  []string       `json:"zones,omitempty"`  // of the places that were asked about
	Debts  []id.ID        `json:"debts,omitempty"`
	// Earlier is how many contacts and reserved places were looked at.
	Earlier int `json:"earlier"`
}

// First is the rule to name when there is room for one: law before policy.
func (d *Decision) First() (Told, bool) {
	for _, t := range d.Blocked {
		if t.Law() {
			return t, true
		}
	}
	if len(d.Blocked) > 0 {
		return d.Blocked[0], true
	}
	return Told{}, false
}

// packs names the countries and versions of the grounds.
func (d *Decision) packs() (codes, versions string) {
	for i, g := range d.Packs {
		if i > 0 {
			codes, versions = codes+" ", versions+" "
		}
		codes, versions = codes+g.Pack, versions+g.Version
	}
	return codes, versions
}

func (d *Decision) text() (string, error) {
	raw, err := json.Marshal(d)
	return string(raw), err
}

// add takes a verdict of one pack into the decision: all packs must allow, and the contact is allowed again
// when the last of them says so.
func (d *Decision) add(c *Under, v *Verdict) {
	p := c.Pack
	d.Packs = append(d.Packs, Footing{p.Code, v.Evidence.PackVersion, v.Evidence.Readings, c.Ask.Person.Segment})
	for _, r := range v.Blocked {
		d.Blocked = append(d.Blocked, r.told(p))
	}
	for _, r := range v.Warnings {
		d.Warnings = append(d.Warnings, r.told(p))
	}
	for rule, n := range v.Evidence.Counts {
		d.Counts[rule] = max(d.Counts[rule], n)
	}
}

func (r *ContactRule) told(p *Pack) Told {
	return Told{r.ID, r.Basis, r.Verification, r.Source, r.Says.ES, r.Says.EN, p.Code}
}

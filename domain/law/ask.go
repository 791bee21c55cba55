package law

import (
	"slices"
	"strconv"
	"time"

	"aldia/domain/calendar"
)

// Ask is a contact that somebody proposes.
type Ask struct {
	At      time.Time
	Channel Channel
	Party   Party
	Purpose Purpose
	Person  Person
	Debts   []string // that would be spoken of
	Facts   Facts
	History []Event // of the person, over all debts and all who collect, in any order
	Point   string  // the telephone or address; empty: not known yet
	Caller  *Caller // none: not known yet
	Content *Content
	Options Readings
}

// Person is who would be contacted.
type Person struct {
	Segment   string // consumer, micro, …
	Consents  []Consent
	Zones     []*time.Location // of every place where they may be; none: the pack's
	OptOuts   []Channel        // channels they refuse
	RefuseAll bool             // they refuse every channel
	Asked     []Asking
	Avoid     []Avoid // times and places at which they are not to be reached
}

// Consent is a channel that the person has authorised.
type Consent struct {
	Channel Channel
	On      calendar.Day // NoDay: not known
}

// Asking is the person's own wish to be contacted at another time or more often than the rules have it.
type Asking struct {
	At       time.Time
	Until    time.Time // zero: as long as the rule lets it last
	Hour     time.Time // that was agreed; zero: none in particular
	Channel  Channel   // empty: any
	Document bool      // in an instrument of its own, after the contract
}

// Facts are what stands against any contact.
type Facts struct {
	Lawsuit    bool
	Insolvency bool
	Attorney   bool // the person is represented by one
	Deceased   bool
	Minor      bool
	Elderly    bool
	Ceased     bool // the person wants no more contact, in writing
	StopOrder  bool // ours: a supervisor has stopped contacts
	Disputed   []string
	// Catastrophe are the days on which a state of catastrophe holds, or held, where the person lives.
	Catastrophe []Days
}

// Days are days from a first to a last one; NoDay is open.
type Days struct{ From, To calendar.Day }

// Event is an earlier contact.
type Event struct {
	At      time.Time
	Channel Channel
	Result  Result
	Debts   []string
	Person  bool // the person began it
}

// Caller is the number that the person would see.
type Caller struct {
	ID         string
	Hidden     bool
	Registered bool // with the authority, where one keeps a register
}

// shown says whether the person can tell who calls, and the authority, where one keeps a register.
func (c *Caller) shown(registered bool) bool {
	return !c.Hidden && c.ID != "" && (c.Registered || !registered)
}

// Content is what is known of a text that would be sent.
type Content struct {
	Has []string // opt_out_notice, disclosure, …
}

// zones are the places in which a contact must be allowed.
func (a *Ask) zones(p *Pack) []*time.Location {
	if len(a.Person.Zones) > 0 {
		return a.Person.Zones
	}
	return []*time.Location{p.zone}
}

// check holds an ask to the closed sets.
func (a *Ask) check(p *Pack) error {
	if err := known("channel", a.Channel, Channels()); err != nil {
		return err
	}
	if err := known("party", a.Party, Parties()); err != nil {
		return err
	}
	if err := known("purpose", a.Purpose, Purposes()); err != nil {
		return err
	}
	if err := a.Person.check(); err != nil {
		return err
	}
	for i := range a.History {
		e := &a.History[i]
		if slices.Contains(Channels(), e.Channel) && slices.Contains(Results(), e.Result) {
			continue
		}
		at := "history[" + strconv.Itoa(i) + "]."
		if err := known(at+"channel", e.Channel, Channels()); err != nil {
			return err
		}
		if err := known(at+"result", e.Result, Results()); err != nil {
			return err
		}
	}
	return p.checkReadings(a.Options)
}

// check holds the channels that are named to those there are: a misspelt refusal must not pass for none.
func (p *Person) check() error {
	for _, c := range p.OptOuts {
		if err := known("person.opt_outs", c, Channels()); err != nil {
			return err
		}
	}
	for _, c := range p.Consents {
		if err := known("person.consents", c.Channel, Channels()); err != nil {
			return err
		}
	}
	for i := range p.Avoid {
		if c := p.Avoid[i].Channel; c != "" && !slices.Contains(Channels(), c) {
			return known("person.avoid.channel", c, Channels())
		}
	}
	for _, w := range p.Asked {
		if w.Channel == "" {
			continue
		}
		if err := known("person.asked.channel", w.Channel, Channels()); err != nil {
			return err
		}
	}
	return nil
}

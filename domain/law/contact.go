package law

import (
	"errors"
	"fmt"
	"slices"
)

// ContactRule is one rule of contact: whom and what it concerns, and exactly one thing that it demands.
type ContactRule struct {
	Head

	// What it concerns; an empty list is all.
	Channels []Channel `toml:"channels"`
	Parties  []Party   `toml:"parties"`
	Purposes []Purpose `toml:"purposes"` // empty: all that the pack does not exempt
	Segments []string  `toml:"segments"`
	// Replaces is the rule of any/ that this one stands for.
	Replaces string `toml:"replaces"`
	// OpenedBy says how the person themself may open what the rule closes.
	OpenedBy *Opening `toml:"opened_by"`
	// Under is a state of affairs without which the rule is not there, and UnderAfter how many days after its
	// end it still is.
	Under      string `toml:"under"` // catastrophe
	UnderAfter int    `toml:"under_after_days"`
	// Dormant: the rule is there for the company to give it a figure, and asks nothing until then.
	Dormant bool `toml:"dormant"`

	// What it demands.
	Hours      Hours       `toml:"hours"`
	Blocked    []string    `toml:"blocked_days"` // sat, sun, holiday
	Cap        *Cap        `toml:"cap"`
	OneChannel *OneChannel `toml:"one_channel"`
	Gap        *Gap        `toml:"gap"`
	Rest       *Rest       `toml:"rest"`
	Only       []Party     `toml:"only_parties"`
	Consent    *Consented  `toml:"consent"`
	Forbid     *Forbidden  `toml:"forbid"`
	Stop       []string    `toml:"stop_on"`
	OptOut     bool        `toml:"opt_out"`
	Avoid      string      `toml:"avoid"`  // hours | place | employer
	Caller     string      `toml:"caller"` // identified | registered
	Content    *Texts      `toml:"content"`

	week *week
	// extended: of law for consumers, and laid over companies as policy.
	extended bool
}

// underCatastrophe is a state of catastrophe that the authority has declared where the person lives.
const underCatastrophe = "catastrophe"

// Opening is how long the person's own wish opens a rule.
type Opening struct {
	Days     int  `toml:"days"`     // the day of the wish is day one; 0: until it is withdrawn
	Document bool `toml:"document"` // it needs an instrument of its own
	// UntilTalk: a conversation after the wish ends it.
	UntilTalk bool `toml:"until_talk"`
	// Early and Late are how many minutes before and after an hour that was agreed a contact is still the one
	// that the person asked for. Agreed: nothing but an agreed hour opens the rule. Once: the first contact of
	// ours from then on uses the wish up.
	Early  int  `toml:"early_minutes"`
	Late   int  `toml:"late_minutes"`
	Agreed bool `toml:"agreed"`
	Once   bool `toml:"once"`
}

// Consented demands the person's consent to the channel.
type Consented struct {
	Days int `toml:"days"` // how long it lasts without being renewed; 0: until it is withdrawn
}

// Forbidden is a channel that is forbidden, but for some segments, and then with consent.
type Forbidden struct {
	Unless []string `toml:"unless_segments"`
}

// Texts is what a written contact must hold and must not be.
type Texts struct {
	Needs   []string `toml:"needs"`
	Forbids []string `toml:"forbids"`
	First   bool     `toml:"first"` // of the first contact alone
}

// Contents are the words for what a text holds, or is.
func Contents() []string {
	return []string{
		"opt_out_notice", "disclosure", "judicial_look", "authority_name", "poster", "public_post",
		"left_with_other", "postcard", "work_address", "debt_on_envelope",
	}
}

// Stops are the facts that a rule may stop on.
func stops() []string {
	return []string{
		"lawsuit", "insolvency", "attorney", "deceased", "minor", "elderly", "ceased", "stop_order", "disputed",
	}
}

func (r *ContactRule) check(p *Pack) error {
	if err := r.Head.check(p); err != nil {
		return err
	}
	for _, c := range r.Channels {
		if err := known(r.ID, c, Channels()); err != nil {
			return err
		}
	}
	for _, party := range slices.Concat(r.Parties, r.Only) {
		if err := known(r.ID, party, Parties()); err != nil {
			return err
		}
	}
	for _, s := range r.Stop {
		if err := known(r.ID, s, stops()); err != nil {
			return err
		}
	}
	for _, d := range r.Blocked {
		if err := known(r.ID, d, []string{"sat", "sun", "holiday"}); err != nil {
			return err
		}
	}
	if r.Content != nil {
		for _, what := range slices.Concat(r.Content.Needs, r.Content.Forbids) {
			if err := known(r.ID, what, Contents()); err != nil {
				return err
			}
		}
	}
	return r.demands()
}

// demands holds a rule to one demand, well made.
func (r *ContactRule) demands() (err error) {
	n := 0
	for _, is := range []bool{
		r.Hours != nil, r.Blocked != nil, r.Cap != nil, r.OneChannel != nil, r.Gap != nil, r.Rest != nil,
		r.Only != nil, r.Consent != nil, r.Forbid != nil, r.Stop != nil, r.OptOut, r.Caller != "", r.Content != nil,
		r.Avoid != "",
	} {
		if is {
			n++
		}
	}
	if n != 1 {
		return fmt.Errorf("%s: it demands %d things, and a rule demands one", r.ID, n)
	}
	switch {
	case r.Hours != nil:
		r.week, err = r.Hours.read()
	case r.Cap != nil:
		err = r.Cap.check()
	case r.OneChannel != nil:
		err = r.OneChannel.check()
	case r.Gap != nil && (r.Gap.Hours > 0) == (r.Gap.FullDays > 0):
		err = errors.New("a gap has hours or full days")
	case r.OpenedBy != nil && r.OpenedBy.check() != nil:
		err = r.OpenedBy.check()
	case r.Rest != nil && r.Rest.Days < 1:
		err = errors.New("a rest has days")
	case r.Caller != "" && r.Caller != "identified" && r.Caller != "registered":
		err = fmt.Errorf("caller %q", r.Caller)
	case r.Avoid != "" && !slices.Contains([]string{avoidHours, avoidPlace, avoidEmployer}, r.Avoid):
		err = fmt.Errorf("avoid %q", r.Avoid)
	case r.Under != "" && r.Under != underCatastrophe:
		err = fmt.Errorf("under %q", r.Under)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", r.ID, err)
	}
	return nil
}

// concerns says whether the rule speaks of a contact at all. When is not asked here, since it moves.
func (r *ContactRule) concerns(p *Pack, a *Ask) bool {
	if r.Dormant || p.spares(r, a) || r.Avoid != "" && len(a.Person.Avoid) == 0 ||
		r.Under != "" && len(a.Facts.Catastrophe) == 0 ||
		!p.read(&r.Head, a.Options) {
		return false
	}
	if len(r.Purposes) > 0 && !slices.Contains(r.Purposes, a.Purpose) ||
		len(r.Purposes) == 0 && slices.Contains(p.Exempt, a.Purpose) {
		return false
	}
	return (len(r.Channels) == 0 || slices.Contains(r.Channels, a.Channel)) &&
		(len(r.Parties) == 0 || slices.Contains(r.Parties, a.Party)) &&
		(len(r.Segments) == 0 || slices.Contains(r.Segments, a.Person.Segment))
}

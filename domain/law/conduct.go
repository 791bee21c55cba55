package law

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"aldia/domain/calendar"
	"aldia/platform/db"
)

// Duty is what a rule of conduct asks of who collects.
type Duty string

// The duties.
const (
	SayFirst  Duty = "say_first" // on the first contact these things are said
	SayEach   Duty = "say_each"  // in every contact, the later ones too
	AskNot    Duty = "ask_not"   // this may not be asked
	TakeMoney Duty = "money"     // who may receive a payment
	DoNot     Duty = "do_not"    // this is forbidden
	Agree     Duty = "agreement" // what an agreement must hold
	Register  Duty = "register"  // what is filed with the authority, or must stand before one collects
	Penalty   Duty = "penalty"   // what a breach costs
)

// Duties are all duties, in the order in which they matter to who is about to call.
func Duties() []Duty {
	return []Duty{SayFirst, SayEach, AskNot, TakeMoney, DoNot, Agree, Register, Penalty}
}

// What a rule may forbid to ask, and what it says of who receives a payment.
const (
	Reason       = "reason"  // why the debt was not paid
	NobodyOfOurs = "nobody"  // only the creditor receives payments
	WithReceipt  = "receipt" // whoever the creditor has authorised, with a receipt
)

// Actors are those who may collect.
func Actors() []string { return []string{"creditor", "agency"} }

// ConductRule is one rule of how one collects: no gate can hold it, and so it is shown to who is about to
// speak with the person, and holds the forms that they fill in.
type ConductRule struct {
	Scope

	Duty     Duty      `toml:"duty"`
	Channels []Channel `toml:"channels"` // empty: all
	Actors   []string  `toml:"actors"`   // creditor, agency; empty: both
	Of       string    `toml:"of"`       // of ask_not: reason; of money: nobody, receipt
	// Holds are the things that must be said, or written, one by one; Reads is a wording of ours that has
	// them.
	Holds []Said `toml:"holds"`
	Reads Said   `toml:"reads"`
	// Replaces is the rule of any/ that this one stands for.
	Replaces string `toml:"replaces"`
}

func (r *ConductRule) checkMoney(*Pack) error {
	if err := known("duty", r.Duty, Duties()); err != nil {
		return err
	}
	for _, c := range r.Channels {
		if err := known("channel", c, Channels()); err != nil {
			return err
		}
	}
	for _, a := range r.Actors {
		if err := known("actor", a, Actors()); err != nil {
			return err
		}
	}
	of := map[Duty][]string{AskNot: {Reason}, TakeMoney: {NobodyOfOurs, WithReceipt}}[r.Duty]
	if of == nil && r.Of != "" || of != nil && !slices.Contains(of, r.Of) {
		return fmt.Errorf("%s of %q", r.Duty, r.Of)
	}
	if (r.Duty == SayFirst || r.Duty == Agree) && len(r.Holds) == 0 {
		return errors.New("it says of nothing that it must be there")
	}
	for _, h := range append(r.Holds, r.Reads) {
		if (h.ES == "") != (h.EN == "") {
			return errors.New("it is said in one language alone")
		}
	}
	return nil
}

// loadConduct reads conduct.toml of the pack, and from any/ what the pack does not replace.
func (p *Pack) loadConduct(files fs.FS, folder string) error {
	var own, of struct {
		Rules []ConductRule `toml:"rule"`
	}
	if err := decode(files, folder+"/conduct.toml", &own); err != nil {
		return err
	}
	if err := decode(packs, "pack/any/conduct.toml", &of); err != nil {
		return err
	}
	p.Conduct = own.Rules
	if p.Code == AnyCode {
		of.Rules = nil // they are its own
	}
	for _, r := range of.Rules {
		if !slices.ContainsFunc(own.Rules, func(c ConductRule) bool { return c.Replaces == r.ID }) {
			p.Conduct = append(p.Conduct, r)
		}
	}
	if err := checked(p, p.Conduct, map[string]bool{}); err != nil {
		return fmt.Errorf("conduct.toml: %w", err)
	}
	return nil
}

// ConductAsk is a contact that is about to be made, as far as rules of conduct mind it; what is empty is
// not known, and rules for one or the other are all there.
type ConductAsk struct {
	Channel Channel
	Actor   string
	Segment string
	On      calendar.Day
	Later   bool // there was a contact before
	Options Readings
}

func (a *ConductAsk) check(p *Pack) error {
	if a.Channel != "" {
		if err := known("channel", a.Channel, Channels()); err != nil {
			return err
		}
	}
	if a.Actor != "" {
		if err := known("actor", a.Actor, Actors()); err != nil {
			return err
		}
	}
	return p.checkReadings(a.Options)
}

// ConductOf gives the rules of conduct for a contact, those first that come first in a conversation.
func (p *Pack) ConductOf(a *ConductAsk) ([]*ConductRule, error) {
	if err := a.check(p); err != nil {
		return nil, err
	}
	w := where{strings.ToLower(a.Segment), a.On, p.readings(a.Options, a.On)}
	free := w.segment == Business && p.reading(w.readings, p.companies()) == businessFree
	rules, _ := choose(p, p.Conduct, w, func(r *ConductRule) bool {
		return !(free && r.Law() && p.ForConsumers) && !(a.Later && r.Duty == SayFirst) &&
			(a.Channel == "" || len(r.Channels) == 0 || slices.Contains(r.Channels, a.Channel)) &&
			(a.Actor == "" || len(r.Actors) == 0 || slices.Contains(r.Actors, a.Actor))
	})
	slices.SortStableFunc(rules, func(a, b *ConductRule) int {
		return slices.Index(Duties(), a.Duty) - slices.Index(Duties(), b.Duty)
	})
	return rules, nil
}

// ForbidsReason is the rule that forbids to ask why a debt was not paid; none where that may be asked.
func (p *Pack) ForbidsReason(on calendar.Day) *ConductRule {
	rules, err := p.ConductOf(&ConductAsk{On: on})
	if err != nil {
		return nil // nothing that could be wrong was asked
	}
	for _, r := range rules {
		if r.Duty == AskNot && r.Of == Reason {
			return r
		}
	}
	return nil
}

// MayReceive says whether who collects may take a payment from the person's hand, and the rule of it: where
// two speak of it the stricter one holds.
func (p *Pack) MayReceive(a *ConductAsk) (is bool, rule *ConductRule, err error) {
	rules, err := p.ConductOf(a)
	for _, r := range rules {
		if r.Duty == TakeMoney && (rule == nil || r.Of == NobodyOfOurs) {
			rule = r
		}
	}
	return err == nil && (rule == nil || rule.Of != NobodyOfOurs), rule, err
}

// MayAskReasonTx says whether one may ask in a country, today, why a debt was not paid. A country without a
// pack has no rule of it.
func (o *Owns) MayAskReasonTx(tx db.Tx, country string) (bool, error) {
	p, err := o.PackTx(tx, country)
	switch {
	case errors.Is(err, ErrPack):
		return true, nil
	case err != nil:
		return false, err
	}
	return p.ForbidsReason(calendar.On(o.db.Now(), p.Place())) == nil, nil
}

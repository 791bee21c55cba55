package desk

import (
	"context"
	"slices"
	"time"

	"aldia/domain/contact"
	"aldia/domain/law"
	"aldia/domain/party"
	"aldia/domain/strategy"
	"aldia/platform/auth"
	"aldia/platform/db"
	"aldia/platform/id"
)

// way is one way to reach the person, with what the law leaves of it.
type way struct {
	Channel  law.Channel
	Decision law.Decision
	Budget   law.Budget
}

// lawful is what the law lets be done with the person now.
type lawful struct {
	Ways []way
	// Shared is what channels have together: what each of them has left is the same contacts.
	Shared []law.Shared
	Held   []law.Permit // that the reader holds
	// Unknown are places of which nobody has said what came of them, and the reader may.
	Unknown []law.Permit
	// Debts are those that would be spoken of, where it is not all of the creditor's: some are disputed.
	Debts []id.ID
	// Met says whether who owes was reached before: what must be said at first was due then.
	Met bool
	// Conduct is what is to be minded on a call, what comes first in a conversation first.
	Conduct []minded
}

// by gives the way by a channel.
func (l *lawful) by(c law.Channel) (way, bool) {
	at := slices.IndexFunc(l.Ways, func(w way) bool { return w.Channel == c })
	if at < 0 {
		return way{}, false
	}
	return l.Ways[at], true
}

// holds says whether the reader has taken a place on a channel.
func (l *lawful) holds(c law.Channel) bool {
	return slices.ContainsFunc(l.Held, func(p law.Permit) bool { return p.Channel() == c })
}

// channels are the ways by which the person can be reached, the voice first.
func (f *file) channels() []law.Channel {
	all := []law.Channel{law.Voice}
	for i := range f.Points {
		for _, c := range channelsOf(&f.Points[i]) {
			if f.Points[i].Usable() && !slices.Contains(all, c) {
				all = append(all, c)
			}
		}
	}
	return all
}

// channelsOf are the ways to reach a person at a contact point.
func channelsOf(c *party.ContactPoint) []law.Channel {
	switch {
	case c.Kind == party.PointPhone && c.Line == party.LineFixed:
		return []law.Channel{law.Voice}
	case c.Kind == party.PointPhone:
		return []law.Channel{law.Voice, law.WhatsApp}
	case c.Kind == party.PointEmail:
		return []law.Channel{law.Email}
	}
	return nil
}

// proposal is a contact with the person as this case would make it. An hour that was agreed with them
// makes it nothing else than collection: what that opens the gate knows from the mark, and each pack says.
func (f *file) proposal(c law.Channel) law.Proposal {
	p := law.Proposal{
		PersonID: f.Person.ID, CreditorID: f.Lead.ID, Channel: c, Party: law.Debtor, Purpose: law.Collection,
		Source: law.FromAgent, At: f.Now, Debts: f.Lawful.Debts,
	}
	if f.Case.Stage == strategy.Prevention {
		p.Purpose = law.Reminder
	}
	return p
}

// readLawful asks the gate about every way to reach the person, without taking any.
func (p *Parts) readLawful(ctx context.Context, f *file) error {
	return p.DB.Read(ctx, func(tx db.Tx) error {
		all, err := p.Gate.DossiersTx(tx, []id.ID{f.Person.ID}, f.Now)
		if err != nil {
			return err
		}
		d := all[f.Person.ID]
		f.Lawful = lawful{Debts: d.Undisputed(f.Lead.ID, f.Now)}
		if f.Lawful.Met, err = met(tx, f); err != nil {
			return err
		}
		if err := f.plan(d); err != nil {
			return err
		}
		if !f.Works || len(d.Taken()) == 0 {
			return nil
		}
		f.Lawful.Unknown = unknownTo(auth.Who(ctx), d.Taken(), f.Now)
		return p.readHeld(tx, f)
	})
}

// met reads a year of contacts, which is more than a page of the case shows and most countries count.
func met(tx db.Tx, f *file) (bool, error) {
	var past []law.Event
	err := tx.Batch(contact.AskPast(db.List{int64(f.Person.ID)}, f.Now.AddDate(0, 0, -law.FirstDays),
		func(p law.Past) { past = append(past, p.Event) })...)
	return law.Met(past, f.Now), err
}

// plan asks about each way to reach the person, and what the ways have left together.
func (f *file) plan(d *law.Dossier) error {
	var all [][]law.Under
	for _, c := range f.channels() {
		w, proposal := way{Channel: c}, f.proposal(c)
		decision, err := d.Judge(proposal)
		if err != nil {
			return err
		}
		cases, err := d.Cases(proposal)
		if err != nil {
			return err
		}
		if w.Budget, err = law.Plan(cases...); err != nil {
			return err
		}
		if c == law.Voice {
			if err := f.readConduct(cases); err != nil {
				return err
			}
		}
		w.Decision = decision
		f.Lawful.Ways, all = append(f.Lawful.Ways, w), append(all, cases)
	}
	shared, err := law.Together(all...)
	f.Lawful.Shared = shared
	return err
}

// unknownTo are the places of which somebody is to say what came of them: their own, and of those who lead
// everybody's.
func unknownTo(who auth.Identity, taken []law.Permit, now time.Time) []law.Permit {
	return slices.DeleteFunc(slices.Clone(taken), func(p law.Permit) bool {
		return !p.Unknown(now) || p.UserID() != who.ID && !who.May(auth.CaseAssign)
	})
}

// readHeld finds the places that the reader has taken, by all channels in one question.
func (p *Parts) readHeld(tx db.Tx, f *file) error {
	mine := make([]law.Permit, len(law.Channels()))
	ask := make([]db.Question, len(mine))
	for i, c := range law.Channels() {
		ask[i] = p.Gate.AskMine(f.User, f.Person.ID, c, &mine[i])
	}
	if err := tx.Batch(ask...); err != nil {
		return err
	}
	for _, held := range mine {
		if held.Holds(f.Now) {
			f.Lawful.Held = append(f.Lawful.Held, held)
		}
	}
	return nil
}

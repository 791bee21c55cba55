package treatment

import (
	"slices"

	"aldia/domain/calendar"
	"aldia/domain/contact"
	"aldia/platform/id"
)

// Effect is what an event asks of a case besides a fresh decision.
type Effect struct {
	// CreditorID is whose debts it is about, where the person owes several: what is of debts holds for these.
	CreditorID  id.ID
	Also        []id.ID      // further creditors whose debts it is about
	Hold        Hold         // why the case rests, when it is to
	HoldUntilOn calendar.Day // the last day of it; none: until something happens
	// Release ends a rest that an earlier event asked for, but for a wish not to be contacted.
	Release bool
	// Ends are the rests that what was said makes pointless.
	Ends []Hold
	// Reach is what the event shows of the person's telephones; AskReach has them looked at.
	Reach    Reach
	AskReach bool
	// Anew has the case placed anew also where nothing of it changes: what the law goes by has.
	Anew bool
}

// The rests that a result asks for, as contact names them.
const (
	holdPaid      = Hold(contact.HoldPaid)
	holdDeceased  = Hold(contact.HoldDeceased)
	holdNoContact = Hold(contact.HoldNoContact)
)

// EffectOf says what a result asks of a case. A promise makes the case rest by itself, and ends every rest
// but a wish not to be contacted: that is the person's own, and only their asking to be called takes it
// back. Who spoke with us has not died, whatever somebody else had said of them; and who says that they
// cannot pay does not say any longer that they have.
func EffectOf(r contact.Recorded) Effect {
	e := Effect{CreditorID: r.CreditorID, Also: r.About()[1:], Hold: Hold(r.Hold), HoldUntilOn: r.HoldUntilOn}
	e.AskReach = r.Channel != "voice" || r.ContactPointID == 0 || r.Kind == contact.WrongNumber ||
		r.Kind == contact.OutOfService || r.Kind == contact.NotThere
	if !e.AskReach {
		e.Reach = Reachable // it rang, and nothing was found to be wrong with it
	}
	if r.Kind == contact.Promise {
		e.Hold, e.HoldUntilOn, e.Release = NoHold, calendar.NoDay, true
		return e
	}
	if r.Reached != contact.Debtor {
		return e
	}
	e.Ends = append(e.Ends, holdDeceased)
	switch r.Kind {
	case contact.Callback:
		e.Ends = append(e.Ends, holdPaid, holdNoContact)
	case contact.CannotPay, contact.WontPay:
		e.Ends = append(e.Ends, holdPaid)
	case contact.Paid, contact.Disputes, contact.Refuses, contact.NoContactAsked, contact.Promise,
		contact.MessageLeft, contact.NotThere, contact.WrongNumber, contact.NoAnswer, contact.Busy,
		contact.OutOfService, contact.Deceased:
	}
	return e
}

// isAbout says whether the event is about the debts to a creditor.
func (e Effect) isAbout(creditor id.ID) bool {
	return e.CreditorID == creditor || slices.Contains(e.Also, creditor)
}

// after gives the rest of a case after the event. A wish not to be contacted gives way to no other rest,
// and a death to none that ends by itself.
func (e Effect) after(was Hold, until calendar.Day) (Hold, calendar.Day) {
	wish := was == holdNoContact
	if slices.Contains(e.Ends, was) || e.Release && !wish {
		was, until = NoHold, calendar.NoDay
	}
	endless := was == holdNoContact || was == holdDeceased && e.HoldUntilOn != calendar.NoDay
	if e.Hold == NoHold || endless {
		return was, until
	}
	return e.Hold, e.HoldUntilOn
}

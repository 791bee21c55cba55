package law

import (
	"time"

	"aldia/platform/fault"
	"aldia/platform/id"
)

// PermitPrefix of the identities.
const PermitPrefix = "pmt_"

// PermitState is what became of a proposal.
type PermitState string

// The states. A spent permit was a contact. One that lapsed was reserved, and nobody has said what came of
// it: it counts as an attempt until somebody does. A breach is a contact that happened without a permit and
// that the gate would have refused.
const (
	Refused   PermitState = "refused"
	Open      PermitState = "open"
	Spent     PermitState = "spent"
	Released  PermitState = "released"
	Lapsed    PermitState = "lapsed"
	Cancelled PermitState = "cancelled"
	Breach    PermitState = "breach"
)

// Errors of permits.
var (
	ErrPermit  = fault.New(fault.Missing, "law.no_permit").On("permit")
	ErrSpent   = fault.New(fault.Conflict, "law.permit_spent").On("permit")
	ErrForeign = fault.New(fault.Forbidden, "law.permit_of_another").On("permit")
	ErrOther   = fault.New(fault.Invalid, "law.permit_for_another").On("permit")
	ErrPerson  = fault.New(fault.Missing, "law.no_such_person").On("person")
	ErrDebt    = fault.New(fault.Invalid, "law.foreign_debt").On("debts")
	// ErrCreditor says that the contact is about nobody's debts.
	ErrCreditor = fault.New(fault.Missing, "law.no_such_creditor").On("creditor")
)

// Permit is leave for one contact with one person by one channel within a span of time. Only the gate makes
// one; who sends, dials or visits takes it and spends it once. The zero Permit is no leave.
type Permit struct {
	id       id.ID
	person   id.ID
	creditor id.ID
	user     id.ID
	point    id.ID
	channel  Channel
	party    Party
	purpose  Purpose
	source   Source
	from     time.Time
	until    time.Time
	state    PermitState
	debts    []id.ID
}

// Valid says whether it is a permit at all.
func (p Permit) Valid() bool { return p.id != 0 }

// ID is its identity.
func (p Permit) ID() id.ID { return p.id }

// PointID is the telephone or address, or none.
func (p Permit) PointID() id.ID { return p.point }

// Channel is the way it is for.
func (p Permit) Channel() Channel { return p.channel }

// Party is whom it is meant for.
func (p Permit) Party() Party { return p.party }

// Until is when it lapses: from then on no contact may begin.
func (p Permit) Until() time.Time { return p.until }

// Holds says whether a contact may begin now.
func (p Permit) Holds(at time.Time) bool {
	return p.id != 0 && p.state == Open && !at.Before(p.from) && at.Before(p.until)
}

// UserID is who took it; none: the program.
func (p Permit) UserID() id.ID { return p.user }

// From is since when it holds.
func (p Permit) From() time.Time { return p.from }

// Unknown says that its span is over and nobody has said what came of it: it counts as an attempt until
// somebody does.
func (p Permit) Unknown(at time.Time) bool { return p.usable() && !p.until.After(at) }

// usable says whether its contact may still be recorded: what was done in time may be told late.
func (p Permit) usable() bool { return p.id != 0 && (p.state == Open || p.state == Lapsed) }

// For refuses a permit that is for another contact.
func (p Permit) For(person id.ID, channel Channel) error {
	switch {
	case p.id == 0:
		return ErrPermit
	case p.person != person || p.channel != channel:
		return ErrOther
	}
	return nil
}

// Why is why a place that was taken was not used.
type Why string

// The reasons to release. A line that was busy is released with its result, which each law counts in its own
// way: Regulation F does not, Ecuador does.
const (
	NotMade  Why = "not_made" // nobody dialled, nothing was sent: it never counts
	LineBusy Why = "busy"
	LineDead Why = "not_in_service"
)

// result is what the law counts of a place that was released; empty: nothing.
func (w Why) result() Result {
	switch w {
	case LineBusy:
		return Busy
	case LineDead:
		return NotInService
	case NotMade:
	}
	return ""
}

// event is how a permit counts: while it is open it may become anything, and so it counts as what weighs
// most. What lapsed was an attempt, as far as anybody knows.
func (p Permit) event(result Result) Event {
	e := Event{At: p.from, Channel: p.channel, Result: result, Debts: texts(p.debts)}
	switch p.state {
	case Open:
		e.Result = TwoWay
	case Lapsed:
		e.Result = Unanswered
	case Released, Refused, Spent, Cancelled, Breach:
	}
	return e
}

func texts(ids []id.ID) []string {
	all := make([]string, len(ids))
	for i, one := range ids {
		all[i] = debtText(one)
	}
	return all
}

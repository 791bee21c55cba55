package party

import (
	"slices"
	"time"

	"aldia/platform/fault"
	"aldia/platform/id"
	"aldia/platform/text"
)

// PointKind is a way to reach somebody.
type PointKind string

// The ways.
const (
	PointPhone   PointKind = "phone"
	PointEmail   PointKind = "email"
	PointAddress PointKind = "address"
)

// PointState is what we know of a contact point.
type PointState string

// The states. A point is born unverified, out of a file or out of somebody's mouth.
const (
	Unverified  PointState = "unverified"
	Verified    PointState = "valid"       // the person was reached there
	Wrong       PointState = "wrong"       // it is somebody else's, who has nothing to do with the person
	ThirdParty  PointState = "third_party" // somebody who knows them answers: not a word of the debt
	Unreachable PointState = "unreachable" // out of service, bounced, moved away
	OptedOut    PointState = "opted_out"   // the person asked not to be contacted there
	Replaced    PointState = "replaced"    // a better one took its place
)

// Errors of contact points.
var (
	ErrPointState   = fault.New(fault.Invalid, "party.point.unknown_state")
	ErrPointMove    = fault.New(fault.Conflict, "party.point.forbidden_move")
	ErrPointReason  = fault.New(fault.Invalid, "party.point.reason_missing")
	ErrPointConsent = fault.New(fault.Conflict, "party.point.consent_needed")
	ErrPointMissing = fault.New(fault.Missing, "party.point.missing")
	ErrPointText    = fault.New(fault.Invalid, "party.point.unreadable")
	ErrPointLimit   = fault.New(fault.Limit, "party.point.too_many")
)

// ContactPoint is one way to reach one person.
type ContactPoint struct {
	ID        id.ID
	PersonID  id.ID
	Kind      PointKind
	Value     string // E.164, an address of mail, or the text of a place
	Shown     string // as people read it
	Line      string // LineMobile, LineFixed, LineUnknown; lineUnreadable for a text that is no number
	State     PointState
	Source    string // SourceFile, SourceFound
	Creditor  id.ID  // whose file brought it, none when we found it
	Rank      int64  // the order in which to try, from 1
	CreatedAt time.Time
	ChangedAt time.Time
}

// Where a contact point comes from.
const (
	SourceFile  = "file"  // a creditor's file
	SourceFound = "found" // somebody told us, or we looked it up
)

// lineUnreadable marks a text that was kept because no number or address could be read in it.
const lineUnreadable = "unreadable"

// Usable says whether it may be tried at all. The law's gate decides whether it may be tried now.
func (p *ContactPoint) Usable() bool {
	return (p.State == Unverified || p.State == Verified) && p.Line != lineUnreadable
}

// Cause is who and what moved a contact point: never a bare change of state.
type Cause struct {
	At      time.Time
	ByUser  id.ID // none is the program: a result of the dialer, a bounce
	Reason  string
	Contact id.ID // the contact whose result this is, if there was one
	// Consent says that the person asked to be contacted there again; nothing else lifts an opt-out.
	Consent bool
}

// PointChange is one line of a contact point's history.
type PointChange struct {
	ID       id.ID
	PointID  id.ID
	PersonID id.ID
	At       time.Time
	ByUser   id.ID
	UserName string // as they are called today; empty for the program
	From     PointState
	To       PointState
	Reason   string
	Contact  id.ID
}

// PointStates are all the states, in the order in which a form offers them.
func PointStates() []PointState {
	return []PointState{Verified, Unverified, Wrong, ThirdParty, Unreachable, OptedOut, Replaced}
}

// maxReason bounds the words of a reason.
const maxReason = 500

// Known says whether s is one of the states.
func (s PointState) Known() bool {
	return slices.Contains(PointStates(), s)
}

// Move judges a change of state. It gives false without an error when nothing would change.
//
//   - An opt-out is lifted by the person's own consent and by nothing else, not even by knowing better: an
//     opted-out number that turns out to be wrong stays opted out, since a later "it is right after all"
//     would forget the wish.
//   - What was wrong or a third party's becomes good again only through somebody who spoke with the person (a
//     contact) or who says why: a program does not decide that.
//   - "Unverified" is where a point is born. It comes back only from a state in which nobody answers.
func (s PointState) Move(to PointState, c *Cause) (bool, error) {
	switch {
	case !to.Known():
		return false, ErrPointState.With(string(to))
	case s == to:
		return false, nil
	case c.Reason == "" && c.Contact == 0:
		return false, ErrPointReason
	case s == OptedOut && !c.Consent:
		return false, ErrPointConsent
	case s == OptedOut && to != Verified && to != Unverified:
		return false, ErrPointMove.With(s.Key(), to.Key())
	case (s == Wrong || s == ThirdParty) && to == Verified && c.ByUser == 0 && c.Contact == 0:
		return false, ErrPointMove.With(s.Key(), to.Key())
	case to == Unverified && s != OptedOut && s != Unreachable && s != Replaced:
		return false, ErrPointMove.With(s.Key(), to.Key())
	}
	return true, nil
}

// Key names the state in the words that people read.
func (s PointState) Key() text.Key { return text.Key("party.point.state." + string(s)) }

// maxPoints bounds the contact points of one person; a file that brings more is a column gone wrong.
const maxPoints = 200

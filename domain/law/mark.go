package law

import (
	"slices"
	"time"

	"aldia/domain/calendar"
	"aldia/platform/fault"
	"aldia/platform/id"
)

// MarkPrefix of the identities.
const MarkPrefix = "mrk_"

// MarkKind is what stands for or against contacting a person.
type MarkKind string

// The kinds.
const (
	Consents  MarkKind = "consent"    // to a channel, with its proof
	OptOut    MarkKind = "opt_out"    // of a channel, or of all
	Ceased    MarkKind = "ceased"     // wants no more contact, in writing
	StopOrder MarkKind = "stop_order" // ours
	Attorney  MarkKind = "attorney"
	Lawsuit   MarkKind = "lawsuit"
	Insolvent MarkKind = "insolvency"
	Deceased  MarkKind = "deceased"
	Minor     MarkKind = "minor"
	Elderly   MarkKind = "elderly"
	// Catastrophe: one that the authority has declared where the person lives, from its first day to its last.
	Catastrophe MarkKind = "catastrophe"
	Disputed    MarkKind = "disputed" // a debt, or all
	// Inconvenient: hours, a telephone or an address at which the person does not want to be reached.
	Inconvenient MarkKind = "inconvenient"
	// Workplace: the employer forbids that the person is reached there.
	Workplace MarkKind = "workplace"
	Asked     MarkKind = "asked" // to be contacted at another time or more often than the rules have it
)

// MarkKinds are all kinds.
func MarkKinds() []MarkKind {
	return []MarkKind{
		Consents, OptOut, Ceased, StopOrder, Attorney, Lawsuit, Insolvent, Deceased, Minor, Elderly, Catastrophe,
		Disputed, Inconvenient, Workplace, Asked,
	}
}

// Errors of marks.
var (
	ErrMark       = fault.New(fault.Missing, "law.no_such_mark").On("mark")
	ErrMarkKind   = fault.New(fault.Invalid, "law.no_such_mark_kind").On("kind")
	ErrMarkEnded  = fault.New(fault.Conflict, "law.mark_ended").On("mark")
	ErrMarkProof  = fault.New(fault.Invalid, "law.mark_proof").On("proof")
	ErrMarkWhy    = fault.New(fault.Invalid, "law.mark_why").On("why")
	ErrMarkLong   = fault.New(fault.Limit, "law.mark_proof_long").On("proof")
	ErrMarkMany   = fault.New(fault.Limit, "law.too_many_marks")
	ErrMarkHours  = fault.New(fault.Invalid, "law.mark_hours").On("from")
	ErrMarkPoint  = fault.New(fault.Invalid, "law.mark_point").On("point")
	ErrMarkWhen   = fault.New(fault.Invalid, "law.mark_when").On("from")
	ErrMarkMedium = fault.New(fault.Invalid, "law.mark_channel").On("channel")
)

const (
	// maxProof bounds a proof, in letters: it says where to read or hear it, and is not the thing itself.
	maxProof = 500
	// MostMarks bounds what stands of one person at a time: the gate reads it all for each answer.
	MostMarks = 200
)

// agreedStands is how long after its hour a call that was agreed is kept in mind. What of that time it opens,
// and of which rules, each pack says.
const agreedStands = 24 * time.Hour

// AgreedUntil is the Until of a wish to be contacted at an hour. The hour itself is not kept: a wish that was
// said in a contact and has an end has one, and agreedHour reads it back.
func AgreedUntil(hour time.Time) time.Time { return hour.Add(agreedStands) }

// agreedHour is the hour for which a contact was agreed; zero for a wish that names none.
func (m *Mark) agreedHour() time.Time {
	if m.ContactID == 0 || m.Until.IsZero() {
		return time.Time{}
	}
	return m.Until.Add(-agreedStands)
}

// Mark is one thing that stands for or against contacting a person. It is ended and never deleted.
type Mark struct {
	ID        id.ID
	PersonID  id.ID
	AccountID id.ID // none: all debts
	Kind      MarkKind
	Channel   Channel   // empty: every one
	Hours     string    // at which they are not to be reached: "mon-fri 09:00-17:00"; empty: whatever the hour
	PointID   id.ID     // where they are not; none: wherever
	From      time.Time // since when it stands; for what they asked, when they did
	Until     time.Time // zero: until it is ended
	Document  bool      // in an instrument of its own, after the contract
	Proof     string
	ContactID id.ID // the contact in which it was said
	CutID     id.ID // the creditor's file that said it
	SetAt     time.Time
	ByUser    id.ID
	EndedAt   time.Time
	EndedBy   id.ID
	EndedWhy  string
}

// Forbids says whether the mark stands against all contacts that it is about, so that who leads ends it.
func (m *Mark) Forbids() bool {
	return !m.Avoids() && !slices.Contains([]MarkKind{Consents, Asked, Elderly, Catastrophe}, m.Kind)
}

// afterwards is how long a mark is still minded after its last day: what a state of catastrophe asks goes on
// for 60 days.
const afterwards = 62 * 24 * time.Hour

// counts says whether the mark is to be laid at an instant: a catastrophe also once it is over, since the
// rules say themselves how long they go on.
func (m *Mark) counts(at time.Time) bool {
	return m.Stands(at) || m.Kind == Catastrophe && !m.From.After(at)
}

// Stands says whether the mark is to be minded at an instant.
func (m *Mark) Stands(at time.Time) bool {
	return !m.From.After(at) && (m.Until.IsZero() || at.Before(m.Until)) &&
		(m.EndedAt.IsZero() || at.Before(m.EndedAt))
}

func (m *Mark) check() error {
	switch {
	case !slices.Contains(MarkKinds(), m.Kind):
		return ErrMarkKind.With(string(m.Kind), list(MarkKinds()))
	case m.Channel != "" && !slices.Contains(Channels(), m.Channel):
		return ErrUnknown.With("channel", string(m.Channel), list(Channels())).On("channel")
	case m.Kind == Consents && m.Channel == "":
		return ErrMarkMedium // "to everything" is what no law accepts
	case m.Kind == Consents && m.Proof == "":
		return ErrMarkProof
	case len([]rune(m.Proof)) > maxProof:
		return ErrMarkLong.With(maxProof)
	}
	return m.checkAvoid()
}

// lay takes the mark into what is asked about the person, by the zone in which days are counted.
func (m *Mark) lay(person *Person, f *Facts, debts []string, zone *time.Location) {
	switch m.Kind {
	case Consents:
		person.Consents = append(person.Consents, Consent{m.Channel, calendar.On(m.From, zone)})
	case OptOut:
		if m.Channel == "" {
			person.RefuseAll = true
		} else {
			person.OptOuts = append(person.OptOuts, m.Channel)
		}
	case Asked:
		person.Asked = append(person.Asked, Asking{
			At: m.From, Until: m.Until, Hour: m.agreedHour(), Channel: m.Channel, Document: m.Document,
		})
	case Disputed:
		if m.AccountID == 0 {
			f.Disputed = append(f.Disputed, debts...)
		} else {
			f.Disputed = append(f.Disputed, debtText(m.AccountID))
		}
	case Inconvenient, Workplace:
		if a, err := m.avoid(); err == nil { // it was checked when it was set down
			person.Avoid = append(person.Avoid, a)
		}
	case Ceased:
		f.Ceased = true
	case StopOrder:
		f.StopOrder = true
	case Attorney:
		f.Attorney = true
	case Lawsuit:
		f.Lawsuit = true
	case Insolvent:
		f.Insolvency = true
	case Deceased:
		f.Deceased = true
	case Minor:
		f.Minor = true
	case Elderly:
		f.Elderly = true
	case Catastrophe:
		days := Days{From: calendar.On(m.From, zone)}
		for _, end := range []time.Time{m.Until, m.EndedAt} {
			if !end.IsZero() {
				days.To = calendar.On(end.Add(-1), zone)
			}
		}
		f.Catastrophe = append(f.Catastrophe, days)
	}
}

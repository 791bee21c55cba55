package contact

import (
	"time"

	"aldia/domain/law"
	"aldia/platform/db"
	"aldia/platform/id"
)

// LawResult is what a result is to the rules of contact, which count attempts, answers and conversations. A
// conversation is one with who answers for the debt.
func LawResult(channel string, kind Kind, reached Reached) law.Result {
	spoken := channel == string(law.Voice) || channel == string(law.Visit)
	switch {
	case kind == WrongNumber:
		return law.WrongNumber
	case reached == Debtor:
		return law.TwoWay
	case reached == Third:
		return law.Connected
	case kind == OutOfService && spoken:
		return law.NotInService
	case kind == OutOfService:
		return law.Bounced
	case !spoken:
		return law.Sent
	case kind == Busy:
		return law.Busy
	case kind == MessageLeft:
		return law.Voicemail
	case kind == Refuses: // somebody answered and hung up
		return law.Connected
	}
	return law.Unanswered
}

// AskPast are the questions by which the gate learns of earlier contacts.
func AskPast(persons db.List, since time.Time, each func(law.Past)) []db.Question {
	var channels, kinds, reached lastText
	return []db.Question{{Each: func(r db.Row) error {
		channel := channels.of(r.Bytes(4))
		each(law.Past{
			PersonID: id.ID(r.Int(0)), ContactID: id.ID(r.Int(1)), CreditorID: id.ID(r.Int(2)),
			AccountID: id.ID(r.Int(8)),
			Event: law.Event{At: db.Time(r.Int(3)), Channel: law.Channel(channel), Person: r.Int(7) != 0,
				Result: LawResult(channel, Kind(kinds.of(r.Bytes(5))), Reached(reached.of(r.Bytes(6))))},
		})
		return nil
	}, SQL: `SELECT c.person_id, c.id, c.creditor_id, c.at, c.channel, c.kind, c.reached, c.inbound,
		COALESCE(d.account_id, 0) FROM contact AS c LEFT JOIN contact_debt AS d ON d.contact_id = c.id
		WHERE c.person_id IN ?list AND c.at >= ?`, Args: []any{persons, since}}}
}

// lastText gives the text of the row before again where it is the same, as nearly always.
type lastText struct{ text string }

func (l *lastText) of(raw []byte) string {
	if string(raw) != l.text {
		l.text = string(raw)
	}
	return l.text
}

// MarksOf is what a result says for or against contacting the person from now on. A claim is about the debts
// that were named, else about those given, the creditor's; it stands as long as the tree lets the case rest.
func MarksOf(r Recorded, theirs []id.ID) (all []law.Mark) {
	m := law.Mark{PersonID: r.PersonID, From: r.At, ContactID: r.ContactID, ByUser: r.UserID,
		Proof: r.ContactID.Text(Prefix)}
	switch {
	case r.Kind == NoContactAsked:
		m.Kind = law.OptOut
	case r.Kind == Deceased:
		m.Kind = law.Deceased
	case r.Kind == Callback && !r.CallbackAt.IsZero():
		m.Kind, m.Channel = law.Asked, law.Channel(r.Channel)
		m.Until = law.AgreedUntil(r.CallbackAt)
	case r.Kind == Disputes:
		m.Kind, m.Until = law.Disputed, r.AgainAt
		if len(r.Debts) > 0 {
			theirs = r.Debts
		}
		for _, account := range theirs {
			m.AccountID = account
			all = append(all, m)
		}
		return all
	default:
		return nil
	}
	return append(all, m)
}

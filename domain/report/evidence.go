package report

import (
	"context"
	"slices"
	"time"

	"aldia/domain/law"
	"aldia/domain/party"
	"aldia/domain/staff"
	"aldia/platform/audit"
	"aldia/platform/auth"
	"aldia/platform/db"
	"aldia/platform/fault"
	"aldia/platform/id"
)

// MaxEvidence bounds the attempts in the evidence of one person: twenty a day for a year. A case with more is
// told of, so that nobody takes a part for the whole.
const MaxEvidence = 7300

// ErrEvidence is given where there is more than one document holds.
var ErrEvidence = fault.New(fault.Limit, "evidence.too_much") // {0} the most attempts

// Evidence is all that was done to reach a person, and under which rules: what is handed to the person, a
// judge or an authority who asks.
type Evidence struct {
	Person   party.Person
	MadeAt   time.Time
	MadeBy   string // name of who asked for it; empty: the command line
	Attempts []Attempt
	Marks    []law.Mark
	Lawbooks []law.Lawbook // of each version of the rules under which an attempt was judged
	// Hidden counts the attempts for creditors whose debts who asks may not see.
	Hidden int
	names  map[id.ID]colleague
	homes  map[id.ID]string // creditor → name
	points map[id.ID]party.ContactPoint
	whole  bool // who asks may see cases, and with them whole telephones
}

// Creditor is the name of a creditor.
func (e *Evidence) Creditor(creditor id.ID) string { return e.homes[creditor] }

// Evidence gathers what was done to reach a person. That it was made stands in the audit: it takes what is
// known of somebody out of the house.
func (r *Reports) Evidence(ctx context.Context, gate *law.Gate, person id.ID) (e Evidence, err error) {
	who, err := auth.Allow(ctx, auth.ReportSee)
	if err != nil {
		return e, err
	}
	marks, err := gate.Marks(ctx, person)
	if err != nil {
		return e, err
	}
	err = r.db.Write(ctx, func(tx db.Tx) error {
		e = Evidence{MadeAt: r.db.Now(), MadeBy: who.Name, Marks: marks, homes: map[id.ID]string{},
			points: map[id.ID]party.ContactPoint{}, whole: who.May(auth.CaseSee)}
		a := &asking{Reports: r, tx: tx}
		if err := a.scope(who); err != nil {
			return err
		}
		if e.Person, err = party.PersonTx(tx, person); err != nil {
			return err
		}
		if e.names, err = a.names(); err != nil {
			return err
		}
		if name := e.names[who.ID].name; who.ID != 0 && name != "" {
			e.MadeBy = name
		}
		for i := range a.creditors {
			e.homes[a.creditors[i].ID] = a.creditors[i].Name
		}
		if err := e.gather(tx); err != nil {
			return err
		}
		if e.Lawbooks, err = r.lawbooks(tx, e.Attempts); err != nil {
			return err
		}
		if len(e.Attempts)+e.Hidden > 0 && len(e.Attempts) == 0 {
			return party.ErrMissing // nothing of theirs concerns who asks
		}
		return audit.AppendTx(tx, audit.Entry{At: e.MadeAt, ByUser: who.ID, What: "evidence.made", On: "person",
			OnID: person, Person: person, Detail: map[string]int{"attempts": len(e.Attempts)}})
	})
	return e, err
}

// Point is the telephone or address of an attempt, as who asked for the record may see it: whole for who may
// open the case, and else a telephone's last digits alone. It is empty where none was said.
func (e *Evidence) Point(a *Attempt) string { return e.shown(a.PointID) }

// Place is the telephone or address that a mark is about, likewise.
func (e *Evidence) Place(m *law.Mark) string { return e.shown(m.PointID) }

func (e *Evidence) shown(point id.ID) string {
	p, known := e.points[point]
	switch {
	case !known:
		return ""
	case e.whole:
		return p.Shown
	}
	return p.Masked()
}

// gather reads the attempts, the oldest first, as a story is told, and where each was made.
func (e *Evidence) gather(tx db.Tx) error {
	if err := e.attempts(tx); err != nil {
		return err
	}
	asked := make(db.List, 0, len(e.Attempts))
	ask := func(point id.ID) {
		if p := int64(point); p != 0 && !slices.Contains(asked, p) {
			asked = append(asked, p)
		}
	}
	for i := range e.Attempts {
		ask(e.Attempts[i].PointID)
	}
	for i := range e.Marks {
		ask(e.Marks[i].PointID)
	}
	return party.PointsByIDTx(tx, asked, func(p party.ContactPoint) error {
		e.points[p.ID] = p
		return nil
	})
}

func (e *Evidence) attempts(tx db.Tx) error {
	return tx.Query(func(r db.Row) error {
		one, err := scanAttempt(r)
		if err != nil {
			return err
		}
		if _, seen := e.homes[one.CreditorID]; !seen {
			e.Hidden++
			return nil
		}
		if len(e.Attempts) == MaxEvidence {
			return ErrEvidence.With(MaxEvidence)
		}
		e.Attempts = append(e.Attempts, one)
		return nil
	}, `SELECT `+attemptColumns+` FROM permit AS p JOIN person AS x ON x.id = p.person_id
		LEFT JOIN contact AS c ON c.id = p.contact_id WHERE p.person_id = ?
		UNION ALL SELECT `+bareColumns+` FROM contact AS c JOIN person AS x ON x.id = c.person_id
		WHERE c.permit_id = 0 AND c.person_id = ? ORDER BY 1, 2`, e.Person.ID, e.Person.ID)
}

// WhoIs is the name of a member of the staff, or their code where they have none.
func (e *Evidence) WhoIs(user id.ID) string {
	switch n := e.names[user]; {
	case user == 0:
		return ""
	case n.name != "":
		return n.name
	}
	return user.Text(staff.Prefix)
}

package party

import (
	"context"

	"aldia/platform/audit"
	"aldia/platform/auth"
	"aldia/platform/db"
	"aldia/platform/id"
)

// maxHistory bounds the lines of history that one look gives.
const maxHistory = 500

// History gives what became of a person's contact points, the latest first.
func (p *Persons) History(ctx context.Context, person id.ID) (all []PointChange, err error) {
	err = p.db.Read(ctx, func(tx db.Tx) error {
		return tx.Query(func(r db.Row) error {
			all = append(all, PointChange{
				ID: id.ID(r.Int(0)), PointID: id.ID(r.Int(1)), PersonID: person, At: db.Time(r.Int(2)),
				ByUser: id.ID(r.Int(3)), From: PointState(r.Text(4)), To: PointState(r.Text(5)), Reason: r.Text(6),
				Contact: id.ID(r.Int(7)), UserName: r.Text(8),
			})
			return nil
		}, `SELECT h.id, h.contact_point_id, h.at, h.by_user_id, h.from_state, h.to_state, h.reason, h.contact_id,
				COALESCE((SELECT s.name FROM staff AS s WHERE s.id = h.by_user_id), '')
			FROM contact_point_change AS h WHERE h.person_id = ? ORDER BY h.id DESC LIMIT ?`, person, maxHistory)
	})
	return all, err
}

// Mark changes the state of a contact point by hand, outside any contact. Consent is the person's own wish to
// be contacted there again.
func (p *Persons) Mark(ctx context.Context, point id.ID, to PointState, reason string, consent bool) error {
	who, err := auth.Allow(ctx, auth.CaseWork)
	if err != nil {
		return err
	}
	return p.db.Write(ctx, func(tx db.Tx) error {
		c := Cause{At: p.db.Now(), ByUser: who.ID, Reason: reason, Consent: consent}
		was, err := pointTx(tx, point)
		if err != nil {
			return err
		}
		changed, err := p.MarkTx(tx, point, to, c)
		if err != nil || !changed {
			return err
		}
		now := was
		now.State, now.ChangedAt = to, c.At
		return p.settleTx(tx, "contact_point.marked", &now, c, map[string]string{
			"state": string(to), "was": string(was.State), "point": now.Masked(),
		})
	})
}

// AddPoint adds a contact point by hand, outside any contact: the reason says where it is from. It says
// whether anything changed, as when the person has that point already; see AddPointTx.
func (p *Persons) AddPoint(ctx context.Context, person id.ID, kind PointKind, text, country, reason string,
) (point ContactPoint, changed bool, err error) {
	who, err := auth.Allow(ctx, auth.CaseWork)
	if err != nil {
		return point, false, err
	}
	c := Cause{At: p.db.Now(), ByUser: who.ID, Reason: clip(tidy(reason), maxReason)}
	if c.Reason == "" {
		return point, false, ErrPointReason
	}
	err = p.db.Write(ctx, func(tx db.Tx) error {
		if _, err := PersonTx(tx, person); err != nil {
			return err
		}
		point, changed, err = p.addPointTx(tx, person, kind, text, country, c)
		if err != nil || !changed {
			return err
		}
		return p.settleTx(tx, "contact_point.added", &point, c, map[string]string{
			"state": string(point.State), "point": point.Masked(),
		})
	})
	return point, changed, err
}

// settleTx tells who listens of what was done by hand, and writes the book last, since it is locked from
// there to the end.
func (p *Persons) settleTx(tx db.Tx, what string, point *ContactPoint, c Cause, detail any) error {
	if p.Touched != nil {
		if err := p.Touched(tx, *point); err != nil {
			return err
		}
	}
	return audit.AppendTx(tx, audit.Entry{
		At: c.At, ByUser: c.ByUser, What: what, On: "contact_point", OnID: point.ID, Person: point.PersonID,
		Why: clip(tidy(c.Reason), maxReason), Detail: detail,
	})
}

// Masked tells a contact point to who may not see it whole, and in the book: a telephone by its last digits,
// since the book is read by people who call nobody, and anything else as it is.
func (p *ContactPoint) Masked() string {
	if p.Kind != PointPhone || len(p.Value) <= lastDigits {
		return p.Shown
	}
	return "…" + p.Value[len(p.Value)-lastDigits:]
}

// lastDigits are enough to tell the telephones of one person apart.
const lastDigits = 4

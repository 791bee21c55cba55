package party

import (
	"context"
	"time"

	"aldia/platform/db"
	"aldia/platform/id"
)

// Persons is the front door to people and how to reach them.
type Persons struct {
	db    *db.DB
	heard []func(db.Tx, Merged) error
	fresh fresh
	// Touched is told, in its transaction, of a contact point that somebody corrected or added by hand: what is
	// decided by how a person can be reached follows there.
	Touched func(db.Tx, ContactPoint) error
}

// NewPersons opens the front door. The listeners hear of every merge in its transaction: what stands on a
// person elsewhere (accounts, contacts) follows there.
func NewPersons(d *db.DB, heard ...func(db.Tx, Merged) error) *Persons {
	return &Persons{db: d, heard: heard}
}

// Merged is announced when two persons turn out to be one, and again with Undone when that was a mistake.
type Merged struct {
	From, Into id.ID
	Undone     bool
	At         time.Time
}

// Get gives a person. One that was merged is given as it is, with Into set.
func (p *Persons) Get(ctx context.Context, person id.ID) (found Person, err error) {
	err = p.db.Read(ctx, func(tx db.Tx) error {
		found, err = PersonTx(tx, person)
		return err
	})
	return found, err
}

// PersonTx gives a person inside your transaction.
func PersonTx(tx db.Tx, person id.ID) (p Person, err error) {
	found, err := db.One(tx, func(r db.Row) error {
		p = personOf(r)
		return nil
	}, `SELECT `+personColumns+` FROM person WHERE id = ?`, person)
	if err == nil && !found {
		err = ErrMissing
	}
	return p, err
}

// EachTx gives the persons of a list of identities, in no order; those that do not exist are left out.
func EachTx(tx db.Tx, persons db.List, each func(Person) error) error {
	return tx.Query(func(r db.Row) error {
		return each(personOf(r))
	}, `SELECT `+personColumns+` FROM person WHERE id IN ?list`, persons)
}

// PointsTx gives a person's contact points inside your transaction: those that work first, each kind in the
// order in which to try.
func PointsTx(tx db.Tx, person id.ID) (all []ContactPoint, err error) {
	err = tx.Query(func(r db.Row) error {
		all = append(all, pointOf(r))
		return nil
	}, `SELECT `+pointColumns+` FROM contact_point WHERE person_id = ?
		ORDER BY CASE state WHEN 'valid' THEN 0 WHEN 'unverified' THEN 1 WHEN 'third_party' THEN 2 ELSE 3 END,
		rank, id`,
		person)
	return all, err
}

// EachPointTx gives the contact points of a list of persons, in no order: for batches that plan contacts.
func EachPointTx(tx db.Tx, persons db.List, each func(ContactPoint) error) error {
	return tx.Query(func(r db.Row) error {
		return each(pointOf(r))
	}, `SELECT `+pointColumns+` FROM contact_point WHERE person_id IN ?list`, persons)
}

// PointsByIDTx gives contact points by their identities, in no order: to say where something was done.
func PointsByIDTx(tx db.Tx, points db.List, each func(ContactPoint) error) error {
	return tx.Query(func(r db.Row) error {
		return each(pointOf(r))
	}, `SELECT `+pointColumns+` FROM contact_point WHERE id IN ?list`, points)
}

// MarkTx changes the state of a contact point inside your transaction and writes its history. It gives
// false when the point was in that state already. The rules are those of PointState.Move.
func (p *Persons) MarkTx(tx db.Tx, point id.ID, to PointState, c Cause) (changed bool, err error) {
	found, err := pointTx(tx, point)
	if err != nil {
		return false, err
	}
	c.Reason = clip(tidy(c.Reason), maxReason)
	if changed, err = found.State.Move(to, &c); err != nil || !changed {
		return false, err
	}
	_, err = tx.Exec(`UPDATE contact_point SET state = ?, changed_at = ? WHERE id = ?`, to, c.At, point)
	if err != nil {
		return false, err
	}
	return true, addChangeTx(tx, &PointChange{
		ID: p.db.IDs().New(), PointID: point, PersonID: found.PersonID, At: c.At, ByUser: c.ByUser,
		From: found.State, To: to, Reason: c.Reason, Contact: c.Contact,
	})
}

func pointTx(tx db.Tx, point id.ID) (p ContactPoint, err error) {
	found, err := db.One(tx, func(r db.Row) error {
		p = pointOf(r)
		return nil
	}, `SELECT `+pointColumns+` FROM contact_point WHERE id = ?`, point)
	if err == nil && !found {
		err = ErrPointMissing
	}
	return p, err
}

// AddPointTx adds a contact point that somebody gave us or that we found; the text may be as it was spoken.
// Country is where a number without a country code is meant. When the person has that point already it is
// given back, and one that had been replaced or out of service is taken up again. In state Verified when
// the person was reached there.
func (p *Persons) AddPointTx(tx db.Tx, person id.ID, kind PointKind, text, country string, c Cause,
) (ContactPoint, error) {
	point, _, err := p.addPointTx(tx, person, kind, text, country, c)
	return point, err
}

// addPointTx also says whether anything changed.
func (p *Persons) addPointTx(tx db.Tx, person id.ID, kind PointKind, text, country string, c Cause,
) (point ContactPoint, changed bool, err error) {
	fresh, err := readPoint(kind, text, country)
	if err != nil {
		return ContactPoint{}, false, err
	}
	all, err := PointsTx(tx, person)
	if err != nil {
		return ContactPoint{}, false, err
	}
	for i := range all {
		had := &all[i]
		if had.Kind != kind || !samePoint(kind, had.Value, fresh.Value) {
			continue
		}
		if had.State == Replaced || had.State == Unreachable {
			changed, err = p.MarkTx(tx, had.ID, Unverified, c)
			had.State = Unverified
		}
		return *had, changed, err
	}
	if len(all) >= maxPoints {
		return ContactPoint{}, false, ErrPointLimit.With(int64(maxPoints))
	}
	fresh.ID, fresh.PersonID, fresh.Rank = p.db.IDs().New(), person, int64(len(all)+1)
	fresh.State, fresh.Source, fresh.CreatedAt, fresh.ChangedAt = Unverified, SourceFound, c.At, c.At
	err = tx.Insert("contact_point", pointInserted, 1, func(_ int, v *db.Values) { fillPoint(&fresh, v) })
	if err != nil {
		return ContactPoint{}, false, err
	}
	if code := pointCode(kind, fresh.Line, fresh.Value); code != 0 {
		if err := addCodesTx(tx, []findRow{{code, person}}); err != nil {
			return ContactPoint{}, false, err
		}
	}
	return fresh, true, addChangeTx(tx, &PointChange{
		ID: p.db.IDs().New(), PointID: fresh.ID, PersonID: person, At: c.At, ByUser: c.ByUser, To: Unverified,
		Reason: clip(tidy(c.Reason), maxReason), Contact: c.Contact,
	})
}

// readPoint reads one contact point as it was spoken or typed; what nobody could call or write to is refused.
func readPoint(kind PointKind, text, country string) (ContactPoint, error) {
	p := ContactPoint{Kind: kind}
	switch kind {
	case PointPhone:
		all := Phones([]byte(text), country, nil)
		if len(all) != 1 || all[0].State == ReadUnreadable {
			return p, ErrPointText.With(clip(text, maxPlace)).On("phone")
		}
		p.Value, p.Line = all[0].Value, all[0].Line
	case PointEmail:
		all := Emails([]byte(text), nil)
		if len(all) != 1 || all[0].State == ReadUnreadable {
			return p, ErrPointText.With(clip(text, maxPlace)).On("email")
		}
		p.Value = all[0].Value
	case PointAddress:
		p.Value = clip(tidy(text), maxAddress)
		if saysNone([]byte(p.Value)) {
			return p, ErrPointText.With(p.Value).On("address")
		}
	default:
		return p, ErrPointText.With(string(kind))
	}
	p.Shown = p.Value
	return p, nil
}

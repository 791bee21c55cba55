package party

import (
	"aldia/platform/db"
	"aldia/platform/fault"
	"aldia/platform/id"
)

// Told is how a person whom we know can be reached, as a row of a file of contacts says. The texts are as
// the file has them.
type Told struct {
	Person  id.ID
	Country string // where a number without a country code is meant
	Phones  string
	Emails  string
	Address string
	// State is what the file says of all of them. Empty it says nothing: what is new is unverified, and what we
	// have stays as it is.
	State PointState
	Why   string // who says so, for the history
}

// Heard is what became of one row.
type Heard struct {
	Added, Marked, Same int64
	Wrong               []*fault.Error // what could not be read, or not be done
}

// PointTold is a contact point that a file added or moved.
type PointTold struct {
	Row int // position among the rows given
	ID  id.ID
	Was PointState // empty: the file brought it
	Is  PointState
}

// TellTx adds the ways to reach people that a file tells and moves those that we have to the state that it
// gives, by the rules of PointState.Move. It gives what became of each row, and every point that changed, so
// that the file can be taken back.
func (p *Persons) TellTx(tx db.Tx, creditor, by id.ID, rows []Told) ([]Heard, []PointTold, error) {
	if tx.Engine() == db.Postgres { // two files at once may bring the same telephone
		if _, err := tx.Exec(`SELECT pg_advisory_xact_lock(?)`, int64(loadLock)); err != nil {
			return nil, nil, err
		}
	}
	t := telling{tx: tx, ids: p.db.IDs(), creditor: creditor, by: by, held: map[id.ID][]ContactPoint{}}
	list := make(db.List, 0, len(rows))
	for i := range rows {
		list = append(list, int64(rows[i].Person))
	}
	if err := EachPointTx(tx, list, func(c ContactPoint) error {
		t.held[c.PersonID] = append(t.held[c.PersonID], c)
		return nil
	}); err != nil {
		return nil, nil, err
	}
	heard := make([]Heard, len(rows))
	for i := range rows {
		c := Cause{At: p.db.Now(), ByUser: by, Reason: clip(tidy(rows[i].Why), maxReason)}
		if err := t.row(i, &rows[i], &heard[i], &c); err != nil {
			return nil, nil, err
		}
	}
	return heard, t.changed, t.write()
}

// telling is some rows of such a file on their way.
type telling struct {
	tx       db.Tx
	ids      *id.Maker
	creditor id.ID
	by       id.ID
	held     map[id.ID][]ContactPoint
	fresh    []ContactPoint
	changes  []PointChange
	changed  []PointTold
}

func (t *telling) row(at int, r *Told, h *Heard, c *Cause) error {
	in := Incoming{Country: r.Country, Phones: r.Phones, Emails: r.Emails, Address: r.Address}
	in.resolvePoints()
	for i := range in.points {
		said := &in.points[i]
		if said.Line == lineUnreadable {
			h.Wrong = append(h.Wrong, ErrPointText.With(said.Shown).On(string(said.Kind)))
			continue
		}
		had := t.find(r.Person, said)
		switch {
		case had == nil && len(t.held[r.Person]) >= maxPoints:
			h.Wrong = append(h.Wrong, ErrPointLimit.With(int64(maxPoints)))
		case had == nil:
			t.add(at, r, said, c)
			h.Added++
		default:
			moved, err := t.move(at, had, r.State, c)
			if f, is := err.(*fault.Error); is { //nolint:errorlint // Move gives faults as they are
				h.Wrong = append(h.Wrong, f.On(string(said.Kind)))
				continue
			}
			if err != nil {
				return err
			}
			if moved {
				h.Marked++
			} else {
				h.Same++
			}
		}
	}
	return nil
}

func (t *telling) find(person id.ID, said *ContactPoint) *ContactPoint {
	all := t.held[person]
	for i := range all {
		if all[i].Kind == said.Kind && samePoint(said.Kind, all[i].Value, said.Value) {
			return &all[i]
		}
	}
	return nil
}

func (t *telling) add(at int, r *Told, said *ContactPoint, c *Cause) {
	point := *said
	point.ID, point.PersonID, point.Creditor = t.ids.New(), r.Person, t.creditor
	point.Source, point.State = SourceFile, Unverified
	if r.State != "" {
		point.State = r.State
	}
	point.Rank, point.CreatedAt, point.ChangedAt = int64(len(t.held[r.Person])+1), c.At, c.At
	t.held[r.Person] = append(t.held[r.Person], point)
	t.fresh = append(t.fresh, point)
	t.note(&point, "", c)
	t.changed = append(t.changed, PointTold{Row: at, ID: point.ID, Is: point.State})
}

// move brings a point that we have to the state that the file gives. One that was replaced is taken up again
// when a file has it.
func (t *telling) move(at int, had *ContactPoint, to PointState, c *Cause) (bool, error) {
	if to == "" {
		if had.State != Replaced {
			return false, nil
		}
		to = Unverified
	}
	if moves, err := had.State.Move(to, c); err != nil || !moves {
		return false, err
	}
	was := had.State
	had.State = to
	for i := range t.fresh {
		if t.fresh[i].ID == had.ID {
			t.fresh[i].State = to // the same file brought it
		}
	}
	t.note(had, was, c)
	t.changed = append(t.changed, PointTold{Row: at, ID: had.ID, Was: was, Is: to})
	_, err := t.tx.Exec(`UPDATE contact_point SET state = ?, changed_at = ? WHERE id = ?`, to, c.At, had.ID)
	return err == nil, err
}

func (t *telling) note(point *ContactPoint, was PointState, c *Cause) {
	t.changes = append(t.changes, PointChange{
		ID: t.ids.New(), PointID: point.ID, PersonID: point.PersonID, At: c.At, ByUser: c.ByUser, From: was,
		To: point.State, Reason: c.Reason,
	})
}

func (t *telling) write() error {
	err := t.tx.Insert("contact_point", pointInserted, len(t.fresh), func(i int, v *db.Values) {
		fillPoint(&t.fresh[i], v)
	})
	if err != nil {
		return err
	}
	var codes []findRow
	for i := range t.fresh {
		point := &t.fresh[i]
		if code := pointCode(point.Kind, point.Line, point.Value); code != 0 {
			codes = append(codes, findRow{code, point.PersonID})
		}
	}
	if err := addCodesTx(t.tx, codes); err != nil {
		return err
	}
	for i := range t.changes {
		if err := addChangeTx(t.tx, &t.changes[i]); err != nil {
			return err
		}
	}
	return nil
}

// UntellTx takes back what a file told, the last first: what it brought is replaced, what it moved is as it
// was. A point that somebody has moved since stays: they know better. Done again it finds nothing to do.
func (p *Persons) UntellTx(tx db.Tx, by id.ID, reason string, points []PointTold) error {
	at := p.db.Now()
	for _, told := range points {
		found, err := pointTx(tx, told.ID)
		if err != nil {
			return err
		}
		if found.State != told.Is {
			continue
		}
		to := told.Was
		if to == "" {
			to = Replaced
		}
		if _, err := tx.Exec(`UPDATE contact_point SET state = ?, changed_at = ? WHERE id = ?`, to, at,
			told.ID); err != nil {
			return err
		}
		if err := addChangeTx(tx, &PointChange{
			ID: p.db.IDs().New(), PointID: told.ID, PersonID: found.PersonID, At: at, ByUser: by,
			From: found.State, To: to, Reason: clip(tidy(reason), maxReason),
		}); err != nil {
			return err
		}
	}
	return nil
}

package party

import (
	"time"

	"aldia/platform/db"
	"aldia/platform/id"
)

const personColumns = `id, kind, name, name_key, country, id_type, id_number, id_state, city, region, zone,
	into_id, created_at, changed_at`

// personOf reads a row of personColumns.
func personOf(r db.Row) Person {
	return Person{
		ID: id.ID(r.Int(0)), Kind: kindOf(r.Bytes(1)), Name: r.Text(2), NameKey: r.Text(3), Country: r.Text(4),
		IDType: r.Text(5), IDNumber: r.Text(6), IDState: r.Text(7), City: r.Text(8), Region: r.Text(9),
		Zone: r.Text(10), Into: id.ID(r.Int(11)), CreatedAt: db.Time(r.Int(12)), ChangedAt: db.Time(r.Int(13)),
	}
}

func kindOf(b []byte) string {
	if string(b) == Legal {
		return Legal
	}
	return Natural
}

// personInserted are the columns that fillPerson fills, the key first.
var personInserted = []string{
	"id", "kind", "name", "name_key", "name_hash", "country", "id_type", "id_number", "id_state", "city",
	"region", "zone", "into_id", "created_at", "changed_at",
}

func fillPerson(p *Person, v *db.Values) {
	v.Int(int64(p.ID))
	v.Text(p.Kind)
	v.Text(p.Name)
	v.Text(p.NameKey)
	v.Int(foldedName(p.NameKey))
	v.Text(p.Country)
	v.Text(p.IDType)
	v.Text(p.IDNumber)
	v.Text(p.IDState)
	v.Text(p.City)
	v.Text(p.Region)
	v.Text(p.Zone)
	v.Int(int64(p.Into))
	v.Int(db.Micros(p.CreatedAt))
	v.Int(db.Micros(p.ChangedAt))
}

const pointColumns = `id, person_id, kind, value, shown, line, state, source, creditor_id, rank,
	created_at, changed_at`

func pointOf(r db.Row) ContactPoint {
	return ContactPoint{
		ID: id.ID(r.Int(0)), PersonID: id.ID(r.Int(1)), Kind: PointKind(r.Text(2)), Value: r.Text(3),
		Shown: r.Text(4), Line: r.Text(5), State: PointState(r.Text(6)), Source: r.Text(7),
		Creditor: id.ID(r.Int(8)), Rank: r.Int(9),
		CreatedAt: db.Time(r.Int(10)), ChangedAt: db.Time(r.Int(11)),
	}
}

// pointInserted are the columns that fillPoint fills.
var pointInserted = []string{
	"id", "person_id", "merged_from", "kind", "value", "code", "shown", "line", "state", "source", "creditor_id",
	"rank", "created_at", "changed_at",
}

func fillPoint(p *ContactPoint, v *db.Values) {
	v.Int(int64(p.ID))
	v.Int(int64(p.PersonID))
	v.Int(0)
	v.Text(string(p.Kind))
	v.Text(p.Value)
	v.Int(pointCode(p.Kind, p.Line, p.Value))
	v.Text(p.Shown)
	v.Text(p.Line)
	v.Text(string(p.State))
	v.Text(p.Source)
	v.Int(int64(p.Creditor))
	v.Int(p.Rank)
	v.Int(db.Micros(p.CreatedAt))
	v.Int(db.Micros(p.ChangedAt))
}

// addChangeTx writes a line of a contact point's history.
func addChangeTx(tx db.Tx, c *PointChange) error {
	_, err := tx.Exec(`INSERT INTO contact_point_change (id, contact_point_id, person_id, at, by_user_id,
		from_state, to_state, reason, contact_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		c.ID, c.PointID, c.PersonID, c.At, c.ByUser, c.From, c.To, c.Reason, c.Contact)
	return err
}

// addPairTx lists two persons that may be one, unless they are listed or were decided on. It gives how many
// it listed.
func addPairTx(tx db.Tx, pair, a, b id.ID, why Likeness, at time.Time) (int, error) {
	if a > b {
		a, b = b, a
	}
	n, err := tx.Exec(`INSERT INTO duplicate (id, person_a, person_b, likeness, state, found_at,
		decided_by, decided_at)
		VALUES (?, ?, ?, ?, ?, ?, 0, 0) ON CONFLICT (person_a, person_b) DO NOTHING`,
		pair, a, b, why, DuplicateOpen, at)
	return int(n), err
}

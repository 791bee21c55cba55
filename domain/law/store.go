package law

import (
	"encoding/json"
	"strings"
	"time"
	"unicode"

	"aldia/platform/db"
	"aldia/platform/id"
)

// holdPerson makes whoever else reserves a contact with the person wait until the transaction ends. The row
// of the person itself is left to those who change it.
func holdPerson(person id.ID) db.Question {
	return db.Question{Each: func(db.Row) error { return nil },
		SQL: `SELECT CAST(pg_advisory_xact_lock(?) AS TEXT)`, Args: []any{person}}
}

func askPersons(persons db.List, each func(person id.ID, zone string, l lives)) db.Question {
	return db.Question{Each: func(r db.Row) error {
		each(id.ID(r.Int(0)), r.Text(1), lives{string(r.Bytes(2)) == legalPerson, r.Text(3), r.Text(4)})
		return nil
	}, SQL: `SELECT id, zone, kind, region, city FROM person WHERE id IN ?list`, Args: []any{persons}}
}

// askPhones gives the numbers at which some persons may be reached.
func askPhones(persons db.List, each func(number string)) db.Question {
	return db.Question{Each: func(r db.Row) error {
		each(r.Text(0))
		return nil
	}, SQL: `SELECT value FROM contact_point WHERE person_id IN ?list AND kind = 'phone'
		AND state IN ('unverified', 'valid', 'opted_out') ORDER BY id + 0`, Args: []any{persons}}
}

// askAccounts gives the debts of some persons. What kind of credit each is the portfolio says, where the
// company has set it, else the product.
func askAccounts(persons db.List, each func(person id.ID, a debtOf)) db.Question {
	return db.Question{Each: func(r db.Row) error {
		segment := r.Text(6)
		if segment == "" {
			segment = segmentOf(r.Text(5))
		}
		each(id.ID(r.Int(0)), debtOf{id.ID(r.Int(1)), id.ID(r.Int(2)), string(r.Bytes(3)) == "open", r.Int(4) != 0,
			segment})
		return nil
	}, SQL: `SELECT a.person_id, a.id, a.creditor_id, a.state, a.disputed, a.product, COALESCE(p.segment, '')
		FROM account a LEFT JOIN portfolio p ON p.id = a.portfolio_id WHERE a.person_id IN ?list`,
		Args: []any{persons}}
}

// askHomes gives where the creditors of some persons, and some others, collect.
func askHomes(persons, others db.List, each func(creditor id.ID, country, zone string)) db.Question {
	return db.Question{Each: func(r db.Row) error {
		each(id.ID(r.Int(0)), r.Text(1), r.Text(2))
		return nil
	}, SQL: `SELECT id, country, timezone FROM creditor WHERE id IN ?list
		OR id IN (SELECT creditor_id FROM account WHERE person_id IN ?list)`, Args: []any{others, persons}}
}

const permitColumns = `id, person_id, creditor_id, user_id, point_id, channel, party, purpose, source,
	from_at, until_at, state, debts, result`

func scanPermit(r db.Row) (p Permit, result Result, err error) {
	p = Permit{
		id: id.ID(r.Int(0)), person: id.ID(r.Int(1)), creditor: id.ID(r.Int(2)), user: id.ID(r.Int(3)),
		point: id.ID(r.Int(4)), channel: Channel(r.Text(5)), party: Party(r.Text(6)), purpose: Purpose(r.Text(7)),
		source: Source(
			r.Text(8),
		), from: db.Time(r.Int(9)), until: db.Time(r.Int(10)), state: PermitState(r.Text(11)),
	}
	if debts := r.Bytes(12); len(debts) > 2 {
		err = json.Unmarshal(debts, &p.debts)
	}
	return p, Result(r.Text(13)), err
}

// taken finds the places of some persons that somebody holds or held. It is the index permit_taken, word for
// word. What else is asked of them carries a "+ 0": a plan is made while the table is still empty and kept,
// and must then not go by the time or the number of everybody's permits (measured: 1.8 ms instead of 0.01).
const taken = `person_id IN ?list AND state IN ('open', 'lapsed', 'released')`

// askTaken gives the places that count: open, lapsed, or given back with a result.
func askTaken(persons db.List, since time.Time, each func(Permit, Result)) db.Question {
	return db.Question{Each: func(r db.Row) error {
		p, result, err := scanPermit(r)
		if err == nil {
			each(p, result)
		}
		return err
	}, SQL: `SELECT ` + permitColumns + ` FROM permit WHERE ` + taken + `
		AND (state <> 'released' OR result <> '') AND from_at + 0 >= ?
		ORDER BY person_id + 0, from_at, id`, Args: []any{persons, since}}
}

func permitIn(tx db.Tx, permit id.ID) (p Permit, found bool, err error) {
	found, err = db.One(tx, func(r db.Row) (err error) {
		p, _, err = scanPermit(r)
		return err
	}, `SELECT `+permitColumns+` FROM permit WHERE id = ?`, permit)
	return p, found, err
}

func askMine(user, person id.ID, channel Channel, since time.Time, into *Permit) db.Question {
	return db.Question{Each: func(r db.Row) (err error) {
		*into, _, err = scanPermit(r)
		return err
	}, SQL: `SELECT ` + permitColumns + ` FROM permit WHERE ` + taken + ` AND user_id = ? AND channel = ?
		AND state <> 'released' AND until_at > ? ORDER BY id + 0 DESC LIMIT 1`,
		Args: []any{db.List{int64(person)}, user, channel, since}}
}

// kept is what is written down of a permit beside itself.
type kept struct {
	askedAt, stateAt time.Time
	contact          id.ID
	result           Result
	why              string
}

func addPermit(tx db.Tx, p *Permit, d *Decision, k kept) error {
	decision, err := d.text()
	if err != nil {
		return err
	}
	debts := []byte("[]")
	if len(p.debts) > 0 {
		if debts, err = json.Marshal(p.debts); err != nil {
			return err
		}
	}
	pack, version := d.packs()
	_, err = tx.Exec(`INSERT INTO permit (id, person_id, creditor_id, channel, party, purpose, point_id, user_id,
		source, asked_at, from_at, until_at, state, state_at, why, contact_id, result, debts, pack, pack_version,
		decision) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		p.id, p.person, p.creditor, p.channel, p.party, p.purpose, p.point, p.user, p.source, k.askedAt, p.from,
		p.until, p.state, k.stateAt, k.why, k.contact, k.result, string(debts), pack, version, decision)
	return err
}

// endPermit says what became of a permit of which nobody has said so yet.
func endPermit(
	tx db.Tx, permit id.ID, state PermitState, why string, result Result, contact id.ID, at time.Time,
) (int64, error) {
	return tx.Exec(`UPDATE permit SET state = ?, why = ?, result = ?, contact_id = ?, state_at = ?
		WHERE id = ? AND state IN ('open', 'lapsed')`, state, why, result, contact, at, permit)
}

func lapse(tx db.Tx, person id.ID, now time.Time) error {
	_, err := tx.Exec(`UPDATE permit SET state = 'lapsed', state_at = ? WHERE `+taken+` AND state = 'open'
		AND until_at <= ?`, now, db.List{int64(person)}, now)
	return err
}

func lapseAll(tx db.Tx, now time.Time) error {
	_, err := tx.Exec(`UPDATE permit SET state = 'lapsed', state_at = ?
		WHERE state IN ('open', 'lapsed', 'released') AND state = 'open' AND until_at <= ?`, now, now)
	return err
}

// openOf gives the open permits of some persons; an empty channel is every one.
func openOf(tx db.Tx, persons db.List, channel Channel, each func(person, permit id.ID)) error {
	return tx.Query(func(r db.Row) error {
		each(id.ID(r.Int(0)), id.ID(r.Int(1)))
		return nil
	}, `SELECT person_id, id FROM permit WHERE `+taken+` AND state = 'open'
		AND (CAST(? AS TEXT) = '' OR channel = ?) ORDER BY person_id + 0, id`, persons, channel, channel)
}

func cancel(tx db.Tx, permits db.List, why string, now time.Time) error {
	_, err := tx.Exec(`UPDATE permit SET state = 'cancelled', why = ?, state_at = ? WHERE id IN ?list
		AND state = 'open'`, why, now, permits)
	return err
}

func movePermits(tx db.Tx, from, into id.ID) error {
	if _, err := tx.Exec(`UPDATE permit SET person_id = ? WHERE person_id = ?`, into, from); err != nil {
		return err
	}
	_, err := tx.Exec(`UPDATE person_mark SET person_id = ? WHERE person_id = ?`, into, from)
	return err
}

const markColumns = `id, person_id, account_id, kind, channel, from_at, until_at, document, proof, contact_id,
	set_at, by_user, ended_at, ended_by, ended_why, cut_id, hours, contact_point_id`

func scanMark(r db.Row) Mark {
	return Mark{
		ID: id.ID(r.Int(0)), PersonID: id.ID(r.Int(1)), AccountID: id.ID(r.Int(2)), Kind: MarkKind(r.Text(3)),
		Channel: Channel(r.Text(4)), From: db.Time(r.Int(5)), Until: db.Time(r.Int(6)), Document: r.Int(7) != 0,
		Proof: r.Text(8), ContactID: id.ID(r.Int(9)), SetAt: db.Time(r.Int(10)), ByUser: id.ID(r.Int(11)),
		EndedAt: db.Time(r.Int(12)), EndedBy: id.ID(r.Int(13)), EndedWhy: r.Text(14),
		CutID: id.ID(r.Int(15)), Hours: r.Text(16), PointID: id.ID(r.Int(17)),
	}
}

// askMarks gives what stood of some persons at an instant or later and nobody has ended; a catastrophe also
// where it was ended, since what it asks goes on.
func askMarks(persons db.List, at time.Time, each func(Mark)) db.Question {
	return db.Question{Each: func(r db.Row) error {
		each(scanMark(r))
		return nil
	}, SQL: `SELECT ` + markColumns + ` FROM person_mark WHERE person_id IN ?list
		AND (ended_at = 0 OR kind = 'catastrophe' AND ended_at > ?) AND (until_at = 0 OR until_at > ?)
		ORDER BY person_id + 0, id`, Args: []any{persons, at, at}}
}

func marksOf(tx db.Tx, person id.ID) (all []Mark, err error) {
	err = tx.Query(func(r db.Row) error {
		all = append(all, scanMark(r))
		return nil
	}, `SELECT `+markColumns+` FROM person_mark WHERE person_id = ? ORDER BY id + 0 DESC`, person)
	return all, err
}

func markIn(tx db.Tx, mark id.ID) (m Mark, found bool, err error) {
	found, err = db.One(tx, func(r db.Row) error {
		m = scanMark(r)
		return nil
	}, `SELECT `+markColumns+` FROM person_mark WHERE id = ?`, mark)
	return m, found, err
}

func countMarks(tx db.Tx, person id.ID) (int64, error) {
	return db.Int(tx, `SELECT count(*) FROM person_mark WHERE person_id = ? AND ended_at = 0`, person)
}

func addMark(tx db.Tx, m *Mark) error {
	_, err := tx.Exec(
		`INSERT INTO person_mark (`+markColumns+`)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		m.ID,
		m.PersonID,
		m.AccountID,
		m.Kind,
		m.Channel,
		m.From,
		m.Until,
		m.Document,
		m.Proof,
		m.ContactID,
		m.SetAt,
		m.ByUser,
		m.EndedAt,
		m.EndedBy,
		m.EndedWhy,
		m.CutID,
		m.Hours,
		m.PointID,
	)
	return err
}

// addMarks writes marks that no transaction but this one can have seen.
func addMarks(tx db.Tx, all []Mark) error {
	columns := strings.FieldsFunc(markColumns, func(r rune) bool { return !unicode.IsLetter(r) && r != '_' })
	return tx.Insert("person_mark", columns, len(all), func(i int, v *db.Values) {
		m := &all[i]
		v.Int(int64(m.ID))
		v.Int(int64(m.PersonID))
		v.Int(int64(m.AccountID))
		v.Text(string(m.Kind))
		v.Text(string(m.Channel))
		v.Int(db.Micros(m.From))
		v.Int(0)
		v.Bool(m.Document)
		v.Text(m.Proof)
		v.Int(int64(m.ContactID))
		v.Int(db.Micros(m.SetAt))
		v.Int(int64(m.ByUser))
		v.Int(0)
		v.Int(0)
		v.Text("")
		v.Int(int64(m.CutID))
		v.Text(m.Hours)
		v.Int(int64(m.PointID))
	})
}

func endMark(tx db.Tx, m *Mark) (int64, error) {
	return tx.Exec(
		`UPDATE person_mark SET ended_at = ?, ended_by = ?, ended_why = ? WHERE id = ? AND ended_at = 0`,
		m.EndedAt,
		m.EndedBy,
		m.EndedWhy,
		m.ID,
	)
}

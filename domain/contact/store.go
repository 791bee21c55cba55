package contact

import (
	"strconv"
	"time"

	"aldia/domain/calendar"
	"aldia/domain/money"
	"aldia/domain/party"
	"aldia/platform/db"
	"aldia/platform/fault"
	"aldia/platform/id"
)

// scene is what recording a result needs to know of the creditor and the person, in one statement: each one
// more would be another round trip while the agent waits.
type scene struct {
	zone, country string
	currency      money.Currency
	treeID        id.ID
	hasPerson     bool
	point         party.PointState // of the telephone or address that was tried; empty when it is not theirs
	earlier       id.ID            // the contact that was recorded with the same idempotency key
	// owed is what the person owes the creditor in the currency of a promise, as it stood when the person
	// was last decided on; it is known when it is known where any of their debts stands.
	owed  money.Amount
	known bool
}

const inForce = `COALESCE((SELECT t.id FROM tree AS t WHERE t.creditor_id IN (0, c.id)
	ORDER BY t.creditor_id DESC, t.version DESC LIMIT 1), 0)`

// sceneOf asks for the scene, and in the same round trip what more there is to ask.
func sceneOf(tx db.Tx, user id.ID, r *Result, more ...db.Question) (s scene, err error) {
	promises := r.Amount.Amount > 0
	found := false
	err = tx.Batch(append([]db.Question{{Each: func(row db.Row) error {
		found = true
		s = scene{zone: row.Text(0), country: row.Text(1), currency: money.Currency(row.Text(2)),
			treeID: id.ID(row.Int(3)), hasPerson: row.Int(4) > 0, point: party.PointState(row.Text(5)),
			earlier: id.ID(row.Int(6)), owed: money.Amount(row.Int(7)), known: row.Int(8) > 0}
		return nil
	}, SQL: `SELECT c.timezone, c.country, c.currency, ` + inForce + `,
		(SELECT count(*) FROM person AS p WHERE p.id = ?),
		COALESCE((SELECT q.state FROM contact_point AS q WHERE q.id = ? AND q.person_id = ?), ''),
		COALESCE((SELECT x.id FROM contact AS x WHERE x.user_id = ? AND x.idempotency_key = ?
			AND x.idempotency_key <> ''), 0),
		CASE WHEN CAST(? AS BIGINT) <> 0 THEN (SELECT CAST(COALESCE(sum(d.balance), 0) AS BIGINT) FROM standing AS d
			WHERE d.person_id = ? AND d.creditor_id = c.id AND d.currency = COALESCE(NULLIF(?, ''), c.currency))
			ELSE 0 END,
		CASE WHEN CAST(? AS BIGINT) <> 0 THEN (SELECT count(*) FROM standing AS d WHERE d.person_id = ?) ELSE 0 END
		FROM creditor AS c WHERE c.id = ?`, Args: []any{r.PersonID, r.ContactPointID, r.PersonID, user, r.Key,
		promises, r.PersonID, r.Amount.Currency, promises, r.PersonID, r.CreditorID}}}, more...)...)
	switch {
	case err != nil:
		return s, err
	case !found:
		return s, ErrCreditor
	case !s.hasPerson:
		return s, ErrPerson
	case r.ContactPointID != 0 && s.point == "":
		return s, ErrForeign
	}
	return s, nil
}

const contactColumns = `id, person_id, creditor_id, user_id, channel, contact_point_id, party, started_at, at,
	on_day, tree_id, leaf, kind, reached, note, amount, currency, promised_on, callback_at, again_at, hold,
	hold_until_on, idempotency_key, inbound, permit_id, breach`

// add writes a contact. It says false when one with the same idempotency key of the same user is there
// already.
func add(tx db.Tx, done *Recorded, r *Result) (bool, error) {
	n, err := tx.Exec(`INSERT INTO contact (`+contactColumns+`)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (user_id, idempotency_key) WHERE idempotency_key <> '' DO NOTHING`,
		done.ContactID, done.PersonID, done.CreditorID, done.UserID, done.Channel, done.ContactPointID, done.Party,
		r.StartedAt, done.At, done.OnDay, done.TreeID, done.Leaf, done.Kind, done.Reached, r.Note, done.Amount,
		done.Currency, done.PromisedOn, done.CallbackAt, done.AgainAt, done.Hold, done.HoldUntilOn, r.Key,
		done.Inbound, done.PermitID, done.Breach)
	return n > 0, err
}

// markBreach notes on a contact, in the transaction that writes it, that the gate would have refused it.
func markBreach(tx db.Tx, contact id.ID) error {
	_, err := tx.Exec(`UPDATE contact SET breach = 1 WHERE id = ?`, contact)
	return err
}

// Contact is an attempt or a conversation as it stands in the history of a person.
type Contact struct {
	Recorded
	StartedAt time.Time
	Note      string
	UserName  string
	What      Leaf // described in the tree that it was recorded under
	// Creditors are whose each of the debts is.
	Creditors []id.ID
}

const readColumns = `c.id, c.person_id, c.creditor_id, c.user_id, c.channel, c.contact_point_id, c.party,
	c.started_at, c.at, c.on_day, c.tree_id, c.leaf, c.kind, c.reached, c.note, c.amount, c.currency,
	c.promised_on, c.callback_at, c.again_at, c.hold, c.hold_until_on,
	COALESCE((SELECT s.name FROM staff AS s WHERE s.id = c.user_id), ''), c.inbound, c.permit_id, c.breach`

func scan(r db.Row) Contact {
	return Contact{
		Recorded: Recorded{
			ContactID: id.ID(r.Int(0)), PersonID: id.ID(r.Int(1)), CreditorID: id.ID(r.Int(2)),
			UserID: id.ID(r.Int(3)), Channel: r.Text(4), ContactPointID: id.ID(r.Int(5)), Party: r.Text(6),
			At: db.Time(r.Int(8)), OnDay: calendar.Day(r.Int(9)), TreeID: id.ID(r.Int(10)), Leaf: r.Text(11),
			Kind: Kind(r.Text(12)), Reached: Reached(r.Text(13)), Amount: money.Amount(r.Int(15)),
			Currency: money.Currency(r.Text(16)), PromisedOn: calendar.Day(r.Int(17)),
			CallbackAt: db.Time(r.Int(18)), AgainAt: db.Time(r.Int(19)), Hold: HoldReason(r.Text(20)),
			HoldUntilOn: calendar.Day(r.Int(21)), Inbound: r.Int(23) != 0, PermitID: id.ID(r.Int(24)),
			Breach: r.Int(25) != 0,
		},
		StartedAt: db.Time(r.Int(7)), Note: r.Text(14), UserName: r.Text(22),
	}
}

func byKey(tx db.Tx, user id.ID, key string) (c Contact, found bool, err error) {
	found, err = db.One(tx, func(r db.Row) error {
		c = scan(r)
		return nil
	}, `SELECT `+readColumns+` FROM contact AS c WHERE c.user_id = ? AND c.idempotency_key = ?
		AND c.idempotency_key <> ''`, user, key)
	return c, found, err
}

func history(tx db.Tx, person, before id.ID, limit int) (page []Contact, err error) {
	err = tx.Query(func(r db.Row) error {
		page = append(page, scan(r))
		return nil
	}, `SELECT `+readColumns+` FROM contact AS c WHERE c.person_id = ? AND c.id < ?
		ORDER BY c.id + 0 DESC LIMIT `+strconv.Itoa(limit), person, before)
	return page, err
}

// currentTree gives the tree in force for a creditor, and the creditor's country; neither of one that there
// is not.
func currentTree(tx db.Tx, creditor id.ID) (tree id.ID, country string, err error) {
	_, err = db.One(tx, func(r db.Row) error {
		tree, country = id.ID(r.Int(0)), r.Text(1)
		return nil
	}, `SELECT COALESCE((SELECT t.id FROM tree AS t WHERE t.creditor_id IN (0, ?)
		ORDER BY t.creditor_id DESC, t.version DESC LIMIT 1), 0),
		COALESCE((SELECT c.country FROM creditor AS c WHERE c.id = ?), '')`, creditor, creditor)
	return tree, country, err
}

func lastVersion(tx db.Tx, creditor id.ID) (int64, error) {
	return db.Int(tx, `SELECT COALESCE(max(version), 0) FROM tree WHERE creditor_id = ?`, creditor)
}

func addTree(tx db.Tx, t *Tree, body string, at time.Time, by id.ID) error {
	_, err := tx.Exec(`INSERT INTO tree (id, creditor_id, version, body, created_at, created_by)
		VALUES (?, ?, ?, ?, ?, ?)`, t.ID, t.CreditorID, t.Version, body, at, by)
	return err
}

const treeColumns = `id, creditor_id, version, body, created_at, created_by`

func scanVersion(r db.Row) Version {
	return Version{ID: id.ID(r.Int(0)), CreditorID: id.ID(r.Int(1)), Version: r.Int(2), Body: r.Text(3),
		CreatedAt: db.Time(r.Int(4)), CreatedBy: id.ID(r.Int(5))}
}

func treeVersion(tx db.Tx, tree id.ID) (v Version, err error) {
	found, err := db.One(tx, func(r db.Row) error {
		v = scanVersion(r)
		return nil
	}, `SELECT `+treeColumns+` FROM tree WHERE id = ?`, tree)
	if err == nil && !found {
		err = fault.New(fault.Missing, "contact.no_such_tree")
	}
	return v, err
}

func move(tx db.Tx, from, into id.ID) error {
	_, err := tx.Exec(`UPDATE contact SET person_id = ? WHERE person_id = ?`, into, from)
	return err
}

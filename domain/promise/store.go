package promise

import (
	"strconv"

	"aldia/domain/calendar"
	"aldia/domain/money"
	"aldia/platform/db"
	"aldia/platform/id"
)

const (
	columns = `id, person_id, creditor_id, contact_id, user_id, currency, amount, paid, made_on, due_on, state,
		judged_on`
	// maxListed bounds the promises that a screen shows of one person.
	maxListed = 200
	// maxCredited is how many of a person's latest promises to a creditor a payment may count towards.
	maxCredited = 20
)

func scan(r db.Row) Promise {
	return Promise{
		ID: id.ID(r.Int(0)), PersonID: id.ID(r.Int(1)), CreditorID: id.ID(r.Int(2)), ContactID: id.ID(r.Int(3)),
		UserID: id.ID(r.Int(4)), Currency: money.Currency(r.Text(5)), Amount: money.Amount(r.Int(6)),
		Paid: money.Amount(r.Int(7)), MadeOn: calendar.Day(r.Int(8)), DueOn: calendar.Day(r.Int(9)),
		State: State(r.Text(10)), JudgedOn: calendar.Day(r.Int(11)),
	}
}

// replace writes a promise in the place of the open one, if there is one: both at once, since an agent waits.
func replace(tx db.Tx, p *Promise) error {
	nothing := func(db.Row) error { return nil }
	return tx.Batch(
		db.Question{Each: nothing, Args: []any{p.MadeOn, p.PersonID, p.CreditorID, p.Currency}, SQL: `
			UPDATE promise SET state = 'replaced', judged_on = ?
			WHERE person_id = ? AND creditor_id = ? AND currency = ? AND state = 'open'`},
		db.Question{Each: nothing, Args: []any{p.ID, p.PersonID, p.CreditorID, p.ContactID, p.UserID, p.Currency,
			p.Amount, p.Paid, p.MadeOn, p.DueOn, p.State, p.JudgedOn}, SQL: `
			INSERT INTO promise (` + columns + `) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`},
	)
}

func withdraw(tx db.Tx, promise id.ID, on calendar.Day) (bool, error) {
	n, err := tx.Exec(`UPDATE promise SET state = 'withdrawn', judged_on = ? WHERE id = ? AND state = 'open'`,
		on, promise)
	return n > 0, err
}

func one(tx db.Tx, promise id.ID) (p Promise, found bool, err error) {
	found, err = db.One(tx, func(r db.Row) error {
		p = scan(r)
		return nil
	}, `SELECT `+columns+` FROM promise WHERE id = ?`, promise)
	return p, found, err
}

// creditable gives the latest promises of a person to a creditor, and locks them until the end: two
// payments at one moment are both counted.
func creditable(tx db.Tx, person, creditor id.ID) ([]Promise, error) {
	lock := ``
	if tx.Engine() == db.Postgres {
		lock = ` FOR UPDATE`
	}
	return read(tx, `SELECT `+columns+` FROM promise WHERE person_id = ? AND creditor_id = ?
		AND state IN ('open', 'kept', 'broken') ORDER BY id + 0 DESC LIMIT `+strconv.Itoa(maxCredited)+lock,
		person, creditor)
}

func ofPerson(tx db.Tx, person id.ID) ([]Promise, error) {
	return read(tx, `SELECT `+columns+` FROM promise WHERE person_id = ?
		ORDER BY id + 0 DESC LIMIT `+strconv.Itoa(maxListed), person)
}

func read(tx db.Tx, sql string, args ...any) (all []Promise, err error) {
	err = tx.Query(func(r db.Row) error {
		all = append(all, scan(r))
		return nil
	}, sql, args...)
	return all, err
}

func save(tx db.Tx, p *Promise) error {
	_, err := tx.Exec(`UPDATE promise SET paid = ?, state = ?, judged_on = ? WHERE id = ?`,
		p.Paid, p.State, p.JudgedOn, p.ID)
	return err
}

func move(tx db.Tx, from, into id.ID) error {
	_, err := tx.Exec(`UPDATE promise SET person_id = ? WHERE person_id = ?`, into, from)
	return err
}

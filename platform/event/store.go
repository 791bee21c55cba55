package event

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"aldia/platform/db"
	"aldia/platform/fault"
	"aldia/platform/id"
)

// ErrNotDead is given for a delivery that is not, or no longer, among the dead ones.
var ErrNotDead = fault.New(fault.Missing, "event.not_dead")

// delivery is an event on its way to one subscriber.
type delivery struct {
	row        id.ID
	subscriber string
	event      Event
	attempt    int64
}

const columns = `id, name, subscriber, key, at, body, attempts, error, due_at`

func insertTx(tx db.Tx, row id.ID, subscriber string, e Event, body string) error {
	_, err := tx.Exec(`INSERT INTO outbox (id, name, subscriber, key, at, body, due_at, attempts, dead, error)
		VALUES (?, ?, ?, ?, ?, ?, ?, 0, 0, '')`, row, e.Name, subscriber, e.Key, e.At, body, e.At)
	return err
}

// claimTx takes the next event that is due and that no earlier one of its key and subscriber stands before.
// What is taken is due again when the lease ends: nothing is lost with the process that took it.
func claimTx(tx db.Tx, now, leasedUntil time.Time, subscribers []any) (d delivery, found bool, err error) {
	skip := ""
	if tx.Engine() == db.Postgres {
		skip = ` FOR UPDATE SKIP LOCKED`
	}
	places := strings.TrimSuffix(strings.Repeat("?, ", len(subscribers)), ", ")
	args := append([]any{leasedUntil, now}, subscribers...)
	found, err = db.One(tx, func(r db.Row) error {
		d = delivery{row: id.ID(r.Int(0)), subscriber: r.Text(2), attempt: r.Int(6),
			event: Event{ID: id.ID(r.Int(0)),
				Name: Name(r.Text(1)), Key: id.ID(r.Int(3)), At: db.Time(r.Int(4)), Body: json.RawMessage(r.Text(5))}}
		return nil
	}, `UPDATE outbox SET due_at = ?, attempts = attempts + 1 WHERE id = (
			SELECT o.id FROM outbox o WHERE o.dead = 0 AND o.due_at <= ? AND o.subscriber IN (`+places+`)
				AND (o.key = 0 OR NOT EXISTS (SELECT 1 FROM outbox e WHERE e.dead = 0 AND e.subscriber = o.subscriber
					AND e.key = o.key AND e.id < o.id))
			ORDER BY o.due_at, o.id LIMIT 1`+skip+`)
		RETURNING `+columns, args...)
	return d, found, err
}

// doneTx forgets a delivery, unless its lease ended and somebody else has taken it since.
func doneTx(tx db.Tx, d *delivery) error {
	_, err := tx.Exec(`DELETE FROM outbox WHERE id = ? AND attempts = ?`, d.row, d.attempt)
	return err
}

func failedTx(tx db.Tx, d *delivery, dead bool, dueAt time.Time, reason string) error {
	_, err := tx.Exec(`UPDATE outbox SET dead = ?, due_at = ?, error = ? WHERE id = ? AND attempts = ?`,
		dead, dueAt, reason, d.row, d.attempt)
	return err
}

// Dead is an event that a subscriber could not be given, however often it was tried.
type Dead struct {
	ID         id.ID
	Name       Name
	Subscriber string
	Key        id.ID
	At         time.Time
	Body       string
	Attempts   int64
	Error      string
}

// DeadTx lists what could not be delivered, oldest first, at most limit of them.
func DeadTx(tx db.Tx, limit int) (dead []Dead, err error) {
	err = tx.Query(func(r db.Row) error {
		dead = append(dead, Dead{ID: id.ID(r.Int(0)), Name: Name(r.Text(1)), Subscriber: r.Text(2),
			Key: id.ID(r.Int(3)),
			At:  db.Time(r.Int(4)), Body: r.Text(5), Attempts: r.Int(6), Error: r.Text(7)})
		return nil
	}, `SELECT `+columns+` FROM outbox WHERE dead = 1 ORDER BY id LIMIT ?`, limit)
	return dead, err
}

// CountTx gives the number of deliveries that wait and of dead ones.
func CountTx(tx db.Tx) (waiting, dead int64, err error) {
	_, err = db.One(tx, func(r db.Row) error {
		waiting, dead = r.Int(0), r.Int(1)
		return nil
	}, `SELECT (SELECT count(*) FROM outbox WHERE dead = 0), (SELECT count(*) FROM outbox WHERE dead = 1)`)
	return waiting, dead, err
}

// Retry gives a dead delivery a new life, after its cause was mended. It comes after what was delivered
// meanwhile.
func (b *Bus) Retry(ctx context.Context, row id.ID) error {
	return b.db.Write(ctx, func(tx db.Tx) error {
		n, err := tx.Exec(`UPDATE outbox SET dead = 0, attempts = 0, due_at = ? WHERE id = ? AND dead = 1`,
			b.db.Now(), row)
		if err == nil && n == 0 {
			return ErrNotDead
		}
		tx.AfterCommit(b.rouse)
		return err
	})
}

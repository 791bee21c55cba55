package treatment

import (
	"context"
	"time"

	"aldia/domain/calendar"
	"aldia/platform/db"
)

const (
	// atWork is how long after a result somebody counts as being at work.
	atWork = 3 * time.Second
	// lookEvery is how often a worker that gives way looks again.
	lookEvery = 20 * time.Millisecond
)

// giveWay keeps a worker of a close waiting while people work, here or at another process of the same
// database: one worker goes on, and who asks for their next case finds a processor free. It says whether a
// shard is left to take.
func (t *Treatments) giveWay(ctx context.Context, day calendar.Day) (left bool, err error) {
	for {
		var latest, open int64
		if err := t.db.Read(ctx, func(tx db.Tx) error {
			return tx.Batch(
				db.Question{Each: func(r db.Row) error {
					latest = r.Int(0)
					return nil
				}, SQL: `SELECT at FROM contact ORDER BY id DESC LIMIT 1`},
				db.Question{Each: func(r db.Row) error {
					open = r.Int(0)
					return nil
				}, Args: []any{day}, SQL: `SELECT count(*) FROM close_shard WHERE on_day = ? AND state = 'open'`},
			)
		}); err != nil || open == 0 {
			return false, err
		}
		if t.db.Quiet() && t.db.Now().Sub(db.Time(latest)) > atWork {
			return true, nil
		}
		select {
		case <-ctx.Done():
			return false, ctx.Err()
		case <-time.After(lookEvery):
		}
	}
}

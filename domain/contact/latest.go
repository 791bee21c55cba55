package contact

import (
	"context"
	"time"

	"aldia/domain/calendar"
	"aldia/platform/db"
	"aldia/platform/id"
)

// Latest gives the instant of each agent's latest contact on a day, for the creditors that the reader may
// see.
func (c *Contacts) Latest(
	ctx context.Context, day calendar.Day, creditors []id.ID,
) (latest map[id.ID]time.Time, err error) {
	where, args := span(day, day, creditors)
	err = c.db.Read(ctx, func(tx db.Tx) error {
		latest = map[id.ID]time.Time{}
		return tx.Query(func(r db.Row) error {
			latest[id.ID(r.Int(0))] = db.Time(r.Int(1))
			return nil
		}, `SELECT user_id, max(at) FROM contact WHERE `+where+` GROUP BY user_id`, args...)
	})
	return latest, err
}

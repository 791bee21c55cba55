package contact

import (
	"context"

	"aldia/domain/calendar"
	"aldia/platform/db"
	"aldia/platform/id"
)

// Breaches counts the contacts of some days that happened without leave and that the gate would have refused,
// for the creditors that the reader may see.
func (c *Contacts) Breaches(
	ctx context.Context, from, to calendar.Day, creditors []id.ID,
) (n int64, err error) {
	where, args := span(from, to, creditors)
	err = c.db.Read(ctx, func(tx db.Tx) error {
		n, err = db.Int(tx, `SELECT count(*) FROM contact WHERE breach = 1 AND `+where, args...)
		return err
	})
	return n, err
}

package treatment

import (
	"context"
	"time"

	"aldia/domain/calendar"
	"aldia/domain/delinquency"
	"aldia/platform/db"
	"aldia/platform/id"
)

// closingDay is the day that a person's case is decided for while a close is under way: that of the close
// when it has been with the person already, or they would fall back to the day before.
func closingDay(tx db.Tx, person id.ID, last calendar.Day) (calendar.Day, error) {
	on, err := db.Int(tx, `SELECT coalesce(max(on_day), 0) FROM close_shard
		WHERE state = 'done' AND from_person <= ? AND past_person > ?`, person, person)
	return max(last, calendar.Day(on)), err
}

// awaitClose waits for a close that is under way: deciding cases for the day before would take back what it
// has decided. It says false for a close in which nobody works any more: that one was killed, and whoever
// goes on with it finds what is new.
func (t *Treatments) awaitClose(ctx context.Context) (ended bool, err error) {
	const enough = 5 // looks at a close in which nobody has a shard: between two shards is no time at all
	for still := 0; still < enough; {
		var running, taken int64
		if err := t.db.Read(ctx, func(tx db.Tx) (err error) {
			running, err = db.Int(tx, `SELECT count(*) FROM close_day WHERE state = 'running'`)
			if err != nil || running == 0 {
				return err
			}
			taken, err = db.Int(tx, `SELECT count(*) FROM close_shard WHERE state = 'taken' AND taken_at >= ?`,
				t.db.Now().Add(-leaseFor))
			return err
		}); err != nil || running == 0 {
			return true, err
		}
		if still++; taken > 0 {
			still = 0
		}
		select {
		case <-ctx.Done():
			return false, ctx.Err()
		case <-time.After(pause):
		}
	}
	return false, nil
}

// Refresh decides every case again for the last closed day, after a cut of that day or an earlier one has
// changed many at once. A cut of a later day waits for the close of its own day; before the first close
// there is nothing to refresh.
func (t *Treatments) Refresh(ctx context.Context, asOf calendar.Day) error {
	if ended, err := t.awaitClose(ctx); err != nil || !ended {
		return err
	}
	bounds, err := t.bounds(ctx)
	if err != nil {
		return err
	}
	var w *worker
	if err := t.db.Read(ctx, func(tx db.Tx) error {
		day, err := LastClosed(tx)
		if err != nil || day == calendar.NoDay || day < asOf {
			return err
		}
		p, err := t.policy(tx)
		if err == nil {
			w = t.worker(day, p)
		}
		return err
	}); err != nil || w == nil {
		return err
	}
	figures := delinquency.NewFigures()
	for i := 1; i < len(bounds); i++ {
		if err := w.refresh(ctx, bounds[i-1], bounds[i], figures); err != nil {
			return err
		}
	}
	// What moved after the close is in the accounts that were just counted, so that it is the day's too.
	return t.db.Write(ctx, func(tx db.Tx) error { return figures.Save(tx, w.day-1, w.day+1, w.day) })
}

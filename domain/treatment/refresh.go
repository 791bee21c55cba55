package treatment

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"aldia/domain/calendar"
	"aldia/domain/delinquency"
	"aldia/platform/db"
	"aldia/platform/id"
)

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

// Refresh decides again, for the last closed day, the cases of all who owe a creditor, after a cut of that
// day or an earlier one has changed many at once; no creditor stands for all. A cut of a later day waits
// for the close of its own day; before the first close there is nothing to refresh. The day's figures of
// the creditor whose cut it is become those of the cut, and those of other creditors stay as they were
// closed. When a close was killed before its end, what it has done is open again for whoever goes on with
// it.
func (t *Treatments) Refresh(ctx context.Context, asOf calendar.Day, creditor id.ID) error {
	ended, err := t.awaitClose(ctx)
	if err != nil {
		return err
	}
	if !ended {
		return t.reopen(ctx, asOf)
	}
	bounds, err := t.bounds(ctx, shardPersons)
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
			w.creditor = creditor
		}
		return err
	}); err != nil || w == nil {
		return err
	}
	for i := 1; i < len(bounds); i++ {
		if err := w.refresh(ctx, bounds[i-1], bounds[i]); err != nil {
			return unlessOvertaken(err)
		}
	}
	if w.unasked.Cases > 0 && t.Unasked != nil {
		t.Unasked(w.unasked)
	}
	return unlessOvertaken(w.recount(ctx, bounds))
}

// errOvertaken says that a later close has begun: it reads what is new by itself.
var errOvertaken = errors.New("treatment: a later close has begun")

func unlessOvertaken(err error) error {
	if errors.Is(err, errOvertaken) {
		return nil
	}
	return err
}

func (w *worker) overtaken(tx db.Tx) error {
	later, err := db.Int(tx, `SELECT count(*) FROM close_day WHERE on_day > ?`, w.day)
	if err == nil && later > 0 {
		err = errOvertaken
	}
	return err
}

// recount counts the accounts of the closed day as they stand now, but for what was paid after it. What
// else has moved since its close is then in its figures, and so it becomes the day's own, each account's
// moves told as one. All of it is read at one instant, beside those who work: what happens after it stays
// with the day to come.
func (w *worker) recount(ctx context.Context, bounds []id.ID) error {
	for range retries {
		figures := delinquency.NewFigures()
		var was, since []delinquency.MovementFigure
		var several []delinquency.Moved
		var paid later
		if err := w.db.Read(ctx, func(tx db.Tx) (err error) {
			figures = delinquency.NewFigures()
			if err := w.overtaken(tx); err != nil {
				return err
			}
			if was, err = w.changeOn(tx, w.day); err != nil {
				return err
			}
			if since, err = w.changeOn(tx, w.day+1); err != nil {
				return err
			}
			if paid, err = w.readLater(tx); err != nil {
				return err
			}
			again := slices.Clone(w.left)
			if err := w.count(tx, bounds, figures, &again, paid); err != nil {
				return err
			}
			again = slices.DeleteFunc(again, func(account id.ID) bool { return paid[account] != nil })
			several, err = again.several(tx, w.day)
			several = slices.DeleteFunc(several, func(m delinquency.Moved) bool {
				return !w.counts(m.Moves[0].CreditorID)
			})
			return err
		}); err != nil {
			return err
		}
		kept, err := w.keepCount(ctx, figures, was, since, paid.change())
		if err != nil {
			return err
		}
		if kept {
			return errors.Join(w.compose(ctx, several), w.part(ctx, paid.inOrder()))
		}
	}
	return errStale
}

// counts says whether a creditor's figures are counted again.
func (w *worker) counts(creditor id.ID) bool { return w.creditor == 0 || w.creditor == creditor }

// changeOn gives what moved on a day, of those whose figures are counted again.
func (w *worker) changeOn(tx db.Tx, day calendar.Day) ([]delinquency.MovementFigure, error) {
	all, err := delinquency.ChangeOn(tx, day)
	return slices.DeleteFunc(all, func(m delinquency.MovementFigure) bool {
		return !w.counts(m.CreditorID)
	}), err
}

// count counts all accounts as they stand, the persons in their order and each one's accounts in theirs,
// and notes which have moved on the day. On which something was paid later stand where they stood before
// it.
func (w *worker) count(tx db.Tx, bounds []id.ID, figures *delinquency.Figures, again *moved,
	paid later,
) error {
	for i := 1; i < len(bounds); i++ {
		var all []delinquency.Standing
		if err := tx.Batch(delinquency.StandingsIn(bounds[i-1], bounds[i], w.words,
			func(s delinquency.Standing) { all = append(all, s) })); err != nil {
			return err
		}
		all = paid.instead(all, bounds[i-1], bounds[i])
		slices.SortFunc(all, func(a, b delinquency.Standing) int {
			return cmp.Or(cmp.Compare(a.PersonID, b.PersonID), cmp.Compare(a.AccountID, b.AccountID))
		})
		for n := range all {
			if n == 0 || all[n].PersonID != all[n-1].PersonID {
				figures.NextPerson()
			}
			figures.Stand(&all[n])
			again.note(&all[n], w.day)
		}
	}
	return nil
}

// keepCount keeps the figures of a recount, unless another one has been quicker. What was paid later is
// left to the day to come.
func (w *worker) keepCount(ctx context.Context, figures *delinquency.Figures,
	was, since, later []delinquency.MovementFigure,
) (kept bool, err error) {
	figures.Add(nil, was)
	figures.Add(nil, since)
	figures.Add(nil, delinquency.Less(later))
	aging, movement := figures.Sums()
	aging = slices.DeleteFunc(aging, func(a delinquency.AgingFigure) bool { return !w.counts(a.CreditorID) })
	err = w.db.WriteBatch(ctx, func(tx db.Tx) error {
		if tx.Engine() == db.Postgres {
			if _, err := db.Int(tx, `SELECT on_day FROM close_day WHERE on_day = ? FOR UPDATE`, w.day); err != nil {
				return err
			}
		}
		now, err := w.changeOn(tx, w.day)
		if kept = slices.Equal(now, was); err != nil || !kept {
			return err
		}
		if err := delinquency.SaveFigures(tx, w.day, w.creditor, aging, movement); err != nil {
			return err
		}
		if err := delinquency.SubtractMovement(tx, w.day+1, since); err != nil {
			return err
		}
		return delinquency.AddMovement(tx, w.day+1, later)
	})
	return kept, err
}

// reopen lets a close that was killed decide everybody again whom it had decided before a cut of its day or
// an earlier one. What has moved in what it had done, and after it, is the day's all the same.
func (t *Treatments) reopen(ctx context.Context, asOf calendar.Day) error {
	return t.db.WriteBatch(ctx, func(tx db.Tx) error {
		day, lock := calendar.NoDay, ""
		if tx.Engine() == db.Postgres {
			lock = ` FOR UPDATE`
		}
		if _, err := db.One(tx, func(r db.Row) error {
			day = calendar.Day(r.Int(0))
			return nil
		}, `SELECT on_day FROM close_day WHERE state = 'running' AND on_day >= ?`+lock, asOf); err != nil {
			return err
		}
		if day == calendar.NoDay {
			return nil
		}
		figures := delinquency.NewFigures()
		if err := tx.Query(func(r db.Row) error {
			var s shardAnswer
			if err := json.Unmarshal(r.Bytes(0), &s); err != nil {
				return fmt.Errorf("treatment: the answer of a shard: %w", err)
			}
			figures.Add(nil, s.Movement)
			return nil
		}, `SELECT answer FROM close_shard WHERE on_day = ? AND state = 'done' ORDER BY n`+lock, day); err != nil {
			return err
		}
		if _, err := tx.Exec(`UPDATE close_shard SET state = 'open', answer = '' WHERE on_day = ?
			AND state = 'done'`, day); err != nil {
			return err
		}
		after, err := delinquency.TakeMovement(tx, day, day+1)
		if err != nil {
			return err
		}
		figures.Add(nil, after)
		_, movement := figures.Sums()
		return delinquency.AddMovement(tx, day, movement)
	})
}

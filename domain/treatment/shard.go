package treatment

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"aldia/domain/calendar"
	"aldia/domain/debt"
	"aldia/domain/delinquency"
	"aldia/platform/db"
	"aldia/platform/id"
)

// worker takes one shard of a close after the other.
type worker struct {
	*Treatments
	day    calendar.Day
	policy *Policy
	words  debt.Words
	// The book that leaves, and the creditor whose figures are counted again (none: all), in a refresh.
	left     moved
	creditor id.ID
	unasked  Unasked // in a refresh
	closing  bool    // a day is closed, rather than decided again
}

func (t *Treatments) worker(day calendar.Day, p *Policy) *worker {
	return &worker{Treatments: t, day: day, policy: p, words: debt.Words{}}
}

// shard is a range of persons, and when this worker took it.
type shard struct {
	n          int64
	from, past id.ID
	takenAt    int64
}

// next takes a shard and carries it through. It says false when there is none left to take.
func (w *worker) next(ctx context.Context) (bool, error) {
	s, found, err := w.take(ctx)
	if err != nil || !found {
		return false, err
	}
	for attempt := 1; ; attempt++ {
		err := w.carry(ctx, s, attempt > freeTries)
		switch {
		case err == nil, errors.Is(err, errLost):
			w.tell(ctx)
			return true, nil
		case attempt < retries && (errors.Is(err, errStale) || db.IsDuplicate(err)):
			continue // somebody changed a case, or opened one: decide again
		}
		return false, errors.Join(fmt.Errorf("treatment: shard %d of %s: %w", s.n, w.day.Text(), err),
			w.release(context.WithoutCancel(ctx), s))
	}
}

// release gives a shard back that this worker cannot carry, so that nobody waits for the end of its lease.
func (w *worker) release(ctx context.Context, s shard) error {
	return w.db.WriteBatch(ctx, func(tx db.Tx) error {
		_, err := tx.Exec(`UPDATE close_shard SET state = 'open' WHERE on_day = ? AND n = ? AND state = 'taken'
			AND taken_at = ?`, w.day, s.n, s.takenAt)
		return err
	})
}

func (w *worker) take(ctx context.Context) (s shard, found bool, err error) {
	now := w.db.Now()
	sql := `SELECT n, from_person, past_person FROM close_shard
		WHERE on_day = ? AND (state = 'open' OR state = 'taken' AND taken_at < ?) ORDER BY n LIMIT 1`
	if w.db.Engine() == db.Postgres {
		sql += ` FOR NO KEY UPDATE SKIP LOCKED` // whom an event holds is taken all the same
	}
	err = w.db.WriteBatch(ctx, func(tx db.Tx) error {
		if err := db.DurableLater(tx); err != nil {
			return err
		}
		found, err = db.One(tx, func(r db.Row) error {
			s = shard{n: r.Int(0), from: id.ID(r.Int(1)), past: id.ID(r.Int(2)), takenAt: db.Micros(now)}
			return nil
		}, sql, w.day, now.Add(-leaseFor))
		if err != nil || !found {
			return err
		}
		_, err = tx.Exec(`UPDATE close_shard SET state = 'taken', taken_at = ? WHERE on_day = ? AND n = ?`,
			now, w.day, s.n)
		return err
	})
	return s, found, err
}

// carry reads a shard, decides its cases and writes what changed together with the checkpoint. Nobody is
// kept waiting while it decides; when a case turns out to have changed meanwhile the shard is decided
// again, and at last with its cases held, which is some milliseconds for whoever works on one of them.
// When another worker has taken a slow shard over, the first of them to write it is the one that counts.
func (w *worker) carry(ctx context.Context, s shard, held bool) error {
	var free *Changes
	if !held {
		if err := w.db.Read(ctx, func(tx db.Tx) (err error) {
			free, err = w.decide(tx, s.from, s.past)
			return err
		}); err != nil {
			return err
		}
	}
	return w.db.WriteBatch(ctx, func(tx db.Tx) error {
		if err := db.DurableLater(tx); err != nil {
			return err
		}
		out := free
		if held {
			if err := holdCases(tx, s.from, s.past); err != nil {
				return err
			}
			var err error
			if out, err = w.decide(tx, s.from, s.past); err != nil {
				return err
			}
		}
		if !held && !w.db.Quiet() { // who works may have been with one of them: better seen before all is written
			now, err := versions(tx, s.from, s.past)
			if err == nil && now != out.Versions {
				err = errStale
			}
			if err != nil {
				return err
			}
		}
		aging, movement := out.Figures.Sums()
		answer, err := json.Marshal(shardAnswer{out.Tally, aging, movement})
		if err != nil {
			return err
		}
		if err := write(tx, w.day, out, w.fill); err != nil {
			return err
		}
		if err := w.unchanged(tx, s, out); err != nil {
			return err
		}
		n, err := tx.Exec(`UPDATE close_shard SET state = 'done', answer = ? WHERE on_day = ? AND n = ?
			AND state <> 'done'`, string(answer), w.day, s.n)
		if err == nil && n == 0 {
			err = errLost
		}
		if err != nil || out.After == nil {
			return err
		}
		_, movement = out.After.Sums()
		return delinquency.AddMovement(tx, w.day+1, movement)
	})
}

// unchanged says that no case of the shard has changed since it was read, also none of which nothing was to
// be written: the figures of the day count them all. Whoever has one in hand at this moment is waited for.
func (w *worker) unchanged(tx db.Tx, s shard, out *Changes) error {
	if tx.Engine() == db.Postgres {
		if _, err := db.Int(tx, `SELECT n FROM close_shard WHERE on_day = ? AND n = ? FOR UPDATE`,
			w.day, s.n); err != nil {
			return err
		}
	}
	now, err := versions(tx, s.from, s.past)
	if err == nil && now != out.Versions+int64(len(out.Files)+len(out.NewFiles)) {
		err = errStale
	}
	return err
}

// decide reads the cases of a range of persons and decides them.
func (w *worker) decide(tx db.Tx, from, past id.ID) (*Changes, error) {
	now, policy := w.db.Now(), *w.policy
	var err error
	if policy.Law, err = w.lawful(tx, w.policy); err != nil {
		return nil, err
	}
	cases, err := w.read(tx, from, past, w.words, now.Add(-policy.Law.memory()))
	if err != nil {
		return nil, err
	}
	if w.creditor != 0 { // the others are as the close left them, whatever has become of their debts since
		cases = slices.DeleteFunc(cases, func(c Case) bool { return !c.concerns(w.creditor) })
	}
	if cases, err = w.readAhead(tx, cases, from, past); err != nil {
		return nil, err
	}
	// Who is to be found may have come with a telephone in a later file.
	lost := func(c *Case) bool { return c.File.Step != "" && c.File.Step == w.policy.Strategy.Locate.Code }
	if err := askReach(tx, cases, lost); err != nil {
		return nil, err
	}
	out := NewChanges()
	for i := range cases {
		out.Versions += cases[i].File.Version
		Decide(&cases[i], w.day, &policy, 0, now, out)
	}
	return out, nil
}

// keep writes what was decided, unless a case has changed since it was read, also one of which only a
// debt is another now.
func (w *worker) keep(tx db.Tx, out *Changes) error {
	changed, err := stale(tx, out.Touched)
	if err != nil {
		return err
	}
	if len(changed) > 0 {
		return errStale
	}
	return write(tx, w.day, out, w.fill)
}

// concerned says whether anybody in a range of persons owes, or owed, the creditor whose cut has come.
func (w *worker) concerned(tx db.Tx, from, past id.ID) (bool, error) {
	if w.creditor == 0 {
		return true, nil
	}
	for _, table := range []string{"account", "standing"} {
		found, err := db.One(tx, func(db.Row) error { return nil }, `SELECT person_id FROM `+table+`
			WHERE person_id >= ? AND person_id < ? AND creditor_id = ? LIMIT 1`, from, past, w.creditor)
		if err != nil || found {
			return found, err
		}
	}
	return false, nil
}

// concerns says whether the person owes a creditor, or did when the case was decided last.
func (c *Case) concerns(creditor id.ID) bool {
	return c.File.CreditorID == creditor ||
		slices.ContainsFunc(c.Accounts, func(a AccountCase) bool { return a.CreditorID == creditor }) ||
		slices.ContainsFunc(c.Left, func(s delinquency.Standing) bool { return s.CreditorID == creditor })
}

// refresh decides a range of persons again. What moves is kept with what comes after the close, until the
// day is counted again: a refresh that is killed leaves figures that are behind, and never wrong ones.
func (w *worker) refresh(ctx context.Context, from, past id.ID) error {
	for attempt := 1; ; attempt++ {
		var out *Changes
		err := w.db.Read(ctx, func(tx db.Tx) error {
			concerned, err := w.concerned(tx, from, past)
			if err != nil || !concerned {
				out = NewChanges()
				return err
			}
			out, err = w.decide(tx, from, past)
			return err
		})
		if err == nil && len(out.Touched) > 0 {
			err = w.db.WriteBatch(ctx, func(tx db.Tx) error {
				if err := w.overtaken(tx); err != nil {
					return err
				}
				if err := w.keep(tx, out); err != nil {
					return err
				}
				_, movement := out.Figures.Sums()
				return delinquency.AddMovement(tx, w.day+1, movement)
			})
			if err == nil {
				w.left = append(w.left, out.GoneStandings...)
			}
		}
		if err == nil {
			w.unasked.add(out.Tally.Unasked)
		}
		if err == nil || attempt == retries || !errors.Is(err, errStale) && !db.IsDuplicate(err) {
			return err
		}
	}
}

// tell reports progress, when somebody listens.
func (w *worker) tell(ctx context.Context) {
	if w.Progress == nil {
		return
	}
	var total, done int64
	err := w.db.Read(ctx, func(tx db.Tx) (err error) {
		if total, err = db.Int(tx, `SELECT count(*) FROM close_shard WHERE on_day = ?`, w.day); err != nil {
			return err
		}
		done, err = db.Int(tx, `SELECT count(*) FROM close_shard WHERE on_day = ? AND state = 'done'`, w.day)
		return err
	})
	if err == nil {
		w.Progress(w.day, int(done), int(total))
	}
}

package job

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"aldia/platform/db"
)

// schedule puts one job down again and again. The database knows when it is next due, so that of all
// processes one enqueues it, once; memory only spares the others the question until then.
type schedule struct {
	name   string
	timing string
	next   func(after time.Time) time.Time
	job    New

	mu     sync.Mutex
	nextAt time.Time
}

// Every puts a job down at each whole multiple of d. What was due while no process ran is put down once, not
// once for each time that was missed.
func (r *Runner) Every(name string, d time.Duration, n New) {
	r.schedule(name, "every "+d.String(), n, func(after time.Time) time.Time { return after.Truncate(d).Add(d) })
}

// Daily puts a job down once a day at an hour and minute of a place. On the day when the clocks skip that
// hour it comes an hour later.
func (r *Runner) Daily(name string, hour, minute int, place *time.Location, n New) {
	timing := fmt.Sprintf("daily %02d:%02d %s", hour, minute, place)
	r.schedule(name, timing, n, func(after time.Time) time.Time {
		y, m, d := after.In(place).Date()
		at := time.Date(y, m, d, hour, minute, 0, 0, place)
		if !at.After(after) {
			at = time.Date(y, m, d+1, hour, minute, 0, 0, place)
		}
		return at.UTC()
	})
}

func (r *Runner) schedule(name, timing string, n New, next func(time.Time) time.Time) {
	if n.Key == "" {
		n.Key = "schedule " + name // the last one is still at it: it is not put down twice
	}
	r.plan = append(r.plan, &schedule{name: name, timing: timing, next: next, job: n})
}

// Schedules lists the names and timings, to be printed.
func (r *Runner) Schedules() [][2]string {
	all := make([][2]string, len(r.plan))
	for i, s := range r.plan {
		all[i] = [2]string{s.name, s.timing}
	}
	return all
}

// Routine gives the kinds of job that the clock puts down, again and again.
func (r *Runner) Routine() (kinds []string) {
	for _, s := range r.plan {
		if !slices.Contains(kinds, s.job.Kind) {
			kinds = append(kinds, s.job.Kind)
		}
	}
	return kinds
}

func (r *Runner) tick(ctx context.Context) error {
	now := r.db.Now()
	for _, s := range r.plan {
		s.mu.Lock()
		due := !now.Before(s.nextAt)
		s.mu.Unlock()
		if !due {
			continue
		}
		var nextAt time.Time
		err := r.db.Write(ctx, func(tx db.Tx) (err error) {
			nextAt, err = r.tickTx(tx, s, now)
			return err
		})
		if err != nil {
			return err
		}
		s.mu.Lock()
		s.nextAt = nextAt
		s.mu.Unlock()
	}
	return nil
}

func (r *Runner) tickTx(tx db.Tx, s *schedule, now time.Time) (nextAt time.Time, err error) {
	var timing string
	found, err := db.One(tx, func(row db.Row) error {
		timing, nextAt = row.Text(0), db.Time(row.Int(1))
		return nil
	}, `SELECT timing, next_at FROM job_schedule WHERE name = ?`, s.name)
	if err != nil {
		return nextAt, err
	}
	after := s.next(now)
	if !found || timing != s.timing {
		// New, or another timing since this version: it begins with its next time.
		_, err := tx.Exec(`INSERT INTO job_schedule (name, timing, next_at) VALUES (?, ?, ?)
			ON CONFLICT (name) DO UPDATE SET timing = excluded.timing, next_at =
				excluded.next_at`, s.name, s.timing, after)
		return after, err
	}
	if nextAt.After(now) {
		return nextAt, nil
	}
	// Whoever moves the time on enqueues; everybody else finds it moved.
	moved, err := tx.Exec(`UPDATE job_schedule SET next_at = ? WHERE name = ? AND next_at = ?`, after, s.name,
		nextAt)
	if err != nil || moved == 0 {
		return after, err
	}
	_, _, err = r.EnqueueTx(tx, s.job)
	return after, err
}

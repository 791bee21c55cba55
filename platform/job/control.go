package job

import (
	"context"
	"time"

	"aldia/platform/db"
	"aldia/platform/id"
)

const (
	// keepDone and keepFailed are how long ended jobs can be looked at; what they did is in the audit for ever.
	keepDone   = 30 * 24 * time.Hour
	keepFailed = 90 * 24 * time.Hour
)

// Cancel stops a job: at once when it waits, and when it runs as soon as its handler heeds its context.
// ErrEnded when it is over already.
func (r *Runner) Cancel(ctx context.Context, job id.ID) error {
	var s Status
	err := r.db.Write(ctx, func(tx db.Tx) error {
		n, err := tx.Exec(`UPDATE job SET state = 'cancelled', open = 0, ended_at = ? WHERE id = ? AND state =
			'waiting'`,
			r.db.Now(), job)
		if err == nil && n == 0 {
			_, err = tx.Exec(`UPDATE job SET cancel = 1 WHERE id = ? AND state = 'running'`, job)
		}
		if err != nil {
			return err
		}
		s, err = GetTx(tx, job)
		return err
	})
	if err != nil {
		return err
	}
	r.announce(s)
	r.mu.Lock()
	defer r.mu.Unlock()
	if run := r.running[job]; run != nil {
		run.stop(ErrCancelled)
		return nil
	}
	if s.State == Done || s.State == Failed {
		return ErrEnded
	}
	return nil
}

// Retry gives a job that failed or was cancelled a new life, after its cause was mended. ErrEnded when it did
// neither, or when another job of its key is open.
func (r *Runner) Retry(ctx context.Context, job id.ID) error {
	return r.db.Write(ctx, func(tx db.Tx) error {
		n, err := tx.Exec(`UPDATE job SET state = 'waiting', open = 1, due_at = ?, max_attempts = attempts + ?,
			cancel = 0,
			error = '', ended_at = 0 WHERE id = ? AND state IN ('failed', 'cancelled') AND NOT EXISTS
				(SELECT 1 FROM job o WHERE o.open = 1 AND o.kind = job.kind AND o.key = job.key AND o.key <> '')`,
			r.db.Now(), defaultAttempts, job)
		if err == nil && n == 0 {
			return ErrEnded
		}
		tx.AfterCommit(r.rouse)
		return err
	})
}

// Sweep forgets jobs that ended long ago. It is done once a day.
func (r *Runner) Sweep(ctx context.Context) error {
	return r.db.WriteBatch(ctx, func(tx db.Tx) error {
		now := r.db.Now()
		_, err := tx.Exec(`DELETE FROM job WHERE open = 0 AND (ended_at < ? OR ended_at < ? AND state <> 'failed')`,
			now.Add(-keepFailed), now.Add(-keepDone))
		return err
	})
}

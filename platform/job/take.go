package job

import (
	"context"
	"errors"
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"

	"aldia/platform/db"
	"aldia/platform/id"
)

// TakeTx puts a job down that the caller does itself as soon as the change is durable: see Carry. It is the
// caller's from the start, so that nobody else begins with it; when this process dies its lease ends and
// another one does it. An open job of the kind and key is taken as it is, whatever its hour and also from a
// process that is gone; mine is false when a living one is at it.
func (r *Runner) TakeTx(tx db.Tx, n New) (s Status, mine bool, err error) {
	job, _, err := r.EnqueueTx(tx, n)
	if err != nil {
		return s, false, err
	}
	return r.takeTx(tx, job)
}

func (r *Runner) takeTx(tx db.Tx, job id.ID) (s Status, mine bool, err error) {
	lock := ""
	if tx.Engine() == db.Postgres {
		lock = ` FOR UPDATE`
	}
	if _, err = db.One(tx, func(row db.Row) error {
		s = scan(row)
		return nil
	}, `SELECT `+columns+` FROM job WHERE id = ?`+lock, job); err != nil {
		return s, false, err
	}
	now := r.db.Now()
	if !s.Open() || s.State == Running && s.DueAt.After(now) && !r.gone(s.Worker) {
		return s, false, nil
	}
	err = leaseTx(tx, &s, now, now.Add(r.lease), r.worker)
	return s, err == nil, err
}

// leaseTx gives a job to a worker for its next attempt.
func leaseTx(tx db.Tx, s *Status, now, until time.Time, worker string) error {
	s.State, s.DueAt, s.Worker, s.StartedAt = Running, until, worker, now
	s.Attempts++
	_, err := tx.Exec(`UPDATE job SET state = 'running', due_at = ?, attempts = ?, worker = ?, started_at = ?
		WHERE id = ?`, s.DueAt, s.Attempts, s.Worker, s.StartedAt, s.ID)
	return err
}

// gone says that a worker was a process of this machine and is no more. Of another machine's nothing is
// known; its lease decides.
func (r *Runner) gone(worker string) bool {
	at := strings.LastIndexByte(worker, '/')
	own := strings.LastIndexByte(r.worker, '/')
	if at < 0 || worker == r.worker || worker[:at] != r.worker[:own] {
		return false
	}
	pid, err := strconv.Atoi(worker[at+1:])
	if err != nil {
		return false
	}
	process, err := os.FindProcess(pid)
	if err != nil {
		return true
	}
	return errors.Is(process.Signal(syscall.Signal(0)), os.ErrProcessDone)
}

// Carry does a job that was taken, with its kind's handler, and gives the handler's error, which the job
// keeps as it does any other: what may help is tried again, by whoever works.
func (r *Runner) Carry(ctx context.Context, s Status) error {
	return r.carry(ctx, s, r.kinds[s.Kind].Do)
}

func (r *Runner) carry(ctx context.Context, s Status, do func(context.Context, *Run) error) error {
	r.announce(s)
	o := r.attempt(ctx, s, do)
	return errors.Join(o.err, r.finish(ctx, o))
}

// Perform does a job here and now, in the way of whoever calls: do stands in for the kind's handler, which
// goes on with it when this process dies. While a living process is at the same job Perform waits for it;
// mine is then false, and do was not called.
func (r *Runner) Perform(
	ctx context.Context, n New, do func(context.Context, *Run) error,
) (mine bool, err error) {
	var s Status
	if err := r.db.Write(ctx, func(tx db.Tx) (err error) {
		s, mine, err = r.TakeTx(tx, n)
		return err
	}); err != nil {
		return false, err
	}
	if mine {
		return true, r.carry(ctx, s, do)
	}
	return r.join(ctx, s.ID, do)
}

// join waits until a job is over that another process is at, or does it when that one dies.
func (r *Runner) join(ctx context.Context, job id.ID, do func(context.Context, *Run) error) (mine bool,
	err error) {
	look := time.NewTicker(poll)
	defer look.Stop()
	for {
		select {
		case <-ctx.Done():
			return false, ctx.Err()
		case <-look.C:
		}
		var s Status
		if err := r.db.Write(ctx, func(tx db.Tx) (err error) {
			s, mine, err = r.takeTx(tx, job)
			return err
		}); err != nil {
			return false, err
		}
		switch {
		case mine:
			return true, r.carry(ctx, s, do)
		case !s.Open():
			return false, nil
		}
	}
}

// Settle does every open job of a kind here and now, also those that wait to be tried again, and waits for
// those that another process is at. A command calls it before it goes by what such jobs leave behind.
func (r *Runner) Settle(ctx context.Context, kind string) error {
	var open []id.ID
	if err := r.db.Read(ctx, func(tx db.Tx) error {
		open = open[:0]
		return tx.Query(func(row db.Row) error {
			open = append(open, id.ID(row.Int(0)))
			return nil
		}, `SELECT id FROM job WHERE open = 1 AND kind = ? ORDER BY id`, kind)
	}); err != nil {
		return err
	}
	for _, job := range open {
		var s Status
		mine := false
		if err := r.db.Write(ctx, func(tx db.Tx) (err error) {
			s, mine, err = r.takeTx(tx, job)
			return err
		}); err != nil {
			return err
		}
		var err error
		switch {
		case mine:
			err = r.Carry(ctx, s)
		case s.Open():
			_, err = r.join(ctx, job, r.kinds[kind].Do)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

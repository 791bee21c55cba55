package treatment

import (
	"context"
	"time"

	"aldia/domain/calendar"
	"aldia/platform/audit"
	"aldia/platform/auth"
	"aldia/platform/db"
	"aldia/platform/id"
	"aldia/platform/job"
)

// JobClose is the close of one day, asked for by a person. All of them have the one key Closing, so that
// there is never more than one open.
const (
	JobClose = "close.run"
	Closing  = "close"
)

// CloseJob is what such a job is given.
type CloseJob struct {
	Day calendar.Day `json:"day"`
}

// Closed is one day in the history of closes. Until it is Done it has no answer.
type Closed struct {
	Answer
	Done      bool
	StartedAt time.Time
	EndedAt   time.Time
}

// Work lets a runner close days.
func (t *Treatments) Work(r *job.Runner) {
	r.Register(job.Kind{Name: JobClose, Do: func(ctx context.Context, run *job.Run) error {
		var args CloseJob
		if err := run.Args(&args); err != nil {
			return err
		}
		own := *t // with its own ear for the progress
		own.Progress = func(_ calendar.Day, done, total int) { run.Progress(int64(done), int64(total), "") }
		// Who asked was allowed to when they asked; the work is done in their name.
		answer, err := own.Close(auth.As(ctx, auth.Identity{ID: run.ByUser, Role: auth.System}), args.Day)
		if err != nil {
			return run.Tell(err)
		}
		return run.Result(answer)
	}})
}

// AskTx puts the close of a day down as a job. One that is open already is given instead.
func (t *Treatments) AskTx(ctx context.Context, tx db.Tx, r *job.Runner, day calendar.Day) (id.ID, error) {
	by, err := auth.Allow(ctx, auth.CloseRun)
	if err != nil {
		return 0, err
	}
	last, err := LastClosed(tx)
	if err != nil {
		return 0, err
	}
	if last > day {
		return 0, ErrEarlier.With(last.Text())
	}
	if err := t.hasCome(tx, day); err != nil {
		return 0, err
	}
	asked, added, err := r.EnqueueTx(tx, job.New{
		Kind: JobClose, Key: Closing, Args: CloseJob{day}, Priority: job.Urgent, ByUser: by.ID,
	})
	if err != nil || !added {
		return asked, err
	}
	return asked, audit.AppendTx(tx, audit.Entry{
		At: t.db.Now(), ByUser: by.ID, What: "close.asked", On: "close", OnID: id.ID(day),
		Detail: map[string]string{"day": day.Text()},
	})
}

// aheadDays is how far beyond today, or beyond the latest cut, a day may be closed: who rehearses a month
// does so, and a wrong year is no rehearsal.
const aheadDays = 31

// HasCome refuses a day that lies too far ahead to be closed, before any of the days up to it is.
func (t *Treatments) HasCome(ctx context.Context, day calendar.Day) error {
	return t.db.Read(ctx, func(tx db.Tx) error { return t.hasCome(tx, day) })
}

// hasCome refuses a day that lies far ahead: a close cannot be taken back, and no earlier day can be closed
// after it.
func (t *Treatments) hasCome(tx db.Tx, day calendar.Day) error {
	cut, err := db.Int(tx, `SELECT coalesce(max(as_of_on), 0) FROM cut
		WHERE kind = 'portfolio' AND state = 'published'`)
	if err != nil {
		return err
	}
	today := calendar.On(t.db.Now(), t.db.Now().Location()) // in UTC, where the day begins first
	if latest := max(today, calendar.Day(cut)) + aheadDays; day > latest {
		return ErrAhead.With(day.Text(), latest.Text())
	}
	return nil
}

// Closings gives the latest closes, the newest day first.
func (t *Treatments) Closings(ctx context.Context, limit int) (all []Closed, err error) {
	err = t.db.Read(ctx, func(tx db.Tx) error {
		all = nil
		return tx.Query(func(r db.Row) error {
			c := Closed{
				Done: r.Text(1) == "done", StartedAt: db.Time(r.Int(2)), EndedAt: db.Time(r.Int(3)),
				Answer: Answer{Date: calendar.Day(r.Int(0))},
			}
			if c.Done {
				if c.Answer, err = parseAnswer(c.Date, r.Text(4)); err != nil {
					return err
				}
			}
			all = append(all, c)
			return nil
		}, `SELECT on_day, state, started_at, ended_at, answer FROM close_day ORDER BY on_day DESC LIMIT ?`, limit)
	})
	return all, err
}

package intake

import (
	"context"
	"errors"

	"aldia/platform/auth"
	"aldia/platform/db"
	"aldia/platform/id"
	"aldia/platform/job"
)

// end commits the last change of a cut together with a job for what follows it, and does that job at once.
// Killed in between, the job is done by whoever works, or by the next command: see FollowUp. A cut ends once
// as published and once as undone, and each has a job of its own.
func (in *Intakes) end(ctx context.Context, c *Cut, last func(tx db.Tx) error) error {
	var next job.Status
	mine := false
	err := in.db.Write(ctx, func(tx db.Tx) (err error) {
		if err := last(tx); err != nil {
			return err
		}
		by := c.PublishedBy
		if c.State == Undone {
			by = c.UndoneBy
		}
		next, mine, err = in.jobs.TakeTx(tx, job.New{
			Kind: JobFollow, Key: c.ID.Text(CutPrefix) + " " + string(c.State), Args: CutJob{c.ID},
			Priority: job.Urgent, ByUser: by,
		})
		return err
	})
	if err != nil || !mine {
		return err
	}
	if err = in.jobs.Carry(ctx, next); errors.Is(err, job.ErrLost) {
		return nil // somebody else does it
	}
	return err
}

// FollowUp does what should have followed cuts whose process was killed. It is asked for before anything goes
// by the book as a whole.
func (in *Intakes) FollowUp(ctx context.Context) error { return in.jobs.Settle(ctx, JobFollow) }

// follow tells whoever listens of a cut that ended. It may be told more than once.
func (in *Intakes) follow(ctx context.Context, cut id.ID) error {
	if in.After == nil {
		return nil
	}
	c, err := in.Cut(ctx, cut)
	if err != nil {
		return err
	}
	return in.After(ctx, &c)
}

// publishHere publishes a cut in the way of whoever waits for it, as a job that others see: when this process
// is killed, one that works goes on with it, or the same command again.
func (in *Intakes) publishHere(ctx context.Context, cut id.ID, progress func(done, total int64)) (done Cut,
	err error) {
	who, err := auth.Allow(ctx, auth.CutPublish)
	if err != nil {
		return done, err
	}
	mine, err := in.jobs.Perform(ctx, job.New{
		Kind: JobPublish, Key: cut.Text(CutPrefix), Args: CutJob{cut}, Priority: job.Urgent, ByUser: who.ID,
	}, func(ctx context.Context, run *job.Run) (err error) {
		done, err = in.Publish(ctx, cut, progress)
		return run.Tell(err)
	})
	if err != nil || mine {
		return done, err
	}
	if done, err = in.Cut(ctx, cut); err == nil && done.State != Published {
		err = ErrCutState.With(string(done.State))
	}
	return done, err
}

// doneBefore forgives that a cut is in no state for what is asked of it when an earlier attempt of the same
// job has brought it there, and was killed before it could say so.
func (in *Intakes) doneBefore(
	ctx context.Context,
	run *job.Run,
	cut id.ID,
	is func(*Cut) bool,
	err error,
) error {
	if run.Attempt == 1 || !errors.Is(err, ErrCutState) {
		return err
	}
	if c, wrong := in.Cut(ctx, cut); wrong == nil && is(&c) {
		return nil
	}
	return err
}

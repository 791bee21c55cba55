package job

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"sync"
	"time"

	"aldia/platform/db"
	"aldia/platform/id"
)

const (
	defaultLease = 30 * time.Second
	defaultGrace = 10 * time.Second
	// progressEvery is how often a bar moves on a screen; every fifth of these the lease is renewed even
	// without news.
	progressEvery = time.Second
	beatEvery     = 5
	poll          = time.Second
)

// Options of a runner. The zero value is right for a server.
type Options struct {
	Log      *slog.Logger
	Announce func(Status)  // told when a job begins, moves and ends; must not block
	Lease    time.Duration // how long a silent process is believed to live
	Grace    time.Duration // how long a job may go on when the process is asked to stop
}

// Runner is the front door: it takes jobs in and does them.
type Runner struct {
	db       *db.DB
	log      *slog.Logger
	announce func(Status)
	lease    time.Duration
	grace    time.Duration
	worker   string
	kinds    map[string]Kind
	names    []any
	plan     []*schedule
	wake     chan struct{}

	mu      sync.Mutex
	running map[id.ID]*Run
}

// NewRunner makes a runner that knows no kinds yet. Kinds and schedules are registered while the program is
// built.
func NewRunner(d *db.DB, o Options) *Runner {
	host, _ := os.Hostname()
	r := &Runner{db: d, log: o.Log, announce: o.Announce, lease: o.Lease, grace: o.Grace,
		worker: fmt.Sprintf("%s/%d", host, os.Getpid()), kinds: map[string]Kind{}, wake: make(chan struct{}, 1),
		running: map[id.ID]*Run{}}
	if r.log == nil {
		r.log = slog.New(slog.DiscardHandler)
	}
	if r.announce == nil {
		r.announce = func(Status) {}
	}
	if r.lease <= 0 {
		r.lease = defaultLease
	}
	if r.grace <= 0 {
		r.grace = defaultGrace
	}
	return r
}

// Register says who does a kind. A process only takes jobs of kinds that it has registered.
func (r *Runner) Register(k Kind) {
	if _, twice := r.kinds[k.Name]; twice {
		panic("job: " + k.Name + " is registered twice")
	}
	if k.MaxAttempts <= 0 {
		k.MaxAttempts = defaultAttempts
	}
	r.kinds[k.Name] = k
	r.names = append(r.names, k.Name)
}

// EnqueueTx puts a job down within the transaction that wants it. When an open job of the same kind and key
// is there already, that one is given and added is false.
func (r *Runner) EnqueueTx(tx db.Tx, n New) (job id.ID, added bool, err error) {
	k, known := r.kinds[n.Kind]
	if !known {
		return 0, false, fmt.Errorf("job: nobody does %q", n.Kind)
	}
	args, err := json.Marshal(n.Args)
	if err != nil || len(args) > maxArgs {
		return 0, false, errors.Join(fmt.Errorf("job: args of %s, %d bytes", n.Kind, len(args)), err)
	}
	now := r.db.Now()
	if n.DueAt.IsZero() {
		n.DueAt = now
	}
	tx.AfterCommit(r.rouse)
	return insertTx(tx, r.db.IDs().New(), &n, string(args), k.MaxAttempts, now)
}

// Enqueue is EnqueueTx in a transaction of its own.
func (r *Runner) Enqueue(ctx context.Context, n New) (job id.ID, added bool, err error) {
	err = r.db.Write(ctx, func(tx db.Tx) error {
		job, added, err = r.EnqueueTx(tx, n)
		return err
	})
	return job, added, err
}

// rouse wakes one worker, who wakes the next when there is more than one can do.
func (r *Runner) rouse() {
	select {
	case r.wake <- struct{}{}:
	default:
	}
}

// Run does jobs with that many workers until the context ends. Then no job is begun, those that run may go on
// for the grace, and after it their contexts end; what was not finished goes back to wait for another
// process.
func (r *Runner) Run(ctx context.Context, workers int) {
	hard, stop := context.WithCancelCause(context.WithoutCancel(ctx))
	ended := make(chan struct{})
	var all, watch sync.WaitGroup
	watch.Go(func() {
		select {
		case <-ended:
			return
		case <-ctx.Done():
		}
		grace := time.NewTimer(r.grace)
		defer grace.Stop()
		select {
		case <-ended:
		case <-grace.C:
			stop(ErrStopping)
		}
	})
	for range workers {
		all.Go(func() { r.work(ctx, hard) })
	}
	all.Wait()
	close(ended)
	watch.Wait()
	stop(nil)
}

func (r *Runner) work(ctx, hard context.Context) {
	tick := time.NewTicker(poll)
	defer tick.Stop()
	for ctx.Err() == nil {
		worked, err := r.step(ctx, hard)
		if err != nil && ctx.Err() == nil {
			r.log.ErrorContext(ctx, "job: worker", "error", err)
		}
		if worked {
			continue
		}
		select {
		case <-ctx.Done():
		case <-r.wake:
		case <-tick.C:
		}
	}
}

// Step puts down what the schedule wants and does one job that is due, and says whether there was one. A test
// or a simulated season calls it instead of Run.
func (r *Runner) Step(ctx context.Context) (worked bool, err error) { return r.step(ctx, ctx) }

func (r *Runner) step(ctx, hard context.Context) (worked bool, err error) {
	if err := r.tick(ctx); err != nil {
		return false, err
	}
	if len(r.names) == 0 {
		return false, nil
	}
	var s Status
	var found bool
	err = r.db.Write(ctx, func(tx db.Tx) (err error) {
		now := r.db.Now()
		s, found, err = claimTx(tx, now, now.Add(r.lease), r.worker, r.names)
		return err
	})
	if err != nil || !found {
		return false, err
	}
	r.rouse()
	r.announce(s)
	return true, r.finish(hard, r.attempt(hard, s, r.kinds[s.Kind].Do))
}

// Drain does jobs until none is due, and says how many it did.
func (r *Runner) Drain(ctx context.Context) (done int, err error) {
	for {
		worked, err := r.Step(ctx)
		if err != nil || !worked {
			return done, err
		}
		done++
	}
}

type outcome struct {
	run *Run
	err error
}

func (r *Runner) attempt(ctx context.Context, s Status, do func(context.Context, *Run) error) outcome {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	run := &Run{ID: s.ID, Kind: s.Kind, Key: s.Key, Attempt: s.Attempts, ByUser: s.ByUser, status: s, runner: r,
		progress: s.Progress, stop: stop}
	r.mu.Lock()
	r.running[s.ID] = run
	r.mu.Unlock()
	err := run.do(ctx, do)
	r.mu.Lock()
	delete(r.running, s.ID)
	r.mu.Unlock()
	return outcome{run, err}
}

// finish writes how an attempt ended. It is written although the process stops.
func (r *Runner) finish(ctx context.Context, o outcome) error {
	run, s, now := o.run, o.run.status, r.db.Now()
	run.mu.Lock()
	s.Progress, s.EndedAt = run.progress, now
	result, ended := run.result, run.ended
	run.mu.Unlock()
	var write func(tx db.Tx) error
	end := func(state State, reason string) {
		s.State, s.Error, s.Result = state, reason, json.RawMessage(result)
		write = func(tx db.Tx) error {
			_, err := endTx(tx, &s, state, reason, result, now)
			return err
		}
	}
	again := func(reason string, dueAt time.Time, more int) {
		s.State, s.Error, s.DueAt, s.EndedAt = Waiting, reason, dueAt, time.Time{}
		write = func(tx db.Tx) error { return againTx(tx, &s, reason, dueAt, more) }
	}
	switch err := o.err; {
	case ended:
		s.State, s.Result = Done, json.RawMessage(result)
		r.announce(s)
		return nil
	case err == nil:
		end(Done, "")
	case errors.Is(err, ErrLost):
		r.log.WarnContext(ctx, "job: lost to another process", "job", s.ID.Text("job_"), "kind", s.Kind)
		return nil
	case errors.Is(err, ErrCancelled):
		end(Cancelled, "")
	case errors.Is(err, ErrStopping), ctx.Err() != nil:
		again("", now, 1)
	case transient(err) && s.Attempts < s.MaxAttempts:
		r.log.WarnContext(ctx, "job: attempt failed", "job", s.ID.Text("job_"), "kind", s.Kind, "attempt",
			s.Attempts,
			"error", err)
		again(brief(err), now.Add(wait(s.Attempts)), 0)
	default:
		r.log.ErrorContext(ctx, "job: failed", "job", s.ID.Text("job_"), "kind", s.Kind, "attempt", s.Attempts,
			"error", err)
		end(Failed, brief(err))
	}
	if err := r.db.Write(context.WithoutCancel(ctx), write); err != nil {
		return err
	}
	r.announce(s)
	return nil
}

func brief(err error) string {
	text := []rune(err.Error())
	return string(text[:min(len(text), maxError)])
}

// wait doubles with each attempt, give or take a fifth, so that what failed together does not come back
// together.
func wait(attempt int64) time.Duration {
	d := min(firstWait<<min(attempt-1, 20), mostWait)
	return d*4/5 + rand.N(d*2/5+1)
}

package job

import (
	"context"
	"encoding/json"
	"fmt"
	"runtime/debug"
	"sync"
	"time"

	"aldia/platform/db"
	"aldia/platform/id"
)

// Run is one attempt at one job, in the hands of its handler.
type Run struct {
	ID      id.ID
	Kind    string
	Key     string
	Attempt int64
	ByUser  id.ID

	status Status
	runner *Runner
	stop   context.CancelCauseFunc

	mu       sync.Mutex
	progress Progress
	dirty    bool
	result   string
	ended    bool // DoneTx was called; the caller's commit decides
}

// Args reads what the job was given.
func (r *Run) Args(into any) error {
	if err := json.Unmarshal(r.status.Args, into); err != nil {
		return fmt.Errorf("job: args of %s: %w", r.Kind, err)
	}
	return nil
}

// Progress says how far the job has come. It may be called for every row: it is written and announced at most
// once a second.
func (r *Run) Progress(done, total int64, note string) {
	r.mu.Lock()
	r.progress, r.dirty = Progress{Done: done, Total: total, Note: note}, true
	r.mu.Unlock()
}

// Came is the progress that an earlier attempt left.
func (r *Run) Came() Progress { return r.status.Progress }

// Result keeps what came out, for whoever asks for the job later. It becomes JSON.
func (r *Run) Result(v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("job: result of %s: %w", r.Kind, err)
	}
	r.mu.Lock()
	r.result = string(b)
	r.mu.Unlock()
	return nil
}

// FenceTx fails with ErrLost when this attempt no longer holds the job, and keeps everybody else from taking
// it until the transaction ends. A handler calls it in every transaction whose change must not be made twice.
func (r *Run) FenceTx(tx db.Tx) error {
	lock := ""
	if tx.Engine() == db.Postgres {
		lock = ` FOR UPDATE`
	}
	held, err := db.One(tx, func(db.Row) error { return nil }, `SELECT id FROM job`+mine+lock, r.ID, r.Attempt)
	if err == nil && !held {
		return ErrLost
	}
	return err
}

// DoneTx ends the job in the transaction of its last change, so that the change and its end happen together
// or not at all. The handler then returns nil.
func (r *Run) DoneTx(tx db.Tx) error {
	r.mu.Lock()
	r.status.Progress = r.progress
	result := r.result
	r.mu.Unlock()
	held, err := endTx(tx, &r.status, Done, "", result, r.runner.db.Now())
	if err != nil {
		return err
	}
	if !held {
		return ErrLost
	}
	tx.AfterCommit(func() {
		r.mu.Lock()
		r.ended = true
		r.mu.Unlock()
	})
	return nil
}

// do calls the handler with a context that ends when the job is cancelled, lost, or the process stops.
func (r *Run) do(ctx context.Context, handler func(context.Context, *Run) error) (err error) {
	quiet := make(chan struct{})
	var pulse sync.WaitGroup
	pulse.Go(func() { r.pulse(ctx, quiet) })
	defer pulse.Wait()
	defer close(quiet)
	defer func() {
		if broken := recover(); broken != nil {
			err = fmt.Errorf("job: %s panicked: %v\n%s", r.Kind, broken, debug.Stack())
		}
		// Whatever broke when the context ended, broke because it ended.
		if cause := context.Cause(ctx); err != nil && cause != nil {
			err = cause
		}
	}()
	return handler(ctx, r)
}

// pulse renews the lease, and writes the progress when there is news.
func (r *Run) pulse(ctx context.Context, quiet <-chan struct{}) {
	tick := time.NewTicker(progressEvery)
	defer tick.Stop()
	beats := 0
	for {
		select {
		case <-quiet:
			return
		case <-tick.C:
		}
		beats++
		r.mu.Lock()
		p, news := r.progress, r.dirty
		r.dirty = false
		r.mu.Unlock()
		if news || beats%beatEvery == 0 {
			r.beat(ctx, p, news)
		}
	}
}

func (r *Run) beat(ctx context.Context, p Progress, news bool) {
	// A lease that cannot be renewed in time is as good as lost; the next beat tries again until then. It is
	// renewed although the job was told to stop: it may still be writing its last change.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), r.runner.lease/2)
	defer cancel()
	var held, wanted bool
	// It is no person's change: one would keep a batch from taking longer steps.
	err := r.runner.db.WriteBatch(ctx, func(tx db.Tx) (err error) {
		held, wanted, err = beatTx(tx, &r.status, p, r.runner.db.Now().Add(r.runner.lease))
		return err
	})
	switch {
	case err != nil:
		r.runner.log.Warn("job: lease not renewed", "job", r.ID.Text("job_"), "kind", r.Kind, "error", err)
	case !held:
		r.stop(ErrLost)
	case wanted:
		r.stop(ErrCancelled)
	case news:
		s := r.status
		s.Progress = p
		r.runner.announce(s)
	}
}

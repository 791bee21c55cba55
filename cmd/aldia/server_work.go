package main

import (
	"context"
	"errors"
	"sync"
	"time"

	"aldia/domain/intake"
	"aldia/platform/audit"
	"aldia/platform/auth"
	"aldia/platform/db"
	"aldia/platform/event"
	"aldia/platform/job"
	"aldia/web/admin"
)

const (
	// tickEvery is how often the worklist looks whose hour has come and who has gone silent.
	tickEvery = 10 * time.Second
	// bearers is how many deliver events at once: they wait for others more than they work.
	bearers = 2
	// lookedAtFor is how long a file of figures waits to be kept once it was uploaded: a week of work.
	lookedAtFor = 7 * 24 * time.Hour
)

// duties registers what the program does by itself, and when.
func (s *server) duties() {
	s.jobs.Register(job.Kind{Name: "house.sweep", Do: func(ctx context.Context, _ *job.Run) error {
		return errors.Join(s.users.Sweep(ctx), s.jobs.Sweep(ctx), s.blobs.Sweep(ctx), s.gate.Sweep(ctx),
			s.blobs.Forget(ctx, admin.FiguresMedia, lookedAtFor))
	}})
	s.jobs.Register(job.Kind{Name: "audit.seal", Do: func(ctx context.Context, run *job.Run) error {
		hash, err := audit.Seal(ctx, s.db)
		if err != nil {
			return err
		}
		return run.Result(map[string]string{"hash": hash})
	}})
	s.jobs.Daily("house.sweep", 3, 10, time.UTC, job.New{Kind: "house.sweep", Key: "daily", Priority: job.Idle})
	s.jobs.Daily("audit.seal", 4, 0, time.UTC, job.New{Kind: "audit.seal", Key: "daily", Priority: job.Idle})
}

// work does what nobody waits for until the context ends: jobs, events, and the hours of the worklist.
func (s *server) work(ctx context.Context) {
	ctx = auth.As(ctx, auth.Program())
	// What stopped half way is not left until the next look.
	if _, _, err := s.jobs.Enqueue(ctx, job.New{Kind: intake.JobResume, Key: intake.JobResume}); err != nil {
		s.log.WarnContext(ctx, "nothing is gone on with", "error", err)
	}
	var all sync.WaitGroup
	all.Go(func() { s.jobs.Run(ctx, s.config.Workers) })
	all.Go(func() { s.bus.Run(ctx, bearers) })
	all.Go(func() { s.tick(ctx) })
	all.Wait()
}

func (s *server) tick(ctx context.Context) {
	every := time.NewTicker(tickEvery)
	defer every.Stop()
	for {
		done, err := s.worklists.Tick(ctx, s.db.Now())
		switch {
		case err != nil && ctx.Err() == nil:
			s.log.WarnContext(ctx, "worklist tick", "error", err)
		case done.Freed > 0 || done.Woken > 0:
			s.moved()
		}
		select {
		case <-ctx.Done():
			return
		case <-every.C:
		}
	}
}

// measure publishes what an operator wants to see besides requests.
func (s *server) measure() {
	s.metrics.Gauge("live_tabs", "Tabs that listen.", func() int64 { return int64(s.hub.Tabs()) })
	s.metrics.Count("live_missed_total", "Hints that did not fit somewhere.", s.hub.Missed)
	s.metrics.Gauges("jobs", "Jobs by state.", "state", func(ctx context.Context) (map[string]int64, error) {
		figures := map[string]int64{}
		err := s.db.Read(ctx, func(tx db.Tx) error {
			counts, err := job.CountTx(tx)
			for state, n := range counts {
				figures[string(state)] = n
			}
			return err
		})
		return figures, err
	})
	s.metrics.Gauges("events", "Deliveries by state.", "state", func(ctx context.Context) (map[string]int64,
		error) {
		figures := map[string]int64{}
		err := s.db.Read(ctx, func(tx db.Tx) error {
			waiting, dead, err := event.CountTx(tx)
			figures["waiting"], figures["dead"] = waiting, dead
			return err
		})
		return figures, err
	})
}

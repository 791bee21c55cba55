package event

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime/debug"
	"slices"
	"sync"
	"time"

	"aldia/platform/db"
)

const (
	// patience is how long a listener may take; the lease lasts longer, so that two never have one event at
	// once.
	patience = 45 * time.Second
	lease    = time.Minute
	// maxAttempts, with the waits below, tries for about three hours before an event is set aside: long
	// enough for a vendor's outage over lunch. What follows it in its key goes on then.
	maxAttempts = 18
	firstWait   = time.Second
	mostWait    = 20 * time.Minute
	// poll finds what another process published, and what is due again.
	poll     = time.Second
	maxError = 1000
)

// Run delivers with that many workers until the context ends; what is being delivered is finished first.
func (b *Bus) Run(ctx context.Context, workers int) {
	var all sync.WaitGroup
	for range workers {
		all.Go(func() { b.work(ctx) })
	}
	all.Wait()
}

func (b *Bus) work(ctx context.Context) {
	tick := time.NewTicker(poll)
	defer tick.Stop()
	for {
		if _, err := b.Deliver(ctx); err != nil && ctx.Err() == nil {
			b.failed(ctx, Event{}, "", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-b.wake:
		case <-tick.C:
		}
	}
}

// Deliver gives out everything that is due now, one after the other, and says how many deliveries succeeded.
// A test or a simulated season calls it instead of Run.
func (b *Bus) Deliver(ctx context.Context) (delivered int, err error) {
	subscribers := b.subscribers()
	if len(subscribers) == 0 {
		return 0, nil
	}
	var settle func(tx db.Tx) error
	for {
		var d delivery
		found, more := false, ctx.Err() == nil
		// The note that one is done and the claim of the next are one transaction. The former must be written
		// although the program is ending, or the event would be delivered again.
		err := b.db.Write(context.WithoutCancel(ctx), func(tx db.Tx) (err error) {
			if settle != nil {
				if err := settle(tx); err != nil {
					return err
				}
			}
			if more {
				now := b.db.Now()
				d, found, err = claimTx(tx, now, now.Add(lease), subscribers)
			}
			return err
		})
		if err != nil || !found {
			return delivered, errors.Join(err, ctx.Err())
		}
		b.rouse()
		if settle, err = b.try(ctx, &d); err == nil {
			delivered++
		}
	}
}

// try gives one event to its subscriber, and what is to be written of it.
func (b *Bus) try(ctx context.Context, d *delivery) (settle func(db.Tx) error, err error) {
	if err = b.call(ctx, d); err == nil {
		return func(tx db.Tx) error { return doneTx(tx, d) }, nil
	}
	b.failed(ctx, d.event, d.subscriber, err)
	reason := []rune(err.Error())
	text := string(reason[:min(len(reason), maxError)])
	dueAt := b.db.Now().Add(wait(d.attempt))
	return func(tx db.Tx) error { return failedTx(tx, d, d.attempt >= maxAttempts, dueAt, text) }, err
}

func (b *Bus) call(ctx context.Context, d *delivery) (err error) {
	listener, known := b.by[route(d.event.Name, d.subscriber)]
	if !known {
		return fmt.Errorf("event: %s does not listen to %s", d.subscriber, d.event.Name)
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	defer func() {
		if broken := recover(); broken != nil {
			err = fmt.Errorf("event: %s panicked: %v\n%s", d.subscriber, broken, debug.Stack())
		}
	}()
	return listener(ctx, d.event)
}

func (b *Bus) subscribers() []any {
	var names []string
	for _, s := range b.plan {
		if s.Later && !slices.Contains(names, s.Subscriber) {
			names = append(names, s.Subscriber)
		}
	}
	all := make([]any, len(names))
	for i, n := range names {
		all[i] = n
	}
	return all
}

// wait doubles with each attempt, give or take a fifth, so that what failed together does not come back
// together.
func wait(attempt int64) time.Duration {
	d := min(firstWait<<min(attempt-1, 20), mostWait)
	return d*4/5 + rand.N(d*2/5+1)
}

package main

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"aldia/domain/contact"
	"aldia/domain/portfolio"
	"aldia/domain/treatment"
	"aldia/domain/worklist"
	"aldia/platform/auth"
	"aldia/platform/db"
	"aldia/platform/id"
)

// perAgent is how long an agent of the measurement takes from one case to the next. People take minutes; a
// second asks for a hundred times what they do, and is what the figures are stated for.
const perAgent = time.Second

// warmUp is for how long the agents work before it counts: connections are opened and statements prepared
// once, not each morning.
const warmUp = 5 * time.Second

// worklist measures next + result with many agents at once, idle and while a close runs.
func (b *bench) worklist(ctx context.Context) (map[string]any, error) {
	if b.agents == 0 {
		b.agents = 50
		if b.program.db.Engine() == db.Postgres {
			b.agents = 200
		}
	}
	if err := b.month(ctx, "ours"); err != nil {
		return nil, err
	}
	if _, err := b.floor(ctx, warmUp, nil); err != nil {
		return nil, err
	}
	idle, err := b.floor(ctx, time.Duration(b.seconds)*time.Second, nil)
	if err != nil {
		return nil, err
	}
	busy, err := b.floor(ctx, 10*time.Minute, func(ctx context.Context) error {
		end := b.on + 1
		for !end.IsMonthEnd() {
			end++
		}
		if _, _, err := b.closeDay(ctx, b.on+1); err != nil {
			return err
		}
		_, _, err := b.closeDay(ctx, end)
		return err
	})
	if err != nil {
		return nil, err
	}
	return map[string]any{
		"agents": b.agents, "each_every_ms": perAgent.Milliseconds(), "idle": idle, "during_close": busy,
	}, nil
}

// latencies sums up how long next + result took.
type latencies struct {
	Cases int     `json:"cases"`
	P50   float64 `json:"p50_ms"`
	P99   float64 `json:"p99_ms"`
	Max   float64 `json:"max_ms"`
}

func latenciesOf(all []time.Duration) latencies {
	if len(all) == 0 {
		return latencies{}
	}
	slices.Sort(all)
	at := func(share float64) float64 {
		return float64(all[int(share*float64(len(all)-1))].Microseconds()) / 1000
	}
	return latencies{len(all), at(0.5), at(0.99), at(1)}
}

// floor lets the agents work for a while, or for as long as meanwhile takes.
func (b *bench) floor(
	ctx context.Context,
	most time.Duration,
	meanwhile func(context.Context) error,
) (latencies, error) {
	creditors, err := b.portfolios.Creditors(ctx)
	if err != nil {
		return latencies{}, err
	}
	ctx, stop := context.WithTimeout(ctx, most)
	defer stop()
	var all []time.Duration
	var failed error
	var mu sync.Mutex
	var wg sync.WaitGroup
	for n := range b.agents {
		wg.Go(func() {
			took, err := b.agent(ctx, n, creditors)
			mu.Lock()
			defer mu.Unlock()
			all, failed = append(all, took...), errors.Join(failed, err)
		})
	}
	if meanwhile != nil {
		err = meanwhile(context.WithoutCancel(ctx))
		stop()
	}
	wg.Wait()
	return latenciesOf(all), errors.Join(err, failed)
}

// agent takes one case after the other and records that nobody answered.
func (b *bench) agent(
	ctx context.Context,
	n int,
	creditors []portfolio.Creditor,
) (took []time.Duration, err error) {
	me := worklist.Agent{ID: id.ID(n + 1)}
	for _, c := range creditors {
		me.Creditors = append(me.Creditors, c.ID)
	}
	leaf := benchLeaf()
	work := auth.As(context.WithoutCancel(ctx), auth.Identity{ID: me.ID, Name: "bench", Role: auth.Agent})
	select { // agents do not press the key in step
	case <-time.After(perAgent * time.Duration(n) / time.Duration(b.agents)):
	case <-ctx.Done():
	}
	tick := time.NewTicker(perAgent)
	defer tick.Stop()
	for ctx.Err() == nil {
		startedAt := time.Now()
		person, found, err := b.worklists.Next(work, me)
		if err != nil {
			return took, err
		}
		if found {
			if _, err = b.contacts.Keep(work, contact.Result{
				PersonID: person, CreditorID: creditors[0].ID, Channel: "voice", Leaf: leaf,
			}); err != nil {
				return took, err
			}
			took = append(took, time.Since(startedAt))
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
		}
	}
	return took, nil
}

// benchLeaf is the first result of the tree that asks nothing.
func benchLeaf() string {
	for _, leaf := range contact.Default().Leaves() {
		if len(leaf.Ask) == 0 {
			return leaf.Path
		}
	}
	return ""
}

// decide measures the decision about one person at once.
func (b *bench) decide(ctx context.Context) (map[string]any, error) {
	if err := b.month(ctx, "ours"); err != nil {
		return nil, err
	}
	var persons []id.ID
	if err := b.program.db.Read(ctx, func(tx db.Tx) error {
		return tx.Query(func(r db.Row) error {
			persons = append(persons, id.ID(r.Int(0)))
			return nil
		}, `SELECT person_id FROM casefile ORDER BY person_id LIMIT 5000`)
	}); err != nil {
		return nil, err
	}
	all := make([]time.Duration, 0, len(persons))
	begun := time.Now()
	for _, person := range persons {
		startedAt := time.Now()
		if err := b.program.db.Write(ctx, func(tx db.Tx) error {
			return b.treatments.ReconsiderTx(tx, person, treatment.Effect{})
		}); err != nil {
			return nil, err
		}
		all = append(all, time.Since(startedAt))
	}
	took := time.Since(begun)
	gate, err := b.gate(ctx, persons)
	if err != nil {
		return nil, err
	}
	return map[string]any{
		"seconds": round(took), "decisions": latenciesOf(all), "gate": gate,
		"decisions_per_second": int64(float64(len(persons)) / took.Seconds()),
	}, nil
}

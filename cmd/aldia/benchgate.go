package main

import (
	"context"
	"sync/atomic"
	"time"

	"aldia/domain/contact"
	"aldia/domain/law"
	"aldia/platform/auth"
	"aldia/platform/clock"
	"aldia/platform/db"
	"aldia/platform/id"
)

const (
	// gateChunk is how many persons the gate is asked about at once, as the close does.
	gateChunk = 500
	// gateEarlier is how many contacts the person has had of whom the gate is asked by itself.
	gateEarlier = 1000
	// gateAsked is how often.
	gateAsked = 1000
)

// gate measures the answer of the gate: for everybody, as the close asks, and for one person of whom there
// is much to count.
func (b *bench) gate(ctx context.Context, persons []id.ID) (map[string]any, error) {
	creditors, err := b.portfolios.Creditors(ctx)
	if err != nil {
		return nil, err
	}
	if err := b.toWork(ctx, creditors[0].ID); err != nil {
		return nil, err
	}
	defer b.clock.work.Store(0)
	p := law.Proposal{CreditorID: creditors[0].ID, Channel: law.Voice}
	reading, judging, allowed := time.Duration(0), time.Duration(0), 0
	for at := 0; at < len(persons); at += gateChunk {
		chunk := persons[at:min(at+gateChunk, len(persons))]
		var dossiers map[id.ID]*law.Dossier
		p.At = b.program.db.Now()
		begun := time.Now()
		if err := b.program.db.Read(ctx, func(tx db.Tx) (err error) {
			dossiers, err = b.program.gate.DossiersTx(tx, chunk, p.At)
			return err
		}); err != nil {
			return nil, err
		}
		read := time.Now()
		for _, person := range chunk {
			p.PersonID = person
			d, err := dossiers[person].Judge(p)
			if err != nil {
				return nil, err
			}
			if d.Allowed {
				allowed++
			}
		}
		reading, judging = reading+read.Sub(begun), judging+time.Since(read)
	}
	p.PersonID, p.At = persons[0], time.Time{}
	ask, reserve, err := b.gateOfOne(ctx, p, year/gateEarlier)
	if err != nil {
		return nil, err
	}
	p.PersonID = persons[1]
	crowdedAsk, crowdedReserve, err := b.gateOfOne(ctx, p, 0)
	if err != nil {
		return nil, err
	}
	cancel, err := b.cancel(ctx, p.CreditorID, persons[2:])
	if err != nil {
		return nil, err
	}
	perSecond := func(took time.Duration) int64 { return int64(float64(len(persons)) / took.Seconds()) }
	return map[string]any{
		"persons": len(persons), "allowed": allowed, "checks_per_second": perSecond(judging),
		"with_reading_per_second": perSecond(judging + reading), "earlier": gateEarlier, "ask": ask,
		"reserve": reserve, "ask_all_today": crowdedAsk, "reserve_all_today": crowdedReserve,
		"cancel": cancel,
	}, nil
}

// year is over what time the contacts lie of somebody who has been called a thousand times.
const year = 365 * 24 * time.Hour

// benchClock is the machine's clock, set back while an earlier time is lived through.
type benchClock struct {
	back atomic.Int64 // while an earlier contact is written down
	work atomic.Int64 // to the latest hours of contact, while the gate is measured
}

func (c *benchClock) Now() time.Time {
	return clock.System{}.Now().Add(-time.Duration(c.back.Load() + c.work.Load()))
}

// toWork sets the clock back to the latest hour in which a creditor's debtors may be called, and may be an
// hour later too: what a refusal costs in the night is not what is asked for by day.
func (b *bench) toWork(ctx context.Context, creditor id.ID) error {
	now := clock.System{}.Now()
	return b.program.db.Read(ctx, func(tx db.Tx) error {
		open := func(at time.Time) (bool, error) {
			opens, err := b.program.gate.OpensTx(tx, []id.ID{creditor}, law.Voice, at)
			return opens[creditor].Equal(at), err
		}
		for back := time.Duration(0); back < 14*24*time.Hour; back += time.Hour {
			begins, err := open(now.Add(-back))
			if err != nil {
				return err
			}
			ends, err := open(now.Add(time.Hour - back))
			if err != nil {
				return err
			}
			if begins && ends {
				b.clock.work.Store(int64(back))
				return nil
			}
		}
		return nil // no law lets anybody be called: refusals are what there is
	})
}

// contacted writes down a thousand contacts with the person of a proposal, so far apart.
func (b *bench) contacted(ctx context.Context, p law.Proposal, apart time.Duration) error {
	defer b.clock.back.Store(0)
	for n := range gateEarlier {
		b.clock.back.Store(int64(apart) * int64(gateEarlier-n))
		if _, err := b.contacts.Hear(ctx, contact.Result{
			PersonID: p.PersonID, CreditorID: p.CreditorID, Channel: string(p.Channel), Leaf: benchLeaf(),
		}); err != nil {
			return err
		}
	}
	return nil
}

// gateOfOne asks and reserves for a person with whom there have been many contacts.
func (b *bench) gateOfOne(
	ctx context.Context, p law.Proposal, apart time.Duration,
) (ask, reserve latencies, err error) {
	ctx = auth.As(ctx, auth.Identity{ID: 1, Name: "bench", Role: auth.Agent})
	if err = b.contacted(ctx, p, apart); err != nil {
		return ask, reserve, err
	}
	asked, reserved := make([]time.Duration, gateAsked), make([]time.Duration, gateAsked)
	for i := range gateAsked {
		begun := time.Now()
		if _, err = b.program.gate.Ask(ctx, p); err != nil {
			return ask, reserve, err
		}
		between := time.Now()
		if _, _, err = b.program.gate.Reserve(ctx, p); err != nil {
			return ask, reserve, err
		}
		asked[i], reserved[i] = between.Sub(begun), time.Since(between)
	}
	return latenciesOf(asked), latenciesOf(reserved), nil
}

package main

import (
	"context"
	"fmt"
	"time"

	"aldia/domain/law"
	"aldia/domain/money"
	"aldia/domain/payment"
	"aldia/platform/auth"
	"aldia/platform/db"
	"aldia/platform/id"
)

const (
	// cancelPersons is with how many persons each act is timed.
	cancelPersons = 100
	// cancelFew is how many open permits each of them has, and cancelMany the one who has the most: a call on
	// each working day to come, which is all that Ecuador allows. The gate counts what is taken at each of
	// them, so that a thousand for everybody would take longer than all the rest of the measurement.
	cancelFew, cancelMany = 10, 1000
	// cancelAhead is over how many days ahead the calls may lie: a thousand working days and the holidays.
	cancelAhead = 5 * 365
	// cancelPaid is what is paid, in minor units.
	cancelPaid = 100
)

// cancelAct is something after which nobody may be contacted by what was queued before it.
type cancelAct struct {
	name string
	do   func(context.Context, id.ID) error
}

// cancel measures how long each act takes that takes back every open permit of a person, from its beginning
// to its commit.
func (b *bench) cancel(ctx context.Context, creditor id.ID, persons []id.ID) (map[string]any, error) {
	ctx = auth.As(ctx, auth.Identity{ID: 1, Name: "bench", Role: auth.Supervisor})
	acts := []cancelAct{
		{"opt_out", b.marking(law.OptOut)}, {"payment", b.paying(creditor)},
		{"dispute", b.marking(law.Disputed)}, {"stop_order", b.marking(law.StopOrder)},
	}
	each := min(cancelPersons+1, len(persons)/len(acts))
	answer, most := map[string]any{"permits": cancelFew, "most_permits": cancelMany}, map[string]latencies{}
	for n, act := range acts {
		var all []time.Duration
		for i, person := range persons[n*each : (n+1)*each] {
			open := cancelFew
			if i == 0 {
				open = cancelMany
			}
			p := law.Proposal{PersonID: person, CreditorID: creditor, Channel: law.Voice}
			if err := b.queue(ctx, p, open); err != nil {
				return nil, err
			}
			took, err := b.timed(ctx, act, person, open)
			if err != nil {
				return nil, err
			}
			if i == 0 {
				most[act.name] = latenciesOf([]time.Duration{took})
			} else {
				all = append(all, took)
			}
		}
		answer[act.name] = latenciesOf(all)
	}
	answer["of_most"] = most
	return answer, nil
}

// timed does it to a person, and fails where a permit was not open before it or is open after it.
func (b *bench) timed(ctx context.Context, act cancelAct, person id.ID, open int) (time.Duration, error) {
	before, err := b.openPermits(ctx, person)
	if err != nil {
		return 0, err
	}
	begun := time.Now()
	if err := act.do(ctx, person); err != nil {
		return 0, err
	}
	took := time.Since(begun)
	after, err := b.openPermits(ctx, person)
	if err == nil && (before != int64(open) || after != 0) {
		err = fmt.Errorf(
			"bench: %s: %d of %d permits were open before, %d are after",
			act.name,
			before,
			open,
			after,
		)
	}
	return took, err
}

func (b *bench) openPermits(ctx context.Context, person id.ID) (n int64, err error) {
	err = b.program.db.Read(ctx, func(tx db.Tx) error {
		n, err = db.Int(tx, `SELECT count(*) FROM permit WHERE person_id = ? AND state = 'open'`, person)
		return err
	})
	return n, err
}

// queue reserves so many calls of a person at the gate, each on the next day on which it allows one.
func (b *bench) queue(ctx context.Context, p law.Proposal, open int) error {
	morning := time.Now().UTC().Truncate(24 * time.Hour).Add(15 * time.Hour) // ten o'clock in Quito
	return b.program.db.Write(ctx, func(tx db.Tx) error {
		left := open
		for ahead := 1; left > 0 && ahead <= cancelAhead; ahead++ {
			p.At = morning.AddDate(0, 0, ahead)
			_, d, err := b.program.gate.ReserveTx(ctx, tx, p)
			if err != nil {
				return err
			}
			if d.Allowed {
				left--
			}
		}
		if left > 0 {
			return fmt.Errorf("bench: the gate gave %d of %d permits", open-left, open)
		}
		return nil
	})
}

// marking sets a mark of a kind for all debts and channels of a person.
func (b *bench) marking(kind law.MarkKind) func(context.Context, id.ID) error {
	return func(ctx context.Context, person id.ID) error {
		_, err := b.program.gate.Mark(ctx, law.Mark{PersonID: person, Kind: kind, Proof: "bench"})
		return err
	}
}

// paying receives a payment for one of a person's accounts, as a creditor's file brings it.
func (b *bench) paying(creditor id.ID) func(context.Context, id.ID) error {
	return func(ctx context.Context, person id.ID) error {
		cut := b.program.db.IDs().New()
		in := payment.Incoming{PaidOn: b.on, Amount: cancelPaid, Reference: cut.Text("")}
		return b.program.db.Write(ctx, func(tx db.Tx) error {
			if _, err := db.One(tx, func(r db.Row) error {
				in.Account, in.AccountKey, in.Currency = r.Text(0), r.Int(1), money.Currency(r.Text(2))
				return nil
			}, `SELECT number, key, currency FROM account WHERE person_id = ? AND creditor_id = ? LIMIT 1`,
				person, creditor); err != nil {
				return err
			}
			results, err := b.payments.ReceiveTx(tx, cut, creditor, []payment.Incoming{in})
			if err == nil && results[0].Outcome != payment.WasApplied {
				err = fmt.Errorf("bench: the payment was %s", results[0].Outcome)
			}
			return err
		})
	}
}

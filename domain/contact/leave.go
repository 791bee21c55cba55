package contact

import (
	"context"

	"aldia/domain/law"
	"aldia/platform/audit"
	"aldia/platform/db"
	"aldia/platform/id"
)

// Record keeps the result of an attempt or a conversation that we began with a permit of the gate, which is
// spent, and does what follows from it: one transaction with all who listen to it. A second call of the same
// user with the same idempotency key does nothing and gives the answer of the first, also when the result
// would be refused by now.
func (c *Contacts) Record(ctx context.Context, permit law.Permit, r Result) (done Recorded, err error) {
	return c.write(ctx, func(tx db.Tx) (Recorded, error) { return c.RecordTx(ctx, tx, permit, r) })
}

// RecordTx does so in a transaction that has begun.
func (c *Contacts) RecordTx(ctx context.Context, tx db.Tx, permit law.Permit, r Result) (Recorded, error) {
	return c.record(ctx, tx, r, leave{way: permitted, permit: permit, permitID: permit.ID()})
}

// Hear keeps the result of a contact that the person began: no rule of ours is against it.
func (c *Contacts) Hear(ctx context.Context, r Result) (done Recorded, err error) {
	return c.write(ctx, func(tx db.Tx) (Recorded, error) { return c.HearTx(ctx, tx, r) })
}

// HearTx does so in a transaction that has begun.
func (c *Contacts) HearTx(ctx context.Context, tx db.Tx, r Result) (Recorded, error) {
	return c.record(ctx, tx, r, leave{way: heard})
}

// Keep keeps the result of a contact that we began, as the person who did it tells it: with the permit that
// they hold for it, and otherwise as one that nobody asked the gate about. What happened is never lost: where
// the gate would have refused it, it is kept as a breach, with the gate's answer, in the book and for all who
// lead to see.
func (c *Contacts) Keep(ctx context.Context, r Result) (done Recorded, err error) {
	return c.write(ctx, func(tx db.Tx) (Recorded, error) { return c.KeepTx(ctx, tx, r) })
}

// KeepTx does so in a transaction that has begun.
func (c *Contacts) KeepTx(ctx context.Context, tx db.Tx, r Result) (Recorded, error) {
	return c.record(ctx, tx, r, leave{way: told})
}

func (c *Contacts) write(ctx context.Context, f func(db.Tx) (Recorded, error)) (done Recorded, err error) {
	err = c.db.Write(ctx, func(tx db.Tx) error {
		done, err = f(tx)
		return err
	})
	return done, err
}

// way is how a contact came about.
type way int

const (
	permitted way = iota // with the permit that was handed in
	told                 // by us; whether there is a permit is looked up
	heard                // the person began it
	admitted             // by us, and nobody asked the gate
)

// leave is what a contact happened with.
type leave struct {
	way      way
	permit   law.Permit
	permitID id.ID
}

// look asks for the permit that who acts holds, where none was handed in.
func (l *leave) look(c *Contacts, user id.ID, r *Result) (questions []db.Question) {
	if l.way == told {
		questions = append(questions, c.gate.AskMine(user, r.PersonID, law.Channel(r.Channel), &l.permit))
	}
	return questions
}

// settle refuses a permit that is for another contact.
func (l *leave) settle(c *Contacts, r *Result) error {
	switch l.way {
	case heard, admitted:
		return nil
	case told:
		if !l.permit.Valid() {
			l.way, l.permitID = admitted, c.db.IDs().New()
			return nil
		}
		l.way, l.permitID = permitted, l.permit.ID()
	case permitted:
	}
	return l.permit.For(r.PersonID, law.Channel(r.Channel))
}

// answer spends the permit, or lets the gate say after the event what it would have said before.
func (l *leave) answer(
	ctx context.Context, tx db.Tx, c *Contacts, done *Recorded, r *Result,
) (d law.Decision, err error) {
	result := LawResult(done.Channel, done.Kind, done.Reached)
	switch l.way {
	case permitted:
		return d, c.gate.SpendTx(tx, l.permit, result, done.ContactID)
	case heard, told:
		return d, nil
	case admitted:
	}
	d, err = c.gate.AdmitTx(ctx, tx, law.Proposal{
		PersonID: done.PersonID, CreditorID: done.CreditorID, Debts: done.Debts, Channel: law.Channel(done.Channel),
		Party: law.Party(done.Party), PointID: done.ContactPointID,
	}, law.Happened{
		PermitID: l.permitID, ContactID: done.ContactID, Result: result, Since: r.StartedAt, At: done.At,
	})
	if err != nil || d.Allowed {
		return d, err
	}
	done.Breach = true
	return d, markBreach(tx, done.ContactID)
}

// tellBreach writes into the book that a contact happened which the gate would have refused.
func tellBreach(tx db.Tx, done *Recorded, d *law.Decision) error {
	first, _ := d.First()
	return audit.AppendTx(
		tx,
		audit.Entry{At: done.At, ByUser: done.UserID, What: "contact.breached", On: "contact",
			OnID: done.ContactID, Person: done.PersonID, Why: first.ID,
			Detail: map[string]any{"channel": done.Channel, "rules": rulesOf(d), "permit": done.PermitID}},
	)
}

func rulesOf(d *law.Decision) []string {
	all := make([]string, len(d.Blocked))
	for i := range d.Blocked {
		all[i] = d.Blocked[i].ID
	}
	return all
}

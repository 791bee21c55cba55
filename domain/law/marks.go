package law

import (
	"context"
	"slices"

	"aldia/platform/audit"
	"aldia/platform/auth"
	"aldia/platform/db"
	"aldia/platform/event"
	"aldia/platform/id"
)

// Mark sets down what stands for or against contacting a person. What stands against it cancels every open
// permit that it concerns, in the same transaction.
func (g *Gate) Mark(ctx context.Context, m Mark) (set Mark, err error) {
	err = g.db.Write(ctx, func(tx db.Tx) error {
		set, err = g.MarkTx(ctx, tx, m)
		return err
	})
	return set, err
}

// MarkTx does so in a transaction that has begun. A stop order is given by who leads.
func (g *Gate) MarkTx(ctx context.Context, tx db.Tx, m Mark) (Mark, error) {
	needs := auth.CaseWork
	if m.Kind == StopOrder {
		needs = auth.CaseAssign
	}
	who, err := auth.Allow(ctx, needs)
	if err != nil {
		return Mark{}, err
	}
	if n, err := countMarks(tx, m.PersonID); err != nil {
		return Mark{}, err
	} else if n >= MostMarks {
		return Mark{}, ErrMarkMany.With(MostMarks)
	}
	m.ByUser = who.ID
	set, err := g.HearTx(tx, m)
	if err != nil {
		return Mark{}, err
	}
	err = g.tellMarked(tx, &set)
	return set, err
}

// HearTx sets down what the house has heard; ByUser is who heard it. The same thing said again changes
// nothing.
func (g *Gate) HearTx(tx db.Tx, m Mark) (Mark, error) {
	now := g.db.Now()
	if m.From.IsZero() {
		m.From = now
	}
	if err := m.check(); err != nil {
		return Mark{}, err
	}
	if tx.Engine() == db.Postgres { // who reserves at this moment comes before or after, not between
		if err := tx.Batch(holdPerson(m.PersonID)); err != nil {
			return Mark{}, err
		}
	}
	m.SetAt = now
	same, err := standing(tx, &m)
	if err != nil || same.ID != 0 {
		return same, err
	}
	m.ID = g.db.IDs().New()
	if err := addMark(tx, &m); err != nil {
		return Mark{}, err
	}
	cancelled := 0
	if m.Forbids() || m.Avoids() { // who has a place at another hour may take it again
		channel := Channel("")
		if m.Kind == OptOut || m.Avoids() {
			channel = m.Channel
		}
		if cancelled, err = g.CancelTx(tx, []id.ID{m.PersonID}, channel, string(m.Kind)); err != nil {
			return Mark{}, err
		}
	}
	return m, audit.AppendTx(tx, audit.Entry{At: now, ByUser: m.ByUser, What: "mark.set", On: "mark", OnID: m.ID,
		Person: m.PersonID, Why: m.Proof,
		Detail: markLine{string(m.Kind), string(m.Channel), m.AccountID, m.Hours, m.PointID, cancelled}})
}

// markLine is what the book says of a mark.
type markLine struct {
	Kind      string `json:"kind"`
	Channel   string `json:"channel,omitempty"`
	Account   id.ID  `json:"account,omitempty"`
	Hours     string `json:"hours,omitempty"`
	Point     id.ID  `json:"point,omitempty"`
	Cancelled int    `json:"cancelled,omitempty"` // open permits
}

// standing finds the mark that says the same already. A consent or a wish is new each time: its day counts.
func standing(tx db.Tx, m *Mark) (same Mark, err error) {
	var all []Mark
	take := func(one Mark) { all = append(all, one) }
	if err := tx.Batch(askMarks(db.List{int64(m.PersonID)}, m.SetAt, take)); err != nil {
		return Mark{}, err
	}
	at := slices.IndexFunc(all, func(one Mark) bool {
		return (m.Forbids() || m.Avoids()) && one.Kind == m.Kind && one.Channel == m.Channel &&
			one.AccountID == m.AccountID && one.Hours == m.Hours && one.PointID == m.PointID &&
			one.Until.IsZero() && !one.From.After(m.From)
	})
	if at < 0 {
		return Mark{}, nil
	}
	return all[at], nil
}

// DebtsTx gives the open debts of a person with a creditor.
func (g *Gate) DebtsTx(tx db.Tx, person, creditor id.ID) (all []id.ID, err error) {
	err = tx.Batch(askAccounts(db.List{int64(person)}, func(_ id.ID, a debtOf) {
		if a.creditor == creditor && a.open {
			all = append(all, a.account)
		}
	}))
	return all, err
}

// EndMark says that a mark does not stand any more, and why. What forbids contacts is ended by who leads.
func (g *Gate) EndMark(ctx context.Context, mark id.ID, why string) error {
	return g.db.Write(ctx, func(tx db.Tx) error { return g.EndMarkTx(ctx, tx, mark, why) })
}

// EndMarkTx does so in a transaction that has begun.
func (g *Gate) EndMarkTx(ctx context.Context, tx db.Tx, mark id.ID, why string) error {
	m, found, err := markIn(tx, mark)
	if err != nil {
		return err
	}
	needs := auth.CaseWork
	if found && m.Forbids() {
		needs = auth.CaseAssign
	}
	who, err := auth.Allow(ctx, needs)
	switch {
	case err != nil:
		return err
	case !found:
		return ErrMark
	case why == "":
		return ErrMarkWhy
	case len([]rune(why)) > maxProof:
		return ErrMarkLong.With(maxProof)
	}
	m.EndedAt, m.EndedBy, m.EndedWhy = g.db.Now(), who.ID, why
	n, err := endMark(tx, &m)
	switch {
	case err != nil:
		return err
	case n == 0:
		return ErrMarkEnded
	}
	if err := g.tellMarked(tx, &m); err != nil {
		return err
	}
	return audit.AppendTx(
		tx,
		audit.Entry{At: m.EndedAt, ByUser: who.ID, What: "mark.ended", On: "mark", OnID: m.ID,
			Person: m.PersonID, Why: why, Detail: markLine{Kind: string(m.Kind), Channel: string(m.Channel),
				Account: m.AccountID, Hours: m.Hours, Point: m.PointID}},
	)
}

// Marks gives all marks of a person, also those that were ended, the newest first.
func (g *Gate) Marks(ctx context.Context, person id.ID) (all []Mark, err error) {
	err = g.db.Read(ctx, func(tx db.Tx) error {
		all, err = marksOf(tx, person)
		return err
	})
	return all, err
}

func (g *Gate) tellMarked(tx db.Tx, m *Mark) error {
	return g.bus.PublishTx(tx, event.Event{Name: NameMarked, Key: m.PersonID, At: g.db.Now(), Body: *m})
}

package worklist

import (
	"context"
	"time"

	"aldia/platform/db"
	"aldia/platform/id"
)

// Standing is where a person's case stands on the list, for who looks at it.
type Standing struct {
	Listed   bool
	State    State
	ReadyAt  time.Time // zero: it does not wait
	HeldBy   id.ID     // none: nobody works on it now
	HeldName string
	AgentID  id.ID     // who keeps it; none: whoever asks next
	AgreedAt time.Time // the hour of a call that was agreed; zero: none was
}

// Standing gives where a person's case stands on the list, for who sees the debts to some creditors; without
// any, for who sees all. A lock whose agent has gone silent holds nothing.
func (l *Worklists) Standing(ctx context.Context, person id.ID, creditors ...id.ID) (s Standing, err error) {
	err = l.db.Read(ctx, func(tx db.Tx) error {
		w, found, err := rowOf(tx, person)
		if err != nil || !found {
			return err
		}
		w, listed, err := seenRow(tx, w, creditors)
		if err != nil {
			return err
		}
		s = Standing{Listed: listed, State: w.State, HeldBy: w.HeldBy(l.now()), AgentID: w.AgentID}
		if Agreed(w.Priority) {
			s.AgreedAt = db.Time(w.AgainAt)
		}
		if w.State == Waiting && w.ReadyAt != never {
			s.ReadyAt = db.Time(w.ReadyAt)
		}
		if s.HeldBy != 0 {
			s.HeldName, _, err = staffName(tx, s.HeldBy)
		}
		return err
	})
	return s, err
}

// Soonest is when the first of the cases that wait for their hour comes back to an agent: one they keep or
// anybody's. found is false when none waits.
func (l *Worklists) Soonest(ctx context.Context, a Agent) (at time.Time, found bool, err error) {
	err = l.db.Read(ctx, func(tx db.Tx) error {
		owners, creditors := listOf([]id.ID{0, a.ID}), listOf(a.Creditors)
		n, err := db.Int(tx, `SELECT COALESCE(min(w.ready_at), 0) FROM (
			SELECT ready_at FROM work WHERE state = 1 AND agent_id IN ?list AND creditor_id IN ?list
			UNION ALL
			SELECT ready_at FROM work_further WHERE state = 1 AND agent_id IN ?list AND creditor_id IN ?list) AS w`,
			owners, creditors, owners, creditors)
		if err == nil && n != 0 && n != never {
			at, found = db.Time(n), true
		}
		return err
	})
	return at, found, err
}

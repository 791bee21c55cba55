package worklist

import (
	"cmp"
	"slices"

	"aldia/domain/contact"
	"aldia/domain/treatment"
	"aldia/platform/db"
	"aldia/platform/id"
)

// The rows of a person who owes several creditors: one stands in work, where it is also the person's lock,
// and the others in work_further. Whoever writes the others has written or locked the first before, so that
// nobody waits in a ring; a row of them is locked when the first is.

// furtherAsWork reads a further row f as one of work; its mark is that it has less than none beside it.
const furtherAsWork = `f.person_id, f.agent_id, f.creditor_id, f.state, f.priority, f.ready_at,
	CAST(0 AS BIGINT), CAST(0 AS BIGINT), CAST(0 AS BIGINT), f.step, CAST(-1 AS BIGINT)`

// bare is what is kept of a further row: the lock and what was asked for are the person's.
func (w Work) bare() Work {
	return Work{PersonID: w.PersonID, AgentID: w.AgentID, CreditorID: w.CreditorID, State: w.State,
		Priority: w.Priority, ReadyAt: w.ReadyAt, Step: w.Step}
}

// beside is a row of another creditor of the person whose lock w is.
func (w Work) beside(other Work) Work {
	other.PersonID, other.LockedBy, other.LockedAt, other.AgainAt = w.PersonID, w.LockedBy, w.LockedAt, w.AgainAt
	other.State = stateAs(w, other)
	return other
}

func stateAs(lock, w Work) State {
	if lock.State == Locked {
		return Locked
	}
	if w.State == Locked {
		return Waiting
	}
	return w.State
}

// planSeveral compares what is wanted of a person with several creditors with what is there, before or
// after it: a creditor's row keeps its hour and whether a call was agreed, also where it changes its
// place.
func (c *changes) planSeveral(was Work, found bool, also []Work, run []Place, now int64) {
	person := run[0].PersonID
	if run[0].Remove {
		if len(also) > 0 {
			c.reset = append(c.reset, int64(person))
		}
		is := was.placed(run[0], now)
		is.Further = 0
		switch {
		case found && was.State != Locked:
			c.remove = append(c.remove, int64(person))
		case found && is != was:
			c.update = append(c.update, is)
		}
		return
	}
	rows := make([]Work, len(run))
	for i, p := range run {
		rows[i] = rowFor(was, also, found, p, now)
	}
	first := rows[0]
	first.Further = int64(len(rows) - 1)
	switch {
	case !found:
		c.insert = append(c.insert, first)
	case first != was:
		c.update = append(c.update, first)
	}
	c.replace(person, also, rows[1:])
}

// rowFor is the row of a creditor after a decision.
func rowFor(was Work, also []Work, found bool, p Place, now int64) Work {
	base, known := was, found && was.CreditorID == p.CreditorID
	if i := slices.IndexFunc(also, func(w Work) bool { return w.CreditorID == p.CreditorID }); i >= 0 && !known {
		base, known = was.beside(also[i]), true
	}
	if known {
		base.Further = 0
		return base.placed(p, now)
	}
	is := was.beside(Work{}).placed(p, now)
	is.PersonID, is.ReadyAt = p.PersonID, is.readyAt(p)
	if is.State != Locked {
		is.State = stateAt(is.ReadyAt, now)
	}
	return is
}

// replace puts further rows in the place of those that are there, when they differ.
func (c *changes) replace(person id.ID, have, want []Work) {
	bare := func(rows []Work) []Work {
		all := make([]Work, len(rows))
		for i := range rows {
			all[i] = rows[i].bare()
		}
		slices.SortFunc(all, func(a, b Work) int { return cmp.Compare(a.CreditorID, b.CreditorID) })
		return all
	}
	have, want = bare(have), bare(want)
	if slices.Equal(have, want) {
		return
	}
	if len(have) > 0 {
		c.reset = append(c.reset, int64(person))
	}
	c.further = append(c.further, want...)
}

// toldTo are the creditors whose debts alone a result rests; none when it is of the person.
func toldTo(r contact.Recorded) []id.ID {
	if r.CreditorID != 0 && r.Rests() && treatment.OfDebts(treatment.Hold(r.Hold)) {
		return r.About()
	}
	return []id.ID{}
}

// settle is what a result makes of a person's rows, the first of which is the lock; rests says of a
// creditor that its debts rest already, and until is never for a rest without end. What is of debts
// touches the rows of the creditors about whose debts it was; all else is of the person. No rows are left
// when the case has ended.
func settle(rows []Work, r contact.Recorded, rests func(creditor id.ID) bool, until, now int64) []Work {
	lock := rows[0]
	elsewhere := lock.State == Locked && lock.LockedBy != r.UserID
	told := toldTo(r)
	again := until
	if r.Rests() || until == never {
		again = 0
	}
	var left []Work
	for _, w := range rows {
		concerned := len(told) == 0 || slices.Contains(told, w.CreditorID)
		switch {
		case concerned && until == never:
			continue
		case concerned:
			later := w.ReadyAt == never || w.ReadyAt > until && r.Kind != contact.Callback && rests(w.CreditorID)
			if !later {
				w.ReadyAt = until
			}
			w.Priority %= agreed
			if r.Kind == contact.Callback && w.CreditorID == r.CreditorID {
				w.Priority += agreed
			}
		case Agreed(w.Priority):
			again = lock.AgainAt // a call was agreed about other debts: it stays agreed
		}
		left = append(left, w)
	}
	for i := range left {
		w := &left[i]
		w.AgainAt = again
		if !elsewhere {
			w.State, w.LockedBy, w.LockedAt = stateAt(w.ReadyAt, now), 0, 0
		}
	}
	slices.SortStableFunc(left, func(a, b Work) int {
		return cmp.Or(cmp.Compare(a.ReadyAt, b.ReadyAt), cmp.Compare(b.Priority, a.Priority))
	})
	return left
}

// settleSeveral puts the rows of who owes several creditors where a result sends them, and lets go of a
// row of other debts than those it was about.
func settleSeveral(tx db.Tx, r contact.Recorded, until, now int64) error {
	was, found, err := lockedRow(tx, r.PersonID)
	if err != nil || !found {
		return err
	}
	also, err := furtherOf(tx, db.List{int64(r.PersonID)})
	if err != nil {
		return err
	}
	resting, err := restingOf(tx, r.PersonID)
	if err != nil {
		return err
	}
	rows := []Work{was}
	for _, w := range also[r.PersonID] {
		rows = append(rows, was.beside(w))
	}
	left := settle(rows, r, func(creditor id.ID) bool { return resting[0] || resting[creditor] }, until, now)
	var c changes
	elsewhere := was.State == Locked && was.LockedBy != r.UserID
	switch {
	case len(left) > 0:
		left[0].Further = int64(len(left) - 1)
		c.update = append(c.update, left[0])
		c.replace(r.PersonID, also[r.PersonID], left[1:])
	case elsewhere: // it goes once they let go
		was.ReadyAt, was.AgainAt, was.Further = never, 0, 0
		c.update, c.reset = append(c.update, was), db.List{int64(r.PersonID)}
	default:
		if _, err := tx.Exec(`DELETE FROM work WHERE person_id = ?`, r.PersonID); err != nil {
			return err
		}
		c.reset = db.List{int64(r.PersonID)}
	}
	return c.write(tx)
}

// seesAny says whether the agent may see any of the debts by which a person stands on the list, or any that
// only rests: who may see some of the debts may speak with the person.
func seesAny(tx db.Tx, a Agent, w Work) (bool, error) {
	if a.Sees(w.CreditorID) {
		return true, nil
	}
	n, err := db.Int(tx, `SELECT count(*) FROM casefile_creditor WHERE person_id = ? AND creditor_id IN ?list`,
		w.PersonID, listOf(a.Creditors))
	if err != nil || n > 0 || w.Further == 0 {
		return n > 0, err
	}
	n, err = db.Int(tx, `SELECT count(*) FROM work_further WHERE person_id = ? AND creditor_id IN ?list`,
		w.PersonID, listOf(a.Creditors))
	return n > 0, err
}

// seenRow is the row of a person by which they stand on the list of who sees the debts to some creditors:
// the one that comes first. Without any such row it is the lock alone.
func seenRow(tx db.Tx, w Work, creditors []id.ID) (row Work, listed bool, err error) {
	if len(creditors) == 0 || w.Further == 0 && slices.Contains(creditors, w.CreditorID) {
		return w, true, nil
	}
	also, err := furtherOf(tx, db.List{int64(w.PersonID)})
	if err != nil {
		return w, false, err
	}
	rows := []Work{w}
	for _, other := range also[w.PersonID] {
		rows = append(rows, w.beside(other))
	}
	rows = slices.DeleteFunc(rows, func(w Work) bool { return !slices.Contains(creditors, w.CreditorID) })
	if len(rows) == 0 {
		return Work{PersonID: w.PersonID, State: w.State, LockedBy: w.LockedBy, LockedAt: w.LockedAt}, false, nil
	}
	return slices.MinFunc(rows, func(a, b Work) int {
		return cmp.Or(cmp.Compare(a.ReadyAt, b.ReadyAt), cmp.Compare(b.Priority, a.Priority))
	}), true, nil
}

// settleOwners takes from places of several creditors the agent who keeps the person's case, where they may
// not see that creditor's debts: nobody else would ever be given them.
func settleOwners(tx db.Tx, runs [][]Place) error {
	var agents db.List
	for _, run := range runs {
		if len(run) > 1 && run[0].AgentID != 0 {
			agents = append(agents, int64(run[0].AgentID))
		}
	}
	if len(agents) == 0 {
		return nil
	}
	bound := map[id.ID]map[id.ID]bool{}
	if err := tx.Query(func(r db.Row) error {
		agent := id.ID(r.Int(0))
		if bound[agent] == nil {
			bound[agent] = map[id.ID]bool{}
		}
		bound[agent][id.ID(r.Int(1))] = true
		return nil
	}, `SELECT s.id, coalesce(c.creditor_id, 0) FROM staff AS s LEFT JOIN staff_creditor AS c ON
		c.staff_id = s.id
		WHERE s.all_creditors = 0 AND s.id IN ?list`, agents); err != nil {
		return err
	}
	for n, run := range runs {
		if len(run) == 1 || bound[run[0].AgentID] == nil {
			continue
		}
		runs[n] = slices.Clone(run)
		for i := range run {
			if !bound[run[i].AgentID][run[i].CreditorID] {
				runs[n][i].AgentID = 0
			}
		}
	}
	return nil
}

package worklist

import (
	"slices"
	"strconv"
	"strings"

	"aldia/domain/contact"
	"aldia/platform/db"
	"aldia/platform/id"
)

const workColumns = `person_id, agent_id, creditor_id, state, priority, ready_at, again_at, locked_by, ` +
	`locked_at, step, further`

func scan(r db.Row) Work {
	return Work{PersonID: id.ID(r.Int(0)), AgentID: id.ID(r.Int(1)), CreditorID: id.ID(r.Int(2)),
		State: State(r.Int(3)), Priority: r.Int(4), ReadyAt: r.Int(5), AgainAt: r.Int(6), LockedBy: id.ID(r.Int(7)),
		LockedAt: r.Int(8), Step: r.Text(9), Further: r.Int(10)}
}

func rowOf(tx db.Tx, person id.ID) (w Work, found bool, err error) {
	found, err = db.One(tx, func(r db.Row) error {
		w = scan(r)
		return nil
	}, `SELECT `+workColumns+` FROM work WHERE person_id = ?`, person)
	return w, found, err
}

func rowsOf(tx db.Tx, persons db.List) (map[id.ID]Work, error) {
	return gather(tx, `SELECT `+workColumns+` FROM work WHERE person_id IN ?list`, persons)
}

// lockRows locks in the order of the persons, so that two batches cannot wait for each other.
func lockRows(tx db.Tx, persons db.List) (map[id.ID]Work, error) {
	return gather(tx, `SELECT `+workColumns+` FROM work WHERE person_id IN ?list
		ORDER BY person_id FOR UPDATE`, persons)
}

func gather(tx db.Tx, sql string, persons db.List) (map[id.ID]Work, error) {
	rows := make(map[id.ID]Work, len(persons))
	err := tx.Query(func(r db.Row) error {
		w := scan(r)
		rows[w.PersonID] = w
		return nil
	}, sql, persons)
	return rows, err
}

// insertRows adds rows. On PostgreSQL another transaction may have added a person's row since we looked:
// two first decisions about one person at one moment, of which either will do. Each of the few steps makes
// one statement.
func insertRows(tx db.Tx, rows []Work) error {
	if tx.Engine() == db.SQLite {
		return tx.Insert("work", strings.Split(workColumns, ", "), len(rows), func(i int, v *db.Values) {
			v.Int(int64(rows[i].PersonID))
			values(v, &rows[i])
		})
	}
	steps := map[string][]*Work{}
	for i := range rows {
		steps[rows[i].Step] = append(steps[rows[i].Step], &rows[i])
	}
	for step, rows := range steps {
		lists := make([]db.List, 7)
		for _, w := range rows {
			for k, v := range []int64{int64(w.PersonID), int64(w.AgentID), int64(w.CreditorID), int64(w.State),
				w.Priority, w.ReadyAt, w.Further} {
				lists[k] = append(lists[k], v)
			}
		}
		_, err := tx.Exec(`INSERT INTO work (`+workColumns+`)
			SELECT u.person, u.agent, u.creditor, u.state, u.priority, u.ready, 0, 0, 0, CAST(? AS TEXT),
				u.further
			FROM unnest(CAST(? AS BIGINT[]), CAST(? AS BIGINT[]), CAST(? AS BIGINT[]), CAST(? AS BIGINT[]),
				CAST(? AS BIGINT[]), CAST(? AS BIGINT[]), CAST(? AS BIGINT[]))
				AS u (person, agent, creditor, state, priority, ready, further)
			ON CONFLICT (person_id) DO NOTHING`, step, lists[0], lists[1], lists[2], lists[3], lists[4], lists[5],
			lists[6])
		if err != nil {
			return err
		}
	}
	return nil
}

func updateRows(tx db.Tx, rows []Work) error {
	columns := strings.Split(workColumns, ", ")
	return tx.Update("work", columns[0], columns[1:], len(rows), func(i int, v *db.Values) {
		v.Int(int64(rows[i].PersonID))
		values(v, &rows[i])
	})
}

func values(v *db.Values, w *Work) {
	v.Int(int64(w.AgentID))
	v.Int(int64(w.CreditorID))
	v.Int(int64(w.State))
	v.Int(w.Priority)
	v.Int(w.ReadyAt)
	v.Int(w.AgainAt)
	v.Int(int64(w.LockedBy))
	v.Int(w.LockedAt)
	v.Text(w.Step)
	v.Int(w.Further)
}

func removeRows(tx db.Tx, persons db.List) error {
	_, err := tx.Exec(`DELETE FROM work WHERE person_id IN ?list AND state <> 2`, persons)
	return err
}

// list spells a list argument as the rows of a table with one column, named x.v: the engines differ in it.
func list(e db.Engine, name string) string {
	if e == db.Postgres {
		return `unnest(CAST(? AS BIGINT[])) AS ` + name + `(v)`
	}
	return `(SELECT value AS v FROM json_each(?)) AS ` + name
}

// heads gives what the agent has in hand and the first n ready cases of each of their creditors, their own
// and anybody's: one step down the index work_next for each, however long the list is.
func heads(tx db.Tx, a Agent, n int) ([]Work, error) {
	owners := db.List{int64(a.ID), 0}
	creditors := listOf(a.Creditors)
	var found []Work
	each := func(r db.Row) error {
		w := scan(r)
		if w.Also = w.Further < 0; w.Also {
			w.Further = 0
		}
		found = append(found, w)
		return nil
	}
	if n == 1 {
		err := tx.Query(each, `SELECT `+workColumns+` FROM work WHERE state = 2 AND locked_by = ?
			UNION ALL SELECT w.`+strings.ReplaceAll(workColumns, ", ", ", w.")+` FROM (
				SELECT (SELECT b.person_id FROM work AS b WHERE b.state = 0 AND b.agent_id = o.v AND b.creditor_id = c.v
					ORDER BY b.priority DESC, b.person_id LIMIT 1) AS best
				FROM `+list(tx.Engine(), "o")+` CROSS JOIN `+list(tx.Engine(), "c")+`) AS t
			JOIN work AS w ON w.person_id = t.best
			UNION ALL SELECT `+furtherAsWork+` FROM (
				SELECT c.v AS creditor, (SELECT b.person_id FROM work_further AS b
					WHERE b.state = 0 AND b.agent_id = o.v AND b.creditor_id = c.v
					ORDER BY b.priority DESC, b.person_id LIMIT 1) AS best
				FROM `+list(tx.Engine(), "o")+` CROSS JOIN `+list(tx.Engine(), "c")+`) AS t
			JOIN work_further AS f ON f.person_id = t.best AND f.creditor_id = t.creditor`,
			a.ID, owners, creditors, owners, creditors)
		return found, err
	}
	err := tx.Query(each, `SELECT `+workColumns+` FROM work WHERE state = 2 AND locked_by = ?`, a.ID)
	for _, owner := range owners {
		for _, creditor := range creditors {
			if err == nil {
				err = tx.Query(each, `SELECT `+workColumns+` FROM work
					WHERE state = 0 AND agent_id = ? AND creditor_id = ?
					ORDER BY priority DESC, person_id LIMIT `+strconv.Itoa(n), owner, creditor)
			}
			if err == nil {
				err = tx.Query(each, `SELECT `+furtherAsWork+` FROM work_further AS f
					WHERE f.state = 0 AND f.agent_id = ? AND f.creditor_id = ?
					ORDER BY f.priority DESC, f.person_id LIMIT `+strconv.Itoa(n), owner, creditor)
			}
		}
	}
	slices.SortFunc(found, func(x, y Work) int {
		if x.Before(y, a.ID) {
			return -1
		}
		return 1
	})
	return oncePerPerson(found), err
}

// oncePerPerson leaves the first row of each person, which is the one by which they would be given.
func oncePerPerson(rows []Work) []Work {
	seen := make(map[id.ID]bool, len(rows))
	return slices.DeleteFunc(rows, func(w Work) bool {
		again := seen[w.PersonID]
		seen[w.PersonID] = true
		return again
	})
}

// take locks the first ready case of an owner and a creditor that nobody is taking at this moment.
func take(tx db.Tx, agent, owner, creditor id.ID, now int64) (person id.ID, found bool, err error) {
	further, skip := int64(0), ``
	if tx.Engine() == db.Postgres {
		skip = ` FOR UPDATE SKIP LOCKED`
	}
	found, err = db.One(tx, func(r db.Row) error {
		person, further = id.ID(r.Int(0)), r.Int(1)
		return nil
	}, `UPDATE work SET state = 2, locked_by = ?, locked_at = ? WHERE person_id = (SELECT person_id FROM work
		WHERE state = 0 AND agent_id = ? AND creditor_id = ? ORDER BY priority DESC, person_id LIMIT 1`+skip+`)
		RETURNING person_id, further`, agent, now, owner, creditor)
	if err == nil && further > 0 {
		err = lockFurther(tx, person)
	}
	return person, found, err
}

// stepOf is the row of a person whom somebody took, as the row that they looked for.
func stepOf(tx db.Tx, like Work, person id.ID) (Work, error) {
	like.PersonID = person
	table, which := `work`, ``
	if like.Also {
		table, which = `work_further`, ` AND creditor_id = `+strconv.FormatInt(int64(like.CreditorID), 10)
	}
	_, err := db.One(tx, func(r db.Row) error {
		like.Step = r.Text(0)
		return nil
	}, `SELECT step FROM `+table+` WHERE person_id = ?`+which, person)
	return like, err
}

// putOff lets a case wait that was just taken, and lets go of the person: other rows of theirs may be ready.
func putOff(tx db.Tx, agent id.ID, w Work, until, now int64) error {
	table := `work`
	if w.Also {
		table = `work_further`
	}
	if _, err := tx.Exec(`UPDATE `+table+` SET ready_at = ? WHERE person_id = ? AND creditor_id = ?`,
		until, w.PersonID, w.CreditorID); err != nil {
		return err
	}
	return free(tx, agent, w.PersonID, now)
}

// seize locks a given case, unless another agent holds it.
func seize(tx db.Tx, agent, person id.ID, now int64) (bool, error) {
	further := int64(0)
	taken, err := db.One(tx, func(r db.Row) error {
		further = r.Int(0)
		return nil
	}, `UPDATE work SET state = 2, locked_by = ?, locked_at = ? WHERE person_id = ?
		AND (state <> 2 OR locked_by = ? OR locked_at < ?) RETURNING further`,
		agent, now, person, agent, now-LockFor.Microseconds())
	if err == nil && further > 0 {
		err = lockFurther(tx, person)
	}
	return taken, err
}

func heldCount(tx db.Tx, agent, except id.ID) (int64, error) {
	return db.Int(tx, `SELECT count(*) FROM work WHERE state = 2 AND locked_by = ? AND person_id <> ?`,
		agent, except)
}

// neverText is never in SQL.
const neverText = `9223372036854775807`

// freed is what a row becomes when its lock goes.
const freed = `state = CASE WHEN ready_at > ? THEN 1 ELSE 0 END, locked_by = 0, locked_at = 0`

// free lets go of an agent's cases, or of one of them. Those whose case has ended meanwhile leave the list.
func free(tx db.Tx, agent, person id.ID, now int64) error {
	which, args := `state = 2 AND locked_by = ?`, []any{agent}
	if person != 0 {
		which, args = which+` AND person_id = ?`, append(args, person)
	}
	if _, err := tx.Exec(`DELETE FROM work WHERE `+which+` AND ready_at = `+neverText, args...); err != nil {
		return err
	}
	_, err := unlock(tx, now, which, args...)
	return err
}

// freeSilent lets go of the cases whose agent has given no sign of life.
func freeSilent(tx db.Tx, now int64) (int64, error) {
	before := now - LockFor.Microseconds()
	gone, err := tx.Exec(`DELETE FROM work WHERE state = 2 AND locked_at < ? AND ready_at = `+neverText, before)
	if err != nil {
		return 0, err
	}
	n, err := unlock(tx, now, `state = 2 AND locked_at < ?`, before)
	return gone + n, err
}

func touch(tx db.Tx, agent id.ID, now int64) error {
	_, err := tx.Exec(`UPDATE work SET locked_at = ? WHERE state = 2 AND locked_by = ? AND locked_at < ?`,
		now, agent, now-aliveEvery.Microseconds())
	return err
}

// wake makes ready what has waited long enough, a chunk at a time, and passes over what somebody is writing
// just now.
func wake(tx db.Tx, now int64, chunk int) (int64, error) {
	skip := ``
	if tx.Engine() == db.Postgres {
		skip = ` FOR UPDATE SKIP LOCKED`
	}
	return tx.Exec(`UPDATE work SET state = 0 WHERE person_id IN (SELECT person_id FROM work
		WHERE state = 1 AND ready_at <= ? ORDER BY ready_at LIMIT `+strconv.Itoa(chunk)+skip+`)`, now)
}

// rest puts a case off until a time after a result, unless another agent holds it: then it waits once they
// let go. A case that rests, or has ended, waits for the end of that too, whatever came of the call: a
// promise that has time keeps it when nobody answers. Only a call that was agreed with the person comes at
// its hour. What a result asks for stands against the close; what a hold asks for does not, since the close
// knows when the hold has ended.
func rest(tx db.Tx, r contact.Recorded, until, again, now int64) (rested bool, err error) {
	first := int64(0)
	if r.Kind == contact.Callback {
		first = agreed
	}
	told := toldTo(r)
	n, err := tx.Exec(
		`UPDATE work SET ready_at = w.until, again_at = ?,
		priority = CAST(? AS BIGINT) + priority % `+strconv.FormatInt(agreed, 10)+`,
		state = CASE WHEN work.state = 2 AND work.locked_by <> ? THEN 2 WHEN w.until > ? THEN 1 ELSE 0 END,
		locked_at = CASE WHEN work.state = 2 AND work.locked_by <> ? THEN work.locked_at ELSE 0 END,
		locked_by = CASE WHEN work.state = 2 AND work.locked_by <> ? THEN work.locked_by ELSE 0 END
		FROM (SELECT o.person_id, CASE WHEN o.ready_at = `+neverText+` OR o.ready_at > ? AND CAST(? AS BIGINT) = 0
				AND EXISTS (SELECT 1 FROM casefile AS c WHERE c.person_id = o.person_id AND c.hold <> '')
			THEN o.ready_at ELSE CAST(? AS BIGINT) END AS until
			FROM work AS o WHERE o.person_id = ?) AS w
		WHERE work.person_id = w.person_id AND `+alone,
		again,
		first,
		r.UserID,
		now,
		r.UserID,
		r.UserID,
		until,
		r.Kind == contact.Callback,
		until,
		r.PersonID,
		len(told),
		listOf(told),
	)
	return n > 0, err
}

// alone says of a row of work that it is the person's only one, and of the debts that a result was about.
const alone = `work.further = 0 AND (CAST(? AS BIGINT) = 0 OR work.creditor_id IN ?list)`

// end takes a case off the list, unless another agent holds it: then it goes once they let go.
func end(tx db.Tx, r contact.Recorded) (ended bool, err error) {
	told := toldTo(r)
	n, err := tx.Exec(`DELETE FROM work WHERE person_id = ? AND (state <> 2 OR locked_by = ?) AND `+alone,
		r.PersonID, r.UserID, len(told), listOf(told))
	if err != nil || n > 0 {
		return true, err
	}
	n, err = tx.Exec(`UPDATE work SET ready_at = `+neverText+`, again_at = 0 WHERE person_id = ? AND `+alone,
		r.PersonID, len(told), listOf(told))
	return n > 0, err
}

// assign notes on the rows whose they are. Those of several creditors were placed anew, since not each
// of them need be one whose debts the agent may see.
func assign(tx db.Tx, persons db.List, agent id.ID) error {
	_, err := tx.Exec(`UPDATE work SET agent_id = ? WHERE person_id IN ?list AND agent_id <> ? AND further = 0`,
		agent, persons, agent)
	return err
}

func staffName(tx db.Tx, person id.ID) (name string, found bool, err error) {
	found, err = db.One(tx, func(r db.Row) error {
		name = r.Text(0)
		return nil
	}, `SELECT name FROM staff WHERE id = ?`, person)
	return name, found, err
}

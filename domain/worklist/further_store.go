package worklist

import (
	"strconv"
	"strings"

	"aldia/platform/db"
	"aldia/platform/id"
)

func lockedRow(tx db.Tx, person id.ID) (w Work, found bool, err error) {
	if tx.Engine() == db.SQLite {
		return rowOf(tx, person)
	}
	rows, err := lockRows(tx, db.List{int64(person)})
	w, found = rows[person]
	return w, found, err
}

func furtherOf(tx db.Tx, persons db.List) (map[id.ID][]Work, error) {
	rows := map[id.ID][]Work{}
	err := tx.Query(func(r db.Row) error {
		w := scan(r)
		w.Further = 0
		rows[w.PersonID] = append(rows[w.PersonID], w)
		return nil
	}, `SELECT `+furtherAsWork+` FROM work_further AS f WHERE f.person_id IN ?list
		ORDER BY f.person_id, f.creditor_id`, persons)
	return rows, err
}

// restingOf gives the creditors whose debts rest, and none of them when the whole case does.
func restingOf(tx db.Tx, person id.ID) (map[id.ID]bool, error) {
	resting := map[id.ID]bool{}
	err := tx.Query(func(r db.Row) error {
		resting[id.ID(r.Int(0))] = true
		return nil
	}, `SELECT 0 FROM casefile WHERE person_id = ? AND hold <> ''
		UNION ALL SELECT creditor_id FROM casefile_creditor WHERE person_id = ? AND hold <> ''`, person, person)
	return resting, err
}

// insertFurther adds further rows; as with those of work, of two first decisions at one moment either
// will do.
func insertFurther(tx db.Tx, rows []Work) error {
	const columns = `person_id, creditor_id, agent_id, state, priority, ready_at, step`
	if tx.Engine() == db.SQLite {
		return tx.Insert("work_further", strings.Split(columns, ", "), len(rows), func(i int, v *db.Values) {
			for _, n := range rows[i].furtherValues() {
				v.Int(n)
			}
			v.Text(rows[i].Step)
		})
	}
	lists := map[string]*[6]db.List{}
	for i := range rows {
		step := rows[i].Step
		if lists[step] == nil {
			lists[step] = &[6]db.List{}
		}
		for k, v := range rows[i].furtherValues() {
			lists[step][k] = append(lists[step][k], v)
		}
	}
	for step, l := range lists {
		if _, err := tx.Exec(`INSERT INTO work_further (`+columns+`)
			SELECT u.person, u.creditor, u.agent, u.state, u.priority, u.ready, CAST(? AS TEXT)
			FROM unnest(CAST(? AS BIGINT[]), CAST(? AS BIGINT[]), CAST(? AS BIGINT[]), CAST(? AS BIGINT[]),
				CAST(? AS BIGINT[]), CAST(? AS BIGINT[])) AS u (person, creditor, agent, state, priority, ready)
			ON CONFLICT DO NOTHING`, step, l[0], l[1], l[2], l[3], l[4], l[5]); err != nil {
			return err
		}
	}
	return nil
}

func (w Work) furtherValues() [6]int64 {
	return [6]int64{
		int64(w.PersonID),
		int64(w.CreditorID),
		int64(w.AgentID),
		int64(w.State),
		w.Priority,
		w.ReadyAt,
	}
}

func lockFurther(tx db.Tx, person id.ID) error {
	_, err := tx.Exec(`UPDATE work_further SET state = 2 WHERE person_id = ?`, person)
	return err
}

// takeFurther locks the first ready case of an owner and a creditor among the further rows. The lock is in
// work: once it is ours the row is looked at again, since somebody may have had the person in between.
func takeFurther(tx db.Tx, agent, owner, creditor id.ID, now int64) (person id.ID, found bool, err error) {
	skip := ``
	if tx.Engine() == db.Postgres {
		skip = ` FOR UPDATE OF w SKIP LOCKED`
	}
	found, err = db.One(tx, func(r db.Row) error {
		person = id.ID(r.Int(0))
		return nil
	}, `SELECT w.person_id FROM work_further AS f JOIN work AS w ON w.person_id = f.person_id
		WHERE f.state = 0 AND f.agent_id = ? AND f.creditor_id = ? AND w.state <> 2
		ORDER BY f.priority DESC, f.person_id LIMIT 1`+skip, owner, creditor)
	if err != nil || !found {
		return 0, false, err
	}
	still, err := db.Int(tx, `SELECT count(*) FROM work_further
		WHERE person_id = ? AND creditor_id = ? AND agent_id = ? AND state = 0`, person, creditor, owner)
	if err != nil || still == 0 {
		return 0, false, err
	}
	if _, err := tx.Exec(`UPDATE work SET state = 2, locked_by = ?, locked_at = ? WHERE person_id = ?`,
		agent, now, person); err != nil {
		return 0, false, err
	}
	return person, true, lockFurther(tx, person)
}

// unlock lets go of rows of work, and of the further ones of the same persons.
func unlock(tx db.Tx, now int64, which string, args ...any) (n int64, err error) {
	var several db.List
	err = tx.Query(func(r db.Row) error {
		if n++; r.Int(1) > 0 {
			several = append(several, r.Int(0))
		}
		return nil
	}, `UPDATE work SET `+freed+` WHERE `+which+` RETURNING person_id, further`, append([]any{now}, args...)...)
	if err == nil && len(several) > 0 {
		_, err = tx.Exec(`UPDATE work_further SET state = CASE WHEN ready_at > ? THEN 1 ELSE 0 END
			WHERE person_id IN ?list`, now, several)
	}
	return n, err
}

// wakeFurther makes ready what has waited long enough among the further rows, but of who is locked: theirs
// are looked at when they are let go.
func wakeFurther(tx db.Tx, now int64, chunk int) (int64, error) {
	skip := ``
	if tx.Engine() == db.Postgres {
		skip = ` FOR UPDATE SKIP LOCKED`
	}
	return tx.Exec(`UPDATE work_further SET state = 0 WHERE state = 1 AND ready_at <= ? AND person_id IN (
		SELECT w.person_id FROM work AS w WHERE w.state <> 2 AND w.person_id IN (
			SELECT f.person_id FROM work_further AS f WHERE f.state = 1 AND f.ready_at <= ?
			ORDER BY f.ready_at LIMIT `+strconv.Itoa(chunk)+`)`+skip+`)`, now, now)
}

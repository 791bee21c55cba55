package worklist

import (
	"maps"
	"slices"

	"aldia/platform/db"
	"aldia/platform/id"
)

// placeChunk is how many persons are read and written at once: enough to make statements rare, little
// memory.
const placeChunk = 5000

// lockAtOnce is up to how many rows are locked as they are read, also those that will not change: after a
// result of an agent it is one, and each statement less is time that they do not wait.
const lockAtOnce = 16

// changes is what a list of places makes of the rows that are there.
type changes struct {
	insert, update []Work
	remove         db.List
	// The persons whose further rows go, and the ones that come in their place.
	reset   db.List
	further []Work
}

// runsOf gives the places of each person together. Of two decisions about one person the later one counts.
func runsOf(places []Place) [][]Place {
	last, runs := make(map[id.ID]int, len(places)), make([][]Place, 0, len(places))
	for i := 0; i < len(places); {
		past := i + 1
		for past < len(places) && places[past].Further {
			past++
		}
		last[places[i].PersonID] = len(runs)
		runs = append(runs, places[i:past])
		i = past
	}
	if len(last) == len(runs) {
		return runs
	}
	kept := runs[:0]
	for n, run := range runs {
		if last[run[0].PersonID] == n {
			kept = append(kept, run)
		}
	}
	return kept
}

// plan compares what is wanted with what is there.
func plan(have map[id.ID]Work, also map[id.ID][]Work, runs [][]Place, now int64) changes {
	var c changes
	for _, run := range runs {
		p := run[0]
		was, found := have[p.PersonID]
		if len(run) > 1 || was.Further > 0 {
			c.planSeveral(was, found, also[p.PersonID], run, now)
			continue
		}
		switch is := was.placed(p, now); {
		case !found && p.Remove:
		case !found:
			is.PersonID, is.ReadyAt = p.PersonID, max(p.ReadyAt, p.LawfulAt)
			is.State = stateAt(is.ReadyAt, now)
			c.insert = append(c.insert, is)
		case p.Remove && was.State != Locked:
			c.remove = append(c.remove, int64(p.PersonID))
		case is != was:
			c.update = append(c.update, is)
		}
	}
	return c
}

// touched are the persons whose rows change.
func (c *changes) touched() db.List {
	ids := append(append(db.List{}, c.remove...), c.reset...)
	for _, rows := range [][]Work{c.update, c.further} {
		for i := range rows {
			ids = append(ids, int64(rows[i].PersonID))
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// written is how many rows it writes.
func (c *changes) written() int {
	return len(c.insert) + len(c.update) + len(c.remove) + len(c.further)
}

// write carries it out. The rows of work come first: they are the locks of the persons.
func (c *changes) write(tx db.Tx) error {
	if err := insertRows(tx, c.insert); err != nil {
		return err
	}
	if err := updateRows(tx, c.update); err != nil {
		return err
	}
	if len(c.remove) > 0 {
		if err := removeRows(tx, c.remove); err != nil {
			return err
		}
	}
	if len(c.reset) > 0 {
		if _, err := tx.Exec(`DELETE FROM work_further WHERE person_id IN ?list`, c.reset); err != nil {
			return err
		}
	}
	return insertFurther(tx, c.further)
}

// PlaceTx brings the worklist to what was decided: rows come, change and go, and what is as wanted is not
// written. It gives the number of rows written. A row that an agent has locked stays locked. Call it late
// in the transaction: on PostgreSQL the rows that change are locked until the end of it.
func (l *Worklists) PlaceTx(tx db.Tx, places []Place) (int, error) {
	now := l.now()
	written := 0
	for len(places) > 0 {
		n := min(len(places), placeChunk)
		for n < len(places) && places[n].Further {
			n++ // a person's places stay together
		}
		c, err := place(tx, runsOf(places[:n]), now)
		if err != nil {
			return written, err
		}
		written += c.written()
		places = places[n:]
	}
	return written, nil
}

func place(tx db.Tx, runs [][]Place, now int64) (changes, error) {
	ids := make(db.List, len(runs))
	for i, run := range runs {
		ids[i] = int64(run[0].PersonID)
	}
	if err := settleOwners(tx, runs); err != nil {
		return changes{}, err
	}
	look, few := rowsOf, len(runs) <= lockAtOnce
	if few && tx.Engine() == db.Postgres {
		look = lockRows
	}
	have, err := look(tx, ids)
	if err != nil {
		return changes{}, err
	}
	also, err := severalOf(tx, have, runs)
	if err != nil {
		return changes{}, err
	}
	c := plan(have, also, runs, now)
	// On PostgreSQL an agent may have taken a case since it was read: the rows to be changed are read again
	// under lock.
	if touched := c.touched(); !few && tx.Engine() == db.Postgres && len(touched) > 0 {
		locked, err := lockRows(tx, touched)
		if err != nil {
			return changes{}, err
		}
		for _, k := range touched {
			delete(have, id.ID(k)) // one that has gone meanwhile comes back: this decision is the later one
		}
		maps.Copy(have, locked)
		if also, err = severalOf(tx, have, runs); err != nil {
			return changes{}, err
		}
		c = plan(have, also, runs, now)
	}
	err = c.write(tx)
	return c, err
}

// severalOf reads the further rows of those who have some; for nearly everybody nothing is asked.
func severalOf(tx db.Tx, have map[id.ID]Work, runs [][]Place) (map[id.ID][]Work, error) {
	var list db.List
	for _, run := range runs {
		if have[run[0].PersonID].Further > 0 {
			list = append(list, int64(run[0].PersonID))
		}
	}
	if len(list) == 0 {
		return map[id.ID][]Work{}, nil
	}
	return furtherOf(tx, list)
}

package worklist

import (
	"maps"

	"aldia/platform/db"
	"aldia/platform/id"
)

// placeChunk is how many persons are read and written at once: enough to make statements rare, little memory.
const placeChunk = 5000

// lockAtOnce is up to how many rows are locked as they are read, also those that will not change: after a
// result of an agent it is one, and each statement less is time that they do not wait.
const lockAtOnce = 16

// changes is what a list of places makes of the rows that are there.
type changes struct {
	insert, update []Work
	remove         db.List
}

// plan compares what is wanted with what is there. Of two places of one person the later one counts.
func plan(have map[id.ID]Work, places []Place, now int64) changes {
	var c changes
	last := make(map[id.ID]int, len(places))
	for i, p := range places {
		last[p.PersonID] = i
	}
	for i, p := range places {
		if last[p.PersonID] != i {
			continue
		}
		was, found := have[p.PersonID]
		switch is := was.placed(p, now); {
		case !found && p.Remove:
		case !found:
			is.PersonID, is.ReadyAt = p.PersonID, p.ReadyAt
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

func (c *changes) touched() db.List {
	ids := append(db.List{}, c.remove...)
	for _, w := range c.update {
		ids = append(ids, int64(w.PersonID))
	}
	return ids
}

// PlaceTx brings the worklist to what was decided: rows come, change and go, and what is as wanted is not
// written. It gives the number of rows written. A row that an agent has locked stays locked. Call it late
// in the transaction: on PostgreSQL the rows that change are locked until the end of it.
func (l *Worklists) PlaceTx(tx db.Tx, places []Place) (int, error) {
	now := l.now()
	written := 0
	for len(places) > 0 {
		n := min(len(places), placeChunk)
		c, err := place(tx, places[:n], now)
		if err != nil {
			return written, err
		}
		written += len(c.insert) + len(c.update) + len(c.remove)
		places = places[n:]
	}
	return written, nil
}

func place(tx db.Tx, places []Place, now int64) (changes, error) {
	ids := make(db.List, len(places))
	for i, p := range places {
		ids[i] = int64(p.PersonID)
	}
	look, few := rowsOf, len(places) <= lockAtOnce
	if few && tx.Engine() == db.Postgres {
		look = lockRows
	}
	have, err := look(tx, ids)
	if err != nil {
		return changes{}, err
	}
	c := plan(have, places, now)
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
		c = plan(have, places, now)
	}
	if err := insertRows(tx, c.insert); err != nil {
		return c, err
	}
	if err := updateRows(tx, c.update); err != nil {
		return c, err
	}
	if len(c.remove) > 0 {
		if err := removeRows(tx, c.remove); err != nil {
			return c, err
		}
	}
	return c, nil
}

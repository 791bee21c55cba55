package treatment

import (
	"slices"

	"aldia/domain/calendar"
	"aldia/domain/delinquency"
	"aldia/platform/db"
	"aldia/platform/id"
)

// counting is what the closes have counted so far.
type counting struct {
	last   calendar.Day // closed; none before the first close
	shards []counted    // of a close that is under way, which have been counted
}

// counted is a range of persons whom a close has counted.
type counted struct {
	on         calendar.Day
	from, past id.ID
}

// hold asks for the cases of persons, given in order, to be locked until the end, and what the closes have
// counted of them. The shards in which they stand are held with them: a close that is with one of these
// persons ends either before this or after it, so that what happens to them is in its figures or in the
// next ones, and never in both.
func (c *counting) hold(engine db.Engine, persons []id.ID) []db.Question {
	list := make(db.List, len(persons))
	for i, person := range persons {
		list[i] = int64(person)
	}
	ask := []db.Question{{Each: func(r db.Row) error {
		c.last = calendar.Day(r.Int(0))
		return nil
	}, SQL: `SELECT coalesce(max(on_day), 0) FROM close_day WHERE state = 'done'`}}
	shards := db.Question{Each: func(r db.Row) error {
		if r.Text(3) == "done" {
			c.shards = append(c.shards, counted{calendar.Day(r.Int(0)), id.ID(r.Int(1)), id.ID(r.Int(2))})
		}
		return nil
	}, Args: []any{list}, SQL: `SELECT s.on_day, s.from_person, s.past_person, s.state FROM close_shard AS s
		WHERE EXISTS (SELECT 1 FROM person AS p WHERE p.id IN ?list
			AND p.id >= s.from_person AND p.id < s.past_person)`}
	if len(persons) == 1 { // as for every result of an agent
		shards.Args = []any{persons[0], persons[0]}
		shards.SQL = `SELECT s.on_day, s.from_person, s.past_person, s.state FROM close_shard AS s
		WHERE s.from_person <= ? AND s.past_person > ?`
	}
	if engine == db.Postgres { // on SQLite its one writer is lock enough
		shards.SQL += ` FOR KEY SHARE OF s`
		ask = append([]db.Question{{Each: func(db.Row) error { return nil }, Args: []any{list},
			SQL: `SELECT version FROM casefile WHERE person_id IN ?list ORDER BY person_id FOR UPDATE`}}, ask...)
	}
	return append(ask, shards)
}

// of gives the last close that has counted a person's accounts: the last one, or the one that is under way
// when it has been with the person. Before the first close it is none.
func (c *counting) of(person id.ID) calendar.Day {
	on := c.last
	for _, s := range c.shards {
		if person >= s.from && person < s.past {
			on = max(on, s.on)
		}
	}
	return on
}

// between gathers what becomes of persons between two closes, by the day whose figures it explains. That is
// not a matter of the day that is decided for: a close counts every account once, and whatever becomes of
// it afterwards belongs to the next one that counts it, be it of the day after or of a later one.
type between map[calendar.Day]*delinquency.Figures

// on gives the figures for what becomes of a person whom the close of a day was the last to count. Before
// the first close that is the earliest day there is, so that the first close finds it whatever its own.
func (b between) on(counted calendar.Day) *delinquency.Figures {
	if b[counted+1] == nil {
		b[counted+1] = delinquency.NewFigures()
	}
	return b[counted+1]
}

// save adds what was gathered to the movements of the closes to come.
func (b between) save(tx db.Tx) error {
	days := make([]calendar.Day, 0, len(b))
	for on := range b {
		days = append(days, on)
	}
	slices.Sort(days)
	for _, on := range days {
		if _, movement := b[on].Sums(); len(movement) > 0 {
			if err := delinquency.AddMovement(tx, on, movement); err != nil {
				return err
			}
		}
	}
	return nil
}

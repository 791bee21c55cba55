package treatment

import (
	"context"
	"slices"

	"aldia/domain/calendar"
	"aldia/domain/delinquency"
	"aldia/platform/db"
	"aldia/platform/id"
)

// composeAtOnce is how many accounts' moves are told anew in one transaction: some tens of milliseconds.
const composeAtOnce = 500

// moved are the accounts that may have moved more than once on the day that is counted again.
type moved []id.ID

// note adds an account that came to where it stands on the day itself.
func (m *moved) note(s *delinquency.Standing, day calendar.Day) {
	if s.SinceOn == day {
		*m = append(*m, s.AccountID)
	}
}

// several reads, at the instant of the count, which of them have moved more than once.
func (m *moved) several(tx db.Tx, day calendar.Day) ([]delinquency.Moved, error) {
	slices.Sort(*m)
	var all []delinquency.Moved
	for chunk := range slices.Chunk(slices.Compact(*m), composeAtOnce) {
		more, err := delinquency.SeveralOn(tx, listOf(chunk), day)
		if err != nil {
			return nil, err
		}
		all = append(all, more...)
	}
	return all, nil
}

func listOf(ids []id.ID) db.List {
	list := make(db.List, len(ids))
	for i, v := range ids {
		list[i] = int64(v)
	}
	return list
}

// compose tells the moves that an account made on the day as the one that they come to: who was taken back
// and published again has moved once, or not at all. All of them are in the day's figures. What has moved
// again since they were counted is left as it is, since its last move belongs to the day to come.
func (w *worker) compose(ctx context.Context, all []delinquency.Moved) error {
	for chunk := range slices.Chunk(all, composeAtOnce) {
		if err := w.db.WriteBatch(ctx, func(tx db.Tx) error {
			accounts, persons := make([]id.ID, len(chunk)), make([]id.ID, len(chunk))
			for i := range chunk {
				accounts[i], persons[i] = chunk[i].Moves[0].AccountID, chunk[i].Moves[0].PersonID
			}
			if err := w.holdFor(tx, persons); err != nil {
				return err
			}
			now, err := delinquency.SeveralOn(tx, listOf(accounts), w.day)
			if err != nil {
				return err
			}
			same := now[:0]
			for _, m := range now {
				if slices.ContainsFunc(chunk, func(was delinquency.Moved) bool {
					return was.Moves[0].AccountID == m.Moves[0].AccountID && was.Bucket == m.Bucket &&
						slices.Equal(was.Moves, m.Moves)
				}) {
					same = append(same, m)
				}
			}
			return delinquency.KeepComposed(tx, w.day, same)
		}); err != nil {
			return err
		}
	}
	return nil
}

// holdFor keeps others from counting the day, and anything from happening to some persons, until the end.
func (w *worker) holdFor(tx db.Tx, persons []id.ID) error {
	if tx.Engine() == db.SQLite { // its one writer is lock enough
		return nil
	}
	if _, err := db.Int(tx, `SELECT on_day FROM close_day WHERE on_day = ? FOR UPDATE`, w.day); err != nil {
		return err
	}
	return tx.Query(func(db.Row) error { return nil }, `SELECT version FROM casefile
		WHERE person_id IN ?list ORDER BY person_id FOR UPDATE`, listOf(persons))
}

// part tells the moves of accounts on which something was paid after the day as those of the day and those
// since. What has moved again since they were counted is left as it is.
func (w *worker) part(ctx context.Context, all []*delinquency.Parted) error {
	for chunk := range slices.Chunk(all, composeAtOnce) {
		if err := w.db.WriteBatch(ctx, func(tx db.Tx) error {
			accounts, persons := make([]id.ID, len(chunk)), make([]id.ID, len(chunk))
			for i, p := range chunk {
				accounts[i], persons[i] = p.Closed.AccountID, p.Closed.PersonID
			}
			if err := w.holdFor(tx, persons); err != nil {
				return err
			}
			now, err := delinquency.MovedOn(tx, listOf(accounts), w.day)
			if err != nil {
				return err
			}
			moves := map[id.ID][]delinquency.Move{}
			for i := range now {
				moves[now[i].Moves[0].AccountID] = now[i].Moves
			}
			same := slices.DeleteFunc(slices.Clone(chunk), func(p *delinquency.Parted) bool {
				return !slices.Equal(p.Moves, moves[p.Closed.AccountID])
			})
			return delinquency.KeepParted(tx, w.day, same)
		}); err != nil {
			return err
		}
	}
	return nil
}

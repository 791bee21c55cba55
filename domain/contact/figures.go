package contact

import (
	"context"

	"aldia/domain/calendar"
	"aldia/domain/money"
	"aldia/platform/db"
	"aldia/platform/id"
)

// Figure is what an agent did on a day.
type Figure struct {
	Day      calendar.Day
	UserID   id.ID
	Attempts int64
	Reached  int64 // somebody answered
	Right    int64 // the debtor, or who answers for the debt (RPC)
	Promises int64
	Seconds  int64                           // from opening a case to its result
	Promised map[money.Currency]money.Amount // by currency: sums of different ones are never added
}

// Figures gives the work of each agent on each day of a span for the creditors that the reader may see, by
// day and agent. Who may see none is told nothing.
func (c *Contacts) Figures(
	ctx context.Context, from, to calendar.Day, creditors []id.ID,
) (all []Figure, err error) {
	type key struct {
		day  calendar.Day
		user id.ID
	}
	where, args := span(from, to, creditors)
	err = c.db.Read(ctx, func(tx db.Tx) error {
		at := map[key]int{}
		err := tx.Query(func(r db.Row) error {
			f := Figure{Day: calendar.Day(r.Int(0)), UserID: id.ID(r.Int(1)), Attempts: r.Int(2), Reached: r.Int(3),
				Right: r.Int(4), Promises: r.Int(5), Seconds: r.Int(6), Promised: map[money.Currency]money.Amount{}}
			at[key{f.Day, f.UserID}] = len(all)
			all = append(all, f)
			return nil
		}, `SELECT on_day, user_id, count(*), CAST(sum(CASE WHEN reached <> 'nobody' THEN 1 ELSE 0 END) AS BIGINT),
			CAST(sum(CASE WHEN reached = 'debtor' THEN 1 ELSE 0 END) AS BIGINT),
			CAST(sum(CASE WHEN kind = 'promise' THEN 1 ELSE 0 END) AS BIGINT),
			CAST(sum(at - started_at) AS BIGINT) / 1000000
			FROM contact WHERE `+where+` GROUP BY on_day, user_id ORDER BY on_day, user_id`, args...)
		if err != nil {
			return err
		}
		return tx.Query(func(r db.Row) error {
			f := &all[at[key{calendar.Day(r.Int(0)), id.ID(r.Int(1))}]]
			f.Promised[money.Currency(r.Text(2))] = money.Amount(r.Int(3))
			return nil
		}, `SELECT on_day, user_id, currency, CAST(sum(amount) AS BIGINT) FROM contact
			WHERE `+where+` AND kind = 'promise' GROUP BY on_day, user_id, currency`, args...)
	})
	return all, err
}

func span(from, to calendar.Day, creditors []id.ID) (where string, args []any) {
	list := make(db.List, len(creditors))
	for i, c := range creditors {
		list[i] = int64(c)
	}
	return `on_day >= ? AND on_day <= ? AND creditor_id IN ?list`, []any{from, to, list}
}

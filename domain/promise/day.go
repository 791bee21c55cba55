package promise

import (
	"context"

	"aldia/domain/calendar"
	"aldia/domain/money"
	"aldia/platform/db"
	"aldia/platform/id"
)

// DayFigure is the sum of the promises in a state, by currency.
type DayFigure struct {
	State    State
	Currency money.Currency
	Count    int64
	Amount   money.Amount
}

// Day sums the promises that a morning is about: the open ones that are due on a day, and those that were
// judged on another, the last that was closed. The creditors are those that the reader may see.
func (p *Promises) Day(
	ctx context.Context, dueOn, judgedOn calendar.Day, creditors []id.ID,
) (all []DayFigure, err error) {
	list := make(db.List, len(creditors))
	for i, c := range creditors {
		list[i] = int64(c)
	}
	err = p.db.Read(ctx, func(tx db.Tx) error {
		return tx.Query(func(r db.Row) error {
			all = append(all, DayFigure{
				State: State(r.Text(0)), Currency: money.Currency(r.Text(1)), Count: r.Int(2),
				Amount: money.Amount(r.Int(3)),
			})
			return nil
		}, `SELECT state, currency, count(*), CAST(sum(amount) AS BIGINT) FROM promise
			WHERE creditor_id IN ?list AND (state = 'open' AND due_on = ? OR state <> 'open' AND judged_on = ?)
			GROUP BY state, currency ORDER BY state, currency`, list, dueOn, judgedOn)
	})
	return all, err
}

// KeptLater counts the promises that were judged since the close of a day before and are kept only by what
// was paid after another day, the one that is closed now.
func KeptLater(tx db.Tx, before, day calendar.Day) (int64, error) {
	return db.Int(tx, `SELECT count(*) FROM (
		SELECT m.amount, m.paid, (SELECT sum(p.amount) FROM payment AS p
			WHERE p.person_id = m.person_id AND p.creditor_id = m.creditor_id AND p.currency = m.currency
			AND p.paid_on > ? AND p.paid_on <= m.due_on + ? AND p.state IN ('applied', 'partly')) AS later
		FROM promise AS m WHERE m.state = 'kept' AND m.judged_on >= ?) AS k
		WHERE k.later > 0 AND k.paid - k.later < k.amount`, day, ToleranceDays, before)
}

package promise

import (
	"aldia/domain/calendar"
	"aldia/domain/money"
	"aldia/platform/db"
	"aldia/platform/id"
)

// OpenIn reads the open promises of a range of persons, in the order of persons; past is no longer in the
// range.
func OpenIn(from, past id.ID, each func(*Promise)) db.Question {
	var p Promise
	row := func(r db.Row) error {
		p = Promise{
			ID: id.ID(r.Int(0)), PersonID: id.ID(r.Int(1)), CreditorID: id.ID(r.Int(2)), ContactID: id.ID(r.Int(3)),
			UserID: id.ID(r.Int(4)), Currency: money.Currency(r.Text(5)), Amount: money.Amount(r.Int(6)),
			Paid: money.Amount(r.Int(7)), MadeOn: calendar.Day(r.Int(8)), DueOn: calendar.Day(r.Int(9)), State: Open,
			JudgedOn: calendar.Day(r.Int(10)),
		}
		each(&p)
		return nil
	}
	return db.Question{Each: row, Args: []any{from, past}, SQL: `
		SELECT id, person_id, creditor_id, contact_id, user_id, currency, amount, paid, made_on, due_on,
			judged_on
		FROM promise WHERE person_id >= ? AND person_id < ? AND state = 'open' ORDER BY person_id`}
}

// JudgeTx keeps the verdicts of a day. What stands keeps the day it had, and what is open again has none.
func JudgeTx(tx db.Tx, day calendar.Day, verdicts []Verdict) error {
	return tx.Update("promise", "id", []string{"state", "judged_on"}, len(verdicts), func(n int, v *db.Values) {
		v.Int(int64(verdicts[n].PromiseID))
		v.Text(string(verdicts[n].State))
		switch {
		case verdicts[n].State == Open:
			v.Int(int64(calendar.NoDay))
		case verdicts[n].StandsOn != calendar.NoDay:
			v.Int(int64(verdicts[n].StandsOn))
		default:
			v.Int(int64(day))
		}
	})
}

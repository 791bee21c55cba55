package report

import (
	"errors"

	"aldia/domain/calendar"
	"aldia/domain/delinquency"
	"aldia/domain/money"
	"aldia/domain/party"
	"aldia/platform/db"
	"aldia/platform/id"
)

// worklist is who is to be called now, in the order in which each list is worked: by creditor, then what an
// agent keeps, then anybody's, the most urgent first.
func (a *asking) worklist() error {
	on, err := a.closed(calendar.NoDay) // the buckets are those of the last close, and so are the days
	if errors.Is(err, ErrNoCloses) {
		on, err = a.today()
	}
	if err != nil {
		return err
	}
	a.report.From, a.report.To = on, on
	a.columns(Column{Name: "creditor", Kind: Text}, Column{Name: "agent", Kind: Text},
		Column{Name: "place", Kind: Int}, Column{Name: "person", Kind: Text}, Column{Name: "name", Kind: Text},
		Column{Name: "id_number", Kind: Text}, Column{Name: "stage", Kind: Text}, Column{Name: "step", Kind: Text},
		Column{Name: "bucket", Kind: Text}, Column{Name: "due_on", Kind: Day}, Column{Name: "days", Kind: Int},
		Column{Name: "currency", Kind: Text}, Column{Name: "past_due", Kind: Money},
		Column{Name: "balance", Kind: Money},
		Column{Name: "accounts", Kind: Int}, Column{Name: "state", Kind: Text},
		Column{Name: "ready_at", Kind: Time})
	creditors := a.byID()
	var last struct{ creditor, agent id.ID }
	place := int64(0)
	return a.tx.Query(func(r db.Row) error {
		c := creditors[id.ID(r.Int(0))]
		if agent := id.ID(r.Int(1)); last.creditor != c.ID || last.agent != agent {
			last.creditor, last.agent, place = c.ID, agent, 0
		}
		place++
		currency := money.Currency(r.Text(10))
		due, state := calendar.Day(r.Int(9)), stateOf(r.Int(14))
		days := delinquency.DaysPastDue(due, on)
		return a.row(textCell(c.Code), textCell(r.Text(2)), count(place),
			textCell(id.ID(r.Int(3)).Text(party.Prefix)), textCell(r.Text(4)), textCell(r.Text(5)),
			code(r.Text(6), "report.stage."+r.Text(6)), textCell(r.Text(7)), bucketCell(r.Text(8)), day(due),
			count(int64(days)), textCell(string(currency)), sum(money.Amount(r.Int(11)), currency, c.Country),
			sum(money.Amount(r.Int(12)), currency, c.Country), count(r.Int(13)),
			code(state, "report.state."+state), readyAt(r.Int(15)))
	}, `SELECT w.creditor_id, w.agent_id, coalesce(s.code, ''), w.person_id, p.name, p.id_number, c.stage,
		w.step, c.bucket, c.oldest_due_on, c.currency, c.past_due, c.balance, c.accounts, w.state, w.ready_at
		FROM work w JOIN casefile c ON c.person_id = w.person_id JOIN person p ON p.id = w.person_id
		JOIN creditor d ON d.id = w.creditor_id LEFT JOIN staff s ON s.id = w.agent_id
		WHERE w.creditor_id IN ?list AND (? = 0 OR w.agent_id = ?)
		ORDER BY d.code, w.agent_id DESC, w.state, w.priority DESC, w.person_id`, a.list(), a.agent, a.agent)
}

// stateOf is the word for the state of a row of the worklist.
func stateOf(n int64) string {
	switch n {
	case 0:
		return "ready"
	case 1:
		return "waiting"
	}
	return "locked"
}

// never is the hour of a case that has ended while somebody has it in hand.
const never = 1<<63 - 1

func readyAt(micros int64) Cell {
	if micros == never {
		return Cell{}
	}
	return instant(db.Time(micros))
}

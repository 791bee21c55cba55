package report

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"aldia/domain/calendar"
	"aldia/domain/money"
	"aldia/platform/db"
	"aldia/platform/id"
)

// effort is what an agent did over a span of days.
type effort struct {
	agent                             id.ID
	code, name                        string
	days, cases                       int64
	attempts, reached, right, promise int64
	seconds                           int64 // from opening a case to its result
	between, gaps                     int64 // seconds between results of one day, and how many times
	promised                          map[money.Currency]money.Amount
}

func (e *effort) add(f *effort) {
	e.cases += f.cases
	e.attempts += f.attempts
	e.reached += f.reached
	e.right += f.right
	e.promise += f.promise
	e.seconds += f.seconds
	e.between += f.between
	e.gaps += f.gaps
	for currency, amount := range f.promised {
		e.promised[currency] += amount
	}
}

// minutes rounds seconds to minutes, half up.
func minutes(seconds int64) Cell { return count((seconds + 30) / 60) }

func (e *effort) cells(currencies []money.Currency) Row {
	row := Row{count(e.days), count(e.attempts), count(e.reached), share(e.reached, e.attempts), count(e.right),
		share(e.right, e.attempts), count(e.promise), share(e.promise, e.right), count(e.cases), minutes(e.seconds)}
	between := Cell{}
	if e.gaps > 0 {
		between = minutes(e.between / e.gaps)
	}
	row = append(row, between)
	for _, c := range currencies {
		row = append(row, sum(e.promised[c], c))
	}
	return row
}

// productivity is what each agent did: attempts, how many of them reached somebody and the right person,
// the promises made and their sums, one column a currency.
func (a *asking) productivity() error {
	if err := a.span(a.today); err != nil {
		return err
	}
	efforts, err := a.efforts(a.report.From, a.report.To)
	if err != nil {
		return err
	}
	total := &effort{promised: map[money.Currency]money.Amount{}}
	for _, e := range efforts {
		total.add(e)
	}
	currencies := slices.Sorted(maps.Keys(total.promised))
	if len(currencies) > maxCurrencies {
		currencies = currencies[:maxCurrencies]
	}
	columns := []Column{
		{Name: "agent", Kind: Text}, {Name: "name", Kind: Text}, {Name: "days_worked", Kind: Int},
		{Name: "attempts", Kind: Int}, {Name: "reached", Kind: Int}, {Name: "reached_share", Kind: Percent},
		{Name: "right_party", Kind: Int}, {Name: "right_party_share", Kind: Percent}, {Name: "promises", Kind: Int},
		{Name: "promises_share", Kind: Percent}, {Name: "cases", Kind: Int}, {Name: "minutes", Kind: Int},
		{Name: "minutes_between", Kind: Int},
	}
	for _, c := range currencies {
		columns = append(columns, Column{Name: "promised_" + strings.ToLower(string(c)), Kind: Money,
			Title: "report.column.promised", Args: []any{string(c)}})
	}
	a.columns(columns...)
	a.report.Chart = Chart{Shape: Bars, Label: "name", Value: "attempts"}
	for _, e := range efforts {
		cells := append(Row{textCell(e.code), textCell(e.name)}, e.cells(currencies)...)
		if err := a.row(cells...); err != nil {
			return ended(err)
		}
	}
	if len(efforts) > 0 {
		cells := append(Row{code("", "report.total"), {}}, total.cells(currencies)...)
		cells[2] = Cell{} // days of several people are no days
		a.report.Totals = []Row{cells}
	}
	return nil
}

func (a *asking) efforts(from, to calendar.Day) ([]*effort, error) {
	where := `on_day >= ? AND on_day <= ? AND creditor_id IN ?list AND user_id <> 0 AND (? = 0 OR user_id = ?)`
	args := []any{from, to, a.list(), a.agent, a.agent}
	by := map[id.ID]*effort{}
	// First by day, since the time between two results counts within a day only.
	if err := a.tx.Query(func(r db.Row) error {
		agent := id.ID(r.Int(0))
		e := by[agent]
		if e == nil {
			if len(by) == maxAgents {
				return db.ErrStop
			}
			e = &effort{agent: agent, promised: map[money.Currency]money.Amount{}}
			by[agent] = e
		}
		e.days++
		e.add(&effort{attempts: r.Int(1), reached: r.Int(2), right: r.Int(3), promise: r.Int(4), seconds: r.Int(5),
			between: r.Int(6), gaps: r.Int(1) - 1})
		return nil
	}, `SELECT user_id, count(*), CAST(sum(CASE WHEN reached <> 'nobody' THEN 1 ELSE 0 END) AS BIGINT),
		CAST(sum(CASE WHEN reached = 'debtor' THEN 1 ELSE 0 END) AS BIGINT),
		CAST(sum(CASE WHEN kind = 'promise' THEN 1 ELSE 0 END) AS BIGINT),
		CAST(sum(at - started_at) AS BIGINT) / 1000000, (max(at) - min(at)) / 1000000
		FROM contact WHERE `+where+` GROUP BY user_id, on_day`, args...); err != nil {
		return nil, err
	}
	if err := a.tx.Query(func(r db.Row) error {
		if e := by[id.ID(r.Int(0))]; e != nil {
			e.cases = r.Int(1)
		}
		return nil
	}, `SELECT user_id, count(DISTINCT person_id) FROM contact WHERE `+where+`
		GROUP BY user_id`, args...); err != nil {
		return nil, err
	}
	if err := a.tx.Query(func(r db.Row) error {
		if e := by[id.ID(r.Int(0))]; e != nil {
			e.promised[money.Currency(r.Text(1))] += money.Amount(r.Int(2))
		}
		return nil
	}, `SELECT user_id, currency, CAST(sum(amount) AS BIGINT) FROM contact WHERE `+where+`
		AND kind = 'promise' GROUP BY user_id, currency`, args...); err != nil {
		return nil, err
	}
	names, err := a.names()
	all := slices.Collect(maps.Values(by))
	for _, e := range all {
		e.code, e.name = names[e.agent].code, names[e.agent].name
	}
	slices.SortFunc(all, func(x, y *effort) int {
		return cmp.Or(cmp.Compare(x.name, y.name), cmp.Compare(x.agent, y.agent))
	})
	return all, err
}

// colleague is how a person of the staff is called.
type colleague struct{ code, name string }

func (a *asking) names() (map[id.ID]colleague, error) {
	names := map[id.ID]colleague{}
	err := a.tx.Query(func(r db.Row) error {
		names[id.ID(r.Int(0))] = colleague{r.Text(1), r.Text(2)}
		return nil
	}, `SELECT id, code, name FROM staff`)
	return names, err
}

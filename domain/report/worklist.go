package report

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

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
	for _, asked := range []calendar.Day{a.args.Date, a.args.From, a.args.To} {
		if asked != calendar.NoDay && asked != on {
			a.note("report.now_only", asked)
			break
		}
	}
	a.columns(Column{Name: "creditor", Kind: Text}, Column{Name: "agent", Kind: Text},
		Column{Name: "place", Kind: Int}, Column{Name: "person", Kind: Text}, Column{Name: "name", Kind: Text},
		Column{Name: "id_number", Kind: Text}, Column{Name: "stage", Kind: Text}, Column{Name: "step", Kind: Text},
		Column{Name: "bucket", Kind: Text}, Column{Name: "due_on", Kind: Day}, Column{Name: "days", Kind: Int},
		Column{Name: "currency", Kind: Text}, Column{Name: "past_due", Kind: Money},
		Column{Name: "balance", Kind: Money},
		Column{Name: "accounts", Kind: Int}, Column{Name: "state", Kind: Text},
		Column{Name: "ready_at", Kind: Time})
	lists, err := a.lists()
	if err != nil {
		return err
	}
	last, place := listAt(lists, a.report.Skipped)
	creditors := a.byID()
	rows, args := a.listed(lists)
	return a.tx.Query(func(r db.Row) error {
		c := creditors[id.ID(r.Int(0))]
		if list := (workList{creditor: c.ID, agent: id.ID(r.Int(1))}); !last.is(list) {
			last, place = list, 0
		}
		place++
		currency := money.Currency(r.Text(10))
		due, state := calendar.Day(r.Int(9)), stateOf(r.Int(14))
		days := delinquency.DaysPastDue(due, on)
		return a.row(textCell(c.Code), textCell(r.Text(2)), count(place),
			textCell(id.ID(r.Int(3)).Text(party.Prefix)), textCell(r.Text(4)), textCell(r.Text(5)),
			code(r.Text(6), "report.stage."+r.Text(6)), textCell(r.Text(7)), bucketCell(r.Text(8)), day(due),
			count(int64(days)), textCell(string(currency)), sum(money.Amount(r.Int(11)), currency),
			sum(money.Amount(r.Int(12)), currency), count(r.Int(13)),
			code(state, "report.state."+state), readyAt(r.Int(15)))
	}, `SELECT w.creditor_id, w.agent_id, coalesce(s.code, ''), w.person_id, p.name, p.id_number,
		coalesce(x.stage, c.stage), w.step, coalesce(x.bucket, c.bucket),
		coalesce(x.oldest_due_on, c.oldest_due_on), coalesce(x.currency, c.currency),
		coalesce(x.past_due, c.past_due), coalesce(x.balance, c.balance), coalesce(x.accounts, c.accounts),
		w.state, w.ready_at
		FROM `+rows+` JOIN casefile c ON c.person_id = w.person_id JOIN person p ON p.id = w.person_id
		`+ofCreditor+` JOIN creditor d ON d.id = w.creditor_id LEFT JOIN staff s ON s.id = w.agent_id
		ORDER BY `+inListOrder, args...)
}

// ofCreditor joins the share x of the creditor of a row w, where the person owes several: each row has the
// sums, the days and the bucket of its own creditor, and so a person who stands in two lists is summed once.
const ofCreditor = `LEFT JOIN casefile_creditor x ON x.person_id = w.person_id AND x.creditor_id =
	w.creditor_id`

// inListOrder is the order in which the lists are worked.
const inListOrder = `d.code, w.agent_id DESC, w.state, w.priority DESC, w.person_id`

// listed is the rows of the worklist that are asked for, as a table w. A page is taken out of the parts of
// the lists in which it lies, each in its order, so that a first page costs the same whatever comes after it.
func (a *asking) listed(lists []workList) (rows string, args []any) {
	if a.args.Limit == 0 {
		return eachRow + ` w`, a.askedRows()
	}
	var parts []string
	skip, left := a.report.Skipped, int64(a.args.Limit)+1
	for _, l := range lists {
		if skip >= l.rows {
			skip -= l.rows
			continue
		}
		n := min(l.rows-skip, left)
		if n == 0 {
			break
		}
		parts = append(parts, fmt.Sprintf(partOfList, l.state))
		args = append(args, l.agent, l.creditor, l.agent, l.creditor, n, skip)
		skip, left = 0, left-n
	}
	if len(parts) == 0 {
		return `(` + rowsOf + ` FROM work w WHERE w.person_id < 0) w`, nil
	}
	return `(` + strings.Join(parts, ` UNION ALL `) + `) w`, args
}

// partOfList is some rows of what is in one state of a list. The state is a word of it, since an index is of
// one state.
const partOfList = `SELECT w.person_id, w.creditor_id, w.agent_id, w.state, w.priority, w.step, w.ready_at
	FROM (SELECT w.person_id, w.creditor_id, w.agent_id, w.state, w.priority, w.step, w.ready_at FROM (
		SELECT w.person_id, w.creditor_id, w.agent_id, w.state, w.priority, w.step, w.ready_at FROM work w
		WHERE w.agent_id = ? AND w.creditor_id = ? AND w.state = %[1]d
		UNION ALL
		SELECT w.person_id, w.creditor_id, w.agent_id, w.state, w.priority, w.step, w.ready_at
		FROM work_further w WHERE w.agent_id = ? AND w.creditor_id = ? AND w.state = %[1]d) w
	ORDER BY w.priority DESC, w.person_id LIMIT ? OFFSET ?) w`

const rowsOf = `SELECT w.person_id, w.creditor_id, w.agent_id, w.state, w.priority, w.step, w.ready_at`

// eachRow is the rows of the worklist that are asked for: of who owes several creditors one for each whose
// debts are to be worked.
const eachRow = `(` + rowsOf + `
	FROM work w WHERE w.creditor_id IN ?list AND (? = 0 OR w.agent_id = ?)
	UNION ALL ` + rowsOf + `
	FROM work_further w WHERE w.creditor_id IN ?list AND (? = 0 OR w.agent_id = ?))`

func (a *asking) askedRows() []any {
	return []any{a.list(), a.agent, a.agent, a.list(), a.agent, a.agent}
}

// workList is what is in one state of a list: of the cases of a creditor that one agent keeps, or that are
// anybody's.
type workList struct {
	creditor, agent id.ID
	state, rows     int64
}

// is says whether both are of one list.
func (l workList) is(other workList) bool {
	return l.creditor == other.creditor && l.agent == other.agent
}

// summed sums rows of the worklist up as they are read, before they are ordered: of a whole list that would
// cost most.
const summed = `SELECT w.creditor_id, w.agent_id, w.state, %[1]s.currency, count(*) AS n,
	sum(%[1]s.accounts) AS accounts, sum(%[1]s.past_due) AS past_due, sum(%[1]s.balance) AS balance
	FROM %[2]s w JOIN %[3]s WHERE w.creditor_id IN ?list AND (? = 0 OR w.agent_id = ?) %[4]s
	GROUP BY w.creditor_id, w.agent_id, w.state, %[1]s.currency`

// summedRows are the rows of who owes one creditor, and those of each creditor of who owes several.
func summedRows() string {
	const share = `casefile_creditor x ON x.person_id = w.person_id AND x.creditor_id = w.creditor_id`
	return fmt.Sprintf(summed, "c", "work", `casefile c ON c.person_id = w.person_id`,
		`AND (c.further = 0 OR NOT EXISTS (SELECT 1 FROM casefile_creditor x
			WHERE x.person_id = w.person_id AND x.creditor_id = w.creditor_id))`) + ` UNION ALL ` +
		fmt.Sprintf(summed, "x", "work", share, ``) + ` UNION ALL ` +
		fmt.Sprintf(summed, "x", "work_further", share, ``)
}

// lists counts the lists in their order, and with them the totals of the report and the rows of a page that
// are passed over.
func (a *asking) lists() (lists []workList, err error) {
	totals := map[money.Currency]*ageSum{}
	one := []any{a.list(), a.agent, a.agent}
	err = a.tx.Query(func(r db.Row) error {
		one, currency := workList{id.ID(r.Int(0)), id.ID(r.Int(1)), r.Int(2), r.Int(4)}, money.Currency(r.Text(3))
		if n := len(lists); n > 0 && lists[n-1].is(one) && lists[n-1].state == one.state {
			lists[n-1].rows += one.rows
		} else {
			lists = append(lists, one)
		}
		a.report.Count += one.rows
		if totals[currency] == nil {
			totals[currency] = &ageSum{}
		}
		totals[currency].add(ageSum{accounts: r.Int(5), persons: one.rows, pastDue: money.Amount(r.Int(6)),
			balance: money.Amount(r.Int(7))})
		return nil
	}, `SELECT t.creditor_id, t.agent_id, t.state, t.currency, CAST(sum(t.n) AS BIGINT),
		CAST(sum(t.accounts) AS BIGINT), CAST(sum(t.past_due) AS BIGINT), CAST(sum(t.balance) AS BIGINT)
		FROM (`+summedRows()+`) t JOIN creditor d ON d.id = t.creditor_id
		GROUP BY d.code, t.creditor_id, t.agent_id, t.state, t.currency
		ORDER BY d.code, t.agent_id DESC, t.state, t.currency`, slices.Concat(one, one, one)...)
	a.report.Skipped = min(a.args.Skip, a.report.Count)
	for _, currency := range slices.Sorted(maps.Keys(totals)) {
		t, row := totals[currency], make(Row, len(a.report.Columns))
		row[0] = code("", "report.total")
		for name, cell := range map[string]Cell{"place": count(t.persons), "currency": textCell(string(currency)),
			"past_due": sum(t.pastDue, currency), "balance": sum(t.balance, currency),
			"accounts": count(t.accounts)} {
			row[a.report.Column(name)] = cell
		}
		a.report.Totals = append(a.report.Totals, row)
	}
	return lists, err
}

// listAt gives the list in which the row after so many stands, and how many of its own rows come before.
func listAt(lists []workList, skipped int64) (in workList, before int64) {
	for _, l := range lists {
		if !in.is(l) {
			in, before = l, 0
		}
		if skipped < l.rows {
			return in, before + skipped
		}
		skipped, before = skipped-l.rows, before+l.rows
	}
	return workList{}, 0
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

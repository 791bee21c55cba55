package report

import (
	"cmp"
	"maps"
	"slices"

	"aldia/domain/calendar"
	"aldia/domain/delinquency"
	"aldia/domain/money"
	"aldia/domain/portfolio"
	"aldia/platform/db"
	"aldia/platform/id"
)

// flow is what moved from one bucket to another.
type flow struct {
	creditor *portfolio.Creditor
	currency money.Currency
	from, to string
	fromAt   int // positions, for the order and the direction
	toAt     int
	accounts int64
	balance  money.Amount
}

// direction says what a move is to a collector.
func (f *flow) direction() string {
	switch {
	case f.from == delinquency.Out:
		return "entered"
	case f.to == delinquency.Out:
		return "left"
	case f.to == delinquency.Current:
		return "cured"
	case f.toAt > f.fromAt:
		return "worse"
	}
	return "better"
}

// movements is how debts moved between the buckets over a span of days, as the closes within it have kept it.
func (a *asking) movements() error {
	if err := a.span(func() (calendar.Day, error) { return a.closed(calendar.NoDay) }); err != nil {
		return err
	}
	from, to := a.report.From, a.report.To
	days, err := db.Int(a.tx, `SELECT count(*) FROM close_day
		WHERE state = 'done' AND on_day >= ? AND on_day <= ?`, from, to)
	switch {
	case err != nil:
		return err
	case days == 0:
		return ErrNoSpan.With(from, to).On("from")
	case days < int64(to-from)+1:
		a.note("report.days_closed", days, int64(to-from)+1)
	}
	used, err := a.closed(to)
	if err != nil {
		return err
	}
	if err := a.ofClose(used); err != nil {
		return err
	}
	a.columns(Column{Name: "creditor", Kind: Text}, Column{Name: "currency", Kind: Text},
		Column{Name: "from_bucket", Kind: Text}, Column{Name: "to_bucket", Kind: Text},
		Column{Name: "direction", Kind: Text}, Column{Name: "accounts", Kind: Int},
		Column{Name: "balance", Kind: Money})
	a.report.Chart = Chart{Shape: Flow, Label: "from_bucket", Value: "balance", Series: "to_bucket"}
	flows, err := a.flows(from, used) // what moved since is of the close to come
	if err != nil {
		return err
	}
	totals := map[money.Currency]*flow{}
	for i := range flows {
		f := &flows[i]
		if totals[f.currency] == nil {
			totals[f.currency] = &flow{}
		}
		totals[f.currency].accounts += f.accounts
		totals[f.currency].balance += f.balance
		direction := f.direction()
		if err := a.row(textCell(f.creditor.Code), textCell(string(f.currency)), sideCell(f.from, "new"),
			sideCell(f.to, "out"), code(direction, "report.direction."+direction), count(f.accounts),
			sum(f.balance, f.currency)); err != nil {
			return ended(err)
		}
	}
	for _, currency := range slices.Sorted(maps.Keys(totals)) {
		t := totals[currency]
		a.report.Totals = append(
			a.report.Totals,
			Row{code("", "report.total"), textCell(string(currency)), {}, {}, {},
				count(t.accounts), sum(t.balance, currency)},
		)
	}
	return nil
}

// sideCell is a bucket, or what is beyond the book on this side of a move.
func sideCell(bucket, beyond string) Cell {
	if bucket == delinquency.Out {
		return code(beyond, "report.bucket."+beyond)
	}
	return bucketCell(bucket)
}

func (a *asking) flows(from, to calendar.Day) ([]flow, error) {
	creditors := a.byID()
	var flows []flow
	err := a.tx.Query(func(r db.Row) error {
		c := creditors[id.ID(r.Int(0))]
		f := flow{
			creditor: c, currency: money.Currency(r.Text(1)), from: r.Text(2), to: r.Text(3), accounts: r.Int(4),
			balance: money.Amount(r.Int(5)),
		}
		own := buckets(c)
		f.fromAt, f.toAt = own.Position(f.from), own.Position(f.to)
		flows = append(flows, f)
		return nil
	}, `SELECT creditor_id, currency, from_bucket, to_bucket, CAST(sum(accounts) AS BIGINT),
		CAST(sum(balance) AS BIGINT) FROM movement_figure
		WHERE on_day >= ? AND on_day <= ? AND creditor_id IN ?list AND from_bucket <> to_bucket
		GROUP BY creditor_id, currency, from_bucket, to_bucket
		HAVING sum(accounts) <> 0 OR sum(balance) <> 0`, from, to, a.list())
	slices.SortFunc(flows, func(x, y flow) int {
		return cmp.Or(cmp.Compare(x.creditor.Code, y.creditor.Code), cmp.Compare(x.currency, y.currency),
			cmp.Compare(x.fromAt, y.fromAt), cmp.Compare(x.from, y.from), cmp.Compare(x.toAt, y.toAt),
			cmp.Compare(x.to, y.to))
	})
	return flows, err
}

package report

import (
	"maps"
	"slices"

	"aldia/domain/calendar"
	"aldia/domain/delinquency"
	"aldia/domain/money"
	"aldia/domain/portfolio"
	"aldia/platform/db"
	"aldia/platform/id"
)

// holding is what a creditor has in one currency.
type holding struct {
	creditor id.ID
	currency money.Currency
}

// ageSum is one bucket of a holding.
type ageSum struct {
	accounts, persons int64
	pastDue, balance  money.Amount
}

func (s *ageSum) add(t ageSum) {
	s.accounts += t.accounts
	s.persons += t.persons
	s.pastDue += t.pastDue
	s.balance += t.balance
}

// aging is how old the debts are: for each creditor and currency every bucket in its order, with those that
// are empty, as the last close by the day has kept it. A person with accounts in two buckets is counted in
// each, so persons have no total.
func (a *asking) aging() error {
	if a.args.Date == calendar.NoDay {
		a.args.Date = a.args.To // how things stood at the end of a span
	}
	used, err := a.closed(a.args.Date)
	if err != nil {
		return err
	}
	a.report.From, a.report.To = used, used
	if a.args.Date != calendar.NoDay && used != a.args.Date {
		a.note("report.day_used", used, a.args.Date)
	}
	if err := a.ofClose(used); err != nil {
		return err
	}
	a.columns(Column{Name: "creditor", Kind: Text}, Column{Name: "currency", Kind: Text},
		Column{Name: "bucket", Kind: Text}, Column{Name: "accounts", Kind: Int}, Column{Name: "persons", Kind: Int},
		Column{Name: "past_due", Kind: Money}, Column{Name: "balance", Kind: Money})
	a.report.Chart = Chart{Shape: Bars, Label: "bucket", Value: "balance"}
	sums, err := a.agedOn(used)
	if err != nil {
		return err
	}
	totals := map[money.Currency]*ageSum{}
	for i := range a.creditors {
		c := &a.creditors[i]
		currencies := a.currenciesOf(c, sums)
		for _, currency := range currencies {
			total := totals[currency]
			if total == nil {
				total = &ageSum{}
				totals[currency] = total
			}
			if err := a.ageRows(c, currency, sums[holding{c.ID, currency}], total); err != nil {
				return ended(err)
			}
		}
	}
	for _, currency := range slices.Sorted(maps.Keys(totals)) {
		t := totals[currency]
		a.report.Totals = append(a.report.Totals, Row{code("", "report.total"), textCell(string(currency)), {},
			count(t.accounts), {}, sum(t.pastDue, currency), sum(t.balance, currency)})
	}
	return nil
}

// currenciesOf are those in which a creditor has debts; one that is asked about by name and has none is
// shown with nothing in its own.
func (a *asking) currenciesOf(c *portfolio.Creditor, sums map[holding]map[string]ageSum) []money.Currency {
	var currencies []money.Currency
	for h := range sums {
		if h.creditor == c.ID {
			currencies = append(currencies, h.currency)
		}
	}
	if len(currencies) == 0 && a.args.Creditor != "" {
		currencies = append(currencies, c.Currency)
	}
	slices.Sort(currencies)
	return currencies
}

func (a *asking) ageRows(
	c *portfolio.Creditor, currency money.Currency, sums map[string]ageSum, total *ageSum,
) error {
	for _, bucket := range bucketsWith(c, maps.Keys(sums)) {
		s := sums[bucket]
		total.add(s)
		err := a.row(textCell(c.Code), textCell(string(currency)), bucketCell(bucket), count(s.accounts),
			count(s.persons), sum(s.pastDue, currency), sum(s.balance, currency))
		if err != nil {
			return err
		}
	}
	return nil
}

// bucketsWith are a creditor's buckets in order, then those of its figures that it no longer has.
func bucketsWith(c *portfolio.Creditor, used func(func(string) bool)) []string {
	own := buckets(c)
	var codes, former []string
	for i := range own {
		codes = append(codes, own[i].Code)
	}
	for bucket := range used {
		if own.Position(bucket) < 0 {
			former = append(former, bucket)
		}
	}
	slices.Sort(former)
	return append(codes, former...)
}

func bucketCell(bucket string) Cell {
	if bucket == delinquency.Current {
		return code(bucket, "report.bucket.current")
	}
	return textCell(bucket)
}

func (a *asking) agedOn(on calendar.Day) (map[holding]map[string]ageSum, error) {
	sums := map[holding]map[string]ageSum{}
	err := a.tx.Query(func(r db.Row) error {
		h := holding{id.ID(r.Int(0)), money.Currency(r.Text(1))}
		if sums[h] == nil {
			sums[h] = map[string]ageSum{}
		}
		sums[h][r.Text(2)] = ageSum{r.Int(3), r.Int(4), money.Amount(r.Int(5)), money.Amount(r.Int(6))}
		return nil
	}, `SELECT creditor_id, currency, bucket, CAST(sum(accounts) AS BIGINT), CAST(sum(persons) AS BIGINT),
		CAST(sum(past_due) AS BIGINT), CAST(sum(balance) AS BIGINT) FROM aging_figure
		WHERE on_day = ? AND creditor_id IN ?list GROUP BY creditor_id, currency, bucket`, on, a.list())
	return sums, err
}

// ended lets a report end early when nobody wants more of it.
func ended(err error) error {
	if err == db.ErrStop { //nolint:errorlint // the very error is the sign
		return nil
	}
	return err
}

package delinquency

import (
	"strconv"
	"strings"

	"aldia/domain/calendar"
	"aldia/domain/money"
	"aldia/platform/db"
	"aldia/platform/id"
)

// AgingOn gives the sums of a closed day, by creditor, portfolio, currency and bucket.
func AgingOn(tx db.Tx, day calendar.Day) ([]AgingFigure, error) {
	var all []AgingFigure
	err := tx.Query(func(r db.Row) error {
		all = append(all, AgingFigure{
			CreditorID: id.ID(r.Int(0)), PortfolioID: id.ID(r.Int(1)), Currency: money.Currency(r.Text(2)),
			Bucket: r.Text(3), Accounts: r.Int(4), Persons: r.Int(5), PastDue: money.Amount(r.Int(6)),
			Balance: money.Amount(r.Int(7)),
		})
		return nil
	}, `SELECT creditor_id, portfolio_id, currency, bucket, accounts, persons, past_due, balance
		FROM aging_figure WHERE on_day = ? ORDER BY creditor_id, portfolio_id, currency, bucket`, day)
	return all, err
}

// RangeOf reads the days of a bucket from its code as Until writes it: "31-60", or "361+" whose to is below
// from, since it has no end. A creditor may call its buckets otherwise; then ok is false.
func RangeOf(code string) (from, to int, ok bool) {
	if code == Current {
		return 0, 0, true
	}
	if first, endless := strings.CutSuffix(code, "+"); endless {
		from, err := strconv.Atoi(first)
		return from, -1, err == nil
	}
	first, last, _ := strings.Cut(code, "-")
	from, err := strconv.Atoi(first)
	if err != nil {
		return 0, 0, false
	}
	to, err = strconv.Atoi(last)
	return from, to, err == nil
}

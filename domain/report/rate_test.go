package report_test

import (
	"fmt"
	"testing"

	"aldia/domain/calendar"
	"aldia/domain/delinquency"
	"aldia/domain/report"
	"aldia/platform/db"
	"aldia/platform/db/dbtest"
	"aldia/platform/id"
)

// The examples of the reference on how collecting is measured.

func TestTheShareOfAttemptsThatReachWhoOwesIsWhatTheReferenceSays(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		o := open(t, d)
		for n := range 200 { // K-01: 200 attempts, 75 effective contacts
			reached := "nobody"
			if n < 75 {
				reached = "debtor"
			}
			o.spoke(n+1, rosa, id.ID(n+1), march(1), n%60, reached, "message", 0)
		}
		r := o.run(o.asProgram, "productivity", report.Args{Date: march(1)})
		row := r.Rows[0]
		if attempts, share := row[r.Column("attempts")].Text,
			row[r.Column("right_party_share")].Text; attempts != "200" ||
			share != "37.5" {
			t.Errorf("of %s attempts %s %% reached who owes", attempts, share)
		}
	})
}

// rolled is what became of a bucket over a span, by the reports: who stood in it before, and how many of
// these were worse off or cured after.
func (o *office) rolled(bucket string, before, from, to calendar.Day) (opened, worse, cured int64) {
	aging := o.run(o.asProgram, "aging", report.Args{Date: before})
	for _, row := range aging.Rows {
		if row[aging.Column("bucket")].Text == bucket {
			opened += row[aging.Column("accounts")].Number
		}
	}
	moves := o.run(o.asProgram, "movements", report.Args{From: from, To: to})
	for _, row := range moves.Rows {
		if row[moves.Column("from_bucket")].Text == bucket {
			switch n := row[moves.Column("accounts")].Number; row[moves.Column("direction")].Text {
			case "worse":
				worse += n
			case "cured":
				cured += n
			}
		}
	}
	return opened, worse, cured
}

func TestHowMuchOfABucketRolledIsWhatTheReferenceSays(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		o := open(t, d)
		o.closed(march(1), []delinquency.AgingFigure{
			{CreditorID: o.andes, PortfolioID: 1, Currency: "USD", Bucket: "31-60", Accounts: 1000, Persons: 1000},
			{CreditorID: o.andes, PortfolioID: 1, Currency: "USD", Bucket: "61-90", Accounts: 100, Persons: 100},
		}, nil)
		o.closed(march(2), nil, []delinquency.MovementFigure{
			{CreditorID: o.andes, Currency: "USD", From: "31-60", To: "61-90", Accounts: 300},
			{CreditorID: o.andes, Currency: "USD", From: "31-60", To: "current", Accounts: 250},
			{CreditorID: o.andes, Currency: "USD", From: "61-90", To: "91-120", Accounts: 5},
		})
		for _, c := range []struct{ id, bucket, want string }{
			{"K-02", "31-60", "roll 30 %, contención 70 %, cure 25 %"},
			{"K-04", "61-90", "roll 5 %, contención 95 %, cure 0 %"}, // not 20 %
		} {
			opened, worse, cured := o.rolled(c.bucket, march(1), march(2), march(2))
			if opened == 0 {
				t.Fatalf("%s: nobody stood in %s", c.id, c.bucket)
			}
			got := fmt.Sprintf("roll %d %%, contención %d %%, cure %d %%", worse*100/opened, 100-worse*100/opened,
				cured*100/opened)
			if got != c.want {
				t.Errorf("%s: %s, want %s", c.id, got, c.want)
			}
		}
	})
}

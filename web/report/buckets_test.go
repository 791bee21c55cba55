package report

import (
	"slices"
	"testing"

	"aldia/domain/money"
	"aldia/domain/report"
)

func TestTheBucketsOfAllCreditorsAreDrawnFromBestToWorst(t *testing.T) {
	t.Parallel()
	type held struct {
		creditor, bucket string
		balance          int64
	}
	for _, c := range []struct {
		name string
		rows []held
		want []string
	}{
		{"the first creditor has nothing that is not overdue", []held{
			{"ANDINA", "current", 0}, {"ANDINA", "1-30", 5}, {"ANDINA", "31-60", 5}, {"ANDINA", "61+", 0},
			{"SUR", "current", 9}, {"SUR", "1-30", 9}, {"SUR", "31-60", 0}, {"SUR", "61+", 9},
		}, []string{"Al día", "1 a 30 días", "31 a 60 días", "61 días o más"}},
		{"it lacks one in the middle", []held{
			{"ANDINA", "current", 5}, {"ANDINA", "1-30", 0}, {"ANDINA", "31-60", 5},
			{"SUR", "current", 0}, {"SUR", "1-30", 9}, {"SUR", "31-60", 9},
		}, []string{"Al día", "1 a 30 días", "31 a 60 días"}},
		{"another has ranges of its own", []held{
			{"ANDINA", "current", 5}, {"ANDINA", "1-30", 5}, {"ANDINA", "31-60", 5},
			{"SUR", "current", 9}, {"SUR", "1-15", 9}, {"SUR", "16-30", 9}, {"SUR", "31-60", 9},
		}, []string{"Al día", "1 a 30 días", "1 a 15 días", "16 a 30 días", "31 a 60 días"}},
		{"another calls its ranges otherwise", []held{
			{"ANDINA", "current", 5}, {"ANDINA", "1-30", 5},
			{"SUR", "current", 0}, {"SUR", "leve", 9}, {"SUR", "grave", 9},
		}, []string{"Al día", "leve", "grave", "1 a 30 días"}},
		{"a range that it no longer has stands by its days", []held{
			{"ANDINA", "current", 5}, {"ANDINA", "1-30", 5}, {"ANDINA", "31+", 5}, {"ANDINA", "16-20", 5},
		}, []string{"Al día", "1 a 30 días", "16 a 20 días", "31 días o más"}},
	} {
		r := report.Report{Name: "aging", Columns: []report.Column{
			{Name: "creditor"}, {Name: "bucket"}, {Name: "balance", Kind: report.Money},
		}, Chart: report.Chart{Shape: report.Bars, Label: "bucket", Value: "balance"}}
		for _, h := range c.rows {
			bucket := report.Cell{Text: h.bucket}
			if h.bucket == "current" {
				bucket.Key = "report.bucket.current"
			}
			r.Rows = append(r.Rows, report.Row{{Text: h.creditor}, bucket,
				{Text: money.Amount(h.balance).Text("USD"), Number: h.balance, Currency: "USD"}})
		}
		var got []string
		for _, one := range charts(spanish(t), &r) {
			for _, bar := range one.Bars {
				got = append(got, bar.Label)
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: drawn as %q, want %q", c.name, got, c.want)
		}
	}
}

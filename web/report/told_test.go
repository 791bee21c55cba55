package report

import (
	"slices"
	"testing"
	"time"

	"aldia/domain/money"
	"aldia/domain/report"
	"aldia/web/ui"
	"aldia/words"
)

func TestABucketThatHoldsNothingIsInTheFileAlone(t *testing.T) {
	t.Parallel()
	columns := []report.Column{
		{Name: "creditor"}, {Name: "currency"}, {Name: "bucket"}, {Name: "accounts", Kind: report.Int},
		{Name: "past_due", Kind: report.Money}, {Name: "balance", Kind: report.Money},
	}
	row := func(creditor, bucket string, accounts, pastDue, balance int64) report.Row {
		sum := func(n int64) report.Cell {
			return report.Cell{Text: money.Amount(n).Text("USD"), Number: n, Currency: "USD"}
		}
		return report.Row{
			{Text: creditor},
			{Text: "USD"},
			{Text: bucket},
			{Text: "n", Number: accounts},
			sum(pastDue),
			sum(balance),
		}
	}
	rows := []report.Row{
		row("ANDINA", "current", 2, 0, 30_000), row("ANDINA", "1-30", 0, 0, 0), row("ANDINA", "31-60", 1, 500, 500),
		row("CONDOR", "current", 0, 0, 0), row("CONDOR", "1-30", 0, 0, 0),
		row("SUR", "1-30", 1, 0, 0), // an account on which nothing is owed any more is there all the same
	}
	for name, want := range map[string][]string{
		"aging":     {"ANDINA current", "ANDINA 31-60", "SUR 1-30"},
		"movements": {"ANDINA current", "ANDINA 1-30", "ANDINA 31-60", "CONDOR current", "CONDOR 1-30", "SUR 1-30"},
	} {
		r := report.Report{Name: name, Columns: columns, Rows: rows,
			Chart: report.Chart{Shape: report.Bars, Label: "bucket", Value: "balance"}}
		var got []string
		for _, one := range told(&r) {
			got = append(got, one[0].Text+" "+one[2].Text)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s tells %q, want %q", name, got, want)
		}
		if len(r.Rows) != len(rows) {
			t.Errorf("%s: %d rows are left for the file", name, len(r.Rows))
		}
	}
	r := report.Report{Name: "aging", Columns: columns, Rows: rows[:3],
		Chart: report.Chart{Shape: report.Bars, Label: "bucket", Value: "balance"}}
	drawn := charts(spanish(t), &r)
	if len(drawn) != 1 || len(drawn[0].Bars) != 2 {
		t.Errorf("%d drawings, want one of two bars: %+v", len(drawn), drawn)
	}
}

func spanish(t *testing.T) *ui.View {
	t.Helper()
	catalog, err := words.Load()
	if err != nil {
		t.Fatal(err)
	}
	return &ui.View{Text: catalog.For("es")}
}

func TestATotalOfSeveralCurrenciesHasNoMannerOfOneOfThem(t *testing.T) {
	t.Parallel()
	sum := func(c money.Currency) report.Cell { return report.Cell{Text: "1.00", Number: 100, Currency: c} }
	for _, c := range []struct {
		row  report.Row
		want money.Currency
	}{
		{report.Row{{Text: "Total"}, sum("PEN"), sum("PEN")}, "PEN"},
		{report.Row{{Text: "Total"}, sum("PEN"), {Text: "3", Number: 3}, sum("USD")}, ""},
		{report.Row{{Text: "Total"}, {Text: "3", Number: 3}}, ""},
	} {
		if got := only(c.row); got != c.want {
			t.Errorf("%v is of %q alone, want %q", c.row, got, c.want)
		}
	}
}

func TestFromWhenOnSomebodyMayBeCalledIsAnHourOfWhereTheyAre(t *testing.T) {
	t.Parallel()
	v := spanish(t)
	v.Zone = time.FixedZone("Quito", -5*3600)
	row := report.Row{{Text: "2026-11-23T12:00:00Z", Zone: "America/Lima",
		Number: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC).UnixMicro()}}
	a := &asking{Report: report.Report{Columns: []report.Column{{Name: "next_at", Kind: report.Time}}}}
	if got := a.words(v, row, 0); got != "23 nov 2026, 07:00" {
		t.Errorf("%q where the reader's clock says the same", got)
	}
	row[0].Zone = "America/Santiago"
	if got := a.words(v, row, 0); got != "23 nov 2026, 09:00 en Santiago" {
		t.Errorf("%q in another place", got)
	}
	row[0] = report.Cell{}
	if got := a.words(v, row, 0); got != "" {
		t.Errorf("%q where time does not heal it", got)
	}
}

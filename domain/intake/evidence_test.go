package intake

import (
	"errors"
	"strings"
	"testing"

	"aldia/domain/calendar"
	"aldia/platform/fault"
)

// dueRows makes lines of a file with these due dates.
func dueRows(dates string) (header []string, rows [][]string) {
	text := "account|person|person_name|principal|due_on"
	for i, date := range strings.Fields(dates) {
		text += "\n" + strings.Repeat("1", i+1) + "|1|Ana|5|" + date
	}
	return table(text)
}

func TestTheManyDecideTheOrderOfDayAndMonthAndTheFewAreRefused(t *testing.T) {
	t.Parallel()
	const many = "02/14/2026 02/15/2026 02/16/2026 "
	for _, c := range []struct {
		what, country, dates string
		want                 string // the days, or why a row is refused
		fault                *fault.Error
	}{
		{
			"one row with the day first among many with the month first", "EC", many + "13/02/2026 05/06/2026",
			"2026-02-14 2026-02-15 2026-02-16 " + whyMonthFirst + " 2026-05-06", nil,
		},
		{
			"the opposite", "EC", "14/02/2026 15/02/2026 02/16/2026 05/06/2026",
			"2026-02-14 2026-02-15 " + whyDayFirst + " 2026-06-05", nil,
		},
		{
			"a day that there is not speaks for no order", "EC", "31/02/2026 02/14/2026 05/06/2026",
			whyDayImpossible + " 2026-02-14 2026-05-06", nil,
		},
		{
			"nor does it in the other order", "US", "02/30/2026 14/02/2026 05/06/2026",
			whyDayImpossible + " 2026-02-14 2026-06-05", nil,
		},
		{
			"a bare majority is enough where the country writes so", "PE", "14/02/2026 15/02/2026 16/02/2026 " +
				"02/17/2026 02/18/2026", "2026-02-14 2026-02-15 2026-02-16 " + whyDayFirst + " " + whyDayFirst, nil,
		},
		{"a bare majority against the country is none", "PE", "14/02/2026 15/02/2026 02/16/2026 02/17/2026 " +
			"02/18/2026", "", ErrMixedDays},
		{"one against one", "EC", "13/02/2026 02/14/2026 05/06/2026", "", ErrMixedDays},
		{"nothing tells, and the country does", "EC", "05/06/2026 07/08/2026", "2026-06-05 2026-08-07", nil},
		{"nothing tells, and nobody knows the country", "", "05/06/2026 07/08/2026", "", ErrDayOrder},
		{"the values tell, whatever the country", "", "05/06/2026 17/08/2026", "2026-06-05 2026-08-17", nil},
	} {
		header, rows := dueRows(c.dates)
		m, _, faults := Guess(Portfolio, header, rows, false, Mapping{Currency: "USD", Country: c.country})
		if c.fault != nil {
			if len(faults) != 1 || !errors.Is(faults[0], c.fault) || faults[0].Field != "due_on" {
				t.Errorf("%s: %v, want %v", c.what, faults, c.fault)
			}
			continue
		}
		if len(faults) > 0 {
			t.Errorf("%s: the whole file is refused: %v", c.what, faults)
			continue
		}
		r, err := Compile(m, header, false, Portfolio, asOf())
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for i := range rows {
			var row Row
			if o := r.Row(i+2, cellsOf(rows[i]), &row); o.Verdict == Taken {
				got = append(got, row.DueOn.Text())
			} else {
				got = append(got, o.Refused[0].Key)
			}
		}
		if all := strings.Join(got, " "); all != c.want {
			t.Errorf("%s: %s, want %s", c.what, all, c.want)
		}
	}
}

func TestTheOtherColumnsOfAFileDecideWhereOneIsAtOdds(t *testing.T) {
	t.Parallel()
	header, rows := table(`
account|person|person_name|principal|due_on|opened_on
1|1|Ana|5|14/02/2026|25/03/2025
2|1|Ana|5|02/15/2026|26/03/2025
3|1|Ana|5|05/06/2026|27/03/2025`)
	m, _, faults := Guess(Portfolio, header, rows, false, Mapping{Currency: "USD"})
	if len(faults) > 0 || m.File.Date != nameDMY {
		t.Fatalf("%v, read as %q", faults, m.File.Date)
	}
	r, err := Compile(m, header, false, Portfolio, asOf())
	if err != nil {
		t.Fatal(err)
	}
	var row Row
	if o := r.Row(4, cellsOf(rows[2]), &row); o.Verdict != Taken || row.DueOn != calendar.Of(2026, 6, 5) {
		t.Errorf("05/06/2026 is %s: %+v", row.DueOn.Text(), o)
	}
	if o := r.Row(3, cellsOf(rows[1]), &row); o.Verdict != Rejected || o.Refused[0].Key != whyDayFirst ||
		o.Refused[0].Column != "due_on" || o.Refused[0].Value != "02/15/2026" || o.Refused[0].Args[0] != nameDMY {
		t.Errorf("the one row written otherwise: %+v", o)
	}
}

func TestTheManyDecideTheDecimalSignToo(t *testing.T) {
	t.Parallel()
	header, rows := table(`
account|person|person_name|principal|due_on
1|1|Ana|1.234,56|2026-03-25
2|1|Ana|2,000.00|2026-03-25
3|1|Ana|2,50|2026-03-25
4|1|Ana|3.000|2026-03-25`)
	m, _, faults := Guess(Portfolio, header, rows, false, Mapping{Currency: "USD", Country: "MX"})
	if len(faults) > 0 || m.File.Decimal != "," {
		t.Fatalf("%v, read with %q", faults, m.File.Decimal)
	}
	r, err := Compile(m, header, false, Portfolio, asOf())
	if err != nil {
		t.Fatal(err)
	}
	var row Row
	if o := r.Row(3, cellsOf(rows[1]), &row); o.Verdict != Rejected || o.Refused[0].Key != whyAmountOther {
		t.Errorf("the one number written otherwise: %+v", o)
	}
	if o := r.Row(5, cellsOf(rows[3]), &row); o.Verdict != Taken || row.Principal != 300000 {
		t.Errorf("3.000 is %d", row.Principal)
	}
}

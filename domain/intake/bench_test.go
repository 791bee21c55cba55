package intake

import (
	"fmt"
	"strings"
	"testing"

	"aldia/domain/calendar"
)

// plainFile is what a bank that knows the trade sends: 25 columns, a line per account.
const plainHeader = "account,portfolio,product,currency,person,person_name,id_type,id_number,opened_on," +
	"due_on,original,principal,interest,moratory_interest,fees,rate_annual,moratory_rate_annual,status,phones," +
	"emails,address,city,region,country,sector"

func plainRow(i int) []string {
	return []string{
		fmt.Sprintf("CR-%08d", i), "consumo", "Crédito de consumo", "USD", fmt.Sprintf("P%07d", i/2),
		fmt.Sprintf("María Fernanda Quishpe Andrade %d", i%977), "cedula", fmt.Sprintf("17%08d", i), "2024-03-05",
		fmt.Sprintf("2026-%02d-%02d", 1+i%12, 1+i%28), "12500.00", fmt.Sprintf("%d.%02d", 100+i%9000, i%100),
		fmt.Sprintf("%d.05", i%90),
		"3.10", "0.00", "16.77", "18.45", "vencido", fmt.Sprintf("+59399%07d", i),
		fmt.Sprintf("cliente%d@correo.ec", i),
		"Av. 10 de Agosto N24-12 y Colón", "Quito", "Pichincha", "EC", "comercio",
	}
}

func plainReader(tb testing.TB) (*Reader, [][][]byte) {
	tb.Helper()
	header := strings.Split(plainHeader, ",")
	var sample [][]string
	var rows [][][]byte
	for i := range 2000 {
		row := plainRow(i)
		if i < maxSample {
			sample = append(sample, row)
		}
		rows = append(rows, cellsOf(row))
	}
	m, _, faults := Guess(Portfolio, header, sample, false, Mapping{Creditor: "banco", Country: "EC"})
	if len(faults) > 0 {
		tb.Fatal(faults)
	}
	r, err := Compile(m, header, false, Portfolio, calendar.Of(2026, 11, 22))
	if err != nil {
		tb.Fatal(err)
	}
	return r, rows
}

// BenchmarkAPlainRow must stay below 1,667 ns: 600,000 rows a second on one core.
func BenchmarkAPlainRow(b *testing.B) {
	r, rows := plainReader(b)
	keep := make([]Row, len(rows))
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		at := i % len(rows)
		if o := r.Row(i, rows[at], &keep[at]); o.Verdict != Taken {
			b.Fatal(o)
		}
	}
}

func TestAPlainRowAsksForNoMemoryOfItsOwn(t *testing.T) {
	r, rows := plainReader(t)
	keep := make([]Row, len(rows))
	n := 0
	perRow := testing.AllocsPerRun(4000, func() {
		at := n % len(rows)
		if o := r.Row(n, rows[at], &keep[at]); o.Verdict != Taken {
			t.Fatal(o)
		}
		n++
	})
	// One block of 64 KiB holds the texts of some three hundred rows.
	if perRow >= 0.1 {
		t.Errorf("%v allocations a row, want blocks alone", perRow)
	}
}

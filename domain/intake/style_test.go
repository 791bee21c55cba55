package intake

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"testing"

	"aldia/domain/calendar"
)

// column1 guesses a file of which one column has these values, and reads them back.
func column1(t *testing.T, m Mapping, typed bool, ours string, values ...string) (rows []Row,
	guessed []Guessed, mapping Mapping) {
	t.Helper()
	header := []string{"account", "person", "person_name"}
	for _, name := range []string{"principal", "due_on", "currency"} {
		if name != ours {
			header = append(header, name)
		}
	}
	header = append(header, ours)
	var sample [][]string
	for i, v := range values {
		line := []string{strconv.Itoa(i), "1", "Ana Lima"}
		for _, h := range header[3 : len(header)-1] {
			line = append(line, map[string]string{"principal": "5", "due_on": "2026-01-01", "currency": "USD"}[h])
		}
		sample = append(sample, append(line, v))
	}
	m, guessed, _ = Guess(Portfolio, header, sample, typed, m)
	r, err := Compile(m, header, typed, Portfolio, calendar.Of(2026, 11, 22))
	if err != nil {
		t.Fatal(err)
	}
	for i, line := range sample {
		var row Row
		if o := r.Row(i, cellsOf(line), &row); o.Verdict != Taken {
			t.Errorf("%s: %+v", values[i], o.Refused)
		}
		rows = append(rows, row)
	}
	return rows, guessed, m
}

func saidWhy(guessed []Guessed, why string) bool {
	return slices.ContainsFunc(guessed, func(g Guessed) bool { return g.Why == why })
}

func TestTheDecimalSignFollowsFromTheValues(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		country string
		typed   bool
		values  string
		want    string
		why     string
	}{
		{"EC", false, "1.234,56 1.000 5", "1234.56 1000.00 5.00", becauseDecimal},
		{"EC", false, "1,234.56 1,000 5", "1234.56 1000.00 5.00", becauseDecimal},
		{"US", false, "1234,5 12", "1234.50 12.00", becauseDecimal},
		{"CO", false, "12.5 3.25", "12.50 3.25", becauseDecimal},
		{"CO", false, "1.234 2.500", "1234.00 2500.00", becauseDecimalLand},
		{"MX", false, "1,234 2,500", "1234.00 2500.00", becauseDecimalLand},
		// Nobody owes a thousandth: a sign that is foreign to the country parts thousands all the same.
		{"MX", false, "1.200 2.500", "1200.00 2500.00", becauseDecimalMoney},
		{"EC", false, "1,250 850 10,110", "1250.00 850.00 10110.00", becauseDecimalMoney},
		{"EC", false, "1,253 850 10,110", "1253.00 850.00 10110.00", becauseDecimalMoney},
		{"MX", false, "1.253 2.500", "1253.00 2500.00", becauseDecimalMoney},
		{"EC", false, "1.250 2,500", "1250.00 2.50", becauseDecimalLand},
		{"EC", true, "1234.5 1.2 12", "1234.50 1.20 12.00", becauseDecimal},
		{"EC", false, "1234 12", "1234.00 12.00", ""},
	} {
		rows, guessed, _ := column1(t, Mapping{Country: c.country}, c.typed, "principal",
			strings.Fields(c.values)...)
		var got []string
		for _, r := range rows {
			got = append(got, r.Principal.Text("USD"))
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s in %s reads %v, want %s", c.values, c.country, got, c.want)
		}
		if c.why != "" && !saidWhy(guessed, c.why) || c.why == "" && saidWhy(guessed, becauseDecimalLand) {
			t.Errorf("%s in %s: %v, want %q said", c.values, c.country, guessed, c.why)
		}
	}
}

func TestTheOrderOfADateFollowsFromTheValues(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		country, values, want, why string
	}{
		{"US", "05/04/2026 13/04/2026", "2026-04-05 2026-04-13", becauseDayValues},
		{"EC", "05/04/2026 04/13/2026", "2026-05-04 2026-04-13", becauseDayValues},
		{"EC", "05/04/2026", "2026-04-05", becauseDayLand},
		{"US", "05/04/2026", "2026-05-04", becauseDayLand},
		{"US", "2026-04-05", "2026-04-05", ""},
		{"US", "5-abr-26 2026-04-05", "2026-04-05 2026-04-05", ""},
		{"EC", "20260405", "2026-04-05", ""},
	} {
		rows, guessed, _ := column1(t, Mapping{Country: c.country}, false, "due_on", strings.Fields(c.values)...)
		var got []string
		for _, r := range rows {
			got = append(got, r.DueOn.Text())
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s in %s reads %v, want %s", c.values, c.country, got, c.want)
		}
		if c.why != "" && !saidWhy(guessed, c.why) || c.why == "" && saidWhy(guessed, becauseDayLand) {
			t.Errorf("%s in %s: %v, want %q said", c.values, c.country, guessed, c.why)
		}
	}
}

func TestAColumnMayBeWrittenOtherwiseThanItsFile(t *testing.T) {
	t.Parallel()
	header, rows := table(`
account|person|person_name|principal|interest|due_on|opened_on
1|1|Ana|1.234,56|1.50|25/03/2026|03/25/2025
2|1|Ana|2.000,00|2.75|26/03/2026|03/26/2025
3|1|Ana|3.000,10|0.10|01/02/2026|01/02/2025`)
	m, _, faults := Guess(Portfolio, header, rows, false, Mapping{Currency: "USD", Country: "EC"})
	if len(faults) > 0 || m.File.Decimal != "," && m.File.Decimal != "." {
		t.Fatal(faults, m.File)
	}
	r, err := Compile(m, header, false, Portfolio, asOf())
	if err != nil {
		t.Fatal(err)
	}
	var row Row
	r.Row(4, cellsOf(rows[2]), &row)
	if row.Principal != 300010 || row.Interest != 10 || row.DueOn != calendar.Of(2026, 2, 1) ||
		row.OpenedOn != calendar.Of(2025, 1, 2) {
		t.Errorf("%+v", row)
	}
}

func TestAColumnThatContradictsItselfIsAFaultToSettle(t *testing.T) {
	t.Parallel()
	header, rows := table(`
account|person|person_name|principal|due_on
1|1|Ana|1.234,56|25/03/2026
2|1|Ana|2,000.00|03/26/2026`)
	m, _, faults := Guess(Portfolio, header, rows, false, Mapping{Currency: "USD"})
	if len(faults) != 2 || !errors.Is(faults[0], ErrMixedDecimal) || faults[0].Field != "principal" ||
		!errors.Is(faults[1], ErrMixedDays) {
		t.Errorf("%v", faults)
	}
	if _, _, again := Guess(Portfolio, header, rows, false, m); len(again) != 2 {
		t.Errorf("what was guessed settles what nobody settled: %v", again)
	}
	m.File.Decimal, m.File.Date = ",", nameMDY
	if _, _, settled := Guess(Portfolio, header, rows, false, m); len(settled) > 0 {
		t.Errorf("a person has settled it: %v", settled)
	}
}

func TestRatesBelowOneArePointedAt(t *testing.T) {
	t.Parallel()
	rows, guessed, _ := column1(t, Mapping{}, true, "rate_annual", "0.1677", "0.225", "0")
	if !saidWhy(guessed, becauseFraction) || rows[0].Rate.Text() != "16.77" {
		t.Errorf("a workbook keeps 16,77 %% as 0.1677: %s, %v", rows[0].Rate.Text(), guessed)
	}
	rows, guessed, _ = column1(t, Mapping{}, false, "rate_annual", "0.1677", "0.225")
	if !saidWhy(guessed, becauseSmallRate) || rows[0].Rate.Text() != "0.1677" {
		t.Errorf("in a text file it may be a percentage: %s, %v", rows[0].Rate.Text(), guessed)
	}
	_, guessed, _ = column1(t, Mapping{}, false, "rate_annual", "16.77", "0.5")
	if saidWhy(guessed, becauseSmallRate) {
		t.Error("16.77 is no fraction")
	}
}

func TestUnknownColumnsAreKeptWithTheirType(t *testing.T) {
	t.Parallel()
	header, rows := table(`
account|person|person_name|principal|due_on|Ingresos|Agencia|Última visita|Tiene auto|Nota "libre"|\
Código postal|Vacía|Tarjeta
1|1|Ana|5|2026-01-01|1.250,50|007|25/03/2026|Sí|dice "hola"|170150||4111111111111111
2|1|Ana|5|2026-01-01|980,00|012|01/04/2026|No||170151||4111111111111112`)
	m, _, _ := Guess(Portfolio, header, rows, false, Mapping{Currency: "USD"})
	for name, want := range map[string]string{
		"x.Ingresos": TypeNumber, "x.Agencia": TypeText, "x.Última visita": TypeDay, "x.Tiene auto": TypeYesNo,
		`x.Nota "libre"`:  TypeText,
		"x.Código postal": TypeText, "x.Vacía": TypeText, "x.Tarjeta": TypeText,
	} {
		if got := m.Columns[name].Type; got != want {
			t.Errorf("%s is a %q, want %q", name, got, want)
		}
	}
	r, err := Compile(m, header, false, Portfolio, asOf())
	if err != nil {
		t.Fatal(err)
	}
	var row Row
	r.Row(2, cellsOf(rows[0]), &row)
	const want = `{"Agencia":"007","Código postal":"170150","Ingresos":1250.5,` +
		`"Nota \"libre\"":"dice \"hola\"",` +
		`"Tarjeta":"4111111111111111",` +
		`"Tiene auto":true,"Última visita":"2026-03-25"}`
	if string(row.Attributes) != want {
		t.Errorf("got  %s\nwant %s", row.Attributes, want)
	}
	rows[1][5], rows[1][8] = "muchos", "a veces"
	o := r.Row(3, cellsOf(rows[1]), &row)
	if o.Verdict != Taken || len(o.Warned) != 2 || strings.Contains(string(row.Attributes), "muchos") {
		t.Errorf("a value of another type is left out with a warning: %s %+v", row.Attributes, o.Warned)
	}
}

func TestTwoColumnsOfOneNameAreTwoColumns(t *testing.T) {
	t.Parallel()
	header, rows := table(`
Cuenta|Cliente|Nombre|Saldo|Vence|Teléfono|Teléfono||Nota|Nota
1|C1|Ana|5|2026-01-01|022345678|0991|x|a|b`)
	m, _, _ := Guess(Portfolio, header, rows, false, Mapping{Currency: "USD"})
	if got := sourceOf(m, "phones"); got != "Teléfono + Teléfono (2)" {
		t.Errorf("phones come from %q", got)
	}
	r, err := Compile(m, header, false, Portfolio, asOf())
	if err != nil {
		t.Fatal(err)
	}
	var row Row
	r.Row(2, cellsOf(rows[0]), &row)
	if row.Phones != "022345678|0991" || string(row.Attributes) != `{"#8":"x","Nota":"a","Nota (2)":"b"}` {
		t.Errorf("%q %s", row.Phones, row.Attributes)
	}
}

func TestTheCurrencyMayStandInTheAmountsOrTheHeader(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"account|person|person_name|due_on|Saldo\n1|1|Ana|2026-01-01|US$ 5.00":  "USD",
		"account|person|person_name|due_on|Saldo USD\n1|1|Ana|2026-01-01|5.00":  "USD",
		"account|person|person_name|due_on|Saldo (₡)\n1|1|Ana|2026-01-01|5.00":  "CRC",
		"account|person|person_name|due_on|Saldo\n1|1|Ana|2026-01-01|S/ 5.00":   "PEN",
		"account|person|person_name|due_on|Saldo\n1|1|Ana|2026-01-01|$ 5.00":    "",
		"account|person|person_name|due_on|Saldo_COP\n1|1|Ana|2026-01-01|5.000": "COP",
	} {
		header, rows := table(text)
		m, _, _ := Guess(Portfolio, header, rows, false, Mapping{})
		if m.Currency != want || sourceOf(m, "principal") == "" {
			t.Errorf("%q is in %q, want %q; principal from %q", text, m.Currency, want, sourceOf(m, "principal"))
		}
	}
}

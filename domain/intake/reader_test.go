package intake

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"aldia/domain/calendar"
	"aldia/domain/money"
	"aldia/platform/fault"
)

// asOf is the day of the cuts in these tests.
func asOf() calendar.Day { return calendar.Of(2026, 11, 22) }

// read reads one line by our own column names: "account=1 | principal=5".
func read(t *testing.T, m Mapping, line string) (Row, Outcome) {
	t.Helper()
	var header, cells []string
	for part := range strings.SplitSeq(line, " | ") {
		name, value, _ := strings.Cut(part, "=")
		header, cells = append(header, name), append(cells, value)
	}
	m, _, _ = Guess(Portfolio, header, nil, false, m)
	r, err := Compile(m, header, false, Portfolio, asOf())
	if err != nil {
		t.Fatal(err)
	}
	var row Row
	o := r.Row(2, cellsOf(cells), &row)
	return row, Outcome{o.Verdict, slices.Clone(o.Refused), slices.Clone(o.Warned)}
}

const good = "account=C-1 | person=P-1 | person_name=Ana Lima | currency=USD | due_on=2026-10-05 |" +
	" principal=100.50"

func TestARowIsWhatTheLineSays(t *testing.T) {
	t.Parallel()
	row, o := read(t, Mapping{Creditor: "coop", Country: "EC"},
		good+" | id_number=171234567-8 | interest=2.10 | rate_annual=16.77"+
			" | disputed=Sí | phones=022 345 678|0991234567 | opened_on=2025-01-31 | person_kind=natural"+
			" | role=deudor | lat=-0,1807"+
			" | lon=-78.4678 | fees= | status=vencido")
	if o.Verdict != Taken || len(o.Warned) > 0 {
		t.Fatalf("%+v", o)
	}
	if row.Creditor != "coop" || row.Account != "C-1" || row.Person != "P-1" || row.PersonName != "Ana Lima" ||
		row.Currency != "USD" ||
		row.DueOn != calendar.Of(2026, 10, 5) || row.Principal != 10050 || row.Interest != 210 ||
		!row.HasInterest || row.Rate.Text() != "16.77" ||
		!row.Disputed || row.Phones != "022 345 678|0991234567" || row.OpenedOn != calendar.Of(2025, 1, 31) ||
		row.PersonKind != Natural ||
		row.Role != RoleDebtor || row.Lat != "-0.1807" || row.Lon != "-78.4678" || row.Status != "vencido" ||
		row.Country != "EC" {
		t.Errorf("%+v", row)
	}
	if !row.HasFees || row.Fees != 0 || row.HasMoratory {
		t.Error("an empty cell in a column of fees says that there are none; a column that is missing says nothing")
	}
	if row.PersonKey != KeyOfID("EC", "1712345678") || row.Key != KeyOfItem("coop", "C-1", "") ||
		row.AccountKey != KeyOfAccount("coop", "C-1") {
		t.Error("the keys do not follow from the line")
	}
}

func TestOneWrongCellRefusesTheRowAndSaysWhich(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ change, column, why string }{
		{"account=", "account", whyEmpty}, {"account=N/A", "account", whyEmpty},
		{"principal=", "principal", whyEmpty},
		{"principal=-", "principal", whyEmpty}, {"person_name=s/n", "person_name", whyEmpty},
		{"due_on=NULL", "due_on", whyEmpty},
		{"due_on=30/02/2026", "due_on", whyDayImpossible}, {"due_on=pronto", "due_on", whyDay},
		{"due_on=1989-12-31", "due_on", whyDayEarly},
		{"due_on=2101-01-01", "due_on", whyDayLate}, {"due_on=00/00/0000", "due_on", whyEmpty},
		{"due_on=2226-10-25", "due_on", whyDayLate}, {"due_on=1026-10-25", "due_on", whyDayEarly},
		{"due_on=25/10/2226", "due_on", whyDayLate}, {"due_on=31/02/2226", "due_on", whyDayImpossible},
		{"principal=-5", "principal", whyNegativeBalance}, {"interest=-3", "interest", whyNegativeBalance},
		{"fees=1.50-", "fees", whyNegativeBalance}, {"guarantee_value=-3", "guarantee_value", whyNegative},
		{"principal=(5.00)", "principal", whyNegativeBalance}, {"principal=cien", "principal", whyAmount},
		{"principal=1.005", "principal", whyAmountDecimals},
		{"principal=99999999999999", "principal", whyAmountLarge},
		{"principal=EUR 5.00", "principal", whyAmountCurrency}, {"currency=DOGE", "currency", whyCurrency},
		{"account=" + strings.Repeat("9", 65), "account", whyLong},
		{"account=1.71234E+09", "account", whyScientific},
		{"interest=x", "interest", whyAmount}, {"rate_annual=16770", "rate_annual", whyRateRange},
		{"rate_annual=alta", "rate_annual", whyRate},
		{"disputed=quizás", "disputed", whyFlag}, {"role=vecino", "role", whyRole},
		{"days_overdue=1.5", "days_overdue", whyDays},
	} {
		name, _, _ := strings.Cut(c.change, "=")
		line, found := []string{}, false
		for part := range strings.SplitSeq(good, " | ") {
			if strings.HasPrefix(part, name+"=") {
				part, found = c.change, true
			}
			line = append(line, part)
		}
		if !found {
			line = append(line, c.change)
		}
		_, o := read(t, Mapping{File: FileStyle{Date: nameDMY, Decimal: "."}}, strings.Join(line, " | "))
		if o.Verdict != Rejected || len(o.Refused) != 1 || o.Refused[0].Key != c.why ||
			o.Refused[0].Column != c.column {
			t.Errorf("%s: %+v, want %s on %s", c.change, o, c.why, c.column)
		}
	}
}

func TestEveryWrongCellOfARowIsSaidAtOnce(t *testing.T) {
	t.Parallel()
	_,
		o := read(t, Mapping{Currency: "USD"},
		"account= | person=1 | person_name=Ana | due_on=mañana | principal=-1")
	var said []string
	for _, r := range o.Refused {
		said = append(said, r.Field)
	}
	slices.Sort(said)
	if !slices.Equal(said, []string{"account", "due_on", "principal"}) {
		t.Errorf("%v, want all three", said)
	}
}

func TestATelephoneThatNobodyCanCallIsWarnedOfAndTheRowIsIn(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ add, column, value, why string }{
		{"phones=12", "phones", "12", warnPhone}, {"phones=0991234567 / 45", "phones", "45", warnPhone},
		{"phones=pedir a la vecina", "phones", "pedir a la vecina", warnPhone},
		{"emails=dos(at)x", "emails", "dos(at)x", warnEmail},
	} {
		row, o := read(t, Mapping{Country: "EC"}, good+" | "+c.add)
		if o.Verdict != Taken || len(o.Warned) != 1 || o.Warned[0].Key != c.why ||
			o.Warned[0].Column != c.column || o.Warned[0].Value != c.value || row.Phones+row.Emails == "" {
			t.Errorf("%s: %+v", c.add, o)
		}
	}
	for _, fine := range []string{
		"phones=0991234567", "phones=no tiene", "emails=a@b.ec", "emails=", "phones=0",
	} {
		if _, o := read(t, Mapping{Country: "EC"}, good+" | "+fine); len(o.Warned) != 0 {
			t.Errorf("%s: %+v", fine, o.Warned)
		}
	}
}

func TestWhatOnlyHelpsIsWarnedOfAndLeftOut(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ add, why string }{
		{"country=Atlántida", warnCountry}, {"lat=95", warnPlace}, {"lon=oeste", warnPlace},
		{"person_kind=ovni", warnPersonKind},
		{"city=Qui\x00to", warnControl}, {"product=" + strings.Repeat("ñ", 80), warnCut},
	} {
		_, o := read(t, Mapping{}, good+" | "+c.add)
		if o.Verdict != Taken || len(o.Warned) != 1 || o.Warned[0].Key != c.why {
			t.Errorf("%s: %+v, want a warning %s", c.add, o, c.why)
		}
	}
	row, _ := read(t, Mapping{}, good+" | city=Qui\x00to | product="+strings.Repeat("ñ",
		80)+" | address=  Av.\u00a010  y\tColón ")
	if row.City != "Quito" || row.Product != strings.Repeat("ñ", 50) || row.Address != "Av. 10 y Colón" {
		t.Errorf("city %q, product %q, address %q", row.City, row.Product, row.Address)
	}
}

func TestDaysOfDelayGiveTheDueDayWhereThereIsNone(t *testing.T) {
	t.Parallel()
	const line = "account=1 | person=1 | person_name=Ana | currency=USD | principal=5 | "
	row, o := read(t, Mapping{}, line+"days_overdue=17")
	if o.Verdict != Taken || row.DueOn != asOf()-17 {
		t.Errorf("17 days late on %s is due %s: %+v", asOf().Text(), row.DueOn.Text(), o)
	}
	if row, _ = read(t, Mapping{}, line+"days_overdue=17 | due_on=2026-01-01"); row.DueOn != calendar.Of(2026,
		1, 1) {
		t.Error("a due day of its own must win")
	}
	if row, _ = read(t, Mapping{}, line+"days_overdue=-8 | due_on="); row.DueOn != asOf()+8 {
		t.Error("eight days before it falls due")
	}
}

func TestAPersonIsKnownByNumberByCodeOrAsTheMappingSays(t *testing.T) {
	t.Parallel()
	const line = "account=7 | person_name=Ana Lima | currency=USD | principal=5 | due_on=2026-01-01 | "
	for _, c := range []struct {
		key, add, person string
		is               int64
	}{
		{"", "person=P1", "P1", KeyOfPerson("a", "P1")},
		{"", "person=P1 | id_number=17.123", "P1", KeyOfID("EC", "17123")},
		{"", "id_number=17.123", "17.123", KeyOfID("EC", "17123")},
		{KeyIDNumber, "person=P1 | id_number=17.123", "17.123", KeyOfID("EC", "17123")},
		{KeyIDNumber, "person=P1 | id_number=", "P1", KeyOfPerson("a", "P1")},
		{KeyAccount, "status=x", "7", KeyOfPerson("a", "7")},
		{KeyName, "status=x", "Ana Lima", KeyOfPerson("a", "Ana Lima")},
	} {
		row, o := read(t, Mapping{Creditor: "a", Country: "EC", Key: c.key}, line+c.add)
		if o.Verdict != Taken || row.Person != c.person || row.PersonKey != c.is {
			t.Errorf("key %q with %s: person %q, %+v", c.key, c.add, row.Person, o)
		}
	}
	if _, o := read(t, Mapping{}, line+"person= | id_number="); o.Verdict != Rejected ||
		o.Refused[0].Field != "person" {
		t.Errorf("nobody owes: %+v", o)
	}
}

func TestALineSaysNothingOfTheLineBefore(t *testing.T) {
	t.Parallel()
	header := []string{"account", "id_number", "person_name", "principal", "moneda", "days_overdue", "due_on",
		"garante"}
	m, _, _ := Guess(Portfolio, header, nil, false, Mapping{Country: "EC"})
	r, err := Compile(m, header, false, Portfolio, asOf())
	if err != nil {
		t.Fatal(err)
	}
	var first, second, third Row
	r.Row(1, cellsOf([]string{"1", "171", "Ana", "5", "EUR", "3", "", "Eva"}), &first)
	if o := r.Row(2, cellsOf([]string{"2", "", "Luis", "5", "", "", "", ""}), &second); o.Verdict != Rejected ||
		len(o.Refused) != 2 {
		t.Errorf("without id number and due day: %+v", o)
	}
	if o := r.Row(3, cellsOf([]string{"3", "173", "Luz", "5", "", "", "2026-01-01"}),
		&third); o.Verdict != Taken {
		t.Errorf("%+v", o)
	}
	if third.Currency != "USD" || len(third.Parties) != 0 || third.DueOn != calendar.Of(2026, 1, 1) ||
		third.Person != "173" {
		t.Errorf("%+v", third)
	}
	if first.Currency != "EUR" || first.Account != "1" || len(first.Parties) != 1 ||
		first.Parties[0] != (Party{Role: RoleGuarantor, Name: "Eva"}) {
		t.Errorf("the first row changed when others were read: %+v", first)
	}
}

func TestTheSameLineHasTheSameDigestHoweverItIsWritten(t *testing.T) {
	t.Parallel()
	m := Mapping{File: FileStyle{Decimal: "."}, Columns: map[string]ColumnSource{"x.x": {From: "x",
		Type: TypeNumber}}}
	row, _ := read(t, m, good+" | x=1")
	same,
		_ := read(t, m,
		"principal=100.500 | account=C-1 | due_on=05/10/2026 | person_name=Ana  Lima |"+
			" currency=usd | person=P-1 | x=1.0 | city=")
	if row.Digest != same.Digest {
		t.Error("order, zeros and blanks of a file changed the digest")
	}
	for _, other := range []string{
		strings.Replace(good, "100.50", "100.51", 1) + " | x=1", good + " | x=2", good + " | x=1 | interest=0",
		good + " | x=1 | city=Quito",
	} {
		if o, _ := read(t, m, other); o.Digest == row.Digest {
			t.Errorf("%s has the same digest as %s", other, good)
		}
	}
}

func TestALineOfTotalsIsLeftOut(t *testing.T) {
	t.Parallel()
	for _, line := range []string{
		"account= | person= | person_name=TOTAL | currency= | due_on= | principal=9999.00",
		"account= | person=Total general: | person_name= | currency=USD | due_on= | principal=9999.00",
		"account=TOTAL | person= | person_name= | currency= | due_on= | principal=9999.00",
		"account=Total general | person= | person_name= | currency=USD | due_on= | principal=9999.00",
		"account=Subtotal | person= | person_name= | currency=USD | due_on= | principal=9999.00",
		"account=Sub-total: | person= | person_name= | currency=USD | due_on= | principal=9999.00",
		"account=SUMA | person= | person_name= | currency=USD | due_on= | principal=9999.00",
		"item=TOTAL | account=3 | person= | person_name= | currency= | due_on= | principal=9999.00",
	} {
		if _, o := read(t, Mapping{}, line); o.Verdict != Left || len(o.Warned) != 1 ||
			o.Warned[0].Key != warnTotal {
			t.Errorf("%s: %+v", line, o)
		}
	}
	if _, o := read(t, Mapping{}, strings.Replace(good, "Ana Lima", "Total Gas SA", 1)); o.Verdict != Taken {
		t.Errorf("a customer called Total: %+v", o)
	}
	for _, line := range []string{
		"account=TOTAL-17 | person=7 | person_name= | currency=USD | due_on= | principal=9999.00",
		"account=Total | person=7 | person_name=Ana Lima | currency=USD | due_on= | principal=9999.00",
	} {
		if _, o := read(t, Mapping{}, line); o.Verdict != Rejected {
			t.Errorf("%s is an account's line: %+v", line, o)
		}
	}
}

func TestAGuarantorsOwnLineNeedsNoSums(t *testing.T) {
	t.Parallel()
	row,
		o := read(t, Mapping{},
		"account=C-1 | person=P-2 | person_name=Eva | role=Garante | currency= | due_on= | principal=")
	if o.Verdict != Taken || row.Role != RoleGuarantor || row.HasPrincipal {
		t.Errorf("%+v %+v", row, o)
	}
}

func TestSeveralColumnsBecomeOne(t *testing.T) {
	t.Parallel()
	m, err := ParseMapping([]byte(`
currency: USD
columns:
  account: {join: [suc, num], with: "-"}
  person_name: {join: [n, a]}
  phones: {join: [t1, t2, t3]}
  principal: {join: [c1, c2], floor: "0"}
  status: {from: e, value: {v: vencido, "*": otro}}
  product: {const: crédito}
`))
	if err != nil {
		t.Fatal(err)
	}
	row,
		o := read(t, m,
		"suc=01 | num=77 | n=Ana | a=Lima | t1=022345678 | t2= | t3=0991 | c1=10.50 |"+
			" c2=0.75 | e=V | person=1 | due_on=2026-01-01")
	if o.Verdict != Taken || row.Account != "01-77" || row.PersonName != "Ana Lima" ||
		row.Phones != "022345678|0991" ||
		row.Principal != 1125 || row.Status != "vencido" || row.Product != "crédito" {
		t.Errorf("%+v %+v", row, o)
	}
	row,
		o = read(t, m,
		"suc=01 | num=77 | n=Ana | a= | t1= | t2= | t3= | c1=-10.50 | c2= | e=? | person=1 | due_on=2026-01-01")
	if o.Verdict != Taken || row.Principal != 0 || !row.HasPrincipal || row.Status != "otro" ||
		row.Phones != "" {
		t.Errorf("%+v %+v", row, o)
	}
}

func TestAFileWithoutARequiredColumnSaysWhatItHas(t *testing.T) {
	t.Parallel()
	header := []string{"account", "person_name", "color"}
	m, _, _ := Guess(Portfolio, header, nil, false, Mapping{})
	_, err := Compile(m, header, false, Portfolio, asOf())
	var f *fault.Error
	if !errors.As(err, &f) || f.Key != ErrMissing.Key || f.Args[0] != "person, currency, due_on, principal" ||
		f.Args[1] != "account, person_name, color" {
		t.Error(err)
	}
	if _, err = Compile(Mapping{}, header, false, "recipes", asOf()); !errors.Is(err, ErrKind) {
		t.Error(err)
	}
	gone := Mapping{Currency: "USD", Columns: map[string]ColumnSource{"principal": {From: "Saldo"},
		"phones": {From: "Fax"}}}
	m, said, faults := Guess(Portfolio, header, nil, false, gone)
	if len(faults) != 1 || !errors.Is(faults[0], ErrNotThere) ||
		!slices.ContainsFunc(said, func(g Guessed) bool { return g.Why == becauseGone }) {
		t.Errorf("%v %v", faults, said)
	}
	if _, err = Compile(m, header, false, Portfolio, asOf()); !errors.Is(err, ErrNotThere) {
		t.Error(err)
	}
}

func TestTheCurrencyComesFromTheLineTheMappingOrTheCountry(t *testing.T) {
	t.Parallel()
	const line = "account=1 | person=1 | person_name=Ana | due_on=2026-01-01 | principal=5 | "
	for _, c := range []struct {
		m    Mapping
		add  string
		want money.Currency
		sum  money.Amount
	}{
		{Mapping{Country: "CO"}, "status=x", "COP", 500},
		{Mapping{Currency: "USD", Country: "PE"}, "status=x", "USD", 500},
		{Mapping{Country: "PE"}, "moneda=US$", "USD", 500}, {Mapping{Country: "MX"}, "moneda=Pesos", "MXN", 500},
		{Mapping{Country: "CL"}, "moneda=$", "CLP", 5}, {Mapping{Country: "PE"}, "moneda=", "PEN", 500},
		{Mapping{}, "country=Chile", "CLP", 5}, {Mapping{}, "country=Chile | moneda=UF", "", 0},
	} {
		row, o := read(t, c.m, line+c.add)
		if c.want == "" {
			if o.Verdict != Rejected || len(o.Refused) != 1 || o.Refused[0].Key != whyCurrency {
				t.Errorf("%s: %+v", c.add, o)
			}
			continue
		}
		if o.Verdict != Taken || row.Currency != c.want || row.Principal != c.sum {
			t.Errorf("%+v %s: %s %d, want %s %d", c.m, c.add, row.Currency, row.Principal, c.want, c.sum)
		}
	}
	header := []string{"account", "person", "person_name", "due_on", "principal"}
	m, _, _ := Guess(Portfolio, header, nil, false, Mapping{})
	if _, err := Compile(m, header, false, Portfolio, asOf()); !errors.Is(err, ErrNoCurrency) {
		t.Error(err)
	}
}

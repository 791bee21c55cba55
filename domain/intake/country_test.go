package intake

import (
	"errors"
	"testing"

	"aldia/domain/money"
	"aldia/platform/fault"
)

func TestTheCountryOfACreditorFollowsFromItsRows(t *testing.T) {
	t.Parallel()
	type countries = map[string]int
	type sums = map[money.Currency]int
	for _, c := range []struct {
		what       string
		countries  countries
		currencies sums
		want       string
		needs      *fault.Error
		candidates string
	}{
		{"soles are of Peru", nil, sums{"PEN": 40}, "PE", nil, ""},
		{"and bolivianos of Bolivia", nil, sums{"BOB": 1}, "BO", nil, ""},
		{"dollars beside soles are of Peru too", nil, sums{"PEN": 4, "USD": 90}, "PE", nil, ""},
		{"dollars alone are of three countries", nil, sums{"USD": 90}, "", ErrCountryNeeded, "EC, PA, SV"},
		{"the rows name the country", countries{"EC": 90}, sums{"USD": 90}, "EC", nil, ""},
		{"some customers live elsewhere", countries{"EC": 80, "CO": 10}, sums{"USD": 90}, "EC", nil, ""},
		{"a country without money", countries{"MX": 5}, nil, "MX", nil, ""},
		{"a Peruvian who lends in dollars", countries{"PE": 5}, sums{"USD": 5}, "PE", nil, ""},
		{"customers abroad pay in pesos", countries{"US": 5}, sums{"COP": 5}, "", ErrCountryNeeded, "CO, US"},
		{"as many here as there, and money tells", countries{"EC": 5, "CO": 5}, sums{"COP": 9}, "CO", nil, ""},
		{"as many here as there", countries{"EC": 5, "SV": 5}, sums{"USD": 9}, "", ErrCountryNeeded, "EC, SV"},
		{"the money of two countries", nil, sums{"COP": 5, "PEN": 5}, "", ErrCountryNeeded, "CO, PE"},
		{"euros tell nothing", nil, sums{"EUR": 5}, "", ErrCountryUnknown, ""},
		{"nothing tells", nil, nil, "", ErrCountryUnknown, ""},
	} {
		got, err := CountryFrom(CountryEvidence{c.countries, c.currencies})
		if got != c.want || c.needs == nil && err != nil || c.needs != nil && !errors.Is(err, c.needs) {
			t.Errorf("%s: %q, %v; want %q, %v", c.what, got, err, c.want, c.needs)
		}
		if f, is := errors.AsType[*fault.Error](err); is && c.candidates != "" && f.Args[0] != c.candidates {
			t.Errorf("%s: one of %v, want %s", c.what, f.Args, c.candidates)
		}
	}
}

func TestANewCreditorIsOfTheCountryThatItsRowsTell(t *testing.T) {
	t.Parallel()
	offices(t, func(t *testing.T, o *office) {
		unsaid := func(o *Options) { o.Country = "" }
		const head = "account;person;person_name;due_on;principal"
		c := o.load(t, head+";moneda\nA1;p1;Uno;25/01/2026;10\nA2;p2;Dos;2026-01-25;1.250,40;PEN\n", monday(),
			unsaid, func(o *Options) { o.Creditor = "lima" })
		if len(c.Answer.Created) == 0 || c.Answer.Accepted != 2 {
			t.Fatalf("%+v", c.Answer)
		}
		for text, want := range map[string]*fault.Error{
			head + ";moneda\nA1;p1;Uno;25/01/2026;10;USD\n": ErrCountryNeeded,
			head + "\nA1;p1;Uno;25/01/2026;10\n":            ErrNoCurrency,
		} {
			_, err := o.loads(text, monday(), unsaid, func(o *Options) { o.Creditor = "nuevo" })
			if !errors.Is(err, want) {
				t.Errorf("%q: %v, want %v", text, err, want)
			}
		}
		c = o.load(t, head+";moneda;pais\nA1;p1;Uno;25/01/2026;10;USD;Ecuador\n", monday(), unsaid,
			func(o *Options) { o.Creditor = "quito" })
		m, err := ParseMapping([]byte(c.Mapping))
		if err != nil || m.Country != "EC" {
			t.Errorf("of %q: %v", m.Country, err)
		}
		// The country of who is known was settled when they came.
		m, err = ParseMapping(
			[]byte(o.load(t, head+";moneda;pais\nA1;p1;Uno;25/01/2026;11;USD;CO\n", monday()+1, unsaid,
				func(o *Options) { o.Creditor = "quito" }).Mapping),
		)
		if err != nil || m.Country != "EC" {
			t.Errorf("a file that names Colombia makes of Quito's creditor one of %q: %v", m.Country, err)
		}
	})
}

package ui_test

import (
	"strings"
	"testing"
	"time"

	"aldia/domain/money"
	"aldia/platform/text"
	"aldia/web/ui"
	"aldia/words"
)

// reader is the view of somebody who sees creditors in these countries, each with the currency of its books.
func reader(t *testing.T, language string, seen ...string) *ui.View {
	t.Helper()
	catalog, err := words.Load()
	if err != nil {
		t.Fatal(err)
	}
	v, countries := &ui.View{Text: catalog.For(language)}, []string{}
	v.Homes = map[money.Currency][]string{}
	for _, one := range seen {
		country, books, _ := strings.Cut(one, " ")
		countries = append(countries, country)
		v.Homes[money.Currency(books)] = append(v.Homes[money.Currency(books)], country)
	}
	v.Work(ui.Shared(countries...), time.UTC)
	return v
}

func TestAnAccountReadsTheSameToEverybody(t *testing.T) {
	t.Parallel()
	sum := money.Money{Amount: 139_728, Currency: "PEN"}
	for _, seen := range [][]string{
		{"PE PEN"}, {"PE PEN", "EC USD"}, {"EC USD", "PE PEN", "CL CLP"}, {"PE PEN", "MX MXN"},
	} {
		for _, language := range []string{"es", "en"} {
			v := reader(t, language, seen...)
			if got := plain(v.About("PE").SumIn(sum)); got != "PEN 1,397.28" {
				t.Errorf("an account of Peru reads %s in %s to who sees %v", got, language, seen)
			}
			dollars := money.Money{Amount: 139_728, Currency: "USD"}
			if got := plain(v.About("EC").SumIn(dollars)); got != "USD 1.397,28" {
				t.Errorf("an account of Ecuador reads %s in %s to who sees %v", got, language, seen)
			}
		}
	}
}

func TestFiguresAreWrittenByOneRule(t *testing.T) {
	t.Parallel()
	dollars, soles := money.Money{
		Amount:   64_552_555,
		Currency: "USD",
	}, money.Money{
		Amount:   735_500,
		Currency: "PEN",
	}
	for _, tc := range []struct {
		about    string
		language string
		seen     []string
		want     string
	}{
		{"creditors of Ecuador alone", "es", []string{"EC USD"}, "USD 645.525,55 PEN 7.355,00 1.206 75,1 %"},
		{"creditors of Peru alone", "es", []string{"PE PEN", "PE USD"},
			"USD 645,525.55 PEN 7,355.00 1,206 75.1 %"},
		{"two countries that write alike", "es", []string{"PE PEN", "MX MXN"},
			"USD 645,525.55 PEN 7,355.00 1,206 75.1 %"},
		{"two that do not, each with its currency", "es", []string{"PE PEN", "EC USD"},
			"USD 645.525,55 PEN 7,355.00 1.206 75,1 %"},
		{"the same, read in English", "en", []string{"PE PEN", "EC USD"},
			"USD 645.525,55 PEN 7,355.00 1,206 75.1%"},
		{"two that do not, both with dollars", "es", []string{"PE USD", "EC USD"},
			"USD 645.525,55 PEN 7.355,00 1.206 75,1 %"},
		{"the same, read in English", "en", []string{"PE USD", "EC USD"},
			"USD 645,525.55 PEN 7,355.00 1,206 75.1%"},
		{"nobody's debts, in English", "en", nil, "USD 645,525.55 PEN 7,355.00 1,206 75.1%"},
	} {
		v := reader(t, tc.language, tc.seen...)
		got := strings.Join([]string{
			v.SumIn(dollars), "PEN", v.SumWriter("PEN")(int64(soles.Amount)), v.Number(1206), v.Text.Percent(751, 1),
		}, " ")
		if plain(got) != tc.want {
			t.Errorf("%s: %s, want %s", tc.about, plain(got), tc.want)
		}
	}
}

func TestASumAndTheCountBesideItAreWrittenAlike(t *testing.T) {
	t.Parallel()
	v := reader(t, "es", "PE PEN", "EC USD", "CL USD")
	for _, c := range []struct {
		of   []string
		sum  money.Money
		want string
	}{
		{[]string{"PE"}, money.Money{Amount: 64_552_555, Currency: "PEN"}, "PEN 645,525.55 en 1,206 cuentas"},
		{[]string{"EC", "CL"}, money.Money{Amount: 64_552_555, Currency: "USD"}, "USD 645.525,55 en 1.206 cuentas"},
		{[]string{"PE", "EC"}, money.Money{Amount: 64_552_555, Currency: "PEN"}, "PEN 645.525,55 en 1.206 cuentas"},
	} {
		about := v.About(c.of...)
		got := plain(about.Say("desk.aging_text", about.SumIn(c.sum), 1206, about.Text.Share(1, 2)))
		if !strings.HasPrefix(got, c.want) {
			t.Errorf("debts of %v: %s, want %s", c.of, got, c.want)
		}
	}
	var b strings.Builder
	part := ui.About(ui.Money(money.Money{Amount: 139_728, Currency: "PEN"}), "PE")
	if err := part.Render(ui.With(t.Context(), reader(t, "es", "EC USD")), &b); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(b.String(), "1,397.28") {
		t.Errorf("a part about Peru is written %s", b.String())
	}
}

func plain(s string) string {
	out := []rune(s)
	for i, c := range out {
		if c == '\u00a0' {
			out[i] = ' '
		}
	}
	return string(out)
}

func TestCountsAreWrittenAsSumsAreInEveryCountry(t *testing.T) {
	t.Parallel()
	for _, country := range []string{
		"", "AR", "BO", "BR", "CL", "CO", "CR", "DO", "EC", "ES", "GT", "HN", "MX", "NI", "PA", "PE", "PR", "PY",
		"SV", "US", "UY", "VE",
	} {
		l := text.Language{}.In(country)
		sum := money.Amount(1_234_567).Format("CLP", l.Manner()) // a currency without cents
		if got := l.Number(1_234_567); got != sum {
			t.Errorf("in %q a count is %s and a sum %s", country, got, sum)
		}
		cents := money.Amount(1_234_567).Format("USD", l.Manner())
		if got := plain(l.Percent(1_234_567, 2)); got != plain(cents)+" %" {
			t.Errorf("in %q a percentage is %s and a sum %s", country, got, cents)
		}
	}
}

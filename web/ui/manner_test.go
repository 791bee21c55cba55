package ui_test

import (
	"testing"
	"time"

	"aldia/domain/money"
	"aldia/platform/text"
	"aldia/web/ui"
	"aldia/words"
)

func TestAPageHasOneMannerOfWritingFigures(t *testing.T) {
	t.Parallel()
	catalog, err := words.Load()
	if err != nil {
		t.Fatal(err)
	}
	dollars, soles := money.Money{
		Amount:   64_552_555,
		Currency: "USD",
	}, money.Money{
		Amount:   735_500,
		Currency: "PEN",
	}
	for _, tc := range []struct {
		about     string
		language  string
		countries []string
		want      string
	}{
		{"creditors of Ecuador alone", "es", []string{"EC"}, "USD 645.525,55 PEN 7.355,00 1.206 75,1 %"},
		{"creditors of Peru alone", "es", []string{"PE", "PE"}, "USD 645,525.55 PEN 7,355.00 1,206 75.1 %"},
		{"two countries that write alike", "es", []string{"PE", "MX"}, "USD 645,525.55 PEN 7,355.00 1,206 75.1 %"},
		{"two that do not, in Spanish", "es", []string{"PE", "EC"}, "USD 645.525,55 PEN 7.355,00 1.206 75,1 %"},
		{"two that do not, in English", "en", []string{"PE", "EC"}, "USD 645,525.55 PEN 7,355.00 1,206 75.1%"},
		{"nobody's debts, in English", "en", nil, "USD 645,525.55 PEN 7,355.00 1,206 75.1%"},
	} {
		v := &ui.View{Text: catalog.For(tc.language)}
		v.Work(ui.Shared(tc.countries...), time.UTC)
		got := v.SumIn(
			dollars,
		) + " " + "PEN " + v.SumWriter(
			"PEN",
		)(
			int64(soles.Amount),
		) + " " + v.Number(
			1206,
		) + " " +
			v.Text.Percent(751, 1)
		if plain(got) != tc.want {
			t.Errorf("%s: %s, want %s", tc.about, plain(got), tc.want)
		}
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

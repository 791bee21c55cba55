package money

import "testing"

func TestACurrencyIsCalledByItsOwnWordsAndByThoseItShares(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		currency Currency
		yes, no  []string
	}{
		{"USD", []string{"$", "us$", "usd", "dólares", "dolar"}, []string{"pesos", "soles", "s/", "mil", ""}},
		{"PEN", []string{"s/", "s/.", "soles", "pen"}, []string{"$", "pesos", "us$", "q"}},
		{"COP", []string{"$", "pesos", "cop", "col$"}, []string{"us$", "mxn", "l"}},
		{"MXN", []string{"$", "m.n.", "pesos", "mx$"}, []string{"usd"}},
		{"HNL", []string{"l", "l.", "lps", "hnl"}, []string{"$", "q"}},
		{"GTQ", []string{"q", "q.", "quetzales"}, []string{"$", "l"}},
	} {
		for _, word := range c.yes {
			if !c.currency.Called(word) {
				t.Errorf("%s is not called %q", c.currency, word)
			}
		}
		for _, word := range c.no {
			if c.currency.Called(word) {
				t.Errorf("%s is called %q", c.currency, word)
			}
		}
	}
}

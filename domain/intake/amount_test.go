package intake

import "testing"

func TestAmountsAreReadAsTheyAreWritten(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text  string
		point byte
		want  string // as a machine writes it
	}{
		{"1234.5", '.', "1234.5"}, {"1,234.56", '.', "1234.56"}, {"1.234,56", ',', "1234.56"},
		{"1234,5", ',', "1234.5"},
		{"1 234,56", ',', "1234.56"}, {"1\u00a0234,56", ',', "1234.56"}, {"1\u202f234,56", ',', "1234.56"},
		{"1'234.56", '.', "1234.56"},
		{"1’234.56", '.', "1234.56"}, {"$ 1.234", ',', "1234"}, {"$1,234,567.00", '.', "1234567"},
		{"USD 12", ',', "12"},
		{"12 USD", '.', "12"}, {"US$ 12.50", '.', "12.5"}, {"S/ 12.50", '.', "12.5"}, {"S/. 12.50", '.', "12.5"},
		{"₡1 250,00", ',', "1250"},
		{"(123.45)", '.', "-123.45"}, {"($ 123.45)", '.', "-123.45"}, {"123.45-", '.', "-123.45"},
		{"-123.45", '.', "-123.45"},
		{"-$123.45", '.', "-123.45"}, {"$ -123.45", '.', "-123.45"}, {"−5", '.', "-5"}, {"+7", '.', "7"},
		{"$ 15.990.-", ',', "15990"},
		{"0", '.', "0"}, {"0,00", ',', "0"}, {".50", '.', "0.5"}, {",5", ',', "0.5"}, {"007", '.', "7"},
		{"12.500000000000000000000", '.', "12.5"}, {"000000000000000000000012", '.', "12"},
		{"1.00E+05", '.', "100000"},
		{"1,5E+03", ',', "1500"}, {"2.5E-01", '.', "0.25"}, {"999999999999999999", '.', "999999999999999999"},
		{"16,77%", ',', "16.77"},
		{"16.77 %", '.', "16.77"}, {"RD$ 1,000.00", '.', "1000"}, {"Bs. 10,50", ',', "10.5"},
		{"1.234.567", ',', "1234567"},
	} {
		n, why := readNumber([]byte(c.text), c.point, false)
		if got := string(n.appendPlain(nil)); why != "" || got != c.want {
			t.Errorf("%q with decimal %q reads %q (%s), want %q", c.text, c.point, got, why, c.want)
		}
	}
}

func TestWhatIsNoAmountIsRefusedAndNotBent(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text  string
		point byte
		why   string
	}{
		{"mil", '.', whyAmount}, {"12a", '.', whyAmount}, {"1.2.3", '.', whyAmount},
		{"1,23,456.00", '.', whyAmount}, {"12,34", '.', whyAmountOther},
		{"1234.5", ',', whyAmountOther}, {"1.234,56", '.', whyAmountOther}, {"1,234.56", ',', whyAmountOther},
		{"--5", '.', whyAmount},
		{"(-5)", '.', whyAmount}, {"5-5", '.', whyAmount}, {"1 2", '.', whyAmount}, {"", '.', whyAmount},
		{"$", '.', whyAmount},
		{"1234567890123456789", '.', whyAmountLarge}, {"XYZ 5", '.', whyAmount}, {"5 UF", '.', whyAmount},
		{"1E5", '.', whyAmount},
		{"22/11/2026", '.', whyAmount}, {"1.", ',', whyAmount}, {"12 000 0", '.', whyAmount},
	} {
		if n, why := readNumber([]byte(c.text), c.point, false); why != c.why {
			t.Errorf("%q with decimal %q reads %+v (%q), want %q", c.text, c.point, n, why, c.why)
		}
	}
}

func TestAWorkbookMixesNumbersAndTexts(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ text, want, why string }{
		{"1234.5", "1234.5", ""}, {"1.234,56", "1234.56", ""}, {"1234.567", "1234.567", ""},
		{"0.125", "0.125", ""}, {"12", "12", ""},
		{"1.234", "", whyAmountAmbiguous}, // the text 1.234 is a thousand, the number 1.234 is one and a bit
	} {
		n, why := readNumber([]byte(c.text), ',', true)
		if got := string(n.appendPlain(nil)); why != c.why || why == "" && got != c.want {
			t.Errorf("%q reads %q (%s), want %q (%s)", c.text, got, why, c.want, c.why)
		}
	}
}

func TestAnAmountHasNoMoreDecimalsThanItsCurrency(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text     string
		decimals int
		want     int64
		why      string
	}{
		{"12.34", 2, 1234, ""}, {"12.340", 2, 1234, ""}, {"12.345", 2, 0, whyAmountDecimals}, {"12", 2, 1200, ""},
		{"1500.0", 0, 1500, ""},
		{"1500.5", 0, 0, whyAmountDecimals}, {"10000000000000.00", 2, 1_000_000_000_000_000, ""},
		{"10000000000000.01", 2, 0, whyAmountLarge},
		{"999999999999999999", 2, 0, whyAmountLarge}, {"-12.34", 2, -1234, ""},
	} {
		n, _ := readNumber([]byte(c.text), '.', false)
		if got, why := n.amountIn(c.decimals); int64(got) != c.want || why != c.why {
			t.Errorf("%s with %d decimals is %d (%s), want %d (%s)", c.text, c.decimals, got, why, c.want, c.why)
		}
	}
}

func TestRatesArePercentagesUnlessTheyAreSaidToBeFractions(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text     string
		fraction bool
		want     string
		why      string
	}{
		{"16.77", false, "16.77", ""}, {"16.77%", false, "16.77", ""}, {"0.1677", true, "16.77", ""},
		{"16.77%", true, "16.77", ""},
		{"0", true, "0", ""}, {"0.16770000049", false, "0.1677", ""}, {"1000", false, "1000", ""},
		{"1677", false, "0", whyRateRange},
		{"-3", false, "0", whyNegative}, {"0.123456785", true, "12.345679", ""},
	} {
		n, _ := readNumber([]byte(c.text), '.', false)
		if got, why := n.rateOf(c.fraction); got.Text() != c.want || why != c.why {
			t.Errorf("%s is %s %% (%s), want %s (%s)", c.text, got.Text(), why, c.want, c.why)
		}
	}
}

func TestAValueTellsItsDecimalSignOrAdmitsThatItCannot(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]byte{
		"1234": 0, "1.234": '?', "1,234": '?', "12.34": '.', "12,3": ',', "1.234.567": ',', "1,234,567": '.',
		"1.234,5": ',', "1,234.5": '.',
		"1234.567": '.', "0.123": '.', "0,123": ',', "1 234.567": '.', "1.2345": '.',
	} {
		if got := styleOf([]byte(text)); got != want {
			t.Errorf("%s says %q, want %q", text, got, want)
		}
	}
}

package ui_test

import (
	"testing"

	"aldia/domain/calendar"
	"aldia/domain/money"
	"aldia/platform/text"
	"aldia/web/ui"
)

func TestASumIsReadAsPeopleTypeIt(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		country, typed string
		currency       money.Currency
		want           money.Amount
		refused        bool
	}{
		{"EC", "300", "USD", 30_000, false},
		{"EC", "300,5", "USD", 30_050, false},
		{"EC", "300.50", "USD", 30_050, false},
		{"EC", "1.250,40", "USD", 125_040, false},
		{"EC", "1,250.40", "USD", 125_040, false},
		{"EC", "1.250", "USD", 125_000, false},
		{"EC", "1.250.000", "USD", 125_000_000, false},
		{"EC", "USD 1.250,40", "USD", 125_040, false},
		{"EC", "$ 20", "USD", 2_000, false},
		{"EC", "1 250,40", "USD", 125_040, false},
		{"PE", "1,250", "PEN", 125_000, false},
		{"MX", "1,250.40", "MXN", 125_040, false},
		{"CL", "1.250", "CLP", 1_250, false},
		{"CL", "1250", "CLP", 1_250, false},
		{"CL", "12,5", "CLP", 0, true},
		{"PE", "1.250", "PEN", 125_000, true},
		{"EC", "1,250", "USD", 0, true},
		{"EC", "12.50.40", "USD", 0, true},
		{"EC", "1.25,040", "USD", 0, true},
		{"EC", "", "USD", 0, true},
		{"EC", "veinte", "USD", 0, true},
		{"EC", "20 dólares", "USD", 0, true},
		{"EC", "99999999999999999999", "USD", 0, true},
	} {
		v := &ui.View{Text: text.Language{}.In(tc.country)}
		got, err := v.ReadSum(tc.typed, tc.currency)
		if (err != nil) != tc.refused || err == nil && got != tc.want {
			t.Errorf("%q in %s: %d %v, want %d refused %t", tc.typed, tc.country, got, err, tc.want, tc.refused)
		}
	}
}

func TestASumThatWeWroteIsReadBack(t *testing.T) {
	t.Parallel()
	for _, country := range []string{"EC", "PE", "MX", "CO", "CR", "CL"} {
		v := &ui.View{Text: text.Language{}.In(country)}
		for _, cents := range []money.Amount{0, 1, 99, 100, 12_345, 100_000, 123_456_789, 100_000_000_000} {
			m := money.Money{Amount: cents, Currency: "USD"}
			if got, err := v.ReadSum(v.Sum(m), "USD"); err != nil || got != cents {
				t.Errorf("%s in %s is read as %d, %v", v.Sum(m), country, got, err)
			}
		}
	}
}

func TestADayIsReadFromItsField(t *testing.T) {
	t.Parallel()
	if d, err := ui.ReadDay("2026-12-05"); err != nil || d != calendar.Of(2026, 12, 5) {
		t.Error(d, err)
	}
	if d, err := ui.ReadDay(" "); err != nil || d != calendar.NoDay {
		t.Error("an empty field is no day: ", d, err)
	}
	for _, wrong := range []string{"05/12/2026", "2026-02-30", "mañana"} {
		if _, err := ui.ReadDay(wrong); err == nil {
			t.Errorf("%s was read as a day", wrong)
		}
	}
}

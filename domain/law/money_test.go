package law

import "testing"

func load(t *testing.T, code string) *Pack {
	t.Helper()
	p, err := Load(code)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestEveryPackSpeaksOfMoney(t *testing.T) {
	t.Parallel()
	for _, code := range Codes() {
		p := load(t, code)
		if len(p.Money.Fees) == 0 || len(p.Money.Orders) == 0 || len(p.Money.Several) == 0 ||
			len(p.Money.Ceilings) == 0 {
			t.Errorf("%s lacks a fee, a ceiling, an order or a rule of several debts", code)
		}
	}
}

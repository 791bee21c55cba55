package desk

import (
	"slices"
	"strings"
	"testing"

	"aldia/domain/debt"
	"aldia/domain/law"
	"aldia/domain/portfolio"
)

func TestWhatTheLawHasOneSayHoldsTheNamesAndSumsOfTheCase(t *testing.T) {
	t.Parallel()
	v := spanish(t)
	v.User.Name = "Lucía Paredes"
	owing := account{
		Account:  debt.Account{Number: "K-77", Currency: "MXN"},
		Creditor: portfolio.Creditor{Name: "Muebles del Bajío", Country: "MX"},
		Owed:     debt.Parts{Principal: 125_040}, OldestOn: today - 40,
	}
	newer, elsewhere := owing, owing
	newer.Number, newer.OldestOn = "K-99", today-3
	elsewhere.Creditor.Country, elsewhere.OldestOn = "EC", today-90
	f := &file{Today: today, Accounts: []account{elsewhere, newer, owing}}
	for _, code := range law.Codes() {
		pack, err := law.Load(code)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range pack.Conduct {
			f.Accounts[0].Creditor.Country = code // every country has a debt to speak of
			said := reading(v, f, minded{&r, code})
			if strings.ContainsAny(said, "{}") {
				t.Errorf("%s leaves a place open: %s", r.ID, said)
			}
		}
	}
	f.Accounts[0].Creditor.Country = "EC"
	pack, err := law.Load("MX")
	if err != nil {
		t.Fatal(err)
	}
	rules, err := pack.ConductOf(&law.ConductAsk{On: today})
	if err != nil {
		t.Fatal(err)
	}
	first := rules[slices.IndexFunc(rules, func(r *law.ConductRule) bool { return r.ID == "mx.conduct.first" })]
	said := reading(v, f, minded{first, "MX"})
	for _, want := range []string{"Lucía Paredes", "Muebles del Bajío", "K-77", "22 nov 2026", "1.250,40"} {
		if !strings.Contains(said, want) {
			t.Errorf("%q says nothing of %q", said, want)
		}
	}
}

// In Mexico an agency takes no money: our own rule of who gives the receipt would say that somebody does.
func TestWhereNobodyTakesMoneyNothingElseIsSaidOfIt(t *testing.T) {
	t.Parallel()
	for country, want := range map[string][]string{"MX": {"mx.conduct.money"}, "EC": {"any.take_money"}} {
		pack, err := law.Load(country)
		if err != nil {
			t.Fatal(err)
		}
		rules, err := pack.ConductOf(&law.ConductAsk{On: today})
		if err != nil {
			t.Fatal(err)
		}
		var l lawful
		for _, r := range rules {
			l.Conduct = append(l.Conduct, minded{r, country})
		}
		l.Conduct = strictest(l.Conduct)
		var got []string
		for _, m := range l.of(law.TakeMoney) {
			got = append(got, m.ID)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", country, got, want)
		}
		if len(l.of(law.DoNot)) == 0 {
			t.Errorf("%s: the other rules are gone", country)
		}
	}
}

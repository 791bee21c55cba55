package desk

import (
	"strings"
	"testing"

	"aldia/domain/calendar"
	"aldia/domain/debt"
	"aldia/domain/portfolio"
	"aldia/domain/promise"
	"aldia/domain/strategy"
	"aldia/domain/treatment"
	"aldia/platform/id"
	"aldia/web/ui"
)

// owing is the case of somebody who owes creditors, of whom the first leads, each since so many days.
func owing(v *ui.View, days ...int64) *file {
	all := []portfolio.Creditor{
		{ID: 1, Name: "Banco Sierra", Country: "EC"}, {ID: 2, Name: "Cooperativa Luz", Country: "EC"},
		{ID: 3, Name: "Tienda Uno", Country: "EC"}, {ID: 4, Name: "Tienda Dos", Country: "EC"},
	}
	f := &file{Creditors: all, Lead: all[0], Today: today, Now: v.Now, Zone: v.Zone, HasCase: true,
		Case: treatment.Casefile{CreditorID: 1, Accounts: int64(len(days)), Stage: strategy.Collection,
			Step: "middle", PastDue: 80_00, OldestDueOn: today - calendar.Day(days[0])}}
	for n, late := range days {
		f.Accounts = append(f.Accounts, account{Account: debt.Account{ID: id.ID(n + 1), CreditorID: all[n].ID,
			Currency: "USD", State: debt.Open}, Creditor: all[n], Owed: debt.Parts{Principal: 80_00},
			OldestOn: today - calendar.Day(late)})
	}
	return f
}

func to(creditor id.ID, state promise.State) promise.Promise {
	return promise.Promise{CreditorID: creditor, Currency: "USD", Amount: 33_04, DueOn: today + 3, State: state}
}

func TestTheGoalIsWhatIsStillToBeWorked(t *testing.T) {
	t.Parallel()
	v := spanish(t)
	const (
		middle = "Objetivo: lograr una fecha y un valor concretos; si no puede todo, una parte ahora."
		beside = " A Cooperativa Luz ya le prometió USD 33,04 para el 25 nov 2026: " +
			"por esa deuda no pida otra promesa."
		promised = "Objetivo: ya prometió USD 33,04 para el 25 nov 2026; recuérdeselo, no le pida otra promesa."
		broken   = "Objetivo: no cumplió su promesa de USD 33,04 para el 25 nov 2026; " +
			"pregunte qué pasó y acuerde de nuevo."
	)
	for _, c := range []struct {
		says     string
		promises []promise.Promise
		rests    treatment.Hold
		want     string
	}{
		{"nothing was promised", nil, "", middle},
		{"promised to the creditor that leads", []promise.Promise{to(1, promise.Open)}, "", promised},
		{"promised to another one, while this one's debt is overdue", []promise.Promise{to(2, promise.Open)}, "",
			middle + beside},
		{"promised to both", []promise.Promise{to(2, promise.Open), to(1, promise.Open)}, "promise", promised},
		{"promised to another one, and this one's debt rests", []promise.Promise{to(2, promise.Open)}, "claim",
			promised},
		{"the other one's was broken and made anew",
			[]promise.Promise{to(2, promise.Open), to(2, promise.Broken)}, "", middle + beside},
		{"this one's was broken", []promise.Promise{to(2, promise.Open), to(1, promise.Broken)}, "",
			broken + beside},
	} {
		f := owing(v, 82, 241)
		f.Promises, f.Case.Hold = c.promises, c.rests
		if got := strings.ReplaceAll(goalWords(v, f), "\u00a0", " "); got != c.want {
			t.Errorf("%s: %q, want %q", c.says, got, c.want)
		}
	}
}

func TestTheHeadNamesAllCreditorsWhomTheReaderSees(t *testing.T) {
	t.Parallel()
	v := spanish(t)
	paid := owing(v, 82, 241)
	paid.Accounts[1].Owed = debt.Parts{}
	for want, f := range map[string]*file{
		"Banco Sierra":                   owing(v, 82),
		"Banco Sierra · Cooperativa Luz": owing(v, 82, 241),
		"Banco Sierra · Cooperativa Luz · Tienda Uno · y a 1 acreedor más": owing(v, 82, 241, 9, 3),
	} {
		if got := whoWords(v, f); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if got := whoWords(v, paid); got != "Banco Sierra" {
		t.Errorf("who has been paid is named: %q", got)
	}
}

func TestTheOldestDebtIsThatOfWhichTheDaysAreCounted(t *testing.T) {
	t.Parallel()
	v := spanish(t)
	f := owing(v, 82, 241) // the debt of 241 days rests: something was promised
	if got := f.oldestOn(); got != today-241 {
		t.Errorf("the oldest debt is of %d days", today-got)
	}
	pair := preparePairs(v, f)[0]
	if want := "Lo más antiguo venció"; pair.Name != want {
		t.Fatalf("%q, want %q", pair.Name, want)
	}
	var b strings.Builder
	if err := pair.Value.Render(ui.With(t.Context(), v), &b); err != nil {
		t.Fatal(err)
	}
	if got := b.String(); !strings.Contains(got, "26 mar 2026") || !strings.Contains(got, "hace 241 días") {
		t.Errorf("the oldest debt fell due %q", got)
	}
	f.Accounts[1].OldestOn = calendar.NoDay // paid
	if got := f.oldestOn(); got != today-82 {
		t.Errorf("the oldest debt is of %d days, the older one being paid", today-got)
	}
}

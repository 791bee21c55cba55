package intake

import (
	"errors"
	"testing"

	"aldia/domain/calendar"
	"aldia/platform/fault"
)

func onlyScope() scope {
	return scope{asOf: calendar.Of(2026, 11, 22), order: orderDMY, point: decimalSign{point: ','}}
}

func TestAConditionAsksALineOfTheFile(t *testing.T) {
	t.Parallel()
	header := []string{"Estado", "Fecha de Pago", "Saldo", "Días", "2024"}
	line := cellsOf([]string{" VENCIDO ", "05/11/2026", "1.234,50", "17", "x"})
	for text, want := range map[string]bool{
		`Estado == "VENCIDO"`:                              true,
		`Estado == 'VENCIDO'`:                              true,
		`Estado != "VENCIDO"`:                              false,
		`row["Estado"] == "VENCIDO"`:                       true,
		`row["estado"] == "VENCIDO"`:                       true,
		`Estado in ["VIGENTE", "VENCIDO"]`:                 true,
		`!(Estado in ["VIGENTE"])`:                         true,
		`Estado in []`:                                     false,
		`day(Fecha_de_Pago) <= as_of`:                      true,
		`day(Fecha_de_Pago) > as_of - 10`:                  false,
		`day(Fecha_de_Pago) + 17 == as_of`:                 true,
		`as_of - day(row["Fecha de Pago"]) == 17`:          true,
		`number(Saldo) > 1234.4 && number(Saldo) < 1234.6`: true,
		`number(Saldo) == 1234.50`:                         true,
		`number(Dias) >= 17`:                               true,
		`-number(Dias) < 0`:                                true,
		`_2024 == "x"`:                                     true,
		`Estado.startsWith("VEN")`:                         true,
		`Estado.endsWith("IDO") && Estado.contains("NCI")`: true,
		`Estado.matches("^V[A-Z]+$")`:                      true,
		`size(Estado) == 7 && Estado.size() == 7`:          true,
		`Estado == "" ? true : number(Dias) > 10`:          true,
		`false || true && false`:                           false,
		`(true || false) && true`:                          true,
		`Estado < "W"`:                                     true,
		`Estado == "" || day(Fecha_de_Pago) < as_of`:       true,
		// one side decides, the other's fault does not matter
		`day(Estado) > as_of && Estado == "no"`:                    false,
		`number(Estado) > 0 || Estado == "VENCIDO"`:                true,
		"Estado == \"VENCIDO\" &&\n  number(Dias) > 0":             true,
		`true == (number(Dias) > 0)`:                               true,
		`day(Fecha_de_Pago) == day("5/11/2026")`:                   true,
		`number(Dias) + 3 - 20 == 0`:                               true,
		`Estado == "VENCIDO" == true`:                              true,
		`number(Dias) in [1, 17]`:                                  true,
		`!false`:                                                   true,
		`(day(Estado) > as_of ? "a" : "b") == "a" || Dias == "17"`: true,
	} {
		c, f := compileOnly(text, header, onlyScope())
		if f != nil {
			t.Errorf("%s: %v", text, f)
			continue
		}
		if got, un := c.holds(line); got != want || un != nil {
			t.Errorf("%s is %v (%v), want %v", text, got, un, want)
		}
	}
}

func TestAConditionThatCannotBeReadSaysWhere(t *testing.T) {
	t.Parallel()
	header := []string{"Estado", "Saldo"}
	for text, want := range map[string]*fault.Error{
		``: ErrOnly, `Estado`: ErrOnlyNoAnswer, `Estado ==`: ErrOnly, `Estado = "x"`: ErrOnly,
		`Estado == "x`: ErrOnly, `(true`: ErrOnly,
		`true)`: ErrOnly, `Ciudad == "x"`: ErrOnlyName, `row["Ciudad"] == "x"`: ErrOnlyName,
		`Saldo > 5`:      ErrOnlyTypes,
		`day(Saldo) > 5`: ErrOnlyTypes, `Saldo && true`: ErrOnlyTypes, `!Saldo`: ErrOnlyTypes,
		`size(5) > 1`: ErrOnlyTypes,
		`rm(Saldo)`:   ErrOnlyTypes, `Saldo.rm()`: ErrOnlyTypes, `as_of + as_of > as_of`: ErrOnlyTypes,
		`Estado in ["a", 5]`: ErrOnlyTypes,
		`true ? 1 : "a"`:     ErrOnlyTypes, `Estado.matches("(")`: ErrOnly, `day() > as_of`: ErrOnlyTypes,
		`1..2 == 1`: ErrOnly, `true true`: ErrOnly,
		`@`: ErrOnly, `row.Estado == ""`: ErrOnly, `true < false`: ErrOnlyTypes, `-Estado == 1`: ErrOnlyTypes,
	} {
		if _, f := compileOnly(text, header, onlyScope()); !errors.Is(f, want) {
			t.Errorf("%s: %v, want %s", text, f, want.Key)
		}
	}
	deep := ""
	for range 10_000 {
		deep += "(!"
	}
	if _, f := compileOnly(deep, header, onlyScope()); f == nil {
		t.Error("ten thousand parentheses were read")
	}
	if _, f := compileOnly(deep[:maxOnly-1], header, onlyScope()); f == nil {
		t.Error("two thousand parentheses were read")
	}
}

func TestALineThatAConditionCannotJudgeIsRefused(t *testing.T) {
	t.Parallel()
	header := []string{"account", "person", "person_name", "principal", "due_on", "paid"}
	m, _, _ := Guess(Portfolio, header, nil, false, Mapping{Currency: "USD", Only: "day(paid) > as_of"})
	r, err := Compile(m, header, false, Portfolio, calendar.Of(2026, 11, 22))
	if err != nil {
		t.Fatal(err)
	}
	for paid, want := range map[string]Verdict{"2026-12-01": Taken, "2026-11-22": Left, "ayer": Rejected,
		"": Rejected} {
		var row Row
		o := r.Row(2, cellsOf([]string{"1", "1", "Ana", "5", "2026-11-01", paid}), &row)
		if o.Verdict != want || want == Rejected && (o.Refused[0].Key != whyOnly || o.Refused[0].Value != paid) {
			t.Errorf("paid %q: %+v, want %v", paid, o, want)
		}
	}
}

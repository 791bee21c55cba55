package intake

import (
	"errors"
	"testing"

	"aldia/domain/calendar"
)

func TestADayInATitleIsTheHintOfTheDayOfTheFile(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		titles string
		more   []string
		want   string
	}{
		{"Cartera al 30/06/2026", nil, "2026-06-30"},
		{"Corte: 2026-06-30", nil, "2026-06-30"},
		{"CORTE:30/06/2026", nil, "2026-06-30"},
		{"31 de octubre de 2026", nil, "2026-10-31"},
		{"Cartera vencida al 31 de Octubre del 2026.", nil, "2026-10-31"},
		{"Quito, 3 de junio de 2026", nil, "2026-06-03"},
		{"Saldos al 31-oct-2026", nil, "2026-10-31"},
		{"Fecha de corte 31/10/2026", nil, "2026-10-31"},
		{"Reporte de cartera vencida, al 31/10/2026", nil, "2026-10-31"},
		{"Portfolio as of October 31, 2026", nil, "2026-10-31"},
		{"Cartera (30.06.2026)", nil, "2026-06-30"},
		{"Cartera al 06/30/2026", nil, "2026-06-30"}, // there is no month 30
		{"Movimientos del 01/06/2026 al 30/06/2026", nil, "2026-06-30"},
		{"Impreso el 05/07/2026 10:30:26", []string{"Cartera al 30/06/2026"}, "2026-06-30"},
		{"Impreso el 05/07/2026 10:30:26", nil, "2026-07-05"},
		{"Fecha: 05/07/2026", []string{"Corte 30/06/2026"}, "2026-06-30"},
		{"BANCO DEL VALLE S.A.", nil, ""},
		{"RUC 1790012345001 Tel. 02-234-5678", nil, ""},
		{"Total 1.250.400", nil, ""},
		{"Cuenta 20260630", nil, ""},
		{"Cartera junio 2026", nil, ""},
		{"Resolución 45/13/2026", nil, ""},
		{"Ley del 1 de mayo de 1938", nil, ""},
		{"", nil, ""},
	} {
		got := TitledOf(append([]string{c.titles}, c.more...), false)
		if c.want == "" && got.Day != calendar.NoDay || c.want != "" && got.Day.Text() != c.want {
			t.Errorf("%q: %v of %q, want %s", c.titles, got.Day.Text(), got.Text, c.want)
		}
	}
	if got := TitledOf([]string{"As of 03/04/2026"}, true); got.Day.Text() != "2026-03-04" {
		t.Errorf("with the month first: %s", got.Day.Text())
	}
}

func TestADraftTakesTheDayOfItsTitleAndAPublishedCutDoesNot(t *testing.T) {
	t.Parallel()
	offices(t, func(t *testing.T, o *office) {
		text := file("A1;;p1;Uno;2026-01-10;10;1;16;x")
		c, err := o.Draft(o.ctx, textFile(text), Options{
			Kind: Portfolio, Creditor: "banco", Country: "EC", AsOf: monday(),
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := o.Redate(o.ctx, c.ID, monday()-2); err != nil {
			t.Fatal(err)
		}
		if err := o.Redate(o.ctx, c.ID, calendar.Of(2999, 1, 1)); !errors.Is(err, ErrAhead) {
			t.Errorf("a day far ahead: %v", err)
		}
		if c, err = o.Publish(o.ctx, c.ID, nil); err != nil || c.AsOfOn != monday()-2 {
			t.Fatalf("published as of %s: %v", c.AsOfOn.Text(), err)
		}
		if err := o.Redate(o.ctx, c.ID, monday()); !errors.Is(err, ErrCutState) {
			t.Errorf("a published cut: %v", err)
		}
	})
}

package intake

import (
	"errors"
	"strings"
	"testing"

	"aldia/domain/portfolio"
	"aldia/platform/db"
	"aldia/platform/fault"
)

func TestAPersonSaysHowANewCreditorIsCalledAndWhere(t *testing.T) {
	t.Parallel()
	const text = "account;person;person_name;due_on;principal\nA1;1;Rosa;25/10/2026;1.250,40\n"
	offices(t, func(t *testing.T, o *office) {
		draft, err := o.Draft(o.ctx, File{"corte.csv", int64(len(text)), strings.NewReader(text)},
			Options{Kind: Portfolio, Creditor: "ANDINA", AsOf: monday()})
		if err != nil {
			t.Fatal(err)
		}
		columns := []string{"account", "person", "person_name", "due_on", "principal"}
		for _, c := range []struct {
			says  Opening
			wrong *fault.Error
		}{
			{Opening{Country: "EC"}, portfolio.ErrName},
			{Opening{Name: strings.Repeat("ñ", 121), Country: "EC"}, portfolio.ErrName},
			{Opening{Name: "Banco Andino"}, ErrCountryChoice},
			{Opening{Name: "Banco Andino", Country: "ZZ"}, ErrCountryChoice},
			{Opening{Country: "ZZ", Unnamed: true}, ErrCountryChoice},
		} {
			err := o.Choose(o.ctx, draft.ID, Choice{Columns: columns, Opening: &c.says})
			if !errors.Is(err, c.wrong) {
				t.Errorf("%+v: %v", c.says, err)
			}
		}
		says := Opening{Name: " Banco  Andino ", Country: "EC"}
		if err := o.Choose(o.ctx, draft.ID, Choice{Columns: columns, Opening: &says}); err != nil {
			t.Fatal(err)
		}
		cuts, err := o.Settle(o.ctx, draft.ID)
		if err != nil {
			t.Fatal(err)
		}
		opens := func(name, country string) {
			t.Helper()
			c, err := o.Cut(o.ctx, cuts[0].ID)
			if err != nil {
				t.Fatal(err)
			}
			a, err := o.Around(o.ctx, &c)
			if err != nil || a.Creditor.Name != name || a.Creditor.Country != country || a.Creditor.Code != "ANDINA" {
				t.Errorf("%+v, %v", a.Creditor, err)
			}
		}
		opens("Banco Andino", "EC")
		if err := o.Open(o.ctx, cuts[0].ID, Opening{Name: "Banco del Perú", Country: "PE"}); err != nil {
			t.Fatal(err)
		}
		opens("Banco del Perú", "PE")
		if _, err := o.Publish(o.ctx, cuts[0].ID, nil); err != nil {
			t.Fatal(err)
		}
		if err := o.db.Read(o.ctx, func(tx db.Tx) error {
			c, _, err := portfolio.CreditorByCode(tx, "ANDINA")
			if c.Name != "Banco del Perú" || c.Currency != "PEN" {
				t.Errorf("opened is %+v", c)
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
		if err := o.Open(o.ctx, cuts[0].ID, says); fault.KindOf(err) != fault.Conflict {
			t.Errorf("one that is there is not opened again: %v", err)
		}
	})
}

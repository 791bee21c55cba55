package intake

import (
	"errors"
	"strings"
	"testing"

	"aldia/platform/db"
	"aldia/platform/fault"
)

const (
	paidFile = "Operación;Cédula;Fecha de pago;Monto pagado;Referencia\n" +
		"CR-1;1714307103;13/02/2026;50,00;T-1\nCR-2;1710034065;14/02/2026;20,00;T-2\n"
	owedFile = "Operación;Cédula;Cliente;Vence;Saldo Capital\n" +
		"CR-1;1714307103;Rosa Elena Quishpe;25/02/2026;1.250,40\n"
)

func TestAFileOfPaymentsIsNotTakenForDebtsNorTheOtherWayRound(t *testing.T) {
	t.Parallel()
	offices(t, func(t *testing.T, o *office) {
		for _, c := range []struct {
			what, text string
			kind       Kind
			says       string // key of the fault, or "" when it is loaded
		}{
			{"payments as debts", paidFile, Portfolio, "intake.looks.payments_lacks"},
			{
				"payments whose columns debts may have too", "cuenta;cédula;cliente;fecha;valor\n" +
					"CR-1;1714307103;Rosa Elena Quishpe;13/02/2026;50,00\n", Portfolio, "intake.looks.payments_lacks",
			},
			{"debts as payments", owedFile, Payments, "intake.looks.portfolio_lacks"},
			{"neither", "color;sabor\nrojo;dulce\n", Portfolio, ErrMissing.Key},
			{"debts as debts", owedFile, Portfolio, ""},
			{"payments as debts, of who has sent debts before", paidFile, Portfolio, "intake.looks.payments"},
		} {
			before := o.state(t)
			_, err := o.loads(c.text, monday(), func(p *Options) { p.Kind = c.kind })
			f, is := errors.AsType[*fault.Error](err)
			if c.says == "" && err != nil || c.says != "" && (!is || f.Key != c.says) {
				t.Errorf("%s: %v", c.what, err)
			}
			if is && o.state(t) != before {
				t.Errorf("%s: something was changed", c.what)
			}
			if strings.HasPrefix(c.says, "intake.looks") && is && (f.Field != "kind" || len(f.Args) < 2) {
				t.Errorf("%s: %v", c.what, f.Args)
			}
		}
	})
}

// state counts what a file may change.
func (o *office) state(t testing.TB) (all [5]int64) {
	t.Helper()
	for i, table := range []string{"cut", "account", "item", "creditor", "payment"} {
		all[i] = o.count(t, `SELECT count(*) FROM `+table)
	}
	return all
}

func (o *office) count(t testing.TB, sql string) (n int64) {
	t.Helper()
	if err := o.db.Read(o.ctx, func(tx db.Tx) (err error) {
		n, err = db.Int(tx, sql)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestADraftThatLooksLikeAnotherKindIsSwitched(t *testing.T) {
	t.Parallel()
	offices(t, func(t *testing.T, o *office) {
		o.load(t, owedFile, monday())
		draft, err := o.Draft(o.ctx, File{"pagos.csv", int64(len(paidFile)), strings.NewReader(paidFile)},
			Options{Kind: Portfolio, Creditor: "banco", AsOf: monday()})
		if err != nil {
			t.Fatal(err)
		}
		s, err := o.Show(o.ctx, draft.ID)
		if err != nil || s.Looks != (Looks{Payments, "Fecha de pago", "Monto pagado"}) {
			t.Fatalf("looks like %+v, %v", s.Looks, err)
		}
		if err := o.Switch(o.ctx, draft.ID, Contacts); !errors.Is(err, ErrKind) {
			t.Errorf("to what nobody loads on the screen: %v", err)
		}
		if err := o.Switch(o.ctx, draft.ID, Payments); err != nil {
			t.Fatal(err)
		}
		if s, err = o.Show(o.ctx, draft.ID); err != nil || s.Cut.Kind != Payments || s.Looks.Kind != "" ||
			len(s.Faults) > 0 || s.Mapping.Columns["amount"].From != "Monto pagado" {
			t.Fatalf("switched: %+v, %v", s, err)
		}
		cuts, err := o.Settle(o.ctx, draft.ID)
		if err != nil || len(cuts) != 1 || cuts[0].Kind != Payments {
			t.Fatalf("settled as %+v, %v", cuts, err)
		}
		if err := o.Discard(o.ctx, draft.ID); err != nil {
			t.Fatal(err)
		}
		if err := o.Switch(o.ctx, draft.ID, Portfolio); !errors.Is(err, ErrNoCut) {
			t.Errorf("one that is no more: %v", err)
		}
	})
}

package intake

import (
	"errors"
	"strings"
	"testing"

	"aldia/platform/fault"
)

const (
	lastMonth = "Operación;Cédula;Cliente;Vence;Saldo Capital;Agencia\n"
	thisMonth = "Operación;Cédula;Cliente;Vence;Capital Adeudado;Agencia;Zona\n"
	oneLine   = "CR-1;1714307103;Rosa Elena Quishpe;25/02/2026;1.250,40;Norte\n"
)

func TestARenamedColumnIsOneFaultThatSaysWhatItIsCalledNow(t *testing.T) {
	t.Parallel()
	offices(t, func(t *testing.T, o *office) {
		o.load(t, lastMonth+oneLine, monday())
		for _, c := range []struct{ what, header, missing, fresh, likely string }{
			{"by what it is taken for", thisMonth, "Saldo Capital", "Capital Adeudado Zona", "Capital Adeudado"},
			{
				"by a word of its name", strings.Replace(lastMonth, "Saldo Capital", "Capital Zulú", 1),
				"Saldo Capital", "Capital Zulú", "Capital Zulú",
			},
			{
				"as the only new one", strings.Replace(lastMonth, "Saldo Capital", "Zulú", 1), "Saldo Capital",
				"Zulú", "Zulú",
			},
			{
				"not by a word where it holds something else",
				"Operación;Cédula;Cliente;Vence;Capital;Saldo Z\n", "Saldo Capital", "Capital Saldo Z", "Capital",
			},
			{"or it is gone", "Operación;Cédula;Cliente;Vence;Agencia\n", "Saldo Capital", "", ""},
			{
				"two at once", "Préstamo;Cédula;Cliente;Vence;Capital;Agencia\n", "Operación Saldo Capital",
				"Préstamo Capital", "Préstamo Capital",
			},
		} {
			_, err := o.loads(c.header+oneLine, monday()+1)
			m, is := errors.AsType[*Misfit](err)
			if !is {
				t.Errorf("%s: %v", c.what, err)
				continue
			}
			var missing, likely []string
			for _, r := range m.Missing {
				missing = append(missing, r.Was)
				if r.Is != "" {
					likely = append(likely, r.Is)
				}
			}
			if m.Creditor != "banco" || strings.Join(missing, " ") != c.missing ||
				strings.Join(m.New, " ") != c.fresh || strings.Join(likely, " ") != c.likely {
				t.Errorf("%s: %+v", c.what, m)
			}
			if f, is := errors.AsType[*fault.Error](err); !is || f.Kind != fault.Invalid || f.Field == "" {
				t.Errorf("%s: %v is no fault", c.what, err)
			}
		}
	})
}

func TestAFileReadAfreshIsKeptAsTheNewMapping(t *testing.T) {
	t.Parallel()
	offices(t, func(t *testing.T, o *office) {
		o.load(t, lastMonth+oneLine, monday())
		now := thisMonth + oneLine
		if _, err := o.loads(now, monday()+1); err == nil {
			t.Fatal("a file without the capital it had is in")
		}
		c := o.load(t, now, monday()+1, func(o *Options) { o.Afresh = true })
		counts(t, "read afresh", c, Counts{Rows: 1, Accepted: 1, Unchanged: 1})
		counts(t, "and so from now on", o.load(t, now, monday()+2), Counts{Rows: 1, Accepted: 1, Unchanged: 1})
	})
}

func TestADraftThatDoesNotFitSaysSoAndCanBeReadAfresh(t *testing.T) {
	t.Parallel()
	offices(t, func(t *testing.T, o *office) {
		o.load(t, "SALDO;"+lastMonth+"9.999,00;"+oneLine, monday())
		text := "SALDO;" + strings.Replace(lastMonth, "Operación", "Clave Zulú", 1) + "9.999,00;" + oneLine
		as := Options{Kind: Portfolio, Creditor: "banco", AsOf: monday() + 1}
		read, err := o.Understand(o.ctx, File{"corte.csv", int64(len(text)), strings.NewReader(text)}, as)
		if _, is := errors.AsType[*Misfit](errors.Join(read.Faults...)); err != nil || !is ||
			len(read.Faults) != 1 {
			t.Errorf("one fault says it all: %v, %v", read.Faults, err)
		}
		draft, err := o.Draft(o.ctx, File{"corte.csv", int64(len(text)), strings.NewReader(text)}, as)
		if err != nil {
			t.Fatal(err)
		}
		shown, err := o.Show(o.ctx, draft.ID)
		if err != nil || shown.Misfit == nil || len(shown.Misfit.Missing) != 1 ||
			shown.Misfit.Missing[0] != (Renamed{Ours: "account", Was: "Operación", Is: "Clave Zulú"}) {
			t.Fatalf("%+v, %v", shown.Misfit, err)
		}
		if err := o.Remap(o.ctx, draft.ID, []byte("country: EC\ncolumns:\n  account: Vence\n")); err != nil {
			t.Fatal(err)
		}
		if err := o.Afresh(o.ctx, draft.ID); err != nil {
			t.Fatal(err)
		}
		if shown, err = o.Show(o.ctx, draft.ID); err != nil || !shown.Afresh ||
			sourceOf(shown.Mapping, "due_on") != "Vence" {
			t.Errorf("%+v, %v", shown.Mapping, err)
		}
	})
}

func TestAConditionOverAColumnThatIsGoneIsSaid(t *testing.T) {
	t.Parallel()
	offices(t, func(t *testing.T, o *office) {
		o.load(
			t,
			lastMonth+oneLine,
			monday(),
			func(o *Options) { o.Mapping = []byte("only: Agencia != \"Sur\"\n") },
		)
		text := "Operación;Cédula;Cliente;Vence;Capital\nCR-1;1714307103;Rosa;25/02/2026;1.250,40\n"
		_, err := o.loads(text, monday()+1, func(o *Options) { o.Afresh = true })
		if !errors.Is(err, ErrOnlyName) {
			t.Errorf("nobody looks at the rows that are to stay out: %v", err)
		}
		draft, err := o.Draft(o.ctx, File{"corte.csv", int64(len(text)), strings.NewReader(text)},
			Options{Kind: Portfolio, Creditor: "banco", AsOf: monday() + 1, Afresh: true})
		if err != nil {
			t.Fatal(err)
		}
		shown, err := o.Show(o.ctx, draft.ID)
		if err != nil || !saidWhy(shown.About, becauseOnlyGone) || shown.Mapping.Only != "" {
			t.Errorf("%+v, %v", shown.About, err)
		}
	})
}

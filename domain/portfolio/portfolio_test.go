package portfolio

import (
	"context"
	"errors"
	"strings"
	"testing"

	"aldia/domain/money"
	"aldia/platform/auth"
	"aldia/platform/db"
	"aldia/platform/db/dbtest"
	"aldia/platform/fault"
)

func TestACodeThatSomebodyMakesUpHasNoBlanksAndNoAccents(t *testing.T) {
	t.Parallel()
	for typed, fits := range map[string]string{
		"ANDINA": "", "banco-1": "", "coop.sur_2": "", " ANDINA ": "", "Banco Ñandú 1": "Banco_Nandu_1",
		"Crédito": "Credito", "a+b": "a_b", "¿?": "ACREEDOR-1", "Norte ": "",
	} {
		code, err := NewCode(typed)
		f, is := errors.AsType[*fault.Error](err)
		switch {
		case fits == "" && (err != nil || code != strings.TrimSpace(typed)):
			t.Errorf("%q: %q, %v", typed, code, err)
		case fits != "" && (!is || f.Key != ErrCodeShape.Key || f.Args[1] != fits):
			t.Errorf("%q: %q, %v, want %q proposed", typed, code, err, fits)
		}
		if _, err := CleanCode(typed); err != nil {
			t.Errorf("%q came in a file and is refused: %v", typed, err)
		}
	}
}

func TestACodeIsKeptAsItStandsInFiles(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		code, want string
		refused    bool
	}{
		{"banco", "banco", false}, {"  Banco Uno ", "Banco Uno", false}, {"S.A.-2", "S.A.-2", false},
		{"Crédito Ñandú", "Crédito Ñandú", false}, {"", "", true}, {"   ", "", true}, {"a/b", "", true},
		{`a\b`, "", true}, {"a\tb", "", true}, {strings.Repeat("x", maxCode), strings.Repeat("x", maxCode), false},
		{strings.Repeat("x", maxCode+1), "", true},
	} {
		got, err := CleanCode(c.code)
		if got != c.want || (err != nil) != c.refused || c.refused && fault.KindOf(err) != fault.Invalid {
			t.Errorf("%q is kept as %q, %v", c.code, got, err)
		}
	}
}

func TestACreditorStartsWithTheSettingsOfItsCountry(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		country  string
		currency money.Currency
		want     money.Currency
		zone     string
		refused  bool
	}{
		{"EC", "", "USD", "America/Guayaquil", false}, {"PE", "", "PEN", "America/Lima", false},
		{"CL", "", "CLP", "America/Santiago", false}, {"EC", "PEN", "PEN", "America/Guayaquil", false},
		{"TW", "TWD", "TWD", "UTC", false}, {"", "", "", "", true}, {"EC", "XXX", "", "", true},
	} {
		got, err := New("banco", c.country, c.currency)
		if c.refused {
			if fault.KindOf(err) != fault.Invalid {
				t.Errorf("%q in %q: %v", c.country, c.currency, err)
			}
			continue
		}
		if err != nil || got.Currency != c.want || got.Timezone != c.zone || got.Place().String() != c.zone {
			t.Errorf("%q in %q is %+v, %v", c.country, c.currency, got, err)
		}
		if got.Figures != CreditorsFigures || got.Gone != GonePaid || got.Basis != money.Basis360 {
			t.Errorf("%q starts with %+v", c.country, got)
		}
	}
}

func TestAPortfolioMayBeKeptOtherwiseThanItsCreditor(t *testing.T) {
	t.Parallel()
	c := Creditor{Figures: CreditorsFigures, Gone: GoneRecalled}
	if f, g := c.FiguresOf(Portfolio{}), c.GoneOf(Portfolio{}); f != CreditorsFigures || g != GoneRecalled {
		t.Errorf("without settings of its own: %s, %s", f, g)
	}
	own := Portfolio{Figures: OurFigures, Gone: GoneAsked}
	if f, g := c.FiguresOf(own), c.GoneOf(own); f != OurFigures || g != GoneAsked {
		t.Errorf("with its own: %s, %s", f, g)
	}
}

// opened opens a creditor in a database.
func opened(t *testing.T, d *db.DB) (*Portfolios, Creditor, context.Context) {
	t.Helper()
	book, ctx := NewPortfolios(d), auth.As(t.Context(), auth.Program())
	wanted, err := New("banco", "EC", "")
	if err != nil {
		t.Fatal(err)
	}
	var c Creditor
	if err := d.Write(ctx, func(tx db.Tx) error {
		var created bool
		if c, created, err = book.OpenTx(tx, wanted); err != nil {
			return err
		}
		if !created || c.ID == 0 {
			t.Errorf("the first file that names it opens it: %+v", c)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return book, c, ctx
}

func TestTheFirstFileThatNamesACreditorOpensIt(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		book, c, ctx := opened(t, d)
		if err := d.Write(ctx, func(tx db.Tx) error {
			other, err := New("banco", "PE", "")
			if err != nil {
				return err
			}
			again, created, err := book.OpenTx(tx, other)
			if created || again != c {
				t.Errorf("the second file finds %+v, created %v", again, created)
			}
			if err != nil {
				return err
			}
			p, created, err := book.OpenPortfolioTx(tx, c.ID, " tarjetas ")
			if !created || p.Code != "tarjetas" || err != nil {
				t.Errorf("a new portfolio: %+v, %v, %v", p, created, err)
			}
			same, created, err := book.OpenPortfolioTx(tx, c.ID, "tarjetas")
			if created || same != p || err != nil {
				t.Errorf("found again: %+v, %v, %v", same, created, err)
			}
			if _, _, err := book.OpenPortfolioTx(tx, c.ID, "a/b"); fault.KindOf(err) != fault.Invalid {
				t.Errorf("a code that cannot be: %v", err)
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		all, err := book.Creditors(ctx)
		if err != nil || len(all) != 1 || all[0] != c {
			t.Errorf("all creditors: %+v, %v", all, err)
		}
	})
}

func TestSettingsThatCannotBeAreRefused(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		book, c, ctx := opened(t, d)
		for name, edit := range map[string]func(*Creditor){
			"whose figures count":       func(c *Creditor) { c.Figures = "nobody" },
			"what a missing account is": func(c *Creditor) { c.Gone = "forgotten" },
			"the days of a year":        func(c *Creditor) { c.Basis = 364 },
			"the name":                  func(c *Creditor) { c.Name = "  " },
			"a name too long":           func(c *Creditor) { c.Name = strings.Repeat("ñ", maxName+1) },
			"a mapping too long":        func(c *Creditor) { c.Mapping = strings.Repeat("x", maxKept+1) },
		} {
			err := book.Change(ctx, c.ID, "", func(c *Creditor) error { edit(c); return nil })
			if kind := fault.KindOf(err); kind != fault.Invalid && kind != fault.Limit {
				t.Errorf("%s: %v", name, err)
			}
		}
		if all, err := book.Creditors(ctx); err != nil || all[0] != c {
			t.Errorf("after the refusals it is %+v, %v", all[0], err)
		}
	})
}

func TestAChangeOfSettingsIsKeptAndWrittenIntoTheBook(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		book, c, ctx := opened(t, d)
		change := func(edit func(*Creditor)) error {
			return book.Change(ctx, c.ID, "lo pidió el acreedor", func(c *Creditor) error { edit(c); return nil })
		}
		if err := change(func(c *Creditor) {
			c.Name, c.Figures, c.Code, c.Currency = "  Banco   del Sur ", OurFigures, "otro", "PEN"
		}); err != nil {
			t.Fatal(err)
		}
		want := c
		want.Name, want.Figures = "Banco del Sur", OurFigures // its code and currency stay
		all, err := book.Creditors(ctx)
		if err != nil || all[0] != want {
			t.Errorf("changed to %+v, want %+v", all[0], want)
		}
		if err := change(func(*Creditor) {}); err != nil {
			t.Fatal(err)
		}
		if err := d.Read(ctx, func(tx db.Tx) error {
			n, err := db.Int(tx, `SELECT count(*) FROM audit_entry WHERE what = 'creditor.changed' AND why <> ''`)
			if n != 1 {
				t.Errorf("%d entries in the book, want one: the second change changed nothing", n)
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
		if err := book.Change(t.Context(), c.ID, "", func(*Creditor) error { return nil }); err == nil {
			t.Error("nobody changed a creditor")
		}
		if err := book.Change(ctx, 12345, "",
			func(*Creditor) error { return nil }); fault.KindOf(err) != fault.Missing {
			t.Errorf("a creditor that is not there: %v", err)
		}
	})
}

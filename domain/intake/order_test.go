package intake

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"aldia/domain/calendar"
	"aldia/platform/fault"
)

func TestAGuarantorMayStandBeforeTheDebtor(t *testing.T) {
	t.Parallel()
	offices(t, func(t *testing.T, o *office) {
		const head = "role;account;person;person_name;due_on;principal\n"
		text := head + "garante;A1;p4;Gabriela;;\ncodeudor;A2;p2;Dos;;\ndeudor;A1;p1;Uno;2026-01-10;10\n" +
			"referencia;A1;p3;Tres;;\ngarante;Z9;p5;Nadie;;\ndeudor;A2;p1;Uno;2026-01-10;20\n"
		seen, err := o.Try(o.ctx, File{"corte.csv", int64(len(text)), strings.NewReader(text)},
			Options{Kind: Portfolio, Creditor: "banco", Country: "EC", AsOf: monday()})
		if err != nil {
			t.Fatal(err)
		}
		want := Counts{Rows: 6, Accepted: 5, Refused: 1, New: 2}
		counts(t, "what it would do", seen[0].Cut, want)
		c := o.load(t, text, monday())
		counts(t, "what it did", c, want)
		refused := o.refusals(t, c.ID)
		if len(refused) != 1 || refused[0].Line != 6 || refused[0].Key != "cut.row.party_alone" {
			t.Errorf("a guarantor of an account that is nowhere: %+v", refused)
		}
		helpers := []string{"A1 guarantor Gabriela", "A1 reference Tres", "A2 codebtor Dos"}
		if got := o.helpers(t); !slices.Equal(got, helpers) {
			t.Errorf("%q, want %q", got, helpers)
		}
		again := o.load(t, text, monday()+1)
		if again.Answer.New+again.Answer.Changed+again.Answer.Gone != 0 || !slices.Equal(o.helpers(t), helpers) {
			t.Errorf("again: %+v, %q", again.Answer.Counts, o.helpers(t))
		}
	})
}

// backwards is a file of some thousand accounts whose co-debtors all stand in front.
func backwards() string {
	var b strings.Builder
	b.WriteString("role;account;person;person_name;due_on;principal\n")
	for n := range 3000 {
		fmt.Fprintf(&b, "codeudor;A%d;q%d;Codeudor %d;;\n", n, n, n)
	}
	for n := range 3000 {
		fmt.Fprintf(&b, "deudor;A%d;p%d;Persona %d;2026-01-10;10\n", n, n, n)
		fmt.Fprintf(&b, "garante;A%d;r%d;Garante %d;;\n", n, n, n)
	}
	return b.String()
}

func TestAFileThatStandsBackwardsGoesOnAfterAnInterruption(t *testing.T) {
	t.Parallel()
	offices(t, func(t *testing.T, o *office) {
		text := without(backwards(), 30)
		straight := open(t, sibling(t, o.db))
		want := straight.load(t, text, monday())
		cut := errors.New("the power is cut")
		plain, opened := o.open, 0
		for at := range 3 { // in the first reading, before the second, and in the midst of it
			opened = 0
			o.Intakes.open = func(f io.ReaderAt, size int64, name string, style FileStyle) (Table, error) {
				opened++
				table, err := plain(f, size, name, style)
				if opened == at/2+2 && at != 1 {
					table.(*sheet).broken = cut
				}
				if opened == 3 && at == 1 {
					return nil, errors.Join(cut, err)
				}
				return table, err
			}
			if _, err := o.loads(text, monday()); !errors.Is(err, cut) {
				t.Fatalf("the power was not cut for the %d. time: %v", at+1, err)
			}
		}
		o.Intakes.open = plain
		got := o.load(t, text, monday())
		sameText(t, "what the cut says", said(t, got), said(t, want))
		sameText(t, "the helpers", strings.Join(o.helpers(t), "\n"), strings.Join(straight.helpers(t), "\n"))
		if n := len(o.helpers(t)); n != 6000 {
			t.Errorf("%d helpers", n)
		}
		sameText(t, "the book", strings.Join(o.owes(t), "\n"), strings.Join(straight.owes(t), "\n"))
	})
}

func TestAFileThatNoLongerTellsTheInterestLeavesItAsItWas(t *testing.T) {
	t.Parallel()
	offices(t, func(t *testing.T, o *office) {
		const with = "account;person;person_name;due_on;principal;interest;fees\n"
		const without = "account;person;person_name;due_on;principal;fees\n"
		o.load(t, with+"A1;p1;Uno;2026-01-10;100;7;2\nA2;p2;Dos;2026-01-10;50;0;1\n", monday())
		bare := func(c *Options) {
			c.Mapping = []byte("creditor: banco\ncountry: EC\n") // the kept one wants its column of interest
		}
		next := without + "A1;p1;Uno;2026-01-10;90;2\nA2;p2;Dos;2026-01-10;50;1\n"
		seen, err := o.Try(o.ctx, File{"corte.csv", int64(len(next)), strings.NewReader(next)},
			Options{Kind: Portfolio, Creditor: "banco", AsOf: monday() + 1, Mapping: []byte("country: EC\n")})
		if err != nil {
			t.Fatal(err)
		}
		if a := seen[0].Cut.Answer; a.Kept["interest"] != 1 || len(a.Kept) != 1 || a.Balance["USD"] != 15_000 {
			t.Errorf("the preview says %v is kept, of %v", a.Kept, a.Balance)
		}
		c := o.load(t, next, monday()+1, bare)
		if c.Answer.Kept["interest"] != 1 || c.Answer.Balance["USD"] != 15_000 {
			t.Errorf("the cut says %v is kept, of %v", c.Answer.Kept, c.Answer.Balance)
		}
		book := []string{"A1 open:  due 2026-01-10 90.00+7.00", "A2 open:  due 2026-01-10 50.00"}
		o.wants(t, "the interest stays", book...)
		for day := range 3 {
			again := o.load(t, next, monday()+2+calendar.Day(day), bare)
			if again.Answer.Unchanged != 2 || again.Answer.Changed != 0 {
				t.Errorf("the same file again changes something on day %d: %+v", day, again.Answer.Counts)
			}
		}
		o.wants(t, "nothing has changed", book...)
		// An empty cell in a column that is there is another matter: nothing of it is owed.
		o.load(t, with+"A1;p1;Uno;2026-01-10;90;;2\nA2;p2;Dos;2026-01-10;50;;1\n", monday()+6, bare)
		o.wants(t, "the interest is gone", "A1 open:  due 2026-01-10 90.00", "A2 open:  due 2026-01-10 50.00")
		o.checkLedger(t)
	})
}

func TestAFileOfAnotherCreditorIsRefusedAndNothingIsGone(t *testing.T) {
	t.Parallel()
	offices(t, func(t *testing.T, o *office) {
		const head = "creditor;account;person;person_name;due_on;principal\n"
		own := head + "banco;A1;p1;Uno;2026-01-10;10\nBANCO;A2;p2;Dos;2026-01-10;20\n"
		counts(t, "capitals make no creditor", o.load(t, own, monday()), Counts{Rows: 2, Accepted: 2, New: 2})
		book := o.owes(t)

		other := head + "sur;A1;p1;Uno;2026-01-10;5\nsur;A3;p3;Tres;2026-01-10;5\nnorte;A4;p4;Cuatro;2026-01-10;5\n"
		cuts, err := o.loads(other, monday()+1)
		var f *fault.Error
		if !errors.As(err, &f) || f.Key != ErrOtherCreditor.Key || f.Args[0] != "banco" ||
			f.Args[1] != "sur (2), norte (1)" || len(cuts) > 0 {
			t.Fatalf("the file of another creditor: %v, %v", cuts, err)
		}
		if !slices.Equal(o.owes(t), book) {
			t.Errorf("the book is %q", o.owes(t))
		}
		staged, err := o.Cuts(o.ctx, 10)
		if err != nil || len(staged) != 1 {
			t.Errorf("%d cuts are there: %v", len(staged), err)
		}

		// A2 has come under another name: it is in the file, and not gone.
		mixed := head + "banco;A1;p1;Uno;2026-01-10;10\n" +
			"Banco SA;A2;p2;Dos;2026-01-10;20\n" +
			"sur;A3;p3;Tres;2026-01-10;5\n"
		c := o.load(t, mixed, monday()+2)
		counts(t, "some of others", c, Counts{Rows: 3, Accepted: 1, Left: 2, Unchanged: 1})
		if c.Answer.Others["sur"] != 1 || c.Answer.Others["Banco SA"] != 1 {
			t.Errorf("the cut says that there are others: %v", c.Answer.Others)
		}
		if !slices.Equal(o.owes(t), book) {
			t.Errorf("the book is %q", o.owes(t))
		}
	})
}

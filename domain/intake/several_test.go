package intake

import (
	"slices"
	"strings"
	"testing"

	"aldia/platform/db"
)

func TestAFileOfSeveralCreditorsMakesACutForEach(t *testing.T) {
	t.Parallel()
	offices(t, func(t *testing.T, o *office) {
		text := "creditor;account;person;person_name;due_on;principal\n" +
			"norte;A1;p1;Uno;2026-01-10;10\nsur;A1;p1;Uno;2026-01-10;20\nnorte;A2;p2;Dos;2026-01-10;30\n" +
			"sur;B9;p3;Tres;nunca;40\n??\nsur;B1;p3;Tres;2026-01-10;50\n;C1;p4;Cuatro;2026-01-10;60\n" +
			"norte;A3;p5;Cinco;2026-01-10;x\n"
		nobody := func(o *Options) { o.Creditor = "" }
		cuts, err := o.loads(text, monday(), nobody)
		if err != nil {
			t.Fatal(err)
		}
		want := map[string]Counts{
			"norte":  {Rows: 3, Accepted: 2, Refused: 1, New: 2},
			"sur":    {Rows: 4, Accepted: 2, Refused: 2, New: 2},
			"propia": {Rows: 1, Accepted: 1, New: 1},
		}
		if len(cuts) != len(want) {
			t.Fatalf("%d cuts, want %d", len(cuts), len(want))
		}
		for _, c := range cuts {
			counts(t, c.Answer.Creditor, c, want[c.Answer.Creditor])
		}
		o.wants(t, "one number with two creditors is two accounts", "A1 open:  due 2026-01-10 10.00",
			"A1 open:  due 2026-01-10 20.00", "A2 open:  due 2026-01-10 30.00", "B1 open:  due 2026-01-10 50.00",
			"C1 open:  due 2026-01-10 60.00")
		again, err := o.loads(text, monday(), nobody)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range again {
			if c.Answer.New+c.Answer.Changed+c.Answer.Gone != 0 {
				t.Errorf("%s: the same file again brings %+v", c.Answer.Creditor, c.Answer.Counts)
			}
		}
		c := o.load(t, text, monday()+1, func(o *Options) { o.Creditor = "norte" })
		// What names nobody is the one's that was asked for.
		counts(
			t,
			"only the rows of one",
			c,
			Counts{Rows: 8, Accepted: 3, Refused: 2, Left: 3, New: 1, Unchanged: 2},
		)
	})
}

func TestGuarantorsCoDebtorsAndReferencesBelongToTheAccount(t *testing.T) {
	t.Parallel()
	offices(t, func(t *testing.T, o *office) {
		const head = "role;account;person;person_name;due_on;principal;garante;cedula garante;telefono garante\n"
		text := head + "deudor;A1;p1;Uno;2026-01-10;10;Gabriel Garante;1710034065;0991234567\n" +
			"codeudor;A1;p2;Dos;;;;;\nreferencia;A1;p3;Tres;;;;;\ngarante;Z9;p4;Nadie;;;;;\n" +
			"deudor;A2;p2;Dos;2026-01-10;20;;;\n"
		c := o.load(t, text, monday())
		counts(t, "with helpers", c, Counts{Rows: 5, Accepted: 4, Refused: 1, New: 2})
		refused := o.refusals(t, c.ID)
		if len(refused) != 1 || refused[0].Key != "cut.row.party_alone" || refused[0].Line != 5 {
			t.Errorf("a guarantor of an account that is not there: %+v", refused)
		}
		want := []string{"A1 codebtor Dos", "A1 guarantor Gabriel Garante", "A1 reference Tres"}
		if got := o.helpers(t); !slices.Equal(got, want) {
			t.Errorf("%q, want %q", got, want)
		}
		again := o.load(t, text, monday()+1)
		if again.Answer.New+again.Answer.Changed != 0 || !slices.Equal(o.helpers(t), want) {
			t.Errorf("again: %+v, %q", again.Answer.Counts, o.helpers(t))
		}
		other := o.load(t, strings.Replace(text, "codeudor;A1;p2;Dos", "codeudor;A1;p7;Siete", 1), monday()+2)
		if got := o.helpers(t); !slices.Contains(got, "A1 codebtor Siete") {
			t.Errorf("another co-debtor: %q", got)
		}
		o.undo(t, other)
		if got := o.helpers(t); !slices.Equal(got, want) {
			t.Errorf("taken back: %q, want %q", got, want)
		}
		o.wants(t, "the debts", "A1 open:  due 2026-01-10 10.00", "A2 open:  due 2026-01-10 20.00")
	})
}

// helpers lists who else belongs to accounts.
func (o *office) helpers(t testing.TB) (all []string) {
	t.Helper()
	if err := o.db.Read(o.ctx, func(tx db.Tx) error {
		all = nil
		return tx.Query(func(r db.Row) error {
			all = append(all, r.Text(0)+" "+r.Text(1)+" "+r.Text(2))
			return nil
		}, `SELECT a.number, p.role, n.name FROM account_party p JOIN account a ON a.id = p.account_id
			JOIN person n ON n.id = p.person_id ORDER BY 1, 2, 3`)
	}); err != nil {
		t.Fatal(err)
	}
	return all
}

func TestAMendedFileOfRefusedRowsIsLoadedWithoutClosingAnything(t *testing.T) {
	t.Parallel()
	offices(t, func(t *testing.T, o *office) {
		const head = "account;person;person_name;due_on;principal;color"
		first := o.load(t, head+"\nA1;p1;Uno;2026-01-10;10;rojo\nA2;p2;Dos;2026-13-45;20;verde\n"+
			"A3;p3;Tres;2026-01-10;tres;azul\n", monday())
		counts(t, "two rows are refused", first, Counts{Rows: 3, Accepted: 1, Refused: 2, New: 1})
		mended := head + ";" + strings.Join(ErrorColumns(), ";") +
			"\nA2;p2;Dos;2026-01-15;20;verde;3;due_on;2026-13-45;no es un día\n" +
			"A3;p3;Tres;2026-01-10;30;azul;4;principal;tres;no es un número\n"
		second := o.load(t, mended, monday())
		counts(t, "mended", second, Counts{Rows: 2, Accepted: 2, New: 2})
		if d := second.Answer.Diff; len(d.Out) != 0 || d.In[0] != (Sum{"USD", 2, 5000}) {
			t.Errorf("the comparison says %+v", d)
		}
		o.wants(t, "all three are there", "A1 open:  due 2026-01-10 10.00", "A2 open:  due 2026-01-15 20.00",
			"A3 open:  due 2026-01-10 30.00")
		if err := o.db.Read(o.ctx, func(tx db.Tx) error {
			return tx.Query(func(r db.Row) error {
				if text := r.Text(1); !strings.Contains(text, "color") || strings.Contains(text, "aldia") {
					t.Errorf("%s has the attributes %s", r.Text(0), text)
				}
				return nil
			}, `SELECT number, attributes FROM account`)
		}); err != nil {
			t.Fatal(err)
		}
		o.undo(t, second)
		o.wants(t, "without the mended ones", "A1 open:  due 2026-01-10 10.00", "A2 undone:  undone",
			"A3 undone:  undone")
		third := o.load(t, head+"\nA1;p1;Uno;2026-01-10;10;rojo\nA2;p2;Dos;2026-01-15;20;verde\n", monday()+1)
		counts(t, "the creditor's next file", third, Counts{Rows: 2, Accepted: 2, New: 1, Unchanged: 1})
	})
}

func TestWhatAFileIsAboutToDoIsSaidAndNothingIsDone(t *testing.T) {
	t.Parallel()
	offices(t, func(t *testing.T, o *office) {
		text := file("A1;;p1;Uno;2026-01-10;10;0;0;x", "A2;;p2;Dos;2026-02-20;20;0;0;x",
			"A3;;p3;Tres;2026-02-20;30;0;0;x")
		o.load(t, text, monday())
		before := o.book(t)
		next := file("A1;;p1;Uno;2026-03-20;10;0;0;x", "A3;;p3;Tres;2026-02-20;30;0;0;x",
			"A4;;p4;Cuatro;2026-02-20;40;0;0;x",
			"A5;;p5;Cinco;nunca;50;0;0;x")
		previews, err := o.Try(o.ctx, File{"b.csv", int64(len(next)), strings.NewReader(next)},
			Options{Kind: Portfolio, Creditor: "banco", Country: "EC", AsOf: monday() + 25})
		if err != nil || len(previews) != 1 {
			t.Fatalf("%d previews, %v", len(previews), err)
		}
		p := previews[0]
		counts(t, "it would", p.Cut, Counts{Rows: 4, Accepted: 3, Refused: 1, New: 1, Changed: 1, Unchanged: 1,
			Gone: 1})
		d := p.Cut.Answer.Diff
		if len(d.Cured) != 0 || len(d.Rolled) != 2 {
			t.Errorf("rolled %+v, cured %+v", d.Rolled, d.Cured)
		}
		for _, r := range d.Rolled {
			want := map[string]Roll{"31-60": {"USD", "31-60", "1-30", 1, 1000}, "1-30": {"USD", "1-30", "31-60", 1,
				3000}}[r.From]
			if r != want {
				t.Errorf("rolled %+v, want %+v", r, want)
			}
		}
		if len(p.Refused) != 1 || p.Refused[0].Line != 5 || p.Again || !p.Known {
			t.Errorf("refused %+v, again %v, known %v", p.Refused, p.Again, p.Known)
		}
		sameText(t, "tried", o.book(t), before)
		again, err := o.Try(o.ctx, File{"a.csv", int64(len(text)), strings.NewReader(text)},
			Options{Kind: Portfolio, Creditor: "banco", Country: "EC", AsOf: monday() + 1})
		if err != nil || !again[0].Again {
			t.Errorf("the file in force is not recognised: %v", err)
		}
	})
}

func TestAnAccountWhoseRowIsRefusedIsNotGone(t *testing.T) {
	t.Parallel()
	offices(t, func(t *testing.T, o *office) {
		const head = "account;item;person;person_name;due_on;principal\n"
		o.load(t, head+"A1;1;p1;Uno;2026-01-10;10\nA1;2;p1;Uno;2026-02-10;10\nA2;;p2;Dos;2026-01-10;20\n"+
			"A3;;p3;Tres;2026-01-10;30\n", monday())
		c := o.load(t, head+"A1;1;p1;Uno;2026-01-10;10\nA1;2;p1;Uno;nunca;10\nA2;;p2;Dos;2026-01-10;veinte\n",
			monday()+1)
		counts(t, "two rows are refused, one is missing", c,
			Counts{Rows: 3, Accepted: 1, Refused: 2, Unchanged: 1, Gone: 1})
		if d := c.Answer.Diff; len(d.Out) != 1 || d.Out[0] != (Sum{"USD", 1, 3000}) || len(d.Changed) != 0 {
			t.Errorf("the comparison says %+v", d)
		}
		o.wants(t, "only what is missing is gone", "A1 open: 1 due 2026-01-10 10.00",
			"A1 open: 2 due 2026-02-10 10.00",
			"A2 open:  due 2026-01-10 20.00", "A3 paid:  paid")
		// Of a line that is no row nobody knows whose it is: it may be that of the account that is missing.
		c = o.load(t, head+"A1;1;p1;Uno;2026-01-10;10\nA1;2;p1;Uno;2026-02-10;10\n??\n", monday()+2)
		counts(t, "a line that is no row", c, Counts{Rows: 3, Accepted: 2, Refused: 1, Unchanged: 2})
		if c.Answer.Asked != 1 || c.Answer.Blind != 1 {
			t.Errorf("%d accounts stay open for %d rows", c.Answer.Asked, c.Answer.Blind)
		}
		o.wants(t, "it is asked about", "A1 open: 1 due 2026-01-10 10.00", "A1 open: 2 due 2026-02-10 10.00",
			"A2 asked:  due 2026-01-10 20.00", "A3 paid:  paid")
	})
}

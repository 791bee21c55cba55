package intake

import (
	"slices"
	"strings"
	"testing"
)

// lastTime is how a bank's file was read so far.
const lastTime = `
Operación|Cédula|Nombres|Apellidos|Vence|Saldo Capital|Valor Vencido|Gestión|Costas|Agencia
CR-1|1714307103|Rosa Elena|Quishpe Tipán|25/02/2026|1.250,40|310,10|5,00|2,00|Norte`

// asLastTime is its mapping: of two amounts that are called a debt the bank said which one is owed.
const asLastTime = `
country: EC
columns:
  account: Operación
  id_number: Cédula
  person_name: {join: [Nombres, Apellidos], with: " "}
  due_on: Vence
  principal: {from: Saldo Capital, floor: "0"}
  fees: {join: [Gestión, Costas]}
  x.Valor Vencido: Valor Vencido
  x.Agencia: Agencia
`

// renames are what a bank changed in its file.
var renames = []struct {
	what, was, is    string // headers of last time, and what they are called now
	ours, now, fresh string // one of ours: where the notice says it is, and from what it is read afresh
}{
	{
		"the amount owed is not the other amount of the file", "Saldo Capital", "Capital Zulú",
		"principal", "Capital Zulú", "Capital Zulú",
	},
	{
		"nor is it so when its new name says nothing", "Saldo Capital", "Columna F", "principal",
		"Columna F", "Columna F",
	},
	{
		"a word of its name tells more than a hint", "Saldo Capital|Agencia", "Capital Zulú|Monto",
		"principal", "Capital Zulú", "Capital Zulú",
	},
	{
		"a new column of interest is not the capital that is gone", "Saldo Capital", "Interés", "principal", "",
		"Valor Vencido",
	},
	{
		"not even with a word in common", "Saldo Capital|Agencia", "Interés Corriente|Zona", "principal", "",
		"Valor Vencido",
	},
	{
		"one of two charges comes back to the other", "Costas", "Costas Zulú", "fees", "Costas Zulú",
		"Costas Zulú",
	},
	{
		"and one that is known by its name stands there once", "Costas", "Gastos de cobranza", "fees",
		"Gastos de cobranza", "Gastos de cobranza",
	},
	{
		"half of a name", "Apellidos", "Apellido Paterno", "person_name", "Apellido Paterno",
		"Nombres Apellido Paterno",
	},
	{
		"two at once", "Operación|Saldo Capital", "Crédito Zulú|Capital Zulú", "principal", "Capital Zulú",
		"Capital Zulú",
	},
}

func TestAColumnWithAnotherNameStaysWhatItWas(t *testing.T) {
	t.Parallel()
	given, err := ParseMapping([]byte(asLastTime))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range renames {
		header, rows := table(lastTime)
		was, is := strings.Split(c.was, "|"), strings.Split(c.is, "|")
		for i, h := range header {
			if at := slices.Index(was, h); at >= 0 {
				header[i] = is[at]
			}
		}
		l := looked{header: header, sample: rows}
		l.mapping, _, l.faults = Guess(Portfolio, header, rows, false, given)
		l.gather(Portfolio, given, "banco")
		pairs := l.misfit.renamed()
		at := slices.IndexFunc(pairs, func(r Renamed) bool { return r.Ours == c.ours })
		if now := ""; at >= 0 && pairs[at].Is != c.now || at < 0 && c.now != now {
			t.Errorf("%s: %+v", c.what, l.misfit)
		}
		m, said, _ := guess(Portfolio, header, rows, false, given.afresh(), pairs)
		if got := strings.Join(m.Columns[c.ours].heads(), " "); got != c.fresh {
			t.Errorf("%s: read afresh %s is %q, want %q", c.what, c.ours, got, c.fresh)
		}
		if at < 0 {
			continue
		}
		l.reguess(Portfolio, given)
		if !slices.Contains(l.mapping.Columns[c.ours].heads(), c.now) {
			t.Errorf("%s: proposed is %+v", c.what, l.mapping.Columns[c.ours])
		}
		if c.ours == "principal" && (l.mapping.Columns[c.ours].Floor != "0" || !doubted(said, c.ours, c.now) ||
			!doubted(l.guessed, c.ours, c.now)) {
			t.Errorf("%s: nobody is asked to look: %+v", c.what, said)
		}
	}
}

// doubted says whether a person is asked to look at where one of ours comes from.
func doubted(said []Guessed, ours, theirs string) bool {
	return slices.ContainsFunc(said, func(g Guessed) bool {
		return g.Column == ours && g.From == theirs && g.Why == becauseRenamed && g.Confidence < Doubtful
	})
}

func TestAFileReadAfreshKeepsItsAmountUnderItsNewName(t *testing.T) {
	t.Parallel()
	const before = "Operación;Cédula;Cliente;Vence;Saldo Capital;Valor Vencido\n"
	const row = "CR-1;1714307103;Rosa Elena Quishpe;25/02/2026;1.250,40;310,10\n"
	now := strings.Replace(before, "Saldo Capital", "Capital Zulú", 1) + row
	offices(t, func(t *testing.T, o *office) {
		o.load(t, before+row, monday())
		as := Options{Kind: Portfolio, Creditor: "banco", AsOf: monday() + 1, Afresh: true}
		file := File{"corte.csv", int64(len(now)), strings.NewReader(now)}
		read, err := o.Understand(o.ctx, file, as)
		if err != nil || sourceOf(read.Mapping, "principal") != "Capital Zulú" {
			t.Errorf("%+v, %v", read.Mapping.Columns, err)
		}
		as.Afresh = false
		draft, err := o.Draft(o.ctx, file, as)
		if err != nil {
			t.Fatal(err)
		}
		for _, afresh := range []bool{false, true} {
			if afresh {
				if err := o.Afresh(o.ctx, draft.ID); err != nil {
					t.Fatal(err)
				}
			}
			shown, err := o.Show(o.ctx, draft.ID)
			if err != nil || sourceOf(shown.Mapping, "principal") != "Capital Zulú" || len(shown.Faults) > 0 ||
				!shown.Afresh {
				t.Fatalf("afresh %v: %+v, %v, %v", afresh, shown.Mapping.Columns, shown.Faults, err)
			}
			at := slices.IndexFunc(shown.Columns, func(c ShownColumn) bool { return c.Name == "Capital Zulú" })
			if g := shown.Columns[at].Guess; g.Why != becauseRenamed || g.Confidence >= Doubtful {
				t.Errorf("afresh %v: it is not said that it was renamed: %+v", afresh, g)
			}
		}
		c := o.load(t, now, monday()+1, func(o *Options) { o.Afresh = true })
		counts(t, "the same is owed", c, Counts{Rows: 1, Accepted: 1, Unchanged: 1})
	})
}

package contact

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"aldia/domain/calendar"
	"aldia/platform/fault"
)

func TestTheProgramsTreeHasEveryResultThatTheTradeNames(t *testing.T) {
	t.Parallel()
	kinds := map[Kind]bool{}
	for _, l := range Default().Leaves() {
		kinds[l.Kind] = true
		if l.Again == (Again{}) && l.Hold.Reason == "" {
			t.Errorf("%s: the case would come back at once", l.Path)
		}
		for _, label := range l.Labels {
			if label.ES == "" || label.EN == "" {
				t.Errorf("%s: a level has no name in one language", l.Path)
			}
		}
	}
	for _, k := range Kinds() {
		if !kinds[k] {
			t.Errorf("no leaf of the tree is %s", k)
		}
	}
}

// The sentences are those of the workshop (S3): why a customer does not pay, and the typical excuses.
func TestTheReasonsAndTypicalExcusesOfTheWorkshopAreThere(t *testing.T) {
	t.Parallel()
	var said strings.Builder
	for _, b := range Default().Branches {
		for _, o := range b.Outcomes {
			for _, r := range o.Reasons {
				fmt.Fprintln(&said, r.ES, "|", r.Says.ES)
				if (r.Says.ES == "") != (r.Says.EN == "") {
					t.Errorf("%s: the excuse is said in one language only", r.Code)
				}
			}
		}
	}
	for _, want := range []string{
		"insatisfecho del producto o servicio", "No reconoce la deuda", "Nunca recibió factura, resumen ni carta",
		"Su tiempo es escaso y está muy ocupado", "No tiene dinero", "No quiere pagar",
		"Nunca me han enviado estado de cuenta, ni me han cobrado", "He extraviado el estado de cuenta",
		"No reconozco esa deuda", "En este momento no tengo dinero para pagarles", "Los pagos se hacen en",
		"Estamos esperando un pago grande de un cliente", "me deben y me pagan en",
		"Ese no fue el acuerdo que hice con el gerente", "El pedido vino incompleto",
		"no me han entregado el total de los materiales",
	} {
		if !strings.Contains(said.String(), want) {
			t.Errorf("nobody can record %q", want)
		}
	}
}

func TestTheThirdLevelIsNotAskedWhereTheLawForbidsIt(t *testing.T) {
	t.Parallel()
	free, err := ParseTree(small)
	if err != nil {
		t.Fatal(err)
	}
	silent, err := ParseTree(strings.Replace(small, "name:", "ask_reason: false\nname:", 1))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		says string
		tree *Tree
		path string
		want *fault.Error
	}{
		{"with its reason", free, "debtor/wont_pay/no_money", nil},
		{"without it", free, "debtor/wont_pay", ErrReason},
		{"a reason that may be left out", free, "debtor/promise", nil},
		{"a reason that nobody knows", free, "debtor/wont_pay/moon", ErrLeaf},
		{"a contact alone", free, "debtor", ErrLeaf},
		{"four levels", free, "debtor/wont_pay/no_money/really", ErrLeaf},
		{"where why may not be asked, the result is enough", silent, "debtor/wont_pay", nil},
		{"and a reason is refused", silent, "debtor/wont_pay/no_money", ErrNoReason},
	} {
		if _, err := c.tree.LeafAt(c.path); !errors.Is(err, orNil(c.want)) {
			t.Errorf("%s: %v", c.says, err)
		}
	}
	l, ok := silent.Describe("debtor/wont_pay/no_money")
	if !ok || l.In("es") != "Titular · No quiere · No tiene dinero" {
		t.Errorf("what was recorded before is shown as %q", l.In("es"))
	}
}

func orNil(f *fault.Error) error {
	if f == nil {
		return nil
	}
	return f
}

func TestALevelSaysWhatHoldsForTheLevelsBelow(t *testing.T) {
	t.Parallel()
	tree, err := ParseTree(small)
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		"debtor/wont_pay/no_money":  "debtor again {d 3}",
		"debtor/wont_pay/next_week": "debtor again {d 7}",
		"debtor/wont_pay/pause":     "debtor hold agreed",
		"debtor/promise":            "debtor hold promise",
		"debtor/promise/no_money":   "debtor hold promise",
		"nobody/no_answer":          "nobody again {n 0}", // it says nothing: not at once
	} {
		l, ok := tree.Describe(path)
		got := string(l.Reached) + " hold " + string(l.Hold.Reason)
		if l.Hold.Reason == "" {
			got = fmt.Sprintf("%s again {%c %d}", l.Reached, l.Again.unit, l.Again.count)
		}
		if !ok || got != want {
			t.Errorf("%s: %s, want %s", path, got, want)
		}
	}
}

const small = `name: { es: Pequeño, en: Small }
reasons:
  why:
    - { code: no_money, es: No tiene dinero, en: No money }
    - { code: next_week, es: La otra semana, en: Next week, again: 7d }
    - { code: pause, es: Pausa, en: A pause, hold: { reason: agreed, days: 5 } }
contacts:
  - code: debtor
    es: Titular
    en: Debtor
    reached: debtor
    results:
      - { code: wont_pay, es: No quiere, en: Will not, kind: wont_pay, again: 3d, reasons: why }
      - code: promise
        es: Promete
        en: Promises
        kind: promise
        ask: [amount, day]
        hold: { reason: promise, days: 2, from: promised }
        reason: optional
        reasons:
          - { code: no_money, es: No tiene dinero, en: No money }
  - code: nobody
    es: Nadie
    en: Nobody
    reached: nobody
    results:
      - { code: no_answer, es: No contesta, en: No answer, kind: no_answer }
`

func TestAMistakeInATreeIsToldWithItsPlace(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		says, old, fresh string
		want             *fault.Error
		at               string
	}{
		{"no YAML at all", "name: {", "name: {{", ErrTreeYAML, "1:1"},
		{"a tab where spaces belong", "  - code: nobody", "\t- code: nobody", ErrTreeYAML, ""},
		{"a word of another program", "reached: nobody", "reach: nobody", ErrTreeKey, "26:5"},
		{"a kind that the house does not know", "kind: wont_pay", "kind: stubborn", ErrTreeWord, "13:62"},
		{"a wait that nobody can read", "again: 7d", "again: soon", ErrTreeWord, "5:68"},
		{"a wait of a year", "again: 7d", "again: 400d", ErrTreeWord, "5:68"},
		{"two results of one code", "code: promise", "code: wont_pay", ErrTreeTwice, "14:15"},
		{"two reasons of one code", "code: next_week", "code: no_money", ErrTreeTwice, "5:15"},
		{"a code with a space", "code: pause", "code: la pausa", ErrTreeCode, "6:15"},
		{"a set of reasons that is not there", "reasons: why }", "reasons: because }", ErrTreeWord, "13:92"},
		{"a result without a name in English", "en: Will not, ", "", ErrTreeMissing, "13:9"},
		{"a promise that asks for no day", "ask: [amount, day]", "ask: [amount]", ErrTreePromise, "14:9"},
		{"a rest from a day that nobody asks", "hold: { reason: agreed, days: 5 }",
			"hold: { reason: agreed, from: promised }", ErrTreeHold, "6:7"},
		{"a call back without its time", "again: 3d", "again: callback", ErrTreePromise, "13:9"},
		{"a contact without results", "reached: nobody", "reached: nobody\n    results: []", ErrTreeTwice, ""},
		{"an alias, which could grow without end", "es: Titular", "es: *why", ErrTreeYAML, ""},
	} {
		if !strings.Contains(small, c.old) {
			t.Fatalf("%s: the tree has no %q", c.says, c.old)
		}
		_, err := ParseTree(strings.Replace(small, c.old, c.fresh, 1))
		var told *fault.Error
		if !errors.Is(err, c.want) || !errors.As(err, &told) {
			t.Errorf("%s: %v", c.says, err)
			continue
		}
		if at := fmt.Sprint(told.Args[0], ":", told.Args[1]); c.at != "" && at != c.at {
			t.Errorf("%s: at %s, want %s (%v)", c.says, at, c.at, err)
		}
	}
	if _, err := ParseTree(strings.Repeat("#", maxTree+1)); !errors.Is(err, ErrTreeLong) {
		t.Errorf("a tree of a quarter of a megabyte: %v", err)
	}
	for _, empty := range []string{"", "42", "[]", "name: 1"} {
		if _, err := ParseTree(empty); err == nil {
			t.Errorf("%q was taken for a tree", empty)
		}
	}
}

func TestWhenACaseIsCalledAgain(t *testing.T) {
	t.Parallel()
	quito := time.FixedZone("Quito", -5*3600)
	on := func(day, clock string) time.Time {
		at, err := time.ParseInLocation("2006-01-02 15:04", day+" "+clock, quito)
		if err != nil {
			t.Fatal(err)
		}
		return at
	}
	// 2026-03-06 is a Friday.
	for _, c := range []struct{ says, again, at, want string }{
		{"busy in the morning", "30m", "2026-03-02 09:00", "2026-03-02 09:30"},
		{"no answer before lunch", "3h", "2026-03-02 11:15", "2026-03-02 14:15"},
		{"no answer in the evening: when the desk opens", "3h", "2026-03-02 17:30", "2026-03-03 08:00"},
		{"no answer on Friday evening: on Monday", "3h", "2026-03-06 17:30", "2026-03-09 08:00"},
		{"whoever works on Saturday goes on working", "30m", "2026-03-07 10:00", "2026-03-07 10:30"},
		{"in three days", "3d", "2026-03-02 16:00", "2026-03-05 08:00"},
		{"in three days, on a Sunday: on Monday", "3d", "2026-03-05 16:00", "2026-03-09 08:00"},
		{"tomorrow morning", "morning", "2026-03-02 08:30", "2026-03-03 08:00"},
		{"as agreed, on a Saturday", "callback", "2026-03-02 08:30", "2026-03-07 11:00"},
	} {
		a, ok := ParseAgain(c.again)
		if !ok {
			t.Fatalf("%q is not read", c.again)
		}
		at := on(c.at[:10], c.at[11:])
		if got := a.At(at, quito, on("2026-03-07", "11:00")).In(quito).Format("2006-01-02 15:04"); got != c.want {
			t.Errorf("%s: %s, want %s", c.says, got, c.want)
		}
	}
}

func TestHowLongACaseRests(t *testing.T) {
	t.Parallel()
	today, promised := calendar.Of(2026, 3, 2), calendar.Of(2026, 3, 10)
	for _, c := range []struct {
		says string
		hold Hold
		want string
	}{
		{"three days from today", Hold{Reason: HoldPaid, Days: 3}, "2026-03-05"},
		{"two days past the promised one", Hold{Reason: HoldPromise, Days: 2, Promised: true}, "2026-03-12"},
		{"until something happens", Hold{Reason: HoldDeceased, Endless: true}, ""},
		{"no rest", Hold{}, ""},
	} {
		if got := c.hold.Until(today, promised).Text(); got != c.want {
			t.Errorf("%s: %s, want %s", c.says, got, c.want)
		}
	}
}

func TestTheTreesOfTheExamplesAreRight(t *testing.T) {
	t.Parallel()
	names, err := filepath.Glob("../../example/tree/*.yaml")
	if err != nil || len(names) < 2 {
		t.Fatalf("%d examples, %v", len(names), err)
	}
	for _, name := range names {
		body, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		tree, err := ParseTree(string(body))
		if err != nil || len(tree.Leaves()) < 10 {
			t.Errorf("%s: %v", name, err)
		}
	}
}

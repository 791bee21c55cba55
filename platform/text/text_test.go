package text_test

import (
	"errors"
	"reflect"
	"testing"
	"testing/fstest"
	"time"

	"aldia/platform/fault"
	"aldia/platform/text"
)

type day [3]int

func (d day) Date() (year, month, dayOfMonth int) { return d[0], d[1], d[2] }

func load(t *testing.T, files map[string]string) (*text.Catalog, error) {
	t.Helper()
	m := fstest.MapFS{}
	for name, content := range files {
		m[name] = &fstest.MapFile{Data: []byte(content)}
	}
	return text.Load(m)
}

func catalog(t *testing.T) *text.Catalog {
	t.Helper()
	c, err := load(t, map[string]string{
		"es/cut.toml": `
[cut]
rows = "{0} {0|cuenta|cuentas} de {1}"
since = "desde el {0}"
lacks = "falta la columna {0}"
brace = "{nombre} y {0}"
whose = "Cartera de {0}. Fin."
[cut.column]
due_on = "fecha de vencimiento"
[fault.internal]
text = "Algo falló."
[fault.invalid]
text = "Hay algo que corregir."`,
		"en/cut.toml": `
[cut]
rows = "{0} {0|account|accounts} of {1}"
since = "since {0}"
lacks = "there is no column {0}"
brace = "{name} and {0}"
whose = "Portfolio of {0}. End."
[cut.column]
due_on = "due date"
[fault.internal]
text = "Something failed."
[fault.invalid]
text = "Something needs correcting."`,
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestSay(t *testing.T) {
	t.Parallel()
	c := catalog(t)
	es, en := c.For("es").In("EC"), c.For("en").In("MX")
	for _, tc := range []struct{ what, got, want string }{
		{"one account is singular", es.Say("cut.rows", 1, "Cartera"), "1 cuenta de Cartera"},
		{"many are plural, with the country's separators", es.Say("cut.rows", 12480, "X"), "12.480 cuentas de X"},
		{"English in Mexico", en.Say("cut.rows", int64(12480), "X"), "12,480 accounts of X"},
		{"no account is plural", es.Say("cut.rows", 0, "X"), "0 cuentas de X"},
		{"a day is written short", es.Say("cut.since", day{2026, 11, 22}), "desde el 22 nov 2026"},
		{"a key as an argument is said in turn", en.Say("cut.lacks", text.Key("cut.column.due_on")),
			"there is no column due date"},
		{"a brace without a digit is a brace", es.Say("cut.brace", "x"), "{nombre} y x"},
		{"a company brings the stop of it", es.Say("cut.whose", "Andes S.A."), "Cartera de Andes S.A. Fin."},
		{"nobody else does", es.Say("cut.whose", "Andes"), "Cartera de Andes. Fin."},
		{"a missing argument can be seen", es.Say("cut.since"), "desde el {0}"},
		{"a missing key can be seen", es.Say("cut.nothing"), "cut.nothing"},
		{"a language we lack is Spanish", c.For("qu").Say("cut.since", "hoy"), "desde el hoy"},
		{"no language at all says the key", text.Language{}.Say("cut.since"), "cut.since"},
		{"a fault is said in its own words",
			es.Fault(fault.New(fault.Invalid, "cut.since", "ayer")), "desde el ayer"},
		{"a fault without words is said by its kind", es.Fault(fault.New(fault.Invalid, "cut.gone")),
			"Hay algo que corregir."},
		{"an error never shows its inner text", es.Fault(errors.New("SQLITE_BUSY")), "Algo falló."},
		{"a list", es.Join("capital", "mora", "intereses"), "capital, mora e intereses"},
		{"a list of two", es.Join("capital", "gastos"), "capital y gastos"},
		{"an English list", en.Join("principal", "interest"), "principal and interest"},
	} {
		if tc.got != tc.want {
			t.Errorf("%s: %q, want %q", tc.what, tc.got, tc.want)
		}
	}
}

func TestLoadRefuses(t *testing.T) {
	t.Parallel()
	for what, files := range map[string]map[string]string{
		"a key that stands twice":          {"es/a.toml": "[a]\nb = \"1\"", "es/b.toml": "[a]\nb = \"2\""},
		"a placeholder with one form":      {"es/a.toml": "b = \"{0|una}\""},
		"a placeholder that is not closed": {"es/a.toml": "b = \"{0\""},
		"a number where text should be":    {"es/a.toml": "b = 3"},
		"broken TOML":                      {"es/a.toml": "b = "},
		"no Spanish":                       {"en/a.toml": "b = \"x\""},
	} {
		if _, err := load(t, files); err == nil {
			t.Errorf("%s was let pass", what)
		}
	}
}

func TestCheckFindsWhatLanguagesDoNotShare(t *testing.T) {
	t.Parallel()
	c, err := load(t, map[string]string{
		"es/a.toml": "one = \"{0} de {1}\"\ntwo = \"dos\"\nsame = \"{0|uno|dos}\"",
		"en/a.toml": "one = \"{0} of\"\nthree = \"three\"\nsame = \"several\"",
	})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"en fills one with other arguments", "en lacks two", "es lacks three"}
	if got := c.Check(); !reflect.DeepEqual(got, want) {
		t.Errorf("got %q", got)
	}
}

func TestChoose(t *testing.T) {
	t.Parallel()
	c := catalog(t)
	for _, tc := range []struct{ setting, header, want string }{
		{"en", "es", "en"},
		{"", "", "es"},
		{"", "en-US,en;q=0.9,es;q=0.8", "en"},
		{"", "pt-BR,pt;q=0.9,en;q=0.3,es;q=0.7", "es"},
		{"", "de, fr;q=0.5", "es"},
		{"", "en;q=0", "es"},
		{"", "en;q=abc;;;,,,", "es"},
		{"xx", "en", "en"},
	} {
		if got := c.Choose(tc.setting, tc.header); got != tc.want {
			t.Errorf("setting %q, header %q: %s, want %s", tc.setting, tc.header, got, tc.want)
		}
	}
}

func TestNumbersAndDates(t *testing.T) {
	t.Parallel()
	c := catalog(t)
	es, en := c.For("es").In("EC"), c.For("en").In("US")
	bogota := time.FixedZone("America/Bogota", -5*3600)
	at := time.Date(2026, 11, 22, 19, 5, 0, 0, time.UTC)
	for _, tc := range []struct{ got, want string }{
		{es.Number(-1234567), "−1.234.567"},
		{en.Number(1234567), "1,234,567"},
		{c.For("es").In("CR").Number(12480), "12\u00a0480"},
		{c.For("en").Number(12480), "12,480"},
		{es.Change(12), "+12"},
		{es.Change(0), "0"},
		{c.For("es").In("CL").Decimal("39500.25"), "39.500,25"},
		{c.For("es").In("MX").Decimal("39500.10"), "39,500.10"},
		{c.For("es").In("CR").Decimal("462200"), "462\u00a0200"},
		{es.Decimal("-0.0375"), "−0,0375"},
		{es.Decimal("1/3"), "1/3"}, // what is no such number stays as it is
		{es.Decimal("12."), "12."},
		{es.Decimal(""), ""},
		{es.Percent(125, 1), "12,5\u00a0%"},
		{es.Percent(5, 2), "0,05\u00a0%"},
		{en.Percent(-125, 1), "−12.5%"},
		{es.Share(1, 3), "33,3\u00a0%"},
		{es.Share(2, 3), "66,7\u00a0%"},
		{es.Share(-1, 3), "−33,3\u00a0%"},
		{es.Share(1, 0), "–"},
		{es.Compact(850), "850"},
		{es.Compact(12480), "12,5\u00a0mil"},
		{es.Compact(-1_000_000), "−1\u00a0M"},
		{en.Compact(1_250_000), "1.3\u00a0M"},
		{en.Compact(2000), "2\u00a0k"},
		{es.Compact(5_000_000_000_000), "5\u00a0B"},
		{es.Day(day{2026, 1, 5}), "5 ene 2026"},
		{en.Day(day{2026, 1, 5}), "5 Jan 2026"},
		{es.Day(day{1970, 1, 1}), "–"},
		{es.LongDay(day{2026, 11, 22}), "domingo 22 de noviembre de 2026"},
		{en.LongDay(day{2026, 11, 22}), "Sunday 22 November 2026"},
		{es.Month(day{2026, 11, 22}), "noviembre de 2026"},
		{es.DayOfYear(day{2026, 11, 22}), "22 nov"},
		{es.DaysFrom(0), "hoy"},
		{es.DaysFrom(-1), "ayer"},
		{es.DaysFrom(-3), "hace 3 días"},
		{es.DaysFrom(1), "mañana"},
		{es.DaysFrom(15), "en 15 días"},
		{en.DaysFrom(-3), "3 days ago"},
		{es.Instant(at, bogota), "22 nov 2026, 14:05"},
		{es.Clock(at, bogota), "14:05"},
		{es.Since(at, at.Add(20*time.Second), bogota), "ahora"},
		{es.Since(at, at.Add(5*time.Minute), bogota), "hace 5 min"},
		{es.Since(at, at.Add(3*time.Hour), bogota), "hace 3 h"},
		{es.Since(at, at.Add(25*time.Hour), bogota), "hace 1 día"},
		{es.Since(at, at.Add(40*time.Hour), bogota), "hace 2 días"}, // the day before yesterday, in the afternoon
		{es.Since(at, at.Add(33*time.Hour), bogota), "hace 1 día"},
		{es.Since(at, at.Add(-49*time.Hour), bogota), "en 2 días"},
		{en.Since(at, at.Add(49*time.Hour), bogota), "2 days ago"},
		{es.Span(65 * time.Minute), "1 h 05 min"},
		{es.Span(45 * time.Second), "45 s"},
	} {
		if tc.got != tc.want {
			t.Errorf("%q, want %q", tc.got, tc.want)
		}
	}
}

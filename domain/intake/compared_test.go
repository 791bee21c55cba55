package intake

import (
	"maps"
	"strings"
	"testing"
)

func TestACutSaysWithWhichPortfoliosItIsCompared(t *testing.T) {
	t.Parallel()
	const plain = "account;person;person_name;due_on;principal\n"
	const named = "portfolio;" + plain
	const both = named + "consumo;A1;p1;Uno;2026-01-10;10\nconsumo;A2;p2;Dos;2026-01-10;20\n" +
		"micro;A3;p3;Tres;2026-01-10;30\n"
	for _, c := range []struct {
		what, text, as string
		portfolios     string
		unnamed        bool
		beside         map[string]int64
	}{
		{"a file that names none", plain + "A9;p9;Nueve;2026-01-10;90\n", "", "general", true,
			map[string]int64{"consumo": 2, "micro": 1}},
		{"one that is said to be of one", plain + "A1;p1;Uno;2026-01-10;10\n", "consumo", "consumo", false,
			map[string]int64{"micro": 1}},
		{"one that names one", named + "micro;A3;p3;Tres;2026-01-10;30\n", "", "micro", false,
			map[string]int64{"consumo": 2}},
		{"one that names all", both, "", "consumo micro", false, map[string]int64{}},
		{"one that names a new one and none", named + ";A8;p8;Ocho;2026-01-10;80\n" +
			"nueva;A9;p9;Nueve;2026-01-10;90\n",
			"", "general nueva", false, map[string]int64{"consumo": 2, "micro": 1}},
	} {
		t.Run(c.what, func(t *testing.T) {
			t.Parallel()
			offices(t, func(t *testing.T, o *office) {
				first := o.load(t, both, monday())
				if p, err := o.Compared(o.ctx, &first); err != nil || len(p.Beside) > 0 || p.Unnamed {
					t.Errorf("the first: %+v, %v", p, err)
				}
				file := File{"corte.csv", int64(len(c.text)), strings.NewReader(c.text)}
				tried, err := o.Try(o.ctx, file, Options{
					Kind: Portfolio, Creditor: "banco", Portfolio: c.as, Country: "EC", AsOf: monday() + 1,
					Afresh: true,
				})
				if err != nil {
					t.Fatal(err)
				}
				p, err := o.Compared(o.ctx, &tried[0].Cut)
				if err != nil || strings.Join(p.Portfolios, " ") != c.portfolios || p.Unnamed != c.unnamed ||
					!maps.Equal(p.Beside, c.beside) {
					t.Errorf("%+v, %v", p, err)
				}
				done := o.load(t, c.text, monday()+1, func(o *Options) { o.Portfolio, o.Afresh = c.as, true })
				if p, err = o.Compared(o.ctx, &done); err != nil ||
					strings.Join(p.Portfolios, " ") != c.portfolios {
					t.Errorf("published: %+v, %v", p, err)
				}
			})
		})
	}
}

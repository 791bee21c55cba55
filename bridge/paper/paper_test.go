package paper

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"aldia/platform/fault"
)

func document(rows int) *Paper {
	p := New(About{
		Title: "Expediente de contactos", Lines: []string{"Núñez Ayala, Encarnación · cédula 1714307103"},
		Footer: "Comercial Andina", Page: "Página %d de %s", Language: "es",
		MadeAt: time.Date(2026, 11, 22, 15, 0, 0, 0, time.UTC), Wide: true,
	})
	p.Heading("Contactos")
	p.Text("Cada intento con la respuesta de la puerta en ese momento.")
	p.Facts(Fact{"País", "Ecuador"}, Fact{"Reglas", "EC 2026-11"})
	columns := []Column{{Title: "Día"}, {Title: "Qué se hizo"}, {Title: "Monto", Right: true}}
	var all [][]string
	for i := range rows {
		all = append(
			all,
			[]string{"22 nov 2026", fmt.Sprintf("Llamada %d, no contestó 🙂 «peor es nada»", i), "1.250,40"},
		)
	}
	p.Table(columns, all, [][]string{{"Total", "", "2.500,80"}})
	return p
}

func written(t *testing.T, p *Paper) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := p.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestTheSameDocumentIsTheSameByteByByte(t *testing.T) {
	t.Parallel()
	if a, b := written(t, document(50)), written(t, document(50)); !bytes.Equal(a, b) {
		t.Error("two documents of the same words and instant differ")
	}
}

// pdftotext is of poppler, an independent reader; where it is not installed nothing else here can read a PDF.
func read(t *testing.T, document []byte) string {
	t.Helper()
	if _, err := exec.LookPath("pdftotext"); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("pdftotext is needed: script/install brings it")
		}
		t.Skip("pdftotext is not installed")
	}
	file := filepath.Join(t.TempDir(), "a.pdf")
	if err := os.WriteFile(file, document, 0o600); err != nil {
		t.Fatal(err)
	}
	said, err := exec.CommandContext(t.Context(), "pdftotext", "-layout", file, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	return string(said)
}

func TestALongTableSaysItsHeaderAndItsPageOnEachPage(t *testing.T) {
	t.Parallel()
	pages := strings.Split(strings.TrimSuffix(read(t, written(t, document(120))), "\f"), "\f")
	if len(pages) < 3 {
		t.Fatalf("120 rows are %d pages", len(pages))
	}
	for i, page := range pages {
		if !strings.Contains(page, "Qué se hizo") {
			t.Errorf("page %d has no header", i+1)
		}
		if number := fmt.Sprintf("Página %d de %d", i+1, len(pages)); !strings.Contains(page, number) {
			t.Errorf("page %d does not say %q", i+1, number)
		}
	}
	whole := strings.Join(pages, "\n")
	for i := range 120 {
		if !strings.Contains(whole, fmt.Sprintf("Llamada %d,", i)) {
			t.Errorf("row %d is lost", i)
		}
	}
	for _, word := range []string{"Encarnación", "1714307103", "«peor es nada»", "1.250,40", "2.500,80"} {
		if !strings.Contains(whole, word) {
			t.Errorf("%q is not in it", word)
		}
	}
}

func TestAWordThatIsTooLongForItsCellGoesOnInTheNextLine(t *testing.T) {
	t.Parallel()
	p := document(0)
	word := strings.Repeat("abcdefghij", 30)
	p.Table(
		[]Column{{Title: "a"}, {Title: "b"}, {Title: "c"}, {Title: "d"}},
		[][]string{{word, "x", word, "y"}},
		nil,
	)
	said := strings.Join(strings.Fields(read(t, written(t, p))), "")
	if strings.Count(said, "j") < 2*30 {
		t.Error("letters of a long word are lost")
	}
}

func TestWhatWouldBeTooManyPagesIsRefused(t *testing.T) {
	t.Parallel()
	p := document(0)
	rows := make([][]string, 31*maxPages)
	p.Table([]Column{{Title: "a"}}, rows, nil)
	var told *fault.Error
	if err := p.Write(&bytes.Buffer{}); !errors.As(err, &told) || told.Key != ErrTooLong.Key {
		t.Errorf("gave %v", err)
	}
}

func TestColumnsFillThePageWhateverTheyWant(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ want, least []float64 }{
		"room for all":        {[]float64{20, 30}, []float64{10, 10}},
		"one wants too much":  {[]float64{20, 900, 30}, []float64{15, 30, 20}},
		"even the least":      {[]float64{200, 200}, []float64{150, 150}},
		"nothing wants a lot": {[]float64{0, 0, 0}, []float64{0, 0, 0}},
		"all want the least":  {[]float64{60, 60, 61}, []float64{60, 60, 61}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sum := 0.0
			for _, w := range shared(c.want, c.least, 180) {
				if w <= 2*pad {
					t.Errorf("a column is %.1f mm wide", w)
				}
				sum += w
			}
			if sum < 179.9 || sum > 180.1 {
				t.Errorf("the columns are %.1f mm together", sum)
			}
		})
	}
}

func FuzzWhateverIsWrittenIsADocument(f *testing.F) {
	f.Add("Encarnación", "🙂")
	f.Add("\x00\xff", "a\nb\tc\u200b")
	f.Add("漢字", "عربى")
	f.Fuzz(func(t *testing.T, a, b string) {
		p := New(About{Title: a, Lines: []string{b}, Footer: b, Page: "%d/%s", MadeAt: time.Unix(0, 0)})
		p.Heading(b)
		p.Text(a)
		p.Facts(Fact{a, b})
		p.Table([]Column{{Title: a}, {Title: b, Right: true}}, [][]string{{b, a}, {a}}, [][]string{{a, b}})
		if out := written(t, p); !bytes.HasPrefix(out, []byte("%PDF-")) || !bytes.Contains(out, []byte("%%EOF")) {
			t.Error("it is no PDF")
		}
	})
}

// However long what comes before is, the last line of a page above its number is never a heading: each part
// begins with words of its own below it.
func TestAHeadingNeverStandsAloneAtTheFootOfAPage(t *testing.T) {
	t.Parallel()
	for _, wide := range []bool{true, false} {
		for before := range 12 {
			p := New(About{Title: "Expediente", Page: "Página %d de %s", Language: "es", Wide: wide})
			p.Table([]Column{{Title: "Día"}}, slices.Repeat([][]string{{"22 nov"}}, 2*before+10), nil)
			p.Heading("Reglas de la ley")
			p.Heading("PARTE")
			p.Text("Un párrafo que sigue.")
			p.Heading("PARTE")
			p.Table([]Column{{Title: "Regla"}}, [][]string{{"una\ndos\ntres\ncuatro\ncinco"}}, nil)
			p.Heading("PARTE")
			p.Facts(Fact{"País", "Ecuador"})
			for n, page := range strings.Split(read(t, written(t, p)), "\f") {
				lines := slices.DeleteFunc(strings.Split(page, "\n"), func(l string) bool {
					return strings.TrimSpace(l) == "" || strings.Contains(l, "Página")
				})
				if len(lines) == 0 {
					continue
				}
				switch last := strings.TrimSpace(lines[len(lines)-1]); last {
				case "PARTE", "Regla", "Reglas de la ley":
					t.Fatalf("after %d rows page %d ends with %q", 2*before+10, n+1, last)
				}
			}
		}
	}
}

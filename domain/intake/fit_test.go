package intake

import (
	"io"
	"slices"
	"strings"
	"testing"
)

func TestWhereTheHeaderStandsElsewhereTheFileIsBelieved(t *testing.T) {
	t.Parallel()
	const kept = "file: {skip_lines: 3}\ncolumns: {account: Operación, principal: Saldo Capital}\n"
	given, err := ParseMapping([]byte(kept))
	if err != nil {
		t.Fatal(err)
	}
	titled := func(file io.ReaderAt, size int64, _ string, style FileStyle) (Table, error) {
		text, err := io.ReadAll(io.NewSectionReader(file, 0, size))
		lines := strings.Split(strings.TrimSpace(string(text)), "\n")
		at := slices.IndexFunc(lines, func(l string) bool { return strings.Contains(l, ";") })
		if style.SkipLines != nil {
			at = *style.SkipLines
		}
		lines = lines[at:]
		return &sheet{header: strings.Split(lines[0], ";"), lines: lines}, err
	}
	in := &Intakes{open: titled}
	for _, c := range []struct{ what, text, first string }{
		{"all is called otherwise", "Título\n\nPréstamo;Capital\nCR-1;10,00\nCR-2;20,00\n", "Préstamo"},
		{"one is called otherwise", "Título\n\nOperación;Capital\nCR-1;10,00\nCR-2;20,00\n", "Operación"},
		{"nothing is", "Título\n\nOperación;Saldo Capital\nCR-1;10,00\nCR-2;20,00\n", "Operación"},
		{"under a title with cells what fits stands", "A;B\n\n\nOperación;Capital\nCR-1;10,00\n", "Operación"},
	} {
		f := File{"corte.csv", int64(len(c.text)), strings.NewReader(c.text)}
		l, err := in.fit(t.Context(), f, Options{Kind: Payments}, given)
		if err != nil || l.header[0] != c.first {
			t.Errorf("%s: the header is %q, %v", c.what, l.header, err)
		}
	}
}

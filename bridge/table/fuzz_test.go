package table

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// FuzzOpen holds that no file makes the reader panic, loop, or give rows of another width than the
// header's.
func FuzzOpen(f *testing.F) {
	for _, s := range [][]byte{
		[]byte(small), packed([]byte(small)), oneByte(charmap.Windows1252, small), oneByte(charmap.CodePage850,
			small),
		utf16(small, unicode.LittleEndian, unicode.UseBOM), []byte("sep=;\r\na;b\r\n\"1\r\n\";'=2\r\n"),
		[]byte("<table><tr><td colspan=9>a<tr><th>b<th>c<tr><td>&amp;<td>d</table>"), []byte(magicOLE),
		[]byte("t\n;;a;b;;\n;;1;\"2\n\"\"3\";;\r4"),
	} {
		f.Add(s, byte(0), 0)
	}
	f.Fuzz(func(t *testing.T, file []byte, delim byte, skip int) {
		o := Options{Delimiter: rune(delim), SkipLines: skip, SkipGiven: skip > 0}
		tab, err := Open(bytes.NewReader(file), int64(len(file)), "x", o)
		if err != nil {
			return
		}
		follow(t, tab, 16*len(file)+100)
	})
}

// FuzzWorkbook puts any text where a workbook has its sheet, its texts and its formats.
func FuzzWorkbook(f *testing.F) {
	f.Add(`<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><t>b</t>`+
		`</is></c></row>`+
		`<row r="2"><c r="A2" s="1"><v>46326.5</v></c><c r="B2"><v>1E+2</v></c></row></sheetData></worksheet>`,
		`<sst><si><t>a</t></si></sst>`, `<styleSheet><numFmts><numFmt numFmtId="170" formatCode="dd/mm/yy"/>`+
			`</numFmts>`+
			`<cellXfs><xf/><xf numFmtId="170"/></cellXfs></styleSheet>`)
	f.Fuzz(func(t *testing.T, sheet, texts, styles string) {
		var out bytes.Buffer
		z := zip.NewWriter(&out)
		for _, p := range [][2]string{{"xl/workbook.xml", bareBook}, {"xl/_rels/workbook.xml.rels", bareRels},
			{"xl/styles.xml", styles}, {"xl/sharedStrings.xml", texts}, {"xl/worksheets/sheet7.xml", sheet}} {
			w, err := z.CreateHeader(&zip.FileHeader{Name: p[0]})
			if err == nil {
				_, err = io.WriteString(w, p[1])
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		tab, err := Open(bytes.NewReader(out.Bytes()), int64(out.Len()), "x", Options{})
		if err != nil {
			return
		}
		follow(t, tab, len(sheet)+100)
	})
}

// follow reads a table to its end, which must come within so many rows.
func follow(t *testing.T, tab *Table, most int) {
	t.Helper()
	width := len(tab.Found().Header)
	for n := 0; ; n++ {
		row, err := tab.Next()
		var bad *RowError
		switch {
		case errors.As(err, &bad):
		case err != nil:
			if e := tab.Close(); e != nil {
				t.Fatal(e)
			}
			return
		case len(row.Cells) != width || row.Line < 1 || width > maxColumns:
			t.Fatalf("line %d has %d cells under a header of %d", row.Line, len(row.Cells), width)
		}
		if n > most {
			t.Fatal("more rows than bytes")
		}
	}
}

// FuzzRoundTrip holds that what CSVWriter writes is read back the same.
func FuzzRoundTrip(f *testing.F) {
	f.Add("uno", "dos; \"tres\"", "=cuatro\r\ncinco", false)
	f.Add("'=x", " y ", "-1,5", true)
	f.Add("=\"1\"", "\"", "'", true)
	f.Add("\t", "\r", "\n", false)
	f.Fuzz(func(t *testing.T, a, b, c string, semicolon bool) {
		o := CSVOptions{Delimiter: ',', BOM: semicolon}
		if semicolon {
			o.Delimiter = ';'
		}
		cells := []string{a, b, c}
		lines := 0
		for i := range cells {
			cells[i] = strings.Map(func(r rune) rune {
				if r < ' ' && r != '\n' && r != '\r' && r != '\t' {
					return -1 // a file full of these is taken for a program
				}
				return r
			}, strings.ToValidUTF8(cells[i], "\uFFFD"))
			lines += lineEnds([]byte(cells[i]))
		}
		if lines > maxQuoteLines {
			return // an address of a hundred lines is taken for a quote that is not closed
		}
		var out bytes.Buffer
		w := NewCSVWriter(&out, o)
		for _, row := range [][]string{{"cuenta", "nombre", "nota"}, append([]string{"1"}, cells...)[:3], {"2",
			cells[2], "fin"}, cells} {
			if err := w.Strings(row...); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Flush(); err != nil {
			t.Fatal(err)
		}
		l := mustRead(t, out.Bytes(), Options{Delimiter: o.Delimiter, SkipGiven: true, Encoding: UTF8})
		want := [][]string{{"1", cells[0], cells[1]}, {"2", cells[2], "fin"}}
		if len(l.rows) < 2 || flat(l.rows[:2]) != flat(want) {
			t.Fatalf("wrote %q, read %q, refused %v", want, l.rows, l.bad)
		}
		if len(l.rows) > 2 && flat(l.rows[2:]) != flat([][]string{cells}) {
			t.Fatalf("wrote %q, read %q", cells, l.rows[2:])
		}
	})
}

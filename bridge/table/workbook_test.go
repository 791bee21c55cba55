package table

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

// workbookOf has excelize, which is not ours, write a workbook.
func workbookOf(t *testing.T, fill func(f *excelize.File)) []byte {
	t.Helper()
	f := excelize.NewFile()
	fill(f)
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func setRow(f *excelize.File, sheet string, row int, cells ...any) {
	if err := f.SetSheetRow(sheet, fmt.Sprintf("A%d", row), &cells); err != nil {
		panic(err)
	}
}

func styled(f *excelize.File, sheet, cell, format string, value any) {
	id, err := f.NewStyle(&excelize.Style{CustomNumFmt: &format})
	if err == nil {
		err = f.SetCellValue(sheet, cell, value)
	}
	if err == nil {
		err = f.SetCellStyle(sheet, cell, cell, id)
	}
	if err != nil {
		panic(err)
	}
}

func TestWorkbookWithTitlesDatesAndCodes(t *testing.T) {
	t.Parallel()
	file := workbookOf(t, func(f *excelize.File) {
		const s = "Sheet1"
		setRow(f, s, 1, "BANCO DEL VALLE")
		setRow(f, s, 2, "Corte al", "31/10/2026")
		setRow(f, s, 4, "Cédula", "Cliente", "Saldo", "Vence", "Tasa", "Visto", "Pagado")
		for i, format := range []string{`dd/mm/yyyy`, `[$-300A]d "de" mmmm "de" yyyy;@`, `yyyy\-mm\-dd hh:mm`} {
			row := 5 + i
			setRow(f, s, row, nil, "Peña & Muñoz <Cía>", 0.1+0.2, nil, nil, "10:30", true)
			styled(f, s, fmt.Sprintf("A%d", row), "0000000000", 102030405)
			styled(f, s, fmt.Sprintf("D%d", row), format, time.Date(2026, 10, 31, 0, 0, 0, 0, time.UTC))
			styled(f, s, fmt.Sprintf("E%d", row), "0.00%", 0.165)
		}
		styled(f, s, "D7", `dd/mm/yyyy hh:mm`, time.Date(2026, 10, 31, 18, 5, 0, 0, time.UTC))
		setRow(f, s, 9, 7.0, "LUZ", 1e10, 46_000, nil, nil, false)
	})
	const first = "0102030405|Peña & Muñoz <Cía>|0.3|2026-10-31|16.5%|10:30|true"
	want := first + " / " + first + " / " + strings.Replace(first, "10-31", "10-31 18:05:00", 1) +
		" / 7|LUZ|10000000000|46000|||false"
	for _, f := range [][]byte{file, packed(file)} {
		l := mustRead(t, f, Options{})
		if got := flat(l.rows); got != want {
			t.Errorf("rows\n%s, want\n%s", got, want)
		}
		if l.Kind != XLSX || !l.Typed || l.SkipLines != 3 || strings.Join(l.Header,
			"|") != "Cédula|Cliente|Saldo|Vence|Tasa|Visto|Pagado" ||
			!slices.Equal(l.Titles, []string{"BANCO DEL VALLE", "Corte al 31/10/2026"}) || !slices.Equal(l.lines,
			[]int{5, 6, 7, 9}) {
			t.Errorf("found %+v, lines %v", l.Found, l.lines)
		}
	}
}

func TestTheSheetWithTheTableIsRead(t *testing.T) {
	t.Parallel()
	file := workbookOf(t, func(f *excelize.File) {
		for _, s := range []string{"Cartera", "Vieja"} {
			if _, err := f.NewSheet(s); err != nil {
				t.Fatal(err)
			}
		}
		setRow(f, "Sheet1", 1, "Instrucciones")
		setRow(f, "Sheet1", 2, "1", "Llene la hoja Cartera")
		for i := range 20 {
			setRow(f, "Vieja", i+1, fmt.Sprint("c", i), "a", "b", "c", "d", i)
			setRow(f, "Cartera", i+1, i, "ANA", 3.5)
		}
		setRow(f, "Cartera", 1, "cuenta", "nombre", "saldo")
		if err := f.SetSheetVisible("Vieja", false); err != nil {
			t.Fatal(err)
		}
	})
	l := mustRead(t, file, Options{})
	if l.Sheet != "Cartera" || len(l.rows) != 19 || !slices.Equal(l.Sheets, []string{"Sheet1", "Cartera"}) {
		t.Errorf("found %+v, %d rows", l.Found, len(l.rows))
	}
	if l := mustRead(t, file, Options{Sheet: " cartera"}); l.Sheet != "Cartera" {
		t.Errorf("asked for cartera, read %q", l.Sheet)
	}
	if _, err := readAll(t, file, Options{Sheet: "Vieja"}); !errors.Is(err, ErrNoSheet) {
		t.Errorf("a hidden sheet asked for: %v", err)
	}
}

// bare writes a workbook part by part, for what excelize would not write.
func bare(t *testing.T, parts ...string) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for i := 0; i < len(parts); i += 2 {
		w, err := z.Create(parts[i])
		if err == nil {
			_, err = io.WriteString(w, parts[i+1])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

const (
	bareBook = `<?xml version="1.0"?><x:workbook xmlns:x="m" xmlns:r="r"><x:workbookPr date1904="1"/>` +
		`<x:sheets>` +
		`<x:sheet name="A &amp; B" sheetId="7" r:id="rId9"/></x:sheets></x:workbook>`
	bareRels = `<Relationships><Relationship Target="/xl/worksheets/sheet7.xml" Id="rId9"/></Relationships>`
)

func TestWorkbookOfAnotherProgram(t *testing.T) {
	t.Parallel()
	file := bare(t, "xl/workbook.xml", bareBook, "xl/_rels/workbook.xml.rels", bareRels,
		"xl/styles.xml", `<styleSheet><cellStyleXfs><xf numFmtId="0"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>`+
			`<xf numFmtId="14"/></cellXfs></styleSheet>`,
		"xl/sharedStrings.xml", `<sst><si><t>cuenta</t></si><si><r><t>no</t></r><r><t xml:space="preserve">mbre `+
			`</t></r><rPh><t>x</t></rPh></si><si/></sst>`,
		"xl/worksheets/sheet7.xml", `<x:worksheet><x:sheetData><!-- > --><x:row><x:c t="s"><x:v>0</x:v></x:c>`+
			`<x:c t="s"><x:v>1</x:v></x:c>`+
			`<x:c t="inlineStr"><x:is><x:t>vence</x:t></x:is></x:c></x:row>`+
			`<x:row r="3"><x:c r="A3"><x:f>1+1</x:f><x:v>2</x:v></x:c><x:c r="B3" t="str"><x:v><![CDATA[A&B]]>`+
			`</x:v></x:c><x:c r="C3" s="1"><x:v>44864</x:v></x:c></x:row>`+
			`<x:row r="4"><x:c r="A4"/><x:c r="C4" t="d"><x:v>2026-11-22T00:00:00</x:v></x:c></x:row>`+
			`<x:row r="5"><x:c r="A5"><x:v>1.1000000000000001</x:v></x:c><x:c r="B5" t="e"><x:v>#N/A</x:v></x:c>`+
			`<x:c r="C5" s="1"><x:v>0</x:v></x:c><x:c r="XFD5"/></x:row>`+
			`<x:row r="6"><x:c r="A6"><x:v>9</x:v></x:c><x:c r="B6" t="inlineStr"><x:is><x:t>uno_x000A_dos</x:t>`+
			`</x:is></x:c><x:c r="ZZZ6"><x:v>1</x:v></x:c></x:row>`+
			`</x:sheetData></x:worksheet>`)
	l := mustRead(t, file, Options{})
	if got := flat(l.rows); got != "2|A&B|2026-10-31 / ||2026-11-22 / 1.1|#N/A|" || strings.Join(l.Header,
		"|") != "cuenta|nombre|vence" {
		t.Errorf("header %v, rows %s", l.Header, got)
	}
	if len(l.bad) != 1 || l.bad[0].Line != 6 || !errors.Is(l.bad[0], ErrRowWide) ||
		l.bad[0].Text != "9;\"uno\ndos\"" {
		t.Errorf("refused %+v", l.bad)
	}
	if l.Sheet != "A & B" {
		t.Errorf("sheet %q", l.Sheet)
	}
}

func TestNumbersOfAWorkbookArePlain(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"0.30000000000000004": "0.3", "1E+10": "10000000000", "1.5e-3": "0.0015",
		"-1234567.8899999999": "-1234567.89",
		"100":                 "100", "1250.40": "1250.4", "0": "0", "-0": "0", "0.0": "0",
		"999999999999999.9": "1000000000000000",
		"12345678901234567": "12345678901234600", "1.0E2": "100", ".5": "0.5", "5.": "5", "007": "7",
		"-0.05": "-0.05",
		"1E+99": "1E+99", "": "", "abc": "abc", "-": "-", ".": ".", "1.2.3": "1.2.3", "1e": "1e",
		"1E-400":                  "1E-400",
		"4.9999999999999994E-324": "0", "99.999999999999999": "100", "3E0": "3",
	} {
		if got := string(appendPlain(nil, []byte(in))); got != want {
			t.Errorf("%q is written %q, want %q", in, got, want)
		}
	}
}

func TestFormatsOfAWorkbook(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]style{
		"General": {}, "#,##0.00": {}, `#,##0.00_);[Red]\(#,##0.00\)`: {}, "0.00E+00": {}, `"USD" 0.00`: {},
		"@": {}, "0": {},
		"[$USD] #,##0.00": {}, "dd/mm/yyyy": {show: asDay}, "mmm-yy": {show: asDay},
		"[$-F800]dddd, mmmm dd, yyyy": {show: asDay},
		"h:mm":                        {show: asTime}, "[h]:mm:ss": {show: asTime}, "mm:ss.0": {show: asTime},
		"d/m/yy h:mm AM/PM": {show: asBoth},
		"0.0%":              {show: asPercent}, "0000000000": {show: asCode, digits: 10}, `"días" 0`: {}, `0\d`: {},
	} {
		if got := styleOf(code); got != want {
			t.Errorf("%s shows %+v, want %+v", code, got, want)
		}
	}
}

func TestDaysOfAWorkbook(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		serial   string
		show     shown
		from1904 bool
		want     string
	}{
		{"1", asDay, false, "1900-01-01"}, {"59", asDay, false, "1900-02-28"}, {"60", asDay, false, "60"},
		{"61", asDay, false, "1900-03-01"}, {"46326", asDay, false, "2026-10-31"}, {"44864", asDay, true,
			"2026-10-31"},
		{"25569", asDay, false, "1970-01-01"}, {"46326.999999", asBoth, false, "2026-11-01"},
		{"46326.75", asDay, false, "2026-10-31"}, {"46326.75", asBoth, false, "2026-10-31 18:00:00"},
		{"0.4375", asTime, false, "10:30:00"}, {"-5", asDay, false, "-5"}, {"2958466", asDay, false, "2958466"},
		{"4.6326E4", asDay, false, "2026-10-31"}, {"0", asDay, false, ""}, {"", asDay, false, ""},
	} {
		if got := string(appendMoment(nil, []byte(c.serial), c.show, c.from1904)); got != c.want {
			t.Errorf("%s is %q, want %q", c.serial, got, c.want)
		}
	}
}

func TestAWorkbookOfManyTextsIsReadFromItsTemporaryFile(t *testing.T) {
	t.Parallel()
	s := &shelf{}
	text := func(i int) string { return strings.Repeat(fmt.Sprint(i, "ñ"), 1+i%40) }
	const n = 60_000
	for i := range n {
		if err := s.add([]byte(text(i))); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.full(); err != nil || s.file == nil {
		t.Fatalf("still in memory at %d bytes, %v", s.size, err)
	}
	for i := range n {
		k := i * 7919 % n
		if got, err := s.append(nil, k); err != nil || string(got) != text(k) {
			t.Fatalf("text %d is %q, %v", k, got, err)
		}
	}
	if _, err := s.append(nil, n); err == nil {
		t.Error("a text that is not there was found")
	}
	if err := s.close(); err != nil {
		t.Error(err)
	}
}

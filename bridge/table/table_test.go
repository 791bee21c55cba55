package table

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"aldia/platform/fault"
)

// load is a file read to its end.
type load struct {
	Found
	rows  [][]string
	lines []int
	bad   []*RowError
}

func readAll(t *testing.T, file []byte, o Options) (load, error) {
	t.Helper()
	tab, err := Open(bytes.NewReader(file), int64(len(file)), "cartera.csv", o)
	if err != nil {
		return load{}, err
	}
	defer func() {
		if err := tab.Close(); err != nil {
			t.Error(err)
		}
	}()
	l := load{Found: tab.Found()}
	for {
		row, err := tab.Next()
		var bad *RowError
		switch {
		case errors.Is(err, io.EOF):
			return l, nil
		case errors.As(err, &bad):
			l.bad = append(l.bad, bad)
			continue
		case err != nil:
			return l, err
		}
		cells := make([]string, len(row.Cells))
		for i, c := range row.Cells {
			cells[i] = string(c)
		}
		l.rows, l.lines = append(l.rows, cells), append(l.lines, row.Line)
	}
}

func mustRead(t *testing.T, file []byte, o Options) load {
	t.Helper()
	l, err := readAll(t, file, o)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// flat writes rows as one line of text to compare.
func flat(rows [][]string) string {
	var parts []string
	for _, r := range rows {
		parts = append(parts, strings.Join(r, "|"))
	}
	return strings.Join(parts, " / ")
}

func packed(b []byte) []byte {
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	_, _ = z.Write(b) // a bytes.Buffer takes all
	_ = z.Close()
	return out.Bytes()
}

func utf16(s string, e unicode.Endianness, bom unicode.BOMPolicy) []byte {
	b, err := unicode.UTF16(e, bom).NewEncoder().Bytes([]byte(s))
	if err != nil {
		panic(err)
	}
	return b
}

func oneByte(m *charmap.Charmap, s string) []byte {
	b, err := m.NewEncoder().Bytes([]byte(s))
	if err != nil {
		panic(err)
	}
	return b
}

const (
	small     = "cuenta;cliente;saldo\n001;Muñoz Peña;1.250,40\n002;Núñez;0,10\n003;Ibáñez;7,00\n"
	smallRows = "001|Muñoz Peña|1.250,40 / 002|Núñez|0,10 / 003|Ibáñez|7,00"
)

// asItComes is a file and what must be read from it.
type asItComes struct {
	says   string
	file   []byte
	header string
	rows   string
	check  func(load) bool
}

func encodingsAndLineEnds() []asItComes {
	return []asItComes{
		{"semicolons and decimal commas", []byte(small), "cuenta|cliente|saldo", smallRows,
			func(l load) bool { return l.Delimiter == ';' && l.Encoding == UTF8 && l.Kind == CSV && !l.Typed }},
		{"commas", []byte("a,b,c\n1,\"x, y\",3\n4,z,6\n"), "a|b|c", "1|x, y|3 / 4|z|6",
			func(l load) bool { return l.Delimiter == ',' }},
		{"tabs, with commas in the names and the amounts",
			[]byte("cuenta\tcliente\tsaldo\n1\tPÉREZ, ANA\t1,50\n2\tLEÓN, LUZ\t2,50\n"),
			"cuenta|cliente|saldo", "1|PÉREZ, ANA|1,50 / 2|LEÓN, LUZ|2,50",
			func(l load) bool { return l.Delimiter == '\t' }},
		{"bars", []byte("a|b|c\n1|x;y|3\n2|z|4\n"), "a|b|c", "1|x;y|3 / 2|z|4",
			func(l load) bool { return l.Delimiter == '|' }},
		{"two columns whose names hold a comma", []byte("Cliente;Saldo, USD\nJUAN;12,50\nANA;13,50\n"),
			"Cliente|Saldo, USD", "JUAN|12,50 / ANA|13,50", nil},
		{"a byte order mark", []byte("\xef\xbb\xbf" + small), "cuenta|cliente|saldo", smallRows, nil},
		{"Windows-1252", oneByte(charmap.Windows1252, small), "cuenta|cliente|saldo", smallRows,
			func(l load) bool { return l.Encoding == Windows1252 }},
		{"the DOS code page of an old core", oneByte(charmap.CodePage850, small+"004;Ángel Ñacato;8,00\n\x1a"),
			"cuenta|cliente|saldo", smallRows + " / 004|Ángel Ñacato|8,00",
			func(l load) bool { return l.Encoding == IBM850 }},
		{"UTF-16 little-endian with a mark", utf16(small, unicode.LittleEndian, unicode.UseBOM),
			"cuenta|cliente|saldo", smallRows, func(l load) bool { return l.Encoding == UTF16LE }},
		{"UTF-16 big-endian with a mark", utf16(small, unicode.BigEndian, unicode.UseBOM),
			"cuenta|cliente|saldo", smallRows, func(l load) bool { return l.Encoding == UTF16BE }},
		{"UTF-16 little-endian without a mark", utf16(small, unicode.LittleEndian, unicode.IgnoreBOM),
			"cuenta|cliente|saldo", smallRows, nil},
		{"UTF-16 big-endian without a mark", utf16(small, unicode.BigEndian, unicode.IgnoreBOM),
			"cuenta|cliente|saldo", smallRows, nil},
		{"carriage returns alone", []byte(strings.ReplaceAll(small, "\n", "\r")), "cuenta|cliente|saldo", smallRows,
			func(l load) bool { return slices.Equal(l.lines, []int{2, 3, 4}) }},
		{"CRLF", []byte(strings.ReplaceAll(small, "\n", "\r\n")), "cuenta|cliente|saldo", smallRows,
			func(l load) bool { return slices.Equal(l.lines, []int{2, 3, 4}) }},
		{"every line end in one file, and none at the end", []byte("a,b\r1,2\r\n3,4\n5,6\r7,8"), "a|b",
			"1|2 / 3|4 / 5|6 / 7|8", func(l load) bool { return slices.Equal(l.lines, []int{2, 3, 4, 5}) }},
		{"the sep= line of Excel", []byte("sep=|\r\na|b\r\n1;2|3;4\r\n5;6|7;8\r\n"), "a|b", "1;2|3;4 / 5;6|7;8",
			func(l load) bool { return l.Delimiter == '|' && l.SkipLines == 1 && len(l.Titles) == 0 }},
	}
}

func headersAndQuotes() []asItComes {
	return []asItComes{
		{"title lines", []byte("BANCO DEL VALLE S.A.\nReporte de cartera vencida, al 31/10/2026\n\n" + small),
			"cuenta|cliente|saldo", smallRows, func(l load) bool {
				return l.SkipLines == 3 && len(l.Titles) == 2 && l.Titles[0] == "BANCO DEL VALLE S.A." && l.lines[0] == 5
			}},
		{"title lines that Excel padded to the width of the table",
			[]byte("CARTERA;;;;\nFecha de corte;31/10/2026;;;\n;;;;\ncuenta;cliente;saldo;mora;ciudad\n" +
				"1;ANA;10;3;Quito\n2;LUZ;20;4;Loja\n3;EVA;30;5;Manta\n"),
			"cuenta|cliente|saldo|mora|ciudad", "1|ANA|10|3|Quito / 2|LUZ|20|4|Loja / 3|EVA|30|5|Manta",
			func(l load) bool { return l.SkipLines == 3 && l.Titles[1] == "Fecha de corte 31/10/2026" }},
		{"groups of columns above their names, and a total below",
			[]byte("Cliente;;Saldos;;Mora;\ncuenta;nombre;capital;interés;días;tramo\n" +
				"1;ANA;10;3;5;1-30\n2;LUZ;20;4;45;31-60\n3;EVA;30;5;99;91-120\n;TOTAL;60;12;;\n"),
			"cuenta|nombre|capital|interés|días|tramo",
			"1|ANA|10|3|5|1-30 / 2|LUZ|20|4|45|31-60 / 3|EVA|30|5|99|91-120 / |TOTAL|60|12||", nil},
		{"one row of a file of payments", []byte("cuenta;valor\n001;12,50\n"), "cuenta|valor", "001|12,50", nil},
		{"a remark below the names", []byte("a;b;c\nAGENCIA QUITO;;\n1;2;3\n4;5;6\n"), "a|b|c",
			"AGENCIA QUITO|| / 1|2|3 / 4|5|6", nil},
		{"a title of two cells above a table of two columns",
			[]byte("Fecha;31/10/2026\ncuenta;cliente\n1;ANA\n2;LUZ\n3;EVA\n"), "cuenta|cliente",
			"1|ANA / 2|LUZ / 3|EVA",
			func(l load) bool { return l.SkipLines == 1 }},
		{"names of columns that are figures", []byte("Cliente,Corriente,30,60,90\nANA,1,2,3,4\nLUZ,5,6,7,8\n"),
			"Cliente|Corriente|30|60|90", "ANA|1|2|3|4 / LUZ|5|6|7|8", nil},
		{"words alone", []byte("nombre,ciudad\nANA,Quito\nLUZ,Loja\n"), "nombre|ciudad", "ANA|Quito / LUZ|Loja",
			nil},
		{"empty columns around the table and blank lines within",
			[]byte("\n;;cuenta;nombre;;\n\n;;1;ANA;;\n;;;;;\n;;2;LUZ;;\n   \n"), "cuenta|nombre", "1|ANA / 2|LUZ",
			func(l load) bool { return slices.Equal(l.lines, []int{4, 6}) }},
		{"a column without a name that holds values stays", []byte(",a,b\n0,x,y\n1,z,w\n"), "|a|b",
			"0|x|y / 1|z|w", nil},
		{"a delimiter too many at the end of rows", []byte("a;b\n1;2;\n3;4;\n"), "a|b", "1|2 / 3|4", nil},
		{"short rows are filled up", []byte("a,b,c\n1,2,3\n4\n5,6,7\n8,9,10\n"), "a|b|c",
			"1|2|3 / 4|| / 5|6|7 / 8|9|10", nil},
		{"a header alone", []byte("cuenta;valor;fecha\n"), "cuenta|valor|fecha", "", nil},
		{"numbers that Excel was told to keep as text", []byte("id;tel\n=\"0102030405\";'+593 98\n=\"02\";" +
			"'=x\n'Abc;=\n"),
			"id|tel", "0102030405|+593 98 / 02|=x / 'Abc|=", nil},
		{"nicknames in quotes within quotes", []byte("id,nombre\n1,\"Juan \"El Toro\" Pérez\"\n2,\"b\" \n3,5\" " +
			"tubo\n"),
			"id|nombre", "1|Juan \"El Toro\" Pérez / 2|b / 3|5\" tubo", nil},
	}
}

func TestDelimitedFilesAsTheyCome(t *testing.T) {
	t.Parallel()
	for _, c := range append(encodingsAndLineEnds(), headersAndQuotes()...) {
		t.Run(c.says, func(t *testing.T) {
			t.Parallel()
			for _, gz := range []bool{false, true} {
				file := c.file
				if gz {
					file = packed(file)
				}
				l := mustRead(t, file, Options{})
				if got := strings.Join(l.Header, "|"); got != c.header {
					t.Errorf("header %q, want %q", got, c.header)
				}
				if got := flat(l.rows); got != c.rows || len(l.bad) > 0 {
					t.Errorf("rows\n%s, want\n%s; refused %v", got, c.rows, l.bad)
				}
				if c.check != nil && !c.check(l) || l.Compressed != gz {
					t.Errorf("found %+v, lines %v", l.Found, l.lines)
				}
			}
		})
	}
}

func TestARowThatDoesNotFitIsRefusedAlone(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		says, file, rows string
		line             int
		fault            *fault.Error
		text             string
	}{
		{"a comma that was not quoted", "a,b\n1,2\n3,4,5\n6,7\n8,9\n", "1|2 / 6|7 / 8|9", 3, ErrRowLong, "3,4,5"},
		{"a value left of the table", ";a;b\n;1;2\nAGENCIA NORTE;;\n;3;4\n;5;6\n", "1|2 / 3|4 / 5|6", 3,
			ErrRowBefore,
			"AGENCIA NORTE;;"},
		{"a quote that is never closed", "a,b\n1,2\n3,\"cuatro\n5,6\n7,8\n", "1|2 / 5|6 / 7|8", 3, ErrRowQuote,
			`3,"cuatro`},
		{"a quote that the next quoted cell would close", "a,b,c\n1,\"x,2\n3,\"y\",4\n5,6,7\n8,9,10\n",
			"3|y|4 / 5|6|7 / 8|9|10", 2, ErrRowQuote, `1,"x,2`},
		{"a zero byte", "a,b\n1,2\n3,x\x00y\n5,6\n7,8\n" + strings.Repeat("1,2\n", 150000), "", 3, ErrRowBytes,
			"3,x\x00y"},
	} {
		t.Run(c.says, func(t *testing.T) {
			t.Parallel()
			file := []byte(c.file)
			if c.fault == ErrRowBytes { // beyond the head, where it does not make the file binary
				file = append(bytes.Repeat([]byte("1,2\n"), headBytes), file[4:]...)
				copy(file, "a,b\n")
			}
			l := mustRead(t, file, Options{})
			if len(l.bad) != 1 || !errors.Is(l.bad[0], c.fault) || l.bad[0].Text != c.text {
				t.Fatalf("refused %+v", l.bad)
			}
			if c.rows == "" {
				return
			}
			if got := flat(l.rows); got != c.rows || l.bad[0].Line != c.line {
				t.Errorf("rows %s, want %s; line %d", got, c.rows, l.bad[0].Line)
			}
		})
	}
}

func TestAnAccentThatComesLateIsReadAsWindows1252(t *testing.T) {
	t.Parallel()
	file := []byte("id,nombre\n" + strings.Repeat("1,ANA\n", headBytes/4))
	file = append(file, "2,PE\xd1A\n3,PEÑA\n"...)
	l := mustRead(t, file, Options{})
	if got := flat(l.rows[len(l.rows)-2:]); got != "2|PEÑA / 3|PEÑA" {
		t.Errorf("got %s", got)
	}
}

func TestWhatTheCallerSaysGoesBeforeTheGuess(t *testing.T) {
	t.Parallel()
	l := mustRead(t, []byte("x;y\nuno;dos\n1;2\n3;4\n"), Options{SkipLines: 1, SkipGiven: true})
	if got := strings.Join(l.Header, "|"); got != "uno|dos" || flat(l.rows) != "1|2 / 3|4" {
		t.Errorf("header %s, rows %s", got, flat(l.rows))
	}
	l = mustRead(t, []byte("a:b;c\n1:2;3\n4:5;6\n"), Options{Delimiter: ':'})
	if got := strings.Join(l.Header, "|"); got != "a|b;c" || flat(l.rows) != "1|2;3 / 4|5;6" {
		t.Errorf("header %s, rows %s", got, flat(l.rows))
	}
	l = mustRead(t, []byte("a,b\n1,\xc3\xa9\n2,x\n"), Options{Encoding: "Latin1"})
	if flat(l.rows) != "1|Ã© / 2|x" || l.Encoding != Windows1252 {
		t.Errorf("%s as %s", flat(l.rows), l.Encoding)
	}
	l = mustRead(t, oneByte(charmap.CodePage850, small), Options{Encoding: "utf-8"})
	if flat(l.rows) != smallRows || l.Encoding != IBM850 {
		t.Errorf("%s as %s", flat(l.rows), l.Encoding)
	}
	for _, o := range []Options{{Encoding: "klingon"}, {Delimiter: '"'}, {Delimiter: 'ñ'}} {
		if _, err := readAll(t, []byte(small), o); !errors.Is(err, ErrEncoding) && !errors.Is(err, ErrDelimiter) {
			t.Errorf("%+v: %v", o, err)
		}
	}
}

func TestCSVSpectrum(t *testing.T) {
	t.Parallel()
	names, err := filepath.Glob(shared(t, "csv-spectrum/csvs/*.csv"))
	if err != nil || len(names) != 11 {
		t.Fatalf("%d files, %v", len(names), err)
	}
	for _, name := range names {
		t.Run(filepath.Base(name), func(t *testing.T) {
			t.Parallel()
			file, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			if strings.Contains(name, "crlf") && !bytes.Contains(file, []byte("\r")) {
				file = bytes.ReplaceAll(file, []byte("\n"), []byte("\r\n")) // git took them away on the way here
			}
			answer, err := os.ReadFile(strings.TrimSuffix(strings.Replace(name, "csvs", "json", 1), "csv") + "json")
			if err != nil {
				t.Fatal(err)
			}
			var want []map[string]string
			if err := json.Unmarshal(answer, &want); err != nil {
				t.Fatal(err)
			}
			l := mustRead(t, file, Options{})
			if len(l.rows) != len(want) {
				t.Fatalf("%d rows, want %d", len(l.rows), len(want))
			}
			for i, row := range l.rows {
				for c, column := range l.Header {
					if row[c] != want[i][column] || len(row) != len(want[i]) {
						t.Errorf("row %d, %s: %q, want %q", i, column, row[c], want[i][column])
					}
				}
			}
		})
	}
}

func TestRealFiles(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, first, last string
		columns, rows     int
	}{
		{"receivables-ibm/WA_Fn-UseC_-Accounts-Receivable.csv", "countryCode", "DaysLate", 12, 2_466},
		{"credit-card-taiwan/UCI_Credit_Card.csv", "ID", "default.payment.next.month", 25, 30_000},
	} {
		file, err := os.ReadFile(shared(t, c.name))
		if err != nil {
			t.Fatal(err)
		}
		l := mustRead(t, file, Options{})
		if len(l.rows) != c.rows || len(l.Header) != c.columns || l.Header[0] != c.first ||
			l.Header[c.columns-1] != c.last || len(l.bad) > 0 {
			t.Errorf("%s: %d rows, header %v, %d refused", c.name, len(l.rows), l.Header, len(l.bad))
		}
	}
}

// shared is a path in the data that stands beside the project, which is not part of it.
func shared(t *testing.T, name string) string {
	t.Helper()
	root := os.Getenv("ALDIA_SHARED")
	if root == "" {
		root = "../../../shared"
	}
	root = filepath.Join(root, "data")
	if _, err := os.Stat(root); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal(err)
		}
		t.Skip("the shared data are not beside the project: ", err)
	}
	return filepath.Join(root, name)
}

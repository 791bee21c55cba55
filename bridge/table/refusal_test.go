package table

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"aldia/platform/fault"
)

func TestAFileThatIsNoTableIsRefusedWhole(t *testing.T) {
	t.Parallel()
	encrypted := workbookOf(t, func(f *excelize.File) { setRow(f, "Sheet1", 1, "a", "b") })
	encrypted, err := excelize.Encrypt(encrypted, &excelize.Options{Password: "secreto"})
	if err != nil {
		t.Fatal(err)
	}
	old := append([]byte(magicOLE), make([]byte, 4096)...)
	old[30], old[48] = 9, 1
	good := workbookOf(t, func(f *excelize.File) {
		for i := range 200 {
			setRow(f, "Sheet1", i+1, "a", i, strings.Repeat("x", i))
		}
	})
	wide := strings.Repeat("columna,", 600) + "fin\n"
	prose := "Estimados señores:\n\nReciban un cordial saludo, de parte de la Cooperativa, y de su gerencia.\n" +
		"Por medio de la presente les informamos que la cartera será enviada el lunes.\n" +
		"Adjuntamos, además, el contrato firmado, las actas, y los poderes, como acordamos.\nAtentamente,\nLa " +
		"Gerencia\n"
	for _, c := range []struct {
		says string
		file []byte
		is   *fault.Error
	}{
		{"nothing", nil, ErrEmpty},
		{"blanks", []byte("\r\n  \r\n"), ErrEmpty},
		{"a mark alone", []byte("\xef\xbb\xbf"), ErrEmpty},
		{"a packed nothing", packed(nil), ErrEmpty},
		{"a PDF", []byte("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj"), ErrPDF},
		{"a picture", []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"), ErrImage},
		{"a photograph", []byte("\xff\xd8\xff\xe0\x00\x10JFIF"), ErrImage},
		{"a program", []byte("\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x02\x00>\x00"), ErrBinary},
		{"rich text", []byte(`{\rtf1\ansi a, b; c}`), ErrBinary},
		{"prose", []byte(prose), ErrNoTable},
		{"one column", []byte("uno\ndos\ntres\n"), ErrNoTable},
		{"JSON", []byte("[{\"a\": 1, \"b\": 2},\n{\"a\": 3, \"b\": 4}]"), ErrNoTable},
		{"XML", []byte("<?xml version=\"1.0\"?><a><b>1,2</b></a>"), ErrNoTable},
		{"rows without a header", []byte("1;2;3\n4;5;6\n7;8;9\n"), ErrNoHeader},
		{"a page without a table", []byte("<html><body>Su sesión expiró</body></html>"), ErrNoTable},
		{"too many columns", []byte(wide + wide), ErrWide},
		{"Excel 97-2003", old, ErrOldExcel},
		{"a workbook with a password", encrypted, ErrEncrypted},
		{"a packed file of another kind", bare(t, "cartera.csv", small), ErrArchive},
		{"a 7z", []byte("7z\xbc\xaf\x27\x1c\x00\x04"), ErrArchive},
		{"packed twice", packed(packed([]byte(small))), ErrArchive},
		{"an .ods", bare(t, "mimetype", "x", "content.xml", "<x/>"), ErrOtherSheet},
		{"an .xlsb", bare(t, "xl/workbook.bin", "x"), ErrOtherSheet},
		{"a letter of Word", bare(t, "word/document.xml", "<x/>"), ErrBinary},
		{"a workbook cut in two", good[:len(good)/2], ErrDamaged},
		{"a workbook with a broken sheet", bare(t, "xl/workbook.xml", bareBook,
			"xl/_rels/workbook.xml.rels",
			bareRels, "xl/worksheets/sheet7.xml", "<worksheet><sheetData><row><c><v>1"), ErrDamaged},
		{"a workbook with a DOCTYPE", bare(t, "xl/workbook.xml", `<!DOCTYPE a [<!ENTITY b "c">]>`+bareBook),
			ErrDamaged},
		{"an empty workbook", workbookOf(t, func(*excelize.File) {}), ErrEmpty},
		{"a .gz cut in two", packed([]byte(strings.Repeat(small, 99)))[:40], ErrDamaged},
	} {
		t.Run(c.says, func(t *testing.T) {
			t.Parallel()
			_, err := readAll(t, c.file, Options{})
			if !errors.Is(err, c.is) {
				t.Fatalf("got %v, want %v", err, c.is)
			}
			var f *fault.Error
			if !errors.As(err, &f) || len(f.Args) == 0 || f.Args[0] != "cartera.csv" {
				t.Errorf("the sentence does not name the file: %v", err)
			}
		})
	}
}

func TestPlainWordsOfOthersAreNoTable(t *testing.T) {
	t.Parallel()
	names, err := filepath.Glob(shared(t, "../seeds/*"))
	if err != nil || len(names) == 0 {
		t.Fatalf("%d texts, %v", len(names), err)
	}
	for _, name := range names {
		file, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if l, err := readAll(t, file, Options{}); err == nil {
			t.Errorf("%s was read as a table of %v", filepath.Base(name), l.Header)
		}
	}
}

// endless is a file of one size that is made as it is read.
type endless struct {
	head string
	fill byte
}

func (e endless) ReadAt(p []byte, at int64) (int, error) {
	for i := range p {
		p[i] = e.fill
		if at+int64(i) < int64(len(e.head)) {
			p[i] = e.head[at+int64(i)]
		}
	}
	return len(p), nil
}

// drain reads a table to its end or its fault, and counts.
func drain(tab *Table) (rows, refused int, err error) {
	for {
		_, err := tab.Next()
		var bad *RowError
		switch {
		case err == nil:
			rows++
		case errors.Is(err, io.EOF):
			return rows, refused, nil
		case errors.As(err, &bad):
			refused++
		default:
			return rows, refused, err
		}
	}
}

func TestALineOfTenGigabytesIsRefusedInLittleMemory(t *testing.T) {
	const huge = 10 << 30
	for _, c := range []struct {
		says string
		file endless
		is   error
	}{
		{"from its first byte", endless{"", 'x'}, ErrLongLine},
		{"below a good header", endless{"a;b\n1;2\n3;4\n5;6\n", 'x'}, ErrLongLine},
		{"within a quote", endless{"a;b\n1;2\n3;4\n5;\"6", 'x'}, ErrLongLine},
		{"of delimiters", endless{"a;b\n1;2\n3;4\n5;6\n", ';'}, ErrLongLine},
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		tab, err := Open(c.file, huge, "x", Options{})
		if err == nil {
			_, _, err = drain(tab)
			if read := tab.Read(); read > 16<<20 {
				t.Errorf("%s: %d bytes were read before it was refused", c.says, read)
			}
		}
		runtime.ReadMemStats(&after)
		if !errors.Is(err, c.is) {
			t.Errorf("%s: %v", c.says, err)
		}
		if took := after.TotalAlloc - before.TotalAlloc; took > 32<<20 {
			t.Errorf("%s: took %d bytes of memory", c.says, took)
		}
	}
}

func TestABombIsRefused(t *testing.T) {
	t.Parallel()
	rows := io.LimitReader(endlessReader("a;b;c\n"), 150<<20)
	file := packedFrom(t, rows, gzip.DefaultCompression)
	tab, err := Open(bytes.NewReader(file), int64(len(file)), "x", Options{})
	if err == nil {
		_, _, err = drain(tab)
	}
	if !errors.Is(err, ErrBomb) {
		t.Errorf("a .gz of %d bytes with 150 MiB inside: %v", len(file), err)
	}
	book := bombBook(t)
	if _, err := readAll(t, book, Options{}); !errors.Is(err, ErrBomb) {
		t.Errorf("a workbook of %d bytes with 200 MiB inside: %v", len(book), err)
	}
	many := make([]string, 0, 70_000*2)
	for range 70_000 {
		many = append(many, "a", "")
	}
	if _, err := readAll(t, bare(t, many...), Options{}); !errors.Is(err, ErrBomb) {
		t.Errorf("an archive of 70,000 files: %v", err)
	}
}

func TestQuotesThatNeverCloseDoNotMakeReadingSlow(t *testing.T) {
	t.Parallel()
	file := []byte("a;b\n1;2\n3;4\n" + strings.Repeat("5;\"6\n", 60_000))
	l := mustRead(t, file, Options{})
	if len(l.rows)+len(l.bad) < 59_000 {
		t.Errorf("%d rows, %d refused", len(l.rows), len(l.bad))
	}
}

func TestMemoryDoesNotGrowWithTheFile(t *testing.T) {
	body := strings.Repeat("1234567;Nombre del cliente;1.250,40;31/10/2026\n", 1000)
	file := packedFrom(t, io.LimitReader(endlessReader("cuenta;nombre;saldo;vence\n"+body), 64<<20),
		gzip.BestSpeed)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	tab, err := Open(bytes.NewReader(file), int64(len(file)), "x", Options{})
	if err != nil {
		t.Fatal(err)
	}
	rows, refused, err := drain(tab)
	runtime.ReadMemStats(&after)
	if err != nil || rows < 1_000_000 || refused > 1 {
		t.Errorf("%d rows, %d refused, %v", rows, refused, err)
	}
	if took := after.TotalAlloc - before.TotalAlloc; took > 16<<20 {
		t.Errorf("took %d bytes of memory for %d rows", took, rows)
	}
	if tab.Read() != int64(len(file)) {
		t.Errorf("progress ends at %d of %d", tab.Read(), len(file))
	}
}

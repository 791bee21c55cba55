package table

import (
	"bytes"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"aldia/domain/calendar"
	"aldia/domain/money"
)

func TestCSVForAPersonAndForAMachine(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	w := NewCSVWriter(&out, CSVOptions{Delimiter: ';', BOM: true})
	rows := [][]Cell{
		{Text("cuenta"), Text("nombre"), Text("saldo"), Text("vence"), Text("cumple"), Text("días")},
		{Text("001"), Text(`Peña; "Pepe"`), Money(-125_040, "USD"), Day(calendar.Of(2026, 10, 31)),
			Percent(1_250), Int(-3)},
		{Text("002"), Text("=HYPERLINK(1)"), Money(7, "USD"), Day(calendar.NoDay), Percent(5), {}},
		{Text("003"), Text("+593 98 765 4321"), Money(1_250, "CLP"), {}, Percent(-10_000), Int(0)},
		{Text("004"), Text("@casa"), {}, {}, {}, Text("-1+1")},
	}
	for _, r := range rows {
		if err := w.Write(r...); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	const want = "\xef\xbb\xbfcuenta;nombre;saldo;vence;cumple;días\r\n" +
		"001;\"Peña; \"\"Pepe\"\"\";-1250.40;2026-10-31;12.50;-3\r\n" +
		"002;'=HYPERLINK(1);0.07;;0.05;\r\n" +
		"003;+593 98 765 4321;1250;;-100.00;0\r\n" +
		"004;'@casa;;;;'-1+1\r\n"
	if out.String() != want {
		t.Errorf("wrote\n%q, want\n%q", out.String(), want)
	}
	l := mustRead(t, out.Bytes(), Options{})
	if got := l.rows[1][1] + l.rows[3][1] + l.rows[3][5]; got != "=HYPERLINK(1)@casa-1+1" {
		t.Errorf("read back as %s", got)
	}
}

func TestARefusedRowIsWrittenAsItStood(t *testing.T) {
	t.Parallel()
	tab, err := Open(strings.NewReader("a;b\n1;\"x; \"\"y\"\"\"\n2;3\n"), 23, "x", Options{})
	if err != nil {
		t.Fatal(err)
	}
	row, err := tab.Next()
	if err != nil || string(row.Raw()) != `1;"x; ""y"""` {
		t.Errorf("%s, %v", row.Raw(), err)
	}
	var out bytes.Buffer
	w := NewCSVWriter(&out, CSVOptions{})
	if err := w.Strings(string(row.Cells[0]), string(row.Cells[1]), "=motivo"); err != nil {
		t.Fatal(err)
	}
	if err := w.Flush(); err != nil || out.String() != "1,\"x; \"\"y\"\"\",'=motivo\r\n" {
		t.Errorf("%q, %v", out.String(), err)
	}
}

func TestAWorkbookThatWeWriteIsWhatExcelReads(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	w := NewXLSXWriter(&out, Sheet{Name: "Cartera: al 31/10 [de Muñoz & Cía.] por producto",
		Titles: []string{"Antigüedad", "Ecuador <2026>"},
		Columns: []Column{{Name: "Cliente", Width: 40}, {Name: "Saldo"}, {Name: "Vence"}, {Name: "Cumple"},
			{Name: "Días"}}})
	if err := w.Write(Text("=1+1 & \"x\" _x000D_\x01"), Money(12_345_678_990, "USD"), Day(calendar.Of(2026, 10,
		31)), Percent(1_250), Int(3)); err != nil {
		t.Fatal(err)
	}
	if err := w.Write(Text("LUZ"), Money(-5, "USD"), Cell{}, Cell{}, Int(0)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(out.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	sheet := f.GetSheetName(0)
	if sheet != "Cartera al 3110 de Muñoz & C" {
		t.Errorf("sheet %q", sheet)
	}
	raw, err := f.GetRows(sheet, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	const want = "Antigüedad / Ecuador <2026> /  / Cliente|Saldo|Vence|Cumple|Días / " +
		"=1+1 & \"x\" _x000D_|123456789.90|46326|0.1250|3 / LUZ|-0.05|||0"
	if got := flat(raw); got != want {
		t.Errorf("excelize reads\n%s, want\n%s", got, want)
	}
	if shown, err := f.GetCellValue(sheet, "C5"); err != nil || shown != "10-31-26" {
		t.Errorf("the day is shown as %q, %v", shown, err)
	}
	if p, err := f.GetPanes(sheet); err != nil || !p.Freeze || p.YSplit != 4 {
		t.Errorf("frozen %+v, %v", p, err)
	}
	if width, err := f.GetColWidth(sheet, "A"); err != nil || width != 40 {
		t.Errorf("width %v, %v", width, err)
	}
	l := mustRead(t, out.Bytes(), Options{})
	if got := flat(l.rows); got != "=1+1 & \"x\" _x000D_|123456789.9|2026-10-31|12.5%|3 / LUZ|-0.05|||0" {
		t.Errorf("we read %s", got)
	}
}

func TestAmountsAreWrittenExactly(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		amount   money.Amount
		currency money.Currency
	}{{0, "USD"}, {5, "USD"}, {-5, "USD"}, {100, "USD"}, {9_223_372_036_854_775_807, "USD"},
		{-9_223_372_036_854_775_808, "CLP"}, {-9_223_372_036_854_775_808, "PEN"}} {
		if got := string(Money(c.amount, c.currency).plain(nil)); got != c.amount.Text(c.currency) {
			t.Errorf("%d %s is written %s, want %s", c.amount, c.currency, got, c.amount.Text(c.currency))
		}
	}
}

func TestAReportOfMoreThanAMillionRowsGoesOnInAFurtherSheet(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	w := NewXLSXWriter(&out, Sheet{Name: "Todo", Columns: []Column{{Name: "n"}, {Name: "m"}}})
	for range 3 {
		if err := w.Write(Int(1), Int(2)); err != nil {
			t.Fatal(err)
		}
	}
	w.row = sheetRows // as if a million rows had been written
	if err := w.Write(Int(3), Int(4)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	l := mustRead(t, out.Bytes(), Options{Sheet: "Todo 2"})
	if flat(l.rows) != "3|4" || strings.Join(l.Sheets, "|") != "Todo|Todo 2" {
		t.Errorf("sheets %v, rows %s", l.Sheets, flat(l.rows))
	}
}

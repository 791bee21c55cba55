package table

import (
	"archive/zip"
	"bufio"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"aldia/platform/fault"
)

// Sheet is what stands around the rows of a workbook that we write.
type Sheet struct {
	Name    string // of the tab; cut to the 31 characters that Excel allows
	Titles  []string
	Columns []Column
}

// Column is one column of it. A Width of 0 takes that of the name, in characters.
type Column struct {
	Name  string
	Width int
}

const (
	sheetRows    = 1_048_576 // what a sheet of Excel holds; what is more goes to a further sheet
	sheetName    = 31
	cellChars    = 32_767
	narrowest    = 10
	maxSheetsOut = 50
)

// ErrTooManyRows is given beyond fifty sheets of a million rows.
var ErrTooManyRows = fault.New(fault.Limit, "table.too_many_rows")

// XLSXWriter streams a workbook of one table: titles, a header that stays in sight, then rows. Nothing is
// held back but a buffer, so a report may go straight into the answer of a request. Amounts are written as
// the decimals they are and not through a binary float; texts are texts, so none can become a formula.
type XLSXWriter struct {
	zip    *zip.Writer
	out    *bufio.Writer
	sheet  Sheet
	sheets int
	row    int
	head   int // rows above the first row of cells
	err    error
}

// NewXLSXWriter starts a workbook. Close ends it; without that it cannot be opened.
func NewXLSXWriter(w io.Writer, s Sheet) *XLSXWriter {
	s.Name = tabName(s.Name)
	x := &XLSXWriter{zip: zip.NewWriter(w), sheet: s}
	x.begin()
	return x
}

// Write adds a row. After an error every call gives it again.
func (x *XLSXWriter) Write(cells ...Cell) error {
	if x.err == nil && x.row == sheetRows {
		x.finish()
		x.begin()
	}
	if x.err != nil {
		return x.err
	}
	b := x.open()
	for i, c := range cells {
		b = appendXML(b, c, i, x.row)
	}
	return x.shut(b)
}

// Close ends the workbook; w stays open.
func (x *XLSXWriter) Close() error {
	x.finish()
	for _, p := range x.frame() {
		x.part(p[0], p[1])
	}
	if err := x.zip.Close(); x.err == nil {
		x.err = err
	}
	return x.err
}

// begin starts a sheet up to its header.
func (x *XLSXWriter) begin() {
	if x.sheets == maxSheetsOut {
		x.err = ErrTooManyRows
	}
	if x.err != nil {
		return
	}
	x.sheets++
	x.row, x.head = 0, len(x.sheet.Titles)+1
	if len(x.sheet.Titles) > 0 {
		x.head++ // a blank row between titles and header
	}
	w, err := x.zip.CreateHeader(header("xl/worksheets/sheet" + strconv.Itoa(x.sheets) + ".xml"))
	if err != nil {
		x.err = err
		return
	}
	x.out = bufio.NewWriterSize(w, 64<<10)
	var b strings.Builder
	below := strconv.Itoa(x.head + 1)
	b.WriteString(prolog + `<worksheet xmlns="` + namespace + `"><sheetViews><sheetView workbookViewId="0">` +
		`<pane ySplit="` + strconv.Itoa(x.head) + `" topLeftCell="A` + below +
		`" activePane="bottomLeft" state="frozen"/>` +
		`</sheetView></sheetViews>`)
	if len(x.sheet.Columns) > 0 {
		b.WriteString("<cols>")
		for i, c := range x.sheet.Columns {
			width := c.Width
			if width <= 0 {
				width = max(narrowest, utf8.RuneCountInString(c.Name)+2)
			}
			n := strconv.Itoa(i + 1)
			b.WriteString(`<col min="` + n + `" max="` + n + `" width="` + strconv.Itoa(min(width, 255)) +
				`" customWidth="1"/>`)
		}
		b.WriteString("</cols>")
	}
	b.WriteString("<sheetData>")
	_, x.err = x.out.WriteString(b.String())
	for i, title := range x.sheet.Titles {
		x.styled(min(i+1, 2), title)
	}
	x.row = x.head - 1
	names := make([]string, len(x.sheet.Columns))
	for i, c := range x.sheet.Columns {
		names[i] = c.Name
	}
	x.styled(styleHeader, names...)
}

// styled writes a row of texts in one style.
func (x *XLSXWriter) styled(style int, cells ...string) {
	b := x.open()
	for i, s := range cells {
		b = appendString(b, s, i, x.row, style)
	}
	_ = x.shut(b) // kept in x.err
}

func (x *XLSXWriter) open() []byte {
	x.row++
	b := append(x.out.AvailableBuffer(), `<row r="`...)
	return append(strconv.AppendInt(b, int64(x.row), 10), `">`...)
}

func (x *XLSXWriter) shut(b []byte) error {
	if x.err == nil {
		_, x.err = x.out.Write(append(b, "</row>"...))
	}
	return x.err
}

func (x *XLSXWriter) finish() {
	if x.err != nil {
		return
	}
	if _, x.err = x.out.WriteString("</sheetData></worksheet>"); x.err == nil {
		x.err = x.out.Flush()
	}
}

func (x *XLSXWriter) part(name, text string) {
	if x.err != nil {
		return
	}
	w, err := x.zip.CreateHeader(header(name))
	if err == nil {
		_, err = io.WriteString(w, text)
	}
	x.err = err
}

// header names a part. The same rows make the same bytes: the time is always that from which zip counts.
func header(name string) *zip.FileHeader {
	return &zip.FileHeader{Name: name, Method: zip.Deflate, Modified: time.Date(1980, 1, 1, 0, 0, 0, 0,
		time.UTC)}
}

// appendXML writes a cell that is not empty.
func appendXML(b []byte, c Cell, column, row int) []byte {
	if c.sort == isEmpty {
		return b
	}
	if c.sort == isText {
		return appendString(b, c.text, column, row, 0)
	}
	style := styleInt
	switch {
	case c.sort == isDecimal && c.decimals > 0:
		style = styleMoney
	case c.sort == isPercent:
		style = stylePercent
	case c.sort == isDay:
		style = styleDay
	}
	b = appendOpen(b, column, row, style)
	b = append(b, "><v>"...)
	switch c.sort {
	case isDecimal:
		b = appendDecimal(b, c.n, c.decimals)
	case isPercent:
		b = appendDecimal(b, c.n, 4)
	case isDay:
		b = strconv.AppendInt(b, c.n+unixOf1900, 10)
	default:
		b = strconv.AppendInt(b, c.n, 10)
	}
	return append(b, "</v></c>"...)
}

func appendString(b []byte, s string, column, row, style int) []byte {
	if s == "" {
		return b
	}
	if len(s) > cellChars {
		s = string(wholeRunes([]byte(s[:cellChars])))
	}
	b = appendOpen(b, column, row, style)
	b = append(b, ` t="inlineStr"><is><t xml:space="preserve">`...)
	b = appendEscaped(b, s)
	return append(b, "</t></is></c>"...)
}

func appendOpen(b []byte, column, row, style int) []byte {
	b = append(b, `<c r="`...)
	b = appendColumn(b, column)
	b = strconv.AppendInt(b, int64(row), 10)
	b = append(b, '"')
	if style > 0 {
		b = append(b, ` s="`...)
		b = append(strconv.AppendInt(b, int64(style), 10), '"')
	}
	return b
}

// appendColumn writes 0 as A, 25 as Z, 26 as AA.
func appendColumn(b []byte, column int) []byte {
	if column >= 26 {
		b = appendColumn(b, column/26-1)
	}
	return append(b, byte('A'+column%26))
}

// appendEscaped writes text for XML; the control characters that XML forbids are left out. Underscores that
// Excel would read as the code of a character are coded themselves.
func appendEscaped(b []byte, s string) []byte {
	for i, r := range s {
		switch {
		case r == '_':
			if _, n := entity([]byte(s[i:min(len(s), i+7)])); n > 0 { // Excel would take it for a control character
				b = append(b, "_x005F"...)
			}
			b = append(b, '_')
		case r == '&':
			b = append(b, "&amp;"...)
		case r == '<':
			b = append(b, "&lt;"...)
		case r == '>':
			b = append(b, "&gt;"...)
		case r == '\r':
			b = append(b, "&#13;"...)
		case r < ' ' && r != '\t' && r != '\n', r == 0xfffe, r == 0xffff:
		default:
			b = utf8.AppendRune(b, r)
		}
	}
	return b
}

// tabName leaves out what Excel does not allow in the name of a sheet.
func tabName(name string) string {
	name = strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`[]:*?/\`, r) {
			return -1
		}
		return r
	}, name)
	name = strings.Trim(strings.TrimSpace(name), "'")
	if runes := []rune(name); len(runes) > sheetName-3 { // room for the number of a further sheet
		name = string(runes[:sheetName-3])
	}
	if name == "" {
		return "AlDía"
	}
	return name
}

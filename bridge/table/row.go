package table

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// Row is one row below the header, as many cells as the header has columns. It lends the reader's memory:
// copy what must outlive the next call.
type Row struct {
	Line  int      // the line of a text file where the row starts, or the row of a sheet; the first is 1
	Cells [][]byte // UTF-8, quotes taken off, blanks around the text kept

	raw  []byte
	page *page
}

// Raw is the row as it stands in the file, without its line end, as UTF-8, for a list of refused rows. The
// row of a workbook or a web page is written as CSV with semicolons. It allocates.
func (r Row) Raw() []byte { return record{cells: r.Cells, raw: r.raw, page: r.page}.text() }

// record is a row as a feed finds it, before it is fitted to the header.
type record struct {
	line  int
	cells [][]byte
	raw   []byte // the bytes of the file; nil when the file is no plain text
	page  *page  // what turns raw into UTF-8, when it is not
}

func (r record) text() []byte {
	switch {
	case r.raw == nil:
		return appendRow(nil, r.cells, ';')
	case r.page != nil:
		b, _ := r.page.append(nil, r.raw)
		return b
	}
	return bytes.Clone(r.raw)
}

// refused is the error of this row.
func (r record) refused(f error) error {
	text := r.text()
	if len(text) > maxErrorText {
		text = wholeRunes(text[:maxErrorText])
	}
	return &RowError{Line: r.line, Text: strings.ToValidUTF8(string(text), "\uFFFD"), Fault: asFault(f)}
}

// blank holds when there is nothing to read in any cell.
func (r record) blank() bool {
	for _, c := range r.cells {
		if !empty(c) {
			return false
		}
	}
	return true
}

// empty holds for a cell of nothing but blanks, the no-break space of web pages among them.
func empty(cell []byte) bool {
	for i, b := range cell {
		switch {
		case b == ' ' || b == '\t' || b == '\n' || b == '\r' || b == endOfDOS:
		case b >= utf8.RuneSelf:
			return len(bytes.TrimSpace(cell[i:])) == 0
		default:
			return false
		}
	}
	return true
}

// feed gives the rows of one kind of file, from the top, titles and all. A *RowError skips a row; io.EOF
// ends; any other error is of the whole file.
type feed interface {
	next(*record) error
}

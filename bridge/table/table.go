// Package table reads the tables that creditors really send, and writes those that we send back.
//
// A file is opened once, from its bytes and not from its name: a .xls may be a web page or plain text, a
// .csv may be UTF-16. What the caller leaves open is guessed from the first 256 KiB and told by Found, so
// that a person can see it and keep it. Rows then stream in memory that does not grow with the file, at a
// million rows a second for plain text. A row that does not fit the header is an error of that row alone; a
// file that is no table is a fault of the whole.
//
// What a cell means (a date, a decimal comma, a currency) is not decided here, save in a workbook, which
// knows it.
package table

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"strings"

	"aldia/platform/fault"
)

// Options are what the caller knows already, usually from the mapping kept for the creditor; the zero value
// guesses all.
type Options struct {
	Delimiter rune
	Encoding  string // one of the constants or a name people use for it ("latin1", "cp850")
	SkipLines int    // lines above the header; only if SkipGiven
	SkipGiven bool
	Sheet     string // of a workbook, whatever its capitals
}

// Found is what the file turned out to be.
type Found struct {
	Kind       string // CSV, XLSX or HTML
	Compressed bool   // it was a .gz
	Encoding   string // "" for a workbook
	Sheet      string
	Sheets     []string // those that are not hidden
	Delimiter  rune     // 0 for a workbook or web page
	SkipLines  int      // lines, or rows of a sheet, above the header
	Header     []string // trimmed; a column that holds values but has no name is ""; names may repeat
	Titles     []string // the text of the lines above the header
	Typed      bool     // a workbook's cells: numbers with a point and no separators, dates as YYYY-MM-DD
}

// Table is an open file. It belongs to one goroutine, but for Read.
type Table struct {
	name    string
	source  *source
	found   Found
	feed    feed
	first   int
	width   int
	last    record // of the feed; here and not in Next so that no row allocates
	cells   [][]byte
	failed  error
	closers []func() error
	read    func() int64
}

// Open reads the start of a file, guesses what the options leave open, and gives a Table ready to stream.
// The name is for the sentences of its faults alone. The file must stay open until Close, which does not
// close it.
func Open(file io.ReaderAt, size int64, name string, o Options) (*Table, error) {
	t := &Table{name: name, source: &source{file: file, size: size}}
	t.read = t.source.read.Load
	if err := t.open(o); err != nil {
		return nil, errors.Join(named(err, name), t.Close())
	}
	return t, nil
}

// Found tells what the file turned out to be.
func (t *Table) Found() Found { return t.found }

// Read is how many bytes of the file have been read, for a bar of progress; any goroutine may ask.
func (t *Table) Read() int64 { return min(t.read(), t.source.size) }

// Close lets go of what Open took: temporary files, not the file itself.
func (t *Table) Close() error {
	var errs []error
	for _, c := range t.closers {
		errs = append(errs, c())
	}
	t.closers = nil
	t.failed = fs.ErrClosed
	return errors.Join(errs...)
}

func (t *Table) open(o Options) error {
	head, err := t.head(false)
	if err != nil {
		return err
	}
	if bytes.HasPrefix(head, []byte(magicGzip)) {
		t.found.Compressed = true
		if head, err = t.head(true); err != nil {
			return err
		}
	}
	switch {
	case bytes.HasPrefix(head, []byte(magicOLE)):
		if t.found.Compressed {
			return ErrOldExcel
		}
		return oleKind(t.source.file, t.source.size, head)
	case bytes.HasPrefix(head, []byte(magicZip)):
		return t.openWorkbook(o)
	case bytes.HasPrefix(head, []byte(magicGzip)):
		return ErrArchive // packed twice
	}
	if f := unreadable(head); f != nil {
		return f
	}
	return t.openText(head, o)
}

func (t *Table) head(packed bool) ([]byte, error) {
	r, err := t.source.plain(0, packed)
	if err != nil {
		return nil, err
	}
	return top(r, headBytes)
}

// Next gives the next row below the header; blank lines are passed over. The error is io.EOF at the end, a
// *RowError for a row that cannot be read, after which reading goes on, or a fault of the whole file, after
// which it does not.
func (t *Table) Next() (Row, error) {
	if t.failed != nil {
		return Row{}, t.failed
	}
	for {
		err := t.feed.next(&t.last)
		if err != nil {
			err = named(err, t.name)
			if _, ok := errors.AsType[*RowError](err); !ok {
				t.failed = err
			}
			return Row{}, err
		}
		if !t.last.blank() {
			return t.fit(t.last)
		}
	}
}

// fit makes a row as wide as the header. Empty cells beside the table are dropped, missing ones at the end
// are added; a value beside the table means that a delimiter stands within some cell, so that nothing in
// the row can be trusted.
func (t *Table) fit(r record) (Row, error) {
	cells := r.cells
	for _, c := range cells[:min(t.first, len(cells))] {
		if !empty(c) {
			return Row{}, r.refused(ErrRowBefore.With(string(wholeRunes(c[:min(len(c), maxNameBytes)]))))
		}
	}
	cells = cells[min(t.first, len(cells)):]
	if len(cells) > t.width {
		for i := len(cells) - 1; i >= t.width; i-- {
			if !empty(cells[i]) {
				return Row{}, r.refused(ErrRowLong.With(i+1, t.width))
			}
		}
		cells = cells[:t.width]
	}
	if len(cells) < t.width {
		t.cells = append(t.cells[:0], cells...)
		for len(t.cells) < t.width {
			t.cells = append(t.cells, nil)
		}
		cells = t.cells
	}
	return Row{Line: r.line, Cells: cells, raw: r.raw, page: r.page}, nil
}

// begin reads up to and with the header, keeps the titles, and sets the columns.
func (t *Table) begin(l layout) error {
	t.first, t.width = l.first, l.width
	t.found.SkipLines = l.line - 1
	for {
		var r record
		err := t.feed.next(&r)
		var row *RowError
		switch {
		case errors.As(err, &row):
			if row.Line >= l.line {
				return row.Fault
			}
			continue
		case errors.Is(err, io.EOF):
			return ErrNoHeader
		case err != nil:
			return err
		case r.line < l.line:
			if title := titleOf(r); title != "" {
				t.found.Titles = append(t.found.Titles, title)
			}
			continue
		}
		for i := range t.width {
			name := ""
			if c := t.first + i; c < len(r.cells) {
				name = strings.TrimSpace(string(r.cells[c]))
			}
			if len(name) > maxNameBytes {
				return ErrLongName
			}
			t.found.Header = append(t.found.Header, name)
		}
		return nil
	}
}

// titleOf is the text of a line above the header; the line that tells Excel the delimiter says nothing to a
// person.
func titleOf(r record) string {
	var parts []string
	for _, c := range r.cells {
		if s := strings.TrimSpace(string(c)); s != "" {
			parts = append(parts, s)
		}
	}
	title := strings.Join(parts, " ")
	if r.line == 1 && sepLine([]byte(title)) != 0 || r.line == 1 && strings.EqualFold(title, "sep=") {
		return ""
	}
	return title
}

// given is the layout that the caller's SkipLines ask for: the first line after them that is not blank is
// the header.
func given(rows []sampled, skip int) layout {
	for i, r := range rows {
		if r.line > skip {
			if l, ok := headed(rows, i); ok || r.full > 0 {
				return l
			}
		}
	}
	return layout{header: -1}
}

func asFault(err error) *fault.Error {
	if f, ok := errors.AsType[*fault.Error](err); ok {
		return f
	}
	return ErrDamaged.Because(err)
}

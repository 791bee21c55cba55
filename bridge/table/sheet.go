package table

import (
	"errors"
	"io"
	"sync/atomic"
)

// sheet streams the rows of one sheet.
type sheet struct {
	book  *workbook
	part  io.ReadCloser
	size  int64
	out   atomic.Int64
	m     *markup
	line  int
	ended bool

	text  []byte
	ends  []int // where each cell ends in text
	cells [][]byte
	value []byte
	over  bool // a value stands beyond the last column there may be
}

// cell is the opening tag of one cell.
type cell struct {
	column int
	style  style
	kind   byte // s shared text, i text in place, n number, b truth, e error, d day, t text of a formula
}

func (w *workbook) open(s sheetPart) (*sheet, error) {
	r, err := s.part.Open()
	if err != nil {
		return nil, err
	}
	f := &sheet{book: w, part: r, size: int64(s.part.UncompressedSize64)}
	f.m = newMarkup(f)
	return f, nil
}

// Read counts what the scanner takes.
func (f *sheet) Read(p []byte) (int, error) {
	n, err := f.part.Read(p)
	f.out.Add(int64(n))
	return n, err
}

// progress is the part of the sheet read, as bytes of the whole file.
func (f *sheet) progress(size int64) int64 {
	const parts = 1000
	return f.out.Load() * parts / max(f.size, 1) * size / parts
}

func (f *sheet) close() error { return f.part.Close() }

func (f *sheet) next(r *record) error {
	for !f.ended {
		kind, err := f.m.next()
		if errors.Is(err, io.EOF) {
			return io.ErrUnexpectedEOF // the sheet is cut: its end tag is missing
		}
		if err != nil {
			return err
		}
		switch {
		case kind == content:
		case f.m.is("row") && kind == opening:
			return f.row(r)
		case f.m.is("sheetData") && kind == closing, f.m.is("worksheet") && kind == closing:
			f.ended = true
		}
	}
	return io.EOF
}

// row reads one row; its opening tag has been read.
func (f *sheet) row(r *record) error {
	if n := number(f.m.attr("r")); n > 0 {
		f.line = n
	} else {
		f.line++
	}
	f.text, f.ends, f.over = f.text[:0], f.ends[:0], false
	for column := 0; ; {
		kind, err := f.m.next()
		if err != nil {
			return broken(err)
		}
		if kind == closing && f.m.is("row") {
			break
		}
		if kind != opening || !f.m.is("c") {
			continue
		}
		c := f.cell(column)
		column = c.column + 1
		if err := f.read(c); err != nil {
			return broken(err)
		}
		if len(f.text) > maxLineBytes {
			return ErrLongLine
		}
	}
	f.cells = f.cells[:0]
	begin := 0
	for _, end := range f.ends {
		f.cells = append(f.cells, f.text[begin:end:end])
		begin = end
	}
	*r = record{line: f.line, cells: f.cells}
	if f.over {
		return r.refused(ErrRowWide.With(maxColumns))
	}
	return nil
}

// cell reads a cell's opening tag. The reference (C7) may be left out; the cell is the next one then.
func (f *sheet) cell(next int) cell {
	c := cell{column: next, kind: 'n'}
	if ref := f.m.attr("r"); len(ref) > 0 {
		n := 0
		for _, b := range ref {
			if b < 'A' || b > 'Z' || n > 1<<20 {
				break
			}
			n = 26*n + int(b-'A') + 1
		}
		if n > next {
			c.column = n - 1
		}
	}
	if s := number(f.m.attr("s")); s >= 0 && s < len(f.book.styles) {
		c.style = f.book.styles[s]
	}
	switch string(f.m.attr("t")) {
	case "s":
		c.kind = 's'
	case "inlineStr":
		c.kind = 'i'
	case "str":
		c.kind = 't'
	case "b":
		c.kind = 'b'
	case "e":
		c.kind = 'e'
	case "d":
		c.kind = 'd'
	}
	return c
}

// read takes a cell's value up to its closing tag and puts it at its column.
func (f *sheet) read(c cell) error {
	f.value = f.value[:0]
	inValue, spoken := false, false
	for {
		kind, err := f.m.next()
		if err != nil {
			return err
		}
		switch {
		case kind == content:
			if inValue && !spoken {
				f.value = f.m.text(f.value)
			}
			if len(f.value) > maxTextLen {
				return ErrLongLine
			}
			continue
		case f.m.is("v"), f.m.is("t"):
			inValue = kind == opening && (c.kind == 'i') == f.m.is("t")
		case f.m.is("rPh"):
			spoken = kind == opening
		case kind == closing && f.m.is("c"):
			return f.put(c)
		}
	}
}

func (f *sheet) put(c cell) error {
	if len(f.value) == 0 {
		return nil // formatted but empty, often to the end of the sheet
	}
	if c.column >= maxColumns {
		f.over = true
		return nil
	}
	for len(f.ends) < c.column {
		f.ends = append(f.ends, len(f.text))
	}
	var err error
	switch c.kind {
	case 's':
		f.text, err = f.book.shelf.append(f.text, number(f.value))
	case 'n':
		f.text = c.style.appendNumber(f.text, f.value, f.book.from1904)
	case 'b':
		truth := "false"
		if f.value[0] == '1' {
			truth = "true"
		}
		f.text = append(f.text, truth...)
	case 'd':
		v := f.value
		if len(v) > 10 && v[10] == 'T' { // 2026-11-22T00:00:00, as ISO 8601 writes it
			v[10] = ' '
			if string(v[10:min(len(v), 19)]) == " 00:00:00" {
				v = v[:10]
			}
		}
		f.text = append(f.text, v...)
	default:
		f.text = append(f.text, f.value...)
	}
	f.ends = append(f.ends, len(f.text))
	return err
}

package table

import (
	"bytes"
	"errors"
	"io"
	"unicode/utf8"
)

// splitter cuts delimited text into rows and cells. It keeps no state between rows but its place in the
// buffer: a row that the buffer cuts in two is moved to the front and read again, so quoted line ends cost
// nothing extra and a plain row costs one pass over its bytes and no allocation.
//
// It reads what creditors write rather than what RFC 4180 allows: any of LF, CR and CRLF ends a line; a
// quote inside a quoted cell that no delimiter follows is a letter ("Juan "El Toro" Pérez"); a quote that
// is never closed costs its own line and no other. Delimiter, quote and line ends are ASCII, so cells are
// cut before they are turned into UTF-8.
type splitter struct {
	from  io.Reader
	buf   []byte
	pos   int
	end   int
	done  bool // from is at its end
	delim byte
	stops [256]bool // what ends a cell that is not quoted
	page  *page     // for rows that are not UTF-8; never nil
	force bool      // every row is of the page, as the caller says

	line    int
	cells   [][]byte
	scratch []byte
}

func newSplitter(r io.Reader, delim byte, p *page, size int) *splitter {
	s := &splitter{from: r, buf: make([]byte, size), delim: delim, page: p, line: 1, cells: make([][]byte, 0,
		64)}
	s.stops['\n'], s.stops['\r'], s.stops[delim] = true, true, true
	return s
}

// verdict is how the scan of one row ended.
type verdict int

const (
	complete verdict = iota
	cut              // the buffer ends within the row
	unclosed         // a quote opens and no place is found where it closes
)

func (s *splitter) next(r *record) error {
	for {
		if s.pos == s.end {
			if err := s.fill(); err != nil {
				return err
			}
		}
		stop, lines, v := s.scan()
		switch v {
		case complete:
			return s.take(r, stop, lines)
		case unclosed:
			return s.skip(r)
		case cut:
		}
		if s.end-s.pos >= maxLineBytes {
			if quoted := lines > 0; quoted {
				return s.skip(r)
			}
			return ErrLongLine
		}
		if err := s.fill(); err != nil && !errors.Is(err, io.EOF) {
			return err
		}
	}
}

// fill reads more behind what is not used yet. It gives io.EOF only when nothing is left.
func (s *splitter) fill() error {
	if s.pos > 0 {
		copy(s.buf, s.buf[s.pos:s.end])
		s.end -= s.pos
		s.pos = 0
	}
	if s.end == len(s.buf) {
		bigger := make([]byte, min(2*len(s.buf), maxLineBytes+bufferBytes))
		copy(bigger, s.buf)
		s.buf = bigger
	}
	for !s.done && s.end < len(s.buf) {
		n, err := s.from.Read(s.buf[s.end:])
		s.end += n
		if errors.Is(err, io.EOF) {
			s.done = true
		} else if err != nil {
			return err
		}
	}
	if s.end == 0 {
		return io.EOF
	}
	return nil
}

// scan cuts the row at pos into s.cells. It gives where the next row starts and the line ends passed inside
// quotes.
func (s *splitter) scan() (next, lines int, v verdict) {
	b, p := s.buf[:s.end], s.pos
	s.cells, s.scratch = s.cells[:0], s.scratch[:0]
	for {
		start := p
		if p < len(b) && b[p] == '"' {
			var cell []byte
			var n int
			if cell, p, n, v = s.quoted(b, p); v != complete {
				return 0, lines + n, v
			}
			lines += n
			s.add(cell)
		} else {
			for p < len(b) && !s.stops[b[p]] {
				p++
			}
			s.add(b[start:p:p])
		}
		switch {
		case p == len(b):
			if s.done {
				return p, lines, complete
			}
			return 0, lines, cut
		case b[p] == s.delim:
			p++
		case b[p] == '\n':
			return p + 1, lines, complete
		case p+1 < len(b): // a carriage return, alone or before a line feed
			if b[p+1] == '\n' {
				p++
			}
			return p + 1, lines, complete
		case s.done:
			return p + 1, lines, complete
		default:
			return 0, lines, cut
		}
	}
}

// add keeps a cell, and no more than one beyond the most there may be.
func (s *splitter) add(cell []byte) {
	if len(s.cells) > maxColumns {
		return
	}
	if len(cell) > 1 && (cell[0] == '=' || cell[0] == '\'') {
		cell = unguarded(cell)
	}
	s.cells = append(s.cells, cell)
}

// quoted reads the cell whose quote opens at p. It gives the text and the place behind the closing quote
// and any blanks.
func (s *splitter) quoted(b []byte, p int) (cell []byte, next, lines int, v verdict) {
	first, stray, doubled := p+1, false, false
	for q := first; ; {
		i := bytes.IndexByte(b[q:], '"')
		if i < 0 {
			lines += lineEnds(b[q:])
			if s.done || lines > maxQuoteLines || stray && lines > 0 {
				return nil, 0, lines, unclosed
			}
			return nil, 0, lines, cut
		}
		lines += lineEnds(b[q : q+i])
		if lines > maxQuoteLines || stray && lines > 0 {
			return nil, 0, lines, unclosed
		}
		q += i
		after := q + 1
		for after < len(b) && b[after] == ' ' && s.delim != ' ' {
			after++
		}
		switch {
		case after == len(b) && !s.done:
			return nil, 0, lines, cut
		case after == len(b) || s.stops[b[after]]:
			cell = b[first:q:q]
			if doubled {
				cell = s.undouble(cell)
			}
			return cell, after, lines, complete
		case b[q+1] == '"':
			doubled = true
			q += 2
		default:
			stray = true
			q++
		}
	}
}

// undouble copies a cell with its doubled quotes made single; the buffer stays as it is, for Row.Raw.
func (s *splitter) undouble(cell []byte) []byte {
	from := len(s.scratch)
	for {
		i := bytes.Index(cell, []byte(`""`))
		if i < 0 {
			break
		}
		s.scratch = append(s.scratch, cell[:i+1]...)
		cell = cell[i+2:]
	}
	s.scratch = append(s.scratch, cell...)
	return s.scratch[from:len(s.scratch):len(s.scratch)]
}

// take hands over the row that ends before next.
func (s *splitter) take(r *record, next, lines int) error {
	raw := s.buf[s.pos:next]
	for len(raw) > 0 && len(raw)+2 > next-s.pos && (raw[len(raw)-1] == '\n' || raw[len(raw)-1] == '\r') {
		raw = raw[:len(raw)-1]
	}
	*r = record{line: s.line, cells: s.cells, raw: raw}
	s.pos = next
	s.line += 1 + lines
	switch {
	case len(s.cells) > maxColumns:
		s.convertible(r)
		return r.refused(ErrRowWide.With(maxColumns))
	case s.force, !utf8.Valid(raw):
		if !s.convert(r) {
			return r.refused(ErrRowBytes)
		}
	}
	if bytes.IndexByte(raw, 0) >= 0 {
		return r.refused(ErrRowBytes)
	}
	return nil
}

func (s *splitter) convertible(r *record) {
	if s.force || !utf8.Valid(r.raw) {
		r.page = s.page
	}
}

// convert turns the cells of a row into UTF-8.
func (s *splitter) convert(r *record) (whole bool) {
	r.page = s.page
	whole = true
	for i, c := range r.cells {
		from := len(s.scratch)
		var ok bool
		s.scratch, ok = s.page.append(s.scratch, c)
		whole = whole && ok
		r.cells[i] = s.scratch[from:len(s.scratch):len(s.scratch)]
	}
	return whole
}

// skip refuses the one line whose quote is not closed; the next line is read as if nothing had been.
func (s *splitter) skip(r *record) error {
	for {
		i := bytes.IndexAny(s.buf[s.pos:s.end], "\r\n")
		if i < 0 && !s.done {
			if s.end-s.pos >= maxLineBytes {
				return ErrLongLine
			}
			if err := s.fill(); err != nil {
				return err
			}
			continue
		}
		next := s.end
		if i >= 0 {
			next = s.pos + i + 1
			if s.buf[next-1] == '\r' && next < s.end && s.buf[next] == '\n' {
				next++
			}
			*r = record{line: s.line, raw: s.buf[s.pos : s.pos+i]}
		} else {
			*r = record{line: s.line, raw: s.buf[s.pos:next]}
		}
		s.convertible(r)
		s.pos = next
		s.line++
		return r.refused(ErrRowQuote)
	}
}

// lineEnds counts the line ends in text: LF, CRLF, or CR alone.
func lineEnds(text []byte) int {
	n := bytes.Count(text, []byte{'\n'})
	for i := bytes.IndexByte(text, '\r'); i >= 0; {
		if i+1 == len(text) || text[i+1] != '\n' {
			n++
		}
		j := bytes.IndexByte(text[i+1:], '\r')
		if j < 0 {
			break
		}
		i += 1 + j
	}
	return n
}

// unguarded takes off what people and programs put before a text so that Excel leaves it alone:
// ="0102030405", and the apostrophe before a formula sign that CSVWriter writes too.
func unguarded(cell []byte) []byte {
	if cell[0] == '=' {
		if n := len(cell); n >= 3 && cell[1] == '"' && cell[n-1] == '"' && bytes.Count(cell, []byte{'"'}) == 2 {
			return cell[2 : n-1]
		}
		return cell
	}
	if guardable(cell) {
		return cell[1:]
	}
	return cell
}

// guardable holds for apostrophes, if any, followed by a sign that starts a formula.
func guardable[T string | []byte](cell T) bool {
	for i := range len(cell) {
		switch cell[i] {
		case '\'':
			continue
		case '=', '+', '-', '@', '\t', '\r':
			return true
		}
		return false
	}
	return false
}

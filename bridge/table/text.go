package table

import (
	"bytes"
	"io"

	"golang.org/x/text/transform"
)

// openText opens what is neither a workbook nor anything refused by its first bytes.
func (t *Table) openText(head []byte, o Options) error {
	encoding, length, forced, err := encodingOf(head, o.Encoding)
	if err != nil {
		return err
	}
	t.found.Encoding = encoding
	whole := len(head) < headBytes
	text, err := io.ReadAll(narrow(bytes.NewReader(head[length:]), encoding))
	if err != nil {
		return err
	}
	if wideOf(encoding) && !textual(text) {
		return ErrBinary
	}
	if len(bytes.TrimSpace(bytes.Trim(text, "\x1a"))) == 0 {
		if whole {
			return ErrEmpty
		}
		return ErrNoTable
	}
	body := func() (io.Reader, error) {
		r, err := t.source.plain(int64(length), t.found.Compressed)
		if err != nil {
			return nil, err
		}
		return narrow(r, encoding), nil
	}
	if isHTML(text) {
		return t.openHTML(body, o)
	}
	if structured(text) {
		return ErrNoTable
	}
	return t.openCSV(text, whole, forced, body, o)
}

// encodingOf tells the encoding of a head, the length of its byte order mark, and whether every row is forced
// into it. A mark is surer than what is asked for, as are the zeros of UTF-16: a mapping may be kept from
// another month. A file that is plainly not the UTF-8 it should be keeps the guess.
func encodingOf(head []byte, asked string) (encoding string, length int, forced bool, err error) {
	name, known := encodingNamed(asked)
	if asked != "" && !known {
		return "", 0, false, ErrEncoding.With(asked)
	}
	if encoding, length = mark(head); encoding != "" {
		return encoding, length, false, nil
	}
	encoding = guessEncoding(head)
	switch {
	case encoding == "":
		return "", 0, false, ErrBinary
	case wideOf(name) != wideOf(encoding), name == UTF8, !known:
		return encoding, 0, false, nil
	}
	return name, 0, !wideOf(name), nil
}

func wideOf(encoding string) bool { return encoding == UTF16LE || encoding == UTF16BE }

// openCSV finds delimiter and header in the text of the head, then starts the stream from the top.
func (t *Table) openCSV(text []byte, whole, forced bool, body func() (io.Reader, error), o Options) error {
	candidates := delimiters
	if o.Delimiter != 0 {
		if !delimiting(o.Delimiter) {
			return ErrDelimiter.With(string(o.Delimiter))
		}
		candidates = string(o.Delimiter)
	} else if d := sepLine(text); d != 0 {
		candidates = string(rune(d))
	}
	p := pageOf(t.found.Encoding)
	best, delim, rows := layout{header: -1}, byte(0), 0
	for _, d := range []byte(candidates) {
		s := newSplitter(bytes.NewReader(text), d, p, len(text)+1)
		s.force = forced
		sample, err := sampleOf(s)
		if err != nil {
			return err
		}
		if n := len(sample); n > 0 && !whole && s.pos == s.end {
			sample = sample[:n-1] // the head may have cut the last row
		}
		l := measure(sample, o)
		if delim == 0 || l.better(best) {
			best, delim = l, d
		}
		rows = max(rows, len(sample))
	}
	if err := judge(best, rows, whole, o); err != nil {
		return err
	}
	t.found.Kind, t.found.Delimiter = CSV, rune(delim)
	r, err := body()
	if err != nil {
		return err
	}
	s := newSplitter(r, delim, p, bufferBytes)
	s.force = forced
	t.feed = s
	return t.begin(best)
}

// measure is the layout of a sample of delimited text.
func measure(sample []sampled, o Options) layout {
	var l layout
	if o.SkipGiven {
		l = given(sample, o.SkipLines)
	} else {
		l = arrange(sample)
	}
	switch {
	case l.header >= 0:
		l.share = steady(sample[l.header:], len(sample[l.header].cells))
	case len(sample) > 0: // no header, but perhaps rows
		l.width = len(sample[len(sample)-1].cells)
		l.share = steady(sample, l.width)
	}
	return l
}

// judge refuses text that is no table: prose has commas too, but never the same number of them.
func judge(l layout, rows int, whole bool, o Options) error {
	switch {
	case l.header < 0 && rows == 0 && !whole:
		return ErrLongLine
	case o.SkipGiven && l.header >= 0 && (l.width >= 2 || o.Delimiter != 0):
		return nil
	case l.header < 0 && l.width >= 2 && l.share >= 80 && rows >= 3:
		return ErrNoHeader
	case l.header < 0 || l.width < 2 || l.share < 60:
		return ErrNoTable
	}
	return nil
}

// openHTML reads the rows of a web page's tables.
func (t *Table) openHTML(body func() (io.Reader, error), o Options) error {
	p := pageOf(t.found.Encoding)
	open := func() (feed, error) {
		r, err := body()
		if err != nil {
			return nil, err
		}
		return newPages(transform.NewReader(r, mending{page: p})), nil
	}
	f, err := open()
	if err != nil {
		return err
	}
	sample, err := sampleOf(f)
	if err != nil {
		return err
	}
	l := arrange(sample)
	if o.SkipGiven {
		l = given(sample, o.SkipLines)
	}
	if l.header < 0 || l.width < 2 {
		if len(sample) < 2 {
			return ErrNoTable
		}
		return ErrNoHeader
	}
	t.found.Kind = HTML
	if t.feed, err = open(); err != nil {
		return err
	}
	return t.begin(l)
}

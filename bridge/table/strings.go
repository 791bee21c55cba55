package table

import (
	"bufio"
	"encoding/binary"
	"errors"
	"io"
	"os"
)

// shelf keeps the shared texts of a workbook, which cells point at by number. A large workbook has
// millions, so beyond stringsInMemory they go to a temporary file; every sixteenth text's place is kept,
// and pages of the file are cached. Cells mostly point at texts in the order in which they were written,
// which makes nearly every look-up a hit.
type shelf struct {
	count  int
	size   int64
	places []int64 // of texts 0, 16, 32 …
	memory []byte
	file   *os.File
	writer *bufio.Writer
	pages  []shelfPage
	text   []byte
}

type shelfPage struct {
	number int64 // 1 + the page's place, so that 0 is none
	bytes  []byte
}

const (
	stride     = 16
	pageBytes  = 32 << 10
	pagesKept  = 64
	maxTextLen = 256 << 10 // Excel ends a cell at 32,767 characters
)

// add puts the next text on the shelf.
func (s *shelf) add(text []byte) error {
	if s.count == maxStrings {
		return ErrBomb
	}
	if s.count%stride == 0 {
		s.places = append(s.places, s.size)
	}
	s.count++
	var length [binary.MaxVarintLen64]byte
	n := binary.PutUvarint(length[:], uint64(len(text)))
	s.size += int64(n + len(text))
	if s.file == nil && len(s.memory)+n+len(text) <= stringsInMemory {
		s.memory = append(append(s.memory, length[:n]...), text...)
		return nil
	}
	if s.file == nil {
		if err := s.spill(); err != nil {
			return err
		}
	}
	if _, err := s.writer.Write(length[:n]); err != nil {
		return err
	}
	_, err := s.writer.Write(text)
	return err
}

func (s *shelf) spill() error {
	f, err := temporary()
	if err != nil {
		return err
	}
	s.file, s.writer = f, bufio.NewWriterSize(f, 64<<10)
	_, err = s.writer.Write(s.memory)
	s.memory = nil
	s.pages = make([]shelfPage, pagesKept)
	return err
}

// full is called once, when every text is there.
func (s *shelf) full() error {
	if s.writer == nil {
		return nil
	}
	err := s.writer.Flush()
	s.writer = nil
	return err
}

// append adds the text with this number to dst.
func (s *shelf) append(dst []byte, n int) ([]byte, error) {
	if n < 0 || n >= s.count {
		return dst, errReference
	}
	at := s.places[n/stride]
	for i := n % stride; ; i-- {
		head, err := s.view(at, min(binary.MaxVarintLen64, int(s.size-at)))
		if err != nil {
			return dst, err
		}
		length, k := binary.Uvarint(head)
		if k <= 0 || length > maxTextLen {
			return dst, errReference
		}
		if i == 0 {
			text, err := s.view(at+int64(k), int(length))
			return append(dst, text...), err
		}
		at += int64(k) + int64(length)
	}
}

// view gives bytes of the shelf, valid until the next call.
func (s *shelf) view(at int64, n int) ([]byte, error) {
	if s.file == nil {
		return s.memory[at : at+int64(n)], nil
	}
	s.text = s.text[:0]
	for n > 0 {
		p, err := s.page(at / pageBytes)
		if err != nil {
			return nil, err
		}
		from := int(at % pageBytes)
		if from >= len(p) {
			return nil, io.ErrUnexpectedEOF
		}
		part := p[from:min(len(p), from+n)]
		if len(s.text) == 0 && len(part) == n {
			return part, nil
		}
		s.text = append(s.text, part...)
		at, n = at+int64(len(part)), n-len(part)
	}
	return s.text, nil
}

func (s *shelf) page(number int64) ([]byte, error) {
	p := &s.pages[number%pagesKept]
	if p.number == number+1 {
		return p.bytes, nil
	}
	if p.bytes == nil {
		p.bytes = make([]byte, pageBytes)
	}
	n, err := s.file.ReadAt(p.bytes[:pageBytes], number*pageBytes)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	p.number, p.bytes = number+1, p.bytes[:n]
	return p.bytes, nil
}

func (s *shelf) close() error {
	if s.file == nil {
		return nil
	}
	return discard(s.file)
}

// fill reads xl/sharedStrings.xml. A text may be in runs, each with its own look; how it is pronounced is
// left out.
func (s *shelf) fill(r io.Reader) error {
	m := newMarkup(r)
	var text []byte
	inText, spoken := false, false
	for {
		kind, err := m.next()
		if errors.Is(err, io.EOF) {
			return s.full()
		}
		if err != nil {
			return err
		}
		switch {
		case kind == content:
			if inText && !spoken {
				text = m.text(text)
			}
			if len(text) > maxTextLen {
				return ErrLongLine
			}
		case m.is("t"):
			inText = kind == opening
		case m.is("rPh"):
			spoken = kind == opening
		case m.is("si") && kind == opening:
			text = text[:0]
		case m.is("si"):
			if err := s.add(text); err != nil {
				return err
			}
		}
	}
}

package table

import (
	"bufio"
	"compress/gzip"
	"errors"
	"io"
	"os"
	"sync/atomic"
)

// source is the file as it came, with a count of what was read of it.
type source struct {
	file io.ReaderAt
	size int64
	read atomic.Int64 // progress is asked for by another goroutine than the one that reads
}

// stream reads the file from a byte on, and counts.
func (s *source) stream(from int64) io.Reader {
	s.read.Store(from)
	return &counted{section: io.NewSectionReader(s.file, from, s.size-from), read: &s.read}
}

type counted struct {
	section *io.SectionReader
	read    *atomic.Int64
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.section.Read(p)
	c.read.Add(int64(n))
	return n, err
}

// plain gives the file's bytes from a place on, unpacked when it is a .gz.
func (s *source) plain(from int64, packed bool) (io.Reader, error) {
	if !packed {
		return s.stream(from), nil
	}
	g := &unpacked{from: s}
	z, err := gzip.NewReader(bufio.NewReaderSize(s.stream(0), 64<<10))
	if err != nil {
		return nil, err
	}
	g.gzip = z
	if _, err := io.CopyN(io.Discard, g, from); err != nil {
		return nil, err
	}
	return g, nil
}

// unpacked is the inside of a .gz, refused when it grows as only a bomb does.
type unpacked struct {
	gzip *gzip.Reader
	from *source
	out  int64
}

func (u *unpacked) Read(p []byte) (int, error) {
	n, err := u.gzip.Read(p)
	u.out += int64(n)
	if u.out > maxUnpacked || u.out > bombFloor && u.out > bombRatio*u.from.read.Load() {
		return 0, ErrBomb
	}
	return n, err
}

// top reads at most n bytes; fewer mean that the stream ends there. A stream that breaks off is an error.
func top(r io.Reader, n int) ([]byte, error) {
	return io.ReadAll(io.LimitReader(r, int64(n)))
}

// spool copies a stream to a temporary file, for what must be read out of order.
func spool(r io.Reader, limit int64) (*os.File, int64, error) {
	f, err := temporary()
	if err != nil {
		return nil, 0, err
	}
	n, err := io.Copy(f, io.LimitReader(r, limit+1))
	if err == nil && n > limit {
		err = ErrBomb
	}
	if err != nil {
		return nil, 0, errors.Join(err, discard(f))
	}
	return f, n, nil
}

// temporary makes a file that is gone when the process is: where the system allows it, its name goes at
// once.
func temporary() (*os.File, error) {
	f, err := os.CreateTemp("", "aldia-table-*")
	if err != nil {
		return nil, err
	}
	_ = os.Remove(f.Name()) // Windows keeps an open file; discard removes it there
	return f, nil
}

func discard(f *os.File) error {
	err := f.Close()
	_ = os.Remove(f.Name()) // gone already, except on Windows
	return err
}

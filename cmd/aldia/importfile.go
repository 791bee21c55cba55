package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"

	"aldia/bridge/table"
	"aldia/domain/intake"
	"aldia/platform/blob"
)

// What is read of a stream before it is judged: the first bytes tell a picture, a PDF or a program, some more
// whether there are lines at all. The rest of what is no table is not waited for.
const (
	firstLook  = 4 << 10
	secondLook = 2 << 20
)

// openFile opens a file by its name. Standard input, and whatever else cannot be read twice, is kept in a
// temporary file meanwhile.
func (k *call) openFile(ctx context.Context, name string) (intake.File, func(), error) {
	if name == "-" {
		return spooled(ctx, os.Stdin, k.say.Say("import.stdin"), blob.MaxSize)
	}
	f, err := os.Open(name)
	if err != nil {
		return intake.File{}, nil, unreadable(name, err)
	}
	info, err := f.Stat()
	switch {
	case err != nil:
		closeQuietly(f)
		return intake.File{}, nil, unreadable(name, err)
	case info.IsDir():
		closeQuietly(f)
		return intake.File{}, nil, wrongly("command.is_folder", name)
	case !info.Mode().IsRegular():
		file, done, err := spooled(ctx, f, filepath.Base(name), blob.MaxSize)
		closeQuietly(f)
		return file, done, err
	case info.Size() > blob.MaxSize:
		closeQuietly(f)
		return intake.File{}, nil, blob.ErrTooLarge.With(filepath.Base(name), blob.MaxSize>>20)
	}
	return intake.File{
		Name:     filepath.Base(name),
		Size:     info.Size(),
		ReaderAt: f,
	}, func() { closeQuietly(f) }, nil
}

// spooled keeps a stream in a temporary file, to be read twice. It stops at the limit, at what plainly is no
// table, and when the program is told to. The file's name is taken from it at once, where the system allows
// that, so that nothing stays whatever end the program comes to.
func spooled(ctx context.Context, r io.Reader, name string, limit int64) (intake.File, func(), error) {
	spool, err := os.CreateTemp("", "aldia-import-*")
	if err != nil {
		return intake.File{}, nil, err
	}
	_ = os.Remove(spool.Name()) // Windows keeps an open file; done removes it there
	done := func() {
		closeQuietly(spool)
		_ = os.Remove(spool.Name())
	}
	size, err := spoolTo(ctx, spool, r, name, limit)
	if err != nil {
		done()
		return intake.File{}, nil, err
	}
	return intake.File{Name: name, Size: size, ReaderAt: spool}, done, nil
}

func spoolTo(ctx context.Context, spool *os.File, r io.Reader, name string, limit int64) (int64, error) {
	size := int64(0)
	for _, until := range []int64{firstLook, secondLook, limit + 1} {
		n, err := copyUntil(ctx, spool, r, min(until, limit+1)-size)
		if size += n; err != nil {
			return size, err
		}
		if size > limit {
			return size, blob.ErrTooLarge.With(name, limit>>20)
		}
		if size < until {
			break // the end: it is read like any other file
		}
		if err := plainlyNone(spool, size, name); err != nil {
			return size, err
		}
	}
	return size, nil
}

// copyUntil copies at most n bytes. Reading from a terminal or a pipe cannot be broken off, so it is left to
// itself when the program is to stop.
func copyUntil(ctx context.Context, to io.Writer, from io.Reader, n int64) (int64, error) {
	type copied struct {
		n   int64
		err error
	}
	ended := make(chan copied, 1)
	go func() {
		n, err := io.CopyN(to, from, n)
		if errors.Is(err, io.EOF) {
			err = nil
		}
		ended <- copied{n, err}
	}()
	select {
	case c := <-ended:
		return c.n, c.err
	case <-ctx.Done():
		return 0, ctx.Err()
	}
}

// plainlyNone says what the beginning of a stream is when it is no table. What is packed can be told only
// when it is whole, and a mapping may know of a table where nobody else sees one.
func plainlyNone(file io.ReaderAt, size int64, name string) error {
	head := make([]byte, 4)
	if _, err := file.ReadAt(head, 0); err != nil {
		return err
	}
	for _, packed := range []string{"PK\x03\x04", "\x1f\x8b", "\xd0\xcf\x11\xe0"} {
		if bytes.HasPrefix(head, []byte(packed)) {
			return nil
		}
	}
	t, err := table.Open(file, size, name, table.Options{})
	if err == nil {
		return t.Close()
	}
	for _, plain := range []error{
		table.ErrPDF, table.ErrImage, table.ErrBinary, table.ErrArchive, table.ErrLongLine,
	} {
		if errors.Is(err, plain) {
			return err
		}
	}
	return nil
}

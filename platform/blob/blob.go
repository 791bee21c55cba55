// Package blob keeps files in the database, so that every process on every machine sees what one of them was
// given: the file a creditor sent, the letters of a day, an export. A file is cut into compressed chunks,
// written and read as a stream in bounded memory, and checked against its SHA-256 each time it is read.
package blob

import (
	"context"
	"errors"
	"io"
	"path"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/sync/errgroup"

	"aldia/platform/db"
	"aldia/platform/fault"
	"aldia/platform/id"
)

const (
	// Prefix of a file's identity for the outside.
	Prefix = "fil_"
	// MaxSize is the default limit of one file: a creditor's cut of three million rows is below a gibibyte.
	MaxSize = 2 << 30
	// chunkSize is small enough for one short transaction and large enough that a gibibyte is four thousand
	// rows.
	chunkSize = 256 << 10
	// perWrite is how many chunks one transaction takes: people's changes go between two of them.
	perWrite = 4
	maxName  = 200
	// unfinished is how old a file without its end must be to be thrown away: its writer is gone.
	unfinished = 24 * time.Hour
)

// Errors of files.
var (
	ErrTooLarge = fault.New(fault.Limit, "blob.too_large")
	ErrMissing  = fault.New(fault.Missing, "blob.missing")
	errDamaged  = errors.New("blob: what is kept is not what was put in")
)

// Blob is a file that is kept.
type Blob struct {
	ID        id.ID
	Name      string // as its owner called it, without a path
	Media     string // its media type, as its owner claimed
	Size      int64
	SHA256    string // hexadecimal
	CreatedAt time.Time
}

// New is a file to be kept.
type New struct {
	Name  string
	Media string
	Limit int64 // bytes; zero is MaxSize
}

// Blobs is the front door.
type Blobs struct {
	db      *db.DB
	scratch string
}

// NewBlobs keeps files in a database; scratch is the folder for files that are being read, "" the system's.
func NewBlobs(d *db.DB, scratch string) *Blobs { return &Blobs{db: d, scratch: scratch} }

// Put keeps what r gives until its end. ErrTooLarge when that is more than the limit; then, and on any other
// error, nothing stays.
func (b *Blobs) Put(ctx context.Context, n New, r io.Reader) (Blob, error) {
	f := Blob{ID: b.db.IDs().New(), Name: nameOf(n.Name), Media: n.Media, CreatedAt: b.db.Now()}
	if n.Limit <= 0 {
		n.Limit = MaxSize
	}
	err := b.db.Write(ctx, func(tx db.Tx) error { return insertTx(tx, &f) })
	if err != nil {
		return Blob{}, err
	}
	if err = b.fill(ctx, &f, n.Limit, r); err == nil {
		return f, nil
	}
	// The upload may have been broken off: its context no longer reaches the database.
	return Blob{}, errors.Join(err, b.Delete(context.WithoutCancel(ctx), f.ID))
}

// fill cuts what r gives into chunks and writes them; while some are written the next are compressed.
func (b *Blobs) fill(ctx context.Context, f *Blob, limit int64, r io.Reader) error {
	group, both := errgroup.WithContext(ctx)
	packed := make(chan [][]byte, 1)
	group.Go(func() error {
		defer close(packed)
		return f.pack(both, limit, r, packed)
	})
	group.Go(func() error {
		written := 0
		for chunks := range packed {
			if err := b.db.WriteBatch(both, func(tx db.Tx) error {
				return errors.Join(db.DurableLater(tx), insertChunksTx(tx, f.ID, written, chunks))
			}); err != nil {
				return err
			}
			written += len(chunks)
		}
		return nil
	})
	if err := group.Wait(); err != nil {
		return err
	}
	return b.db.Write(ctx, func(tx db.Tx) error { return finishTx(tx, f) })
}

// nameOf keeps the last part of what a browser or a bank calls a file, whatever system it comes from.
func nameOf(name string) string {
	name = path.Base(strings.ReplaceAll(strings.ToValidUTF8(name, "_"), `\`, "/"))
	name = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return -1
		}
		return r
	}, name)
	if name == "." || name == "/" || name == "" {
		return "file"
	}
	for utf8.RuneCountInString(name) > maxName {
		_, first := utf8.DecodeRuneInString(name)
		name = name[first:] // the end has the extension
	}
	return name
}

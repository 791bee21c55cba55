// Package blob keeps files in the database, so that every process on every machine sees what one of them was
// given: the file a creditor sent, the letters of a day, an export. A file is cut into compressed chunks,
// written and read as a stream in bounded memory, and checked against its SHA-256 each time it is read.
package blob

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

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

// How a chunk is kept: its first byte. A workbook is compressed already and only grows when compressed again.
const (
	plainChunk  = 0
	packedChunk = 1
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

func (b *Blobs) fill(ctx context.Context, f *Blob, limit int64, r io.Reader) error {
	digest, written := sha256.New(), 0
	raw := make([]byte, perWrite*chunkSize)
	packers := [perWrite]*packer{}
	for i := range packers {
		packers[i] = newPacker()
	}
	for {
		got, err := io.ReadFull(r, raw)
		end := errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
		if err != nil && !end {
			return fmt.Errorf("blob: read %q: %w", f.Name, err)
		}
		if f.Size += int64(got); f.Size > limit {
			return ErrTooLarge.With(f.Name, limit>>20)
		}
		// Compressing is most of the work, and each chunk is compressed for itself.
		var group sync.WaitGroup
		parts := slices.Collect(slices.Chunk(raw[:got], chunkSize))
		chunks := make([][]byte, len(parts))
		for n, part := range parts {
			group.Go(func() { chunks[n] = packers[n].pack(part) })
		}
		digest.Write(raw[:got])
		group.Wait()
		if got > 0 {
			if err := b.db.WriteBatch(ctx, func(tx db.Tx) error {
				return errors.Join(db.DurableLater(tx), insertChunksTx(tx, f.ID, written, chunks))
			}); err != nil {
				return err
			}
			written += len(chunks)
		}
		if end {
			f.SHA256 = hex.EncodeToString(digest.Sum(nil))
			return b.db.Write(ctx, func(tx db.Tx) error { return finishTx(tx, f) })
		}
	}
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

type packer struct {
	out bytes.Buffer
	zip *gzip.Writer
}

func newPacker() *packer {
	p := &packer{}
	p.zip, _ = gzip.NewWriterLevel(&p.out, gzip.BestSpeed) // the level is a known one
	return p
}

func (p *packer) pack(raw []byte) []byte {
	p.out.Reset()
	p.out.WriteByte(packedChunk)
	p.zip.Reset(&p.out)
	_, _ = p.zip.Write(raw) // into memory: it cannot fail
	_ = p.zip.Close()
	if p.out.Len() > len(raw) {
		return append([]byte{plainChunk}, raw...)
	}
	return bytes.Clone(p.out.Bytes())
}

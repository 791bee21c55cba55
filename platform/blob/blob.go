// Package blob keeps whole files in the database, so that every process of an installation has them and a backup holds
// them: a creditor's file, a letter. A file is cut into chunks that are compressed one by one; it counts only once all of
// it is there.
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
	"os"

	"aldia/platform/db"
	"aldia/platform/fault"
	"aldia/platform/id"
)

const (
	// chunkSize is what is compressed and written at once: large enough to compress well, small enough for a row.
	chunkSize = 256 << 10
	// perWrite is how many chunks share a transaction, so that nobody waits long for the writer.
	perWrite = 8
	// MaxSize is the largest file that is kept: ten times the largest creditor's file that we know of.
	MaxSize = 4 << 30
)

// What a person can be told.
var (
	ErrTooLarge = fault.New(fault.Limit, "blob.too_large") // {0} the most bytes there may be
	ErrNone     = fault.New(fault.Missing, "blob.none")
	errDamaged  = errors.New("blob: what is kept is not what was put")
)

// Blobs keeps files.
type Blobs struct{ db *db.DB }

// NewBlobs opens the store.
func NewBlobs(d *db.DB) *Blobs { return &Blobs{d} }

// Stored is a file that is kept.
type Stored struct {
	ID     id.ID
	Size   int64
	SHA256 string // of the file as it was given, in hexadecimal
}

// Put keeps a file. When it fails nothing of it counts.
func (b *Blobs) Put(ctx context.Context, file io.Reader) (Stored, error) {
	s := Stored{ID: b.db.IDs().New()}
	if err := b.db.WriteBatch(ctx, func(tx db.Tx) error {
		_, err := tx.Exec(`INSERT INTO blob (id, name, media, size, sha256, ready, created_at) VALUES (?, '', '', 0, '', 0, ?)`,
			s.ID, b.db.Now())
		return err
	}); err != nil {
		return s, err
	}
	sum := sha256.New()
	buffer := make([]byte, chunkSize)
	var chunks [][]byte
	for n := int64(0); ; {
		size, err := io.ReadFull(file, buffer)
		if size > 0 {
			s.Size += int64(size)
			if s.Size > MaxSize {
				return s, errors.Join(ErrTooLarge.With(int64(MaxSize)), b.Delete(ctx, s.ID))
			}
			sum.Write(buffer[:size])
			packed, err := pack(buffer[:size])
			if err != nil {
				return s, err
			}
			chunks = append(chunks, packed)
		}
		ended := errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
		if err != nil && !ended {
			return s, errors.Join(fmt.Errorf("blob: %w", err), b.Delete(ctx, s.ID))
		}
		if len(chunks) == perWrite || ended && len(chunks) > 0 {
			if err := b.write(ctx, s.ID, n, chunks); err != nil {
				return s, err
			}
			n += int64(len(chunks))
			chunks = chunks[:0]
		}
		if ended {
			break
		}
	}
	s.SHA256 = hex.EncodeToString(sum.Sum(nil))
	return s, b.db.WriteBatch(ctx, func(tx db.Tx) error {
		_, err := tx.Exec(`UPDATE blob SET size = ?, sha256 = ?, ready = 1 WHERE id = ?`, s.Size, s.SHA256, s.ID)
		return err
	})
}

func (b *Blobs) write(ctx context.Context, blob id.ID, first int64, chunks [][]byte) error {
	return b.db.WriteBatch(ctx, func(tx db.Tx) error {
		return tx.Insert("blob_chunk", []string{"blob_id", "n", "body"}, len(chunks), func(i int, v *db.Values) {
			v.Int(int64(blob))
			v.Int(first + int64(i))
			v.Bytes(chunks[i])
		})
	})
}

func pack(plain []byte) ([]byte, error) {
	var out bytes.Buffer
	w, err := gzip.NewWriterLevel(&out, gzip.BestSpeed)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(plain); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// Delete takes a file away.
func (b *Blobs) Delete(ctx context.Context, blob id.ID) error {
	return b.db.WriteBatch(ctx, func(tx db.Tx) error {
		if _, err := tx.Exec(`DELETE FROM blob_chunk WHERE blob_id = ?`, blob); err != nil {
			return err
		}
		_, err := tx.Exec(`DELETE FROM blob WHERE id = ?`, blob)
		return err
	})
}

// File is a kept file, opened. Close it.
type File struct {
	*os.File
	size int64
}

// Size is its length in bytes.
func (f *File) Size() int64 { return f.size }

// Open writes a kept file out to a temporary one, which goes when it is closed, and checks that it is what was put.
func (b *Blobs) Open(ctx context.Context, blob id.ID) (*File, error) {
	spool, err := os.CreateTemp("", "aldia-blob-*")
	if err != nil {
		return nil, fmt.Errorf("blob: %w", err)
	}
	f := &File{File: spool}
	// The name goes at once where the system allows it: a killed process leaves nothing behind.
	_ = os.Remove(spool.Name()) //nolint:errcheck // Windows keeps the name until Close; the folder is a temporary one
	if err := b.spool(ctx, blob, f); err != nil {
		return nil, errors.Join(err, spool.Close())
	}
	return f, nil
}

func (b *Blobs) spool(ctx context.Context, blob id.ID, f *File) error {
	want := ""
	sum := sha256.New()
	err := b.db.Read(ctx, func(tx db.Tx) error {
		found, err := db.One(tx, func(r db.Row) error {
			f.size, want = r.Int(0), r.Text(1)
			return nil
		}, `SELECT size, sha256 FROM blob WHERE id = ? AND ready = 1`, blob)
		if err != nil {
			return err
		}
		if !found {
			return ErrNone
		}
		return tx.Query(func(r db.Row) error {
			unpacked, err := gzip.NewReader(bytes.NewReader(r.Bytes(0)))
			if err != nil {
				return fmt.Errorf("%w: %w", errDamaged, err)
			}
			_, err = io.CopyN(io.MultiWriter(f.File, sum), unpacked, chunkSize+1)
			if err != nil && !errors.Is(err, io.EOF) {
				return fmt.Errorf("blob: %w", err)
			}
			return nil
		}, `SELECT body FROM blob_chunk WHERE blob_id = ? ORDER BY n`, blob)
	})
	if err == nil && hex.EncodeToString(sum.Sum(nil)) != want {
		err = errDamaged
	}
	return err
}

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
	"aldia/platform/id"
)

// File is a kept file, spooled to the local disk: it can be read from anywhere within, as a workbook must be.
// Close removes the local copy.
type File struct {
	Blob
	*os.File
}

// Name is what its owner called the file, not where the local copy lies.
func (f *File) Name() string { return f.Blob.Name }

// Close removes the local copy.
func (f *File) Close() error {
	err := f.File.Close()
	if gone := os.Remove(f.File.Name()); gone != nil && !errors.Is(gone, os.ErrNotExist) {
		return errors.Join(err, gone)
	}
	return err
}

// Get spools a file to the local disk. The caller closes it.
func (b *Blobs) Get(ctx context.Context, blob id.ID) (*File, error) {
	local, err := os.CreateTemp(b.scratch, "aldia-file-")
	if err != nil {
		return nil, fmt.Errorf("blob: %w", err)
	}
	f := &File{File: local}
	if f.Blob, err = b.Copy(ctx, blob, local); err == nil {
		_, err = local.Seek(0, io.SeekStart)
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

// Copy writes a file to w, and fails at the end when it is not what was put in: w must not be believed
// before.
func (b *Blobs) Copy(ctx context.Context, blob id.ID, w io.Writer) (f Blob, err error) {
	err = b.db.Read(ctx, func(tx db.Tx) error {
		if f, err = statTx(tx, blob); err != nil {
			return err
		}
		digest, size, next := sha256.New(), int64(0), int64(0)
		u := &unpacker{}
		err := tx.Query(func(r db.Row) error {
			if r.Int(0) != next {
				return errDamaged
			}
			next++
			n, err := u.unpack(io.MultiWriter(w, digest), r.Bytes(1))
			size += n
			return err
		}, `SELECT n, body FROM blob_chunk WHERE blob_id = ? ORDER BY n`, blob)
		if err == nil && (size != f.Size || hex.EncodeToString(digest.Sum(nil)) != f.SHA256) {
			err = errDamaged
		}
		if err != nil {
			return fmt.Errorf("blob: %s: %w", blob.Text(Prefix), err)
		}
		return nil
	})
	return f, err
}

type unpacker struct{ zip *gzip.Reader }

func (u *unpacker) unpack(w io.Writer, chunk []byte) (n int64, err error) {
	if len(chunk) == 0 {
		return 0, errDamaged
	}
	body := bytes.NewReader(chunk[1:])
	switch chunk[0] {
	case plainChunk:
		return io.Copy(w, body)
	case packedChunk:
		if u.zip == nil {
			u.zip, err = gzip.NewReader(body)
		} else {
			err = u.zip.Reset(body)
		}
		if err != nil {
			return 0, errors.Join(errDamaged, err)
		}
		n, err = io.Copy(w, io.LimitReader(u.zip, chunkSize+1))
		if n > chunkSize {
			err = errDamaged
		}
		return n, err
	}
	return 0, errDamaged
}

// Stat gives what is known of a file.
func (b *Blobs) Stat(ctx context.Context, blob id.ID) (f Blob, err error) {
	err = b.db.Read(ctx, func(tx db.Tx) error {
		f, err = statTx(tx, blob)
		return err
	})
	return f, err
}

// Delete forgets a file. One that is not there is forgotten already.
func (b *Blobs) Delete(ctx context.Context, blob id.ID) error {
	return b.db.WriteBatch(ctx, func(tx db.Tx) error { return DeleteTx(tx, blob) })
}

// Sweep throws away what was begun and never finished. It is done once a day.
func (b *Blobs) Sweep(ctx context.Context) error {
	var left []id.ID
	err := b.db.Read(ctx, func(tx db.Tx) error {
		return tx.Query(func(r db.Row) error {
			left = append(left, id.ID(r.Int(0)))
			return nil
		}, `SELECT id FROM blob WHERE ready = 0 AND created_at < ?`, b.db.Now().Add(-unfinished))
	})
	for _, blob := range left {
		if err == nil {
			err = b.Delete(ctx, blob)
		}
	}
	return err
}

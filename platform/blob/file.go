package blob

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

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
		u, out, next := newUnpacker(), writeChecked(w), int64(0)
		defer u.close()
		err := tx.Query(func(r db.Row) error {
			if r.Int(0) != next {
				return errDamaged
			}
			next++
			raw, err := u.unpack(<-out.free, r.Bytes(1))
			if err == nil {
				out.full <- raw
			}
			return err
		}, `SELECT n, body FROM blob_chunk WHERE blob_id = ? ORDER BY n`, blob)
		if err = errors.Join(err, out.end()); err == nil && (out.size != f.Size || out.digest != f.SHA256) {
			err = errDamaged
		}
		if err != nil {
			return fmt.Errorf("blob: %s: %w", blob.Text(Prefix), err)
		}
		return nil
	})
	return f, err
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

// Forget throws away the files of a media type that are older than an age. It is for what waits to be looked
// at and was left.
func (b *Blobs) Forget(ctx context.Context, media string, age time.Duration) error {
	var left []id.ID
	err := b.db.Read(ctx, func(tx db.Tx) error {
		left = nil
		return tx.Query(func(r db.Row) error {
			left = append(left, id.ID(r.Int(0)))
			return nil
		}, `SELECT id FROM blob WHERE media = ? AND ready = 1 AND created_at < ?`, media, b.db.Now().Add(-age))
	})
	for _, blob := range left {
		if err == nil {
			err = b.Delete(ctx, blob)
		}
	}
	return err
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

package db

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"
)

// Errors of backups.
var (
	// ErrNotSQLite is given where a copy of the file is asked of an engine that has no file.
	ErrNotSQLite = errors.New("db: this engine keeps no file to copy")
	// ErrNoBackup says that a file is no whole SQLite database of ours.
	ErrNoBackup = errors.New("db: not a whole database of this program")
	// ErrInUse says that another process has the database open.
	ErrInUse = errors.New("db: another process has the database open")
)

// Backup writes a whole copy of the database, as it is at one instant, into a new file, while everybody
// goes on working. It is packed on the way. SQLite only.
func (d *DB) Backup(ctx context.Context, file string) error {
	e, is := d.engine.(*sqliteEngine)
	if !is {
		return ErrNotSQLite
	}
	if _, err := os.Stat(file); err == nil {
		return fmt.Errorf("db: backup: %w: %s", os.ErrExist, file)
	}
	var c *sqlite.Conn
	select {
	case c = <-e.readers:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { e.readers <- c }()
	c.SetInterrupt(ctx.Done())
	defer c.SetInterrupt(nil)
	// It is written beside its place and moved there whole: a file of that name is a backup or is not there.
	begun := file + ".part"
	if err := os.Remove(begun); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("db: backup: %w", err)
	}
	err := sqlitex.ExecuteTransient(c, `VACUUM INTO ?`, &sqlitex.ExecOptions{Args: []any{begun}})
	if err == nil {
		err = durable(begun)
	}
	if err == nil {
		err = os.Rename(begun, file)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("db: backup: %w", err), os.RemoveAll(begun))
	}
	return nil
}

// durable waits until a file is on the disk.
func durable(name string) error {
	f, err := os.OpenFile(name, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// Restore puts a copy that Backup made in the place of a SQLite database. The copy is read through first; a
// database that is there already is only replaced with force, and never while a process has it open. Killed
// at any point, either the old or the new one is there whole.
func Restore(ctx context.Context, copied, target string, force bool) error {
	if err := whole(ctx, copied); err != nil {
		return err
	}
	if _, err := os.Stat(target); err == nil {
		if !force {
			return fmt.Errorf("db: restore: %w: %s", os.ErrExist, target)
		}
		if err := alone(target); err != nil {
			return err
		}
	}
	if err := os.MkdirAll(filepath.Dir(target), 0o700); err != nil {
		return fmt.Errorf("db: restore: %w", err)
	}
	begun := target + ".part"
	if err := copyFile(copied, begun); err != nil {
		return errors.Join(fmt.Errorf("db: restore: %w", err), os.RemoveAll(begun))
	}
	// What the old database had not yet taken over from its log must not be played into the new one.
	for _, log := range []string{target + "-wal", target + "-shm"} {
		if err := os.Remove(log); err != nil && !errors.Is(err, os.ErrNotExist) {
			return fmt.Errorf("db: restore: %w", err)
		}
	}
	if err := os.Rename(begun, target); err != nil {
		return fmt.Errorf("db: restore: %w", err)
	}
	return nil
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	out, err := os.OpenFile(to, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return errors.Join(err, in.Close())
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Sync(), out.Close(), in.Close())
}

// whole reads a database through.
func whole(ctx context.Context, name string) error {
	if info, err := os.Stat(name); err != nil || info.IsDir() {
		return fmt.Errorf("%w: %s", ErrNoBackup, name)
	}
	c, err := sqlite.OpenConn(name, sqlite.OpenReadOnly)
	if err != nil {
		return fmt.Errorf("%w: %s: %w", ErrNoBackup, name, err)
	}
	c.SetInterrupt(ctx.Done())
	said, steps := "", int64(0)
	err = sqlitex.ExecuteTransient(c, `PRAGMA integrity_check(1)`, &sqlitex.ExecOptions{
		ResultFunc: func(s *sqlite.Stmt) error { said = s.ColumnText(0); return nil },
	})
	if err == nil && said == "ok" {
		err = sqlitex.ExecuteTransient(c, `SELECT count(*) FROM migration`, &sqlitex.ExecOptions{
			ResultFunc: func(s *sqlite.Stmt) error { steps = s.ColumnInt64(0); return nil },
		})
	}
	if err = errors.Join(err, c.Close()); err != nil || said != "ok" || steps == 0 {
		return errors.Join(fmt.Errorf("%w: %s: %s", ErrNoBackup, name, said), err)
	}
	return nil
}

// alone makes sure that no other process has a database open, and takes its log over.
func alone(name string) error {
	c, err := sqlite.OpenConn(name, sqlite.OpenReadWrite)
	if err != nil {
		return fmt.Errorf("db: restore: %w", err)
	}
	c.SetBusyTimeout(time.Second)
	for _, step := range []string{`PRAGMA locking_mode=EXCLUSIVE`, `BEGIN EXCLUSIVE`, `COMMIT`} {
		if err = sqlitex.ExecuteTransient(c, step, nil); err != nil {
			break
		}
	}
	switch code := sqlite.ErrCode(err); {
	case err != nil && (code.ToPrimary() == sqlite.ResultBusy || code.ToPrimary() == sqlite.ResultLocked):
		err = fmt.Errorf("%w: %s", ErrInUse, name)
	case err != nil && code.ToPrimary() == sqlite.ResultNotADB:
		err = nil // it is to be replaced, whatever it is
	}
	return errors.Join(err, c.Close())
}

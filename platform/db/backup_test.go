package db_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"aldia/platform/db"
)

func noted(t *testing.T, d *db.DB) (n int64) {
	t.Helper()
	err := d.Read(t.Context(), func(tx db.Tx) (err error) {
		n, err = db.Int(tx, `SELECT count(*) FROM auth_failure`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func note(t *testing.T, d *db.DB, subject string) {
	t.Helper()
	err := d.Write(t.Context(), func(tx db.Tx) error {
		_, err := tx.Exec(
			`INSERT INTO auth_failure (subject, count, locked_until, last_at) VALUES (?, 1, 0, 0)`,
			subject,
		)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestACopyHoldsWhatTheDatabaseHeldWhenItWasTaken(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	name, copied := filepath.Join(folder, "aldia.db"), filepath.Join(folder, "copia.db")
	open := func() *db.DB {
		d, err := db.Open(t.Context(), "sqlite:"+name, db.Options{Relaxed: true})
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	shut := func(d *db.DB) {
		if err := d.Close(); err != nil {
			t.Fatal(err)
		}
	}
	d := open()
	note(t, d, "before")
	if err := d.Backup(t.Context(), copied); err != nil {
		t.Fatal(err)
	}
	note(t, d, "after")
	if err := d.Backup(t.Context(), copied); !errors.Is(err, os.ErrExist) {
		t.Errorf("a second copy over the first gave %v, want a refusal", err)
	}
	if err := db.Restore(t.Context(), copied, name, false); !errors.Is(err, os.ErrExist) {
		t.Errorf("restoring over a database without force gave %v, want a refusal", err)
	}
	if err := db.Restore(t.Context(), copied, name, true); !errors.Is(err, db.ErrInUse) {
		t.Errorf("restoring over an open database gave %v, want a refusal", err)
	}
	if n := noted(t, d); n != 2 {
		t.Errorf("the refused restores left %d rows, want both", n)
	}
	shut(d)
	if err := db.Restore(t.Context(), copied, name, true); err != nil {
		t.Fatal(err)
	}
	d = open()
	defer shut(d)
	if n := noted(t, d); n != 1 {
		t.Errorf("the restored database holds %d rows, want the one from before the copy", n)
	}
}

func TestWhatIsNoCopyIsNotRestored(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	text := filepath.Join(folder, "nota.txt")
	if err := os.WriteFile(text, []byte("esto no es una base de datos, es una nota"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{text, folder, filepath.Join(folder, "nada.db")} {
		err := db.Restore(t.Context(), name, filepath.Join(folder, "aldia.db"), true)
		if !errors.Is(err, db.ErrNoBackup) {
			t.Errorf("%s: %v, want ErrNoBackup", name, err)
		}
	}
	if _, err := os.Stat(filepath.Join(folder, "aldia.db")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("something was put in place: %v", err)
	}
}

package db_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"aldia/platform/db"
)

// A load of 160 MB goes through a log that stays far shorter, and when it has ended the log is in the
// database.
func TestTheLogIsBroughtInWhileALoadGoesOn(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "load.db")
	d, err := db.Open(t.Context(), "sqlite:file:"+file+"?mode=rwc", db.Options{})
	if err != nil {
		t.Fatal(err)
	}
	run := func(sql string, args ...any) {
		t.Helper()
		if err := d.WriteBatch(t.Context(), func(tx db.Tx) error {
			_, err := tx.Exec(sql, args...)
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
	run(`CREATE TABLE heap (id BIGINT PRIMARY KEY, body BLOB NOT NULL)`)
	body := make([]byte, 4000)
	for chunk := range 80 {
		if err := d.WriteBatch(t.Context(), func(tx db.Tx) error {
			return tx.Insert("heap", []string{"id", "body"}, 500, func(i int, v *db.Values) {
				v.Int(int64(chunk*500 + i))
				v.Bytes(body)
			})
		}); err != nil {
			t.Fatal(err)
		}
	}
	log, err := os.Stat(file + "-wal")
	if err != nil || log.Size() > 120<<20 {
		t.Errorf("the log grew to %d MB, %v", log.Size()>>20, err)
	}
	tick, patience := time.NewTicker(10*time.Millisecond), time.After(20*time.Second)
	defer tick.Stop()
	for size := int64(0); size < 150<<20; {
		select {
		case <-tick.C:
		case <-patience:
			t.Fatalf("%d MB have come into the database", size>>20)
		}
		whole, err := os.Stat(file)
		if err != nil {
			t.Fatal(err)
		}
		size = whole.Size()
	}
	if err := d.Close(); err != nil {
		t.Error(err)
	}
}

// Package dbtest runs a test on both engines, each time on a fresh database with the whole schema: SQLite
// in the test's own folder, PostgreSQL in a cluster that the test process starts for itself. PostgreSQL
// missing is a failure.
package dbtest

import (
	"context"
	"errors"
	"path/filepath"
	"testing"
	"time"

	"aldia/platform/clock"
	"aldia/platform/db"
)

// Start is the instant at which the clock of a test database stands: a Monday morning in Quito.
func Start() time.Time { return time.Date(2026, 3, 2, 14, 0, 0, 0, time.UTC) }

// Each runs f on SQLite and on PostgreSQL. The clock of the database is a *clock.Fake that stands at Start.
func Each(t *testing.T, f func(t *testing.T, d *db.DB)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		f(t, OnSQLite(t))
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		f(t, OnPostgres(t))
	})
}

// OnSQLite opens a fresh SQLite database.
func OnSQLite(t testing.TB) *db.DB {
	t.Helper()
	return open(t, "sqlite:"+filepath.Join(t.TempDir(), "aldia.db"))
}

// OnPostgres opens a fresh PostgreSQL database, a copy of one that was migrated once for this test process.
func OnPostgres(t testing.TB) *db.DB {
	t.Helper()
	return open(t, PostgresFrom(t, "schema", func(dsn string) (err error) {
		d, err := db.Open(context.Background(), dsn, db.Options{KeepSchema: true})
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, d.Close()) }()
		return d.Migrate(context.Background())
	}))
}

func open(t testing.TB, dsn string) *db.DB {
	t.Helper()
	d, err := db.Open(t.Context(), dsn, db.Options{Relaxed: true, Clock: clock.NewFake(Start()), Readers: 4})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	return d
}

// Clock is the clock of a database that Each opened.
func Clock(t testing.TB, d *db.DB) *clock.Fake {
	t.Helper()
	c, ok := d.Clock().(*clock.Fake)
	if !ok {
		t.Fatal("dbtest: the database was not opened by dbtest")
	}
	return c
}

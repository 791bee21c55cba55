package dbtest

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

func connect(t *testing.T, dsn string) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close(context.Background()) })
	return conn
}

func tables(t *testing.T, dsn string) (n int) {
	t.Helper()
	const count = "SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public'"
	if err := connect(t, dsn).QueryRow(t.Context(), count).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestEveryTestHasAnEmptyDatabaseOfItsOwn(t *testing.T) {
	t.Parallel()
	one, other := Postgres(t), Postgres(t)
	if _, err := connect(t, one).Exec(t.Context(), "CREATE TABLE cut (id BIGINT PRIMARY KEY)"); err != nil {
		t.Fatal(err)
	}
	if n := tables(t, one); n != 1 {
		t.Errorf("the table just made is not there: %d tables", n)
	}
	if n := tables(t, other); n != 0 {
		t.Errorf("the other test's database holds %d tables, want none", n)
	}
}

func TestATemplateIsBuiltOnceAndItsCopiesAreApart(t *testing.T) {
	t.Parallel()
	built := 0
	build := func(dsn string) error {
		built++
		conn, err := pgx.Connect(t.Context(), dsn)
		if err != nil {
			return err
		}
		_, err = conn.Exec(t.Context(), "CREATE TABLE cut (id BIGINT PRIMARY KEY)")
		return errors.Join(err, conn.Close(t.Context()))
	}
	one, other := PostgresFrom(t, "template_cut", build), PostgresFrom(t, "template_cut", build)
	if built != 1 {
		t.Errorf("the template was built %d times, want once", built)
	}
	if _, err := connect(t, one).Exec(t.Context(), "DROP TABLE cut"); err != nil {
		t.Fatal(err)
	}
	if n := tables(t, other); n != 1 {
		t.Errorf("a copy has %d tables after another copy lost its own, want 1", n)
	}
}

func TestADatabaseGoesWithItsTestEvenWhenAConnectionIsLeftOpen(t *testing.T) {
	t.Parallel()
	var dsn string
	t.Run("the test that leaves one", func(t *testing.T) {
		dsn = Postgres(t)
		if _, err := pgx.Connect(t.Context(), dsn); err != nil {
			t.Fatal(err)
		}
	})
	_, err := pgx.Connect(t.Context(), dsn)
	if err == nil || !strings.Contains(err.Error(), "does not exist") {
		t.Errorf("connecting to the dropped database says %v, want that it does not exist", err)
	}
}

// The cluster ends when its owner does, without being asked: that is what a panic, a time-out of go test and
// kill -9 have in common. Closing the pipe is all that the kernel does for a process that is gone.
func TestTheClusterEndsWithItsOwner(t *testing.T) {
	t.Parallel()
	c, err := startCluster()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.held.Close(); err != nil {
		t.Fatal(err)
	}
	deadline := time.After(startWithin)
	again := time.NewTicker(10 * time.Millisecond)
	defer again.Stop()
	for {
		if _, err := os.Stat(filepath.Join(c.folder, "data")); errors.Is(err, os.ErrNotExist) {
			return
		}
		select {
		case <-again.C:
		case <-deadline:
			t.Fatalf("%s is still there", c.folder)
		}
	}
}

package job_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"aldia/platform/clock"
	"aldia/platform/db"
	"aldia/platform/db/dbtest"
	"aldia/platform/id"
	"aldia/platform/job"
)

// victimDSN names the database for the process that TestAKilledWorkersJobIsTakenOver starts and kills.
const victimDSN = "ALDIA_TEST_JOB_DSN"

func TestMain(m *testing.M) {
	if dsn := os.Getenv(victimDSN); dsn != "" {
		fmt.Println(victim(dsn))
		os.Exit(1) // it is killed before it comes here
	}
	os.Exit(m.Run())
}

func open(ctx context.Context, dsn string, c clock.Clock) (*db.DB, error) {
	d, err := db.Open(ctx, dsn, db.Options{Relaxed: true, Clock: c, KeepSchema: true, Readers: 2})
	if err != nil {
		return nil, err
	}
	err = d.Migrate(ctx)
	return d, err
}

// victim takes the job, writes half of its change in a transaction that never ends, and says so.
func victim(dsn string) error {
	ctx := context.Background()
	d, err := open(ctx, dsn, clock.NewFake(dbtest.Start()))
	if err != nil {
		return err
	}
	r := runner(d, job.Kind{Name: "x.do", Do: func(ctx context.Context, run *job.Run) error {
		return d.Write(ctx, func(tx db.Tx) error {
			if err := run.FenceTx(tx); err != nil {
				return err
			}
			if _, err := tx.Exec(`INSERT INTO effect (attempt) VALUES (?)`, run.Attempt); err != nil {
				return err
			}
			fmt.Println("half done")
			select {}
		})
	}})
	_, err = r.Step(ctx)
	return err
}

func TestAKilledWorkersJobIsTakenOver(t *testing.T) {
	t.Parallel()
	for name, dsn := range map[string]func(*testing.T) string{
		"sqlite":   func(t *testing.T) string { return "sqlite:" + filepath.Join(t.TempDir(), "aldia.db") },
		"postgres": func(t *testing.T) string { return dbtest.Postgres(t) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			place, c := dsn(t), clock.NewFake(dbtest.Start())
			d, err := open(t.Context(), place, c)
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = d.Close() }()
			if err := d.Write(t.Context(), func(tx db.Tx) error {
				_, err := tx.Exec(`CREATE TABLE effect (attempt BIGINT NOT NULL)`)
				return err
			}); err != nil {
				t.Fatal(err)
			}
			heir := runner(d, job.Kind{Name: "x.do", Do: func(ctx context.Context, run *job.Run) error {
				return d.Write(ctx, func(tx db.Tx) error {
					if _, err := tx.Exec(`INSERT INTO effect (attempt) VALUES (?)`, run.Attempt); err != nil {
						return err
					}
					return run.DoneTx(tx)
				})
			}})
			j := enqueue(t, heir, job.New{Kind: "x.do"})
			killHalfWay(t, place)
			if n := drain(t, heir); n != 0 {
				t.Fatal("taken over before the lease ended")
			}
			c.Advance(31 * time.Second)
			awaitRollback(t, d, j)
			if n := drain(t, heir); n != 1 {
				t.Fatalf("%d jobs taken over, want 1", n)
			}
			if s := status(t, d, j); s.State != job.Done || s.Attempts != 2 {
				t.Errorf("got %+v", s)
			}
			if err := d.Read(t.Context(), func(tx db.Tx) error {
				n, err := db.Int(tx, `SELECT count(*) FROM effect`)
				if n != 1 {
					t.Errorf("the change was made %d times", n)
				}
				return err
			}); err != nil {
				t.Fatal(err)
			}
		})
	}
}

// awaitRollback waits for the job's row: PostgreSQL takes a moment to see that the victim is gone, and until
// then its change holds the row.
func awaitRollback(t *testing.T, d *db.DB, j id.ID) {
	t.Helper()
	if err := d.Write(t.Context(), func(tx db.Tx) error {
		_, err := tx.Exec(`UPDATE job SET attempts = attempts WHERE id = ?`, j)
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

func killHalfWay(t *testing.T, dsn string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), victimDSN+"="+dsn)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	said, err := bufio.NewReader(out).ReadString('\n')
	if said != "half done\n" {
		t.Errorf("the victim said %q, %v", said, err)
	}
	_ = cmd.Process.Kill()
	_ = cmd.Wait()
}

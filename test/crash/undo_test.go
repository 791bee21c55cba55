package crash

import (
	"context"
	"encoding/json"
	"os/exec"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
	"time"

	"aldia/platform/db"
	"aldia/platform/db/dbtest"
)

// finishWithin is how long a program that works may take to finish what another left: it looks when it
// starts.
const finishWithin = time.Minute

func TestAnUndoThatIsKilledIsFinishedByWhoeverWorksNext(t *testing.T) {
	t.Parallel()
	p := build(t)
	run := func(name string, dsn func(t *testing.T, what string) string) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			straight, killed := dsn(t, "straight"), dsn(t, "killed")
			p.run(t, straight, []string{"import", "undo", p.twoCuts(t, straight)}, 0)
			p.killHalfWay(t, killed, p.twoCuts(t, killed))
			p.work(t, killed)
			want := dump(t, straight)
			delete(want, "rate_change") // the rates that the second file changed are as they were
			same(t, dump(t, killed), want)
		})
	}
	run("sqlite", func(t *testing.T, what string) string {
		return "sqlite:" + filepath.Join(t.TempDir(), what+".db")
	})
	run("postgres", func(t *testing.T, _ string) string { return dbtest.Postgres(t) })
}

// twoCuts loads both files, with a close between them, and gives the second import.
func (p *program) twoCuts(t *testing.T, dsn string) string {
	t.Helper()
	p.run(t, dsn, []string{"migrate"}, 0)
	all := p.commands()
	p.run(t, dsn, all[0], 0)
	p.run(t, dsn, all[1], 0)
	args := slices.Concat(all[2], []string{"--db", dsn})
	out, err := exec.CommandContext(t.Context(), p.binary, args...).Output()
	var answer struct {
		Import string `json:"import"`
	}
	if wrong := json.Unmarshal(out, &answer); wrong != nil || answer.Import == "" {
		t.Fatalf("the second import answered %q: %v", out, err)
	}
	return answer.Import
}

// watch calls f with the state of the latest cut until it says that it has seen enough.
func watch(t *testing.T, dsn string, f func(state string) (enough bool)) {
	t.Helper()
	d, err := db.Open(t.Context(), dsn, db.Options{KeepSchema: true})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	}()
	look := time.NewTicker(5 * time.Millisecond)
	defer look.Stop()
	for enough := false; !enough; <-look.C {
		state := ""
		if err := d.Read(t.Context(), func(tx db.Tx) error {
			return tx.Query(func(r db.Row) error {
				state = r.Text(0)
				return db.ErrStop
			}, `SELECT state FROM cut ORDER BY id DESC`)
		}); err != nil {
			t.Fatal(err)
		}
		enough = f(state)
	}
}

// killHalfWay kills an undo as soon as it can be seen to have begun.
func (p *program) killHalfWay(t *testing.T, dsn, cut string) {
	t.Helper()
	c := exec.CommandContext(t.Context(), p.binary, "import", "undo", cut, "--db", dsn)
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	watch(t, dsn, func(state string) bool {
		if state == "published" {
			return false
		}
		_ = c.Process.Kill()
		return true
	})
	_ = c.Wait() // it was killed
	watch(t, dsn, func(state string) bool {
		if state != "undoing" {
			t.Fatalf("the kill did not meet the undo half way: the cut is %s", state)
		}
		return true
	})
}

// work starts the program that does what is left, and stops it once the undo is through.
func (p *program) work(t *testing.T, dsn string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), finishWithin)
	defer cancel()
	c := exec.CommandContext(ctx, p.binary, "work", "--db", dsn)
	c.Cancel = func() error { return c.Process.Signal(syscall.SIGTERM) }
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	watch(t, dsn, func(state string) bool {
		if ctx.Err() != nil {
			t.Error("the undo was not finished")
		}
		return state == "undone" || ctx.Err() != nil
	})
	cancel()
	if err := c.Wait(); err != nil && ctx.Err() == nil {
		t.Error(err)
	}
}

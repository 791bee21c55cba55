package intake

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"aldia/platform/db"
	"aldia/platform/db/dbtest"
	"aldia/platform/id"
	"aldia/platform/job"
)

var errKilled = errors.New("killed")

// heard keeps what follows cuts.
type heard struct{ states []CutState }

func (h *heard) after(_ context.Context, c *Cut) error {
	h.states = append(h.states, c.State)
	return nil
}

// diesAfter kills the process, which ran as that worker, between the last change of a cut and what follows
// it: its job stays leased.
func (o *office) diesAfter(t *testing.T, worker string, do func() error) {
	t.Helper()
	after := o.After
	o.After = func(context.Context, *Cut) error { return errKilled }
	if err := do(); !errors.Is(err, errKilled) {
		t.Fatalf("it was not killed: %v", err)
	}
	o.After = after
	if err := o.db.Write(o.ctx, func(tx db.Tx) error {
		n, err := tx.Exec(`UPDATE job SET state = 'running', worker = ?, due_at = ? WHERE open = 1 AND kind = ?`,
			worker, o.db.Now().Add(30*time.Second), JobFollow)
		if err == nil && n != 1 {
			t.Errorf("%d jobs are left", n)
		}
		if err == nil { // the import's own job is of no matter here
			_, err = tx.Exec(`DELETE FROM job WHERE kind = ?`, JobPublish)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

// deadWorker is a process of this machine that is no more.
func deadWorker(t *testing.T) string {
	t.Helper()
	dead := exec.CommandContext(t.Context(), os.Args[0], "-test.run", "^$")
	if err := dead.Run(); err != nil {
		t.Fatal(err)
	}
	host, err := os.Hostname()
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("%s/%d", host, dead.Process.Pid)
}

// dies begins an import and is killed in the middle of it.
func (o *office) dies(t *testing.T, text string) id.ID {
	t.Helper()
	cuts, err := o.Stage(o.ctx, File{"corte.csv", int64(len(text)), strings.NewReader(text)},
		Options{Kind: Portfolio, Creditor: "banco", Country: "EC", AsOf: monday()})
	if err != nil {
		t.Fatal(err)
	}
	cut := cuts[0].ID
	if err := o.db.Write(o.ctx, func(tx db.Tx) error {
		_, mine, err := o.jobs.TakeTx(tx, job.New{Kind: JobPublish, Key: cut.Text(CutPrefix), Args: CutJob{cut}})
		if err == nil && !mine {
			t.Error("the job is somebody else's")
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	o.broken = errKilled
	if _, err := o.Publish(o.ctx, cut, nil); !errors.Is(err, errKilled) {
		t.Fatalf("it was not killed: %v", err)
	}
	o.broken = nil
	return cut
}

func TestWhatFollowsACutIsDoneAlthoughItsProcessIsKilledBeforeIt(t *testing.T) {
	t.Parallel()
	offices(t, func(t *testing.T, o *office) {
		h := &heard{}
		o.After = h.after
		runner := job.NewRunner(o.db, job.Options{})
		o.Work(runner)
		text := file("A1;;p1;Uno;2026-01-10;10;0;0;x")
		var cuts []Cut
		o.diesAfter(t, deadWorker(t), func() (err error) {
			cuts, err = o.loads(text, monday())
			return err
		})
		if c, err := o.Cut(o.ctx, cuts[0].ID); err != nil || c.State != Published || len(h.states) != 0 {
			t.Fatalf("the cut is %s, followed by %v: %v", c.State, h.states, err)
		}
		if err := o.FollowUp(o.ctx); err != nil || !slices.Equal(h.states, []CutState{Published}) {
			t.Errorf("the next command did %v: %v", h.states, err)
		}
		o.diesAfter(t, "another/7", func() error {
			_, err := o.Undo(o.ctx, cuts[0].ID)
			return err
		})
		if n, err := runner.Drain(o.ctx); err != nil || n != 0 {
			t.Errorf("%d jobs taken from a machine that may live: %v", n, err)
		}
		dbtest.Clock(t, o.db).Advance(31 * time.Second)
		if _, err := runner.Drain(o.ctx); err != nil || !slices.Equal(h.states, []CutState{Published, Undone}) {
			t.Errorf("who works did %v: %v", h.states, err)
		}
		if err := o.FollowUp(o.ctx); err != nil || len(h.states) != 2 {
			t.Errorf("done twice: %v, %v", h.states, err)
		}
	})
}

func TestWhatFollowsACutIsDoneWhenItsImportReturns(t *testing.T) {
	t.Parallel()
	offices(t, func(t *testing.T, o *office) {
		h := &heard{}
		o.After = h.after
		c := o.load(t, file("A1;;p1;Uno;2026-01-10;10;0;0;x"), monday())
		if !slices.Equal(h.states, []CutState{Published}) {
			t.Errorf("followed by %v", h.states)
		}
		if _, err := o.Undo(o.ctx, c.ID); err != nil || !slices.Equal(h.states, []CutState{Published, Undone}) {
			t.Errorf("followed by %v: %v", h.states, err)
		}
		if open := o.openJobs(t); len(open) != 0 {
			t.Errorf("left to do: %v", open)
		}
	})
}

func (o *office) openJobs(t *testing.T) (open []string) {
	t.Helper()
	if err := o.db.Read(o.ctx, func(tx db.Tx) error {
		return tx.Query(func(r db.Row) error {
			open = append(open, r.Text(0))
			return nil
		}, `SELECT kind FROM job WHERE open = 1 ORDER BY id`)
	}); err != nil {
		t.Fatal(err)
	}
	return open
}

func TestAnImportWhoseProcessIsKilledIsFinishedByWhoeverWorks(t *testing.T) {
	t.Parallel()
	offices(t, func(t *testing.T, o *office) {
		straight := open(t, sibling(t, o.db))
		text := without(many(1), 70)
		want := straight.load(t, text, monday())
		h := &heard{}
		o.After = h.after
		cut := o.dies(t, text)
		runner := job.NewRunner(o.db, job.Options{})
		o.Work(runner)
		if n, err := runner.Drain(o.ctx); err != nil || n != 0 {
			t.Fatalf("%d jobs taken from a process that may live: %v", n, err)
		}
		dbtest.Clock(t, o.db).Advance(31 * time.Second)
		if _, err := runner.Drain(o.ctx); err != nil {
			t.Fatal(err)
		}
		got, err := o.Cut(o.ctx, cut)
		if err != nil || got.State != Published || !slices.Equal(h.states, []CutState{Published}) {
			t.Fatalf("the cut is %s, followed by %v: %v", got.State, h.states, err)
		}
		sameText(t, "what the cut says", said(t, got), said(t, want))
		sameText(t, "the book", strings.Join(o.owes(t), "\n"), strings.Join(straight.owes(t), "\n"))
		o.checkLedger(t)
	})
}

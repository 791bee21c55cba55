package intake

import (
	"errors"
	"sync"
	"testing"

	"aldia/domain/calendar"
	"aldia/platform/db"
	"aldia/platform/id"
	"aldia/platform/job"
)

// stopsHalfWay begins to take a cut back and leaves it there, as a process that is killed does.
func (o *office) stopsHalfWay(t testing.TB, cut id.ID) {
	t.Helper()
	c, err := o.beginUndo(o.ctx, 0, cut)
	if err != nil {
		t.Fatal(err)
	}
	_, changed, err := o.touchedBy(o.ctx, &c)
	if err != nil || len(changed) < 2 {
		t.Fatalf("%d items changed: %v", len(changed), err)
	}
	if err := o.db.WriteBatch(o.ctx, func(tx db.Tx) error {
		return o.restore(tx, &c, changed[:len(changed)/2])
	}); err != nil {
		t.Fatal(err)
	}
}

// twoCuts loads a small book, and a cut that changes much of it.
func (o *office) twoCuts(t testing.TB) (before string, second Cut) {
	t.Helper()
	o.load(t, richFile("A1;1;p1;Uno;2026-01-10;10;12;consumo;comercio;no;rojo",
		"A1;2;p1;Uno;2026-02-10;10;12;consumo;comercio;no;rojo",
		"A2;;p2;Dos;2026-01-20;20;15;micro;agro;no;azul", "A3;;p3;Tres;2025-12-01;30;15;micro;agro;no;azul"),
		monday())
	before = o.book(t)
	second = o.load(t, richFile("A1;1;p1;Uno;2026-01-11;11;14;consumo;comercio;no;rojo",
		"A1;2;p1;Uno;2026-02-11;12;16;consumo;comercio;si;verde", "A2;;p2;Dos;2026-01-20;25;15;micro;agro;no;azul",
		"A4;;p4;Cuatro;2026-01-20;25;15;micro;agro;no;azul"), monday()+1)
	return before, second
}

func TestAnUndoThatWasInterruptedIsFinishedByItself(t *testing.T) {
	t.Parallel()
	offices(t, func(t *testing.T, o *office) {
		before, second := o.twoCuts(t)
		o.stopsHalfWay(t, second.ID)
		const next = rich + "\nA1;1;p1;Uno;2026-01-10;9;12;consumo;comercio;no;rojo\n"
		if _, err := o.loads(next, monday()+2); !errors.Is(err, ErrCutBusy) {
			t.Errorf("the next cut of the creditor: %v", err)
		}
		runner := job.NewRunner(o.db, job.Options{})
		o.Work(runner)
		if _, _, err := runner.Enqueue(o.ctx, job.New{Kind: JobResume, Key: JobResume}); err != nil {
			t.Fatal(err)
		}
		if done, err := runner.Drain(o.ctx); err != nil || done != 1 {
			t.Fatalf("%d jobs were done: %v", done, err)
		}
		if c, err := o.Cut(o.ctx, second.ID); err != nil || c.State != Undone {
			t.Errorf("the cut is %s, %v", c.State, err)
		}
		if got := o.book(t); got != before {
			t.Errorf("the book is\n%s\nwant\n%s", got, before)
		}
		o.checkLedger(t)
		if done, err := o.Resume(o.ctx); err != nil || done != 0 {
			t.Errorf("%d more were undone: %v", done, err)
		}
	})
}

func TestAnUndoWithAJobOfItsOwnIsLeftToIt(t *testing.T) {
	t.Parallel()
	offices(t, func(t *testing.T, o *office) {
		_, second := o.twoCuts(t)
		runner := job.NewRunner(o.db, job.Options{})
		o.Work(runner)
		if err := o.db.Write(o.ctx, func(tx db.Tx) error {
			_, err := o.AskTx(o.ctx, tx, runner, JobUndo, second.ID, "el archivo equivocado")
			return err
		}); err != nil {
			t.Fatal(err)
		}
		o.stopsHalfWay(t, second.ID)
		if done, err := o.Resume(o.ctx); err != nil || done != 0 {
			t.Errorf("%d were undone: %v", done, err)
		}
	})
}

func TestTwoWhoGoOnWithOneUndoDoItOnce(t *testing.T) {
	t.Parallel()
	offices(t, func(t *testing.T, o *office) {
		o.load(t, many(1), monday())
		before := o.book(t)
		second := o.load(t, many(2), monday()+calendar.Day(1))
		o.stopsHalfWay(t, second.ID)
		var both sync.WaitGroup
		wrong := make([]error, 2)
		for n := range wrong {
			both.Go(func() { _, wrong[n] = o.Undo(o.ctx, second.ID) })
		}
		both.Wait()
		for _, err := range wrong {
			// Who comes when it is all over is told so.
			if err != nil && !errors.Is(err, ErrCutState) {
				t.Error(err)
			}
		}
		if got := o.book(t); got != before {
			t.Error("the book is another")
		}
		o.checkLedger(t)
	})
}

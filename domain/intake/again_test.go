package intake

import (
	"errors"
	"testing"

	"aldia/platform/fault"
)

func (o *office) cutCount(t testing.TB) int {
	t.Helper()
	all, err := o.Cuts(o.ctx, 100)
	if err != nil {
		t.Fatal(err)
	}
	return len(all)
}

func TestTheSameFileTwiceMakesNoCutAndTheFirstCanStillBeTakenBack(t *testing.T) {
	t.Parallel()
	offices(t, func(t *testing.T, o *office) {
		text := file("A1;;p1;Uno;2026-01-10;10;0;0;x", "A2;;p2;Dos;2026-01-20;-5;0;0;x")
		first := o.load(t, text, monday())
		again := o.load(t, text, monday())
		if !again.Again || again.ID != first.ID || o.cutCount(t) != 1 {
			t.Errorf("the same file again is %+v, of %d cuts", again, o.cutCount(t))
		}
		counts(t, "nothing changes", again, Counts{Rows: 2, Accepted: 1, Refused: 1, Unchanged: 1})
		o.undo(t, first)
		o.wants(t, "the account has left", "A1 undone:  undone")
		if c := o.load(t, text, monday()); c.Again {
			t.Error("a file that was taken back is said to be in force")
		}
	})
}

func TestAFileIsNotTheSameWhenItBringsSomething(t *testing.T) {
	t.Parallel()
	offices(t, func(t *testing.T, o *office) {
		text := file("A1;;p1;Uno;2026-01-10;10;0;0;x")
		first := o.load(t, text, monday())
		later := o.load(t, text, monday()+1)
		if later.Again || later.ReplacesID != first.ID {
			t.Errorf("a file of another day is %+v", later)
		}
		mended := o.load(t, file("A1;;p1;Uno;2026-01-10;20;0;0;x"), monday()+1)
		back := o.load(t, text, monday()+1)
		if back.Again || back.Answer.Changed != 1 {
			t.Errorf("the first file after another is %+v", back.Answer.Counts)
		}

		// Of each that others stand on the last is named: it is the one to begin with.
		for _, c := range []Cut{first, later, mended} {
			_, err := o.Undo(o.ctx, c.ID)
			f, is := errors.AsType[*fault.Error](err)
			if !is || f.Key != ErrNotLatest.Key || f.Args[2] != back.ID.Text(CutPrefix) || f.Args[0] != "corte.csv" {
				t.Errorf("the undo of %s is answered with %v", c.State, err)
			}
		}
		for _, c := range []Cut{back, mended, later, first} {
			o.undo(t, c)
		}
		o.wants(t, "the account has left", "A1 undone:  undone")
	})
}

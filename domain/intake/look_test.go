package intake

import (
	"errors"
	"strings"
	"testing"

	"aldia/platform/db"
	"aldia/platform/id"
	"aldia/platform/job"
)

// mends says otherwise how a cut is read, and asks for it to be read again, as the screen does.
func (o *office) mends(t *testing.T, runner *job.Runner, cut id.ID, name string) {
	t.Helper()
	if err := o.Open(o.ctx, cut, Opening{Name: name, Country: "EC"}); err != nil {
		t.Error(err)
	}
	if err := o.db.Write(o.ctx, func(tx db.Tx) error {
		_, err := o.AskTx(o.ctx, tx, runner, JobPreview, cut, "")
		return err
	}); err != nil {
		t.Error(err)
	}
}

func TestWhatIsSaidOfACutWhileItIsPreviewedIsNotLost(t *testing.T) {
	t.Parallel()
	offices(t, func(t *testing.T, o *office) {
		runner := job.NewRunner(o.db, job.Options{})
		o.Work(runner)
		c := o.drafts(t, file("A-1;1;P1;Rosa;2026-02-05;100.50;0;0;x", "A-2;1;P2;José;2026-02-05;50.00;0;0;x"),
			func(as *Options) { as.Creditor = "sur" })
		if _, err := o.Settle(o.ctx, c.ID); err != nil {
			t.Fatal(err)
		}
		o.meet = func() { // once, while the file is being read
			o.meet = nil
			o.mends(t, runner, c.ID, "Banco del Sur")
		}
		o.mends(t, runner, c.ID, "Banco")
		if _, err := runner.Drain(o.ctx); err != nil {
			t.Fatal(err)
		}
		now, err := o.Cut(o.ctx, c.ID)
		if err != nil {
			t.Fatal(err)
		}
		if now.State != Previewed || !strings.Contains(now.Mapping, "Banco del Sur") || now.Answer.Rows != 2 {
			t.Errorf("%s, %+v, read by\n%s", now.State, now.Answer.Counts, now.Mapping)
		}
		if open := o.openJobs(t); len(open) > 0 {
			t.Errorf("left to do: %v", open)
		}
		o.meet = func() {
			o.meet = nil
			o.mends(t, runner, c.ID, "Banco Sureño")
		}
		if _, err := o.Preview(o.ctx, c.ID, nil); !errors.Is(err, errMended) {
			t.Errorf("a preview that nobody repeats must say that it is no longer what was said: %v", err)
		}
	})
}

func TestACutThatIsThrownAwayWhileItIsPreviewedStaysAway(t *testing.T) {
	t.Parallel()
	offices(t, func(t *testing.T, o *office) {
		runner := job.NewRunner(o.db, job.Options{})
		o.Work(runner)
		c := o.drafts(t, file("A-1;1;P1;Rosa;2026-02-05;100.50;0;0;x", "A-2;1;P2;José;nunca;50.00;0;0;x"),
			func(as *Options) { as.Creditor = "sur" })
		if _, err := o.Settle(o.ctx, c.ID); err != nil {
			t.Fatal(err)
		}
		o.mends(t, runner, c.ID, "Banco")
		o.meet = func() {
			o.meet = nil
			if err := o.Discard(o.ctx, c.ID); err != nil {
				t.Error(err)
			}
		}
		if _, err := runner.Drain(o.ctx); err != nil {
			t.Fatal(err)
		}
		if _, err := o.Cut(o.ctx, c.ID); !errors.Is(err, ErrNoCut) {
			t.Errorf("it has come back: %v", err)
		}
		if n := o.count(t, `SELECT count(*) FROM cut_refusal`); n != 0 {
			t.Errorf("%d rows of it are left", n)
		}
		if open := o.openJobs(t); len(open) > 0 {
			t.Errorf("left to do: %v", open)
		}
	})
}

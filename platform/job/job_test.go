package job_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"aldia/platform/db"
	"aldia/platform/db/dbtest"
	"aldia/platform/fault"
	"aldia/platform/id"
	"aldia/platform/job"
)

var errDisk = errors.New("the disk is full")

type args struct {
	Day int `json:"day"`
}

func runner(d *db.DB, kinds ...job.Kind) *job.Runner {
	r := job.NewRunner(d, job.Options{})
	for _, k := range kinds {
		r.Register(k)
	}
	return r
}

func enqueue(t *testing.T, r *job.Runner, n job.New) id.ID {
	t.Helper()
	j, _, err := r.Enqueue(t.Context(), n)
	if err != nil {
		t.Fatal(err)
	}
	return j
}

func status(t *testing.T, d *db.DB, j id.ID) (s job.Status) {
	t.Helper()
	if err := d.Read(t.Context(), func(tx db.Tx) (err error) {
		s, err = job.GetTx(tx, j)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return s
}

func drain(t *testing.T, r *job.Runner) int {
	t.Helper()
	n, err := r.Drain(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestAJobIsPutDownWithItsCauseAndDone(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		var told []job.State
		r := job.NewRunner(d, job.Options{Announce: func(s job.Status) { told = append(told, s.State) }})
		r.Register(job.Kind{Name: "close.run", Do: func(_ context.Context, run *job.Run) error {
			var a args
			if err := run.Args(&a); err != nil || a.Day != 20500 || run.Attempt != 1 || run.ByUser != 9 {
				t.Errorf("got %+v, attempt %d, %v", a, run.Attempt, err)
			}
			run.Progress(3, 10, "close.aging")
			return run.Result(map[string]int{"cases": 10})
		}})
		n := job.New{Kind: "close.run", Args: args{20500}, ByUser: 9}
		if err := d.Write(t.Context(), func(tx db.Tx) error {
			if _, _, err := r.EnqueueTx(tx, n); err != nil {
				return err
			}
			return errDisk
		}); !errors.Is(err, errDisk) {
			t.Fatal(err)
		}
		if n := drain(t, r); n != 0 {
			t.Fatal("a job was done whose cause was taken back")
		}
		j := enqueue(t, r, n)
		if n := drain(t, r); n != 1 {
			t.Fatalf("%d jobs done", n)
		}
		s := status(t, d, j)
		if s.State != job.Done || s.Progress != (job.Progress{Done: 3, Total: 10, Note: "close.aging"}) ||
			string(s.Result) != `{"cases":10}` || s.EndedAt.IsZero() || s.Open() {
			t.Errorf("got %+v", s)
		}
		if !slices.Equal(told, []job.State{job.Running, job.Done}) {
			t.Errorf("announced %v", told)
		}
		if _, _, err := r.Enqueue(t.Context(), job.New{Kind: "nobody.does"}); err == nil {
			t.Error("a job that nobody does was taken")
		}
	})
}

func TestWhatFailsIsTriedAgainLaterAndThenSeen(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		tries := 0
		r := runner(d, job.Kind{Name: "letter.print", MaxAttempts: 3, Do: func(context.Context, *job.Run) error {
			tries++
			if tries == 2 {
				panic("no paper")
			}
			return errDisk
		}}, job.Kind{Name: "file.read", Do: func(context.Context, *job.Run) error {
			return fault.New(fault.Invalid, "cut.not_a_table")
		}})
		j := enqueue(t, r, job.New{Kind: "letter.print"})
		for i := range 3 {
			if n := drain(t, r); n != 1 || tries != i+1 {
				t.Fatalf("attempt %d: %d done, %d tries", i+1, n, tries)
			}
			if n := drain(t, r); n != 0 {
				t.Fatal("tried again without a wait")
			}
			dbtest.Clock(t, d).Advance(10 * time.Second)
		}
		if s := status(t, d, j); s.State != job.Failed || s.Attempts != 3 || s.Error != errDisk.Error() {
			t.Errorf("got %+v", s)
		}
		if n := drain(t, r); n != 0 {
			t.Error("a failed job was tried again by itself")
		}
		if err := r.Retry(t.Context(), j); err != nil {
			t.Fatal(err)
		}
		if n := drain(t, r); n != 1 || tries != 4 {
			t.Errorf("after it was mended: %d done, %d tries", n, tries)
		}
		bad := enqueue(t, r, job.New{Kind: "file.read"})
		drain(t, r)
		if s := status(t, d, bad); s.State != job.Failed || s.Attempts != 1 || !strings.Contains(s.Error,
			"cut.not_a_table") {
			t.Errorf("what a person must mend was tried again: %+v", s)
		}
	})
}

func TestOneOpenJobOfAKey(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		r := runner(d, job.Kind{Name: "close.run", Do: func(context.Context, *job.Run) error { return nil }})
		n := job.New{Kind: "close.run", Key: "EC 2026-03-02"}
		first := enqueue(t, r, n)
		again, added, err := r.Enqueue(t.Context(), n)
		if err != nil || added || again != first {
			t.Fatalf("the same close was put down twice: %v %v %v", again, added, err)
		}
		if n := drain(t, r); n != 1 {
			t.Fatalf("%d done", n)
		}
		if _, added, err := r.Enqueue(t.Context(), n); !added || err != nil {
			t.Errorf("after the first was done: %v %v", added, err)
		}
	})
}

func TestWhatIsUrgentGoesFirstAndWhatIsEarlyWaits(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		var order []string
		r := runner(d, job.Kind{Name: "x.do", Do: func(_ context.Context, run *job.Run) error {
			order = append(order, run.Key)
			return nil
		}})
		for _, n := range []job.New{
			{Key: "sweep", Priority: job.Idle}, {Key: "first"}, {Key: "second"}, {Key: "person", Priority: job.Urgent},
			{Key: "later", Priority: job.Urgent, DueAt: d.Now().Add(time.Hour)},
		} {
			n.Kind = "x.do"
			enqueue(t, r, n)
		}
		drain(t, r)
		dbtest.Clock(t, d).Advance(time.Hour)
		drain(t, r)
		if want := []string{"person", "first", "second", "sweep", "later"}; !slices.Equal(order, want) {
			t.Errorf("done as %v", order)
		}
	})
}

func TestAJobIsCancelledWhileItWaitsAndWhileItRuns(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		began := make(chan struct{})
		r := runner(d, job.Kind{Name: "x.do", Do: func(ctx context.Context, run *job.Run) error {
			run.Progress(1, 2, "")
			close(began)
			<-ctx.Done()
			return errDisk // whatever broke, broke because of the cancelling
		}})
		waiting := enqueue(t, r, job.New{Kind: "x.do"})
		if err := r.Cancel(t.Context(), waiting); err != nil {
			t.Fatal(err)
		}
		running := enqueue(t, r, job.New{Kind: "x.do"})
		var wg sync.WaitGroup
		wg.Go(func() { drain(t, r) })
		<-began
		if err := r.Cancel(t.Context(), running); err != nil {
			t.Fatal(err)
		}
		wg.Wait()
		for _, j := range []id.ID{waiting, running} {
			if s := status(t, d, j); s.State != job.Cancelled || s.Open() {
				t.Errorf("got %+v", s)
			}
		}
		if err := r.Cancel(t.Context(), 12345); !errors.Is(err, job.ErrMissing) {
			t.Errorf("cancelling nothing: %v", err)
		}
	})
}

func TestAWorkerThatWasBelievedDeadWritesNothing(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		began, released := make(chan struct{}), make(chan struct{})
		var sluggish error
		slow := runner(d, job.Kind{Name: "x.do", Do: func(ctx context.Context, run *job.Run) error {
			close(began)
			<-released
			sluggish = d.Write(ctx, run.FenceTx)
			return sluggish
		}})
		quick := runner(d, job.Kind{Name: "x.do", Do: func(ctx context.Context, run *job.Run) error {
			if run.Attempt != 2 {
				t.Errorf("attempt %d", run.Attempt)
			}
			return d.Write(ctx, run.DoneTx)
		}})
		j := enqueue(t, slow, job.New{Kind: "x.do"})
		var wg sync.WaitGroup
		wg.Go(func() { drain(t, slow) })
		<-began
		if n := drain(t, quick); n != 0 {
			t.Error("a living worker was robbed")
		}
		dbtest.Clock(t, d).Advance(31 * time.Second)
		if n := drain(t, quick); n != 1 {
			t.Errorf("%d taken over", n)
		}
		close(released)
		wg.Wait()
		if !errors.Is(sluggish, job.ErrLost) {
			t.Errorf("the slow worker was told %v", sluggish)
		}
		if s := status(t, d, j); s.State != job.Done || s.Attempts != 2 {
			t.Errorf("got %+v", s)
		}
	})
}

func TestManyWorkersOfManyProcessesDoEachJobOnce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		const jobs = 150
		var done atomic.Int64
		all := make(chan struct{})
		counts := make([]atomic.Int64, jobs)
		kind := job.Kind{Name: "x.do", Do: func(ctx context.Context, run *job.Run) error {
			var a args
			if err := run.Args(&a); err != nil {
				return err
			}
			counts[a.Day].Add(1)
			if err := d.Write(ctx, run.DoneTx); err != nil {
				return err
			}
			if done.Add(1) == jobs {
				close(all)
			}
			return nil
		}}
		ctx, cancel := context.WithCancel(t.Context())
		var wg sync.WaitGroup
		for range 3 {
			r := runner(d, kind)
			wg.Go(func() { r.Run(ctx, 4) })
		}
		r := runner(d, kind)
		for i := range jobs {
			enqueue(t, r, job.New{Kind: "x.do", Args: args{i}})
		}
		<-all
		cancel()
		wg.Wait()
		for i := range counts {
			if n := counts[i].Load(); n != 1 {
				t.Errorf("job %d was done %d times", i, n)
			}
		}
		var states map[job.State]int64
		if err := d.Read(t.Context(), func(tx db.Tx) (err error) {
			states, err = job.CountTx(tx)
			return err
		}); err != nil || states[job.Done] != jobs || states[job.Waiting] != 0 {
			t.Errorf("left %v, %v", states, err)
		}
	})
}

func TestAProcessThatStopsGivesItsJobsBack(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		began := make(chan struct{})
		r := job.NewRunner(d, job.Options{Grace: time.Millisecond})
		r.Register(job.Kind{Name: "x.do", MaxAttempts: 1, Do: func(ctx context.Context, run *job.Run) error {
			run.Progress(7, 9, "")
			close(began)
			<-ctx.Done()
			if !errors.Is(context.Cause(ctx), job.ErrStopping) {
				t.Errorf("stopped because of %v", context.Cause(ctx))
			}
			return ctx.Err()
		}})
		j := enqueue(t, r, job.New{Kind: "x.do"})
		ctx, cancel := context.WithCancel(t.Context())
		var wg sync.WaitGroup
		wg.Go(func() { r.Run(ctx, 2) })
		<-began
		cancel()
		wg.Wait()
		if s := status(t, d, j); s.State != job.Waiting || s.Progress.Done != 7 {
			t.Fatalf("got %+v", s)
		}
		heir := runner(d, job.Kind{Name: "x.do", Do: func(_ context.Context, run *job.Run) error {
			if run.Came().Done != 7 {
				t.Errorf("came %+v", run.Came())
			}
			return nil
		}})
		if n := drain(t, heir); n != 1 || status(t, d, j).State != job.Done {
			t.Errorf("%d done; %+v", n, status(t, d, j))
		}
	})
}

package intake

import (
	"context"
	"errors"
	"time"

	"aldia/domain/money"
	"aldia/domain/portfolio"
	"aldia/platform/audit"
	"aldia/platform/auth"
	"aldia/platform/db"
	"aldia/platform/id"
	"aldia/platform/job"
)

// The jobs of this noun. The key of each begins with the cut's identity as text.
const (
	JobPreview = "cut.preview"
	JobPublish = "cut.publish"
	JobUndo    = "cut.undo"
	// JobResume goes on with what stopped half way, whoever began it.
	JobResume = "cut.resume"
	// JobFollow does what follows a cut that was published or taken back.
	JobFollow = "cut.follow"
)

// maxTried is up to how many payments a preview says which of them are new: they are taken in and given
// back in one transaction, for which everybody who writes waits.
const maxTried = 20_000

// CutJob is what such a job is given.
type CutJob struct {
	Cut id.ID `json:"cut"`
}

// resumeEvery is how often it is looked whether an undo stopped half way: until then its creditor has to
// wait.
const resumeEvery = time.Minute

// Work lets a runner preview, publish and undo cuts, and do what follows. All may be interrupted and go on
// where they were. What is put down from now on is put down with this runner.
func (in *Intakes) Work(r *job.Runner) {
	in.jobs = r
	r.Register(job.Kind{Name: JobPreview, Do: in.does(func(ctx context.Context, run *job.Run, cut id.ID) error {
		return in.look(ctx, run, cut)
	})})
	r.Register(job.Kind{Name: JobPublish, Do: in.does(func(ctx context.Context, run *job.Run, cut id.ID) error {
		_, err := in.Publish(ctx, cut, func(done, total int64) { run.Progress(done, total, "") })
		return in.doneBefore(ctx, run, cut, func(c *Cut) bool { return c.PublishedAt != 0 }, err)
	})})
	r.Register(job.Kind{Name: JobUndo, Do: in.does(func(ctx context.Context, run *job.Run, cut id.ID) error {
		_, err := in.Undo(ctx, cut)
		return in.doneBefore(ctx, run, cut, func(c *Cut) bool { return c.State == Undone }, err)
	})})
	r.Register(job.Kind{Name: JobFollow, Do: in.does(func(ctx context.Context, _ *job.Run, cut id.ID) error {
		return in.follow(ctx, cut)
	})})
	r.Register(job.Kind{Name: JobResume, Do: func(ctx context.Context, run *job.Run) error {
		done, err := in.Resume(ctx)
		return errors.Join(err, run.Result(map[string]int{"undone": done}))
	}})
	r.Every(JobResume, resumeEvery, job.New{Kind: JobResume, Key: JobResume})
}

// Resume finishes the undos that nobody is at any more: the command that began them was killed, or the
// machine went off. Each is done in the name of whoever began it. One that somebody is at after all loses
// nothing: both find what the other has done.
func (in *Intakes) Resume(ctx context.Context) (done int, err error) {
	var left []Cut
	err = in.db.Read(ctx, func(tx db.Tx) error {
		all, err := listCuts(tx, `state = 'undoing' ORDER BY id`)
		left = left[:0]
		for i := range all {
			asked, found, wrong := job.LastTx(tx, JobUndo, all[i].ID.Text(CutPrefix))
			if wrong != nil {
				return wrong
			}
			if !found || !asked.Open() { // else its own job goes on with it
				left = append(left, all[i])
			}
		}
		return err
	})
	if err != nil {
		return 0, err
	}
	for i := range left {
		c := &left[i]
		if _, err := in.undo(auth.As(ctx, auth.Identity{ID: c.UndoneBy, Role: auth.System}), c.UndoneBy,
			c.ID); err != nil {
			return done, err
		}
		done++
	}
	return done, nil
}

func (in *Intakes) does(do func(context.Context, *job.Run, id.ID) error) func(context.Context,
	*job.Run) error {
	return func(ctx context.Context, run *job.Run) error {
		var args CutJob
		if err := run.Args(&args); err != nil {
			return err
		}
		// Who asked was allowed to when they asked; the work is done in their name.
		return run.Tell(do(auth.As(ctx, auth.Identity{ID: run.ByUser, Role: auth.System}), run, args.Cut))
	}
}

// AskTx puts a job about a cut down, and who asked for it and why into the book.
func (in *Intakes) AskTx(
	ctx context.Context, tx db.Tx, r *job.Runner, kind string, cut id.ID, why string,
) (id.ID, error) {
	who, err := auth.Allow(ctx, auth.CutPublish)
	if err != nil {
		return 0, err
	}
	asked, added, err := r.EnqueueTx(tx, job.New{
		Kind: kind, Key: cut.Text(CutPrefix), Args: CutJob{cut}, Priority: job.Urgent, ByUser: who.ID,
	})
	if err != nil || !added || kind == JobPreview {
		return asked, err
	}
	return asked, audit.AppendTx(tx, audit.Entry{
		At: in.db.Now(), ByUser: who.ID, What: kind + "_asked", On: "cut", OnID: cut, Why: why,
	})
}

// errTried takes a dry run back.
var errTried = errors.New("intake: a dry run")

// previewPayments reads a file of payments through. For one that is not too large it says which payments
// are new, by taking them in and giving them back.
func (in *Intakes) previewPayments(ctx context.Context, c Cut, progress func(done, total int64)) (Preview,
	error) {
	p := Preview{Cut: c}
	if c.State != Staged && c.State != Previewed {
		return p, ErrCutState.With(string(c.State))
	}
	err := in.withFile(ctx, &c, func(f File) (err error) {
		p, err = in.weighPayments(ctx, f, c, progress)
		return err
	})
	if err != nil {
		return p, err
	}
	p.Cut.State, p.Cut.RowCount = Previewed, p.Cut.Answer.Rows
	err = in.keepPreview(ctx, &c, &p)
	return p, err
}

// weighPayments says what a file of payments would bring, and writes nothing.
func (in *Intakes) weighPayments(
	ctx context.Context, f File, c Cut, progress func(done, total int64),
) (Preview, error) {
	p := Preview{Cut: c}
	err := in.db.Read(ctx, func(tx db.Tx) (err error) {
		p.Creditor, p.Known, err = portfolio.CreditorByCode(tx, c.Answer.Creditor)
		return err
	})
	if err != nil {
		return p, err
	}
	m, err := ParseMapping([]byte(c.Mapping))
	if err != nil {
		return p, err
	}
	p.Cut.Answer = Answer{Creditor: c.Answer.Creditor}
	r, err := in.openAs(f, m, c.Kind, c.AsOfOn)
	if err != nil {
		return p, err
	}
	rows, err := p.readPayments(r, progress)
	if err = errors.Join(err, r.table.Close()); err != nil {
		return p, err
	}
	switch {
	case !p.Known: // who has no accounts has none that anybody paid
		a := &p.Cut.Answer
		a.Accepted, a.Unmatched, a.Balance = 0, a.Accepted, map[money.Currency]money.Amount{}
	case in.Payer != nil && len(rows) <= maxTried:
		err = in.tryPayments(ctx, &p, rows)
	}
	return p, err
}

// readPayments counts the rows of a file and sums them up. It gives them while they are few enough to be
// tried.
func (p *Preview) readPayments(r *reading, progress func(done, total int64)) (rows []PaymentRow, err error) {
	a := &p.Cut.Answer
	a.Balance = map[money.Currency]money.Amount{}
	var next []PaymentRow
	for more := true; more; {
		b := &batch{}
		if next, more, err = r.payments(b, nil, a.Creditor); err != nil {
			return nil, err
		}
		n := Counts{Rows: b.count, Left: b.left}
		n.tell(b.refused)
		n.Accepted = int64(len(next))
		a.Counts.add(n)
		for i := range next {
			a.Balance[next[i].Currency] += next[i].Amount
		}
		if len(rows) <= maxTried {
			rows = append(rows, next...)
		}
		p.refuse(b.refused)
		a.Others = r.rows.strangers.rows
		if progress != nil {
			progress(b.read, r.size)
		}
	}
	return rows, nil
}

func (p *Preview) refuse(refused []refusedRow) {
	if len(refused) == 0 {
		return
	}
	m, _ := ParseMapping([]byte(p.Cut.Mapping)) // of one that cannot be read nothing was refused row by row
	for _, row := range refused {
		if len(p.Refused) < maxRefusals {
			r := Refused{
				Line: row.line, Grade: row.grade, Column: row.reason.Column, Value: row.reason.Value,
				Key: row.reason.Key, Args: row.reason.Args, Text: row.text,
			}
			m.name(&r)
			p.Refused = append(p.Refused, r)
		}
	}
}

func (in *Intakes) tryPayments(ctx context.Context, p *Preview, rows []PaymentRow) error {
	var refused []refusedRow
	var sum PaymentCounts
	err := in.db.WriteBatch(ctx, func(tx db.Tx) error {
		refused, sum = nil, PaymentCounts{Amount: map[string]int64{}}
		for from := 0; from < len(rows); from += chunkRows {
			chunk := rows[from:min(len(rows), from+chunkRows)]
			counts, err := in.Payer.Receive(tx, &p.Cut, p.Creditor, chunk)
			if err != nil {
				return err
			}
			sum.Accepted += counts.Accepted
			sum.Duplicate += counts.Duplicate
			sum.Unmatched += counts.Unmatched
			for currency, amount := range counts.Amount {
				sum.Amount[currency] += amount
			}
			for _, r := range counts.Refused {
				refused = append(refused, refusedRow{int64(chunk[r.Row].Line), "refused", r.Reason, ""})
			}
			for _, r := range counts.Warned {
				refused = append(refused, refusedRow{int64(chunk[r.Row].Line), "warned", r.Reason, ""})
			}
		}
		return errTried
	})
	if !errors.Is(err, errTried) {
		return err
	}
	a := &p.Cut.Answer
	n := Counts{}
	n.tell(refused)
	a.Counts.add(n)
	a.Accepted, a.Duplicate, a.Unmatched = sum.Accepted, sum.Duplicate, sum.Unmatched
	a.Balance = map[money.Currency]money.Amount{}
	for currency, amount := range sum.Amount {
		a.Balance[money.Currency(currency)] += money.Amount(amount)
	}
	p.refuse(refused)
	return nil
}

package party

import (
	"context"

	"aldia/platform/db"
	"aldia/platform/id"
	"aldia/platform/job"
)

// JobDuplicates looks for pairs that may be one person.
const JobDuplicates = "duplicates.find"

// The keys of the job: of each there is one at a time, however many ask.
const (
	// DuplicatesAll is a search over everybody, which a person asks for.
	DuplicatesAll = "all"
	// duplicatesNew is one among those who are new, which a cut asks for.
	duplicatesNew = "new"
)

// duplicatesJob is what the job is given.
type duplicatesJob struct {
	Since id.ID `json:"since,omitempty"` // only persons made after it are compared with everybody
}

// Work lets a runner look for duplicates.
func (p *Persons) Work(r *job.Runner) {
	r.Register(job.Kind{Name: JobDuplicates, Do: p.lookForDuplicates})
}

// SeekTx asks for a search among the persons made since a moment, within the transaction that made the last
// of them: several loads ask for one search. What waits already began earlier and finds them too.
func (p *Persons) SeekTx(tx db.Tx, r *job.Runner, since id.ID) error {
	_, _, err := r.EnqueueTx(tx, job.New{
		Kind: JobDuplicates, Key: duplicatesNew, Args: duplicatesJob{since}, Priority: job.Idle,
	})
	return err
}

func (p *Persons) lookForDuplicates(ctx context.Context, run *job.Run) error {
	var args duplicatesJob
	if err := run.Args(&args); err != nil {
		return err
	}
	found := 0
	for since := args.Since; ; {
		through := p.db.IDs().New()
		if err := p.Index(ctx); err != nil { // those of the latest load are compared too
			return err
		}
		n, err := p.FindDuplicates(ctx, since)
		if err != nil {
			return err
		}
		found += n
		if err := run.Result(map[string]int{"found": found}); err != nil {
			return err
		}
		if args.Since == 0 {
			return nil
		}
		// A cut that was published meanwhile found this job at work and asked for no other.
		done := false
		if err := p.db.Write(ctx, func(tx db.Tx) error {
			later, err := db.Int(tx, `SELECT count(*) FROM (SELECT id FROM person WHERE id > ? LIMIT 1) AS later`,
				through)
			if err != nil || later > 0 {
				done = false
				return err
			}
			done = true
			return run.DoneTx(tx)
		}); err != nil || done {
			return err
		}
		since = through
	}
}

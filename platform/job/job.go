// Package job does what need not be done while somebody waits: it is put down in the transaction that wants
// it, and any process of the same database may do it. A job runs at least once; its handler is written so
// that a second run goes on where the first one stopped, and may end the job in the same transaction as its
// last change (Run.DoneTx), which makes that change happen exactly once.
//
// The life of a job: waiting → running → done, failed or cancelled. Whoever runs it holds a lease and renews
// it; when a process dies its lease ends and another one takes the job over. The number of the attempt is the
// fence: what a process writes that was believed dead is refused.
package job

import (
	"context"
	"encoding/json"
	"time"

	"aldia/platform/fault"
	"aldia/platform/id"
)

// State is where a job is in its life.
type State string

// The states.
const (
	Waiting   State = "waiting"
	Running   State = "running"
	Done      State = "done"
	Failed    State = "failed"
	Cancelled State = "cancelled"
)

// Priorities: what is lower goes first. Zero is normal.
const (
	Urgent = -10 // a person looks at a progress bar
	Normal = 0
	Idle   = 10 // cleaning up
)

// Errors of jobs.
var (
	// ErrLost says that the lease has ended and the job belongs to somebody else: stop, and write nothing.
	ErrLost = fault.New(fault.Conflict, "job.lost")
	// ErrCancelled is the cause of the context of a job that somebody cancelled.
	ErrCancelled = fault.New(fault.Conflict, "job.cancelled")
	// ErrStopping is the cause of the context of a job whose process ends. The job goes back to where it waited.
	ErrStopping = fault.New(fault.Conflict, "job.stopping")
	ErrMissing  = fault.New(fault.Missing, "job.missing")
	ErrEnded    = fault.New(fault.Conflict, "job.ended")
)

// Kind is one sort of job and who does it.
type Kind struct {
	Name        string // noun.verb: "cut.import"
	MaxAttempts int    // zero is 5
	Do          func(ctx context.Context, run *Run) error
}

// New is a job to be done.
type New struct {
	Kind     string
	Key      string // of one kind and key only one job is open at a time; "" sets no such limit
	Args     any    // becomes JSON
	Priority int
	DueAt    time.Time // zero is now
	ByUser   id.ID
}

// Status is a job as it stands.
type Status struct {
	ID          id.ID
	Kind        string
	Key         string
	State       State
	Args        json.RawMessage
	DueAt       time.Time // of a running job: the end of its lease
	Attempts    int64
	MaxAttempts int64
	Worker      string
	Progress    Progress
	Error       string
	Result      json.RawMessage // what the handler left, nil when nothing
	ByUser      id.ID
	CreatedAt   time.Time
	StartedAt   time.Time
	EndedAt     time.Time
}

// Open says whether the job is still to be done, or being done.
func (s *Status) Open() bool { return s.State == Waiting || s.State == Running }

// Progress is how far a job has come: done of total, in whatever it counts, and a word for people (a key of
// platform/text, or plain). A total of zero is not known yet.
type Progress struct {
	Done  int64
	Total int64
	Note  string
}

const (
	defaultAttempts = 5
	// maxArgs holds off a caller that would put a file into the queue: that is what platform/blob is for.
	maxArgs   = 64 << 10
	maxError  = 2000
	firstWait = 2 * time.Second
	mostWait  = 30 * time.Minute
)

// transient says whether trying again may help. What a person must mend will fail the same way.
func transient(err error) bool {
	switch fault.KindOf(err) { //nolint:exhaustive // every other kind is a person's to mend
	case fault.Internal, fault.Limit:
		return true
	}
	return false
}

package job

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"aldia/platform/db"
	"aldia/platform/id"
)

const columns = `id, kind, key, state, args, due_at, attempts, max_attempts, worker, progress_done,
	progress_total,
	progress_note, error, result, by_user, created_at, started_at, ended_at`

func scan(r db.Row) Status {
	s := Status{ID: id.ID(r.Int(0)), Kind: r.Text(1), Key: r.Text(2), State: State(r.Text(3)),
		Args: json.RawMessage(r.Text(4)), DueAt: db.Time(r.Int(5)), Attempts: r.Int(6), MaxAttempts: r.Int(7),
		Worker: r.Text(8), Progress: Progress{Done: r.Int(9), Total: r.Int(10),
			Note: r.Text(11)}, Error: r.Text(12),
		ByUser: id.ID(r.Int(14)), CreatedAt: db.Time(r.Int(15)), StartedAt: db.Time(r.Int(16)),
		EndedAt: db.Time(r.Int(17))}
	if result := r.Text(13); result != "" {
		s.Result = json.RawMessage(result)
	}
	return s
}

// insertTx puts a job down, or gives the open one of the same kind and key.
func insertTx(tx db.Tx, job id.ID, n *New, args string, attempts int, now time.Time) (kept id.ID, added bool,
	err error) {
	for {
		changed, err := tx.Exec(`INSERT INTO job (id, kind, key, args, state, open, priority, due_at, attempts,
			max_attempts, cancel, worker, progress_done, progress_total, progress_note, error, result, by_user,
			created_at, started_at, ended_at)
			VALUES (?, ?, ?, ?, 'waiting', 1, ?, ?, 0, ?, 0, '', 0, 0, '', '', '', ?, ?, 0, 0)
			ON CONFLICT (kind, key) WHERE open = 1 AND key <> '' DO NOTHING`,
			job, n.Kind, n.Key, args, n.Priority, n.DueAt, attempts, n.ByUser, now)
		if err != nil || changed == 1 {
			return job, true, err
		}
		found, err := db.One(tx, func(r db.Row) error {
			kept = id.ID(r.Int(0))
			return nil
		}, `SELECT id FROM job WHERE kind = ? AND key = ? AND open = 1 AND key <> ''`, n.Kind, n.Key)
		if err != nil || found {
			return kept, false, err
		}
		// It ended between the two statements: put ours down after all.
	}
}

// claimTx takes the next job that is due. One that was running has lost its process; when it has no attempt
// left it is failed here, since nobody else is there to do it.
func claimTx(tx db.Tx, now, leasedUntil time.Time, worker string, kinds []any) (s Status, found bool,
	err error) {
	skip := ""
	if tx.Engine() == db.Postgres {
		skip = ` FOR UPDATE SKIP LOCKED`
	}
	places := strings.TrimSuffix(strings.Repeat("?, ", len(kinds)), ", ")
	for {
		found, err = db.One(tx, func(r db.Row) error {
			s = scan(r)
			return nil
		}, `SELECT `+columns+` FROM job WHERE open = 1 AND due_at <= ? AND kind IN (`+places+`)
			ORDER BY priority, due_at, id LIMIT 1`+skip, append([]any{now}, kinds...)...)
		if err != nil || !found {
			return s, false, err
		}
		if s.State == Running && s.Attempts >= s.MaxAttempts {
			reason := fmt.Sprintf("job: the process %q died during attempt %d", s.Worker, s.Attempts)
			if _, err := endTx(tx, &s, Failed, reason, "", now); err != nil {
				return s, false, err
			}
			continue
		}
		err = leaseTx(tx, &s, now, leasedUntil, worker)
		return s, err == nil, err
	}
}

// mine restricts a statement to the attempt that holds the job.
const mine = ` WHERE id = ? AND attempts = ? AND state = 'running'`

// beatTx renews the lease and notes the progress. cancel is whether somebody wants the job stopped.
func beatTx(tx db.Tx, s *Status, p Progress, leasedUntil time.Time) (held, cancel bool, err error) {
	held, err = db.One(tx, func(r db.Row) error {
		cancel = r.Int(0) == 1
		return nil
	}, `UPDATE job SET due_at = ?, progress_done = ?, progress_total = ?, progress_note = ?`+mine+` RETURNING
		cancel`,
		leasedUntil, p.Done, p.Total, p.Note, s.ID, s.Attempts)
	return held, cancel, err
}

func endTx(tx db.Tx, s *Status, state State, reason, result string, now time.Time) (held bool, err error) {
	n, err := tx.Exec(`UPDATE job SET state = ?, open = 0, error = ?, result = ?, ended_at = ?, progress_done =
		?,
		progress_total = ?, progress_note = ?`+mine, state, reason, result, now, s.Progress.Done, s.Progress.Total,
		s.Progress.Note, s.ID, s.Attempts)
	return n == 1, err
}

// againTx puts the job back to wait. more is the number of attempts that are given on top: one when it was
// not the job's fault.
func againTx(tx db.Tx, s *Status, reason string, dueAt time.Time, more int) error {
	_, err := tx.Exec(`UPDATE job SET state = 'waiting', due_at = ?, error = ?, max_attempts = max_attempts + ?,
		progress_done = ?, progress_total = ?, progress_note = ?`+mine, dueAt, reason, more, s.Progress.Done,
		s.Progress.Total, s.Progress.Note, s.ID, s.Attempts)
	return err
}

// GetTx gives one job.
func GetTx(tx db.Tx, job id.ID) (s Status, err error) {
	found, err := db.One(tx, func(r db.Row) error {
		s = scan(r)
		return nil
	}, `SELECT `+columns+` FROM job WHERE id = ?`, job)
	if err == nil && !found {
		err = ErrMissing
	}
	return s, err
}

// Filter chooses jobs for a list; what is zero does not matter.
type Filter struct {
	Kind  string
	State State
	// Without are kinds to pass over, save those of their jobs that failed.
	Without []string
	Before  id.ID // for the next page: the last one of this page
	Limit   int   // zero is MaxPage
}

// MaxPage bounds a list.
const MaxPage = 200

// ListTx lists jobs, newest first.
func ListTx(tx db.Tx, f Filter) (page []Status, err error) {
	if f.Limit <= 0 || f.Limit > MaxPage {
		f.Limit = MaxPage
	}
	where, args := `WHERE 1 = 1`, []any{}
	if f.Kind != "" {
		where, args = where+` AND kind = ?`, append(args, f.Kind)
	}
	if f.State != "" {
		where, args = where+` AND state = ?`, append(args, f.State)
	}
	if len(f.Without) > 0 {
		where += ` AND (state = 'failed' OR kind NOT IN (?` + strings.Repeat(`, ?`, len(f.Without)-1) + `))`
		for _, kind := range f.Without {
			args = append(args, kind)
		}
	}
	if f.Before != 0 {
		where, args = where+` AND id < ?`, append(args, f.Before)
	}
	err = tx.Query(func(r db.Row) error {
		page = append(page, scan(r))
		return nil
	}, `SELECT `+columns+` FROM job `+where+` ORDER BY id DESC LIMIT ?`, append(args, f.Limit)...)
	return page, err
}

// CountTx gives the number of jobs in each state, for gauges.
func CountTx(tx db.Tx) (map[State]int64, error) {
	counts := map[State]int64{Waiting: 0, Running: 0, Failed: 0}
	err := tx.Query(func(r db.Row) error {
		counts[State(r.Text(0))] = r.Int(1)
		return nil
	}, `SELECT state, count(*) FROM job GROUP BY state`)
	return counts, err
}

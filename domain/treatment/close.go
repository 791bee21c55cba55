package treatment

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"golang.org/x/sync/errgroup"

	"aldia/domain/calendar"
	"aldia/domain/delinquency"
	"aldia/platform/audit"
	"aldia/platform/auth"
	"aldia/platform/db"
	"aldia/platform/fault"
	"aldia/platform/id"
)

// The day's close takes every case through Decide. The book is cut into shards of persons; each shard is
// read, decided and written on its own, with its checkpoint in the same transaction, by any number of
// workers of any number of processes. A close that is killed goes on where it was; one that is done answers
// again what it answered. It never holds a lock for longer than a shard's writing, so no payment and no
// agent waits for it.

const (
	// shardPersons is how many persons a shard holds: enough to make statements rare, few enough that the
	// writing of a shard keeps an agent waiting for some milliseconds only. Where every account posts its
	// interest, at a month's end, a shard writes twenty times as much; and where there is one writer, agents
	// wait for all of it.
	shardPersons, postingPersons, postingAlone = 1000, 500, 250
	// leaseFor is how long a worker may be silent about a shard before another one takes it too: some ten
	// times what a shard takes on a busy machine. Too early costs work done twice, and nothing else.
	leaseFor = 5 * time.Second
	// pause is how often is looked whether somebody else has ended.
	pause = 200 * time.Millisecond
	// retries is how often a shard is decided again because a case changed under it, and freeTries how often
	// with nobody kept waiting: then its cases are held.
	retries, freeTries = 20, 5
)

// Answer is what a close says.
type Answer struct {
	Date     calendar.Day
	Cases    int64
	Accounts int64
	Seconds  float64
	Planned  map[string]int64
	Kept     int64
	Broken   int64
	Again    bool
	Unasked  Unasked `json:",omitzero"`
	// KeptInAll and BrokenInAll count the promises of all days, for the next close to start from.
	KeptInAll, BrokenInAll int64
}

// What a person can be told.
var (
	ErrEarlier = fault.New(fault.Conflict, "close.earlier") // a later day is closed already
	ErrAhead   = fault.New(fault.Conflict, "close.ahead")   // {0} the day, {1} the last that can be closed
	ErrRunning = fault.New(fault.Conflict, "close.running") // another day's close is under way
)

// LastClosed is the last day that was closed, or none.
func LastClosed(tx db.Tx) (calendar.Day, error) {
	n, err := db.Int(tx, `SELECT coalesce(max(on_day), 0) FROM close_day WHERE state = 'done'`)
	return calendar.Day(n), err
}

// Close closes a day. Closing it again is a no-op with the same answer.
func (t *Treatments) Close(ctx context.Context, day calendar.Day) (Answer, error) {
	if _, err := auth.Allow(ctx, auth.CloseRun); err != nil {
		return Answer{}, err
	}
	answer, done, err := t.open(ctx, day)
	if err != nil || done {
		return answer, err
	}
	for {
		if err := t.run(ctx, day); err != nil {
			return Answer{}, err
		}
		answer, done, err = t.finish(ctx, day)
		if err != nil || done {
			return answer, err
		}
		// Another process still works on a shard: wait a moment for it, or for its lease to end.
		select {
		case <-ctx.Done():
			return Answer{}, ctx.Err()
		case <-time.After(pause):
		}
	}
}

// open begins the close of a day, or joins one that is under way.
func (t *Treatments) open(ctx context.Context, day calendar.Day) (answer Answer, done bool, err error) {
	persons := shardPersons
	switch {
	case day.IsMonthEnd() && t.db.Engine() == db.SQLite:
		persons = postingAlone
	case day.IsMonthEnd():
		persons = postingPersons
	}
	bounds, err := t.bounds(ctx, persons)
	if err != nil {
		return answer, false, err
	}
	err = t.db.WriteBatch(ctx, func(tx db.Tx) error {
		answer, done = Answer{}, false
		if err := t.hasCome(tx, day); err != nil {
			return err
		}
		if tx.Engine() == db.Postgres {
			if _, err := tx.Exec(`LOCK TABLE close_day IN SHARE ROW EXCLUSIVE MODE`); err != nil {
				return err
			}
		}
		last, running := calendar.NoDay, calendar.NoDay
		state, text := "", ""
		if err := tx.Query(func(r db.Row) error {
			on := calendar.Day(r.Int(0))
			if on == day {
				state, text = r.Text(1), r.Text(2)
			} else if r.Text(1) == "running" {
				running = on
			}
			last = max(last, on)
			return nil
		}, `SELECT on_day, state, answer FROM close_day WHERE state = 'running' OR on_day >= ?`, day); err != nil {
			return err
		}
		switch {
		case state == "done":
			done = true
			answer, err = parseAnswer(day, text)
			answer.Again = true
			return err
		case state == "running":
			return nil
		case running != calendar.NoDay:
			return ErrRunning.With(running.Text())
		case last > day:
			return ErrEarlier.With(last.Text())
		}
		return t.begin(tx, day, bounds)
	})
	return answer, done, err
}

func (t *Treatments) begin(tx db.Tx, day calendar.Day, bounds []id.ID) error {
	if _, err := tx.Exec(`INSERT INTO close_day (on_day, state, started_at, ended_at, answer)
		VALUES (?, 'running', ?, 0, '')`, day, t.db.Now()); err != nil {
		return err
	}
	columns := []string{"on_day", "n", "from_person", "past_person", "state", "taken_at", "answer"}
	return tx.Insert("close_shard", columns, len(bounds)-1, func(n int, v *db.Values) {
		v.Int(int64(day))
		v.Int(int64(n))
		v.Int(int64(bounds[n]))
		v.Int(int64(bounds[n+1]))
		v.Text("open")
		v.Int(0)
		v.Text("")
	})
}

// bounds cuts the book: the shards' first persons, then an end that no person reaches.
func (t *Treatments) bounds(ctx context.Context, persons int) ([]id.ID, error) {
	bounds := []id.ID{0}
	n := 0
	err := t.db.Read(ctx, func(tx db.Tx) error {
		bounds, n = bounds[:1], 0
		return tx.Query(func(r db.Row) error {
			if n++; n%persons == 0 {
				bounds = append(bounds, id.ID(r.Int(0)))
			}
			return nil
		}, `SELECT id FROM person ORDER BY id`)
	})
	return append(bounds, 1<<62), err
}

// run works on shards until none is left to take.
func (t *Treatments) run(ctx context.Context, day calendar.Day) error {
	var p *Policy
	if err := t.db.Read(ctx, func(tx db.Tx) (err error) {
		p, err = t.policy(tx)
		return err
	}); err != nil {
		return err
	}
	own := *p
	own.PostInterest = day.IsMonthEnd()
	group, ctx := errgroup.WithContext(ctx)
	for worker := range max(1, t.Workers) {
		group.Go(func() error {
			w := t.worker(day, &own)
			w.closing = true
			for {
				if worker > 0 {
					if left, err := t.giveWay(ctx, day); err != nil || !left {
						return err
					}
				}
				took, err := w.next(ctx)
				if err != nil || !took {
					return err
				}
			}
		})
	}
	return group.Wait()
}

// shardAnswer is what a shard leaves for the day's figures.
type shardAnswer struct {
	Tally    Tally                        `json:"tally"`
	Aging    []delinquency.AgingFigure    `json:"aging"`
	Movement []delinquency.MovementFigure `json:"movement"`
}

// finish sums the shards up when all are done. It says whether the day is closed.
func (t *Treatments) finish(ctx context.Context, day calendar.Day) (answer Answer, done bool, err error) {
	err = t.db.WriteBatch(ctx, func(tx db.Tx) error {
		answer, done = Answer{}, false
		var startedAt int64
		state, text := "", ""
		sql := `SELECT state, started_at, answer FROM close_day WHERE on_day = ?`
		if tx.Engine() == db.Postgres {
			sql += ` FOR UPDATE`
		}
		if _, err := db.One(tx, func(r db.Row) error {
			state, startedAt, text = r.Text(0), r.Int(1), r.Text(2)
			return nil
		}, sql, day); err != nil {
			return err
		}
		if state == "done" { // another process summed it up
			done = true
			answer, err = parseAnswer(day, text)
			return err
		}
		// Counted with the day held: a late cut may open shards again.
		open, err := db.Int(tx, `SELECT count(*) FROM close_shard WHERE on_day = ? AND state <> 'done'`, day)
		if err != nil || open > 0 {
			return err
		}
		done = true
		if answer, err = t.sum(tx, day, db.Time(startedAt)); err != nil {
			return err
		}
		return t.noteDone(ctx, tx, answer)
	})
	return answer, done, err
}

// noteDone tells the book that a day was closed, with the closing itself: who asked on the screen is in the
// entry of the asking, and the job's own entry is the program's.
func (t *Treatments) noteDone(ctx context.Context, tx db.Tx, a Answer) error {
	return audit.AppendTx(tx, audit.Entry{
		At: t.db.Now(), ByUser: auth.Who(ctx).ID, What: "close.done", On: "close", OnID: id.ID(a.Date), Why: t.Why,
		Detail: map[string]any{"day": a.Date.Text(), "cases": a.Cases, "accounts": a.Accounts},
	})
}

func (t *Treatments) sum(tx db.Tx, day calendar.Day, startedAt time.Time) (Answer, error) {
	figures, tally := delinquency.NewFigures(), Tally{Planned: map[string]int64{}}
	if err := tx.Query(func(r db.Row) error {
		var s shardAnswer
		if err := json.Unmarshal(r.Bytes(0), &s); err != nil {
			return fmt.Errorf("treatment: the answer of a shard: %w", err)
		}
		tally.Add(s.Tally)
		figures.Add(s.Aging, s.Movement)
		return nil
	}, `SELECT answer FROM close_shard WHERE on_day = ? ORDER BY n`, day); err != nil {
		return Answer{}, err
	}
	before, err := ClosedBefore(tx, day)
	if err != nil {
		return Answer{}, err
	}
	if err := figures.Save(tx, before, day, day); err != nil {
		return Answer{}, err
	}
	a := Answer{
		Date: day, Cases: tally.Cases, Accounts: tally.Accounts, Planned: tally.Planned, Unasked: tally.Unasked,
		Seconds: t.db.Now().Sub(startedAt).Seconds(),
	}
	if err := a.judged(tx, before); err != nil {
		return Answer{}, err
	}
	text, err := json.Marshal(a)
	if err != nil {
		return Answer{}, err
	}
	if _, err := tx.Exec(`UPDATE close_day SET state = 'done', ended_at = ?, answer = ? WHERE on_day = ?`,
		t.db.Now(), string(text), day); err != nil {
		return Answer{}, err
	}
	// The shards have said all they had to say.
	_, err = tx.Exec(`DELETE FROM close_shard WHERE on_day = ?`, day)
	return a, err
}

func parseAnswer(day calendar.Day, text string) (Answer, error) {
	var a Answer
	if err := json.Unmarshal([]byte(text), &a); err != nil {
		return a, fmt.Errorf("treatment: the answer of the close of %s: %w", day.Text(), err)
	}
	return a, nil
}

var errLost = errors.New("treatment: another worker has taken the shard over")

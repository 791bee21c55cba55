package db

import (
	"context"
	"errors"
	"fmt"
	"time"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"
)

// change is one transaction that waits for SQLite's writer.
type change struct {
	ctx   context.Context
	f     func(Tx) error
	tx    *sqliteTx
	err   error
	panic any
	done  chan struct{}
}

// ended says whether nobody waits for the change any more.
func (c *change) ended() bool {
	c.err = c.ctx.Err()
	return c.err != nil
}

// restAfter is how long after a batch's last transaction its pages are given back: longer than a load takes
// from one transaction to the next.
const restAfter = time.Second

// Pages are given back so many megabytes at a time, with a moment between: to give back all of them takes a
// fifth of a second, and a person who comes then should not wait for it.
const (
	restStep    = 8
	restBetween = 5 * time.Millisecond
)

var errClosed = errors.New("db: closed")

func (e *sqliteEngine) write(ctx context.Context, f func(Tx) error, batch bool) error {
	c := &change{ctx: ctx, f: f, done: make(chan struct{})}
	queue := e.people
	if batch {
		queue = e.batches
	}
	select {
	case queue <- c:
	case <-ctx.Done():
		return ctx.Err()
	case <-e.stop:
		return errClosed
	}
	select {
	case <-c.done:
	case <-e.stopped:
		// The writer may have ended between taking the change and answering; done tells.
		select {
		case <-c.done:
		default:
			return errClosed
		}
	}
	if c.panic != nil {
		panic(c.panic)
	}
	if c.err != nil {
		return c.err
	}
	for _, f := range c.tx.after {
		f()
	}
	return nil
}

// writes is the one writer. People's changes that wait together share a transaction and its fsync, each
// behind its own savepoint; a batch's chunk runs alone, and only when nobody waits.
func (e *sqliteEngine) writes(conn *sqlite.Conn) {
	defer close(e.stopped)
	group := make([]*change, 0, groupSize)
	rest, cache := time.NewTimer(restAfter), writerCacheMiB
	defer rest.Stop()
	for {
		group = group[:0]
		select {
		case c := <-e.people:
			group = append(group, c)
		default:
			select {
			case c := <-e.people:
				group = append(group, c)
			case c := <-e.batches:
				if cache < writerCacheMiB { // it was resting
					cache = e.hold(conn, writerCacheMiB)
				}
				e.commit(conn, append(group, c))
				rest.Reset(restAfter)
				continue
			case <-e.log.finish:
				e.log.end(conn)
				continue
			case <-rest.C:
				if cache = e.rest(conn, cache); cache < writerCacheMiB {
					rest.Reset(restBetween)
				}
				continue
			case <-e.stop:
				return
			}
		}
		for len(group) < groupSize {
			select {
			case c := <-e.people:
				group = append(group, c)
				continue
			default:
			}
			break
		}
		e.commit(conn, group)
	}
}

// commit runs a group of changes and answers each: with its own error, or with the commit's.
func (e *sqliteEngine) commit(conn *sqlite.Conn, group []*change) {
	defer e.log.written(conn)
	if len(group) == 1 {
		e.alone(conn, group[0])
		close(group[0].done)
		return
	}
	err := e.step(conn, "BEGIN IMMEDIATE")
	if err == nil {
		for _, c := range group {
			if err = e.run(conn, c); err != nil {
				break
			}
		}
		if err == nil {
			err = e.step(conn, "COMMIT")
		}
		if err != nil && !conn.AutocommitEnabled() {
			err = errors.Join(err, e.step(conn, "ROLLBACK"))
		}
	}
	for _, c := range group {
		if err != nil && c.err == nil {
			c.err = fmt.Errorf("db: commit: %w", err)
		}
		close(c.done)
	}
}

// alone runs one change as a transaction of its own: without a savepoint, which would keep a copy of every
// page.
func (e *sqliteEngine) alone(conn *sqlite.Conn, c *change) {
	if c.ended() {
		return
	}
	if c.err = e.step(conn, "BEGIN IMMEDIATE"); c.err != nil {
		return
	}
	e.call(conn, c)
	if c.err == nil {
		if c.err = e.step(conn, "COMMIT"); c.err == nil {
			return
		}
		c.err = fmt.Errorf("db: commit: %w", c.err)
	}
	if !conn.AutocommitEnabled() {
		c.err = errors.Join(c.err, e.step(conn, "ROLLBACK"))
	}
}

// call runs the function of a change, and keeps its panic for who asked.
func (e *sqliteEngine) call(conn *sqlite.Conn, c *change) {
	c.tx = e.begun(conn)
	defer func() {
		if c.panic = recover(); c.panic != nil {
			c.err = fmt.Errorf("db: panic: %v", c.panic)
		}
	}()
	c.err = c.f(c.tx)
}

// run gives a change its savepoint. The error it returns is one that broke the whole transaction.
func (e *sqliteEngine) run(conn *sqlite.Conn, c *change) error {
	if c.ended() {
		return nil
	}
	if err := e.step(conn, "SAVEPOINT change"); err != nil {
		return err
	}
	e.call(conn, c)
	if conn.AutocommitEnabled() {
		return fmt.Errorf("db: the engine gave up the transaction: %w", c.err)
	}
	if c.err != nil {
		if err := e.step(conn, "ROLLBACK TO change"); err != nil {
			return err
		}
	}
	return e.step(conn, "RELEASE change")
}

// rest follows a batch, a step at a time: the log is brought into the database, and the page caches are
// given back. They share one budget: while the writer's is beyond it, a reader forgets every page that it
// lets go, and reads it again for the next row. It gives what the writer's cache may hold from now on; the
// last step lets it grow again. What fails here costs speed alone, and the next transaction would fail of the
// same.
func (e *sqliteEngine) rest(conn *sqlite.Conn, cache int) int {
	if cache == writerCacheMiB {
		offer(e.log.asked)
	}
	if cache -= restStep; cache < restStep {
		cache = writerCacheMiB
	}
	return e.hold(conn, cache)
}

// hold says how many megabytes of pages the writer may keep.
func (e *sqliteEngine) hold(conn *sqlite.Conn, cache int) int {
	_ = sqlitex.ExecuteTransient(conn, fmt.Sprintf("PRAGMA cache_size=-%d", cache*1024), nil)
	return cache
}

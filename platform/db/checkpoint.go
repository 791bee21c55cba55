package db

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"
)

const (
	// bringIn is from how many pages of the log on they are brought into the database, beside those who write.
	bringIn = 4000
	// finishAt is how many may be left for the writer to bring in by itself, so that the log begins anew: some
	// milliseconds. While more come in meanwhile the other side goes on.
	finishAt = 600
	// logAtMost is where the writer brings everything in by itself, whoever waits: nobody else has kept up.
	logAtMost = 32_000
)

// checkpointer brings what stands in SQLite's log into the database file on a connection of its own, while
// the writer goes on: to wait for it at a commit, as SQLite does by itself, costs a person a quarter of a
// second. Only the last pages are left to the writer, since the log can begin anew only when none is left.
type checkpointer struct {
	conn   *sqlite.Conn
	index  *os.File
	asked  chan struct{}
	ended  chan struct{}
	finish chan struct{} // few pages are left: the writer brings them in when it has a moment
	stop   chan struct{}
}

func (e *sqliteEngine) startCheckpoints(conn *sqlite.Conn) error {
	file := ""
	if err := sqlitex.ExecuteTransient(conn, `SELECT file FROM pragma_database_list WHERE name = 'main'`,
		&sqlitex.ExecOptions{ResultFunc: func(s *sqlite.Stmt) error {
			file = s.ColumnText(0)
			return nil
		}}); err != nil {
		return fmt.Errorf("db: the file of the database: %w", err)
	}
	index, err := os.Open(file + "-shm")
	if err != nil {
		return fmt.Errorf("db: the index of the log: %w", err)
	}
	e.log = &checkpointer{
		conn: conn, index: index, asked: make(chan struct{}, 1), ended: make(chan struct{}),
		finish: make(chan struct{}, 1), stop: make(chan struct{}),
	}
	go e.log.run()
	return nil
}

// left is how many pages of the log are not in the database yet. They stand in the index of the log, whose
// form is documented (https://sqlite.org/walformat.html, section 2): the pages of the log at 16, those that
// are brought in at 96. When it cannot be read nothing is brought in beside the writer; at logAtMost the
// writer does.
func (c *checkpointer) left() uint32 {
	var pages, done [4]byte
	_, err := c.index.ReadAt(pages[:], 16)
	_, err2 := c.index.ReadAt(done[:], 96)
	if errors.Join(err, err2) != nil {
		return 0
	}
	return max(binary.NativeEndian.Uint32(pages[:]), binary.NativeEndian.Uint32(done[:])) -
		binary.NativeEndian.Uint32(done[:])
}

// written is told of each commit.
func (c *checkpointer) written() {
	if c.left() >= bringIn {
		offer(c.asked)
	}
}

func (c *checkpointer) run() {
	defer close(c.ended)
	for {
		select {
		case <-c.asked:
		case <-c.stop:
			return
		}
		before := c.left()
		// What fails here costs space alone: the writer brings everything in when the log has grown too long.
		_ = checkpoint(c.conn)
		switch after := c.left(); {
		case after <= finishAt:
			offer(c.finish)
		case after < before: // else another process is at it
			offer(c.asked)
		}
	}
}

// end brings in what is left, in the writer's own time.
func (c *checkpointer) end(writer *sqlite.Conn) {
	if c.left() > 2*finishAt {
		offer(c.asked) // much has been written since
		return
	}
	_ = checkpoint(writer)
}

func (c *checkpointer) close() error {
	close(c.stop)
	<-c.ended
	return c.index.Close()
}

func checkpoint(conn *sqlite.Conn) error {
	return sqlitex.ExecuteTransient(conn, "PRAGMA wal_checkpoint(PASSIVE)", nil)
}

// offer wakes who listens, and is content when they are awake already.
func offer(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

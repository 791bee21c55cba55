package db

import (
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
	asked  chan struct{}
	ended  chan struct{}
	finish chan struct{} // few pages are left: the writer brings them in when it has a moment
	stop   chan struct{}
}

func startCheckpoints(conn *sqlite.Conn) *checkpointer {
	c := &checkpointer{
		conn: conn, asked: make(chan struct{}, 1), ended: make(chan struct{}), finish: make(chan struct{}, 1),
		stop: make(chan struct{}),
	}
	go c.run()
	return c
}

// leftIn is how many pages of the log are not in the database yet, in a microsecond. When that cannot be
// learned nothing is brought in beside the writer; at logAtMost the writer does.
func leftIn(conn *sqlite.Conn) (pages int64) {
	stmt, err := conn.Prepare("PRAGMA wal_checkpoint(NOOP)")
	if err != nil {
		return 0
	}
	if more, err := stmt.Step(); more && err == nil {
		pages = stmt.ColumnInt64(1) - stmt.ColumnInt64(2)
	}
	if stmt.Reset() != nil {
		return 0
	}
	return pages
}

// written is told of each commit.
func (c *checkpointer) written(writer *sqlite.Conn) {
	if leftIn(writer) >= bringIn {
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
		before := leftIn(c.conn)
		// What fails here costs space alone: the writer brings everything in when the log has grown too long.
		_ = checkpoint(c.conn)
		switch after := leftIn(c.conn); {
		case after <= finishAt:
			offer(c.finish)
		case after < before: // else another process is at it
			offer(c.asked)
		}
	}
}

// end brings in what is left, in the writer's own time.
func (c *checkpointer) end(writer *sqlite.Conn) {
	if leftIn(writer) > 2*finishAt {
		offer(c.asked) // much has been written since
		return
	}
	_ = checkpoint(writer)
}

func (c *checkpointer) close() {
	close(c.stop)
	<-c.ended
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

package db

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"
)

const (
	// sqliteReaders is how many reads run side by side; each keeps its own page cache, so it is not free.
	sqliteReaders = 8
	// groupSize is how many people's changes share one fsync: measured, more gives no more throughput.
	groupSize = 128
	// The writer's cache holds the pages of the indexes that a load fills at random; a reader forgets its
	// pages whenever somebody has written, so a large cache would not help it.
	writerCacheMiB, readerCacheMiB = 96, 6
	// queueSize lets a burst of requests wait in order rather than in the scheduler.
	queueSize = 1024
)

type sqliteEngine struct {
	readers chan *sqlite.Conn // none where one hand does everything
	all     []*sqlite.Conn
	kept    map[*sqlite.Conn]prepared
	people  chan *change
	batches chan *change
	stopped chan struct{}
	stop    chan struct{}
	texts   texts
	log     *checkpointer
}

// FileOf is the file that a DSN of SQLite names, bare or as a URI with settings.
func FileOf(dsn string) string {
	name, _, _ := strings.Cut(strings.TrimPrefix(dsn, "sqlite:"), "?")
	return strings.TrimPrefix(name, "file:")
}

func openSQLite(path string, o Options) (*sqliteEngine, error) {
	if path == "" {
		return nil, errors.New("db: sqlite: needs the name of a file")
	}
	if dir := filepath.Dir(FileOf(path)); dir != "." {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return nil, fmt.Errorf("db: folder of %s: %w", path, err)
		}
	}
	readers := o.Readers
	if readers <= 0 {
		readers = sqliteReaders
	}
	if o.Alone {
		readers = 0
	}
	e := &sqliteEngine{
		readers: make(chan *sqlite.Conn, readers),
		kept:    map[*sqlite.Conn]prepared{},
		people:  make(chan *change, queueSize),
		batches: make(chan *change),
		stop:    make(chan struct{}),
		stopped: make(chan struct{}),
	}
	writer, err := e.connect(path, o, writerCacheMiB)
	if err != nil {
		return nil, err
	}
	for range readers {
		c, err := e.connect(path, o, readerCacheMiB)
		if err != nil {
			return nil, errors.Join(err, e.closeAll())
		}
		e.readers <- c
	}
	beside, err := e.connect(path, o, readerCacheMiB)
	if err != nil {
		return nil, errors.Join(err, e.closeAll())
	}
	e.log = startCheckpoints(beside)
	go e.writes(writer)
	return e, nil
}

// connect opens one connection. Full synchronisation is the default: what was answered as done survives a
// power cut.
func (e *sqliteEngine) connect(path string, o Options, cacheMiB int) (*sqlite.Conn, error) {
	c, err := sqlite.OpenConn(path, sqlite.OpenReadWrite|sqlite.OpenCreate|sqlite.OpenURI)
	if err != nil {
		return nil, fmt.Errorf("db: open %s: %w", path, err)
	}
	e.all, e.kept[c] = append(e.all, c), prepared{}
	synchronous := "FULL"
	if o.Relaxed {
		synchronous = "OFF"
	}
	pragmas := fmt.Sprintf(
		`PRAGMA page_size=8192; PRAGMA journal_mode=WAL; PRAGMA synchronous=%s; PRAGMA busy_timeout=30000;
		PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-%d; PRAGMA wal_autocheckpoint=%d;
		PRAGMA mmap_size=0;`, synchronous, cacheMiB*1024, logAtMost)
	for line := range strings.SplitSeq(strings.TrimSpace(pragmas), ";") {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		if err := sqlitex.ExecuteTransient(c, line, nil); err != nil {
			return nil, errors.Join(fmt.Errorf("db: %s: %w", line, err), c.Close())
		}
	}
	return c, nil
}

func (e *sqliteEngine) name() Engine { return SQLite }

func (e *sqliteEngine) close() error {
	close(e.stop)
	<-e.stopped
	e.log.close()
	return e.closeAll()
}

func (e *sqliteEngine) closeAll() error {
	var err error
	for _, c := range e.all {
		err = errors.Join(err, c.Close())
	}
	return err
}

func (e *sqliteEngine) read(ctx context.Context, f func(Tx) error) (err error) {
	if cap(e.readers) == 0 {
		return e.write(ctx, f, false)
	}
	var c *sqlite.Conn
	select {
	case c = <-e.readers:
	case <-ctx.Done():
		return ctx.Err()
	}
	c.SetInterrupt(ctx.Done())
	defer func() {
		c.SetInterrupt(nil)
		e.readers <- c
	}()
	if err := e.step(c, "BEGIN"); err != nil {
		return err
	}
	defer func() {
		c.SetInterrupt(nil)
		err = errors.Join(err, e.step(c, "ROLLBACK"))
	}()
	return f(e.begun(c))
}

// begun is a transaction that has begun on a connection.
func (e *sqliteEngine) begun(c *sqlite.Conn) *sqliteTx {
	return &sqliteTx{conn: c, engine: e, kept: e.kept[c]}
}

func (e *sqliteEngine) step(c *sqlite.Conn, sql string) error {
	stmt, err := e.kept[c].of(c, sql, nil)
	if err != nil {
		return err
	}
	_, err = stmt.Step()
	return errors.Join(err, stmt.Reset())
}

type sqliteTx struct {
	conn   *sqlite.Conn
	engine *sqliteEngine
	kept   prepared
	after  []func()
	inside bool // a query is giving rows
}

func (t *sqliteTx) Engine() Engine       { return SQLite }
func (t *sqliteTx) AfterCommit(f func()) { t.after = append(t.after, f) }

func (t *sqliteTx) prepare(sql string, args []any) (*sqlite.Stmt, error) {
	if t.inside {
		panic("db: a transaction was used inside the rows of its own query: " + sql)
	}
	stmt, err := t.kept.of(t.conn, sql, &t.engine.texts)
	if err != nil {
		return nil, fmt.Errorf("db: %w in %s", err, sql)
	}
	if len(args) != stmt.BindParamCount() {
		return nil, fmt.Errorf("db: %d arguments for %d places in %s", len(args), stmt.BindParamCount(), sql)
	}
	for i, a := range args {
		switch v := plain(a).(type) {
		case nil:
			stmt.BindNull(i + 1)
		case int64:
			stmt.BindInt64(i+1, v)
		case string:
			stmt.BindText(i+1, v)
		case []byte:
			stmt.BindBytes(i+1, v)
		case List:
			stmt.BindText(i+1, v.json())
		}
	}
	return stmt, nil
}

func (t *sqliteTx) Exec(sql string, args ...any) (int64, error) {
	stmt, err := t.prepare(sql, args)
	if err != nil {
		return 0, err
	}
	for {
		more, err := stmt.Step()
		if err != nil {
			return 0, errors.Join(fmt.Errorf("db: %w in %s", err, sql), letGo(stmt, args))
		}
		if !more {
			break
		}
	}
	return int64(t.conn.Changes()), letGo(stmt, args)
}

func (t *sqliteTx) Query(each func(Row) error, sql string, args ...any) (err error) {
	stmt, err := t.prepare(sql, args)
	if err != nil {
		return err
	}
	t.inside = true
	defer func() {
		t.inside = false
		if reset := letGo(stmt, args); err == nil {
			err = reset
		}
	}()
	row := &sqliteRow{stmt: stmt}
	for {
		more, err := stmt.Step()
		if err != nil {
			return fmt.Errorf("db: %w in %s", err, sql)
		}
		if !more {
			return nil
		}
		row.buffer = row.buffer[:0]
		if err := each(row); err != nil {
			if errors.Is(err, ErrStop) {
				return nil
			}
			return err
		}
	}
}

func (t *sqliteTx) Batch(queries ...Question) error {
	for _, q := range queries {
		if err := t.Query(q.Each, q.SQL, q.Args...); err != nil {
			return err
		}
	}
	return nil
}

// rowsAtOnce is how many rows one statement of a bulk load takes: a statement's beginning and end cost as
// much as five columns, and beyond sixteen rows little is left to gain (measured).
const rowsAtOnce = 16

func (t *sqliteTx) Insert(table string, columns []string, n int, fill func(i int, v *Values)) error {
	one := "(" + strings.TrimSuffix(strings.Repeat("?, ", len(columns)), ", ") + ")"
	into := "INSERT INTO " + table + " (" + strings.Join(columns, ", ") + ") VALUES "
	whole := n / rowsAtOnce * rowsAtOnce
	if whole > 0 {
		sql := into + strings.TrimSuffix(strings.Repeat(one+", ", rowsAtOnce), ", ")
		if err := t.each(sql, len(columns), rowsAtOnce, 0, whole, fill, nil); err != nil {
			return err
		}
	}
	return t.each(into+one, len(columns), 1, whole, n, fill, nil)
}

func (t *sqliteTx) Update(table, key string, columns []string, n int, fill func(i int, v *Values)) error {
	set := make([]string, len(columns))
	for i, c := range columns {
		set[i] = fmt.Sprintf("%s = ?%d", c, i+2)
	}
	sql := "UPDATE " + table + " SET " + strings.Join(set, ", ") + " WHERE " + key + " = ?1"
	return t.each(sql, len(columns)+1, 1, 0, n, fill, nil)
}

func (t *sqliteTx) Swap(
	table, key, guard string, columns []string, n int, fill func(i int, v *Values),
) (swapped int, err error) {
	set := make([]string, len(columns))
	for i, c := range columns {
		set[i] = fmt.Sprintf("%s = ?%d", c, i+3)
	}
	sql := "UPDATE " + table + " SET " + strings.Join(set, ", ") +
		" WHERE " + key + " = ?1 AND " + guard + " = ?2"
	err = t.each(sql, len(columns)+2, 1, 0, n, fill, func() { swapped += t.conn.Changes() })
	return swapped, err
}

// each runs a statement that takes some rows at once over the rows from one up to another; done, where it is
// given, is told of each run.
func (t *sqliteTx) each(
	sql string, width, rows, from, to int, fill func(i int, v *Values), done func(),
) (err error) {
	if from == to {
		return nil
	}
	stmt, err := t.kept.of(t.conn, sql, nil)
	if err != nil {
		return fmt.Errorf("db: %w in %s", err, sql)
	}
	defer func() { err = errors.Join(err, stmt.ClearBindings()) }() // it may hold megabytes
	v := &Values{stmt: stmt, bound: make([]bound, (rows+1)*width)}
	for i := from; i < to; i += rows {
		v.at = 0
		for k := range rows {
			fill(i+k, v)
			if v.at != (k+1)*width {
				return fmt.Errorf("db: %d values for %d columns in %s", v.at-k*width, width, sql)
			}
		}
		if _, err := stmt.Step(); err != nil {
			return errors.Join(fmt.Errorf("db: row %d: %w in %s", i, err, sql), stmt.Reset())
		}
		if done != nil {
			done()
		}
		if err := stmt.Reset(); err != nil {
			return err
		}
	}
	return nil
}

type sqliteRow struct {
	stmt *sqlite.Stmt
	// buffer holds the bytes of the columns asked for, one after the other, until the next row.
	buffer []byte
}

func (r *sqliteRow) Int(i int) int64   { return r.stmt.ColumnInt64(i) }
func (r *sqliteRow) Text(i int) string { return r.stmt.ColumnText(i) }
func (r *sqliteRow) Null(i int) bool   { return r.stmt.ColumnType(i) == sqlite.TypeNull }
func (r *sqliteRow) Bytes(i int) []byte {
	from, n := len(r.buffer), r.stmt.ColumnLen(i)
	r.buffer = append(r.buffer, make([]byte, n)...)
	return r.buffer[from : from+r.stmt.ColumnBytes(i, r.buffer[from:])]
}

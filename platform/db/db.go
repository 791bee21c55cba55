// Package db is the one door to the database. It speaks to SQLite (embedded: one writer with group commit,
// many readers) and to PostgreSQL with one SQL text, and knows nothing of debts. A caller writes `?` for an
// argument and gets a transaction; which engine is behind it shows only where one text cannot say it, and
// there both texts stand side by side.
//
// Columns are BIGINT, TEXT or BLOB and never null: zero and the empty text say "none". A sum is written
// CAST(sum(x) AS BIGINT), since PostgreSQL widens sums. See docs/decision/0001-engines.md.
package db

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"zombiezen.com/go/sqlite"

	"aldia/platform/clock"
	"aldia/platform/id"
)

// Engine names a database engine.
type Engine string

// The engines.
const (
	SQLite   Engine = "sqlite"
	Postgres Engine = "postgres"
)

// ErrStop, returned by the function given to Query, ends the reading without an error.
var ErrStop = errors.New("db: enough rows")

// List is a set of whole numbers as one argument, for `x IN ?list`.
type List []int64

// Row is the row that a query stands at. It is valid until the function that was given it returns.
type Row interface {
	Int(column int) int64
	Text(column int) string
	// Bytes is the column without a copy: it must not be kept beyond the row.
	Bytes(column int) []byte
	Null(column int) bool
}

// Question is one query of a Batch.
type Question struct {
	Each func(Row) error
	SQL  string
	Args []any
}

// Tx is one transaction. It belongs to one goroutine.
type Tx interface {
	Engine() Engine
	// Exec runs a statement and gives the number of rows it changed.
	Exec(sql string, args ...any) (int64, error)
	// Query runs a statement and gives each row to each, which must not use the transaction meanwhile.
	Query(each func(Row) error, sql string, args ...any) error
	// Batch runs several queries that do not depend on each other, on PostgreSQL in one round trip.
	Batch(queries ...Question) error
	// Insert loads n rows in one go: COPY on PostgreSQL, one prepared statement on SQLite. fill puts the
	// columns of row i in their order.
	Insert(table string, columns []string, n int, fill func(i int, v *Values)) error
	// Update sets columns of n rows of a table by their key column. fill puts the key first, then the columns
	// in order; the kind of each column must be the same in every row.
	Update(table, key string, columns []string, n int, fill func(i int, v *Values)) error
	// Swap updates only the rows whose guard column still is as it was, and gives how many that were. fill puts
	// the key, what the guard was, then the columns.
	Swap(table, key, guard string, columns []string, n int, fill func(i int, v *Values)) (int, error)
	// AfterCommit runs f once the change is durable, and never when it is not.
	AfterCommit(f func())
}

// engine is what SQLite and PostgreSQL each do in their own way.
type engine interface {
	name() Engine
	read(ctx context.Context, f func(Tx) error) error
	write(ctx context.Context, f func(Tx) error, batch bool) error
	close() error
}

// Options of opening a database. The zero value is right for a server.
type Options struct {
	// Clock is the machine's when none is given.
	Clock clock.Clock
	// Relaxed trades durability for speed: for a database that is thrown away, as the demo's.
	Relaxed bool
	// Readers is the number of connections that read (SQLite) or of all connections (PostgreSQL). Zero: a good
	// default.
	Readers int
	// Alone says that one hand does everything, one thing after the other: reads go over the connection that
	// writes (SQLite), whose pages are in memory already. A read within a change would wait for ever.
	Alone bool
	// KeepSchema leaves the schema as it is; otherwise SQLite is migrated when opened. PostgreSQL never is:
	// see Migrate.
	KeepSchema bool
	// QuietAfter is how long nobody has written when a batch may take longer steps. Zero: three seconds.
	QuietAfter time.Duration
	// Node fixes the node of the identities, for a reproducible run. Zero: taken from the database.
	Node int
}

// DB is an open database, safe for many goroutines.
type DB struct {
	engine engine
	ids    *id.Maker
	clock  clock.Clock
	quiet  time.Duration
	people atomic.Int64 // when a person last wrote, in nanoseconds of the machine's clock
}

// Open opens the database that dsn names: "sqlite:FILE" or "postgres://…".
func Open(ctx context.Context, dsn string, o Options) (*DB, error) {
	if o.Clock == nil {
		o.Clock = clock.System{}
	}
	d := &DB{clock: o.Clock, quiet: cmp.Or(o.QuietAfter, quietAfter)}
	var err error
	switch {
	case strings.HasPrefix(dsn, "sqlite:"):
		d.engine, err = openSQLite(strings.TrimPrefix(dsn, "sqlite:"), o)
	case strings.HasPrefix(dsn, "postgres://"), strings.HasPrefix(dsn, "postgresql://"):
		d.engine, err = openPostgres(ctx, dsn, o)
	default:
		return nil, fmt.Errorf("db: %q is neither sqlite:FILE nor postgres://…", dsn)
	}
	if err != nil {
		return nil, err
	}
	if d.Engine() == SQLite && !o.KeepSchema {
		if err := d.Migrate(ctx); err != nil {
			return nil, errors.Join(err, d.Close())
		}
	}
	node := o.Node
	if node == 0 && !o.KeepSchema {
		if node, err = d.takeNode(ctx); err != nil {
			return nil, errors.Join(err, d.Close())
		}
	}
	d.ids = id.NewMaker(o.Clock, node)
	return d, nil
}

// Engine names the engine behind.
func (d *DB) Engine() Engine { return d.engine.name() }

// IDs makes identities that no other process of this database makes.
func (d *DB) IDs() *id.Maker { return d.ids }

// Clock is the clock the database was opened with.
func (d *DB) Clock() clock.Clock { return d.clock }

// Now is the present, in UTC.
func (d *DB) Now() time.Time { return d.clock.Now() }

// Close waits for the writer and closes every connection.
func (d *DB) Close() error { return d.engine.close() }

// Read gives f one unmoving view of the database.
func (d *DB) Read(ctx context.Context, f func(Tx) error) error { return d.engine.read(ctx, f) }

// Write runs f as one transaction on behalf of a person: it goes before batches. When the engine asks for
// it f is run again, so it has no effect outside the transaction but through AfterCommit.
func (d *DB) Write(ctx context.Context, f func(Tx) error) error {
	d.people.Store(clock.System{}.Now().UnixNano())
	return d.engine.write(ctx, f, false)
}

// quietAfter is the usual Options.QuietAfter.
const quietAfter = 3 * time.Second

// Quiet says whether no person of this process has written for a moment, so that a batch may take longer
// steps.
func (d *DB) Quiet() bool {
	return clock.System{}.Now().Sub(time.Unix(0, d.people.Load())) > d.quiet
}

// WriteBatch runs f as one transaction of a batch, after the people who wait. f is short: a chunk, not the
// whole load.
func (d *DB) WriteBatch(ctx context.Context, f func(Tx) error) error {
	return d.engine.write(ctx, f, true)
}

// DurableLater lets a chunk of a batch commit without waiting for the disk: it is durable with the next
// transaction that waits, which is the one that says that the batch is done. A crash of the server loses the
// latest chunks together with the note of how far the batch was, so that it goes on from there. It is for
// work that is done again alike, and has no effect on SQLite, where a batch's chunks are few.
func DurableLater(tx Tx) error {
	if p, ok := tx.(*postgresTx); ok {
		return p.flushLater()
	}
	return nil
}

// takeNode counts the processes that open the database; their number modulo id.Nodes keeps their identities
// apart.
func (d *DB) takeNode(ctx context.Context) (int, error) {
	var n int64
	err := d.Write(ctx, func(tx Tx) error {
		found, err := One(tx, func(r Row) error {
			n = r.Int(0)
			return nil
		}, `UPDATE node SET taken = taken + 1 WHERE one = 1 RETURNING taken`)
		if err == nil && !found {
			_, err = tx.Exec(`INSERT INTO node (one, taken) VALUES (1, 0)`)
		}
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("db: take a node number (is the schema there? run `aldia migrate`): %w", err)
	}
	return int(n % id.Nodes), nil
}

// One gives the first row of a query, if there is one.
func One(tx Tx, each func(Row) error, sql string, args ...any) (bool, error) {
	found := false
	err := tx.Query(func(r Row) error {
		found = true
		if err := each(r); err != nil {
			return err
		}
		return ErrStop
	}, sql, args...)
	return found, err
}

// Int gives the first column of the first row, or zero when there is none.
func Int(tx Tx, sql string, args ...any) (int64, error) {
	var n int64
	_, err := One(tx, func(r Row) error {
		n = r.Int(0)
		return nil
	}, sql, args...)
	return n, err
}

// IsDuplicate says whether a statement failed because a row with the same key is there already.
func IsDuplicate(err error) bool {
	if pg, ok := errors.AsType[*pgconn.PgError](err); ok {
		return pg.Code == "23505"
	}
	switch sqlite.ErrCode(err) { //nolint:exhaustive // every other result is another failure
	case sqlite.ResultConstraintPrimaryKey, sqlite.ResultConstraintUnique, sqlite.ResultConstraintRowID:
		return true
	}
	return false
}

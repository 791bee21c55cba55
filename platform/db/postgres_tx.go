package db

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
)

const (
	beginReading = "begin isolation level repeatable read read only"
	beginWriting = "begin isolation level read committed"
	// byIndex keeps a person's change off whole tables. A plan is made once a connection and kept: one made on
	// the first morning, when a table is still empty, reads the table from end to end all day (measured: the
	// permits of one person took 0.5 ms instead of 0.01 after 60,000 contacts).
	byIndex = "set local enable_seqscan = off"
	// oncePlanned keeps a person's change from planning its statements anew each time, which costs more than
	// running them: PostgreSQL takes a list for ten long when it plans for all, and so never does.
	oncePlanned = "set local plan_cache_mode = force_generic_plan"
	// flushLater is what DurableLater asks for.
	flushLater = "set local synchronous_commit = off"
)

var errNotCommitted = errors.New("db: the server rolled the transaction back instead of committing it")

// once runs a transaction. It begins with its first statement, in the same round trip: while an agent waits,
// each trip to the server counts.
func (e *postgresEngine) once(
	ctx context.Context,
	opening []string,
	f func(Tx) error,
) (after []func(), err error) {
	conn, err := e.pool.Acquire(ctx)
	if err != nil {
		return nil, fmt.Errorf("db: begin: %w", err)
	}
	defer conn.Release() // a connection that is still in a transaction is closed by it
	tx := &postgresTx{ctx: ctx, conn: conn.Conn(), engine: e, opening: slices.Clone(opening)}
	committed := false
	defer func() {
		if !committed {
			// The context may be gone already; the rollback must still reach the server, or the connection
			// is closed.
			end, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
			defer cancel()
			err = errors.Join(err, tx.rollback(end))
		}
	}()
	if err := f(tx); err != nil {
		return nil, calledOff(ctx, err)
	}
	if !tx.begun() { // nothing was asked, so there is nothing to keep
		committed = true
		return tx.after, nil
	}
	tag, err := tx.conn.Exec(ctx, "commit")
	if err != nil {
		return nil, calledOff(ctx, fmt.Errorf("db: commit: %w", err))
	}
	if committed = tag.String() == "COMMIT"; !committed {
		return nil, errNotCommitted
	}
	return tx.after, nil
}

// calledOff says of what failed that it was called off. The driver ends a bulk load by closing the connection
// under it, and then now and then says only that the connection is closed.
func calledOff(ctx context.Context, err error) error {
	if gone := ctx.Err(); gone != nil && !errors.Is(err, gone) {
		return errors.Join(gone, err)
	}
	return err
}

type postgresTx struct {
	ctx    context.Context //nolint:containedctx // a transaction lives as long as the call whose context this is
	conn   *pgx.Conn
	engine *postgresEngine
	after  []func()
	// opening is what goes ahead of the first statement: the beginning itself.
	opening []string
}

func (t *postgresTx) begun() bool { return len(t.opening) == 0 }

// rollback ends a transaction that is not to be kept. Where the connection is gone the server has done so.
func (t *postgresTx) rollback(ctx context.Context) error {
	if !t.begun() || t.conn.IsClosed() || t.conn.PgConn().TxStatus() == 'I' {
		return nil
	}
	_, err := t.conn.Exec(ctx, "rollback")
	return err
}

// send sends statements in one round trip, ahead of them what opens the transaction. The answers to that are
// read already.
func (t *postgresTx) send(queue func(*pgx.Batch)) (pgx.BatchResults, error) {
	batch := &pgx.Batch{}
	for _, sql := range t.opening {
		batch.Queue(sql)
	}
	queue(batch)
	answers := t.conn.SendBatch(t.ctx, batch)
	for range t.opening {
		if _, err := answers.Exec(); err != nil {
			return nil, errors.Join(err, answers.Close())
		}
	}
	t.opening = nil
	return answers, nil
}

// begin opens the transaction by itself, for what cannot go in a batch.
func (t *postgresTx) begin() error {
	for ; len(t.opening) > 0; t.opening = t.opening[1:] {
		if _, err := t.conn.Exec(t.ctx, t.opening[0]); err != nil {
			return fmt.Errorf("db: begin: %w", err)
		}
	}
	return nil
}

func (t *postgresTx) Engine() Engine       { return Postgres }
func (t *postgresTx) AfterCommit(f func()) { t.after = append(t.after, f) }

// flushLater lets the transaction commit without waiting for the disk.
func (t *postgresTx) flushLater() error {
	if !t.begun() {
		t.opening = append(t.opening, flushLater)
		return nil
	}
	_, err := t.Exec(flushLater)
	return err
}

func (t *postgresTx) arguments(args []any) []any {
	out := make([]any, len(args))
	for i, a := range args {
		switch v := plain(a).(type) {
		case List:
			out[i] = []int64(v)
		default:
			out[i] = v
		}
	}
	return out
}

func (t *postgresTx) Exec(sql string, args ...any) (n int64, err error) {
	text, values := t.engine.texts.of(sql, forPostgres), t.arguments(args)
	if t.begun() {
		tag, err := t.conn.Exec(t.ctx, text, values...)
		if err != nil {
			return 0, fmt.Errorf("db: %w in %s", err, sql)
		}
		return tag.RowsAffected(), nil
	}
	answers, err := t.send(func(b *pgx.Batch) { b.Queue(text, values...) })
	if err != nil {
		return 0, fmt.Errorf("db: %w in %s", err, sql)
	}
	tag, err := answers.Exec()
	if err = errors.Join(err, answers.Close()); err != nil {
		return 0, fmt.Errorf("db: %w in %s", err, sql)
	}
	return tag.RowsAffected(), nil
}

func (t *postgresTx) Query(each func(Row) error, sql string, args ...any) error {
	if !t.begun() {
		return t.Batch(Question{Each: each, SQL: sql, Args: args})
	}
	rows, err := t.conn.Query(t.ctx, t.engine.texts.of(sql, forPostgres), t.arguments(args)...)
	if err != nil {
		return fmt.Errorf("db: %w in %s", err, sql)
	}
	return give(rows, each, sql)
}

// give hands the rows of an answer to each.
func give(rows pgx.Rows, each func(Row) error, sql string) error {
	defer rows.Close()
	row := &postgresRow{}
	for rows.Next() {
		if row.fields == nil {
			row.fields = rows.FieldDescriptions()
		}
		row.values = rows.RawValues()
		if err := each(row); err != nil {
			if errors.Is(err, ErrStop) {
				return nil
			}
			return err
		}
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("db: %w in %s", err, sql)
	}
	return nil
}

func (t *postgresTx) Batch(queries ...Question) (err error) {
	answers, err := t.send(func(batch *pgx.Batch) {
		for _, q := range queries {
			batch.Queue(t.engine.texts.of(q.SQL, forPostgres), t.arguments(q.Args)...)
		}
	})
	if err != nil {
		return fmt.Errorf("db: batch: %w", err)
	}
	defer func() {
		if closed := answers.Close(); err == nil {
			err = closed
		}
	}()
	for _, q := range queries {
		rows, err := answers.Query()
		if err != nil {
			return fmt.Errorf("db: %w in %s", err, q.SQL)
		}
		if err := give(rows, q.Each, q.SQL); err != nil {
			return err
		}
	}
	return nil
}

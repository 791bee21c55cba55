package db

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
)

const (
	// postgresConns is the size of the pool. Measured with 200 agents: 16 connections do more than 200.
	postgresConns = 16
	// batchConns leaves most of the pool to people while batches write.
	batchConns = 4
	// attempts is how often a transaction that PostgreSQL asks to be run again is run.
	attempts = 10
)

type postgresEngine struct {
	pool    *pgxpool.Pool
	batches chan struct{}
	texts   texts
	copies  sync.Pool // *[]byte: where bulk loads are gathered
}

func openPostgres(ctx context.Context, dsn string, o Options) (*postgresEngine, error) {
	config, err := pgxpool.ParseConfig(dsn)
	if err != nil {
		return nil, fmt.Errorf("db: %w", err)
	}
	if !strings.Contains(dsn, "pool_max_conns") {
		config.MaxConns = postgresConns
		if o.Readers > 0 {
			config.MaxConns = int32(o.Readers)
		}
	}
	if o.Relaxed {
		config.ConnConfig.RuntimeParams["synchronous_commit"] = "off"
	}
	// Our statements are short and often; compiling them costs more than it gains (measured, six times slower).
	config.ConnConfig.RuntimeParams["jit"] = "off"
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("db: %w", err)
	}
	if err := pool.Ping(ctx); err != nil {
		pool.Close()
		return nil, fmt.Errorf("db: reach PostgreSQL: %w", err)
	}
	return &postgresEngine{pool: pool, batches: make(chan struct{}, batchConns)}, nil
}

func (e *postgresEngine) name() Engine { return Postgres }

func (e *postgresEngine) close() error {
	e.pool.Close()
	return nil
}

func (e *postgresEngine) read(ctx context.Context, f func(Tx) error) error {
	_, err := e.once(ctx, []string{beginReading}, f)
	return err
}

func (e *postgresEngine) write(ctx context.Context, f func(Tx) error, batch bool) error {
	opening := []string{beginWriting, byIndex, oncePlanned}
	if batch {
		opening = opening[:1]
		select {
		case e.batches <- struct{}{}:
			defer func() { <-e.batches }()
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	for attempt := 1; ; attempt++ {
		after, err := e.once(ctx, opening, f)
		if err == nil {
			for _, f := range after {
				f()
			}
			return nil
		}
		if attempt == attempts || !again(err) {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(time.Duration(attempt*attempt) * time.Millisecond):
		}
	}
}

// again says whether PostgreSQL gave up the transaction only because of another one: a deadlock or a
// serialization failure. Nothing of it was kept, so it can be run again.
func again(err error) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && (pg.Code == "40001" || pg.Code == "40P01")
}

// copyChunk is how much of a bulk load is gathered before it is sent.
const copyChunk = 1 << 18

func (t *postgresTx) Insert(table string, columns []string, n int, fill func(i int, v *Values)) error {
	if n == 0 {
		return nil
	}
	sql := "COPY " + table + " (" + strings.Join(columns, ", ") + ") FROM STDIN BINARY"
	source := &copySource{width: len(columns), n: n, fill: fill, what: sql}
	room, known := t.engine.copies.Get().(*[]byte)
	if !known {
		room = new(slices.Grow([]byte(nil), copyChunk+copyChunk/4))
	}
	source.v.copying = (*room)[:0]
	source.v.copying = append(source.v.copying, "PGCOPY\n\xff\r\n\x00\x00\x00\x00\x00\x00\x00\x00\x00"...)
	if err := t.begin(); err != nil {
		return err
	}
	_, err := t.conn.PgConn().CopyFrom(t.ctx, source, sql)
	if err != nil {
		return fmt.Errorf("db: %w in %s", err, sql) // the driver may still be reading from the room
	}
	*room = source.v.copying
	t.engine.copies.Put(room)
	return nil
}

// copySource writes rows in PostgreSQL's binary COPY format as they are asked for.
type copySource struct {
	v     Values
	sent  int
	width int
	i, n  int
	fill  func(i int, v *Values)
	what  string
	ended bool
}

func (s *copySource) Read(p []byte) (int, error) {
	if s.sent == len(s.v.copying) {
		s.v.copying, s.sent = s.v.copying[:0], 0
	}
	for len(s.v.copying) < copyChunk && s.i < s.n {
		s.v.copying = binary.BigEndian.AppendUint16(s.v.copying, uint16(s.width))
		s.v.at = 0
		s.fill(s.i, &s.v)
		if s.v.at != s.width {
			return 0, fmt.Errorf("db: %d values for %d columns in %s", s.v.at, s.width, s.what)
		}
		s.i++
	}
	if s.i == s.n && !s.ended {
		s.v.copying = binary.BigEndian.AppendUint16(s.v.copying, 0xffff)
		s.ended = true
	}
	n := copy(p, s.v.copying[s.sent:])
	s.sent += n
	if n == 0 {
		return 0, io.EOF
	}
	return n, nil
}

func (t *postgresTx) Update(table, key string, columns []string, n int, fill func(i int, v *Values)) error {
	_, err := t.update(table, []string{key}, columns, n, fill)
	return err
}

func (t *postgresTx) Swap(
	table, key, guard string, columns []string, n int, fill func(i int, v *Values),
) (int, error) {
	return t.update(table, []string{key, guard}, columns, n, fill)
}

// update sets columns of the rows that are as the keys say. What a key was stands beside what it becomes.
func (t *postgresTx) update(
	table string, keys, columns []string, n int, fill func(i int, v *Values),
) (int, error) {
	if n == 0 {
		return 0, nil
	}
	width := len(keys) + len(columns)
	v := &Values{columns: make([]column, width)}
	for i := range n {
		v.at = 0
		fill(i, v)
		if v.at != width {
			return 0, fmt.Errorf("db: %d values for %d columns in update of %s", v.at, width, table)
		}
	}
	args, places, names := make([]any, width), make([]string, width), make([]string, width)
	var set, where []string
	for i := range width {
		switch c := v.columns[i]; {
		case c.texts != nil:
			args[i], places[i] = c.texts, "$"+strconv.Itoa(i+1)+"::text[]"
		case c.blobs != nil:
			args[i], places[i] = c.blobs, "$"+strconv.Itoa(i+1)+"::bytea[]"
		default:
			args[i], places[i] = c.ints, "$"+strconv.Itoa(i+1)+"::bigint[]"
		}
		if i < len(keys) {
			names[i] = "was_" + keys[i]
			where = append(where, table+"."+keys[i]+" = u."+names[i])
			continue
		}
		names[i] = columns[i-len(keys)]
		set = append(set, names[i]+" = u."+names[i])
	}
	sql := "UPDATE " + table + " SET " + strings.Join(set, ", ") + " FROM unnest(" + strings.Join(places, ", ") +
		") AS u(" + strings.Join(names, ", ") + ") WHERE " + strings.Join(where, " AND ")
	if err := t.begin(); err != nil {
		return 0, err
	}
	done, err := t.conn.Exec(t.ctx, sql, args...)
	if err != nil {
		return 0, fmt.Errorf("db: %w in %s", err, sql)
	}
	return int(done.RowsAffected()), nil
}

// postgresRow reads the few kinds of column that we keep straight from the wire.
type postgresRow struct {
	values [][]byte
	fields []pgconn.FieldDescription
}

func (r *postgresRow) Null(i int) bool { return r.values[i] == nil }

func (r *postgresRow) Int(i int) int64 {
	b := r.values[i]
	if b == nil {
		return 0
	}
	if r.fields[i].Format == pgx.TextFormatCode {
		n, err := strconv.ParseInt(string(b), 10, 64)
		if err != nil {
			panic("db: column " + r.fields[i].Name + " is no whole number: " + string(b))
		}
		return n
	}
	switch len(b) {
	case 8:
		return int64(binary.BigEndian.Uint64(b))
	case 4:
		return int64(int32(binary.BigEndian.Uint32(b)))
	case 2:
		return int64(int16(binary.BigEndian.Uint16(b)))
	case 1:
		return int64(b[0])
	}
	panic("db: column " + r.fields[i].Name + " is no whole number (a sum needs CAST(… AS BIGINT))")
}

func (r *postgresRow) Text(i int) string { return string(r.values[i]) }

func (r *postgresRow) Bytes(i int) []byte {
	b := r.values[i]
	if r.fields[i].Format == pgx.TextFormatCode && bytes.HasPrefix(b, []byte(`\x`)) &&
		r.fields[i].DataTypeOID == byteaOID {
		out := make([]byte, hex.DecodedLen(len(b)-2))
		if _, err := hex.Decode(out, b[2:]); err != nil {
			panic("db: column " + r.fields[i].Name + ": " + err.Error())
		}
		return out
	}
	return b
}

const byteaOID = 17

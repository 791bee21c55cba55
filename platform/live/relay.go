package live

import (
	"context"
	"log/slog"
	"time"

	"aldia/platform/db"
	"aldia/platform/id"
)

// Processes on one PostgreSQL tell each other through a small table that is read a few times a second. LISTEN
// would be quicker by a quarter of a second, but needs a connection of its own that no pooler may stand
// before, and loses what is said while it reconnects; a hint may be a little late, not lost.
const (
	fetchEvery = 250 * time.Millisecond
	// overlap is how long a transaction may take to show what it was numbered for before: rows are read again
	// for so long, and told apart by their identity.
	overlap = 5 * time.Second
	// keep is how long what was said stays in the table: a process that was silent for longer resyncs its
	// tabs anyhow.
	keep = time.Minute
	// waiting is what may be under way to the others; more is dropped and counted.
	waiting  = 4096
	atOnce   = 500
	maxFetch = 2000
)

type relay struct {
	hub    *Hub
	db     *db.DB
	origin id.ID
	seen   map[int64]bool
	marks  []mark // the highest identity read at a time, oldest first
}

type mark struct {
	at time.Time
	id int64
}

// Share prepares the hub for several processes on one database; with SQLite there is one, and nothing to do.
// It is called while the program is built; the function it gives runs until its context ends.
func (h *Hub) Share(d *db.DB, log *slog.Logger) (run func(ctx context.Context)) {
	if d.Engine() != db.Postgres {
		return func(context.Context) {}
	}
	r := newRelay(h, d)
	return func(ctx context.Context) {
		tick := time.NewTicker(fetchEvery)
		defer tick.Stop()
		for {
			if err := r.turn(ctx); err != nil && ctx.Err() == nil {
				log.WarnContext(ctx, "live: relay", "error", err)
			}
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
			}
		}
	}
}

func newRelay(h *Hub, d *db.DB) *relay {
	h.away = make(chan Message, waiting)
	return &relay{hub: h, db: d, origin: d.IDs().New(), seen: map[int64]bool{}}
}

// turn sends what was said here and spreads what was said elsewhere.
func (r *relay) turn(ctx context.Context) error {
	if err := r.send(ctx); err != nil {
		return err
	}
	return r.fetch(ctx)
}

func (r *relay) send(ctx context.Context) error {
	for {
		var batch []Message
		for len(batch) < atOnce {
			select {
			case m := <-r.hub.away:
				batch = append(batch, m)
				continue
			default:
			}
			break
		}
		if len(batch) == 0 {
			return nil
		}
		err := r.db.Write(ctx, func(tx db.Tx) error {
			row := r.db.IDs().Block(len(batch))
			return tx.Insert("live_message", []string{"id", "origin", "topic", "name", "body"}, len(batch),
				func(i int, v *db.Values) {
					v.Int(int64(row))
					v.Int(int64(r.origin))
					v.Text(batch[i].Topic)
					v.Text(batch[i].Name)
					v.Text(batch[i].Body)
					row = row.Next()
				})
		})
		if err != nil {
			r.hub.missed.Add(int64(len(batch)))
			return err
		}
	}
}

func (r *relay) fetch(ctx context.Context) error {
	now := r.db.Now()
	if r.marks == nil {
		var newest int64
		err := r.db.Read(ctx, func(tx db.Tx) (err error) {
			newest, err = db.Int(tx, `SELECT coalesce(max(id), 0) FROM live_message`)
			return err
		})
		r.marks = []mark{{now, newest}}
		return err
	}
	newest := r.marks[len(r.marks)-1].id
	floor := r.floor(now)
	var got []Message
	err := r.db.Read(ctx, func(tx db.Tx) error {
		return tx.Query(func(row db.Row) error {
			n := row.Int(0)
			if r.seen[n] {
				return nil
			}
			r.seen[n] = true
			newest = max(newest, n)
			got = append(got, Message{Topic: row.Text(1), Name: row.Text(2), Body: row.Text(3)})
			return nil
		}, `SELECT id, topic, name, body FROM live_message WHERE id > ? AND origin <> ? ORDER BY id LIMIT ?`,
			floor, r.origin, maxFetch)
	})
	for _, m := range got {
		r.hub.spread(m)
	}
	if err != nil {
		return err
	}
	r.marks = append(r.marks, mark{now, newest})
	return r.prune(ctx, now)
}

// floor is the identity below which nothing new can appear any more.
func (r *relay) floor(now time.Time) int64 {
	floor := r.marks[0].id
	for _, m := range r.marks {
		if now.Sub(m.at) >= overlap {
			floor = m.id
		}
	}
	for n := range r.seen {
		if n <= floor {
			delete(r.seen, n)
		}
	}
	return floor
}

// prune forgets what everybody has had the time to read.
func (r *relay) prune(ctx context.Context, now time.Time) error {
	if len(r.marks) < 2 || now.Sub(r.marks[0].at) < keep {
		return nil
	}
	old := r.marks[0].id
	for len(r.marks) > 1 && now.Sub(r.marks[1].at) >= keep/2 {
		r.marks = r.marks[1:]
	}
	return r.db.WriteBatch(ctx, func(tx db.Tx) error {
		_, err := tx.Exec(`DELETE FROM live_message WHERE id <= ?`, old)
		return err
	})
}

package intake

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"time"

	"aldia/domain/portfolio"
	"aldia/platform/db"
)

// tries is how often a chunk is written when somebody else writes to the same ledger at the same moment.
const tries = 5

// sitting is what one transaction of the writing has done so far; it counts when it is committed.
type sitting struct {
	line, differing int64
	consents        int64
	rows            int
	answer          Answer
	portfolios      map[string]*portfolio.Portfolio // opened or found in it
	created         []string
}

// write keeps a chunk and the cut's new line, all or nothing. While nobody else works the chunks that are
// ready meanwhile are written with it: each page of an index that they touch is then written once for all of
// them, and not once for each. Every chunk that is in is given to done.
func (l *loader) write(ctx context.Context, c *chunk, ready <-chan *chunk, done func(*chunk)) error {
	for try := 1; ; try++ {
		joined := false
		err := l.db.WriteBatch(ctx, func(tx db.Tx) error {
			if err := db.DurableLater(tx); err != nil {
				return err
			}
			s := &sitting{
				line:       l.saved,
				differing:  l.differing,
				consents:   l.consented,
				portfolios: map[string]*portfolio.Portfolio{},
			}
			for next := c; next != nil; next = l.another(ctx, tx, s, ready) {
				if err := l.writeChunk(tx, next, s); err != nil {
					return err
				}
				if next != c {
					joined = true
					done(next)
				}
			}
			return l.stand(tx, s)
		})
		if err == nil {
			done(c)
		}
		// A chunk that joined is given back already; only where there is no second writer do chunks join.
		if err == nil || try == tries || !db.IsDuplicate(err) || joined {
			return err
		}
	}
}

// patience is how long a transaction waits for a further chunk. Rows that bring nothing make no chunk, and a
// whole file may go on like that: people who come meanwhile must not wait for its end.
const patience = 30 * time.Millisecond

// another waits for a further chunk that the transaction may take, and gives nil when it should end. It
// takes none on PostgreSQL, where a transaction may have to be run again.
func (l *loader) another(ctx context.Context, tx db.Tx, s *sitting, ready <-chan *chunk) *chunk {
	if tx.Engine() != db.SQLite || s.rows >= sittingRows || !l.db.Quiet() {
		return nil
	}
	enough := time.NewTimer(patience)
	defer enough.Stop()
	select {
	case c := <-ready:
		return c
	case <-enough.C:
		return nil
	case <-ctx.Done():
		return nil
	}
}

// people finds or makes the persons of a chunk in a transaction of their own, on PostgreSQL: so two
// connections share the work, one a chunk ahead of the other. Persons whose accounts a crash has kept out are
// found again when the cut is gone on with. That there are more persons to be made findable goes to more.
func (l *loader) people(
	ctx context.Context, ready <-chan *chunk, manned chan<- *chunk, more chan<- struct{},
) error {
	for c := range ready {
		for try := 1; ; try++ {
			err := l.db.WriteBatch(ctx, func(tx db.Tx) (err error) {
				if err = db.DurableLater(tx); err == nil {
					c.persons, err = l.findPersons(tx, c.plan, c.parties)
				}
				return err
			})
			if err == nil {
				break
			}
			if try == tries || !db.IsDuplicate(err) {
				return err
			}
		}
		select {
		case more <- struct{}{}:
		default: // it is told already
		}
		if err := hand(ctx, manned, c); err != nil {
			return err
		}
	}
	return nil
}

// writeChunk writes what one chunk brings.
func (l *loader) writeChunk(tx db.Tx, c *chunk, s *sitting) error {
	persons := c.persons
	if persons == nil {
		var err error
		if persons, err = l.findPersons(tx, c.plan, c.parties); err != nil {
			return err
		}
	}
	if err := revalue(tx, c.plan); err != nil {
		return err
	}
	old, err := l.read(tx, c.plan)
	if err != nil {
		return err
	}
	w := roomFor(c.plan)
	for i := range c.plan {
		pf, err := l.portfolioOf(tx, c.plan[i].row.Portfolio, s)
		if err != nil {
			return err
		}
		if err := l.build(&c.plan[i], persons.debtors[i], pf, old, w); err != nil {
			return err
		}
	}
	if err := l.link(tx, c, persons, w); err != nil {
		return err
	}
	if err := w.save(tx, l.cut.ID); err != nil {
		return err
	}
	told, err := l.consents(tx, c, persons)
	if err != nil {
		return err
	}
	s.consents += told
	s.line, s.differing, s.answer = c.last, s.differing+w.differing, c.answer
	s.rows += len(c.plan)
	return addRefusals(tx, l.cut.ID, c.refused)
}

// stand notes how far the cut is. What the comparison goes on counting meanwhile is none of its business.
func (l *loader) stand(tx db.Tx, s *sitting) error {
	answer := s.answer
	answer.Differing, answer.Consents = s.differing, s.consents
	answer.Created = slices.Concat(answer.Created, l.created, s.created)
	text, err := json.Marshal(answer)
	if err != nil {
		return err
	}
	n, err := tx.Exec(`UPDATE cut SET line = ?, row_count = ?, answer = ?
		WHERE id = ? AND state = 'publishing' AND line = ?`, s.line, answer.Rows, string(text), l.cut.ID, l.saved)
	if err == nil && n == 0 {
		err = errTakenOver
	}
	tx.AfterCommit(func() {
		l.saved, l.differing, l.consented = s.line, s.differing, s.consents
		l.created = append(l.created, s.created...)
		maps.Copy(l.portfolios, s.portfolios)
	})
	return err
}

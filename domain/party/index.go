package party

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"sync"

	"aldia/platform/db"
	"aldia/platform/id"
)

const (
	// keptCodes is how many codes of new persons are kept in memory until they are entered: those of some
	// hundred thousand persons, sixteen megabytes. What is beyond is read again.
	keptCodes = 1_000_000
	// codesAtOnce keeps a transaction of the run short enough for people.
	codesAtOnce = 20_000
	// spansAtOnce is how many spans are read again at once: each is a chunk of a load.
	spansAtOnce = 16
)

// findRow is a row of person_find.
type findRow struct {
	code   int64
	person id.ID
}

// span is the persons that a chunk of a load has made: their identities lie between two. Persons of another
// load may lie between them too; they are entered twice and found once.
type span struct{ first, last id.ID }

// fresh keeps the codes of the persons of the latest loads, so that they need not be read again.
type fresh struct {
	mu    sync.Mutex
	spans []span
	codes []findRow
}

func (f *fresh) keep(s span, codes []findRow) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.codes)+len(codes) <= keptCodes {
		f.spans, f.codes = append(f.spans, s), append(f.codes, codes...)
	}
}

// take gives what is kept when there are at least so many codes.
func (f *fresh) take(least int) ([]span, []findRow) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.codes) < least {
		return nil, nil
	}
	spans, codes := f.spans, f.codes
	f.spans, f.codes = nil, nil
	return spans, codes
}

// Index makes the persons of the latest loads findable by name, telephone and address; by document and own
// number they are found at once, and the latest few thousand are looked through until then. The import
// calls it when it has loaded a cut. A run that breaks off is run again: a person who is entered twice is
// found once.
func (p *Persons) Index(ctx context.Context) error {
	if err := p.indexKept(ctx, 1); err != nil {
		return err
	}
	for {
		n, err := p.indexSome(ctx)
		if err != nil || n == 0 {
			return err
		}
	}
}

// IndexMany enters the persons of the latest loads when there are many of them. They are entered in the
// order of their codes: row by row, each would touch five pages of the index.
func (p *Persons) IndexMany(ctx context.Context) error { return p.indexKept(ctx, keptCodes/4*3) }

func (p *Persons) indexKept(ctx context.Context, least int) error {
	spans, codes := p.fresh.take(least)
	if len(spans) == 0 {
		return nil
	}
	return p.enter(ctx, spans, codes)
}

// indexSome enters some persons whose codes are kept no longer, as after a crash.
func (p *Persons) indexSome(ctx context.Context) (int, error) {
	var spans []span
	var codes []findRow
	err := p.db.Read(ctx, func(tx db.Tx) error {
		spans, codes = spans[:0], codes[:0]
		if err := tx.Query(func(r db.Row) error {
			spans = append(spans, span{id.ID(r.Int(0)), max(id.ID(r.Int(0)), id.ID(r.Int(1)))})
			return nil
		}, `SELECT person_id, last_id FROM person_fresh ORDER BY person_id LIMIT ?`, spansAtOnce); err != nil {
			return err
		}
		for _, s := range spans {
			err := tx.Query(func(r db.Row) error {
				codes = appendNameCodes(codes, &Person{ID: id.ID(r.Int(0)), NameKey: r.Text(1)})
				return nil
			}, `SELECT id, name_key FROM person WHERE id BETWEEN ? AND ?`, s.first, s.last)
			if err != nil {
				return err
			}
			if err := tx.Query(func(r db.Row) error {
				codes = append(codes, findRow{r.Int(0), id.ID(r.Int(1))})
				return nil
			}, `SELECT code, person_id FROM contact_point WHERE person_id BETWEEN ? AND ? AND code <> 0`,
				s.first, s.last); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil || len(spans) == 0 {
		return 0, err
	}
	return len(spans), p.enter(ctx, spans, codes)
}

// enter writes codes in their order, and then that their spans are done.
func (p *Persons) enter(ctx context.Context, spans []span, codes []findRow) error {
	slices.SortFunc(codes, func(a, b findRow) int {
		return cmp.Or(cmp.Compare(a.code, b.code), cmp.Compare(a.person, b.person))
	})
	for chunk := range slices.Chunk(codes, codesAtOnce) {
		if err := p.db.WriteBatch(ctx, func(tx db.Tx) error {
			return errors.Join(db.DurableLater(tx), addCodesTx(tx, chunk))
		}); err != nil {
			return err
		}
	}
	done := make(db.List, len(spans))
	for i, s := range spans {
		done[i] = int64(s.first)
	}
	return p.db.WriteBatch(ctx, func(tx db.Tx) error {
		_, err := tx.Exec(`DELETE FROM person_fresh WHERE person_id IN ?list`, done)
		return err
	})
}

func addCodesTx(tx db.Tx, codes []findRow) error {
	return tx.Insert("person_find", []string{"code", "person_id"}, len(codes), func(i int, v *db.Values) {
		v.Int(codes[i].code)
		v.Int(int64(codes[i].person))
	})
}

package party

import (
	"cmp"
	"context"
	"slices"

	"aldia/platform/db"
	"aldia/platform/id"
)

const (
	// indexedAtOnce is how many persons are made findable in one sorted run: with more the runs are fewer
	// and each page of the index is written less often; the codes of this many are some sixteen megabytes.
	indexedAtOnce = 100_000
	// codesAtOnce keeps a transaction of the run short enough for people.
	codesAtOnce = 20_000
)

// findRow is a row of person_find.
type findRow struct {
	code   int64
	person id.ID
}

// Index makes the persons of the latest loads findable by name, telephone and address; by document and own
// number they are found at once, and the latest few thousand are looked through until then. The import
// calls it when it has loaded a cut, and now and then while it loads a long one. A run that breaks off is
// run again: a person who is entered twice is found once.
func (p *Persons) Index(ctx context.Context) error {
	for {
		n, err := p.indexSome(ctx)
		if err != nil || n == 0 {
			return err
		}
	}
}

func (p *Persons) indexSome(ctx context.Context) (int, error) {
	var fresh db.List
	var codes []findRow
	err := p.db.Read(ctx, func(tx db.Tx) error {
		fresh, codes = fresh[:0], codes[:0]
		err := tx.Query(func(r db.Row) error {
			one := Person{ID: id.ID(r.Int(0)), NameKey: r.Text(1)}
			fresh = append(fresh, int64(one.ID))
			codes = appendNameCodes(codes, &one)
			return nil
		}, `SELECT p.id, p.name_key FROM person_fresh f JOIN person p ON p.id = f.person_id
			ORDER BY f.person_id LIMIT ?`,
			indexedAtOnce)
		if err != nil || len(fresh) == 0 {
			return err
		}
		return tx.Query(func(r db.Row) error {
			codes = append(codes, findRow{r.Int(0), id.ID(r.Int(1))})
			return nil
		}, `SELECT c.code, c.person_id FROM person_fresh f JOIN contact_point c ON c.person_id = f.person_id
			WHERE f.person_id <= ? AND c.code <> 0`, fresh[len(fresh)-1])
	})
	if err != nil || len(fresh) == 0 {
		return 0, err
	}
	slices.SortFunc(codes, func(a, b findRow) int {
		return cmp.Or(cmp.Compare(a.code, b.code), cmp.Compare(a.person, b.person))
	})
	for chunk := range slices.Chunk(codes, codesAtOnce) {
		if err := p.db.WriteBatch(ctx, func(tx db.Tx) error { return addCodesTx(tx, chunk) }); err != nil {
			return 0, err
		}
	}
	return len(fresh), p.db.WriteBatch(ctx, func(tx db.Tx) error {
		_, err := tx.Exec(`DELETE FROM person_fresh WHERE person_id IN ?list`, fresh)
		return err
	})
}

func addCodesTx(tx db.Tx, codes []findRow) error {
	return tx.Insert("person_find", []string{"code", "person_id"}, len(codes), func(i int, v *db.Values) {
		v.Int(codes[i].code)
		v.Int(int64(codes[i].person))
	})
}

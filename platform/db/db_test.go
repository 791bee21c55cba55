package db_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"aldia/platform/db"
	"aldia/platform/db/dbtest"
)

var errNo = errors.New("no")

func table(t *testing.T, d *db.DB) {
	t.Helper()
	do(t, d, `CREATE TABLE thing (id BIGINT NOT NULL, name TEXT NOT NULL, amount BIGINT NOT NULL)`)
}

func do(t *testing.T, d *db.DB, sql string, args ...any) {
	t.Helper()
	if err := d.Write(t.Context(), func(tx db.Tx) error {
		_, err := tx.Exec(sql, args...)
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

func number(t *testing.T, d *db.DB, sql string, args ...any) (n int64) {
	t.Helper()
	if err := d.Read(t.Context(), func(tx db.Tx) (err error) {
		n, err = db.Int(tx, sql, args...)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestOneTextRunsOnBothEngines(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		table(t, d)
		do(
			t,
			d,
			`INSERT INTO thing (id, name, amount) VALUES (?, ?, ?), (?, ?, ?)`,
			1,
			"¿Quién?",
			5,
			2,
			"it's ?",
			7,
		)
		if n := number(t, d, `SELECT CAST(sum(amount) AS BIGINT) FROM thing WHERE name <> '?'`); n != 12 {
			t.Errorf("sum %d, want 12", n)
		}
		few := `SELECT count(*) FROM thing WHERE id IN ?list AND amount > ?`
		if n := number(t, d, few, db.List{1, 2, 3}, 6); n != 1 {
			t.Errorf("in list: %d, want 1", n)
		}
		if n := number(t, d, `SELECT count(*) FROM thing WHERE ? = 0 OR id = ?`, int64(1)<<40, 1); n != 1 {
			t.Errorf("an identity beside a bare zero: %d, want 1", n)
		}
		if n := number(t, d, `SELECT count(*) FROM thing WHERE id IN ?list`, db.List{}); n != 0 {
			t.Errorf("in empty list: %d, want 0", n)
		}
	})
}

func TestALoadAndABulkUpdateReachEveryRow(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		table(t, d)
		const n = 5000
		err := d.WriteBatch(t.Context(), func(tx db.Tx) error {
			if err := tx.Insert("thing", []string{"id", "name", "amount"}, n, func(i int, v *db.Values) {
				v.Int(int64(i))
				v.Text(fmt.Sprintf("n%d", i))
				v.Int(-1)
			}); err != nil {
				return err
			}
			return tx.Update("thing", "id", []string{"amount", "name"}, n, func(i int, v *db.Values) {
				v.Int(int64(i))
				v.Int(int64(2 * i))
				v.Text(fmt.Sprintf("m%d", i))
			})
		})
		if err != nil {
			t.Fatal(err)
		}
		if got := number(t, d, `SELECT count(*) FROM thing WHERE amount = 2 * id AND name LIKE 'm%'`); got != n {
			t.Errorf("%d rows as they should be, want %d", got, n)
		}
	})
}

func TestASwapChangesOnlyWhatIsStillAsItWas(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		table(t, d)
		const n = 100
		err := d.Write(t.Context(), func(tx db.Tx) error {
			if err := tx.Insert("thing", []string{"id", "name", "amount"}, n, func(i int, v *db.Values) {
				v.Int(int64(i))
				v.Text("before")
				v.Int(int64(i % 2))
			}); err != nil {
				return err
			}
			// Those with an even number are as they were said to be.
			swapped, err := tx.Swap("thing", "id", "amount", []string{"amount", "name"}, n, func(i int, v *db.Values) {
				v.Int(int64(i))
				v.Int(0)
				v.Int(7)
				v.Text("after")
			})
			if swapped != n/2 {
				t.Errorf("%d rows were swapped, want %d", swapped, n/2)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		after := `SELECT count(*) FROM thing WHERE name = 'after' AND amount = 7 AND id % 2 = 0`
		if got := number(t, d, after); got != n/2 {
			t.Errorf("%d rows are as they should be, want %d", got, n/2)
		}
	})
}

func TestALoadTakesWhatRepeatsAndWhatDoesNot(t *testing.T) {
	t.Parallel()
	name := func(i int) string { return [...]string{"", "abierta", "abierta", "cerrada"}[i/16%4] }
	amount := func(i int) int64 { return [...]int64{0, 7, 7, -1}[(i+8)/16%4] }
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		table(t, d)
		const n = 1000
		for _, from := range []int{0, n} { // the second load finds the statements of the first
			if err := d.WriteBatch(t.Context(), func(tx db.Tx) error {
				return tx.Insert("thing", []string{"id", "name", "amount"}, n, func(i int, v *db.Values) {
					v.Int(int64(from + i))
					v.Text(name(from + i))
					v.Int(amount(from + i))
				})
			}); err != nil {
				t.Fatal(err)
			}
		}
		seen := 0
		if err := d.Read(t.Context(), func(tx db.Tx) error {
			return tx.Query(func(r db.Row) error {
				seen++
				if i := int(r.Int(0)); r.Text(1) != name(i) || r.Int(2) != amount(i) {
					t.Errorf("row %d has %q and %d", i, r.Text(1), r.Int(2))
				}
				return nil
			}, `SELECT id, name, amount FROM thing`)
		}); err != nil || seen != 2*n {
			t.Errorf("%d rows, %v", seen, err)
		}
	})
}

func TestWhatFailsLeavesNothingBehindAndOthersInTheGroupAreKept(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		table(t, d)
		var wg sync.WaitGroup
		for i := range 200 {
			wg.Go(func() {
				hooked := false
				err := d.Write(context.Background(), func(tx db.Tx) error {
					if _, err := tx.Exec(`INSERT INTO thing (id, name, amount) VALUES (?, '', 0)`, i); err != nil {
						return err
					}
					tx.AfterCommit(func() { hooked = true })
					if i%2 == 1 {
						return errNo
					}
					return nil
				})
				if (i%2 == 1) != errors.Is(err, errNo) {
					t.Errorf("change %d: %v", i, err)
				}
				if hooked != (i%2 == 0) {
					t.Errorf("change %d: told of its commit: %v", i, hooked)
				}
			})
		}
		wg.Wait()
		if n := number(t, d, `SELECT count(*) FROM thing WHERE id % 2 = 0`); n != 100 {
			t.Errorf("%d kept, want 100", n)
		}
		if n := number(t, d, `SELECT count(*) FROM thing WHERE id % 2 = 1`); n != 0 {
			t.Errorf("%d left behind, want none", n)
		}
	})
}

func TestAReadSeesOneMoment(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		table(t, d)
		do(t, d, `INSERT INTO thing (id, name, amount) VALUES (1, '', 1)`)
		err := d.Read(t.Context(), func(tx db.Tx) error {
			before, err := db.Int(tx, `SELECT amount FROM thing`)
			if err != nil {
				return err
			}
			do(t, d, `UPDATE thing SET amount = 2`)
			after, err := db.Int(tx, `SELECT amount FROM thing`)
			if before != 1 || after != 1 {
				t.Errorf("the read saw %d, then %d", before, after)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

func TestAPanicReachesTheCallerAndTheWriterGoesOn(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		table(t, d)
		func() {
			defer func() {
				if recover() == nil {
					t.Error("the panic was swallowed")
				}
			}()
			_ = d.Write(t.Context(), func(tx db.Tx) error {
				if _, err := tx.Exec(`INSERT INTO thing (id, name, amount) VALUES (9, '', 0)`); err != nil {
					return err
				}
				panic("a mistake")
			})
		}()
		do(t, d, `INSERT INTO thing (id, name, amount) VALUES (1, '', 0)`)
		if n := number(t, d, `SELECT count(*) FROM thing`); n != 1 {
			t.Errorf("%d rows, want 1", n)
		}
	})
}

func TestMigratingAgainChangesNothing(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		if err := d.Migrate(t.Context()); err != nil {
			t.Fatal(err)
		}
		missing, err := d.Behind(t.Context())
		if err != nil || len(missing) > 0 {
			t.Errorf("behind %v, %v", missing, err)
		}
	})
}

func TestQueriesOfABatchAnswerInTheirOrder(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		table(t, d)
		do(t, d, `INSERT INTO thing (id, name, amount) VALUES (1, 'a', 5), (2, 'b', 7)`)
		var seen []int64
		note := func(r db.Row) error {
			seen = append(seen, r.Int(0))
			return nil
		}
		err := d.Read(t.Context(), func(tx db.Tx) error {
			return tx.Batch(
				db.Question{Each: note, SQL: `SELECT amount FROM thing WHERE id = ?`, Args: []any{2}},
				db.Question{Each: note, SQL: `SELECT id FROM thing ORDER BY id`},
				db.Question{Each: note, SQL: `SELECT id FROM thing WHERE id IN ?list`, Args: []any{db.List{9}}},
			)
		})
		if err != nil || !slices.Equal(seen, []int64{7, 1, 2}) {
			t.Errorf("answered %v, %v", seen, err)
		}
	})
}

func TestALoadThatIsCalledOffSaysSoAndLeavesNothing(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		table(t, d)
		long := strings.Repeat("x", 8<<10)
		for range 20 {
			ctx, cancel := context.WithCancel(t.Context())
			err := d.WriteBatch(ctx, func(tx db.Tx) error {
				if err := tx.Insert("thing", []string{"id", "name", "amount"}, 500, func(i int, v *db.Values) {
					if i == 250 {
						cancel()
					}
					v.Int(int64(i))
					v.Text(long)
					v.Int(1)
				}); err != nil {
					return err
				}
				return ctx.Err()
			})
			if !errors.Is(err, context.Canceled) {
				t.Errorf("called off: %v", err)
			}
			cancel()
		}
		if n := number(t, d, `SELECT count(*) FROM thing`); n != 0 {
			t.Errorf("%d rows are left", n)
		}
	})
}

func TestWhoWorksAloneReadsWhatTheyHaveWritten(t *testing.T) {
	t.Parallel()
	d, err := db.Open(t.Context(), "sqlite:"+filepath.Join(t.TempDir(), "alone.db"), db.Options{Alone: true})
	if err != nil {
		t.Fatal(err)
	}
	table(t, d)
	for n := range 3 {
		do(t, d, `INSERT INTO thing (id, name, amount) VALUES (?, 'x', 1)`, n)
		if got := number(t, d, `SELECT count(*) FROM thing`); got != int64(n)+1 {
			t.Errorf("%d rows, want %d", got, n+1)
		}
	}
	if err := d.Read(t.Context(), func(db.Tx) error { return errNo }); !errors.Is(err, errNo) {
		t.Errorf("a reading that fails: %v", err)
	}
	if err := d.Close(); err != nil {
		t.Error(err)
	}
}

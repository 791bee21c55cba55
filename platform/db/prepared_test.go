package db_test

import (
	"strings"
	"testing"

	"aldia/platform/db"
	"aldia/platform/db/dbtest"
)

// A statement is planned once and holds what was bound to it last: whoever asks it next binds every place.
func TestAStatementIsAskedAgainWithOtherValues(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		do(t, d, `CREATE TABLE note (id BIGINT PRIMARY KEY, told TEXT, amount BIGINT NOT NULL)`)
		const add, find = `INSERT INTO note (id, told, amount) VALUES (?, ?, ?)`,
			`SELECT count(*) FROM note WHERE amount = ? AND told = ?`
		long := strings.Repeat("á", 100_000)
		do(t, d, add, 1, long, 0)
		do(t, d, add, 2, nil, 1)
		do(t, d, add, 3, "corto", 1)
		if err := d.Write(t.Context(), func(tx db.Tx) error {
			_, err := tx.Exec(add, 3, "otra vez", 5)
			return err
		}); err == nil {
			t.Error("a second row of one key went in")
		}
		do(t, d, add, 4, "corto", 5)
		for _, c := range []struct {
			amount int64
			told   string
			want   int64
		}{{0, long, 1}, {1, "corto", 1}, {1, long, 0}, {5, "corto", 1}, {0, "corto", 0}, {1, "corto", 1}} {
			if n := number(t, d, find, c.amount, c.told); n != c.want {
				t.Errorf("%d rows of %d, %.10s; want %d", n, c.amount, c.told, c.want)
			}
		}
		if n := number(t, d, `SELECT count(*) FROM note WHERE told IS NULL AND amount = 1`); n != 1 {
			t.Errorf("%d rows without a text", n)
		}
	})
}

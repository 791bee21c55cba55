package intake

import (
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"aldia/domain/calendar"
	"aldia/platform/clock"
	"aldia/platform/db"
	"aldia/platform/db/dbtest"
)

// deserted is an office at night: nobody else works, so that a load takes long steps.
func deserted(t *testing.T) *office {
	t.Helper()
	d, err := db.Open(t.Context(), "sqlite:"+filepath.Join(t.TempDir(), "night.db"), db.Options{
		Relaxed: true, Clock: clock.NewFake(dbtest.Start()), QuietAfter: time.Nanosecond,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	return open(t, d)
}

func TestALoadAtNightEndsWithTheSameBookAsOneByDay(t *testing.T) {
	t.Parallel()
	night, day := deserted(t), open(t, dbtest.OnSQLite(t))
	for step, text := range []string{many(1), many(2)} {
		on := monday() + calendar.Day(step)
		sameText(t, "what the cut says", said(t, night.load(t, text, on)), said(t, day.load(t, text, on)))
	}
	sameText(t, "the book", strings.Join(night.owes(t), "\n"), strings.Join(day.owes(t), "\n"))
	night.checkLedger(t)
}

// The file's first rows bring something and all others nothing: whoever comes while they are read must not
// wait for the end of the file.
func TestNobodyWaitsForAFileThatBringsNothing(t *testing.T) {
	t.Parallel()
	o := deserted(t)
	o.load(t, many(1), monday())
	came := 0
	o.meet = func() {
		ctx, cancel := context.WithTimeout(o.ctx, 20*time.Second)
		defer cancel()
		err := o.db.Write(ctx, func(tx db.Tx) error {
			_, err := tx.Exec(`UPDATE creditor SET name = 'El Banco' WHERE code = 'banco'`)
			return err
		})
		if err != nil {
			t.Errorf("somebody who came while the file was read: %v", err)
		}
		came++
	}
	news := strings.Replace(many(1), header+"\n", header+"\nN1;1;n1;Nadia Nueva;2026-02-01;100;0;0;x\n", 1)
	o.load(t, news, monday()+1)
	if came == 0 {
		t.Error("nobody came")
	}
}

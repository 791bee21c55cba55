package treatment

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"aldia/domain/calendar"
	"aldia/domain/debt"
	"aldia/domain/delinquency"
	"aldia/platform/db"
	"aldia/platform/db/dbtest"
	"aldia/platform/id"
)

// told writes down what a day says of its moves: the figures, and each account's own.
func (s *story) told(day calendar.Day) string {
	s.Helper()
	var b strings.Builder
	if err := s.ledger.db.Read(s.Context(), func(tx db.Tx) error {
		all, err := delinquency.MovementOn(tx, day)
		for _, m := range all {
			fmt.Fprintln(&b, m)
		}
		var moves []string
		if err == nil {
			err = tx.Query(func(r db.Row) error {
				moves = append(moves, fmt.Sprintln(r.Int(0), r.Text(1), r.Text(2), r.Int(3), r.Int(4), r.Int(5),
					r.Int(6)))
				return nil
			}, `SELECT account_id, from_bucket, to_bucket, from_on, past_due, balance, was FROM bucket_move
				WHERE on_day = ?`, day)
		}
		slices.Sort(moves)
		b.WriteString(strings.Join(moves, ""))
		var since []string
		if err == nil {
			err = tx.Query(func(r db.Row) error {
				since = append(since, fmt.Sprintln(r.Int(0), r.Text(1), r.Int(2)))
				return nil
			}, `SELECT account_id, bucket, since_on FROM standing`)
		}
		slices.Sort(since)
		b.WriteString(strings.Join(since, ""))
		return err
	}); err != nil {
		s.Fatal(err)
	}
	return b.String()
}

func TestACutTakenBackAndPublishedAgainHasMovedEachAccountOnce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		day := monthEnd() - 10
		l := seed(t, d, 150, monthEnd())
		s := &story{ledger: l, Treatments: l.open(t, 2), T: t}
		s.closes(day - 1)
		s.closes(day)
		// What the cut says of items: paid, or due otherwise and with another balance. Of the creditors' own
		// figures only: the interest that we post ourselves is not taken back with a cut.
		paid := map[id.ID]bool{}
		theirs := func(i *debt.Item) bool { return i.Figures == debt.Creditors && i.State == debt.Open }
		publish := func() {
			s.change(t, 7, func(i *debt.Item) {
				if theirs(i) {
					i.State, paid[i.ID] = debt.Paid, true
				}
			})
			s.change(t, 3, func(i *debt.Item) {
				if theirs(i) {
					i.DueOn, i.Owed.Principal = i.DueOn-25, i.Owed.Principal+300
				}
			})
			s.cut(day, len(s.items), 0, 0)
		}
		undo := func() {
			s.change(t, 3, func(i *debt.Item) {
				if theirs(i) {
					i.DueOn, i.Owed.Principal = i.DueOn+25, i.Owed.Principal-300
				}
			})
			s.change(t, 7, func(i *debt.Item) {
				if paid[i.ID] {
					i.State = debt.Open
				}
			})
			s.cut(day, len(s.items), 0, 0)
		}
		without := s.told(day)
		publish()
		with := s.told(day)
		if with == without {
			t.Fatal("the cut has moved nobody")
		}
		for range 2 {
			undo()
			sameBook(t, "taken back", s.told(day), without)
			publish()
			sameBook(t, "published again", s.told(day), with)
		}
		s.events(2)
		s.closes(day + 1)
	})
}

func TestWhatMovesAgainWhileItsMovesAreToldAsOneIsLeftToTheNextDay(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		day := monthEnd() - 10
		l := seed(t, d, 150, monthEnd())
		s := &story{ledger: l, Treatments: l.open(t, 1), T: t}
		s.closes(day - 1)
		s.closes(day)
		s.cut(day, 3, 25, 300)
		s.change(t, 3, func(i *debt.Item) { i.DueOn += 25 })
		// Somebody's debt moves after the day was counted and before the moves are told as one.
		w := s.worker(day, nil)
		var several []delinquency.Moved
		s.events(1)
		if err := d.Read(t.Context(), func(tx db.Tx) (err error) {
			all := moved{}
			err = tx.Query(func(r db.Row) error {
				all = append(all, id.ID(r.Int(0)))
				return nil
			}, `SELECT account_id FROM bucket_move WHERE on_day = ? ORDER BY account_id`, day)
			if err == nil {
				several, err = all.several(tx, day)
			}
			return err
		}); err != nil || len(several) < 5 {
			t.Fatalf("%d accounts moved twice: %v", len(several), err)
		}
		s.change(t, 3, func(i *debt.Item) { i.DueOn -= 60 })
		s.events(1)
		before := s.told(day)
		if err := w.compose(t.Context(), several); err != nil {
			t.Fatal(err)
		}
		sameBook(t, "composed too late", s.told(day), before)
		s.closes(day + 1)
	})
}

package worklist_test

import (
	"testing"
	"time"

	"aldia/domain/worklist"
	"aldia/platform/db"
	"aldia/platform/db/dbtest"
	"aldia/platform/id"
)

// A colleague took the day's only call to somebody and left: nothing in the case says so, and whoever is
// given it would be refused.
func TestWhomTheLawLetsNobodyCallYetWaitsAndTheNextIsGiven(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := open(t, d)
		barred := map[[2]id.ID]time.Time{} // person and creditor
		steps := map[string]bool{}
		f.Worklists = worklist.NewWorklists(d, worklist.Neighbours{
			Barred: func(_ db.Tx, person, creditor id.ID, step string) (time.Time, error) {
				steps[step] = true
				if until := barred[[2]id.ID{person, creditor}]; until.After(f.clock.Now()) {
					return until, nil
				}
				return time.Time{}, nil
			},
		})
		tomorrow := f.clock.Now().Add(16 * time.Hour)
		barred[[2]id.ID{1, banco}], barred[[2]id.ID{2, banco}] = tomorrow, tomorrow
		f.place(of(1, 90, 0), of(2, 80, ana), of(3, 70, 0))
		further := of(4, 95, 0)
		f.place(further, worklist.Place{PersonID: 4, CreditorID: coop, Priority: 95, Step: "late", Further: true})
		barred[[2]id.ID{4, coop}] = tomorrow

		me := sees(ana, banco, coop)
		f.expect("of who owes two, about the debts that may be spoken of", f.next(me), 4)
		if err := f.Release(as(t.Context(), ana), ana, 4); err != nil {
			t.Fatal(err)
		}
		barred[[2]id.ID{4, banco}] = tomorrow
		f.expect("the first who may be called", f.next(me), 3)
		f.expect("and it stays in hand", f.next(me), 3)
		f.expect("a colleague finds nobody", f.next(sees(luis, banco, coop)), 0)
		if n := f.count(`state = 1 AND locked_by = 0 AND ready_at = ?`, db.Micros(tomorrow)); n != 3 {
			t.Errorf("%d persons wait until then, want 3", n)
		}
		if !steps["early"] || !steps["late"] {
			t.Errorf("it was asked about the steps %v", steps)
		}
		if err := f.Release(as(t.Context(), ana), ana, 3); err != nil {
			t.Fatal(err)
		}
		f.clock.Set(tomorrow)
		if _, err := f.Tick(t.Context(), tomorrow); err != nil {
			t.Fatal(err)
		}
		f.expect("on the day their own comes first", f.next(me), 2)
		f.expect("and anybody's best to the colleague", f.next(sees(luis, banco, coop)), 4)
	})
}

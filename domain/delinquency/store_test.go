package delinquency

import (
	"testing"

	"aldia/domain/calendar"
	"aldia/domain/debt"
	"aldia/platform/db"
	"aldia/platform/db/dbtest"
	"aldia/platform/id"
)

func TestTheFiguresOfADayTakeThePlaceOfThoseItHad(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		day := calendar.Of(2026, 3, 1)
		save := func(on calendar.Day, accounts int64) {
			t.Helper()
			if err := d.Write(t.Context(), func(tx db.Tx) error {
				return SaveFigures(tx, on, 0, []AgingFigure{{1, 2, "USD", "1-30", accounts, 1, 500, 900}},
					[]MovementFigure{
						{1, "USD", Current, "1-30", accounts, 800, 900}, {1, "USD", "1-30", "1-30", 0, 50, 40},
					})
			}); err != nil {
				t.Fatal(err)
			}
		}
		save(day, 3)
		save(day+1, 8)
		save(day, 4)
		if err := d.Read(t.Context(), func(tx db.Tx) error {
			aging, err := AgingOn(tx, day)
			if err != nil {
				return err
			}
			if len(aging) != 1 || aging[0] != (AgingFigure{1, 2, "USD", "1-30", 4, 1, 500, 900}) {
				t.Errorf("aging %+v", aging)
			}
			movement, err := MovementOn(tx, day)
			if len(movement) != 1 || movement[0] != (MovementFigure{1, "USD", Current, "1-30", 4, 800, 900}) {
				t.Errorf("movement %+v", movement)
			}
			if err != nil {
				return err
			}
			change, err := ChangeOn(tx, day)
			if len(change) != 2 || change[0] != (MovementFigure{1, "USD", "1-30", "1-30", 0, 50, 40}) {
				t.Errorf("change %+v", change)
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
	})
}

func TestStandingsAndMovesAreReadAsTheyWereWritten(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		day := calendar.Of(2026, 3, 1)
		standings := []Standing{
			{1, 10, 3, 4, "USD", "1-30", "collection", day - 5, 500, 900, day - 4},
			{2, 11, 3, 4, "PEN", Current, "prevention", day + 5, 0, 700, day - 40},
			{3, 12, 3, 4, "USD", "61-90", "collection", day - 70, 5, 9, day - 9},
		}
		changed := standings[0]
		changed.Bucket, changed.PastDue, changed.SinceOn = "31-60", 800, day
		moves := []Move{
			{1, 10, 3, "USD", day - 4, Out, "1-30", 0, 500, 900, 0},
			{1, 10, 3, "USD", day, "1-30", "31-60", day - 4, 800, 900, 850},
		}
		if err := d.Write(t.Context(), func(tx db.Tx) error {
			for _, step := range []error{
				AddStandings(tx, standings), AddMoves(tx, moves), SaveStandings(tx, []Standing{changed}),
				DropStandings(tx, []id.ID{3}), DropStandings(tx, nil),
			} {
				if step != nil {
					return step
				}
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		if err := d.Read(t.Context(), func(tx db.Tx) error {
			var read []Standing
			err := tx.Batch(StandingsIn(10, 12, debt.Words{}, func(s Standing) { read = append(read, s) }))
			if err != nil {
				return err
			}
			if len(read) != 2 || read[0] != changed || read[1] != standings[1] {
				t.Errorf("%+v, want %+v and %+v", read, changed, standings[1])
			}
			history, err := MovesOf(tx, db.List{1}, 10)
			if len(history) != 2 || history[0] != moves[1] || history[1] != moves[0] {
				t.Errorf("the newest move comes first: %+v", history)
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
	})
}

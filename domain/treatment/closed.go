package treatment

import (
	"aldia/domain/calendar"
	"aldia/domain/promise"
	"aldia/platform/db"
)

// ClosedBefore is the last day that was closed before a day, or none.
func ClosedBefore(tx db.Tx, day calendar.Day) (calendar.Day, error) {
	n, err := db.Int(tx, `SELECT coalesce(max(on_day), 0) FROM close_day WHERE state = 'done' AND on_day < ?`,
		day)
	return calendar.Day(n), err
}

// judged counts the promises kept and broken since the close before: also those that a payment judged at
// once, during the day.
func (a *Answer) judged(tx db.Tx, before calendar.Day) error {
	if err := tx.Query(func(r db.Row) error {
		if promise.State(r.Text(0)) == promise.Kept {
			a.KeptInAll = r.Int(1)
		} else {
			a.BrokenInAll = r.Int(1)
		}
		return nil
	}, `SELECT state, count(*) FROM promise WHERE state IN ('kept', 'broken') GROUP BY state`); err != nil {
		return err
	}
	later, err := promise.KeptLater(tx, before, a.Date)
	if err != nil {
		return err
	}
	a.KeptInAll -= later // by what was paid after the day: the next close counts them
	a.Kept, a.Broken = a.KeptInAll, a.BrokenInAll
	if before == calendar.NoDay {
		return nil
	}
	var last Answer
	if _, err := db.One(tx, func(r db.Row) (err error) {
		last, err = parseAnswer(before, r.Text(0))
		return err
	}, `SELECT answer FROM close_day WHERE on_day = ?`, before); err != nil {
		return err
	}
	// A payment taken back may make them fewer.
	a.Kept, a.Broken = max(0, a.Kept-last.KeptInAll), max(0, a.Broken-last.BrokenInAll)
	return nil
}

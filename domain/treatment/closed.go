package treatment

import (
	"aldia/domain/calendar"
	"aldia/platform/db"
)

// ClosedBefore is the last day that was closed before a day, or none.
func ClosedBefore(tx db.Tx, day calendar.Day) (calendar.Day, error) {
	n, err := db.Int(tx, `SELECT coalesce(max(on_day), 0) FROM close_day WHERE state = 'done' AND on_day < ?`,
		day)
	return calendar.Day(n), err
}

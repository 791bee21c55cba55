package report

import (
	"aldia/domain/calendar"
	"aldia/domain/portfolio"
	"aldia/platform/db"
	"aldia/platform/id"
)

// shownCuts is how many files that are not in yet are named; of a day with more, that they are many is what
// matters.
const shownCuts = 5

// ofClose says of which close the figures speak, and names the files that came after it and are not in them
// yet: a cut of a later day waits for the close of its day, and payments for the next one. Until then what
// was moved by them is shown by neither of two reports, so that the two agree. A day that is closed late has
// whatever was there by then.
func (a *asking) ofClose(used calendar.Day) error {
	a.report.Closed = used
	last, err := a.closed(calendar.NoDay)
	if err != nil || last != used {
		return err // of an earlier close: what came after it is told by the later ones
	}
	creditors := a.byID()
	shown, more := 0, int64(0)
	err = a.tx.Query(func(r db.Row) error {
		if shown == shownCuts {
			more++
			return nil
		}
		shown++
		c := creditors[id.ID(r.Int(0))]
		a.note("report.not_in."+r.Text(1), used, calendar.Day(r.Int(2)), nameOf(c), r.Text(3))
		return nil
	}, `SELECT creditor_id, kind, as_of_on, file_name FROM cut
		WHERE state = 'published' AND creditor_id IN ?list AND (kind = 'portfolio' AND as_of_on > ?
			OR kind = 'payments') AND published_at > (SELECT ended_at FROM close_day WHERE on_day = ?)
		ORDER BY published_at, id`, a.list(), used, used)
	if err == nil && more > 0 {
		a.note("report.not_in.more", more)
	}
	return err
}

func nameOf(c *portfolio.Creditor) string {
	if c == nil {
		return ""
	}
	return c.Name
}

package treatment

import (
	"slices"

	"aldia/domain/calendar"
	"aldia/domain/delinquency"
	"aldia/platform/db"
	"aldia/platform/id"
)

// countedOn gives the last day closed, and the last close that has counted a person's accounts: that one, or
// the one that is under way when it has been with the person. Before the first close both are none.
func countedOn(tx db.Tx, person id.ID) (last, counted calendar.Day, err error) {
	if last, err = LastClosed(tx); err != nil {
		return last, last, err
	}
	counted, err = closingDay(tx, person, last)
	return last, counted, err
}

// between gathers what becomes of persons between two closes, by the day whose figures it explains. That is
// not a matter of the day that is decided for: a close counts every account once, and whatever becomes of
// it afterwards belongs to the next one that counts it, be it of the day after or of a later one.
type between map[calendar.Day]*delinquency.Figures

// on gives the figures for what becomes of a person whom the close of a day was the last to count. Before
// the first close that is the earliest day there is, so that the first close finds it whatever its own.
func (b between) on(counted calendar.Day) *delinquency.Figures {
	if b[counted+1] == nil {
		b[counted+1] = delinquency.NewFigures()
	}
	return b[counted+1]
}

// save adds what was gathered to the movements of the closes to come.
func (b between) save(tx db.Tx) error {
	days := make([]calendar.Day, 0, len(b))
	for on := range b {
		days = append(days, on)
	}
	slices.Sort(days)
	for _, on := range days {
		if _, movement := b[on].Sums(); len(movement) > 0 {
			if err := delinquency.AddMovement(tx, on, movement); err != nil {
				return err
			}
		}
	}
	return nil
}

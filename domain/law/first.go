package law

import (
	"slices"
	"time"
)

// FirstDays is how long ago a first contact may have been: who was last reached more than a year before is
// told again who calls.
const FirstDays = 366

// reached says whether what we had to say at first can have been heard or read: a talk with who answers for
// the debt, or a text that is known to have come. An attempt that nobody answered, word left with a third
// party, and a text of which nobody knows whether it came say nothing; what the person began was theirs.
func (e *Event) reached() bool {
	return !e.Person && (e.Result == TwoWay || e.Result == Delivered || e.Result == Read)
}

// Met says whether a contact at an instant is no first contact: who answers for the debt was reached before,
// within a year. It is the one meaning of «first contact», of the gate and of what the desk shows.
func Met(history []Event, at time.Time) bool {
	since := at.AddDate(0, 0, -FirstDays)
	return slices.ContainsFunc(history, func(e Event) bool {
		return e.reached() && e.At.Before(at) && !e.At.Before(since)
	})
}

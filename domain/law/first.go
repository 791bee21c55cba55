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

// firstAfter is from when on a contact is no first one any more, of what is to come already; never, where
// nothing that reaches the person is.
func firstAfter(history []Event, at time.Time) time.Time {
	first := never()
	for i := range history {
		e := &history[i]
		if over := e.At.Add(time.Second); e.reached() && !e.At.Before(at) && over.Before(first) {
			first = over
		}
	}
	return first
}

// Met says whether a contact at an instant is no first contact: who answers for the debt was reached before,
// within a year. It is the one meaning of «first contact», of the gate and of what the desk shows.
func Met(history []Event, at time.Time) bool {
	since := at.AddDate(0, 0, -FirstDays)
	return slices.ContainsFunc(history, func(e Event) bool {
		return e.reached() && e.At.Before(at) && !e.At.Before(since)
	})
}

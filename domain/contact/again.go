package contact

import (
	"strconv"
	"time"

	"aldia/domain/calendar"
)

// The hours of a desk: when a case that is to be called again comes up. They are the hours of the people who
// call; the hours of the law are stricter in places and stand in the gate.
const (
	deskOpens  = 8
	deskCloses = 19
	// maxAgainDays bounds a wait: a case that is to be left alone for longer rests for a reason.
	maxAgainDays = 90
)

// Again is when a case is to be called after a result: after some minutes, hours or days, on the next
// business morning, or at the time that was agreed.
type Again struct {
	unit  byte // 'm', 'h', 'd', 'n' the next morning, 'c' the callback; zero: not said
	count int
}

// ParseAgain reads "30m", "2h", "3d", "morning" or "callback".
func ParseAgain(s string) (Again, bool) {
	switch s {
	case "morning":
		return Again{unit: 'n'}, true
	case "callback":
		return Again{unit: 'c'}, true
	}
	if len(s) < 2 {
		return Again{}, false
	}
	unit := s[len(s)-1]
	n, err := strconv.Atoi(s[:len(s)-1])
	most := map[byte]int{'m': 24 * 60, 'h': 24, 'd': maxAgainDays}[unit]
	if err != nil || n < 1 || n > most {
		return Again{}, false
	}
	return Again{unit, n}, true
}

// At is the instant from which the case may be called again, for a result at an instant in a place. Minutes
// and hours that end after the desk has closed, and days, lead to a business morning; what is agreed with
// the person stands as agreed. The zero Again gives no instant.
func (a Again) At(at time.Time, place *time.Location, callback time.Time) time.Time {
	today := calendar.On(at, place)
	switch a.unit {
	case 'm', 'h':
		unit := time.Minute
		if a.unit == 'h' {
			unit = time.Hour
		}
		then := at.Add(time.Duration(a.count) * unit)
		if calendar.On(then, place) == today && then.In(place).Hour() < deskCloses {
			return then
		}
		return morning(today+1, place)
	case 'd':
		return morning(today+calendar.Day(a.count), place)
	case 'n':
		return morning(today+1, place)
	case 'c':
		return callback
	}
	return time.Time{}
}

// morning is the opening of the desk on a day, or on the first day after it that is no weekend.
func morning(day calendar.Day, place *time.Location) time.Time {
	for day.Weekday() == time.Saturday || day.Weekday() == time.Sunday {
		day++
	}
	y, m, d := day.Date()
	return time.Date(y, time.Month(m), d, deskOpens, 0, 0, 0, place).UTC()
}

// Hold is how a case rests after a result: a number of days counted from the day of the result or from the
// promised one, or until something happens.
type Hold struct {
	Reason   HoldReason
	Days     int
	Promised bool // counted from the promised day
	Endless  bool
}

// HoldReason is why a case rests after a result.
type HoldReason string

// The reasons that a result can give.
const (
	HoldPaid      HoldReason = "paid"       // they say they have paid: time for the payment to come in
	HoldPromise   HoldReason = "promise"    // they promised and still have time
	HoldClaim     HoldReason = "claim"      // they say the debt is not right: somebody must look
	HoldDeceased  HoldReason = "deceased"   // somebody must look
	HoldNoContact HoldReason = "no_contact" // they asked for it
	HoldAgreed    HoldReason = "agreed"     // a pause that was agreed with them
)

// HoldReasons are all reasons.
func HoldReasons() []HoldReason {
	return []HoldReason{HoldPaid, HoldPromise, HoldClaim, HoldDeceased, HoldNoContact, HoldAgreed}
}

// maxHoldDays bounds a rest with an end.
const maxHoldDays = 365

// Until is the last day on which the case rests, or none when it has no end.
func (h Hold) Until(today, promisedOn calendar.Day) calendar.Day {
	switch {
	case h.Endless, h.Reason == "":
		return calendar.NoDay
	case h.Promised && promisedOn != calendar.NoDay:
		return promisedOn + calendar.Day(h.Days)
	}
	return today + calendar.Day(h.Days)
}

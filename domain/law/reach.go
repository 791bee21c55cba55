package law

import (
	"time"

	"aldia/domain/calendar"
)

// reach is how far back the rules of a pack count, with two days for the zones and for where a day begins.
func (p *Pack) reach() time.Duration {
	days := calendar.Day(0)
	for i := range p.Contacts {
		r := &p.Contacts[i]
		switch {
		case r.Cap != nil:
			days = max(days, r.Cap.Period.longest())
		case r.OneChannel != nil:
			days = max(days, r.OneChannel.Period.longest())
		case r.Gap != nil:
			days = max(days, calendar.Day(r.Gap.Hours/24+1), calendar.Day(r.Gap.FullDays+1))
		case r.Rest != nil:
			days = max(days, calendar.Day(r.Rest.Days))
		case r.Content != nil && r.Content.First:
			days = max(days, firstDays)
		}
		if o := r.OpenedBy; o != nil && o.UntilTalk {
			days = max(days, calendar.Day(o.Days))
		}
	}
	return time.Duration(days+2) * 24 * time.Hour
}

// longest is the most days that a period has.
func (p Period) longest() calendar.Day {
	switch p {
	case "calendar_day":
		return 1
	case "iso_week":
		return 7
	case "calendar_month":
		return 31
	}
	return calendar.Day(p.rolling())
}

// firstDays is how long ago a first contact may have been: who was last contacted more than a year before is
// told again who calls.
const firstDays = 366

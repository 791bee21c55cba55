package law

import (
	"time"

	"aldia/domain/calendar"
)

// reach is how far back the gate reads to answer by a pack: as far as a rule counts, and where one asks
// whether there was a contact before, or a talk since the person's wish, as far as that.
func (p *Pack) reach() time.Duration {
	days := p.Memory()
	for i := range p.Contacts {
		r := &p.Contacts[i]
		if r.Content != nil && r.Content.First {
			days = max(days, FirstDays)
		}
		if o := r.OpenedBy; o != nil && o.UntilTalk {
			days = max(days, calendar.Day(o.Days))
		}
	}
	return time.Duration(days+1) * 24 * time.Hour
}

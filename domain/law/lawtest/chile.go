package lawtest

import (
	"slices"
	"time"

	"aldia/domain/calendar"
	"aldia/domain/law"
)

// chile is Ley 19.496, art. 37: the week that of the calendar or seven days running, and between two texts
// forty-eight hours or two whole days.
func (o *oracle) chile() {
	o.no("cl.contact.hours", !o.clock(func(w time.Weekday, h int) bool {
		return w != time.Sunday && between(h, 800, 2000)
	}))
	o.no("cl.contact.days", o.rest(false))
	rolling := o.reads("cl.week", "rolling_7d", "rolling_7d")
	bySelf := func(e law.Event) bool { return ours(e) && (e.Channel == law.Voice || e.Channel == law.Visit) }
	byText := func(e law.Event) bool { return ours(e) && !bySelf(e) }
	if o.a.Channel == law.Voice || o.a.Channel == law.Visit {
		o.no("cl.contact.phone_visit", o.week(bySelf) >= 1)
		o.no("cl.contact.phone_visit_rolling", rolling && o.crowded(1, bySelf))
		o.no("cl.contact.catastrophe", o.catastrophe() && o.month(bySelf) >= 2)
	} else {
		o.no("cl.contact.written", o.week(byText) >= 2)
		o.no("cl.contact.written_rolling", rolling && o.crowded(2, byText))
		if o.reads("cl.gap", "two_days", "hours_48") {
			o.no("cl.contact.gap", o.count(2, 2, byText) >= 1)
		} else {
			o.no("cl.contact.gap", slices.ContainsFunc(o.a.History, func(e law.Event) bool {
				hours := o.at.Sub(e.At).Hours()
				return byText(e) && hours > -48 && hours < 48
			}))
		}
	}
	o.no("cl.contact.parties", !o.bound())
}

// catastrophe says whether one holds, or ended no more than sixty days ago.
func (o *oracle) catastrophe() bool {
	today := calendar.On(o.at, o.zones[0])
	return slices.ContainsFunc(o.a.Facts.Catastrophe, func(d law.Days) bool {
		return today >= d.From && (d.To == calendar.NoDay || today <= d.To+60)
	})
}

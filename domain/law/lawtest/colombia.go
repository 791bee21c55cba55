package lawtest

import (
	"cmp"
	"slices"
	"time"

	"aldia/domain/law"
)

// reads says whether the norm is read so; what nobody chose is read in the strictest way.
func (o *oracle) reads(option, as, strictest string) bool {
	return cmp.Or(o.a.Options[option], strictest) == as
}

// colombia is Ley 2300 de 2023. A direct contact is the attempt (SFC 2023111476) or the talk of two ways; the
// week that of the calendar or seven days running; what there may be one of in it, a channel or a contact.
func (o *oracle) colombia() {
	o.no("co.contact.channel", !o.consents())
	o.unless(o.document(), "co.contact.hours", !o.clock(func(w time.Weekday, h int) bool {
		return w >= time.Monday && w <= time.Friday && between(h, 700, 1900) ||
			w == time.Saturday && between(h, 800, 1500)
	}))
	o.unless(o.document(), "co.contact.days", o.rest(false))
	attempt := o.reads("co.contact", "attempt", "attempt")
	rolling := o.reads("co.week", "rolling_7d", "rolling_7d")
	o.no("co.contact.day", o.count(0, 0, spoke) >= 1)
	o.no("co.contact.day_attempt", attempt && o.count(0, 0, ours) >= 1)
	other := func(e law.Event) bool { return e.Channel != o.a.Channel }
	direct := func(e law.Event) bool { return other(e) && spoke(e) }
	tried := func(e law.Event) bool { return other(e) && ours(e) }
	o.no("co.contact.week", o.week(direct) >= 1)
	o.no("co.contact.week_rolling", rolling && o.count(6, 6, direct) >= 1)
	o.no("co.contact.week_attempt", attempt && o.inTheirWeek(rolling, tried))
	if o.reads("co.reading", "one_contact", "one_channel") {
		o.no("co.contact.one", o.inTheirWeek(rolling, spoke))
		o.no("co.contact.one_attempt", attempt && o.inTheirWeek(rolling, ours))
	}
	o.no("co.contact.parties", !o.bound())
	farm := slices.Contains([]string{"micro", "fomento", "agro"}, o.a.Person.Segment)
	o.no("co.contact.visit", o.a.Channel == law.Visit && !(farm && o.consents()))
}

// inTheirWeek says whether the week, as it is read, holds one that fits.
func (o *oracle) inTheirWeek(rolling bool, fits func(law.Event) bool) bool {
	if rolling {
		return o.count(6, 6, fits) >= 1
	}
	return o.week(fits) >= 1
}

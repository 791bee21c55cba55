package law_test

import (
	"slices"
	"time"

	"aldia/domain/calendar"
	"aldia/domain/law"
)

// oracle says what forbids a contact, worked out the long way from the texts of the norms, without the packs
// and without a line of the gate. It knows the default readings. What it forbids it names as the packs do, so
// that each refusal can be held against it.
type oracle struct {
	p    *law.Pack
	a    *law.Ask
	at   time.Time
	zone *time.Location
	ids  []string
}

func forbiddenBy(p *law.Pack, a *law.Ask, at time.Time) []string {
	o := &oracle{p: p, a: a, at: at, zone: p.Place()}
	if len(a.Person.Zones) > 0 {
		o.zone = a.Person.Zones[0]
	}
	collects := a.Purpose == law.Collection || a.Purpose == law.Reminder
	asked := a.Purpose == law.Requested || a.Purpose == law.Transactional || a.Purpose == law.FraudAlert
	o.everywhere(collects, asked)
	if collects || a.Purpose == law.Location {
		switch p.Code {
		case "EC":
			o.ecuador()
		case "CR":
			o.costaRica()
		case "MX":
			o.mexico()
		case "CO":
			o.colombia()
		case "PE":
			o.peru()
		case "CL":
			o.chile()
		case "US":
			o.unitedStates(collects)
		}
	}
	slices.Sort(o.ids)
	return slices.Compact(o.ids)
}

func (o *oracle) no(id string, forbidden bool) {
	if forbidden {
		o.ids = append(o.ids, id)
	}
}

func (o *oracle) everywhere(collects, asked bool) {
	f, us := o.a.Facts, o.p.Code == "US"
	name := func(here, there string) string {
		if us {
			return there
		}
		return here
	}
	outOf := o.a.Person.RefuseAll || slices.Contains(o.a.Person.OptOuts, o.a.Channel)
	o.no(name("any.opt_out", "us.contact.opt_out"), outOf && !asked)
	o.no(name("any.ceased", "us.contact.ceased"), f.Ceased && (collects || o.a.Purpose == law.Location))
	o.no("any.stop_order", f.StopOrder && !asked)
	o.no("any.deceased", f.Deceased && !asked)
	o.no("any.minor", f.Minor && !asked)
	o.no(name("any.attorney", "us.contact.attorney"), f.Attorney && (collects || o.a.Purpose == law.Location))
	suit := "any.lawsuit"
	if o.p.Code == "CL" {
		suit = "cl.contact.lawsuit"
	}
	o.no(suit, (f.Lawsuit || f.Insolvency) && (collects || o.a.Purpose == law.Location))
	disputed := false
	for _, d := range o.a.Debts {
		disputed = disputed || slices.Contains(f.Disputed, d)
	}
	o.no(name("any.disputed", "us.contact.disputed"), disputed && collects)
}

func (o *oracle) bound() bool {
	return o.a.Party == law.Debtor || o.a.Party == law.Codebtor || o.a.Party == law.Guarantor
}

// clock is the hour with its minutes, such as 1930, in each place where the person may be.
func (o *oracle) clock(t func(weekday time.Weekday, hhmm int) bool) (everywhere bool) {
	zones := o.a.Person.Zones
	if len(zones) == 0 {
		zones = []*time.Location{o.p.Place()}
	}
	for _, z := range zones {
		l := o.at.In(z)
		if !t(l.Weekday(), l.Hour()*100+l.Minute()) {
			return false
		}
	}
	return true
}

func between(hhmm, from, to int) bool { return hhmm >= from && hhmm < to }

// rest says whether the day is a day off in some place where the person may be.
func (o *oracle) rest(saturday, sunday, holidays bool) bool {
	zones := o.a.Person.Zones
	if len(zones) == 0 {
		zones = []*time.Location{o.p.Place()}
	}
	for _, z := range zones {
		l := o.at.In(z)
		if saturday && l.Weekday() == time.Saturday || sunday && l.Weekday() == time.Sunday {
			return true
		}
		for _, h := range o.p.Holidays(l.Year()) {
			if holidays && h.Day == calendar.On(o.at, z) {
				return true
			}
		}
	}
	return false
}

// count counts earlier contacts of ours that fit, whose day is from some days before to some days after.
func (o *oracle) count(before, after int, fits func(law.Event) bool) (n int) {
	today := calendar.On(o.at, o.zone)
	for _, e := range o.a.History {
		d := calendar.On(e.At, o.zone)
		if d >= today-calendar.Day(before) && d <= today+calendar.Day(after) && fits(e) {
			n++
		}
	}
	return n
}

func ours(e law.Event) bool      { return !e.Person }
func spoke(e law.Event) bool     { return e.Result == law.TwoWay }
func effective(e law.Event) bool { return ours(e) && (spoke(e) || e.Result == law.Connected) }

// weekday counts from Monday, 0.
func (o *oracle) weekday() int { return (int(o.at.In(o.zone).Weekday()) + 6) % 7 }

func (o *oracle) consents() bool {
	return slices.ContainsFunc(o.a.Person.Consents, func(c law.Consent) bool { return c.Channel == o.a.Channel })
}

func (o *oracle) ecuador() {
	o.no("ec.contact.hours", !o.clock(func(w time.Weekday, h int) bool {
		return w >= time.Monday && w <= time.Friday && between(h, 700, 2000)
	}))
	o.no("ec.contact.days", o.rest(true, true, true))
	o.no("ec.contact.frequency_all", o.count(0, 0, ours) >= 1)
	same := func(e law.Event) bool { return ours(e) && e.Channel == o.a.Channel }
	o.no("ec.contact.frequency", o.count(0, 0, same) >= 1)
	o.no("ec.contact.parties", !o.bound())
}

func (o *oracle) costaRica() {
	o.no("cr.contact.hours", !o.clock(func(w time.Weekday, h int) bool {
		return w >= time.Monday && w <= time.Friday && between(h, 800, 1900) ||
			w == time.Saturday && between(h, 800, 1200)
	}))
	o.no("cr.contact.days", o.rest(false, true, true))
	o.no("cr.contact.frequency", o.count(0, 0, effective) >= 1)
	o.no("cr.contact.attempts", o.count(0, 0, ours) >= 3)
	o.no("cr.contact.parties", !o.bound())
	o.no("cr.contact.parties_card", !o.bound() && o.a.Person.Segment == "card")
}

func (o *oracle) mexico() {
	in := o.clock(func(_ time.Weekday, h int) bool { return between(h, 700, 2200) })
	spoken := o.a.Channel == law.Voice || o.a.Channel == law.Visit
	o.no("mx.contact.hours", !in && spoken)
	o.no("mx.contact.hours_written", !in && !spoken)
	o.no("mx.contact.days", o.rest(true, true, true))
	o.no("mx.contact.frequency", o.count(0, 0, effective) >= 1)
	o.no("mx.contact.attempts", o.count(0, 0, ours) >= 3)
	o.no("mx.contact.parties", !o.bound())
	owes := o.a.Party == law.Debtor || o.a.Party == law.Codebtor
	o.no("mx.contact.minor", o.a.Facts.Minor && !owes)
	o.no("mx.contact.elderly", o.a.Facts.Elderly && !owes)
}

func (o *oracle) colombia() {
	o.no("co.contact.channel", !o.consents())
	o.no("co.contact.hours", !o.clock(func(w time.Weekday, h int) bool {
		return w >= time.Monday && w <= time.Friday && between(h, 700, 1900) ||
			w == time.Saturday && between(h, 800, 1500)
	}))
	o.no("co.contact.days", o.rest(false, true, true))
	o.no("co.contact.day", o.count(0, 0, spoke) >= 1)
	o.no("co.contact.day_attempt", o.count(0, 0, ours) >= 1)
	other := func(e law.Event) bool { return e.Channel != o.a.Channel }
	direct := func(e law.Event) bool { return other(e) && spoke(e) }
	tried := func(e law.Event) bool { return other(e) && ours(e) }
	o.no("co.contact.week", o.count(o.weekday(), 6-o.weekday(), direct) >= 1)
	o.no("co.contact.week_rolling", o.count(6, 6, direct) >= 1)
	o.no("co.contact.week_attempt", o.count(6, 6, tried) >= 1)
	o.no("co.contact.parties", !o.bound())
	farm := slices.Contains([]string{"micro", "fomento", "agro"}, o.a.Person.Segment)
	o.no("co.contact.visit", o.a.Channel == law.Visit && !(farm && o.consents()))
}

func (o *oracle) peru() {
	in := o.clock(func(w time.Weekday, h int) bool {
		return w >= time.Monday && w <= time.Friday && between(h, 700, 2000)
	})
	spoken := o.a.Channel == law.Voice || o.a.Channel == law.Visit
	off := o.rest(true, true, true)
	o.no("pe.contact.hours", !in && spoken)
	o.no("pe.contact.days", off && spoken)
	o.no("pe.contact.hours_written", !in && !spoken)
	o.no("pe.contact.days_written", off && !spoken)
	o.no("pe.contact.frequency", o.count(0, 0, effective) >= 1)
	o.no("pe.contact.attempts", o.count(0, 0, ours) >= 3)
	o.no("pe.contact.parties", !o.bound())
}

// crowded says whether some seven days that hold today have as many contacts already.
func (o *oracle) crowded(many int, fits func(law.Event) bool) bool {
	for before := range 7 {
		if o.count(before, 6-before, fits) >= many {
			return true
		}
	}
	return false
}

func (o *oracle) chile() {
	o.no("cl.contact.hours", !o.clock(func(w time.Weekday, h int) bool {
		return w != time.Sunday && between(h, 800, 2000)
	}))
	o.no("cl.contact.days", o.rest(false, true, true))
	bySelf := func(e law.Event) bool { return ours(e) && (e.Channel == law.Voice || e.Channel == law.Visit) }
	byText := func(e law.Event) bool { return ours(e) && !bySelf(e) }
	if o.a.Channel == law.Voice || o.a.Channel == law.Visit {
		o.no("cl.contact.phone_visit", o.count(o.weekday(), 6-o.weekday(), bySelf) >= 1)
		o.no("cl.contact.phone_visit_rolling", o.crowded(1, bySelf))
		_, _, day := calendar.On(o.at, o.zone).Date()
		o.no("cl.contact.catastrophe", o.catastrophe() && o.count(day-1, 31, func(e law.Event) bool {
			return bySelf(e) && e.At.In(o.zone).Month() == o.at.In(o.zone).Month()
		}) >= 2)
	} else {
		o.no("cl.contact.written", o.count(o.weekday(), 6-o.weekday(), byText) >= 2)
		o.no("cl.contact.written_rolling", o.crowded(2, byText))
		o.no("cl.contact.gap", slices.ContainsFunc(o.a.History, func(e law.Event) bool {
			hours := o.at.Sub(e.At).Hours()
			return byText(e) && hours > -48 && hours < 48
		}))
	}
	o.no("cl.contact.parties", !o.bound())
}

// catastrophe says whether one holds, or ended no more than sixty days ago.
func (o *oracle) catastrophe() bool {
	today := calendar.On(o.at, o.zone)
	return slices.ContainsFunc(o.a.Facts.Catastrophe, func(d law.Days) bool {
		return today >= d.From && (d.To == calendar.NoDay || today <= d.To+60)
	})
}

func (o *oracle) unitedStates(collects bool) {
	o.no("us.contact.hours", !o.clock(func(_ time.Weekday, h int) bool {
		return between(h, 800, 2100)
	}))
	o.no("us.contact.parties", !o.bound() && collects)
	o.no("us.contact.sms", o.a.Channel == law.SMS && !o.consents())
	if o.a.Channel != law.Voice {
		return
	}
	for _, d := range o.a.Debts {
		about := func(e law.Event) bool {
			return e.Channel == law.Voice && (len(e.Debts) == 0 || slices.Contains(e.Debts, d))
		}
		o.no("us.contact.calls", o.crowded(7, func(e law.Event) bool {
			return ours(e) && about(e) && e.Result != law.Busy && e.Result != law.NotInService
		}))
		o.no("us.contact.after_talk", o.count(6, 0, func(e law.Event) bool { return about(e) && spoke(e) }) >= 1)
	}
}

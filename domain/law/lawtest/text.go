// Package lawtest says what forbids a contact, worked out the long way from the texts of the norms alone,
// without a line of the gate and without its packs: the gate is held against it. It knows each reading of
// what is disputed. What it forbids it names as the packs do, so that each refusal can be compared; of a
// pack it takes the code, the zone and the holidays, which are proved elsewhere.
package lawtest

import (
	"slices"
	"time"

	"aldia/domain/calendar"
	"aldia/domain/law"
)

// Text is what the norms of one country say. It belongs to one goroutine.
type Text struct {
	pack *law.Pack
	off  map[int]map[calendar.Day]bool // by year: the holidays
}

// Of gives the text of the country of a pack.
func Of(p *law.Pack) *Text { return &Text{p, map[int]map[calendar.Day]bool{}} }

// Against names what forbids a contact at an instant, in order; nothing where it is allowed.
func (t *Text) Against(a *law.Ask, at time.Time) []string {
	o := &oracle{Text: t, a: a, at: at, zones: a.Person.Zones}
	if len(o.zones) == 0 {
		o.zones = []*time.Location{t.pack.Place()}
	}
	collects := a.Purpose == law.Collection || a.Purpose == law.Reminder
	asked := a.Purpose == law.Requested || a.Purpose == law.Transactional || a.Purpose == law.FraudAlert
	o.everywhere(collects, asked)
	if collects || a.Purpose == law.Location {
		o.country(collects)
		o.says()
	}
	slices.Sort(o.ids)
	return slices.Compact(o.ids)
}

// oracle is one question.
type oracle struct {
	*Text
	a     *law.Ask
	at    time.Time
	zones []*time.Location // of all places where the person may be
	ids   []string
}

func (o *oracle) country(collects bool) {
	switch o.pack.Code {
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

func (o *oracle) no(id string, forbidden bool) {
	if forbidden {
		o.ids = append(o.ids, id)
	}
}

// unless is no for what the person themself can open.
func (o *oracle) unless(opened bool, id string, forbidden bool) { o.no(id, forbidden && !opened) }

func (o *oracle) everywhere(collects, asked bool) {
	f, us := o.a.Facts, o.pack.Code == "US"
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
	if o.pack.Code == "CL" {
		suit = "cl.contact.lawsuit"
	}
	o.no(suit, (f.Lawsuit || f.Insolvency) && (collects || o.a.Purpose == law.Location))
	o.told(name)
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
	for _, z := range o.zones {
		l := o.at.In(z)
		if !t(l.Weekday(), l.Hour()*100+l.Minute()) {
			return false
		}
	}
	return true
}

func between(hhmm, from, to int) bool { return hhmm >= from && hhmm < to }

// rest says whether the day is a Sunday or another day off in some place where the person may be.
func (o *oracle) rest(saturday bool) bool {
	for _, z := range o.zones {
		l := o.at.In(z)
		if saturday && l.Weekday() == time.Saturday || l.Weekday() == time.Sunday ||
			o.holiday(l.Year(), calendar.On(o.at, z)) {
			return true
		}
	}
	return false
}

func (t *Text) holiday(year int, day calendar.Day) bool {
	if t.off[year] == nil {
		t.off[year] = map[calendar.Day]bool{}
		for _, h := range t.pack.Holidays(year) {
			t.off[year][h.Day] = true
		}
	}
	return t.off[year][day]
}

// count counts earlier contacts that fit, from some days before to some days after: in the place where they
// are most.
func (o *oracle) count(before, after int, fits func(law.Event) bool) (most int) {
	for _, z := range o.zones {
		most = max(most, o.countIn(z, before, after, fits))
	}
	return most
}

func (o *oracle) countIn(z *time.Location, before, after int, fits func(law.Event) bool) (n int) {
	today := calendar.On(o.at, z)
	for _, e := range o.a.History {
		d := calendar.On(e.At, z)
		if d >= today-calendar.Day(before) && d <= today+calendar.Day(after) && fits(e) {
			n++
		}
	}
	return n
}

// week counts those of the calendar's week, Monday to Sunday.
func (o *oracle) week(fits func(law.Event) bool) (most int) {
	for _, z := range o.zones {
		monday := (int(o.at.In(z).Weekday()) + 6) % 7
		most = max(most, o.countIn(z, monday, 6-monday, fits))
	}
	return most
}

// month counts those of the calendar's month.
func (o *oracle) month(fits func(law.Event) bool) (most int) {
	for _, z := range o.zones {
		now := o.at.In(z)
		most = max(most, o.countIn(z, 31, 31, func(e law.Event) bool {
			then := e.At.In(z)
			return fits(e) && then.Month() == now.Month() && then.Year() == now.Year()
		}))
	}
	return most
}

// wished are the person's own wishes for a contact by this channel that were uttered by now.
func (o *oracle) wished(fits func(w law.Asking) bool) bool {
	return slices.ContainsFunc(o.a.Person.Asked, func(w law.Asking) bool {
		return !w.At.After(o.at) && (w.Channel == "" || w.Channel == o.a.Channel) && fits(w)
	})
}

// document is Ley 2300, art. 3: the consumer asked, in an instrument of its own after the contract.
func (o *oracle) document() bool {
	return o.wished(func(w law.Asking) bool { return w.Document && (w.Until.IsZero() || !o.at.After(w.Until)) })
}

// around says whether it is from a quarter of an hour before to an hour after what was agreed.
func (o *oracle) around(w law.Asking) bool {
	return !w.Hour.IsZero() && o.at.Sub(w.Hour) >= -15*time.Minute && o.at.Sub(w.Hour) <= time.Hour
}

// agreed is our own default where the law is silent: one contact at the agreed hour.
func (o *oracle) agreed() bool {
	return o.wished(func(w law.Asking) bool {
		return o.around(w) && !slices.ContainsFunc(o.a.History, func(e law.Event) bool {
			return ours(e) && e.At.After(w.At) && !e.At.After(o.at) && w.Hour.Sub(e.At) <= 15*time.Minute
		})
	})
}

// priorConsent is 12 CFR 1006.14(b)(3)(i).
func (o *oracle) priorConsent() bool {
	return o.wished(func(w law.Asking) bool {
		inTime := w.Until.IsZero() || !o.at.After(w.Until)
		if !w.Hour.IsZero() {
			inTime = o.around(w)
		}
		today, asked := calendar.On(o.at, o.zones[0]), calendar.On(w.At, o.zones[0])
		return inTime && today < asked+7 && !slices.ContainsFunc(o.a.History, func(e law.Event) bool {
			return spoke(e) && e.At.After(w.At) && e.At.Before(o.at)
		})
	})
}

func ours(e law.Event) bool      { return !e.Person }
func spoke(e law.Event) bool     { return e.Result == law.TwoWay }
func effective(e law.Event) bool { return ours(e) && (spoke(e) || e.Result == law.Connected) }

func (o *oracle) consents() bool {
	return slices.ContainsFunc(o.a.Person.Consents, func(c law.Consent) bool { return c.Channel == o.a.Channel })
}

// renewed says whether they consented within some days, or on a day that nobody knows.
func (o *oracle) renewed(days calendar.Day) bool {
	today := calendar.On(o.at, o.zones[0])
	return slices.ContainsFunc(o.a.Person.Consents, func(c law.Consent) bool {
		return c.Channel == o.a.Channel && (c.On == calendar.NoDay || today-c.On <= days)
	})
}

func (o *oracle) ecuador() {
	o.no("ec.contact.hours", !o.clock(func(w time.Weekday, h int) bool {
		return w >= time.Monday && w <= time.Friday && between(h, 700, 2000)
	}))
	o.no("ec.contact.days", o.rest(true))
	o.no("ec.contact.frequency_all", o.reads("ec.group", "all", "all") && o.count(0, 0, ours) >= 1)
	same := func(e law.Event) bool { return ours(e) && e.Channel == o.a.Channel }
	o.no("ec.contact.frequency", o.count(0, 0, same) >= 1)
	o.no("ec.contact.parties", !o.bound())
}

func (o *oracle) costaRica() {
	o.unless(o.agreed(), "cr.contact.hours", !o.clock(func(w time.Weekday, h int) bool {
		return w >= time.Monday && w <= time.Friday && between(h, 800, 1900) ||
			w == time.Saturday && between(h, 800, 1200)
	}))
	o.unless(o.agreed(), "cr.contact.days", o.rest(false))
	o.unless(o.agreed(), "cr.contact.frequency", o.count(0, 0, effective) >= 1)
	o.unless(o.agreed(), "cr.contact.attempts", o.count(0, 0, ours) >= 3)
	o.no("cr.contact.parties", !o.bound())
	o.no("cr.contact.parties_card", !o.bound() && o.a.Person.Segment == "card")
}

func (o *oracle) mexico() {
	in := o.clock(func(_ time.Weekday, h int) bool { return between(h, 700, 2200) })
	spoken := o.a.Channel == law.Voice || o.a.Channel == law.Visit
	o.no("mx.contact.hours", !in && spoken)
	o.no("mx.contact.hours_written", !in && !spoken)
	o.no("mx.contact.days", o.reads("mx.days", "business", "business") && o.rest(true))
	o.unless(o.agreed(), "mx.contact.frequency", o.count(0, 0, effective) >= 1)
	o.unless(o.agreed(), "mx.contact.attempts", o.count(0, 0, ours) >= 3)
	o.no("mx.contact.parties", !o.bound())
	owes := o.a.Party == law.Debtor || o.a.Party == law.Codebtor
	o.no("mx.contact.minor", o.a.Facts.Minor && !owes)
	o.no("mx.contact.elderly", o.a.Facts.Elderly && !owes)
}

func (o *oracle) peru() {
	in := o.clock(func(w time.Weekday, h int) bool {
		return w >= time.Monday && w <= time.Friday && between(h, 700, 2000)
	})
	spoken := o.a.Channel == law.Voice || o.a.Channel == law.Visit
	off := o.rest(true)
	o.no("pe.contact.hours", !in && spoken)
	o.no("pe.contact.days", off && spoken)
	o.no("pe.contact.hours_written", !in && !spoken)
	o.no("pe.contact.days_written", off && !spoken)
	o.unless(o.agreed(), "pe.contact.frequency", o.count(0, 0, effective) >= 1)
	o.unless(o.agreed(), "pe.contact.attempts", o.count(0, 0, ours) >= 3)
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

func (o *oracle) unitedStates(collects bool) {
	o.no("us.contact.hours", !o.clock(func(_ time.Weekday, h int) bool {
		return between(h, 800, 2100)
	}))
	o.no("us.contact.parties", !o.bound() && collects)
	o.no("us.contact.sms", o.a.Channel == law.SMS && !o.renewed(60))
	if o.a.Channel != law.Voice {
		return
	}
	for _, d := range o.a.Debts {
		about := func(e law.Event) bool {
			return e.Channel == law.Voice && (len(e.Debts) == 0 || slices.Contains(e.Debts, d))
		}
		o.unless(o.priorConsent(), "us.contact.calls", o.crowded(7, func(e law.Event) bool {
			return ours(e) && about(e) && e.Result != law.Busy && e.Result != law.NotInService &&
				e.Result != law.WrongNumber
		}))
		talks := o.count(6, 0, func(e law.Event) bool { return about(e) && spoke(e) })
		o.unless(o.priorConsent(), "us.contact.after_talk", talks >= 1)
	}
}

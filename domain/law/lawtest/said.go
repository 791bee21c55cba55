package lawtest

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"aldia/domain/law"
)

// says holds what would be said, or written, or would be seen of who calls, to the text of each country.
// What nobody has told yet is not judged: nil is no fault.
func (o *oracle) says() {
	switch o.pack.Code {
	case "EC": // LODC, art. 49: no word with others, who may not learn of the default, and no hidden number
		o.mustNot("ec.contact.message", "left_with_other", "poster", "public_post")
		o.no("ec.contact.caller", o.a.Channel == law.Voice && o.unseen())
	case "MX": // the agency's provisions: papers, posters, data on show, others; REDECO; the first contact
		o.mustNot("mx.contact.papers", "judicial_look", "authority_name", "poster", "public_post",
			"left_with_other")
		o.no("mx.contact.caller", o.a.Channel == law.Voice && (o.unseen() || o.unregistered()))
		o.no("mx.contact.disclosure", o.first() && o.lacks("disclosure"))
	case "PE": // art. 62 a), c), d), e); of others f), g)
		o.mustNot("pe.contact.papers", "judicial_look", "poster", "public_post")
		o.mustNot("pe.contact.message", "left_with_other")
	case "CL": // art. 37: nothing like a court's, and no third party told of it
		o.mustNot("cl.contact.papers", "judicial_look", "left_with_other", "poster", "public_post")
	case "US":
		o.americanSays()
	}
}

// americanSays is 12 CFR 1006.6(d) and (e), and 1006.22(f).
func (o *oracle) americanSays() {
	collects := o.a.Purpose == law.Collection || o.a.Purpose == law.Reminder
	electronic := slices.Contains([]law.Channel{law.SMS, law.Email, law.WhatsApp, law.Chat}, o.a.Channel)
	o.no("us.contact.opt_out_line", electronic && o.lacks("opt_out_notice"))
	if electronic || o.a.Channel == law.Letter {
		o.mustNot("us.contact.places", "postcard", "work_address", "public_post")
	}
	if o.a.Channel == law.Letter {
		o.mustNot("us.contact.envelope", "debt_on_envelope")
	}
	if collects {
		o.mustNot("us.contact.message", "left_with_other")
	}
}

func (o *oracle) mustNot(id string, what ...string) {
	o.no(id, o.a.Content != nil && slices.ContainsFunc(what, func(w string) bool {
		return slices.Contains(o.a.Content.Has, w)
	}))
}

func (o *oracle) lacks(what string) bool {
	return o.a.Content != nil && !slices.Contains(o.a.Content.Has, what)
}

// unseen says whether the person could not tell what number calls.
func (o *oracle) unseen() bool {
	return o.a.Caller != nil && (o.a.Caller.Hidden || o.a.Caller.ID == "")
}

func (o *oracle) unregistered() bool { return o.a.Caller != nil && !o.a.Caller.Registered }

// first says whether nobody of ours has reached the person in the year before: spoken with them, or had a
// text come to them.
func (o *oracle) first() bool {
	for _, e := range o.a.History {
		came := e.Result == law.TwoWay || e.Result == law.Delivered || e.Result == law.Read
		if ours(e) && came && e.At.Before(o.at) && o.at.Sub(e.At) <= 366*24*time.Hour {
			return false
		}
	}
	return true
}

// told is what the person said of hours and places, and their employer of the place of work: 12 CFR
// 1006.6(b)(1) and (3), and our own default elsewhere. An hour that they agreed to opens the hours.
func (o *oracle) told(name func(here, there string) string) {
	switch o.a.Purpose {
	case law.Collection, law.Reminder, law.Location:
	case law.Confirmation, law.Transactional, law.FraudAlert, law.Requested:
		return
	}
	for _, t := range o.a.Person.Avoid {
		if t.Channel != "" && t.Channel != o.a.Channel || t.Point != "" && t.Point != o.a.Point {
			continue
		}
		bad := len(t.Hours) == 0 || !o.clock(func(w time.Weekday, h int) bool {
			for days, span := range t.Hours {
				from, to, _ := strings.Cut(span, "-")
				if isOf(days, w) && between(h, hhmm(from), hhmm(to)) {
					return false
				}
			}
			return true
		})
		switch {
		case t.Employer:
			o.no(name("any.employer", "us.contact.employer"), bad)
		case len(t.Hours) > 0:
			o.unless(o.agreed(), name("any.hours_told", "us.contact.hours_told"), bad)
		default:
			o.no(name("any.place_told", "us.contact.place_told"), bad)
		}
	}
}

func hhmm(clock string) int {
	n, _ := strconv.Atoi(strings.ReplaceAll(clock, ":", ""))
	return n
}

// isOf says whether a day of the week is among those of a name.
func isOf(days string, w time.Weekday) bool {
	switch days {
	case "all":
		return true
	case "mon-fri":
		return w >= time.Monday && w <= time.Friday
	case "mon-sat":
		return w != time.Sunday
	}
	return strings.EqualFold(days, w.String()[:3])
}

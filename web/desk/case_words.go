package desk

import (
	"strings"

	"github.com/a-h/templ"

	"aldia/domain/calendar"
	"aldia/domain/contact"
	"aldia/domain/money"
	"aldia/domain/party"
	"aldia/domain/promise"
	"aldia/web/ui"
)

func sumOf(v *ui.View, a money.Amount, c money.Currency) string {
	return v.Sum(money.Money{Amount: a, Currency: c})
}

// whoWords is the line under the name: the document with its verdict, where the person lives, and to whom
// they owe.
func whoWords(v *ui.View, f *file) string {
	var parts []string
	if p := &f.Person; p.IDNumber != "" {
		kind := v.Say("party.id_type.other")
		if v.Text.Has("party.id_type." + p.IDType) {
			kind = v.Say("party.id_type." + p.IDType)
		}
		number := capital(kind) + " " + p.IDNumber
		if p.IDState != party.IDValid { // what is as it should be needs no word
			number += " (" + v.Say("party.id_state."+p.IDState) + ")"
		}
		parts = append(parts, number)
	}
	place := make([]string, 0, 2)
	for _, s := range []string{f.Person.City, countryWords(v, f.Person.Country)} {
		if s != "" {
			place = append(place, s)
		}
	}
	if len(place) > 0 {
		parts = append(parts, strings.Join(place, ", "))
	}
	return strings.Join(append(parts, creditorWords(v, f)), " · ")
}

func capital(s string) string {
	runes := []rune(s)
	if len(runes) == 0 {
		return s
	}
	return strings.ToUpper(string(runes[0])) + string(runes[1:])
}

func countryWords(v *ui.View, country string) string {
	if v.Text.Has("desk.country." + country) {
		return v.Say("desk.country." + country)
	}
	return country
}

// phone is the number to call first: one that works.
func (f *file) phone() (party.ContactPoint, bool) {
	for _, c := range f.Points {
		if c.Kind == party.PointPhone && c.Usable() {
			return c, true
		}
	}
	return party.ContactPoint{}, false
}

// shown writes a contact point as people of the creditor's country do.
func (f *file) shown(c *party.ContactPoint) string {
	if c.Kind == party.PointPhone {
		return party.ShownPhone(c.Value, f.Lead.Country)
	}
	return c.Shown
}

func preparePairs(v *ui.View, f *file) []ui.Pair {
	var pairs []ui.Pair
	add := func(key string, c templ.Component) { pairs = append(pairs, ui.Pair{Name: v.Say(key), Value: c}) }
	for _, t := range f.totals() {
		if t.Due.Total() > 0 {
			add("desk.due_parts", ui.Text(partsWords(v.About(t.Countries...), t.Due, t.Currency)))
		}
	}
	if day := f.oldestOn(); day != calendar.NoDay {
		add(dueKey(day, f.Today), ui.Two(v.Day(day), v.Text.DaysFrom(int64(day-f.Today))))
	}
	if len(f.Promises) > 0 {
		add("desk.last_promise", ui.Text(promiseWords(f.of(v, f.Promises[0].CreditorID), f.Promises[0])))
	}
	if h := f.Last; h != nil {
		add("desk.last_contact", ui.Two(h.What.In(v.Text.Code()), v.Since(h.At)+" · "+h.UserName))
	} else {
		add("desk.last_contact", ui.Muted(v.Say("desk.never_contacted")))
	}
	why, turn := whyWords(v, f)
	add("desk.why_here", ui.Two(why, turn))
	add("desk.time_there", ui.Two(v.Text.Clock(f.Now, f.Zone), placeWords(v, f)))
	return pairs
}

// dueKey names the day on which the oldest debt falls due, seen from today: what is not due yet is the next
// that will be, and has not fallen due.
func dueKey(dueOn, today calendar.Day) string {
	switch {
	case dueOn > today:
		return "desk.next_due"
	case dueOn == today:
		return "desk.due_today"
	}
	return "desk.oldest_due"
}

func placeWords(v *ui.View, f *file) string {
	if f.Person.City != "" {
		return v.Say("desk.time_in", f.Person.City)
	}
	return v.Say("desk.time_in", countryWords(v, f.Lead.Country))
}

func promiseWords(v *ui.View, p promise.Promise) string {
	return v.Say("desk.promise_line", v.SumIn(money.Money{Amount: p.Amount, Currency: p.Currency}), p.DueOn,
		v.Say("promise.state."+string(p.State)))
}

// whyWords says why the case is on the list, and why now, or why not.
func whyWords(v *ui.View, f *file) (why, turn string) {
	switch {
	case !f.HasCase || f.Case.Accounts == 0:
		return v.Say("desk.why.nothing_owed"), ""
	case f.rests():
		return v.Say("desk.rests_why", holdWords(v, f)), ""
	case f.waits():
		return v.Say("desk.why.waits", v.Instant(f.Standing.ReadyAt)), ""
	case f.Case.Step == "":
		return v.Say("desk.why.early"), ""
	}
	r := reason{
		Step: f.Case.Step, DueOn: f.Case.OldestDueOn, Broken: f.Case.Broken, AgreedAt: f.Standing.AgreedAt,
	}
	return r.words(v, f.Today), turnWords(v, f)
}

// rests says whether nobody is to call today. A rest whose last day has gone by is over, also where no close
// has said so yet.
func (f *file) rests() bool {
	return f.Case.Hold != "" && (f.Case.HoldUntilOn == calendar.NoDay || f.Case.HoldUntilOn >= f.Today)
}

func holdWords(v *ui.View, f *file) string {
	key := "contact.hold." + string(f.Case.Hold)
	if !v.Text.Has(key) {
		key = "desk.hold." + string(f.Case.Hold)
	}
	return v.Say(key)
}

func restWords(v *ui.View, f *file) string {
	if f.Case.HoldUntilOn == calendar.NoDay {
		return v.Say("desk.rests_open")
	}
	return v.Say("desk.rests_until", f.Case.HoldUntilOn)
}

func pointWords(v *ui.View, c *party.ContactPoint) string {
	kind := v.Say("party.point.kind." + string(c.Kind))
	if c.Kind == party.PointPhone && v.Text.Has("party.point.line."+c.Line) {
		kind = v.Say("party.point.line." + c.Line)
	}
	return capital(kind) + " · " + v.Say("party.point.source."+c.Source)
}

func pointTone(s party.PointState) ui.Tone {
	switch s {
	case party.Verified:
		return ui.Good
	case party.Wrong, party.OptedOut:
		return ui.Bad
	case party.ThirdParty, party.Unreachable:
		return ui.Warn
	case party.Unverified, party.Replaced:
	}
	return ui.Plain
}

func moments(v *ui.View, f *file) []ui.Moment {
	all := make([]ui.Moment, 0, len(f.History.Contacts))
	for i := range f.History.Contacts {
		h := &f.History.Contacts[i]
		m := ui.Moment{
			At: v.Since(h.At), Exact: v.Instant(h.At), Title: h.What.In(v.Text.Code()), Text: h.Note,
			Icon: momentIcon(h),
			Tone: momentTone(h.Kind),
			Who:  v.Say("contact.channel."+h.Channel) + " · " + h.UserName + f.aboutWords(v, h),
		}
		if h.PromisedOn != calendar.NoDay {
			sum := f.of(v, h.CreditorID).SumIn(money.Money{Amount: h.Amount, Currency: h.Currency})
			m.Title += ": " + v.Say("desk.promised", sum, h.PromisedOn)
		}
		if !h.CallbackAt.IsZero() {
			m.Title += ": " + v.Text.Instant(h.CallbackAt, f.Zone)
		}
		switch {
		case h.Inbound:
			m.Who = v.Say("desk.inbound") + " · " + m.Who
		case h.Breach:
			m.Who, m.Tone = v.Say("desk.breach")+" · "+m.Who, ui.Bad
		}
		all = append(all, m)
	}
	return all
}

func momentIcon(h *contact.Contact) string {
	switch h.Channel {
	case "email":
		return "mail"
	case "sms", "whatsapp", "chat":
		return "message"
	case "letter":
		return "letter"
	case "visit":
		return "visit"
	}
	if h.Kind == contact.Promise {
		return "promise"
	}
	return "phone"
}

func momentTone(k contact.Kind) ui.Tone {
	switch k { //nolint:exhaustive // the others are neither good nor bad news
	case contact.Promise, contact.Paid:
		return ui.Good
	case contact.WontPay, contact.Disputes, contact.Refuses, contact.NoContactAsked:
		return ui.Warn
	case contact.WrongNumber, contact.OutOfService, contact.Deceased:
		return ui.Bad
	}
	return ui.Plain
}

func promiseRows(v *ui.View, f *file) []ui.Row {
	rows := make([]ui.Row, 0, len(f.Promises))
	for _, p := range f.Promises {
		rows = append(rows, ui.Row{Dim: p.State == promise.Replaced || p.State == promise.Withdrawn,
			Cells: []templ.Component{
				ui.Day(p.DueOn), ui.Badge{Text: v.Say("promise.state." + string(p.State)), Tone: promiseTone(p.State)},
				ui.About(ui.Money(money.Money{Amount: p.Amount, Currency: p.Currency}), f.countryOf(p.CreditorID)),
			}})
	}
	return rows
}

func promiseTone(s promise.State) ui.Tone {
	switch s {
	case promise.Open:
		return ui.Note
	case promise.Kept:
		return ui.Good
	case promise.Broken:
		return ui.Bad
	case promise.Withdrawn, promise.Replaced:
	}
	return ui.Plain
}

func moveRows(v *ui.View, f *file) []ui.Row {
	rows := make([]ui.Row, 0, len(f.Moves))
	for _, m := range f.Moves {
		number, country := "", f.Lead.Country
		for i := range f.Accounts {
			if a := &f.Accounts[i]; a.ID == m.AccountID && len(f.Accounts) > 1 {
				number, country = a.Number, a.Creditor.Country
			}
		}
		what := bucketWords(v, m.To)
		if m.From != "" {
			what = v.Say("desk.moved", bucketWords(v, m.From), bucketWords(v, m.To))
		}
		rows = append(rows, ui.Row{Cells: []templ.Component{
			ui.Day(m.OnDay), ui.Two(what, number),
			ui.About(ui.Amount(money.Money{Amount: m.PastDue, Currency: m.Currency}), country),
		}})
	}
	return rows
}

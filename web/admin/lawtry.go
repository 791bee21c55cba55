package admin

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"aldia/domain/calendar"
	"aldia/domain/law"
	"aldia/platform/fault"
	"aldia/web/ui"
)

// triedContacts is how many earlier contacts a made-up case may have: more than any rule lets in a week.
const triedContacts = 4

var (
	errTryDay  = fault.New(fault.Invalid, "lawscreen.try_day").On("dia")
	errTryHour = fault.New(fault.Invalid, "lawscreen.try_hour").On("hora")
)

// tried is a made-up case and what the law and the company say of it.
type tried struct {
	lawView
	day, hour, segment      string
	channel, party, purpose string
	consents, facts         []string
	caller                  string // shown, unregistered or hidden; empty: not looked at
	before                  []triedContact
	alone                   bool // without what the company set
	asked                   bool
	verdict                 law.Verdict
	at                      time.Time
	wrong                   mistake
}

type triedContact struct{ when, channel, result string }

// tryLaw makes up a case and shows the verdict. Nothing is kept: the case stands in the address.
func (p *Parts) tryLaw(w http.ResponseWriter, r *http.Request) error {
	v := ui.Of(r)
	l, err := p.lawOf(r)
	if err != nil {
		return err
	}
	t := tried{lawView: l}
	t.read(r)
	if t.asked {
		if err := t.judge(); err != nil {
			if k := fault.KindOf(err); k != fault.Invalid {
				return err
			}
			t.wrong, t.asked = told(v, err), false
		}
	}
	ui.Show(w, r, ui.Page{
		Title: v.Say("lawscreen.try_title", l.Pack.Name.In(v.Text.Code())), Sub: v.Say("lawscreen.try_sub"),
		Back: &ui.Link{Href: lawHref(l.Pack.Code), Label: v.Say("lawscreen.title")}, Body: tryPage(&t),
	})
	return nil
}

func (t *tried) read(r *http.Request) {
	value := func(name, otherwise string) string {
		if text := strings.TrimSpace(r.FormValue(name)); text != "" {
			return text
		}
		return otherwise
	}
	t.asked = r.FormValue("dia") != "" || r.FormValue("hora") != ""
	t.day, t.hour = value("dia", t.Today.Text()), value("hora", "10:00")
	t.channel, t.party = value("canal", "voice"), value("parte", "debtor")
	t.purpose, t.segment = value("motivo", "collection"), value("segmento", "")
	t.caller = value("quien", "")
	t.consents, t.facts, t.alone = r.Form["autorizado"], r.Form["hecho"], r.FormValue("solo_ley") != ""
	if !t.asked {
		t.consents = texts(law.Channels())
	}
	for i := range triedContacts {
		at := func(name string) string { return strings.TrimSpace(r.FormValue(name + strconv.Itoa(i+1))) }
		t.before = append(t.before, triedContact{at("cuando"), at("canal"), at("resultado")})
	}
}

// instant reads a day and an hour in the country's own time.
func (t *tried) instant(day, hour string) (time.Time, error) {
	if _, err := calendar.ParseDay(day); err != nil {
		return time.Time{}, errTryDay
	}
	at, err := time.ParseInLocation("2006-01-02 15:04", day+" "+padded(hour), t.Pack.Place())
	if err != nil {
		return at, errTryHour
	}
	return at, nil
}

// judge asks the same pure rules that are asked of a real contact.
func (t *tried) judge() (err error) {
	ask := law.Ask{
		Channel: law.Channel(t.channel), Party: law.Party(t.party), Purpose: law.Purpose(t.purpose),
		Debts: []string{"1"}, Person: law.Person{Segment: t.segment},
	}
	if t.at, err = t.instant(t.day, t.hour); err != nil {
		return err
	}
	ask.At = t.at
	for _, c := range t.consents {
		ask.Person.Consents = append(ask.Person.Consents, law.Consent{Channel: law.Channel(c)})
	}
	is := func(fact string) bool { return slices.Contains(t.facts, fact) }
	ask.Person.RefuseAll = is("opt_out")
	ask.Facts = law.Facts{
		Lawsuit: is("lawsuit"), Insolvency: is("insolvency"), Attorney: is("attorney"), Deceased: is("deceased"),
		Minor: is("minor"), Elderly: is("elderly"), Ceased: is("ceased"), StopOrder: is("stop_order"),
	}
	if is("catastrophe") {
		ask.Facts.Catastrophe = []law.Days{{From: calendar.On(t.at, t.Pack.Place())}}
	}
	if t.caller != "" {
		ask.Caller = &law.Caller{ID: "1", Hidden: t.caller == "hidden", Registered: t.caller == "shown"}
	}
	if ask.Point, ask.Person.Avoid, err = t.avoided(is); err != nil {
		return err
	}
	if is("disputed") {
		ask.Facts.Disputed = ask.Debts
	}
	for i := range t.before {
		b := &t.before[i]
		if b.when == "" {
			continue
		}
		at, err := time.ParseInLocation("2006-01-02T15:04", b.when, t.Pack.Place())
		if err != nil {
			return fault.New(fault.Invalid, "lawscreen.try_before", i+1)
		}
		ask.History = append(ask.History, law.Event{
			At: at, Channel: law.Channel(b.channel), Result: law.Result(b.result), Debts: ask.Debts,
		})
	}
	pack := t.Laid
	if t.alone {
		pack = t.Pack
	}
	t.verdict, err = pack.Check(&ask)
	return err
}

// avoided is what the person told of this hour and this place, and their employer of it.
func (t *tried) avoided(is func(string) bool) (point string, all []law.Avoid, err error) {
	add := func(a law.Avoid) {
		if err != nil {
			return
		}
		var one law.Avoid
		one, err = law.NewAvoid(a)
		all = append(all, one)
	}
	point = "here"
	if is("told_hour") {
		add(law.Avoid{Hours: law.Hours{"all": fmt.Sprintf("%02d:00-%02d:00", t.at.Hour(), t.at.Hour()+1)}})
	}
	if is("told_place") {
		add(law.Avoid{Point: point})
	}
	if is("employer_forbids") {
		add(law.Avoid{Point: point, Employer: true})
	}
	return point, all, err
}

// facts are what may stand against a contact.
func (t *tried) mayStand() []string {
	all := append(law.Stops(), "opt_out", "told_hour", "told_place", "employer_forbids")
	if slices.ContainsFunc(t.Pack.Contacts, func(r law.ContactRule) bool { return r.Under == "catastrophe" }) {
		all = append(all, "catastrophe")
	}
	return all
}

func (t *tried) fact(v *ui.View, fact string) string {
	switch fact {
	case "opt_out":
		return v.Say("lawscreen.refuses")
	case "told_hour", "told_place", "employer_forbids", "catastrophe":
		return v.Say("lawscreen." + fact)
	}
	return says(v, t.Pack.Word(fact))
}

// callers are how the number that calls may be seen, where the country asks: none where it does not.
func (t *tried) callers(v *ui.View) (all []ui.Option) {
	asks := ""
	for i := range t.Pack.Contacts {
		if c := t.Pack.Contacts[i].Caller; c != "" && asks != "registered" {
			asks = c
		}
	}
	if asks == "" {
		return nil
	}
	all = []ui.Option{{Label: v.Say("lawscreen.caller_unsaid")},
		{Value: "shown", Label: v.Say("lawscreen.caller_" + asks)}}
	if asks == "registered" {
		all = append(all, ui.Option{Value: "unregistered", Label: v.Say("lawscreen.caller_unregistered")})
	}
	return append(all, ui.Option{Value: "hidden", Label: v.Say("lawscreen.caller_hidden")})
}

func options[T ~string](v *ui.View, prefix string, codes []T) (out []ui.Option) {
	for _, c := range codes {
		out = append(out, ui.Option{Value: string(c), Label: v.Say(prefix + string(c))})
	}
	return out
}

// against lists the rules that are against the contact, or warn.
func (t *tried) against(v *ui.View, caption string, rules []*law.ContactRule) ui.Table {
	table := ui.Table{Caption: caption, Columns: []ui.Column{
		{Label: v.Say("lawscreen.rule")}, {Label: v.Say("lawscreen.rests")}, {Label: v.Say("lawscreen.source")},
	}}
	for _, r := range rules {
		table.Rows = append(table.Rows, ui.Row{Cells: []templ.Component{
			ui.Two(says(v, r.Says), r.ID), rests(&r.Head), ui.Text(r.Source),
		}})
	}
	return table
}

// evidence is what the verdict rests on.
func (t *tried) evidence(v *ui.View) (pairs []ui.Pair) {
	add := func(name, text string) { pairs = append(pairs, ui.Pair{Name: name, Value: ui.Text(text)}) }
	next := v.Say("lawscreen.never")
	if t.verdict.Allowed {
		next = v.Say("lawscreen.now")
	} else if !t.verdict.NextAt.IsZero() {
		next = v.Text.Instant(t.verdict.NextAt, t.Pack.Place())
	}
	add(v.Say("lawscreen.next"), next)
	add(v.Say("lawscreen.version"), t.verdict.Evidence.PackVersion)
	for _, rule := range slices.Sorted(maps.Keys(t.verdict.Evidence.Counts)) {
		add(v.Say("lawscreen.counted", rule), strconv.Itoa(t.verdict.Evidence.Counts[rule]))
	}
	for i := range t.Pack.Options {
		o := &t.Pack.Options[i]
		asked := slices.ContainsFunc(t.Pack.Contacts, func(r law.ContactRule) bool {
			return strings.Contains(r.When, o.Name+"=")
		})
		if value, is := t.verdict.Evidence.Readings[o.Name]; is && asked {
			add(says(v, o.Says), says(v, o.Reads[value]))
		}
	}
	return pairs
}

package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"aldia/domain/calendar"
	"aldia/domain/law"
	"aldia/platform/fault"
	"aldia/platform/text"
)

// contactAsk is a proposed contact as it is asked from outside.
type contactAsk struct {
	law.Ask
	id      any
	zone    *time.Location // the person's own, or the country's
	ignored []string
	slips   []slip // of words, not of fields
}

// contactDocument is its document; see contract.md.
type contactDocument struct {
	ID      any            `json:"id"` // given back with the answer
	Pack    string         `json:"pack"`
	At      string         `json:"at"`
	Channel law.Channel    `json:"channel"`
	Party   law.Party      `json:"party"`
	Purpose law.Purpose    `json:"purpose"`
	Point   string         `json:"point"` // the telephone or address, by whatever name
	Person  personDocument `json:"person"`
	Debts   []string       `json:"debts"`
	Facts   struct {
		Lawsuit     bool                `json:"lawsuit"`
		Insolvency  bool                `json:"insolvency"`
		Attorney    bool                `json:"attorney"`
		Deceased    bool                `json:"deceased"`
		Minor       bool                `json:"minor"`
		Elderly     bool                `json:"elderly"`
		Ceased      bool                `json:"ceased"`
		StopOrder   bool                `json:"stop_order"`
		Disputed    []string            `json:"disputed"`
		Catastrophe catastropheDocument `json:"catastrophe"`
	} `json:"facts"`
	History []eventDocument `json:"history"`
	Caller  *struct {
		ID         string `json:"id"`
		Hidden     bool   `json:"hidden"`
		Registered bool   `json:"registered"`
	} `json:"caller"`
	Content *struct {
		Has []string `json:"has"`
	} `json:"content"`
	Options law.Readings `json:"options"`
}

type personDocument struct {
	Segment   string            `json:"segment"`
	Consents  []consentDocument `json:"consents"`
	Timezones []string          `json:"timezones"`
	OptOuts   []string          `json:"opt_outs"`
	Reference bool              `json:"references"` // the person is a reference, whatever the party says
	Asked     []struct {
		At       string      `json:"at"`
		Until    string      `json:"until"`
		Hour     string      `json:"hour"` // that was agreed
		Channel  law.Channel `json:"channel"`
		Document bool        `json:"document"`
	} `json:"asked"`
	Avoid []avoidDocument `json:"avoid"`
}

// avoidDocument is a time or a place at which the person is not to be reached.
type avoidDocument struct {
	Channel  law.Channel `json:"channel"`
	Point    string      `json:"point"` // as the contact names it
	Hours    law.Hours   `json:"hours"` // {"mon-fri":"09:00-17:00"}
	Employer bool        `json:"employer"`
}

// consentDocument is "sms", or {"channel":"sms","on":"2026-09-01"}.
type consentDocument struct {
	Channel law.Channel `json:"channel"`
	On      string      `json:"on"`
}

func (c *consentDocument) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '"' {
		return json.Unmarshal(b, &c.Channel)
	}
	type plain consentDocument
	return json.Unmarshal(b, (*plain)(c))
}

// catastropheDocument is true, or {"from":"2026-08-01","to":"2026-09-24"}; an end that is not said is still
// to come.
type catastropheDocument struct {
	is       bool
	From, To string
}

func (c *catastropheDocument) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] != '{' {
		return json.Unmarshal(b, &c.is)
	}
	var span struct {
		From string `json:"from"`
		To   string `json:"to"`
	}
	err := json.Unmarshal(b, &span)
	c.is, c.From, c.To = true, span.From, span.To
	return err
}

func (c *catastropheDocument) read() ([]law.Days, error) {
	if !c.is {
		return nil, nil
	}
	from, err := askedDay("facts.catastrophe.from", c.From)
	if err != nil {
		return nil, err
	}
	to, err := askedDay("facts.catastrophe.to", c.To)
	if err == nil && to != calendar.NoDay && to < from {
		err = law.ErrSpan.On("facts.catastrophe.to")
	}
	return []law.Days{{From: from, To: to}}, err
}

type eventDocument struct {
	At      string      `json:"at"`
	Channel law.Channel `json:"channel"`
	Result  law.Result  `json:"result"`
	Debts   []string    `json:"debts"`
	By      string      `json:"by"`
}

// contact reads the document of a proposed contact.
func (q *lawCall) contact(doc []byte) (*contactAsk, *law.Pack, error) {
	var d contactDocument
	if err := decodeDocument(doc, &d); err != nil {
		return nil, nil, err
	}
	pack, err := q.of(d.Pack)
	if err != nil {
		return nil, nil, err
	}
	a := &contactAsk{id: d.ID, ignored: ignored(doc, reflect.TypeFor[contactDocument](), "")}
	a.Ask = law.Ask{
		Channel: d.Channel, Party: cmp.Or(d.Party, law.Debtor), Purpose: cmp.Or(d.Purpose, law.Collection),
		Debts: d.Debts, Options: d.Options, Point: d.Point, Facts: law.Facts{
			Lawsuit: d.Facts.Lawsuit, Insolvency: d.Facts.Insolvency, Attorney: d.Facts.Attorney,
			Deceased: d.Facts.Deceased, Minor: d.Facts.Minor, Ceased: d.Facts.Ceased,
			Elderly: d.Facts.Elderly, StopOrder: d.Facts.StopOrder, Disputed: d.Facts.Disputed,
		},
	}
	if a.Facts.Catastrophe, err = d.Facts.Catastrophe.read(); err != nil {
		return nil, nil, err
	}
	if a.At, err = instant("at", d.At); err != nil {
		return nil, nil, err
	}
	if d.Person.Reference {
		a.Party = law.Reference
	}
	if d.Caller != nil {
		a.Caller = &law.Caller{ID: d.Caller.ID, Hidden: d.Caller.Hidden, Registered: d.Caller.Registered}
	}
	if d.Content != nil {
		a.Content = &law.Content{Has: d.Content.Has}
		a.strangeWords()
	}
	if a.Person, err = d.Person.read(); err != nil {
		return nil, nil, err
	}
	if a.zone = pack.Place(); len(a.Person.Zones) > 0 {
		a.zone = a.Person.Zones[0]
	}
	for i := range d.History {
		e, err := d.History[i].read(fmt.Sprintf("history[%d].", i))
		if err != nil {
			return nil, nil, err
		}
		a.History = append(a.History, e)
	}
	return a, pack, nil
}

func (d *personDocument) read() (p law.Person, err error) {
	p.Segment = d.Segment
	for _, name := range d.Timezones {
		zone, err := time.LoadLocation(name)
		if err != nil || name == "" || name == "Local" {
			return p, fault.New(fault.Invalid, "law.zone", name).On("person.timezones")
		}
		p.Zones = append(p.Zones, zone)
	}
	for _, o := range d.OptOuts {
		if o == "all" {
			p.RefuseAll = true
			continue
		}
		if !slices.Contains(law.Channels(), law.Channel(o)) {
			return p, law.ErrUnknown.With("person.opt_outs", o, channelsAndAll()).On("person.opt_outs")
		}
		p.OptOuts = append(p.OptOuts, law.Channel(o))
	}
	for _, c := range d.Consents {
		consent := law.Consent{Channel: c.Channel}
		if c.On != "" {
			if consent.On, err = calendar.ParseDay(c.On); err != nil {
				return p, fault.New(fault.Invalid, "law.day", c.On).On("person.consents")
			}
		}
		p.Consents = append(p.Consents, consent)
	}
	for _, w := range d.Asked {
		asking := law.Asking{Channel: w.Channel, Document: w.Document}
		if asking.At, err = instant("person.asked.at", w.At); err == nil && w.Until != "" {
			asking.Until, err = instant("person.asked.until", w.Until)
		}
		if err == nil && w.Hour != "" {
			asking.Hour, err = instant("person.asked.hour", w.Hour)
		}
		if err != nil {
			return p, err
		}
		p.Asked = append(p.Asked, asking)
	}
	for i, w := range d.Avoid {
		at := fmt.Sprintf("person.avoid[%d]", i)
		a, err := law.NewAvoid(law.Avoid{Channel: w.Channel, Point: w.Point, Hours: w.Hours, Employer: w.Employer})
		switch {
		case err != nil && len(w.Hours) == 0:
			return p, law.ErrMarkWhen.On(at)
		case err != nil:
			return p, law.ErrMarkHours.On(at + ".hours")
		}
		p.Avoid = append(p.Avoid, a)
	}
	return p, nil
}

// channelsAndAll are the words for what a person may refuse.
func channelsAndAll() string {
	var words []string
	for _, c := range law.Channels() {
		words = append(words, string(c))
	}
	return strings.Join(append(words, "all"), ", ")
}

func (d *eventDocument) read(at string) (e law.Event, err error) {
	if d.By != "" && d.By != "us" && d.By != "person" {
		return e, law.ErrUnknown.With(at+"by", d.By, "us, person").On(at + "by")
	}
	e = law.Event{Channel: d.Channel, Result: d.Result, Debts: d.Debts, Person: d.By == "person"}
	e.At, err = instant(at+"at", d.At)
	return e, err
}

// The years of which the rules know anything: whatever is far from them is a slip, and would be allowed
// since no rule was in force.
const firstYear, lastYear = 1990, 2099

func instant(field, text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, fault.New(fault.Invalid, "law.no_instant", field).On(field)
	}
	at, err := time.Parse(time.RFC3339, text)
	switch {
	case err != nil:
		return at, fault.New(fault.Invalid, "law.instant", text).On(field)
	case at.Year() < firstYear || at.Year() > lastYear:
		return at, fault.New(fault.Invalid, "law.instant_far", text, strconv.Itoa(firstYear),
			strconv.Itoa(lastYear)).On(field)
	}
	return at, nil
}

type ruleAnswer struct {
	Rule         string           `json:"rule"`
	Basis        law.Basis        `json:"basis"`
	Verification law.Verification `json:"verification"`
	Source       string           `json:"source"`
	Says         string           `json:"says"`
}

type checkAnswer struct {
	ID       any          `json:"id,omitempty"`
	Allowed  bool         `json:"allowed"`
	Blocked  []ruleAnswer `json:"blocked_by"`
	Warnings []ruleAnswer `json:"warnings"`
	NextAt   *string      `json:"next_allowed_at"`
	Evidence struct {
		PackVersion string         `json:"pack_version"`
		Calendar    string         `json:"calendar"`
		Counts      map[string]int `json:"counts"`
		Options     law.Readings   `json:"options"`
	} `json:"evidence"`
	Ignored []string `json:"ignored,omitempty"`
	// Misspelt are the ignored fields that are most likely a slip of the pen, told in words.
	Misspelt []slipAnswer `json:"misspelt,omitempty"`
}

// answer tells a verdict in a language, with the next instant in the person's own time.
func (a *contactAsk) answer(v law.Verdict, say text.Language) any {
	out := checkAnswer{
		ID: a.id, Allowed: v.Allowed, Ignored: a.ignored,
		Blocked: ruleAnswers(v.Blocked, say.Code()), Warnings: ruleAnswers(v.Warnings, say.Code()),
		Misspelt: slipAnswers(append(slipsOf(a.ignored, reflect.TypeFor[contactDocument]()), a.slips...), say),
	}
	next := v.NextAt
	if v.Allowed {
		next = a.At
	}
	if !next.IsZero() {
		text := next.In(a.zone).Format(time.RFC3339)
		out.NextAt = &text
	}
	out.Evidence.PackVersion, out.Evidence.Calendar = v.Evidence.PackVersion, v.Evidence.Calendar
	out.Evidence.Counts, out.Evidence.Options = v.Evidence.Counts, v.Evidence.Readings
	return out
}

func ruleAnswers(rules []*law.ContactRule, language string) []ruleAnswer {
	answers := make([]ruleAnswer, 0, len(rules))
	for _, r := range rules {
		says := r.Says.In(language)
		answers = append(answers, ruleAnswer{r.ID, r.Basis, r.Verification, r.Source, says})
	}
	return answers
}

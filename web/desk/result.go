package desk

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"aldia/domain/calendar"
	"aldia/domain/contact"
	"aldia/domain/law"
	"aldia/domain/money"
	"aldia/domain/party"
	"aldia/platform/fault"
	"aldia/platform/id"
	"aldia/web/ui"
)

// prefixes of identities in the form.
const (
	pointPrefix = "cpt_"
	keyPrefix   = "key_"
)

// longestCase is how long a case may stand open and still count as time of work on it.
const longestCase = 2 * time.Hour

// draftLife is how long a browser keeps what was written in a case and not saved; app-draft.js says the same.
const draftLife = 24 * time.Hour

// callbackLayout is how a browser sends a day with its time.
const callbackLayout = "2006-01-02T15:04"

// result is the form of a result, as it is shown empty and shown again with what is wrong.
type result struct {
	Contact, Result, Reason string // the three levels: each the whole path
	Amount, Day, Callback   string
	Phone, Note, Point      string
	Channel, Party          string
	Began                   string   // who began it: beganUs or beganThem
	Debts                   []string // ticked, unless AboutAll
	AboutAll                bool     // nothing was unticked
	Currency                money.Currency
	Key                     string
	StartedAt               string // milliseconds: when the case was opened for it
	DraftedAt               string // likewise, of a draft that was written before and taken up again; else empty
	Errors                  map[string]string
	Wrong                   []wrong       // the same in the order of the form
	Locked                  bool          // a colleague has the case by now
	Newer                   bool          // a result was recorded since the form was opened
	Unasked                 bool          // nobody asked the gate, and it says no
	Untimely                *law.Decision // what it says against the call that is being agreed
	Anyway                  bool          // it is to be saved all the same
}

// Who began a contact.
const (
	beganUs   = "us"
	beganThem = "them"
)

// fresh is an empty form. Its key makes a second press of the button the same result.
func fresh(f *file, key id.ID) result {
	form := result{Channel: contact.Channels()[0], Party: string(party.Debtor), Key: key.Text(keyPrefix),
		AboutAll:  true,
		StartedAt: strconv.FormatInt(f.Now.UnixMilli(), 10)}
	form.Began = beganUs
	if len(f.Lawful.Held) > 0 {
		held := &f.Lawful.Held[len(f.Lawful.Held)-1]
		form.Channel, form.Party = string(held.Channel()), string(held.Party())
		if held.Party() == law.Debtor {
			form.Point = held.PointID().Text(pointPrefix)
		}
		return form
	}
	for i := range f.Points {
		if c := &f.Points[i]; c.Kind == party.PointPhone && c.Usable() {
			form.Point = c.ID.Text(pointPrefix)
			break
		}
	}
	return form
}

func (p *Parts) record(w http.ResponseWriter, r *http.Request) {
	f, err := p.open(r)
	if err != nil {
		ui.Fail(w, r, err)
		return
	}
	form, v := readResult(r), ui.Of(r)
	f.local(v)
	stopped, err := p.stops(r, &f, &form)
	switch {
	case err != nil:
		ui.Fail(w, r, err)
		return
	case stopped:
		ui.Mend(w, r, caseScreen(v, &f, form))
		return
	}
	wanted, wrong := form.wanted(&f, p.DB.Now())
	switch {
	case len(wrong) > 0:
		wrong = append(wrong, p.Contacts.Check(r.Context(), wanted))
	default:
		err := p.warned(r.Context(), &f, &form, wanted)
		if err == nil && (form.Unasked || form.Untimely != nil) {
			ui.Mend(w, r, caseScreen(v, &f, form))
			return
		}
		if err == nil {
			err = p.keep(r.Context(), form.Began, wanted)
		}
		wrong = append(wrong, err)
	}
	if err := errors.Join(wrong...); err == nil {
		p.recorded(w, r, &f, form)
	} else if broken := form.mark(v, err); broken != nil {
		ui.Fail(w, r, broken)
	} else {
		ui.Mend(w, r, caseScreen(v, &f, form))
	}
}

// keep keeps a result: of a call that came in, or of what we began, with the permit that is held for it. What
// happened without one is kept too, and the gate says what it would have said.
func (p *Parts) keep(ctx context.Context, began string, r contact.Result) (err error) {
	if began == beganThem {
		_, err = p.Contacts.Hear(ctx, r)
		return err
	}
	_, err = p.Contacts.Keep(ctx, r)
	return err
}

// stops says whether something has happened to the case since the form was opened that the agent must know
// before the result is kept: a colleague has it now, or somebody recorded a result, maybe the agent in
// another tab. What is written stays on the page and can be saved all the same, since the call was made.
func (p *Parts) stops(r *http.Request, f *file, form *result) (bool, error) {
	if form.Anyway {
		return false, nil
	}
	_, form.Locked = f.held()
	if last := f.Last; last != nil && last.At.After(form.knownAt(f.Now)) {
		repeated, err := p.Contacts.Kept(r.Context(), form.Key)
		if err != nil {
			return false, err
		}
		form.Newer = !repeated
	}
	return form.Locked || form.Newer, nil
}

// recorded says what was kept and goes on: to the next case, or back to this one.
func (p *Parts) recorded(w http.ResponseWriter, r *http.Request, f *file, form result) {
	v := ui.Of(r)
	what := form.leaf()
	if leaf, known := f.Tree.Describe(what); known {
		what = leaf.In(v.Text.Code())
	}
	ui.Later(w, r, ui.Good, v.Say("desk.recorded", f.Person.Name, what))
	p.moved()
	if r.FormValue("then") != "next" {
		ui.Redirect(w, r, caseHref(f.Person.ID))
		return
	}
	p.next(w, r)
}

func readResult(r *http.Request) result {
	value := func(name string) string { return strings.TrimSpace(r.FormValue(name)) }
	form := result{
		Contact: value("contact"), Result: value("result"), Reason: value("reason"), Amount: value("amount"),
		Day: value("promised_on"), Callback: value("callback_at"), Phone: value("new_phone"), Note: value("note"),
		Point: value("contact_point"), Channel: value("channel"), Party: value("party"), Key: value("key"),
		StartedAt: value("started"), DraftedAt: value("drafted"), Anyway: value("anyway") != "",
		Began: value("began"),
	}
	if form.Channel == "" {
		form.Channel = contact.Channels()[0]
	}
	form.readDebts(r)
	for _, reason := range r.Form["reason"] { // without the script every list is sent, also those left alone
		if strings.HasPrefix(reason, form.Result+"/") {
			form.Reason = reason
		}
	}
	return form
}

// written says whether the form comes back with what somebody has written into it.
func (form *result) written() bool {
	return form.Locked || form.Newer || form.Anyway || len(form.Wrong) > 0
}

// told says whether the form comes back with something that must be read before it is saved: that is where
// the person goes on, and not at what dials.
func (form *result) told() bool {
	return form.Locked || form.Newer || form.Unasked || form.Untimely != nil || len(form.Wrong) > 0
}

// startedAt is when the case was opened, as the form kept it. What lies ahead or too far back was not kept by
// us and is now.
func (form *result) startedAt(now time.Time) time.Time {
	millis, err := strconv.ParseInt(form.StartedAt, 10, 64)
	at := time.UnixMilli(millis)
	if err != nil || at.After(now) || now.Sub(at) > longestCase {
		return now
	}
	return at
}

// knownAt is when the writer last saw what had been recorded: when the case was opened, or, of a draft, when
// it was opened then. A day is as long as a browser keeps one.
func (form *result) knownAt(now time.Time) time.Time {
	started := form.startedAt(now)
	millis, err := strconv.ParseInt(form.DraftedAt, 10, 64)
	if at := time.UnixMilli(millis); err == nil && at.Before(started) && now.Sub(at) <= draftLife {
		return at
	}
	return started
}

// leaf is the end of the path that was chosen. A level that does not lie below the one above it was left
// over from an earlier choice and does not count.
func (form *result) leaf() string {
	path := form.Contact
	if strings.HasPrefix(form.Result, path+"/") {
		path = form.Result
	}
	if strings.HasPrefix(form.Reason, path+"/") && path != form.Contact {
		path = form.Reason
	}
	return path
}

// wanted is what the form asks to record, and all that could not be read in it. Only what the leaf asks for
// is read: a field that was filled in for another choice is left out.
func (form *result) wanted(f *file, now time.Time) (r contact.Result, wrong []error) {
	r = contact.Result{
		PersonID: f.Person.ID, CreditorID: f.Lead.ID, Channel: form.Channel, Party: form.Party, Leaf: form.leaf(),
		Note: form.Note, Key: form.Key, StartedAt: form.startedAt(now),
	}
	if form.Party == string(party.Debtor) || form.Party == "" {
		if point, err := id.Parse(pointPrefix, form.Point); err == nil {
			r.ContactPointID = point
		}
	}
	leaf, err := form.found(f)
	if err != nil {
		wrong = append(wrong, err)
	}
	debts, creditor, err := form.chosen(f, leaf.Asks(contact.AskAmount))
	if err != nil {
		wrong = append(wrong, err)
	} else {
		r.Debts, r.CreditorID = debts, creditor
	}
	wrong = append(wrong, form.asked(f, &leaf, &r)...)
	return r, wrong
}

// found is the leaf that was chosen, or what is still to be chosen.
func (form *result) found(f *file) (contact.Leaf, error) {
	switch path := form.leaf(); path {
	case "":
		return contact.Leaf{}, errNoResult
	case form.Contact:
		return contact.Leaf{}, errNoOutcome
	default:
		return f.Tree.LeafAt(path)
	}
}

var (
	errNoResult  = fault.New(fault.Invalid, "desk.no_result").On("leaf")
	errNoOutcome = fault.New(fault.Invalid, "desk.no_outcome").On("leaf")
	errDay       = fault.New(fault.Invalid, "desk.day")
)

// asked reads what the leaf asks for into the result, and says what of it cannot be read.
func (form *result) asked(f *file, leaf *contact.Leaf, r *contact.Result) (wrong []error) {
	var err error
	if leaf.Asks(contact.AskAmount) && form.Amount != "" {
		r.Amount.Currency = form.currency(f)
		if r.Amount.Amount, err = readSum(form.Amount, r.Amount.Currency, f.Lead.Country); err != nil {
			wrong = append(wrong, unread(r.Amount.Currency, f.Lead.Country).On("amount"))
		}
	}
	if leaf.Asks(contact.AskDay) && form.Day != "" {
		if r.PromisedOn, err = calendar.ParseDay(form.Day); err != nil {
			wrong = append(wrong, errDay.On("promised_on"))
		}
	}
	if leaf.Asks(contact.AskTime) && form.Callback != "" {
		if r.CallbackAt, err = time.ParseInLocation(callbackLayout, form.Callback, f.Zone); err != nil {
			wrong = append(wrong, errDay.On("callback_at"))
		}
	}
	if leaf.Asks(contact.AskPhone) {
		r.NewPhone = form.Phone
	}
	return wrong
}

// currency is that of the debt that leads.
func (f *file) currency() money.Currency {
	if f.Case.Currency != "" {
		return f.Case.Currency
	}
	return f.Lead.Currency
}

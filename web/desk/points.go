package desk

import (
	"context"
	"errors"
	"net/http"
	"slices"

	"aldia/domain/party"
	"aldia/platform/fault"
	"aldia/platform/id"
	"aldia/web/ui"
)

// changesShown are the latest changes of one contact point that the case tells; those before are in the book.
const changesShown = 10

// fix is the form that corrects a contact point, or the one that adds one, as it comes back with what is
// wrong.
type fix struct {
	Point       id.ID // none: the form adds one
	Kind, Value string
	State, Why  string
	Consent     bool
	Errors      map[string]string
}

// readChanges gathers what became of the contact points, the latest first.
func (p *Parts) readChanges(ctx context.Context, f *file) error {
	all, err := p.Persons.History(ctx, f.Person.ID)
	f.Changes = map[id.ID][]party.PointChange{}
	for _, c := range all {
		if len(f.Changes[c.PointID]) < changesShown {
			f.Changes[c.PointID] = append(f.Changes[c.PointID], c)
		}
	}
	return err
}

// correct changes what is known of a contact point of the person, by hand and with a reason.
func (p *Parts) correct(w http.ResponseWriter, r *http.Request) {
	f, err := p.open(r)
	if err != nil {
		ui.Fail(w, r, err)
		return
	}
	point, err := id.Parse(pointPrefix, r.FormValue("point"))
	if err != nil || !slices.ContainsFunc(f.Points, func(c party.ContactPoint) bool { return c.ID == point }) {
		ui.Fail(w, r, party.ErrPointMissing)
		return
	}
	f.Fix = fix{Point: point, State: r.FormValue("state"), Why: r.FormValue("why"),
		Consent: r.FormValue("consent") == "1"}
	err = p.Persons.Mark(r.Context(), point, party.PointState(f.Fix.State), f.Fix.Why, f.Fix.Consent)
	p.fixed(w, r, &f, "desk.point.corrected", err)
}

// find adds a contact point that somebody told or that was looked up.
func (p *Parts) find(w http.ResponseWriter, r *http.Request) {
	f, err := p.open(r)
	if err != nil {
		ui.Fail(w, r, err)
		return
	}
	f.Fix = fix{Kind: r.FormValue("kind"), Value: r.FormValue("value"), Why: r.FormValue("why")}
	_, added, err := p.Persons.AddPoint(r.Context(), f.Person.ID, party.PointKind(f.Fix.Kind), f.Fix.Value,
		f.Lead.Country, f.Fix.Why)
	told := "desk.point.added"
	if !added {
		told = "desk.point.had"
	}
	p.fixed(w, r, &f, told, err)
}

// fixed shows the case again and says what was done, or the form with what is wrong at its field.
func (p *Parts) fixed(w http.ResponseWriter, r *http.Request, f *file, done string, err error) {
	told, mends := errors.AsType[*fault.Error](err)
	switch {
	case err == nil:
		p.moved()
		p.marked(w, r, f, done)
	case mends && told.Kind != fault.Internal && told.Kind != fault.Forbidden && told.Kind != fault.Unsigned:
		v := ui.Of(r)
		f.Fix.Errors = map[string]string{fieldOfPoint(told): v.Text.Fault(err)}
		ui.Mend(w, r, caseScreen(v, f, fresh(f, p.DB.IDs().New())))
	default:
		ui.Fail(w, r, err)
	}
}

// fieldOfPoint is the field at which a fault of a contact point is told.
func fieldOfPoint(told *fault.Error) string {
	switch {
	case errors.Is(told, party.ErrPointReason):
		return "why"
	case errors.Is(told, party.ErrPointConsent):
		return "consent"
	case errors.Is(told, party.ErrPointState), errors.Is(told, party.ErrPointMove):
		return "state"
	}
	return "value"
}

// fixOf is the form of a contact point: what was typed where it is the one that came back.
func (f *file) fixOf(point id.ID) fix {
	if f.Fix.Point == point && len(f.Fix.Errors) > 0 {
		return f.Fix
	}
	return fix{Point: point}
}

// statesFrom are the states that somebody may bring a contact point to by hand.
func statesFrom(v *ui.View, c *party.ContactPoint) (all []ui.Option) {
	for _, to := range party.PointStates() {
		if changes, err := c.State.Move(to, &party.Cause{ByUser: 1, Reason: "-", Consent: true}); err == nil &&
			changes {
			all = append(all, ui.Option{Value: string(to), Label: capital(v.Say(string(to.Key())))})
		}
	}
	return all
}

func pointKindOptions(v *ui.View) (all []ui.Option) {
	for _, k := range []party.PointKind{party.PointPhone, party.PointEmail, party.PointAddress} {
		all = append(all, ui.Option{Value: string(k), Label: capital(v.Say("party.point.kind." + string(k)))})
	}
	return all
}

// changeWords is what a change made of a contact point: "equivocado, antes sin verificar".
func changeWords(v *ui.View, c *party.PointChange) string {
	if c.From == "" {
		return v.Say("desk.point.came", v.Say(string(c.To.Key())))
	}
	return v.Say("desk.point.became", v.Say(string(c.To.Key())), v.Say(string(c.From.Key())))
}

// changeWhy is why, where somebody said so: a result says it by itself.
func changeWhy(v *ui.View, c *party.PointChange) string {
	switch {
	case c.Contact != 0:
		return v.Say("desk.point.by_result")
	case v.Text.Has(c.Reason):
		return v.Say(c.Reason)
	}
	return c.Reason
}

// changeWho is when and by whom.
func changeWho(v *ui.View, c *party.PointChange) string {
	who := c.UserName
	if who == "" {
		who = v.Say("desk.point.by_program")
	}
	return v.Instant(c.At) + " · " + who
}

package desk

import (
	"context"
	"errors"
	"net/http"
	"slices"

	"aldia/domain/law"
	"aldia/domain/party"
	"aldia/platform/fault"
	"aldia/platform/id"
	"aldia/web/ui"
)

var errNoWay = fault.New(fault.Invalid, "desk.no_way").On("contact_point")

// reach takes the place of a contact that the agent is about to make, or says what is against it. What is
// refused is kept by the gate as well.
func (p *Parts) reach(w http.ResponseWriter, r *http.Request) {
	f, err := p.open(r)
	if err != nil {
		ui.Fail(w, r, err)
		return
	}
	proposal, err := f.asked(r)
	if err != nil {
		ui.Fail(w, r, err)
		return
	}
	permit, decision, err := p.Gate.Reserve(r.Context(), proposal)
	if err != nil {
		ui.Fail(w, r, err)
		return
	}
	if permit.Valid() {
		ui.Redirect(w, r, caseHref(f.Person.ID))
		return
	}
	v := ui.Of(r)
	f.local(v)
	f.Refused = &way{Channel: proposal.Channel, Decision: decision}
	ui.Mend(w, r, caseScreen(v, &f, fresh(&f, p.DB.IDs().New())))
}

// asked reads whom an agent wants to reach, and how: a contact point of the person, or another person of the
// debt.
func (f *file) asked(r *http.Request) (law.Proposal, error) {
	channel := law.Channel(r.FormValue("channel"))
	point, err := id.Parse(pointPrefix, r.FormValue("point"))
	if err != nil {
		return law.Proposal{}, errNoWay
	}
	p := f.proposal(channel)
	p.PointID = point
	if at := slices.IndexFunc(f.Points, func(c party.ContactPoint) bool { return c.ID == point }); at >= 0 {
		if !f.Points[at].Usable() || !slices.Contains(channelsOf(&f.Points[at]), channel) {
			return p, errNoWay
		}
		return p, nil
	}
	for i := range f.Others {
		o := &f.Others[i]
		if !slices.ContainsFunc(o.Points, func(c party.ContactPoint) bool { return c.ID == point && c.Usable() }) {
			continue
		}
		p.Party = law.Party(o.Role)
		if !o.Role.MayHear() {
			p.Purpose = law.Location
		}
		return p, nil
	}
	return p, errNoWay
}

// unreached gives a place back that was not used: the agent has not dialled, or the line was busy.
func (p *Parts) unreached(w http.ResponseWriter, r *http.Request) {
	why, said := law.NotMade, "desk.not_called"
	if r.FormValue("why") == string(law.LineBusy) {
		why, said = law.LineBusy, "desk.was_busy"
	}
	person, err := personOf(r)
	if err == nil {
		err = p.giveBack(r.Context(), r.FormValue("permit"), why)
	}
	if err != nil {
		ui.Fail(w, r, err)
		return
	}
	ui.Later(w, r, ui.Note, ui.Of(r).Say(said))
	ui.Redirect(w, r, caseHref(person))
}

func (p *Parts) giveBack(ctx context.Context, named string, why law.Why) error {
	permit, err := id.Parse(law.PermitPrefix, named)
	if err != nil {
		return law.ErrPermit
	}
	held, err := p.Gate.Take(ctx, permit)
	if err != nil {
		return err
	}
	if err := p.Gate.Release(ctx, held, why); err != nil && !errors.Is(err, law.ErrSpent) {
		return err
	}
	return nil
}

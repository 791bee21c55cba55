package admin

import (
	"net/http"
	"time"

	"aldia/domain/portfolio"
	"aldia/domain/staff"
	"aldia/platform/auth"
	"aldia/platform/id"
	"aldia/web/ui"
)

// userForm is a member with what was typed, and what is wrong with it.
type userForm struct {
	staff.Member
	team      string // code
	teams     []staff.Team
	creditors []portfolio.Creditor
	locked    time.Time
	password  string // shown once
	self      bool
	typed     bool   // what stands in the fields was typed, and is not kept yet
	capacity  string // as typed
	why       string
	wrong     mistakes
	blind     bool // it is meant that they see no creditor
}

// lists reads what the form lets one choose from.
func (p *Parts) lists(r *http.Request, f *userForm) (err error) {
	if f.teams, err = p.Staff.Teams(r.Context()); err != nil {
		return err
	}
	for _, t := range f.teams {
		if f.TeamID != 0 && t.ID == f.TeamID {
			f.team = t.Code
		}
	}
	f.creditors, err = p.Portfolios.Creditors(r.Context())
	return err
}

// user is the page of one member.
func (p *Parts) user(w http.ResponseWriter, r *http.Request) error {
	member, err := idOf(r, "user", staff.Prefix, staff.ErrMissing)
	if err != nil {
		return err
	}
	return p.showUser(w, r, member, "", nil)
}

func (p *Parts) showUser(
	w http.ResponseWriter,
	r *http.Request,
	member id.ID,
	password string,
	wrong error,
) error {
	v := ui.Of(r)
	m, err := p.Staff.Get(r.Context(), member)
	if err != nil {
		return err
	}
	f := &userForm{Member: m, password: password, wrong: toldOne(v, wrong)}
	page, err := p.userPageOf(r, f, m.Name)
	if err != nil {
		return err
	}
	if wrong != nil {
		ui.Mend(w, r, page)
		return nil
	}
	ui.Show(w, r, page)
	return nil
}

// userPageOf makes the page of a member under the name that is kept of them.
func (p *Parts) userPageOf(r *http.Request, f *userForm, name string) (page ui.Page, err error) {
	v, typed := ui.Of(r), f.team
	if err := p.lists(r, f); err != nil {
		return page, err
	}
	if f.typed {
		f.team = typed
	}
	locked, err := p.Staff.Locked(r.Context())
	if err != nil {
		return page, err
	}
	f.locked, f.self = locked[f.ID], auth.Who(r.Context()).ID == f.ID
	return ui.Page{
		Title: name, Sub: f.SignIn, Back: &ui.Link{Href: "/admin/usuarios", Label: v.Say("admin.users.title")},
		Head: userBadge(v, &f.Member, f.locked), Body: userPage(f),
	}, nil
}

// showTyped shows the page of a member again with what was typed, and what of it is wrong.
func (p *Parts) showTyped(w http.ResponseWriter, r *http.Request, f *userForm, wrong mistakes) error {
	was, err := p.Staff.Get(r.Context(), f.ID)
	if err != nil {
		return err
	}
	f.wrong, f.typed = wrong, true
	f.why, f.capacity = trimmed(r, "why"), trimmed(r, "capacity")
	page, err := p.userPageOf(r, f, was.Name)
	if err != nil {
		return err
	}
	ui.Mend(w, r, page)
	return nil
}

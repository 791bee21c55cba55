package admin

import (
	"net/http"

	"aldia/domain/staff"
	"aldia/platform/auth"
	"aldia/platform/fault"
	"aldia/web/ui"
)

// newUser asks who joins.
func (p *Parts) newUser(w http.ResponseWriter, r *http.Request) error {
	f := &userForm{Member: staff.Member{Role: auth.Agent, Language: "es", AllCreditors: true, Active: true}}
	if err := p.lists(r, f); err != nil {
		return err
	}
	ui.Show(w, r, f.newPage(ui.Of(r)))
	return nil
}

func (f *userForm) newPage(v *ui.View) ui.Page {
	return ui.Page{
		Title: v.Say("admin.user.new_title"), Sub: v.Say("admin.user.new_sub"),
		Back: &ui.Link{Href: "/admin/usuarios", Label: v.Say("admin.users.title")}, Body: newUserPage(f),
	}
}

// addUser takes somebody on, and shows their first password this once.
func (p *Parts) addUser(w http.ResponseWriter, r *http.Request) error {
	f := &userForm{}
	f.SignIn, f.Role = trimmed(r, "name"), auth.Role(trimmed(r, "role"))
	f.read(r)
	wrong, err := p.judge(r, f)
	if err != nil {
		return err
	}
	if len(wrong) > 0 {
		return p.mendUser(w, r, f, wrong)
	}
	m, password, err := p.Staff.Add(r.Context(), f.hire())
	if err != nil {
		if fault.KindOf(err) == fault.Internal {
			return err
		}
		return p.mendUser(w, r, f, toldOne(ui.Of(r), err))
	}
	return p.showUser(w, r, m.ID, password, nil)
}

// mendUser shows the form again with what was typed and all that is wrong with it.
func (p *Parts) mendUser(w http.ResponseWriter, r *http.Request, f *userForm, wrong mistakes) error {
	typed := f.team
	if err := p.lists(r, f); err != nil {
		return err
	}
	f.team, f.wrong = typed, wrong
	ui.Mend(w, r, f.newPage(ui.Of(r)))
	return nil
}

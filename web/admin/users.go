package admin

import (
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/a-h/templ"

	"aldia/domain/portfolio"
	"aldia/domain/staff"
	"aldia/platform/auth"
	"aldia/platform/fault"
	"aldia/platform/id"
	"aldia/web/ui"
)

var errAct = fault.New(fault.Missing, "fault.page.text")

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
	wrong     mistake
}

// users lists who works.
func (p *Parts) users(w http.ResponseWriter, r *http.Request) error {
	page, err := p.usersPageOf(r, staff.Team{}, nil)
	if err == nil {
		ui.Show(w, r, page)
	}
	return err
}

// usersPageOf makes the list, with a team that was typed and what is wrong with it.
func (p *Parts) usersPageOf(r *http.Request, typed staff.Team, wrong error) (page ui.Page, err error) {
	v := ui.Of(r)
	all, err := p.Staff.ListAll(r.Context())
	if err != nil {
		return page, err
	}
	teams, err := p.Staff.Teams(r.Context())
	if err != nil {
		return page, err
	}
	locked, err := p.Staff.Locked(r.Context())
	if err != nil {
		return page, err
	}
	return ui.Page{
		Title: v.Say("admin.users.title"), Sub: v.Say("admin.users.sub"), Head: newUserButton(),
		Body: usersPage(userTable(v, all, teams, locked), teams, typed, told(v, wrong)),
	}, nil
}

func userTable(v *ui.View, all []staff.Member, teams []staff.Team, locked map[id.ID]time.Time) ui.Table {
	t := ui.Table{Caption: v.Say("admin.users.title"), Bare: true, Columns: []ui.Column{
		{
			Label: v.Say("staff.full_name_label"),
		}, {Label: v.Say("staff.role_label")}, {Label: v.Say("staff.team_label")},
		{Label: v.Say("staff.creditors_label"), Spare: true}, {Label: v.Say("admin.cut.state")},
		{Label: v.Say("staff.last_sign_in"), Spare: true},
	}}
	for i := range all {
		m := &all[i]
		last := ui.Muted(v.Say("staff.never_signed_in"))
		if !m.LastSignInAt.IsZero() {
			last = ui.Ago(m.LastSignInAt)
		}
		seen := v.Say("staff.all_creditors")
		if !m.AllCreditors {
			seen = v.Number(int64(len(m.Creditors)))
		}
		t.Rows = append(t.Rows, ui.Row{Href: userHref(m.ID), Dim: !m.Active, Cells: []templ.Component{
			ui.Two(
				m.Name,
				m.SignIn,
			), ui.Text(v.Say("auth.role_name." + string(m.Role))), ui.Text(teamName(v, teams, m.TeamID)),
			ui.Text(seen), userBadge(v, m, locked[m.ID]), last,
		}})
	}
	return t
}

func userHref(user id.ID) string { return "/admin/usuarios/" + user.Text(staff.Prefix) }

func userBadge(v *ui.View, m *staff.Member, locked time.Time) ui.Badge {
	switch {
	case !m.Active:
		return ui.Badge{Text: v.Say("staff.inactive"), Icon: "-"}
	case !locked.IsZero():
		return ui.Badge{Text: v.Say("admin.user.locked"), Tone: ui.Bad, Icon: "lock"}
	case m.MustChange:
		return ui.Badge{Text: v.Say("admin.user.must_change"), Tone: ui.Note}
	}
	return ui.Badge{Text: v.Say("staff.active"), Tone: ui.Good}
}

func teamName(v *ui.View, teams []staff.Team, team id.ID) string {
	for _, t := range teams {
		if t.ID == team {
			return t.Name
		}
	}
	return v.Say("staff.no_team_label")
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

// read takes what was typed.
func (f *userForm) read(r *http.Request) {
	f.Name, f.Code, f.Language = trimmed(r, "full_name"), trimmed(r, "code"), trimmed(r, "language")
	f.team = trimmed(r, "team")
	f.capacity = trimmed(r, "capacity")
	f.AllCreditors = r.PostFormValue("all_creditors") == "1"
	capacity, err := strconv.Atoi(trimmed(r, "capacity"))
	if err != nil && trimmed(r, "capacity") != "" {
		capacity = -1 // which is refused with the words for it
	}
	f.Capacity, f.Creditors = capacity, nil
	for _, text := range r.PostForm["creditors"] {
		if c, err := id.Parse(portfolio.CreditorPrefix, text); err == nil {
			f.Creditors = append(f.Creditors, c)
		}
	}
}

func (f *userForm) profile() staff.Profile {
	return staff.Profile{Code: f.Code, Name: f.Name, Language: f.Language, Capacity: f.Capacity}
}

// addUser takes somebody on, and shows their first password this once.
func (p *Parts) addUser(w http.ResponseWriter, r *http.Request) error {
	f := &userForm{}
	f.SignIn, f.Role = trimmed(r, "name"), auth.Role(trimmed(r, "role"))
	f.read(r)
	m, password, err := p.Staff.Add(r.Context(), staff.Hire{
		SignIn: f.SignIn, Role: f.Role, Profile: f.profile(), Team: f.team, AllCreditors: f.AllCreditors,
		Creditors: f.Creditors,
	})
	if err != nil {
		if fault.KindOf(err) == fault.Internal {
			return err
		}
		if err := p.lists(r, f); err != nil {
			return err
		}
		f.wrong = told(ui.Of(r), err)
		ui.Mend(w, r, f.newPage(ui.Of(r)))
		return nil
	}
	return p.showUser(w, r, m.ID, password, nil)
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
	f := &userForm{Member: m, password: password, wrong: told(v, wrong)}
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
func (p *Parts) showTyped(w http.ResponseWriter, r *http.Request, f *userForm, wrong error) error {
	was, err := p.Staff.Get(r.Context(), f.ID)
	if err != nil {
		return err
	}
	f.wrong, f.typed = told(ui.Of(r), wrong), true
	f.why, f.capacity = trimmed(r, "why"), trimmed(r, "capacity")
	page, err := p.userPageOf(r, f, was.Name)
	if err != nil {
		return err
	}
	ui.Mend(w, r, page)
	return nil
}

// changeUser keeps what was changed of a member: only what differs is written into the book.
func (p *Parts) changeUser(w http.ResponseWriter, r *http.Request) error {
	member, err := idOf(r, "user", staff.Prefix, staff.ErrMissing)
	if err != nil {
		return err
	}
	was, err := p.Staff.Get(r.Context(), member)
	if err != nil {
		return err
	}
	f := &userForm{Member: was}
	f.read(r)
	f.Role = auth.Role(trimmed(r, "role"))
	if err := p.keepUser(r, f, &was); err != nil {
		if fault.KindOf(err) == fault.Internal {
			return err
		}
		return p.showTyped(w, r, f, err)
	}
	done(w, r, "saved")
	ui.Redirect(w, r, userHref(member))
	return nil
}

func (p *Parts) keepUser(r *http.Request, f *userForm, was *staff.Member) error {
	ctx, why := r.Context(), trimmed(r, "why")
	profile := staff.Profile{Code: was.Code, Name: was.Name, Language: was.Language, Capacity: was.Capacity}
	if f.profile() != profile {
		if err := p.Staff.Edit(ctx, was.ID, f.profile()); err != nil {
			return err
		}
	}
	if f.Role != was.Role {
		if err := p.Staff.ChangeRole(ctx, was.ID, f.Role, why); err != nil {
			return err
		}
	}
	old := &userForm{Member: *was}
	if err := p.lists(r, old); err != nil {
		return err
	}
	if f.team != old.team {
		if err := p.Staff.AssignTeam(ctx, was.ID, f.team); err != nil {
			return err
		}
	}
	slices.Sort(f.Creditors)
	before := slices.Sorted(slices.Values(was.Creditors))
	if f.AllCreditors == was.AllCreditors && (f.AllCreditors || slices.Equal(f.Creditors, before)) {
		return nil
	}
	return p.Staff.AssignCreditors(ctx, was.ID, f.AllCreditors, f.Creditors)
}

// actOnUser disables, enables, unlocks, or gives a new password.
func (p *Parts) actOnUser(w http.ResponseWriter, r *http.Request) error {
	member, err := idOf(r, "user", staff.Prefix, staff.ErrMissing)
	if err != nil {
		return err
	}
	ctx, why, told := r.Context(), trimmed(r, "why"), ""
	switch r.PathValue("act") {
	case "baja":
		told, err = "disabled", p.Staff.Disable(ctx, member, why)
	case "alta":
		told, err = "enabled", p.Staff.Enable(ctx, member, why)
	case "desbloquear":
		told, err = "unlocked", p.Staff.Unlock(ctx, member)
	case "clave":
		var password string
		if password, err = p.Staff.ResetPassword(ctx, member); err == nil {
			return p.showUser(w, r, member, password, nil)
		}
	default:
		return errAct
	}
	if err != nil {
		if fault.KindOf(err) == fault.Internal {
			return err
		}
		return p.showUser(w, r, member, "", err)
	}
	done(w, r, told)
	ui.Redirect(w, r, userHref(member))
	return nil
}

// openTeam makes a team, or gives one another name.
func (p *Parts) openTeam(w http.ResponseWriter, r *http.Request) error {
	typed := staff.Team{Code: trimmed(r, "team_code"), Name: trimmed(r, "team_name")}
	_, err := p.Staff.OpenTeam(r.Context(), typed.Code, typed.Name)
	if err != nil && fault.KindOf(err) == fault.Invalid {
		page, broken := p.usersPageOf(r, typed, err)
		if broken != nil {
			return broken
		}
		ui.Mend(w, r, page)
		return nil
	}
	if err != nil {
		return err
	}
	done(w, r, "team")
	ui.Redirect(w, r, "/admin/usuarios")
	return nil
}

package admin

import (
	"net/http"
	"slices"
	"time"

	"github.com/a-h/templ"

	"aldia/domain/portfolio"
	"aldia/domain/staff"
	"aldia/platform/id"
	"aldia/web/ui"
)

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
	creditors, err := p.Portfolios.Creditors(r.Context())
	if err != nil {
		return page, err
	}
	return ui.Page{
		Title: v.Say("admin.users.title"), Sub: v.Say("admin.users.sub"), Head: newUserButton(),
		Body: usersPage(userTable(v, all, teams, creditors, locked), teams, typed, told(v, wrong)),
	}, nil
}

func userTable(
	v *ui.View, all []staff.Member, teams []staff.Team, creditors []portfolio.Creditor,
	locked map[id.ID]time.Time,
) ui.Table {
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
		t.Rows = append(t.Rows, ui.Row{Href: userHref(m.ID), Dim: !m.Active, Cells: []templ.Component{
			ui.Two(
				m.Name,
				m.SignIn,
			), ui.Text(v.Say("auth.role_name." + string(m.Role))), ui.Text(teamName(v, teams, m.TeamID)),
			ui.Text(seenWords(v, m, creditors)), userBadge(v, m, locked[m.ID]), last,
		}})
	}
	return t
}

// namesSeen is how many creditors a row of the list names; of more it says how many.
const namesSeen = 2

// seenWords says whose debts a member may see.
func seenWords(v *ui.View, m *staff.Member, creditors []portfolio.Creditor) string {
	if m.AllCreditors {
		return v.Say("staff.all_creditors")
	}
	var names []string
	for i := range creditors {
		if slices.Contains(m.Creditors, creditors[i].ID) {
			names = append(names, creditors[i].Name)
		}
	}
	if len(names) > 0 && len(names) <= namesSeen {
		return v.Text.Join(names...)
	}
	return v.Say("admin.users.sees", len(m.Creditors))
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

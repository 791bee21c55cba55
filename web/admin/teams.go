package admin

import (
	"net/http"

	"aldia/domain/staff"
	"aldia/platform/fault"
	"aldia/web/ui"
)

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

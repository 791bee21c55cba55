package admin

import (
	"net/http"
	"strconv"

	"aldia/domain/portfolio"
	"aldia/domain/staff"
	"aldia/platform/id"
	"aldia/web/ui"
)

// read takes what was typed.
func (f *userForm) read(r *http.Request) {
	f.Name, f.Code, f.Language = trimmed(r, "full_name"), trimmed(r, "code"), trimmed(r, "language")
	f.team = trimmed(r, "team")
	f.capacity = trimmed(r, "capacity")
	f.blind = r.PostFormValue("no_creditors") == "1"
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

// judge says all that is wrong with what was typed, at once. Who saw no creditor before may go on so.
func (p *Parts) judge(r *http.Request, f *userForm) (wrong mistakes, err error) {
	faults, err := p.Staff.Judge(r.Context(), f.ID, f.hire(), f.blind)
	for _, one := range faults {
		wrong = append(wrong, told(ui.Of(r), one))
	}
	return wrong, err
}

func (f *userForm) hire() staff.Hire {
	return staff.Hire{
		SignIn: f.SignIn, Role: f.Role, Profile: f.profile(), Team: f.team, AllCreditors: f.AllCreditors,
		Creditors: f.Creditors,
	}
}

func (f *userForm) profile() staff.Profile {
	return staff.Profile{Code: f.Code, Name: f.Name, Language: f.Language, Capacity: f.Capacity}
}

func (f *userForm) wanted() staff.Wanted {
	return staff.Wanted{
		Profile: f.profile(), Role: f.Role, Team: f.team, AllCreditors: f.AllCreditors, Creditors: f.Creditors,
	}
}

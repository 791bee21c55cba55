package admin

import (
	"net/http"
	"strconv"

	"aldia/domain/portfolio"
	"aldia/domain/staff"
	"aldia/platform/id"
)

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

func (f *userForm) wanted() staff.Wanted {
	return staff.Wanted{
		Profile: f.profile(), Role: f.Role, Team: f.team, AllCreditors: f.AllCreditors, Creditors: f.Creditors,
	}
}

package staff

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"aldia/platform/auth"
	"aldia/platform/fault"
	"aldia/platform/id"
)

// ErrBlind is given of a member who would see no creditor, and so no case.
var ErrBlind = fault.New(fault.Invalid, "staff.blind").On("creditors")

// Judge says all that is wrong with what was typed of a member, each at its field: of somebody who joins when
// member is none. Nothing is changed. Blind says that they are meant to see no creditor for now.
func (s *Staff) Judge(ctx context.Context, member id.ID, h Hire, blind bool) ([]*fault.Error, error) {
	all, err := s.ListAll(ctx)
	if err != nil {
		return nil, err
	}
	var wrong []*fault.Error
	signIn := auth.NameOf(h.SignIn)
	if member == 0 {
		for i := range all {
			if all[i].SignIn == signIn {
				wrong = append(wrong, auth.ErrNameTaken.With(signIn))
			}
		}
		if !auth.GoodName(signIn) {
			wrong = append(wrong, auth.ErrName)
		}
	}
	wrong = append(wrong, h.faults()...)
	for i := range all {
		if code := strings.TrimSpace(h.Code); all[i].ID != member && code != "" && all[i].Code == code {
			wrong = append(wrong, ErrCodeUsed.With(code))
		}
	}
	if !h.Role.Known() {
		wrong = append(wrong, auth.ErrRole.With(string(h.Role)))
	}
	teams, err := s.Teams(ctx)
	if err != nil {
		return nil, err
	}
	if h.Team != "" && !slices.ContainsFunc(teams, func(t Team) bool { return t.Code == h.Team }) {
		wrong = append(wrong, ErrTeam.With(h.Team))
	}
	switch {
	case !h.AllCreditors && len(h.Creditors) > maxCreditors:
		wrong = append(wrong, ErrMany)
	case !h.AllCreditors && len(h.Creditors) == 0 && !blind:
		wrong = append(wrong, ErrBlind)
	}
	return wrong, nil
}

// faults says all that is wrong with a profile by itself.
func (p *Profile) faults() (wrong []*fault.Error) {
	name, code := strings.Join(strings.Fields(p.Name), " "), strings.TrimSpace(p.Code)
	if name == "" || utf8.RuneCountInString(name) > maxName {
		wrong = append(wrong, ErrName)
	}
	if code != "" && !codeShape.MatchString(code) {
		wrong = append(wrong, ErrCode)
	}
	if p.Language != "" && p.Language != "es" && p.Language != "en" {
		wrong = append(wrong, ErrLanguage.With(p.Language))
	}
	if p.Capacity < 0 || p.Capacity > maxCapacity {
		wrong = append(wrong, ErrCapacity)
	}
	return wrong
}

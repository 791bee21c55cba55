package staff

import (
	"context"
	"errors"
	"strings"
	"unicode/utf8"

	"aldia/platform/audit"
	"aldia/platform/auth"
	"aldia/platform/db"
	"aldia/platform/fault"
	"aldia/platform/id"
)

// OpenTeam makes a team. A team of that code that is there already is renamed.
func (s *Staff) OpenTeam(ctx context.Context, code, name string) (t Team, err error) {
	by, err := auth.Allow(ctx, auth.UserManage)
	if err != nil {
		return t, err
	}
	err = s.db.Write(ctx, func(tx db.Tx) error {
		t, err = s.openTx(tx, by, code, name)
		return err
	})
	return t, err
}

func (s *Staff) openTx(tx db.Tx, by auth.Identity, code, name string) (Team, error) {
	t := Team{Code: strings.TrimSpace(code), Name: strings.Join(strings.Fields(name), " ")}
	if !codeShape.MatchString(t.Code) {
		return t, ErrCode
	}
	if t.Name == "" || utf8.RuneCountInString(t.Name) > maxName {
		return t, ErrName
	}
	was, err := teamTx(tx, t.Code)
	if err != nil && !errors.Is(err, ErrTeam) {
		return t, err
	}
	if t.ID, err = openTeamTx(tx, s.db.IDs().New(), t, s.db.Now()); err != nil {
		return t, err
	}
	return t, audit.AppendTx(tx, audit.Entry{
		At: s.db.Now(), ByUser: by.ID, What: "team.opened", On: "team", OnID: t.ID,
		Detail: struct {
			Code string `json:"code"`
			Name string `json:"name"`
			Was  string `json:"was,omitempty"` // the name before, of a team that was there
		}{t.Code, t.Name, was.Name},
	})
}

// Teams lists the teams by name.
func (s *Staff) Teams(ctx context.Context) (teams []Team, err error) {
	if err := mayLook(ctx); err != nil {
		return nil, err
	}
	err = s.db.Read(ctx, func(tx db.Tx) error {
		teams, err = teamsTx(tx)
		return err
	})
	return teams, err
}

// TeamsTx lists the teams by code, for a screen that names them beside something else.
func TeamsTx(tx db.Tx) ([]Team, error) { return teamsTx(tx) }

// ListAll lists every member by name, also those who left.
func (s *Staff) ListAll(ctx context.Context) (all []Member, err error) {
	if err := mayLook(ctx); err != nil {
		return nil, err
	}
	err = s.db.Read(ctx, func(tx db.Tx) error {
		all, err = AllTx(tx)
		return err
	})
	return all, err
}

// Get gives one member. Everybody may get themselves.
func (s *Staff) Get(ctx context.Context, member id.ID) (m Member, err error) {
	if auth.Who(ctx).ID != member || member == 0 {
		if err := mayLook(ctx); err != nil {
			return m, err
		}
	}
	err = s.db.Read(ctx, func(tx db.Tx) error {
		m, err = GetTx(tx, member)
		return err
	})
	return m, err
}

// Find gives the member of a sign-in name, for the commands.
func (s *Staff) Find(ctx context.Context, signIn string) (m Member, err error) {
	if err := mayLook(ctx); err != nil {
		return m, err
	}
	err = s.db.Read(ctx, func(tx db.Tx) error {
		user, err := auth.ByNameTx(tx, signIn)
		if err != nil {
			return err
		}
		m, err = GetTx(tx, user.ID)
		return err
	})
	return m, err
}

// mayLook lets those look at the staff who manage it, lead it or give it work.
func mayLook(ctx context.Context) error {
	_, err := auth.Allow(ctx, auth.FloorSee)
	if err == nil || fault.KindOf(err) != fault.Forbidden {
		return err
	}
	_, err = auth.Allow(ctx, auth.UserManage)
	return err
}

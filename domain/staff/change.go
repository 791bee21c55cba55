package staff

import (
	"context"
	"slices"

	"aldia/platform/audit"
	"aldia/platform/auth"
	"aldia/platform/db"
	"aldia/platform/event"
	"aldia/platform/id"
)

// Wanted is how a member is to stand: everything that can be changed of them at once.
type Wanted struct {
	Profile
	Role         auth.Role
	Team         string // code; "" is none
	AllCreditors bool
	Creditors    []id.ID // when not all
}

// Keep brings a member to how they are wanted, all of it or nothing: what is refused of it leaves the rest
// as it was. Only what differs is done, announced and written into the book, each with the reason.
func (s *Staff) Keep(ctx context.Context, member id.ID, w Wanted, why string) error {
	return s.with(ctx, member, func(tx db.Tx, by auth.Identity, m *Member) error {
		profile := w.Profile
		if err := profile.settle(m.SignIn); err != nil {
			return err
		}
		if profile != m.profile() {
			if err := s.changeTx(tx, by, m, Edited, why, func() error {
				m.take(profile)
				return updateTx(tx, m)
			}); err != nil {
				return err
			}
		}
		if w.Role != m.Role {
			if err := s.changeTx(tx, by, m, RoleChanged, why, func() error {
				m.Role = w.Role
				return s.users.SetRoleTx(tx, by, member, w.Role, why)
			}); err != nil {
				return err
			}
		}
		return s.placeTx(tx, by, m, &w, why)
	})
}

// with does something to a member, for whoever may.
func (s *Staff) with(
	ctx context.Context, member id.ID, f func(tx db.Tx, by auth.Identity, m *Member) error,
) error {
	by, err := auth.Allow(ctx, auth.UserManage)
	if err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx db.Tx) error {
		m, err := GetTx(tx, member)
		if err != nil {
			return err
		}
		return f(tx, by, &m)
	})
}

// placeTx puts a member into a team and before the creditors whose debts they may see.
func (s *Staff) placeTx(tx db.Tx, by auth.Identity, m *Member, w *Wanted, why string) error {
	team, err := teamTx(tx, w.Team)
	if err != nil {
		return err
	}
	creditors := slices.Compact(slices.Sorted(slices.Values(w.Creditors)))
	sees := m.AllCreditors == w.AllCreditors && (w.AllCreditors || slices.Equal(creditors, m.Creditors))
	if sees && team.ID == m.TeamID {
		return nil
	}
	return s.changeTx(tx, by, m, Moved, why, func() (err error) {
		m.TeamID, m.AllCreditors = team.ID, w.AllCreditors
		if err := setTx(tx, m.ID, "team_id", team.ID); err != nil {
			return err
		}
		if err := setTx(tx, m.ID, "all_creditors", w.AllCreditors); err != nil {
			return err
		}
		m.Creditors, err = setCreditorsTx(tx, m.ID, w.AllCreditors, creditors)
		return err
	})
}

// change is the one path of a single change: permission, the change, the event, the book.
func (s *Staff) change(
	ctx context.Context, member id.ID, name event.Name, why string,
	f func(tx db.Tx, by auth.Identity, m *Member) error,
) error {
	return s.with(ctx, member, func(tx db.Tx, by auth.Identity, m *Member) error {
		return s.changeTx(tx, by, m, name, why, func() error { return f(tx, by, m) })
	})
}

// changeTx does one change of a member, announces it and writes it into the book.
func (s *Staff) changeTx(
	tx db.Tx, by auth.Identity, m *Member, name event.Name, why string, do func() error,
) error {
	was := standingOf(m)
	if err := do(); err != nil {
		return err
	}
	return s.noteTx(tx, by, m, name, why, &was)
}

// standing is what the book says of a member.
type standing struct {
	Name     string `json:"name"`
	Code     string `json:"code"`
	Language string `json:"language"`
	Capacity int    `json:"capacity"`
	Change
}

func standingOf(m *Member) standing {
	return standing{Name: m.Name, Code: m.Code, Language: m.Language, Capacity: m.Capacity, Change: changeOf(m)}
}

func (s *Staff) noteTx(tx db.Tx, by auth.Identity, m *Member, name event.Name, why string,
	was *standing,
) error {
	if err := s.bus.PublishTx(tx, event.Event{Name: name, Key: m.ID, Body: changeOf(m)}); err != nil {
		return err
	}
	return audit.AppendTx(tx, audit.Entry{
		At: s.db.Now(), ByUser: by.ID, What: string(name), On: "staff", OnID: m.ID, Why: why,
		Detail: struct {
			Code string    `json:"code"`
			Name string    `json:"name"`
			Was  *standing `json:"was,omitempty"`
			Is   standing  `json:"is"`
		}{m.Code, m.Name, was, standingOf(m)},
	})
}

package staff

import (
	"context"
	"crypto/rand"
	"errors"
	"strings"

	"aldia/platform/auth"
	"aldia/platform/db"
	"aldia/platform/event"
	"aldia/platform/id"
)

// Staff is the front door.
type Staff struct {
	db    *db.DB
	users *auth.Users
	bus   *event.Bus
}

// New opens the door.
func New(d *db.DB, users *auth.Users, bus *event.Bus) *Staff {
	return &Staff{db: d, users: users, bus: bus}
}

// Hire is somebody who joins.
type Hire struct {
	SignIn   string
	Password string // "" makes one, which is given back and shown once
	// Keep lets the given password stand. Otherwise it must be changed at the first sign-in.
	Keep bool
	Role auth.Role
	Profile
	Team         string // code; "" is none
	OpensTeam    bool   // a team that is not there yet is opened, under its code
	AllCreditors bool
	Creditors    []id.ID
}

// Add takes somebody on and gives their first password.
func (s *Staff) Add(ctx context.Context, h Hire) (m Member, password string, err error) {
	by, err := auth.Allow(ctx, auth.UserManage)
	if err != nil {
		return m, "", err
	}
	h.SignIn = auth.NameOf(h.SignIn)
	noCode := h.Code == ""
	if err := h.settle(h.SignIn); errors.Is(err, ErrCode) && noCode {
		return m, "", auth.ErrName // it is the sign-in that is no code
	} else if err != nil {
		return m, "", err
	}
	if password = h.Password; password == "" {
		password = newPassword()
	}
	secret, err := s.users.Secret(ctx, h.SignIn, password)
	if err != nil {
		return m, "", err
	}
	err = s.db.Write(ctx, func(tx db.Tx) error {
		team, err := teamTx(tx, h.Team)
		if h.OpensTeam && errors.Is(err, ErrTeam) {
			team, err = s.openTx(tx, by, h.Team, h.Team)
		}
		if err != nil {
			return err
		}
		user, err := s.users.AddTx(tx, by, auth.New{Name: h.SignIn, Secret: secret, Role: h.Role,
			MustChange: !h.Keep})
		if err != nil {
			return err
		}
		m = Member{ID: user, SignIn: h.SignIn, Code: h.Code, Name: h.Name, Role: h.Role, TeamID: team.ID,
			Language: h.Language, Capacity: h.Capacity, AllCreditors: h.AllCreditors, Active: true,
			MustChange: !h.Keep, CreatedAt: s.db.Now()}
		if err := insertTx(tx, &m); err != nil {
			return err
		}
		if m.Creditors, err = setCreditorsTx(tx, m.ID, h.AllCreditors, h.Creditors); err != nil {
			return err
		}
		return s.noteTx(tx, by, &m, Joined, "", nil)
	})
	return m, password, err
}

// newPassword is one that can be read out on the telephone: four groups of five letters, a hundred bits.
func newPassword() string {
	letters := strings.ToLower(rand.Text())[:20]
	return letters[:5] + "-" + letters[5:10] + "-" + letters[10:15] + "-" + letters[15:]
}

// ChangeRole gives a member another role. It counts from their next click.
func (s *Staff) ChangeRole(ctx context.Context, member id.ID, role auth.Role, why string) error {
	return s.change(ctx, member, RoleChanged, why, func(tx db.Tx, by auth.Identity, m *Member) error {
		m.Role = role
		return s.users.SetRoleTx(tx, by, member, role, why)
	})
}

// Disable keeps a member out and ends their sessions at once. Nobody disables themselves.
func (s *Staff) Disable(ctx context.Context, member id.ID, why string) error {
	return s.change(ctx, member, Disabled, why, func(tx db.Tx, by auth.Identity, m *Member) error {
		if by.ID == member {
			return ErrSelf
		}
		m.Active = false
		if err := s.users.SetActiveTx(tx, by, member, false, why); err != nil {
			return err
		}
		return setTx(tx, member, "active", false)
	})
}

// Enable lets a member in again.
func (s *Staff) Enable(ctx context.Context, member id.ID, why string) error {
	return s.change(ctx, member, Enabled, why, func(tx db.Tx, by auth.Identity, m *Member) error {
		m.Active = true
		if err := s.users.SetActiveTx(tx, by, member, true, why); err != nil {
			return err
		}
		return setTx(tx, member, "active", true)
	})
}

// AssignCreditors says whose debts a member may see: all, or those of a list.
func (s *Staff) AssignCreditors(ctx context.Context, member id.ID, all bool, creditors []id.ID) error {
	return s.change(ctx, member, Moved, "", func(tx db.Tx, _ auth.Identity, m *Member) (err error) {
		m.AllCreditors = all
		if err := setTx(tx, member, "all_creditors", all); err != nil {
			return err
		}
		m.Creditors, err = setCreditorsTx(tx, member, all, creditors)
		return err
	})
}

// OpenedTx lets a member who sees some creditors only see the one whom they have just opened: nobody would
// else see it until it was assigned to somebody. Who sees all, or is no member as the program is none, needs
// nothing.
func (s *Staff) OpenedTx(tx db.Tx, creditor, by id.ID) error {
	m, err := GetTx(tx, by)
	if errors.Is(err, ErrMissing) || err == nil && m.Sees(creditor) {
		return nil
	}
	if err != nil {
		return err
	}
	was := standingOf(&m)
	if m.Creditors, err = setCreditorsTx(tx, by, false, append(m.Creditors, creditor)); err != nil {
		return err
	}
	return s.noteTx(tx, auth.Identity{ID: by}, &m, Moved, "", &was)
}

// ResetPassword gives a member a new password, to be told to them and changed by them, and ends their
// sessions.
func (s *Staff) ResetPassword(ctx context.Context, member id.ID) (password string, err error) {
	by, err := auth.Allow(ctx, auth.UserManage)
	if err != nil {
		return "", err
	}
	password = newPassword()
	secret, err := s.users.Secret(ctx, "", password)
	if err != nil {
		return "", err
	}
	return password, s.db.Write(ctx, func(tx db.Tx) error { return s.users.ResetTx(tx, by, member, secret) })
}

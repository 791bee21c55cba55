package auth

import (
	"context"
	"regexp"
	"strings"
	"time"

	"aldia/platform/audit"
	"aldia/platform/db"
	"aldia/platform/id"
)

// Users is the front door: who may sign in, and their sessions.
type Users struct {
	db     *db.DB
	hasher *hasher
	life   time.Duration
	idle   time.Duration
}

// Options are how long a sign-in lasts. Zero is twelve hours, and half an hour of silence.
type Options struct {
	Life time.Duration
	Idle time.Duration
	// Light makes the secrets of new passwords cheap to compute, and so to guess: for passwords that everybody
	// may know, as those that the demonstration prints. They open a door of any cost.
	Light bool
}

// NewUsers opens the door on a database.
func NewUsers(d *db.DB, o Options) *Users {
	if o.Life <= 0 {
		o.Life = 12 * time.Hour
	}
	if o.Idle <= 0 {
		o.Idle = 30 * time.Minute
	}
	return &Users{db: d, hasher: newHasher(o.Light), life: o.Life, idle: o.Idle}
}

// User is somebody who may sign in, or could.
type User struct {
	ID           id.ID
	Name         string
	Role         Role
	Active       bool
	MustChange   bool
	CreatedAt    time.Time
	LastSignInAt time.Time
}

// A name is written on paper and typed in haste: small letters, digits and a few signs, or an e-mail address.
var nameShape = regexp.MustCompile(`^[a-z0-9][a-z0-9._@+-]{1,63}$`)

// NameOf is a sign-in name as it is kept.
func NameOf(typed string) string { return strings.ToLower(strings.TrimSpace(typed)) }

// Secret makes what is kept of a password for a new user. It is slow on purpose: call it before the
// transaction.
func (u *Users) Secret(ctx context.Context, name, password string) (Secret, error) {
	if err := CheckPassword(name, password); err != nil {
		return "", err
	}
	return u.hasher.hash(ctx, password)
}

// GoodName says whether somebody may sign in under a name, as NameOf writes it.
func GoodName(name string) bool { return nameShape.MatchString(name) }

// New is a user to be added.
type New struct {
	Name       string
	Secret     Secret
	Role       Role
	MustChange bool // the first thing they do is choose a password of their own
}

// AddTx adds a user. It checks no permission: the use-case that calls it does.
func (u *Users) AddTx(tx db.Tx, by Identity, n New) (id.ID, error) {
	n.Name = NameOf(n.Name)
	if !nameShape.MatchString(n.Name) {
		return 0, ErrName
	}
	if !n.Role.Known() {
		return 0, ErrRole.With(string(n.Role))
	}
	user, now := u.db.IDs().New(), u.db.Now()
	added, err := tx.Exec(`INSERT INTO auth_user (id, name, password, role, active, must_change,
		created_at, changed_at, last_sign_in_at) VALUES (?, ?, ?, ?, 1, ?, ?, ?, 0) ON CONFLICT (name) DO NOTHING`,
		user, n.Name, n.Secret, n.Role, n.MustChange, now, now)
	if err != nil {
		return 0, err
	}
	if added == 0 {
		return 0, ErrNameTaken.With(n.Name)
	}
	return user, u.noteTx(tx, by, user, "user.added", "", map[string]any{"name": n.Name, "role": n.Role})
}

// SetRoleTx gives a user another role. The last active administrator keeps theirs: somebody must be able to
// undo it.
func (u *Users) SetRoleTx(tx db.Tx, by Identity, user id.ID, role Role, why string) error {
	if !role.Known() {
		return ErrRole.With(string(role))
	}
	was, err := u.lockTx(tx, user)
	if err != nil || was.Role == role {
		return err
	}
	if was.Role == Admin && was.Active {
		if err := notLastTx(tx, user); err != nil {
			return err
		}
	}
	if err := u.setTx(tx, user, "role", role); err != nil {
		return err
	}
	return u.noteTx(tx, by, user, "user.role_changed", why, map[string]any{"from": was.Role, "to": role})
}

// SetActiveTx lets a user in or keeps them out. Who is kept out is signed out everywhere, at once.
func (u *Users) SetActiveTx(tx db.Tx, by Identity, user id.ID, active bool, why string) error {
	was, err := u.lockTx(tx, user)
	if err != nil || was.Active == active {
		return err
	}
	what := "user.enabled"
	if !active {
		what = "user.disabled"
		if was.Role == Admin {
			if err := notLastTx(tx, user); err != nil {
				return err
			}
		}
		if err := endSessionsTx(tx, user, ""); err != nil {
			return err
		}
	}
	if err := u.setTx(tx, user, "active", active); err != nil {
		return err
	}
	return u.noteTx(tx, by, user, what, why, nil)
}

// ResetTx gives a user a password that somebody else chose: they are signed out and must choose their own.
func (u *Users) ResetTx(tx db.Tx, by Identity, user id.ID, s Secret) error {
	was, err := u.lockTx(tx, user)
	if err != nil {
		return err
	}
	if err := endSessionsTx(tx, user, ""); err != nil {
		return err
	}
	if err := forgiveTx(tx, subjects(was.Name, "")); err != nil {
		return err
	}
	if err := u.keepTx(tx, user, s, true); err != nil {
		return err
	}
	return u.noteTx(tx, by, user, "user.password_reset", "", nil)
}

// ChangePassword lets who is signed in choose a new password. Their other sessions end; this one goes on.
func (u *Users) ChangePassword(ctx context.Context, was, wanted string) error {
	who := Who(ctx)
	if who.ID == 0 {
		return ErrUnsigned
	}
	if err := CheckPassword(who.Name, wanted); err != nil {
		return err
	}
	if was == wanted {
		return ErrSame
	}
	tries := subjects(who.Name, "")
	var kept Secret
	err := u.db.Write(ctx, func(tx db.Tx) error {
		if err := tryTx(tx, u.db.Now(), tries); err != nil {
			return err
		}
		_, secret, err := byNameTx(tx, who.Name)
		kept = secret
		return err
	})
	if err != nil {
		return err
	}
	same, err := u.hasher.matches(ctx, kept, was)
	if err != nil {
		return err
	}
	if !same {
		return ErrWrong
	}
	secret, err := u.hasher.hash(ctx, wanted)
	if err != nil {
		return err
	}
	return u.db.Write(ctx, func(tx db.Tx) error {
		if err := forgiveTx(tx, tries); err != nil {
			return err
		}
		if err := endSessionsTx(tx, who.ID, who.session); err != nil {
			return err
		}
		if err := u.keepTx(tx, who.ID, secret, false); err != nil {
			return err
		}
		return u.noteTx(tx, who, who.ID, "user.password_changed", "", nil)
	})
}

func (u *Users) noteTx(tx db.Tx, by Identity, user id.ID, what, why string, detail any) error {
	return audit.AppendTx(tx, audit.Entry{At: u.db.Now(), ByUser: by.ID, What: what, On: "user", OnID: user,
		Why:    why,
		Detail: detail})
}

package auth

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"time"

	"aldia/platform/audit"
	"aldia/platform/db"
	"aldia/platform/id"
)

const (
	tokenBytes = 32
	// touchEvery spares the database a write for every click: the silence of a session is known to this.
	touchEvery = time.Minute
	// maxAgent is what is kept of a browser's name, to show people their own sessions.
	maxAgent = 200
)

// Attempt is somebody at the door.
type Attempt struct {
	Name     string
	Password string
	Address  string // as Door.Address gives it
	Agent    string // the browser's own name
}

// SignIn opens a session and gives its token, which is shown to nobody and kept nowhere else. ErrRefused
// covers an unknown name, a wrong password and a user who was disabled alike.
func (u *Users) SignIn(ctx context.Context, a Attempt) (token string, who Identity, err error) {
	name := NameOf(a.Name)
	if !nameShape.MatchString(name) {
		name = "?" // no such name can exist: all of them share one count, so the table cannot be filled
	}
	tries := subjects(name, a.Address)
	var user User
	var secret Secret
	err = u.db.Write(ctx, func(tx db.Tx) error {
		if err := tryTx(tx, u.db.Now(), tries); err != nil {
			return err
		}
		user, secret, err = byNameTx(tx, name)
		return err
	})
	if err != nil {
		return "", Identity{}, err
	}
	same, err := u.hasher.matches(ctx, secret, a.Password)
	if err != nil {
		return "", Identity{}, err
	}
	if !same || !user.Active {
		return "", Identity{}, u.refuse(ctx, user.ID, a.Address)
	}
	token, who, err = u.open(ctx, user, a, tries)
	return token, who, err
}

// refuse notes the failure. The typed name is not written: people type their password into the wrong field.
func (u *Users) refuse(ctx context.Context, user id.ID, address string) error {
	err := u.db.Write(ctx, func(tx db.Tx) error {
		return audit.AppendTx(tx, audit.Entry{At: u.db.Now(), What: "auth.refused", On: "user", OnID: user,
			Detail: map[string]string{"address": address}})
	})
	if err != nil {
		return err
	}
	return ErrRefused
}

func (u *Users) open(ctx context.Context, user User, a Attempt, tries []subject) (string, Identity, error) {
	raw := make([]byte, tokenBytes)
	_, _ = rand.Read(raw) // crypto/rand never fails: it ends the program instead
	token := base64.RawURLEncoding.EncodeToString(raw)
	who := Identity{ID: user.ID, Name: user.Name, Role: user.Role, MustChange: user.MustChange,
		session: hashOf(token)}
	agent := []rune(a.Agent)
	err := u.db.Write(ctx, func(tx db.Tx) error {
		now := u.db.Now()
		if err := forgiveTx(tx, tries); err != nil {
			return err
		}
		if _, err := tx.Exec(`INSERT INTO auth_session (hash, user_id, created_at, seen_at, ends_at, address, agent)
			VALUES (?, ?, ?, ?, ?, ?, ?)`, who.session, user.ID, now, now, now.Add(u.life), a.Address,
			string(agent[:min(len(agent), maxAgent)])); err != nil {
			return err
		}
		if _, err := tx.Exec(`UPDATE auth_user SET last_sign_in_at = ? WHERE id = ?`, now, user.ID); err != nil {
			return err
		}
		return u.noteTx(tx, who, user.ID, "auth.signed_in", "", map[string]string{"address": a.Address})
	})
	return token, who, err
}

// Resume gives who a token belongs to. ErrUnsigned when the session has ended, the user was disabled, or
// there never was one.
func (u *Users) Resume(ctx context.Context, token string) (Identity, error) {
	who := Identity{session: hashOf(token)}
	now := u.db.Now()
	var seenAt time.Time
	err := u.db.Read(ctx, func(tx db.Tx) error {
		found, err := db.One(tx, func(r db.Row) error {
			who.ID, who.Name, who.Role, who.MustChange = id.ID(r.Int(0)), r.Text(1), Role(r.Text(2)), r.Int(3) == 1
			seenAt = db.Time(r.Int(4))
			return nil
		}, `SELECT u.id, u.name, u.role, u.must_change, s.seen_at FROM auth_session s JOIN auth_user u ON u.id =
			s.user_id
			WHERE s.hash = ? AND u.active = 1 AND s.ends_at > ? AND s.seen_at > ?`,
			who.session, now, now.Add(-u.idle))
		if err == nil && !found {
			return ErrUnsigned
		}
		return err
	})
	if err != nil {
		return Identity{}, err
	}
	if now.Sub(seenAt) >= touchEvery {
		err = u.db.Write(ctx, func(tx db.Tx) error {
			_, err := tx.Exec(`UPDATE auth_session SET seen_at = ? WHERE hash = ? AND seen_at < ?`, now, who.session,
				now)
			return err
		})
	}
	return who, err
}

// SignOut ends one session. A token that is unknown is signed out already.
func (u *Users) SignOut(ctx context.Context, token string) error {
	who, err := u.Resume(ctx, token)
	if errors.Is(err, ErrUnsigned) {
		return nil
	}
	if err != nil {
		return err
	}
	return u.db.Write(ctx, func(tx db.Tx) error {
		if _, err := tx.Exec(`DELETE FROM auth_session WHERE hash = ?`, who.session); err != nil {
			return err
		}
		return u.noteTx(tx, who, who.ID, "auth.signed_out", "", nil)
	})
}

// SignOutEverywhere ends every session of who is signed in, this one too.
func (u *Users) SignOutEverywhere(ctx context.Context) error {
	who := Who(ctx)
	if who.ID == 0 {
		return ErrUnsigned
	}
	return u.db.Write(ctx, func(tx db.Tx) error { return u.EndSessionsTx(tx, who, who.ID) })
}

// EndSessionsTx signs a user out wherever they are signed in. Whether who does it may, the caller knows.
func (u *Users) EndSessionsTx(tx db.Tx, by Identity, user id.ID) error {
	if _, err := GetTx(tx, user); err != nil {
		return err
	}
	if err := endSessionsTx(tx, user, ""); err != nil {
		return err
	}
	return u.noteTx(tx, by, user, "auth.signed_out_everywhere", "", nil)
}

// Sweep forgets sessions that have ended and failures that no longer count. It is done once a day.
func (u *Users) Sweep(ctx context.Context) error {
	return u.db.WriteBatch(ctx, func(tx db.Tx) error {
		now := u.db.Now()
		if _, err := tx.Exec(`DELETE FROM auth_session WHERE ends_at < ?`, now); err != nil {
			return err
		}
		_, err := tx.Exec(`DELETE FROM auth_failure WHERE last_at < ?`, now.Add(-forgetAfter))
		return err
	})
}

func hashOf(token string) string {
	h := sha256.Sum256([]byte(token))
	return hex.EncodeToString(h[:])
}

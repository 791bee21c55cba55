package auth

import (
	"context"

	"aldia/platform/db"
	"aldia/platform/id"
)

const userColumns = `id, name, role, active, must_change, created_at, last_sign_in_at`

func scanUser(r db.Row) User {
	return User{ID: id.ID(r.Int(0)), Name: r.Text(1), Role: Role(r.Text(2)), Active: r.Int(3) == 1,
		MustChange: r.Int(4) == 1, CreatedAt: db.Time(r.Int(5)), LastSignInAt: db.Time(r.Int(6))}
}

// byNameTx gives the user of a name and their secret; both are zero when there is none, which the caller must
// not let anybody notice.
func byNameTx(tx db.Tx, name string) (user User, secret Secret, err error) {
	_, err = db.One(tx, func(r db.Row) error {
		user, secret = scanUser(r), Secret(r.Text(7))
		return nil
	}, `SELECT `+userColumns+`, password FROM auth_user WHERE name = ?`, name)
	return user, secret, err
}

// lockTx reads a user who is about to be changed.
func (u *Users) lockTx(tx db.Tx, user id.ID) (User, error) {
	if tx.Engine() == db.Postgres {
		// Every change of a role waits for the others, or two administrators could remove each other at once.
		if _, err := tx.Exec(`SELECT pg_advisory_xact_lock(7301)`); err != nil {
			return User{}, err
		}
	}
	return GetTx(tx, user)
}

func notLastTx(tx db.Tx, user id.ID) error {
	others, err := db.Int(tx, `SELECT count(*) FROM auth_user WHERE role = ? AND active = 1 AND id <> ?`, Admin,
		user)
	if err == nil && others == 0 {
		return ErrLastAdmin
	}
	return err
}

func (u *Users) setTx(tx db.Tx, user id.ID, column string, value any) error {
	_, err := tx.Exec(`UPDATE auth_user SET `+column+` = ?, changed_at = ? WHERE id = ?`, value, u.db.Now(),
		user)
	return err
}

func (u *Users) keepTx(tx db.Tx, user id.ID, s Secret, mustChange bool) error {
	_, err := tx.Exec(`UPDATE auth_user SET password = ?, must_change = ?, changed_at = ? WHERE id = ?`,
		s, mustChange, u.db.Now(), user)
	return err
}

// endSessionsTx ends every session of a user but the one to keep.
func endSessionsTx(tx db.Tx, user id.ID, keep string) error {
	_, err := tx.Exec(`DELETE FROM auth_session WHERE user_id = ? AND hash <> ?`, user, keep)
	return err
}

// EachTx gives every user, by name.
func EachTx(tx db.Tx, each func(User) error) error {
	return tx.Query(func(r db.Row) error { return each(scanUser(r)) },
		`SELECT `+userColumns+` FROM auth_user ORDER BY name`)
}

// GetTx gives one user.
func GetTx(tx db.Tx, user id.ID) (u User, err error) {
	found, err := db.One(tx, func(r db.Row) error {
		u = scanUser(r)
		return nil
	}, `SELECT `+userColumns+` FROM auth_user WHERE id = ?`, user)
	if err == nil && !found {
		err = ErrNoUser
	}
	return u, err
}

// ByNameTx finds a user by their sign-in name, for commands and screens of administration.
func ByNameTx(tx db.Tx, name string) (User, error) {
	user, _, err := byNameTx(tx, NameOf(name))
	if err == nil && user.ID == 0 {
		err = ErrNoUser.With(name)
	}
	return user, err
}

// Any says whether anybody may sign in at all: on a fresh database the first administrator is still to be
// made.
func (u *Users) Any(ctx context.Context) (bool, error) {
	var n int64
	err := u.db.Read(ctx, func(tx db.Tx) (err error) {
		n, err = db.Int(tx, `SELECT count(*) FROM auth_user WHERE active = 1`)
		return err
	})
	return n > 0, err
}

package auth

import (
	"time"

	"aldia/platform/db"
	"aldia/platform/id"
)

// LockedUntil is when the name may be tried again, or the zero time when it is not locked.
func LockedUntil(tx db.Tx, name string, now time.Time) (time.Time, error) {
	until, err := db.Int(tx, `SELECT coalesce(max(locked_until), 0) FROM auth_failure WHERE subject = ?`,
		subjects(NameOf(name), "")[0].key)
	if err != nil || until <= db.Micros(now) {
		return time.Time{}, err
	}
	return db.Time(until), nil
}

// UnlockTx forgets the failures of a user's name, so that they may try again at once. The address from
// which they failed stays as it is: others may be guessing there.
func (u *Users) UnlockTx(tx db.Tx, by Identity, user id.ID) error {
	was, err := u.lockTx(tx, user)
	if err != nil {
		return err
	}
	if err := forgiveTx(tx, subjects(was.Name, "")); err != nil {
		return err
	}
	return u.noteTx(tx, by, user, "user.unlocked", "", nil)
}

package staff

import (
	"context"
	"time"

	"aldia/platform/auth"
	"aldia/platform/db"
	"aldia/platform/id"
)

// Unlock lets a member who has forgotten the password once too often try again at once.
func (s *Staff) Unlock(ctx context.Context, member id.ID) error {
	by, err := auth.Allow(ctx, auth.UserManage)
	if err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx db.Tx) error { return s.users.UnlockTx(tx, by, member) })
}

// Locked gives the members who cannot try to sign in now, and until when.
func (s *Staff) Locked(ctx context.Context) (locked map[id.ID]time.Time, err error) {
	if err := mayLook(ctx); err != nil {
		return nil, err
	}
	err = s.db.Read(ctx, func(tx db.Tx) error {
		locked = map[id.ID]time.Time{}
		all, err := AllTx(tx)
		if err != nil {
			return err
		}
		for i := range all {
			until, err := auth.LockedUntil(tx, all[i].SignIn, s.db.Now())
			if err != nil {
				return err
			}
			if !until.IsZero() {
				locked[all[i].ID] = until
			}
		}
		return nil
	})
	return locked, err
}

// SignOut ends the sessions of a member wherever they are signed in: a telephone was lost, a screen was left
// open. They may sign in again with their own password.
func (s *Staff) SignOut(ctx context.Context, member id.ID) error {
	by, err := auth.Allow(ctx, auth.UserManage)
	if err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx db.Tx) error { return s.users.EndSessionsTx(tx, by, member) })
}

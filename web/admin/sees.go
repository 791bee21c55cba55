package admin

import (
	"context"
	"slices"

	"aldia/domain/staff"
	"aldia/platform/auth"
	"aldia/platform/db"
	"aldia/platform/id"
)

// sight is whose debts a person may see.
type sight struct {
	every     bool
	creditors db.List
}

// sees gives whose debts the person who acts may see. Who manages the users sees all: they say what others
// see, and the first of them works before there is anybody else.
func (p *Parts) sees(ctx context.Context) (s sight, err error) {
	who := auth.Who(ctx)
	if who.May(auth.UserManage) {
		return sight{every: true}, nil
	}
	err = p.DB.Read(ctx, func(tx db.Tx) error {
		s.every, s.creditors, err = staff.SeesTx(tx, who.ID)
		return err
	})
	return s, err
}

func (s *sight) of(creditor id.ID) bool {
	return s.every || slices.Contains(s.creditors, int64(creditor))
}

package staff_test

import (
	"slices"
	"testing"

	"aldia/domain/staff"
	"aldia/platform/auth"
	"aldia/platform/db"
	"aldia/platform/db/dbtest"
	"aldia/platform/id"
)

func TestWhoOpensACreditorSeesIt(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := open(t, d)
		bound, _ := h.add(t, staff.Hire{SignIn: "sofia", Role: auth.Manager,
			Profile: staff.Profile{Name: "Sofía Carrillo"}, Creditors: []id.ID{7}})
		opens := func(who, creditor id.ID) {
			t.Helper()
			if err := d.Write(h.ctx, func(tx db.Tx) error { return h.staff.OpenedTx(tx, creditor, who) }); err != nil {
				t.Fatal(err)
			}
		}
		opens(bound.ID, 9)
		opens(bound.ID, 9)
		if m := h.get(t, bound.ID); m.AllCreditors || !slices.Equal(m.Creditors, []id.ID{7, 9}) {
			t.Errorf("she sees %v of all %v", m.Creditors, m.AllCreditors)
		}
		opens(h.ana.ID, 9)
		if m := h.get(t, h.ana.ID); !m.AllCreditors || len(m.Creditors) != 0 {
			t.Errorf("who sees all is bound to %v", m.Creditors)
		}
		opens(0, 9) // the program opens creditors too, and is no member
	})
}

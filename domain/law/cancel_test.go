package law_test

import (
	"errors"
	"testing"

	"aldia/domain/law"
	"aldia/platform/auth"
	"aldia/platform/db"
	"aldia/platform/db/dbtest"
	"aldia/platform/id"
)

// Whatever stands against a contact from now on, and a payment, take every place of the person back in the
// transaction that says so: there is no moment in which somebody may still use it.
func TestWhatForbidsAContactTakesBackThePlacesThatWereGiven(t *testing.T) {
	t.Parallel()
	for name, m := range map[string]law.Mark{
		"an opt-out":             {Kind: law.OptOut},
		"a stop order":           {Kind: law.StopOrder},
		"a claim about the debt": {Kind: law.Disputed, AccountID: accountOf(maria, banco)},
		"a payment":              {},
	} {
		m.PersonID, m.Proof = maria, "oficio 12"
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dbtest.Each(t, func(t *testing.T, d *db.DB) {
				g := stand(t, d)
				g.takesBack(func(tx db.Tx) (err error) {
					if m.Kind == "" {
						_, err = g.CancelTx(tx, []id.ID{maria}, "", "paid")
						return err
					}
					_, err = g.MarkTx(g.as(ana, auth.Supervisor), tx, m)
					return err
				})
			})
		})
	}
}

// takesBack reserves for María and for José, lets something happen to her, and looks what is left.
func (g *porch) takesBack(act func(db.Tx) error) {
	t := g.t
	t.Helper()
	hers, _ := g.reserve(ana, call(banco))
	his := call(banco)
	his.PersonID = jose
	untouched, _ := g.reserve(luis, his)
	if !hers.Valid() || !untouched.Valid() {
		t.Fatal("there is nothing to take back")
	}
	open := int64(-1)
	err := g.db.Write(t.Context(), func(tx db.Tx) (err error) {
		if err = act(tx); err == nil {
			open, err = db.Int(tx, `SELECT count(*) FROM permit WHERE person_id = ? AND state = 'open'`, maria)
		}
		return err
	})
	if err != nil || open != 0 {
		t.Fatalf("%d places are open within the transaction itself: %v", open, err)
	}
	if n := g.count(`SELECT count(*) FROM permit WHERE id = ? AND state = 'cancelled'`, hers.ID()); n != 1 {
		t.Error("hers was not taken back")
	}
	if len(g.cancelled) != 1 || g.cancelled[0].PersonID != maria || len(g.cancelled[0].Permits) != 1 {
		t.Errorf("whoever has it in a queue was told: %+v", g.cancelled)
	}
	if n := g.count(`SELECT count(*) FROM permit WHERE id = ? AND state = 'open'`, untouched.ID()); n != 1 {
		t.Error("José's was taken back too")
	}
	err = g.db.Write(t.Context(), func(tx db.Tx) error { return g.SpendTx(tx, hers, law.Unanswered, 77) })
	if !errors.Is(err, law.ErrSpent) {
		t.Errorf("it is still leave: %v", err)
	}
}

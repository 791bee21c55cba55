package law_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"aldia/domain/law"
	"aldia/platform/auth"
	"aldia/platform/clock"
	"aldia/platform/db"
	"aldia/platform/db/dbtest"
	"aldia/platform/event"
	"aldia/platform/id"
)

const (
	ana, luis   = id.ID(1), id.ID(2)
	banco, coop = id.ID(10), id.ID(11) // in Ecuador and in Chile
	lender      = id.ID(12)            // in the United States
	nowhere     = id.ID(13)            // in a country without a pack
	maria, jose = id.ID(100), id.ID(101)
)

// porch is the gate of a small department, with notes of what it cancelled.
type porch struct {
	*law.Gate
	t         *testing.T
	db        *db.DB
	clock     *clock.Fake
	cancelled []law.Cancellation
}

// stand opens the gate at ten in the morning of Monday, 2 March 2026, in Guayaquil. María owes all four
// creditors, José the bank.
func stand(t testing.TB, d *db.DB) *porch {
	t.Helper()
	c, ok := d.Clock().(*clock.Fake)
	if !ok {
		t.Fatal("the clock of the test does not stand still")
	}
	c.Set(time.Date(2026, 3, 2, 15, 0, 0, 0, time.UTC))
	g := &porch{db: d, clock: c}
	if test, ok := t.(*testing.T); ok {
		g.t = test
	}
	bus := event.NewBus(d, func(_ context.Context, e event.Event, who string, err error) {
		t.Errorf("%s to %s: %v", e.Name, who, err)
	})
	bus.On(law.NameCancelled, "test", func(_ db.Tx, e event.Event) error {
		c, err := event.Body[law.Cancellation](e)
		g.cancelled = append(g.cancelled, c)
		return err
	})
	g.Gate = law.NewGate(d, bus, (&law.Packs{}).OfTx, nobody)
	err := d.Write(t.Context(), furnish)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// nobody has been contacted before.
func nobody(db.List, time.Time, func(law.Past)) []db.Question { return nil }

func furnish(tx db.Tx) error {
	for _, c := range []struct {
		creditor      id.ID
		country, zone string
	}{
		{banco, "EC", "America/Guayaquil"},
		{coop, "CL", "America/Santiago"},
		{lender, "US", "America/New_York"},
		{nowhere, "GT", "America/Guatemala"},
	} {
		_, err := tx.Exec(`INSERT INTO creditor (id, code, name, country, currency, timezone, figures, gone, basis,
			buckets, mapping, payments, created_at, changed_at)
			VALUES (?, ?, '', ?, 'USD', ?, 'creditor', 'asked', 360, '', '', '', 0, 0)`,
			c.creditor, fmt.Sprint("c", c.creditor), c.country, c.zone)
		if err != nil {
			return err
		}
		if err := owe(tx, maria, c.creditor); err != nil {
			return err
		}
	}
	for _, p := range []id.ID{maria, jose} {
		_, err := tx.Exec(`INSERT INTO person (id, kind, name, name_key, name_hash, country, id_type, id_number,
			id_state, city, region, zone, into_id, created_at, changed_at)
			VALUES (?, 'natural', 'María', 'MARIA', 0, 'EC', '', '', '', '', '', '', 0, 0, 0)`, p)
		if err != nil {
			return err
		}
	}
	return owe(tx, jose, banco)
}

// owe gives a person an account with a creditor: 1000 times the person and the creditor.
func owe(tx db.Tx, person, creditor id.ID) error {
	_, err := tx.Exec(`INSERT INTO account (id, person_id, creditor_id, portfolio_id, key, number, product,
		currency, opened_on, rate, moratory_rate, basis, state, disputed, guarantee_kind, guarantee_value, sector,
		attributes, cut_id) VALUES (?, ?, ?, 0, ?, '', '', 'USD', 0, 0, 0, 360, 'open', 0, '', 0, '', '', 0)`,
		accountOf(person, creditor), person, creditor, accountOf(person, creditor))
	return err
}

func accountOf(person, creditor id.ID) id.ID { return person*1000 + creditor }

func (g *porch) as(who id.ID, role auth.Role) context.Context {
	return auth.As(g.t.Context(), auth.Identity{ID: who, Role: role})
}

func call(creditor id.ID) law.Proposal {
	return law.Proposal{PersonID: maria, CreditorID: creditor, Channel: law.Voice}
}

func (g *porch) reserve(who id.ID, p law.Proposal) (law.Permit, law.Decision) {
	g.t.Helper()
	permit, d, err := g.Reserve(g.as(who, auth.Agent), p)
	if err != nil {
		g.t.Fatal(err)
	}
	if permit.Valid() != d.Allowed {
		g.t.Fatalf("a permit %v and a decision %+v", permit, d)
	}
	return permit, d
}

func (g *porch) count(sql string, args ...any) (n int64) {
	g.t.Helper()
	err := g.db.Read(g.t.Context(), func(tx db.Tx) (err error) {
		n, err = db.Int(tx, sql, args...)
		return err
	})
	if err != nil {
		g.t.Fatal(err)
	}
	return n
}

func blockedBy(d law.Decision, rule string) bool {
	for _, t := range d.Blocked {
		if t.ID == rule {
			return true
		}
	}
	return false
}

func TestTheLastPlaceOfTheDayIsGivenOnce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		g := stand(t, d)
		var mu sync.Mutex
		var winners, refused int
		var all sync.WaitGroup
		for n := range 200 {
			all.Go(func() {
				ctx := auth.As(t.Context(), auth.Identity{ID: id.ID(n + 1), Role: auth.Agent})
				p := call(banco)
				if n%2 == 1 { // Ecuador: one a day in all, by whatever channel
					p.Channel, p.Source = law.SMS, law.FromMessage
				}
				permit, _, err := g.Reserve(ctx, p)
				mu.Lock()
				defer mu.Unlock()
				switch {
				case err != nil:
					t.Errorf("agent %d: %v", n, err)
				case permit.Valid():
					winners++
				default:
					refused++
				}
			})
		}
		all.Wait()
		if winners != 1 || refused != 199 {
			t.Errorf("%d got the last place and %d were refused", winners, refused)
		}
		if n := g.count(`SELECT count(*) FROM permit WHERE state = 'refused'`); n != 199 {
			t.Errorf("%d refusals are kept", n)
		}
	})
}

func TestAPermitIsSpentOnce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		g := stand(t, d)
		permit, decision := g.reserve(ana, call(banco))
		if !decision.Allowed || permit.For(maria, law.Voice) != nil ||
			!permit.Holds(g.clock.Now()) {
			t.Fatalf("%+v %+v", permit, decision)
		}
		again, _ := g.reserve(ana, call(banco))
		if again.ID() != permit.ID() {
			t.Error("the same click gave another permit")
		}
		if _, d := g.reserve(luis, call(banco)); d.Allowed || !blockedBy(d, "ec.contact.frequency") {
			t.Errorf("Luis may call while Ana does: %+v", d)
		}
		if _, err := g.Take(g.as(luis, auth.Agent), permit.ID()); !errors.Is(err, law.ErrForeign) {
			t.Errorf("Luis takes Ana's permit: %v", err)
		}
		taken, err := g.Take(g.as(ana, auth.Agent), permit.ID())
		if err != nil || taken.ID() != permit.ID() {
			t.Errorf("Ana takes her own: %v %v", taken, err)
		}
		spend := func() error {
			return d.Write(t.Context(), func(tx db.Tx) error { return g.SpendTx(tx, taken, law.Unanswered, 77) })
		}
		if err := spend(); err != nil {
			t.Fatal(err)
		}
		if err := spend(); !errors.Is(err, law.ErrSpent) {
			t.Errorf("it was spent twice: %v", err)
		}
		if err := g.Release(g.as(ana, auth.Agent), taken, law.NotMade); !errors.Is(err, law.ErrSpent) {
			t.Errorf("it was spent and released: %v", err)
		}
	})
}

func TestWhatWasReservedAndNotToldCountsAsAnAttempt(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		g := stand(t, d)
		permit, _ := g.reserve(ana, call(banco))
		g.clock.Advance(2 * time.Hour) // nobody says what came of it
		if _, d := g.reserve(luis, call(banco)); d.Allowed {
			t.Error("the day's only attempt may be made again")
		}
		if n := g.count(`SELECT count(*) FROM permit WHERE id = ? AND state = 'lapsed'`, permit.ID()); n != 1 {
			t.Error("nothing says that its outcome is not known")
		}
		taken, err := g.Take(g.as(ana, auth.Agent), permit.ID())
		if err != nil {
			t.Fatal(err)
		}
		if err := g.Release(g.as(ana, auth.Agent), taken, law.NotMade); err != nil { // Ana did not dial
			t.Fatal(err)
		}
		if _, d := g.reserve(luis, call(banco)); !d.Allowed {
			t.Errorf("nobody has called, and Luis may not: %+v", d.Blocked)
		}
	})
}

func TestABusyLineCountsWhereTheLawCountsIt(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		says     string
		creditor id.ID
		calls    int  // that there may be
		left     bool // after as many busy lines
	}{
		{"Regulation F does not count a call that was not connected", lender, 7, true},
		{"Ecuador counts each attempt", banco, 1, false},
	} {
		t.Run(c.says, func(t *testing.T) {
			t.Parallel()
			dbtest.Each(t, func(t *testing.T, d *db.DB) {
				g := stand(t, d)
				for range c.calls {
					permit, d := g.reserve(ana, call(c.creditor))
					if !d.Allowed {
						t.Fatalf("%+v", d.Blocked)
					}
					if err := g.Release(g.as(ana, auth.Agent), permit, law.LineBusy); err != nil {
						t.Fatal(err)
					}
				}
				if _, d := g.reserve(luis, call(c.creditor)); d.Allowed != c.left {
					t.Errorf("one more is allowed: %v, %+v", d.Allowed, d.Blocked)
				}
			})
		})
	}
}

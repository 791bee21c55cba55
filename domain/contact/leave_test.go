package contact_test

import (
	"errors"
	"testing"
	"time"

	"aldia/domain/calendar"
	"aldia/domain/law"
	"aldia/platform/auth"
	"aldia/platform/db"
	"aldia/platform/db/dbtest"
	"aldia/platform/id"
)

// reserve asks the gate for a call to María about what she owes the bank.
func (k *desk) reserve(who id.ID) (law.Permit, law.Decision) {
	k.t.Helper()
	p, d, err := k.gate.Reserve(as(k.t.Context(), who, auth.Agent),
		law.Proposal{PersonID: maria, CreditorID: banco, Channel: law.Voice})
	if err != nil {
		k.t.Fatal(err)
	}
	return p, d
}

func (k *desk) permits(state law.PermitState) (n int64) {
	k.t.Helper()
	err := k.db.Read(k.t.Context(), func(tx db.Tx) (err error) {
		n, err = db.Int(tx, `SELECT count(*) FROM permit WHERE state = ?`, state)
		return err
	})
	if err != nil {
		k.t.Fatal(err)
	}
	return n
}

func TestACallSpendsThePermitThatWasTakenForIt(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := open(t, d)
		permit, _ := k.reserve(ana)
		done := k.must(call("nobody/no_answer"))
		if done.PermitID != permit.ID() || done.Breach || k.permits(law.Spent) != 1 {
			t.Errorf("%+v", done)
		}
		if _, d := k.reserve(luis); d.Allowed { // Ecuador: one attempt a day
			t.Error("the day's only attempt may be made again")
		}
		again := call("nobody/busy")
		again.Key = "again"
		if _, err := k.Record(as(t.Context(), ana, auth.Agent), permit, again); !errors.Is(err, law.ErrSpent) {
			t.Errorf("it was spent twice: %v", err)
		}
		if _, err := k.Record(as(t.Context(), ana, auth.Agent), law.Permit{}, again); !errors.Is(
			err,
			law.ErrPermit,
		) {
			t.Errorf("no permit will do: %v", err)
		}
		page, _, err := k.History(t.Context(), maria, 0, 0)
		if err != nil || len(page) != 1 || page[0].PermitID != permit.ID() {
			t.Errorf("%v %v", page, err)
		}
	})
}

func TestWhatHappenedWithoutAPermitIsKeptAndTold(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		says    string
		at      time.Time // of the record, in Guayaquil five hours earlier
		talk    time.Duration
		inbound bool
		breach  bool
	}{
		{"on a Monday morning the gate would have said yes",
			time.Date(2026, 3, 2, 15, 0, 0, 0, time.UTC), 0, false, false},
		{"on a Sunday it would have said no", time.Date(2026, 3, 8, 15, 0, 0, 0, time.UTC), 0, false, true},
		{"who calls us on a Sunday is heard", time.Date(2026, 3, 8, 15, 0, 0, 0, time.UTC), 0, true, false},
		{"a call that was begun in time may end after it", time.Date(2026, 3, 3, 1, 5, 0, 0, time.UTC),
			10 * time.Minute, false, false},
		{"one that was begun too late may not", time.Date(2026, 3, 3, 1, 15, 0, 0, time.UTC),
			10 * time.Minute, false, true},
	} {
		t.Run(c.says, func(t *testing.T) {
			t.Parallel()
			dbtest.Each(t, func(t *testing.T, d *db.DB) {
				k := open(t, d)
				k.clock.Set(c.at)
				r := call("debtor/refuses")
				r.StartedAt = c.at.Add(-c.talk)
				keep := k.Keep
				if c.inbound {
					keep = k.Hear
				}
				done, err := keep(as(t.Context(), ana, auth.Agent), r)
				if err != nil {
					t.Fatal(err)
				}
				if done.Breach != c.breach || done.Inbound != c.inbound || (done.PermitID == 0) != c.inbound {
					t.Errorf("%+v", done)
				}
				page, _, err := k.History(t.Context(), maria, 0, 0)
				if err != nil || len(page) != 1 || page[0].Breach != c.breach || page[0].Inbound != c.inbound {
					t.Errorf("%+v %v", page, err)
				}
				if n := k.permits(law.Breach); (n == 1) != c.breach {
					t.Errorf("%d breaches are kept", n)
				}
				day := done.OnDay
				for _, seen := range []struct {
					creditors []id.ID
					from      calendar.Day
					some      bool
				}{
					{[]id.ID{banco, coop}, day - 6, c.breach}, {nil, day - 6, false},
					{[]id.ID{banco, coop}, day + 1, false},
				} {
					n, err := k.Breaches(t.Context(), seen.from, seen.from+6, seen.creditors)
					if err != nil || (n == 1) != seen.some {
						t.Errorf("who leads is told of %d breaches (%v)", n, err)
					}
				}
			})
		})
	}
}

func TestWhatAPersonSaysStandsAgainstTheNextCallAndCancelsThoseThatWereToBe(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ leaf, rule string }{
		{"debtor/no_contact", "any.opt_out"},
		{"third/deceased", "any.deceased"},
	} {
		t.Run(c.leaf, func(t *testing.T) {
			t.Parallel()
			dbtest.Each(t, func(t *testing.T, d *db.DB) {
				k := open(t, d)
				k.marks = true
				k.reserve(luis) // who is about to call
				r := call(c.leaf)
				r.Note = "lo dijo la hermana"
				done, err := k.Hear(as(t.Context(), ana, auth.Agent), r)
				if err != nil {
					t.Fatal(err)
				}
				if k.permits(law.Cancelled) != 1 || k.permits(law.Open) != 0 {
					t.Error("Luis may still call")
				}
				k.clock.Advance(24 * time.Hour)
				_, answer := k.reserve(luis)
				if first, _ := answer.First(); answer.Allowed || first.ID != c.rule || !answer.NextAt.IsZero() {
					t.Errorf("%+v", answer)
				}
				marks, err := k.gate.Marks(t.Context(), maria)
				if err != nil || len(marks) != 1 || marks[0].ContactID != done.ContactID {
					t.Fatalf("%+v %v", marks, err)
				}
				err = k.gate.EndMark(as(t.Context(), ana, auth.Agent), marks[0].ID, "era otra persona")
				if err == nil {
					t.Error("an agent ends what forbids the call")
				}
				err = k.gate.EndMark(as(t.Context(), ana, auth.Supervisor), marks[0].ID, "era otra persona")
				if err != nil {
					t.Fatal(err)
				}
				if _, d := k.reserve(luis); !d.Allowed {
					t.Errorf("the mark has ended: %+v", d.Blocked)
				}
			})
		})
	}
}

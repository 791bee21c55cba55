package worklist_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"aldia/domain/contact"
	"aldia/domain/worklist"
	"aldia/platform/auth"
	"aldia/platform/clock"
	"aldia/platform/db"
	"aldia/platform/db/dbtest"
	"aldia/platform/fault"
	"aldia/platform/id"
)

const (
	ana, luis   = id.ID(1), id.ID(2)
	banco, coop = id.ID(10), id.ID(11)
)

// floor is a worklist with the people of a small department at work.
type floor struct {
	*worklist.Worklists
	t     *testing.T
	db    *db.DB
	clock *clock.Fake
	kept  map[id.ID]id.ID // what the cases were told about who keeps them
}

func open(t *testing.T, d *db.DB) *floor {
	t.Helper()
	c, ok := d.Clock().(*clock.Fake)
	if !ok {
		t.Fatal("the clock of the test does not stand still")
	}
	f := &floor{t: t, db: d, clock: c, kept: map[id.ID]id.ID{}}
	f.Worklists = worklist.NewWorklists(d, worklist.Neighbours{
		Keep: func(_ db.Tx, persons []id.ID, agent id.ID) error {
			for _, p := range persons {
				f.kept[p] = agent
			}
			return nil
		},
		Find: func(_ context.Context, text string, _ []id.ID) ([]id.ID, error) {
			switch text {
			case "mora":
				return []id.ID{2, 4}, nil
			case "all":
				return []id.ID{1, 2, 3, 4, 5}, nil
			}
			return []id.ID{}, nil
		},
	})
	f.do(`INSERT INTO staff (id, code, name, team_id, language, capacity, all_creditors, active, created_at)
		VALUES (1, 'ana', 'Ana Mora', 0, 'es', 0, 0, 1, 0), (2, 'luis', 'Luis Paz', 0, 'es', 0, 0, 1, 0)`)
	return f
}

func (f *floor) do(sql string, args ...any) {
	f.t.Helper()
	err := f.db.Write(f.t.Context(), func(tx db.Tx) error { _, err := tx.Exec(sql, args...); return err })
	if err != nil {
		f.t.Fatal(err)
	}
}

func as(ctx context.Context, who id.ID) context.Context {
	return auth.As(ctx, auth.Identity{ID: who, Role: auth.Agent})
}

func sees(who id.ID, creditors ...id.ID) worklist.Agent {
	if len(creditors) == 0 {
		creditors = []id.ID{banco}
	}
	return worklist.Agent{ID: who, Creditors: creditors}
}

func (f *floor) place(places ...worklist.Place) (written int) {
	f.t.Helper()
	err := f.db.WriteBatch(f.t.Context(), func(tx db.Tx) (err error) {
		written, err = f.PlaceTx(tx, places)
		return err
	})
	if err != nil {
		f.t.Fatal(err)
	}
	return written
}

// next gives the agent's next case, or 0.
func (f *floor) next(a worklist.Agent) id.ID {
	f.t.Helper()
	person, found, err := f.Next(as(f.t.Context(), a.ID), a)
	if err != nil {
		f.t.Fatal(err)
	}
	if !found {
		return 0
	}
	return person
}

func (f *floor) result(done contact.Recorded) {
	f.t.Helper()
	if err := f.db.Write(f.t.Context(), func(tx db.Tx) error { return f.AfterResultTx(tx, done) }); err != nil {
		f.t.Fatal(err)
	}
}

func (f *floor) count(where string, args ...any) (n int64) {
	f.t.Helper()
	err := f.db.Read(f.t.Context(), func(tx db.Tx) (err error) {
		n, err = db.Int(tx, `SELECT count(*) FROM work WHERE `+where, args...)
		return err
	})
	if err != nil {
		f.t.Fatal(err)
	}
	return n
}

func (f *floor) expect(what string, got, want id.ID) {
	f.t.Helper()
	if got != want {
		f.t.Errorf("%s: person %d, want %d", what, got, want)
	}
}

func of(person id.ID, priority int64, agent id.ID) worklist.Place {
	return worklist.Place{PersonID: person, AgentID: agent, CreditorID: banco, Priority: priority, Step: "early"}
}

func TestAnAgentGetsTheirOwnFirstThenTheBestOfAnybodys(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := open(t, d)
		foreign := of(5, 99, 0)
		foreign.CreditorID = coop
		f.place(of(1, 10, 0), of(2, 30, 0), of(3, 5, ana), of(4, 7, luis), foreign)
		for _, want := range []id.ID{3, 2, 1, 0} {
			got := f.next(sees(ana))
			f.expect("Ana asks", got, want)
			f.result(contact.Recorded{PersonID: got, UserID: ana, AgainAt: f.clock.Now().Add(time.Hour)})
		}
		f.expect("Luis, who sees the co-operative too", f.next(sees(luis, banco, coop)), 4)
	})
}

func TestAskingAgainGivesTheCaseInHand(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := open(t, d)
		f.place(of(1, 10, 0), of(2, 9, 0))
		f.expect("Ana asks", f.next(sees(ana)), 1)
		f.place(of(3, 50, 0)) // a better one comes in meanwhile
		f.expect("Ana asks again", f.next(sees(ana)), 1)
		f.expect("Luis gets another", f.next(sees(luis)), 3)
	})
}

func TestOnlyWhoActsAsTheAgentGetsTheirCases(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := open(t, d)
		f.place(of(1, 10, 0))
		if _, _, err := f.Next(t.Context(), sees(ana)); fault.KindOf(err) != fault.Unsigned {
			t.Errorf("nobody signed in: %v", err)
		}
		if _, _, err := f.Next(as(t.Context(), luis), sees(ana)); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("Luis in the name of Ana: %v", err)
		}
		if n := f.count(`state = 2`); n != 0 {
			t.Errorf("%d cases were locked", n)
		}
	})
}

func TestAResultSendsTheCaseWhereItBelongs(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := open(t, d)
		f.place(of(1, 10, 0), of(2, 9, 0), of(3, 8, 0))
		later := f.clock.Now().Add(2 * time.Hour)
		f.expect("first", f.next(sees(ana)), 1)
		f.result(contact.Recorded{PersonID: 1, UserID: ana, AgainAt: later}) // no answer: again in two hours
		f.expect("second", f.next(sees(ana)), 2)
		f.result(contact.Recorded{PersonID: 2, UserID: ana, Hold: contact.HoldDeceased}) // it rests without end
		if n := f.count(`person_id = 2`); n != 0 {
			t.Error("a case that rests without end is still on the list")
		}
		// Ana takes the call of a debtor whose case Luis has in hand: he is not thrown out, and it moves when he
		// lets go.
		f.expect("Luis", f.next(sees(luis)), 3)
		f.result(contact.Recorded{PersonID: 3, UserID: ana, Hold: contact.HoldNoContact})
		f.expect("Luis goes on", f.next(sees(luis)), 3)
		if err := f.Release(as(t.Context(), luis), luis, 3); err != nil {
			t.Fatal(err)
		}
		if n := f.count(`person_id = 3`); n != 0 {
			t.Error("the case has not left the list when Luis let go")
		}
		f.expect("nothing is left before the two hours are over", f.next(sees(ana)), 0)
	})
}

func TestTheCloseShortensARestButNotWhatThePersonAskedFor(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := open(t, d)
		f.place(of(1, 10, 0), of(2, 9, 0))
		f.expect("Ana", f.next(sees(ana)), 1)
		later := f.clock.Now().Add(72 * time.Hour)
		f.result(contact.Recorded{PersonID: 1, UserID: ana, AgainAt: later}) // call me on Thursday
		f.expect("Ana", f.next(sees(ana)), 2)
		f.result(contact.Recorded{PersonID: 2, UserID: ana, AgainAt: later, Hold: contact.HoldPromise})
		f.expect("both wait", f.next(sees(ana)), 0)
		f.place(of(1, 20, 0), of(2, 20, 0)) // the promise was taken back
		f.expect("the promise waits no longer", f.next(sees(ana)), 2)
		f.expect("but the other one does", f.next(sees(luis)), 0)
	})
}

func TestTheTickWakesWhatHasWaitedLongEnough(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := open(t, d)
		var places []worklist.Place
		for i := range 2500 { // more than one transaction wakes
			p := of(id.ID(i+1), 1, 0)
			p.ReadyAt = db.Micros(f.clock.Now().Add(time.Hour))
			places = append(places, p)
		}
		f.place(places...)
		f.expect("an hour too early", f.next(sees(ana)), 0)
		for _, step := range []struct {
			says string
			wait time.Duration
			want int64
		}{
			{"too early", 59 * time.Minute, 0},
			{"on time", time.Minute, 2500},
			{"nothing is left to wake", time.Minute, 0},
		} {
			f.clock.Advance(step.wait)
			done, err := f.Tick(t.Context(), f.clock.Now())
			if err != nil || done.Woken != step.want {
				t.Errorf("%s: woke %d, %v", step.says, done.Woken, err)
			}
		}
		f.expect("on time", f.next(sees(ana)), 1)
	})
}

func TestASilentAgentLosesTheCaseAndALivingOneKeepsIt(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := open(t, d)
		f.place(of(1, 10, 0), of(2, 9, 0))
		f.expect("Ana", f.next(sees(ana)), 1)
		f.expect("Luis", f.next(sees(luis)), 2)
		f.clock.Advance(15 * time.Minute)
		if err := f.Alive(as(t.Context(), luis), luis); err != nil {
			t.Fatal(err)
		}
		f.clock.Advance(6 * time.Minute)
		done, err := f.Tick(t.Context(), f.clock.Now())
		if err != nil || done.Freed != 1 {
			t.Fatalf("freed %d, %v", done.Freed, err)
		}
		f.expect("Luis still has his", f.next(sees(luis)), 2)
		if err := f.ReleaseAll(as(t.Context(), luis), luis); err != nil {
			t.Fatal(err)
		}
		f.expect("and after him the better one is free", f.next(sees(luis)), 1)
	})
}

func TestAGivenCaseIsOpenedUnlessAColleagueHoldsIt(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := open(t, d)
		waits := of(2, 9, luis)
		waits.ReadyAt = db.Micros(f.clock.Now().Add(time.Hour))
		foreign := of(3, 1, 0)
		foreign.CreditorID = coop
		f.place(of(1, 10, 0), waits, foreign)
		f.expect("Luis", f.next(sees(luis)), 1)
		_, err := f.Open(as(t.Context(), ana), sees(ana), 1)
		var told *fault.Error
		if !errors.As(err, &told) || !errors.Is(err, worklist.ErrLocked) ||
			!slices.Equal(told.Args, []any{"Luis Paz"}) {
			t.Errorf("a case that Luis holds: %v", err)
		}
		if _, err := f.Open(as(t.Context(), ana), sees(ana), 3); !errors.Is(err, worklist.ErrUnseen) {
			t.Errorf("a case of a creditor that Ana may not see: %v", err)
		}
		if listed, err := f.Open(as(t.Context(), ana), sees(ana), 77); listed || err != nil {
			t.Errorf("a case that is not on the list: %v, %v", listed, err)
		}
		// The debtor calls before their hour: Ana takes it, and when she lets go it waits on.
		if listed, err := f.Open(as(t.Context(), ana), sees(ana), 2); !listed || err != nil {
			t.Errorf("a case that waits: %v, %v", listed, err)
		}
		f.expect("it is what she has in hand", f.next(sees(ana)), 2)
		if err := f.Release(as(t.Context(), ana), ana, 2); err != nil {
			t.Fatal(err)
		}
		if n := f.count(`person_id = 2 AND state = 1`); n != 1 {
			t.Error("it does not wait on")
		}
		f.clock.Advance(worklist.LockFor + time.Minute)
		if _, err := f.Open(as(t.Context(), ana), sees(ana), 1); err != nil {
			t.Errorf("a case whose agent fell silent, before the tick: %v", err)
		}
	})
}

func TestNobodyHoardsCases(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := open(t, d)
		for p := range id.ID(worklist.MaxHeld + 1) {
			f.place(of(p+1, 1, 0))
			_, err := f.Open(as(t.Context(), ana), sees(ana), p+1)
			if hoards := p >= worklist.MaxHeld; errors.Is(err, worklist.ErrHeld) != hoards {
				t.Errorf("case %d: %v", p+1, err)
			}
		}
	})
}

func TestTheCloseLeavesLockedCasesAndWritesOnlyWhatChanged(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := open(t, d)
		book := []worklist.Place{of(1, 10, 0), of(2, 9, 0), of(3, 8, 0), of(4, 7, 0)}
		if n := f.place(book...); n != 4 {
			t.Errorf("the first close wrote %d rows, want 4", n)
		}
		if n := f.place(book...); n != 0 {
			t.Errorf("the same close again wrote %d rows", n)
		}
		f.expect("Ana", f.next(sees(ana)), 1)
		book[0].Remove, book[1].Remove = true, true // both have paid
		book[2].Step, book[2].Priority = "middle", 12
		if n := f.place(book...); n != 3 {
			t.Errorf("the next close wrote %d rows, want 3", n)
		}
		f.expect("Ana goes on", f.next(sees(ana)), 1)
		f.expect("Luis gets the one that moved up", f.next(sees(luis)), 3)
		if n := f.count(`person_id = 3 AND step = 'middle' AND priority = 12`); n != 1 {
			t.Error("the row was not changed")
		}
		if n := f.count(`person_id = 2`); n != 0 {
			t.Error("who has paid is still on the list")
		}
		if err := f.ReleaseAll(as(t.Context(), ana), ana); err != nil {
			t.Fatal(err)
		}
		if n := f.count(`person_id = 1`); n != 0 {
			t.Error("who has paid comes back on the list when Ana lets go")
		}
	})
}

func TestASupervisorGivesCasesToAnAgent(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := open(t, d)
		f.place(of(1, 10, 0), of(2, 9, luis), of(3, 8, 0))
		f.expect("Luis works on his", f.next(sees(luis)), 2)
		boss := auth.As(t.Context(), auth.Identity{ID: 9, Role: auth.Supervisor})
		// Person 50 rests: the case hears of it, the list does not.
		if err := f.Assign(boss, []id.ID{50, 1, 2, 2}, ana); err != nil {
			t.Fatal(err)
		}
		if f.kept[50] != ana || f.kept[1] != ana {
			t.Errorf("the cases were told %v", f.kept)
		}
		f.expect("Luis finishes what he holds", f.next(sees(luis)), 2)
		f.expect("Ana has hers", f.next(sees(ana)), 1)
		err := d.Read(t.Context(), func(tx db.Tx) error {
			n, err := db.Int(tx, `SELECT count(*) FROM audit_entry WHERE what = 'worklist.assigned' AND by_user = 9`)
			if n != 1 {
				t.Errorf("%d entries in the book", n)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		for says, c := range map[string]struct {
			ctx     context.Context
			persons []id.ID
			agent   id.ID
			want    *fault.Error
		}{
			"an agent assigns":        {as(t.Context(), luis), []id.ID{3}, luis, auth.ErrForbidden},
			"nobody is chosen":        {boss, nil, ana, worklist.ErrNobody},
			"too many at once":        {boss, make([]id.ID, worklist.MaxAssigned+1), ana, worklist.ErrTooMany},
			"somebody we do not know": {boss, []id.ID{3}, 404, worklist.ErrStranger},
		} {
			if err := f.Assign(c.ctx, c.persons, c.agent); !errors.Is(err, c.want) {
				t.Errorf("%s: %v", says, err)
			}
		}
	})
}

func TestFiftyAgentsShareTheListAndNoCaseIsGivenTwice(t *testing.T) {
	t.Parallel()
	const agents, each = 50, 40
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := open(t, d)
		var places []worklist.Place
		for i := range agents * each {
			p := of(id.ID(i+1), int64(i%97), 0)
			if i%3 == 0 {
				p.AgentID = id.ID(100 + i%agents)
			}
			places = append(places, p)
		}
		f.place(places...)
		given := make([][]id.ID, agents)
		var wg sync.WaitGroup
		for k := range agents {
			wg.Go(func() {
				me := sees(id.ID(100 + k))
				for {
					person, found, err := f.Next(as(context.Background(), me.ID), me)
					if err != nil {
						t.Errorf("agent %d: %v", k, err)
					}
					if !found || err != nil {
						return
					}
					given[k] = append(given[k], person)
					err = d.Write(context.Background(), func(tx db.Tx) error {
						return f.AfterResultTx(tx, contact.Recorded{PersonID: person, UserID: me.ID,
							AgainAt: f.clock.Now().Add(time.Hour)})
					})
					if err != nil {
						t.Errorf("agent %d: %v", k, err)
						return
					}
				}
			})
		}
		wg.Wait()
		times := map[id.ID]int{}
		for _, g := range given {
			for _, p := range g {
				times[p]++
			}
		}
		for i := range agents * each {
			if n := times[id.ID(i+1)]; n != 1 {
				t.Errorf("person %d was given %d times", i+1, n)
			}
		}
		if n := f.count(`state = 1 AND locked_by = 0`); n != agents*each {
			t.Errorf("%d cases wait for their next call, want all", n)
		}
	})
}

func TestWhoHangsUpInTheMiddleHoldsNothing(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := open(t, d)
		f.place(of(1, 10, 0))
		gone, leave := context.WithCancel(as(t.Context(), ana))
		leave()
		if _, _, err := f.Next(gone, sees(ana)); !errors.Is(err, context.Canceled) {
			t.Errorf("the browser had gone: %v", err)
		}
		failed := errors.New("no power")
		err := d.Write(t.Context(), func(tx db.Tx) error {
			err := f.AfterResultTx(tx, contact.Recorded{PersonID: 1, UserID: ana})
			return errors.Join(err, failed)
		})
		if !errors.Is(err, failed) {
			t.Fatal(err)
		}
		f.expect("Luis gets the case", f.next(sees(luis)), 1)
	})
}

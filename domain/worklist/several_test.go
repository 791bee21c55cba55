package worklist_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"aldia/domain/contact"
	"aldia/domain/worklist"
	"aldia/platform/auth"
	"aldia/platform/db"
	"aldia/platform/db/dbtest"
	"aldia/platform/id"
)

// both are the places of a person who owes the bank and the co-operative, the bank first.
func both(person id.ID, bank, other int64, agent id.ID) []worklist.Place {
	first, further := of(person, bank, agent), of(person, other, agent)
	further.CreditorID, further.Further, further.Step = coop, true, "late"
	return []worklist.Place{first, further}
}

// rowsOf counts the rows of the list over all creditors.
func (f *floor) furtherRows(where string, args ...any) (n int64) {
	f.t.Helper()
	if err := f.db.Read(f.t.Context(), func(tx db.Tx) (err error) {
		n, err = db.Int(tx, `SELECT count(*) FROM work_further WHERE `+where, args...)
		return err
	}); err != nil {
		f.t.Fatal(err)
	}
	return n
}

func TestWhoOwesTwoCreditorsIsGivenToWhoeverMaySeeEitherButToOneAtATime(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := open(t, d)
		bank, cooperative := sees(ana, banco), sees(luis, coop)
		f.place(both(1, 10, 9, 0)...)
		f.expect("Luis, who sees the co-operative alone", f.next(cooperative), 1)
		f.expect("Luis asks again", f.next(cooperative), 1)
		f.expect("Ana meanwhile", f.next(bank), 0)
		if _, err := f.Open(as(t.Context(), ana), bank, 1); !errors.Is(err, worklist.ErrLocked) {
			t.Errorf("Ana opens whom Luis has: %v", err)
		}
		if err := f.Release(as(t.Context(), luis), luis, 1); err != nil {
			t.Fatal(err)
		}
		f.expect("Luis has let go", f.next(bank), 1)
		f.expect("Luis meanwhile", f.next(cooperative), 0)
		f.clock.Advance(worklist.LockFor + time.Minute)
		if done, err := f.Tick(t.Context(), f.clock.Now()); err != nil || done.Freed != 1 {
			t.Errorf("freed %d, %v", done.Freed, err)
		}
		f.expect("Ana has gone silent", f.next(cooperative), 1)
		if n := f.count(`state = 2`) + f.furtherRows(`state = 2`); n != 2 {
			t.Errorf("%d of two rows are locked", n)
		}
		if _, err := f.Open(as(t.Context(), 3), sees(3, 77), 1); !errors.Is(err, worklist.ErrUnseen) {
			t.Errorf("who sees neither creditor: %v", err)
		}
	})
}

// sending is what a result for the bank makes of the rows of the bank and of the co-operative.
type sending struct {
	says string
	done contact.Recorded
	wait time.Duration // until when the result puts the case off; zero: without end
	bank [2]bool       // the bank's row is ready at once, and when the wait is over
	coop [2]bool
}

func sent() []sending {
	return []sending{
		{"a promise to the bank leaves the co-operative's debt as overdue as it was",
			contact.Recorded{Kind: contact.Promise, Hold: contact.HoldPromise}, time.Hour,
			[2]bool{false, true}, [2]bool{true, true}},
		{"so does having paid the bank", contact.Recorded{Kind: contact.Paid, Hold: contact.HoldPaid}, time.Hour,
			[2]bool{false, true}, [2]bool{true, true}},
		{"having paid both rests both",
			contact.Recorded{Kind: contact.Paid, Hold: contact.HoldPaid, Also: []id.ID{coop}}, time.Hour,
			[2]bool{false, true}, [2]bool{false, true}},
		{"a conversation about both in which the bank is promised something leaves the co-operative's debt",
			contact.Recorded{Kind: contact.Promise, Hold: contact.HoldPromise, Also: []id.ID{coop}}, time.Hour,
			[2]bool{false, true}, [2]bool{true, true}},
		{"a claim against both ends both until somebody has looked",
			contact.Recorded{Kind: contact.Disputes, Hold: contact.HoldClaim, Also: []id.ID{coop}}, 0,
			[2]bool{false, false}, [2]bool{false, false}},
		{"and a claim against the bank that somebody must look at",
			contact.Recorded{Kind: contact.Disputes, Hold: contact.HoldClaim}, 0,
			[2]bool{false, false}, [2]bool{true, true}},
		{"nobody answers: nobody answers the co-operative either",
			contact.Recorded{Kind: contact.NoAnswer}, time.Hour, [2]bool{false, true}, [2]bool{false, true}},
		{"a call at an hour is agreed with the person",
			contact.Recorded{Kind: contact.Callback}, time.Hour, [2]bool{false, true}, [2]bool{false, true}},
		{"who asks for no contact asks it of all",
			contact.Recorded{Kind: contact.NoContactAsked, Hold: contact.HoldNoContact}, 0,
			[2]bool{false, false}, [2]bool{false, false}},
		{"and who has died owes nobody a conversation",
			contact.Recorded{Kind: contact.Deceased, Hold: contact.HoldDeceased}, 0,
			[2]bool{false, false}, [2]bool{false, false}},
	}
}

func TestWhatAResultDoesToTheRowsOfTheOtherCreditor(t *testing.T) {
	t.Parallel()
	for _, c := range sent() {
		t.Run(c.says, func(t *testing.T) {
			t.Parallel()
			dbtest.Each(t, func(t *testing.T, d *db.DB) {
				for _, leads := range []string{"the bank leads", "the co-operative leads"} {
					f := open(t, d)
					f.do(`DELETE FROM work`)
					f.do(`DELETE FROM work_further`)
					run := both(1, 10, 9, 0)
					if leads != "the bank leads" {
						run[0].CreditorID, run[1].CreditorID = coop, banco
					}
					f.place(run...)
					f.expect(leads+": Ana, for the bank", f.next(sees(ana, banco)), 1)
					done := c.done
					done.PersonID, done.CreditorID, done.UserID = 1, banco, ana
					if c.wait > 0 {
						done.AgainAt = f.clock.Now().Add(c.wait)
					}
					f.result(done)
					if n := f.count(`state = 2`) + f.furtherRows(`state = 2`); n != 0 {
						t.Errorf("%s: %d rows are locked still", leads, n)
					}
					for when := range 2 {
						for creditor, ready := range map[id.ID][2]bool{banco: c.bank, coop: c.coop} {
							want := id.ID(0)
							if ready[when] {
								want = 1
							}
							agent := sees(ana+100*creditor, creditor)
							f.expect(fmt.Sprint(leads, ", creditor ", creditor, ", moment ", when), f.next(agent), want)
							if err := f.ReleaseAll(as(t.Context(), agent.ID), agent.ID); err != nil {
								t.Fatal(err)
							}
						}
						f.clock.Advance(2 * time.Hour)
						if _, err := f.Tick(t.Context(), f.clock.Now()); err != nil {
							t.Fatal(err)
						}
					}
					f.do(`DELETE FROM staff`)
				}
			})
		})
	}
}

func TestACallThatWasAgreedAboutOneCreditorsDebtsIsFirstForThatOne(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := open(t, d)
		f.place(append(both(1, 10, 9, 0), of(2, 90_000_000, 0))...)
		hour := f.clock.Now().Add(time.Hour)
		f.result(
			contact.Recorded{PersonID: 1, CreditorID: coop, UserID: luis, Kind: contact.Callback, AgainAt: hour},
		)
		f.place(append(both(1, 11, 9, 0), of(2, 90_000_000, 0))...)
		f.expect("before the hour", f.next(sees(luis, coop)), 0)
		f.clock.Advance(time.Hour)
		if _, err := f.Tick(t.Context(), f.clock.Now()); err != nil {
			t.Fatal(err)
		}
		s, err := f.Standing(t.Context(), 1, coop)
		if err != nil || !s.AgreedAt.Equal(hour) {
			t.Errorf("agreed for %v, want %v (%v)", s.AgreedAt, hour, err)
		}
		if s, err = f.Standing(t.Context(), 1, banco); err != nil || !s.Listed || !s.AgreedAt.IsZero() {
			t.Errorf("nothing was agreed about the bank's: %+v, %v", s, err)
		}
		f.expect("the bank's agent has a larger debt first", f.next(sees(ana, banco)), 2)
		f.expect("at the hour", f.next(sees(luis, coop)), 1)
	})
}

func TestTheRowsOfAPersonComeAndGoWithTheirCreditors(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := open(t, d)
		f.do(`INSERT INTO staff_creditor (staff_id, creditor_id) VALUES (1, 10), (2, 11)`)
		f.place(of(1, 10, 0))
		run := both(1, 10, 9, ana)
		if n := f.place(run...); n != 2 {
			t.Errorf("another creditor: %d rows written, want 2", n)
		}
		if n := f.place(run...); n != 0 {
			t.Errorf("the same again: %d rows written", n)
		}
		// Ana keeps the person and may not see the co-operative: its row is anybody's, or nobody would get it.
		f.expect("Luis", f.next(sees(luis, coop)), 1)
		swapped := both(1, 10, 9, ana)
		swapped[0].CreditorID, swapped[1].CreditorID = coop, banco
		f.place(swapped...)
		f.expect("it changed under him, and he has it still", f.next(sees(luis, coop)), 1)
		f.place(of(1, 10, ana)) // the co-operative has been paid
		f.expect("now too, until he lets go", f.next(sees(luis, coop)), 1)
		if err := f.ReleaseAll(as(t.Context(), luis), luis); err != nil {
			t.Fatal(err)
		}
		f.expect("then no more", f.next(sees(luis, coop)), 0)
		f.expect("Ana", f.next(sees(ana, banco)), 1)
		f.place(both(1, 10, 9, 0)...)
		gone := of(1, 0, 0)
		gone.Remove = true
		f.place(gone)
		if err := f.ReleaseAll(as(t.Context(), ana), ana); err != nil {
			t.Fatal(err)
		}
		if n := f.count(`person_id = 1`) + f.furtherRows(`person_id = 1`); n != 0 {
			t.Errorf("who has paid all has %d rows", n)
		}
	})
}

// crowd is two teams and two closes at work on the same persons.
type crowd struct {
	*floor
	places []worklist.Place
	mu     sync.Mutex
	holder map[id.ID]id.ID   // who has a person in hand
	given  map[[2]id.ID]bool // the person and the creditor whose debt was worked
}

// closes places everybody again and again, each time worth something else.
func (c *crowd) closes(n int, ended <-chan struct{}) {
	for round := 0; ; round++ {
		select {
		case <-ended:
			return
		default:
		}
		again := make([]worklist.Place, len(c.places))
		for i, p := range c.places {
			p.Priority += int64(round*2 + n)
			again[i] = p
		}
		if err := c.db.WriteBatch(context.Background(), func(tx db.Tx) error {
			_, err := c.PlaceTx(tx, again[n*len(again)/2/2*2:])
			return err
		}); err != nil {
			c.t.Errorf("a close: %v", err)
			return
		}
		if _, err := c.Tick(context.Background(), c.clock.Now()); err != nil {
			c.t.Errorf("a tick: %v", err)
			return
		}
	}
}

// works takes cases, so many at most, and ends the debt to one creditor of each.
func (c *crowd) works(k, most int) {
	me := sees(id.ID(100+k), []id.ID{banco, coop}[k%2])
	if k%5 == 0 {
		me.Creditors = []id.ID{banco, coop}
	}
	for n := range most {
		creditor := me.Creditors[n%len(me.Creditors)]
		person, found, err := c.Next(as(context.Background(), me.ID), me)
		if err != nil {
			c.t.Errorf("agent %d: %v", k, err)
		}
		if !found || err != nil {
			return
		}
		c.mu.Lock()
		if by := c.holder[person]; by != 0 {
			c.t.Errorf("person %d is with %d and with %d", person, by, me.ID)
		}
		c.holder[person], c.given[[2]id.ID{person, creditor}] = me.ID, true
		c.mu.Unlock()
		if err := c.db.Write(context.Background(), func(tx db.Tx) error {
			c.mu.Lock()
			delete(c.holder, person) // before the row is free
			c.mu.Unlock()
			return c.AfterResultTx(tx, contact.Recorded{PersonID: person, CreditorID: creditor, UserID: me.ID,
				Kind: contact.Paid, Hold: contact.HoldPaid})
		}); err != nil {
			c.t.Errorf("agent %d: %v", k, err)
			return
		}
	}
}

func TestTwoTeamsAndTheCloseShareThePersonsOfTwoCreditors(t *testing.T) {
	t.Parallel()
	const agents, persons = 24, 300
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		c := &crowd{floor: open(t, d), holder: map[id.ID]id.ID{}, given: map[[2]id.ID]bool{}}
		for p := range persons {
			c.places = append(c.places, both(id.ID(p+1), int64(p%97+1), int64(p%89+1), 0)...)
		}
		c.place(c.places...)
		var closes sync.WaitGroup
		ended := make(chan struct{})
		for n := range 2 {
			closes.Go(func() { c.closes(n, ended) })
		}
		work := func(agents, most int) {
			var wg sync.WaitGroup
			for k := range agents {
				wg.Go(func() { c.works(k, most) })
			}
			wg.Wait()
		}
		work(agents, 20)
		close(ended)
		closes.Wait()
		work(agents, 3*persons) // and when the closes are over, all that is left
		work(1, 4*persons)      // of whom a colleague had the last of them in hand when the others went home
		if len(c.given) != 2*persons {
			t.Errorf("%d of %d debts were worked", len(c.given), 2*persons)
		}
		if n := c.count(`person_id > 0`) + c.furtherRows(`person_id > 0`); n != 0 {
			t.Errorf("%d rows are left", n)
		}
	})
}

// shares keeps the case of a person who owes two creditors: the co-operative leads.
func (f *floor) shares(person id.ID, name string) {
	f.file(file{person: person, name: name, bucket: "61-90", pastDue: 1500, due: 19940, creditor: coop})
	f.do(`UPDATE casefile SET further = 1, accounts = 3 WHERE person_id = ?`, person)
	for turn, c := range []struct {
		creditor         id.ID
		bucket           string
		due, pastDue, of int64
	}{{coop, "61-90", 19940, 600, 1}, {banco, "1-30", 20000, 900, 2}} {
		f.do(`INSERT INTO casefile_creditor (person_id, creditor_id, account_id, turn, stage, step, bucket,
			oldest_due_on, currency, past_due, balance, accounts, hold, hold_until_on)
			VALUES (?, ?, 0, ?, 'collection', 'early', ?, ?, 'USD', ?, ?, ?, '', 0)`,
			person, c.creditor, turn, c.bucket, c.due, c.pastDue, c.pastDue, c.of)
	}
	run := both(person, 10, 9, 0)
	run[0].CreditorID, run[1].CreditorID = coop, banco
	f.place(run...)
}

func TestAListShowsOfAPersonWhatItsReaderAskedForAndMaySee(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := open(t, d)
		f.file(file{person: 1, name: "ALBA", bucket: "1-30", pastDue: 1000, due: 20001})
		f.place(of(1, 8, 0))
		f.shares(2, "BEATRIZ")
		for _, c := range []struct {
			says   string
			filter worklist.Filter
			want   string // names and of each the creditor, the bucket, the sums, the accounts and who else there is
		}{
			{"who sees both creditors", worklist.Filter{Creditors: []id.ID{banco, coop}},
				"BEATRIZ 11 61-90 1500 3 +1, ALBA 10 1-30 1000 1 +0, "},
			{"who sees the bank alone hears of nobody else", worklist.Filter{Creditors: []id.ID{banco}},
				"ALBA 10 1-30 1000 1 +0, BEATRIZ 10 1-30 900 2 +0, "},
			{"who sees the co-operative alone", worklist.Filter{Creditors: []id.ID{coop}},
				"BEATRIZ 11 61-90 600 1 +0, "},
			{"who sees both and asks for the bank",
				worklist.Filter{Creditors: []id.ID{banco}, Seen: []id.ID{banco, coop}},
				"ALBA 10 1-30 1000 1 +0, BEATRIZ 10 1-30 900 2 +1, "},
			{"the bank's bucket", worklist.Filter{Creditors: []id.ID{banco}, Bucket: "61-90"}, ""},
			{"ready for the bank", worklist.Filter{Creditors: []id.ID{banco}, State: "ready"},
				"ALBA 10 1-30 1000 1 +0, BEATRIZ 10 1-30 900 2 +0, "},
			{"a sum", worklist.Filter{Creditors: []id.ID{banco}, MinPastDue: 950}, "ALBA 10 1-30 1000 1 +0, "},
		} {
			for _, sort := range []worklist.Sort{worklist.ByPastDue, worklist.ByPriority, worklist.ByName,
				worklist.ByOverdue} {
				page, _, err := f.List(t.Context(), c.filter, sort, "")
				if err != nil {
					t.Fatal(err)
				}
				got := ""
				for _, l := range page {
					got += fmt.Sprint(l.Name, " ", l.CreditorID, " ", l.Bucket, " ", l.PastDue, " ", l.Accounts, " +",
						l.Further, ", ")
					if !l.Listed || l.State != worklist.Ready {
						t.Errorf("%s: %s is not ready", c.says, l.Name)
					}
				}
				if sort == worklist.ByPastDue && got != c.want || len(got) != len(c.want) {
					t.Errorf("%s, by %s: %q, want %q", c.says, sort, got, c.want)
				}
			}
		}
	})
}

func TestBothTeamsSeeThatAPersonIsInHand(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := open(t, d)
		f.file(file{person: 1, name: "ALBA", bucket: "1-30", pastDue: 1000, due: 20001})
		f.place(of(1, 8, 0))
		f.shares(2, "BEATRIZ")
		mine, err := f.Mine(t.Context(), sees(ana, banco, coop))
		if err != nil || names(mine) != "BA" {
			t.Errorf("the list of who sees both: %q (%v)", names(mine), err)
		}
		if mine, err = f.Mine(t.Context(), sees(ana, banco)); err != nil || names(mine) != "BA" ||
			mine[0].PastDue != 900 {
			t.Errorf("the list of who sees the bank: %+v (%v)", mine, err)
		}
		f.expect("Luis has Beatriz", f.next(sees(luis, coop)), 2)
		for _, creditor := range []id.ID{banco, coop} {
			held, err := f.InHand(t.Context(), []id.ID{creditor})
			loads, err2 := f.ByAgent(t.Context(), []id.ID{creditor})
			if err != nil || err2 != nil || len(held) != 1 || held[0].PersonID != 2 || loads[len(loads)-1].Held != 1 {
				t.Errorf("creditor %d: in hand %+v, loads %+v (%v, %v)", creditor, held, loads, err, err2)
			}
		}
		all, err := f.ByAgent(t.Context(), []id.ID{banco, coop})
		if err != nil || len(all) != 2 || all[0].Ready != 1 || all[1].Held != 1 {
			t.Errorf("both creditors: %+v (%v)", all, err)
		}
		f.result(contact.Recorded{PersonID: 2, CreditorID: coop, UserID: luis, Hold: contact.HoldPaid,
			AgainAt: f.clock.Now().Add(time.Hour)})
		at, found, err := f.Soonest(t.Context(), sees(luis, coop))
		if err != nil || !found || !at.Equal(f.clock.Now().Add(time.Hour)) {
			t.Errorf("Luis is told to come back at %v (%v, %v)", at, found, err)
		}
		boss := auth.As(t.Context(), auth.Identity{ID: 9, Role: auth.Supervisor})
		if err := f.Free(boss, luis, 2); err != nil {
			t.Fatal(err)
		}
	})
}

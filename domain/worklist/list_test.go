package worklist_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"aldia/domain/contact"
	"aldia/domain/worklist"
	"aldia/platform/db"
	"aldia/platform/db/dbtest"
	"aldia/platform/id"
)

// file keeps a case: what a list shows of a person.
type file struct {
	person, agent id.ID
	name, bucket  string
	stage, hold   string
	pastDue, due  int64
	creditor      id.ID
}

func (f *floor) file(files ...file) {
	f.t.Helper()
	for _, c := range files {
		if c.creditor == 0 {
			c.creditor = banco
		}
		if c.stage == "" {
			c.stage = "collection"
		}
		f.do(`INSERT INTO person (id, kind, name, name_key, name_hash, country, id_type,
			id_number, id_state, city, region, zone, into_id, created_at, changed_at)
			VALUES (?, 'natural', ?, ?, 0, 'EC', '', ?, '', '', '', '', 0, 0, 0)`,
			c.person, c.name, c.name, fmt.Sprint("17", c.person))
		accounts := 1
		if c.stage == "extinction" {
			accounts = 0
		}
		f.do(`INSERT INTO casefile (person_id, creditor_id, account_id, stage, step, bucket, oldest_due_on,
			currency, past_due, balance, accounts, hold, hold_until_on, assigned_id, broken, version, decided_on)
			VALUES (?, ?, 0, ?, 'early', ?, ?, 'USD', ?, ?, ?, ?, 0, ?, 0, 1, 0)`,
			c.person, c.creditor, c.stage, c.bucket, c.due, c.pastDue, c.pastDue, accounts, c.hold, c.agent)
	}
}

// book is six cases: one rests, one is paid, one is of the co-operative.
func (f *floor) book() {
	f.file(
		file{person: 1, name: "ALBA", bucket: "1-30", pastDue: 500, due: 20000, agent: ana},
		file{person: 2, name: "BRUNO", bucket: "31-60", pastDue: 900, due: 19970, agent: luis},
		file{person: 3, name: "CARLA", bucket: "1-30", pastDue: 900, due: 20001},
		file{person: 4, name: "DIEGO", bucket: "61-90", pastDue: 100, due: 19940, hold: "promise"},
		file{person: 5, name: "ELSA", stage: "extinction"},
		file{person: 6, name: "FABIO", bucket: "1-30", pastDue: 700, due: 20002, creditor: coop},
	)
	foreign := of(6, 1, 0)
	foreign.CreditorID = coop
	waits := of(4, 9, 0)
	waits.ReadyAt = db.Micros(f.clock.Now().Add(time.Hour))
	f.place(of(1, 10, ana), of(2, 30, luis), of(3, 20, 0), waits, foreign)
}

func names(page []worklist.Line) string {
	var all []byte
	for _, l := range page {
		all = append(all, l.Name[0])
	}
	return string(all)
}

func TestListsAreFilteredAndSorted(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := open(t, d)
		f.book()
		f.expect("Luis works on his", f.next(sees(luis)), 2)
		for _, c := range []struct {
			says   string
			filter worklist.Filter
			sort   worklist.Sort
			want   string
		}{
			{"the most past due first, equal ones in a fixed order", worklist.Filter{}, worklist.ByPastDue, "BCAD"},
			{"the longest overdue first", worklist.Filter{}, worklist.ByOverdue, "DBAC"},
			{"by name", worklist.Filter{}, worklist.ByName, "ABCD"},
			{"as they are given out", worklist.Filter{}, worklist.ByPriority, "BCAD"},
			{"with the co-operative", worklist.Filter{Creditors: []id.ID{banco, coop}}, worklist.ByName, "ABCDF"},
			{"a bucket", worklist.Filter{Bucket: "1-30"}, worklist.ByName, "AC"},
			{"a stage, also the last", worklist.Filter{Stage: "extinction"}, worklist.ByName, "E"},
			{"a step", worklist.Filter{Step: "late"}, worklist.ByName, ""},
			{"those Ana keeps", worklist.Filter{AgentID: ana}, worklist.ByName, "A"},
			{"those nobody keeps", worklist.Filter{Unassigned: true}, worklist.ByName, "CD"},
			{"more than some sum", worklist.Filter{MinPastDue: 500, Currency: "USD"}, worklist.ByName, "ABC"},
			{"ready", worklist.Filter{State: "ready"}, worklist.ByName, "AC"},
			{"in somebody's hand", worklist.Filter{State: "locked"}, worklist.ByName, "B"},
			{"resting", worklist.Filter{State: "resting"}, worklist.ByName, "D"},
			{"waiting for its hour, and not resting", worklist.Filter{State: "waiting"}, worklist.ByName, ""},
			{"a text that names two", worklist.Filter{Text: "mora"}, worklist.ByName, "BD"},
			{"who has paid all is found, behind the late", worklist.Filter{Text: "all"}, worklist.ByOverdue, "DBACE"},
			{"a text that names nobody", worklist.Filter{Text: "zz"}, worklist.ByName, ""},
		} {
			if c.filter.Creditors == nil {
				c.filter.Creditors = []id.ID{banco}
			}
			page, next, err := f.List(t.Context(), c.filter, c.sort, "")
			if got := names(page); err != nil || got != c.want || next != "" {
				t.Errorf("%s: %q, want %q (%v, next %q)", c.says, got, c.want, err, next)
			}
		}
		page, _, err := f.List(t.Context(), worklist.Filter{Creditors: []id.ID{banco}, State: "locked"}, "", "")
		if err != nil || len(page) != 1 || page[0].LockedName != "Luis Paz" || page[0].AssignedName != "Luis Paz" ||
			page[0].IDNumber != "172" || !page[0].Listed {
			t.Errorf("the case in hand: %+v, %v", page, err)
		}
		if _, _, err := f.List(t.Context(), worklist.Filter{}, "shoe size", ""); !errors.Is(err, worklist.ErrSort) {
			t.Errorf("an order that is none: %v", err)
		}
	})
}

func TestAListIsPagedWithoutLossOrRepetition(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := open(t, d)
		var all []file
		for i := range 120 {
			all = append(all, file{person: id.ID(i + 1), name: fmt.Sprintf("N%03d", i%7), pastDue: int64(i % 5)})
		}
		f.file(all...)
		for _, sort := range []worklist.Sort{worklist.ByPastDue, worklist.ByName, worklist.ByOverdue} {
			seen, pages, cursor := map[id.ID]bool{}, 0, ""
			for {
				page, next, err := f.List(t.Context(), worklist.Filter{Creditors: []id.ID{banco}}, sort, cursor)
				if err != nil {
					t.Fatal(err)
				}
				for _, l := range page {
					if seen[l.PersonID] {
						t.Errorf("by %s: person %d comes twice", sort, l.PersonID)
					}
					seen[l.PersonID] = true
				}
				pages++
				if cursor = next; cursor == "" {
					break
				}
			}
			if len(seen) != 120 || pages != 3 {
				t.Errorf("by %s: %d persons on %d pages", sort, len(seen), pages)
			}
		}
	})
}

func TestMyListIsWhatIWouldBeGiven(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := open(t, d)
		f.book()
		page, err := f.Mine(t.Context(), sees(ana, banco, coop))
		if err != nil {
			t.Fatal(err)
		}
		if got := names(page); got != "ACF" { // hers, then anybody's by priority
			t.Errorf("Ana's list is %q", got)
		}
		for _, want := range page {
			got := f.next(sees(ana, banco, coop))
			f.expect("Ana asks", got, want.PersonID)
			f.result(contact.Recorded{PersonID: got, UserID: ana, AgainAt: f.clock.Now().Add(time.Hour)})
		}
	})
}

func TestTheSupervisorSeesTheLoadAndTheFloor(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := open(t, d)
		f.book()
		f.expect("Ana", f.next(sees(ana)), 1)
		loads, err := f.ByAgent(t.Context(), []id.ID{banco})
		want := []worklist.Load{
			{AgentID: 0, Ready: 1, Waiting: 1},
			{AgentID: ana, Name: "Ana Mora", Held: 1},
			{AgentID: luis, Name: "Luis Paz", Ready: 1},
		}
		if err != nil || fmt.Sprint(loads) != fmt.Sprint(want) {
			t.Errorf("the load is %v, want %v (%v)", loads, want, err)
		}
		held, err := f.InHand(t.Context(), []id.ID{banco})
		if err != nil || len(held) != 1 || held[0].AgentName != "Ana Mora" || held[0].Name != "ALBA" ||
			!held[0].SeenAt.Equal(f.clock.Now()) {
			t.Errorf("the floor is %+v, %v", held, err)
		}
	})
}

// Package season_test lets a small department work for thirty days on a clock that is held: files that come
// and are taken back, closes, calls of several agents at once, promises, payments. After each day
// everything is counted again, slowly and by other means, and nothing may be lost: no cent, no row, no
// person given to two.
package season_test

import (
	"context"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"aldia/domain/calendar"
	"aldia/domain/contact"
	"aldia/domain/money"
	"aldia/domain/party"
	"aldia/domain/treatment"
	"aldia/domain/worklist"
	"aldia/platform/auth"
	"aldia/platform/clock"
	"aldia/platform/db"
	"aldia/platform/db/dbtest"
	"aldia/platform/id"
)

const (
	seasonDays = 30
	persons    = 150
	agents     = 3
	callsADay  = 8 // of each agent
)

func TestASeasonLosesNothing(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := &season{
			T: t, house: open(t, d), clock: dbtest.Clock(t, d), random: rand.New(rand.NewPCG(20261122, 1)),
			place: calendarPlace(t), promises: map[id.ID]promiseSeen{}, seen: map[string]int64{},
		}
		s.books = []*book{newBook(t, "condor", "ours", "paid", 1), newBook(t, "ayni", "creditor", "asked", 2)}
		first := calendar.On(d.Now(), s.place)
		for n := range seasonDays {
			s.day(first+calendar.Day(n), n)
			if t.Failed() {
				t.Fatalf("the day of %s (%d) has lost something", (first + calendar.Day(n)).Text(), n)
			}
		}
		s.atTheEnd()
	})
}

func calendarPlace(t *testing.T) *time.Location {
	t.Helper()
	place, err := time.LoadLocation("America/Guayaquil")
	if err != nil {
		t.Fatal(err)
	}
	return place
}

// season is one run of thirty days.
type season struct {
	*testing.T
	*house
	clock    *clock.Fake
	random   *rand.Rand
	place    *time.Location
	books    []*book
	promises map[id.ID]promiseSeen
	mu       sync.Mutex
	given    map[id.ID]id.ID  // person → agent who has them in hand
	seen     map[string]int64 // how often things happened that must happen in a season
}

func (s *season) ctx() context.Context { return auth.As(s.Context(), auth.Program()) }

func (s *season) oddIn(n int) bool { return s.random.IntN(n) == 0 }

func (s *season) must(err error, what string) {
	s.Helper()
	if err != nil {
		s.Fatalf("%s: %v", what, err)
	}
}

// day is calls, what came in, and the close.
func (s *season) day(on calendar.Day, n int) {
	if n > 0 {
		s.clock.Set(on.Start(s.place).Add(9 * time.Hour))
		s.calls()
		s.clock.Set(on.Start(s.place).Add(15 * time.Hour))
		s.calls()
		if s.oddIn(4) { // somebody stays on, and is told no
			s.clock.Set(on.Start(s.place).Add(20 * time.Hour).Add(-time.Minute))
			s.calls()
			s.clock.Advance(time.Minute)
			s.calls()
		}
	}
	for k, b := range s.books {
		// Whoever stayed on may still be at it at eight: time does not go back, and what a payment calls off after
		// a call was not called off before it.
		s.clock.Set(latest(s.clock.Now(), on.Start(s.place).Add(time.Duration(20+k)*time.Hour)))
		if n > 0 {
			s.honour(b, on)
			s.pay(b, on)
		}
		if n == 0 || s.oddIn(3) || n%9 == 0 {
			s.cut(b, on, n)
		}
	}
	s.clock.Set((on + 1).Start(s.place).Add(time.Hour))
	s.close(on)
	s.recount(on)
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// close closes the day, and once more: the second time is a no-op with the same answer.
func (s *season) close(on calendar.Day) {
	answer, err := s.treatments.Close(s.ctx(), on)
	s.must(err, "close")
	if answer.Again {
		s.Errorf("the first close of %s says that it was closed before", on.Text())
	}
	before := s.fingerprint()
	again, err := s.treatments.Close(s.ctx(), on)
	s.must(err, "close again")
	if !again.Again {
		s.Errorf("the second close of %s does not say so", on.Text())
	}
	again.Again = false
	if !sameAnswer(answer, again) {
		s.Errorf("closed again, %s answers %+v instead of %+v", on.Text(), again, answer)
	}
	if after := s.fingerprint(); after != before {
		s.Errorf("closing %s again has changed %s to %s", on.Text(), before, after)
	}
	s.seen["broken in a close"] += answer.Broken
}

func sameAnswer(a, b treatment.Answer) bool {
	if len(a.Planned) != len(b.Planned) {
		return false
	}
	for channel, n := range a.Planned {
		if b.Planned[channel] != n {
			return false
		}
	}
	return a.Date == b.Date && a.Cases == b.Cases && a.Accounts == b.Accounts && a.Kept == b.Kept &&
		a.Broken == b.Broken
}

// calls lets all agents work at once.
func (s *season) calls() {
	_, err := s.worklists.Tick(s.ctx(), s.clock.Now())
	s.must(err, "tick")
	s.given = map[id.ID]id.ID{}
	var floor sync.WaitGroup
	for n := range agents {
		seed := s.random.Uint64()
		floor.Go(func() { s.agent(id.ID(n+1), rand.New(rand.NewPCG(seed, uint64(n)))) })
	}
	floor.Wait()
}

// agent takes one case after the other. No person may be in the hands of two.
func (s *season) agent(me id.ID, r *rand.Rand) {
	ctx := auth.As(s.Context(), auth.Identity{ID: me, Name: "agent", Role: auth.Agent})
	who := worklist.Agent{ID: me}
	for _, b := range s.books {
		who.Creditors = append(who.Creditors, b.creditor)
	}
	for range callsADay {
		person, found, err := s.worklists.Next(ctx, who)
		if err != nil {
			s.Errorf("next: %v", err)
			return
		}
		if !found {
			return
		}
		s.mu.Lock()
		if other, taken := s.given[person]; taken {
			s.Errorf("person %d was given to %d and to %d", person, other, me)
		}
		s.given[person] = me
		s.seen["calls"]++
		s.mu.Unlock()
		result, worth := s.result(ctx, person, r)
		s.mu.Lock()
		delete(s.given, person) // before it is recorded: from then on it may be another's
		s.mu.Unlock()
		kept := false
		if worth {
			kept, err = s.reach(ctx, r, result)
		}
		if err == nil && !kept { // the agent leaves without a result
			err = s.worklists.Release(ctx, me, person)
		}
		if err != nil {
			s.Errorf("agent %d, person %d, %s: %v", me, person, result.Leaf, err)
			return
		}
	}
}

// result draws what comes of a call.
func (s *season) result(ctx context.Context, person id.ID, r *rand.Rand) (contact.Result, bool) {
	file, found, err := s.treatments.Casefile(ctx, person)
	if err != nil || !found || file.Balance <= 0 {
		return contact.Result{}, false
	}
	points := s.pointsOf(person)
	leaves := contact.Default().Leaves()
	leaf := leaves[r.IntN(len(leaves))]
	if r.IntN(3) == 0 {
		leaf, err = contact.Default().LeafAt("debtor/promise")
		if err != nil {
			s.Error(err)
		}
	}
	result := contact.Result{
		PersonID: person, CreditorID: file.CreditorID, Channel: "voice", Leaf: leaf.Path,
		Note:       "dicho por teléfono",
		Amount:     money.Money{Amount: max(1, file.Balance/money.Amount(1+r.IntN(4))), Currency: file.Currency},
		PromisedOn: calendar.On(s.clock.Now(), s.place) + calendar.Day(r.IntN(6)),
		CallbackAt: s.clock.Now().Add(time.Duration(1+r.IntN(50)) * time.Hour),
	}
	if leaf.Asks(contact.AskPhone) {
		result.NewPhone = "099" + string(rune('2'+r.IntN(8))) + "123456"
	}
	for _, p := range points {
		if p.Kind == party.PointPhone && p.Usable() {
			result.ContactPointID = p.ID
		}
	}
	if result.ContactPointID == 0 {
		result.Channel = "letter"
	}
	return result, true
}

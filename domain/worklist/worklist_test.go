package worklist

import (
	"slices"
	"testing"

	"aldia/domain/money"
	"aldia/domain/strategy"
	"aldia/platform/id"
)

const (
	ana, luis    = id.ID(1), id.ID(2)
	banco, coop  = id.ID(10), id.ID(11)
	now          = int64(1_000_000_000_000)
	anHour       = int64(3_600_000_000)
	thisPerson   = id.ID(100)
	otherPerson  = id.ID(101)
	pastTheLimit = 20*60*1_000_000 + 1
)

func TestTheOrderInWhichCasesAreGiven(t *testing.T) {
	t.Parallel()
	want := []Work{
		{PersonID: 9, State: Locked, LockedBy: ana, Priority: 1}, // what she has in hand, however small
		{PersonID: 8, AgentID: ana, Priority: 7},                 // hers
		{PersonID: 3, AgentID: ana, Priority: 2},
		{PersonID: 7, Priority: 9}, // anybody's, even when it is larger
		{PersonID: 1, Priority: 5}, // as large as the next: the same order every time
		{PersonID: 2, Priority: 5},
	}
	got := []Work{want[4], want[3], want[5], want[2], want[0], want[1]}
	slices.SortFunc(got, func(x, y Work) int {
		if x.Before(y, ana) {
			return -1
		}
		return 1
	})
	if !slices.Equal(got, want) {
		t.Errorf("the order is %v", got)
	}
}

func TestWhatIsOverdueComesBeforeWhatIsNotDueYet(t *testing.T) {
	t.Parallel()
	s, err := strategy.Default()
	if err != nil {
		t.Fatal(err)
	}
	worth := func(code string, broken int64, pastDue money.Amount) int64 {
		step, known := s.StepByCode(code)
		if !known {
			t.Fatalf("the strategy has no step %s", code)
		}
		return strategy.Priority(step.Weight, broken, pastDue)
	}
	for _, c := range []struct {
		says          string
		first, second Work
	}{
		{"anybody's overdue debt before her own reminder",
			Work{PersonID: 2, Priority: worth("early", 0, 100)},
			Work{PersonID: 1, AgentID: ana, Priority: worth("reminder", 0, 0)}},
		{"anybody's old debt before her own reminder",
			Work{PersonID: 2, Priority: worth("recovery", 0, 100)},
			Work{PersonID: 1, AgentID: ana, Priority: worth("reminder", 0, 0)}},
		{"anybody's overdue debt before somebody of hers who has to be found",
			Work{PersonID: 2, Priority: worth("late", 0, 100)},
			Work{PersonID: 1, AgentID: ana, Priority: worth("locate", 5, 9e9)}},
		{"her own small overdue debt before anybody's large one",
			Work{PersonID: 2, AgentID: ana, Priority: worth("early", 0, 100)},
			Work{PersonID: 1, Priority: worth("middle", 0, 9e9)}},
		{"a call that was agreed, at its hour, before her own worst case",
			Work{PersonID: 2, Priority: agreed + worth("reminder", 0, 0)},
			Work{PersonID: 1, AgentID: ana, Priority: worth("middle", 5, 9e9)}},
		{"a broken promise before a larger sum of the same step",
			Work{PersonID: 2, Priority: worth("early", 1, 100)}, Work{PersonID: 1, Priority: worth("early", 0, 9e9)}},
		{"her own reminder before anybody's",
			Work{PersonID: 2, AgentID: ana, Priority: worth("reminder", 0, 0)},
			Work{PersonID: 1, Priority: worth("reminder", 0, 0)}},
		{"what she has in hand before all",
			Work{PersonID: 2, State: Locked, LockedBy: ana, Priority: worth("locate", 0, 0)},
			Work{PersonID: 1, AgentID: ana, Priority: agreed + worth("middle", 5, 9e9)}},
	} {
		if !c.first.Before(c.second, ana) || c.second.Before(c.first, ana) {
			t.Errorf("not %s", c.says)
		}
	}
}

func TestALockWithoutASignOfLifeHoldsNothing(t *testing.T) {
	t.Parallel()
	w := Work{State: Locked, LockedBy: ana, LockedAt: now}
	if by := w.HeldBy(now + anHour/3); by != ana {
		t.Errorf("after twenty minutes it is held by %d", by)
	}
	if by := w.HeldBy(now + pastTheLimit); by != 0 {
		t.Errorf("after more it is held by %d", by)
	}
}

func TestWhatTheCloseMakesOfARow(t *testing.T) {
	t.Parallel()
	ready := Work{PersonID: thisPerson, CreditorID: banco, Priority: 5, ReadyAt: now - anHour, Step: "early"}
	as := func(change func(*Work)) Work { w := ready; change(&w); return w }
	wish := Place{PersonID: thisPerson, CreditorID: banco, Priority: 5, Step: "early"}
	wishing := func(change func(*Place)) Place { p := wish; change(&p); return p }
	for _, c := range []struct {
		says string
		was  Work
		wish Place
		want changes
	}{
		{"as wanted already: nothing is written", ready, wish, changes{}},
		{"another hour that has passed too: nothing is written", ready,
			wishing(func(p *Place) { p.ReadyAt = now - 1 }), changes{}},
		{"it is worth more now", ready, wishing(func(p *Place) { p.Priority = 9 }),
			changes{update: []Work{as(func(w *Work) { w.Priority = 9 })}}},
		{"a call was agreed, and it is worth more now: it stays agreed",
			as(func(w *Work) { w.Priority = agreed + 5 }), wishing(func(p *Place) { p.Priority = 9 }),
			changes{update: []Work{as(func(w *Work) { w.Priority = agreed + 9 })}}},
		{"a call was agreed, and nothing else changed: nothing is written",
			as(func(w *Work) { w.Priority = agreed + 5 }), wish, changes{}},
		{"not before tomorrow", ready, wishing(func(p *Place) { p.ReadyAt = now + anHour }),
			changes{update: []Work{as(func(w *Work) { w.ReadyAt, w.State = now+anHour, Waiting })}}},
		{"paid: off the list", ready, wishing(func(p *Place) { p.Remove = true }),
			changes{remove: []int64{int64(thisPerson)}}},
		{"locked: it stays locked, and is worth more when it comes back",
			as(func(w *Work) { w.State, w.LockedBy, w.LockedAt = Locked, ana, now }),
			wishing(func(p *Place) { p.Priority = 9 }),
			changes{update: []Work{as(func(w *Work) {
				w.State, w.LockedBy, w.LockedAt, w.Priority = Locked, ana, now, 9
			})}}},
		{"locked and paid: it goes when the agent lets go",
			as(func(w *Work) { w.State, w.LockedBy, w.LockedAt = Locked, ana, now }),
			wishing(func(p *Place) { p.Remove = true }),
			changes{update: []Work{as(func(w *Work) {
				w.State, w.LockedBy, w.LockedAt, w.ReadyAt = Locked, ana, now, never
			})}}},
		{"the debtor asked to be called on Thursday: the close does not call on Tuesday",
			as(func(w *Work) { w.State, w.ReadyAt, w.AgainAt = Waiting, now+2*anHour, now+2*anHour }), wish,
			changes{}},
		{"but a later hour of the close counts",
			as(func(w *Work) { w.State, w.ReadyAt, w.AgainAt = Waiting, now+anHour, now+anHour }),
			wishing(func(p *Place) { p.ReadyAt = now + 2*anHour }),
			changes{update: []Work{as(func(w *Work) {
				w.State, w.ReadyAt, w.AgainAt = Waiting, now+2*anHour, now+anHour
			})}}},
		{"it waited for the close and may be called at once now",
			as(func(w *Work) { w.State, w.ReadyAt = Waiting, now+anHour }), wish,
			changes{update: []Work{as(func(w *Work) { w.State, w.ReadyAt = Ready, 0 })}}},
	} {
		got := plan(map[id.ID]Work{thisPerson: c.was}, nil, runsOf([]Place{c.wish}), now)
		if !slices.Equal(got.insert, c.want.insert) || !slices.Equal(got.update, c.want.update) ||
			!slices.Equal(got.remove, c.want.remove) {
			t.Errorf("%s:\n got %+v\nwant %+v", c.says, got, c.want)
		}
	}
}

func TestANewPersonComesOnceAndARemovalOfNobodyWritesNothing(t *testing.T) {
	t.Parallel()
	got := plan(map[id.ID]Work{}, nil, runsOf([]Place{
		{PersonID: thisPerson, CreditorID: banco, Priority: 1},
		{PersonID: otherPerson, Remove: true},
		{PersonID: thisPerson, CreditorID: banco, Priority: 2, ReadyAt: now + anHour}, // the later wish counts
	}), now)
	want := []Work{{PersonID: thisPerson, CreditorID: banco, Priority: 2, ReadyAt: now + anHour, State: Waiting}}
	if !slices.Equal(got.insert, want) || len(got.update) > 0 || len(got.remove) > 0 {
		t.Errorf("got %+v", got)
	}
}

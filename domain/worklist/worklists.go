package worklist

import (
	"context"
	"slices"
	"time"

	"aldia/domain/contact"
	"aldia/platform/audit"
	"aldia/platform/auth"
	"aldia/platform/db"
	"aldia/platform/id"
)

const (
	// claimTries is how often an agent looks again when others took the cases they had seen. Each try passes
	// over the rows that are being taken at that moment, so a second one is rare.
	claimTries = 8
	// putOffs is how many cases in a row are put off, whom the law lets nobody call yet, before an agent is told
	// that there is nothing to do: each costs as much as giving one out.
	putOffs = 50
	// wakeChunk is how many rows are woken in one transaction: short enough to pass between two agents.
	wakeChunk = 2000
)

// Neighbours is what the worklist asks of others.
type Neighbours struct {
	// Keep notes in the cases of persons which agent keeps them, none for anybody, and places them anew; within
	// the transaction of an assignment. The persons come in order.
	Keep func(tx db.Tx, persons []id.ID, agent id.ID) error
	// Find gives the persons that a text names: by name, document, telephone or account.
	Find func(ctx context.Context, text string, creditors []id.ID) ([]id.ID, error)
	// Barred says until when the law lets nobody take a step with a person about the debts to a creditor; zero:
	// it does, or time does not heal it. Without it nobody is held back.
	Barred func(tx db.Tx, person, creditor id.ID, step string) (until time.Time, err error)
}

// Worklists is the front door of the worklist.
type Worklists struct {
	db         *db.DB
	neighbours Neighbours
}

// NewWorklists opens the front door.
func NewWorklists(d *db.DB, n Neighbours) *Worklists { return &Worklists{db: d, neighbours: n} }

func (l *Worklists) now() int64 { return db.Micros(l.db.Now()) }

// works says whether who acts may work cases as this agent: nobody takes cases in the name of another, but
// the program.
func works(ctx context.Context, agent id.ID) error {
	who, err := auth.Allow(ctx, auth.CaseWork)
	if err != nil {
		return err
	}
	if who.ID != agent && who.Role != auth.System {
		return auth.ErrForbidden
	}
	return nil
}

// Next gives the agent their next case and locks it to them: the one they have in hand if there is one,
// then the best of those they keep, then the best of anybody's. found is false when there is nothing to do.
// No case is given to two.
func (l *Worklists) Next(ctx context.Context, a Agent) (person id.ID, found bool, err error) {
	err = l.db.Write(ctx, func(tx db.Tx) error {
		// A lock that a power cut takes away is a case that anybody may have again.
		if err := db.DurableLater(tx); err != nil {
			return err
		}
		person, found, err = l.NextTx(ctx, tx, a)
		return err
	})
	return person, found, err
}

// NextTx does so in a transaction that has begun.
func (l *Worklists) NextTx(ctx context.Context, tx db.Tx, a Agent) (person id.ID, found bool, err error) {
	if err := works(ctx, a.ID); err != nil {
		return 0, false, err
	}
	for range putOffs {
		person, barred, found, err := l.nextOf(tx, a, l.now())
		if err != nil || !barred {
			return person, found, err
		}
	}
	return 0, false, nil
}

// nextOf takes the agent's next case. barred says that it was one whom the law lets nobody call yet: it waits
// now, and there may be others.
func (l *Worklists) nextOf(tx db.Tx, a Agent, now int64) (person id.ID, barred, found bool, err error) {
	first, found, err := claimed(tx, a, now)
	if err != nil || !found || first.State == Locked || l.neighbours.Barred == nil {
		return first.PersonID, false, found, err
	}
	until, err := l.neighbours.Barred(tx, first.PersonID, first.CreditorID, first.Step)
	if err != nil || until.IsZero() {
		return first.PersonID, false, true, err
	}
	return 0, true, false, putOff(tx, a.ID, first, db.Micros(until), now)
}

// claimed locks the agent's next case to them and gives its row as it was (one in hand: Locked).
func claimed(tx db.Tx, a Agent, now int64) (first Work, found bool, err error) {
	for range claimTries {
		best, err := heads(tx, a, 1)
		if err != nil || len(best) == 0 {
			return first, false, err
		}
		first = slices.MinFunc(best, func(x, y Work) int {
			if x.Before(y, a.ID) {
				return -1
			}
			return 1
		})
		if first.State == Locked {
			return first, true, nil
		}
		claim := take
		if first.Also {
			claim = takeFurther
		}
		person, found, err := claim(tx, a.ID, first.AgentID, first.CreditorID, now)
		if err == nil && found && person != first.PersonID { // somebody was faster, and the one after is ours
			first, err = stepOf(tx, first, person)
		}
		if err != nil || found {
			return first, found, err
		}
	}
	return first, false, nil
}

// Open locks a given case to the agent: one they looked for, or whose person calls them. listed is false
// when the case is not on the list, because it rests or nothing is owed: it can be worked on all the same.
// It refuses with the name of the colleague who holds the case.
func (l *Worklists) Open(ctx context.Context, a Agent, person id.ID) (listed bool, err error) {
	err = l.db.Write(ctx, func(tx db.Tx) error {
		listed, err = l.OpenTx(ctx, tx, a, person)
		return err
	})
	return listed, err
}

// OpenTx does so in a transaction that has begun. When it refuses it has written nothing.
func (l *Worklists) OpenTx(ctx context.Context, tx db.Tx, a Agent, person id.ID) (listed bool, err error) {
	if err := works(ctx, a.ID); err != nil {
		return false, err
	}
	w, listed, err := rowOf(tx, person)
	if err != nil || !listed {
		return false, err
	}
	if seen, err := seesAny(tx, a, w); err != nil || !seen {
		return true, orElse(err, ErrUnseen)
	}
	held, err := heldCount(tx, a.ID, person)
	if err != nil {
		return true, err
	}
	if held >= MaxHeld {
		return true, ErrHeld.With(MaxHeld)
	}
	taken, err := seize(tx, a.ID, person, l.now())
	if err != nil || taken {
		return true, err
	}
	if w, listed, err = rowOf(tx, person); err != nil || !listed {
		return listed, err
	}
	name, _, err := staffName(tx, w.LockedBy)
	if err != nil {
		return true, err
	}
	return true, ErrLocked.With(name)
}

// Release lets go of a case without a result. It goes back to where it was.
func (l *Worklists) Release(ctx context.Context, agent, person id.ID) error {
	return l.db.Write(ctx, func(tx db.Tx) error { return l.ReleaseTx(ctx, tx, agent, person) })
}

// ReleaseTx does so in a transaction that has begun.
func (l *Worklists) ReleaseTx(ctx context.Context, tx db.Tx, agent, person id.ID) error {
	if err := works(ctx, agent); err != nil {
		return err
	}
	return free(tx, agent, person, l.now())
}

// ReleaseAll lets go of everything an agent holds: they leave.
func (l *Worklists) ReleaseAll(ctx context.Context, agent id.ID) error {
	if err := works(ctx, agent); err != nil {
		return err
	}
	return l.db.Write(ctx, func(tx db.Tx) error { return free(tx, agent, 0, l.now()) })
}

// Alive is an agent's sign of life: what they hold stays theirs for another LockFor.
func (l *Worklists) Alive(ctx context.Context, agent id.ID) error {
	if err := works(ctx, agent); err != nil {
		return err
	}
	return l.db.Write(ctx, func(tx db.Tx) error { return touch(tx, agent, l.now()) })
}

// Ticked is what a tick did.
type Ticked struct {
	Woken int64 // rows whose time has come
	Freed int64 // rows whose agent has gone silent
}

// Tick wakes the rows whose time has come by now and frees the locks of agents who gave no sign of life. It
// is called every few seconds by one process or by several: the work is done once.
func (l *Worklists) Tick(ctx context.Context, now time.Time) (done Ticked, err error) {
	at := db.Micros(now)
	err = l.db.WriteBatch(ctx, func(tx db.Tx) error {
		done.Freed, err = freeSilent(tx, at)
		return err
	})
	for n := int64(wakeChunk); err == nil && n == wakeChunk; done.Woken += n {
		err = l.db.WriteBatch(ctx, func(tx db.Tx) error {
			n, err = wake(tx, at, wakeChunk)
			return err
		})
	}
	for n := int64(wakeChunk); err == nil && n >= wakeChunk; done.Woken += n {
		err = l.db.WriteBatch(ctx, func(tx db.Tx) error {
			n, err = wakeFurther(tx, at, wakeChunk)
			return err
		})
	}
	return done, err
}

// AfterResultTx puts the case where its result sends it, and lets go of it: it waits until it may be called
// again, or leaves the list when it rests without end. When a colleague holds the case, since the result is
// of a call that came in, they keep it and it moves when they let go. It runs after treatment has decided
// on the case.
func (l *Worklists) AfterResultTx(tx db.Tx, r contact.Recorded) error {
	if r.AgainAt.IsZero() {
		if ended, err := end(tx, r); err != nil || ended {
			return err
		}
		return settleSeveral(tx, r, never, l.now())
	}
	until, again := db.Micros(r.AgainAt), db.Micros(r.AgainAt)
	if r.Rests() {
		again = 0
	}
	if rested, err := rest(tx, r, until, again, l.now()); err != nil || rested {
		return err
	}
	return settleSeveral(tx, r, until, l.now())
}

// Assign gives the cases of persons to an agent to keep, or to anybody when agent is none. A case that is
// locked stays with whoever works on it until they are done.
func (l *Worklists) Assign(ctx context.Context, persons []id.ID, agent id.ID) error {
	who, err := auth.Allow(ctx, auth.CaseAssign)
	switch {
	case err != nil:
		return err
	case len(persons) == 0:
		return ErrNobody.On("persons")
	case len(persons) > MaxAssigned:
		return ErrTooMany.With(MaxAssigned).On("persons")
	}
	persons = slices.Clone(persons)
	slices.Sort(persons)
	persons = slices.Compact(persons)
	return l.db.Write(ctx, func(tx db.Tx) error {
		if agent != 0 {
			if _, found, err := staffName(tx, agent); err != nil || !found {
				return orElse(err, ErrStranger.On("agent"))
			}
		}
		if err := l.neighbours.Keep(tx, persons, agent); err != nil {
			return err
		}
		if err := assign(tx, listOf(persons), agent); err != nil {
			return err
		}
		entry := audit.Entry{At: l.db.Now(), ByUser: who.ID, What: "worklist.assigned", On: "staff", OnID: agent}
		if len(persons) == 1 {
			entry.Person = persons[0]
			return audit.AppendTx(tx, entry)
		}
		chunk := audit.NewChunk()
		for _, p := range persons {
			chunk.Add(p, int64(agent))
		}
		return audit.AppendChunkTx(tx, entry, chunk)
	})
}

func orElse(err, other error) error {
	if err != nil {
		return err
	}
	return other
}

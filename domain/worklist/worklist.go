// Package worklist is what an agent does next. The day's close places a row for every person who is to be
// called; a row is ready, or waits for its hour, or is locked to the agent who works on it. An agent who
// asks for the next case gets the best ready one, which nobody else gets until a result is recorded, the
// agent lets go of it, or gives no sign of life for LockFor. What comes after a result is in the result:
// the row waits until then, or leaves the list.
//
// A person who owes several creditors is one case with a row for each creditor whose debts are to be
// worked, so that whoever may see any of them can be given the case. The person is locked as a whole: one
// agent has them, over all creditors. A result sends all rows where it sends the person (call again in
// two hours, at an agreed hour, never); but what is of one creditor's debts, such as a promise or a
// claim, rests the row of that creditor alone, and the others are as ready as they were.
//
// The rules stand in this file and know no database; Worklists is the front door.
package worklist

import (
	"math"
	"slices"
	"time"

	"aldia/domain/strategy"
	"aldia/domain/treatment"
	"aldia/platform/fault"
	"aldia/platform/id"
)

// State says whether a case can be given out.
type State int64

// The states, as they are kept.
const (
	Ready   State = 0
	Waiting State = 1
	Locked  State = 2
)

// Text is the word for a state, also of its sentence: worklist.state.ready.
func (s State) Text() string {
	switch s {
	case Ready:
		return "ready"
	case Waiting:
		return "waiting"
	case Locked:
		return "locked"
	}
	return "unknown"
}

const (
	// LockFor is how long a case stays with an agent without a sign of life: longer than a long call, shorter
	// than a lunch.
	LockFor = 20 * time.Minute
	// aliveEvery spares the writer: a sign of life sooner after the last one is not written.
	aliveEvery = time.Minute
	// MaxHeld is how many cases an agent may hold at once: the one on the telephone and a few looked up
	// meanwhile.
	MaxHeld = 5
	// MaxAssigned is how many persons one assignment may name: each is decided anew in one transaction.
	MaxAssigned = 500
	// MaxPage bounds a list on a screen.
	MaxPage = 50
	// agreed is added to the priority of a call that was agreed with the person: at its hour it comes before
	// all else. No strategy gives as much.
	agreed int64 = 1_000_000_000_000
	// never is the ready time of a locked row whose case has ended: the row goes when the lock does.
	never = math.MaxInt64
)

// What a person can be told.
var (
	ErrLocked   = fault.New(fault.Conflict, "worklist.locked_by")
	ErrUnseen   = fault.New(fault.Forbidden, "worklist.unseen")
	ErrHeld     = fault.New(fault.Limit, "worklist.too_many_held")
	ErrTooMany  = fault.New(fault.Limit, "worklist.too_many_persons")
	ErrNobody   = fault.New(fault.Invalid, "worklist.nobody_chosen")
	ErrStranger = fault.New(fault.Missing, "worklist.no_such_agent")
	ErrSort     = fault.New(fault.Invalid, "worklist.no_such_sort")
)

// Agent is who asks, with the creditors whose debts they may see.
type Agent struct {
	ID        id.ID
	Creditors []id.ID
}

// Sees says whether the agent may work on the debts of a creditor.
func (a Agent) Sees(creditor id.ID) bool { return slices.Contains(a.Creditors, creditor) }

// Work is a row of the worklist.
type Work struct {
	PersonID   id.ID
	AgentID    id.ID // none: anybody's
	CreditorID id.ID
	State      State
	Priority   int64
	ReadyAt    int64 // microseconds
	AgainAt    int64 // what the last result asked for: the close does not call sooner
	LockedBy   id.ID
	LockedAt   int64
	Step       string
	// Further is how many rows of other creditors the person has beside this one, which is their lock, and
	// Also says that this is one of those.
	Further int64
	Also    bool
}

// Before says whether the agent is given w before other: what they have in hand, then calls that were
// agreed, then what is overdue, and last what can wait. Of each the cases they keep come before
// anybody's; among those the priority decides, and the order is the same every time.
func (w Work) Before(other Work, agent id.ID) bool {
	if a, b := w.turn(agent), other.turn(agent); a != b {
		return a < b
	}
	if a, b := w.AgentID == agent, other.AgentID == agent; a != b {
		return a
	}
	if w.Priority != other.Priority {
		return w.Priority > other.Priority
	}
	return w.PersonID < other.PersonID
}

func (w Work) turn(agent id.ID) int {
	switch {
	case w.State == Locked && w.LockedBy == agent:
		return 0
	case Agreed(w.Priority):
		return 1
	case strategy.Waits(w.Priority):
		return 3
	}
	return 2
}

// Agreed says whether a case of this priority is a call at an hour that was agreed with the person.
func Agreed(priority int64) bool { return priority >= agreed }

// HeldBy gives who holds the case at an instant, or none. A lock without a sign of life for LockFor holds
// nothing, even before the tick has freed it.
func (w Work) HeldBy(now int64) id.ID {
	if w.State != Locked || w.LockedAt < now-LockFor.Microseconds() {
		return 0
	}
	return w.LockedBy
}

// Place is what the close, or a decision in between, wants of a person's case.
type Place = treatment.Place

// placed is the row after a decision. A locked row stays with its agent, and if its case is to leave the
// list it does so when the agent lets go. A row that a result put off waits at least as long as the result
// asked for.
func (w Work) placed(p Place, now int64) Work {
	if p.Remove {
		w.ReadyAt, w.AgainAt = never, 0
		return w
	}
	w.AgentID, w.CreditorID, w.Step = p.AgentID, p.CreditorID, p.Step
	if p.Unreachable && Agreed(w.Priority) { // it would ring nowhere: find them first
		w.Priority, w.AgainAt = w.Priority%agreed, 0
	}
	w.Priority = w.Priority/agreed*agreed + p.Priority // a call that was agreed stays agreed
	ready := w.readyAt(p)
	if ready > now || w.ReadyAt > now {
		w.ReadyAt = ready // two times that have both passed are the same to everybody: nothing is written
	}
	if w.State != Locked {
		w.State = stateAt(w.ReadyAt, now)
	}
	return w
}

// readyAt is when a row may be given out: not before the decision, the last result and the law let it be. The
// law knows of a call that was agreed, and of what that opens.
func (w Work) readyAt(p Place) int64 {
	return max(p.ReadyAt, w.AgainAt, p.LawfulAt)
}

func stateAt(readyAt, now int64) State {
	if readyAt > now {
		return Waiting
	}
	return Ready
}

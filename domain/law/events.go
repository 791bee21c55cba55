package law

import (
	"aldia/platform/db"
	"aldia/platform/event"
	"aldia/platform/id"
)

// NameCancelled is announced within the transaction that cancels permits; its body is a Cancellation. Who
// has a message or a call in a queue takes it out.
const NameCancelled event.Name = "permit.cancelled"

// NameMarked is announced within the transaction in which somebody sets down, or ends, what stands for or
// against contacting a person; its body is the Mark. Who plans contacts with them plans anew.
const NameMarked event.Name = "mark.changed"

// Cancellation is permits of a person that are no leave any more.
type Cancellation struct {
	PersonID id.ID   `json:"person_id"`
	Permits  []id.ID `json:"permits"`
	Why      string  `json:"why"`
}

// CancelTx takes back the open permits of some persons, of one channel or, when that is empty, of all. Why is
// the kind of a mark, or what else happened: "paid". It gives how many there were.
func (g *Gate) CancelTx(tx db.Tx, persons []id.ID, channel Channel, why string) (int, error) {
	list := make(db.List, len(persons))
	for i, p := range persons {
		list[i] = int64(p)
	}
	var told []Cancellation
	var permits db.List
	err := openOf(tx, list, channel, func(person, permit id.ID) {
		if n := len(told); n == 0 || told[n-1].PersonID != person {
			told = append(told, Cancellation{PersonID: person, Why: why})
		}
		last := &told[len(told)-1]
		last.Permits = append(last.Permits, permit)
		permits = append(permits, int64(permit))
	})
	if err != nil || len(permits) == 0 {
		return 0, err
	}
	now := g.db.Now()
	if err := cancel(tx, permits, why, now); err != nil {
		return 0, err
	}
	for _, c := range told {
		e := event.Event{Name: NameCancelled, Key: c.PersonID, At: now, Body: c}
		if err := g.bus.PublishTx(tx, e); err != nil {
			return 0, err
		}
	}
	return len(permits), nil
}

// MoveTx gives what the gate keeps of a person to the one that they turned out to be.
func (g *Gate) MoveTx(tx db.Tx, from, into id.ID) error { return movePermits(tx, from, into) }

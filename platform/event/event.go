// Package event lets a noun announce what happened without knowing who cares: `payment` publishes
// payment.Received, and `promise` listens. There are two ways to listen. On runs within the transaction that
// publishes, so that both happen or neither. After runs later, at least once, in the order of publication for
// each key, and is for what leaves the database: a message, a screen, another system.
//
// A listener of the second kind may be called twice for one event, when a process dies between the work and
// the note that it is done; it recognises an event by its ID. Order holds for events of one key that were
// published one after the other; two transactions that publish for one key at the same instant have no order.
package event

import (
	"context"
	"encoding/json"
	"fmt"
	"sort"
	"time"

	"aldia/platform/db"
	"aldia/platform/id"
)

// Name is a noun and what became of it: "payment.received". A package declares its own as constants.
type Name string

// Event is something that happened.
type Event struct {
	ID   id.ID // given by PublishTx
	Name Name
	Key  id.ID     // whose event it is, a person's as a rule: one key, one order. Zero: any order
	At   time.Time // given by PublishTx when it is zero
	Body any       // the package's own struct, with JSON tags: another process may read it
}

// Body is what an event carries. It works alike in both kinds of listeners.
func Body[T any](e Event) (T, error) {
	if body, same := e.Body.(T); same {
		return body, nil
	}
	var body T
	raw, isRaw := e.Body.(json.RawMessage)
	if !isRaw {
		return body, fmt.Errorf("event: %s carries a %T, not a %T", e.Name, e.Body, body)
	}
	if err := json.Unmarshal(raw, &body); err != nil {
		return body, fmt.Errorf("event: body of %s: %w", e.Name, err)
	}
	return body, nil
}

// Subscription is one line of the plan of who hears what.
type Subscription struct {
	Name       Name
	Subscriber string
	Later      bool // heard after the transaction
}

type (
	within func(tx db.Tx, e Event) error
	later  func(ctx context.Context, e Event) error
)

// Bus carries events to who listens. It is filled while the program is built and does not change afterwards.
type Bus struct {
	db     *db.DB
	on     map[Name][]within
	after  map[Name][]string
	by     map[string]later // by name and subscriber
	plan   []Subscription
	wake   chan struct{}
	failed func(ctx context.Context, e Event, subscriber string, err error)
}

// NewBus makes an empty bus. failed is told of each failed delivery, for the log.
func NewBus(d *db.DB, failed func(ctx context.Context, e Event, subscriber string, err error)) *Bus {
	return &Bus{db: d, on: map[Name][]within{}, after: map[Name][]string{}, by: map[string]later{},
		wake: make(chan struct{}, 1), failed: failed}
}

// On calls f within the transaction that publishes. Listeners of one event are called in the order of their
// subscription; an error of one undoes everything.
func (b *Bus) On(name Name, subscriber string, f func(tx db.Tx, e Event) error) {
	b.on[name] = append(b.on[name], f)
	b.plan = append(b.plan, Subscription{Name: name, Subscriber: subscriber})
}

// After calls f once the event is durable. The subscriber's name is kept with what waits for it, so it must
// stay the same from one version of the program to the next.
func (b *Bus) After(name Name, subscriber string, f func(ctx context.Context, e Event) error) {
	if _, twice := b.by[route(name, subscriber)]; twice {
		panic("event: " + subscriber + " listens twice to " + string(name))
	}
	b.by[route(name, subscriber)] = f
	b.after[name] = append(b.after[name], subscriber)
	b.plan = append(b.plan, Subscription{Name: name, Subscriber: subscriber, Later: true})
}

func route(name Name, subscriber string) string { return string(name) + " " + subscriber }

// Subscriptions is who hears what, by event.
func (b *Bus) Subscriptions() []Subscription {
	plan := append([]Subscription(nil), b.plan...)
	sort.SliceStable(plan, func(i, j int) bool { return plan[i].Name < plan[j].Name })
	return plan
}

// PublishTx announces an event within the transaction in which it happened. It costs nothing when nobody
// listens.
func (b *Bus) PublishTx(tx db.Tx, e Event) error {
	now, later := b.on[e.Name], b.after[e.Name]
	if len(now)+len(later) == 0 {
		return nil
	}
	if e.ID == 0 {
		e.ID = b.db.IDs().New()
	}
	if e.At.IsZero() {
		e.At = b.db.Now()
	}
	if len(later) > 0 {
		if err := b.queueTx(tx, e, later); err != nil {
			return err
		}
	}
	for _, f := range now {
		if err := f(tx, e); err != nil {
			return err
		}
	}
	return nil
}

func (b *Bus) queueTx(tx db.Tx, e Event, subscribers []string) error {
	body, err := json.Marshal(e.Body)
	if err != nil {
		return fmt.Errorf("event: body of %s: %w", e.Name, err)
	}
	for i, subscriber := range subscribers {
		row := e.ID
		if i > 0 {
			row = b.db.IDs().New()
		}
		if err := insertTx(tx, row, subscriber, e, string(body)); err != nil {
			return err
		}
	}
	tx.AfterCommit(b.rouse)
	return nil
}

// rouse wakes one worker, who wakes the next when there is more than one can do.
func (b *Bus) rouse() {
	select {
	case b.wake <- struct{}{}:
	default:
	}
}

package contact

import (
	"context"
	"errors"
	"math"
	"slices"
	"sync"
	"time"

	"aldia/domain/calendar"
	"aldia/domain/law"
	"aldia/domain/party"
	"aldia/platform/audit"
	"aldia/platform/auth"
	"aldia/platform/db"
	"aldia/platform/event"
	"aldia/platform/id"
)

// Contacts is the front door to attempts and conversations.
type Contacts struct {
	db      *db.DB
	trees   *Trees
	bus     *event.Bus
	persons *party.Persons
	gate    *law.Gate
	zones   sync.Map // name → *time.Location: reading one from disk costs more than all the rest
}

// NewContacts opens the front door.
func NewContacts(
	d *db.DB, trees *Trees, bus *event.Bus, persons *party.Persons, gate *law.Gate,
) *Contacts {
	return &Contacts{db: d, trees: trees, bus: bus, persons: persons, gate: gate}
}

func (c *Contacts) record(ctx context.Context, tx db.Tx, r Result, how leave) (Recorded, error) {
	who, err := auth.Allow(ctx, auth.CaseWork)
	if err != nil {
		return Recorded{}, err
	}
	if r.Party == "" {
		r.Party = Parties()[0]
	}
	switch {
	case !slices.Contains(Channels(), r.Channel):
		return Recorded{}, ErrChannel.With(r.Channel)
	case !slices.Contains(Parties(), r.Party):
		return Recorded{}, ErrParty.With(r.Party)
	}
	s, err := sceneOf(tx, who.ID, &r, how.look(c, who.ID, &r)...)
	if err != nil {
		return Recorded{}, err
	}
	if s.earlier != 0 {
		return repeated(tx, who.ID, &r)
	}
	w, err := c.weigh(tx, &s, &r)
	if err != nil {
		return Recorded{}, err
	}
	if err := how.settle(c, &r); err != nil {
		return Recorded{}, err
	}
	done := r.follow(&w.leaf, w.at, w.today, w.place)
	done.ContactID, done.UserID, done.TreeID = c.db.IDs().New(), who.ID, s.treeID
	done.Inbound, done.PermitID = how.way == heard, how.permitID
	done.Also = others(w.debts, r.CreditorID)
	fresh, err := add(tx, &done, &r)
	if err != nil {
		return Recorded{}, err
	}
	if !fresh {
		return repeated(tx, who.ID, &r) // the same click, a moment earlier, on another connection
	}
	if err := addDebts(tx, done.ContactID, w.debts); err != nil {
		return Recorded{}, err
	}
	for _, d := range w.debts {
		done.Debts = append(done.Debts, d.account)
	}
	d, err := how.answer(ctx, tx, c, &done, &r)
	if err != nil {
		return Recorded{}, err
	}
	if err := c.announce(tx, done, &r, &w.leaf, &s); err != nil || !done.Breach {
		return done, err
	}
	err = tellBreach(tx, &done, &d)
	return done, err
}

// announce does what follows: the telephone is marked, the number found is kept, who listens hears of it,
// and the book gets its entry last, since it is locked from there to the end.
func (c *Contacts) announce(tx db.Tx, done Recorded, r *Result, leaf *Leaf, s *scene) error {
	cause := party.Cause{At: done.At, ByUser: done.UserID, Contact: done.ContactID}
	if leaf.Mark != "" && r.ContactPointID != 0 && leaf.Mark.state() != s.point {
		_, err := c.persons.MarkTx(tx, r.ContactPointID, leaf.Mark.state(), cause)
		// What the person asked for stands, whatever was heard on the line: the result is kept, the mark is not.
		if err != nil && !errors.Is(err, party.ErrPointConsent) && !errors.Is(err, party.ErrPointMove) {
			return err
		}
	}
	if r.NewPhone != "" {
		_, err := c.persons.AddPointTx(tx, r.PersonID, party.PointPhone, r.NewPhone, s.country, cause)
		if err != nil {
			return err
		}
	}
	err := c.bus.PublishTx(tx, event.Event{Name: NameRecorded, Key: done.PersonID, At: done.At, Body: done})
	if err != nil {
		return err
	}
	return audit.AppendTx(tx, audit.Entry{At: done.At, ByUser: done.UserID, What: string(NameRecorded),
		On: "contact", OnID: done.ContactID, Person: done.PersonID, Detail: bookLine{
			Creditor: done.CreditorID, Leaf: done.Leaf, Amount: int64(done.Amount), Currency: string(done.Currency),
			PromisedOn: done.PromisedOn.Text(), Hold: string(done.Hold), CallAt: hourOf(done.CallbackAt),
			Inbound: done.Inbound, Permit: done.PermitID,
		}})
}

// bookLine is what the book says of a contact; the rest stands in the contact itself, which is never
// changed.
type bookLine struct {
	Creditor   id.ID  `json:"creditor"`
	Leaf       string `json:"leaf"`
	Amount     int64  `json:"amount,omitempty"`
	Currency   string `json:"currency,omitempty"`
	PromisedOn string `json:"promised_on,omitempty"`
	Hold       string `json:"hold,omitempty"`
	Inbound    bool   `json:"inbound,omitempty"`
	Permit     id.ID  `json:"permit,omitempty"`
	CallAt     string `json:"call_at,omitempty"` // RFC 3339, of a call that was agreed
}

func hourOf(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.UTC().Format(time.RFC3339)
}

// follow says what a checked result means: when to call again, or how long to rest.
func (r *Result) follow(l *Leaf, at time.Time, today calendar.Day, place *time.Location) Recorded {
	again, until := l.Again.At(at, place, r.CallbackAt), l.Hold.Until(today, r.PromisedOn)
	if until != calendar.NoDay {
		again = morning(until+1, place)
	}
	return Recorded{
		PersonID: r.PersonID, CreditorID: r.CreditorID, Channel: r.Channel, ContactPointID: r.ContactPointID,
		Party: r.Party, At: at, OnDay: today, Leaf: l.Path, Kind: l.Kind, Reached: l.Reached,
		Amount: r.Amount.Amount, Currency: r.Amount.Currency, PromisedOn: r.PromisedOn, CallbackAt: r.CallbackAt,
		AgainAt: again, Hold: l.Hold.Reason, HoldUntilOn: until,
	}
}

// sane refuses a promise of more than is owed: a telephone number typed as a sum, or the debts to everybody
// promised to one creditor. Payments to that one could never keep it. Where the person has not been looked
// at yet, before the first close, nobody can say.
func (r *Result) sane(l *Leaf, s *scene) error {
	switch {
	case !l.Asks(AskAmount), !s.known:
		return nil
	case s.owed <= 0:
		return ErrNotOwed.With(string(r.Amount.Currency))
	case r.Amount.Amount-r.Amount.Amount/(promiseRoom+1) > s.owed:
		return ErrOverDebt.With(s.owed.Format(r.Amount.Currency, s.country), string(r.Amount.Currency))
	}
	return nil
}

func repeated(tx db.Tx, user id.ID, r *Result) (Recorded, error) {
	before, found, err := byKey(tx, user, r.Key)
	if err != nil {
		return Recorded{}, err
	}
	if !found || before.PersonID != r.PersonID || before.Leaf != r.Leaf {
		return Recorded{}, ErrKeyReused
	}
	return before.Recorded, nil
}

func (c *Contacts) zone(name string) (*time.Location, error) {
	if known, ok := c.zones.Load(name); ok {
		if place, ok := known.(*time.Location); ok {
			return place, nil
		}
	}
	place, err := time.LoadLocation(name)
	if err != nil {
		return nil, err
	}
	c.zones.Store(name, place)
	return place, nil
}

// MaxPage bounds a page of a history.
const MaxPage = 100

// History gives the contacts with a person, newest first, from before a contact on (none: from the newest).
// more says that there are older ones.
func (c *Contacts) History(
	ctx context.Context, person, before id.ID, limit int,
) (page []Contact, more bool, err error) {
	if limit <= 0 || limit > MaxPage {
		limit = MaxPage
	}
	if before == 0 {
		before = math.MaxInt64
	}
	err = c.db.Read(ctx, func(tx db.Tx) error {
		if page, err = history(tx, person, before, limit+1); err != nil {
			return err
		}
		if more = len(page) > limit; more {
			page = page[:limit]
		}
		if err := readDebts(tx, page); err != nil {
			return err
		}
		for i := range page {
			if page[i].What, err = c.trees.leaf(tx, page[i].TreeID, page[i].Leaf); err != nil {
				return err
			}
		}
		return nil
	})
	return page, more, err
}

// MoveTx gives the contacts with a person to the one that they turned out to be. What was recorded stays as
// it is.
func (c *Contacts) MoveTx(tx db.Tx, from, into id.ID) error { return move(tx, from, into) }

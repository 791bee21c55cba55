package law

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"aldia/platform/audit"
	"aldia/platform/auth"
	"aldia/platform/db"
	"aldia/platform/event"
	"aldia/platform/id"
)

// PackOf gives the pack of a country as the company has it.
type PackOf func(tx db.Tx, country string) (*Pack, error)

// Past is an earlier contact, as the noun above the law that keeps them tells it. One that was about several
// debts is told once for each.
type Past struct {
	PersonID, ContactID, CreditorID id.ID
	AccountID                       id.ID // none: any of the creditor's
	Event                           Event // without its debts
}

// AskPast gives the questions that tell each earlier contact of some persons since an instant, in any order.
type AskPast func(persons db.List, since time.Time, each func(Past)) []db.Question

// Gate is the one way to a contact: it answers, takes the place, and keeps both. Nothing else makes a Permit.
type Gate struct {
	db    *db.DB
	bus   *event.Bus
	packs PackOf
	past  AskPast
	zones sync.Map // name → *time.Location
	mu    sync.Mutex
	bare  map[string]*Pack // what holds in a country without a pack
}

// NewGate makes the gate.
func NewGate(d *db.DB, bus *event.Bus, packs PackOf, past AskPast) *Gate {
	return &Gate{db: d, bus: bus, packs: packs, past: past, bare: map[string]*Pack{}}
}

// Ask answers a proposal and reserves nothing: a moment later the answer may be another.
func (g *Gate) Ask(ctx context.Context, p Proposal) (d Decision, err error) {
	err = g.db.Read(ctx, func(tx db.Tx) error {
		d, err = g.AskTx(ctx, tx, p)
		return err
	})
	return d, err
}

// AskTx does so in a transaction that has begun.
func (g *Gate) AskTx(ctx context.Context, tx db.Tx, p Proposal) (Decision, error) {
	if _, err := auth.Allow(ctx, auth.CaseSee); err != nil {
		return Decision{}, err
	}
	if err := p.settle(g.db.Now()); err != nil {
		return Decision{}, err
	}
	d, err := g.dossierTx(tx, &p, false, 0)
	if err != nil {
		return Decision{}, err
	}
	return d.judge(&p, 0)
}

// Reserve answers a proposal and, where it is allowed, takes its place: the permit is to be spent or
// released. A refusal is kept and gives no permit; the decision says why. Who holds a permit for the same
// contact already gets that one again.
func (g *Gate) Reserve(ctx context.Context, p Proposal) (permit Permit, d Decision, err error) {
	err = g.db.Write(ctx, func(tx db.Tx) error {
		permit, d, err = g.ReserveTx(ctx, tx, p)
		return err
	})
	return permit, d, err
}

// ReserveTx does so in a transaction that has begun.
func (g *Gate) ReserveTx(ctx context.Context, tx db.Tx, p Proposal) (Permit, Decision, error) {
	who, err := auth.Allow(ctx, auth.CaseWork)
	if err != nil {
		return Permit{}, Decision{}, err
	}
	now := g.db.Now()
	if err := p.settle(now); err != nil {
		return Permit{}, Decision{}, err
	}
	dossier, err := g.dossierTx(tx, &p, true, 0)
	if err != nil {
		return Permit{}, Decision{}, err
	}
	if err := g.lapseTx(tx, dossier, now); err != nil {
		return Permit{}, Decision{}, err
	}
	held := dossier.heldBy(who.ID, &p, now)
	d, err := dossier.judge(&p, held.id)
	if err != nil {
		return Permit{}, Decision{}, err
	}
	if held.Valid() && d.Allowed {
		return held, d, nil
	}
	permit := Permit{
		id: g.db.IDs().New(), person: p.PersonID, creditor: p.CreditorID, user: who.ID, point: p.PointID,
		channel: p.Channel, party: p.Party, purpose: p.Purpose, source: p.Source, from: p.At,
		until: p.At.Add(p.Span), state: Open, debts: p.Debts,
	}
	if !d.Allowed {
		permit.state = Refused
	}
	if err := addPermit(tx, &permit, &d, kept{askedAt: now, stateAt: now}); err != nil {
		return Permit{}, Decision{}, err
	}
	if !d.Allowed {
		return Permit{}, d, nil
	}
	return permit, d, nil
}

// heldBy is the permit that somebody holds for this very contact.
func (d *Dossier) heldBy(user id.ID, p *Proposal, now time.Time) Permit {
	for _, h := range d.permits {
		if h.user == user && user != 0 && h.creditor == p.CreditorID && h.channel == p.Channel &&
			h.point == p.PointID && h.party == p.Party && h.purpose == p.Purpose && h.source == p.Source &&
			slices.Equal(h.debts, p.Debts) && h.Holds(now) && !p.At.After(now) {
			return h
		}
	}
	return Permit{}
}

// Take gives a permit back to who holds it, between two requests. One that lapsed is given too: what was
// done in time may be told late, also by who leads, since who held it may not be there any more.
func (g *Gate) Take(ctx context.Context, permit id.ID) (p Permit, err error) {
	err = g.db.Read(ctx, func(tx db.Tx) error {
		p, err = g.TakeTx(ctx, tx, permit)
		return err
	})
	return p, err
}

// TakeTx does so in a transaction that has begun.
func (g *Gate) TakeTx(ctx context.Context, tx db.Tx, permit id.ID) (Permit, error) {
	who, err := auth.Allow(ctx, auth.CaseWork)
	if err != nil {
		return Permit{}, err
	}
	p, found, err := permitIn(tx, permit)
	switch {
	case err != nil:
		return Permit{}, err
	case !found:
		return Permit{}, ErrPermit
	case !p.settledBy(&who, g.db.Now()):
		return Permit{}, ErrForeign
	case !p.usable():
		return Permit{}, ErrSpent
	}
	return p, nil
}

// settledBy says whether somebody may say what became of a permit: who holds it, and who leads once its span
// is over.
func (p Permit) settledBy(who *auth.Identity, now time.Time) bool {
	return p.user == who.ID || p.Unknown(now) && who.May(auth.CaseAssign)
}

// AskMine is the question for the permit that a user holds for a contact with a person by a channel, the
// latest; into stays as it was when there is none. One that lapsed not long ago is given too.
func (g *Gate) AskMine(user, person id.ID, channel Channel, into *Permit) db.Question {
	return askMine(user, person, channel, g.db.Now().Add(-longestTalk), into)
}

// SpendTx says what the contact of a permit came to. It is done once.
func (g *Gate) SpendTx(tx db.Tx, p Permit, result Result, contact id.ID) error {
	if !p.Valid() {
		return ErrPermit
	}
	n, err := endPermit(tx, p.id, Spent, "", result, contact, g.db.Now())
	if err == nil && n == 0 {
		return ErrSpent
	}
	return err
}

// Release gives a place back that was not used, and says why.
func (g *Gate) Release(ctx context.Context, p Permit, why Why) error {
	return g.db.Write(ctx, func(tx db.Tx) error { return g.ReleaseTx(ctx, tx, p, why) })
}

// ReleaseTx does so in a transaction that has begun.
func (g *Gate) ReleaseTx(ctx context.Context, tx db.Tx, p Permit, why Why) error {
	who, err := auth.Allow(ctx, auth.CaseWork)
	switch {
	case err != nil:
		return err
	case !p.Valid():
		return ErrPermit
	case !p.settledBy(&who, g.db.Now()):
		return ErrForeign
	}
	if err := known("why", why, []Why{NotMade, LineBusy, LineDead}); err != nil {
		return err
	}
	now := g.db.Now()
	n, err := endPermit(tx, p.id, Released, string(why), why.result(), 0, now)
	switch {
	case err != nil:
		return err
	case n == 0:
		return ErrSpent
	}
	return audit.AppendTx(tx, audit.Entry{At: now, ByUser: who.ID, What: "permit.released", On: "permit",
		OnID: p.id, Person: p.person, Why: string(why), Detail: map[string]string{"channel": string(p.channel)}})
}

// Happened is a contact that nobody asked the gate about.
type Happened struct {
	PermitID  id.ID // under which the answer is kept
	ContactID id.ID // it is there already, and does not count against itself
	Result    Result
	Since, At time.Time // it began at some instant between the two
}

// AdmitTx keeps a contact that happened without a permit, with what the gate would have said. Where that is
// no at every instant at which it can have begun, it is a breach: it is kept all the same, and told.
func (g *Gate) AdmitTx(
	ctx context.Context, tx db.Tx, p Proposal, h Happened,
) (d Decision, err error) {
	who, err := auth.Allow(ctx, auth.CaseWork)
	if err != nil {
		return Decision{}, err
	}
	p.At = h.At
	if err := p.settle(h.At); err != nil {
		return Decision{}, err
	}
	dossier, err := g.dossierTx(tx, &p, true, h.ContactID)
	if err != nil {
		return Decision{}, err
	}
	if d, err = dossier.judge(&p, 0); err != nil {
		return Decision{}, err
	}
	if !d.Allowed && h.Since.Before(h.At) {
		earlier := p
		earlier.At = h.Since
		then, err := dossier.judge(&earlier, 0)
		if err != nil {
			return Decision{}, err
		}
		if then.Allowed {
			p, d = earlier, then
		}
	}
	admitted := Permit{
		id: h.PermitID, person: p.PersonID, creditor: p.CreditorID, user: who.ID, point: p.PointID,
		channel: p.Channel, party: p.Party, purpose: p.Purpose, source: p.Source, from: p.At, until: h.At,
		state: Spent, debts: p.Debts,
	}
	if !d.Allowed {
		admitted.state = Breach
	}
	err = addPermit(tx, &admitted, &d,
		kept{askedAt: h.At, stateAt: h.At, contact: h.ContactID, result: h.Result, why: whyAdmitted})
	return d, err
}

// whyAdmitted marks what was asked only after it had happened.
const whyAdmitted = "admitted"

// packTx gives the pack of a country, or what we do everywhere where there is none.
func (g *Gate) packTx(tx db.Tx, country string) (*Pack, error) {
	p, err := g.packs(tx, country)
	if err == nil || !errors.Is(err, ErrPack) {
		return p, err
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if p := g.bare[country]; p != nil {
		return p, nil
	}
	if p, err = LoadAny(country); err == nil {
		g.bare[country] = p
	}
	return p, err
}

func (g *Gate) zone(name string) *time.Location {
	if name == "" {
		return nil
	}
	if known, ok := g.zones.Load(name); ok {
		if place, ok := known.(*time.Location); ok {
			return place
		}
	}
	place, err := time.LoadLocation(name)
	if err != nil {
		return nil // a zone that was misspelt is not known: the creditor's stands
	}
	g.zones.Store(name, place)
	return place
}

package treatment

import (
	"cmp"
	"errors"
	"time"

	"aldia/domain/calendar"
	"aldia/domain/law"
	"aldia/domain/strategy"
	"aldia/platform/db"
	"aldia/platform/id"
)

// Known is who of a person can be asked what the law makes of a contact. Of nearly everybody there is none:
// nobody has contacted them of late, and nothing stands against it.
type Known struct {
	// Ask puts a contact as a question to the packs that rule it.
	Ask func(About) ([]law.Under, error)
	// Ends are when what stands against contacts ends by itself, in order.
	Ends []time.Time
}

// About is a contact that would be planned: with whom the debts to a creditor are spoken of, all that are not
// disputed.
type About struct {
	CreditorID id.ID
	Channel    law.Channel
	Purpose    law.Purpose
	At         time.Time
}

// Lookout is how treatment learns what the law goes by; cmd/aldia/wire.go says how. A zero one knows of no
// law: nothing but the strategy then says who is to be called.
type Lookout struct {
	// Pack gives what is law in a country, as the company has set it; law.ErrPack where there is no pack.
	Pack func(tx db.Tx, country string) (*law.Pack, error)
	// Known gives whom the law must be asked about, of some persons, each with all that it counts.
	Known func(tx db.Tx, persons []id.ID, at time.Time) (map[id.ID]*Known, error)
}

// lookBack is longer than any rule counts: a year, and a day for the zones.
const lookBack = 367 * 24 * time.Hour

// Lawful is the law as decisions of one moment go by it. It belongs to one goroutine.
type Lawful struct {
	Packs map[string]*law.Pack // by country
	plain map[plainly]time.Time
	ends  map[turn]ending
}

// ending is until when a step may be taken on the day to come, or why the law could not be asked.
type ending struct {
	at  time.Time
	err error
}

// turn is a step with the debts of a creditor.
type turn struct {
	creditor id.ID
	step     string
}

// when is the day that is decided and the instant at which it is.
type when struct {
	day calendar.Day
	at  time.Time
}

// plainly is a contact with somebody of whom nothing is known.
type plainly struct {
	country string
	channel law.Channel
	purpose law.Purpose
	at      int64
}

// memory is how far back contacts count under any of the packs.
func (l *Lawful) memory() (longest time.Duration) {
	for _, pack := range l.Packs {
		longest = max(longest, time.Duration(pack.Memory())*24*time.Hour)
	}
	return longest
}

// lawful is the law of the countries of the creditors; of no country where treatment was told of no law.
func (t *Treatments) lawful(tx db.Tx, p *Policy) (*Lawful, error) {
	l := &Lawful{Packs: map[string]*law.Pack{}, plain: map[plainly]time.Time{}, ends: map[turn]ending{}}
	if t.Law.Pack == nil {
		return l, nil
	}
	for _, c := range p.Creditors {
		if _, known := l.Packs[c.Country]; known {
			continue
		}
		pack, err := t.Law.Pack(tx, c.Country)
		switch {
		case errors.Is(err, law.ErrPack): // what we do everywhere stands against persons, not against all
		case err != nil:
			return nil, err
		default:
			l.Packs[c.Country] = pack
		}
	}
	return l, nil
}

// bar is what the law has against working a place: from when on it may be worked, or that no day heals it.
type bar struct {
	from  time.Time
	never bool
}

// barOf asks the law about a place. It looks at what is of this person alone: the hours in which nobody may
// be called are the same for all, and are looked at when a case is given out. Consent is not asked here
// either: without it the gate refuses the call and says so, and whoever works the case can ask for it.
func (c *Case) barOf(place *Place, p *Policy, at time.Time) (b bar, err error) {
	step, ok := p.Strategy.StepByCode(place.Step)
	if !ok || step.Code == p.Strategy.Locate.Code { // who looks for somebody contacts nobody yet
		return b, nil
	}
	about := About{CreditorID: place.CreditorID, Channel: channelOf(&step), Purpose: purposeOf(&step), At: at}
	for i := -1; i < len(c.Known.Ends); i++ {
		if i >= 0 {
			about.At = c.Known.Ends[i]
		}
		next, err := c.nextOf(about)
		if err != nil {
			return b, err
		}
		if next.IsZero() {
			continue // perhaps when what stands against it has ended
		}
		plain := at
		if pack := p.Law.Packs[p.Creditors[place.CreditorID].Country]; pack != nil {
			if plain, err = p.Law.next(pack, about.Channel, about.Purpose, at); err != nil {
				return b, err
			}
		}
		if next.After(plain) && next.After(at) {
			b.from = next
		}
		return b, nil
	}
	b.never = true
	return b, nil
}

// nextOf is when a contact may be, as things stand; zero when no time heals what is against it.
func (c *Case) nextOf(about About) (time.Time, error) {
	under, err := c.Known.Ask(about)
	if err != nil {
		return time.Time{}, err
	}
	for i := range under {
		ask := *under[i].Ask
		ask.Person.Consents = everyConsent()
		under[i].Ask = &ask
	}
	return law.NextOf(under...)
}

// next is when somebody of whom nothing is known may be contacted so.
func (l *Lawful) next(pack *law.Pack, c law.Channel, purpose law.Purpose, from time.Time) (time.Time, error) {
	key := plainly{pack.Code, c, purpose, from.UnixMicro()}
	if at, known := l.plain[key]; known {
		return at, nil
	}
	at, err := law.NextOf(law.Under{Pack: pack, Ask: &law.Ask{
		At: from, Channel: c, Party: law.Debtor, Purpose: purpose, Person: law.Person{Consents: everyConsent()},
	}})
	if err == nil {
		l.plain[key] = at
	}
	return at, err
}

func everyConsent() []law.Consent {
	all := make([]law.Consent, 0, len(law.Channels()))
	for _, c := range law.Channels() {
		all = append(all, law.Consent{Channel: c})
	}
	return all
}

// channelOf is how a step reaches a person: what is done by hand is a call.
func channelOf(step *strategy.Step) law.Channel {
	for _, c := range law.Channels() {
		if string(c) == step.Channel {
			return c
		}
	}
	return law.Voice
}

func purposeOf(step *strategy.Step) law.Purpose {
	if step.Stage == strategy.Prevention {
		return law.Reminder
	}
	return law.Collection
}

// heed holds the places of a person to the law: one that no day heals goes, and one that must wait says until
// when. It says whether the law is against any of them, and why it could not be asked about one: such a place
// stays as it is, and the gate says the same to whoever calls.
func (c *Case) heed(places []Place, p *Policy, at time.Time) (kept []Place, barred bool, unasked error) {
	if c.Known == nil || p.Law == nil || places[0].Remove {
		return places, false, nil
	}
	kept = make([]Place, 0, len(places))
	for _, place := range places {
		b, err := c.barOf(&place, p, at)
		switch {
		case err != nil:
			unasked = cmp.Or(unasked, err)
		case b.never:
			barred = true
			continue
		case !b.from.IsZero():
			barred, place.LawfulAt = true, db.Micros(b.from)
		}
		kept = append(kept, place)
	}
	if len(kept) == 0 {
		return []Place{{PersonID: c.PersonID, Remove: true}}, true, unasked
	}
	kept[0].Further = false
	return kept, barred, unasked
}

// count notes that a contact is planned, where the case may be worked on the day to come: on the first one
// after the day that is decided on which anybody may be contacted so. Where the law cannot be asked none is:
// the gate would give no leave for it.
func (p *Policy) count(place *Place, m when, tally *Tally) (unasked error) {
	if place.Remove || place.ReadyAt != 0 {
		return nil
	}
	step, ok := p.Strategy.StepByCode(place.Step)
	if !ok || step.Code == p.Strategy.Locate.Code {
		return nil
	}
	if p.Law != nil {
		if may, err := p.Law.allows(place, &step, p, m); !may {
			return err
		}
	}
	tally.Planned[step.Channel]++
	return nil
}

// allows says whether the law lets a place be worked on the day to come. Each step is asked about once.
func (l *Lawful) allows(place *Place, step *strategy.Step, p *Policy, m when) (bool, error) {
	key := turn{place.CreditorID, step.Code}
	end, known := l.ends[key]
	if !known {
		end = l.ending(p.Creditors[place.CreditorID], step, m)
		l.ends[key] = end
	}
	return !end.at.IsZero() && place.LawfulAt < db.Micros(end.at), end.err
}

// ending asks until when a step may be taken on the day to come; no time heals what is against it for none.
func (l *Lawful) ending(c Creditor, step *strategy.Step, m when) ending {
	pack := l.Packs[c.Country]
	if pack == nil || c.Zone == nil {
		return ending{at: m.at.Add(lookBack)} // nothing is against it
	}
	morning := (m.day + 1).Start(c.Zone)
	if morning.Before(m.at) {
		morning = m.at
	}
	next, err := l.next(pack, channelOf(step), purposeOf(step), morning)
	if err != nil || next.IsZero() {
		return ending{err: err}
	}
	return ending{at: (calendar.On(next, c.Zone) + 1).Start(c.Zone)}
}

// askKnown are the questions that say of which persons in a range the law must be asked: whom somebody has
// contacted since an instant, and against contacting whom something stands. Consent is not that.
func askKnown(from, past id.ID, since time.Time, each func(person id.ID)) []db.Question {
	row := func(r db.Row) error {
		each(id.ID(r.Int(0)))
		return nil
	}
	return []db.Question{
		{Each: row, Args: []any{from, past, since}, SQL: `SELECT person_id FROM contact
			WHERE person_id >= ? AND person_id < ? AND at >= ?`},
		{Each: row, Args: []any{from, past, since}, SQL: `SELECT person_id FROM permit
			WHERE person_id >= ? AND person_id < ? AND from_at + 0 >= ?`},
		{Each: row, Args: []any{from, past}, SQL: `SELECT person_id FROM person_mark
			WHERE person_id >= ? AND person_id < ? AND ended_at = 0 AND kind <> 'consent'`},
	}
}

// readKnown adds to cases who can be asked about them; asked, where the persons are.
func (t *Treatments) readKnown(tx db.Tx, cases []Case, asked map[id.ID]bool, at time.Time) error {
	if t.Law.Known == nil {
		return nil
	}
	var persons []id.ID
	for i := range cases {
		if person := cases[i].PersonID; asked == nil || asked[person] {
			persons = append(persons, person)
		}
	}
	if len(persons) == 0 {
		return nil
	}
	known, err := t.Law.Known(tx, persons, at)
	if err != nil {
		return err
	}
	for i := range cases {
		cases[i].Known = known[cases[i].PersonID]
	}
	return nil
}

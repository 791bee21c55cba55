package treatment

import (
	"context"
	"errors"
	"runtime"
	"slices"
	"time"

	"aldia/domain/calendar"
	"aldia/domain/debt"
	"aldia/domain/party"
	"aldia/domain/portfolio"
	"aldia/domain/strategy"
	"aldia/platform/db"
	"aldia/platform/id"
)

// Treatments is the front door: the day's close, and decisions about one person at once.
type Treatments struct {
	db       *db.DB
	fill     Fill
	strategy strategy.Strategy
	policies *policies
	// Law, when set, is how what the law goes by is learnt.
	Law Lookout
	// Unasked, when set, hears of cases that were decided outside a close and of which the law could not be
	// asked. The answer of a close has its own.
	Unasked func(Unasked)
	// Workers is how many shards a close takes side by side in this process.
	Workers int
	// Why stands in the book beside each day that is closed: how it came to be closed, where no asking tells it.
	Why string
	// Progress, when set, hears how many shards of how many are done.
	Progress func(day calendar.Day, done, total int)
}

// NewTreatments opens the front door. fill hands places to the worklist.
func NewTreatments(d *db.DB, s strategy.Strategy, fill Fill) *Treatments {
	return &Treatments{db: d, fill: fill, strategy: s, policies: &policies{}, Workers: runtime.GOMAXPROCS(0)}
}

// dayOf is the day that events are decided for: the last one closed; before the first close the day of the
// latest cut, whose figures are of that day; and before any cut today, at the place of the creditor. A cut
// of a later day than the last one closed does not count: its day is not over for anybody else, and one
// with a wrong day would break promises that have time.
func (t *Treatments) dayOf(tx db.Tx, p *Policy, creditor id.ID, last calendar.Day) (calendar.Day, error) {
	if last != calendar.NoDay {
		return last, nil
	}
	cut, err := db.Int(tx, `SELECT coalesce(max(as_of_on), 0) FROM cut
		WHERE kind = 'portfolio' AND state = 'published'`)
	if err != nil || cut != 0 {
		return calendar.Day(cut), err
	}
	zone := p.Creditors[creditor].Zone
	if zone == nil {
		return calendar.On(t.db.Now(), t.db.Now().Location()), nil
	}
	return calendar.On(t.db.Now(), zone), nil
}

// ReconsiderTx decides a person's case again, at once, in the transaction of the event that calls for it.
// Whatever changed the person's debts, promises or contacts is already written.
func (t *Treatments) ReconsiderTx(tx db.Tx, person id.ID, e Effect) error {
	return t.ReconsiderManyTx(tx, []id.ID{person}, e)
}

// ReconsiderManyTx does so for several persons, given in the order of their identities so that two of these
// never wait for each other in a ring.
func (t *Treatments) ReconsiderManyTx(tx db.Tx, persons []id.ID, e Effect) error {
	_, err := t.reconsiderTx(tx, persons, e)
	return err
}

// AfterContactTx decides a person's case again after a contact with them, and gives from when on the law lets
// them be contacted again; zero: nothing is against it.
func (t *Treatments) AfterContactTx(tx db.Tx, person id.ID, e Effect) (time.Time, error) {
	places, err := t.reconsiderTx(tx, []id.ID{person}, e)
	last := int64(0)
	for i := range places {
		last = max(last, places[i].LawfulAt)
	}
	if last == 0 {
		return time.Time{}, err
	}
	return db.Time(last), err
}

// reconsiderTx gives the places that it handed over.
func (t *Treatments) reconsiderTx(tx db.Tx, persons []id.ID, e Effect) ([]Place, error) {
	var p *Policy
	var creditors []portfolio.Creditor
	var closes counting
	words, out, since, now := debt.Words{}, NewChanges(), between{}, t.db.Now()
	day := calendar.NoDay
	// All questions about the first person, who is mostly the only one, go in one round trip: an agent waits
	// for it.
	ask := append(closes.hold(tx.Engine(), persons), portfolio.AskCreditors(&creditors))
	for _, person := range persons {
		b, callable := t.newBook(words, now.Add(-lookBack)), Unreachable
		ask = append(ask, b.ask(person, person+1)...)
		if e.AskReach {
			ask = append(ask, party.AskCallable(db.List{int64(person)}, func(id.ID) { callable = Reachable }))
		}
		err := tx.Batch(ask...)
		if err != nil {
			return nil, err
		}
		if ask = nil; p == nil {
			if p, err = t.judge(tx, creditors); err != nil {
				return nil, err
			}
		}
		if len(b.cases) == 0 {
			continue
		}
		if err := errors.Join(readShares(tx, b.cases), t.readKnown(tx, b.cases, b.asked, now)); err != nil {
			return nil, err
		}
		c := &b.cases[0]
		if day == calendar.NoDay {
			if day, err = t.dayOf(tx, p, c.File.CreditorID, closes.last); err != nil {
				return nil, err
			}
		}
		if e.AskReach {
			c.Reach = callable
		}
		counted := closes.of(person)
		out.Figures = since.on(counted)
		// A close that is under way may have been with the person already: they do not fall back to the day
		// before.
		reconsider(c, max(day, counted), p, e, now, out)
	}
	if err := write(tx, day, out, t.fill); err != nil {
		return nil, err
	}
	t.tellUnasked(tx, out.Tally.Unasked)
	return out.Places, since.save(tx)
}

// tellUnasked tells of decisions that could not go by the law, once they stand.
func (t *Treatments) tellUnasked(tx db.Tx, u Unasked) {
	if u.Cases > 0 && t.Unasked != nil {
		tx.AfterCommit(func() { t.Unasked(u) })
	}
}

// judge is what decisions of this moment go by.
func (t *Treatments) judge(tx db.Tx, creditors []portfolio.Creditor) (*Policy, error) {
	shared, err := t.policies.of(creditors, &t.strategy)
	if err != nil {
		return nil, err
	}
	p := *shared
	p.Law, err = t.lawful(tx, shared)
	return &p, err
}

// reconsider decides a case again after an event.
func reconsider(c *Case, day calendar.Day, p *Policy, e Effect, at time.Time, out *Changes) {
	was, files, places := c.File, len(out.Files), len(out.Places)
	if c.Reach == ReachUnasked {
		c.Reach = e.Reach
	}
	c.take(e)
	asked, unasked := c.File, out.Tally.Unasked.Cases
	Decide(c, day, p, 0, at, out)
	if !c.HasFile {
		return
	}
	// A person's own decision is always written with a new version, also where the event alone changed the
	// case and Decide found nothing to add: whoever read the case before must see that it has moved on.
	if len(out.Files) == files {
		asked.Version++
		out.Files = append(out.Files, asked)
	}
	// Decide compared with what the event had asked for already; the worklist knows only what was before.
	if len(out.Places) > places {
		return
	}
	file := &out.Files[len(out.Files)-1]
	now, barred, err := c.heed(placesOf(c.weigh(*file), c.Shares, p), p, at)
	if out.Tally.Unasked.Cases == unasked { // Decide has not noted it already
		out.Tally.Unasked.note(err)
	}
	if barred || e.Anew || !slices.Equal(now, placesOf(c.weighed(was), c.Kept, p)) {
		out.Places = append(out.Places, now...)
	}
}

// AssignTx gives cases to an agent to keep, or back to everybody for none, and places them anew. The
// persons come in order, so that two assignments never wait for each other in a ring.
func (t *Treatments) AssignTx(tx db.Tx, persons []id.ID, agent id.ID) error {
	list := make(db.List, len(persons))
	for i, person := range persons {
		list[i] = int64(person)
	}
	if _, err := tx.Exec(`UPDATE casefile SET assigned_id = ?, version = version + 1 WHERE person_id IN ?list`,
		agent, list); err != nil {
		return err
	}
	creditors, err := portfolio.CreditorsIn(tx)
	if err != nil {
		return err
	}
	p, err := t.judge(tx, creditors)
	if err != nil {
		return err
	}
	var places []Place
	var cases []Case
	if err := casefilesOf(tx, list, func(f *Casefile) {
		cases = append(cases, Case{PersonID: f.PersonID, File: *f, HasFile: true})
	}); err != nil {
		return err
	}
	if err := errors.Join(readShares(tx, cases), t.readKnown(tx, cases, nil, t.db.Now())); err != nil {
		return err
	}
	var unasked Unasked
	for i := range cases {
		c := &cases[i]
		lawful, _, err := c.heed(placesOf(c.weigh(c.File), c.Shares, p), p, t.db.Now())
		unasked.note(err)
		places = append(places, lawful...)
	}
	t.tellUnasked(tx, unasked)
	return t.fill(tx, places)
}

// Casefile gives the case of a person.
func (t *Treatments) Casefile(ctx context.Context, person id.ID) (f Casefile, found bool, err error) {
	err = t.db.Read(ctx, func(tx db.Tx) error {
		f, found, err = CasefileOf(tx, person)
		return err
	})
	return f, found, err
}

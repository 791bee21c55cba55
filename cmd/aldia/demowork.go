package main

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"aldia/domain/calendar"
	"aldia/domain/contact"
	"aldia/domain/law"
	"aldia/domain/party"
	"aldia/domain/treatment"
	"aldia/domain/worklist"
	"aldia/platform/auth"
	"aldia/platform/db"
	"aldia/platform/fault"
	"aldia/platform/id"
)

// demoTurn is one case that one agent takes up.
type demoTurn struct {
	at     time.Time
	member int
	guard  bool // on a Sunday: somebody wrote
}

// demoTold is what the office remembers of a person, beside what the program shows.
type demoTold struct {
	lately   [3]calendar.Day // the last days on which somebody tried, the latest first
	soughtOn calendar.Day    // when somebody last looked for a telephone of theirs
	spokeOn  calendar.Day    // when they last spoke with us
	shut     bool            // has died, or asked not to be called
}

// enough says whether somebody has been tried often enough: twice today, or three times in a week.
func (t *demoTold) enough(on calendar.Day) bool { return t.lately[1] == on || t.lately[2] > on-7 }

// demoCall is a call that was agreed with a person.
type demoCall struct {
	at     time.Time
	person id.ID
	member int
}

// turns is who calls when on a day. Each agent has their own hours and pace, so that a number that nobody
// answered in the morning is tried by another in the afternoon.
func (c *demoCompany) turns(on calendar.Day) (all []demoTurn) {
	for n := range c.people {
		m := &c.people[n]
		begins, err := time.Parse("15:04", m.Hours)
		if err != nil {
			continue
		}
		at := c.at(on, time.Duration(begins.Hour())*time.Hour+time.Duration(begins.Minute())*time.Minute)
		count, guard := m.Pace-2+c.random.IntN(5), false
		switch on.Weekday() {
		case time.Saturday:
			count /= 2
		case time.Sunday:
			count, guard = 2, true
		case time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday:
		}
		// Few debtors are not called ten times a week each.
		for range max(2, count*min(10, 3+c.accounts/250)/10) {
			at = at.Add(time.Duration(6+c.random.IntN(14))*time.Minute + time.Duration(c.random.IntN(60))*time.Second)
			all = append(all, demoTurn{at, n, guard})
		}
	}
	slices.SortStableFunc(all, func(x, y demoTurn) int {
		return cmp.Or(x.at.Compare(y.at), cmp.Compare(x.member, y.member))
	})
	return all
}

// workDay lets the agents work through a day, or until an instant of it.
func (c *demoCompany) workDay(ctx context.Context, on calendar.Day, until time.Time) error {
	ended := func(t demoTurn) bool { return t.at.After(until.Add(-10 * time.Minute)) }
	turns := slices.DeleteFunc(c.turns(on), ended)
	for len(turns) > 0 {
		hour := turns[0].at.Hour()
		past := slices.IndexFunc(turns, func(t demoTurn) bool { return t.at.Hour() != hour })
		if past < 0 {
			past = len(turns)
		}
		if err := c.workHour(ctx, on, turns[:past]); err != nil {
			return err
		}
		turns = turns[past:]
	}
	return nil
}

// workHour is the turns of an hour as one transaction, where an office has one for each click: what it
// costs to begin and end one is most of a result here, where nobody works at the same time. A transaction
// of SQLite is not run again, so that the dice are cast once.
func (c *demoCompany) workHour(ctx context.Context, on calendar.Day, turns []demoTurn) error {
	if turns[0].at.After(c.clock.Now()) {
		c.clock.Set(turns[0].at)
	}
	if _, err := c.worklists.Tick(ctx, c.clock.Now()); err != nil {
		return err
	}
	return c.db.Write(ctx, func(tx db.Tx) error {
		for _, t := range turns {
			if t.at.After(c.clock.Now()) {
				c.clock.Set(t.at)
			}
			if err := c.turn(auth.As(ctx, c.people[t.member].Identity), tx, t, on); err != nil {
				return err
			}
		}
		return nil
	})
}

// turn is one case: the agent takes it, tries to reach the person and records what came of it.
func (c *demoCompany) turn(ctx context.Context, tx db.Tx, t demoTurn, on calendar.Day) error {
	m := &c.people[t.member]
	person, calls, err := c.take(ctx, tx, t, on)
	if err != nil || person == 0 {
		return err
	}
	inbound := calls && !c.agreedNow // they call us
	openedAt := c.clock.Now()
	scene, err := c.look(tx, m, person)
	if err != nil {
		return err
	}
	told := c.told(person)
	nowhere := scene.phone == nil && !calls && told.soughtOn != calendar.NoDay && told.soughtOn > on-7
	if scene.owner.customer == nil || nowhere {
		return c.worklists.ReleaseTx(ctx, tx, m.ID, person)
	}
	c.clock.Advance(time.Duration(25+c.random.IntN(240)) * time.Second)
	r := c.result(m, &scene, on, calls, t.guard)
	r.PersonID, r.CreditorID, r.StartedAt = person, scene.file.CreditorID, openedAt
	done, from, err := c.contact(ctx, tx, r, inbound)
	if err != nil {
		return err
	}
	if done.ContactID == 0 {
		if agreed := calls && !inbound; agreed && !from.IsZero() { // they call as soon as they may
			c.calls = append(c.calls, demoCall{from, person, t.member})
		}
		told.lately = [3]calendar.Day{on, on, told.lately[0]} // enough for today
		return c.worklists.ReleaseTx(ctx, tx, m.ID, person)
	}
	told.lately = [3]calendar.Day{on, told.lately[0], told.lately[1]}
	if done.Reached == contact.Debtor {
		told.spokeOn = on
	}
	if !done.CallbackAt.IsZero() {
		c.calls = append(c.calls, demoCall{done.CallbackAt, person, t.member})
	}
	return nil
}

// contact records a contact: one that the person began, or one for which the gate gives a permit. Where it
// gives none, nobody is contacted, and it says from when on they may be.
func (c *demoCompany) contact(
	ctx context.Context, tx db.Tx, r contact.Result, inbound bool,
) (done contact.Recorded, from time.Time, err error) {
	if inbound {
		done, err = c.contacts.HearTx(ctx, tx, r)
		return done, from, err
	}
	permit, d, err := c.gate.ReserveTx(ctx, tx, law.Proposal{
		PersonID: r.PersonID, CreditorID: r.CreditorID, Debts: r.Debts, Channel: law.Channel(r.Channel),
		Party: law.Party(r.Party), PointID: r.ContactPointID,
	})
	if err != nil || !permit.Valid() {
		return done, d.NextAt, err
	}
	done, err = c.contacts.RecordTx(ctx, tx, permit, r)
	return done, from, err
}

func (c *demoCompany) told(person id.ID) *demoTold {
	t := c.memory[person]
	if t == nil {
		t = &demoTold{}
		c.memory[person] = t
	}
	return t
}

// take gives the agent a case: a call that was agreed for now; somebody who calls, and then calls is true;
// the next one of the worklist; or one of the list that nobody has tried for long.
func (c *demoCompany) take(
	ctx context.Context, tx db.Tx, t demoTurn, on calendar.Day,
) (person id.ID, calls bool, err error) {
	m := &c.people[t.member]
	person, err = c.agreed(ctx, tx, t)
	if c.agreedNow = person != 0; c.agreedNow || err != nil {
		return person, true, err
	}
	n := c.random.IntN(100)
	if t.guard || n < 12 {
		person, err = c.pick(ctx, tx, m, on, true)
		return person, true, err
	}
	if n < 55 {
		next, found, err := c.worklists.NextTx(ctx, tx, m.agent)
		if err != nil || found && !c.told(next).enough(on) {
			return next, false, err
		}
		if found {
			if err := c.worklists.ReleaseTx(ctx, tx, m.ID, next); err != nil {
				return 0, false, err
			}
		}
	}
	person, err = c.pick(ctx, tx, m, on, false)
	return person, false, err
}

// agreed opens the case of somebody who is to be called at this time: by who agreed it, or by whoever is
// there when they are not.
func (c *demoCompany) agreed(ctx context.Context, tx db.Tx, t demoTurn) (id.ID, error) {
	now, m := c.clock.Now(), &c.people[t.member]
	for n, call := range c.calls {
		if call.at.After(now) || call.member != t.member && call.at.Add(30*time.Minute).After(now) {
			continue
		}
		if owners := c.owners[call.person]; len(owners) == 0 || !m.agent.Sees(owners[0].book.creditor) {
			continue
		}
		c.calls = slices.Delete(c.calls, n, n+1)
		if c.told(call.person).shut || oddIn(c.random, 12) { // forgotten, as it happens
			return 0, nil
		}
		return c.open(ctx, tx, m, call.person)
	}
	return 0, nil
}

// pick finds somebody who owes: one who calls, because somebody tried to reach them, or one whom nobody has
// tried for a week.
func (c *demoCompany) pick(
	ctx context.Context, tx db.Tx, m *demoMember, on calendar.Day, calls bool,
) (id.ID, error) {
	const tries = 24
	for try := range tries {
		b := pickOf(c.random, c.books)
		customer := pickOf(c.random, b.customers)
		if customer.person == 0 || !m.agent.Sees(b.creditor) || customer.owedPastDue(on) == 0 {
			continue
		}
		told := c.told(customer.person)
		tried := told.lately[0] > on-7 && told.lately[0] != calendar.NoDay
		silent := customer.habit == demoUnreachable || told.spokeOn > on-5
		if told.shut || told.lately[0] == on || calls && silent ||
			tried != calls && try < tries*3/4 {
			continue
		}
		if person, err := c.open(ctx, tx, m, customer.person); person != 0 || err != nil {
			return person, err
		}
	}
	return 0, nil
}

// open takes a case, or none when a colleague has it or nothing is to be done about it.
func (c *demoCompany) open(ctx context.Context, tx db.Tx, m *demoMember, person id.ID) (id.ID, error) {
	listed, err := c.worklists.OpenTx(ctx, tx, m.agent, person)
	switch {
	case fault.KindOf(err) == fault.Conflict || err == nil && !listed,
		errors.Is(err, worklist.ErrUnseen): // what is listed of the person is another creditor's
		return 0, nil
	case err != nil:
		return 0, err
	}
	return person, nil
}

// demoScene is what an agent has before them.
type demoScene struct {
	owner demoOwner
	file  treatment.Casefile
	phone *party.ContactPoint // the first that may be tried
	email *party.ContactPoint
	house *party.ContactPoint
}

// look opens the case, as the agent may see it.
func (c *demoCompany) look(tx db.Tx, m *demoMember, person id.ID) (s demoScene, err error) {
	var found bool
	if s.file, found, err = treatment.SeenCaseOf(tx, person, m.agent.Creditors); err != nil || !found {
		return s, err
	}
	points, err := party.PointsTx(tx, person)
	for i := range points {
		p := &points[i]
		switch {
		case !p.Usable():
		case p.Kind == party.PointPhone && s.phone == nil:
			s.phone = p
		case p.Kind == party.PointEmail && s.email == nil:
			s.email = p
		case p.Kind == party.PointAddress && s.house == nil:
			s.house = p
		}
	}
	for _, o := range c.owners[person] {
		if s.owner.customer == nil && o.book.creditor == s.file.CreditorID {
			s.owner = o
		}
	}
	return s, err
}

// assign gives some cases to agents to keep, so that each has a list of their own.
func (c *demoCompany) assign(ctx context.Context) error {
	const each = 25 // what an agent keeps in view beside the common list
	ctx = c.as(ctx, auth.Supervisor)
	for n := range c.people {
		m := &c.people[n]
		if m.Identity.Role != auth.Agent {
			continue
		}
		var kept []id.ID
		for _, b := range c.books {
			for i, customer := range b.customers {
				if len(kept) < each && i%3 == n && customer.person != 0 && m.agent.Sees(b.creditor) &&
					customer.owedPastDue(b.first) > 0 {
					kept = append(kept, customer.person)
				}
			}
		}
		if len(kept) == 0 {
			continue
		}
		if err := c.worklists.Assign(ctx, kept, m.ID); err != nil {
			return err
		}
	}
	return nil
}

// inHand leaves the floor as it is on any morning: waiting cases whose hour has come, and one agent on the
// telephone, with leave to call.
func (c *demoCompany) inHand(ctx context.Context) error {
	now := c.clock.Now()
	if _, err := c.worklists.Tick(ctx, now); err != nil {
		return err
	}
	if at := now.In(c.place); at.Weekday() == time.Sunday || at.Hour() < 8 || at.Hour() >= 19 {
		return nil
	}
	m := &c.people[2]
	person, found, err := c.worklists.Next(auth.As(ctx, m.Identity), m.agent)
	if err == nil && found {
		err = c.leave(ctx, m, person)
	}
	return err
}

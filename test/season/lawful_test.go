package season_test

import (
	"context"
	"encoding/json"
	"errors"
	"math/rand/v2"
	"slices"
	"time"

	"aldia/domain/contact"
	"aldia/domain/law"
	"aldia/domain/law/lawtest"
	"aldia/platform/db"
	"aldia/platform/id"
)

// reach makes a contact as an agent does: with leave of the gate, or not at all. Of what it got leave for
// it may say that nobody dialled, that the line was busy, or nothing. It says whether a result was kept.
func (s *season) reach(ctx context.Context, r *rand.Rand, result contact.Result) (kept bool, err error) {
	if r.IntN(12) == 0 { // they call us: nothing is against that
		_, err = s.contacts.Hear(ctx, result)
		if errors.Is(err, contact.ErrOverDebt) { // they owe two creditors, and promised the sum to one
			return false, nil
		}
		s.note("heard")
		return err == nil, err
	}
	proposal := law.Proposal{PersonID: result.PersonID, CreditorID: result.CreditorID,
		Channel: law.Channel(result.Channel), PointID: result.ContactPointID}
	if err := s.db.Read(ctx, func(tx db.Tx) (err error) {
		proposal.Debts, err = s.gate.DebtsTx(tx, result.PersonID, result.CreditorID)
		return err
	}); err != nil {
		return false, err
	}
	s.clock.Advance(time.Second) // no two things of one person happen at one instant
	permit, _, err := s.gate.Reserve(ctx, proposal)
	if err != nil || !permit.Valid() {
		s.note("refused")
		return false, err
	}
	s.clock.Advance(time.Second)
	switch r.IntN(16) {
	case 0:
		s.note("not made")
		return false, s.gate.Release(ctx, permit, law.NotMade)
	case 1:
		s.note("busy")
		return false, s.gate.Release(ctx, permit, law.LineBusy)
	case 2: // the agent goes, and nobody knows what came of it
		s.note("left open")
		return false, nil
	}
	_, err = s.contacts.Record(ctx, permit, result)
	if errors.Is(err, contact.ErrOverDebt) {
		return false, s.gate.Release(ctx, permit, law.NotMade)
	}
	return err == nil, err
}

func (s *season) note(what string) {
	s.mu.Lock()
	s.seen[what]++
	s.mu.Unlock()
}

// asked is one proposal as the gate kept it.
type asked struct {
	permit, person, contact id.ID
	of                      [3]id.ID // who asked, about whose debts, at which telephone
	until                   time.Time
	ask                     law.Ask
	at, ended               time.Time
	state                   law.PermitState
	result                  law.Result
	decision                law.Decision
}

// lawful reads the season's contacts again and judges each by the texts of the law, from what was known
// when it was asked: nothing happened that they forbid, and what was refused they forbid by the same rules.
func (s *season) lawful() {
	s.leaveForEach()
	pack, err := law.Load("EC")
	s.must(err, "pack")
	text, marks, inbound := lawtest.Of(pack), s.marksOf(), s.inboundOf()
	all := map[id.ID][]asked{}
	for _, a := range s.proposals() {
		s.known(&a, marks[a.person], all[a.person], inbound[a.person])
		against := text.Against(&a.ask, a.ask.At)
		var told []string
		for i := range a.decision.Blocked {
			told = append(told, a.decision.Blocked[i].ID)
		}
		slices.Sort(told)
		switch {
		case a.state == law.Refused && !slices.Equal(slices.Compact(told), against):
			s.Errorf("%d was refused by %v; the texts say %v: %+v", a.permit, told, against, a.ask)
		case a.state != law.Refused && len(against) > 0:
			s.Errorf("%d got leave, and the texts forbid it by %v: %+v", a.permit, against, a.ask)
		}
		s.seen["proposals judged"]++
		all[a.person] = append(all[a.person], a)
	}
}

// leaveForEach says that each contact of ours had leave, and that no leave was used twice.
func (s *season) leaveForEach() {
	s.rows(
		func(r db.Row) { s.Errorf("contact %d of ours is %s", r.Int(0), r.Text(1)) },
		`SELECT c.id, coalesce(p.state, 'without leave') FROM contact AS c LEFT JOIN permit AS p
		ON p.id = c.permit_id AND p.contact_id = c.id AND p.person_id = c.person_id AND p.channel = c.channel
		WHERE c.inbound = 0 AND coalesce(p.state, '') <> 'spent'`,
	)
	s.rows(func(r db.Row) { s.Errorf("leave %d was used for %d contacts", r.Int(0), r.Int(1)) },
		`SELECT permit_id, count(*) FROM contact WHERE permit_id <> 0 GROUP BY permit_id HAVING count(*) > 1`)
}

func (s *season) proposals() (all []asked) {
	s.rows(func(r db.Row) {
		a := asked{permit: id.ID(r.Int(0)), person: id.ID(r.Int(1)), contact: id.ID(r.Int(2)),
			at: db.Time(r.Int(3)), ended: db.Time(r.Int(4)), state: law.PermitState(r.Text(5)),
			result: law.Result(r.Text(6))}
		a.ask = law.Ask{At: db.Time(r.Int(7)), Channel: law.Channel(r.Text(8)), Party: law.Party(r.Text(9)),
			Purpose: law.Purpose(r.Text(10)), Person: law.Person{Segment: "consumer"}}
		a.of, a.until = [3]id.ID{id.ID(r.Int(13)), id.ID(r.Int(14)), id.ID(r.Int(15))}, db.Time(r.Int(16))
		var debts []id.ID
		s.must(errors.Join(json.Unmarshal(r.Bytes(11), &debts), json.Unmarshal(r.Bytes(12), &a.decision)), "permit")
		for _, d := range debts {
			a.ask.Debts = append(a.ask.Debts, d.Text(""))
		}
		all = append(all, a)
	}, `SELECT id, person_id, contact_id, asked_at, state_at, state, result, from_at, channel, party, purpose,
		debts, decision, user_id, creditor_id, point_id, until_at FROM permit ORDER BY asked_at, id`)
	return all
}

func (s *season) marksOf() map[id.ID][]law.Mark {
	all := map[id.ID][]law.Mark{}
	s.rows(func(r db.Row) {
		m := law.Mark{ID: id.ID(r.Int(0)), PersonID: id.ID(r.Int(1)), AccountID: id.ID(r.Int(2)),
			Kind: law.MarkKind(r.Text(3)), Channel: law.Channel(r.Text(4)), From: db.Time(r.Int(5)),
			Until: db.Time(r.Int(6)), SetAt: db.Time(r.Int(7))}
		all[m.PersonID] = append(all[m.PersonID], m)
	}, `SELECT id, person_id, account_id, kind, channel, from_at, until_at, set_at FROM person_mark`)
	return all
}

func (s *season) inboundOf() map[id.ID][]law.Event {
	all := map[id.ID][]law.Event{}
	s.rows(func(r db.Row) {
		all[id.ID(r.Int(0))] = append(all[id.ID(r.Int(0))], law.Event{At: db.Time(r.Int(1)),
			Channel: law.Channel(r.Text(2)), Result: law.TwoWay, Person: true})
	}, `SELECT person_id, at, channel FROM contact WHERE inbound = 1`)
	return all
}

// known lays what was known when a proposal was asked: what stood for or against the person, and every
// contact and place before it.
func (s *season) known(a *asked, marks []law.Mark, before []asked, inbound []law.Event) {
	for _, m := range marks {
		if m.SetAt.After(a.at) || m.SetAt.Equal(a.at) && m.ID > a.permit || !m.Stands(a.ask.At) {
			continue
		}
		switch m.Kind {
		case law.OptOut:
			a.ask.Person.RefuseAll = a.ask.Person.RefuseAll || m.Channel == ""
			a.ask.Person.OptOuts = append(a.ask.Person.OptOuts, m.Channel)
		case law.Deceased:
			a.ask.Facts.Deceased = true
		case law.Disputed:
			a.ask.Facts.Disputed = append(a.ask.Facts.Disputed, m.AccountID.Text(""))
		case law.Asked: // opens nothing in Ecuador
		default:
			s.Errorf("nobody has set down %s", m.Kind)
		}
	}
	a.ask.History = append(a.ask.History, inbound...)
	for i := range before {
		b := &before[i]
		over := !b.ended.After(a.at)
		gone := b.state == law.Refused ||
			over && (b.state == law.Released && b.result == "" || b.state == law.Cancelled)
		// Who holds leave for this very contact asks for the same again.
		same := b.of == a.of && b.ask.Channel == a.ask.Channel && slices.Equal(b.ask.Debts, a.ask.Debts)
		held := same && b.until.After(a.at) && (b.state == law.Open || b.state == law.Lapsed || !over)
		if !gone && !held {
			a.ask.History = append(a.ask.History, law.Event{At: b.ask.At, Channel: b.ask.Channel,
				Result: law.Unanswered, Debts: b.ask.Debts})
		}
	}
}

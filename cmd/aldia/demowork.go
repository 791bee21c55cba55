package main

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"aldia/domain/calendar"
	"aldia/domain/contact"
	"aldia/domain/money"
	"aldia/domain/party"
	"aldia/domain/treatment"
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

// turns is who calls when on a day. Each agent has their own hours, so that a number that nobody answered
// in the morning is tried by another in the afternoon.
func (c *demoCompany) turns(on calendar.Day) (all []demoTurn) {
	for n := range c.people {
		m := &c.people[n]
		begins, err := time.Parse("15:04", m.Hours)
		if err != nil {
			continue
		}
		at := c.at(on, time.Duration(begins.Hour())*time.Hour+time.Duration(begins.Minute())*time.Minute)
		count, guard := 12+c.random.IntN(5), false
		switch on.Weekday() {
		case time.Saturday:
			count = 6
		case time.Sunday:
			count, guard = 2, true
		case time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday:
		}
		for range count {
			at = at.Add(time.Duration(5+c.random.IntN(9))*time.Minute + time.Duration(c.random.IntN(60))*time.Second)
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
	hour := -1
	for _, t := range c.turns(on) {
		if t.at.After(until.Add(-10 * time.Minute)) {
			return nil
		}
		if t.at.After(c.clock.Now()) {
			c.clock.Set(t.at)
		}
		if h := t.at.Hour(); h != hour {
			hour = h
			if _, err := c.worklists.Tick(ctx, c.clock.Now()); err != nil {
				return err
			}
		}
		if err := c.turn(auth.As(ctx, c.people[t.member].Identity), &c.people[t.member], on, t.guard); err != nil {
			return err
		}
	}
	return nil
}

// turn is one case: the agent takes it, tries to reach the person and records what came of it.
func (c *demoCompany) turn(ctx context.Context, m *demoMember, on calendar.Day, guard bool) error {
	person, found, err := c.take(ctx, m, on, guard)
	if err != nil || !found {
		return err
	}
	openedAt := c.clock.Now()
	scene, err := c.look(ctx, person)
	if err != nil {
		return err
	}
	if scene.owner.customer == nil {
		return c.worklists.Release(ctx, m.ID, person)
	}
	c.clock.Advance(time.Duration(25+c.random.IntN(240)) * time.Second)
	r := c.result(&scene, on, guard)
	r.PersonID, r.CreditorID, r.StartedAt = person, scene.file.CreditorID, openedAt
	_, err = c.contacts.Record(ctx, r)
	return err
}

// take gives the agent a case: mostly the next one, sometimes one that they look for, because its person
// calls.
func (c *demoCompany) take(
	ctx context.Context, m *demoMember, on calendar.Day, guard bool,
) (id.ID, bool, error) {
	if !guard && c.random.IntN(10) < 6 {
		return c.worklists.Next(ctx, m.agent)
	}
	for range 12 {
		b := pickOf(c.random, c.books)
		customer := pickOf(c.random, b.customers)
		if customer.person == 0 || !m.agent.Sees(b.creditor) || customer.owedPastDue(on) == 0 {
			continue
		}
		listed, err := c.worklists.Open(ctx, m.agent, customer.person)
		if fault.KindOf(err) == fault.Conflict || errors.Is(err, context.Canceled) {
			continue
		}
		if err != nil || listed {
			return customer.person, err == nil, err
		}
	}
	return 0, false, nil
}

// demoScene is what an agent has before them.
type demoScene struct {
	owner demoOwner
	file  treatment.Casefile
	phone *party.ContactPoint // the first that may be tried
}

// look opens the case. It reads by way of the writer, whose cache is warm: a reader begins anew after every
// change, and here nothing but changes happens.
func (c *demoCompany) look(ctx context.Context, person id.ID) (s demoScene, err error) {
	err = c.db.Write(ctx, func(tx db.Tx) error {
		s = demoScene{}
		var found bool
		if s.file, found, err = treatment.CasefileOf(tx, person); err != nil || !found {
			return err
		}
		points, err := party.PointsTx(tx, person)
		for i := range points {
			if s.phone == nil && points[i].Kind == party.PointPhone && points[i].Usable() {
				s.phone = &points[i]
			}
		}
		return err
	})
	for _, o := range c.owners[person] {
		if s.owner.customer == nil && o.book.creditor == s.file.CreditorID {
			s.owner = o
		}
	}
	return s, err
}

// demoOdds is how often each result is met, in thousandths, by the habit of the person: punctual,
// forgetful, strapped, stopped, unwilling, unreachable. About half of all calls reach nobody, as on any
// floor.
var demoOdds = [...]struct {
	leaf string
	odds [6]int
}{
	{"nobody/no_answer", [6]int{330, 370, 400, 450, 470, 400}},
	{"nobody/busy", [6]int{50, 55, 50, 50, 50, 30}},
	{"nobody/voicemail", [6]int{60, 70, 60, 70, 60, 50}},
	{"nobody/hung_up", [6]int{5, 10, 20, 30, 60, 10}},
	{"nobody/out_of_service/suspended", [6]int{4, 8, 10, 20, 20, 100}},
	{"nobody/out_of_service/does_not_exist", [6]int{2, 3, 4, 8, 8, 70}},
	{"third/message_left/family", [6]int{50, 50, 45, 50, 35, 20}},
	{"third/message_left/work", [6]int{25, 25, 20, 20, 15, 5}},
	{"third/not_there/later_today", [6]int{40, 35, 30, 25, 20, 15}},
	{"third/not_there/away", [6]int{20, 20, 18, 20, 20, 20}},
	{"third/not_there/other_number", [6]int{5, 6, 6, 8, 5, 25}},
	{"third/wrong_number/unknown", [6]int{3, 6, 8, 12, 10, 110}},
	{"third/deceased", [6]int{0, 0, 1, 2, 1, 4}},
	{"third/refuses", [6]int{4, 5, 6, 10, 20, 8}},
	{"debtor/promise", [6]int{170, 160, 90, 30, 16, 10}},
	{"debtor/promise/forgot", [6]int{90, 120, 30, 6, 3, 2}},
	{"debtor/promise/waits_for_money", [6]int{30, 55, 100, 35, 10, 5}},
	{"debtor/callback", [6]int{60, 60, 60, 50, 25, 10}},
	{"debtor/paid/transfer", [6]int{70, 25, 14, 6, 6, 0}},
	{"debtor/paid/window", [6]int{40, 15, 8, 4, 4, 0}},
	{"debtor/cannot_pay/lost_work", [6]int{3, 6, 30, 60, 12, 6}},
	{"debtor/cannot_pay/illness", [6]int{2, 4, 20, 30, 6, 3}},
	{"debtor/cannot_pay/no_money", [6]int{2, 5, 30, 40, 20, 4}},
	{"debtor/wont_pay/does_not_want", [6]int{1, 2, 4, 12, 70, 2}},
	{"debtor/disputes/incomplete", [6]int{4, 4, 5, 6, 14, 1}},
	{"debtor/disputes/wrong_amount", [6]int{5, 5, 6, 6, 12, 1}},
	{"debtor/refuses", [6]int{2, 4, 8, 18, 55, 5}},
	{"debtor/no_contact", [6]int{0, 1, 1, 4, 8, 0}},
}

func (c *demoCompany) draw(h demoHabit, reached bool) string {
	total := 0
	for i := range demoOdds {
		if !reached || strings.HasPrefix(demoOdds[i].leaf, "debtor") {
			total += demoOdds[i].odds[h]
		}
	}
	n := c.random.IntN(total)
	for i := range demoOdds {
		if reached && !strings.HasPrefix(demoOdds[i].leaf, "debtor") {
			continue
		}
		if n -= demoOdds[i].odds[h]; n < 0 {
			return demoOdds[i].leaf
		}
	}
	return demoOdds[0].leaf
}

// result draws what comes of an attempt, and what the person does because of it.
func (c *demoCompany) result(s *demoScene, on calendar.Day, guard bool) contact.Result {
	r := contact.Result{Channel: "voice", Leaf: c.draw(s.owner.customer.habit, guard)}
	switch {
	case s.phone == nil:
		r.Channel = "email"
		if !strings.HasPrefix(r.Leaf, "debtor") {
			r.Leaf = "nobody/no_answer"
		}
	case guard || s.phone.Line == party.LineMobile && oddIn(c.random, 9):
		r.Channel, r.ContactPointID = "whatsapp", s.phone.ID
	default:
		r.ContactPointID = s.phone.ID
	}
	kind := strings.Split(r.Leaf, "/")[1]
	switch kind {
	case "promise":
		if !c.promise(s, &r, on) {
			r.Leaf, kind = "debtor/callback", "callback"
		}
	case "paid":
		if oddIn(c.random, 3) {
			break // it will turn out that they did not
		}
		c.intend(s.owner, on, s.owner.customer.owedPastDue(on))
	case "disputes":
		if loans := s.owner.customer.loans; oddIn(c.random, 2) {
			loans[0].disputed = true
		}
	case "deceased":
		s.owner.customer.habit = demoUnreachable
	case "not_there":
		if strings.HasSuffix(r.Leaf, "other_number") {
			r.NewPhone = s.owner.book.people.MobileNumber()
		}
	}
	if kind == "callback" {
		r.CallbackAt = c.callback()
	}
	r.Note = c.note(kind, r.PromisedOn)
	if s.owner.book.country == "CO" {
		r.Leaf = strings.Join(strings.Split(r.Leaf, "/")[:2], "/")
		r.NewPhone = ""
	}
	return r
}

// demoKeeps is how many of a hundred promises are kept, by habit.
var demoKeeps = [...]int{95, 84, 58, 30, 18, 10}

// promise makes one that fits the person, and decides, unseen, what becomes of it.
func (c *demoCompany) promise(s *demoScene, r *contact.Result, on calendar.Day) bool {
	amount := s.file.PastDue
	if amount == 0 {
		amount = min(s.file.Balance, s.owner.customer.nextDue(on))
	}
	habit := s.owner.customer.habit
	if habit >= demoStrapped && !oddIn(c.random, 3) {
		amount = amount * money.Amount(3+c.random.IntN(5)) / 10
	}
	if unit := money.Amount(100); amount > 20*unit {
		amount = amount / unit * unit
	}
	if amount <= 0 {
		return false
	}
	r.PromisedOn = on + 1 + calendar.Day(c.random.IntN(7))
	r.Amount = money.Money{Amount: amount, Currency: s.file.Currency}
	switch n := c.random.IntN(100); {
	case n < demoKeeps[habit]:
		c.intend(s.owner, r.PromisedOn, amount)
	case oddIn(c.random, 3): // late
		c.intend(s.owner, r.PromisedOn+4+calendar.Day(c.random.IntN(6)), amount)
	case oddIn(c.random, 2): // in part
		c.intend(s.owner, r.PromisedOn, amount/2)
	}
	return true
}

func (c *demoCompany) intend(o demoOwner, on calendar.Day, amount money.Amount) {
	if amount > 0 {
		c.intents[on] = append(c.intents[on], demoIntent{o, amount})
	}
}

// callback is an hour at which somebody asks to be called: later today or tomorrow.
func (c *demoCompany) callback() time.Time {
	now := c.clock.Now().In(c.place)
	if now.Hour() < 14 && oddIn(c.random, 2) {
		return now.Add(time.Duration(2+c.random.IntN(3)) * time.Hour).Truncate(15 * time.Minute)
	}
	on := calendar.On(now, c.place) + 1
	if on.Weekday() == time.Sunday {
		on++
	}
	return c.at(on, time.Duration(9*4+c.random.IntN(32))*15*time.Minute)
}

// note is what the agent writes down.
func (c *demoCompany) note(kind string, promisedOn calendar.Day) string {
	texts := c.lists.Notes[kind]
	if kind == "no_contact" {
		texts = c.lists.Notes["no_contact_asked"]
	}
	if len(texts) == 0 {
		return ""
	}
	weekdays := [...]string{"domingo", "lunes", "martes", "miércoles", "jueves", "viernes", "sábado"}
	return strings.ReplaceAll(pickOf(c.random, texts), "{0}", weekdays[promisedOn.Weekday()])
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
// telephone.
func (c *demoCompany) inHand(ctx context.Context) error {
	now := c.clock.Now()
	if _, err := c.worklists.Tick(ctx, now); err != nil {
		return err
	}
	if h := now.In(c.place).Hour(); h < 8 || h >= 19 {
		return nil
	}
	m := &c.people[2]
	_, _, err := c.worklists.Next(auth.As(ctx, m.Identity), m.agent)
	return err
}

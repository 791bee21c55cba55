package main

import (
	"context"
	"time"

	"aldia/domain/calendar"
	"aldia/domain/contact"
	"aldia/domain/intake"
	"aldia/domain/law"
	"aldia/domain/money"
	"aldia/platform/auth"
	"aldia/platform/db"
	"aldia/platform/id"
)

const (
	// demoEarly is when somebody who is early tries to call: nowhere is that allowed.
	demoEarly = 5*time.Hour + 40*time.Minute
	// demoBreaks is how many promises are broken by the last close, and demoBreakDays how long before it they
	// are made: a day before their own, which their tolerance follows.
	demoBreaks    = 3
	demoBreakDays = 4
)

// The scenes are what any house has on a morning and the dice may not give: a promise broken last night, a
// call that was refused for its hour, somebody with an attorney, a file that waits to be published, and an
// agent with leave to call. All of it is done by who does it in a house.

// agent is the n-th of those who call.
func (c *demoCompany) agent(n int) *demoMember {
	for i := range c.people {
		if c.people[i].Identity.Role != auth.Agent {
			continue
		}
		if n--; n < 0 {
			return &c.people[i]
		}
	}
	return &c.people[0]
}

// stuck gives some who owe a creditor, will not pay, and of whom nobody has heard: nothing else of the
// history is about them.
func (c *demoCompany) stuck(b *demoBook, on calendar.Day, n int) (all []*demoCustomer) {
	for _, customer := range b.customers {
		unpaid := customer.habit == demoStopped || customer.habit == demoUnwilling
		if len(all) < n && unpaid && customer.person != 0 && customer.owedPastDue(on) > 0 &&
			*c.told(customer.person) == (demoTold{}) {
			all = append(all, customer)
		}
	}
	return all
}

// breaks has some ring and promise what they will not pay.
func (c *demoCompany) breaks(ctx context.Context, on calendar.Day) error {
	m, b := c.agent(0), c.books[0]
	ctx = auth.As(ctx, m.Identity)
	for _, customer := range c.stuck(b, on, demoBreaks) {
		if err := c.db.Write(ctx, func(tx db.Tx) error {
			_, err := c.contacts.HearTx(ctx, tx, contact.Result{
				PersonID: customer.person, CreditorID: b.creditor, StartedAt: c.clock.Now(), Channel: "voice",
				Leaf: "debtor/promise", PromisedOn: on + 1,
				Amount: money.Money{Amount: customer.owedPastDue(on), Currency: b.currency},
			})
			return err
		}); err != nil {
			return err
		}
		c.told(customer.person).spokeOn = on
	}
	return nil
}

// early is somebody who wants to call before people may be called, and is told so.
func (c *demoCompany) early(ctx context.Context, today calendar.Day) error {
	c.clock.Set(c.at(today, demoEarly))
	for _, customer := range c.stuck(c.books[0], today, 1) {
		if err := c.leave(ctx, c.agent(0), customer.person); err != nil {
			return err
		}
	}
	return nil
}

// leave asks the gate for leave to call a person on their telephone.
func (c *demoCompany) leave(ctx context.Context, m *demoMember, person id.ID) error {
	ctx = auth.As(ctx, m.Identity)
	return c.db.Write(ctx, func(tx db.Tx) error {
		s, err := c.look(tx, m, person)
		if err != nil || s.phone == nil {
			return err
		}
		_, _, err = c.gate.ReserveTx(ctx, tx, law.Proposal{
			PersonID: person, CreditorID: s.file.CreditorID, Channel: law.Voice, Party: law.Debtor,
			PointID: s.phone.ID,
		})
		return err
	})
}

// morning is what has come by the time at which one looks.
func (c *demoCompany) morning(ctx context.Context, today calendar.Day) error {
	b := c.books[0]
	told := []law.Mark{
		{}, // whom somebody wanted to call
		{Kind: law.Attorney, Proof: "Carta de su abogada, Dra. Inés Poveda Lara, recibida el " + clerkDay(today-1)},
		{Kind: law.Inconvenient, Hours: law.AvoidText("mon-fri", "12:00", "14:00"),
			Proof: "Pidió que no se le llame a la hora del almuerzo, el " + clerkDay(today-1)},
	}
	for n, customer := range c.stuck(b, today, len(told)) {
		m := told[n]
		if m.Kind == "" {
			continue
		}
		m.PersonID = customer.person
		if err := c.db.Write(ctx, func(tx db.Tx) error {
			_, err := c.gate.MarkTx(c.as(ctx, auth.Supervisor), tx, m)
			return err
		}); err != nil {
			return err
		}
	}
	for _, next := range c.books { // of one that was not loaded last night
		if !next.sendsBook(today - 1) {
			b = next
		}
	}
	file, err := b.file(today - 1)
	if err != nil {
		return err
	}
	ctx = c.as(ctx, auth.Admin)
	staged, err := c.intakes.Stage(ctx, file, intake.Options{Kind: intake.Portfolio, Creditor: b.Code,
		Country: b.country, AsOf: today - 1})
	for i := range staged {
		if err == nil {
			_, err = c.intakes.Preview(ctx, staged[i].ID, nil)
		}
	}
	return err
}

package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"aldia/domain/calendar"
	"aldia/domain/contact"
	"aldia/domain/intake"
	"aldia/domain/money"
	"aldia/domain/portfolio"
	"aldia/domain/staff"
	"aldia/domain/worklist"
	"aldia/example/demo"
	"aldia/platform/auth"
	"aldia/platform/clock"
	"aldia/platform/db"
	"aldia/platform/id"
)

const (
	// demoDays is how long the history of the invented company is: two months show promises kept and broken,
	// accounts that roll from bucket to bucket and two ends of a month, and are simulated in the time that
	// somebody waits for.
	demoDays = 57
	// demoClose is when a day is closed, after its midnight; demoFiles is when the creditors' files of that
	// day come, before the agents begin; each has loaded theirs by demoLoaded.
	demoClose  = 20 * time.Minute
	demoFiles  = 7*time.Hour + 20*time.Minute
	demoLoaded = 7*time.Hour + 50*time.Minute
	// demoStarts is when a day is far enough for the day before to have been closed.
	demoStarts = demoClose + 10*time.Minute
)

// demoBankDays are the days of which payments files come.
var demoBankDays = [...]time.Weekday{time.Sunday, time.Tuesday, time.Thursday}

// demoCompany is the invented company at work: the program, and the world outside that pays or does not.
type demoCompany struct {
	*program
	clock     *clock.Fake
	lists     *demo.Lists
	books     []*demoBook
	people    []demoMember
	staff     *staff.Staff
	owners    map[id.ID][]demoOwner
	intents   map[calendar.Day][]demoIntent
	calls     []demoCall // agreed, and not made yet
	agreedNow bool       // the case in hand is a call that was agreed
	memory    map[id.ID]*demoTold
	random    *rand.Rand
	place     *time.Location
	// accounts is how many the company was to have.
	accounts int
}

// demoMember is one of the staff with what they act as.
type demoMember struct {
	demo.Member
	auth.Identity
	agent worklist.Agent
}

// demoOwner says which customer of which creditor a person is.
type demoOwner struct {
	book     *demoBook
	customer *demoCustomer
}

// demoIntent is a payment that somebody means to make.
type demoIntent struct {
	demoOwner
	amount money.Amount
}

// demoWanted is what the invented company is to be like.
type demoWanted struct {
	accounts int
	seed     uint64
	country  string
	now      time.Time
	progress func(done, total int64) // hears of each day; none: nobody listens
}

// historyOf is how many days a company of so many accounts has behind it: a large one has fewer, since each
// of its days takes as long as a small one's month.
func historyOf(accounts int) calendar.Day {
	switch {
	case accounts > 50_000:
		return demoDays / 3
	case accounts > 10_000:
		return demoDays / 2
	}
	return demoDays
}

// newDemo invents the company and lets it work through its history on a database whose clock is faked. When
// it ends the clock stands at now.
func newDemo(ctx context.Context, d *db.DB, c *clock.Fake, w demoWanted) (*demoCompany, error) {
	lists, err := demo.Load()
	if err != nil {
		return nil, err
	}
	p, err := wire(d, nil)
	if err != nil {
		return nil, err
	}
	p.treatments.Workers = 1 // the order of the work decides the identities
	place := portfolio.Creditor{Timezone: portfolio.TimezoneOf(w.country)}.Place()
	last := calendar.On(w.now.Add(-demoStarts), place) - 1
	first := last - historyOf(w.accounts) + 1
	company := &demoCompany{
		program: p, clock: c, lists: lists, place: place, random: rand.New(rand.NewPCG(w.seed, 99)),
		owners: map[id.ID][]demoOwner{}, intents: map[calendar.Day][]demoIntent{}, memory: map[id.ID]*demoTold{},
		accounts: w.accounts,
	}
	// Passwords are slow to hash, on purpose: meanwhile the customers are invented.
	c.Set(company.at(first, 9*time.Hour))
	var both errgroup.Group
	both.Go(func() error { return company.hire(ctx) })
	both.Go(func() error { return company.invent(w, first, last) })
	if err := both.Wait(); err != nil {
		return nil, err
	}
	err = company.live(ctx, first, last, w)
	return company, err
}

// invent makes up the two creditors, the second one in another country.
func (c *demoCompany) invent(w demoWanted, first, last calendar.Day) error {
	second := "PE"
	if w.country == second {
		second = "EC"
	}
	accounts := w.accounts * 3 / 5
	retail, err := newDemoBook(c.lists, "retail", w.country, accounts, w.seed, first, last)
	if err != nil {
		return err
	}
	lender, err := newDemoBook(c.lists, "lender", second, w.accounts-accounts, w.seed+1, first, last)
	c.books = []*demoBook{retail, lender}
	if err == nil {
		lender.shareCustomers(retail, max(6, w.accounts/100))
	}
	return err
}

// live takes the company through its history, day by day.
func (c *demoCompany) live(ctx context.Context, first, last calendar.Day, w demoWanted) error {
	now := w.now
	for on := first; on <= last; on++ {
		if err := c.day(ctx, on, first, last); err != nil {
			return fmt.Errorf("demo: %s: %w", on.Text(), err)
		}
		if w.progress != nil {
			w.progress(int64(on-first)+1, int64(last-first)+1)
		}
	}
	if !now.Before(c.at(last+1, demoEarly)) {
		if err := c.early(ctx, last+1); err != nil {
			return fmt.Errorf("demo: early this morning: %w", err)
		}
	}
	if !now.Before(c.at(last+1, demoLoaded)) {
		if err := c.files(ctx, last, false); err != nil {
			return fmt.Errorf("demo: this morning's files: %w", err)
		}
	}
	if err := c.workDay(ctx, last+1, minTime(now, c.at(last+1, 11*time.Hour))); err != nil {
		return fmt.Errorf("demo: this morning: %w", err)
	}
	c.clock.Set(now)
	if err := c.morning(ctx, last+1); err != nil {
		return fmt.Errorf("demo: what came this morning: %w", err)
	}
	return c.inHand(ctx)
}

func minTime(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

// at is an hour of a day where the company is.
func (c *demoCompany) at(on calendar.Day, hour time.Duration) time.Time {
	return on.Start(c.place).Add(hour)
}

// as is the context in which somebody of the staff acts.
func (c *demoCompany) as(ctx context.Context, role auth.Role) context.Context {
	for i := range c.people {
		if c.people[i].Identity.Role == role {
			return auth.As(ctx, c.people[i].Identity)
		}
	}
	return auth.As(ctx, auth.Program())
}

// hire takes the staff on.
func (c *demoCompany) hire(ctx context.Context) error {
	ctx = auth.As(ctx, auth.Program())
	c.staff = staff.New(c.db, auth.NewUsers(c.db, auth.Options{Light: true}), c.bus)
	if _, err := c.staff.OpenTeam(ctx, "cobranza", "Cobranza telefónica"); err != nil {
		return err
	}
	for _, m := range c.lists.Company.People {
		h := staff.Hire{
			SignIn: m.SignIn, Password: m.Password, Keep: true, Role: auth.Role(m.Role), AllCreditors: true,
			Profile: staff.Profile{Name: m.Name, Language: "es"},
		}
		if h.Role == auth.Agent || h.Role == auth.Supervisor {
			h.Team = "cobranza"
		}
		joined, _, err := c.staff.Add(ctx, h)
		if err != nil {
			return fmt.Errorf("demo: hire %s: %w", m.SignIn, err)
		}
		who := auth.Identity{ID: joined.ID, Name: joined.SignIn, Role: joined.Role}
		c.people = append(c.people, demoMember{Member: m, Identity: who, agent: worklist.Agent{ID: joined.ID}})
	}
	return nil
}

// day is the files of the day before, the agents' work, and the close. On the first day there is nothing
// yet but the first files.
func (c *demoCompany) day(ctx context.Context, on, first, last calendar.Day) error {
	if on == first {
		if err := c.files(ctx, on, true); err != nil {
			return err
		}
		return c.close(ctx, on)
	}
	if err := c.files(ctx, on-1, false); err != nil {
		return err
	}
	if on == first+1 {
		if err := c.assign(ctx); err != nil {
			return err
		}
	}
	if err := c.workDay(ctx, on, c.at(on+1, 0)); err != nil {
		return err
	}
	if on == last-demoBreakDays {
		if err := c.breaks(ctx, on); err != nil {
			return err
		}
	}
	return c.close(ctx, on)
}

func (c *demoCompany) close(ctx context.Context, on calendar.Day) error {
	c.clock.Set(c.at(on+1, demoClose))
	_, err := c.treatments.Close(auth.As(ctx, auth.Program()), on)
	return err
}

// loadCut loads the file of a creditor's debts as of a day.
func (c *demoCompany) loadCut(
	ctx context.Context,
	b *demoBook,
	file intake.File,
	on calendar.Day,
) (err error) {
	o := intake.Options{Kind: intake.Portfolio, Creditor: b.Code, Country: b.country, AsOf: on}
	if !b.known {
		if o.Mapping, err = c.lists.Mapping(b.kind); err != nil {
			return err
		}
	}
	before := c.db.IDs().New()
	if _, err := c.intakes.Import(ctx, file, o); err != nil {
		return err
	}
	if _, err := c.persons.FindDuplicates(ctx, before); err != nil {
		return err
	}
	if !b.known {
		if err := c.introduce(ctx, b); err != nil {
			return err
		}
	}
	return c.meet(ctx, b)
}

// introduce gives a creditor its name, tells the staff whose debts they may see, and takes the questions
// out of the tree that the law of its country forbids.
func (c *demoCompany) introduce(ctx context.Context, b *demoBook) error {
	b.known = true
	err := c.db.Write(ctx, func(tx db.Tx) error {
		creditor, _, err := portfolio.CreditorByCode(tx, b.Code)
		if err != nil {
			return err
		}
		b.creditor, creditor.Name = creditor.ID, b.Name
		return c.portfolios.SaveTx(tx, creditor)
	})
	if err != nil {
		return err
	}
	for i := range c.people {
		m := &c.people[i]
		switch m.Creditors {
		case "all":
		case b.kind:
			program := auth.As(ctx, auth.Program())
			if err := c.staff.AssignCreditors(program, m.ID, false, []id.ID{b.creditor}); err != nil {
				return err
			}
		default:
			continue
		}
		m.agent.Creditors = append(m.agent.Creditors, b.creditor)
	}
	if b.country != "CO" { // Ley 2300 de 2023, art. 7
		return nil
	}
	tree := strings.Replace(contact.DefaultText(), "ask_reason: true", "ask_reason: false", 1)
	_, err = c.trees.Save(auth.As(ctx, auth.Program()), b.creditor, tree)
	return err
}

// meet learns which person of the program each customer is.
func (c *demoCompany) meet(ctx context.Context, b *demoBook) error {
	return c.db.Read(ctx, func(tx db.Tx) error {
		return tx.Query(func(r db.Row) error {
			l := b.byNumber[r.Text(0)]
			if l == nil || l.customer.person != 0 {
				return nil
			}
			person := id.ID(r.Int(1))
			l.customer.person = person
			c.owners[person] = append(c.owners[person], demoOwner{b, l.customer})
			return nil
		}, `SELECT number, person_id FROM account WHERE creditor_id = ? ORDER BY id`, b.creditor)
	})
}

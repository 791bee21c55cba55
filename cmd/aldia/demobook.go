package main

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"

	"aldia/domain/calendar"
	"aldia/domain/money"
	"aldia/example/demo"
	"aldia/platform/id"
)

// demoBook is what one creditor of the invented company knows in its own systems: its customers, their
// debts, and, what nobody knows, how each of them pays. The program sees only the files that are written
// from it.
type demoBook struct {
	demo.Creditor
	kind      string // retail or lender
	country   string
	currency  money.Currency
	first     calendar.Day // of the history
	last      calendar.Day // the last one that is closed
	customers []*demoCustomer
	loans     []*demoLoan
	byNumber  map[string]*demoLoan
	random    *rand.Rand
	lists     *demo.Lists
	people    *demo.People
	receipts  int
	held      []demoReceipt // paid, and not yet in a file
	sent      []demoReceipt // lines of the last payments file, which the next one repeats in part
	known     bool          // its first file is in
	creditor  id.ID
}

// demoCustomer is a customer of a creditor.
type demoCustomer struct {
	demo.Person
	code   string
	habit  demoHabit
	phones string // as the clerk wrote them
	from   string // the country of their document; none: the creditor's
	loans  []*demoLoan
	person id.ID // known once the first file is in
}

// demoLoan is a credit with its instalments, or an account with its invoices.
type demoLoan struct {
	customer   *demoCustomer
	number     string
	product    string
	portfolio  string
	branch     string
	seller     string
	extra      string
	score      int
	limit      money.Amount
	openedOn   calendar.Day
	rate       money.Rate
	moratory   money.Rate
	dues       []demoDue
	recalledOn calendar.Day // the creditor takes it back; none: never
	disputed   bool
	collateral string
	worth      money.Amount
	guarantor  *demo.Person
	codebtor   *demo.Person
	reference  *demo.Person
}

// demoDue is one instalment or invoice. What is still owed of it goes down as the customer pays.
type demoDue struct {
	number    string
	on        calendar.Day
	amount    money.Amount
	principal money.Amount
	interest  money.Amount
	moratory  money.Amount
	carry     money.Carry
	accruedOn calendar.Day
	fees      money.Amount
	paysOn    calendar.Day // when the customer pays it without being asked; none: never
}

func (d *demoDue) owed() money.Amount { return d.principal + d.interest + d.moratory + d.fees }

// demoHabit is how somebody pays.
type demoHabit int

const (
	demoPunctual    demoHabit = iota
	demoForgetful             // pays when reminded
	demoStrapped              // pays late and in parts
	demoStopped               // has lost work or sales
	demoUnwilling             // does not want to
	demoUnreachable           // has moved away
)

// demoSpread is how many of a hundred accounts stand in each bucket on the last day, and the days past due
// there.
var demoSpread = [...]struct{ share, from, to int }{
	{46, 0, 0}, {17, 1, 30}, {10, 31, 60}, {7, 61, 90}, {5, 91, 120}, {5, 121, 180}, {6, 181, 360},
	{4, 361, 700},
}

// demoHabits says, by the days past due of an account, which habits its customer may have, each as often as
// it is met.
var demoHabits = [...]struct {
	below  int
	habits []demoHabit
}{
	{1, []demoHabit{
		demoPunctual, demoPunctual, demoPunctual, demoPunctual, demoPunctual, demoForgetful, demoForgetful,
		demoStrapped,
	}},
	{31, []demoHabit{
		demoForgetful, demoForgetful, demoForgetful, demoForgetful, demoStrapped, demoStrapped, demoStrapped,
		demoPunctual,
	}},
	{91, []demoHabit{
		demoStrapped, demoStrapped, demoStrapped, demoForgetful, demoStopped, demoStopped, demoUnwilling,
		demoUnreachable,
	}},
	{1 << 20, []demoHabit{
		demoStopped, demoStopped, demoStopped, demoUnwilling, demoUnwilling, demoUnreachable, demoUnreachable,
	}},
}

func demoHabitOf(r *rand.Rand, days int) demoHabit {
	for _, h := range demoHabits {
		if days < h.below {
			return h.habits[r.IntN(len(h.habits))]
		}
	}
	return demoStopped
}

// oddIn says yes once in n times.
func oddIn(r *rand.Rand, n int) bool { return r.IntN(n) == 0 }

// pickOf takes one of several.
func pickOf[T any](r *rand.Rand, from []T) T { return from[r.IntN(len(from))] }

// newDemoBook invents the customers of a creditor and their debts.
func newDemoBook(
	lists *demo.Lists, kind, country string, accounts int, seed uint64, first, last calendar.Day,
) (*demoBook, error) {
	people, err := lists.People(country, seed)
	if err != nil {
		return nil, err
	}
	b := &demoBook{
		Creditor: lists.Company.Retail, kind: kind, country: country, first: first, last: last, lists: lists,
		people:   people,
		currency: money.Currency(lists.Countries[country].Currency), byNumber: map[string]*demoLoan{},
		random: rand.New(rand.NewPCG(seed, uint64(len(kind))<<16|uint64(country[0])<<8|uint64(country[1]))),
	}
	if kind == "lender" {
		b.Creditor = lists.Company.Lender
	}
	for len(b.loans) < accounts+accounts/25 {
		b.addCustomer(len(b.loans) >= accounts)
	}
	b.addTwins(max(2, accounts/300))
	return b, nil
}

// addCustomer invents a customer with one to three accounts. Those that finish pay their last instalment
// within the history, so that the files have somebody to lose.
func (b *demoBook) addCustomer(finishes bool) *demoCustomer {
	r := b.random
	c := &demoCustomer{code: fmt.Sprintf("%06d", 1000+len(b.customers)*3+r.IntN(3))}
	if oddIn(r, 8) {
		c.Person = b.people.Legal()
	} else {
		c.Person = b.people.Natural()
	}
	if oddIn(r, 70) {
		c.IDNumber = demo.Slip(r, c.IDNumber)
	}
	c.phones = b.clerkPhones(c)
	days := b.daysPastDue()
	c.habit = demoHabitOf(r, days)
	for n := 1 + [10]int{0, 0, 0, 0, 0, 0, 0, 1, 1, 2}[r.IntN(10)]; n > 0; n-- {
		b.addLoan(c, days, finishes)
		if oddIn(r, 2) {
			days = b.daysPastDue()
		}
	}
	b.customers = append(b.customers, c)
	return c
}

// addTwins enters a few customers a second time, as a second clerk does: the name is the same, the number
// has slipped.
func (b *demoBook) addTwins(n int) {
	for _, at := range b.random.Perm(len(b.customers))[:min(n, len(b.customers))] {
		original := b.customers[at]
		if original.Kind != demo.Natural {
			continue
		}
		twin := b.addCustomer(false)
		twin.Given, twin.Surnames, twin.Mobile = original.Given, original.Surnames, original.Mobile
		twin.City, twin.Region, twin.phones = original.City, original.Region, original.Mobile
		twin.IDNumber, twin.IDType = demo.Swap(original.IDNumber), original.IDType
		twin.Kind = original.Kind
		for _, l := range twin.loans {
			l.portfolio = b.People
		}
	}
}

// clerkPhones writes the telephones down as clerks do, each in their own way.
func (b *demoBook) clerkPhones(c *demoCustomer) string {
	r := b.random
	switch n := r.IntN(100); {
	case n < 3:
		return ""
	case n < 5:
		return "no tiene"
	case n < 15 && c.Fixed != "":
		return c.Mobile + " / " + c.Fixed
	case n < 25:
		return c.Mobile[:3] + " " + c.Mobile[3:6] + " " + c.Mobile[6:]
	case n < 30:
		return c.Mobile[:4] + "-" + c.Mobile[4:]
	case n < 32:
		return c.Mobile[:6] // cut off
	}
	return c.Mobile
}

func (b *demoBook) daysPastDue() int {
	n := b.random.IntN(100)
	for _, s := range demoSpread {
		if n < s.share {
			return s.from + b.random.IntN(s.to-s.from+1)
		}
		n -= s.share
	}
	return 0
}

// addLoan invents an account that is so many days past due on the last day, and how it came to that.
func (b *demoBook) addLoan(c *demoCustomer, days int, finishes bool) {
	r := b.random
	l := &demoLoan{
		customer: c, portfolio: b.People, product: pickOf(r, b.Products), branch: pickOf(r, b.Branches),
		seller: pickOf(r, b.Staff), extra: pickOf(r, b.Extras), score: 300 + r.IntN(600),
		moratory: money.Rate(15_600_000),
	}
	if b.kind == "retail" {
		l.moratory = money.Rate(18_450_000)
	} else {
		l.rate = money.Rate(28_000_000 + 1_000_000*r.IntN(17))
	}
	unpaidOn := b.last - calendar.Day(days)
	if days == 0 {
		unpaidOn = b.last + calendar.Day(r.IntN(30))
	}
	paid, open := r.IntN(9), 1+r.IntN(9)
	if days > 120 {
		open = 1 + r.IntN(5)
	}
	if c.Kind == demo.Legal {
		l.portfolio, l.product = b.Companies, b.Invoice
		paid, open = r.IntN(3), 1+r.IntN(3)
	}
	if finishes {
		unpaidOn, paid, open = b.last+30, 3, 0
	}
	l.openedOn = unpaidOn.AddMonths(-paid - 1)
	b.addDues(l, unpaidOn, paid, open)
	if finishes {
		l.dues[len(l.dues)-1].paysOn = b.first + 5 + calendar.Day(r.IntN(max(1, int(b.last-b.first)-12)))
	} else if b.kind == "lender" && oddIn(r, 90) {
		l.recalledOn = b.first + 10 + calendar.Day(r.IntN(max(1, int(b.last-b.first)-12)))
	}
	l.limit = 3 * l.dues[0].amount
	b.addHelpers(l)
	l.number = fmt.Sprintf("CR-%04d-%06d", 2000+l.openedOn.Time().Year()%100, 10_000+len(b.loans)*7)
	if b.kind == "lender" {
		year := l.openedOn.Time().Year() % 100
		l.number = fmt.Sprintf("%03d-%02d-%07d", 101+r.IntN(4), year, 30_000+len(b.loans)*11)
	}
	c.loans = append(c.loans, l)
	b.loans = append(b.loans, l)
	b.byNumber[l.number] = l
}

// addDues writes the plan of an account: what was paid before the oldest unpaid due day, and what follows.
// Dues that were paid before the history begins are left out.
func (b *demoBook) addDues(l *demoLoan, unpaidOn calendar.Day, paid, open int) {
	r := b.random
	amount := b.amount(2_000 + r.IntN(11_000))
	paysOn := calendar.NoDay
	for n := range paid + open {
		on := unpaidOn.AddMonths(n - paid)
		due := demoDue{number: strconv.Itoa(n + 1), on: on, amount: amount, principal: amount, accruedOn: on}
		if l.customer.Kind == demo.Legal {
			due.number = fmt.Sprintf("001-%03d-%07d", 1+r.IntN(4), 100_000+r.IntN(800_000))
			due.amount = b.amount(15_000 + r.IntN(400_000))
			due.principal = due.amount
		}
		if b.kind == "lender" {
			due.interest = due.amount * money.Amount(18+2*(paid+open-n)) / 100
			due.interest = min(due.interest, due.amount/2)
			due.principal = due.amount - due.interest
		}
		if n < paid {
			paysOn = max(paysOn, on+b.lateness(l.customer.habit))
			due.paysOn = min(paysOn, b.last-calendar.Day(r.IntN(4)))
			if due.paysOn <= b.first && n < paid+open-1 {
				continue
			}
		}
		l.dues = append(l.dues, due)
	}
}

// lateness is how many days after the due day somebody pays who does pay.
func (b *demoBook) lateness(h demoHabit) calendar.Day {
	switch h {
	case demoPunctual:
		return calendar.Day(b.random.IntN(6) - 3)
	case demoForgetful:
		return calendar.Day(2 + b.random.IntN(24))
	case demoStrapped, demoStopped, demoUnwilling, demoUnreachable:
	}
	return calendar.Day(6 + b.random.IntN(40))
}

// amount turns hundredths of a dollar into a sum that is usual in the creditor's currency.
func (b *demoBook) amount(cents int) money.Amount {
	decimals, _ := b.currency.Decimals()
	unit := money.Amount(1)
	for range decimals {
		unit *= 10
	}
	switch b.currency {
	case "PEN":
		return money.Amount(cents * 37 / 10)
	case "COP":
		return money.Amount(cents*40/1000) * 1000 * unit
	case "CLP":
		return money.Amount(cents*9/100) * 100 * unit
	}
	return money.Amount(cents)
}

// addHelpers names who else answers for the debt, or knows the customer. Some who answer owe themselves.
func (b *demoBook) addHelpers(l *demoLoan) {
	r := b.random
	invent := func() *demo.Person {
		if len(b.customers) > 20 && oddIn(r, 12) {
			return &pickOf(r, b.customers).Person
		}
		p := b.people.Natural()
		return &p
	}
	guaranteed := 8
	if b.kind == "lender" {
		guaranteed = 3
		if oddIn(r, 10) {
			l.codebtor = invent()
		}
		if oddIn(r, 9) {
			l.collateral, l.worth = pickOf(r, []string{"prenda vehicular", "hipoteca", "prenda de ganado"}), l.limit*2
		}
	}
	if oddIn(r, guaranteed) {
		l.guarantor = invent()
	}
	if b.kind == "retail" && oddIn(r, 5) {
		l.reference = invent()
	}
}

// sorted gives the accounts by customer, as an export does.
func (b *demoBook) sorted() []*demoLoan {
	return slices.SortedStableFunc(slices.Values(b.loans), func(x, y *demoLoan) int {
		switch {
		case x.customer.code < y.customer.code:
			return -1
		case x.customer.code > y.customer.code:
			return 1
		}
		return 0
	})
}

package main

import (
	"strings"
	"time"

	"aldia/domain/calendar"
	"aldia/domain/contact"
	"aldia/domain/money"
	"aldia/domain/party"
	"aldia/example/demo"
)

// demoOdds is how often each result is met, in thousandths, by the habit of the person: punctual,
// forgetful, strapped, stopped, unwilling, unreachable. About half of all calls reach nobody, as on any
// floor.
var demoOdds = [...]struct {
	leaf string
	odds [6]int
}{
	{"nobody/no_answer", [6]int{450, 490, 520, 570, 590, 500}},
	{"nobody/busy", [6]int{50, 55, 50, 50, 50, 30}},
	{"nobody/voicemail", [6]int{60, 70, 60, 70, 60, 50}},
	{"nobody/hung_up", [6]int{5, 10, 20, 30, 60, 10}},
	{"nobody/out_of_service", [6]int{2, 3, 4, 5, 5, 20}},
	{"nobody/out_of_service/suspended", [6]int{4, 8, 10, 20, 20, 90}},
	{"nobody/out_of_service/does_not_exist", [6]int{2, 3, 4, 8, 8, 60}},
	{"third/message_left", [6]int{10, 10, 10, 10, 8, 5}},
	{"third/message_left/family", [6]int{45, 45, 40, 45, 30, 18}},
	{"third/message_left/work", [6]int{25, 25, 20, 20, 15, 5}},
	{"third/not_there", [6]int{8, 8, 8, 8, 5, 5}},
	{"third/not_there/later_today", [6]int{35, 30, 25, 20, 16, 12}},
	{"third/not_there/away", [6]int{20, 20, 18, 20, 20, 20}},
	{"third/not_there/moved", [6]int{1, 2, 3, 6, 5, 30}},
	{"third/not_there/other_number", [6]int{5, 6, 6, 8, 5, 25}},
	{"third/wrong_number", [6]int{1, 2, 2, 3, 3, 20}},
	{"third/wrong_number/unknown", [6]int{2, 4, 6, 9, 8, 70}},
	{"third/wrong_number/of_third", [6]int{1, 2, 3, 4, 3, 25}},
	{"third/deceased", [6]int{1, 2, 3, 6, 3, 8}},
	{"third/refuses", [6]int{4, 5, 6, 10, 20, 8}},
	{"debtor/promise", [6]int{170, 160, 80, 26, 14, 10}},
	{"debtor/promise/forgot", [6]int{80, 110, 26, 5, 3, 2}},
	{"debtor/promise/waits_for_money", [6]int{30, 50, 90, 30, 9, 5}},
	{"debtor/promise/pays_in_days", [6]int{8, 8, 10, 3, 2, 1}},
	{"debtor/promise/no_time", [6]int{12, 14, 6, 2, 1, 1}},
	{"debtor/promise/lost_statement", [6]int{8, 8, 4, 2, 1, 1}},
	{"debtor/callback", [6]int{70, 75, 75, 60, 35, 12}},
	{"debtor/paid", [6]int{20, 8, 4, 2, 2, 0}},
	{"debtor/paid/transfer", [6]int{60, 22, 12, 5, 5, 0}},
	{"debtor/paid/window", [6]int{35, 13, 7, 4, 4, 0}},
	{"debtor/paid/collector", [6]int{5, 4, 3, 2, 2, 0}},
	{"debtor/paid/no_receipt", [6]int{5, 5, 5, 4, 4, 0}},
	{"debtor/cannot_pay/lost_work", [6]int{3, 6, 30, 55, 12, 6}},
	{"debtor/cannot_pay/illness", [6]int{2, 4, 20, 28, 6, 3}},
	{"debtor/cannot_pay/no_money", [6]int{2, 5, 26, 36, 18, 4}},
	{"debtor/cannot_pay/too_much_debt", [6]int{1, 2, 10, 18, 8, 2}},
	{"debtor/wont_pay/does_not_want", [6]int{1, 2, 4, 10, 60, 2}},
	{"debtor/wont_pay/no_statement", [6]int{1, 2, 2, 3, 8, 1}},
	{"debtor/wont_pay/no_invoice", [6]int{1, 1, 2, 2, 6, 1}},
	{"debtor/disputes/incomplete", [6]int{3, 3, 4, 5, 10, 1}},
	{"debtor/disputes/wrong_amount", [6]int{4, 4, 5, 5, 9, 1}},
	{"debtor/disputes/not_recognised", [6]int{1, 1, 2, 3, 7, 1}},
	{"debtor/disputes/already_settled", [6]int{3, 2, 2, 2, 4, 1}},
	{"debtor/disputes/other_agreement", [6]int{1, 1, 2, 3, 5, 1}},
	{"debtor/disputes/dissatisfied", [6]int{1, 1, 2, 2, 6, 1}},
	{"debtor/refuses", [6]int{2, 4, 8, 18, 50, 5}},
	{"debtor/no_contact", [6]int{1, 1, 2, 4, 9, 0}},
}

// demoOfCompanies are the results that nobody hears of a company, and demoOfLenders those that nobody hears
// of a loan, with what is heard in their place.
var (
	demoOfCompanies = map[string]string{
		"third/message_left/family": "third/message_left/work", "third/deceased": "third/message_left",
		"debtor/cannot_pay/illness": "debtor/cannot_pay/no_money",
		"debtor/promise/forgot":     "debtor/promise/pays_in_days",
	}
	demoOfLenders = map[string]string{
		"debtor/disputes/incomplete":   "debtor/disputes/wrong_amount",
		"debtor/disputes/dissatisfied": "debtor/disputes/other_agreement",
		"debtor/wont_pay/no_invoice":   "debtor/wont_pay/no_statement",
	}
)

// draw casts the dice for an agent, whose way with people decides how many promise.
func (c *demoCompany) draw(m *demoMember, h demoHabit, reached bool) string {
	odds := func(i int) int {
		leaf, n := demoOdds[i].leaf, demoOdds[i].odds[h]*100
		switch {
		case reached && !strings.HasPrefix(leaf, "debtor"):
			return 0
		case strings.HasPrefix(leaf, "debtor/promise"):
			return n * m.Promises / 100
		}
		return n
	}
	total := 0
	for i := range demoOdds {
		total += odds(i)
	}
	n := c.random.IntN(total)
	for i := range demoOdds {
		if n -= odds(i); n < 0 {
			return demoOdds[i].leaf
		}
	}
	return demoOdds[0].leaf
}

// result draws what comes of an attempt, and what the person does because of it. calls says that they called
// or wait for the call; on guard somebody has written.
func (c *demoCompany) result(m *demoMember, s *demoScene, on calendar.Day, calls, guard bool) contact.Result {
	customer := s.owner.customer
	if s.phone == nil && !calls {
		return c.seek(s, on)
	}
	r := contact.Result{Leaf: c.draw(m, customer.habit, guard || calls && !oddIn(c.random, 6))}
	if other := demoOfCompanies[r.Leaf]; other != "" && customer.Kind == demo.Legal {
		r.Leaf = other
	}
	if other := demoOfLenders[r.Leaf]; other != "" && s.owner.book.kind == "lender" {
		r.Leaf = other
	}
	c.by(&r, s, guard)
	c.follow(&r, s, on)
	c.write(&r, s)
	return r
}

// by says on which way it came: by telephone, on WhatsApp where that is possible, by e-mail from who has no
// telephone.
func (c *demoCompany) by(r *contact.Result, s *demoScene, guard bool) {
	spoke := strings.HasPrefix(r.Leaf, "debtor")
	r.Channel = "voice"
	switch {
	case s.phone == nil && s.email != nil:
		r.Channel, r.ContactPointID = "email", s.email.ID
	case s.phone == nil: // they come in person
		r.Channel = "visit"
	default:
		r.ContactPointID = s.phone.ID
		if s.phone.Line == party.LineMobile &&
			(guard || (spoke || r.Leaf == "nobody/no_answer") && oddIn(c.random, 7)) {
			r.Channel = "whatsapp"
		}
	}
	if s.phone == nil && !spoke {
		r.Leaf = "debtor/callback"
	}
}

// follow is what the person does because of the conversation.
func (c *demoCompany) follow(r *contact.Result, s *demoScene, on calendar.Day) {
	customer := s.owner.customer
	switch kindOf(r.Leaf) {
	case "promise":
		if !c.promise(s, r, on) {
			r.Leaf, r.PromisedOn = "debtor/callback", calendar.NoDay
		}
	case "paid":
		if !oddIn(c.random, 3) { // else it will turn out that they did not
			c.intend(s.owner, on, customer.owedPastDue(on))
		}
	case "disputes":
		customer.loans[0].disputed = customer.loans[0].disputed || oddIn(c.random, 2)
	case "deceased":
		customer.die()
		c.told(s.file.PersonID).shut = true
	case "no_contact":
		c.told(s.file.PersonID).shut = true
	case "not_there":
		if strings.HasSuffix(r.Leaf, "other_number") {
			r.NewPhone = s.owner.book.people.MobileNumber()
		}
	}
	if kindOf(r.Leaf) == "callback" {
		r.CallbackAt = c.callback()
	}
}

// die leaves the debts of a customer to others, who do not pay them so soon.
func (c *demoCustomer) die() {
	c.habit = demoUnreachable
	for _, l := range c.loans {
		for i := range l.dues {
			l.dues[i].paysOn = calendar.NoDay
		}
	}
}

// kindOf is the second level of a leaf.
func kindOf(leaf string) string { return strings.Split(leaf, "/")[1] }

// write adds the note, and leaves out what the law of the country does not let an agent ask.
func (c *demoCompany) write(r *contact.Result, s *demoScene) {
	r.Note = c.note(r, s.owner.customer.Kind == demo.Legal)
	if s.owner.book.country == "CO" { // Ley 2300 de 2023, art. 7
		r.Leaf = strings.Join(strings.Split(r.Leaf, "/")[:2], "/")
	}
}

// demoKeeps is how many of a hundred promises are kept, by habit.
var demoKeeps = [...]int{95, 84, 58, 30, 18, 10}

// promise makes one that fits the person, and decides, unseen, what becomes of it.
func (c *demoCompany) promise(s *demoScene, r *contact.Result, on calendar.Day) bool {
	unit := s.owner.book.amount(500)
	amount := worthPromising(s.file.PastDue, s.file.Balance, s.owner.customer.nextDue(on), unit)
	if amount == 0 {
		return false
	}
	habit := s.owner.customer.habit
	if habit >= demoStrapped && !oddIn(c.random, 3) { // in round sums, who cannot pay all
		if part := amount * money.Amount(3+c.random.IntN(5)) / 10 / unit * unit; part >= 2*unit {
			amount = part
		}
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

// worthPromising is the whole of what somebody would promise: what is past due, with the next instalment
// where that is next to nothing, as what is left after a payment. Nobody asks for a promise of some cents.
func worthPromising(pastDue, balance, next, unit money.Amount) money.Amount {
	if pastDue < 2*unit {
		pastDue = min(balance, pastDue+next)
	}
	if pastDue < unit {
		return 0
	}
	return pastDue
}

func (c *demoCompany) intend(o demoOwner, on calendar.Day, amount money.Amount) {
	if amount > 0 {
		c.intents[on] = append(c.intents[on], demoIntent{o, amount})
	}
}

// callback is an hour at which somebody asks to be called: later today or tomorrow, while there is an agent.
func (c *demoCompany) callback() time.Time {
	now := c.clock.Now().In(c.place)
	if now.Hour() < 14 && oddIn(c.random, 2) {
		return now.Add(time.Duration(60+c.random.IntN(120)) * time.Minute).Truncate(15 * time.Minute)
	}
	on := calendar.On(now, c.place) + 1
	if on.Weekday() == time.Sunday {
		on++
	}
	return c.at(on, time.Duration(9*4+c.random.IntN(30))*15*time.Minute)
}

// note is what the agent writes down: of a company, of the whole leaf, or of its first two levels.
func (c *demoCompany) note(r *contact.Result, company bool) string {
	levels := strings.Split(r.Leaf, "/")
	short := strings.Join(levels[:2], "/")
	keys := []string{r.Channel + " " + r.Leaf, r.Leaf, short}
	if company {
		keys = append([]string{"company " + short}, keys...)
	}
	for _, key := range keys {
		if texts := c.lists.Notes[key]; len(texts) > 0 {
			weekdays := [...]string{"domingo", "lunes", "martes", "miércoles", "jueves", "viernes", "sábado"}
			return strings.ReplaceAll(pickOf(c.random, texts), "{0}", weekdays[r.PromisedOn.Weekday()])
		}
	}
	return ""
}

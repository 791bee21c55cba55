package treatment

import (
	"slices"
	"testing"
	"time"

	"aldia/domain/calendar"
	"aldia/domain/debt"
	"aldia/domain/delinquency"
	"aldia/domain/money"
	"aldia/domain/portfolio"
	"aldia/domain/promise"
	"aldia/domain/strategy"
	"aldia/platform/id"
)

const (
	person id.ID = 500
	bank   id.ID = 1 // in Quito, whose figures count
	shop   id.ID = 2 // in Lima, ours count
)

func theDay() calendar.Day { return calendar.Of(2026, 3, 12) }

func policy(t *testing.T) *Policy {
	t.Helper()
	s, err := strategy.Default()
	if err != nil {
		t.Fatal(err)
	}
	p := &Policy{Strategy: s, Creditors: map[id.ID]Creditor{}}
	for creditor, zone := range map[id.ID]string{bank: "America/Guayaquil", shop: "America/Lima"} {
		place, err := time.LoadLocation(zone)
		if err != nil {
			t.Fatal(err)
		}
		p.Creditors[creditor] = Creditor{
			Creditor: portfolio.Creditor{ID: creditor}, Buckets: delinquency.Default(), Zone: place,
		}
	}
	return p
}

// owed is an account of one person, with an item for each number of days past due; below zero it is not due.
func owed(account, creditor id.ID, currency money.Currency, each money.Amount,
	daysPastDue ...int) AccountCase {
	a := AccountCase{Account: debt.Account{
		ID: account, PersonID: person, CreditorID: creditor, PortfolioID: 10 * creditor, Currency: currency,
		State: debt.Open, Basis: money.Basis360,
	}}
	for n, days := range daysPastDue {
		a.Items = append(a.Items, debt.Item{
			ID: account*100 + id.ID(n), PersonID: person, AccountID: account, CreditorID: creditor,
			PortfolioID: 10 * creditor, DueOn: theDay() - calendar.Day(days), State: debt.Open,
			Figures: debt.Creditors,
			Owed:    debt.Parts{Principal: each}, AccruedOn: theDay() - 200,
		})
	}
	return a
}

func caseOf(accounts ...AccountCase) *Case { return &Case{PersonID: person, Accounts: accounts} }

// decided is a case after a decision on it, as the database would give it back.
func decided(c *Case, out *Changes) *Case {
	next := *c
	next.Accounts = nil
	standings := map[id.ID]delinquency.Standing{}
	for _, a := range c.Accounts {
		if a.Stood.AccountID != 0 {
			standings[a.ID] = a.Stood
		}
	}
	for _, s := range append(append([]delinquency.Standing{}, out.NewStandings...), out.Standings...) {
		standings[s.AccountID] = s
	}
	for _, gone := range out.GoneStandings {
		delete(standings, gone)
	}
	for _, a := range c.Accounts {
		a.Stood = standings[a.ID]
		next.Accounts = append(next.Accounts, a)
	}
	next.Left = nil
	next.Kept = slices.Clone(next.Kept)
	for _, s := range out.Shared {
		next.Kept, next.Shares = s.Shares, s.Shares
	}
	for _, f := range append(append([]Casefile{}, out.NewFiles...), out.Files...) {
		next.File, next.HasFile = f, true
	}
	return &next
}

func decide(t *testing.T, c *Case, day calendar.Day, p *Policy) *Changes {
	t.Helper()
	out := NewChanges()
	Decide(c, day, p, 0, time.Unix(0, 0), out)
	return out
}

// file gives what is known of the person after a first decision, and what the worklist is to do.
func first(t *testing.T, c *Case) (Casefile, *Changes) {
	t.Helper()
	out := decide(t, c, theDay(), policy(t))
	if len(out.NewFiles) > 1 || len(out.Places) > 1 && !out.Places[1].Further {
		t.Fatalf("one person has %d files and %d places", len(out.NewFiles), len(out.Places))
	}
	if len(out.NewFiles) == 0 {
		return Casefile{}, out
	}
	return out.NewFiles[0], out
}

func TestACaseIsTreatedByTheAgeOfItsOldestDebt(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		days   int
		step   string
		stage  strategy.Stage
		bucket string
		places int
	}{
		{-40, "", strategy.Prevention, "current", 0},
		{-4, "", strategy.Prevention, "current", 0},
		{-3, "reminder", strategy.Prevention, "current", 1},
		{0, "reminder", strategy.Prevention, "current", 1},
		{1, "early", strategy.Collection, "1-30", 1},
		{30, "early", strategy.Collection, "1-30", 1},
		{31, "middle", strategy.Collection, "31-60", 1},
		{61, "late", strategy.Collection, "61-90", 1},
		{120, "late", strategy.Collection, "91-120", 1},
		{121, "recovery", strategy.Recovery, "121-180", 1},
		{400, "recovery", strategy.Recovery, "361+", 1},
	} {
		file, out := first(t, caseOf(owed(7, bank, "USD", 50_000, c.days)))
		if file.Step != c.step || file.Stage != c.stage || file.Bucket != c.bucket {
			t.Errorf("%d days past due: step %q, stage %s, bucket %s; want %q, %s, %s", c.days, file.Step, file.Stage,
				file.Bucket, c.step, c.stage, c.bucket)
		}
		if len(out.Places) != c.places || c.places == 1 && (out.Places[0].Remove || out.Places[0].ReadyAt != 0) {
			t.Errorf("%d days past due: places %+v, want %d", c.days, out.Places, c.places)
		}
		if planned := out.Tally.Planned["voice"]; planned != int64(c.places) {
			t.Errorf("%d days past due: %d calls are planned", c.days, planned)
		}
		if len(out.Moves) != 1 || out.Moves[0].From != delinquency.Out || out.Moves[0].To != c.bucket {
			t.Errorf("%d days past due: moves %+v, want one into %s", c.days, out.Moves, c.bucket)
		}
	}
}

func TestNobodyWithoutDebtsHasACase(t *testing.T) {
	t.Parallel()
	paid := owed(7, bank, "USD", 50_000, 40)
	paid.Items = nil
	for name, c := range map[string]*Case{"nothing at all": caseOf(),
		"an account on which nothing is owed": caseOf(paid)} {
		if file, out := first(t, c); out.size() != 0 || file.PersonID != 0 || len(out.Touched) != 0 {
			t.Errorf("%s: %+v", name, out)
		}
	}
}

func TestTheDebtThatLeadsIsTheOldestThenTheLargest(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name     string
		accounts []AccountCase
		lead     id.ID
		pastDue  money.Amount
		balance  money.Amount
		count    int64
	}{
		{"the oldest", []AccountCase{owed(7, bank, "USD", 900_00, 20), owed(8, shop, "USD", 100_00, 45)}, 8,
			1000_00,
			1000_00, 2},
		{"of the same age the largest", []AccountCase{owed(7, bank, "USD", 900_00, 20), owed(8, shop, "USD",
			950_00, 20)},
			8, 1850_00, 1850_00, 2},
		{"other currencies do not add up", []AccountCase{owed(7, bank, "USD", 900_00, 20), owed(8, shop, "PEN",
			100_00, 45),
			owed(9, shop, "PEN", 50_00, -10)}, 8, 100_00, 150_00, 3},
		{"what is not due yet is in the balance alone", []AccountCase{owed(7, bank, "USD", 10_00, 40, 10, -20)}, 7,
			20_00,
			30_00, 1},
	} {
		file, _ := first(t, caseOf(c.accounts...))
		if file.AccountID != c.lead || file.PastDue != c.pastDue || file.Balance != c.balance ||
			file.Accounts != c.count {
			t.Errorf("%s: account %d leads with %d past due of %d over %d accounts; want %d, %d, %d, %d", c.name,
				file.AccountID, file.PastDue, file.Balance, file.Accounts, c.lead, c.pastDue, c.balance, c.count)
		}
	}
}

func TestWhatKeepsACaseAtRest(t *testing.T) {
	t.Parallel()
	day := theDay()
	disputed := owed(8, bank, "USD", 50_000, 40)
	disputed.Disputed = true
	other := owed(9, bank, "USD", 50_000, 10)
	open := func(dueOn calendar.Day) promise.Promise {
		return promise.Promise{ID: 1, PersonID: person, CreditorID: bank, Currency: "USD", Amount: 100,
			DueOn: dueOn, State: promise.Open}
	}
	for _, c := range []struct {
		name     string
		accounts []AccountCase
		promises []promise.Promise
		was      Hold
		wasUntil calendar.Day
		hold     Hold
		until    calendar.Day
		remove   bool // nobody is to call until something happens
	}{
		{name: "nothing"},
		{name: "a promise that still has time", promises: []promise.Promise{open(day + 5)}, hold: HoldPromise,
			until: day + 7},
		{name: "the later of two promises", promises: []promise.Promise{open(day + 9), open(day + 2)},
			hold:  HoldPromise,
			until: day + 11},
		{name: "a promise on its last day of tolerance", promises: []promise.Promise{open(day - 2)},
			hold:  HoldPromise,
			until: day},
		{name: "a promise whose tolerance is over", promises: []promise.Promise{open(day - 3)}},
		{name: "every debt disputed", accounts: []AccountCase{disputed}, hold: HoldDisputed, remove: true},
		{name: "one of two disputed", accounts: []AccountCase{disputed, other}},
		{name: "too little to call for", accounts: []AccountCase{owed(7, bank, "USD", 99, 40)}, hold: HoldSmall,
			remove: true},
		{name: "too little, but not due yet", accounts: []AccountCase{owed(7, bank, "USD", 99, -2)}},
		{name: "a result with a last day", was: "callback", wasUntil: day + 3, hold: "callback", until: day + 3},
		{name: "a result on its last day", was: "callback", wasUntil: day, hold: "callback", until: day},
		{name: "a result whose last day is over", was: "callback", wasUntil: day - 1},
		{name: "a result without end", was: "deceased", hold: "deceased", remove: true},
		{name: "a result without end goes before a promise", was: "deceased",
			promises: []promise.Promise{open(day + 5)},
			hold:     "deceased", remove: true},
		{name: "of a result and a promise the later", was: "callback", wasUntil: day + 3,
			promises: []promise.Promise{open(day + 5)}, hold: HoldPromise, until: day + 7},
		{name: "a result later than the promise", was: "callback", wasUntil: day + 30,
			promises: []promise.Promise{open(day + 5)}, hold: "callback", until: day + 30},
		{name: "a promise that was kept or withdrawn no longer", was: HoldPromise, wasUntil: day + 9},
		{name: "a dispute that is over", was: HoldDisputed},
		{name: "no longer too little", was: HoldSmall},
	} {
		accounts := c.accounts
		if accounts == nil {
			accounts = []AccountCase{owed(7, bank, "USD", 50_000, 40)}
		}
		input := caseOf(accounts...)
		out := decide(t, input, day, policy(t))
		input = decided(input, out) // known, and with what an earlier event had asked for
		input.File.Hold, input.File.HoldUntilOn = c.was, c.wasUntil
		input.Promises = c.promises
		out = decide(t, input, day, policy(t))
		file := input.File
		if len(out.Files) == 1 {
			file = out.Files[0]
		}
		if file.Hold != c.hold || file.HoldUntilOn != c.until {
			t.Errorf("%s: rests for %q until %s, want %q until %s", c.name, file.Hold, file.HoldUntilOn.Text(), c.hold,
				c.until.Text())
		}
		place := PlaceOf(&file, policy(t))
		ready := int64(0)
		if c.until != calendar.NoDay { // the day after, in the zone of the creditor
			ready = (c.until + 1).Start(policy(t).Creditors[bank].Zone).UnixMicro()
		}
		if place.Remove != c.remove || !c.remove && place.ReadyAt != ready {
			t.Errorf("%s: place %+v; want removed %v, ready at %d", c.name, place, c.remove, ready)
		}
	}
}

func TestAPromiseIsJudgedWhenItsToleranceHasPassed(t *testing.T) {
	t.Parallel()
	day := theDay()
	for _, c := range []struct {
		name   string
		dueOn  calendar.Day
		paid   money.Amount
		state  promise.State // none: it stays open
		broken int64
	}{
		{"it has time", day, 0, "", 0},
		{"its last day of tolerance", day - promise.ToleranceDays, 99, "", 0},
		{"not paid", day - promise.ToleranceDays - 1, 99, promise.Broken, 1},
		{"paid", day - promise.ToleranceDays - 1, 100, promise.Kept, 0},
		{"paid before its day", day + 20, 150, promise.Kept, 0},
	} {
		input := caseOf(owed(7, bank, "USD", 50_000, 40))
		input.Promises = []promise.Promise{{ID: 77, PersonID: person, CreditorID: bank, Currency: "USD",
			Amount: 100, Paid: c.paid, DueOn: c.dueOn, State: promise.Open}}
		file, out := first(t, input)
		if c.state == "" {
			if len(out.Verdicts) != 0 || file.Hold != HoldPromise {
				t.Errorf("%s: %+v, hold %q", c.name, out.Verdicts, file.Hold)
			}
			continue
		}
		if len(out.Verdicts) != 1 || out.Verdicts[0] != (promise.Verdict{PromiseID: 77, State: c.state}) {
			t.Errorf("%s: verdicts %+v, want %s", c.name, out.Verdicts, c.state)
		}
		if file.Broken != c.broken || file.Hold != NoHold || out.Tally.Broken != c.broken ||
			out.Tally.Kept != 1-c.broken {
			t.Errorf("%s: broken %d, hold %q, tally %+v", c.name, file.Broken, file.Hold, out.Tally)
		}
	}
}

func TestAPromiseToWhomNothingIsOwedAnyMoreIsNotBroken(t *testing.T) {
	t.Parallel()
	day := theDay()
	for _, c := range []struct {
		name     string
		creditor id.ID
		currency money.Currency
		paid     money.Amount
		state    promise.State
	}{
		{"owed still", bank, "USD", 60, promise.Broken},
		{"in another currency only", bank, "PEN", 0, promise.Withdrawn},
		{"to another creditor only, and part of it paid", shop, "USD", 60, promise.Kept},
	} {
		input := caseOf(owed(7, bank, "USD", 50_000, 40))
		input.Promises = []promise.Promise{{ID: 77, PersonID: person, CreditorID: c.creditor, Currency: c.currency,
			Amount: 100, Paid: c.paid, DueOn: day - 9, State: promise.Open}}
		file, out := first(t, input)
		if len(out.Verdicts) != 1 || out.Verdicts[0].State != c.state || len(input.Promises) != 0 {
			t.Errorf("%s: verdicts %+v, want %s", c.name, out.Verdicts, c.state)
		}
		if broken := c.state == promise.Broken; broken != (file.Broken == 1) || broken != (out.Tally.Broken == 1) {
			t.Errorf("%s: broken %d, tally %+v", c.name, file.Broken, out.Tally)
		}
	}
}

func TestABrokenPromiseGoesBeforeEveryAmountOfItsStep(t *testing.T) {
	t.Parallel()
	rich, _ := first(t, caseOf(owed(7, bank, "USD", 900_000_000_00, 40)))
	broken := caseOf(owed(7, bank, "USD", 100_00, 40))
	broken.Promises = []promise.Promise{{ID: 1, CreditorID: bank, Currency: "USD", Amount: 100,
		DueOn: theDay() - 3, State: promise.Open}}
	poor, _ := first(t, broken)
	if a, b := PlaceOf(&poor, policy(t)), PlaceOf(&rich, policy(t)); a.Priority <= b.Priority {
		t.Errorf("a broken promise has priority %d, a large debt %d", a.Priority, b.Priority)
	}
}

func TestInterestIsPostedAtAMonthsEndAndOnlyWhereOurFiguresCount(t *testing.T) {
	t.Parallel()
	day := theDay()
	ours, theirs := owed(7, shop, "PEN", 1000_00, 30, -5), owed(8, bank, "USD", 1000_00, 30)
	for i := range ours.Items {
		ours.Items[i].Figures = debt.Ours
	}
	ours.Rate, ours.MoratoryRate, theirs.Rate = 36_000_000, 3_600_000, 36_000_000
	for _, ends := range []bool{false, true} {
		p := policy(t)
		p.PostInterest = ends
		mine := ours
		mine.Items = append([]debt.Item{}, ours.Items...)
		input := caseOf(mine, theirs)
		out := decide(t, input, day, p)
		if !ends {
			if len(out.Entries)+len(out.Items) != 0 {
				t.Errorf("an ordinary day posted %+v", out.Entries)
			}
			continue
		}
		want := debt.Parts{Interest: 30_00, Moratory: 3_00} // a month at 3 % and 0.3 %
		if len(out.Entries) != 1 || out.Entries[0].Change != want || out.Entries[0].Kind != debt.Accrual ||
			out.Entries[0].OnDay != day || out.Entries[0].ItemID != ours.Items[0].ID {
			t.Fatalf("a month's end posted %+v, want %+v on the overdue item that is ours", out.Entries, want)
		}
		if len(out.Items) != 1 || out.Items[0].Owed != (debt.Parts{Principal: 1000_00, Interest: 30_00,
			Moratory: 3_00}) ||
			out.Items[0].AccruedOn != day {
			t.Errorf("items %+v", out.Items)
		}
		if out.NewFiles[0].AccountID != ours.ID || out.NewFiles[0].PastDue != 1033_00 {
			t.Errorf("the case is %+v, want what was just posted in it", out.NewFiles[0])
		}
		if again := decide(t, decided(input, out), day, p); again.size() != 0 {
			t.Errorf("the same night again posts %+v", again.Entries)
		}
	}
}

func TestANightInWhichNothingChangesWritesNothing(t *testing.T) {
	t.Parallel()
	day := theDay()
	resting := caseOf(owed(7, bank, "USD", 50_000, 40), owed(8, shop, "PEN", 100, -2))
	resting.Promises = []promise.Promise{{ID: 1, PersonID: person, CreditorID: bank, Amount: 100, DueOn: day + 5,
		State: promise.Open}}
	small := caseOf(owed(7, bank, "USD", 10, 40))
	for name, c := range map[string]*Case{
		"one debt": caseOf(owed(7, bank, "USD", 50_000, 40, 10)), "several": caseOf(owed(7, bank, "USD", 50_000,
			40),
			owed(8, shop, "PEN", 50_000, 3), owed(9, shop, "USD", 1, -300)), "at rest": resting, "too little": small,
		"nothing owed": caseOf(AccountCase{Account: debt.Account{ID: 7, PersonID: person, State: debt.Open}}),
	} {
		out := decide(t, c, day, policy(t))
		tally, after := out.Tally, decided(c, out)
		for night := range calendar.Day(3) { // no boundary of a bucket or a step lies in between
			again := decide(t, after, day+night, policy(t))
			if again.size() != 0 || len(again.Touched) != 0 || len(again.Moves) != 0 || len(again.Entries) != 0 {
				t.Errorf("%s: %d nights later is written: %+v", name, night, again)
			}
			if again.Tally.Cases != tally.Cases || again.Tally.Accounts != tally.Accounts {
				t.Errorf("%s: counted %+v, and %d nights later %+v", name, tally, night, again.Tally)
			}
		}
	}
}

func TestADebtThatRollsIsMovedAndPlacedAnew(t *testing.T) {
	t.Parallel()
	input := caseOf(owed(7, bank, "USD", 50_000, 30))
	out := decide(t, input, theDay(), policy(t))
	after := decided(input, out)
	out = decide(t, after, theDay()+1, policy(t))
	if len(out.Moves) != 1 || out.Moves[0].From != "1-30" || out.Moves[0].To != "31-60" ||
		out.Moves[0].FromOn != theDay() || out.Moves[0].OnDay != theDay()+1 {
		t.Errorf("moves %+v", out.Moves)
	}
	if len(out.Files) != 1 || out.Files[0].Step != "middle" || out.Files[0].Version != 2 ||
		out.Files[0].DecidedOn != theDay()+1 {
		t.Errorf("the case %+v", out.Files)
	}
	if len(out.Places) != 1 || out.Places[0].Step != "middle" {
		t.Errorf("places %+v", out.Places)
	}
	if len(out.Touched) != 1 || out.Touched[0] != (Touched{person, 1}) {
		t.Errorf("touched %+v, want the version that was decided on", out.Touched)
	}
}

func TestWhoOwesNothingAnyMoreLeavesTheWorklistAndTheBook(t *testing.T) {
	t.Parallel()
	for name, leave := range map[string]func(*Case){
		"paid":     func(c *Case) { c.Accounts[0].Items = nil },
		"recalled": func(c *Case) { c.Left, c.Accounts = []delinquency.Standing{c.Accounts[0].Stood}, nil },
	} {
		input := caseOf(owed(7, bank, "USD", 50_000, 30))
		after := decided(input, decide(t, input, theDay(), policy(t)))
		after.File.AssignedID, after.File.Broken = 99, 2
		leave(after)
		out := decide(t, after, theDay()+5, policy(t))
		if len(out.Places) != 1 || !out.Places[0].Remove || out.Places[0].PersonID != person {
			t.Errorf("%s: places %+v", name, out.Places)
		}
		if len(out.GoneStandings) != 1 || len(out.Moves) != 1 || out.Moves[0].To != delinquency.Out ||
			out.Moves[0].Balance != 50_000 {
			t.Errorf("%s: gone %v, moves %+v", name, out.GoneStandings, out.Moves)
		}
		file := out.Files[0]
		if file.Stage != strategy.Extinction || file.Balance != 0 || file.Bucket != delinquency.Out ||
			file.Hold != NoHold {
			t.Errorf("%s: the case is %+v", name, file)
		}
		if file.AssignedID != 99 || file.Broken != 2 {
			t.Errorf("%s: its agent and its history are lost: %+v", name, file)
		}
		again := decided(after, out)
		again.Accounts = nil
		if once := decide(t, again, theDay()+6, policy(t)); once.size() != 0 {
			t.Errorf("%s: a night later is written %+v", name, once)
		}
	}
}

func TestWhoCannotBeCalledIsToBeFoundFirst(t *testing.T) {
	t.Parallel()
	p := policy(t)
	for _, c := range []struct {
		says  string
		days  int
		was   string // the step before
		reach Reach
		step  string
	}{
		{"nobody asked", 40, "middle", ReachUnasked, "middle"},
		{"no telephone works", 40, "middle", Unreachable, "locate"},
		{"they were to be found, and nobody asked again", 40, "locate", ReachUnasked, "locate"},
		{"a telephone was found", 40, "locate", Reachable, "middle"},
		{"nothing is due for a long time", -40, "", Unreachable, ""},
	} {
		input := caseOf(owed(7, bank, "USD", 50_000, c.days))
		input.File.Step, input.Reach = c.was, c.reach
		file, out := first(t, input)
		if file.Step != c.step {
			t.Errorf("%s: step %q, want %q", c.says, file.Step, c.step)
		}
		if c.step == "locate" && (file.Stage != strategy.Collection || out.Tally.Planned["search"] != 0) {
			t.Errorf("%s: stage %s, planned %v", c.says, file.Stage, out.Tally.Planned)
		}
	}
	lost := Casefile{Step: "locate", Balance: 1 << 50, PastDue: 1 << 50, Broken: 4}
	call := Casefile{Step: "reminder", Balance: 1}
	if a, b := PlaceOf(&lost, p), PlaceOf(&call, p); a.Remove || a.Priority >= b.Priority {
		t.Errorf("who is to be found has priority %d, and who can be called %d", a.Priority, b.Priority)
	}
}

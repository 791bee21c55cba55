package treatment

import (
	"slices"
	"time"

	"aldia/domain/calendar"
	"aldia/domain/debt"
	"aldia/domain/delinquency"
	"aldia/domain/money"
	"aldia/domain/promise"
	"aldia/domain/strategy"
	"aldia/platform/db"
	"aldia/platform/id"
)

// Decide says what changes in a case at the end of a day and adds it to out. It is pure: the same case and
// day give the same changes, in the close, at once after an event, and in a simulation. The items of the
// case are changed in place.
func Decide(c *Case, day calendar.Day, p *Policy, cause id.ID, at time.Time, out *Changes) {
	before := out.size()
	out.Figures.NextPerson()
	file := c.File
	file.PersonID = c.PersonID
	judge(c, &file, day, out)
	lead := stand(c, &file, day, p, cause, at, out)
	if lead < 0 {
		file.Stage, file.Step, file.Bucket, file.OldestDueOn = strategy.Extinction, "", delinquency.Out,
			calendar.NoDay
	}
	hold(c, &file, day, p)
	place(c, &file, p, out)
	if len(c.Accounts) > 0 {
		out.Tally.Cases++
	}
	keep(c, file, day, out)
	if out.size() != before {
		out.Touched = append(out.Touched, Touched{c.PersonID, c.File.Version})
	}
}

// size counts all that would be written, so that it can be told whether a case adds anything.
func (o *Changes) size() int {
	return len(o.Items) + len(o.NewStandings) + len(o.Standings) + len(o.GoneStandings) + len(o.NewFiles) +
		len(o.Files) + len(o.Places) + len(o.Verdicts)
}

func judge(c *Case, file *Casefile, day calendar.Day, out *Changes) {
	open := c.Promises[:0]
	for i := range c.Promises {
		p := &c.Promises[i]
		verdict, reached := promise.Reach(p, day, !c.owes(p.CreditorID, p.Currency))
		if reached {
			out.Verdicts = append(out.Verdicts, verdict)
		}
		switch {
		case verdict.State == promise.Open:
			open = append(open, *p)
		case verdict.StandsOn != calendar.NoDay: // it was counted when it was judged
		case verdict.State == promise.Kept:
			out.Tally.Kept++
		case verdict.State == promise.Broken:
			out.Tally.Broken++
			file.Broken++
		}
	}
	c.Promises = open
}

// owes says whether anything is owed to a creditor in a currency.
func (c *Case) owes(creditor id.ID, currency money.Currency) bool {
	for i := range c.Accounts {
		a := &c.Accounts[i]
		if a.CreditorID == creditor && a.Currency == currency &&
			slices.ContainsFunc(a.Items, func(i debt.Item) bool { return i.IsOwed() }) {
			return true
		}
	}
	return false
}

// stand ages every account and gives the position of the one that leads the case, or -1 when nothing is owed.
func stand(c *Case, file *Casefile, day calendar.Day, p *Policy, cause id.ID, at time.Time,
	out *Changes,
) int {
	lead := -1
	var led delinquency.Standing
	stood := make([]delinquency.Standing, 0, 8) // on the stack: few persons have more accounts
	for i := range c.Accounts {
		a := &c.Accounts[i]
		if p.PostInterest {
			post(a, day, cause, at, out)
		}
		creditor := p.Creditors[a.CreditorID]
		now := delinquency.Stand(&a.Account, a.Items, day, creditor.Buckets)
		if now.Bucket != delinquency.Out {
			now.Stage = string(p.Strategy.StageAt(daysFrom(now.OldestDueOn, day)))
			out.Tally.Accounts++
		}
		keepStanding(a.Stood, now, day, out)
		out.Figures.Stand(&now)
		stood = append(stood, now)
		if now.Bucket != delinquency.Out && (lead < 0 || leads(now, led)) {
			lead, led = i, now
		}
	}
	for i := range c.Left {
		gone := c.Left[i]
		gone.Bucket, gone.PastDue, gone.Balance = delinquency.Out, 0, 0
		keepStanding(c.Left[i], gone, day, out)
	}
	file.PastDue, file.Balance, file.Accounts = 0, 0, 0
	if lead < 0 {
		return lead
	}
	file.CreditorID, file.AccountID, file.Currency = led.CreditorID, led.AccountID, led.Currency
	file.Bucket, file.OldestDueOn = led.Bucket, led.OldestDueOn
	for i := range stood {
		if stood[i].Bucket == delinquency.Out {
			continue
		}
		file.Accounts++
		if stood[i].Currency == led.Currency {
			file.PastDue += stood[i].PastDue
			file.Balance += stood[i].Balance
		}
	}
	file.Stage, file.Step = strategy.Prevention, ""
	if step, ok := p.Strategy.StepAt(daysFrom(led.OldestDueOn, day)); ok {
		file.Stage, file.Step = step.Stage, step.Code
		if locate := p.Strategy.Locate.Code; locate != "" && (c.Reach == Unreachable ||
			c.Reach == ReachUnasked && c.File.Step == locate) {
			file.Step = locate // there is nobody to call: somebody has to find them first
		}
	}
	return lead
}

// leads says whether an account comes before the one that leads so far: the older debt, then the larger
// one, then the one that came first.
func leads(a, b delinquency.Standing) bool {
	if a.OldestDueOn != b.OldestDueOn {
		return a.OldestDueOn < b.OldestDueOn
	}
	if a.Balance != b.Balance {
		return a.Balance > b.Balance
	}
	return a.AccountID < b.AccountID
}

// daysFrom counts from the due day; before it the number is below zero.
func daysFrom(dueOn, day calendar.Day) int { return int(day - dueOn) }

func post(a *AccountCase, day calendar.Day, cause id.ID, at time.Time, out *Changes) {
	terms := debt.TermsOf(&a.Account, a.Before)
	for i := range a.Items {
		item := &a.Items[i]
		if item.Figures != debt.Ours || item.AccruedOn >= day || item.DueOn >= day || !item.IsOwed() {
			continue
		}
		ordinary, moratory := item.InterestCarry, item.MoratoryCarry
		entry, posted := terms.PostInterest(item, day, cause, at)
		if posted {
			out.Entries = append(out.Entries, entry)
		}
		if posted || item.InterestCarry != ordinary || item.MoratoryCarry != moratory {
			out.Items = append(out.Items, *item)
		}
	}
}

func keepStanding(was, now delinquency.Standing, day calendar.Day, out *Changes) {
	known := was.AccountID != 0
	if !known && now.Bucket == delinquency.Out {
		return
	}
	kept, move, moved := delinquency.Compare(was, now, day)
	if moved {
		out.Moves = append(out.Moves, move)
	}
	out.Figures.Change(&was, &now)
	switch {
	case now.Bucket == delinquency.Out:
		out.GoneStandings = append(out.GoneStandings, now.AccountID)
	case !known:
		out.NewStandings = append(out.NewStandings, kept)
	case kept != was:
		out.Standings = append(out.Standings, kept)
	}
}

// hold decides whether the case rests. What a result asked for stands until its last day; a promise rests
// until its tolerance has passed; and a case with nothing but disputed debts, or too little, rests until
// that changes.
func hold(c *Case, file *Casefile, day calendar.Day, p *Policy) {
	was, until := file.Hold, file.HoldUntilOn
	file.Hold, file.HoldUntilOn = NoHold, calendar.NoDay
	if file.Accounts == 0 {
		return
	}
	for i := range c.Promises {
		if rest := promise.RestsUntil(&c.Promises[i]); rest > file.HoldUntilOn {
			file.Hold, file.HoldUntilOn = HoldPromise, rest
		}
	}
	ours := was == HoldPromise || was == HoldDisputed || was == HoldSmall || was == NoHold
	switch {
	case !ours && (until == calendar.NoDay || until >= day && until > file.HoldUntilOn):
		file.Hold, file.HoldUntilOn = was, until
	case file.Hold == HoldPromise:
	case allDisputed(c):
		file.Hold = HoldDisputed
	case file.Step != "" && file.Stage != strategy.Prevention && p.Strategy.IsSmall(file.PastDue, file.Currency):
		file.Hold = HoldSmall
	}
}

func allDisputed(c *Case) bool {
	for i := range c.Accounts {
		if !c.Accounts[i].Disputed && len(c.Accounts[i].Items) > 0 {
			return false
		}
	}
	return true
}

// place tells the worklist, when what it should do has changed.
func place(c *Case, file *Casefile, p *Policy, out *Changes) {
	want := PlaceOf(file, p)
	if !want.Remove && want.ReadyAt == 0 {
		if step, ok := p.Strategy.StepByCode(file.Step); ok && step.Code != p.Strategy.Locate.Code {
			out.Tally.Planned[step.Channel]++
		}
	}
	if !c.HasFile {
		if !want.Remove {
			out.Places = append(out.Places, want)
		}
		return
	}
	if want != PlaceOf(&c.File, p) {
		out.Places = append(out.Places, want)
	}
}

// PlaceOf is the place of a case in the worklist. It follows from the case alone, so that a night in which
// nothing changes writes nothing.
func PlaceOf(file *Casefile, p *Policy) Place {
	step, ok := p.Strategy.StepByCode(file.Step)
	if !ok || file.Balance <= 0 || file.Hold != NoHold && file.HoldUntilOn == calendar.NoDay {
		return Place{PersonID: file.PersonID, Remove: true}
	}
	place := Place{
		PersonID: file.PersonID, AgentID: file.AssignedID, CreditorID: file.CreditorID, Step: file.Step,
		Priority: strategy.Priority(step.Weight, file.Broken, file.PastDue),
	}
	if file.Hold != NoHold {
		place.ReadyAt = db.Micros((file.HoldUntilOn + 1).Start(p.Creditors[file.CreditorID].Zone))
	}
	return place
}

// keep writes the casefile when anything in it but the day has changed.
func keep(c *Case, file Casefile, day calendar.Day, out *Changes) {
	file.Version, file.DecidedOn = c.File.Version, c.File.DecidedOn
	if file == c.File || !c.HasFile && file.Accounts == 0 {
		return
	}
	file.Version++
	file.DecidedOn = day
	if c.HasFile {
		out.Files = append(out.Files, file)
	} else {
		out.NewFiles = append(out.NewFiles, file)
	}
}

package treatment

import (
	"cmp"
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
	if file.Further > 0 {
		restShares(c, &file, day, p)
		placeShares(c, &file, p, when{day, at}, out)
	} else {
		hold(c, &file, day, p)
		place(c, &file, p, when{day, at}, out)
	}
	if len(c.Accounts) > 0 || c.Ahead.counts() {
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
		len(o.Files) + len(o.Places) + len(o.Verdicts) + len(o.Shared)
}

func judge(c *Case, file *Casefile, day calendar.Day, out *Changes) {
	open := c.Promises[:0]
	for i := range c.Promises {
		p := &c.Promises[i]
		then := c.Ahead.promiseThen(*p, day)
		owed := c.owes(p.CreditorID, p.Currency) || c.Ahead.owes(p.CreditorID, p.Currency)
		verdict, reached := promise.Reach(&then, day, !owed)
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
			c.breaks(p.CreditorID)
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

// stand ages every account and gives the position of the one that leads the case, or -1 when nothing is
// owed.
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
		}
		c.change(&a.Stood, &now, out)
		keepStanding(a.Stood, now, day, out)
		stood = append(stood, now)
		if now.Bucket != delinquency.Out && (lead < 0 || leads(now, led)) {
			lead, led = i, now
		}
	}
	for i := range c.Left {
		gone := c.Left[i]
		gone.Bucket, gone.PastDue, gone.Balance = delinquency.Out, 0, 0
		c.change(&c.Left[i], &gone, out)
		keepStanding(c.Left[i], gone, day, out)
	}
	c.changeOfPaid(stood, out)
	out.count(c.Ahead.instead(stood))
	file.PastDue, file.Balance, file.Accounts, file.Further = 0, 0, 0, 0
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
		if stood[i].CreditorID != led.CreditorID {
			file.Further = 1 // or more: to be counted
		}
		if stood[i].Currency == led.Currency {
			file.PastDue += stood[i].PastDue
			file.Balance += stood[i].Balance
		}
	}
	file.Stage, file.Step = stepOf(c, led.OldestDueOn, day, p)
	if file.Further > 0 {
		c.split(stood, day, p)
		file.Further = int64(len(c.now)) - 1
	}
	return lead
}

// count counts where the accounts of a person stand.
func (o *Changes) count(stood []delinquency.Standing) {
	for i := range stood {
		if stood[i].Bucket != delinquency.Out {
			o.Tally.Accounts++
		}
		o.Figures.Stand(&stood[i])
	}
}

// stepOf is the step for a debt of an age.
func stepOf(c *Case, oldest, day calendar.Day, p *Policy) (strategy.Stage, string) {
	step, ok := p.Strategy.StepAt(daysFrom(oldest, day))
	if !ok {
		return strategy.Prevention, ""
	}
	if locate := p.Strategy.Locate.Code; locate != "" && (c.Reach == Unreachable ||
		c.Reach == ReachUnasked && c.File.Step == locate) {
		return step.Stage, locate // there is nobody to call: somebody has to find them first
	}
	return step.Stage, step.Code
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
	if len(c.Shares) > 0 && OfDebts(was) { // they owed several creditors, and now one
		was, until = restOfShare(c.Shares, file.CreditorID)
	}
	file.Hold, file.HoldUntilOn = NoHold, calendar.NoDay
	if file.Accounts == 0 {
		return
	}
	r := rest{was: was, until: until, promised: c.promisedUntil(0), disputed: c.allDisputed(0)}
	r.small = file.Step != "" && file.Stage != strategy.Prevention &&
		p.Strategy.IsSmall(file.PastDue, file.Currency)
	file.Hold, file.HoldUntilOn = r.on(day)
}

// rest is what decides whether a case rests, or what of it is one creditor's.
type rest struct {
	was             Hold
	until           calendar.Day
	promised        calendar.Day // until when an open promise rests it
	disputed, small bool
}

func (r *rest) on(day calendar.Day) (Hold, calendar.Day) {
	ours := r.was == HoldPromise || r.was == HoldDisputed || r.was == HoldSmall || r.was == NoHold
	switch {
	case !ours && (r.until == calendar.NoDay || r.until >= day && r.until > r.promised):
		return r.was, r.until
	case r.promised != calendar.NoDay:
		return HoldPromise, r.promised
	case r.disputed:
		return HoldDisputed, calendar.NoDay
	case r.small:
		return HoldSmall, calendar.NoDay
	}
	return NoHold, calendar.NoDay
}

// promisedUntil is the last day on which promises to a creditor rest the case, to any of them for none.
func (c *Case) promisedUntil(creditor id.ID) (until calendar.Day) {
	for i := range c.Promises {
		if creditor == 0 || c.Promises[i].CreditorID == creditor {
			until = max(until, promise.RestsUntil(&c.Promises[i]))
		}
	}
	return until
}

// allDisputed says whether all debts to a creditor are disputed, to any of them for none.
func (c *Case) allDisputed(creditor id.ID) bool {
	for i := range c.Accounts {
		a := &c.Accounts[i]
		if (creditor == 0 || a.CreditorID == creditor) && !a.Disputed && len(a.Items) > 0 {
			return false
		}
	}
	return true
}

// place tells the worklist, when what it should do has changed, or when the law has something against it:
// what that is stands in no case, since it passes by itself.
func place(c *Case, file *Casefile, p *Policy, m when, out *Changes) {
	places, barred, unasked := c.heed([]Place{PlaceOf(c.weigh(*file), p)}, p, m.at)
	uncounted := p.count(&places[0], m, &out.Tally)
	out.Tally.Unasked.note(cmp.Or(unasked, uncounted))
	if !c.HasFile {
		if !places[0].Remove {
			out.Places = append(out.Places, places...)
		}
		return
	}
	if barred || c.File.Further > 0 || places[0] != PlaceOf(c.weighed(c.File), p) {
		out.Places = append(out.Places, places...)
	}
}

// PlaceOf is the place of a case in the worklist. It follows from the case alone, weighed by the promises
// that were broken to its creditor, so that a night in which nothing changes writes nothing.
func PlaceOf(file *Casefile, p *Policy) Place {
	step, ok := p.Strategy.StepByCode(file.Step)
	if !ok || file.Balance <= 0 || file.Hold != NoHold && file.HoldUntilOn == calendar.NoDay {
		return Place{PersonID: file.PersonID, Remove: true}
	}
	place := Place{
		PersonID: file.PersonID, AgentID: file.AssignedID, CreditorID: file.CreditorID, Step: file.Step,
		Priority: strategy.Priority(step.Weight, file.Broken, file.PastDue),

		Unreachable: file.Step == p.Strategy.Locate.Code,
	}
	if file.Hold != NoHold {
		place.ReadyAt = db.Micros((file.HoldUntilOn + 1).Start(p.Creditors[file.CreditorID].Zone))
	}
	return place
}

// keep writes the casefile when anything in it but the day has changed.
func keep(c *Case, file Casefile, day calendar.Day, out *Changes) {
	file.Version, file.DecidedOn = c.File.Version, c.File.DecidedOn
	if file.Further == 0 {
		c.now = nil
	}
	c.Shares = c.now
	reshared := !slices.Equal(c.now, c.Kept)
	if reshared {
		out.Shared = append(out.Shared, Shared{c.PersonID, c.now})
	}
	if file == c.File && !reshared || !c.HasFile && file.Accounts == 0 {
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

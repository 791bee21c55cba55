package treatment

import (
	"cmp"
	"slices"

	"aldia/domain/calendar"
	"aldia/domain/contact"
	"aldia/domain/delinquency"
	"aldia/domain/money"
	"aldia/domain/strategy"
	"aldia/platform/db"
	"aldia/platform/id"
)

// Share is what of a case is one creditor's, where a person owes several. The case stays one: a person is
// with one agent at a time, and what is of the person (a wish not to be contacted, a death) rests all of
// it. What is of debts (a promise, a claim, having paid, a dispute) rests the share of its creditor, so
// that no creditor's debts are hidden by what was said to another.
type Share struct {
	CreditorID  id.ID
	AccountID   id.ID // the debt that leads among this creditor's
	Turn        int64 // 0: this creditor leads the case
	Stage       strategy.Stage
	Step        string
	Bucket      string
	OldestDueOn calendar.Day
	Currency    money.Currency
	PastDue     money.Amount // in the currency of the debt that leads the share
	Balance     money.Amount
	Accounts    int64
	Hold        Hold
	HoldUntilOn calendar.Day
	Broken      int64 // promises to the creditor; not kept here, since the promises themselves tell it
}

// Shared is a person with the shares of their creditors; none for who owes one creditor, or nobody.
type Shared struct {
	PersonID id.ID
	Shares   []Share
}

// OfDebts says whether a rest is of a creditor's debts rather than of the person.
func OfDebts(h Hold) bool {
	switch h {
	case NoHold, HoldPromise, HoldDisputed, HoldSmall, holdPaid, Hold(contact.HoldClaim),
		Hold(contact.HoldAgreed):
		return true
	case holdDeceased, holdNoContact:
		return false
	}
	return false
}

// take is the case after what an event asks of it.
func (c *Case) take(e Effect) {
	if len(c.Shares) == 0 {
		c.File.Hold, c.File.HoldUntilOn = e.after(c.File.Hold, c.File.HoldUntilOn)
		return
	}
	ofPerson, ofShare := e, e
	if OfDebts(e.Hold) {
		ofPerson.Hold, ofPerson.HoldUntilOn = NoHold, calendar.NoDay
	} else {
		ofShare.Hold, ofShare.HoldUntilOn = NoHold, calendar.NoDay
	}
	c.File.Hold, c.File.HoldUntilOn = ofPerson.after(c.File.Hold, c.File.HoldUntilOn)
	c.Shares = slices.Clone(c.Shares)
	for i := range c.Shares {
		if s := &c.Shares[i]; e.isAbout(s.CreditorID) {
			s.Hold, s.HoldUntilOn = ofShare.after(s.Hold, s.HoldUntilOn)
		}
	}
}

// split parts the case among the creditors to whom something is owed, the one that leads first.
func (c *Case) split(stood []delinquency.Standing, day calendar.Day, p *Policy) {
	owed := slices.DeleteFunc(slices.Clone(stood), func(s delinquency.Standing) bool {
		return s.Bucket == delinquency.Out
	})
	slices.SortFunc(owed, func(a, b delinquency.Standing) int {
		if leads(a, b) {
			return -1
		}
		return 1
	})
	c.now = make([]Share, 0, len(owed))
	for i := range owed {
		s := &owed[i]
		at := slices.IndexFunc(c.now, func(h Share) bool { return h.CreditorID == s.CreditorID })
		if at < 0 {
			at = len(c.now)
			c.now = append(c.now, Share{CreditorID: s.CreditorID, AccountID: s.AccountID, Turn: int64(at),
				Bucket: s.Bucket, OldestDueOn: s.OldestDueOn, Currency: s.Currency})
			c.now[at].Stage, c.now[at].Step = stepOf(c, s.OldestDueOn, day, p)
			c.now[at].Broken = c.brokenTo(s.CreditorID) + c.newly[s.CreditorID]
		}
		share := &c.now[at]
		share.Accounts++
		if s.Currency == share.Currency {
			share.PastDue += s.PastDue
			share.Balance += s.Balance
		}
	}
}

// restShares decides which shares rest. The case as a whole rests when the person does, or when all
// shares do: then it is said of it why the first of them comes back.
func restShares(c *Case, file *Casefile, day calendar.Day, p *Policy) {
	if OfDebts(file.Hold) || file.HoldUntilOn != calendar.NoDay && file.HoldUntilOn < day {
		file.Hold, file.HoldUntilOn = NoHold, calendar.NoDay
	}
	soonest := -1
	for i := range c.now {
		s := &c.now[i]
		r := rest{promised: c.promisedUntil(s.CreditorID), disputed: c.allDisputed(s.CreditorID)}
		if r.was, r.until = restOfShare(c.Shares, s.CreditorID); len(c.Shares) == 0 &&
			s.CreditorID == c.File.CreditorID && OfDebts(c.File.Hold) { // until now they owed one creditor
			r.was, r.until = c.File.Hold, c.File.HoldUntilOn
		}
		r.small = s.Step != "" && s.Stage != strategy.Prevention &&
			p.Strategy.IsSmall(c.pastDueIn(s.Currency), s.Currency)
		s.Hold, s.HoldUntilOn = r.on(day)
		if soonest < 0 || s.restsShorter(&c.now[soonest]) {
			soonest = i
		}
	}
	if file.Hold == NoHold {
		file.Hold, file.HoldUntilOn = c.now[soonest].Hold, c.now[soonest].HoldUntilOn
	}
}

// restsShorter says whether a share comes back before another one.
func (s *Share) restsShorter(other *Share) bool {
	end := func(s *Share) calendar.Day {
		switch {
		case s.Hold == NoHold:
			return calendar.NoDay
		case s.HoldUntilOn == calendar.NoDay:
			return 1 << 62
		}
		return s.HoldUntilOn
	}
	return end(s) < end(other)
}

// pastDueIn is what is overdue in a currency, to all creditors: whether that is too little to call for is a
// matter of the call, which costs the same for one of them and for all.
func (c *Case) pastDueIn(currency money.Currency) (sum money.Amount) {
	for i := range c.now {
		if c.now[i].Currency == currency {
			sum += c.now[i].PastDue
		}
	}
	return sum
}

func restOfShare(shares []Share, creditor id.ID) (Hold, calendar.Day) {
	for i := range shares {
		if shares[i].CreditorID == creditor {
			return shares[i].Hold, shares[i].HoldUntilOn
		}
	}
	return NoHold, calendar.NoDay
}

// placeShares tells the worklist, when what it should do has changed, or when the law is against it.
func placeShares(c *Case, file *Casefile, p *Policy, m when, out *Changes) {
	want, barred, unasked := c.heed(placesOf(c.weigh(*file), c.now, p), p, m.at)
	uncounted := p.count(&want[0], m, &out.Tally)
	out.Tally.Unasked.note(cmp.Or(unasked, uncounted))
	changed := !want[0].Remove
	if c.HasFile {
		changed = barred || !slices.Equal(want, placesOf(c.weighed(c.File), c.Kept, p))
	}
	if changed {
		out.Places = append(out.Places, want...)
	}
}

// placesOf are the places of a person in the worklist: one for each creditor whose debts are to be worked,
// first the one that comes first, or one that takes the person off the list. They follow from the case and
// its shares alone.
func placesOf(file *Casefile, shares []Share, p *Policy) []Place {
	if len(shares) == 0 {
		return []Place{PlaceOf(file, p)}
	}
	var all []Place
	for i := range shares {
		s := &shares[i]
		of := *file
		of.CreditorID, of.Step, of.PastDue, of.Balance = s.CreditorID, s.Step, s.PastDue, s.Balance
		of.Broken = s.Broken
		if OfDebts(file.Hold) {
			of.Hold, of.HoldUntilOn = s.Hold, s.HoldUntilOn
		} else if s.Hold != NoHold && file.HoldUntilOn != calendar.NoDay &&
			(s.HoldUntilOn == calendar.NoDay || s.HoldUntilOn > file.HoldUntilOn) {
			of.Hold, of.HoldUntilOn = s.Hold, s.HoldUntilOn // it rests longer than the person
		}
		if place := PlaceOf(&of, p); !place.Remove {
			all = append(all, place)
		}
	}
	if len(all) == 0 {
		return []Place{{PersonID: file.PersonID, Remove: true}}
	}
	slices.SortStableFunc(all, func(a, b Place) int {
		return cmp.Or(cmp.Compare(a.ReadyAt, b.ReadyAt), cmp.Compare(b.Priority, a.Priority))
	})
	for i := range all[1:] {
		all[i+1].Further = true
	}
	return all
}

const shareColumns = `person_id, creditor_id, account_id, turn, stage, step, bucket, oldest_due_on, currency,
	past_due, balance, accounts, hold, hold_until_on`

// breaks counts a promise as broken to the creditor to whom it was made.
func (c *Case) breaks(creditor id.ID) {
	if c.newly == nil {
		c.newly = map[id.ID]int64{}
	}
	c.newly[creditor]++
}

// brokenTo is how many promises to a creditor were broken before this decision. What was broken to another
// one, who may be paid by now, says nothing of these debts.
func (c *Case) brokenTo(creditor id.ID) int64 {
	if c.broke == nil { // nobody asked, since none was broken
		return c.File.Broken
	}
	return c.broke[creditor]
}

// weighed is a case as its place weighs it, before this decision: with the promises that were broken to the
// creditor who leads it. weigh is the same after it.
func (c *Case) weighed(file Casefile) *Casefile {
	file.Broken = c.brokenTo(file.CreditorID)
	return &file
}

func (c *Case) weigh(file Casefile) *Casefile {
	file.Broken = c.brokenTo(file.CreditorID) + c.newly[file.CreditorID]
	return &file
}

// readBroken says to whom promises were broken. Of who broke none, as of nearly everybody, nothing is asked.
func readBroken(tx db.Tx, cases []Case) error {
	at, list := map[id.ID]*Case{}, db.List(nil)
	for i := range cases {
		if cases[i].File.Broken > 0 {
			at[cases[i].PersonID], list = &cases[i], append(list, int64(cases[i].PersonID))
			cases[i].broke = map[id.ID]int64{}
		}
	}
	if len(list) == 0 {
		return nil
	}
	return tx.Query(func(r db.Row) error {
		at[id.ID(r.Int(0))].broke[id.ID(r.Int(1))] = r.Int(2)
		return nil
	}, `SELECT person_id, creditor_id, count(*) FROM promise WHERE person_id IN ?list AND state = 'broken'
		GROUP BY person_id, creditor_id`, list)
}

// readShares adds their shares to the cases that have some; of those that have none nothing is asked.
func readShares(tx db.Tx, cases []Case) error {
	if err := readBroken(tx, cases); err != nil {
		return err
	}
	at, list := map[id.ID]*Case{}, db.List(nil)
	for i := range cases {
		if cases[i].File.Further > 0 {
			at[cases[i].PersonID], list = &cases[i], append(list, int64(cases[i].PersonID))
		}
	}
	if len(list) == 0 {
		return nil
	}
	return tx.Query(func(r db.Row) error {
		c := at[id.ID(r.Int(0))]
		c.Kept = append(c.Kept, Share{
			CreditorID: id.ID(r.Int(1)), AccountID: id.ID(r.Int(2)), Turn: r.Int(3),
			Stage: strategy.Stage(r.Text(4)), Step: r.Text(5), Bucket: r.Text(6),
			OldestDueOn: calendar.Day(r.Int(7)), Currency: money.Currency(r.Text(8)),
			PastDue: money.Amount(r.Int(9)), Balance: money.Amount(r.Int(10)), Accounts: r.Int(11),
			Hold: Hold(r.Text(12)), HoldUntilOn: calendar.Day(r.Int(13)), Broken: c.broke[id.ID(r.Int(1))],
		})
		c.Shares = c.Kept
		return nil
	}, `SELECT `+shareColumns+` FROM casefile_creditor WHERE person_id IN ?list ORDER BY person_id, turn`, list)
}

// saveShares puts the shares of persons in the place of those they had.
func saveShares(tx db.Tx, all []Shared) error {
	if len(all) == 0 {
		return nil
	}
	var list db.List
	var rows []Share
	var persons []id.ID
	for _, s := range all {
		list = append(list, int64(s.PersonID))
		for i := range s.Shares {
			rows, persons = append(rows, s.Shares[i]), append(persons, s.PersonID)
		}
	}
	if _, err := tx.Exec(`DELETE FROM casefile_creditor WHERE person_id IN ?list`, list); err != nil {
		return err
	}
	return tx.Insert("casefile_creditor", []string{"person_id", "creditor_id", "account_id", "turn", "stage",
		"step", "bucket", "oldest_due_on", "currency", "past_due", "balance", "accounts", "hold", "hold_until_on"},
		len(rows), func(n int, v *db.Values) {
			s := &rows[n]
			for _, number := range []int64{int64(persons[n]), int64(s.CreditorID), int64(s.AccountID), s.Turn} {
				v.Int(number)
			}
			for _, text := range []string{string(s.Stage), s.Step, s.Bucket} {
				v.Text(text)
			}
			v.Int(int64(s.OldestDueOn))
			v.Text(string(s.Currency))
			for _, number := range []int64{int64(s.PastDue), int64(s.Balance), s.Accounts} {
				v.Int(number)
			}
			v.Text(string(s.Hold))
			v.Int(int64(s.HoldUntilOn))
		})
}

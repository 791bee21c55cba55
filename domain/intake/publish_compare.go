package intake

import (
	"cmp"
	"slices"

	"aldia/domain/party"
	"aldia/domain/portfolio"
	"aldia/platform/db"
	"aldia/platform/id"
)

// planned is a row that brings something: a new item, or a changed one.
type planned struct {
	row     *Row
	item    int32 // position among the live items
	account int32
	opens   bool // the account is new too
	fresh   bool // the item is new
	settled bool // the item is ours and paid
	revalue bool // the account was taken back, and comes again in another currency
	who     party.Incoming

	accountID, itemID id.ID
}

// chunk is what some rows bring.
type chunk struct {
	*batch
	plan    []planned
	parties []partyRow
	persons *found // of the rows, when they were found already
	refused []refusedRow
	answer  Answer // of the cut, with these rows
}

// compareBatch compares some rows with what we have and gives what is to be written. It says false when
// nothing is: it would be found the same again.
func (l *loader) compareBatch(b *batch) (c *chunk, brings bool, err error) {
	counts := Counts{Left: b.left, Rows: b.count}
	c = &chunk{batch: b, refused: b.refused}
	plan := b.plan[:0]
	for i := range b.rows {
		row := &b.rows[i]
		p, verdict, reason := l.compareRow(row)
		switch verdict {
		case rowNew:
			counts.New++
			p.who.Resolve()
			plan = append(plan, p)
		case rowBack:
			counts.New++
			plan = append(plan, p)
		case rowChanged:
			counts.Changed++
			plan = append(plan, p)
		case rowSame:
			counts.Unchanged++
			continue
		case rowParty:
			c.parties = append(c.parties, partyRow{row, p.who, p.accountID})
		case rowRefused:
			for _, r := range l.faultsOf(&p, reason) {
				c.refused = append(c.refused, refusedRow{int64(row.Line), "refused", r, ""})
			}
			b.spared = append(b.spared, row.AccountKey)
			if reason.Key != whyRepeated {
				b.barRow(row)
			}
			continue
		}
		c.refused = warnOf(c.refused, row, &p.who)
	}
	c.plan, b.plan = plan, plan
	l.spare(b)
	l.barred = append(l.barred, b.barred...)
	counts.tell(c.refused)
	counts.Accepted = counts.Rows - counts.Refused - counts.Left
	if b.last <= l.begun {
		return nil, false, nil // an earlier run has written these rows
	}
	l.cut.Answer.Counts.add(counts)
	l.cut.RowCount = l.cut.Answer.Rows
	if l.cut.Answer.Refused > maxRefusals {
		return nil, false, ErrRefusals.With(l.cut.Answer.Refused)
	}
	if l.dry {
		l.note(c.refused)
	}
	if l.dry || len(c.plan) == 0 && len(c.refused) == 0 && len(c.parties) == 0 {
		return nil, false, nil
	}
	c.answer = l.cut.Answer
	return c, true, nil
}

// tell counts the rows that were refused or warned of, each row once.
func (c *Counts) tell(rows []refusedRow) {
	type told struct {
		grade string
		line  int64
	}
	seen := make(map[told]bool, len(rows))
	for _, r := range rows {
		if seen[told{r.grade, r.line}] {
			continue
		}
		seen[told{r.grade, r.line}] = true
		if r.grade == "refused" {
			c.Refused++
		} else {
			c.Warned++
		}
	}
}

func (c *Counts) add(d Counts) {
	c.Rows += d.Rows
	c.Accepted += d.Accepted
	c.Refused += d.Refused
	c.Warned += d.Warned
	c.Left += d.Left
	c.New += d.New
	c.Changed += d.Changed
	c.Unchanged += d.Unchanged
	c.Gone += d.Gone
	c.Duplicate += d.Duplicate
	c.Unmatched += d.Unmatched
}

type rowVerdict int

const (
	rowSame rowVerdict = iota
	rowNew
	rowChanged
	rowBack // of an item whose cut was taken back: to everybody but the book it is new
	rowParty
	rowRefused
)

// partyRow is a row of somebody who is not the debtor.
type partyRow struct {
	row       *Row
	who       party.Incoming
	accountID id.ID
}

// compareHelper finds the account of a row of somebody who is not the debtor.
func (l *loader) compareHelper(p planned) (planned, rowVerdict, Refusal) {
	at := l.live.accountAt.find(p.row.AccountKey, l.live.accountKey)
	if at < 0 {
		return p, rowRefused, Refusal{Column: "account", Value: p.row.Account, Key: "cut.row.party_alone"}
	}
	p.accountID = l.live.accounts.at(at).id
	return p, rowParty, Refusal{}
}

// compareRow finds what we have for a row, and notes that the cut has it.
func (l *loader) compareRow(row *Row) (planned, rowVerdict, Refusal) {
	p := planned{row: row, item: l.live.itemAt.find(row.Key, l.live.itemKey)}
	helps := row.Role != "" && row.Role != RoleDebtor
	owed := parts(row).Total()
	same := false
	if !helps && p.item >= 0 {
		if p.item >= newsFrom || l.live.items.at(p.item).seen {
			return p, rowRefused, repeats(whyRepeated, row.Account, row.Item, row.Principal.Text(row.Currency))
		}
		item := l.live.items.at(p.item)
		p.account, p.itemID, p.accountID = item.account, item.id, l.live.accounts.at(item.account).id
		p.settled = item.is.has(settled)
		// What was paid after the cut's day is in owed again, so that it may be closed and yet as the row says.
		agrees := item.owed == owed || item.owed < 0 && (item.open || p.settled || owed <= 0)
		same = agrees && !item.is.has(undone) && item.digest == row.Digest &&
			!l.live.accounts.at(p.account).flags.has(asked)
	}
	if !same {
		p.who = incoming(row, &l.creditor)
		if err := p.who.Prepare(l.creditor.ID); err != nil {
			return p, rowRefused, refusalOf(err, row.Person)
		}
	}
	if helps {
		return l.compareHelper(p)
	}
	if reason, other := l.otherMoney(&p); other {
		return p, rowRefused, reason
	}
	verdict := rowSame
	if p.item < 0 {
		verdict = rowNew
		l.open(&p)
	} else {
		item := l.live.items.at(p.item)
		item.digest, item.open, item.seen, item.owed = row.Digest, true, true, owed
		switch {
		case item.is.has(undone):
			verdict = rowBack
		case !same:
			verdict = rowChanged
		}
	}
	a := l.live.accounts.at(p.account)
	a.items++
	a.owe(&a.is, &a.isDue, owed, row.DueOn)
	l.noteScope(row.Portfolio)
	return p, verdict, Refusal{}
}

// faultsOf gives all that is wrong with a row of which the comparison has found the first thing: who mends it
// should not have to load it once for each.
func (l *loader) faultsOf(p *planned, first Refusal) []Refusal {
	all := []Refusal{first}
	told := func(key string) bool { return first.Key == key }
	if told(whyRepeated) {
		who := incoming(p.row, &l.creditor)
		if err := who.Prepare(l.creditor.ID); err != nil {
			all = append(all, refusalOf(err, p.row.Person))
		}
	}
	if is, other := l.moneyOf(p.row); other && !told(whyOtherCurrency) {
		all = append(all, otherCurrency(p.row, is))
	}
	return all
}

// note keeps what a preview shows: all that is refused, and of what is only warned of the first rows, so that
// a warning on each row leaves room.
func (l *loader) note(rows []refusedRow) {
	for _, r := range rows {
		if r.grade == "refused" {
			l.refused = append(l.refused, r)
		} else if l.warned < maxShown {
			l.warned++
			l.refused = append(l.refused, r)
		}
	}
}

// open makes room for an item that is new, and for its account when that is new too.
func (l *loader) open(p *planned) {
	p.fresh = true
	p.account = l.live.accountAt.find(p.row.AccountKey, l.live.accountKey)
	if p.opens = p.account < 0; p.opens {
		p.account = l.live.account(p.row.AccountKey)
		a := l.live.accounts.at(p.account)
		a.id, a.currency = l.db.IDs().New(), l.live.currency(p.row.Currency)
		a.flags = a.flags.with(held, true)
	}
	p.accountID = l.live.accounts.at(p.account).id
	p.itemID = l.db.IDs().New()
	p.item = l.live.addNew(p.row.Key)
}

// noteScope remembers the portfolios that the file speaks of, also where it brings nothing new.
func (l *loader) noteScope(code string) {
	code = cmp.Or(code, noPortfolio)
	if code != l.latest {
		l.latest = code
		if !slices.Contains(l.codes, code) {
			l.codes = append(l.codes, code)
		}
	}
}

// settleScope finds the portfolios whose codes were noted, once all goroutines have ended.
func (l *loader) settleScope() {
	l.cut.Line, l.cut.Answer.Differing = max(l.saved, l.cut.Line), l.differing
	l.cut.Answer.Consents = l.consented
	l.cut.Answer.Warned += l.unconsented
	l.cut.Answer.Created = append(l.cut.Answer.Created, l.created...)
	for _, code := range l.codes {
		if p := l.portfolios[code]; p != nil {
			l.scope[p.ID] = true
		}
	}
}

// portfolioOf gives the portfolio of a row, opened when it is new.
func (l *loader) portfolioOf(tx db.Tx, code string, s *sitting) (*portfolio.Portfolio, error) {
	code = cmp.Or(code, noPortfolio)
	if p := cmp.Or(l.portfolios[code], s.portfolios[code]); p != nil {
		return p, nil
	}
	p, created, err := l.portfolioBook.OpenPortfolioTx(tx, l.creditor.ID, code)
	if err != nil {
		return nil, err
	}
	s.portfolios[code] = &p
	if created {
		s.created = append(s.created, code)
	}
	return &p, nil
}

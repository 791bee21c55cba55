package treatment

import (
	"time"

	"aldia/domain/debt"
	"aldia/domain/delinquency"
	"aldia/domain/promise"
	"aldia/platform/db"
	"aldia/platform/id"
)

// book is the cases of a range of persons, read with a handful of statements whatever their number.
type book struct {
	cases  []Case
	place  map[id.ID]int  // of a person among the cases
	owners map[id.ID]spot // of an account
	words  debt.Words
	asked  map[id.ID]bool // of whom the law must be asked; none: of nobody
	since  time.Time      // contacts before it count for nothing
}

// spot is where an account stands in the book.
type spot struct{ person, account int }

// read gives the cases of the persons from one identity up to another, which is no longer among them.
func (t *Treatments) read(tx db.Tx, from, past id.ID, words debt.Words, since time.Time) ([]Case, error) {
	b := t.newBook(words, since)
	if err := tx.Batch(b.ask(from, past)...); err != nil {
		return nil, err
	}
	if err := readShares(tx, b.cases); err != nil {
		return nil, err
	}
	return b.cases, t.readKnown(tx, b.cases, b.asked, t.db.Now())
}

func (t *Treatments) newBook(words debt.Words, since time.Time) *book {
	b := &book{place: map[id.ID]int{}, owners: map[id.ID]spot{}, words: words, since: since}
	if t.Law.Known != nil {
		b.asked = map[id.ID]bool{}
	}
	return b
}

// ask is what the book asks of the others about a range of persons.
func (b *book) ask(from, past id.ID) []db.Question {
	words := b.words
	all := []db.Question{
		debt.LiveAccountsIn(from, past, words, b.account),
		debt.OwedItemsIn(from, past, words, b.item),
		debt.RatesIn(from, past, b.rate),
		delinquency.StandingsIn(from, past, words, b.standing),
		casefilesIn(from, past, words.Of, b.file),
		promise.OpenIn(from, past, b.promise),
	}
	if b.asked != nil {
		all = append(all, askKnown(from, past, b.since, func(person id.ID) { b.asked[person] = true })...)
	}
	return all
}

// of gives the position of a person's case.
func (b *book) of(person id.ID) int {
	if n := len(b.cases); n > 0 && b.cases[n-1].PersonID == person { // accounts come in the order of persons
		return n - 1
	}
	at, ok := b.place[person]
	if !ok {
		at = len(b.cases)
		b.place[person] = at
		b.cases = append(b.cases, Case{PersonID: person})
	}
	return at
}

func (b *book) account(a *debt.Account) {
	at := b.of(a.PersonID)
	c := &b.cases[at]
	b.owners[a.ID] = spot{at, len(c.Accounts)}
	c.Accounts = append(c.Accounts, AccountCase{Account: *a})
}

// find gives an account of the book, or nil when it is no longer live.
func (b *book) find(account id.ID) *AccountCase {
	s, ok := b.owners[account]
	if !ok {
		return nil
	}
	return &b.cases[s.person].Accounts[s.account]
}

func (b *book) item(i *debt.Item) {
	if a := b.find(i.AccountID); a != nil {
		i.CreditorID, i.PortfolioID = a.CreditorID, a.PortfolioID
		a.Items = append(a.Items, *i)
	}
}

func (b *book) rate(r debt.RateChange) {
	if a := b.find(r.AccountID); a != nil {
		a.Before = append(a.Before, r)
	}
}

func (b *book) standing(s delinquency.Standing) {
	if a := b.find(s.AccountID); a != nil {
		a.Stood = s
		return
	}
	c := &b.cases[b.of(s.PersonID)]
	c.Left = append(c.Left, s)
}

func (b *book) file(f *Casefile) {
	c := &b.cases[b.of(f.PersonID)]
	c.File, c.HasFile = *f, true
}

func (b *book) promise(p *promise.Promise) {
	c := &b.cases[b.of(p.PersonID)]
	c.Promises = append(c.Promises, *p)
}

package worklist_test

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"aldia/domain/calendar"
	"aldia/domain/debt"
	"aldia/domain/money"
	"aldia/domain/portfolio"
	"aldia/domain/strategy"
	"aldia/domain/treatment"
	"aldia/domain/worklist"
	"aldia/platform/auth"
	"aldia/platform/db"
	"aldia/platform/db/dbtest"
	"aldia/platform/id"
)

// owing is what one person owes, by creditor; zero is paid.
type owing map[id.ID]money.Amount

// debtors is what people owe to three creditors.
type debtors struct {
	creditors  []id.ID
	all        []owing // by person, from 1
	treatments *treatment.Treatments
}

// invent makes persons who owe up to three creditors in one currency, has their cases decided as a close
// does, and some of them pay.
func (f *floor) invent(random *rand.Rand, persons int) debtors {
	f.t.Helper()
	s, err := strategy.Default()
	if err != nil {
		f.t.Fatal(err)
	}
	b := debtors{all: make([]owing, persons)}
	b.treatments = treatment.NewTreatments(f.db, s, func(tx db.Tx, places []treatment.Place) error {
		_, err := f.PlaceTx(tx, places)
		return err
	})
	books := portfolio.NewPortfolios(f.db)
	if err := f.db.Write(f.t.Context(), func(tx db.Tx) error {
		for _, code := range []string{"uno", "dos", "tres"} {
			c, err := portfolio.New(code, "EC", "")
			if err != nil {
				return err
			}
			if c, _, err = books.OpenTx(tx, c); err != nil {
				return err
			}
			b.creditors = append(b.creditors, c.ID)
		}
		for n := range b.all {
			b.all[n] = owing{}
			for _, creditor := range b.creditors {
				if random.IntN(2) == 0 {
					b.all[n][creditor] = money.Amount(random.Int64N(900_00) + 100_00)
				}
			}
			if err := f.owes(tx, id.ID(n+1), b.all[n]); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		f.t.Fatal(err)
	}
	if _, err := b.treatments.Close(auth.As(f.t.Context(), auth.Program()), listedOn); err != nil {
		f.t.Fatal(err)
	}
	for n := range b.all {
		for _, creditor := range b.creditors {
			if b.all[n][creditor] > 0 && random.IntN(3) == 0 {
				f.pays(&b, id.ID(n+1), creditor)
			}
		}
	}
	return b
}

const listedOn = calendar.Day(20_020)

// owes opens an account of a person with each creditor.
func (f *floor) owes(tx db.Tx, person id.ID, all owing) error {
	name := fmt.Sprintf("P%03d", person)
	if _, err := tx.Exec(`INSERT INTO person (id, kind, name, name_key, name_hash, country, id_type, id_number,
		id_state, city, region, zone, into_id, created_at, changed_at)
		VALUES (?, 'natural', ?, ?, 0, 'EC', '', '', '', '', '', '', 0, 0, 0)`, person, name, name); err != nil {
		return err
	}
	var accounts []debt.Account
	var items []debt.Item
	var entries []debt.Entry
	for _, creditor := range slices.Sorted(maps.Keys(all)) {
		a := debt.Account{ID: f.db.IDs().New(), PersonID: person, CreditorID: creditor, PortfolioID: creditor,
			Key: int64(person), Number: fmt.Sprint(creditor, person), Currency: "USD", State: debt.Open,
			Basis: money.Basis360}
		item := debt.Item{ID: f.db.IDs().New(), PersonID: person, AccountID: a.ID, CreditorID: creditor,
			PortfolioID: creditor, Number: "1", DueOn: listedOn - calendar.Day(10+all[creditor]%70),
			State: debt.Open, Figures: debt.Creditors}
		entries = append(entries, item.Post(debt.Opening, listedOn-80, debt.Parts{Principal: all[creditor]}, 1,
			f.db.Now()))
		accounts, items = append(accounts, a), append(items, item)
	}
	if err := debt.AddAccounts(tx, accounts); err != nil {
		return err
	}
	if err := debt.AddItems(tx, items); err != nil {
		return err
	}
	return debt.AddEntries(tx, entries)
}

// pays has a person pay all that they owe a creditor.
func (f *floor) pays(b *debtors, person, creditor id.ID) {
	f.t.Helper()
	b.all[person-1][creditor] = 0
	if err := f.db.Write(f.t.Context(), func(tx db.Tx) error {
		if _, err := tx.Exec(`UPDATE item SET principal = 0, state = 'paid'
			WHERE person_id = ? AND creditor_id = ?`, person, creditor); err != nil {
			return err
		}
		if _, err := tx.Exec(`UPDATE account SET state = 'paid' WHERE person_id = ? AND creditor_id = ?`, person,
			creditor); err != nil {
			return err
		}
		return b.treatments.ReconsiderTx(tx, person, treatment.Effect{})
	}); err != nil {
		f.t.Fatal(err)
	}
}

// Whoever may see a debt finds who owes it, in the list while it is owed and by a search always, and sees
// the sums of their own debts and of no others.
func TestWhoeverMaySeeADebtFindsThePersonAndSeesTheirOwnDebtsAlone(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := open(t, d)
		const persons = 80
		everybody := make([]id.ID, persons)
		for n := range everybody {
			everybody[n] = id.ID(n + 1)
		}
		book := f.invent(rand.New(rand.NewPCG(1, 2)), persons)
		found := worklist.NewWorklists(d, worklist.Neighbours{
			Find: func(context.Context, string, []id.ID) ([]id.ID, error) { return everybody, nil },
		})
		for mask := 1; mask < 8; mask++ {
			var seen []id.ID
			for n, creditor := range book.creditors {
				if mask>>n&1 == 1 {
					seen = append(seen, creditor)
				}
			}
			for _, sort := range []worklist.Sort{worklist.ByPastDue, worklist.ByName, worklist.ByOverdue} {
				for says, text := range map[string]string{"the list": "", "a search": "P"} {
					lines := map[id.ID]worklist.Line{}
					for next, first := "", true; first || next != ""; first = false {
						page, after, err := found.List(t.Context(), worklist.Filter{Creditors: seen, Text: text, Page: 7},
							sort, next)
						if err != nil {
							t.Fatal(err)
						}
						for _, l := range page {
							if _, twice := lines[l.PersonID]; twice {
								t.Errorf("%s of %d by %s shows %s twice", says, mask, sort, l.Name)
							}
							lines[l.PersonID] = l
						}
						next = after
					}
					for n, owes := range book.all {
						f.sees(fmt.Sprintf("%s of %d by %s", says, mask, sort), seen, text != "", id.ID(n+1), owes, lines)
					}
				}
			}
		}
	})
}

// sees holds a line, if there is one, to what a person owes to those whom the reader may see.
func (f *floor) sees(says string, seen []id.ID, searched bool, person id.ID, owes owing,
	lines map[id.ID]worklist.Line,
) {
	f.t.Helper()
	var sum, others money.Amount
	creditors, had := int64(0), false
	for creditor, amount := range owes {
		if !slices.Contains(seen, creditor) {
			others += amount
			continue
		}
		had = true
		if sum += amount; amount > 0 {
			creditors++
		}
	}
	l, shown := lines[person]
	want := sum // of all whom they owe, and else of the one of the line
	if others > 0 {
		want = owes[l.CreditorID]
	}
	switch {
	case shown != (sum > 0 || searched && had):
		f.t.Errorf("%s: person %d, who owes %v, is shown: %v", says, person, owes, shown)
	case !shown:
	case l.Balance != want || !slices.Contains(seen, l.CreditorID) && sum+others > 0:
		f.t.Errorf("%s: person %d owes %v, and it says %d to %d", says, person, owes, l.Balance, l.CreditorID)
	case sum > 0 && l.Further != creditors-1:
		f.t.Errorf("%s: person %d owes %v, and it says %d further", says, person, owes, l.Further)
	case sum == 0 && (l.Accounts != 0 || l.PastDue != 0 || l.Stage != "extinction" || l.Listed ||
		l.Further != 0):
		f.t.Errorf("%s: of person %d, who has paid, it tells %+v", says, person, l)
	}
}

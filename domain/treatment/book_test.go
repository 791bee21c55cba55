package treatment

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"

	"aldia/domain/calendar"
	"aldia/domain/debt"
	"aldia/domain/delinquency"
	"aldia/domain/money"
	"aldia/domain/party"
	"aldia/domain/portfolio"
	"aldia/domain/strategy"
	"aldia/platform/auth"
	"aldia/platform/db"
	"aldia/platform/id"
)

// ledger is a book of invented persons in a database, with a worklist that is only remembered.
type ledger struct {
	db        *db.DB
	creditors [2]portfolio.Creditor // the second one's figures are ours
	accounts  []debt.Account
	items     []debt.Item
	persons   []id.ID

	mu      sync.Mutex
	places  map[id.ID]Place            // the first of each person
	further map[id.ID][]Place          // and those of further creditors
	before  func(places []Place) error // what happens when places are handed over
}

func work(t testing.TB) context.Context {
	t.Helper()
	return auth.As(t.Context(), auth.Program())
}

func (l *ledger) fill(_ db.Tx, places []Place) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.before != nil {
		if err := l.before(places); err != nil {
			return err
		}
	}
	for _, p := range places {
		if p.Further {
			l.further[p.PersonID] = append(l.further[p.PersonID], p)
			continue
		}
		l.places[p.PersonID] = p
		delete(l.further, p.PersonID)
	}
	return nil
}

// open gives a front door to the ledger.
func (l *ledger) open(t testing.TB, workers int) *Treatments {
	t.Helper()
	s, err := strategy.Default()
	if err != nil {
		t.Fatal(err)
	}
	treatments := NewTreatments(l.db, s, l.fill)
	treatments.Workers = workers
	return treatments
}

// seed fills a database with persons of one to three accounts of one to three items each, over all buckets:
// the same seed gives the same book.
func seed(t testing.TB, d *db.DB, persons int, day calendar.Day) *ledger {
	t.Helper()
	l := &ledger{db: d, places: map[id.ID]Place{}, further: map[id.ID][]Place{}}
	book, people := portfolio.NewPortfolios(d), party.NewPersons(d)
	if err := d.Write(t.Context(), func(tx db.Tx) error {
		for n, code := range []string{"banco", "tienda"} {
			c, err := portfolio.New(code, []string{"EC", "PE"}[n], "")
			if err != nil {
				return err
			}
			if l.creditors[n], _, err = book.OpenTx(tx, c); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(11, uint64(persons)))
	for from := 0; from < persons; from += 1000 {
		if err := d.WriteBatch(t.Context(), func(tx db.Tx) error {
			return l.seedSome(tx, people, random, from, min(persons, from+1000), day)
		}); err != nil {
			t.Fatal(err)
		}
	}
	slices.Sort(l.persons)
	return l
}

func (l *ledger) seedSome(tx db.Tx, people *party.Persons, random *rand.Rand, from, to int,
	day calendar.Day) error {
	rows, loaded := make([]party.Incoming, to-from), make([]party.Loaded, to-from)
	for i := range rows {
		rows[i] = party.Incoming{OwnKey: fmt.Sprint("c", from+i), Name: fmt.Sprint("Persona Número ", from+i),
			Country: "EC"}
		if err := rows[i].Prepare(l.creditors[0].ID); err != nil {
			return err
		}
	}
	if err := people.LoadTx(tx, l.creditors[0].ID, rows, loaded); err != nil {
		return err
	}
	var accounts []debt.Account
	var items []debt.Item
	var entries []debt.Entry
	for i := range loaded {
		l.persons = append(l.persons, loaded[i].ID)
		for range 1 + random.IntN(3) {
			n := random.IntN(2)
			c := l.creditors[n]
			a := debt.Account{
				ID: l.db.IDs().New(), PersonID: loaded[i].ID, CreditorID: c.ID, PortfolioID: c.ID + id.ID(random.IntN(2)),
				Key: int64(len(l.accounts) + len(accounts) + 1), Number: fmt.Sprint("A", len(l.accounts)+len(accounts)),
				Currency: c.Currency, State: debt.Open,
				Basis: money.Basis360, Rate: 18_000_000, MoratoryRate: 2_000_000, Disputed: random.IntN(20) == 0,
			}
			accounts = append(accounts, a)
			for range 1 + random.IntN(3) {
				item := debt.Item{
					ID: l.db.IDs().New(), PersonID: a.PersonID, AccountID: a.ID, CreditorID: c.ID,
					PortfolioID: a.PortfolioID,
					Number:      fmt.Sprint(len(items)), DueOn: day - calendar.Day(random.IntN(400)-40), State: debt.Open,
					Figures: []debt.Figures{debt.Creditors, debt.Ours}[n], AccruedOn: day - 20,
				}
				owes := debt.Parts{Principal: money.Amount(50 + random.Int64N(900_000))}
				entries = append(entries, item.Post(debt.Opening, day-20, owes, 1, l.db.Now()))
				items = append(items, item)
			}
		}
	}
	l.accounts, l.items = append(l.accounts, accounts...), append(l.items, items...)
	if err := debt.AddAccounts(tx, accounts); err != nil {
		return err
	}
	if err := debt.AddItems(tx, items); err != nil {
		return err
	}
	return debt.AddEntries(tx, entries)
}

// promises adds a promise to every tenth person, due some days before or after the day.
func (l *ledger) promises(t testing.TB, day calendar.Day) {
	t.Helper()
	if err := l.db.Write(t.Context(), func(tx db.Tx) error {
		for i := 0; i < len(l.persons); i += 10 {
			if _, err := tx.Exec(`INSERT INTO promise (id, person_id, creditor_id, contact_id, user_id, currency,
				amount, paid,
				made_on, due_on, state, judged_on) VALUES (?, ?, ?, 0, 0, 'USD', 1000, ?, ?, ?, 'open', 0)`,
				l.db.IDs().New(), l.persons[i], l.creditors[0].ID, 1000*(i/10%2), day-20,
				day+calendar.Day(i%9-6)); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}

// dump writes down all that a close decides, in an order of its own.
func (l *ledger) dump(t testing.TB) string {
	t.Helper()
	var out strings.Builder
	if err := l.db.Read(t.Context(), func(tx db.Tx) error {
		out.Reset()
		for _, q := range []struct{ sql, kinds string }{
			{`SELECT id, principal, interest, moratory, fees, state, accrued_on, interest_carry, moratory_carry,
				entry_count
				FROM item ORDER BY id`, "iiiiitiiii"},
			{`SELECT item_id, n, on_day, kind, principal, interest, moratory, fees FROM entry ORDER BY item_id, n`,
				"iiitiiii"},
			{`SELECT account_id, bucket, stage, oldest_due_on, past_due, balance, since_on FROM standing
				ORDER BY account_id`,
				"ittiiii"},
			{`SELECT account_id, on_day, from_bucket, to_bucket, from_on, past_due, balance FROM bucket_move
				ORDER BY account_id, on_day, from_bucket, to_bucket`, "iittiii"},
			{`SELECT person_id, account_id, stage, step, bucket, past_due, balance, accounts, hold, hold_until_on,
				broken, version,
				decided_on, further FROM casefile ORDER BY person_id`, "iitttiiitiiiii"},
			{`SELECT person_id, creditor_id, account_id, turn, stage, step, bucket, past_due, balance, accounts,
				hold, hold_until_on FROM casefile_creditor ORDER BY 1, 2`, "iiiitttiiiti"},
			{`SELECT id, state, judged_on FROM promise ORDER BY id`, "iti"},
			{`SELECT on_day, portfolio_id, currency, bucket, accounts, persons, past_due, balance FROM aging_figure
				ORDER BY 1, 2, 3, 4`, "iittiiii"},
			{`SELECT on_day, creditor_id, currency, from_bucket, to_bucket, CAST(sum(accounts) AS BIGINT),
				CAST(sum(was) AS BIGINT), CAST(sum(balance) AS BIGINT) FROM movement_figure
				GROUP BY on_day, creditor_id, currency, from_bucket, to_bucket
				HAVING sum(accounts) <> 0 OR sum(was) <> 0 OR sum(balance) <> 0
				ORDER BY 1, 2, 3, 4, 5`, "iitttiii"},
		} {
			if err := tx.Query(func(r db.Row) error {
				for n, kind := range q.kinds {
					if kind == 'i' {
						fmt.Fprint(&out, r.Int(n), " ")
					} else {
						fmt.Fprint(&out, r.Text(n), " ")
					}
				}
				return out.WriteByte('\n')
			}, q.sql); err != nil {
				return err
			}
			out.WriteString("--\n")
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, p := range l.persons {
		fmt.Fprintf(&out, "%+v %+v\n", l.places[p], l.further[p])
	}
	return out.String()
}

// sameBook fails with the first line in which two dumps differ.
func sameBook(t testing.TB, what, got, want string) {
	t.Helper()
	if got == want {
		return
	}
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range min(len(g), len(w)) {
		if g[i] != w[i] {
			t.Fatalf("%s: line %d of %d is\n%s\nwant\n%s", what, i, len(w), g[i], w[i])
		}
	}
	t.Fatalf("%s: %d lines, want %d", what, len(g), len(w))
}

// recount works the standings, the cases' sums and the day's figures out again, one account after the other.
func (l *ledger) recount(t testing.TB, day calendar.Day) (standings map[id.ID]delinquency.Standing,
	f *delinquency.Figures) {
	t.Helper()
	standings, f = map[id.ID]delinquency.Standing{}, delinquency.NewFigures()
	if err := l.db.Read(t.Context(), func(tx db.Tx) error {
		for _, person := range l.persons {
			var accounts []debt.Account
			items := map[id.ID][]debt.Item{}
			if err := debt.AccountsOf(tx, person, func(a *debt.Account) error {
				accounts = append(accounts, *a)
				return nil
			}); err != nil {
				return err
			}
			if err := debt.ItemsOf(tx, person, func(i *debt.Item) error {
				items[i.AccountID] = append(items[i.AccountID], *i)
				return nil
			}); err != nil {
				return err
			}
			f.NextPerson()
			for i := range accounts {
				s := delinquency.Stand(&accounts[i], items[accounts[i].ID], day, delinquency.Default())
				f.Stand(&s)
				if s.Bucket != delinquency.Out {
					standings[s.AccountID] = s
				}
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return standings, f
}

package worklist_test

import (
	"fmt"
	"testing"
	"time"

	"aldia/domain/calendar"
	"aldia/domain/contact"
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

// agency opens two creditors with a person who owes the first and one who owes both, the first for longer.
func (f *floor) agency(day calendar.Day) (creditors [2]id.ID, treatments *treatment.Treatments) {
	f.t.Helper()
	books := portfolio.NewPortfolios(f.db)
	if err := f.db.Write(f.t.Context(), func(tx db.Tx) error {
		var accounts []debt.Account
		var items []debt.Item
		var entries []debt.Entry
		for n, code := range []string{"uno", "dos"} {
			c, err := portfolio.New(code, "EC", "")
			if err != nil {
				return err
			}
			if c, _, err = books.OpenTx(tx, c); err != nil {
				return err
			}
			creditors[n] = c.ID
			for person := id.ID(1 + n); person <= 2; person++ {
				a := debt.Account{ID: f.db.IDs().New(), PersonID: person, CreditorID: c.ID, PortfolioID: c.ID,
					Key: int64(person), Number: fmt.Sprint(code, person), Currency: "USD", State: debt.Open,
					Basis: money.Basis360}
				item := debt.Item{ID: f.db.IDs().New(), PersonID: person, AccountID: a.ID, CreditorID: c.ID,
					PortfolioID: c.ID, Number: "1", DueOn: day - calendar.Day(70-50*n), State: debt.Open,
					Figures: debt.Creditors}
				owes := debt.Parts{Principal: money.Amount(100_00*int(person)*int(person)) * money.Amount(n+1)}
				entries = append(entries, item.Post(debt.Opening, day-80, owes, 1, f.db.Now()))
				accounts, items = append(accounts, a), append(items, item)
			}
		}
		if err := debt.AddAccounts(tx, accounts); err != nil {
			return err
		}
		if err := debt.AddItems(tx, items); err != nil {
			return err
		}
		return debt.AddEntries(tx, entries)
	}); err != nil {
		f.t.Fatal(err)
	}
	for person, name := range []string{"ALBA", "BEATRIZ"} {
		f.do(`INSERT INTO person (id, kind, name, name_key, name_hash, country, id_type, id_number, id_state, city,
			region, zone, into_id, created_at, changed_at)
			VALUES (?, 'natural', ?, ?, 0, 'EC', '', '', '', '', '', '', 0, 0, 0)`, person+1, name, name)
	}
	s, err := strategy.Default()
	if err != nil {
		f.t.Fatal(err)
	}
	return creditors, treatment.NewTreatments(f.db, s, func(tx db.Tx, places []treatment.Place) error {
		_, err := f.PlaceTx(tx, places)
		return err
	})
}

func TestADatabaseOfTheStepBeforeGivesTheSecondCreditorTheirDebtorsAtItsNextClose(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := open(t, d)
		day := calendar.Of(2026, 3, 1)
		creditors, treatments := f.agency(day)
		program := auth.As(t.Context(), auth.Program())
		if _, err := treatments.Close(program, day-1); err != nil {
			t.Fatal(err)
		}
		for _, sql := range []string{`DROP TABLE casefile_creditor`, `DROP TABLE work_further`,
			`ALTER TABLE casefile DROP COLUMN further`, `ALTER TABLE work DROP COLUMN further`,
			`DELETE FROM migration WHERE number = 92`} {
			f.do(sql)
		}
		if err := d.Migrate(t.Context()); err != nil {
			t.Fatal(err)
		}
		second := sees(luis, creditors[1])
		f.expect("before the close all is as it was", f.next(second), 0)
		f.expect("also for the first creditor", f.next(sees(ana, creditors[0])), 2)
		if _, err := treatments.Close(program, day); err != nil {
			t.Fatal(err)
		}
		f.expect("Ana has them in hand", f.next(second), 0)
		if err := f.ReleaseAll(as(t.Context(), ana), ana); err != nil {
			t.Fatal(err)
		}
		f.expect("and then the second creditor's team is given them", f.next(second), 2)
		if n := f.count(`further = 1`) + f.furtherRows(`person_id = 2`); n != 2 {
			t.Errorf("%d rows of a person of two creditors", n)
		}
		page, _, err := f.List(t.Context(), worklist.Filter{Creditors: creditors[1:]}, worklist.ByPastDue, "")
		if err != nil || len(page) != 1 || page[0].PastDue != 800_00 || page[0].Bucket != "1-30" ||
			page[0].Step != "early" || !page[0].Listed {
			t.Errorf("the list of the second creditor: %+v (%v)", page, err)
		}
		again := f.count(`person_id > 0`)
		if _, err := treatments.Close(program, day+1); err != nil {
			t.Fatal(err)
		}
		err = d.Read(t.Context(), func(tx db.Tx) error {
			written, err := db.Int(tx, `SELECT count(*) FROM casefile WHERE decided_on = ?`, day+1)
			if written != 0 || f.count(`person_id > 0`) != again {
				t.Errorf("a night in which nothing changes wrote %d cases", written)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

func TestAPromiseToOneCreditorIsHeardOfByTreatmentAndHidesNoOtherDebt(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := open(t, d)
		day := calendar.Of(2026, 3, 1)
		creditors, treatments := f.agency(day)
		if _, err := treatments.Close(auth.As(t.Context(), auth.Program()), day); err != nil {
			t.Fatal(err)
		}
		bank, other := sees(ana, creditors[0]), sees(luis, creditors[1])
		f.expect("the first creditor's team", f.next(bank), 2)
		f.do(`INSERT INTO promise (id, person_id, creditor_id, contact_id, user_id, currency, amount, paid, made_on,
			due_on, state, judged_on) VALUES (1, 2, ?, 0, 1, 'USD', 100, 0, ?, ?, 'open', 0)`,
			creditors[0], day, day+5)
		told := contact.Recorded{PersonID: 2, CreditorID: creditors[0], UserID: ana, Channel: "voice",
			Kind: contact.Promise, Reached: contact.Debtor, PromisedOn: day + 5, Hold: contact.HoldPromise,
			HoldUntilOn: day + 7, AgainAt: f.clock.Now().Add(8 * 24 * time.Hour)}
		if err := d.Write(t.Context(), func(tx db.Tx) error {
			if err := treatments.ReconsiderTx(tx, 2, treatment.EffectOf(told)); err != nil {
				return err
			}
			return f.AfterResultTx(tx, told)
		}); err != nil {
			t.Fatal(err)
		}
		f.expect("they do not call again", f.next(bank), 1)
		f.expect("the second creditor's team does", f.next(other), 2)
		for creditor, hold := range map[id.ID]treatment.Hold{creditors[0]: treatment.HoldPromise,
			creditors[1]: ""} {
			if err := d.Read(t.Context(), func(tx db.Tx) error {
				c, _, err := treatment.SeenCaseOf(tx, 2, []id.ID{creditor})
				if c.Hold != hold || c.CreditorID != creditor || c.Accounts != 1 || c.Further != 0 {
					t.Errorf("who sees creditor %d sees %+v", creditor, c)
				}
				return err
			}); err != nil {
				t.Fatal(err)
			}
		}
	})
}

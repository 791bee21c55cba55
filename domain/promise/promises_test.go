package promise_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"

	"aldia/domain/calendar"
	"aldia/domain/contact"
	"aldia/domain/money"
	"aldia/domain/promise"
	"aldia/platform/auth"
	"aldia/platform/db"
	"aldia/platform/db/dbtest"
	"aldia/platform/event"
	"aldia/platform/fault"
	"aldia/platform/id"
)

const (
	ana         = id.ID(1)
	banco, coop = id.ID(10), id.ID(11)
	maria, jose = id.ID(100), id.ID(101)
)

// ledger is the promises of a small department.
type ledger struct {
	*promise.Promises
	t     *testing.T
	db    *db.DB
	heard []promise.Closed
}

func open(t *testing.T, d *db.DB) *ledger {
	t.Helper()
	l := &ledger{t: t, db: d}
	bus := event.NewBus(d, func(_ context.Context, e event.Event, who string, err error) {
		t.Errorf("%s to %s: %v", e.Name, who, err)
	})
	bus.On(promise.NameWithdrawn, "test", func(_ db.Tx, e event.Event) error {
		c, err := event.Body[promise.Closed](e)
		l.heard = append(l.heard, c)
		return err
	})
	l.Promises = promise.NewPromises(d, bus)
	return l
}

// openCreditor opens a creditor of the department.
func (l *ledger) openCreditor(creditor id.ID) {
	l.t.Helper()
	err := l.db.Write(l.t.Context(), func(tx db.Tx) error {
		_, err := tx.Exec(`INSERT INTO creditor (id, code, name, country, currency, timezone, figures, gone, basis,
			buckets, mapping, payments, created_at, changed_at)
			VALUES (?, ?, '', 'EC', 'USD', 'America/Guayaquil', 'creditor', 'asked', 360, '', '', '', 0, 0)`,
			creditor, creditor.Text("crd_"))
		return err
	})
	if err != nil {
		l.t.Fatal(err)
	}
}

// hear lets the house hear of a result, as when an agent records one.
func (l *ledger) hear(r contact.Recorded) {
	l.t.Helper()
	err := l.db.Write(l.t.Context(), func(tx db.Tx) error {
		return l.HearRecorded(tx, event.Event{Name: contact.NameRecorded, Key: r.PersonID, Body: r})
	})
	if err != nil {
		l.t.Fatal(err)
	}
}

func promised(person, creditor id.ID, amount money.Amount) contact.Recorded {
	return contact.Recorded{ContactID: 7, PersonID: person, CreditorID: creditor, UserID: ana,
		Kind: contact.Promise, OnDay: monday, Amount: amount, Currency: "USD", PromisedOn: friday}
}

func (l *ledger) pay(person, creditor id.ID, amount money.Amount, on calendar.Day) {
	l.t.Helper()
	err := l.db.Write(l.t.Context(), func(tx db.Tx) error {
		return l.CreditPaymentTx(tx, person, creditor, "USD", amount, on)
	})
	if err != nil {
		l.t.Fatal(err)
	}
}

// close judges every open promise, as the day's close does, and tells how many were open.
func (l *ledger) close(day calendar.Day) (open int) {
	l.t.Helper()
	err := l.db.WriteBatch(l.t.Context(), func(tx db.Tx) error {
		var verdicts []promise.Verdict
		last := id.ID(0)
		err := tx.Batch(promise.OpenIn(0, 1_000_000, func(p *promise.Promise) {
			if p.PersonID < last {
				l.t.Errorf("person %d comes after %d", p.PersonID, last)
			}
			last = p.PersonID
			open++
			if v, reached := promise.Reach(p, day, false); reached {
				verdicts = append(verdicts, v)
			}
		}))
		if err != nil {
			return err
		}
		return promise.JudgeTx(tx, day, verdicts)
	})
	if err != nil {
		l.t.Fatal(err)
	}
	return open
}

// of tells a person's promises, latest first: "open 100", with what was paid.
func (l *ledger) of(person id.ID) string {
	l.t.Helper()
	all, err := l.ListByPerson(l.t.Context(), person)
	if err != nil {
		l.t.Fatal(err)
	}
	told := ""
	for _, p := range all {
		told += fmt.Sprintf("%s %d/%d; ", p.State, p.Paid, p.Amount)
	}
	return told
}

func (l *ledger) expect(says string, person id.ID, want string) {
	l.t.Helper()
	if got := l.of(person); got != want {
		l.t.Errorf("%s: %q, want %q", says, got, want)
	}
}

func TestAPromiseIsKeptByItsPayments(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		l := open(t, d)
		l.hear(promised(maria, banco, 100))
		l.hear(promised(jose, banco, 100))
		l.hear(contact.Recorded{PersonID: maria, CreditorID: banco, Kind: contact.NoAnswer}) // that is no promise
		l.pay(maria, banco, 40, monday+1)
		l.pay(maria, coop, 60, monday+1) // to another creditor
		l.pay(jose, banco, 60, monday)
		l.pay(jose, banco, 50, friday+3) // too late
		l.pay(999, banco, 50, friday)    // of nobody who promised
		if n := l.close(friday + 2); n != 2 {
			t.Errorf("%d were open, want 2", n)
		}
		l.expect("María still has time", maria, "open 40/100; ")
		l.pay(maria, banco, 60, friday+2)
		l.close(friday + 3)
		l.expect("María has kept it", maria, "kept 100/100; ")
		l.expect("José has not", jose, "broken 60/100; ")
		if n := l.close(friday + 3); n != 0 {
			t.Errorf("the same close again finds %d open", n)
		}
	})
}

func TestALaterPromiseTakesThePlaceOfTheOpenOne(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		l := open(t, d)
		l.hear(promised(maria, banco, 100))
		l.hear(promised(maria, coop, 70)) // to another creditor: both stand
		l.hear(promised(maria, banco, 80))
		l.expect("the second to the bank replaces the first", maria, "open 0/80; open 0/70; replaced 0/100; ")
		l.pay(maria, banco, 80, friday)
		l.close(friday)
		l.hear(promised(maria, banco, 30)) // what is kept is not replaced
		l.expect("a new one after it", maria, "open 0/30; kept 80/80; open 0/70; replaced 0/100; ")
		soles := promised(maria, banco, 55)
		soles.Currency = "PEN"
		l.hear(soles) // what is owed in another currency is another debt
		l.expect("both stand", maria, "open 0/55; open 0/30; kept 80/80; open 0/70; replaced 0/100; ")
	})
}

func TestAPaymentTakenBackOpensItsPromiseAgain(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		l := open(t, d)
		l.hear(promised(maria, banco, 100))
		l.pay(maria, banco, 100, friday)
		l.close(friday)
		l.expect("paid", maria, "kept 100/100; ")
		l.pay(maria, banco, -100, friday)
		l.expect("the cheque bounced", maria, "open 0/100; ")
		l.close(friday)
		if all, err := l.ListByPerson(t.Context(), maria); err != nil || all[0].JudgedOn != calendar.NoDay {
			t.Errorf("it has time again, and is judged on %d: %v", all[0].JudgedOn, err)
		}
		l.close(friday + 3)
		l.expect("and nothing else came", maria, "broken 0/100; ")
		l.pay(maria, banco, 100, friday+1) // the bank's file of Saturday comes on Tuesday
		l.expect("it had been paid in time", maria, "kept 100/100; ")
	})
}

func TestPaymentsAtOneMomentAreAllCounted(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		l := open(t, d)
		l.hear(promised(maria, banco, 100))
		var wg sync.WaitGroup
		for range 20 {
			wg.Go(func() {
				err := d.Write(context.Background(), func(tx db.Tx) error {
					return l.CreditPaymentTx(tx, maria, banco, "USD", 5, friday)
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		l.expect("twenty times five", maria, "open 100/100; ")
	})
}

func TestAPromiseIsTakenBackOnce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		l := open(t, d)
		l.hear(promised(maria, banco, 100))
		all, err := l.ListByPerson(t.Context(), maria)
		if err != nil || len(all) != 1 {
			t.Fatalf("%v, %v", all, err)
		}
		l.openCreditor(banco)
		agent := auth.As(t.Context(), auth.Identity{ID: ana, Role: auth.Agent})
		if err := l.Withdraw(t.Context(), all[0].ID, ""); fault.KindOf(err) != fault.Unsigned {
			t.Errorf("nobody is signed in: %v", err)
		}
		if err := l.Withdraw(agent, all[0].ID, "  "); !errors.Is(err, promise.ErrWhy) {
			t.Errorf("nobody says why: %v", err)
		}
		if err := l.Withdraw(agent, all[0].ID, "perdió el trabajo"); err != nil {
			t.Fatal(err)
		}
		if err := l.Withdraw(agent, all[0].ID, "otra vez"); !errors.Is(err, promise.ErrNotOpen) {
			t.Errorf("a second time: %v", err)
		}
		if err := l.Withdraw(agent, 404, "no hay"); !errors.Is(err, promise.ErrMissing) {
			t.Errorf("one that is not there: %v", err)
		}
		l.expect("taken back", maria, "withdrawn 0/100; ")
		if all, err = l.ListByPerson(t.Context(), maria); err != nil {
			t.Fatal(err)
		}
		told, err := l.WithdrawalsOf(t.Context(), all)
		if err != nil || len(told) != 1 || told[0].PromiseID != all[0].ID || told[0].Why != "perdió el trabajo" {
			t.Errorf("how it was taken back: %+v, %v", told, err)
		}
		if len(l.heard) != 1 || l.heard[0].PersonID != maria || l.heard[0].State != promise.Withdrawn {
			t.Errorf("the house heard %+v", l.heard)
		}
	})
}

// María, who turns out to be José, took three promises to the bank back and one to the cooperative, which the
// reader may not see. What was said of them is told of José, the latest first.
func TestHowPromisesWereTakenBackIsToldOfWhoMadeThem(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		l := open(t, d)
		l.openCreditor(banco)
		l.openCreditor(coop)
		agent := auth.As(t.Context(), auth.Identity{ID: ana, Role: auth.Agent})
		for i, creditor := range []id.ID{banco, coop, banco, banco} {
			l.hear(promised(maria, creditor, 100))
			all, err := l.ListByPerson(t.Context(), maria)
			if err == nil {
				err = l.Withdraw(agent, all[0].ID, fmt.Sprint("why ", i))
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		l.hear(promised(maria, banco, 50)) // stands
		if err := d.Write(t.Context(), func(tx db.Tx) error { return l.MoveTx(tx, maria, jose) }); err != nil {
			t.Fatal(err)
		}
		seen, err := l.ListByPerson(t.Context(), jose)
		if err != nil {
			t.Fatal(err)
		}
		seen = slices.DeleteFunc(seen, func(p promise.Promise) bool { return p.CreditorID != banco })
		told, err := l.WithdrawalsOf(t.Context(), seen)
		said := ""
		for _, w := range told {
			said += w.Why + "; "
		}
		if err != nil || said != "why 3; why 2; why 0; " {
			t.Errorf("told %q, %v", said, err)
		}
		if told, err = l.WithdrawalsOf(t.Context(), seen[:1]); err != nil || len(told) != 0 {
			t.Errorf("of one that stands: %v, %v", told, err)
		}
	})
}

func TestPromisesFollowAPersonWhoTurnsOutToBeAnother(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		l := open(t, d)
		l.hear(promised(maria, banco, 100))
		err := d.Write(t.Context(), func(tx db.Tx) error { return l.MoveTx(tx, maria, jose) })
		if err != nil {
			t.Fatal(err)
		}
		l.expect("nothing is left of María", maria, "")
		l.expect("it is José's", jose, "open 0/100; ")
	})
}

package treatment

import (
	"testing"

	"aldia/domain/calendar"
	"aldia/domain/debt"
	"aldia/domain/payment"
	"aldia/domain/promise"
	"aldia/platform/db"
	"aldia/platform/db/dbtest"
)

// closesLate closes a day after which payments are in already: what stands in the book is not what the day
// counts, but its movements explain its figures all the same.
func (s *story) closesLate(day calendar.Day) {
	s.Helper()
	if _, err := s.Close(work(s.T), day); err != nil {
		s.Fatal(err)
	}
	after := s.agingOn(s.T, day)
	s.checkMovement(s.T, day, s.before, after)
	s.before, s.last, s.killed = after, day, false
}

// A close that runs late finds payments of the days after it: the day is judged without them, and they are
// of the day after.
func TestACloseThatRunsLateLeavesWhatWasPaidAfterItsDayToTheNextOne(t *testing.T) {
	t.Parallel()
	day := monthEnd() - 10
	begin := func(t *testing.T, d *db.DB) *story {
		s := &story{ledger: seed(t, d, 300, monthEnd()), T: t}
		s.Treatments = s.ledger.open(t, 2)
		s.closes(day - 1)
		return s
	}
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		without := begin(t, dbtest.OnSQLite(t)) // nobody pays before the close
		without.closes(day)
		want := without.said(day)
		s := begin(t, d)
		s.pay(2, day+1)
		s.pay(3, day+2)
		s.closesLate(day)
		sameBook(t, "the day is as if nobody had paid later", s.said(day), want)
		s.closesLate(day + 1)
		s.closes(day + 2)
		s.closes(day + 3)

		early := begin(t, dbtest.OnSQLite(t)) // each day on its day
		early.closes(day)
		early.pay(2, day+1)
		early.closes(day + 1)
		early.pay(3, day+2)
		early.closes(day + 2)
		early.closes(day + 3)
		for on := day; on <= day+3; on++ {
			sameBook(t, on.Text()+" is as each day on its day gives it", s.said(on), early.said(on))
		}
	})
}

// The same with a close that is killed, and gone on with after further payments.
func TestALateCloseThatIsKilledStillLeavesLaterPaymentsToTheNextDay(t *testing.T) {
	t.Parallel()
	day := monthEnd() - 10
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := &story{ledger: seed(t, d, 2500, monthEnd()), T: t}
		s.Treatments = s.ledger.open(t, 1)
		s.closes(day - 1)
		s.pay(2, day+1)
		s.dies(day)
		s.pay(5, day+1)
		s.closesLate(day)
		late := s.said(day)
		s.closes(day + 1)

		other := &story{ledger: seed(t, dbtest.OnSQLite(t), 2500, monthEnd()), T: t}
		other.Treatments = other.ledger.open(t, 1)
		other.closes(day - 1)
		other.closes(day)
		sameBook(t, "killed and gone on with", late, other.said(day))
	})
}

// An account that came and was paid before any close has counted it is in the figures of its day.
func TestWhatCameAndWasPaidBeforeALateCloseIsCountedOnItsDay(t *testing.T) {
	t.Parallel()
	day := monthEnd() - 10
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := &story{ledger: seed(t, d, 60, monthEnd()), T: t}
		s.Treatments = s.ledger.open(t, 1)
		s.pay(1, day+1)
		s.closesLate(day)
		other := &story{ledger: seed(t, dbtest.OnSQLite(t), 60, monthEnd()), T: t}
		other.Treatments = other.ledger.open(t, 1)
		other.closes(day)
		sameBook(t, "nobody had counted them before", s.said(day), other.said(day))
		s.closes(day + 1)
	})
}

// Who pays after the time of a promise has broken it, also when the close of that time runs after the
// payment; and one that is kept by a later payment is kept on the day of that.
func TestALateCloseJudgesPromisesByWhatWasPaidByItsDay(t *testing.T) {
	t.Parallel()
	day := monthEnd() - 10
	for _, c := range []struct {
		says           string
		dueOn, paidOn  calendar.Day
		broken, kept   int64 // told by the close of the day
		keptOnTheNext  int64
		brokenOnTheNew int64
	}{
		{"its time was over, and all was paid after it", day - 3, day + 1, 1, 0, 0, 0},
		{"it has time, and is kept by what came after the day", day + 5, day + 1, 0, 0, 1, 0},
		{"paid on the day itself", day + 5, day, 0, 1, 0, 0},
	} {
		t.Run(c.says, func(t *testing.T) {
			t.Parallel()
			dbtest.Each(t, func(t *testing.T, d *db.DB) {
				s := &story{ledger: seed(t, d, 3, monthEnd()), T: t}
				s.Treatments = s.ledger.open(t, 1)
				s.closes(day - 1)
				s.promisesAndPays(c.dueOn, c.paidOn)
				answer, err := s.Close(work(t), day)
				if err != nil {
					t.Fatal(err)
				}
				if answer.Broken != c.broken || answer.Kept != c.kept {
					t.Errorf("the close of the day told of %d broken and %d kept, want %d and %d", answer.Broken,
						answer.Kept, c.broken, c.kept)
				}
				answer, err = s.Close(work(t), day+1)
				if err != nil {
					t.Fatal(err)
				}
				if answer.Kept != c.keptOnTheNext || answer.Broken != c.brokenOnTheNew {
					t.Errorf("and the next one of %d broken and %d kept", answer.Broken, answer.Kept)
				}
			})
		})
	}
}

// promisesAndPays has the first person promise to pay all they owe a creditor, and pay it.
func (s *story) promisesAndPays(dueOn, paidOn calendar.Day) {
	s.Helper()
	var all []*debt.Account
	for i := range s.accounts {
		if a := &s.accounts[i]; a.PersonID == s.persons[0] && (len(all) == 0 || a.CreditorID == all[0].CreditorID &&
			a.Currency == all[0].Currency) {
			all = append(all, a)
		}
	}
	first := all[0]
	payments := payment.NewPayments(s.ledger.db)
	payments.Credited = promise.NewPromises(s.ledger.db, nil).CreditPaymentTx
	if err := s.ledger.db.Write(work(s.T), func(tx db.Tx) error {
		if _, err := tx.Exec(`INSERT INTO promise (id, person_id, creditor_id, contact_id, user_id, currency,
			amount, paid, made_on, due_on, state, judged_on) VALUES (?, ?, ?, 0, 0, ?, 100, 0, ?, ?, 'open', 0)`,
			s.ledger.db.IDs().New(), first.PersonID, first.CreditorID, first.Currency, dueOn-5, dueOn); err != nil {
			return err
		}
		var rows []payment.Incoming
		for _, a := range all {
			rows = append(rows, payment.Incoming{Account: a.Number, AccountKey: a.Key, PaidOn: paidOn,
				Amount: 900_000_00, Currency: a.Currency, Reference: "R" + a.Number})
		}
		if _, err := payments.ReceiveTx(tx, s.ledger.db.IDs().New(), first.CreditorID, rows); err != nil {
			return err
		}
		return s.ReconsiderTx(tx, first.PersonID, Effect{})
	}); err != nil {
		s.Fatal(err)
	}
}

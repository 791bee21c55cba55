package treatment

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"aldia/domain/calendar"
	"aldia/domain/debt"
	"aldia/domain/delinquency"
	"aldia/domain/money"
	"aldia/domain/payment"
	"aldia/platform/db"
	"aldia/platform/db/dbtest"
)

// said writes down the ageing of a day and what moved on it, with nothing of which database it is.
func (s *story) said(day calendar.Day) string {
	s.Helper()
	var b strings.Builder
	n := func(creditor any) string { return fmt.Sprint(creditor == s.creditors[0].ID) }
	for _, a := range s.agingOn(s.T, day) {
		fmt.Fprintln(&b, n(a.CreditorID), a.PortfolioID-a.CreditorID, a.Currency, a.Bucket, a.Accounts, a.Persons,
			a.PastDue, a.Balance)
	}
	if err := s.ledger.db.Read(s.Context(), func(tx db.Tx) error {
		all, err := delinquency.ChangeOn(tx, day)
		for _, m := range all {
			if !m.Stays() && m.Accounts != 0 || m.Accounts < 0 {
				fmt.Fprintln(&b, n(m.CreditorID), m.Currency, m.From, "to", m.To, m.Accounts, m.Balance)
			}
		}
		return err
	}); err != nil {
		s.Fatal(err)
	}
	return b.String()
}

// pay receives payments of a day, of every so many accounts: some in part, some an instalment, some in
// full.
func (s *story) pay(every int, on calendar.Day) {
	s.Helper()
	payments := payment.NewPayments(s.ledger.db)
	if err := s.ledger.db.Write(work(s.T), func(tx db.Tx) error {
		for c := range s.creditors {
			var rows []payment.Incoming
			for i := 0; i < len(s.accounts); i += every {
				a := &s.accounts[i]
				if a.CreditorID != s.creditors[c].ID {
					continue
				}
				amount := []money.Amount{1_00, 4000_00, 90_000_00}[i%3]
				rows = append(rows, payment.Incoming{Account: a.Number, AccountKey: a.Key, PaidOn: on,
					Amount: amount, Currency: a.Currency, Reference: fmt.Sprint("R", i, "-", on)})
			}
			if _, err := payments.ReceiveTx(tx, s.ledger.db.IDs().New(), s.creditors[c].ID, rows); err != nil {
				return err
			}
		}
		return s.ReconsiderManyTx(tx, s.persons, Effect{})
	}); err != nil {
		s.Fatal(err)
	}
}

// late is a cut of a closed day that comes a day late: debts turn out older, younger and gone.
func (s *story) late(day calendar.Day) {
	s.Helper()
	from := s.creditors[0].ID
	own := func(i *debt.Item) bool { return i.CreditorID == from && i.State != debt.Undone }
	s.change(s.T, 2, func(i *debt.Item) {
		if own(i) {
			i.DueOn -= 45
		}
	})
	s.change(s.T, 5, func(i *debt.Item) {
		if own(i) {
			i.DueOn += 70
		}
	})
	if err := s.Refresh(work(s.T), day, from); err != nil {
		s.Fatal(err)
	}
	s.before = s.agingOn(s.T, day)
	s.checkMovement(s.T, day, s.agingOn(s.T, day-1), s.before)
}

func TestWhatIsPaidAfterAClosedDayIsNotInItsFiguresWhateverComesLate(t *testing.T) {
	t.Parallel()
	day := monthEnd() - 10
	begin := func(t *testing.T, d *db.DB) *story {
		s := &story{ledger: seed(t, d, 300, monthEnd()), T: t}
		s.Treatments = s.ledger.open(t, 2)
		s.closes(day - 1)
		s.closes(day)
		return s
	}
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		without := begin(t, dbtest.OnSQLite(t)) // nobody pays
		closed := without.said(day)
		without.late(day)
		want := without.said(day)

		s := begin(t, d)
		sameBook(t, "before", s.said(day), closed)
		s.pay(2, day+1)
		s.late(day)
		sameBook(t, "the cut of the day comes after what was paid later", s.said(day), want)
		if err := s.Refresh(work(t), day, s.creditors[0].ID); err != nil {
			t.Fatal(err)
		}
		sameBook(t, "and once more", s.said(day), want)
		s.pay(3, day+2)
		if err := s.Refresh(work(t), day, 0); err != nil {
			t.Fatal(err)
		}
		sameBook(t, "after further payments, of all creditors", s.said(day), want)
		s.pay(7, day) // heard of late, and of the day itself
		if err := s.Refresh(work(t), day, 0); err != nil {
			t.Fatal(err)
		}
		if slices.Equal(s.agingOn(t, day), s.before) {
			t.Error("what was paid on the day itself is not in its figures")
		}
		s.checkMovement(t, day, s.agingOn(t, day-1), s.agingOn(t, day))
		s.before = s.agingOn(t, day)
		s.closesLate(day + 1)
		if slices.Equal(s.agingOn(t, day), s.agingOn(t, day+1)) {
			t.Error("what was paid is in the figures of no day")
		}
	})
}

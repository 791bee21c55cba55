package payment_test

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"aldia/domain/calendar"
	"aldia/domain/debt"
	"aldia/domain/money"
	"aldia/domain/payment"
	"aldia/platform/db"
	"aldia/platform/db/dbtest"
	"aldia/platform/id"
)

const creditor id.ID = 77

// desk is a creditor's book with its payments.
type desk struct {
	*testing.T
	db       *db.DB
	payments *payment.Payments
	touched  []id.ID
	credited map[id.ID]money.Amount
	items    map[string][]id.ID
	persons  map[string]id.ID // by document
	accounts map[string]id.ID
	next     id.ID
}

func open(t *testing.T, d *db.DB) *desk {
	t.Helper()
	k := &desk{T: t, db: d, payments: payment.NewPayments(d), credited: map[id.ID]money.Amount{},
		items: map[string][]id.ID{}, persons: map[string]id.ID{}, accounts: map[string]id.ID{}, next: 1000}
	k.payments.Touched = func(_ db.Tx, persons []id.ID) error {
		k.touched = append(k.touched, persons...)
		return nil
	}
	k.payments.Credited = func(
		_ db.Tx, person, _ id.ID, _ money.Currency, amount money.Amount, _ calendar.Day,
	) error {
		k.credited[person] += amount
		return nil
	}
	k.payments.Persons = func(_ db.Tx, _ id.ID, documents []payment.Document) ([]id.ID, error) {
		found := make([]id.ID, len(documents))
		for i, doc := range documents {
			found[i] = k.persons[doc.Number]
		}
		return found, nil
	}
	return k
}

func keyOf(number string) int64 {
	h := fnv.New64a()
	fmt.Fprint(h, number)
	return int64(h.Sum64())
}

// owes opens an account of a person with items due on the first of March and of the months after.
func (k *desk) owes(
	person id.ID, number string, a debt.Account, figures debt.Figures, principals ...money.Amount,
) {
	k.Helper()
	k.next++
	a.ID, a.PersonID, a.CreditorID, a.Number, a.Key = k.next, person, creditor, number, keyOf(number)
	a.State, a.Basis, a.CutID = debt.Open, money.Basis360, 1
	if a.Currency == "" {
		a.Currency = "USD"
	}
	k.accounts[number] = a.ID
	opened := calendar.Of(2026, 2, 1)
	var items []debt.Item
	var entries []debt.Entry
	for n, principal := range principals {
		k.next++
		i := debt.Item{
			ID: k.next, PersonID: person, AccountID: a.ID, CreditorID: creditor, Number: strconv.Itoa(n + 1),
			DueOn: calendar.Of(2026, 3, 1).AddMonths(n), State: debt.Open, Figures: figures, AccruedOn: opened,
			CutID: 1, LatestCutID: 1,
		}
		owed := debt.Parts{Principal: principal, Fees: 100}
		entries = append(entries, i.Post(debt.Opening, opened, owed, 1, k.db.Now()))
		items = append(items, i)
		k.items[number] = append(k.items[number], i.ID)
	}
	k.write(func(tx db.Tx) error {
		return errors.Join(debt.AddAccounts(tx, []debt.Account{a}), debt.AddItems(tx, items),
			debt.AddEntries(tx, entries))
	})
}

func (k *desk) write(f func(tx db.Tx) error) {
	k.Helper()
	if err := k.db.Write(context.Background(), f); err != nil {
		k.Fatal(err)
	}
}

func (k *desk) receive(cut id.ID, rows ...payment.Incoming) (results []payment.Result) {
	k.Helper()
	for i := range rows {
		if rows[i].Currency == "" {
			rows[i].Currency = "USD"
		}
		if rows[i].PaidOn == calendar.NoDay {
			rows[i].PaidOn = calendar.Of(2026, 3, 10)
		}
		if name := rows[i].Account + rows[i].Reference; rows[i].IDNumber == "" {
			if rows[i].Account != "" {
				name = rows[i].Account
			}
			rows[i].AccountKey = keyOf(name)
		}
	}
	k.write(func(tx db.Tx) (err error) {
		results, err = k.payments.ReceiveTx(tx, cut, creditor, rows)
		return err
	})
	return results
}

func (k *desk) undo(cut id.ID) {
	k.Helper()
	k.write(func(tx db.Tx) error { return k.payments.UndoTx(tx, cut) })
}

// book is all that is owed, in words, for comparing.
func (k *desk) book(through calendar.Day) string {
	k.Helper()
	var b strings.Builder
	k.write(func(tx db.Tx) error {
		for _, number := range slices.Sorted(keys(k.accounts)) {
			var a debt.Account
			if err := debt.AccountsByID(tx, db.List{int64(k.accounts[number])}, func(found *debt.Account) error {
				a = *found
				return nil
			}); err != nil {
				return err
			}
			fmt.Fprintf(&b, "%s %s\n", number, a.State)
			terms, lines := debt.TermsOf(&a, nil), []string{}
			if err := debt.ItemsByID(tx, listOf(k.items[number]), func(i *debt.Item) error {
				if i.Figures == debt.Ours {
					terms.PostInterest(i, through, 0, k.db.Now())
				}
				lines = append(lines, fmt.Sprintf("  %s %s %+v %d %d\n", i.Number, i.State, i.Owed, i.InterestCarry,
					i.MoratoryCarry))
				return nil
			}); err != nil {
				return err
			}
			slices.Sort(lines)
			b.WriteString(strings.Join(lines, ""))
		}
		return nil
	})
	return b.String()
}

func keys(m map[string]id.ID) func(func(string) bool) {
	return func(yield func(string) bool) {
		for key := range m {
			if !yield(key) {
				return
			}
		}
	}
}

func listOf(ids []id.ID) db.List {
	list := make(db.List, len(ids))
	for i, v := range ids {
		list[i] = int64(v)
	}
	return list
}

// mustAddUp holds every balance against the ledger and every payment against its splits, and gives what is
// owed.
func (k *desk) mustAddUp() (owed money.Amount) {
	k.Helper()
	k.write(func(tx db.Tx) error {
		for number, ids := range k.items {
			items := map[id.ID]debt.Item{}
			sums := map[id.ID]debt.Parts{}
			if err := debt.ItemsByID(tx, listOf(ids), func(i *debt.Item) error {
				items[i.ID] = *i
				owed += i.Owed.Total()
				return nil
			}); err != nil {
				return err
			}
			if err := debt.EntriesOf(tx, listOf(ids), func(e *debt.Entry) error {
				sums[e.ItemID] = sums[e.ItemID].Plus(e.Change)
				return nil
			}); err != nil {
				return err
			}
			for key, i := range items {
				if sums[key] != i.Owed {
					k.Fatalf("%s: the ledger says %+v, the item %+v", number, sums[key], i.Owed)
				}
				if (i.State == debt.Paid) != i.Owed.IsZero() {
					k.Fatalf("%s is %s and owes %+v", number, i.State, i.Owed)
				}
			}
		}
		wrong, err := db.Int(tx, `SELECT count(*) FROM payment p WHERE p.applied <> (
			SELECT coalesce(CAST(sum(s.principal + s.interest + s.moratory + s.fees) AS BIGINT), 0)
			FROM payment_split s WHERE s.payment_id = p.id) OR p.applied + p.counted > p.amount`)
		if wrong > 0 {
			k.Fatalf("%d payments are not the sum of their splits", wrong)
		}
		return err
	})
	return owed
}

func TestAPaymentIsDeductedAndItsPersonLookedAtAgain(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := open(t, d)
		k.owes(1, "A-1", debt.Account{}, debt.Creditors, 10_000, 10_000)
		k.owes(2, "B-1", debt.Account{}, debt.Creditors, 5_000)
		results := k.receive(5,
			payment.Incoming{Account: "A-1", Amount: 4_000, Reference: "R1"},
			payment.Incoming{Account: "B-1", Amount: 6_000, Reference: "R2"},
			payment.Incoming{Account: "C-9", Amount: 700, Reference: "R3"},
			payment.Incoming{Account: "A-1", Amount: 4_000, Reference: "R1"},
			payment.Incoming{Account: "A-1", Amount: 100, Reference: "R4", Currency: "PEN"},
			payment.Incoming{Account: "A-1", Amount: 0, Reference: "R5"})
		for i, want := range []payment.Outcome{payment.WasApplied, payment.WasPartly, payment.WasUnmatched,
			payment.WasDuplicate, payment.WasRefused, payment.WasRefused} {
			if results[i].Outcome != want {
				t.Errorf("line %d: %s, want %s", i+1, results[i].Outcome, want)
			}
		}
		if results[1].Left != 900 || results[3].PaymentID != results[0].PaymentID {
			t.Errorf("left over %d; the repeated line is payment %d, not %d", results[1].Left, results[3].PaymentID,
				results[0].PaymentID)
		}
		if !errors.Is(results[4].Why, payment.ErrCurrency) || !errors.Is(results[5].Why, payment.ErrAmount) {
			t.Errorf("refused for %v and %v", results[4].Why, results[5].Why)
		}
		if owed := k.mustAddUp(); owed != 20_200-4_000 {
			t.Errorf("%d is owed", owed)
		}
		if !slices.Equal(k.touched, []id.ID{1, 2}) || k.credited[1] != 4_000 || k.credited[2] != 6_000 {
			t.Errorf("touched %v, credited %v", k.touched, k.credited)
		}
		waiting, err := k.payments.UnmatchedOf(t.Context(), creditor, 0, 10)
		if err != nil || len(waiting) != 1 || waiting[0].Account != "C-9" || waiting[0].Amount != 700 {
			t.Errorf("unmatched: %+v, %v", waiting, err)
		}
		mine, err := k.payments.ListByPerson(t.Context(), 2)
		if err != nil || len(mine) != 1 || len(mine[0].Splits) != 1 || mine[0].Left() != 900 {
			t.Errorf("payments of the person: %+v, %v", mine, err)
		}
	})
}

func TestAnUnmatchedPaymentIsAppliedOnceItsAccountIsThere(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := open(t, d)
		line := payment.Incoming{Account: "A-1", Amount: 4_000, Reference: "R1"}
		other := payment.Incoming{Account: "B-1", Amount: 1_000}
		k.receive(5, line, other)
		k.owes(1, "A-1", debt.Account{}, debt.Creditors, 10_000)
		for _, r := range k.receive(6, line, other) {
			if r.Outcome != payment.WasDuplicate {
				t.Errorf("the next file: %+v", r)
			}
		}
		if owed := k.mustAddUp(); owed != 6_100 {
			t.Errorf("%d is owed after the next file", owed)
		}
		k.owes(2, "B-1", debt.Account{}, debt.Creditors, 3_000)
		k.write(func(tx db.Tx) error {
			n, err := k.payments.MatchTx(tx, creditor)
			if n != 1 {
				t.Errorf("%d were matched", n)
			}
			return err
		})
		if owed := k.mustAddUp(); owed != 6_100+2_100 {
			t.Errorf("%d is owed after the cut", owed)
		}
	})
}

func TestADocumentPaysTheOldestDebtOfAllAccounts(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := open(t, d)
		k.persons["1714307103"] = 1
		k.owes(1, "A-1", debt.Account{}, debt.Creditors, 0, 10_000)
		k.owes(1, "A-2", debt.Account{}, debt.Creditors, 5_000)
		k.owes(1, "A-3", debt.Account{Currency: "EUR"}, debt.Creditors, 5_000)
		r := k.receive(5, payment.Incoming{IDNumber: "1714307103", Amount: 5_300, Reference: "R1"},
			payment.Incoming{IDNumber: "1714307103", Amount: 100, Reference: "R2", Currency: "PEN"},
			payment.Incoming{IDNumber: "999", Amount: 100, Reference: "R3"},
			payment.Incoming{Reference: "A-3", Amount: 100, Currency: "EUR"})
		for i, want := range []payment.Outcome{payment.WasApplied, payment.WasUnmatched, payment.WasUnmatched,
			payment.WasApplied} {
			if r[i].Outcome != want {
				t.Errorf("line %d: %s, want %s", i+1, r[i].Outcome, want)
			}
		}
		k.mustAddUp()
		if book := k.book(0); !strings.Contains(book, "A-2 paid") || !strings.Contains(book, "A-1 open") {
			t.Errorf("the book:\n%s", book)
		}
	})
}

func TestACumulativeFileReceivedThreeTimesCountsOnce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := open(t, d)
		k.owes(1, "A-1", debt.Account{}, debt.Creditors, 100_000)
		cash := payment.Incoming{Account: "A-1", Amount: 2_000, Way: "cash"}
		// Two payments at the counter on one day, and a transfer.
		first := []payment.Incoming{cash, cash, {Account: "A-1", Amount: 500, Reference: "R1"}}
		second := append(slices.Clone(first), cash, payment.Incoming{Account: "A-1", Amount: 700, Reference: "R2"})
		k.receive(5, first...)
		k.receive(6, second[:3]...) // in two chunks of one file
		k.receive(6, second[3:]...)
		third := k.receive(7, second...)
		for i := range third {
			if third[i].Outcome != payment.WasDuplicate {
				t.Errorf("line %d of the third file is %s", i+1, third[i].Outcome)
			}
		}
		if owed := k.mustAddUp(); owed != 100_100-3*2_000-500-700 {
			t.Errorf("%d is owed", owed)
		}
		k.undo(6)
		if owed := k.mustAddUp(); owed != 100_100-2*2_000-500 {
			t.Errorf("%d is owed without the second file", owed)
		}
		again := k.receive(8, second...)
		if again[3].Outcome != payment.WasApplied || again[4].Outcome != payment.WasApplied {
			t.Errorf("what was taken back does not come again: %+v", again)
		}
		if owed := k.mustAddUp(); owed != 100_100-3*2_000-500-700 {
			t.Errorf("%d is owed after the file came again", owed)
		}
	})
}

func TestTheCreditorsOwnFiguresAreNotDeductedTwice(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := open(t, d)
		k.owes(1, "A-1", debt.Account{}, debt.Creditors, 10_000)
		k.owes(2, "B-1", debt.Account{}, debt.Creditors, 10_000)
		// The cut of the twelfth says that A-1 owes 3,000 less, and that B-1 is as it was.
		k.write(func(tx db.Tx) error {
			return debt.ItemsByID(tx, listOf(k.items["A-1"]), func(i *debt.Item) error {
				i.LatestCutID, i.AccruedOn = 2, calendar.Of(2026, 3, 12)
				e := i.Post(debt.Cut, calendar.Of(2026, 3, 12), debt.Parts{Principal: -3_000}, 2, k.db.Now())
				tx.AfterCommit(func() {
					k.write(func(tx db.Tx) error {
						return errors.Join(debt.SaveItems(tx, []debt.Item{*i}), debt.AddEntries(tx, []debt.Entry{e}))
					})
				})
				return nil
			})
		})
		// The file of payments comes after it, with the payment that the cut knew of.
		r := k.receive(5,
			payment.Incoming{Account: "A-1", Amount: 3_000, Reference: "R1", PaidOn: calendar.Of(2026, 3, 11)},
			payment.Incoming{Account: "A-1", Amount: 1_000, Reference: "R2", PaidOn: calendar.Of(2026, 3, 13)},
			payment.Incoming{Account: "B-1", Amount: 3_000, Reference: "R3", PaidOn: calendar.Of(2026, 3, 11)})
		for i := range r {
			if r[i].Outcome != payment.WasApplied {
				t.Errorf("line %d is %s", i+1, r[i].Outcome)
			}
		}
		if owed := k.mustAddUp(); owed != (7_100-1_000)+(10_100-3_000) {
			t.Errorf("%d is owed", owed)
		}
		if k.credited[1] != 4_000 {
			t.Errorf("%d counts towards the promise", k.credited[1])
		}
		k.undo(5)
		if owed := k.mustAddUp(); owed != 7_100+10_100 {
			t.Errorf("%d is owed after taking the file back", owed)
		}
	})
}

func TestThousandsOfPaymentsOfAnyOrderAddUpAndComeBackExactly(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := open(t, d)
		random := rand.New(rand.NewPCG(57, 72))
		var numbers []string
		for n := range 40 {
			number := fmt.Sprintf("A-%d", n)
			a, figures := debt.Account{}, debt.Creditors
			if n%2 == 0 {
				figures, a.Rate, a.MoratoryRate = debt.Ours, money.Rate(random.Int64N(60)*500_000), 4_500_000
			}
			k.owes(id.ID(1+n%25), number, a, figures, money.Amount(random.Int64N(200_000)),
				money.Amount(random.Int64N(200_000)), money.Amount(random.Int64N(200_000)))
			numbers = append(numbers, number)
		}
		end := calendar.Of(2026, 6, 30)
		start := k.book(end)
		books := []string{start}
		for file := range 8 {
			rows := make([]payment.Incoming, 250)
			for i := range rows {
				rows[i] = payment.Incoming{
					Account:   numbers[random.IntN(len(numbers))],
					Reference: fmt.Sprintf("R%d-%d", file, i),
					Amount:    money.Amount(1 + random.Int64N(12_000)),
					PaidOn:    calendar.Of(2026, 2, 20) + calendar.Day(random.IntN(90)),
				}
			}
			k.receive(id.ID(100+file), rows...)
			k.mustAddUp()
			books = append(books, k.book(end))
		}
		for file := 7; file >= 0; file-- {
			k.undo(id.ID(100 + file))
			k.mustAddUp()
			if book := k.book(end); book != books[file] {
				t.Fatalf("without file %d the book is\n%swant\n%s", file, book, books[file])
			}
		}
		if k.book(end) != start {
			t.Error("not as it was")
		}
	})
}

func TestTwoFilesAtOnceDoNotLoseAPayment(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := open(t, d)
		k.payments.Touched, k.payments.Credited = nil, nil
		k.owes(1, "A-1", debt.Account{}, debt.Creditors, 1_000_000)
		done := make(chan error)
		for file := range 8 {
			go func() {
				done <- d.Write(t.Context(), func(tx db.Tx) error {
					_, err := k.payments.ReceiveTx(tx, id.ID(100+file), creditor, []payment.Incoming{{
						Account: "A-1", AccountKey: keyOf("A-1"), Amount: 1_000, Currency: "USD", PaidOn: 20_520,
						Reference: fmt.Sprintf("R%d", file)}})
					return err
				})
			}()
		}
		for range 8 {
			if err := <-done; err != nil {
				t.Error(err)
			}
		}
		if owed := k.mustAddUp(); owed != 1_000_100-8_000 {
			t.Errorf("%d is owed", owed)
		}
	})
}

func TestPaymentsFollowThePersonTheyTurnOutToBeOf(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := open(t, d)
		k.owes(1, "A-1", debt.Account{}, debt.Creditors, 10_000)
		k.receive(5, payment.Incoming{Account: "A-1", Amount: 4_000, Reference: "R1"})
		of := func(person id.ID, want int) {
			t.Helper()
			if all, err := k.payments.ListByPerson(t.Context(), person); err != nil || len(all) != want {
				t.Errorf("person %d has %d payments, want %d (%v)", person, len(all), want, err)
			}
		}
		k.write(func(tx db.Tx) error {
			return errors.Join(debt.MoveTx(tx, 1, 2), k.payments.MoveTx(tx, 1, 2))
		})
		of(2, 1)
		k.receive(6, payment.Incoming{Account: "A-1", Amount: 1_000, Reference: "R2"})
		of(2, 2)
		k.write(func(tx db.Tx) error {
			return errors.Join(debt.MoveBackTx(tx, 1, 2), k.payments.FollowTx(tx, db.List{1, 2}))
		})
		of(1, 2)
		of(2, 0)
		k.undo(5)
		if owed := k.mustAddUp(); owed != 10_100-1_000 {
			t.Errorf("%d is owed", owed)
		}
	})
}

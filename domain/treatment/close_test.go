package treatment

import (
	"context"
	"errors"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"aldia/domain/calendar"
	"aldia/domain/debt"
	"aldia/domain/delinquency"
	"aldia/domain/money"
	"aldia/domain/payment"
	"aldia/platform/db"
	"aldia/platform/db/dbtest"
	"aldia/platform/fault"
	"aldia/platform/id"
)

// some is how many persons a book has: three shards, the last of them small.
const some = 2*shardPersons + 300

func monthEnd() calendar.Day { return calendar.Of(2026, 2, 28) }

func TestAClosedDayAnswersAgainWhatItAnswered(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		l := seed(t, d, 300, monthEnd())
		l.promises(t, monthEnd())
		treatments := l.open(t, 1)
		first, err := treatments.Close(work(t), monthEnd())
		if err != nil {
			t.Fatal(err)
		}
		if first.Again || first.Cases != 300 || first.Accounts == 0 || first.Kept == 0 || first.Broken == 0 ||
			first.Planned["voice"] == 0 {
			t.Errorf("the first answer is %+v", first)
		}
		before := l.dump(t)
		again, err := treatments.Close(work(t), monthEnd())
		if err != nil {
			t.Fatal(err)
		}
		if !again.Again {
			t.Error("the second close does not say that it is one")
		}
		again.Again = false
		if again.Cases != first.Cases || again.Accounts != first.Accounts || again.Kept != first.Kept ||
			again.Broken != first.Broken || again.Planned["voice"] != first.Planned["voice"] {
			t.Errorf("again %+v, at first %+v", again, first)
		}
		sameBook(t, "closed again", l.dump(t), before)
		if _, err := treatments.Close(work(t), monthEnd()-1); fault.KindOf(err) != fault.Conflict {
			t.Errorf("a day before one that is closed: %v", err)
		}
		if _, err := treatments.Close(t.Context(), monthEnd()+1); fault.KindOf(err) == fault.Internal ||
			err == nil {
			t.Errorf("a close by nobody: %v", err)
		}
		sameBook(t, "refused", l.dump(t), before)
	})
}

func TestTheNightAfterWritesOnlyWhatChanged(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		l := seed(t, d, 300, monthEnd())
		treatments := l.open(t, 1)
		if _, err := treatments.Close(work(t), monthEnd()); err != nil {
			t.Fatal(err)
		}
		moved := func() (entries, moves int64) {
			t.Helper()
			if err := d.Read(t.Context(), func(tx db.Tx) (err error) {
				if entries, err = db.Int(tx, `SELECT count(*) FROM entry WHERE kind = 'accrual'`); err != nil {
					return err
				}
				moves, err = db.Int(tx, `SELECT count(*) FROM bucket_move`)
				return err
			}); err != nil {
				t.Fatal(err)
			}
			return entries, moves
		}
		entries, moves := moved()
		if entries == 0 || moves == 0 {
			t.Fatalf("the month's end posted %d entries and placed %d accounts", entries, moves)
		}
		places := len(l.places)
		l.places = map[id.ID]Place{}
		if _, err := treatments.Close(work(t), monthEnd()+1); err != nil {
			t.Fatal(err)
		}
		after, movesAfter := moved()
		if after != entries {
			t.Errorf("an ordinary night posted %d entries", after-entries)
		}
		if movesAfter-moves > moves/10 || len(l.places) > places/5 {
			t.Errorf("an ordinary night moved %d of %d accounts and placed %d of %d persons", movesAfter-moves, moves,
				len(l.places), places)
		}
	})
}

func TestTheFiguresOfADayEqualASlowRecount(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		l := seed(t, d, some, monthEnd())
		l.promises(t, monthEnd())
		treatments := l.open(t, 3)
		var before []delinquency.AgingFigure
		for day := monthEnd() - 2; day <= monthEnd()+1; day++ {
			answer, err := treatments.Close(work(t), day)
			if err != nil {
				t.Fatal(err)
			}
			l.checkDay(t, day, answer)
			aging := l.agingOn(t, day)
			l.checkMovement(t, day, before, aging)
			before = aging
		}
	})
}

// agingOn gives the figures that were kept of a day.
func (l *ledger) agingOn(t *testing.T, day calendar.Day) (aging []delinquency.AgingFigure) {
	t.Helper()
	if err := l.db.Read(t.Context(), func(tx db.Tx) (err error) {
		aging, err = delinquency.AgingOn(tx, day)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return aging
}

// checkDay compares what a close has kept with a recount.
func (l *ledger) checkDay(t *testing.T, day calendar.Day, answer Answer) {
	t.Helper()
	standings, figures := l.recount(t, day)
	want, _ := figures.Sums()
	aging := l.agingOn(t, day)
	kept := map[id.ID]delinquency.Standing{}
	if err := l.db.Read(t.Context(), func(tx db.Tx) (err error) {
		return tx.Query(func(r db.Row) error {
			kept[id.ID(r.Int(0))] = delinquency.Standing{Bucket: r.Text(1), PastDue: money.Amount(r.Int(2)),
				Balance: money.Amount(r.Int(3)), OldestDueOn: calendar.Day(r.Int(4))}
			return nil
		}, `SELECT account_id, bucket, past_due, balance, oldest_due_on FROM standing`)
	}); err != nil {
		t.Fatal(err)
	}
	if len(aging) != len(want) {
		t.Fatalf("%s: %d figures, the recount has %d", day.Text(), len(aging), len(want))
	}
	for i := range want {
		if aging[i] != want[i] {
			t.Errorf("%s: %+v, the recount says %+v", day.Text(), aging[i], want[i])
		}
	}
	if len(kept) != len(standings) || answer.Accounts != int64(len(standings)) {
		t.Errorf("%s: %d standings kept, %d answered, %d recounted", day.Text(), len(kept), answer.Accounts,
			len(standings))
	}
	for account, s := range standings {
		k := kept[account]
		if k.Bucket != s.Bucket || k.PastDue != s.PastDue || k.Balance != s.Balance ||
			k.OldestDueOn != s.OldestDueOn {
			t.Errorf("%s: account %d stands at %+v, recounted %+v", day.Text(), account, k, s)
		}
	}
}

func TestACloseThatFailsInTheMiddleGoesOnWhereItWas(t *testing.T) {
	t.Parallel()
	for _, open := range []func(testing.TB) *db.DB{dbtest.OnSQLite, dbtest.OnPostgres} {
		straight, broken := seed(t, open(t), some, monthEnd()), seed(t, open(t), some, monthEnd())
		straight.promises(t, monthEnd())
		broken.promises(t, monthEnd())
		want, err := straight.open(t, 1).Close(work(t), monthEnd())
		if err != nil {
			t.Fatal(err)
		}
		errFull := errors.New("the worklist is full")
		var got Answer
		for fails := 1; ; fails++ { // each try fails at its second shard, so each carries one through
			shards := 0
			broken.before = func([]Place) error {
				if shards++; shards == 2 {
					return errFull
				}
				return nil
			}
			if got, err = broken.open(t, 1).Close(work(t), monthEnd()); err == nil {
				if fails < 3 {
					t.Errorf("it failed %d times only", fails-1)
				}
				break
			}
			if !errors.Is(err, errFull) {
				t.Fatal(err)
			}
		}
		if got.Again || got.Cases != want.Cases || got.Accounts != want.Accounts || got.Kept != want.Kept ||
			got.Broken != want.Broken || got.Planned["voice"] != want.Planned["voice"] {
			t.Errorf("in pieces it answers %+v, straight %+v", got, want)
		}
		sameBook(t, "in pieces", broken.dump(t), straight.dump(t))
	}
}

func TestAnotherDayWaitsForTheOneThatIsUnderWay(t *testing.T) {
	t.Parallel()
	l := seed(t, dbtest.OnSQLite(t), some, monthEnd())
	l.before = func([]Place) error { return errors.New("no") }
	if _, err := l.open(t, 1).Close(work(t), monthEnd()); err == nil {
		t.Fatal("it did not fail")
	}
	for _, day := range []calendar.Day{monthEnd() - 1, monthEnd() + 1} {
		if _, err := l.open(t, 1).Close(work(t), day); fault.KindOf(err) != fault.Conflict {
			t.Errorf("%s while %s is under way: %v", day.Text(), monthEnd().Text(), err)
		}
	}
}

func TestTwoProgramsCloseADayTogetherAsOneWouldAlone(t *testing.T) {
	t.Parallel()
	for _, open := range []func(testing.TB) *db.DB{dbtest.OnSQLite, dbtest.OnPostgres} {
		alone, shared := seed(t, open(t), some, monthEnd()), seed(t, open(t), some, monthEnd())
		alone.promises(t, monthEnd())
		shared.promises(t, monthEnd())
		want, err := alone.open(t, 1).Close(work(t), monthEnd())
		if err != nil {
			t.Fatal(err)
		}
		var both errgroup.Group
		for range 2 {
			both.Go(func() error {
				got, err := shared.open(t, 2).Close(work(t), monthEnd())
				if err == nil && (got.Cases != want.Cases || got.Accounts != want.Accounts || got.Kept != want.Kept) {
					t.Errorf("together %+v, alone %+v", got, want)
				}
				return err
			})
		}
		if err := both.Wait(); err != nil {
			t.Fatal(err)
		}
		sameBook(t, "together", shared.dump(t), alone.dump(t))
	}
}

// moment is a clock that stands still, and at which something may happen when it is looked at.
type moment struct {
	happens atomic.Pointer[func()]
}

func (m *moment) Now() time.Time {
	if f := m.happens.Load(); f != nil {
		(*f)()
	}
	return dbtest.Start()
}

// eachWith opens a fresh database of each engine with a clock.
func eachWith(t *testing.T, f func(t *testing.T, d *db.DB, m *moment)) {
	t.Helper()
	run := func(name string, dsn func(t *testing.T) string) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := &moment{}
			d, err := db.Open(t.Context(), dsn(t), db.Options{Clock: m, Relaxed: true, Readers: 4, KeepSchema: true})
			if err != nil {
				t.Fatal(err)
			}
			if err := d.Migrate(t.Context()); err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() {
				if err := d.Close(); err != nil {
					t.Error(err)
				}
			})
			f(t, d, m)
		})
	}
	run("sqlite", func(t *testing.T) string { return "sqlite:" + filepath.Join(t.TempDir(), "a.db") })
	run("postgres", func(t *testing.T) string { return dbtest.Postgres(t) })
}

// cash takes payments of persons as an import does, each for one of their accounts.
func (l *ledger) cash(t testing.TB, treatments *Treatments) *payment.Payments {
	t.Helper()
	payments := payment.NewPayments(l.db)
	payments.Touched = func(tx db.Tx, persons []id.ID) error {
		return treatments.ReconsiderManyTx(tx, persons, Effect{})
	}
	return payments
}

func (l *ledger) pay(ctx context.Context, p *payment.Payments, cut id.ID, amount int64,
	accounts ...*debt.Account) error {
	return l.db.WriteBatch(ctx, func(tx db.Tx) error {
		for _, a := range accounts {
			results, err := p.ReceiveTx(tx, cut, a.CreditorID, []payment.Incoming{{
				Account: a.Number, AccountKey: a.Key, PaidOn: monthEnd() - 3, Amount: money.Amount(amount),
				Currency:  a.Currency,
				Reference: cut.Text("R") + a.Number,
			}})
			if err != nil {
				return err
			}
			if results[0].Outcome != payment.WasApplied && results[0].Outcome != payment.WasPartly {
				return errors.New("a payment was not applied: " + a.Number)
			}
		}
		return nil
	})
}

func TestAPaymentBetweenTheReadingAndTheWritingOfAShardIsNotLost(t *testing.T) {
	t.Parallel()
	eachWith(t, func(t *testing.T, d *db.DB, m *moment) {
		l := seed(t, d, 200, monthEnd())
		treatments := l.open(t, 1)
		payments := l.cash(t, treatments)
		if _, err := treatments.Close(work(t), monthEnd()-1); err != nil {
			t.Fatal(err)
		}
		var paid []*debt.Account
		for i := range l.accounts {
			if i%7 == 0 {
				paid = append(paid, &l.accounts[i])
			}
		}
		times := 0
		happens := func() {
			var taken int64
			if err := d.Read(t.Context(), func(tx db.Tx) (err error) {
				taken, err = db.Int(tx, `SELECT count(*) FROM close_shard WHERE state = 'taken'`)
				return err
			}); err != nil {
				t.Error(err)
			}
			if taken == 0 {
				return
			}
			m.happens.Store(nil) // the shard is read, and nothing of it is written
			times++
			if err := l.pay(work(t), payments, 900, 40, paid...); err != nil {
				t.Error(err)
			}
		}
		m.happens.Store(&happens)
		answer, err := treatments.Close(work(t), monthEnd())
		if err != nil {
			t.Fatal(err)
		}
		if times != 1 {
			t.Fatalf("the payments came %d times", times)
		}
		l.checkLedger(t, len(paid))
		l.checkDay(t, monthEnd(), answer)
		l.checkMovement(t, monthEnd(), l.agingOn(t, monthEnd()-1), l.agingOn(t, monthEnd()))
		next, err := treatments.Close(work(t), monthEnd()+1)
		if err != nil {
			t.Fatal(err)
		}
		l.checkDay(t, monthEnd()+1, next)
		l.checkMovement(t, monthEnd()+1, l.agingOn(t, monthEnd()), l.agingOn(t, monthEnd()+1))
	})
}

// checkLedger holds every balance to the sum of its entries, and counts the payments that stand in them.
func (l *ledger) checkLedger(t *testing.T, payments int) {
	t.Helper()
	var wrong, paid, split int64
	if err := l.db.Read(t.Context(), func(tx db.Tx) (err error) {
		if wrong, err = db.Int(tx, `SELECT count(*) FROM item i
			WHERE i.principal <> (SELECT CAST(sum(e.principal) AS BIGINT)
			FROM entry e WHERE e.item_id = i.id) OR i.interest <> (SELECT CAST(sum(e.interest) AS BIGINT) FROM entry e
			WHERE e.item_id = i.id) OR i.moratory <> (SELECT CAST(sum(e.moratory) AS BIGINT) FROM entry e
			WHERE e.item_id = i.id) OR i.entry_count <> (SELECT count(*) FROM entry e
				WHERE e.item_id = i.id)`); err != nil {
			return err
		}
		if paid, err = db.Int(tx, `SELECT count(*) FROM payment WHERE state IN ('applied', 'partly')`); err != nil {
			return err
		}
		split, err = db.Int(tx, `SELECT CAST(coalesce(sum(principal + interest + moratory + fees), 0) AS BIGINT) +
			(SELECT CAST(sum(applied) AS BIGINT) FROM payment) FROM entry WHERE kind = 'payment'`)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if wrong != 0 {
		t.Errorf("%d items do not owe the sum of their entries", wrong)
	}
	if paid != int64(payments) || split != 0 {
		t.Errorf("%d payments are kept, want %d; between them and their entries lie %d", paid, payments, split)
	}
}

func TestPaymentsAndAgentsWorkWhileADayIsClosed(t *testing.T) {
	t.Parallel()
	for _, open := range []func(testing.TB) *db.DB{dbtest.OnSQLite, dbtest.OnPostgres} {
		l := seed(t, open(t), some, monthEnd())
		treatments := l.open(t, 2)
		if _, err := treatments.Close(work(t), monthEnd()-1); err != nil {
			t.Fatal(err)
		}
		payments := l.cash(t, treatments)
		var all errgroup.Group
		all.Go(func() error {
			_, err := treatments.Close(work(t), monthEnd())
			return err
		})
		paid := 0
		for cashier := range 3 {
			var mine []*debt.Account
			for i := cashier * 5; i < len(l.accounts); i += 19 {
				mine = append(mine, &l.accounts[i])
			}
			paid += len(mine)
			all.Go(func() error {
				for n, a := range mine {
					if err := l.pay(work(t), payments, id.ID(901+cashier), 40, a); err != nil {
						return err
					}
					hold := Effect{Hold: "callback", HoldUntilOn: monthEnd() + 9}
					if n%4 == 0 { // an agent speaks to somebody else
						if err := l.db.Write(work(t), func(tx db.Tx) error {
							return treatments.ReconsiderTx(tx, l.persons[(n*31+cashier)%len(l.persons)], hold)
						}); err != nil {
							return err
						}
					}
				}
				return nil
			})
		}
		if err := all.Wait(); err != nil {
			t.Fatal(err)
		}
		l.checkLedger(t, paid)
		answer, err := treatments.Close(work(t), monthEnd()+1)
		if err != nil {
			t.Fatal(err)
		}
		l.checkDay(t, monthEnd()+1, answer)
		var held int64
		if err := l.db.Read(t.Context(), func(tx db.Tx) (err error) {
			held, err = db.Int(tx, `SELECT count(*) FROM casefile WHERE hold = 'callback'`)
			return err
		}); err != nil || held == 0 {
			t.Errorf("%d cases rest because of what an agent heard, %v", held, err)
		}
	}
}

package treatment

import (
	"errors"
	"testing"

	"aldia/domain/calendar"
	"aldia/domain/debt"
	"aldia/domain/delinquency"
	"aldia/domain/money"
	"aldia/platform/db"
	"aldia/platform/db/dbtest"
	"aldia/platform/id"
)

// checkMovement holds a day's movements to its figures: what there was, with what came and without what
// went, is what there is, in accounts and in money.
func (l *ledger) checkMovement(t *testing.T, day calendar.Day, before, after []delinquency.AgingFigure) {
	t.Helper()
	type spot struct {
		creditor id.ID
		currency money.Currency
		bucket   string
	}
	type sum struct {
		accounts int64
		balance  money.Amount
	}
	left := map[spot]sum{}
	add := func(creditor id.ID, currency money.Currency, bucket string, accounts int64, balance money.Amount) {
		at := spot{creditor, currency, bucket}
		left[at] = sum{left[at].accounts + accounts, left[at].balance + balance}
	}
	for _, a := range after {
		add(a.CreditorID, a.Currency, a.Bucket, a.Accounts, a.Balance)
	}
	for _, a := range before {
		add(a.CreditorID, a.Currency, a.Bucket, -a.Accounts, -a.Balance)
	}
	if err := l.db.Read(t.Context(), func(tx db.Tx) error {
		change, err := delinquency.ChangeOn(tx, day)
		for _, m := range change {
			add(m.CreditorID, m.Currency, m.From, m.Accounts, m.Was)
			add(m.CreditorID, m.Currency, m.To, -m.Accounts, -m.Balance)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	for at, sum := range left {
		if at.bucket != delinquency.Out && (sum.accounts != 0 || sum.balance != 0) {
			t.Errorf("%s: the movements leave %d accounts and %d of %s unexplained", day.Text(), sum.accounts,
				sum.balance, at.bucket)
		}
	}
}

// story is a ledger of which one thing after the other is told.
type story struct {
	*ledger
	*Treatments
	*testing.T
	before []delinquency.AgingFigure // of the last close
	last   calendar.Day
	killed bool // a close has, and has not been gone on with
}

// closes closes a day, and holds its movements to the figures of the close before it.
func (s *story) closes(day calendar.Day) {
	s.Helper()
	answer, err := s.Close(work(s.T), day)
	if err != nil {
		s.Fatal(err)
	}
	s.checkDay(s.T, day, answer)
	after := s.agingOn(s.T, day)
	s.checkMovement(s.T, day, s.before, after)
	s.before, s.last, s.killed = after, day, false
}

// cut publishes a cut of a day: every so many items are due some days earlier or later and owe more or
// less.
func (s *story) cut(asOf calendar.Day, every int, days calendar.Day, owes money.Amount) {
	s.Helper()
	s.change(s.T, every, func(i *debt.Item) {
		i.DueOn -= days
		i.Owed.Principal = max(0, i.Owed.Principal+owes)
		if i.Owed.Total() == 0 {
			i.State = debt.Paid
		}
	})
	if err := s.ledger.db.Write(s.Context(), func(tx db.Tx) error {
		_, err := tx.Exec(`INSERT INTO cut VALUES (?, 'portfolio', ?, ?, 1, 'published', '', '', 0, '', '', 0, 0,
			'', 0, 0, 0, 0, 0, 0, 0, '')`, s.ledger.db.IDs().New(), s.creditors[0].ID, asOf)
		return err
	}); err != nil {
		s.Fatal(err)
	}
	if err := s.Refresh(work(s.T), asOf, 0); err != nil {
		s.Fatal(err)
	}
	if asOf <= s.last && !s.killed { // the day is counted again
		before := s.agingOn(s.T, s.last-1)
		after := s.agingOn(s.T, s.last)
		s.checkMovement(s.T, s.last, before, after)
		s.before = after
	}
}

// events is something happening to every so many persons.
func (s *story) events(every int) {
	s.Helper()
	for i := 0; i < len(s.persons); i += every {
		if err := s.ledger.db.Write(work(s.T), func(tx db.Tx) error {
			return s.ReconsiderTx(tx, s.persons[i], Effect{})
		}); err != nil {
			s.Fatal(err)
		}
	}
}

// dies begins the close of a day that is killed after its first shard.
func (s *story) dies(day calendar.Day) {
	s.Helper()
	errKilled, shards := errors.New("killed"), 0
	s.ledger.before = func([]Place) error {
		if shards++; shards == 2 {
			return errKilled
		}
		return nil
	}
	workers := s.Workers
	s.Workers = 1
	if _, err := s.Close(work(s.T), day); !errors.Is(err, errKilled) {
		s.Fatalf("the close was not killed: %v", err)
	}
	s.Workers, s.ledger.before, s.killed = workers, nil, true
}

// told is a story, and of how many persons.
type told struct {
	name    string
	persons int
	tell    func(*story)
}

func stories(day calendar.Day) []told {
	return []told{
		{"a cut of the day, somebody pays, and the close", 150, func(s *story) {
			s.closes(day - 1)
			s.cut(day, 3, 25, -300)
			s.events(2)
			s.closes(day)
			s.closes(day + 1)
			s.events(4)
			s.closes(day + 2)
		}},
		{"the same, and nothing happens", 150, func(s *story) {
			s.closes(day - 1)
			s.cut(day, 3, 25, -300)
			s.closes(day)
			s.closes(day + 1)
		}},
		{"days were left out", 150, func(s *story) {
			s.closes(day - 4)
			s.cut(day, 3, 25, -300)
			s.events(2)
			s.cut(day, 5, -20, 100_000_000)
			s.events(3)
			s.closes(day)
			s.closes(day + 3)
		}},
		{"the cut is of a day yet to come", 150, func(s *story) {
			s.closes(day - 1)
			s.cut(day+5, 3, 25, -300)
			s.events(2)
			s.closes(day)
			s.events(3)
			s.closes(day + 1)
		}},
		{"before the first close, with cuts of later days", 150, func(s *story) {
			s.cut(day, 3, 25, 0)
			s.events(2)
			s.cut(day+2, 5, 31, 7000)
			s.events(3)
			s.closes(day)
			s.events(5)
			s.closes(day + 1)
			s.closes(day + 2)
		}},
		{"a cut of a closed day, twice, and events between", 150, func(s *story) {
			s.closes(day - 2)
			s.closes(day - 1)
			s.events(2)
			s.cut(day-1, 3, 25, -300)
			s.events(3)
			s.cut(day-1, 3, -25, 300) // and taken back
			s.events(4)
			s.closes(day)
		}},
	}
}

// killed are stories of closes that do not come to their end at once.
func killed(day calendar.Day) []told {
	return []told{
		{"a close is killed, and somebody pays on both sides of it", some, func(s *story) {
			s.closes(day - 1)
			s.cut(day, 3, 25, -300)
			s.dies(day)
			s.change(s.T, 7, func(i *debt.Item) { i.DueOn -= 33 })
			s.events(9)
			s.closesAgain(day)
			s.closes(day + 1)
		}},
		{"a close is killed, a cut of its day comes, and it goes on", some, func(s *story) {
			s.closes(day - 1)
			s.cut(day, 3, 25, -300)
			s.dies(day)
			s.events(11)
			s.cut(day, 5, 33, 900)
			s.events(9)
			s.closes(day)
			s.closes(day + 1)
		}},
		{"a close is killed twice, with a cut of the day before each time", some, func(s *story) {
			s.closes(day - 1)
			s.dies(day)
			s.cut(day-1, 5, 33, 900)
			s.dies(day)
			s.events(9)
			s.cut(day-1, 5, -33, -900)
			s.closes(day)
			s.closes(day + 1)
		}},
	}
}

func TestTheMovementsOfADayExplainItsFiguresWhateverCameBetween(t *testing.T) {
	t.Parallel()
	day := monthEnd() - 10
	for _, c := range append(stories(day), killed(day)...) {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			dbtest.Each(t, func(t *testing.T, d *db.DB) {
				l := seed(t, d, c.persons, monthEnd())
				l.promises(t, day)
				c.tell(&story{ledger: l, Treatments: l.open(t, 2), T: t})
			})
		})
	}
}

// closesAgain goes on with a close that was killed. What reached persons after it had been with them stands
// in the figures of the day after, so that only the movements are held to these.
func (s *story) closesAgain(day calendar.Day) {
	s.Helper()
	if _, err := s.Close(work(s.T), day); err != nil {
		s.Fatal(err)
	}
	after := s.agingOn(s.T, day)
	s.checkMovement(s.T, day, s.before, after)
	s.before, s.last = after, day
}

// quiet gives a person in whose case nothing would change that night.
func (l *ledger) quiet(t *testing.T, day calendar.Day) id.ID {
	t.Helper()
	p := policy(t)
	for creditor := range l.creditors {
		p.Creditors[l.creditors[creditor].ID] = Creditor{
			Creditor: l.creditors[creditor],
			Buckets:  delinquency.Default(),
		}
	}
	for _, person := range l.persons {
		var cases []Case
		if err := l.db.Read(t.Context(), func(tx db.Tx) (err error) {
			cases, err = l.open(t, 1).read(tx, person, person+1, debt.Words{}, l.db.Now())
			return err
		}); err != nil {
			t.Fatal(err)
		}
		out := NewChanges()
		if Decide(&cases[0], day, p, 0, l.db.Now(), out); len(out.Touched) == 0 && cases[0].File.PastDue > 0 {
			return person
		}
	}
	t.Fatal("something changes for everybody")
	return 0
}

// atThe lets something happen at the moment at which a range of persons has been read and nothing of it is
// written yet: then the clock is looked at.
func (m *moment) atThe(t *testing.T, d *db.DB, taken bool, what func()) (times *int) {
	times = new(int)
	happens := func() {
		var shards int64
		if err := d.Read(t.Context(), func(tx db.Tx) (err error) {
			shards, err = db.Int(tx, `SELECT count(*) FROM close_shard WHERE state = 'taken'`)
			return err
		}); err != nil {
			t.Error(err)
		}
		if shards > 0 == taken {
			m.happens.Store(nil)
			*times++
			what()
		}
	}
	m.happens.Store(&happens)
	return times
}

func TestWhatReachesAPersonWhileADayIsCountedIsCountedOnce(t *testing.T) {
	t.Parallel()
	day := monthEnd() - 10
	for _, c := range []struct {
		name   string
		closes bool
	}{{"while the day is closed", true}, {"while a late cut is followed", false}} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			eachWith(t, func(t *testing.T, d *db.DB, m *moment) {
				l := seed(t, d, 200, monthEnd())
				s := &story{ledger: l, Treatments: l.open(t, 1), T: t}
				s.closes(day - 1)
				s.closes(day)
				next := day
				if c.closes {
					next = day + 1
				}
				who := l.quiet(t, next)
				paid := m.atThe(t, d, c.closes, func() {
					if err := d.Write(work(t), func(tx db.Tx) error {
						if _, err := tx.Exec(`UPDATE item SET due_on = due_on - 200, principal = principal - 1
							WHERE person_id = ? AND principal > 1`, who); err != nil {
							return err
						}
						return s.ReconsiderTx(tx, who, Effect{})
					}); err != nil {
						t.Error(err)
					}
				})
				if c.closes {
					s.closes(day + 1)
				} else {
					before := s.agingOn(t, day-1)
					if err := s.Refresh(work(t), day, 0); err != nil {
						t.Fatal(err)
					}
					s.before = s.agingOn(t, day)
					s.checkMovement(t, day, before, s.before)
				}
				if *paid != 1 {
					t.Fatalf("it happened %d times", *paid)
				}
				s.closes(day + 2)
			})
		})
	}
}

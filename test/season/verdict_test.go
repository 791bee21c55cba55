package season_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"aldia/domain/calendar"
	"aldia/domain/intake"
	"aldia/domain/money"
	"aldia/platform/auth"
	"aldia/platform/db"
	"aldia/platform/db/dbtest"
	"aldia/platform/id"
)

// told is a promise with the case of whom made it, "kept 40/100 on day 1; 0 broken".
func (s *season) told(person id.ID, first calendar.Day) (told string) {
	s.Helper()
	s.rows(func(r db.Row) {
		on := "on no day"
		if r.Int(3) != 0 {
			on = fmt.Sprintf("on day %d", r.Int(3)-int64(first))
		}
		told += fmt.Sprintf("%s %d/%d %s; %d broken", r.Text(0), r.Int(1), r.Int(2), on, r.Int(4))
	}, `SELECT p.state, p.paid, p.amount, p.judged_on, c.broken FROM promise AS p
		JOIN casefile AS c ON c.person_id = p.person_id WHERE p.person_id = ? ORDER BY p.id`, person)
	return told
}

// received loads a payments file of one line.
func (s *season) received(b *book, on, paidOn calendar.Day, amount money.Amount) intake.Cut {
	s.Helper()
	b.lines = append(b.lines, "") // so that no two files are the same
	text := "account;paid_on;amount;currency;reference;way\n" + fmt.Sprintf("%s;%s;%s;USD;V%d;transfer\n",
		b.rows[0].account, paidOn.Text(), amount.Text("USD"), len(b.lines))
	return s.load(fileOf(fmt.Sprintf("pago%d.csv", len(b.lines)), text),
		intake.Options{Kind: intake.Payments, Creditor: b.code, AsOf: on, Mapping: []byte(b.reading())})
}

func (s *season) undone(cut intake.Cut) {
	s.Helper()
	_, err := s.intakes.Undo(s.ctx(), cut.ID)
	s.must(err, "undo")
}

// promisedAll is a department in which one person has promised all of the hundred that they owe, on day 1 and
// for day 2.
func promisedAll(t *testing.T, d *db.DB) (s *season, b *book, who id.ID, first calendar.Day) {
	t.Helper()
	s = &season{T: t, house: open(t, d), clock: dbtest.Clock(t, d), random: rand.New(rand.NewPCG(1, 1)),
		place: calendarPlace(t), promises: map[id.ID]promiseSeen{}, seen: map[string]int64{}}
	first = calendar.On(d.Now(), s.place)
	b = newBook(t, "condor", "ours", "paid", 1)
	for n := range 20 {
		b.rows = append(b.rows, &row{account: fmt.Sprintf("condor-%d", n), item: "1", person: n, due: first - 40,
			principal: 100})
	}
	s.book(b, first)
	s.close(first)
	s.at(first+1, 9)
	s.rows(func(r db.Row) { who = id.ID(r.Int(0)) }, `SELECT person_id FROM account WHERE number = 'condor-0'`)
	call := s.callOf(who, "debtor/promise", first+1)
	call.Amount.Amount, call.PromisedOn = 100, first+2
	_, err := s.contacts.Keep(auth.As(t.Context(), auth.Identity{ID: 1, Role: auth.Agent}), call)
	s.must(err, "promise")
	return s, b, who, first
}

func (s *season) at(on calendar.Day, hour int) {
	s.clock.Set(on.Start(s.place).Add(time.Duration(hour) * time.Hour))
}

// book loads the creditor's file as it is.
func (s *season) book(b *book, on calendar.Day) {
	s.Helper()
	file, _ := b.file(on)
	s.load(file, intake.Options{Kind: intake.Portfolio, Creditor: b.code, AsOf: on, Mapping: b.mapping()})
}

// Who paid a part and was let off the rest has kept their word that evening. What they pay after that, and
// what of it is taken back, gives nobody a reason to judge them again.
func TestAPromiseKeptByThePaymentOfAllThereWasStaysKept(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, b, who, first := promisedAll(t, d)
		expect := func(says, want string) {
			t.Helper()
			if is := s.told(who, first); is != want {
				t.Errorf("%s: %s, want %s", says, is, want)
			}
		}
		s.received(b, first+1, first+1, 40)
		expect("a part", "open 40/100 on no day; 0 broken")
		b.rows[0].missing = true
		s.book(b, first+1)
		s.close(first + 1)
		expect("they are let off the rest", "kept 40/100 on day 1; 0 broken")
		s.at(first+2, 9)
		s.close(first + 2)
		s.at(first+3, 9)
		more := s.received(b, first+3, first+3, 10)
		expect("they pay once more", "kept 50/100 on day 1; 0 broken")
		s.undone(more)
		expect("that is taken back", "kept 40/100 on day 1; 0 broken")
		s.close(first + 3)
		expect("nothing is judged again", "kept 40/100 on day 1; 0 broken")
	})
}

// A promise that was broken, kept after all by late news, and broken again because the news was wrong, was
// broken once.
func TestAPromiseIsBrokenOnce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, b, who, first := promisedAll(t, d)
		for on := first + 1; on < first+8; on++ {
			s.at(on+1, 1)
			s.close(on)
		}
		for _, c := range []struct{ says, want string }{
			{"nothing came", "broken 0/100 on day 5; 1 broken"},
			{"the same once more", "broken 0/100 on day 5; 1 broken"},
		} {
			if is := s.told(who, first); is != c.want {
				t.Errorf("%s: %s, want %s", c.says, is, c.want)
			}
			late := s.received(b, first+8, first+2, 100)
			if is, want := s.told(who, first), "kept 100/100 on day 5; 1 broken"; is != want {
				t.Errorf("it had been paid in time: %s, want %s", is, want)
			}
			s.undone(late)
		}
		if is, want := s.told(who, first), "broken 0/100 on day 5; 1 broken"; is != want {
			t.Errorf("it had not: %s, want %s", is, want)
		}
	})
}

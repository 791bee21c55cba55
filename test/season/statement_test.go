package season_test

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"aldia/domain/calendar"
	"aldia/domain/contact"
	"aldia/domain/money"
	"aldia/domain/party"
	"aldia/platform/auth"
	"aldia/platform/db"
	"aldia/platform/db/dbtest"
	"aldia/platform/id"
)

// counted notes what a transaction asks of the database: on PostgreSQL each is a round trip.
type counted struct {
	db.Tx
	asked []string
}

func (c *counted) note(sql string) {
	words := strings.Fields(sql)
	c.asked = append(c.asked, strings.Join(words[:min(len(words), 14)], " "))
}

func (c *counted) Exec(sql string, args ...any) (int64, error) {
	c.note(sql)
	return c.Tx.Exec(sql, args...)
}

func (c *counted) Query(each func(db.Row) error, sql string, args ...any) error {
	c.note(sql)
	return c.Tx.Query(each, sql, args...)
}

func (c *counted) Batch(questions ...db.Question) error {
	c.note("BATCH " + questions[0].SQL)
	return c.Tx.Batch(questions...)
}

func (c *counted) Insert(table string, columns []string, n int, fill func(int, *db.Values)) error {
	if n > 0 {
		c.note("LOAD " + table)
	}
	return c.Tx.Insert(table, columns, n, fill)
}

func (c *counted) Update(table, key string, columns []string, n int, fill func(int, *db.Values)) error {
	if n > 0 {
		c.note("CHANGE " + table)
	}
	return c.Tx.Update(table, key, columns, n, fill)
}

// An agent waits for a result to be recorded, and on PostgreSQL every statement is a round trip. What these
// numbers were is no law, but one more is to be a decision.
func TestAResultIsRecordedInFewStatements(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := &season{T: t, house: open(t, d), clock: dbtest.Clock(t, d), random: rand.New(rand.NewPCG(1, 1)),
			place: calendarPlace(t), promises: map[id.ID]promiseSeen{}, seen: map[string]int64{}}
		on := calendar.On(d.Now(), s.place)
		s.cut(newBook(t, "condor", "ours", "paid", 1), on, 0)
		s.close(on)
		s.clock.Set((on + 1).Start(s.place).Add(9 * time.Hour))
		people := s.listed()
		for n, c := range []struct {
			leaf string
			most map[db.Engine]int
		}{
			{"nobody/busy", map[db.Engine]int{db.SQLite: 99, db.Postgres: 99}}, // it begins the agent's book
			{"nobody/no_answer", map[db.Engine]int{db.SQLite: 10, db.Postgres: 8}},
			{"debtor/promise", map[db.Engine]int{db.SQLite: 16, db.Postgres: 15}},
			{"debtor/no_contact", map[db.Engine]int{db.SQLite: 23, db.Postgres: 20}}, // a mark, too
			{"nobody/out_of_service", map[db.Engine]int{db.SQLite: 16, db.Postgres: 15}},
		} {
			r := s.callOf(people[n], c.leaf, on)
			ctx := auth.As(t.Context(), auth.Identity{ID: 1, Role: auth.Agent})
			tx := &counted{}
			if err := d.Write(ctx, func(inner db.Tx) error {
				tx = &counted{Tx: inner}
				_, err := s.contacts.KeepTx(ctx, tx, r)
				return err
			}); err != nil {
				t.Fatalf("%s: %v", c.leaf, err)
			}
			if len(tx.asked) > c.most[d.Engine()] {
				t.Errorf("%s takes %d statements, more than %d:\n%s", c.leaf, len(tx.asked), c.most[d.Engine()],
					strings.Join(tx.asked, "\n"))
			}
		}
	})
}

// listed gives the persons on the list who have a telephone.
func (s *season) listed() (people []id.ID) {
	s.Helper()
	s.rows(func(r db.Row) { people = append(people, id.ID(r.Int(0))) },
		`SELECT w.person_id FROM work AS w JOIN contact_point AS p ON p.person_id = w.person_id
		WHERE p.kind = 'phone' AND p.state = 'unverified' AND w.state = 0
		GROUP BY w.person_id ORDER BY w.person_id`)
	return people
}

// pointsOf are the ways to reach a person, those that work first.
func (s *season) pointsOf(person id.ID) (points []party.ContactPoint) {
	s.Helper()
	s.must(s.db.Read(s.ctx(), func(tx db.Tx) (err error) {
		points, err = party.PointsTx(tx, person)
		return err
	}), "points")
	return points
}

// callOf is a call to a person, with a promise of all that they owe.
func (s *season) callOf(person id.ID, leaf string, on calendar.Day) contact.Result {
	s.Helper()
	file, _, err := s.treatments.Casefile(s.ctx(), person)
	s.must(err, "case")
	points := s.pointsOf(person)
	result := contact.Result{PersonID: person, CreditorID: file.CreditorID, Channel: "voice", Leaf: leaf,
		Amount: money.Money{Amount: file.Balance, Currency: file.Currency}, PromisedOn: on + 4}
	for _, p := range points {
		if p.Kind == party.PointPhone {
			result.ContactPointID = p.ID
		}
	}
	return result
}

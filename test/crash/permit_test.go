package crash

import (
	"bufio"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"aldia/platform/db"
	"aldia/platform/db/dbtest"
	"aldia/platform/id"
)

// debtors are as many as each part of the story needs one of its own.
const debtors = 8

// callable is a file of people who may be called now, at whatever hour the test runs: the law of the United
// States knows no day of rest, it is early afternoon where they live, and their numbers are of no place.
func callable(now time.Time) string {
	var b strings.Builder
	b.WriteString("account;item;currency;person;person_name;phones;timezone;due_on;principal\n")
	zone, due := fmt.Sprintf("Etc/GMT%+d", now.UTC().Hour()-13), now.AddDate(0, 0, -40).Format(time.DateOnly)
	for n := range debtors {
		fmt.Fprintf(&b, "U%02d;1;USD;U%02d;Debtor %d;+1800555120%d;%s;%s;1250.40\n", n, n, n, n, zone, due)
	}
	return b.String()
}

// office is a company of two agents on a server that can be killed.
type office struct {
	t       *testing.T
	program *program
	dsn     string
	db      *db.DB
	server  *exec.Cmd
	address string
	agents  map[string]*agent
}

const agentPassword = "tres gatos en la loma"

// found makes the company and starts its server.
func (p *program) found(t *testing.T, dsn string) *office {
	t.Helper()
	o := &office{t: t, program: p, dsn: dsn, agents: map[string]*agent{}}
	file := filepath.Join(t.TempDir(), "callable.csv")
	if err := os.WriteFile(file, []byte(callable(time.Now())), 0o600); err != nil {
		t.Fatal(err)
	}
	today := time.Now().UTC().Format(time.DateOnly)
	p.run(t, dsn, []string{"migrate"}, 0)
	p.run(
		t,
		dsn,
		[]string{"import", "portfolio", file, "--creditor", "STORE", "--country", "US", "--as-of", today},
		0,
	)
	p.run(t, dsn, []string{"close", "--date", today}, 0)
	for _, name := range []string{"ana", "luis"} {
		c := exec.CommandContext(t.Context(), p.binary, "user", "add", name, "--password", "-", "--db", dsn)
		c.Stdin = strings.NewReader(agentPassword + "\n")
		if out, err := c.CombinedOutput(); err != nil {
			t.Fatalf("user add: %v\n%s", err, out)
		}
		o.agents[name] = newAgent(o, name)
	}
	var err error
	if o.db, err = db.Open(t.Context(), dsn, db.Options{KeepSchema: true}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = o.db.Close()
	})
	o.open()
	t.Cleanup(o.kill)
	return o
}

// open starts the server and waits until it says where it is.
func (o *office) open() {
	o.t.Helper()
	o.server = exec.CommandContext(o.t.Context(), o.program.binary, "serve", "--listen", "127.0.0.1:0", "--json",
		"--db", o.dsn)
	out, err := o.server.StdoutPipe()
	if err != nil {
		o.t.Fatal(err)
	}
	if err := o.server.Start(); err != nil {
		o.t.Fatal(err)
	}
	var said struct {
		Address string `json:"address"`
	}
	line, err := bufio.NewReader(out).ReadBytes('\n')
	if wrong := json.Unmarshal(line, &said); wrong != nil || said.Address == "" {
		o.t.Fatalf("the server said %q: %v", line, err)
	}
	o.address = said.Address
}

// kill ends the server with no warning.
func (o *office) kill() {
	_ = o.server.Process.Kill()
	_ = o.server.Wait() // it was killed
}

// again kills the server and starts another on the same database.
func (o *office) again() {
	o.t.Helper()
	o.kill()
	o.open()
}

// read gives what a query answers, a line for each row.
func (o *office) read(kinds, sql string, args ...any) (lines []string) {
	o.t.Helper()
	if err := o.db.Read(o.t.Context(), func(tx db.Tx) error {
		lines = nil
		return tx.Query(func(r db.Row) error {
			var words []string
			for n, kind := range kinds {
				if kind == 'i' {
					words = append(words, fmt.Sprint(r.Int(n)))
				} else {
					words = append(words, r.Text(n))
				}
			}
			lines = append(lines, strings.Join(words, " "))
			return nil
		}, sql, args...)
	}); err != nil {
		o.t.Fatal(err)
	}
	return lines
}

// persons are the debtors, in the order of the file.
func (o *office) persons() (all []id.ID) {
	o.t.Helper()
	for _, line := range o.read("i", `SELECT k.person_id FROM person_key k JOIN person p ON p.id = k.person_id
		WHERE k.creditor_id <> 0 ORDER BY p.name`) {
		var person id.ID
		if _, err := fmt.Sscan(line, (*int64)(&person)); err != nil {
			o.t.Fatal(err)
		}
		all = append(all, person)
	}
	if len(all) != debtors {
		o.t.Fatalf("there are %d debtors", len(all))
	}
	return all
}

// is fails unless these are the places that were taken of a person, and this many contacts.
func (o *office) is(person id.ID, contacts int, permits ...string) {
	o.t.Helper()
	got := o.read("tti", `SELECT state, result, CASE WHEN contact_id = 0 THEN 0 ELSE 1 END FROM permit
		WHERE person_id = ? AND state <> 'refused' ORDER BY id`, person)
	n := len(o.read("i", `SELECT id FROM contact WHERE person_id = ?`, person))
	if !slices.Equal(got, permits) || n != contacts {
		o.t.Errorf("the places are %q, want %q; the contacts %d, want %d", got, permits, n, contacts)
	}
}

// later lets an hour pass for every place that is taken: none is open longer than half of one.
func (o *office) later() {
	o.t.Helper()
	hour := time.Hour.Microseconds()
	if err := o.db.Write(o.t.Context(), func(tx db.Tx) error {
		_, err := tx.Exec(`UPDATE permit SET asked_at = asked_at - ?, from_at = from_at - ?,
			until_at = until_at - ?`,
			hour, hour, hour)
		return err
	}); err != nil {
		o.t.Fatal(err)
	}
}

// What was open when the program died, as a record says it: with no result, and without a contact.
const (
	openPlace  = "open  0"
	spentPlace = "spent unanswered 1"
)

func TestAPlaceThatWasTakenOutlivesAKill(t *testing.T) {
	t.Parallel()
	p := build(t)
	run := func(name string, dsn func(t *testing.T) string) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := p.found(t, dsn(t))
			people := o.persons()
			o.taken(people[0])
			o.settled(people[1], people[2])
			met := 0
			for _, person := range people[3:] {
				met += o.killedRecording(person, rand.New(rand.NewPCG(11, uint64(person))))
			}
			t.Logf("%d of %d results were kept before the kill", met, len(people[3:]))
		})
	}
	run("sqlite", func(t *testing.T) string { return "sqlite:" + filepath.Join(t.TempDir(), "law.db") })
	run("postgres", func(t *testing.T) string { return dbtest.Postgres(t) })
}

// taken kills the program between the place and the contact: it is still Ana's, and nobody else's.
func (o *office) taken(person id.ID) {
	o.t.Helper()
	ana, luis := o.agents["ana"], o.agents["luis"]
	ana.reach(person)
	o.is(person, 0, openPlace)
	o.again()
	if page := luis.refused(person); !strings.Contains(page, "no se le puede llamar") {
		o.t.Errorf("Luis is told: %.300s", page)
	}
	o.is(person, 0, openPlace)
	ana.reach(person) // who holds it is given the same again
	o.is(person, 0, openPlace)
	ana.record(person, ana.form(person))
	o.is(person, 1, spentPlace)
}

// settled lets the time of two places run out while nobody is there: that is how they stand until Ana says
// of one that she reached nobody, and of the other that she never dialled. Until then each is an attempt.
func (o *office) settled(called, never id.ID) {
	o.t.Helper()
	ana, luis := o.agents["ana"], o.agents["luis"]
	ana.reach(called)
	ana.reach(never)
	o.kill()
	o.later()
	o.open()
	if page := ana.page(called); !strings.Contains(page, "nadie dijo qué pasó") {
		o.t.Errorf("Ana is not asked what came of it: %.300s", page)
	}
	luis.reach(called)
	o.is(called, 0, "lapsed  0", openPlace)
	counted := o.read("t", `SELECT decision FROM permit WHERE person_id = ? AND state = 'open'`, called)
	if len(counted) != 1 || !strings.Contains(counted[0], `"us.contact.calls":1`) {
		o.t.Errorf("the place that nobody spoke of is not counted: %s", counted)
	}
	luis.giveBack(called)
	o.is(called, 0, "lapsed  0", "released  0")
	ana.record(called, ana.form(called))
	o.is(called, 1, spentPlace, "released  0")
	ana.giveBack(never)
	o.is(never, 0, "released  0")
	if rest := ana.page(never); strings.Contains(rest, "nadie dijo qué pasó") {
		o.t.Error("Ana is asked once more")
	}
}

// killedRecording kills the program while the result is written. Either both are there, the contact and the
// place that was spent on it, or neither; and the same form sent once more makes one of it in any case.
func (o *office) killedRecording(person id.ID, random *rand.Rand) (kept int) {
	o.t.Helper()
	ana := o.agents["ana"]
	ana.reach(person)
	form := ana.form(person)
	sent := make(chan struct{})
	go func() {
		defer close(sent)
		ana.send(person, form)
	}()
	died := time.NewTimer(time.Duration(random.IntN(30)) * time.Millisecond)
	<-died.C
	o.kill()
	<-sent
	kept = len(o.read("i", `SELECT id FROM contact WHERE person_id = ?`, person))
	if kept > 0 {
		o.is(person, 1, spentPlace)
	} else {
		o.is(person, 0, openPlace)
	}
	o.open()
	ana.record(person, form)
	o.is(person, 1, spentPlace)
	return kept
}

// Package crash kills the program with no warning, in the middle of an import and of a close, as often as it
// takes, and then lets it go on. The database at the end is the one that there would be had nobody done so.
package crash

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"aldia/domain/calendar"
	"aldia/platform/db"
	"aldia/platform/db/dbtest"
	"aldia/test/built"
)

const (
	// accounts are as many as make an import and a close take long enough to be caught in the middle.
	accounts = 8000
	// kills is how often each command is killed before it is let alone.
	kills = 2
	// caught is the least number of kills that must have met the program at work.
	caught = 3
)

func firstDay() calendar.Day { return calendar.Of(2026, 2, 27) }

// mapping makes our figures count, so that the close of a month's end posts interest.
const mapping = `creditor: tienda
country: EC
currency: USD
figures: ours
gone: recalled
`

// program is the command as it is built, with the files that it is given.
type program struct {
	binary, folder string
}

func build(t *testing.T) *program {
	t.Helper()
	p := &program{folder: t.TempDir()}
	var err error
	if p.binary, err = built.Program(p.folder); err != nil {
		t.Fatal(err)
	}
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(p.folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("map.yaml", mapping)
	write("1.csv", cut(1))
	write("2.csv", cut(2))
	return p
}

// cut is a file of some twenty thousand rows: instalments, guarantors, rows that are refused, one or two
// accounts of one person. The second one differs in a part of its accounts; some are gone, some are new.
func cut(step int) string {
	random := rand.New(rand.NewPCG(3, 9))
	var b strings.Builder
	b.WriteString("account;item;role;person;person_name;phones;due_on;principal;" +
		"rate_annual;moratory_rate_annual;zona\n")
	for n := range accounts + 300*(step-1) {
		person, due, sum := n*2/3, firstDay()-calendar.Day(random.IntN(300)-30), 10_000+random.IntN(900_000)
		changes, gone, helped := random.IntN(8) == 0, random.IntN(40) == 0, random.IntN(9) == 0
		if step == 2 && gone {
			continue
		}
		rate := "24"
		if step == 2 && changes {
			due, sum, rate = due-15, sum+100, "26"
		}
		dueText := due.Text()
		if n%701 == 0 {
			dueText = "un día"
		}
		for item := range 1 + n%3 {
			fmt.Fprintf(&b, "A%05d;%d;;P%05d;Persona %d Número %d;09%08d;%s;%d.%02d;%s;2.4;Z%d\n", n, item+1, person,
				person%97,
				person, person, dueText, sum/100+item, sum%100, rate, n%7)
		}
		if helped {
			fmt.Fprintf(&b, "A%05d;;garante;G%05d;Garante %d;;;;;;\n", n, n%500, n%500)
		}
	}
	return b.String()
}

// commands are what is done, one after the other.
func (p *program) commands() [][]string {
	load := func(file string, on calendar.Day) []string {
		return []string{"import", "portfolio", filepath.Join(p.folder, file), "--map", filepath.Join(p.folder,
			"map.yaml"),
			"--as-of", on.Text(), "--json"}
	}
	return [][]string{
		load("1.csv", firstDay()), {"close", "--date", firstDay().Text(), "--json"},
		load("2.csv", firstDay()+1), {"close", "--date", (firstDay() + 1).Text(), "--json"},
	}
}

// run carries a command through, or kills it after a while. It says whether it was killed at its work.
func (p *program) run(t *testing.T, dsn string, args []string, after time.Duration) (killed bool) {
	t.Helper()
	var out bytes.Buffer
	c := exec.CommandContext(t.Context(), p.binary, slices.Concat(args, []string{"--db", dsn})...)
	c.Stdout, c.Stderr = &out, &out
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	if after > 0 {
		timer := time.AfterFunc(after, func() {
			_ = c.Process.Kill()
		})
		defer timer.Stop()
	}
	err := c.Wait()
	status, ok := c.ProcessState.Sys().(syscall.WaitStatus)
	if ok && status.Signaled() && status.Signal() == syscall.SIGKILL && after > 0 {
		return true
	}
	if code := c.ProcessState.ExitCode(); code != 0 && code != 3 { // 3: some rows are refused
		t.Fatalf("%v: %v\n%s", args, err, out.String())
	}
	return false
}

// straight does everything without a kill, and says how long each command took.
func (p *program) straight(t *testing.T, dsn string) (took []time.Duration) {
	t.Helper()
	p.run(t, dsn, []string{"migrate"}, 0)
	for _, args := range p.commands() {
		begun := time.Now()
		p.run(t, dsn, args, 0)
		took = append(took, time.Since(begun))
	}
	return took
}

// killed does everything with kills at random instants of each command.
func (p *program) killed(t *testing.T, dsn string, took []time.Duration, random *rand.Rand) (met int) {
	t.Helper()
	p.run(t, dsn, []string{"migrate"}, 0)
	for n, args := range p.commands() {
		for range kills {
			if p.run(t, dsn, args, time.Duration((0.05+0.5*random.Float64())*float64(took[n]))) {
				met++
			}
		}
		p.run(t, dsn, args, 0)
	}
	return met
}

func TestAProgramThatIsKilledGoesOnAsIfItHadNotBeen(t *testing.T) {
	t.Parallel()
	p := build(t)
	run := func(name string, dsn func(t *testing.T, what string) string) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			straight, killed := dsn(t, "straight"), dsn(t, "killed")
			took := p.straight(t, straight)
			met := p.killed(t, killed, took, rand.New(rand.NewPCG(5, 7)))
			t.Logf("%d of %d kills met the program at work; alone it took %v", met, 4*kills, took)
			if met < caught {
				t.Error("too few kills met the program at work to say anything")
			}
			same(t, dump(t, killed), dump(t, straight))
		})
	}
	run("sqlite", func(t *testing.T, what string) string {
		return "sqlite:" + filepath.Join(t.TempDir(),
			what+".db")
	})
	run("postgres", func(t *testing.T, _ string) string { return dbtest.Postgres(t) })
}

// same fails with the first line of a table in which two databases differ.
func same(t *testing.T, got, want map[string][]string) {
	t.Helper()
	for table, lines := range want {
		if len(lines) == 0 {
			t.Errorf("%s is empty: there is nothing to compare", table)
		}
		for i := range min(len(lines), len(got[table])) {
			if got[table][i] != lines[i] {
				t.Errorf("%s: line %d of %d is\n%s\nwant\n%s", table, i+1, len(lines), got[table][i], lines[i])
				break
			}
		}
		if len(got[table]) != len(lines) {
			t.Errorf("%s: %d lines, want %d", table, len(got[table]), len(lines))
		}
	}
}

// dump writes every table of the trade down, in an order and by names that do not depend on identities or
// instants.
func dump(t *testing.T, dsn string) map[string][]string {
	t.Helper()
	d, err := db.Open(t.Context(), dsn, db.Options{KeepSchema: true})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	}()
	all := map[string][]string{}
	for table, q := range tables {
		if err := d.Read(t.Context(), func(tx db.Tx) error {
			var lines []string
			err := tx.Query(func(r db.Row) error {
				var line strings.Builder
				for n, kind := range q.kinds {
					if kind == 'i' {
						fmt.Fprint(&line, r.Int(n), " ")
					} else {
						fmt.Fprint(&line, r.Text(n), " ")
					}
				}
				lines = append(lines, line.String())
				return nil
			}, q.sql)
			slices.Sort(lines)
			all[table] = lines
			return err
		}); err != nil {
			t.Fatalf("%s: %v", table, err)
		}
	}
	return all
}

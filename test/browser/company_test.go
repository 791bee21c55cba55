package browser

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"aldia/domain/calendar"
	"aldia/domain/staff"
	"aldia/platform/auth"
	"aldia/platform/db"
	"aldia/platform/event"
	"aldia/platform/id"
	"aldia/test/built"
)

// password is that of everybody in the company of the tests.
const password = "tres gatos en la loma"

// company is the program as it is shipped, on a database of its own, with a portfolio that was loaded, days
// that were closed, and people who work.
type company struct {
	t       *testing.T
	dsn     string
	address string
}

// program is built once for all tests.
var program = sync.OnceValues(func() (string, error) {
	folder, err := os.MkdirTemp("", "aldia-browser-*")
	if err != nil {
		return "", err
	}
	return built.Program(folder)
})

// open starts a company. before says how its book is filled, when it is not to be empty.
func openCompany(t *testing.T, fill func(*company)) *company {
	t.Helper()
	c := &company{t: t, dsn: "sqlite:" + filepath.Join(t.TempDir(), "aldia.db")}
	c.run("migrate")
	if fill != nil {
		fill(c)
	}
	c.hire()
	c.serve()
	return c
}

// run runs a command of the program and gives what it answered.
func (c *company) run(args ...string) string {
	c.t.Helper()
	name, err := program()
	if err != nil {
		c.t.Fatal(err)
	}
	var out, told bytes.Buffer
	cmd := exec.Command(name, append(args, "--db", c.dsn, "--json")...)
	cmd.Stdout, cmd.Stderr, cmd.Env = &out, &told, plain()
	if err := cmd.Run(); err != nil {
		c.t.Fatalf("aldia %s: %v\n%s%s", strings.Join(args, " "), err, told.String(), out.String())
	}
	return out.String()
}

// plain is the environment without what is meant for the tests: the program refuses a setting it does not
// know.
func plain() []string {
	return slices.DeleteFunc(os.Environ(), func(v string) bool { return strings.HasPrefix(v, "ALDIA_") })
}

// home is the country of the creditor: one of whose law there is no pack, so that there are people to call at
// whatever hour of whatever day the tests run.
const home = "SV"

// portfolio loads what the creditor sent and closes the last two days.
func portfolio(c *company) {
	name := filepath.Join(c.t.TempDir(), "cartera.csv")
	today := calendar.On(time.Now(), quito())
	if err := os.WriteFile(name, []byte(cut(today)), 0o600); err != nil {
		c.t.Fatal(err)
	}
	c.run("import", "portfolio", name, "--creditor", "ANDINA", "--country", home, "--as-of", (today - 2).Text())
	c.run("close", "--date", (today - 2).Text(), "--through", (today - 1).Text())
}

func quito() *time.Location { return time.FixedZone("America/Guayaquil", -5*3600) }

// cut is a creditor's file: a few people, from not yet due to very late.
func cut(today calendar.Day) string {
	var b strings.Builder
	b.WriteString("account;item;product;currency;person;person_name;id_type;id_number;due_on;" +
		"principal;interest;fees;" +
		"phones;emails;city;region;country;role\n")
	for i, p := range people() {
		due := today - calendar.Day(p.days)
		for n := range p.instalments {
			fmt.Fprintf(&b, "CR-%04d;%d;Consumo;USD;C%03d;%s;cedula;%s;%s;%d,50;%d,25;0;%s;;%s;%s;EC;debtor\n",
				1000+i, n+1, i,
				p.name, p.cedula, (due + calendar.Day(30*n)).Text(), 60+17*i, 3+i, p.phone, p.city, p.region)
		}
	}
	b.WriteString("CR-1001;1;Consumo;USD;C100;Lucía Benavides;cedula;1710034065;" + (today - 20).Text() +
		";0;0;0;0991112223;;Quito;Pichincha;EC;reference\n")
	return b.String()
}

type debtor struct {
	name, cedula, phone, city, region string
	days, instalments                 int
}

func people() []debtor {
	return []debtor{
		{"Rosa Elena Quishpe Toapanta", "1714307103", "0991234567|022345678", "Ambato", "Tungurahua", 47, 3},
		{"José Ignacio Ñáñez Peralta", "0926687856", "0987654321", "Guayaquil", "Guayas", 20, 2},
		{"Segundo Manuel Chiluisa", "0501234561", "0981112233", "Latacunga", "Cotopaxi", 212, 1},
		{"María Fernanda Intriago", "1310033219", "0994445566", "Portoviejo", "Manabí", 4, 2},
		{"Ángel Efraín Cuascota", "1002003004", "0997778899", "Otavalo", "Imbabura", -12, 1},
		{"Nelly Patricia Vásconez", "0602003006", "0990001112", "Riobamba", "Chimborazo", 95, 4},
	}
}

// hire takes the people on who work here, as `aldia user add` does.
func (c *company) hire() {
	c.t.Helper()
	ctx := auth.As(c.t.Context(), auth.Program())
	d, err := db.Open(ctx, c.dsn, db.Options{})
	if err != nil {
		c.t.Fatal(err)
	}
	failed := func(_ context.Context, _ event.Event, _ string, err error) { c.t.Error(err) }
	house := staff.New(d, auth.NewUsers(d, auth.Options{}), event.NewBus(d, failed))
	for _, h := range []staff.Hire{
		{SignIn: "jaime", Role: auth.Agent, Profile: staff.Profile{Name: "Jaime Alvarado"}},
		{SignIn: "lucia", Role: auth.Agent, Profile: staff.Profile{Name: "Lucía Benavides"}},
		{SignIn: "mayra", Role: auth.Supervisor, Profile: staff.Profile{Name: "Mayra Guamán"}},
		{SignIn: "sofia", Role: auth.Analyst, Profile: staff.Profile{Name: "Sofía Carrillo"}},
		{SignIn: "ivan", Role: auth.Auditor, Profile: staff.Profile{Name: "Iván Rosero"}},
		{SignIn: "ana", Role: auth.Admin, Profile: staff.Profile{Name: "Ana Torres"}},
	} {
		h.Password, h.Keep, h.AllCreditors, h.Creditors = password, true, true, []id.ID{}
		if _, _, err := house.Add(ctx, h); err != nil {
			c.t.Fatal(err)
		}
	}
	if err := d.Close(); err != nil {
		c.t.Fatal(err)
	}
}

// serve starts the web and waits for its address; it is asked to stop at the end of the test, and must.
func (c *company) serve() {
	c.t.Helper()
	name, err := program()
	if err != nil {
		c.t.Fatal(err)
	}
	cmd := exec.Command(name, "serve", "--listen", "127.0.0.1:0", "--db", c.dsn, "--json")
	var told bytes.Buffer
	cmd.Stderr, cmd.Env = &told, plain()
	out, err := cmd.StdoutPipe()
	if err != nil {
		c.t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		c.t.Fatal(err)
	}
	c.t.Cleanup(func() {
		if err := cmd.Process.Signal(os.Interrupt); err != nil {
			c.t.Error(err)
		}
		if err := cmd.Wait(); err != nil {
			c.t.Errorf("the server did not end well: %v\n%s", err, told.String())
		}
		if c.t.Failed() {
			c.t.Log(told.String())
		}
	})
	line, err := bufio.NewReader(out).ReadBytes('\n')
	var answer struct{ Address string }
	if err != nil || json.Unmarshal(line, &answer) != nil || answer.Address == "" {
		c.t.Fatalf("the server said %q, %v\n%s", line, err, told.String())
	}
	c.address = answer.Address
}

// as gives the same company to another test, whose browser is its own.
func (c *company) as(t *testing.T) *company {
	other := *c
	other.t = t
	return &other
}

// enter signs somebody in by keyboard.
func (c *company) enter(user string) *Page {
	c.t.Helper()
	p := Open(c.t, c.address+"/")
	c.signIn(p, user)
	return p
}

// signIn fills the form in that stands before somebody.
func (c *company) signIn(p *Page, user string) {
	c.t.Helper()
	p.TabTo("Usuario")
	p.Type(user)
	p.Press("Tab")
	p.Type(password)
	p.Press("Enter")
	p.Await("be inside", "document.querySelector('.top') !== null && document.readyState === 'complete'")
}

// typeDay types a day into a field for days, in the order that this browser has for its parts.
func typeDay(p *Page, day time.Time) {
	p.t.Helper()
	order, err := evaluate[string](p, `new Intl.DateTimeFormat(navigator.languages ? undefined : "es",
		{day: "2-digit", month: "2-digit", year: "numeric"}).formatToParts(new Date())
		.map((part) => part.type[0]).filter((t) => "dmy".includes(t)).join("")`)
	if err != nil {
		p.t.Fatal(err)
	}
	for _, part := range order {
		p.Type(day.Format(map[rune]string{'d': "02", 'm': "01", 'y': "2006"}[part]))
	}
}

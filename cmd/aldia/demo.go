package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"strings"
	"time"

	"aldia/domain/portfolio"
	"aldia/example/demo"
	"aldia/platform/clock"
	"aldia/platform/db"
	"aldia/platform/log"
)

func demoCommand() command { return command{name: "demo", run: runDemo} }

const (
	// leastDemo is a company with somebody in every bucket; mostDemo is what still fits in the folder for
	// temporary files of a small machine.
	leastDemo = 100
	mostDemo  = 3_000_000
)

// demoFlags are what the command line says of the company.
type demoFlags struct {
	demoWanted
	listen, dir string
}

func runDemo(ctx context.Context, k *call) error {
	var f demoFlags
	k.flags.StringVar(&f.listen, "listen", "127.0.0.1:8080", "")
	k.flags.IntVar(&f.accounts, "accounts", 2000, "")
	k.flags.Uint64Var(&f.seed, "seed", 1, "")
	k.flags.StringVar(&f.country, "country", "EC", "")
	k.flags.StringVar(&f.dir, "data", "", "")
	if err := k.parse(0, 0); err != nil {
		return err
	}
	f.country = strings.ToUpper(f.country)
	lists, err := demo.Load()
	if err != nil {
		return err
	}
	if err := oneOf(f.country, lists.Known()...); err != nil {
		return err
	}
	if f.accounts < leastDemo || f.accounts > mostDemo {
		return misused(
			"demo.accounts",
			strconv.Itoa(leastDemo),
			strconv.Itoa(mostDemo),
		) // to be typed as they stand
	}
	if k.dsn != "" {
		k.tell("demo.own_db")
	}
	// The address is taken first: nobody wants to wait to hear that it is not free.
	listener, err := listenOn(ctx, f.listen)
	if err != nil {
		return err
	}
	err = k.demo(ctx, f, listener)
	if closing := listener.Close(); err == nil && !errors.Is(closing, net.ErrClosed) {
		err = closing
	}
	return err
}

// demo makes the company, says who may sign in, and serves it with the machine's clock.
func (k *call) demo(ctx context.Context, f demoFlags, listener net.Listener) (err error) {
	dir, drop, err := demoFolder(f.dir)
	if err != nil {
		return err
	}
	made := false
	defer func() { drop(made) }()
	startedAt := time.Now()
	dsn := "sqlite:" + filepath.Join(dir, "demo.db")
	if f.now, err = demoHour(startedAt, f.country, "EC", "PE"); err != nil {
		return err
	}
	f.progress = k.progress(k.say.Say("demo.progress"))
	company, inventing, err := k.inventDemo(ctx, dsn, f.demoWanted)
	if err != nil && ctx.Err() != nil {
		k.tellf("")
		k.tell("demo.stopped")
		return nil
	}
	if err != nil {
		return err
	}
	// Whoever closes a database last brings its file up to date: that is left for the end.
	d, err := db.Open(ctx, dsn, db.Options{Relaxed: true, Clock: clock.Shifted{By: f.now.Sub(startedAt)}})
	if err = errors.Join(err, inventing.Close()); err != nil {
		return err
	}
	made = true
	k.db = d
	defer func() { err = errors.Join(err, k.letGo()) }()
	settings := k.config
	settings.PublicURL = ""
	s, err := newServer(d, settings, log.New(os.Stderr, log.Options{Level: "warn", Format: settings.Log.Format}))
	if err != nil {
		return err
	}
	address := "http://" + listener.Addr().String()
	k.welcome(company, address, f, startedAt)
	if err := k.answer(readiness(company, address)); err != nil {
		return err
	}
	return s.serveOn(ctx, listener, true)
}

// demoFolder is where the database lies: the folder that was named, and stays, or one that goes when the
// demo ends. What is left of a company that was not made goes in any case.
func demoFolder(named string) (dir string, drop func(made bool), err error) {
	if named == "" {
		dir, err = os.MkdirTemp("", "aldia-demo-")
		return dir, func(bool) { _ = os.RemoveAll(dir) }, err
	}
	file := filepath.Join(named, "demo.db")
	if _, err := os.Stat(file); err == nil {
		return "", nil, wrongly("demo.there", named)
	}
	if err := os.MkdirAll(named, 0o700); err != nil {
		return "", nil, wrongly("demo.no_folder", named)
	}
	return named, func(made bool) {
		if !made {
			_, _, _ = os.Remove(file), os.Remove(file+"-wal"), os.Remove(file+"-shm")
		}
	}, nil
}

// inventDemo makes the company on a database of its own and leaves it open.
func (k *call) inventDemo(ctx context.Context, dsn string, w demoWanted) (*demoCompany, *db.DB, error) {
	c := clock.NewFake(w.now)
	// Everything is done by one hand and at once, and memory is let grow before it is swept.
	defer debug.SetGCPercent(debug.SetGCPercent(400))
	d, err := db.Open(ctx, dsn, db.Options{Relaxed: true, Clock: c, Node: 1, Alone: true})
	if err != nil {
		return nil, nil, err
	}
	company, err := newDemo(ctx, d, c, w)
	if err != nil {
		return nil, nil, errors.Join(err, d.Close())
	}
	return company, d, nil
}

// demoUser is a sign-in, as the answer for machines has it.
type demoUser struct {
	User     string `json:"user"`
	Password string `json:"password"`
	Role     string `json:"role"`
}

// readiness is the one line that --json prints.
func readiness(c *demoCompany, address string) map[string]any {
	users := make([]demoUser, 0, len(c.people))
	for _, m := range c.people {
		users = append(users, demoUser{m.SignIn, m.Password, string(m.Identity.Role)})
	}
	return map[string]any{"address": address, "users": users, "portal": []string{}}
}

// welcome tells a person where to look.
func (k *call) welcome(c *demoCompany, address string, f demoFlags, startedAt time.Time) {
	k.tellf("")
	k.tellf("  %s", k.say.Say("demo.agency", c.lists.Company.Agency, c.books[0].Name, c.books[1].Name))
	k.tellf("  %s", k.say.Say("demo.made", f.accounts, int(historyOf(f.accounts)),
		fmt.Sprintf("%.1f", time.Since(startedAt).Seconds())))
	if !f.now.Equal(startedAt) {
		place := portfolio.Creditor{Timezone: portfolio.TimezoneOf(f.country)}.Place()
		k.tellf("  %s", k.say.Say("demo.hour", k.say.Instant(f.now, place)))
	}
	k.tellf("\n  %s\n", k.say.Say("demo.address", address))
	for _, m := range c.people {
		k.tellf("    %-11s %-20s %s, %s", m.SignIn, m.Password, m.Member.Name, m.Title)
	}
	k.tellf("\n  %s", k.say.Say("demo.begin"))
	for n, step := range []string{"demo.agent", "demo.next", "demo.supervisor"} {
		k.tellf("    %d. %s", n+1, k.say.Say(step))
	}
	k.tellf("")
	if f.dir != "" {
		k.tellf("  %s", k.say.Say("demo.kept", filepath.Join(f.dir, "demo.db")))
	}
	k.tellf("  %s\n", k.say.Say("demo.end"))
}

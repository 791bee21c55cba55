package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"syscall"
	"time"

	"aldia/example/demo"
	"aldia/platform/clock"
	"aldia/platform/db"
	"aldia/platform/log"
)

func demoCommand() command {
	return command{
		name: "demo", usage: "[--listen DIRECCIÓN] [--accounts N] [--seed S] [--country XX] [--data CARPETA]",
		help: "una empresa inventada, con vida, lista para mirar", run: runDemo,
	}
}

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
	k.flags.StringVar(&f.listen, "listen", "127.0.0.1:8080", "dirección donde se sirve; puerto 0: uno libre")
	k.flags.IntVar(&f.accounts, "accounts", 2000, "cuántas cuentas")
	k.flags.Uint64Var(&f.seed, "seed", 1, "semilla: la misma hace la misma empresa")
	k.flags.StringVar(&f.country, "country", "EC", "país del primer acreedor")
	k.flags.StringVar(&f.dir, "data", "", "carpeta donde queda la base de datos; sin ella se borra al salir")
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
		return usageError{fmt.Sprintf("--accounts va de %d a %d", leastDemo, mostDemo)}
	}
	// The address is taken first: nobody wants to wait to hear that it is not free.
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", f.listen)
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return usageError{fmt.Sprintf("--listen %s: otro programa ya usa esa dirección; dé otra", f.listen)}
	case err != nil:
		return usageError{fmt.Sprintf("--listen «%s»: ahí no se puede servir; se espera algo como 127.0.0.1:8080",
			f.listen)}
	}
	err = k.demo(ctx, f, listener)
	if closing := listener.Close(); err == nil && !errors.Is(closing, net.ErrClosed) {
		err = closing
	}
	return err
}

// demo makes the company, says who may sign in, and serves it with the machine's clock.
func (k *call) demo(ctx context.Context, f demoFlags, listener net.Listener) error {
	dir, drop, err := demoFolder(f.dir)
	if err != nil {
		return err
	}
	made := false
	defer func() { drop(made) }()
	startedAt := time.Now()
	dsn := "sqlite:" + filepath.Join(dir, "demo.db")
	f.now, f.progress = startedAt, k.progress("haciendo la empresa")
	company, inventing, err := k.inventDemo(ctx, dsn, f.demoWanted)
	if err != nil && ctx.Err() != nil {
		k.tellf("\n  Interrumpido: la empresa no se terminó, y no queda nada de ella.")
		return nil
	}
	if err != nil {
		return err
	}
	// Whoever closes a database last brings its file up to date: that is left for the end.
	d, err := db.Open(ctx, dsn, db.Options{Relaxed: true})
	if err = errors.Join(err, inventing.Close()); err != nil {
		return err
	}
	made = true
	k.db = d
	defer func() {
		k.close()
		k.db = nil
	}()
	settings := k.config
	settings.PublicURL = ""
	s, err := newServer(d, settings, log.New(os.Stderr, log.Options{Level: "warn", Format: settings.Log.Format}))
	if err != nil {
		return err
	}
	address := "http://" + listener.Addr().String()
	k.welcome(company, address, f, time.Since(startedAt))
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
		text := fmt.Sprintf("--data %s: ya hay una demostración ahí; bórrela o dé otra carpeta", named)
		return "", nil, usageError{text}
	}
	if err := os.MkdirAll(named, 0o700); err != nil {
		return "", nil, usageError{fmt.Sprintf("--data %s: esa carpeta no se puede crear", named)}
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
	// Everything is done by one hand and at once: few readers, and memory is let grow before it is swept.
	defer debug.SetGCPercent(debug.SetGCPercent(400))
	d, err := db.Open(ctx, dsn, db.Options{Relaxed: true, Clock: c, Node: 1, Readers: 2})
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
func (k *call) welcome(c *demoCompany, address string, f demoFlags, took time.Duration) {
	k.tellf("")
	agency := c.lists.Company.Agency
	k.tellf("  %s, una agencia inventada: cobra para %s y %s.", agency, c.books[0].Name, c.books[1].Name)
	k.tellf(
		"  %d cuentas y %d días de historia, hechos en %.1f s. Nadie de aquí existe.",
		f.accounts,
		historyOf(f.accounts),
		took.Seconds(),
	)
	k.tellf("")
	k.tellf("  Ábrala en   %s", address)
	k.tellf("")
	for _, m := range c.people {
		k.tellf("    %-11s %-20s %s, %s", m.SignIn, m.Password, m.Member.Name, m.Title)
	}
	k.tellf("")
	k.tellf("  Para empezar:")
	k.tellf("    1. Entre como lucia: «Hoy» dice quién está en mora, cuánto, y qué cambió desde ayer.")
	k.tellf("    2. Pulse «Siguiente»: llega la mejor cuenta. Registre un resultado y la siguiente ya espera.")
	k.tellf("    3. Entre como marisol para ver el piso, y como patricia para ver los cortes o cargar uno.")
	k.tellf("")
	if f.dir != "" {
		k.tellf("  La base de datos queda en %s.", filepath.Join(f.dir, "demo.db"))
	}
	k.tellf("  Pare con Ctrl+C.")
	k.tellf("")
}

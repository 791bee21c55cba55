package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime/pprof"
	"strings"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"aldia/domain/calendar"
	"aldia/domain/intake"
	"aldia/platform/auth"
	"aldia/platform/db"
)

func benchCommand() command {
	return command{name: "bench", run: runBench}
}

// bench is one measurement: a fresh database of its own, thrown away afterwards.
type bench struct {
	*program
	k        *call
	accounts int
	history  int
	agents   int
	seconds  int
	seed     uint64
	dsn      string       // the fresh database
	on       calendar.Day // the last day closed
	clock    benchClock
}

// leastAccounts is how many accounts make a measurement at all.
const leastAccounts = 100

// benchStart is the first day of the invented book: with thirty days of history the next one is no month's
// end.
const benchStart = "2026-01-10"

func runBench(ctx context.Context, k *call) error {
	b := &bench{k: k}
	k.flags.IntVar(&b.accounts, "accounts", 100_000, "")
	k.flags.IntVar(&b.history, "history", 30, "")
	k.flags.IntVar(&b.agents, "agents", 0, "")
	k.flags.IntVar(&b.seconds, "seconds", 10, "")
	k.flags.Uint64Var(&b.seed, "seed", 1, "")
	profile := ""
	k.flags.StringVar(&profile, "cpuprofile", "", "")
	if err := k.parse(1, 1); err != nil {
		return err
	}
	kinds := map[string]func(context.Context) (map[string]any, error){
		"close": b.close, "import": b.imports, "worklist": b.worklist, "decide": b.decide,
	}
	run := kinds[k.args[0]]
	if run == nil {
		return oneOf(k.args[0], "close", "import", "worklist", "decide")
	}
	if b.accounts < leastAccounts || b.history < 1 {
		return misused("bench.too_few", leastAccounts)
	}
	dsn, drop, err := b.fresh(ctx)
	if err != nil {
		return err
	}
	defer drop()
	b.dsn = dsn
	raw, err := db.Open(ctx, dsn, db.Options{KeepSchema: true})
	if err != nil {
		return err
	}
	if err := errors.Join(raw.Migrate(ctx), raw.Close()); err != nil {
		return err
	}
	d, err := db.Open(ctx, dsn, db.Options{Clock: &b.clock})
	if err != nil {
		return err
	}
	k.db = d
	if b.program, err = wire(d, nil); err != nil {
		return err
	}
	if profile != "" {
		f, err := os.Create(profile)
		if err != nil {
			return unwritable(profile, err)
		}
		defer closeQuietly(f)
		if err := pprof.StartCPUProfile(f); err != nil {
			return err
		}
		defer pprof.StopCPUProfile()
	}
	answer, err := run(auth.As(ctx, auth.Program()))
	if err != nil {
		return err
	}
	answer["accounts"], answer["engine"], answer["peak_rss_bytes"] = b.accounts, string(d.Engine()), peakMemory()
	k.asJSON = true
	return k.answer(answer)
}

// fresh makes an empty database: a file in the folder for temporary ones, or a new one beside the one that
// --db names.
func (b *bench) fresh(ctx context.Context) (dsn string, drop func(), err error) {
	if !strings.HasPrefix(b.k.dsn, "postgres") {
		dir, err := os.MkdirTemp("", "aldia-bench-")
		return "sqlite:" + filepath.Join(dir, "bench.db"), func() {
			b.k.close()
			b.k.db = nil
			_ = os.RemoveAll(dir)
		}, err
	}
	name := fmt.Sprintf("aldia_bench_%d", os.Getpid())
	config, err := pgx.ParseConfig(b.k.dsn)
	if err != nil {
		return "", nil, err
	}
	admin, err := pgx.ConnectConfig(ctx, config)
	if err != nil {
		return "", nil, err
	}
	if _, err := admin.Exec(ctx, "CREATE DATABASE "+name); err != nil {
		return "", nil, errors.Join(err, admin.Close(ctx))
	}
	there, err := url.Parse(b.k.dsn)
	if err != nil {
		return "", nil, errors.Join(err, admin.Close(ctx))
	}
	there.Path = "/" + name
	return there.String(), func() {
		b.k.close()
		b.k.db = nil
		if _, err := admin.Exec(context.WithoutCancel(ctx), "DROP DATABASE "+name); err != nil {
			b.k.tellf("%v", err)
		}
		_ = admin.Close(ctx)
	}, nil
}

func peakMemory() int64 {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		return 0
	}
	return usage.Maxrss * 1024
}

const benchMapping = "creditor: %s\nportfolio: consumo\ncountry: EC\ncurrency: USD\n" +
	"figures: %s\ngone: asked\n"

// take imports a book and says how long it took.
func (b *bench) take(
	ctx context.Context,
	book benchBook,
	figures string,
) (intake.Counts, time.Duration, error) {
	file, done, err := book.file()
	if err != nil {
		return intake.Counts{}, 0, err
	}
	defer done()
	startedAt := time.Now()
	cuts, err := b.intakes.Import(ctx, file, intake.Options{
		Kind: intake.Portfolio, AsOf: book.asOf, Mapping: fmt.Appendf(nil, benchMapping, book.creditor, figures),
	})
	if err != nil {
		return intake.Counts{}, 0, err
	}
	took := time.Since(startedAt)
	c := cuts[0].Answer.Counts
	b.k.tellf(
		"corte de %s: %d filas, %d nuevas, %d cambiadas, %d iguales, %d rechazadas en %.1f s (%.0f/s)",
		book.creditor,
		c.Rows,
		c.New,
		c.Changed,
		c.Unchanged,
		c.Refused,
		took.Seconds(),
		float64(c.Rows)/took.Seconds(),
	)
	return c, took, nil
}

// month fills the database: a first cut, then the closes of some days.
func (b *bench) month(ctx context.Context, figures string) error {
	start, err := calendar.ParseDay(benchStart)
	if err != nil {
		return err
	}
	book := benchBook{b.accounts, b.seed, "uno", start, start, 0}
	if _, _, err := b.take(ctx, book, figures); err != nil {
		return err
	}
	for b.on = start; ; b.on++ {
		if _, _, err := b.closeDay(ctx, b.on); err != nil {
			return err
		}
		if b.on == start+calendar.Day(b.history)-1 {
			return b.night(ctx)
		}
	}
}

// afterNight is how long after the last close the morning comes: SQLite has brought in its log by then.
const afterNight = 3 * time.Second

// night lets the database tidy up what the days before left to do, for which it has hours where people
// work: PostgreSQL sweeps and counts its tables and brings its log in. Who may not ask for the latter does
// without.
func (b *bench) night(ctx context.Context) error {
	startedAt := time.Now()
	if b.program.db.Engine() == db.Postgres {
		server, err := pgx.Connect(ctx, b.dsn)
		if err != nil {
			return err
		}
		defer func() { _ = server.Close(context.WithoutCancel(ctx)) }()
		if _, err := server.Exec(ctx, "VACUUM (ANALYZE)"); err != nil {
			return err
		}
		var refused *pgconn.PgError
		if _, err := server.Exec(ctx, "CHECKPOINT"); err != nil && !errors.As(err, &refused) {
			return err
		}
	}
	b.k.tellf("de noche la base ordena lo suyo: %.1f s", time.Since(startedAt).Seconds())
	select {
	case <-time.After(afterNight):
	case <-ctx.Done():
	}
	return ctx.Err()
}

func (b *bench) closeDay(
	ctx context.Context,
	on calendar.Day,
) (accounts int64, took time.Duration, err error) {
	startedAt := time.Now()
	a, err := b.treatments.Close(ctx, on)
	took = time.Since(startedAt)
	b.k.tellf("cierre del %s: %d cuentas en %.2f s (%.0f/s)", on.Text(), a.Accounts, took.Seconds(),
		float64(a.Accounts)/took.Seconds())
	return a.Accounts, took, err
}

func (b *bench) imports(ctx context.Context) (map[string]any, error) {
	if err := b.month(ctx, "creditor"); err != nil {
		return nil, err
	}
	book := benchBook{b.accounts, b.seed + 1, "dos", b.on + 1, b.on + 1, 0}
	fresh, took, err := b.take(ctx, book, "creditor")
	if err != nil {
		return nil, err
	}
	_, again, err := b.take(ctx, book, "creditor")
	if err != nil {
		return nil, err
	}
	book.change, book.asOf = 50, book.asOf+1
	changed, next, err := b.take(ctx, book, "creditor")
	if err != nil {
		return nil, err
	}
	n := float64(b.accounts)
	return map[string]any{
		"seconds": round(took), "accounts_per_second": int64(n / took.Seconds()), "new": fresh.New,
		"again_seconds": round(again), "again_accounts_per_second": int64(n / again.Seconds()),
		"next_cut_seconds": round(next), "next_cut_accounts_per_second": int64(n / next.Seconds()),
		"next_cut_changed": changed.Changed,
	}, nil
}

func (b *bench) close(ctx context.Context) (map[string]any, error) {
	if err := b.month(ctx, "ours"); err != nil {
		return nil, err
	}
	before, err := b.moves(ctx)
	if err != nil {
		return nil, err
	}
	accounts, took, err := b.closeDay(ctx, b.on+1)
	if err != nil {
		return nil, err
	}
	after, err := b.moves(ctx)
	if err != nil {
		return nil, err
	}
	end := b.on + 2
	for !end.IsMonthEnd() {
		end++
	}
	posted, monthEnd, err := b.closeDay(ctx, end)
	if err != nil {
		return nil, err
	}
	return map[string]any{
		"seconds": round(took), "accounts_per_second": int64(float64(accounts) / took.Seconds()),
		"changed": after - before, "month_end_seconds": round(monthEnd),
		"month_end_accounts_per_second": int64(float64(posted) / monthEnd.Seconds()),
	}, nil
}

func (b *bench) moves(ctx context.Context) (n int64, err error) {
	err = b.program.db.Read(ctx, func(tx db.Tx) error {
		n, err = db.Int(tx, `SELECT count(*) FROM bucket_move`)
		return err
	})
	return n, err
}

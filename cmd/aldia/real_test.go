package main

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"aldia/domain/calendar"
	"aldia/domain/delinquency"
	"aldia/domain/intake"
	"aldia/domain/money"
	"aldia/domain/treatment"
	"aldia/platform/auth"
	"aldia/platform/db"
	"aldia/platform/db/dbtest"
)

// real opens a file that none of us wrote.
func realFile(t *testing.T, name string) intake.File {
	t.Helper()
	shared := os.Getenv("ALDIA_SHARED")
	if shared == "" {
		shared = filepath.Join("..", "..", "..", "shared")
	}
	f, err := os.Open(filepath.Join(shared, "data", name))
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal(err)
		}
		t.Skip("the real data are not here:", err)
	}
	t.Cleanup(func() { closeQuietly(f) })
	info, err := f.Stat()
	if err != nil {
		t.Fatal(err)
	}
	return intake.File{Name: filepath.Base(name), Size: info.Size(), ReaderAt: f}
}

func exampleMapping(t *testing.T, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "example", "mapping", name))
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// wired is the whole program on a database, and its own identity.
func wired(t *testing.T, d *db.DB) (*program, context.Context) {
	t.Helper()
	p, err := wire(d, nil)
	if err != nil {
		t.Fatal(err)
	}
	return p, auth.As(t.Context(), auth.Program())
}

// aged sums the figures of a day by bucket: "1-30 12 835.56".
func aged(t *testing.T, d *db.DB, day calendar.Day, c money.Currency) (lines []string) {
	t.Helper()
	if err := d.Read(t.Context(), func(tx db.Tx) error {
		all, err := delinquency.AgingOn(tx, day)
		lines = nil
		for _, a := range all {
			if a.Currency != c {
				t.Errorf("a figure in %s", a.Currency)
			}
			lines = append(lines, fmt.Sprintf("%s %d %s", a.Bucket, a.Accounts, a.Balance.Text(c)))
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	slices.Sort(lines)
	return lines
}

func count(t *testing.T, d *db.DB, sql string, args ...any) (n int64) {
	t.Helper()
	if err := d.Read(t.Context(), func(tx db.Tx) (err error) {
		n, err = db.Int(tx, sql, args...)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestTheReceivablesOfIBMAgeToTheirExactFigures(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		p, ctx := wired(t, d)
		for _, c := range []struct {
			day       calendar.Day
			accounts  int64
			persons   int64 // none: not known
			balance   money.Amount
			wantAging []string
		}{
			{calendar.Of(2012, 12, 31), 99, 0, 572506, []string{"1-30 13 788.74", "current 86 4936.32"}},
			{calendar.Of(2013, 6, 30), 84, 52, 511985, []string{"1-30 12 835.56", "current 72 4284.29"}},
		} {
			cuts, err := p.intakes.Import(ctx, realFile(t, "receivables-ibm/WA_Fn-UseC_-Accounts-Receivable.csv"),
				intake.Options{
					Kind: intake.Portfolio, Mapping: exampleMapping(t, "receivables-ibm.yaml"), AsOf: c.day,
				})
			if err != nil || len(cuts) != 1 {
				t.Fatalf("%d cuts, %v", len(cuts), err)
			}
			if a := cuts[0].Answer; a.Accepted != c.accounts || a.Refused != 0 || a.Balance["USD"] != c.balance {
				t.Errorf("%s: %+v, %s in all", c.day.Text(), a.Counts, a.Balance["USD"].Text("USD"))
			}
			answer, err := p.treatments.Close(ctx, c.day)
			if err != nil {
				t.Fatal(err)
			}
			if answer.Accounts != c.accounts || c.persons != 0 && answer.Cases != c.persons {
				t.Errorf("%s: closed %d accounts of %d persons", c.day.Text(), answer.Accounts, answer.Cases)
			}
			if got := aged(t, d, c.day, "USD"); !slices.Equal(got, c.wantAging) {
				t.Errorf("%s: %q, want %q", c.day.Text(), got, c.wantAging)
			}
			if n := count(t, d, `SELECT count(DISTINCT person_id) FROM standing`); c.persons != 0 && n != c.persons {
				t.Errorf("%s: %d customers, want %d", c.day.Text(), n, c.persons)
			}
		}
	})
}

func TestThirtyThousandCardsOfTaiwanComeInWithTheirAttributes(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		p, ctx := wired(t, d)
		day := calendar.Of(2005, 9, 30)
		load := func() intake.Cut {
			t.Helper()
			cuts, err := p.intakes.Import(ctx, realFile(t, "credit-card-taiwan/UCI_Credit_Card.csv"), intake.Options{
				Kind: intake.Portfolio, Mapping: exampleMapping(t, "credit-card-taiwan.yaml"), AsOf: day,
			})
			if err != nil || len(cuts) != 1 {
				t.Fatalf("%d cuts, %v", len(cuts), err)
			}
			return cuts[0]
		}
		first := load()
		if a := first.Answer; a.Rows != 30_000 || a.Accepted != 30_000 || a.New != 30_000 {
			t.Fatalf("%+v", a.Counts)
		}
		answer, err := p.treatments.Close(ctx, day)
		if err != nil {
			t.Fatal(err)
		}
		owed := count(t, d, `SELECT count(*) FROM item WHERE state = 'open'`)
		if answer.Accounts != owed || owed < 25_000 || owed == 30_000 {
			t.Errorf("closed %d accounts; on %d something is owed", answer.Accounts, owed)
		}
		var attributes map[string]any
		if err := d.Read(t.Context(), func(tx db.Tx) error {
			return tx.Query(func(r db.Row) error {
				return json.Unmarshal(r.Bytes(0), &attributes)
			}, `SELECT attributes FROM account WHERE number = '1'`)
		}); err != nil {
			t.Fatal(err)
		}
		for name, want := range map[string]any{"LIMIT_BAL": 20000.0, "PAY_0": 2.0, "BILL_AMT1": 3913.0,
			"AGE": 24.0} {
			if attributes[name] != want {
				t.Errorf("the first card has %s = %v, want %v of %v", name, attributes[name], want,
					slices.Sorted(maps.Keys(attributes)))
			}
		}
		if again := load(); again.Answer.Unchanged != 30_000 || again.Answer.Changed+again.Answer.Gone != 0 {
			t.Errorf("again: %+v", again.Answer.Counts)
		}
	})
}

const errorFile = "cuenta;cédula;cliente;fecha de vencimiento;saldo capital;color\n" +
	"A1;1710034065;Rosa Pérez;10/02/2026;100,50;rojo\n" +
	"A2;1712345675;Luis Gómez;31/02/2026;200,00;verde\n" +
	"A3;0926687856;Ana Díaz;10/02/2026;tres;azul\n"

// run calls a sub-command as main does.
func runCommand(t *testing.T, c command, args ...string) int {
	t.Helper()
	return execute(t.Context(), c, args)
}

func TestTheFileOfRefusedRowsIsMendedAndLoadedAgain(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	for engine, dsn := range map[string]string{
		"sqlite": "sqlite:" + filepath.Join(folder, "a.db"), "postgres": dbtest.Postgres(t),
	} {
		cut, refused := filepath.Join(folder, engine+".csv"), filepath.Join(folder, engine+"-errores.csv")
		if err := os.WriteFile(cut, []byte(errorFile), 0o600); err != nil {
			t.Fatal(err)
		}
		if code := runCommand(t, migrateCommand(), "--db", dsn); code != exitDone {
			t.Fatalf("%s: migrate ended with %d", engine, code)
		}
		load := []string{"portfolio", cut, "--db", dsn, "--creditor", "banco", "--country", "EC", "--as-of",
			"2026-03-02",
			"--errors", refused}
		if code := runCommand(t, importCommand(), load...); code != exitRefused {
			t.Fatalf("%s: the first load ended with %d", engine, code)
		}
		text, err := os.ReadFile(refused)
		if err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(strings.TrimSpace(string(text)), "\n")
		if len(lines) != 3 || !strings.Contains(lines[1], "31/02/2026") || !strings.Contains(lines[2], "tres") {
			t.Fatalf("%s: the file of refused rows is %q", engine, lines)
		}
		mended := strings.NewReplacer(";31/02/2026;200", ";28/02/2026;200", ";tres;azul",
			";300,25;azul").Replace(string(text))
		if mended == string(text) {
			t.Fatal("nothing was mended")
		}
		if err := os.WriteFile(cut, []byte(mended), 0o600); err != nil {
			t.Fatal(err)
		}
		if code := runCommand(t, importCommand(), load[:len(load)-2]...); code != exitDone {
			t.Errorf("%s: the mended file ended with %d", engine, code)
		}
		d, err := db.Open(t.Context(), dsn, db.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if n := count(t, d, `SELECT count(*) FROM item WHERE state = 'open'`); n != 3 {
			t.Errorf("%s: %d debts are open, want all three", engine, n)
		}
		if n := count(t, d, `SELECT CAST(sum(principal) AS BIGINT) FROM item`); n != 60075 {
			t.Errorf("%s: %d cents are owed", engine, n)
		}
		if n := count(t, d, `SELECT count(*) FROM account WHERE attributes LIKE '%aldia%'`); n != 0 {
			t.Errorf("%s: %d accounts keep what we wrote into the file of refused rows", engine, n)
		}
		if n := count(t, d, `SELECT count(*) FROM account WHERE attributes LIKE '%color%'`); n != 3 {
			t.Errorf("%s: %d accounts have their colour", engine, n)
		}
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestACutTakenBackLeavesEveryAccountWhereItStood(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		p, ctx := wired(t, d)
		day := calendar.Of(2026, 3, 2)
		load := func(on calendar.Day, lines ...string) intake.Cut {
			t.Helper()
			text := "account;person;person_name;due_on;principal\n" + strings.Join(lines, "\n") + "\n"
			cuts, err := p.intakes.Import(ctx, intake.File{Name: "c.csv", Size: int64(len(text)),
				ReaderAt: strings.NewReader(text)},
				intake.Options{Kind: intake.Portfolio, Creditor: "banco", Country: "EC", AsOf: on})
			if err != nil {
				t.Fatal(err)
			}
			return cuts[0]
		}
		// stood is where accounts and cases stand; since when is another matter: they have been elsewhere
		// meanwhile.
		stood := func() string {
			t.Helper()
			var out strings.Builder
			if err := d.Read(t.Context(), func(tx db.Tx) error {
				out.Reset()
				for _, sql := range []string{
					`SELECT a.number, s.bucket, s.stage, s.oldest_due_on, s.past_due, s.balance FROM standing s
						JOIN account a ON a.id = s.account_id ORDER BY 1`,
					`SELECT n.name, c.bucket, c.step, c.oldest_due_on, c.past_due, c.balance FROM casefile c
						JOIN person n ON n.id = c.person_id WHERE c.balance > 0 ORDER BY 1`,
					`SELECT n.name, w.step, 'work', w.priority, w.ready_at, 0 FROM work w
						JOIN person n ON n.id = w.person_id ORDER BY 1`,
				} {
					if err := tx.Query(func(r db.Row) error {
						_, err := fmt.Fprintln(&out, r.Text(0), r.Text(1), r.Text(2), r.Int(3), r.Int(4), r.Int(5))
						return err
					}, sql); err != nil {
						return err
					}
				}
				return nil
			}); err != nil {
				t.Fatal(err)
			}
			return out.String()
		}
		first := []string{"A1;p1;Uno;2026-01-10;10", "A2;p2;Dos;2026-02-20;20", "A3;p1;Uno;2025-09-01;30"}
		load(day, first...)
		if _, err := p.treatments.Close(ctx, day); err != nil {
			t.Fatal(err)
		}
		before := stood()
		if !strings.Contains(before, "A3 181-360") || !strings.Contains(before, "Uno recovery work") {
			t.Fatalf("the book is\n%s", before)
		}
		second := load(day, "A1;p1;Uno;2026-03-10;15", "A2;p2;Dos;2025-12-20;25", "A4;p4;Cuatro;2025-12-01;40")
		if during := stood(); !strings.Contains(during, "A4 91-120") || strings.Contains(during, "A3") {
			t.Errorf("with the second cut the book is\n%s", during)
		}
		if _, err := p.intakes.Undo(ctx, second.ID); err != nil {
			t.Fatal(err)
		}
		if after := stood(); after != before {
			t.Errorf("taken back the book is\n%s\nwant\n%s", after, before)
		}
		if f, found, err := p.treatments.Casefile(ctx, 1); err != nil || found || f != (treatment.Casefile{}) {
			t.Errorf("a person that is not there has the case %+v, %v", f, err)
		}
	})
}

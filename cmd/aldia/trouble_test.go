package main

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"
	"zombiezen.com/go/sqlite"

	"aldia/platform/db/dbtest"
	"aldia/words"
)

// inBoth runs a command in Spanish and in English, and holds what it tells to a part of each, without the
// words of a driver and without the usage of a command that was written as it should be.
func (d *console) inBoth(code int, es, en string, args ...string) {
	d.t.Helper()
	for language, part := range map[string]string{"es": es, "en": en} {
		d.write("settings.toml", "language = \""+language+"\"\n")
		told := d.tell(code, append(args, "--config", "settings.toml")...)
		d.wants(told, part)
		for _, foreign := range []string{
			"sqlite:", "dial", "SQLSTATE", "bind:", "open ", "uso:", "usage:", "secreto", "fault.", "command.", "\t",
		} {
			if strings.Contains(told, foreign) {
				d.t.Errorf("%q is in what %v told:\n%s", foreign, args, told)
			}
		}
	}
}

func TestADatabaseThatCannotBeUsedIsToldInWords(t *testing.T) {
	t.Parallel()
	d := atConsole(t)
	d.write("nota.txt", strings.Repeat("esto es una nota\n", 200))
	d.load()
	if err := os.Mkdir(filepath.Join(d.folder, "carpeta"), 0o700); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ dsn, es, en string }{
		{"sqlite:nota.txt", "nota.txt no es una base de datos de AlDía", "nota.txt is no database"},
		{"sqlite:carpeta", "No se puede abrir la base de datos carpeta", "The database carpeta cannot be opened"},
	} {
		d.inBoth(exitFault, c.es, c.en, "user", "list", "--db", c.dsn)
	}
	d.inBoth(exitFault, "no se puede usar /dev/null: esa carpeta no existe", "/dev/null cannot be used",
		"user", "list", "--db", "sqlite:/dev/null/aldia.db")
	for _, args := range [][]string{
		{"doctor"}, {"backup", "x"}, {"export"}, {"report", "aging"}, {"close", "--date", "2026-11-20"},
		{"import", "undo", "imp_0saaswr0w1r00"},
	} {
		d.inBoth(exitUsage, "no hay base de datos en nada.db", "there is no database at nada.db",
			append(args, "--db", "sqlite:nada.db")...)
	}
	if _, err := os.Stat(filepath.Join(d.folder, "nada.db")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a database was made of a name that was wrong: %v", err)
	}
}

func TestPostgreSQLThatCannotBeReachedIsToldInWords(t *testing.T) {
	t.Parallel()
	d := atConsole(t)
	there, err := url.Parse(dbtest.Postgres(t))
	if err != nil {
		t.Fatal(err)
	}
	name := strings.Trim(there.Path, "/")
	changed := func(change func(*url.URL)) string {
		u := *there
		change(&u)
		return u.String()
	}
	for _, c := range []struct{ dsn, es, en string }{
		{"postgres://ana:secreto@127.0.0.1:1/cobros",
			"Nadie responde en 127.0.0.1:1, donde debería estar la base «cobros»",
			"Nobody answers at 127.0.0.1:1"},
		{"postgres://ana:secreto@no-existe.invalid/cobros", "No se encuentra el servidor no-existe.invalid:5432",
			"The server no-existe.invalid:5432 of the database “cobros” cannot be found"},
		{changed(func(u *url.URL) { u.Path = "/nada" }), "no existe la base de datos «nada»",
			"There is no database “nada”"},
		{changed(func(u *url.URL) {
			u.User, u.RawQuery = url.UserPassword("nadie", "secreto"),
				strings.ReplaceAll(u.RawQuery, "user=", "application_name=")
		}),
			"no deja entrar a «nadie» en la base «" + name + "»", "does not let “nadie” into the database “" + name},
		{there.String(), "le falta poner el esquema al día: aldia migrate", "is not up to date: aldia migrate"},
	} {
		d.inBoth(exitFault, c.es, c.en, "user", "list", "--db", c.dsn)
	}
	for _, dsn := range []string{"oracle:ana:secreto@x", "postgresana:secreto", "sqlite:"} {
		if told := d.tell(exitUsage, "user", "list", "--db", dsn); !strings.Contains(
			told,
			"se espera sqlite:ARCHIVO",
		) ||
			strings.Contains(told, "secreto") {
			t.Errorf("%s told %q", dsn, told)
		}
	}
	d.inBoth(exitUsage, "La dirección de PostgreSQL no se entiende", "The address of PostgreSQL makes no sense",
		"user", "list", "--db", "postgres://ana:secreto@servidor:puerto/cobros")
}

func TestWhatTheEngineRefusesHasASentence(t *testing.T) {
	t.Parallel()
	catalog, err := words.Load()
	if err != nil {
		t.Fatal(err)
	}
	say := catalog.For("es")
	lite, pg := &call{
		say: say,
		dsn: "sqlite:cobros.db",
	}, &call{
		say: say,
		dsn: "postgres://ana:secreto@servidor/cobros",
	}
	refused := func(code string) error {
		return fmt.Errorf("db: reach PostgreSQL: %w", &pgconn.PgError{Code: code, Message: "FATAL"})
	}
	for _, c := range []struct {
		call *call
		err  error
		key  string
	}{
		{lite, sqlite.ResultFull.ToError(), "command.disk_full"},
		{lite, fmt.Errorf("db: %w in INSERT", sqlite.ResultIOErrWrite.ToError()), "command.db.disk"},
		{lite, sqlite.ResultCorrupt.ToError(), "command.db.damaged"},
		{lite, sqlite.ResultBusy.ToError(), "command.db.busy"},
		{lite, fmt.Errorf("db: PRAGMA: %w", sqlite.ResultReadOnly.ToError()), "command.db.read_only"},
		{lite, &fs.PathError{Op: "write", Path: "x.zip", Err: syscall.ENOSPC}, "command.disk_full"},
		{lite, &os.LinkError{Op: "rename", Old: "a", New: "b", Err: syscall.EACCES}, "command.file"},
		{pg, refused("28P01"), "command.db.refused"},
		{pg, refused("42501"), "command.db.forbidden"},
		{pg, refused("53100"), "command.db.full"},
		{pg, refused("53300"), "command.db.crowded"},
		{pg, refused("57P01"), "command.db.lost"},
		{pg, &net.OpError{Op: "dial", Net: "tcp", Err: syscall.ETIMEDOUT}, "command.db.unreachable"},
	} {
		got, is := errors.AsType[trouble](c.call.troubled(c.err))
		if !is || got.says.Key != c.key || got.code != exitFault {
			t.Errorf("%v is %v", c.err, got)
			continue
		}
		if said := say.Fault(got.says); strings.Contains(said, "secreto") || strings.Contains(said, "{") {
			t.Errorf("%v is told as %q", c.err, said)
		}
	}
	ours := errors.New("treatment: a shard without an end")
	if got := lite.troubled(ours); !errors.Is(got, ours) {
		t.Errorf("our own mistake is taken for %v", got)
	}
}

func TestAnAddressThatIsTakenIsNoMistakeInTheCommand(t *testing.T) {
	t.Parallel()
	d := atConsole(t)
	taken, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer closeQuietly(taken)
	address := taken.Addr().String()
	for _, command := range []string{"serve", "demo"} {
		d.inBoth(exitFault, "Otro programa ya usa la dirección "+address, "uses the address "+address+" already",
			command, "--listen", address)
		d.inBoth(exitFault, "La dirección 192.0.2.1:80 no es de esta máquina", "is not of this machine",
			command, "--listen", "192.0.2.1:80")
		told := d.tell(exitUsage, command, "--listen", "aquí")
		d.wants(told, "en «aquí» no se puede servir", "uso: aldia "+command)
	}
	if entries, err := os.ReadDir(d.folder); err != nil || len(entries) != 1 {
		t.Errorf("a server that never served made %v, %v", entries, err)
	}
}

func TestTheDiskIsFull(t *testing.T) {
	t.Parallel()
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("no full disk to write to:", err)
		}
		t.Skip("this system has no full disk to write to:", err)
	}
	defer closeQuietly(full)
	d := atConsole(t)
	d.load()
	name, err := built()
	if err != nil {
		t.Fatal(err)
	}
	var told strings.Builder
	cmd := exec.CommandContext(t.Context(), name, "report", "audit")
	cmd.Dir, cmd.Stdout, cmd.Stderr = d.folder, full, &told
	err = cmd.Run()
	if cmd.ProcessState.ExitCode() != exitFault ||
		!strings.Contains(told.String(), "No queda espacio en el disco") {
		t.Errorf("it ended with %v and told %q", err, told.String())
	}
}

func TestAFileThatCannotBeWrittenIsToldBeforeAnythingIsDone(t *testing.T) {
	t.Parallel()
	d := atConsole(t)
	d.write("cartera.csv", smallPortfolio)
	for _, option := range []string{"--errors", "--write-map"} {
		for _, c := range []struct{ file, es, en string }{
			{"nada/x", "no se puede escribir nada/x: esa carpeta no existe", "nada/x cannot be written"},
			{".", "no se puede escribir .: es una carpeta", "it is a folder"},
		} {
			d.inBoth(exitUsage, c.es, c.en, "import", "portfolio", "cartera.csv", "--creditor", "ANDINA",
				"--country", "EC", option, c.file)
		}
	}
	if _, err := os.Stat(filepath.Join(d.folder, "aldia.db")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("something was done: %v", err)
	}
	d.load()
	for _, args := range [][]string{
		{"backup", "nada/x"}, {"export", "-o", "nada/x"}, {"report", "audit", "-o", "nada/x"},
	} {
		d.inBoth(exitUsage, "no se puede escribir nada/x", "nada/x cannot be written", args...)
	}
	for _, args := range [][]string{{"export", "-o", "."}, {"report", "audit", "-o", "."}} {
		d.inBoth(exitUsage, ". es una carpeta, no un archivo", ". is a folder, not a file", args...)
	}
}

func TestTheDoctorIsNotAlarmedByAFileThatWasRefused(t *testing.T) {
	t.Parallel()
	d := atConsole(t)
	d.load()
	d.tell(exitUsage, "import", "portfolio", "cartera.csv", "--creditor", "ANDINA", "--as-of", "2026-11-19")
	d.wants(d.tell(exitDone, "doctor"), "ningún proceso atascado ni fallido")
	d.write("settings.toml", "language = \"en\"\n")
	d.wants(
		d.tell(exitDone, "doctor", "--config", "settings.toml"),
		"no job is stuck or failed",
		"well    audit",
	)
}

func TestAFailureIsAnsweredOnceInJSON(t *testing.T) {
	t.Parallel()
	d := atConsole(t)
	d.write("aldia.toml", "worker = 3\n")
	for _, c := range []struct {
		code int
		key  string
		args []string
	}{
		{exitUsage, "config.unknown_near", []string{"version"}},
		{exitUsage, "usage", []string{"close", "--zeta", "--config", os.DevNull}},
		{exitUsage, "command.close.no_date", []string{"close", "--config", os.DevNull}},
		{exitUsage, "command.no_file", []string{"import", "portfolio", "nada", "--config", os.DevNull}},
		{exitFault, "command.db.nobody", []string{"user", "list", "--config", os.DevNull, "--db",
			"postgres://a@127.0.0.1:1/x"}},
	} {
		answer, told := d.run(c.code, "", c.args...)
		if text, is := answer["error"].(string); !is || answer["code"] != c.key || !strings.Contains(told, text) {
			t.Errorf("%v answered %v and told %q", c.args, answer, told)
		}
	}
}

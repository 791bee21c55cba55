package main

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"aldia/platform/db"
)

// built is the program as it is shipped, built once for the tests that run its commands.
var built = sync.OnceValues(func() (string, error) {
	folder, err := os.MkdirTemp("", "aldia-command-*")
	if err != nil {
		return "", err
	}
	name := filepath.Join(folder, "aldia")
	out, err := exec.Command("go", "build", "-o", name, ".").CombinedOutput()
	if err != nil {
		return "", errors.Join(err, errors.New(string(out)))
	}
	return name, nil
})

// console is a folder in which commands are run, as a person would.
type console struct {
	t      *testing.T
	folder string
}

func atConsole(t *testing.T) *console {
	t.Helper()
	return &console{t, t.TempDir()}
}

// run runs a command and wants it to end with a code; it gives what was answered, and what was told to
// people.
func (d *console) run(code int, input string, args ...string) (answer map[string]any, told string) {
	d.t.Helper()
	name, err := built()
	if err != nil {
		d.t.Fatal(err)
	}
	var out, words bytes.Buffer
	cmd := exec.CommandContext(d.t.Context(), name, append(args, "--json")...)
	cmd.Dir, cmd.Stdin, cmd.Stdout, cmd.Stderr = d.folder, strings.NewReader(input), &out, &words
	cmd.Env = slices.DeleteFunc(os.Environ(), func(v string) bool { return strings.HasPrefix(v, "ALDIA_") })
	err = cmd.Run()
	if got := cmd.ProcessState.ExitCode(); got != code {
		d.t.Fatalf(
			"aldia %s ended with %d (%v), want %d\n%s%s",
			strings.Join(args, " "),
			got,
			err,
			code,
			out.String(),
			words.String(),
		)
	}
	if out.Len() > 0 {
		if err := json.Unmarshal(out.Bytes(), &answer); err != nil {
			d.t.Fatalf("aldia %s answered %q: %v", strings.Join(args, " "), out.String(), err)
		}
	}
	return answer, words.String()
}

func (d *console) write(name, text string) {
	d.t.Helper()
	if err := os.WriteFile(filepath.Join(d.folder, name), []byte(text), 0o600); err != nil {
		d.t.Fatal(err)
	}
}

// portfolio is a small file of a creditor.
const smallPortfolio = `Operación;Cédula;Cliente;Celular;Fecha Vencimiento;Saldo Capital
CR-1;1714307103;Rosa Elena Quishpe;0991234567;05/10/2026;1.250,40
CR-2;0926687856;José Ignacio Ñáñez;0987654321;31/10/2026;820,00
`

func (d *console) load() {
	d.t.Helper()
	d.write("cartera.csv", smallPortfolio)
	d.run(
		exitDone,
		"",
		"import",
		"portfolio",
		"cartera.csv",
		"--creditor",
		"ANDINA",
		"--country",
		"EC",
		"--as-of",
		"2026-11-20",
	)
}

func TestARoleIsCalledAsPeopleCallIt(t *testing.T) {
	t.Parallel()
	d := atConsole(t)
	for typed, role := range map[string]string{
		"gestor": "agent", "supervisor": "supervisor", "jefatura": "manager", "Analista": "analyst",
		"administrador": "admin", "auditor": "auditor", "agent": "agent",
	} {
		name := "p-" + strings.ToLower(typed)
		added, _ := d.run(exitDone, "", "user", "add", name, "--role", typed)
		if added["role"] != role {
			t.Errorf("%s was added as %v, not as %s", typed, added["role"], role)
		}
	}
	changed, told := d.run(exitDone, "", "user", "role", "p-gestor", "jefatura", "--why", "asciende")
	if changed["role"] != "manager" {
		t.Errorf("the role is %v", changed["role"])
	}
	d.wants(told, "Jefatura de cobranzas")
	for _, says := range []string{
		d.tell(exitUsage, "user", "add", "otro", "--role", "portero"), d.tell(exitDone, "user", "--help"),
	} {
		d.wants(says, "gestor (agent)", "jefatura (manager)", "analista (analyst)", "administrador (admin)")
	}
}

func TestUsersAreAddedListedPromotedAndDisabled(t *testing.T) {
	t.Parallel()
	d := atConsole(t)
	d.load()
	ana, told := d.run(exitDone, "", "user", "add", "Ana", "--role", "admin", "--name", "Ana Torres")
	password, is := ana["password"].(string)
	if ana["user"] != "ana" || ana["role"] != "admin" || !is || len(password) < 20 ||
		!strings.Contains(told, password) {
		t.Errorf("user add answered %v and told %q", ana, told)
	}
	jaime, _ := d.run(
		exitDone,
		"tres gatos en la loma\n",
		"user",
		"add",
		"jaime",
		"--password",
		"-",
		"--creditors",
		"ANDINA",
		"--team",
		"norte",
	)
	if _, shown := jaime["password"]; shown {
		t.Errorf("the given password was answered: %v", jaime)
	}
	d.run(exitDone, "", "user", "role", "jaime", "supervisor", "--why", "asciende")
	d.run(exitDone, "", "user", "disable", "jaime", "--why", "se fue")
	list, _ := d.run(exitDone, "", "user", "list")
	users, is := list["users"].([]any)
	if !is || len(users) != 2 {
		t.Fatalf("user list answered %v", list)
	}
	for _, u := range users {
		user, is := u.(map[string]any)
		if !is || user["user"] == "jaime" &&
			(user["role"] != "supervisor" || user["active"] != false || user["all_creditors"] != false) {
			t.Errorf("the list holds %v", u)
		}
	}
}

func TestAUserCommandThatCannotBeIsSaidSo(t *testing.T) {
	t.Parallel()
	d := atConsole(t)
	d.run(exitDone, "", "user", "add", "ana", "--role", "admin")
	for _, c := range []struct {
		code int
		says string
		args []string
	}{
		{exitUsage, "«sing» no es uno de: add, disable", []string{"user", "sing"}},
		{exitUsage, "se esperan 2 argumentos, y llegó 1", []string{"user", "role", "ana"}},
		{exitUsage, "no es uno de", []string{"user", "add", "eva", "--role", "reina"}},
		{exitUsage, "no existe el acreedor", []string{"user", "add", "eva", "--creditors", "NADIE"}},
		{exitUsage, "la ve cualquiera", []string{"user", "add", "eva", "--password", "secreta-y-larga"}},
		{exitRefused, "al menos 10", []string{"user", "add", "eva", "--password", "-"}},
		{exitRefused, "sin espacios", []string{"user", "add", "e v a"}},
		{exitUsage, "Ya existe", []string{"user", "add", "ana"}},
		{exitUsage, "única persona activa en administración", []string{"user", "disable", "ana"}},
		{exitUsage, "No existe el usuario", []string{"user", "disable", "nadie"}},
	} {
		if _, told := d.run(c.code, "corta\n", c.args...); !strings.Contains(told, c.says) {
			t.Errorf("aldia %s told %q, want %q in it", strings.Join(c.args, " "), told, c.says)
		}
	}
}

func TestWhatWasBackedUpIsRestored(t *testing.T) {
	t.Parallel()
	d := atConsole(t)
	if _, told := d.run(exitUsage, "", "backup", "copia.db"); !strings.Contains(told, "no hay base de datos") {
		t.Errorf("a backup of nothing told %q", told)
	}
	d.load()
	d.run(exitDone, "", "user", "add", "ana", "--role", "admin")
	done, _ := d.run(exitDone, "", "backup", "copia.db")
	if size, is := done["bytes"].(float64); !is || size < 10_000 || done["engine"] != "sqlite" {
		t.Errorf("backup answered %v", done)
	}
	d.run(exitUsage, "", "backup", "copia.db")
	d.run(exitDone, "", "user", "add", "eva", "--role", "agent")
	if _, told := d.run(exitUsage, "", "restore", "copia.db"); !strings.Contains(told, "--force") {
		t.Errorf("a restore over a database told %q", told)
	}
	d.run(exitDone, "", "restore", "copia.db", "--force")
	list, _ := d.run(exitDone, "", "user", "list")
	if users, is := list["users"].([]any); !is || len(users) != 1 {
		t.Errorf("after the restore there are %v", list)
	}
	d.write("nota.txt", "esto es una nota")
	d.run(exitUsage, "", "restore", "nota.txt", "--force")
	d.run(exitDone, "", "doctor")
}

func TestAnExportHoldsEverythingButWhatSignsIn(t *testing.T) {
	t.Parallel()
	d := atConsole(t)
	d.load()
	d.run(exitDone, "", "user", "add", "ana", "--role", "admin")
	done, _ := d.run(exitDone, "", "export", "-o", "todo.zip")
	if done["files"] != 1.0 {
		t.Errorf("export answered %v", done)
	}
	z, err := zip.OpenReader(filepath.Join(d.folder, "todo.zip"))
	if err != nil {
		t.Fatal(err)
	}
	defer closeQuietly(z)
	read := func(f *zip.File) string {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err = errors.Join(err, r.Close()); err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	files := map[string]string{}
	for _, f := range z.File {
		files[f.Name] = read(f)
		if strings.HasPrefix(f.Name, "archivos/") && files[f.Name] != smallPortfolio {
			t.Errorf("%s holds %q", f.Name, files[f.Name])
		}
	}
	for name, text := range files {
		if strings.Contains(text, "argon2") {
			t.Errorf("%s holds a password", name)
		}
	}
	for _, missing := range []string{"auth_session.csv", "auth_failure.csv", "blob_chunk.csv"} {
		if _, there := files[missing]; there {
			t.Errorf("%s is in the export", missing)
		}
	}
	rows, err := csv.NewReader(strings.NewReader(files["item.csv"])).ReadAll()
	if err != nil || len(rows) != 3 {
		t.Fatalf("item.csv has %d lines, %v:\n%s", len(rows), err, files["item.csv"])
	}
	due, principal := slices.Index(rows[0], "due_on"), slices.Index(rows[0], "principal")
	if rows[1][due] != "2026-10-05" || rows[1][principal] != "125040" {
		t.Errorf("the first item is %v", rows[1])
	}
}

func TestTheDoctorFindsWhatIsWrong(t *testing.T) {
	t.Parallel()
	d := atConsole(t)
	d.load()
	if sound, _ := d.run(exitDone, "", "doctor"); sound["ok"] != true {
		t.Errorf("a new database: %v", sound)
	}
	d.spoil(
		`UPDATE item SET principal = principal + 1 WHERE number = (SELECT min(number) FROM item)`,
		`UPDATE audit_entry SET why = 'otra cosa' WHERE what = 'cut.published'`,
		`INSERT INTO job (id, kind, key, args, state, open, priority, due_at, attempts, max_attempts,
		cancel, worker,
			progress_done, progress_total, progress_note, error, result, by_user, created_at, started_at, ended_at)
			VALUES (7, 'close.run', '', '{}', 'waiting', 1, 0, 1000, 0, 5, 0, '', 0, 0, '', '', '', 0, 1000, 0, 0)`,
		`INSERT INTO outbox (id, name, subscriber, key, at, body, due_at, attempts, dead, error)
			VALUES (7, 'contact.recorded', 'worklist', 1, 1000, '{}', 1000, 9, 1, 'se cayó')`,
	)
	d.write("english.toml", "language = \"en\"\n")
	d.wants(d.tell(exitFault, "doctor"), "alterado", "2 de 2 cuotas y facturas no cuadran con sus asientos",
		"Cierre del día (job_", "): nadie lo toma desde el 1 ene 1970, 00:00 UTC",
		"«Registró una gestión», para las listas de trabajo: se cayó")
	d.wants(d.tell(exitFault, "doctor", "--config", "english.toml"), ": altered", "Day's close (job_",
		"“Recorded a contact”, for worklists: se cayó", "2 of 2 instalments and invoices do not agree")
	answer, told := d.run(exitFault, "", "doctor")
	found := map[string]bool{}
	checks, is := answer["checks"].([]any)
	if !is || answer["ok"] != false {
		t.Fatalf("doctor answered %v", answer)
	}
	for _, c := range checks {
		one, is := c.(map[string]any)
		if name, named := one["check"].(string); is && named {
			found[name] = one["ok"] == false
		}
	}
	for check, wrong := range map[string]bool{
		"schema": false, "audit": true, "balances": true, "jobs": true, "deliveries": true, "clock": false,
	} {
		if got, looked := found[check]; !looked || got != wrong {
			t.Errorf("%s: found %v, looked %v, want %v\n%s", check, got, looked, wrong, told)
		}
	}
}

// spoil breaks the database by hand, as no use-case would.
func (d *console) spoil(statements ...string) {
	d.t.Helper()
	book, err := db.Open(d.t.Context(), "sqlite:"+filepath.Join(d.folder, "aldia.db"), db.Options{})
	if err != nil {
		d.t.Fatal(err)
	}
	err = book.Write(d.t.Context(), func(tx db.Tx) error {
		for _, s := range statements {
			if _, err := tx.Exec(s); err != nil {
				return err
			}
		}
		return nil
	})
	if err = errors.Join(err, book.Close()); err != nil {
		d.t.Fatal(err)
	}
}

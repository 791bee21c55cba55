package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"aldia/platform/db"
)

// shown is `aldia demo` as somebody has started it, with its temporary files in a folder of its own.
type shown struct {
	*exec.Cmd
	t       *testing.T
	address string
	users   []demoUser
	temp    string
	words   *bytes.Buffer
}

// show starts the demonstration. Unless it is ended before, it is waited for until it is ready.
func show(t *testing.T, early bool, args ...string) *shown {
	t.Helper()
	name, err := built()
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithTimeout(t.Context(), 5*time.Minute)
	t.Cleanup(stop)
	s := &shown{t: t, temp: t.TempDir(), words: &bytes.Buffer{}}
	args = append([]string{"demo", "--listen", "127.0.0.1:0", "--json", "--accounts", "120"}, args...)
	s.Cmd = exec.CommandContext(ctx, name, args...)
	s.Env, s.Stderr = append(os.Environ(), "TMPDIR="+s.temp), s.words
	out, err := s.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Start(); err != nil {
		t.Fatal(err)
	}
	if early {
		return s
	}
	line, err := bufio.NewReader(out).ReadBytes('\n')
	var ready struct {
		Address string     `json:"address"`
		Users   []demoUser `json:"users"`
	}
	if err != nil || json.Unmarshal(line, &ready) != nil {
		t.Fatalf("it answered %q, %v\n%s", line, err, s.words)
	}
	s.address, s.users = ready.Address, ready.Users
	return s
}

// interrupt is Ctrl+C, and what is left after it.
func (s *shown) interrupt() (left []string) {
	s.t.Helper()
	if err := s.Process.Signal(os.Interrupt); err != nil {
		s.t.Fatal(err)
	}
	if err := s.Wait(); err != nil {
		s.t.Errorf("it ended with %v\n%s", err, s.words)
	}
	entries, err := os.ReadDir(s.temp)
	if err != nil {
		s.t.Fatal(err)
	}
	for _, e := range entries {
		left = append(left, e.Name())
	}
	return left
}

func TestTheDemoServesAndLeavesNothingBehind(t *testing.T) {
	t.Parallel()
	s := show(t, false, "--seed", "9", "--country", "cl")
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.address+"/readyz", nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	if err := answer.Body.Close(); err != nil || answer.StatusCode != http.StatusOK {
		t.Errorf("it is not ready: %s, %v", answer.Status, err)
	}
	if len(s.users) != 7 || s.users[0] != (demoUser{"lucia", "demo-gestora-1", "agent"}) {
		t.Errorf("the people who may sign in are %+v", s.users)
	}
	if left := s.interrupt(); len(left) > 0 {
		t.Errorf("it left %v", left)
	}
}

func TestTheDemoStaysInAFolderThatIsNamedAndIsNotWrittenOver(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(t.TempDir(), "una", "carpeta")
	s := show(t, false, "--data", folder)
	if left := s.interrupt(); len(left) > 0 {
		t.Errorf("it left %v elsewhere", left)
	}
	d, err := db.Open(t.Context(), "sqlite:"+filepath.Join(folder, "demo.db"), db.Options{})
	if err != nil {
		t.Fatal(err)
	}
	people := counted(t, d, `SELECT 'people', count(*) FROM person`)
	if err := d.Close(); err != nil || people["people"] < 80 {
		t.Errorf("%d people stayed, %v", people["people"], err)
	}
	_, told := atConsole(t).run(exitUsage, "", "demo", "--listen", "127.0.0.1:0", "--data", folder)
	if !strings.Contains(told, "ya hay una demostración") {
		t.Errorf("it said %q", told)
	}
}

func TestADemoThatIsStoppedWhileItIsMadeLeavesNothing(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	for _, args := range [][]string{{"--accounts", "200000"}, {"--accounts", "200000", "--data", folder}} {
		s := show(t, true, args...)
		where := filepath.Join(s.temp, "aldia-demo-*")
		if len(args) > 2 {
			where = folder
		}
		for found := []string(nil); len(found) == 0 && t.Context().Err() == nil; {
			found, _ = filepath.Glob(filepath.Join(where, "demo.db*"))
		}
		if left := s.interrupt(); len(left) > 0 || !strings.Contains(s.words.String(), "Interrumpido") {
			t.Errorf("%v: it left %v and said %q", args, left, s.words)
		}
	}
	if left, err := os.ReadDir(folder); err != nil || len(left) > 0 {
		t.Errorf("the named folder has %v, %v", left, err)
	}
}

func TestADemoThatCannotBeIsRefusedInWords(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		says string
		args []string
	}{
		{"--accounts va de 100 a 3000000", []string{"--accounts", "99"}},
		{"--accounts va de 100 a 3000000", []string{"--accounts", "3000001"}},
		{"se espera un número entero", []string{"--accounts", "muchas"}},
		{"se espera un número entero", []string{"--seed", "-1"}},
		{"«ZZ» no es uno de: CL, CO, EC, PE", []string{"--country", "zz"}},
		{"en «aquí» no se puede servir", []string{"--listen", "aquí"}},
		{"la carpeta /dev/null/demo no se puede crear", []string{
			"--listen", "127.0.0.1:0", "--data", "/dev/null/demo",
		}},
		{"hace su propia base y no toca la de --db", []string{"--db", "sqlite:mia.db", "--listen", "aquí"}},
		{"sobra: de más", []string{"de", "más"}},
	} {
		if _, told := atConsole(t).run(exitUsage, "", append([]string{"demo"}, c.args...)...); !strings.Contains(
			told, c.says) {
			t.Errorf("%v: it said %q", c.args, told)
		}
	}
}

package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"

	"aldia/platform/blob"
)

// endless begins with a text and goes on for ever, counting what is read of it.
type endless struct {
	begin []byte
	again string
	read  atomic.Int64
}

func (e *endless) Read(p []byte) (int, error) {
	n := copy(p, e.begin)
	if e.begin = e.begin[n:]; n == 0 {
		for n < len(p) {
			n += copy(p[n:], e.again)
		}
	}
	e.read.Add(int64(n))
	return n, nil
}

// fed runs a command on an input, with its temporary files in a folder of their own; it gives the exit code,
// what was told and what it left.
func (d *console) fed(input io.Reader, args ...string) (code int, told string, left []os.DirEntry) {
	d.t.Helper()
	name, err := built()
	if err != nil {
		d.t.Fatal(err)
	}
	temp := d.t.TempDir()
	var out bytes.Buffer
	cmd := exec.CommandContext(d.t.Context(), name, args...)
	cmd.Dir, cmd.Stdin, cmd.Stdout, cmd.Stderr = d.folder, input, &out, &out
	cmd.Env = append(os.Environ(), "TMPDIR="+temp)
	err = cmd.Run()
	if _, ended := errors.AsType[*exec.ExitError](err); err != nil && !ended && !errors.Is(err, syscall.EPIPE) {
		d.t.Fatal(err)
	}
	if left, err = os.ReadDir(temp); err != nil {
		d.t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode(), out.String(), left
}

func TestWhatIsPlainlyNoTableIsNotReadToItsEnd(t *testing.T) {
	t.Parallel()
	d := atConsole(t)
	for _, c := range []struct{ name, begin, again, says string }{
		{"a picture", "\x89PNG\r\n\x1a\n", "\x00\x01\x02\x03", "El archivo entrada es una imagen"},
		{"a PDF", "%PDF-1.7\n", "obj\n", "El archivo entrada es un PDF"},
		{"nothing but zeros", "", "\x00", "El archivo entrada no es una tabla"},
		{"a program", "\x7fELF\x02\x01\x01\x00", "\x00\x90\xff\x13", "El archivo entrada no es una tabla"},
		{"one line without an end", "cuenta;", "0123456789", "una línea de más de un megabyte"},
	} {
		input := &endless{begin: []byte(c.begin), again: c.again}
		code, told, left := d.fed(input, "import", "portfolio", "-", "--creditor", "ANDINA", "--country", "EC")
		if code != exitRefused || !strings.Contains(told, c.says) || len(left) > 0 {
			t.Errorf("%s: it ended with %d, left %v and told %q", c.name, code, left, told)
		}
		if read := input.read.Load(); read > 2*secondLook {
			t.Errorf("%s: %d bytes were read of it", c.name, read)
		}
	}
	for _, again := range []struct{ input, says string }{
		{"\x89PNG\r\n\x1a\n", "es una imagen"}, {"", "está vacío"}, {"hola\n", "no contiene una tabla"},
	} {
		code, told, left := d.fed(strings.NewReader(again.input), "import", "portfolio", "-")
		if code != exitRefused || !strings.Contains(told, again.says) || len(left) > 0 {
			t.Errorf("%q: it ended with %d, left %v and told %q", again.input, code, left, told)
		}
	}
}

func TestATableOnStandardInputIsLoaded(t *testing.T) {
	t.Parallel()
	d := atConsole(t)
	load := []string{
		"import",
		"portfolio",
		"-",
		"--creditor",
		"ANDINA",
		"--country",
		"EC",
		"--as-of",
		"2026-11-20",
	}
	code, told, left := d.fed(strings.NewReader(smallPortfolio), load...)
	if code != exitDone || !strings.Contains(told, "2 filas: 2 nuevas") || len(left) > 0 {
		t.Errorf("it ended with %d, left %v and told %q", code, left, told)
	}
	// A file that is no file of the disk, as of a shell's <(…), is read as standard input is.
	code, told, left = d.fed(strings.NewReader(smallPortfolio), append(load, "/dev/stdin")[1:]...)
	if code != exitUsage {
		t.Errorf("two files ended with %d, %q, %v", code, told, left)
	}
	load[2] = "/dev/stdin"
	code, told, left = d.fed(strings.NewReader(smallPortfolio), load...)
	if code != exitDone || !strings.Contains(told, "2 iguales") || len(left) > 0 {
		t.Errorf("it ended with %d, left %v and told %q", code, left, told)
	}
}

func TestAStreamIsReadToTheLimitAndNoFurther(t *testing.T) {
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	const limit = 3 << 20
	input := &endless{begin: []byte("cuenta;saldo\n"), again: "CR-1;10,00\n"}
	_, _, err := spooled(t.Context(), input, "entrada", limit)
	if !errors.Is(err, blob.ErrTooLarge) || input.read.Load() > limit+(1<<20) {
		t.Errorf("%d bytes were read, %v", input.read.Load(), err)
	}
	whole := "cuenta;saldo\n" + strings.Repeat("CR-1;10,00\n", 1000)
	for _, limit := range []int64{int64(len(whole)), int64(len(whole)) + 1} {
		file, done, err := spooled(t.Context(), strings.NewReader(whole), "entrada", limit)
		if err != nil || file.Size != int64(len(whole)) {
			t.Fatalf("of %d bytes %d were read, %v", len(whole), file.Size, err)
		}
		done()
	}
	if _, _, err := spooled(t.Context(), strings.NewReader(whole), "entrada", int64(len(whole))-1); !errors.Is(
		err,
		blob.ErrTooLarge,
	) {
		t.Errorf("a byte too many: %v", err)
	}
	stopped, stop := context.WithCancel(t.Context())
	stop()
	silent, closed := io.Pipe()
	defer closeQuietly(closed)
	if _, _, err := spooled(stopped, silent, "entrada", limit); !errors.Is(err, context.Canceled) {
		t.Errorf("nobody writes, and it goes on: %v", err)
	}
	if left, err := os.ReadDir(temp); err != nil || len(left) > 0 {
		t.Errorf("it left %v, %v", left, err)
	}
}

func TestAnImportThatIsStoppedSaysSoAndLeavesNothing(t *testing.T) {
	t.Parallel()
	name, err := built()
	if err != nil {
		t.Fatal(err)
	}
	for _, sent := range []os.Signal{syscall.SIGTERM, os.Interrupt} {
		d, temp := atConsole(t), t.TempDir()
		var told bytes.Buffer
		cmd := exec.CommandContext(t.Context(), name, "import", "portfolio", "-", "--creditor", "ANDINA")
		cmd.Dir, cmd.Stdout, cmd.Stderr = d.folder, &told, &told
		cmd.Env = append(os.Environ(), "TMPDIR="+temp)
		input, err := cmd.StdinPipe()
		if err == nil {
			err = cmd.Start()
		}
		if err == nil { // more than a pipe holds: when this is written, somebody reads
			_, err = io.WriteString(input, strings.Repeat(smallPortfolio, 4000))
		}
		if err == nil {
			err = cmd.Process.Signal(sent)
		}
		if err != nil {
			t.Fatal(err)
		}
		err = cmd.Wait()
		if cmd.ProcessState.ExitCode() != exitFault || !strings.Contains(told.String(), "Interrumpido") ||
			strings.Contains(told.String(), "context") || strings.Contains(told.String(), "signal") {
			t.Errorf("%v: it ended with %v and told %q", sent, err, told.String())
		}
		if left, err := os.ReadDir(temp); err != nil || len(left) > 0 {
			t.Errorf("%v: it left %v, %v", sent, left, err)
		}
	}
}

// Command aldia is the program: one binary with a sub-command for each thing one does with it. Every
// default works; nothing needs to be configured. See docs/guide/cli.md.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"slices"
	"strings"
	"syscall"
	_ "time/tzdata" // debtors live in time zones that a small machine may not know

	"aldia/platform/auth"
)

// Exit codes, as contract.md promises them.
const (
	exitDone    = 0
	exitFault   = 1 // ours; nothing is half done
	exitUsage   = 2
	exitRefused = 3 // the input was read and some of it was refused
)

// command is one sub-command.
type command struct {
	name  string
	usage string
	help  string
	run   func(ctx context.Context, c *call) error
}

// errUsage ends with exitUsage; its text is for the person.
type usageError struct{ text string }

func (u usageError) Error() string { return u.text }

// errRefused ends with exitRefused, after the command has said what was refused.
var errRefused = errors.New("some of the input was refused")

// memoryGoal is where the garbage collector begins to work harder than usual; GOMEMLIMIT says otherwise.
const memoryGoal = 320 << 20

func main() {
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(memoryGoal)
	}
	os.Exit(run())
}

func run() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	args := os.Args[1:]
	if len(args) == 0 || args[0] == "help" || args[0] == "-h" || args[0] == "--help" {
		printHelp(os.Stderr)
		if len(args) == 0 {
			return exitUsage
		}
		return exitDone
	}
	for _, c := range commands() {
		if c.name == args[0] {
			return execute(ctx, c, args[1:])
		}
	}
	fmt.Fprintf(os.Stderr, "aldia: no existe la orden %q. Pruebe: aldia help\n", args[0])
	return exitUsage
}

func execute(ctx context.Context, c command, args []string) int {
	call, err := newCall(c, args)
	if err == nil {
		err = c.run(auth.As(ctx, auth.Program()), call) // who runs commands has the database in hand anyway
	}
	call.close()
	var usage usageError
	switch {
	case err == nil:
		return exitDone
	case errors.Is(err, errHelp):
		return exitDone
	case errors.As(err, &usage):
		fmt.Fprintf(os.Stderr, "aldia %s: %s\n", c.name, usage.text)
		fmt.Fprintln(os.Stderr, call.say.Say("command.usage", c.name, c.usage))
		return exitUsage
	case errors.Is(err, errRefused):
		return exitRefused
	}
	return call.fail(err)
}

func printHelp(w io.Writer) {
	var b strings.Builder
	b.WriteString("AlDía: crédito y cobranzas.\n\n")
	for _, c := range commands() {
		fmt.Fprintf(&b, "  aldia %-9s %s\n", c.name, c.help)
	}
	b.WriteString("\nTodas aceptan --db (sqlite:ARCHIVO o postgres://…), --json y --help.\n")
	_, _ = io.WriteString(w, b.String())
}

// commands lists the sub-commands, in the order of a day.
func commands() []command {
	return []command{
		demoCommand(), importCommand(), closeCommand(), reportCommand(), serveCommand(), workCommand(),
		userCommand(), backupCommand(), restoreCommand(), exportCommand(), doctorCommand(), migrateCommand(),
		benchCommand(),
		versionCommand(),
	}
}

func oneOf(word string, allowed ...string) error {
	if slices.Contains(allowed, word) {
		return nil
	}
	return usageError{fmt.Sprintf("«%s» no es uno de: %s", word, strings.Join(allowed, ", "))}
}

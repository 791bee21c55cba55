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
	"aldia/platform/config"
	"aldia/platform/text"
	"aldia/words"
)

// Exit codes, as contract.md promises them.
const (
	exitDone    = 0
	exitFault   = 1 // ours; nothing is half done
	exitUsage   = 2
	exitRefused = 3 // the input was read and some of it was refused
)

// command is one sub-command. What it does and how it is written is said by words/*/option.toml under its
// name.
type command struct {
	name string
	run  func(ctx context.Context, c *call) error
}

// errRefused ends with exitRefused, after the command has said what was refused.
var errRefused = errors.New("some of the input was refused")

const (
	// memoryGoal is where the garbage collector begins to work harder than usual; GOMEMLIMIT says otherwise.
	memoryGoal = 320 << 20
	// garbage is how much the heap may grow before it is collected, in percent of what is in use: a load of a
	// million rows spent a quarter of its processor time on collecting at the usual hundred. Far below the goal
	// memory is cheaper than that; GOGC says otherwise.
	garbage = 300
)

func main() {
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(memoryGoal)
	}
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(garbage)
	}
	os.Exit(run())
}

func run() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	return runArgs(ctx, ordered(os.Args[1:]))
}

// runArgs runs the command that the first argument names.
func runArgs(ctx context.Context, args []string) int {
	if len(args) == 0 {
		printHelp(os.Stderr, spoken())
		return exitUsage
	}
	switch args[0] {
	case "-h", "--help", "-help":
		args[0] = "help"
	case "-v", "--version", "-version":
		args[0] = "version"
	}
	if args[0] == "help" && (len(args) == 1 || strings.HasPrefix(args[1], "-")) {
		printHelp(os.Stderr, spoken())
		return exitDone
	}
	asked := args[0] == "help"
	if asked {
		args = []string{args[1], "--help"}
	}
	for _, c := range commands() {
		if c.name == args[0] {
			return execute(ctx, c, args[1:])
		}
	}
	say := spoken()
	key := "command.no_such"
	if slices.Contains([]string{"score", "strategy"}, args[0]) {
		key = "command.not_yet"
	}
	fmt.Fprintln(os.Stderr, "aldia: "+say.Say(key, args[0]))
	return exitUsage
}

// ordered lets the options that every command takes stand before its name, as many programs have them.
func ordered(args []string) []string {
	for i := 0; i < len(args); i++ {
		name, _, whole := strings.Cut(strings.TrimLeft(args[i], "-"), "=")
		switch {
		case !strings.HasPrefix(args[i], "-"):
			return slices.Concat(args[i:i+1], args[:i], args[i+1:])
		case name == "db" || name == "config":
			if !whole {
				i++
			}
		case name != "json":
			return args
		}
	}
	return args
}

// spoken is the language of who has not named a command yet: that of the settings, where they can be read.
func spoken() text.Language {
	catalog, err := words.Load()
	if err != nil {
		return text.Language{}
	}
	settings, err := config.Load("", os.Environ())
	if err != nil {
		return catalog.For(text.First)
	}
	return catalog.For(settings.Language)
}

func execute(ctx context.Context, c command, args []string) int {
	call, err := newCall(c, args)
	if err == nil {
		err = c.run(auth.As(ctx, auth.Program()), call) // who runs commands has the database in hand anyway
	}
	if closing := call.letGo(); err == nil {
		err = closing
	}
	switch {
	case err == nil, errors.Is(err, errHelp):
		return exitDone
	case errors.Is(err, errRefused):
		return exitRefused
	case ctx.Err() != nil:
		return call.stopped()
	}
	return call.fail(err)
}

func printHelp(w io.Writer, say text.Language) {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n\n", say.Say("command.title"))
	for _, c := range commands() {
		fmt.Fprintf(&b, "  aldia %-9s %s\n", c.name, c.about(say))
	}
	fmt.Fprintf(&b, "\n%s\n", say.Say("command.of_all"))
	_, _ = io.WriteString(w, b.String())
}

// about says in a line what a command does.
func (c command) about(say text.Language) string { return say.Say("option.about." + c.name) }

// written says how a command is written.
func (c command) written(say text.Language) string {
	return strings.TrimSpace(say.Say("command.usage", c.name, say.Say("option.written."+c.name)))
}

// worded is a sentence where the files have it, else the text at hand.
func worded(say text.Language, key, otherwise string) string {
	if say.Has(key) {
		return say.Say(key)
	}
	return otherwise
}

// commands lists the sub-commands, in the order of a day.
func commands() []command {
	return []command{
		demoCommand(), importCommand(), closeCommand(), reportCommand(), evidenceCommand(),
		serveCommand(), workCommand(), userCommand(), backupCommand(), restoreCommand(), exportCommand(),
		doctorCommand(), migrateCommand(), lawCommand(), benchCommand(), versionCommand(),
	}
}

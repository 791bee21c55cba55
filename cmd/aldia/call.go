package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"sync/atomic"

	"aldia/domain/calendar"
	"aldia/domain/intake"
	"aldia/platform/config"
	"aldia/platform/db"
	"aldia/platform/fault"
	"aldia/platform/text"
	"aldia/words"
)

// call is one run of a sub-command: its flags, its arguments, the settings, and the way it answers.
type call struct {
	command command
	flags   *flag.FlagSet
	raw     []string
	args    []string
	dsn     string
	asJSON  bool
	config  config.Config
	db      *db.DB
	say     text.Language
	drawing atomic.Bool // a bar of progress is on the line
	answers int         // documents answered: one that fails before it answers is answered with its fault
}

var errHelp = errors.New("help was asked for")

func newCall(c command, args []string) (*call, error) {
	k := &call{
		command: c,
		flags:   flag.NewFlagSet(c.name, flag.ContinueOnError),
		raw:     args,
		config:  config.Default(),
	}
	k.flags.SetOutput(io.Discard) // it speaks English alone; see told and help
	k.flags.Usage = func() {}
	k.flags.StringVar(&k.dsn, "db", "", "")
	k.flags.BoolVar(&k.asJSON, "json", false, "")
	// Who asked for an answer in JSON gets one also when the rest of the line makes no sense.
	k.asJSON = slices.Contains(args, "--json") || slices.Contains(args, "-json")
	file := ""
	k.flags.StringVar(&file, "config", "", "")
	catalog, err := words.Load()
	if err != nil {
		return k, err
	}
	k.say = catalog.For(text.First)
	// The settings are read before the flags, which lie over them.
	for i, a := range args {
		if v, ok := strings.CutPrefix(strings.TrimPrefix(a, "-"), "-config="); ok {
			file = v
		} else if strings.TrimPrefix(a, "-") == "-config" && i+1 < len(args) {
			file = args[i+1]
		}
	}
	if k.config, err = config.Load(file, os.Environ()); err != nil {
		k.say = catalog.For(k.config.Language)
		return k, trouble{asFault(err), exitUsage}
	}
	k.say = catalog.For(k.config.Language)
	return k, nil
}

// parse reads the flags wherever they stand among the arguments, and gives the arguments, of which there
// are between least and most.
func (k *call) parse(least, most int) error {
	rest := k.raw
	for {
		if err := k.flags.Parse(rest); err != nil {
			if errors.Is(err, flag.ErrHelp) {
				k.help()
				return errHelp
			}
			return usageError{k.told(err)}
		}
		rest = k.flags.Args()
		if len(rest) == 0 {
			break
		}
		k.args, rest = append(k.args, rest[0]), rest[1:]
	}
	if len(k.args) < least || len(k.args) > most {
		return k.counted(least, most)
	}
	return nil
}

// counted says how many arguments are expected, and how many came.
func (k *call) counted(least, most int) error {
	switch {
	case most == 0:
		return misused("command.no_arguments", strings.Join(k.args, " "))
	case least == most:
		return misused("command.arguments", least, len(k.args))
	}
	return misused("command.arguments_between", least, most, len(k.args))
}

// open opens the database that the flags name, else the settings.
func (k *call) open(ctx context.Context) (*db.DB, error) { return k.openWith(ctx, db.Options{}) }

// openRaw opens it without asking anything of its schema.
func (k *call) openRaw(ctx context.Context) (*db.DB, error) {
	return k.openWith(ctx, db.Options{KeepSchema: true})
}

func (k *call) openWith(ctx context.Context, o db.Options) (*db.DB, error) {
	dsn := k.database()
	if !strings.HasPrefix(dsn, "sqlite:") && !strings.HasPrefix(dsn, "postgres://") &&
		!strings.HasPrefix(dsn, "postgresql://") || dsn == "sqlite:" {
		engine, _, _ := strings.Cut(dsn, ":") // what follows may hold a password
		return nil, misused("command.bad_db", engine)
	}
	d, err := db.Open(ctx, dsn, o)
	k.db = d
	return d, err
}

// program opens the database and builds the program on it, for a command that does what a person would.
func (k *call) program(ctx context.Context) (*program, error) {
	d, err := k.open(ctx)
	if err != nil {
		return nil, err
	}
	p, err := wire(d, nil)
	if err == nil {
		p.treatments.Unasked = k.sayUnasked
	}
	return p, err
}

// there holds the database to be there already: a name that is wrong must not be answered with a new, empty
// one.
func (k *call) there() error {
	if dsn := k.database(); strings.HasPrefix(dsn, "sqlite:") && dsn != "sqlite:" {
		if _, err := os.Stat(db.FileOf(dsn)); err != nil {
			return wrongly("command.db.none", db.FileOf(dsn))
		}
	}
	return nil
}

// database is the database that the flags name, else the settings.
func (k *call) database() string { return cmp.Or(k.dsn, k.config.DB) }

// close lets go of the database, where nothing else depends on it.
func (k *call) close() {
	if err := k.letGo(); err != nil {
		k.tellf("aldia %s: %s", k.command.name, k.say.Fault(k.troubled(err)))
	}
}

// letGo lets go of the database; what fails then was not said before.
func (k *call) letGo() error {
	if k == nil || k.db == nil {
		return nil
	}
	d := k.db
	k.db = nil
	return d.Close()
}

// answer prints a JSON document, when one was asked for.
func (k *call) answer(v any) error {
	if !k.asJSON {
		return nil
	}
	text, err := json.Marshal(v)
	if err != nil {
		return err
	}
	k.answers++
	_, err = fmt.Fprintln(os.Stdout, string(text))
	return err
}

// tell prints a line for people.
func (k *call) tellf(format string, args ...any) {
	if k.drawing.Swap(false) { // a bar that was not filled stays above
		fmt.Fprintln(os.Stderr)
	}
	fmt.Fprintf(os.Stderr, format+"\n", args...)
}

// tell prints the sentence of a key for people.
func (k *call) tell(key string, args ...any) { k.tellf("%s", k.say.Say(key, args...)) }

// fail says what went wrong in words and gives the exit code. An input that was refused whole is the sender's
// to mend. What is our own mistake is shown with its inner text, since whoever runs commands is the one to
// look after it.
func (k *call) fail(err error) int {
	code, key := exitFault, "internal"
	var said string
	var wrong usageError
	var misused misuse
	err = k.troubled(intake.InWords(err))
	t, known := errors.AsType[trouble](err)
	f, is := errors.AsType[*fault.Error](err)
	switch {
	case errors.As(err, &wrong):
		code, key, said = exitUsage, "usage", wrong.text
	case errors.As(err, &misused):
		code, key, said = exitUsage, misused.says.Key, k.say.Fault(misused.says)
	case known:
		code, key, said = t.code, t.says.Key, k.say.Fault(t.says)
	case is && f.Kind != fault.Internal:
		code, key, said = codeOf(f.Kind), f.Key, k.say.Fault(f)
	default:
		said = k.say.Say("command.internal", err.Error())
	}
	k.tellf("aldia %s: %s", k.command.name, said)
	if wrong.text != "" || misused.says != nil {
		k.tellf("%s", k.command.written(k.say))
		k.tell("command.see_help", k.command.name)
	}
	if k.answers == 0 {
		_ = k.answer(map[string]string{"error": said, "code": key})
	}
	return code
}

// codeOf is how a command ends that was refused: what it read is not good, or what was asked for does not
// exist, or cannot be done as things are.
func codeOf(kind fault.Kind) int {
	if kind == fault.Invalid || kind == fault.Limit {
		return exitRefused
	}
	return exitUsage
}

// stopped ends a command that was told to stop before it was done.
func (k *call) stopped() int {
	said := worded(k.say, "command.stopped."+k.command.name, k.say.Say("command.stopped_early"))
	k.tellf("aldia %s: %s", k.command.name, said)
	if k.answers == 0 {
		_ = k.answer(map[string]string{"error": said, "code": "command.stopped"})
	}
	return exitFault
}

// asFault gives an error as the fault that it is.
func asFault(err error) *fault.Error {
	if f, is := errors.AsType[*fault.Error](err); is {
		return f
	}
	return fault.New(fault.Internal, "command.internal", err.Error())
}

// day reads a day given on the command line; none for nothing.
func day(flagName, s string) (calendar.Day, error) {
	if s == "" {
		return calendar.NoDay, nil
	}
	d, err := calendar.ParseDay(s)
	if err != nil {
		return d, misused("command.bad_value", s, "--"+flagName, text.Key("command.expected.day"))
	}
	return d, nil
}

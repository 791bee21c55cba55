package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"

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
	k.flags.StringVar(&k.dsn, "db", "", "base de datos: sqlite:ARCHIVO o postgres://… (también ALDIA_DB)")
	k.flags.BoolVar(&k.asJSON, "json", false, "responder con un documento JSON en la salida estándar")
	file := ""
	k.flags.StringVar(&file, "config", "", "archivo de ajustes (aldia.toml)")
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
		return k, usageError{k.say.Fault(err)}
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
		return usageError{k.say.Say("command.arguments", least, most, len(k.args))}
	}
	return nil
}

// open opens the database that the flags name, else the settings.
func (k *call) open(ctx context.Context) (*db.DB, error) { return k.openWith(ctx, db.Options{}) }

// openRaw opens it without asking anything of its schema.
func (k *call) openRaw(ctx context.Context) (*db.DB, error) {
	return k.openWith(ctx, db.Options{KeepSchema: true})
}

func (k *call) openWith(ctx context.Context, o db.Options) (*db.DB, error) {
	dsn := k.dsn
	if dsn == "" {
		dsn = k.config.DB
	}
	if !strings.HasPrefix(dsn, "sqlite:") && !strings.HasPrefix(dsn, "postgres") {
		return nil, usageError{fmt.Sprintf("--db %q: se espera sqlite:ARCHIVO o postgres://…", dsn)}
	}
	d, err := db.Open(ctx, dsn, o)
	k.db = d
	return d, err
}

func (k *call) close() {
	if k == nil || k.db == nil {
		return
	}
	if err := k.db.Close(); err != nil {
		fmt.Fprintln(os.Stderr, "aldia:", err)
	}
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
	_, err = fmt.Fprintln(os.Stdout, string(text))
	return err
}

// tell prints a line for people.
func (k *call) tellf(format string, args ...any) { fmt.Fprintf(os.Stderr, format+"\n", args...) }

// fail says what went wrong in words and gives the exit code. An input that was refused whole is the
// sender's to mend; what is ours is shown whole, since whoever runs commands is the one to look after it.
func (k *call) fail(err error) int {
	var f *fault.Error
	err = intake.InWords(err)
	if errors.As(err, &f) && f.Kind != fault.Internal {
		fmt.Fprintf(os.Stderr, "aldia %s: %s\n", k.command.name, k.say.Fault(err))
		if k.asJSON {
			_ = k.answer(
				map[string]string{"error": k.say.Fault(err), "code": f.Key},
			)
		}
		if f.Kind == fault.Invalid || f.Kind == fault.Limit {
			return exitRefused
		}
		return exitUsage // what was asked for does not exist, or cannot be done as things are
	}
	fmt.Fprintf(os.Stderr, "aldia %s: %v\n", k.command.name, err)
	return exitFault
}

// day reads a day given on the command line; none for nothing.
func day(flagName, s string) (calendar.Day, error) {
	if s == "" {
		return calendar.NoDay, nil
	}
	d, err := calendar.ParseDay(s)
	if err != nil {
		return d, usageError{fmt.Sprintf("--%s %q: se espera un día como 2026-11-22", flagName, s)}
	}
	return d, nil
}

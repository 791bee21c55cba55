package main

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"text/tabwriter"
	"time"
)

// told says what is wrong with the options in the person's language. The flag package has one English
// sentence for each mistake and no types; one that is new to us is passed on as it is.
func (k *call) told(err error) string {
	text := err.Error()
	if name, is := strings.CutPrefix(text, "flag provided but not defined: "); is {
		if near := k.nearest(name); near != "" {
			return k.say.Say("command.unknown_near", dashed(name), near)
		}
		return k.say.Say("command.unknown", dashed(name))
	}
	if name, is := strings.CutPrefix(text, "flag needs an argument: "); is {
		return k.say.Say("command.needs_value", dashed(name))
	}
	if given, is := strings.CutPrefix(text, "bad flag syntax: "); is {
		return k.say.Say("command.bad_syntax", given)
	}
	for _, kind := range []struct{ before, between string }{
		{"invalid value ", " for flag -"}, {"invalid boolean value ", " for -"},
	} {
		rest, is := strings.CutPrefix(text, kind.before)
		value, name, found := strings.Cut(rest, kind.between)
		if !is || !found {
			continue
		}
		name, _, _ = strings.Cut(name, ":")
		return k.say.Say("command.bad_value", strings.Trim(value, `"`), "--"+name, k.expected(name))
	}
	return text
}

// dashed writes an option as the help does, with two dashes.
func dashed(name string) string { return "--" + strings.TrimLeft(name, "-") }

// expected says what may stand behind an option.
func (k *call) expected(name string) string {
	f := k.flags.Lookup(name)
	if f == nil {
		return k.say.Say("command.expected.text")
	}
	getter, is := f.Value.(flag.Getter)
	if !is {
		return k.say.Say("command.expected.text")
	}
	switch getter.Get().(type) {
	case bool:
		return k.say.Say("command.expected.bool")
	case int, int64, uint, uint64:
		return k.say.Say("command.expected.whole")
	case time.Duration:
		return k.say.Say("command.expected.duration")
	}
	return k.say.Say("command.expected.text")
}

// nearest is the one option that begins as the given one does: --creditors for --creditor, --dry for
// --dry-run. More than one, or none, is no help.
func (k *call) nearest(given string) string {
	const enough = 3
	given = strings.TrimLeft(given, "-")
	var near []string
	k.flags.VisitAll(func(f *flag.Flag) {
		short, long := f.Name, given
		if len(short) > len(long) {
			short, long = long, short
		}
		if len(short) >= enough && strings.HasPrefix(long, short) {
			near = append(near, "--"+f.Name)
		}
	})
	if len(near) != 1 {
		return ""
	}
	return near[0]
}

// optionWords says what an option does: of this command, else of all.
func (k *call) optionWords(f *flag.Flag) string {
	name := strings.ReplaceAll(f.Name, "-", "_")
	return worded(k.say, "option."+k.command.name+"."+name, worded(k.say, "option.all."+name, f.Usage))
}

// help lists what a command does and takes.
func (k *call) help() {
	fmt.Fprintf(os.Stderr, "%s\n%s\n\n", k.command.about(k.say), k.command.written(k.say))
	w := tabwriter.NewWriter(os.Stderr, 0, 4, 2, ' ', 0)
	k.flags.VisitAll(func(f *flag.Flag) {
		note := ""
		if f.DefValue != "" && f.DefValue != "false" && f.DefValue != "0" {
			note = k.say.Say("command.default", f.DefValue)
		}
		name := "--" + f.Name
		if len(f.Name) == 1 {
			name = "-" + f.Name
		}
		_, _ = fmt.Fprintf(w, "  %s\t%s%s\n", name, k.optionWords(f), note)
	})
	_ = w.Flush()
}

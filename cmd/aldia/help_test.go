package main

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

func TestEveryCommandExplainsItselfInBothLanguages(t *testing.T) {
	t.Parallel()
	d := atConsole(t)
	d.write("en.toml", "language = \"en\"\n")
	raw := regexp.MustCompile(`\b(option|command)\.[a-z]`)
	for _, c := range commands() {
		spanish := d.tell(exitDone, c.name, "--help", "--config", os.DevNull)
		english := d.tell(exitDone, c.name, "--help", "--config", "en.toml")
		d.wants(spanish, "uso: aldia "+c.name, "--db", "base de datos: sqlite:ARCHIVO")
		d.wants(english, "usage: aldia "+c.name, "--db", "database: sqlite:FILE")
		for _, said := range []string{spanish, english} {
			for line := range strings.Lines(said) {
				bare := regexp.MustCompile(`^ +-{1,2}\S+\s*$`).MatchString(line)
				if bare || raw.MatchString(line) {
					t.Errorf("aldia %s --help says nothing in %q", c.name, line)
				}
			}
		}
		spoken, translated := strings.Split(spanish, "\n"), strings.Split(english, "\n")
		if len(spoken) != len(translated) {
			t.Errorf("aldia %s --help has %d lines in Spanish and %d in English", c.name, len(spoken), len(translated))
			continue
		}
		for i, line := range spoken {
			if line != "" && line == translated[i] && !strings.HasPrefix(line, " ") {
				t.Errorf("aldia %s --help says %q in both languages", c.name, line)
			}
		}
	}
}

func TestACommandIsFoundHoweverItIsAskedFor(t *testing.T) {
	t.Parallel()
	d := atConsole(t)
	d.wants(d.tell(exitDone, "help"), "aldia import", "carga un archivo del acreedor", "aldia version")
	d.wants(d.tell(exitDone, "--help"), "aldia import")
	d.wants(d.tell(exitUsage), "aldia import")
	d.wants(d.tell(exitDone, "help", "close"), "uso: aldia close", "--through")
	d.wants(d.tell(exitUsage, "cerrar"), "no existe la orden «cerrar»")
	d.wants(d.tell(exitUsage, "help", "cerrar"), "no existe la orden «cerrar»")
	d.wants(d.tell(exitUsage, "--nada", "close"), "no existe la orden «--nada»")
	for _, name := range []string{"score", "strategy"} {
		d.wants(d.tell(exitUsage, name, "check"), "«"+name+"» todavía no existe en esta versión")
	}
	d.wants(d.tell(exitDone, "--version"), "aldia dev")
	d.wants(d.tell(exitDone, "--json", "version"), `"version":"dev"`)
	d.wants(d.tell(exitUsage, "--db", "sqlite:otra.db", "doctor"), "no hay base de datos en otra.db")
	d.write("aldia.toml", "language = \"en\"\n")
	d.wants(d.tell(exitDone, "help"), "loads a creditor's file")
	d.wants(d.tell(exitUsage, "cerrar"), "there is no command “cerrar”")
}

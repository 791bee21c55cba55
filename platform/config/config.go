// Package config is what can be set from outside, and nothing has to be: every default works on a fresh
// machine. A value comes from the first of: a flag (the command lays it over), the environment (ALDIA_*), the
// file (aldia.toml), the default. A word that means nothing here is refused with its line and the nearest
// word that does, since a mistyped setting that is silently ignored is found only when it hurts.
package config

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"reflect"
	"runtime"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"

	"aldia/platform/fault"
)

// FileName is the file that is read from the working folder when no other is named.
const FileName = "aldia.toml"

// maxFileBytes holds off a file that is not ours by mistake: a settings file has a few lines.
const maxFileBytes = 1 << 20

// Config is everything that can be set. The names of the file are those of the tags; the name in the
// environment is ALDIA_ and the same in capitals, with _ for the point: ALDIA_LOG_LEVEL.
type Config struct {
	DB           string `toml:"db"`            // sqlite:aldia.db, or postgres://…
	Listen       string `toml:"listen"`        // host:port of the web
	PublicURL    string `toml:"public_url"`    // how people reach the web; https here makes the cookies secure
	TrustProxy   bool   `toml:"trust_proxy"`   // a proxy of ours stands in front: believe its X-Forwarded-For
	MetricsToken string `toml:"metrics_token"` // lets a machine elsewhere read /metrics: Authorization: Bearer …
	Data         string `toml:"data"`          // folder for temporary and exported files
	Language     string `toml:"language"`      // es or en: what people see before they have chosen
	Work         bool   `toml:"work"`          // the web process also does the jobs
	Workers      int    `toml:"workers"`       // jobs done at once by one process
	SessionHours int    `toml:"session_hours"` // a sign-in ends after this many hours, however busy
	IdleMinutes  int    `toml:"idle_minutes"`  // and after this many minutes of silence
	Log          Log    `toml:"log"`
}

// Log says what is written to standard error and how.
type Log struct {
	Level  string `toml:"level"`  // debug, info, warn, error
	Format string `toml:"format"` // auto (text on a terminal), text, json
}

// Limits of what can be set: more would be a slip, and would be found only in production.
const (
	maxWorkers      = 256
	maxSessionHours = 24 * 31
	maxIdleMinutes  = 24 * 60
	// minToken is a word that nobody guesses by trying.
	minToken = 16
)

// languages are those that people are spoken to in.
const languages = "es en"

// Default is the configuration of a fresh machine. A session lasts a long shift, and half an hour of silence
// is a lunch.
func Default() Config {
	return Config{
		DB:           "sqlite:aldia.db",
		Listen:       "127.0.0.1:8080",
		Data:         os.TempDir(),
		Language:     "es",
		Work:         true,
		Workers:      max(2, runtime.NumCPU()),
		SessionHours: 12,
		IdleMinutes:  30,
		Log:          Log{Level: "info", Format: "auto"},
	}
}

// Load reads the file at path and lays the environment over it. An empty path means aldia.toml, which may be
// absent; a file that was named must be there. environ is os.Environ(). What is wrong comes back as a
// *fault.Error for people.
func Load(path string, environ []string) (Config, error) {
	c := Default()
	named := path != ""
	if !named {
		path = FileName
	}
	text, err := readFile(path)
	switch {
	case errors.Is(err, fs.ErrNotExist) && !named:
	case err != nil:
		return c, fault.New(fault.Invalid, "config.unreadable", path).Because(err)
	default:
		if err := c.readTOML(path, text); err != nil {
			c.speak(environ)
			return c, err
		}
	}
	c.speak(environ)
	if err := c.readEnviron(environ); err != nil {
		return c, err
	}
	err = c.Check()
	return c, err
}

// speak takes the language from the environment before anything else of it, so that what is wrong with the
// rest is said in it.
func (c *Config) speak(environ []string) {
	for _, line := range environ {
		if wanted, is := strings.CutPrefix(line, environName("language")+"="); is && oneOf(wanted, languages) {
			c.Language = wanted
		}
	}
}

func readFile(path string) (string, error) {
	stat, err := os.Stat(path)
	if err != nil {
		return "", err
	}
	if stat.IsDir() || stat.Size() > maxFileBytes {
		return "", errors.New("config: not a settings file")
	}
	text, err := os.ReadFile(path)
	return string(text), err
}

func (c *Config) readTOML(path, text string) error {
	tree := map[string]any{}
	if _, err := toml.Decode(text, &tree); err != nil {
		if at, is := errors.AsType[toml.ParseError](err); is {
			return fault.New(fault.Invalid, "config.not_toml", path, at.Position.Line).Because(err)
		}
		return fault.New(fault.Invalid, "config.unreadable", path).Because(err)
	}
	settings, given := c.settings(), map[string]any{}
	flatten("", tree, given)
	if wanted, is := given["language"].(string); is && oneOf(wanted, languages) {
		c.Language = wanted // what is wrong further on is said in it
	}
	for _, key := range slices.Sorted(maps.Keys(given)) {
		place, known := settings[key]
		if !known {
			return unknown(path, lineOf(text, key), key, nearest(key, settings))
		}
		v := reflect.ValueOf(given[key])
		if v.Kind() != place.Kind() && !(v.Kind() == reflect.Int64 && place.Kind() == reflect.Int) {
			return fault.New(fault.Invalid, "config.wrong_kind", path, lineOf(text, key), key, given[key]).On(key)
		}
		place.Set(v.Convert(place.Type()))
	}
	return nil
}

func unknown(source string, line int, key, suggestion string) error {
	if suggestion == "" {
		return fault.New(fault.Invalid, "config.unknown", source, line, key)
	}
	return fault.New(fault.Invalid, "config.unknown_near", source, line, key, suggestion)
}

// Check says whether every value is one that the program can run with.
func (c *Config) Check() error {
	if c.DB != "" && !strings.Contains(c.DB, ":") {
		return bad("db", c.DB, "sqlite:…, postgres://…")
	}
	if c.Workers < 1 || c.Workers > maxWorkers {
		return bad("workers", c.Workers, fmt.Sprint("1–", maxWorkers))
	}
	if c.SessionHours < 1 || c.SessionHours > maxSessionHours {
		return bad("session_hours", c.SessionHours, fmt.Sprint("1–", maxSessionHours))
	}
	if c.IdleMinutes < 1 || c.IdleMinutes > maxIdleMinutes {
		return bad("idle_minutes", c.IdleMinutes, fmt.Sprint("1–", maxIdleMinutes))
	}
	if w := c.MetricsToken; w != "" && len(w) < minToken {
		return bad("metrics_token", strings.Repeat("•", len(w)), fmt.Sprint("≥ ", minToken))
	}
	if u := c.PublicURL; u != "" && !strings.HasPrefix(u, "https://") && !strings.HasPrefix(u, "http://") {
		return bad("public_url", u, "https://…")
	}
	for _, choice := range []struct{ key, value, allowed string }{
		{"language", c.Language, languages},
		{"log.level", c.Log.Level, "debug info warn error"},
		{"log.format", c.Log.Format, "auto text json"},
	} {
		if !oneOf(choice.value, choice.allowed) {
			return bad(choice.key, choice.value, strings.ReplaceAll(choice.allowed, " ", ", "))
		}
	}
	return nil
}

func bad(key string, value any, allowed string) error {
	return fault.New(fault.Invalid, "config.bad_value", key, value, allowed).On(key)
}

func oneOf(word, allowed string) bool {
	return slices.Contains(strings.Fields(allowed), word)
}

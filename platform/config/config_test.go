package config

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"aldia/platform/fault"
)

func file(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "settings.toml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestNothingHasToBeSet(t *testing.T) {
	t.Chdir(t.TempDir())
	c, err := Load("", nil)
	if err != nil || c != Default() {
		t.Fatalf("a fresh machine got %+v, %v", c, err)
	}
}

func TestTheFileAloneInTheFolderIsRead(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := os.WriteFile(FileName, []byte("workers = 7\n[log]\nlevel = \"debug\"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := Load("", nil)
	if err != nil || c.Workers != 7 || c.Log.Level != "debug" {
		t.Fatalf("got %+v, %v", c, err)
	}
	if c.Language != "es" {
		t.Fatalf("what the file leaves out keeps its default, got %q", c.Language)
	}
}

func TestTheEnvironmentWinsOverTheFile(t *testing.T) {
	t.Parallel()
	path := file(t, "workers = 7\nlanguage = \"es\"\n")
	c, err := Load(path, []string{"HOME=/root", "ALDIA_WORKERS=3", "ALDIA_WORK=false", "ALDIA_LOG_FORMAT=json",
		"ALDIA_SHARED=/somewhere", "ALDIA_TEST_ANYTHING=1"})
	if err != nil || c.Workers != 3 || c.Work || c.Log.Format != "json" {
		t.Fatalf("got %+v, %v", c, err)
	}
}

func TestASlipIsRefusedWithItsPlaceAndTheRightWord(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, text string
		environ    []string
		key        string
		args       []any
	}{
		{"a letter too few", "# ours\n\nworker = 3\n", nil, "config.unknown_near", []any{3, "worker", "workers"}},
		{"in a table", "db = \"sqlite:a\"\n[log]\nlevle = \"info\"\n", nil,
			"config.unknown_near", []any{3, "log.levle", "log.level"}},
		{"in an inline table", "log = {levle = \"info\"}\n", nil,
			"config.unknown_near", []any{1, "log.levle", "log.level"}},
		{"nothing like it", "a = 1\nzzzzzzzzzzzz = 3\n", nil, "config.unknown", []any{1, "a"}},
		{"no TOML", "workers = 3\nlanguage = es\n", nil, "config.not_toml", []any{2}},
		{"the wrong kind", "workers = \"three\"\n", nil, "config.wrong_kind", []any{1, "workers"}},
		{"in the environment", "", []string{"ALDIA_WORKRES=3"},
			"config.unknown_variable_near", []any{"ALDIA_WORKERS"}},
		{"in the environment, and nothing like it", "", []string{"ALDIA_ZZZZZZZZZZZZZZZ=3"},
			"config.unknown_variable", nil},
		{"a word for a number", "", []string{"ALDIA_WORKERS=three"}, "config.bad_value", nil},
		{"too many workers", "workers = 100000\n", nil, "config.bad_value", nil},
		{"no hours", "session_hours = 0\n", nil, "config.bad_value", nil},
		{"no silence", "idle_minutes = -1\n", nil, "config.bad_value", nil},
		{"a language we do not speak", "language = \"fr\"\n", nil, "config.bad_value", nil},
		{"a word for the figures that can be guessed", "metrics_token = \"gato\"\n", nil, "config.bad_value", nil},
		{"an address without its scheme", "public_url = \"cobros.example\"\n", nil, "config.bad_value", nil},
		{"a database without its engine", "db = \"aldia\"\n", nil, "config.bad_value", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, err := Load(file(t, c.text), c.environ)
			var f *fault.Error
			if !errors.As(err, &f) || f.Key != c.key || f.Kind != fault.Invalid {
				t.Fatalf("got %v, want %s", err, c.key)
			}
			for i, want := range c.args {
				if f.Args[i+1] != want {
					t.Fatalf("told %v, want %v at %d", f.Args, want, i+1)
				}
			}
		})
	}
}

func TestWhatIsWrongIsSaidInTheLanguageThatWasSet(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, text string
		environ    []string
		want       string
	}{
		{"in the file, before a slip", "language = \"en\"\nbd = \"x\"\n", nil, "en"},
		{"in the environment, with a slip in the file", "bd = \"x\"\n", []string{"ALDIA_LANGUAGE=en"}, "en"},
		{"in the environment, with another slip there", "", []string{"ALDIA_BD=x", "ALDIA_LANGUAGE=en"}, "en"},
		{"a file that is no TOML", "language = en\n", []string{"ALDIA_LANGUAGE=en"}, "en"},
		{"one that nobody speaks", "language = \"fr\"\nbd = \"x\"\n", nil, "es"},
	} {
		if got, err := Load(file(t, c.text), c.environ); err == nil || got.Language != c.want {
			t.Errorf("%s: it is said in %q, %v", c.name, got.Language, err)
		}
	}
}

func TestAFileThatWasNamedMustBeThere(t *testing.T) {
	t.Parallel()
	unreadable := fault.New(fault.Invalid, "config.unreadable")
	if _, err := Load(filepath.Join(t.TempDir(), "none.toml"), nil); !errors.Is(err, unreadable) {
		t.Fatalf("got %v", err)
	}
	if _, err := Load(t.TempDir(), nil); !errors.Is(err, unreadable) {
		t.Fatalf("a folder was taken for a file: %v", err)
	}
}

func TestEverySettingCanComeFromTheEnvironment(t *testing.T) {
	t.Parallel()
	c := Default()
	var environ []string
	for key, place := range c.settings() {
		value := map[reflect.Kind]string{reflect.Bool: "false", reflect.Int: "7"}[place.Kind()]
		switch {
		case value != "":
		case key == "db":
			value = "postgres://db/aldia"
		case key == "public_url":
			value = "https://cobros.example"
		case key == "language":
			value = "en"
		default:
			value = place.String()
		}
		environ = append(environ, environName(key)+"="+value)
	}
	got, err := Load(file(t, ""), environ)
	if err != nil || len(environ) != 13 {
		t.Fatalf("%d settings, %v", len(environ), err)
	}
	if got.Work || got.Workers != 7 || got.IdleMinutes != 7 || got.Language != "en" ||
		got.DB != "postgres://db/aldia" {
		t.Errorf("got %+v", got)
	}
}

package words_test

import (
	"io/fs"
	"os"
	"path"
	"regexp"
	"sort"
	"strings"
	"testing"

	"aldia/platform/text"
	"aldia/words"
)

func load(t *testing.T) *text.Catalog {
	t.Helper()
	catalog, err := words.Load()
	if err != nil {
		t.Fatal(err)
	}
	return catalog
}

func TestEveryLanguageSaysTheSameThings(t *testing.T) {
	t.Parallel()
	for _, wrong := range load(t).Check() {
		t.Error(wrong)
	}
}

// TestEveryKeyInTheSourceHasItsSentence reads the source for keys: what is said, what a fault is called,
// and keys that are arguments. A key that is put together while running is the business of who does it. An
// area of which nothing is written yet is only told of, except where the whole is judged.
func TestEveryKeyInTheSourceHasItsSentence(t *testing.T) {
	t.Parallel()
	spanish := load(t).For(text.First)
	areas := map[string]bool{}
	for _, key := range spanish.Keys() {
		area, _, _ := strings.Cut(key, ".")
		areas[area] = true
	}
	said := regexp.MustCompile(`(?:\bSay\(|\btext\.Key\(|\bfault\.New\(\s*fault\.[A-Z]\w+,\s*)` +
		`"([a-z0-9_]+(?:\.[a-z0-9_]+)+)"\s*[,)]`)
	lacking := map[string]string{}
	found := 0
	err := fs.WalkDir(os.DirFS(".."), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && strings.HasPrefix(path.Base(name), ".") && name != "." {
			return fs.SkipDir
		}
		spoken := strings.HasSuffix(name, ".templ") || strings.HasSuffix(name, ".go")
		if entry.IsDir() || !spoken || strings.HasSuffix(name, "_test.go") || strings.HasSuffix(name, "_templ.go") {
			return nil
		}
		source, err := os.ReadFile("../" + name)
		if err != nil {
			return err
		}
		for _, m := range said.FindAllStringSubmatch(string(source), -1) {
			found++
			if !spanish.Has(m[1]) {
				lacking[m[1]] = name
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if found == 0 {
		t.Fatal("no key found at all: the search is broken")
	}
	var keys []string
	for key := range lacking {
		keys = append(keys, key)
	}
	sort.Strings(keys)
	for _, key := range keys {
		area, _, _ := strings.Cut(key, ".")
		if !areas[area] && os.Getenv("CI") == "" {
			t.Logf("%s says %s, and nothing of %s is written yet", lacking[key], key, area)
			continue
		}
		t.Errorf("%s says %s, which no file of words has", lacking[key], key)
	}
}

package law

import (
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"strings"

	"github.com/BurntSushi/toml"

	"aldia/platform/text"
)

// misnamed says that a field of a pack's file is one that nobody reads, at which line it stands, and which
// was most likely meant: a misspelt limit must not pass for none.
func misnamed(name string, file []byte, key toml.Key, into any) error {
	last := len(key) - 1
	says := fmt.Sprintf("law: %s:%d: nothing is called %q", name, lineOf(string(file), key), key.String())
	near := text.Nearest(key[last], namesIn(reflect.TypeOf(into), key[:last]))
	if near == "" {
		return errors.New(says)
	}
	return fmt.Errorf("%s: did you mean %q?", says, near)
}

// header is [table] or [[table]].
var header = regexp.MustCompile(`^\[+\s*([^\]]+?)\s*\]+`)

// lineOf is the line, from one on, on which a key first stands: by itself under its table's name, with dots,
// or within braces. It is 1 where it is not found.
func lineOf(file string, key toml.Key) int {
	table, within := "", 0
	last := regexp.MustCompile(`(^|[{,.\s])"?` + regexp.QuoteMeta(key[len(key)-1]) + `"?\s*[=.]`)
	for i, line := range strings.Split(file, "\n") {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "#") {
			continue
		}
		if m := header.FindStringSubmatch(line); m != nil {
			table = m[1]
			if table == key.String() {
				return i + 1
			}
			continue
		}
		before, _, _ := strings.Cut(line, "=")
		full := strings.Trim(table+"."+strings.TrimSpace(before), ".")
		switch {
		case full == key.String():
			return i + 1
		case within == 0 && strings.HasPrefix(key.String()+".", full+".") && last.MatchString(line):
			within = i + 1 // {braces}
		}
	}
	return max(within, 1)
}

// namesIn are the names that a place of a file knows.
func namesIn(t reflect.Type, path []string) (names []string) {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	if t.Kind() == reflect.Map && len(path) > 0 {
		return namesIn(t.Elem(), path[1:])
	}
	if t.Kind() != reflect.Struct {
		return nil
	}
	for f := range t.Fields() {
		name, _, _ := strings.Cut(f.Tag.Get("toml"), ",")
		switch {
		case f.Anonymous:
			names = append(names, namesIn(f.Type, path)...)
		case name == "" || name == "-":
		case len(path) == 0:
			names = append(names, name)
		case name == path[0]:
			return namesIn(f.Type, path[1:])
		}
	}
	return names
}

package config

import (
	"reflect"
	"strconv"
	"strings"

	"aldia/platform/fault"
)

const environPrefix = "ALDIA_"

// outside are variables of our prefix that other parts read: tests and tools, never the program's settings.
const outside = " ALDIA_SHARED ALDIA_CONFIG ALDIA_TEST_POSTGRES "

// settings gives every key that can be set, as the file spells it, with the place it is kept.
func (c *Config) settings() map[string]reflect.Value {
	found := map[string]reflect.Value{}
	collect("", reflect.ValueOf(c).Elem(), found)
	return found
}

func collect(prefix string, v reflect.Value, found map[string]reflect.Value) {
	for i := range v.NumField() {
		key := prefix + v.Type().Field(i).Tag.Get("toml")
		if v.Field(i).Kind() == reflect.Struct {
			collect(key+".", v.Field(i), found)
			continue
		}
		found[key] = v.Field(i)
	}
}

// flatten gives every value of the file under its dotted key. A table that should be a value stays a table,
// and is found unknown by its first key.
func flatten(prefix string, tree, into map[string]any) {
	for name, value := range tree {
		if inner, isTable := value.(map[string]any); isTable {
			flatten(prefix+name+".", inner, into)
			continue
		}
		into[prefix+name] = value
	}
}

func environName(key string) string {
	return environPrefix + strings.ToUpper(strings.ReplaceAll(key, ".", "_"))
}

func (c *Config) readEnviron(environ []string) error {
	settings := c.settings()
	keys, names := map[string]string{}, map[string]reflect.Value{}
	for key, place := range settings {
		keys[environName(key)], names[environName(key)] = key, place
	}
	for _, line := range environ {
		name, value, _ := strings.Cut(line, "=")
		if !strings.HasPrefix(name, environPrefix) || strings.Contains(outside, " "+name+" ") {
			continue
		}
		place, known := names[name]
		if !known {
			// A test harness may carry families of its own; they are told apart by a second word.
			if strings.HasPrefix(name, environPrefix+"TEST_") {
				continue
			}
			return unknownVariable(name, nearest(name, names))
		}
		if err := set(place, value); err != nil {
			return bad(keys[name], value, place.Kind().String())
		}
	}
	return nil
}

func unknownVariable(name, suggestion string) error {
	if suggestion == "" {
		return fault.New(fault.Invalid, "config.unknown_variable", name)
	}
	return fault.New(fault.Invalid, "config.unknown_variable_near", name, suggestion)
}

func set(place reflect.Value, value string) error {
	switch place.Kind() { //nolint:exhaustive // no setting is of another kind; a test sets each
	case reflect.String:
		place.SetString(value)
	case reflect.Int:
		n, err := strconv.Atoi(value)
		if err != nil {
			return err
		}
		place.SetInt(int64(n))
	case reflect.Bool:
		b, err := strconv.ParseBool(value)
		if err != nil {
			return err
		}
		place.SetBool(b)
	}
	return nil
}

// lineOf finds the line on which a key was set. The decoder knows it only for errors of its own, so the text
// is walked once more; a key it cannot find, as in an inline table, gets the line of the last part that was
// found.
func lineOf(text, full string) int {
	table, best, parent := "", 0, ""
	if point := strings.LastIndexByte(full, '.'); point > 0 {
		parent = full[:point]
	}
	for i, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "[") {
			table = strings.Trim(strings.SplitN(line, "]", 2)[0], "[ ")
			if table == full || table == parent && parent != "" {
				best = i + 1
			}
			continue
		}
		name, _, isPair := strings.Cut(line, "=")
		if !isPair {
			continue
		}
		name = strings.Trim(strings.TrimSpace(name), `"'`)
		if table != "" {
			name = table + "." + name
		}
		if name == full {
			return i + 1
		}
		if name == parent && parent != "" {
			best = i + 1
		}
	}
	return best
}

// nearest is the known word that a slip of the hand would turn into this one, or "" when none is near.
func nearest(word string, known map[string]reflect.Value) string {
	best, distance := "", len(word)/3+2
	for candidate := range known {
		d := editDistance(word, candidate)
		if d < distance || d == distance && candidate < best {
			best, distance = candidate, d
		}
	}
	if distance > len(word)/3+1 {
		return ""
	}
	return best
}

// editDistance is the number of letters to add, drop or change (Levenshtein).
func editDistance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		before := row[0]
		row[0] = i
		for j := 1; j <= len(b); j++ {
			change := before
			if a[i-1] != b[j-1] {
				change++
			}
			before = row[j]
			row[j] = min(change, row[j]+1, row[j-1]+1)
		}
	}
	return row[len(b)]
}

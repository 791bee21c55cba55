package ui

import (
	"maps"
	"net/url"
	"slices"
	"strings"
)

// Wanted is a filter in an address that takes one of some values.
type Wanted struct {
	Name, Label string
	Options     []Option
}

// Known gives what an address asks for without the values that a filter does not have, and says each of
// these in words: a link that is old or typed shows the list, and that it is not what was asked for.
func Known(v *View, asked url.Values, filters ...Wanted) (known url.Values, said []string) {
	known = maps.Clone(asked)
	for _, f := range filters {
		value := strings.TrimSpace(asked.Get(f.Name))
		if value == "" || slices.ContainsFunc(f.Options, func(o Option) bool { return o.Value == value }) {
			continue
		}
		known.Del(f.Name)
		said = append(said, v.Say("ui.filter.unknown", f.Label, value))
	}
	return known, said
}

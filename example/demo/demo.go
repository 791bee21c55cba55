// Package demo invents people and companies of the region for the demonstration and for tests: names of many origins,
// documents whose check digits are right, telephones that fit the numbering plan, addresses. The words stand in the
// files beside this one; the same seed gives the same people. Nobody here is anybody.
package demo

import (
	"embed"
	"errors"
	"fmt"
	"slices"

	"github.com/BurntSushi/toml"
)

//go:embed *.toml
var files embed.FS

// Lists are the words that people are made of.
type Lists struct {
	Origins   map[string]Origin         `toml:"origin"`
	Shares    map[string]map[string]int `toml:"share"` // by country: how often each origin is met
	Long      Origin                    `toml:"long"`
	Countries map[string]Country        `toml:"country"`
	Streets   struct {
		Names []string `toml:"names"`
		Hints []string `toml:"hints"`
	} `toml:"streets"`
	Sectors   []string `toml:"sectors"`
	Employers []string `toml:"employers"`
	Companies struct {
		Heads []string            `toml:"heads"`
		Names []string            `toml:"names"`
		Tails map[string][]string `toml:"tails"`
	} `toml:"companies"`
	// Notes are what agents write down, by the meaning of the result.
	Notes map[string][]string `toml:"-"`
}

// Origin is the names of one people.
type Origin struct {
	Women    []string `toml:"women"`
	Men      []string `toml:"men"`
	Surnames []string `toml:"surnames"`
}

// Country is what a country's people live in.
type Country struct {
	Currency string   `toml:"currency"`
	Natural  string   `toml:"natural"` // the document of a natural person
	Legal    string   `toml:"legal"`
	Mobile   []string `toml:"mobile"` // prefixes, as people dial them
	Towns    []Town   `toml:"town"`
}

// Town is a place to live.
type Town struct {
	Name     string  `toml:"name"`
	Region   string  `toml:"region"`
	Province int     `toml:"province"`
	Area     string  `toml:"area"`
	Lat      float64 `toml:"lat"`
	Lon      float64 `toml:"lon"`
	Weight   int     `toml:"weight"`
}

// ErrCountry is given for a country whose people nobody has written down.
var ErrCountry = errors.New("demo: no people of that country")

// Load reads the words.
func Load() (*Lists, error) {
	l := &Lists{}
	for name, into := range map[string]any{
		"names.toml": l, "places.toml": l, "trades.toml": l, "notes.toml": &l.Notes,
	} {
		text, err := files.ReadFile(name)
		if err != nil {
			return nil, err
		}
		if _, err := toml.Decode(string(text), into); err != nil {
			return nil, fmt.Errorf("demo: %s: %w", name, err)
		}
	}
	return l, nil
}

// Known are the countries whose people can be invented, in order.
func (l *Lists) Known() []string {
	known := make([]string, 0, len(l.Countries))
	for code := range l.Countries {
		known = append(known, code)
	}
	slices.Sort(known)
	return known
}

// Package demo invents people and companies of the region for the demonstration and for tests: names of
// many origins, documents whose check digits are right, telephones that fit the numbering plan, addresses.
// The words stand in the files beside this one; the same seed gives the same people. Nobody here is
// anybody.
package demo

import (
	"embed"
	"errors"
	"fmt"
	"slices"

	"github.com/BurntSushi/toml"
)

//go:embed *.toml *.yaml
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
	// Notes are what agents write down, by the leaf of the result; see notes.toml.
	Notes map[string][]string `toml:"-"`
	// Company is who collects, for whom.
	Company Company `toml:"-"`
}

// Company is an agency with its creditors and its staff.
type Company struct {
	Agency string   `toml:"agency"`
	Retail Creditor `toml:"retail"`
	Lender Creditor `toml:"lender"`
	People []Member `toml:"people"`
}

// Creditor is a company that is owed money, with the words of its files.
type Creditor struct {
	Code      string   `toml:"code"`
	Name      string   `toml:"name"`
	People    string   `toml:"people"`    // portfolio of natural persons
	Companies string   `toml:"companies"` // portfolio of companies
	Products  []string `toml:"products"`
	Invoice   string   `toml:"invoice"` // product of companies
	Branches  []string `toml:"branches"`
	Staff     []string `toml:"staff"`
	Extras    []string `toml:"extras"`
}

// Member is one of the staff, with the sign-in that the demonstration prints.
type Member struct {
	SignIn    string `toml:"sign_in"`
	Password  string `toml:"password"`
	Name      string `toml:"name"`
	Role      string `toml:"role"`
	Title     string `toml:"title"`
	Creditors string `toml:"creditors"` // all, retail or lender
	Hours     string `toml:"hours"`     // when an agent begins to call, HH:MM
	Pace      int    `toml:"pace"`      // how many cases an agent works on a day
	Promises  int    `toml:"promises"`  // how many promise to an agent where a hundred would to the others
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
		"company.toml": &l.Company,
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

// Mapping says how the files of a creditor read: "retail" or "lender".
func (l *Lists) Mapping(kind string) ([]byte, error) { return files.ReadFile(kind + ".yaml") }

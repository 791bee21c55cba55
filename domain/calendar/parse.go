package calendar

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/BurntSushi/toml"
)

// RuleError says what is wrong with a file of rules, and on which line, 0 when that cannot be told. Its words
// are for those who keep the packs, in English as the files are.
type RuleError struct {
	Line    int
	Problem string
}

// Error is the place and the problem.
func (e *RuleError) Error() string {
	if e.Line == 0 {
		return "calendar: " + e.Problem
	}
	return fmt.Sprintf("calendar: line %d: %s", e.Line, e.Problem)
}

// ruleFile is a file of rules: [[holiday]] for what comes every year, [[decreed]] for what was ordered for
// one date. The two differ in nothing else.
type ruleFile struct {
	Holiday []ruleEntry `toml:"holiday"`
	Decreed []ruleEntry `toml:"decreed"`
}

type ruleEntry struct {
	Name struct {
		ES string `toml:"es"`
		EN string `toml:"en"`
	} `toml:"name"`
	On           string   `toml:"on"`
	Move         string   `toml:"move"`
	MovesIn      []int    `toml:"moves_in"`
	Only         []string `toml:"only"`
	From         int      `toml:"from"`
	To           int      `toml:"to"`
	Every        int      `toml:"every"`
	Place        string   `toml:"place"`
	Optional     bool     `toml:"optional"`
	Source       string   `toml:"source"`
	Verification string   `toml:"verification"`
	Note         string   `toml:"note"`
}

// ParseRules reads a file of rules (TOML). It is strict: a word that means nothing here, a day that does not
// exist, a move that no law knows, or one name twice in a year is a *RuleError that names the line. A file
// holds, for each holiday:
//
//	[[holiday]]
//	name = { es = "Batalla de Pichincha", en = "Battle of Pichincha" }
//	on = "05-24"                # see Kind for what may stand here
//	move = "ec.rest"            # see Move; moves_in = [2023, 2024] limits it to years
//	only = ["monday"]           # the weekdays on which it is a holiday at all
//	from = 2017                 # years, also to and every
//	place = "CL-AP"             # ISO 3166-2; left out: the whole country
//	optional = true             # kept, without a duty to rest
//	source = "Ley …"
//	verification = "secondary"  # official, secondary, conflict, memory
//	note = "…"
//
// and [[decreed]] with the same words and a full date.
func ParseRules(text []byte) ([]Rule, error) {
	var file ruleFile
	meta, err := toml.Decode(string(text), &file)
	if err != nil {
		if at, is := errors.AsType[toml.ParseError](err); is {
			return nil, &RuleError{Line: at.Position.Line, Problem: at.Message}
		}
		return nil, mistyped(err)
	}
	lines := strings.Split(string(text), "\n")
	if strange := meta.Undecoded(); len(strange) > 0 {
		return nil, &RuleError{
			Line: lineOfStranger(lines, strange[0]), Problem: fmt.Sprintf("%q means nothing here", strange[0]),
		}
	}
	var rules []Rule
	for i := range file.Holiday {
		rule, err := file.Holiday[i].rule(false)
		if err != nil {
			return nil, &RuleError{Line: lineOfKey(lines, "holiday", i, keyIn(err)), Problem: err.Error()}
		}
		rules = append(rules, rule)
	}
	for i := range file.Decreed {
		rule, err := file.Decreed[i].rule(true)
		if err != nil {
			return nil, &RuleError{Line: lineOfKey(lines, "decreed", i, keyIn(err)), Problem: err.Error()}
		}
		rules = append(rules, rule)
	}
	if i, err := checkAll(rules); err != nil {
		table, nth := "holiday", i
		if nth >= len(file.Holiday) {
			table, nth = "decreed", i-len(file.Holiday)
		}
		return nil, &RuleError{Line: lineOfKey(lines, table, nth, keyIn(err)), Problem: err.Error()}
	}
	return rules, nil
}

// typeError is how the reader of TOML tells that a value is of another kind than its key asks for.
var typeError = regexp.MustCompile(`^toml: line (\d+) \(last key "([^"]*)"\): (.*)$`)

func mistyped(err error) *RuleError {
	m := typeError.FindStringSubmatch(err.Error())
	if m == nil {
		return &RuleError{Problem: strings.TrimPrefix(err.Error(), "toml: ")}
	}
	line, _ := strconv.Atoi(m[1]) // digits alone, as the expression says
	return &RuleError{Line: line, Problem: m[2] + ": " + m[3]}
}

func (e *ruleEntry) rule(decreed bool) (Rule, error) {
	r := Rule{
		Name: Name{ES: e.Name.ES, EN: e.Name.EN}, Move: Move(e.Move), Moves: e.MovesIn,
		From: e.From, To: e.To, Every: e.Every, Place: e.Place, Optional: e.Optional, Decreed: decreed,
		Source: e.Source, Verification: e.Verification, Note: e.Note,
	}
	on, err := ParseDate(e.On)
	if err != nil {
		return Rule{}, fmt.Errorf("on: %w", err)
	}
	r.On = on
	for _, word := range e.Only {
		weekday := slices.Index(weekdays, word)
		if weekday < 0 {
			return Rule{}, fmt.Errorf("only: %q is no day of the week", word)
		}
		r.Only = append(r.Only, time.Weekday(weekday))
	}
	if err := r.Check(); err != nil {
		return Rule{}, err
	}
	return r, nil
}

// keyIn is the key that a problem speaks of: each begins with it.
func keyIn(err error) string {
	key, _, _ := strings.Cut(err.Error(), ":")
	return key
}

// lineOfKey finds a key of the nth table of a kind, or the head of the table where the key is missing.
func lineOfKey(lines []string, table string, nth int, key string) int {
	head := 0
	for i, line := range lines {
		line = strings.TrimSpace(line)
		switch {
		case strings.HasPrefix(line, "[["):
			if head != 0 {
				return head
			}
			if strings.HasPrefix(line, "[["+table+"]]") {
				if nth == 0 {
					head = i + 1
				}
				nth--
			}
		case head != 0 && keyOf(line) == key:
			return i + 1
		}
	}
	return head
}

// lineOfStranger finds the first line that has the word, as the start of it or in a name = { … }.
func lineOfStranger(lines []string, key toml.Key) int {
	word := key[len(key)-1]
	for i, line := range lines {
		line = strings.TrimSpace(line)
		inside := len(key) > 2 && keyOf(line) == key[1] && strings.Contains(line, word)
		if keyOf(line) == word || inside || strings.HasPrefix(strings.TrimLeft(line, "["), word+"]") {
			return i + 1
		}
	}
	return 0
}

func keyOf(line string) string {
	key, _, assigns := strings.Cut(line, "=")
	if !assigns {
		return ""
	}
	return strings.TrimSpace(key)
}

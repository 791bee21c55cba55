package main

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"text/tabwriter"

	"aldia/domain/calendar"
	"aldia/domain/intake"
	"aldia/platform/text"
)

// guessedFile is how a file was read, as the answer in JSON says it.
type guessedFile struct {
	Encoding   string          `json:"encoding"`
	Delimiter  string          `json:"delimiter"`
	HeaderLine int             `json:"header_line"`
	Sheet      string          `json:"sheet"`
	Date       string          `json:"date"`
	Decimal    string          `json:"decimal"`
	Currency   string          `json:"currency"`
	Country    string          `json:"country"`
	Columns    []guessedColumn `json:"columns"`
	Attributes []string        `json:"attributes"`
	Left       []string        `json:"left"`
	Doubts     []string        `json:"doubts"` // what a person has to confirm, in words
}

// guessedColumn is one of ours and the column of theirs that it is read from.
type guessedColumn struct {
	Ours       string `json:"ours"`
	Theirs     string `json:"theirs"`
	Why        string `json:"why"`
	Confidence int    `json:"confidence"`
	Kept       bool   `json:"kept"` // a mapping says so, nobody guessed
}

// guessOf gathers what was understood of a file. A column that two of ours are read from stands twice.
func guessOf(say text.Language, s *intake.Shown) guessedFile {
	g := guessedFile{
		Encoding: s.Style.Encoding, Delimiter: s.Style.Delimiter, Sheet: s.Style.Sheet, HeaderLine: 1,
		Date: s.Mapping.File.Date, Decimal: s.Mapping.File.Decimal, Currency: string(s.Mapping.HomeCurrency()),
		Country: s.Mapping.Country, Columns: []guessedColumn{}, Attributes: []string{}, Left: []string{},
		Doubts: doubtsOf(say, s),
	}
	if s.Style.SkipLines != nil {
		g.HeaderLine += *s.Style.SkipLines
	}
	for i := range s.Columns {
		c := &s.Columns[i]
		switch {
		case slices.Contains(intake.ErrorColumns(), c.Name):
		case c.Left, !slices.ContainsFunc(c.Ours, s.Cut.Kind.Keeps):
			g.Left = append(g.Left, c.Name)
		case c.Attribute():
			g.Attributes = append(g.Attributes, c.Name)
		default:
			for n, ours := range c.Ours {
				one := guessedColumn{Ours: ours, Theirs: c.Name, Kept: c.Kept, Confidence: 100}
				if n == 0 && c.Guess.Why != "" {
					one.Why, one.Confidence = say.Say(c.Guess.Why, c.Guess.Args...), c.Guess.Confidence
				}
				g.Columns = append(g.Columns, one)
			}
		}
	}
	return g
}

// doubtsOf says what of the whole file can be read in more than one way.
func doubtsOf(say text.Language, s *intake.Shown) []string {
	doubts := []string{}
	for _, about := range s.About {
		if about.Confidence < intake.Doubtful {
			doubts = append(doubts, say.Say(about.Why, about.Args...))
		}
	}
	return doubts
}

// tellGuess shows a person how a file is read. What a mapping says is not told line by line again: nobody
// reads forty lines each morning to find the one that changed.
func (k *call) tellGuess(s *intake.Shown) {
	g := guessOf(k.say, s)
	k.tell("import.read", s.Cut.FileName)
	w := tabwriter.NewWriter(os.Stderr, 0, 4, 2, ' ', 0)
	line := func(cells ...string) { _, _ = fmt.Fprintln(w, "  "+strings.Join(cells, "\t")) }
	for _, pair := range [][2]string{
		{"encoding", g.Encoding}, {"delimiter", delimiterName(k.say, g.Delimiter)}, {"sheet", g.Sheet},
		{"header", k.say.Say("import.header_line", g.HeaderLine)}, {"date", k.dateStyle(s, g.Date)},
		{"decimal", k.decimalStyle(s, g.Decimal)}, {"currency", g.Currency}, {"country", g.Country},
	} {
		if pair[1] != "" {
			line(k.say.Say("import.style."+pair[0]), pair[1])
		}
	}
	if s.Guesses() {
		line("")
		for _, c := range g.Columns {
			line(k.say.Say("intake.column."+c.Ours), "← "+c.Theirs, k.noteOn(c))
		}
	} else {
		line(k.say.Say("import.columns"), k.say.Say("import.as_mapped", len(g.Columns)))
	}
	_ = w.Flush()
	for _, doubt := range g.Doubts {
		k.tellf("  ! %s", doubt)
	}
	if len(g.Attributes) > 0 {
		k.tellf("  %s", k.say.Say("import.attributes", strings.Join(g.Attributes, ", ")))
	}
	if len(g.Left) > 0 {
		k.tellf("  %s", k.say.Say("import.left_out", strings.Join(g.Left, ", ")))
	}
	k.tellf("")
}

// tellTitled warns when a line above the header names another day than the one that the file is loaded with.
// The day stays what it is: what was said, or today.
func (k *call) tellTitled(s *intake.Shown, given bool) {
	t, day := s.Titled, s.Cut.AsOfOn
	switch {
	case t.Day == calendar.NoDay || t.Day == day:
	case given:
		k.tellf("! %s", k.say.Say("import.titled", t.Text, k.say.Day(t.Day), k.say.Day(day)))
	default:
		k.tellf("! %s", k.say.Say("import.titled_today", t.Text, k.say.Day(t.Day), k.say.Day(day), t.Day.Text()))
	}
}

// noteOn is what a person should know of a column: nothing where its name says it all.
func (k *call) noteOn(c guessedColumn) string {
	switch {
	case c.Kept:
		return k.say.Say("import.kept")
	case c.Confidence < intake.Doubtful:
		return "! " + c.Why + " " + k.say.Say("import.doubtful", c.Confidence)
	}
	return ""
}

func delimiterName(say text.Language, d string) string {
	switch d {
	case "":
		return ""
	case "tab", "\t":
		return say.Say("import.tab")
	}
	return d
}

func (k *call) dateStyle(s *intake.Shown, style string) string {
	if style == "" && s.Typed {
		return k.say.Say("import.of_workbook")
	}
	return style
}

func (k *call) decimalStyle(s *intake.Shown, sign string) string {
	switch {
	case sign == "," || sign == ".":
		return k.say.Say("import.decimal." + map[string]string{",": "comma", ".": "point"}[sign])
	case s.Typed:
		return k.say.Say("import.of_workbook")
	}
	return ""
}

// writeMap keeps how a file is read as a mapping that can be handed in with --map.
func (k *call) writeMap(name string, s *intake.Shown) error {
	if name == "" {
		return nil
	}
	if err := os.WriteFile(name, s.Mapping.YAML(), 0o644); err != nil {
		return unwritable(name, err)
	}
	k.tell("import.map_written", name)
	return nil
}

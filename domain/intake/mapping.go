// Package intake is how a creditor's file becomes rows that we understand, and how those become a cut.
//
// A Mapping says which of their columns are ours and how they are written. Guess fills what a mapping leaves
// open, from the header and the first rows; Compile makes of a whole mapping a Reader; Reader.Row reads one
// row after another. All of this is pure: no database, no clock, no files.
package intake

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"aldia/domain/money"
)

// Mapping is how the files of one creditor read. The zero value leaves everything open.
type Mapping struct {
	Creditor  string
	Name      string // of a creditor that is new; of one that is there it says nothing
	Portfolio string
	Currency  string // for rows that name none
	Country   string // ISO 3166; decides what the file leaves undecided
	File      FileStyle
	Columns   map[string]ColumnSource // by our name, or x.NAME for an attribute
	Only      string                  // a condition; a row for which it does not hold is left out
	Key       string                  // what tells one person from another: KeyPerson and its like
	Figures   string                  // "creditor" or "ours": whose figures count between cuts
	// "paid", "recalled" or "asked": what an account missing from the next file is
	Gone string
}

// What identifies a person who has no id number. An id number always wins: one person over all debts and
// creditors.
const (
	// KeyPerson is the default: the creditor's own code of the person, or the id number when a row has no code.
	KeyPerson = "person"
	// KeyIDNumber passes over the creditor's code, for files in which each branch gives its own.
	KeyIDNumber = "id_number"
	// KeyAccount makes a person of each account. Possible doubles are listed for somebody to decide.
	KeyAccount = "account"
	// KeyName is the creditor's word that within its files a name is one person. It never joins two creditors.
	KeyName = "name"
)

// FileStyle is how the file is written.
type FileStyle struct {
	Delimiter string // one character, or "tab"
	Encoding  string
	SkipLines *int   // lines above the header
	Date      string // D/M/Y, M/D/Y, Y-M-D, excel, or as people write it: DD/MM/AAAA
	Decimal   string // "," or "."
	Sheet     string
}

// ColumnSource is where one of our columns comes from. From, Join and Const exclude each other.
type ColumnSource struct {
	From  string
	Const string
	// Join puts several of their columns together: texts with With between them, phones and e-mails as a list,
	// amounts as their sum.
	Join []string
	With string
	// Value turns their words into ours; "*" stands for any other, "" for an empty cell. What is not named
	// stays.
	Value   map[string]string
	Date    string // where this column differs from File
	Decimal string
	Floor   string // an amount below this one counts as this one: a credit balance as "0"
	Unit    string // of a rate: UnitPercent or UnitFraction
	Type    string // of an attribute: TypeText and its like
	Skip    bool   // of an attribute: not kept
}

// Units of a rate.
const (
	UnitPercent  = "percent"  // 16.77 is 16.77 %
	UnitFraction = "fraction" // 0.1677 is 16.77 %
)

// Types of an attribute.
const (
	TypeText   = "text"
	TypeNumber = "number"
	TypeDay    = "day"
	TypeYesNo  = "yesno"
)

// heads lists the headers that the column is read from.
func (s ColumnSource) heads() []string {
	if s.From != "" {
		return []string{s.From}
	}
	return s.Join
}

// HomeCurrency is the currency of rows that name none: the mapping's own, else that of its country, else "".
func (m Mapping) HomeCurrency() money.Currency {
	if m.Currency != "" {
		return money.Currency(m.Currency)
	}
	return money.CurrencyOf(m.Country)
}

// Copy gives a mapping that shares nothing with this one.
func (m Mapping) Copy() Mapping {
	columns := make(map[string]ColumnSource, len(m.Columns))
	for name, s := range m.Columns {
		s.Join = slices.Clone(s.Join)
		s.Value = maps.Clone(s.Value)
		columns[name] = s
	}
	m.Columns = columns
	if m.File.SkipLines != nil {
		n := *m.File.SkipLines
		m.File.SkipLines = &n
	}
	return m
}

// names lists the columns of a mapping in our order, attributes behind, by name.
func (m Mapping) names() []string {
	var out, attributes []string
	for c := range noColumn {
		if _, ok := m.Columns[c.name()]; ok {
			out = append(out, c.name())
		}
	}
	for name := range m.Columns {
		if isAttribute(name) {
			attributes = append(attributes, name)
		}
	}
	slices.Sort(attributes)
	return append(out, attributes...)
}

// YAML writes the mapping as ParseMapping reads it. The same mapping always gives the same text.
func (m Mapping) YAML() []byte {
	var w yamlText
	w.pair(0, "creditor", m.Creditor)
	w.pair(0, "creditor_name", m.Name)
	w.pair(0, "portfolio", m.Portfolio)
	w.pair(0, "currency", m.Currency)
	w.pair(0, "country", m.Country)
	if m.File != (FileStyle{}) {
		w.line(0, "file:")
		w.pair(1, "delimiter", m.File.Delimiter)
		w.pair(1, "encoding", m.File.Encoding)
		if m.File.SkipLines != nil {
			w.line(1, "skip_lines: "+strconv.Itoa(*m.File.SkipLines))
		}
		w.pair(1, "date", m.File.Date)
		w.pair(1, "decimal", m.File.Decimal)
		w.pair(1, "sheet", m.File.Sheet)
	}
	if names := m.names(); len(names) > 0 {
		w.line(0, "columns:")
		for _, name := range names {
			w.column(name, m.Columns[name])
		}
	}
	w.pair(0, "only", m.Only)
	w.pair(0, "key", m.Key)
	w.pair(0, "figures", m.Figures)
	w.pair(0, "gone", m.Gone)
	return []byte(w.b.String())
}

// yamlText writes the few shapes of YAML that a mapping has, so that the order is ours and every text is
// quoted that YAML could take for something else.
type yamlText struct{ b strings.Builder }

func (w *yamlText) line(depth int, s string) {
	w.b.WriteString(strings.Repeat("  ", depth))
	w.b.WriteString(s)
	w.b.WriteByte('\n')
}

func (w *yamlText) pair(depth int, key, value string) {
	if value != "" {
		w.line(depth, key+": "+scalar(value))
	}
}

func (w *yamlText) column(name string, s ColumnSource) {
	from := s.From
	s.From = ""
	if from != "" && s.Const == "" && len(s.Join) == 0 && s.With == "" && len(s.Value) == 0 && s.Date == "" &&
		s.Decimal == "" &&
		s.Floor == "" && s.Unit == "" && s.Type == "" && !s.Skip {
		w.pair(1, scalar(name), from)
		return
	}
	w.line(1, scalar(name)+":")
	w.pair(2, "from", from)
	w.pair(2, "const", s.Const)
	if len(s.Join) > 0 {
		quoted := make([]string, len(s.Join))
		for i, j := range s.Join {
			quoted[i] = scalar(j)
		}
		w.line(2, "join: ["+strings.Join(quoted, ", ")+"]")
	}
	w.pair(2, "with", s.With)
	if len(s.Value) > 0 {
		w.line(2, "value:")
		keys := make([]string, 0, len(s.Value))
		for k := range s.Value {
			keys = append(keys, k)
		}
		slices.Sort(keys)
		for _, k := range keys {
			w.line(3, scalar(k)+": "+scalar(s.Value[k]))
		}
	}
	w.pair(2, "date", s.Date)
	w.pair(2, "decimal", s.Decimal)
	w.pair(2, "floor", s.Floor)
	w.pair(2, "unit", s.Unit)
	w.pair(2, "type", s.Type)
	if s.Skip {
		w.line(2, "skip: true")
	}
}

// scalar writes a text bare where that is safe for any reader of YAML, else in double quotes.
func scalar(s string) string {
	bare := s != ""
	for i, r := range s {
		letter := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= 'À' && r <= 'ɏ'
		if !letter && (i == 0 || i == len(s)-1 && r == ' ' || !strings.ContainsRune("0123456789_./ ()-", r)) {
			bare = false
		}
	}
	switch strings.ToLower(s) {
	case "y", "n", "yes", "no", "true", "false", "on", "off", "null", "nan", "inf":
		bare = false
	}
	if bare {
		return s
	}
	return quoted(s)
}

func quoted(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case r < ' ' || r >= 0x7f && r < 0xa1 || r == 0x2028 || r == 0x2029 || r == 0xfeff:
			const hex = "0123456789abcdef"
			b.WriteString(`\u` + string([]byte{hex[r>>12&15], hex[r>>8&15], hex[r>>4&15], hex[r&15]}))
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

package intake

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"aldia/domain/money"
	"aldia/platform/text"
)

const (
	maxMapping = 256 << 10 // a mapping of 500 columns with long names has some 50 KiB
	maxOnly    = 4 << 10   // a condition longer than a page is a mistake
)

// ParseMapping reads a mapping file. A key or column that we do not know is an error with its line and,
// where one is near, what was meant: a slip must not silently leave money out.
func ParseMapping(text []byte) (Mapping, error) {
	if len(text) > maxMapping {
		return Mapping{}, ErrMappingLarge.With(maxMapping)
	}
	var doc yaml.Node
	if err := yaml.Unmarshal(text, &doc); err != nil {
		return Mapping{}, ErrMapping.With(lineIn(err)).Because(err)
	}
	m := Mapping{Columns: map[string]ColumnSource{}}
	if doc.Kind == 0 || len(doc.Content) == 0 || doc.Content[0].Tag == "!!null" {
		return m, nil
	}
	p := mappingParser{}
	p.document(doc.Content[0], &m)
	if p.err != nil {
		return Mapping{}, p.err
	}
	return m, nil
}

// lineIn finds the line that the YAML reader names in its error.
func lineIn(err error) int {
	if found := regexp.MustCompile(`line (\d+)`).FindStringSubmatch(err.Error()); found != nil {
		n, _ := strconv.Atoi(found[1])
		return n
	}
	return 1
}

// mappingParser keeps the first error and does nothing after it.
type mappingParser struct{ err error }

func (p *mappingParser) fail(err error) {
	if p.err == nil {
		p.err = err
	}
}

// each calls f for the pairs of a YAML mapping. Aliases are refused: a mapping has no use for them, a bomb
// has.
func (p *mappingParser) each(n *yaml.Node, name string, f func(key string, k, v *yaml.Node)) {
	if n.Kind != yaml.MappingNode {
		p.fail(ErrMappingShape.With(n.Line, name))
		return
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		k, v := n.Content[i], n.Content[i+1]
		if k.Kind != yaml.ScalarNode {
			p.fail(ErrMappingShape.With(k.Line, name))
			return
		}
		if seen[k.Value] {
			p.fail(ErrMappingTwice.With(k.Line, k.Value))
			return
		}
		seen[k.Value] = true
		f(k.Value, k, v)
	}
}

func (p *mappingParser) text(v *yaml.Node, name string) string {
	if v.Kind != yaml.ScalarNode {
		p.fail(ErrMappingShape.With(v.Line, name))
		return ""
	}
	if v.Tag == "!!null" && v.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle) == 0 {
		return ""
	}
	return v.Value
}

// oneOf reads a word of a few; empty is always let pass.
func (p *mappingParser) oneOf(v *yaml.Node, name string, words ...string) string {
	s := p.text(v, name)
	if s != "" && !slices.Contains(words, s) {
		p.fail(ErrMappingValue.With(v.Line, name, s, strings.Join(words, ", ")))
	}
	return s
}

func (p *mappingParser) unknown(k *yaml.Node, suggestion string) {
	if suggestion == "" {
		p.fail(ErrMappingKey.With(k.Line, k.Value))
		return
	}
	p.fail(ErrMappingKeyNot.With(k.Line, k.Value, suggestion))
}

func (p *mappingParser) document(n *yaml.Node, m *Mapping) {
	p.each(n, "creditor", func(key string, k, v *yaml.Node) {
		switch key {
		case "creditor":
			m.Creditor = p.text(v, key)
		case "creditor_name":
			m.Name = p.text(v, key)
		case "portfolio":
			m.Portfolio = p.text(v, key)
		case "currency":
			m.Currency = p.currency(v)
		case "country":
			m.Country = p.country(v)
		case "file":
			p.file(v, &m.File)
		case "columns":
			p.each(v, key, func(name string, k, v *yaml.Node) { p.column(name, k, v, m) })
		case "only":
			if m.Only = p.text(v, key); len(m.Only) > maxOnly {
				p.fail(ErrMappingLarge.With(maxOnly))
			}
		case "key":
			m.Key = p.oneOf(v, key, KeyPerson, KeyIDNumber, KeyAccount, KeyName)
		case "figures":
			m.Figures = p.oneOf(v, key, "creditor", "ours")
		case "gone":
			m.Gone = p.oneOf(v, key, "paid", "recalled", "asked")
		default:
			p.unknown(k, text.Nearest(key, []string{
				"creditor", "creditor_name", "portfolio", "currency", "country", "file", "columns", "only", "key",
				"figures", "gone",
			}))
		}
	})
}

func (p *mappingParser) currency(v *yaml.Node) string {
	s := strings.ToUpper(p.text(v, "currency"))
	if s != "" && !money.Currency(s).Known() {
		p.fail(ErrMappingValue.With(v.Line, "currency", s, "USD, COP, PEN, MXN, CLP, CRC…"))
	}
	return s
}

func (p *mappingParser) country(v *yaml.Node) string {
	s := p.text(v, "country")
	if s == "" {
		return ""
	}
	c, ok := readCountry([]byte(strings.TrimSpace(s)))
	if !ok {
		p.fail(ErrMappingValue.With(v.Line, "country", s, "EC, CO, PE, MX, CL, CR…"))
	}
	return c
}

func (p *mappingParser) file(n *yaml.Node, f *FileStyle) {
	p.each(n, "file", func(key string, k, v *yaml.Node) {
		switch key {
		case "delimiter":
			f.Delimiter = p.text(v, key)
			if d := f.Delimiter; d == "tab" || d == `\t` {
				f.Delimiter = "\t"
			} else if len([]rune(d)) > 1 {
				p.fail(ErrMappingValue.With(v.Line, key, d, `; , | tab`))
			}
		case "encoding":
			f.Encoding = p.text(v, key)
		case "skip_lines":
			lines, err := strconv.Atoi(p.text(v, key))
			if err != nil || lines < 0 || lines > 1000 {
				p.fail(ErrMappingValue.With(v.Line, key, v.Value, "0, 1, 2…"))
			}
			f.SkipLines = &lines
		case "date":
			f.Date = p.date(v)
		case "decimal":
			f.Decimal = p.decimal(v)
		case "sheet":
			f.Sheet = p.text(v, key)
		default:
			p.unknown(k, text.Nearest(key,
				[]string{"delimiter", "encoding", "skip_lines", "date", "decimal", "sheet"}))
		}
	})
}

func (p *mappingParser) date(v *yaml.Node) string {
	s := p.text(v, "date")
	if s == "" {
		return ""
	}
	o, ok := orderNamed(s)
	if !ok {
		p.fail(ErrMappingValue.With(v.Line, "date", s, nameDMY+", "+nameMDY+", "+nameYMD+", "+nameSerial))
	}
	return o.name()
}

func (p *mappingParser) decimal(v *yaml.Node) string {
	switch s := strings.ToLower(p.text(v, "decimal")); s {
	case "", ".", ",":
		return s
	case "point", "punto":
		return "."
	case "comma", "coma":
		return ","
	default:
		p.fail(ErrMappingValue.With(v.Line, "decimal", s, `"," "."`))
		return ""
	}
}

func (p *mappingParser) column(name string, k, v *yaml.Node, m *Mapping) {
	c, known := columnNamed(name)
	if !known && !isAttribute(name) {
		p.unknown(k, nearestColumn(name))
		return
	}
	var s ColumnSource
	if v.Kind == yaml.ScalarNode {
		s.From = p.text(v, name)
	} else {
		p.source(v, name, &s)
	}
	given := 0
	for _, is := range [...]bool{s.From != "", s.Const != "", len(s.Join) > 0} {
		if is {
			given++
		}
	}
	if given != 1 && !s.Skip && p.err == nil {
		p.fail(ErrMappingSource.With(k.Line, name))
	}
	if s.Floor != "" {
		if n, why := readNumber([]byte(s.Floor), '.', false); why != "" || n.percent || known &&
			specOf(c).sort != sortAmount || !known {
			p.fail(ErrMappingValue.With(k.Line, "floor", s.Floor, "0"))
		}
	}
	m.Columns[name] = s
}

func (p *mappingParser) source(n *yaml.Node, name string, s *ColumnSource) {
	p.each(n, name, func(key string, k, v *yaml.Node) {
		switch key {
		case "from":
			s.From = p.text(v, key)
		case "const":
			s.Const = p.text(v, key)
		case "join":
			if v.Kind != yaml.SequenceNode || len(v.Content) == 0 {
				p.fail(ErrMappingShape.With(v.Line, key))
				return
			}
			for _, j := range v.Content {
				s.Join = append(s.Join, p.text(j, key))
			}
		case "with":
			s.With = p.text(v, key)
		case "value":
			p.each(v, key, func(theirs string, _, ours *yaml.Node) {
				if s.Value == nil {
					s.Value = map[string]string{}
				}
				s.Value[theirs] = p.text(ours, theirs)
			})
		case "date":
			s.Date = p.date(v)
		case "decimal":
			s.Decimal = p.decimal(v)
		case "floor":
			s.Floor = p.text(v, key)
		case "unit":
			s.Unit = p.oneOf(v, key, UnitPercent, UnitFraction)
		case "type":
			s.Type = p.oneOf(v, key, TypeText, TypeNumber, TypeDay, TypeYesNo)
		case "skip":
			s.Skip = p.oneOf(v, key, "true", "false") == "true"
		default:
			p.unknown(k, text.Nearest(key, []string{"from", "const", "join", "with", "value", "date", "decimal",
				"floor", "unit", "type",
				"skip"}))
		}
	})
}

// nearestColumn knows, beside slips of our own names, what people call our columns: cédula is id_number.
func nearestColumn(word string) string {
	var names []string
	for c := range noColumn {
		names = append(names, c.name())
	}
	if near := text.Nearest(word, names); near != "" {
		return near
	}
	for _, k := range [...]Kind{Portfolio, Payments} {
		if found := newNames(k).find(word); len(found) > 0 {
			return found[0].column.name()
		}
	}
	return ""
}

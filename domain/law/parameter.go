package law

import (
	"slices"
	"strings"

	"aldia/domain/calendar"
)

// FigureRow is a row of a file of figures, as it stands there.
type FigureRow struct {
	Line                                    int
	Country, Name, Segment, From, To, Value string
	Source                                  string
	// Typed: the numbers are a workbook's, with a point and no separators.
	Typed bool
}

// Published is a figure that an authority publishes: what it is, for which days, and who says so.
type Published struct {
	Country, Name string
	Segment       string       // of which kind of credit; empty: of all
	From, To      calendar.Day // To: as it was given, or NoDay
	Until         calendar.Day // its last day
	Value         Figure
	Source        string
}

// FigureRefusal is why a row is not taken: the column at fault, what stands there, and a sentence.
type FigureRefusal struct {
	Line          int
	Column, Value string
	Key           string
	Args          []any
}

// FigureColumn is a column of a file of figures.
type FigureColumn string

// The columns of a file of figures; the kind of credit may be missing, and so may the last day.
const (
	FigureCountry FigureColumn = "country"
	FigureName    FigureColumn = "parameter"
	FigureSegment FigureColumn = "segment"
	FigureFrom    FigureColumn = "from"
	FigureTo      FigureColumn = "to"
	FigureValue   FigureColumn = "value"
	FigureSource  FigureColumn = "source"
)

// called is how files call a column.
func (c FigureColumn) called() []string {
	switch c {
	case FigureCountry:
		return []string{"pais", "country", "pack", "paquete", "codigo de pais"}
	case FigureName:
		return []string{"parametro", "parameter", "nombre", "name", "indice", "indicador"}
	case FigureSegment:
		return []string{"segmento", "segment", "modalidad", "tramo"}
	case FigureFrom:
		return []string{"desde", "from", "vigente desde", "fecha", "dia", "date"}
	case FigureTo:
		return []string{"hasta", "to", "vigente hasta", "until"}
	case FigureValue:
		return []string{"valor", "value", "tasa", "monto"}
	case FigureSource:
		return []string{"fuente", "source", "norma"}
	}
	return nil
}

// FigureColumns finds the columns of a file by its header; those that must be there and are not are named.
// A file of one country, which is known, need not name it.
func FigureColumns(header []string, ofCountry bool) (at map[FigureColumn]int, err error) {
	at = map[FigureColumn]int{}
	all := []FigureColumn{
		FigureCountry, FigureName, FigureSegment, FigureFrom, FigureTo, FigureValue, FigureSource,
	}
	var missing []string
	for _, c := range all {
		found := slices.IndexFunc(header, func(h string) bool { return slices.Contains(c.called(), folded(h)) })
		switch {
		case found >= 0:
			at[c] = found
		case c != FigureSegment && c != FigureTo && (c != FigureCountry || !ofCountry):
			missing = append(missing, c.called()[0])
		}
	}
	if len(missing) > 0 {
		return nil, ErrFigureColumns.With(strings.Join(missing, ", "))
	}
	return at, nil
}

// folded writes a header without capitals, accents or underscores.
func folded(name string) string {
	plain := strings.Map(func(r rune) rune {
		switch r {
		case 'á':
			return 'a'
		case 'é':
			return 'e'
		case 'í':
			return 'i'
		case 'ó':
			return 'o'
		case 'ú', 'ü':
			return 'u'
		case '_':
			return ' '
		}
		return r
	}, strings.ToLower(name))
	return strings.Join(strings.Fields(plain), " ")
}

// FigureJudge judges the rows of one file.
type FigureJudge struct {
	packs *Packs
	seen  map[figureKey]judged
	// spans are, of each figure, those with a last day, by their first: no two have a day in common.
	spans map[figureKey][]judged
}

type judged struct {
	Published
	line int
}

// Judge gives a figure, or why the row is none. Of a row that says something else than an earlier one of the
// same file nobody knows which is right.
func (j *FigureJudge) Judge(row *FigureRow) (Published, *FigureRefusal) {
	f, refused := j.packs.publish(row)
	if refused != nil {
		return f, refused
	}
	if before, twice := j.seen[f.key()]; twice && before.Published != f {
		return f, &FigureRefusal{
			Line: row.Line, Column: string(FigureValue), Value: row.Value, Key: "lawown.figure.twice",
			Args: []any{before.line},
		}
	}
	if line, day := j.overlaps(&f, row.Line); line != 0 {
		return f, &FigureRefusal{
			Line: row.Line, Column: string(FigureFrom), Value: row.From, Key: "lawown.figure.overlap",
			Args: []any{line, day.Text()},
		}
	}
	j.seen[f.key()] = judged{f, row.Line}
	return f, nil
}

// overlaps gives the earlier line with which a figure has days in common, and the first of them: two figures
// that both name their last day cannot both be in force. One that names none gives way to the next.
func (j *FigureJudge) overlaps(f *Published, line int) (other int, day calendar.Day) {
	if f.To == calendar.NoDay {
		return 0, 0
	}
	key := f.key()
	key.from = calendar.NoDay
	all := j.spans[key]
	at, same := slices.BinarySearchFunc(all, f.From, func(k judged, from calendar.Day) int {
		return int(k.From - from)
	})
	switch {
	case same: // the same row once more
		return 0, 0
	case at > 0 && all[at-1].To >= f.From:
		return all[at-1].line, f.From
	case at < len(all) && f.To >= all[at].From:
		return all[at].line, all[at].From
	}
	j.spans[key] = slices.Insert(all, at, judged{*f, line})
	return 0, 0
}

// publish judges a row by itself.
func (p *Packs) publish(row *FigureRow) (figure Published, refused *FigureRefusal) {
	no := func(column FigureColumn, value, why string, args ...any) (Published, *FigureRefusal) {
		return figure, &FigureRefusal{
			Line: row.Line, Column: string(column), Value: value, Key: "lawown.figure." + why, Args: args,
		}
	}
	pack, err := p.Of(strings.ToUpper(strings.TrimSpace(row.Country)))
	if err != nil {
		return no(FigureCountry, row.Country, "country", strings.Join(Codes(), ", "))
	}
	name := strings.ToUpper(strings.TrimSpace(row.Name))
	parameter := pack.parameter(name)
	if parameter == nil {
		return no(FigureName, row.Name, "name", pack.Code, pack.parameterNames())
	}
	figure = Published{
		Country: pack.Code, Name: name, Segment: strings.ToLower(strings.TrimSpace(row.Segment)),
		Source: strings.TrimSpace(row.Source),
	}
	if figure.From, err = writtenDay(row.From); err != nil || figure.From == calendar.NoDay {
		return no(FigureFrom, row.From, "day")
	}
	if figure.To, err = writtenDay(row.To); err != nil {
		return no(FigureTo, row.To, "day")
	}
	if figure.To != calendar.NoDay && figure.To < figure.From {
		return no(FigureTo, row.To, "backwards", figure.From.Text())
	}
	if figure.Until = figure.To; figure.To == calendar.NoDay {
		figure.Until = parameter.lasts(figure.From)
	}
	value, why := writtenFigure(row.Value, row.Typed)
	if why != "" {
		return no(FigureValue, row.Value, why)
	}
	figure.Value = value
	switch {
	case figure.Source == "":
		return no(FigureSource, "", "source")
	case len(figure.Source) > maxSource:
		return no(FigureSource, figure.Source[:40]+"…", "long", maxSource)
	case len(figure.Segment) > maxSegment:
		return no(FigureSegment, figure.Segment[:40]+"…", "long", maxSegment)
	}
	return figure, nil
}

const (
	maxSource  = 300 // a norm and where it was read
	maxSegment = 60
)

// lasts is the last day of a figure of which no last day was given: as long as it takes until the next one
// is published, and no longer, since an old figure must not pass for the one in force.
func (q *Parameter) lasts(from calendar.Day) calendar.Day {
	switch q.Cadence {
	case "day":
		return from
	case "month":
		return from.AddMonths(1) - 1
	case "half_year":
		return from.AddMonths(6) - 1
	}
	return from.AddMonths(12) - 1
}

// writtenDay reads 2026-11-22, and 22/11/2026 with the day first, as all countries that have figures write
// it.
func writtenDay(text string) (calendar.Day, error) {
	text = strings.TrimSpace(text)
	if date, _, timed := strings.Cut(text, " "); timed { // a workbook's date may come with midnight
		text = date
	}
	parts := strings.FieldsFunc(text, func(c rune) bool { return c == '/' || c == '-' || c == '.' })
	if len(parts) == 3 && len(parts[2]) == 4 && len(parts[0]) <= 2 && len(parts[1]) <= 2 {
		pad := func(s string) string { return strings.Repeat("0", 2-len(s)) + s }
		text = parts[2] + "-" + pad(parts[1]) + "-" + pad(parts[0])
	}
	return dayOf(text)
}

// writtenFigure reads 39500.25 and 39.500,25. What could be either of two numbers is refused: nobody guesses
// a rate.
func writtenFigure(text string, typed bool) (f Figure, why string) {
	text = strings.Trim(strings.Join(strings.Fields(text), ""), "$%")
	comma, point := strings.LastIndexByte(text, ','), strings.LastIndexByte(text, '.')
	switch {
	case typed || comma < 0 && point < 0:
	case comma >= 0 && point >= 0:
		decimal, group := ",", "."
		if point > comma {
			decimal, group = ".", ","
		}
		whole, fraction, _ := strings.Cut(text, decimal)
		if !grouped(whole, group) || strings.Contains(fraction, decimal) {
			return "", "value"
		}
		text = strings.ReplaceAll(whole, group, "") + "." + fraction
	default:
		sign := text[max(comma, point) : max(comma, point)+1]
		if strings.Count(text, sign) > 1 {
			if !grouped(text, sign) {
				return "", "value"
			}
			text = strings.ReplaceAll(text, sign, "")
			break
		}
		whole, fraction, _ := strings.Cut(text, sign)
		if len(fraction) == 3 && len(whole) <= 3 && strings.TrimLeft(whole, "0") != "" {
			return "", "either"
		}
		text = whole + "." + fraction
	}
	n, err := number(text)
	if err != nil || n.Sign() <= 0 {
		return "", "value"
	}
	return Figure(text), ""
}

// grouped says whether the thousands of a number stand in threes.
func grouped(text, group string) bool {
	parts := strings.Split(text, group)
	for i, part := range parts {
		if i == 0 && (part == "" || len(part) > 3) || i > 0 && len(part) != 3 {
			return false
		}
	}
	return true
}

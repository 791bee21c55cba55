package intake

import (
	"context"
	"slices"

	"aldia/platform/fault"
	"aldia/platform/id"
)

// What a person may choose for a column besides one of ours.
const (
	// ChooseKeep keeps the column as an attribute.
	ChooseKeep = "x"
	// ChooseCodeAndName takes one column for who the person is and for what they are called: files without names
	// have only that.
	ChooseCodeAndName = "person+person_name"
	// ChooseLeave passes the column over.
	ChooseLeave = "-"
)

// ErrChosenTwice is given when two columns are to be one of ours that is read from one only: {0} ours, {1}
// and {2} theirs.
var ErrChosenTwice = fault.New(fault.Invalid, "intake.chosen_twice")

// Choice is how a person wants a staged file to be read.
type Choice struct {
	File      FileStyle
	Currency  string
	Portfolio string
	Opening   *Opening // of a creditor that is new, or nil
	Figures   string   // of a creditor that is new
	Gone      string   // likewise
	Columns   []string // for each column of the file: one of ours, ChooseKeep or ChooseLeave
}

// Choose reads a staged file as a person wants it. When the file itself is to be read otherwise (another
// sheet, another line of headers) its columns are others, and are guessed anew.
func (in *Intakes) Choose(ctx context.Context, cut id.ID, choice Choice) error {
	c, err := in.Cut(ctx, cut)
	if err != nil {
		return err
	}
	m, err := ParseMapping([]byte(c.Mapping))
	if err != nil {
		return err
	}
	var faults []*fault.Error
	if m.Creditor == "" { // one of those that the file names was given a name, and the others have none
		m.Name = ""
	}
	if choice.Opening != nil {
		m, faults = m.open(*choice.Opening)
	}
	if choice.Portfolio != m.Portfolio {
		if err := in.typed(ctx, Options{Creditor: m.Creditor, Portfolio: choice.Portfolio}); err != nil {
			return err
		}
	}
	was := m.File
	m.File, m.Currency, m.Portfolio = choice.File, choice.Currency, choice.Portfolio
	if choice.Figures != "" {
		m.Figures = choice.Figures
	}
	if choice.Gone != "" {
		m.Gone = choice.Gone
	}
	err = in.withFile(ctx, &c, func(f File) error {
		header, sample, typed, style, err := in.sample(f, m.File)
		if err != nil {
			return err
		}
		if !was.sameTable(choice.File) || len(choice.Columns) != len(header) {
			m.Columns = nil
		} else if m, err = m.choose(c.Kind, headNames(header), choice.Columns); err != nil {
			return err
		}
		var open []*fault.Error
		m, _, open = Guess(c.Kind, header, sample, typed, m)
		m.File, faults = style.under(m.File), append(faults, open...)
		return nil
	})
	if err != nil {
		return err
	}
	if err := in.Remap(ctx, cut, m.YAML()); err != nil {
		return err
	}
	if len(faults) > 0 { // the choice is kept, and the file cannot go on before this is settled
		return faults[0]
	}
	return nil
}

// sameTable says whether a file read one way has the same columns as read the other.
func (s FileStyle) sameTable(t FileStyle) bool {
	skip := func(f FileStyle) int {
		if f.SkipLines == nil {
			return -1
		}
		return *f.SkipLines
	}
	return s.Delimiter == t.Delimiter && s.Encoding == t.Encoding && s.Sheet == t.Sheet && skip(s) == skip(t)
}

// choose gives the mapping with the columns as chosen. What stays as it was keeps everything that the
// mapping says of it besides: the words it turns into ours, the unit of a rate.
func (m Mapping) choose(k Kind, header, chosen []string) (Mapping, error) {
	next := m.Copy()
	wanted := map[string][]string{}
	for at, ours := range chosen {
		head := header[at]
		if slices.Contains(ErrorColumns(), head) {
			continue // ours: no mapping of the creditor's files speaks of it
		}
		was := m.first(head)
		both := readsFrom(m.Columns[colPerson.name()], head) && readsFrom(m.Columns[colPersonName.name()], head)
		if both != (ours == ChooseCodeAndName) {
			next.release(head)
		}
		switch ours {
		case ChooseCodeAndName:
			for _, one := range []column{colPerson, colPersonName} {
				wanted[one.name()] = append(wanted[one.name()], head)
			}
		case ChooseLeave, "":
			next.release(head)
			if k == Portfolio || k == Contacts {
				next.Columns[attributePrefix+head] = ColumnSource{From: head, Skip: true}
			}
		case ChooseKeep:
			if was == "" || !isAttribute(was) || m.Columns[was].Skip {
				next.release(head)
				next.Columns[attributePrefix+head] = ColumnSource{From: head}
			}
		default:
			if was != ours {
				next.release(head)
			}
			wanted[ours] = append(wanted[ours], head)
		}
	}
	for ours, heads := range wanted {
		s := m.Columns[ours]
		if sameHeads(s.heads(), heads) { // in whatever order a mapping that was written by hand names them
			next.Columns[ours] = s
			continue
		}
		c, known := columnNamed(ours)
		switch {
		case !known:
			return m, ErrMappingKey.With(0, ours)
		case len(heads) == 1:
			next.Columns[ours] = ColumnSource{From: heads[0]}
		case specOf(c).joins(c):
			next.Columns[ours] = ColumnSource{Join: heads, With: s.With, Decimal: s.Decimal}
		default:
			return m, ErrChosenTwice.With(keyOf(ours), heads[0], heads[1]).On(ours)
		}
	}
	return next, nil
}

func sameHeads(a, b []string) bool {
	return slices.Equal(slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b)))
}

// first is our column that a person sees theirs as: the first in our order.
func (m Mapping) first(head string) string {
	for _, ours := range m.names() {
		if readsFrom(m.Columns[ours], head) {
			return ours
		}
	}
	return ""
}

// release takes a column of theirs out of everything that is read from it.
func (m Mapping) release(head string) {
	for ours, s := range m.Columns {
		if !readsFrom(s, head) {
			continue
		}
		rest := slices.DeleteFunc(slices.Clone(s.Join), func(h string) bool {
			return readsFrom(ColumnSource{From: h}, head)
		})
		switch len(rest) {
		case 0:
			delete(m.Columns, ours)
		case 1:
			s.From, s.Join = rest[0], nil
			m.Columns[ours] = s
		default:
			s.Join = rest
			m.Columns[ours] = s
		}
	}
}

// joins says whether several columns of theirs may be one of ours together. Of the amounts only charges are,
// of which a file may have one for each kind; two principals added up would be a debt that nobody has.
func (s spec) joins(c column) bool { return s.sort == sortList || s.sort == sortText || c == colFees }

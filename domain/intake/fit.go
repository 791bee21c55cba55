package intake

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"aldia/platform/fault"
)

// looked is the head of a file, with what it is understood as.
type looked struct {
	header  []string
	sample  [][]string
	typed   bool
	mapping Mapping
	guessed []Guessed
	faults  []*fault.Error
	misfit  *Misfit   // what the mapping names and the file lacks
	renamed []Renamed // what of it is likely there under another name
	needs   error     // why the country of a new creditor is not known
}

// wrong is what keeps the file from being read, the most telling first.
func (l *looked) wrong() []error {
	var all []error
	if l.misfit != nil {
		all = append(all, l.misfit)
	}
	for _, f := range l.faults {
		all = append(all, f)
	}
	return all
}

func (l *looked) amiss() int {
	n := len(l.faults)
	if l.misfit != nil {
		n += len(l.misfit.Missing)
	}
	return n
}

// has says whether any column that a mapping reads is there. Where none is, the line that was taken for the
// header is none, or the file is another altogether.
func (l *looked) has(m Mapping) bool {
	return slices.ContainsFunc(headNames(l.header), func(h string) bool { return m.first(h) != "" })
}

// fit looks at a file as the mapping says. The kept mapping of a creditor remembers how the last file was
// laid out; when this one is not (the title lines are gone, it was saved in another encoding), the file
// itself is believed about its layout, and the mapping about its columns. Where none of those is there, what
// was taken for the header may be a row or a title, and the file is believed again. A mapping that was handed
// in with the file stands as it is.
//
// Read afresh, a file is guessed without the kept mapping, but not without what that says of its columns that
// only changed their names: the amount that was owed stays it, whatever else is called an amount.
func (in *Intakes) fit(ctx context.Context, f File, o Options, given Mapping) (looked, error) {
	if o.Afresh && len(o.Mapping) == 0 {
		o.renamed = in.renamedSince(ctx, f, o)
	}
	l, err := in.lookAs(f, o, given)
	if len(o.Mapping) == 0 && err == nil {
		if again, own := in.encoded(f, o, given); own {
			l, given.File.Encoding = again, ""
		}
	}
	free := given
	free.File.Delimiter, free.File.Encoding, free.File.SkipLines, free.File.Sheet = "", "", nil, ""
	if len(o.Mapping) == 0 && (err != nil || l.amiss() > 0) && free.File != given.File {
		again, wrong := in.lookAs(f, o, free)
		if wrong == nil && (err != nil || !l.has(given) || again.amiss() < l.amiss()) {
			l, given, err = again, free, nil
		}
	}
	if err != nil || o.Kind != Portfolio || l.mapping.Country != "" {
		return l, err
	}
	evidence, fresh := in.evidence(ctx, &l)
	if !fresh {
		return l, nil
	}
	if given.Country, l.needs = CountryFrom(evidence); given.Country == "" {
		return l, nil
	}
	if l, err = in.lookAs(f, o, given); err == nil {
		l.guessed = append(l.guessed, Guessed{
			Column: "country", Why: becauseCountry, Args: []any{given.Country}, Confidence: Doubtful - 10,
		})
	}
	return l, err
}

// encoded looks at a file in its own encoding where the kept mapping says a page of one byte a letter. Own
// says that it is right UTF-8 with accents in it, which no Spanish in such a page is by chance: read as the
// file before it, every ñ would be two wrong letters.
func (in *Intakes) encoded(f File, o Options, given Mapping) (l looked, own bool) {
	if given.File.Encoding == "" || given.File.Encoding == utf8Name {
		return l, false
	}
	given.File.Encoding = ""
	l, err := in.lookAs(f, o, given)
	if err != nil || l.mapping.File.Encoding != utf8Name {
		return l, false
	}
	for _, cells := range append([][]string{l.header}, l.sample...) {
		for _, cell := range cells {
			if strings.ContainsFunc(cell, func(r rune) bool { return r >= utf8.RuneSelf }) {
				return l, true
			}
		}
	}
	return l, false
}

// utf8Name is the encoding that the tables of the bridges name so.
const utf8Name = "utf-8"

func (in *Intakes) lookAs(f File, o Options, given Mapping) (l looked, err error) {
	var style FileStyle
	if l.header, l.sample, l.typed, style, err = in.sample(f, given.File); err != nil {
		return l, err
	}
	l.mapping, l.guessed, l.faults = guess(o.Kind, l.header, l.sample, l.typed, given, o.renamed)
	l.mapping.File = style.under(l.mapping.File)
	whose := ""
	if len(o.Mapping) == 0 {
		whose = cmp.Or(given.Creditor, defaultCreditor)
	}
	l.gather(o.Kind, given, whose)
	l.renamed = slices.Concat(o.renamed, l.misfit.renamed())
	return l, nil
}

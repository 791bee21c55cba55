package intake

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"strings"

	"aldia/domain/calendar"
	"aldia/domain/portfolio"
	"aldia/platform/auth"
	"aldia/platform/blob"
	"aldia/platform/db"
	"aldia/platform/id"
)

const (
	// shownSamples is how many values of a column are shown: enough to recognise what it holds.
	shownSamples = 4
	// maxSampleText keeps an address from pushing everything else off the screen.
	maxSampleText = 60
)

// Shown is a staged file as a person looks at it before it is published: every column of theirs, and what
// it is understood as.
type Shown struct {
	Cut     Cut
	Mapping Mapping
	Style   FileStyle // how the file turned out to be written, with what the mapping says of it
	Columns []ShownColumn
	About   []Guessed // what was guessed of the file as a whole: file.date, file.decimal, currency
	Faults  []error   // what keeps the file from being read as it is mapped now
	Typed   bool      // a workbook: its numbers and days need no style
	// Misfit is what the kept mapping names and the file lacks, or nil. It keeps a draft from nothing: its
	// columns were guessed where the mapping did not fit. Afresh says that nothing of it is left to pass over.
	Misfit *Misfit
	Afresh bool
	// Titled is the day that a line above the header names, or none.
	Titled Titled
	// Looks says that the file looks like one of another kind than it was handed in as.
	Looks Looks
}

// ShownColumn is one column of a file.
type ShownColumn struct {
	Name    string // as the mapping calls it
	Samples []string
	Ours    []string // our columns that are read from it, the first of them the one to choose
	Left    bool     // passed over by the mapping
	Guess   Guessed  // why it is understood so; its Why is empty when a person or the kept mapping says so
	Kept    bool     // as in the creditor's file before
}

// Attribute says whether the column is kept as one that only rules and scores know.
func (c *ShownColumn) Attribute() bool {
	return !c.Left && len(c.Ours) > 0 && isAttribute(c.Ours[0])
}

// Draft keeps a file of a creditor for a person to look at. Unlike Stage it takes one whose columns nobody
// can guess yet: they are chosen then, and Settle makes a cut of it, or several when the file names several
// creditors.
func (in *Intakes) Draft(ctx context.Context, f File, o Options) (Cut, error) {
	who, err := auth.Allow(ctx, auth.CutPublish)
	if err != nil {
		return Cut{}, err
	}
	if !o.Kind.Known() {
		return Cut{}, ErrKind.With(string(o.Kind))
	}
	if err := in.typed(ctx, o); err != nil {
		return Cut{}, err
	}
	given, err := in.given(ctx, o)
	if err != nil {
		return Cut{}, err
	}
	if given.Creditor != "" {
		if given.Creditor, err = portfolio.CleanCode(given.Creditor); err != nil {
			return Cut{}, err
		}
	}
	p := &plan{kind: o.Kind, asOf: o.AsOf, name: f.Name}
	l, err := in.fit(ctx, f, o, given)
	if err != nil {
		return Cut{}, err
	}
	if p.asOf == calendar.NoDay {
		p.asOf = calendar.On(in.db.Now(), placeOf(l.mapping.Country))
	}
	if len(l.sample) == 0 {
		return Cut{}, ErrNoRows.With(f.Name)
	}
	l.reguess(o.Kind, given)
	if o.Afresh {
		l.dropOnly()
	}
	p.mapping = l.mapping
	if p.digest, err = digestOf(f); err != nil {
		return Cut{}, err
	}
	kept, err := in.blobs.Put(ctx, blob.New{Name: f.Name}, sectionOf(f))
	if err != nil {
		return Cut{}, err
	}
	c := p.cut(p.mapping.Creditor, in.db.Now(), who.ID)
	c.ID, c.BlobID = in.db.IDs().New(), kept.ID
	err = in.db.Write(ctx, func(tx db.Tx) error { return addCut(tx, &c) })
	return c, err
}

// Show opens a staged file to be looked at column by column.
func (in *Intakes) Show(ctx context.Context, cut id.ID) (Shown, error) {
	c, err := in.Cut(ctx, cut)
	if err != nil {
		return Shown{}, err
	}
	s := Shown{Cut: c}
	if s.Mapping, err = ParseMapping([]byte(c.Mapping)); err != nil {
		return s, err
	}
	kept := in.keptOf(ctx, &c)
	err = in.withFile(ctx, &c, func(f File) error {
		header, sample, typed, style, err := in.sample(f, s.Mapping.File)
		if err != nil {
			return err
		}
		s.Style, s.Typed = style.under(s.Mapping.File), typed
		if kept.Columns != nil {
			l := looked{header: header, sample: sample, typed: typed}
			l.mapping, _, l.faults = Guess(c.Kind, header, sample, typed, kept)
			l.gather(c.Kind, kept, cmp.Or(c.Answer.Creditor, defaultCreditor))
			s.Misfit = l.misfit
		}
		l := looked{header: header, sample: sample, typed: typed, mapping: s.Mapping, misfit: s.Misfit}
		s.Looks = l.looks(c.Kind, kept)
		s.describe(header, sample, typed, kept, s.Misfit.renamed())
		if s.Titled, err = in.titled(f, c.Kind, s.Mapping); err != nil {
			return err
		}
		if s.Misfit != nil && s.Afresh {
			s.Afresh, err = in.headedSo(f, header)
		}
		return err
	})
	return s, err
}

// headedSo says whether a file that nobody says anything of has this header. Under another the columns may
// all be guessed, and are those of a row or a title.
func (in *Intakes) headedSo(f File, header []string) (bool, error) {
	table, err := in.open(f.ReaderAt, f.Size, f.Name, FileStyle{})
	if err != nil {
		return false, err
	}
	return slices.Equal(table.Header(), header), table.Close()
}

// keptOf is the mapping of the creditor's file before, or an empty one.
func (in *Intakes) keptOf(ctx context.Context, c *Cut) Mapping {
	m, err := in.given(ctx, Options{Kind: c.Kind, Creditor: c.Answer.Creditor})
	if err != nil {
		return Mapping{} // a mapping that can no longer be read explains nothing
	}
	return m
}

func (s *Shown) describe(header []string, sample [][]string, typed bool, kept Mapping, renamed []Renamed) {
	m := s.Mapping
	bare := Mapping{Creditor: m.Creditor, Currency: m.Currency, Country: m.Country, Key: m.Key, File: m.File}
	bare.File.Date, bare.File.Decimal = "", ""
	fresh, guesses, _ := guess(s.Cut.Kind, header, sample, typed, bare, renamed)
	_, _, faults := Guess(s.Cut.Kind, header, sample, typed, m)
	for _, f := range faults {
		s.Faults = append(s.Faults, f)
	}
	if _, err := Compile(m, header, typed, s.Cut.Kind, s.Cut.AsOfOn); err != nil && len(faults) == 0 {
		s.Faults = append(s.Faults, err)
	}
	for _, g := range guesses {
		if g.Column == "currency" || strings.HasPrefix(g.Column, "file.") {
			s.About = append(s.About, g)
		}
	}
	if kept.Only != "" && m.Only == "" {
		s.About = append(s.About, onlyGone(kept.Only))
	}
	for at, name := range headNames(header) {
		c := ShownColumn{Name: name, Samples: samplesOf(sample, at)}
		for _, ours := range m.names() {
			if readsFrom(m.Columns[ours], name) {
				c.Ours = append(c.Ours, ours)
			}
		}
		c.Left = len(c.Ours) == 0 || m.Columns[c.Ours[0]].Skip
		c.Kept = len(c.Ours) > 0 && sameSource(kept.Columns[c.Ours[0]], m.Columns[c.Ours[0]])
		if len(c.Ours) > 0 && !c.Kept && sameSource(fresh.Columns[c.Ours[0]], m.Columns[c.Ours[0]]) {
			c.Guess = whyOf(guesses, c.Ours[0], name)
		}
		r, is := renamedTo(renamed, name)
		if is && !c.Kept && c.Guess.Why == "" && slices.Contains(c.Ours, r.Ours) {
			c.Guess = r.guessed()
		}
		s.Columns = append(s.Columns, c)
	}
	s.Afresh = maps.EqualFunc(m.Columns, fresh.Columns, sameSource)
}

// whyOf is the first thing that was said of one of our columns where it is read from theirs.
func whyOf(guesses []Guessed, ours, theirs string) Guessed {
	for _, g := range guesses {
		if g.Column == ours && slices.Contains(strings.Split(g.From, " + "), theirs) {
			return g
		}
	}
	return Guessed{}
}

func readsFrom(s ColumnSource, head string) bool {
	for _, h := range s.heads() {
		if h == head || dense(fold(h)) == dense(fold(head)) && dense(fold(h)) != "" {
			return true
		}
	}
	return false
}

func sameSource(a, b ColumnSource) bool {
	return len(a.heads()) > 0 && slices.Equal(a.heads(), b.heads()) && a.Skip == b.Skip
}

// samplesOf gives the first different values of a column.
func samplesOf(sample [][]string, at int) []string {
	var out []string
	for _, row := range sample {
		if at >= len(row) || len(out) == shownSamples {
			continue
		}
		value := strings.Join(strings.Fields(row[at]), " ")
		if r := []rune(value); len(r) > maxSampleText {
			value = string(r[:maxSampleText-1]) + "…"
		}
		if value != "" && !slices.Contains(out, value) {
			out = append(out, value)
		}
	}
	return out
}

// withFile hands the file of a cut over, as long as f runs.
func (in *Intakes) withFile(ctx context.Context, c *Cut, f func(File) error) error {
	file, err := in.blobs.Get(ctx, c.BlobID)
	if err != nil {
		return err
	}
	return errors.Join(f(File{c.FileName, file.Blob.Size, file}), file.Close())
}

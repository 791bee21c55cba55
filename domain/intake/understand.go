package intake

import (
	"context"
	"slices"

	"aldia/domain/calendar"
	"aldia/platform/auth"
)

// Understand says how a file would be read: each column of theirs beside what it is taken for, and what was
// guessed of the file as a whole. Only its head is looked at, and nothing is kept. A file whose columns
// nobody can guess is no error here: Faults say what keeps it from being read.
func (in *Intakes) Understand(ctx context.Context, f File, o Options) (Shown, error) {
	if _, err := auth.Allow(ctx, auth.CutPublish); err != nil {
		return Shown{}, err
	}
	if !o.Kind.Known() {
		return Shown{}, ErrKind.With(string(o.Kind))
	}
	if err := in.typed(ctx, o); err != nil {
		return Shown{}, err
	}
	given, err := in.given(ctx, o)
	if err != nil {
		return Shown{}, err
	}
	l, err := in.fit(ctx, f, o, given)
	if err != nil {
		return Shown{}, err
	}
	l.reguess(o.Kind, given)
	asOf := o.AsOf
	if asOf == calendar.NoDay {
		asOf = calendar.On(in.db.Now(), placeOf(l.mapping.Country))
	}
	s := Shown{
		Cut: Cut{Kind: o.Kind, AsOfOn: asOf, FileName: f.Name, Answer: Answer{Creditor: given.Creditor}},
		// What the file turned out to be is in the mapping already.
		Mapping: l.mapping, Style: l.mapping.File, Typed: l.typed,
	}
	if s.Titled, err = in.titled(f, o.Kind, l.mapping); err != nil {
		return s, err
	}
	s.describe(l.header, l.sample, l.typed, given, l.renamed)
	if l.needs != nil && l.mapping.HomeCurrency() == "" {
		s.Faults = append([]error{l.needs}, s.Faults...)
	}
	if s.Misfit = l.misfit; l.misfit != nil {
		s.Faults = []error{l.misfit} // what else is missing follows from it
	}
	for _, g := range l.guessed {
		if g.Column == "country" {
			s.About = append(s.About, g)
		}
	}
	s.About = slices.DeleteFunc(s.About, func(g Guessed) bool {
		return g.Column == "file.date" && given.File.Date != "" ||
			g.Column == "file.decimal" && given.File.Decimal != "" || g.Column == "currency" && given.Currency != ""
	})
	return s, nil
}

// Guesses says whether anything of the reading was guessed, rather than said by a mapping.
func (s *Shown) Guesses() bool {
	for i := range s.Columns {
		if c := &s.Columns[i]; !c.Kept {
			return true
		}
	}
	return false
}

// Unnamed says that nothing tells whose debts a file brings, neither who loads it, nor a mapping, nor a
// column: they are taken for our own, under the code that it gives.
func (s *Shown) Unnamed() (code string, is bool) {
	if s.Cut.Kind != Portfolio || s.Cut.Answer.Creditor != "" || s.Mapping.Creditor != "" {
		return "", false
	}
	for i := range s.Columns {
		if !s.Columns[i].Left && slices.Contains(s.Columns[i].Ours, colCreditor.name()) {
			return "", false
		}
	}
	return defaultCreditor, true
}

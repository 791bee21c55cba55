package intake

import (
	"context"
	"slices"
	"strings"
)

// telling is the confidence from which a name says by itself which of ours a column is.
const telling = likely

// likely finds what each missing column is called now. What the file is taken to have for ours comes first,
// where its name is no mere hint; then the new column whose name has a word in common; then the hint; and
// the only new one for the only missing one. A column whose name clearly says another of ours is none of
// these, and neither is one that holds what ours cannot be.
func (l *looked) likely(k Kind, given Mapping, m *Misfit) {
	free := slices.Clone(m.New)
	take := func(r *Renamed, head string) {
		r.Is = head
		free = slices.DeleteFunc(free, func(h string) bool { return h == head })
	}
	fresh, guesses, _ := Guess(k, l.header, l.sample, l.typed, given.without(m.Missing))
	guesses = slices.DeleteFunc(guesses, func(g Guessed) bool { // what ours is only worked out from
		return !slices.Equal(fresh.Columns[g.Column].heads(), []string{g.From})
	})
	others := func(r *Renamed, head string) bool {
		return slices.ContainsFunc(guesses, func(g Guessed) bool {
			return g.From == head && g.Column != r.Ours && !isAttribute(g.Column) && g.Confidence >= telling
		})
	}
	of := func(r *Renamed, least int) (string, bool) {
		at := slices.IndexFunc(guesses, func(g Guessed) bool {
			return g.Column == r.Ours && g.Confidence >= least && slices.Contains(free, g.From) && !others(r, g.From)
		})
		if at < 0 {
			return "", false
		}
		return guesses[at].From, true
	}
	suits := func(r *Renamed, head string) bool {
		return l.suits(r.Ours, head, given.Country) && !others(r, head)
	}
	open := func(each func(r *Renamed)) {
		for i := range m.Missing {
			if r := &m.Missing[i]; r.Is == "" {
				each(r)
			}
		}
	}
	open(func(r *Renamed) {
		if head, is := of(r, Doubtful); is {
			take(r, head)
		}
	})
	open(func(r *Renamed) {
		best, most := "", 0
		for _, head := range free {
			if n := wordsInCommon(r.Was, head); n > most && suits(r, head) {
				best, most = head, n
			}
		}
		if best != "" {
			take(r, best)
		}
	})
	open(func(r *Renamed) {
		if head, is := of(r, 0); is {
			take(r, head)
		}
	})
	open(func(r *Renamed) {
		if len(m.Missing) == 1 && len(free) == 1 && suits(r, free[0]) {
			take(r, free[0])
		}
	})
}

// suits says whether what a column of the file holds can be one of ours.
func (l *looked) suits(ours, head, country string) bool {
	c, known := columnNamed(ours)
	p := profileOf(l.sample, slices.Index(headNames(l.header), head), country)
	return known && p.filled > 0 && p.suits(named{column: c, weight: likely}, l.typed)
}

func wordsInCommon(a, b string) (n int) {
	has := strings.Fields(fold(b))
	for w := range strings.FieldsSeq(fold(a)) {
		if squeeze(w) != "" && slices.Contains(has, w) {
			n++
		}
	}
	return n
}

// reguess reads what the mapping takes from columns that the file lacks from where they likely are now, and
// guesses the rest of them, for a person to look at.
func (l *looked) reguess(k Kind, given Mapping) {
	if l.misfit == nil {
		return
	}
	pairs := l.misfit.renamed()
	rest := given.Copy()
	for _, r := range pairs {
		rest.rename(r.Was, r.Is)
	}
	m, guessed, faults := Guess(k, l.header, l.sample, l.typed, rest.without(l.misfit.Missing))
	for _, r := range pairs {
		guessed = append(guessed, r.guessed())
	}
	style := l.mapping.File
	style.Date, style.Decimal = m.File.Date, m.File.Decimal
	m.File = style
	l.mapping, l.guessed, l.faults = m, guessed, faults
}

// without is a mapping that reads nothing from the columns that a file lacks.
func (m Mapping) without(missing []Renamed) Mapping {
	rest := m.Copy()
	for _, r := range missing {
		rest.release(r.Was)
	}
	return rest
}

// rename reads from one column of theirs all that was read from another.
func (m Mapping) rename(was, is string) {
	for ours, s := range m.Columns {
		if s.From == was {
			s.From = is
		}
		for i := range s.Join {
			if s.Join[i] == was {
				s.Join[i] = is
			}
		}
		m.Columns[ours] = s
	}
}

// renamed are the missing columns that are likely there under another name.
func (m *Misfit) renamed() (pairs []Renamed) {
	if m == nil {
		return nil
	}
	for _, r := range m.Missing {
		if r.Is != "" {
			pairs = append(pairs, r)
		}
	}
	return pairs
}

func renamedTo(pairs []Renamed, head string) (Renamed, bool) {
	at := slices.IndexFunc(pairs, func(r Renamed) bool { return r.Is == head })
	if at < 0 {
		return Renamed{}, false
	}
	return pairs[at], true
}

// guessed is what is said of a column with another name. However like each other the names are, somebody
// should look: it is the creditor who knows what they changed.
func (r *Renamed) guessed() Guessed {
	return Guessed{
		Column: r.Ours, From: r.Is, Why: becauseRenamed, Args: []any{r.Was, r.Is}, Confidence: Doubtful - 10,
	}
}

// renamedSince is what a file of a creditor only calls otherwise than the kept mapping does. A mapping that
// does not read any more, and a file that does not open as it says, tell nothing.
func (in *Intakes) renamedSince(ctx context.Context, f File, o Options) []Renamed {
	o.Afresh = false
	kept, err := in.given(ctx, o)
	if err != nil || len(kept.Columns) == 0 {
		return nil
	}
	l, err := in.fit(ctx, f, o, kept)
	if err != nil {
		return nil
	}
	return l.misfit.renamed()
}

// renamed gives ours the columns that are theirs under another name, before any other may have them.
func (g *guesser) renamed(pairs []Renamed) {
	for i := range pairs {
		r := &pairs[i]
		c, known := columnNamed(r.Ours)
		if at := headAt(g.header, r.Is); known && !r.part && g.open(c) && g.mayBe(c, at) {
			g.takeRenamed(r, c, at)
		}
	}
}

// renamedParts puts a column that was one of several to the others again, where it is not there by its name.
func (g *guesser) renamedParts(pairs []Renamed) {
	for i := range pairs {
		r := &pairs[i]
		c, known := columnNamed(r.Ours)
		at := headAt(g.header, r.Is)
		if !known || !r.part || !g.mayBe(c, at) {
			continue
		}
		s, given := g.m.Columns[r.Ours]
		switch {
		case !given:
			g.takeRenamed(r, c, at)
		case len(s.heads()) > 0 && specOf(c).joins(c):
			s.Join, s.From = append(slices.Clone(s.heads()), g.header[at]), ""
			g.used[at], g.m.Columns[r.Ours] = true, s
			g.guessed = append(g.guessed, r.guessed())
		}
	}
}

func (g *guesser) mayBe(c column, at int) bool {
	return at >= 0 && !g.used[at] && g.profiles[at].suits(named{column: c, weight: likely}, g.typed)
}

func (g *guesser) takeRenamed(r *Renamed, c column, at int) {
	g.used[at] = true
	g.m.Columns[c.name()] = ColumnSource{From: g.header[at]}
	g.guessed = append(g.guessed, r.guessed())
}

package intake

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"aldia/platform/auth"
	"aldia/platform/fault"
	"aldia/platform/id"
)

// Misfit is one fault: a file that is not laid out as the mapping says, because its sender renamed a column
// or left one out. It names all of them at once, with what each is likely called now.
type Misfit struct { //nolint:errname // it is what a person is shown, and an error to whoever loads
	Creditor string    // whose kept mapping it is; "" when the mapping was handed in with the file
	Missing  []Renamed // columns that the mapping reads and the file lacks
	New      []string  // headers of the file that the mapping does not know
}

// Renamed is a column that a file no longer has under the name that the mapping knows.
type Renamed struct {
	Ours string // our column, such as principal
	Was  string // their header, as the mapping has it
	Is   string // the header that is likely its new name, or ""
	part bool   // one of several that are put together
}

// The sentences of a misfit: {0} whose mapping it is, {1} what is missing, {2} what is new, {3} what was
// likely renamed.
var (
	ErrMisfit       = fault.New(fault.Invalid, "intake.misfit.kept")
	errMisfitNew    = fault.New(fault.Invalid, "intake.misfit.kept_new")
	errMisfitLikely = fault.New(fault.Invalid, "intake.misfit.kept_renamed")
	errMapMisfit    = fault.New(fault.Invalid, "intake.misfit.map")
	errMapNew       = fault.New(fault.Invalid, "intake.misfit.map_new")
	errMapLikely    = fault.New(fault.Invalid, "intake.misfit.map_renamed")
)

// Error is for logs.
func (m *Misfit) Error() string { return m.Unwrap().Error() }

// Unwrap gives the fault that people read.
func (m *Misfit) Unwrap() error {
	var missing, likely []string
	for _, r := range m.Missing {
		missing = append(missing, "«"+r.Was+"»")
		if r.Is != "" {
			likely = append(likely, "«"+r.Was+"» → «"+r.Is+"»")
		}
	}
	said := []*fault.Error{ErrMisfit, errMisfitNew, errMisfitLikely}
	if m.Creditor == "" {
		said = []*fault.Error{errMapMisfit, errMapNew, errMapLikely}
	}
	which := said[0]
	switch {
	case len(likely) > 0:
		which = said[2]
	case len(m.New) > 0:
		which = said[1]
	}
	var fresh []string
	for _, h := range m.New {
		fresh = append(fresh, "«"+h+"»")
	}
	return which.With(m.Creditor, strings.Join(missing, ", "), strings.Join(fresh, ", "),
		strings.Join(likely, ", ")).On(m.Missing[0].Ours)
}

// gather takes the columns that the file lacks out of the faults of a reading and puts them together.
func (l *looked) gather(k Kind, given Mapping, creditor string) {
	var m Misfit
	l.faults = slices.DeleteFunc(l.faults, func(f *fault.Error) bool {
		if !errors.Is(f, ErrNotThere) {
			return false
		}
		was, _ := f.Args[0].(string)
		m.Missing = append(m.Missing, Renamed{
			Ours: f.Field, Was: was, part: len(given.Columns[f.Field].heads()) > 1,
		})
		return true
	})
	if len(m.Missing) == 0 {
		return
	}
	m.Creditor = creditor
	for _, h := range headNames(l.header) {
		if given.first(h) == "" && !strings.HasPrefix(h, "#") && !slices.Contains(ErrorColumns(), h) {
			m.New = append(m.New, h)
		}
	}
	l.likely(k, given, &m)
	l.misfit = &m
}

// afresh is what stays of a kept mapping when a file is read afresh: what it says of the creditor, and which
// rows are wanted. Columns and layout are the file's own.
func (m Mapping) afresh() Mapping {
	return Mapping{
		Creditor: m.Creditor, Name: m.Name, Portfolio: m.Portfolio, Currency: m.Currency, Country: m.Country,
		Only: m.Only, Key: m.Key, Figures: m.Figures, Gone: m.Gone,
	}
}

// dropOnly lets go of a condition over columns that the file no longer has: which rows are wanted is then for
// the person to say who looks at the columns. A file that nobody looks at first is refused for it.
func (l *looked) dropOnly() {
	if l.mapping.Only == "" {
		return
	}
	if _, wrong := compileOnly(l.mapping.Only, headNames(l.header), scope{typed: l.typed}); wrong != nil {
		l.mapping.Only = ""
	}
}

func onlyGone(only string) Guessed {
	return Guessed{Column: "only", Why: becauseOnlyGone, Args: []any{only}}
}

// Afresh reads a staged file again without the mapping that its creditor's files had so far. What is
// published then is kept as the new one.
func (in *Intakes) Afresh(ctx context.Context, cut id.ID) error {
	if _, err := auth.Allow(ctx, auth.CutPublish); err != nil {
		return err
	}
	c, err := in.Cut(ctx, cut)
	if err != nil {
		return err
	}
	if c.State != Staged && c.State != Previewed {
		return ErrCutState.With(string(c.State))
	}
	is, err := ParseMapping([]byte(c.Mapping))
	if err != nil {
		return err
	}
	o := Options{Kind: c.Kind, Creditor: c.Answer.Creditor, Afresh: true}
	given, err := in.given(ctx, o)
	if err != nil {
		return err
	}
	given.Creditor, given.Name, given.Portfolio = is.Creditor, is.Name, is.Portfolio
	given.Country, given.Currency = cmp.Or(is.Country, given.Country), cmp.Or(is.Currency, given.Currency)
	given.Figures, given.Gone = cmp.Or(is.Figures, given.Figures), cmp.Or(is.Gone, given.Gone)
	return in.withFile(ctx, &c, func(f File) error {
		l, err := in.fit(ctx, f, o, given)
		if err != nil {
			return err
		}
		l.dropOnly()
		return in.Remap(ctx, cut, l.mapping.YAML())
	})
}

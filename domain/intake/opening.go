package intake

import (
	"context"

	"aldia/domain/money"
	"aldia/domain/portfolio"
	"aldia/platform/fault"
	"aldia/platform/id"
)

// Opening is what a person says of a creditor that a file brings and that is new.
type Opening struct {
	Name    string
	Country string
	// Unnamed says that the file names its creditors, and that nobody was asked how they are called. They may
	// all be known, and then have a country.
	Unnamed bool
}

// ErrCountryChoice asks for the country of a new creditor where a person chooses one.
var ErrCountryChoice = fault.New(fault.Invalid, "intake.country_choice").On("country")

// open is the mapping with what a person says of the new creditor, as far as it can be.
func (m Mapping) open(o Opening) (next Mapping, wrong []*fault.Error) {
	switch name, err := portfolio.CleanName(o.Name); {
	case err == nil:
		m.Name = name
	case !o.Unnamed:
		wrong = append(wrong, portfolio.ErrName)
	}
	switch {
	case money.CurrencyOf(o.Country) != "":
		m.Country = o.Country
	case !o.Unnamed || o.Country != "":
		wrong = append(wrong, ErrCountryChoice)
	}
	return m, wrong
}

// Open says how the creditor that a cut brings is called and where it is. The cut is staged again: where
// somebody is decides how what the file leaves undecided is read.
func (in *Intakes) Open(ctx context.Context, cut id.ID, o Opening) error {
	c, err := in.Cut(ctx, cut)
	if err != nil {
		return err
	}
	m, err := ParseMapping([]byte(c.Mapping))
	if err != nil {
		return err
	}
	if c.Kind != Portfolio || in.knows(ctx, c.Answer.Creditor) {
		return ErrCutState.With(string(c.State))
	}
	was := m.Country
	m, wrong := m.open(o)
	if len(wrong) > 0 {
		return wrong[0]
	}
	if m.Country != was && m.Currency == string(money.CurrencyOf(was)) {
		m.Currency = "" // it was that of the country, and is that of the other now
	}
	return in.Remap(ctx, cut, m.YAML())
}

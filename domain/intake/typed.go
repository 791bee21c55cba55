package intake

import (
	"context"
	"errors"
	"slices"

	"aldia/domain/portfolio"
	"aldia/platform/db"
	"aldia/platform/fault"
)

// typed holds the codes that somebody typed to the rule for new ones. Those that are there already stand, and
// so do those that a file brings.
func (in *Intakes) typed(ctx context.Context, o Options) error {
	if o.Creditor == "" && o.Portfolio == "" {
		return nil
	}
	return in.db.Read(ctx, func(tx db.Tx) error {
		c, found, err := portfolio.CreditorByCode(tx, o.Creditor)
		if err != nil {
			return err
		}
		if o.Creditor != "" && !found {
			if err := newCode(o.Creditor, "creditor"); err != nil {
				return err
			}
		}
		return portfolioFits(tx, c, o.Portfolio)
	})
}

// portfolioFits does the same for the code of a portfolio.
func portfolioFits(tx db.Tx, c portfolio.Creditor, code string) error {
	if code == "" {
		return nil
	}
	known, err := portfolio.PortfoliosIn(tx, c.ID)
	if err != nil || slices.ContainsFunc(known, func(p portfolio.Portfolio) bool { return p.Code == code }) {
		return err
	}
	return newCode(code, "portfolio")
}

// newCode is the fault of a code at the field where it was typed.
func newCode(code, field string) error {
	_, err := portfolio.NewCode(code)
	if f, is := errors.AsType[*fault.Error](err); is {
		return f.On(field)
	}
	return err
}

package portfolio

import (
	"context"

	"aldia/platform/db"
	"aldia/platform/id"
)

// Portfolios is the front door to creditors and their portfolios.
type Portfolios struct{ db *db.DB }

// NewPortfolios opens the front door.
func NewPortfolios(d *db.DB) *Portfolios { return &Portfolios{d} }

// Creditors gives all creditors by code.
func (p *Portfolios) Creditors(ctx context.Context) (all []Creditor, err error) {
	err = p.db.Read(ctx, func(tx db.Tx) error {
		all, err = CreditorsIn(tx)
		return err
	})
	return all, err
}

// OpenTx gives the creditor of a code, created as wanted says when it is new.
func (p *Portfolios) OpenTx(tx db.Tx, wanted Creditor) (c Creditor, created bool, err error) {
	c, found, err := CreditorByCode(tx, wanted.Code)
	if err != nil || found {
		return c, false, err
	}
	wanted.ID = p.db.IDs().New()
	return wanted, true, addCreditor(tx, wanted, db.Micros(p.db.Now()))
}

// OpenPortfolioTx gives a creditor's portfolio of a code, created when it is new.
func (p *Portfolios) OpenPortfolioTx(tx db.Tx, creditor id.ID, code string) (Portfolio, bool, error) {
	code, err := CleanCode(code)
	if err != nil {
		return Portfolio{}, false, err
	}
	known, err := PortfoliosIn(tx, creditor)
	if err != nil {
		return Portfolio{}, false, err
	}
	for _, k := range known {
		if k.Code == code {
			return k, false, nil
		}
	}
	fresh := Portfolio{ID: p.db.IDs().New(), CreditorID: creditor, Code: code, Name: code}
	return fresh, true, addPortfolio(tx, fresh, db.Micros(p.db.Now()))
}

// SaveTx keeps the settings of a creditor.
func (p *Portfolios) SaveTx(tx db.Tx, c Creditor) error {
	switch {
	case c.Figures != CreditorsFigures && c.Figures != OurFigures:
		return ErrSetting.With("figures", string(c.Figures))
	case c.Gone != GonePaid && c.Gone != GoneRecalled && c.Gone != GoneAsked:
		return ErrSetting.With("gone", string(c.Gone))
	case c.Basis != 360 && c.Basis != 365:
		return ErrSetting.With("basis", int64(c.Basis))
	case !c.Currency.Known():
		return ErrCountry.With(c.Country, string(c.Currency))
	}
	return saveCreditor(tx, c, db.Micros(p.db.Now()))
}

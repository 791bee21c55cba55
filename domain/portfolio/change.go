package portfolio

import (
	"context"
	"strings"
	"unicode/utf8"

	"aldia/platform/audit"
	"aldia/platform/auth"
	"aldia/platform/db"
	"aldia/platform/fault"
	"aldia/platform/id"
)

const (
	// maxName is as long as any company's name.
	maxName = 120
	// maxKept is the size of what is kept of a creditor as text: a mapping with a long list of words is some
	// kilobytes.
	maxKept = 128 << 10
)

// Faults of changing a creditor.
var (
	ErrName = fault.New(fault.Invalid, "portfolio.name", maxName).On("name")
	ErrLong = fault.New(fault.Limit, "portfolio.long")
)

// CleanName is a creditor's name as it is kept: with single spaces, and neither empty nor endless.
func CleanName(name string) (string, error) {
	name = strings.Join(strings.Fields(name), " ")
	if name == "" || utf8.RuneCountInString(name) > maxName {
		return "", ErrName
	}
	return name, nil
}

// CreditorIn reads one creditor.
func CreditorIn(tx db.Tx, creditor id.ID) (c Creditor, err error) {
	found, err := db.One(tx, func(r db.Row) error {
		c = scanCreditor(r)
		return nil
	}, `SELECT `+creditorColumns+` FROM creditor WHERE id = ?`, creditor)
	if err == nil && !found {
		err = ErrNoCreditor
	}
	return c, err
}

// Change lets a person change the settings of a creditor: what edit does to it is checked, kept and written
// into the book, with what was before. The code stays, since it stands in the creditor's files, and so does
// the currency.
func (p *Portfolios) Change(ctx context.Context, creditor id.ID, why string,
	edit func(*Creditor) error,
) error {
	by, err := auth.Allow(ctx, auth.CreditorManage)
	if err != nil {
		return err
	}
	return p.db.Write(ctx, func(tx db.Tx) error {
		was, err := CreditorIn(tx, creditor)
		if err != nil {
			return err
		}
		is := was
		if err := edit(&is); err != nil {
			return err
		}
		is.ID, is.Code, is.Currency = was.ID, was.Code, was.Currency
		if is.Name, err = CleanName(is.Name); err != nil {
			return err
		}
		if len(is.Mapping) > maxKept || len(is.Payments) > maxKept || len(is.Buckets) > maxKept {
			return ErrLong
		}
		if is == was {
			return nil
		}
		if is.Country != was.Country {
			is.Timezone = TimezoneOf(is.Country)
		}
		if err := p.SaveTx(tx, is); err != nil {
			return err
		}
		return audit.AppendTx(tx, audit.Entry{
			At: p.db.Now(), ByUser: by.ID, What: "creditor.changed", On: "creditor", OnID: creditor, Why: why,
			Detail: map[string]any{"was": was.told(), "is": is.told()},
		})
	})
}

// told is what the book says of a creditor. A mapping may be longer than an entry, so that only its
// presence is told: the cuts that were read by it keep it.
func (c *Creditor) told() map[string]any {
	return map[string]any{
		"name": c.Name, "country": c.Country, "figures": c.Figures, "gone": c.Gone, "basis": int64(c.Basis),
		"buckets": c.Buckets, "mapping_bytes": len(c.Mapping), "payments_bytes": len(c.Payments),
	}
}

package portfolio

import (
	"errors"
	"testing"

	"aldia/platform/auth"
	"aldia/platform/db"
	"aldia/platform/db/dbtest"
	"aldia/platform/fault"
)

func TestWhatKindOfCreditAPortfolioHoldsIsSetAndWrittenIntoTheBook(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		book, c, ctx := opened(t, d)
		var cars, homes Portfolio
		if err := d.Write(ctx, func(tx db.Tx) (err error) {
			if cars, _, err = book.OpenPortfolioTx(tx, c.ID, "AUTOS"); err != nil {
				return err
			}
			homes, _, err = book.OpenPortfolioTx(tx, c.ID, "CASAS")
			return err
		}); err != nil {
			t.Fatal(err)
		}
		for range 2 { // the second time changes nothing
			if err := book.SetSegment(ctx, c.ID, homes.ID, Mortgage, "son de vivienda"); err != nil {
				t.Fatal(err)
			}
		}
		if err := d.Read(ctx, func(tx db.Tx) error {
			all, err := PortfoliosIn(tx, c.ID)
			if len(all) != 2 || all[0].Segment != "" || all[1].Segment != Mortgage {
				t.Errorf("the portfolios are %+v", all)
			}
			if err != nil {
				return err
			}
			n, err := db.Int(tx, `SELECT count(*) FROM audit_entry WHERE what = 'creditor.portfolio_changed'
				AND why = 'son de vivienda'`)
			if n != 1 {
				t.Errorf("%d entries in the book", n)
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
		if err := book.SetSegment(ctx, c.ID, cars.ID, "barcos", "x"); !errors.Is(err, ErrSegment) {
			t.Errorf("a segment that no law knows: %v", err)
		}
		if err := book.SetSegment(ctx, c.ID+1, cars.ID, Consumer, "x"); !errors.Is(err, ErrNoPortfolio) {
			t.Errorf("a portfolio of somebody else: %v", err)
		}
		agent := auth.As(t.Context(), auth.Identity{ID: 5, Role: auth.Agent})
		if err := book.SetSegment(agent, c.ID, cars.ID, Consumer, "x"); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("an agent sets it: %v", err)
		}
	})
}

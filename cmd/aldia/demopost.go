package main

import (
	"context"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"aldia/domain/calendar"
	"aldia/domain/intake"
	"aldia/platform/auth"
)

// demoPost is what a creditor sends in one day; a file without a name is none.
type demoPost struct {
	payments, cut intake.File
}

// sendsBook says whether a creditor sends its whole book of a day: the retailer every Sunday, the lender
// every second one.
func (b *demoBook) sendsBook(on calendar.Day) bool {
	return on == b.first || on.Weekday() == time.Sunday && (b.kind == "retail" || on/7%2 == 0)
}

// post lets the customers of a creditor pay and writes its files of a day: payments, and on some days its
// whole book.
func (c *demoCompany) post(b *demoBook, on calendar.Day, first bool) (p demoPost, err error) {
	if !first && on > b.first {
		lines := b.ownPayments(on)
		for _, i := range c.intents[on] {
			if i.book == b {
				lines = append(lines, b.payDebts(i.customer, on, i.amount)...)
			}
		}
		b.held = append(b.held, lines...)
		// The files come on some days of the week, and on the last two, so that the last close has news.
		if len(b.held) > 0 && (on >= b.last-1 || slices.Contains(demoBankDays[:], on.Weekday())) {
			if p.payments, err = b.paymentsFile(b.held, on); err != nil {
				return p, err
			}
			b.held = nil
		}
	}
	if b.sendsBook(on) && (first || on > b.first) {
		p.cut, err = b.file(on)
	}
	return p, err
}

// files loads on the next morning what the creditors sent of a day; the first ones come on their own day.
// The files of one are written while those of the other are loaded.
func (c *demoCompany) files(ctx context.Context, of calendar.Day, first bool) error {
	ctx = c.as(ctx, auth.Admin)
	posts, written := make([]demoPost, len(c.books)), make([]errgroup.Group, len(c.books))
	for n, b := range c.books {
		written[n].Go(func() (err error) {
			posts[n], err = c.post(b, of, first)
			return err
		})
	}
	var err error
	for n, b := range c.books {
		if failed := written[n].Wait(); err == nil {
			err = failed
		}
		if !first {
			c.clock.Set(c.at(of+1, demoFiles+time.Duration(n)*10*time.Minute))
		}
		if err == nil && posts[n].payments.Name != "" {
			o := intake.Options{Kind: intake.Payments, Creditor: b.Code, AsOf: of, Mapping: b.paymentsMapping()}
			_, err = c.intakes.Import(ctx, posts[n].payments, o)
		}
		if err == nil && posts[n].cut.Name != "" {
			err = c.loadCut(ctx, b, posts[n].cut, of)
		}
	}
	return err
}

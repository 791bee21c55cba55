package ui

import (
	"context"
	"io"

	"github.com/a-h/templ"

	"aldia/domain/money"
)

// Figures are written by one rule, so that an account reads the same to everybody:
//
//   - what is of one creditor, an account, a case, a creditor's line or page, is written as in that
//     creditor's country, its counts as its sums;
//   - what is summed or counted over creditors of several countries is written as the reader's language has
//     it, unless all of those countries write alike;
//   - a sum over all that one sees is one of the countries whose creditors keep their books in its currency:
//     soles are added up from soles.
//
// Work says of which country a page is, About of which one a part of it is, and Homes whose a currency is. A
// figure for machines, in a file or an answer, has no manner.

// mannerSample is a sum that shows both separators of a country.
const mannerSample money.Amount = 123_456_789

// Shared gives the country in whose manner figures about debts of these countries are written: the first,
// when all of them write alike, and else none, which is the manner of the reader's language.
func Shared(countries ...string) string {
	if len(countries) == 0 {
		return ""
	}
	first := mannerSample.Format("USD", countries[0])
	for _, country := range countries[1:] {
		if mannerSample.Format("USD", country) != first {
			return ""
		}
	}
	return countries[0]
}

// About is the view that a part is written with which is about debts of these countries alone.
func (v *View) About(countries ...string) *View {
	about := *v
	about.Text, about.Homes = v.Text.In(Shared(countries...)), nil
	return &about
}

// InSums is the view that a part is written with whose sums are of one currency: its counts are written as
// they are.
func (v *View) InSums(c money.Currency) *View {
	in := *v
	in.Text, in.Homes = v.Text.In(v.manner(c)), nil
	return &in
}

// InSums writes a part whose sums are of one currency.
func InSums(part templ.Component, c money.Currency) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return part.Render(With(ctx, From(ctx).InSums(c)), w)
	})
}

// About writes a part as what is about debts of these countries alone.
func About(part templ.Component, countries ...string) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return part.Render(With(ctx, From(ctx).About(countries...)), w)
	})
}

// manner is the country in whose manner a sum of a currency is written on this page.
func (v *View) manner(c money.Currency) string {
	if v.Text.Country() == "" {
		if home := Shared(v.Homes[c]...); home != "" {
			return home
		}
	}
	return v.Text.Manner()
}

package intake

import (
	"slices"

	"aldia/domain/money"
)

// Currencies are those that a comparison speaks of, in the order of their codes.
func (d *Diff) Currencies() (all []money.Currency) {
	for _, sums := range [][]Sum{d.Was, d.Is, d.In, d.Out, d.Asked, d.Changed, d.Cured} {
		for _, s := range sums {
			if !slices.Contains(all, s.Currency) {
				all = append(all, s.Currency)
			}
		}
	}
	slices.Sort(all)
	return all
}

// SumIn gives the sum of a currency, or nothing in it.
func SumIn(sums []Sum, c money.Currency) Sum {
	for _, s := range sums {
		if s.Currency == c {
			return s
		}
	}
	return Sum{Currency: c}
}

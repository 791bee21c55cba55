package intake

import "aldia/domain/money"

// maxAmount, in minor units, leaves room for the sum of nine thousand such amounts in an int64.
const maxAmount = 1_000_000_000_000_000

// amountIn turns a number into minor units.
func (n *number) amountIn(decimals int) (money.Amount, string) {
	v, scale := n.mantissa, n.scale
	for ; scale > decimals; scale-- {
		if v%10 != 0 {
			return 0, whyAmountDecimals
		}
		v /= 10
	}
	for ; scale < decimals; scale++ {
		if v > maxAmount || v < -maxAmount {
			return 0, whyAmountLarge
		}
		v *= 10
	}
	if v > maxAmount || v < -maxAmount {
		return 0, whyAmountLarge
	}
	return money.Amount(v), ""
}

// rateDecimals are those that money.Rate keeps of a percentage.
const rateDecimals = 6

// rateOf turns a number into a yearly rate. A fraction (0.1677) becomes a percentage unless a percent sign
// says that it is one. Decimals beyond what a rate keeps, a hundred-millionth, are rounded half up: no
// contract is written with them.
func (n *number) rateOf(fraction bool) (money.Rate, string) {
	v, scale := n.mantissa, n.scale
	if fraction && !n.percent {
		scale -= 2
	}
	if v < 0 {
		return 0, whyNegative
	}
	for ; scale > rateDecimals; scale-- {
		if scale == rateDecimals+1 {
			v += 5
		}
		v /= 10
	}
	for ; scale < rateDecimals; scale++ {
		if v > int64(money.MaxRate) {
			return 0, whyRateRange
		}
		v *= 10
	}
	if v > int64(money.MaxRate) {
		return 0, whyRateRange
	}
	return money.Rate(v), ""
}

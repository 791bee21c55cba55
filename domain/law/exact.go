package law

import (
	"encoding/json"
	"errors"
	"math/big"
	"strings"

	"aldia/domain/money"
	"aldia/platform/fault"
)

// Figure is a number as somebody wrote it: "27205.11". In JSON it may stand with or without quotes; either
// way no binary fraction comes near it.
type Figure string

// UnmarshalJSON takes a number or a text.
func (f *Figure) UnmarshalJSON(raw []byte) error {
	if text := string(raw); text == "null" || text != "" && text[0] != '"' {
		*f = Figure(strings.TrimPrefix(text, "null"))
		return nil
	}
	return json.Unmarshal(raw, (*string)(f))
}

// Limits of a number: beyond them it is a slip of the decimal comma, and the arithmetic stays small.
const (
	maxWhole    = 18
	maxFraction = 12
)

// errFigure is given for what is no number; the field is named by who asks.
var errFigure = fault.New(fault.Invalid, "lawmoney.figure")

// exact reads a number of a field. It is nil when nothing was given, which is no zero.
func exact(field string, f Figure) (n *big.Rat, err error) {
	if f != "" {
		if n, err = number(string(f)); err != nil {
			return nil, errFigure.With(field, string(f)).On(field)
		}
	}
	return n, nil
}

// positive reads a number that cannot be below zero.
func positive(field string, f Figure) (*big.Rat, error) {
	n, err := exact(field, f)
	if n != nil && n.Sign() < 0 {
		return nil, errFigure.With(field, string(f)).On(field)
	}
	return n, err
}

var errNumber = errors.New("not a number")

func number(text string) (*big.Rat, error) {
	digits := strings.TrimPrefix(text, "-")
	whole, fraction, point := strings.Cut(digits, ".")
	if whole == "" || len(whole) > maxWhole || len(fraction) > maxFraction || point && fraction == "" ||
		strings.Trim(whole+fraction, "0123456789") != "" {
		return nil, errNumber
	}
	n, ok := new(big.Rat).SetString(text)
	if !ok {
		return nil, errNumber
	}
	return n, nil
}

// Number is a number of a pack, written as text there so that nothing rounds it.
type Number struct{ rat *big.Rat }

// UnmarshalText reads it.
func (n *Number) UnmarshalText(text []byte) (err error) {
	n.rat, err = number(string(text))
	return err
}

// given says whether the pack has the number at all.
func (n Number) given() bool { return n.rat != nil }

// or gives the number, or another where the pack has none.
func (n Number) or(other int64) *big.Rat {
	if n.rat == nil {
		return new(big.Rat).SetInt64(other)
	}
	return n.rat
}

func times(a, b *big.Rat) *big.Rat { return new(big.Rat).Mul(a, b) }
func over(a, b *big.Rat) *big.Rat  { return new(big.Rat).Quo(a, b) }
func plus(a, b *big.Rat) *big.Rat  { return new(big.Rat).Add(a, b) }
func less(a, b *big.Rat) *big.Rat  { return new(big.Rat).Sub(a, b) }

func percent(a, of *big.Rat) *big.Rat { return over(times(a, of), big.NewRat(100, 1)) }

// least is the smallest of what is known.
func least(all ...*big.Rat) (small *big.Rat) {
	for _, a := range all {
		if a != nil && (small == nil || a.Cmp(small) < 0) {
			small = a
		}
	}
	return small
}

// rounded writes a sum with so many decimals, half away from zero.
func rounded(a *big.Rat, decimals int) string { return a.FloatString(decimals) }

// sum writes a sum in a currency.
func sum(a *big.Rat, c money.Currency) string {
	decimals, _ := c.Decimals()
	return rounded(a, decimals)
}

// rate writes a rate in percent: two decimals, and more only where there are more, so that a ceiling is
// never shown higher than it is.
func rate(a *big.Rat) string {
	text := strings.TrimRight(rounded(a, 6), "0")
	whole, fraction, _ := strings.Cut(text, ".")
	for len(fraction) < 2 {
		fraction += "0"
	}
	return whole + "." + fraction
}

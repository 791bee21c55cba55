// Package money is sums of money: whole minor units with an ISO 4217 currency, and rates as exact decimals.
// There is no float anywhere near a cent. An amount is read from text and written to text only here.
package money

import (
	"errors"
	"math"
	"math/bits"
	"strconv"
	"strings"
)

// Amount is a sum in the minor units of its currency: 1250 is 12.50 dollars, and 1250 pesos of Chile.
type Amount int64

// Currency is an ISO 4217 code in capitals.
type Currency string

// Money is an amount together with its currency.
type Money struct {
	Amount   Amount
	Currency Currency
}

// Errors of reading an amount.
var (
	ErrCurrency = errors.New("money: unknown currency")
	ErrShape    = errors.New("money: not an amount")
	ErrDecimals = errors.New("money: more decimals than the currency has")
	ErrRange    = errors.New("money: amount too large")
)

// Decimals gives the number of decimals of a currency (ISO 4217), or false when we do not know it.
func (c Currency) Decimals() (int, bool) {
	switch c {
	case "USD",
		"MXN",
		"COP",
		"PEN",
		"CRC",
		"EUR",
		"BOB",
		"GTQ",
		"HNL",
		"NIO",
		"DOP",
		"ARS",
		"BRL",
		"UYU",
		"PAB",
		"VES",
		"CUP",
		"GBP",
		"CAD",
		"TWD":
		return 2, true
	case "CLP", "PYG":
		return 0, true
	}
	return 0, false
}

// Known says whether the currency is one we can keep.
func (c Currency) Known() bool { _, ok := c.Decimals(); return ok }

// CurrencyOf gives the currency that a country (ISO 3166 alpha-2) keeps its debts in, or "" when we do not
// know it.
func CurrencyOf(country string) Currency {
	switch country {
	case "EC", "SV", "US", "PA":
		return "USD"
	case "CO":
		return "COP"
	case "PE":
		return "PEN"
	case "MX":
		return "MXN"
	case "CL":
		return "CLP"
	case "CR":
		return "CRC"
	case "BO":
		return "BOB"
	case "GT":
		return "GTQ"
	case "HN":
		return "HNL"
	case "NI":
		return "NIO"
	case "DO":
		return "DOP"
	case "AR":
		return "ARS"
	case "BR":
		return "BRL"
	case "UY":
		return "UYU"
	case "PY":
		return "PYG"
	}
	return ""
}

// Parse reads "1250.4" in a currency: an optional sign, digits, a point, digits. Zeros beyond the
// currency's decimals are let pass; anything else beyond them is refused, since a cent must not be lost.
func Parse(s string, c Currency) (Amount, error) {
	decimals, ok := c.Decimals()
	if !ok {
		return 0, ErrCurrency
	}
	digits, negative := strings.CutPrefix(s, "-")
	if !negative {
		digits = strings.TrimPrefix(digits, "+")
	}
	whole, fraction, _ := strings.Cut(digits, ".")
	if whole == "" && fraction == "" {
		return 0, ErrShape
	}
	if len(fraction) > decimals {
		if strings.Trim(fraction[decimals:], "0") != "" {
			if !onlyDigits(fraction) || !onlyDigits(whole) {
				return 0, ErrShape
			}
			return 0, ErrDecimals
		}
		fraction = fraction[:decimals]
	}
	if !onlyDigits(whole) || !onlyDigits(fraction) {
		return 0, ErrShape
	}
	text := whole + fraction + strings.Repeat("0", decimals-len(fraction))
	v, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return 0, ErrRange
	}
	if negative {
		v = -v
	}
	return Amount(v), nil
}

func onlyDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

// Text writes the amount for machines: "1250.40", no separators, the currency's decimals.
func (a Amount) Text(c Currency) string {
	decimals, _ := c.Decimals()
	return decimal(int64(a), decimals)
}

// Text writes the amount for machines, without the currency.
func (m Money) Text() string { return m.Amount.Text(m.Currency) }

func decimal(v int64, decimals int) string {
	sign, u := "", uint64(v)
	if v < 0 {
		sign, u = "-", -u
	}
	s := strconv.FormatUint(u, 10)
	if decimals == 0 {
		return sign + s
	}
	for len(s) <= decimals {
		s = "0" + s
	}
	return sign + s[:len(s)-decimals] + "." + s[len(s)-decimals:]
}

// Format writes the amount for people, with the separators of a country: "1.250,40" in Ecuador, "1,250.40"
// in Mexico. Which sign separates what follows Unicode CLDR for Spanish of each country; the grouping
// starts at four digits, since columns of money must align.
func (a Amount) Format(c Currency, country string) string {
	s := a.Text(c)
	sign := ""
	if strings.HasPrefix(s, "-") {
		sign, s = "−", s[1:]
	}
	group, point := ".", ","
	switch country {
	case "MX", "PE", "US", "GT", "HN", "NI", "DO", "SV", "PA", "PR":
		group, point = ",", "."
	case "CR":
		group, point = "\u00a0", ","
	}
	whole, fraction, has := strings.Cut(s, ".")
	var b strings.Builder
	b.WriteString(sign)
	for i := range len(whole) {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteString(group)
		}
		b.WriteByte(whole[i])
	}
	if has {
		b.WriteString(point + fraction)
	}
	return b.String()
}

// MulDiv is a × b ÷ d, exact on 128 bits and rounded half away from zero. It panics when d is not positive
// or the result does not fit, which a caller with checked limits never meets.
func MulDiv(a, b, d int64) int64 {
	if d <= 0 {
		panic("money: MulDiv by a divisor that is not positive")
	}
	negative := (a < 0) != (b < 0)
	hi, lo := bits.Mul64(magnitude(a), magnitude(b))
	lo, carry := bits.Add64(lo, uint64(d)/2, 0)
	hi += carry
	if hi >= uint64(d) {
		panic("money: MulDiv does not fit")
	}
	quotient, _ := bits.Div64(hi, lo, uint64(d))
	if quotient > math.MaxInt64 {
		panic("money: MulDiv does not fit")
	}
	if negative {
		return -int64(quotient)
	}
	return int64(quotient)
}

func magnitude(v int64) uint64 {
	if v < 0 {
		return -uint64(v)
	}
	return uint64(v)
}

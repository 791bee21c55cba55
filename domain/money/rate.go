package money

import (
	"math"
	"math/bits"
	"strconv"
	"strings"
)

// Rate is a yearly rate as an exact decimal in hundred-millionths: 16.77 % is 16 770 000. It is written and
// read as a percentage, as contracts do.
type Rate int64

const (
	rateDecimals = 6 // of a percentage
	rateUnit     = 100_000_000
	// MaxRate, 1000 % a year, is beyond every legal ceiling we know; more is a slip of the decimal comma.
	MaxRate Rate = 10 * rateUnit
)

// ParseRate reads a yearly percentage such as "16.77".
func ParseRate(percent string) (Rate, error) {
	whole, fraction, _ := strings.Cut(percent, ".")
	if len(fraction) > rateDecimals {
		if strings.Trim(fraction[rateDecimals:], "0") != "" {
			return 0, ErrDecimals
		}
		fraction = fraction[:rateDecimals]
	}
	if whole+fraction == "" || !onlyDigits(whole) || !onlyDigits(fraction) {
		return 0, ErrShape
	}
	v, err := strconv.ParseInt(whole+fraction+strings.Repeat("0", rateDecimals-len(fraction)), 10, 64)
	if err != nil || Rate(v) > MaxRate {
		return 0, ErrRange
	}
	return Rate(v), nil
}

// Text is the rate as a percentage for machines and people alike: "16.77".
func (r Rate) Text() string {
	s := strings.TrimRight(decimal(int64(r), rateDecimals), "0")
	return strings.TrimSuffix(s, ".")
}

// Basis is the number of days that a year has for interest, as the contract says.
type Basis int64

// The bases that contracts of the region use.
const (
	Basis360 Basis = 360
	Basis365 Basis = 365
)

// interestUnit is one minor unit as a multiple of the smallest step that interest can take with either
// basis: the common multiple of 360 and 365 days, times the unit of rates. All accrued interest is a whole
// number of these steps, so nothing is ever rounded before it is posted.
const interestUnit = 26_280 * rateUnit

// Carry is interest that has been earned but is not yet a whole minor unit, in steps of 1/interestUnit. It
// is what is left between the exact sum and what was posted, so that posting often or seldom gives the same
// cents.
type Carry int64

// Accrue gives the interest that is to be posted for days days on principal at a yearly rate, and the carry
// for the next time: posted = round(carry + principal × rate × days ÷ basis), half away from zero.
func Accrue(carry Carry, principal Amount, r Rate, b Basis, days int) (Amount, Carry) {
	if days <= 0 || principal <= 0 || r <= 0 {
		return settle(uint64(0), uint64(0), carry)
	}
	step := uint64(days) * uint64(26_280/int64(b))
	hi, lo := bits.Mul64(uint64(principal), uint64(r))
	top, mid := bits.Mul64(lo, step)
	over, high := bits.Mul64(hi, step)
	sum, c := bits.Add64(high, top, 0)
	if over != 0 || c != 0 {
		panic("money: interest does not fit")
	}
	return settle(sum, mid, carry)
}

func settle(hi, lo uint64, carry Carry) (Amount, Carry) {
	if carry >= 0 {
		var c uint64
		lo, c = bits.Add64(lo, uint64(carry), 0)
		hi += c
	} else {
		debt := -uint64(carry)
		if hi == 0 && lo < debt {
			// The rounding of the last posting is still ahead of what has been earned.
			return 0, -Carry(debt - lo)
		}
		var c uint64
		lo, c = bits.Sub64(lo, debt, 0)
		hi -= c
	}
	if hi >= interestUnit {
		panic("money: interest does not fit")
	}
	quotient, remainder := bits.Div64(hi, lo, interestUnit)
	if quotient >= math.MaxInt64 {
		panic("money: interest does not fit")
	}
	if remainder*2 >= interestUnit {
		return Amount(quotient + 1), Carry(remainder) - interestUnit
	}
	return Amount(quotient), Carry(remainder)
}

// Unaccrue gives back interest that was earned for days days on principal which was no longer owed: the
// amount to take off and the carry that remains. It is the exact opposite of Accrue.
func Unaccrue(carry Carry, principal Amount, r Rate, b Basis, days int) (Amount, Carry) {
	// Interest on the mirror of the carry is the mirror of interest given back.
	amount, mirrored := Accrue(-carry, principal, r, b, days)
	return amount, -mirrored
}

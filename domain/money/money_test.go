package money_test

import (
	"math/big"
	"math/rand/v2"
	"testing"

	"aldia/domain/money"
)

func TestAnAmountIsReadToTheCentOrRefused(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text     string
		currency money.Currency
		want     money.Amount
		err      error
	}{
		{"1250.40", "USD", 125040, nil},
		{"1250.4", "USD", 125040, nil},
		{"1250", "USD", 125000, nil},
		{".5", "USD", 50, nil},
		{"-3.10", "PEN", -310, nil},
		{"39500", "CLP", 39500, nil},
		{"39500.00", "CLP", 39500, nil},
		{"39500.50", "CLP", 0, money.ErrDecimals},
		{"1.005", "USD", 0, money.ErrDecimals},
		{"1.500", "USD", 150, nil},
		{"", "USD", 0, money.ErrShape},
		{".", "USD", 0, money.ErrShape},
		{"1,5", "USD", 0, money.ErrShape},
		{"1.5x", "USD", 0, money.ErrShape},
		{"99999999999999999999", "USD", 0, money.ErrRange},
		{"1", "XXX", 0, money.ErrCurrency},
	} {
		got, err := money.Parse(c.text, c.currency)
		if got != c.want || err != c.err { //nolint:errorlint // the very errors are promised
			t.Errorf("%q in %s: %d, %v; want %d, %v", c.text, c.currency, got, err, c.want, c.err)
		}
	}
}

func TestMoneyIsShownAsTheCountryWritesIt(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		amount   money.Amount
		currency money.Currency
		country  string
		want     string
	}{
		{125040, "USD", "EC", "1.250,40"},
		{125040, "MXN", "MX", "1,250.40"},
		{125040, "PEN", "PE", "1,250.40"},
		{1234567, "CLP", "CL", "1.234.567"},
		{5, "COP", "CO", "0,05"},
		{-99999, "USD", "EC", "−999,99"},
	} {
		if got := c.amount.Format(c.currency, c.country); got != c.want {
			t.Errorf("%d in %s: %q, want %q", c.amount, c.country, got, c.want)
		}
	}
}

// exact is the interest as a fraction of minor units, by arithmetic that cannot round.
func exact(principal, rate, basis, days int64) *big.Rat {
	n := new(big.Int).Mul(big.NewInt(principal), big.NewInt(rate))
	n.Mul(n, big.NewInt(days))
	return new(big.Rat).SetFrac(n, new(big.Int).Mul(big.NewInt(basis), big.NewInt(100_000_000)))
}

// rounded is a fraction to whole minor units, half away from zero.
func rounded(r *big.Rat) money.Amount {
	half := big.NewRat(1, 2)
	s := new(big.Rat).Add(r, half)
	return money.Amount(new(big.Int).Quo(s.Num(), s.Denom()).Int64())
}

func TestInterestPostedInAnyStepsSumsToTheExactFigure(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	for range 5000 {
		principal := random.Int64N(1_000_000_000_000)
		rate := random.Int64N(1_000_000_000)
		basis := []money.Basis{money.Basis360, money.Basis365}[random.IntN(2)]
		var sum money.Amount
		var carry money.Carry
		var days int64
		for range 1 + random.IntN(12) {
			step := random.Int64N(60)
			posted, left := money.Accrue(carry, money.Amount(principal), money.Rate(rate), basis, int(step))
			sum, carry, days = sum+posted, left, days+step
			if want := rounded(exact(principal, rate, int64(basis), days)); sum != want {
				t.Fatalf("%d at %d over %d days (%d): posted %d, exact %d", principal, rate, days, basis, sum, want)
			}
		}
		back, left := money.Unaccrue(carry, money.Amount(principal), money.Rate(rate), basis, int(days))
		if back != sum || left != 0 {
			t.Fatalf("given back %d of %d, carry %d left", back, sum, left)
		}
	}
}

func TestMulDivRoundsHalfAwayFromZero(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ a, b, d, want int64 }{
		{5, 1, 2, 3}, {-5, 1, 2, -3}, {1, 1, 3, 0}, {2, 1, 3, 1}, {0, 5, 7, 0},
		{1 << 62, 6, 8, 3458764513820540928},
	} {
		if got := money.MulDiv(c.a, c.b, c.d); got != c.want {
			t.Errorf("%d × %d ÷ %d = %d, want %d", c.a, c.b, c.d, got, c.want)
		}
	}
}

func TestARateIsAPercentageAYear(t *testing.T) {
	t.Parallel()
	r, err := money.ParseRate("16.77")
	if err != nil || r != 16_770_000 || r.Text() != "16.77" {
		t.Errorf("16.77 %% is %d (%q), %v", r, r.Text(), err)
	}
	if _, err := money.ParseRate("1677"); err == nil {
		t.Error("a rate of 1677 % was taken")
	}
}

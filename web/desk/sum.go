package desk

import (
	"regexp"
	"strings"

	"aldia/domain/money"
	"aldia/platform/fault"
)

// errSum is told of a sum that cannot be read. The field is the caller's to name.
var errSum = fault.New(fault.Invalid, "desk.sum")

// exampleSum shows how a sum is written: with thousands, and with cents where the currency has them.
const exampleSum money.Amount = 125_040

// unread is errSum with an example in the manner in which the country writes its sums.
func unread(c money.Currency, country string) *fault.Error {
	return errSum.With(exampleSum.Format(c, country))
}

// grouped is a whole number as people write it: its digits alone, or in threes behind one sign. What is
// grouped otherwise, as 12.34.56, is a slip, and is not guessed at.
var grouped = regexp.MustCompile(`^(\d+|\d{1,3}(\.\d{3})+|\d{1,3}(,\d{3})+|\d{1,3}([ ']\d{3})+)$`)

// readSum reads a sum as people of a country type it: "1.250,40", "1250,4", "1,250.40", "$ 1250" or "50.-".
// One sign with one or two digits behind it parts the cents, whichever sign it is; three digits behind it are
// thousands where the country writes them so. A sum named in another currency is not read.
func readSum(text string, c money.Currency, country string) (money.Amount, error) {
	plain := bare(text, c)
	whole, cents := plain, ""
	if at := strings.LastIndexAny(plain, ".,"); at >= 0 && strings.Count(plain, plain[at:at+1]) == 1 {
		sign, behind := plain[at:at+1], len(plain)-at-1
		if behind != 3 || sign == decimalSign(c, country) && decimalsOf(c) == 3 {
			whole, cents = plain[:at], plain[at+1:]
			if whole == "" {
				whole = "0"
			}
			if strings.Contains(cents, " ") || strings.Contains(cents, "'") || cents == "" {
				return 0, unread(c, country)
			}
		}
	}
	if !grouped.MatchString(whole) {
		return 0, unread(c, country)
	}
	whole = strings.NewReplacer(".", "", ",", "", " ", "", "'", "").Replace(whole)
	if cents != "" {
		whole += "." + cents
	}
	amount, err := money.Parse(whole, c)
	if err != nil || amount < 0 {
		return 0, unread(c, country).Because(err)
	}
	return amount, nil
}

// bare takes from a sum what people write around it: the currency before or after, and the dash that stands
// for no cents.
func bare(text string, c money.Currency) string {
	plain := strings.ToLower(strings.TrimSpace(strings.ReplaceAll(text, "\u00a0", " ")))
	digit := func(r rune) bool { return r >= '0' && r <= '9' }
	if before := plain[:max(0, strings.IndexFunc(plain, digit))]; c.Called(strings.TrimSpace(before)) {
		plain = plain[len(before):]
	}
	after := strings.TrimLeft(plain[strings.LastIndexFunc(plain, digit)+1:], " .,-–")
	if c.Called(after) {
		plain = strings.TrimSpace(strings.TrimSuffix(plain, after))
	}
	for _, dash := range []string{".-", ",-", ".–", ",–"} {
		if cut, found := strings.CutSuffix(plain, dash); found {
			return cut
		}
	}
	return plain
}

func decimalsOf(c money.Currency) int {
	n, _ := c.Decimals()
	return n
}

// decimalSign is the sign that a country writes before the cents.
func decimalSign(c money.Currency, country string) string {
	written := money.Amount(1).Format(c, country)
	if n := decimalsOf(c); n > 0 && len(written) > n {
		return written[len(written)-n-1 : len(written)-n]
	}
	return ","
}

package desk

import (
	"strings"

	"aldia/domain/money"
	"aldia/platform/fault"
)

// errSum is told of a sum that cannot be read. The field is the caller's to name.
var errSum = fault.New(fault.Invalid, "desk.sum")

// readSum reads a sum as people of a country type it: "1.250,40", "1250,4", "1,250.40" or "1250". One sign
// with one or two digits behind it parts the cents, whichever sign it is; three digits behind it are
// thousands where the country writes them so.
func readSum(text string, c money.Currency, country string) (money.Amount, error) {
	plain := strings.NewReplacer(" ", "", "\u00a0", "", "$", "", "S/", "", "₡", "", "'", "", string(c),
		"").Replace(
		strings.TrimSpace(text))
	at := strings.LastIndexAny(plain, ".,")
	if at >= 0 {
		sign, behind := plain[at:at+1], len(plain)-at-1
		cents := behind != 3 && strings.Count(plain, sign) == 1 ||
			behind == 3 && strings.Count(plain, sign) == 1 && sign == decimalSign(c, country) && decimalsOf(c) == 3
		whole, rest := plain[:at], plain[at+1:]
		if !cents {
			whole, rest = plain, ""
		}
		whole = strings.NewReplacer(".", "", ",", "").Replace(whole)
		if plain = whole; rest != "" {
			plain += "." + rest
		}
	}
	amount, err := money.Parse(plain, c)
	if err != nil || amount < 0 {
		return 0, errSum.Because(err)
	}
	return amount, nil
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

package money

import (
	"slices"
	"strings"
)

// Mark reads what stands beside an amount, in small letters without blanks: "" for a sign such as $
// that many currencies share.
func Mark(b []byte) (Currency, bool) {
	switch string(b) {
	case "$", "l", "l.", "lps", "lps.", "pesos", "peso", "m.n.", "mn", "$m.n.", "$mn":
		return "", true
	case "us$", "u$s", "$us", "usd$", "$usd", "u$d", "us", "dolares", "dólares", "dólar", "dolar", "dls", "dlls":
		return "USD", true
	case "€", "euros", "euro":
		return "EUR", true
	case "₡", "¢", "colones", "colon", "colón":
		return "CRC", true
	case "s/", "s/.", "soles", "sol", "nuevossoles":
		return "PEN", true
	case "rd$":
		return "DOP", true
	case "bs", "bs.", "$b", "bolivianos":
		return "BOB", true
	case "q", "q.", "quetzales":
		return "GTQ", true
	case "c$":
		return "NIO", true
	case "r$", "reais":
		return "BRL", true
	case "₲", "gs", "gs.", "guaranies", "guaraníes":
		return "PYG", true
	case "cop$", "col$", "$cop":
		return "COP", true
	case "mx$", "mxn$", "$mxn":
		return "MXN", true
	case "clp$", "$clp":
		return "CLP", true
	case "nt$", "ntd":
		return "TWD", true
	}
	if len(b) != 3 {
		return "", false
	}
	c := Currency(strings.ToUpper(string(b)))
	return c, c.Known()
}

// Called says whether a word or sign, in small letters, stands for the currency: its own, or one that several
// share. The dollar sign is that of dollars and pesos; nobody writes it for soles.
func (c Currency) Called(word string) bool {
	own, known := Mark([]byte(strings.ReplaceAll(word, " ", "")))
	if own != "" || !known {
		return known && own == c
	}
	pesos := slices.Contains([]Currency{"ARS", "CLP", "COP", "CUP", "DOP", "MXN", "UYU"}, c)
	switch word {
	case "$":
		return pesos || c == "USD" || c == "CAD"
	case "l", "l.", "lps", "lps.":
		return c == "HNL"
	case "m.n.", "mn", "$m.n.", "$mn":
		return c == "MXN"
	}
	return pesos
}

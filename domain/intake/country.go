package intake

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"aldia/domain/calendar"
	"aldia/domain/money"
	"aldia/platform/fault"
)

// CountryEvidence is what the rows of a file say of the country of whoever sent it: how many of them name a
// country (ISO 3166), and how many a currency.
type CountryEvidence struct {
	Countries  map[string]int
	Currencies map[money.Currency]int
}

// Why the country of a new creditor is not known.
var (
	// ErrCountryNeeded is given when the rows leave several countries open: {0} lists them.
	ErrCountryNeeded = fault.New(fault.Invalid, "intake.country_needed")
	// ErrCountryUnknown is given when nothing speaks of a country: {0} is the code of the creditor.
	ErrCountryUnknown = fault.New(fault.Invalid, "intake.country_unknown")
)

// CountryFrom tells the country of a creditor from its rows. Most of the countries that they name is it,
// unless the money of another country stands beside it; where they name none, money that one country alone
// has tells. The dollar tells nothing: Ecuador, El Salvador and Panama all keep their books in it.
func CountryFrom(e CountryEvidence) (string, error) {
	named := slices.Sorted(maps.Keys(e.Countries))
	most, total := "", 0
	for _, c := range named {
		total += e.Countries[c]
		if most == "" || e.Countries[c] > e.Countries[most] {
			most = c
		}
	}
	var tell []string
	dollars := false
	for _, currency := range slices.Sorted(maps.Keys(e.Currencies)) {
		if home := homeOf(currency); home != "" {
			tell = append(tell, home)
		}
		dollars = dollars || currency == "USD"
	}
	mostly := most != "" && 2*e.Countries[most] > total
	switch {
	case mostly && (len(tell) == 0 || slices.Contains(tell, most)):
		return most, nil
	case len(tell) == 1 && !mostly:
		return tell[0], nil
	case len(tell) > 0:
		return "", candidates(append(named, tell...))
	case len(named) > 0:
		return "", candidates(named)
	case dollars:
		return "", candidates([]string{"EC", "SV", "PA"})
	}
	return "", ErrCountryUnknown
}

func candidates(countries []string) error {
	slices.Sort(countries)
	return ErrCountryNeeded.With(strings.Join(slices.Compact(countries), ", "))
}

// homeOf is the only country whose money a currency is, or "".
func homeOf(currency money.Currency) string {
	home := ""
	for _, country := range [...]string{
		"AR", "BO", "BR", "CL", "CO", "CR", "DO", "EC", "GT", "HN", "MX", "NI", "PA", "PE", "PY", "SV", "UY",
	} {
		if money.CurrencyOf(country) != currency {
			continue
		}
		if home != "" {
			return ""
		}
		home = country
	}
	return home
}

// evidence reads what the head of a file says of the country, and whether it names a creditor that we do not
// know: the country of the others was settled when they came.
func (in *Intakes) evidence(ctx context.Context, l *looked) (e CountryEvidence, fresh bool) {
	e = CountryEvidence{map[string]int{}, map[money.Currency]int{}}
	if l.mapping.Currency != "" {
		e.Currencies[money.Currency(l.mapping.Currency)] += len(l.sample)
	}
	as := l.mapping
	as.Creditor = cmp.Or(strings.TrimSpace(as.Creditor), defaultCreditor)
	var codes []string
	r, err := Compile(as, l.header, l.typed, Portfolio, calendar.NoDay)
	if r == nil || err != nil { // it is refused for that; nothing is known of its rows
		return e, !in.knows(ctx, as.Creditor)
	}
	r.alone = l.mapping.Creditor != ""
	var row Row
	for i := range l.sample {
		cells := make([][]byte, len(l.sample[i]))
		for at, text := range l.sample[i] {
			cells[at] = []byte(text)
		}
		if r.Row(i, cells, &row).Verdict == Left {
			continue
		}
		if country := r.v.text[colCountry]; country != "" && !r.v.bad[colCountry] {
			e.Countries[country]++
		}
		if currency := r.v.text[colCurrency]; currency != "" && !r.v.bad[colCurrency] &&
			l.mapping.Currency == "" {
			e.Currencies[money.Currency(currency)]++
		}
		if code := r.v.text[colCreditor]; !slices.Contains(codes, code) && len(codes) < maxCreditors {
			codes = append(codes, strings.Clone(code))
		}
	}
	if r.alone {
		codes = []string{as.Creditor}
	}
	return e, slices.ContainsFunc(codes, func(code string) bool { return !in.knows(ctx, code) })
}

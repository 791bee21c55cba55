package ui

import "aldia/domain/money"

// mannerSample is a sum that shows both separators of a country.
const mannerSample money.Amount = 123_456_789

// Shared gives the country in whose manner a page writes all of its figures when it shows those of these
// countries: the first, when all of them write alike, and else none, which is the manner of the reader's
// language. A page never has two manners: beside "2,448.44" nobody could tell what "482,911" means.
func Shared(countries ...string) string {
	if len(countries) == 0 {
		return ""
	}
	first := mannerSample.Format("USD", countries[0])
	for _, country := range countries[1:] {
		if mannerSample.Format("USD", country) != first {
			return ""
		}
	}
	return countries[0]
}

package text

import (
	"strings"
)

// maxWishes bounds how much of an Accept-Language header is read; browsers send two to six.
const maxWishes = 20

// Choose gives the language to speak: the person's own setting, else the best of an Accept-Language header
// that we have, else Spanish.
func (c *Catalog) Choose(setting, acceptLanguage string) string {
	if c.languages[setting] != nil {
		return setting
	}
	best, bestWeight := First, 0
	for i, wish := range strings.Split(acceptLanguage, ",") {
		if i == maxWishes {
			break
		}
		tag, q, _ := strings.Cut(strings.TrimSpace(wish), ";")
		language, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(tag)), "-")
		if w := weight(q); c.languages[language] != nil && w > bestWeight {
			best, bestWeight = language, w
		}
	}
	return best
}

// weight reads "q=0.8" in thousandths, without a float; what cannot be read counts as nothing.
func weight(q string) int {
	q = strings.TrimSpace(q)
	if q == "" {
		return 1000
	}
	value, has := strings.CutPrefix(q, "q=")
	if !has {
		return 0
	}
	units, fraction, _ := strings.Cut(value, ".")
	w := 0
	for i := range 3 {
		w *= 10
		if i < len(fraction) {
			if fraction[i] < '0' || fraction[i] > '9' {
				return 0
			}
			w += int(fraction[i] - '0')
		}
	}
	switch units {
	case "1":
		return 1000
	case "0", "":
		return w
	}
	return 0
}

package text

import (
	"strconv"
	"strings"
)

// Manner is the country (ISO 3166 alpha-2) in whose manner numbers are written: the one that In gave, or else
// one that writes as the language does. Whoever writes sums of money beside other numbers writes them as
// there, so that a page has one manner for all of its figures.
func (l Language) Manner() string {
	switch {
	case l.country != "":
		return l.country
	case l.code == "en":
		return "US"
	}
	return "EC"
}

// separators gives what parts thousands and what stands before decimals, as money.Amount.Format does for
// the same country, so that a count and a sum in one row look alike.
func (l Language) separators() (group, point string) {
	switch l.Manner() {
	case "MX", "PE", "US", "GT", "HN", "NI", "DO", "SV", "PA", "PR":
		return ",", "."
	case "CR":
		return "\u00a0", ","
	}
	return ".", ","
}

// Number writes a whole number: "12.480" in Ecuador, "12,480" in Mexico.
func (l Language) Number(n int64) string {
	group, _ := l.separators()
	return grouped(n, group)
}

func grouped(n int64, group string) string {
	s, sign := strconv.FormatInt(n, 10), ""
	if n < 0 {
		s, sign = s[1:], "−"
	}
	var b strings.Builder
	b.WriteString(sign)
	for i := range len(s) {
		if i > 0 && (len(s)-i)%3 == 0 {
			b.WriteString(group)
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// Change writes a number with its sign, as a difference to yesterday: "+12", "−3", "0".
func (l Language) Change(n int64) string {
	if n > 0 {
		return "+" + l.Number(n)
	}
	return l.Number(n)
}

// Percent writes value × 10^−decimals as a percentage: Percent(125, 1) is "12,5 %".
func (l Language) Percent(value int64, decimals int) string {
	group, point := l.separators()
	sign := ""
	if value < 0 {
		value, sign = -value, "−"
	}
	unit := int64(1)
	for range decimals {
		unit *= 10
	}
	s := sign + grouped(value/unit, group)
	if decimals > 0 {
		fraction := strconv.FormatInt(value%unit, 10)
		s += point + strings.Repeat("0", decimals-len(fraction)) + fraction
	}
	if l.code == "en" {
		return s + "%"
	}
	return s + "\u00a0%"
}

// Decimal writes an exact decimal of a file or a program ("39500.25") as people do: "39.500,25" in Chile. A
// text that is no such number is given back as it is.
func (l Language) Decimal(exact string) string {
	digits, sign := exact, ""
	if rest, negative := strings.CutPrefix(exact, "-"); negative {
		digits, sign = rest, "−"
	}
	whole, fraction, has := strings.Cut(digits, ".")
	n, err := strconv.ParseInt(whole, 10, 64)
	if err != nil || n < 0 || has && fraction == "" || strings.Trim(fraction, "0123456789") != "" {
		return exact
	}
	group, point := l.separators()
	if has {
		return sign + grouped(n, group) + point + fraction
	}
	return sign + grouped(n, group)
}

// Share writes part of whole as a percentage with one decimal, rounded half up; a share of nothing is a
// dash. Parts and wholes of up to nine thousand million million fit, which is far beyond any portfolio in
// minor units.
func (l Language) Share(part, whole int64) string {
	if whole == 0 {
		return "–"
	}
	sign := int64(1)
	if (part < 0) != (whole < 0) {
		sign = -1
	}
	p, w := magnitude(part), magnitude(whole)
	return l.Percent(sign*int64((p*1000+w/2)/w), 1)
}

func magnitude(n int64) uint64 {
	if n < 0 {
		return -uint64(n)
	}
	return uint64(n)
}

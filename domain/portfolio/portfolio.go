// Package portfolio is whose debt it is: creditors, their portfolios, and the cuts that they send. A
// creditor is known by a short code that stands in its files; it is created by the first file that names it
// and never deleted. It decides how its debts are kept: whose figures count between two cuts, what a
// missing account means, the days of a year for interest, and its own buckets.
package portfolio

import (
	"cmp"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"

	"aldia/domain/money"
	"aldia/platform/fault"
	"aldia/platform/id"
)

// Prefixes of the identities.
const (
	CreditorPrefix  = "crd_"
	PortfolioPrefix = "pfl_"
	CutPrefix       = "imp_"
)

// Figures says whose figures count between two cuts.
type Figures string

// The two rules.
const (
	CreditorsFigures Figures = "creditor" // each cut brings the balances; what we add between two is an estimate
	OurFigures       Figures = "ours"     // we keep the ledger; a cut brings new accounts and terms
)

// Gone says what an account is that is missing from a cut.
type Gone string

// The three answers. An account is never just dropped.
const (
	GonePaid     Gone = "paid"
	GoneRecalled Gone = "recalled"
	GoneAsked    Gone = "asked" // it stays, marked, until the creditor says
)

// Creditor is who the debts are owed to.
type Creditor struct { //nolint:recvcheck // settings are mended in place and handed on by value
	ID       id.ID
	Code     string
	Name     string
	Country  string // ISO 3166 alpha-2
	Currency money.Currency
	Timezone string
	Figures  Figures
	Gone     Gone
	Basis    money.Basis
	Buckets  string // JSON, or empty for the default
	Mapping  string // YAML of the portfolio file, or empty
	Payments string // YAML of the payments file, or empty
}

// Portfolio is a part of a creditor's debts that is treated as one.
type Portfolio struct {
	ID         id.ID
	CreditorID id.ID
	Code       string
	Name       string
	Figures    Figures // empty: as the creditor
	Gone       Gone    // empty: as the creditor
	Segment    Segment // empty: as each product's name says
}

// FiguresOf is whose figures count for a portfolio.
func (c Creditor) FiguresOf(p Portfolio) Figures {
	if p.Figures != "" {
		return p.Figures
	}
	return c.Figures
}

// GoneOf is what a missing account of a portfolio is.
func (c Creditor) GoneOf(p Portfolio) Gone {
	if p.Gone != "" {
		return p.Gone
	}
	return c.Gone
}

// Faults of this noun.
var (
	ErrNoCreditor = fault.New(fault.Missing, "portfolio.no_creditor")
	ErrCode       = fault.New(fault.Invalid, "portfolio.code")
	ErrSetting    = fault.New(fault.Invalid, "portfolio.setting")
	ErrCountry    = fault.New(fault.Invalid, "portfolio.country")
)

const maxCode = 40 // as long as any code that a person would type or a file name would hold

// CleanCode is a code as it is kept: without spaces around it, letters, digits, and a few signs.
func CleanCode(code string) (string, error) {
	code = strings.TrimSpace(code)
	if code == "" || len(code) > maxCode {
		return "", ErrCode.With(code)
	}
	for _, r := range code {
		if r < ' ' || r == '/' || r == '\\' {
			return "", ErrCode.With(code)
		}
	}
	return code, nil
}

// ErrCodeShape is given for a code that somebody makes up: {0} what was typed, {1} what would do.
var ErrCodeShape = fault.New(fault.Invalid, "portfolio.code_shape")

// NewCode is a code that somebody makes up: letters without accents, digits, and . _ - between them, since it
// is typed on command lines, in addresses and in the headers of files. A code that came in a file, or that is
// there already, is taken as CleanCode has it.
func NewCode(code string) (string, error) {
	clean, err := CleanCode(code)
	if err != nil {
		return "", err
	}
	if fits := fitting(clean); fits != clean {
		return "", ErrCodeShape.With(clean, fits)
	}
	return clean, nil
}

// fitting makes a code out of any text: accents go, and what else no code has becomes an underscore.
func fitting(text string) string {
	plain, _, err := transform.String(transform.Chain(norm.NFD, runes.Remove(runes.In(unicode.Mn))), text)
	if err != nil {
		plain = text
	}
	var b strings.Builder
	for _, r := range plain {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '.', r == '-', r == '_':
			b.WriteRune(r)
		case !strings.HasSuffix(b.String(), "_"):
			b.WriteByte('_')
		}
	}
	return cmp.Or(strings.Trim(b.String(), "_.-"), "ACREEDOR-1")
}

// New gives a creditor the settings that a company of its country starts with.
func New(code, country string, currency money.Currency) (Creditor, error) {
	code, err := CleanCode(code)
	if err != nil {
		return Creditor{}, err
	}
	if currency == "" {
		currency = money.CurrencyOf(country)
	}
	if !currency.Known() {
		return Creditor{}, ErrCountry.With(country, string(currency))
	}
	return Creditor{
		Code: code, Name: code, Country: country, Currency: currency, Timezone: TimezoneOf(country),
		Figures: CreditorsFigures, Gone: GonePaid, Basis: money.Basis360,
	}, nil
}

// Place is the creditor's time zone: the one in which its days begin and end.
func (c Creditor) Place() *time.Location {
	if place, err := time.LoadLocation(c.Timezone); err == nil {
		return place
	}
	return time.UTC
}

// TimezoneOf is the zone of a country's capital (IANA), or UTC.
func TimezoneOf(country string) string {
	switch country {
	case "EC":
		return "America/Guayaquil"
	case "CO":
		return "America/Bogota"
	case "PE":
		return "America/Lima"
	case "MX":
		return "America/Mexico_City"
	case "CL":
		return "America/Santiago"
	case "CR":
		return "America/Costa_Rica"
	case "BO":
		return "America/La_Paz"
	case "GT":
		return "America/Guatemala"
	case "HN":
		return "America/Tegucigalpa"
	case "NI":
		return "America/Managua"
	case "SV":
		return "America/El_Salvador"
	case "PA":
		return "America/Panama"
	case "DO":
		return "America/Santo_Domingo"
	case "AR":
		return "America/Argentina/Buenos_Aires"
	case "BR":
		return "America/Sao_Paulo"
	case "UY":
		return "America/Montevideo"
	case "PY":
		return "America/Asuncion"
	case "US":
		return "America/New_York"
	}
	return "UTC"
}

// Keeping remembers how a file of the creditor was read, so that the next one reads the same.
func (c Creditor) Keeping(payments bool, mapping string) Creditor {
	if payments {
		c.Payments = mapping
	} else {
		c.Mapping = mapping
	}
	return c
}

package intake

import (
	"strings"
	"unicode"
)

// profile is what the sample says of one of their columns.
type profile struct {
	votes
	filled     int
	numbers    int
	decimals   int // numbers with decimals
	large      int // whole numbers above what a count of instalments reaches
	days       int
	serials    int // whole numbers that a workbook could mean as days
	dense      int // eight digits: a day of 20261122, or a code
	flags      int
	yes        int
	binary     int // 0 or 1
	currencies int
	countries  int
	roles      int
	kinds      int
	ats        int // an e-mail's @
	digits     int // values that hold a digit
	lettered   int // values that hold three letters in a row
	spaced     int // values of two words and more
	names      int // values that somebody may be called, and that are no code
	codes      int // numbers with a zero in front, or longer than a number keeps exactly
	statuses   int
	tells      int // how a telephone or an address stands
	belowOne   int // numbers above 0 and below 1
}

// maxExact is how many digits a number of an attribute may have; beyond it the digits are a code.
const maxExact = 15

func profileOf(sample [][]string, at int, country string) profile {
	var p profile
	for _, row := range sample {
		if at >= len(row) {
			continue
		}
		b := trim([]byte(row[at]))
		if isBlank(b) {
			continue
		}
		p.see(string(b), country)
	}
	return p
}

func (p *profile) see(s, country string) {
	p.filled++
	b := []byte(s)
	if p.number(s) {
		p.numbers++
		p.seeNumber(b)
	}
	if n, whole := digitsOf(b); whole && n >= serialFirst && n <= serialLast {
		p.serials++
	}
	if p.day(s) {
		p.days++
		if len(b) == 8 && strings.Trim(s, "0123456789") == "" {
			p.dense++
		}
	}
	if yes, ok := readFlag(b); ok {
		p.flags++
		p.yes += int(flagNumber(yes))
		if s == "0" || s == "1" {
			p.binary++
		}
	}
	if _, ok := readCurrency(b, country); ok {
		p.currencies++
	}
	if _, ok := readCountry(b); ok {
		p.countries++
	}
	if _, ok := readRole(b); ok {
		p.roles++
	}
	if _, ok := readPersonKind(b); ok {
		p.kinds++
	}
	if _, ok := readPointState(s); ok {
		p.tells++
	}
	if strings.Contains(s, "@") {
		p.ats++
	}
	p.seeLetters(s)
}

func (p *profile) seeNumber(b []byte) {
	n, why := readNumber(b, '.', false)
	if why != "" {
		n, why = readNumber(b, ',', false)
	}
	if why != "" {
		return
	}
	if n.scale > 0 {
		p.decimals++
		if n.mantissa > 0 && n.mantissa < pow10(n.scale) {
			p.belowOne++
		}
	} else if n.mantissa > 600 { // fifty years of months
		p.large++
	}
	if len(b) > 1 && b[0] == '0' && b[1] >= '0' && b[1] <= '9' || len(b) > maxExact {
		p.codes++
	}
}

func pow10(n int) int64 {
	v := int64(1)
	for range n {
		v *= 10
	}
	return v
}

func (p *profile) seeLetters(s string) {
	run, lettered, digit := 0, false, false
	for _, r := range s {
		digit = digit || unicode.IsDigit(r)
		if run++; !unicode.IsLetter(r) {
			run = 0
		}
		lettered = lettered || run == 3
	}
	if lettered {
		p.lettered++
	}
	if digit {
		p.digits++
	}
	if strings.ContainsRune(s, ' ') {
		p.spaced++
	}
	if isName(s) {
		p.names++
	}
	switch f := fold(s); {
	case strings.HasPrefix(f, "vigente"), strings.HasPrefix(f, "vencid"), strings.HasPrefix(f, "castigad"),
		strings.HasPrefix(f, "activ"),
		strings.HasPrefix(f, "mora"), strings.HasPrefix(f, "judicial"), strings.HasPrefix(f, "cancelad"),
		strings.HasPrefix(f, "pendiente"),
		strings.HasPrefix(f, "al dia"), strings.HasPrefix(f, "pagad"), strings.HasPrefix(f, "normal"),
		strings.HasPrefix(f, "emitid"):
		p.statuses++
	}
}

// isName holds for what somebody may be called: Rosa, P. J., Quishpe Toapanta Rosa, ACME, Ferretería 24
// Horas. A single letter, or a word with digits in it such as CL-001, is a code.
func isName(s string) bool {
	letters, digits, parted := 0, 0, false
	for _, r := range s {
		switch {
		case unicode.IsLetter(r):
			letters++
		case unicode.IsDigit(r):
			digits++
		case r == ' ' || r == '.' || r == ',' || r == '&':
			parted = true
		case r == '@' || r == '/' || r == '|' || r == '_':
			return false
		}
	}
	return letters > 1 && (digits == 0 || parted && letters > 2*digits)
}

// most holds when n is at least share hundredths of the values; a column without values contradicts nothing.
func (p *profile) most(n, share int) bool { return n*100 >= p.filled*share }

// fewRows are so few that a mistake in some of them says nothing of the column.
const fewRows = 20

// suits says whether what a column holds can be what its name says.
func (p *profile) suits(n named, typed bool) bool {
	if n.weight == ours {
		return true // our own name: what does not fit is refused row by row, and not as a missing column
	}
	share := 70
	if p.filled < fewRows && n.weight > weak {
		share = 30 // of few rows some may be the very ones that are to be refused
	}
	switch specOf(n.column).sort {
	case sortAmount, sortRate, sortPlace:
		return p.most(p.numbers, share) && !p.most(p.dense, 70) || p.filled == 0
	case sortDay:
		return p.most(p.days, share) || typed && p.most(p.serials+p.days, share)
	case sortDays:
		return p.most(p.numbers, 90) && p.most(p.numbers-p.decimals, 90)
	case sortCurrency:
		return p.most(p.currencies, 50)
	case sortCountry:
		return p.most(p.countries, 50)
	case sortRole:
		return p.most(p.roles, 50)
	case sortPersonKind:
		return p.most(p.kinds, 50)
	case sortFlag:
		return p.most(p.flags, 50)
	case sortText, sortCode, sortWay, sortList:
	}
	return p.suitsText(n)
}

// suitsName says whether a column may hold what people are called. One called cliente or deudor holds their
// codes as often.
func (p *profile) suitsName(n named) bool {
	if n.weight > weak {
		return p.most(max(p.lettered, p.names), 50)
	}
	return p.most(p.names, 50) && !p.most(p.flags, 70)
}

func (p *profile) suitsText(n named) bool {
	switch n.column {
	case colPersonName:
		return p.suitsName(n)
	case colPerson:
		return n.weight > weak || p.filled > 0 && !(p.most(p.spaced, 50) && p.most(p.names, 50))
	case colIDNumber:
		return p.most(p.digits, 60) && !(p.filled > 0 && p.most(p.decimals, 30))
	case colAccount, colReference:
		days := p.most(p.days, 90) && !p.most(p.dense, 90)
		return p.filled == 0 || p.most(p.digits+p.lettered, 60) && !p.most(p.decimals, 30) && !days
	case colItem:
		return p.filled == 0 || !p.most(p.decimals, 10) && !p.most(p.days-p.dense, 60) &&
			(n.weight > weak || !p.most(p.large, 20))
	case colPhones:
		return p.most(p.digits, 50)
	case colEmails:
		return p.most(p.ats, 40)
	case colRegion:
		return n.weight > weak || p.filled == 0 || !p.most(p.statuses, 20)
	case colGuaranteeKind:
		return p.most(p.lettered, 50)
	default:
		return true
	}
}

package intake

import (
	"aldia/domain/calendar"
	"aldia/domain/money"
)

// Row is one line of a portfolio or contacts file. Its texts lie in blocks of 64 KiB that a Reader fills and
// never writes again, so a row may be kept for as long as one likes; a single text that is kept for ever
// keeps its block, so what lives longer than a chunk of rows should be cloned.
//
// Phones, e-mails and id numbers are as the file has them, several with | between.
type Row struct {
	Line int

	Creditor, Portfolio    string
	Account, Item, Product string
	Currency               money.Currency
	Person, PersonName     string
	PersonKind             string // Natural, Legal or ""
	IDType, IDNumber       string
	OpenedOn, DueOn        calendar.Day
	Original, Principal    money.Amount
	Interest, Moratory     money.Amount
	Fees                   money.Amount
	Rate, MoratoryRate     money.Rate
	Status                 string
	Disputed               bool
	Phones, Emails         string
	Address, City, Region  string
	Country                string // ISO 3166
	Lat, Lon, Timezone     string
	Role                   string // RoleDebtor unless the file says otherwise
	GuaranteeKind          string
	GuaranteeValue         money.Amount
	Sector, Consents, Note string

	// What is absent differs from nothing: a cut without a column of interest does not say that no interest is
	// owed. An empty cell in such a column does.
	HasOriginal, HasPrincipal, HasInterest, HasMoratory, HasFees bool
	HasRate, HasMoratoryRate, HasDisputed, HasGuaranteeValue     bool

	Allowed []Consent // as Consents says
	// Parties are the guarantors, co-debtors and references that stand on the same line.
	Parties []Party

	// Attributes are the columns we do not know, as a JSON object with its names in order, or nil. Numbers are
	// numbers, days "2026-11-22", yes and no are true and false.
	Attributes []byte

	Digest     int64 // of everything that the line says but its number: the same line has the same digest
	Key        int64 // identity of the item: creditor, account and item
	AccountKey int64 // creditor and account
	PersonKey  int64 // country and id number, or creditor and person
}

// Party is another person on the line of a debtor.
type Party struct {
	Role, Name, IDNumber, Phones string
}

// PaymentRow is one line of a payments file. Texts lie as those of Row do.
type PaymentRow struct {
	Line                         int
	Creditor, Account            string // one of Account, IDNumber and Reference is there to match by
	IDType, IDNumber, Reference  string
	Item                         string
	PaidOn                       calendar.Day
	Amount                       money.Amount // below zero it takes back an earlier payment; never zero
	Currency                     money.Currency
	Way                          string // WayTransfer and its like, or ""
	Note                         string
	Digest                       int64 // of everything that the line says
	Key                          int64 // creditor and reference, else account or id, day, amount, way
	AccountKey                   int64 // creditor and account, or 0
	HasReference, NamesAnAccount bool
}

// Verdict is what becomes of a line.
type Verdict uint8

// The verdicts.
const (
	Taken    Verdict = iota // it is in; there may be warnings
	Left                    // not for us: the mapping's condition does not hold, or a line of totals
	Rejected                // something in it cannot be right
)

// Outcome is a verdict with its reasons. The lists belong to the Reader and hold until its next line.
type Outcome struct {
	Verdict Verdict
	Refused []Refusal
	Warned  []Refusal
}

// values are what a line says, by our columns. Only columns of the plan are ever written.
type values struct {
	text   [columnCount]string
	number [columnCount]int64
	has    [columnCount]bool
	bad    [columnCount]bool // refused already
}

func (v *values) amount(c column) money.Amount { return money.Amount(v.number[c]) }

// row copies what was read into a Row.
func (v *values) row(into *Row) {
	into.Creditor, into.Portfolio = v.text[colCreditor], v.text[colPortfolio]
	into.Account, into.Item, into.Product = v.text[colAccount], v.text[colItem], v.text[colProduct]
	into.Currency = money.Currency(v.text[colCurrency])
	into.Person, into.PersonName, into.PersonKind = v.text[colPerson], v.text[colPersonName],
		v.text[colPersonKind]
	into.IDType, into.IDNumber = v.text[colIDType], v.text[colIDNumber]
	into.OpenedOn, into.DueOn = calendar.Day(v.number[colOpenedOn]), calendar.Day(v.number[colDueOn])
	into.Original, into.HasOriginal = v.amount(colOriginal), v.has[colOriginal]
	into.Principal, into.HasPrincipal = v.amount(colPrincipal), v.has[colPrincipal]
	into.Interest, into.HasInterest = v.amount(colInterest), v.has[colInterest]
	into.Moratory, into.HasMoratory = v.amount(colMoratory), v.has[colMoratory]
	into.Fees, into.HasFees = v.amount(colFees), v.has[colFees]
	into.Rate, into.HasRate = money.Rate(v.number[colRate]), v.has[colRate]
	into.MoratoryRate, into.HasMoratoryRate = money.Rate(v.number[colMoratoryRate]), v.has[colMoratoryRate]
	into.Status = v.text[colStatus]
	into.Disputed, into.HasDisputed = v.number[colDisputed] != 0, v.has[colDisputed]
	into.Phones, into.Emails = v.text[colPhones], v.text[colEmails]
	into.Address, into.City, into.Region = v.text[colAddress], v.text[colCity], v.text[colRegion]
	into.Country, into.Timezone = v.text[colCountry], v.text[colTimezone]
	into.Lat, into.Lon = v.text[colLat], v.text[colLon]
	into.Role = v.text[colRole]
	into.GuaranteeKind = v.text[colGuaranteeKind]
	into.GuaranteeValue, into.HasGuaranteeValue = v.amount(colGuaranteeValue), v.has[colGuaranteeValue]
	into.Sector, into.Consents, into.Note = v.text[colSector], v.text[colConsents], v.text[colNote]
}

// digest hashes every column that has a value, in the order of our columns, whatever the order of the file.
func (v *values) digest(columns []column, attributes []byte) int64 {
	h := newHash()
	for _, c := range columns {
		if v.has[c] {
			h = h.number(int64(c)).number(v.number[c]).text(v.text[c])
		}
	}
	return h.bytes(attributes).sum()
}

// KeyOfAccount is the identity of an account of a creditor. Accounts whose numbers follow each other have
// keys that do, since files come in that order: an index is then filled page by page instead of all over.
func KeyOfAccount(creditor, account string) int64 {
	start, low := len(account), int64(0)
	for start > 0 && len(account)-start < nearDigits && account[start-1] >= '0' && account[start-1] <= '9' {
		start--
	}
	if len(account)-start < nearDigits-nearSlack {
		return newHash().text(creditor).text(account).sum()
	}
	for i := start; i < len(account); i++ {
		low = low*10 + int64(account[i]-'0')
	}
	// The number of digits is hashed too: 7 and 007 are two accounts.
	h := newHash().text(creditor).text(account[:start]).number(int64(len(account) - start))
	return int64(uint64(h.sum())>>nearBits<<nearBits) | low
}

const (
	// nearDigits are the last digits that stand in a key as they are, in nearBits; with fewer than six of them
	// too many accounts would share what is left for the hash.
	nearDigits = 9
	nearSlack  = 3
	nearBits   = 30
)

// KeyOfItem is the identity of an item (an instalment, an invoice) of an account; an account without items
// has one with "".
func KeyOfItem(creditor, account, item string) int64 {
	return newHash().text(creditor).text(account).text(item).sum()
}

// KeyOfID is the identity of a person by id number, over all creditors; signs and capitals make no
// difference.
func KeyOfID(country, number string) int64 {
	return newHash().text("id").text(country).compact(number).sum()
}

// KeyOfPerson is the identity of a person by the creditor's own code.
func KeyOfPerson(creditor, person string) int64 {
	return newHash().text("person").text(creditor).text(person).sum()
}

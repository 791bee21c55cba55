package intake

import (
	"slices"
	"strings"
)

// Kind is what a file brings.
type Kind string

// The kinds of file.
const (
	Portfolio Kind = "portfolio"
	Payments  Kind = "payments"
	Contacts  Kind = "contacts"
)

// Column is one canonical column of a kind of file, for a screen that lets a person choose.
type Column struct {
	Name     string
	Required bool
}

// column numbers the canonical columns of all kinds, so that reading a row needs no map.
type column uint8

const (
	colCreditor column = iota
	colPortfolio
	colAccount
	colItem
	colProduct
	colCurrency
	colPerson
	colPersonName
	colPersonKind
	colIDType
	colIDNumber
	colOpenedOn
	colDueOn
	colDaysOverdue
	colOriginal
	colPrincipal
	colInterest
	colMoratory
	colFees
	colRate
	colMoratoryRate
	colStatus
	colDisputed
	colPhones
	colEmails
	colAddress
	colCity
	colRegion
	colCountry
	colLat
	colLon
	colTimezone
	colRole
	colGuaranteeKind
	colGuaranteeValue
	colSector
	colConsents
	colReference
	colPaidOn
	colAmount
	colWay
	colNote
	_ // three numbers that are no longer used: those behind them are in the digests of rows
	_
	_
	colParty // the first of the columns of other parties on the same row
)

// A row may name up to three guarantors, three co-debtors and three references beside its own person.
const (
	partyParts  = 3 // name, id_number, phones
	partyPlaces = 3
	columnCount = int(colParty) + 3*partyPlaces*partyParts
	noColumn    = column(columnCount)
)

// sort is how the text of a column is read.
type sort uint8

const (
	sortText sort = iota
	sortCode      // text that identifies: never cut, never respaced
	sortAmount
	sortDay
	sortDays
	sortRate
	sortFlag
	sortCurrency
	sortCountry
	sortPlace // a latitude or longitude
	sortRole
	sortPersonKind
	sortWay
	sortList // several values with | between them
)

// In which kinds of file a column may stand.
const (
	inPortfolio = 1 << iota
	inPayments
	inContacts
)

type spec struct {
	name  string
	sort  sort
	limit int // bytes
	in    uint8
}

// Limits of length, in bytes. Those of codes refuse a row, since a cut code is another account's; the others
// cut.
const (
	limitCode    = 64 // the longest account number we met has 34 (IBAN)
	limitID      = 40
	limitWord    = 100
	limitName    = 200
	limitText    = 500
	limitContact = 500
)

// specs stand in the order of the constants. Those of other parties follow from their numbers; see specOf.
var specs = [colParty]spec{
	{"creditor", sortCode, limitCode, inPortfolio | inPayments | inContacts},
	{"portfolio", sortCode, limitCode, inPortfolio},
	{"account", sortCode, limitCode, inPortfolio | inPayments | inContacts},
	{"item", sortCode, limitCode, inPortfolio | inPayments},
	{"product", sortText, limitWord, inPortfolio},
	{"currency", sortCurrency, limitWord, inPortfolio | inPayments},
	{"person", sortCode, limitCode, inPortfolio | inContacts},
	{"person_name", sortText, limitName, inPortfolio | inContacts},
	{"person_kind", sortPersonKind, limitWord, inPortfolio},
	{"id_type", sortText, limitWord, inPortfolio | inPayments | inContacts},
	{"id_number", sortCode, limitID, inPortfolio | inPayments | inContacts},
	{"opened_on", sortDay, 0, inPortfolio},
	{"due_on", sortDay, 0, inPortfolio},
	{"days_overdue", sortDays, 0, inPortfolio},
	{"original", sortAmount, 0, inPortfolio},
	{"principal", sortAmount, 0, inPortfolio},
	{"interest", sortAmount, 0, inPortfolio},
	{"moratory_interest", sortAmount, 0, inPortfolio},
	{"fees", sortAmount, 0, inPortfolio},
	{"rate_annual", sortRate, 0, inPortfolio},
	{"moratory_rate_annual", sortRate, 0, inPortfolio},
	{"status", sortText, limitWord, inPortfolio | inContacts},
	{"disputed", sortFlag, 0, inPortfolio},
	{"phones", sortList, limitContact, inPortfolio | inContacts},
	{"emails", sortList, limitContact, inPortfolio | inContacts},
	{"address", sortText, limitText, inPortfolio | inContacts},
	{"city", sortText, limitWord, inPortfolio | inContacts},
	{"region", sortText, limitWord, inPortfolio | inContacts},
	{"country", sortCountry, limitWord, inPortfolio | inContacts},
	{"lat", sortPlace, limitWord, inPortfolio | inContacts},
	{"lon", sortPlace, limitWord, inPortfolio | inContacts},
	{"timezone", sortText, limitWord, inPortfolio | inContacts},
	{"role", sortRole, limitWord, inPortfolio | inContacts},
	{"guarantee_kind", sortText, limitWord, inPortfolio},
	{"guarantee_value", sortAmount, 0, inPortfolio},
	{"sector", sortText, limitWord, inPortfolio},
	{"consents", sortList, limitText, inPortfolio | inContacts},
	{"reference", sortCode, limitWord, inPayments},
	{"paid_on", sortDay, 0, inPayments},
	{"amount", sortAmount, 0, inPayments},
	{"way", sortWay, limitWord, inPayments},
	{"note", sortText, limitText, inPayments | inContacts},
}

// The roles of a person towards an account.
const (
	RoleDebtor    = "debtor"
	RoleCodebtor  = "codebtor"
	RoleGuarantor = "guarantor"
	RoleReference = "reference"
)

// partyRoles and partyNames give the columns of other parties their names: guarantor_name,
// guarantor_2_phones.
var (
	partyRoles = [...]string{RoleGuarantor, RoleCodebtor, RoleReference}
	partyNames = [partyParts]spec{
		{"name", sortText, limitName, inPortfolio},
		{"id_number", sortCode, limitID, inPortfolio},
		{"phones", sortList, limitContact, inPortfolio},
	}
)

// partyColumn is the column of a part (0 name, 1 id number, 2 phones) of the place-th party (from 0) in a
// role.
func partyColumn(role, place, part int) column {
	return colParty + column((role*partyPlaces+place)*partyParts+part)
}

// party is the opposite of partyColumn; it holds only for columns from colParty on.
func (c column) party() (role string, slot, part int) {
	n := int(c - colParty)
	return partyRoles[n/(partyPlaces*partyParts)], n / partyParts, n % partyParts
}

func specOf(c column) spec {
	if c < colParty {
		return specs[c]
	}
	role, slot, part := c.party()
	s := partyNames[part]
	place := ""
	if n := slot%partyPlaces + 1; n > 1 {
		place = "_" + string(rune('0'+n))
	}
	s.name = role + place + "_" + s.name
	return s
}

func (c column) name() string { return specOf(c).name }

func (k Kind) mask() uint8 {
	switch k {
	case Payments:
		return inPayments
	case Contacts:
		return inContacts
	case Portfolio:
	}
	return inPortfolio
}

// Known says whether we read files of this kind.
func (k Kind) Known() bool {
	return k == Portfolio || k == Payments || k == Contacts
}

func (k Kind) columns() []column {
	var out []column
	for c := range noColumn {
		if specOf(c).in&k.mask() != 0 {
			out = append(out, c)
		}
	}
	return out
}

// required are the columns that each row of the kind must fill. What has alternatives (a payment is matched
// by account, id number or reference) is checked apart.
func (k Kind) required() []column {
	switch k {
	case Payments:
		return []column{colPaidOn, colAmount}
	case Contacts:
		return nil
	case Portfolio:
	}
	return []column{colAccount, colPerson, colPersonName, colCurrency, colDueOn, colPrincipal}
}

// Keeps says whether what stands in a column is kept: a file of contacts has nothing of who somebody is, and
// no attributes.
func (k Kind) Keeps(name string) bool {
	if k != Contacts {
		return true
	}
	c, known := columnNamed(name)
	if !known {
		return false
	}
	return slices.Contains([]column{
		colCreditor, colAccount, colPerson, colIDType, colIDNumber, colPhones, colEmails, colAddress, colCity,
		colRegion, colCountry, colRole, colStatus, colNote,
	}, c)
}

// Columns lists the canonical columns of a kind of file.
func Columns(k Kind) []Column {
	var out []Column
	for _, c := range k.columns() {
		col := Column{Name: c.name()}
		for _, r := range k.required() {
			col.Required = col.Required || r == c
		}
		out = append(out, col)
	}
	return out
}

// attributePrefix stands before the name of a column that we do not know, as rules and scores write it.
const attributePrefix = "x."

// columnNamed finds a canonical column by the name in a mapping.
func columnNamed(name string) (column, bool) {
	for c := range noColumn {
		if name != "" && c.name() == name {
			return c, true
		}
	}
	return noColumn, false
}

func isAttribute(name string) bool {
	return strings.HasPrefix(name, attributePrefix) && len(name) > len(attributePrefix)
}

// Package party is who owes and how to reach them: persons, the documents that name them, their contact
// points and what became of each, the roles they have in a debt, and the pairs that may be one person. A
// person is one over all debts and creditors; it is found by a document whose number can stand for one
// person, else by the creditor's own key, and never by a name alone. A contact point is never deleted: it
// changes its state, and its history says why.
package party

import (
	"time"

	"aldia/platform/fault"
	"aldia/platform/id"
)

// Prefix stands before a person's identity outside.
const Prefix = "per_"

// Kinds of person.
const (
	Natural = "natural"
	Legal   = "legal"
)

// Errors of persons.
var (
	ErrMissing  = fault.New(fault.Missing, "party.missing")
	ErrNameless = fault.New(fault.Invalid, "party.nameless")
	ErrKeyless  = fault.New(fault.Invalid, "party.keyless")
)

// Person is somebody who owes, guarantees or was named in a debt.
type Person struct {
	ID        id.ID
	Kind      string // Natural or Legal
	Name      string // as people read it
	NameKey   string // as it is compared and sorted: see NameKey
	Country   string // of the document and of the person, ISO 3166 alpha-2
	IDType    string
	IDNumber  string // "" when no document was given
	IDState   string // IDValid, IDDoubtful, IDInvalid or IDUnchecked; "" without a number
	City      string
	Region    string
	Zone      string // IANA time zone
	Into      id.ID  // the person this one was merged into, none for nearly all
	CreatedAt time.Time
	ChangedAt time.Time
}

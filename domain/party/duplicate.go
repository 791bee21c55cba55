package party

import (
	"strings"
	"time"

	"aldia/platform/fault"
	"aldia/platform/id"
)

// Likeness is why two persons may be one. Each has its sentence in the words: party.likeness.NAME.
type Likeness string

// The reasons. There is none for a name alone, on purpose: Ecuador has thousands of María Guamán.
const (
	LikePhone    Likeness = "phone"    // same name and same phone
	LikeEmail    Likeness = "email"    // same name and same e-mail address
	LikeNumber   Likeness = "number"   // same name, documents that differ by a slip: see OneSlip
	LikeBirth    Likeness = "birth"    // same name, and an RFC and a CURP of the same letters and birthday
	LikeDocument Likeness = "document" // one's tax number holds the other's identity number
	LikeKey      Likeness = "key"      // a creditor's number for the one now stands beside the other's document
)

// DuplicateState is what a person decided about a pair.
type DuplicateState string

// The states of a pair.
const (
	DuplicateOpen      DuplicateState = "open"
	DuplicateSame      DuplicateState = "same"      // one person: merged, and can be parted again
	DuplicateDifferent DuplicateState = "different" // two persons: not asked again
)

// Duplicate is a pair of persons that may be one.
type Duplicate struct {
	ID        id.ID
	A, B      id.ID // A is the older
	Likeness  Likeness
	State     DuplicateState
	DecidedBy id.ID
	DecidedAt time.Time
	FoundAt   time.Time
}

// Errors of deciding on duplicates.
var (
	ErrDuplicateMissing = fault.New(fault.Missing, "party.duplicate.missing")
	ErrDuplicateDecided = fault.New(fault.Conflict, "party.duplicate.decided")
	ErrDuplicateMerged  = fault.New(fault.Conflict, "party.duplicate.merged")
)

// Traits are what two persons are compared by.
type Traits struct {
	NameKey  string
	Country  string
	IDType   string
	IDNumber string
}

// AlikeByDocument compares two persons of the same name, or whose documents hold each other; false means
// that nothing speaks for their being one. Phones and addresses are compared where they are kept: see
// FindDuplicates.
func AlikeByDocument(a, b *Traits) (Likeness, bool) {
	if a.IDNumber == "" || b.IDNumber == "" || a.Country != b.Country {
		return "", false
	}
	if inside(a, b) || inside(b, a) {
		return LikeDocument, true
	}
	if !SameName(a.NameKey, b.NameKey) {
		return "", false
	}
	if a.IDType == b.IDType {
		return LikeNumber, OneSlip(a.IDNumber, b.IDNumber)
	}
	if a.Country == "MX" && len(a.IDNumber) >= 10 && len(b.IDNumber) >= 10 &&
		a.IDNumber[:10] == b.IDNumber[:10] {
		return LikeBirth, true
	}
	return "", false
}

// inside says whether the tax number of one holds the identity number of the other.
func inside(tax, identity *Traits) bool {
	switch tax.Country + tax.IDType + identity.IDType {
	case "ECruccedula":
		return ecCedulaInside(tax.IDNumber) == identity.IDNumber
	case "PErucdni":
		return peDNIInside(tax.IDNumber) == identity.IDNumber
	case "COnitcc":
		return len(tax.IDNumber) > 1 && tax.IDNumber[:len(tax.IDNumber)-1] == identity.IDNumber
	case "ARcuitdni":
		return len(tax.IDNumber) == 11 && strings.TrimLeft(tax.IDNumber[2:10], "0") == identity.IDNumber
	}
	return false
}

// OneSlip says whether two numbers differ as a slip of the pen does: in one sign, or in two neighbours that
// changed places. A sign that is missing is not such a slip: it changes the length, which the check of the
// number sees.
func OneSlip(a, b string) bool {
	if len(a) != len(b) || a == b {
		return false
	}
	first, differ := 0, 0
	for i := range len(a) {
		if a[i] != b[i] {
			if differ == 0 {
				first = i
			}
			differ++
		}
	}
	switch differ {
	case 1:
		return true
	case 2:
		return first+1 < len(a) && a[first] == b[first+1] && a[first+1] == b[first]
	}
	return false
}

// SameName says whether two name keys hold the same words in whatever order, particles and company forms
// left out.
func SameName(a, b string) bool {
	if a == b {
		return true
	}
	return sameWords(a, b) && sameWords(b, a)
}

func sameWords(a, b string) bool {
	counted := 0
	for word := range strings.SplitSeq(a, " ") {
		if skipped([]byte(word)) {
			continue
		}
		counted++
		if !holdsWord(b, word) {
			return false
		}
	}
	return counted > 0
}

func holdsWord(key, word string) bool {
	for w := range strings.SplitSeq(key, " ") {
		if w == word {
			return true
		}
	}
	return false
}

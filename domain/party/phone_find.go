package party

import (
	"strings"

	"aldia/platform/db"
)

const (
	// codeFlag keeps the codes of contact points below those of words, which are not below zero.
	codeFlag = 1 << 62
	// tailDigits is how many digits at the end of a number find it: a number inside a city has no fewer, and
	// ten million tails tell the numbers of a portfolio apart.
	tailDigits = 7
	tailSpan   = 10_000_000
	// headBits hold the digits before the tail: 15 digits are the longest number (ITU-T E.164).
	headBits   = 27
	mostDigits = 15
)

// pointCode is the number below zero by which a contact point is found, 0 for what nobody searches by. The
// last seven digits of a telephone come first in it, and so all numbers that end in the same way lie beside
// each other; migration 0081 works out the same.
func pointCode(kind PointKind, line, value string) int64 {
	switch {
	case kind == PointPhone:
		return phoneCode(digitsOf(value))
	case kind == PointAddress || line == lineUnreadable:
		return 0
	}
	return -(hash(hashStart).text(value).sum()&(codeFlag-1) | codeFlag)
}

// phoneCode is the code of the digits of a number, 0 when they are too few.
func phoneCode(digits string) int64 {
	if len(digits) < tailDigits {
		return 0
	}
	digits = digits[max(0, len(digits)-mostDigits):]
	n := int64(number([]byte(digits)))
	return -(codeFlag | n%tailSpan<<headBits | n/tailSpan)
}

// tailCodes are the codes of all numbers that end as the digits do, both ends included.
func tailCodes(digits string) (low, high int64) {
	n := int64(number([]byte(digits[len(digits)-tailDigits:])))
	return -(codeFlag | n<<headBits | (1<<headBits - 1)), -(codeFlag | n<<headBits)
}

// digitsOf leaves only the digits of a text.
func digitsOf(s string) string {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			var b strings.Builder
			for _, c := range []byte(s) {
				if c >= '0' && c <= '9' {
					b.WriteByte(c)
				}
			}
			return b.String()
		}
	}
	return s
}

// dialled are the digits that a typed telephone may be meant with: as it stands without the noughts of an
// exit code or a trunk, and as each of the countries reads it. Nothing when it is no telephone.
func (q *Query) dialled() []string {
	var room [maxDigits]byte
	typed, _, plain := phoneDigits(room[:0], []byte(strings.TrimSpace(q.Text)))
	if !plain || len(typed) < tailDigits {
		return nil
	}
	all := []string{string(typed)}
	if bare := strings.TrimLeft(string(typed), "0"); len(bare) >= tailDigits {
		all = append(all, bare)
	}
	for _, country := range append([]string{q.Country}, q.Countries...) {
		for _, p := range Phones([]byte(q.Text), country, nil) {
			if p.State != ReadUnreadable {
				all = append(all, digitsOf(p.Value))
			}
		}
	}
	return all
}

// sameNumber says whether the digits of a contact point are those that were dialled: one ends in the other,
// since either may be without its country or its city.
func sameNumber(point string, dialled []string) bool {
	bare := strings.TrimLeft(point, "0")
	for _, d := range dialled {
		if strings.HasSuffix(point, d) || len(bare) >= tailDigits && strings.HasSuffix(d, bare) {
			return true
		}
	}
	return false
}

// phonedTx finds the persons who have, or had, a telephone that ends in the digits typed, whatever its
// state: who rings from a number that was out of service is still the person it was.
func phonedTx(tx db.Tx, q *Query, found func(person int64)) error {
	dialled := q.dialled()
	looked := map[string]bool{}
	for _, d := range dialled {
		tail := d[len(d)-tailDigits:]
		if looked[tail] {
			continue
		}
		looked[tail] = true
		low, high := tailCodes(d)
		if err := tx.Query(func(r db.Row) error {
			if sameNumber(digitsOf(r.Text(1)), dialled) {
				found(r.Int(0))
			}
			return nil
		}, phonedSQL, low, high, maxPhoned, low, high, maxSpans, low, high); err != nil {
			return err
		}
	}
	return nil
}

// maxPhoned bounds the persons of one ending that are looked at: a switchboard that a file gives everybody.
const maxPhoned = 1000

// phonedSQL goes from the ending to the persons and from each to its own numbers, by index alone; the latest
// loads, which the index does not have yet, are gone through.
const phonedSQL = `SELECT c.person_id, c.value FROM (SELECT DISTINCT person_id FROM person_find
		WHERE code BETWEEN ? AND ? LIMIT ?) q
	JOIN contact_point c ON c.person_id = q.person_id WHERE c.code BETWEEN ? AND ?
	UNION ALL
	SELECT c.person_id, c.value FROM (SELECT person_id, last_id FROM person_fresh
		ORDER BY person_id DESC LIMIT ?) f
	JOIN contact_point c
		ON c.person_id BETWEEN f.person_id AND CASE WHEN f.last_id = 0 THEN f.person_id ELSE f.last_id END
	WHERE c.code BETWEEN ? AND ?`

// Package audit is the book of who did what, when, to whom and why. It is only ever added to, and each entry
// carries the hash of the one before it, so that an entry which was edited, removed, inserted or moved is
// found and named.
//
// One chain would make every change of every agent wait for the one before it, so there are many: a user
// writes to the lane that their identity falls on, the program itself to a lane of its own. A seal, written
// once a day, notes the heads of all lanes and ties them together: to cut the end off one lane unnoticed one
// would have to rewrite the others too, and the seal that was printed or sent away last week.
//
// A lane is locked from the append to the commit. Append last in the transaction: whoever appends first and
// works afterwards makes a neighbour wait.
package audit

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"aldia/platform/db"
	"aldia/platform/fault"
	"aldia/platform/id"
)

// Entry is one thing that was done.
type Entry struct {
	At     time.Time
	ByUser id.ID  // zero is the program itself
	What   string // noun.participle: "promise.made"
	On     string // the noun it was done to: "promise"
	OnID   id.ID
	Person id.ID  // the debtor it concerns, when it was not done to the person as such; On "person" fills it in
	Why    string // the reason a person gave, or the rule
	Key    string // idempotency key: one user cannot have two entries of one key
	Detail any    // becomes JSON; what was and what is. json.RawMessage is kept as it is
}

const (
	userLanes  = 64
	systemLane = userLanes
	// laneShift leaves 2^40 entries to a lane: three thousand years at ten a second.
	laneShift = 40
	laneMask  = 1<<laneShift - 1
	// maxDetail holds off a caller that would put a file into the book; the largest honest detail is a
	// strategy's diff.
	maxDetail = 64 << 10
	maxWhy    = 2000
	maxWord   = 200
)

// Errors of writing.
var (
	ErrRepeated = fault.New(fault.Conflict, "audit.repeated")
	ErrTooLong  = fault.New(fault.Limit, "audit.too_long")
	errNameless = errors.New("audit: an entry says what was done and when")
)

// laneOf spreads users over the lanes. Identities made in one burst differ only in their low bits and others
// only in their high ones, so all bits are mixed (Fibonacci hashing).
func laneOf(user id.ID) int64 {
	if user == 0 {
		return systemLane
	}
	return int64(uint64(user) * 0x9E3779B97F4A7C15 >> 58)
}

// AppendTx adds an entry to the book, within the transaction of what was done. ErrRepeated: the user already
// has an entry of this key, so what the caller is about to do has been done before.
func AppendTx(tx db.Tx, e Entry) error {
	detail, err := e.settle()
	if err != nil {
		return err
	}
	lane := laneOf(e.ByUser)
	if e.Key != "" {
		if err := lock(tx, lane); err != nil {
			return err
		}
		n, err := db.Int(tx, `SELECT count(*) FROM audit_entry WHERE by_user = ? AND key = ? AND key <> ''`,
			e.ByUser, e.Key)
		if err != nil {
			return err
		}
		if n > 0 {
			return ErrRepeated.With(e.Key)
		}
	}
	text := canonical(&e, detail)
	if tx.Engine() == db.Postgres {
		return appendPostgres(tx, lane, &e, detail, text)
	}
	return appendSQLite(tx, lane, &e, detail, text)
}

// settle checks the entry and gives its detail as it is kept.
func (e *Entry) settle() (detail string, err error) {
	if e.What == "" || e.At.IsZero() {
		return "", errNameless
	}
	if e.On == "person" && e.Person == 0 {
		e.Person = e.OnID
	}
	switch d := e.Detail.(type) {
	case nil:
	case json.RawMessage:
		detail = string(d)
	default:
		b, err := json.Marshal(d)
		if err != nil {
			return "", fmt.Errorf("audit: detail of %s: %w", e.What, err)
		}
		detail = string(b)
	}
	// PostgreSQL keeps no zero byte and only whole letters; the book must read the same on both engines.
	e.Why, detail = clean(e.Why), clean(detail)
	if len(detail) > maxDetail || utf8.RuneCountInString(e.Why) > maxWhy || len(e.Key) > maxWord ||
		len(e.What) > maxWord || len(e.On) > maxWord {
		return "", ErrTooLong.With(e.What)
	}
	return detail, nil
}

func clean(s string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(s, "�"), "\x00", "�")
}

// canonical writes an entry so that two entries never read the same: every field has its length before it.
func canonical(e *Entry, detail string) []byte {
	b := make([]byte, 0, 128+len(detail))
	b = append(b, 1) // the version of this form
	b = binary.AppendVarint(b, db.Micros(e.At))
	b = binary.AppendVarint(b, int64(e.ByUser))
	b = binary.AppendVarint(b, int64(e.OnID))
	b = binary.AppendVarint(b, int64(e.Person))
	for _, s := range [...]string{e.What, e.On, e.Why, e.Key, detail} {
		b = binary.AppendUvarint(b, uint64(len(s)))
		b = append(b, s...)
	}
	return b
}

// genesis is what the first entry of a lane follows.
func genesis(lane int64) []byte {
	h := sha256.Sum256(fmt.Appendf(nil, "aldia audit lane %d", lane))
	return h[:]
}

func link(before, text []byte) []byte {
	h := sha256.New()
	h.Write(before)
	h.Write(text)
	return h.Sum(nil)
}

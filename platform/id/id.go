// Package id makes the identities of things. Inside and in the database an identity is one 64-bit integer,
// which keeps keys small and indexes fast for millions of accounts; outside it is a word with a prefix,
// such as acc_01hk3v9d2m4q7, that says what it names and sorts by the time it was made. See
// docs/decision/0005-identities.md.
package id

import (
	"errors"
	"strings"
	"sync"

	"aldia/platform/clock"
)

// ID is an identity: 41 bits of milliseconds since 2020, 10 bits of node, 12 bits of sequence. Zero is
// "none".
type ID int64

const (
	nodeBits     = 10
	sequenceBits = 12
	// Nodes is how many makers of identities can run at once on one database without meeting.
	Nodes       = 1 << nodeBits
	epochMillis = 1_577_836_800_000 // 2020-01-01T00:00:00Z
	width       = 13                // Crockford letters of 5 bits that hold 63 bits
)

const alphabet = "0123456789abcdefghjkmnpqrstvwxyz"

// ErrShape is given for a word that is no identity of the wanted kind.
var ErrShape = errors.New("id: not an identity of that kind")

// Maker makes identities for one process. When more are asked for than a millisecond holds it borrows from
// the next.
type Maker struct {
	mu    sync.Mutex
	clock clock.Clock
	node  int64
	last  int64 // milliseconds and sequence of the last identity, without the node
}

// NewMaker makes identities for a node, a number below Nodes that no other running process of this database
// has.
func NewMaker(c clock.Clock, node int) *Maker {
	return &Maker{clock: c, node: int64(node % Nodes)}
}

// New is a fresh identity, greater than all that this maker made before.
func (m *Maker) New() ID { return m.Block(1) }

// Block takes n identities in one step and gives the first; walk through them with Next. For bulk loads.
func (m *Maker) Block(n int) ID {
	m.mu.Lock()
	defer m.mu.Unlock()
	tick := (m.clock.Now().UnixMilli() - epochMillis) << sequenceBits
	first := max(tick, m.last+1)
	m.last = first + int64(n) - 1
	return m.compose(first)
}

func (m *Maker) compose(tick int64) ID {
	millis, sequence := tick>>sequenceBits, tick&(1<<sequenceBits-1)
	return ID(millis<<(nodeBits+sequenceBits) | m.node<<sequenceBits | sequence)
}

// Next is the identity that follows in a block.
func (i ID) Next() ID {
	const mask = 1<<sequenceBits - 1
	if int64(i)&mask != mask {
		return i + 1
	}
	return (i &^ mask) + 1<<(nodeBits+sequenceBits)
}

// Text writes the identity for the outside: the prefix of its kind, then 13 letters that sort by time.
func (i ID) Text(prefix string) string {
	var b [width]byte
	v := uint64(i)
	for k := width - 1; k >= 0; k-- {
		b[k] = alphabet[v&31]
		v >>= 5
	}
	return prefix + string(b[:])
}

// Parse reads a word that Text wrote for the same prefix.
func Parse(prefix, word string) (ID, error) {
	rest, ok := strings.CutPrefix(word, prefix)
	if !ok || len(rest) != width {
		return 0, ErrShape
	}
	var v uint64
	for k := range width {
		digit := strings.IndexByte(alphabet, rest[k])
		if digit < 0 || v>>58 != 0 {
			return 0, ErrShape
		}
		v = v<<5 | uint64(digit)
	}
	if v == 0 || v>>63 != 0 {
		return 0, ErrShape
	}
	return ID(v), nil
}

package intake

import (
	"context"
	"errors"
	"slices"
)

// debtorRows remembers the accounts whose debtor's row has been read, 16 bytes each. Files that tell no roles
// have none.
type debtorRows struct {
	keys []int64
	at   index
}

func newDebtorRows() *debtorRows { return &debtorRows{at: newIndex(0)} }

func (n *debtorRows) keyOf(at int32) int64 { return n.keys[at] }

func (n *debtorRows) has(key int64) bool { return n.at.find(key, n.keyOf) >= 0 }

func (n *debtorRows) add(key int64) {
	if len(n.keys) > 0 && n.keys[len(n.keys)-1] == key || n.has(key) {
		return
	}
	n.keys = append(n.keys, key)
	n.at.put(key, int32(len(n.keys)-1), n.keyOf)
}

func helps(row *Row) bool { return row.Role != "" && row.Role != RoleDebtor }

// split takes the rows out of a batch that belong to an account whose debtor's row has not been read yet:
// they are read again once the whole file is in. Which these are follows from the file alone, so that an
// interrupted cut that goes on finds the same. With early set it takes all others out instead.
func (n *debtorRows) split(b *batch, early bool) (taken int64) {
	b.rows = slices.DeleteFunc(b.rows, func(row Row) bool {
		waits := false
		if helps(&row) {
			waits = !n.has(row.AccountKey)
		} else {
			n.add(row.AccountKey)
		}
		if waits == early {
			return false
		}
		taken++
		return true
	})
	return taken
}

// loadEarly reads the file once more for the rows of guarantors, co-debtors and references that stand before
// their debtor's: the order of a file's rows does not matter, and keeping them instead would take as much
// memory as the file likes. Its lines count on behind the last of the file, so that an interruption knows
// that the first reading is done.
func (l *loader) loadEarly(ctx context.Context, first *reading) error {
	r, err := first.again()
	if err != nil {
		return err
	}
	r.only, r.codes, r.begun = first.only, first.codes, max(0, first.begun-behindFile)
	seen := newDebtorRows()
	return errors.Join(l.run(ctx, r, func(b *batch) {
		seen.split(b, true)
		if b.last < behindFile { // at the end of a file a batch may come back as it was
			b.last += behindFile
		}
		b.refused, b.left, b.spared, b.blind, b.barred = nil, 0, nil, 0, nil // the first reading told of them
		b.count = int64(len(b.rows))
	}), r.table.Close())
}

// behindFile is a line behind those of every file, and before behindAll.
const behindFile = 1 << 39

package db

import (
	"encoding/binary"

	"zombiezen.com/go/sqlite"
)

// Values takes the columns of one row of a bulk load, in order. It binds them straight to SQLite's
// statement, or writes them in PostgreSQL's binary COPY format, or gathers them as columns for a bulk
// update: nothing is boxed.
type Values struct {
	stmt    *sqlite.Stmt
	bound   []bound // what stands at the statement's places
	at      int
	copying []byte
	columns []column
}

// bound is what stands at a place of SQLite's statement from the row before. Half the columns of a load are
// the same in every row, and to bind a text again costs more than all else of a column.
type bound struct {
	kind boundKind
	n    int64
	text string
}

type boundKind byte

const (
	boundUnknown boundKind = iota
	boundInt
	boundText
)

// column is one column of a bulk update on PostgreSQL.
type column struct {
	ints  []int64
	texts []string
	blobs [][]byte
}

// Int puts a whole number: a count, a sum of money, a day, an identity.
func (v *Values) Int(n int64) {
	v.at++
	switch {
	case v.stmt != nil:
		if b := &v.bound[v.at-1]; b.kind != boundInt || b.n != n {
			*b = bound{kind: boundInt, n: n}
			v.stmt.BindInt64(v.at, n)
		}
	case v.columns != nil:
		v.columns[v.at-1].ints = append(v.columns[v.at-1].ints, n)
	default:
		v.copying = binary.BigEndian.AppendUint32(v.copying, 8)
		v.copying = binary.BigEndian.AppendUint64(v.copying, uint64(n))
	}
}

// Bool puts 1 or 0.
func (v *Values) Bool(b bool) {
	if b {
		v.Int(1)
	} else {
		v.Int(0)
	}
}

// Text puts a text.
func (v *Values) Text(s string) {
	v.at++
	switch {
	case v.stmt != nil:
		if b := &v.bound[v.at-1]; b.kind != boundText || b.text != s {
			*b = bound{kind: boundText, text: s}
			v.stmt.BindText(v.at, s)
		}
	case v.columns != nil:
		v.columns[v.at-1].texts = append(v.columns[v.at-1].texts, s)
	default:
		v.copying = binary.BigEndian.AppendUint32(v.copying, uint32(len(s)))
		v.copying = append(v.copying, s...)
	}
}

// Bytes puts a blob.
func (v *Values) Bytes(b []byte) {
	v.at++
	switch {
	case v.stmt != nil:
		v.bound[v.at-1].kind = boundUnknown
		v.stmt.BindBytes(v.at, b)
	case v.columns != nil:
		v.columns[v.at-1].blobs = append(v.columns[v.at-1].blobs, b)
	default:
		v.copying = binary.BigEndian.AppendUint32(v.copying, uint32(len(b)))
		v.copying = append(v.copying, b...)
	}
}

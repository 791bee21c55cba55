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
	at      int
	copying []byte
	columns []column
}

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
		v.stmt.BindInt64(v.at, n)
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
		v.stmt.BindText(v.at, s)
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
		v.stmt.BindBytes(v.at, b)
	case v.columns != nil:
		v.columns[v.at-1].blobs = append(v.columns[v.at-1].blobs, b)
	default:
		v.copying = binary.BigEndian.AppendUint32(v.copying, uint32(len(b)))
		v.copying = append(v.copying, b...)
	}
}

package audit

import (
	"encoding/json"
	"strings"
	"time"

	"aldia/platform/db"
	"aldia/platform/id"
)

// Record is an entry as it stands in the book. Its Detail is a json.RawMessage, or nil.
type Record struct {
	ID id.ID
	Entry
	hash []byte
}

func (r *Record) detail() json.RawMessage {
	d, _ := r.Detail.(json.RawMessage)
	return d
}

func scan(r db.Row) Record {
	e := Record{ID: id.ID(r.Int(0)), hash: append([]byte(nil), r.Bytes(10)...), Entry: Entry{
		At: db.Time(r.Int(1)), ByUser: id.ID(r.Int(2)), What: r.Text(3), On: r.Text(4), OnID: id.ID(r.Int(5)),
		Person: id.ID(r.Int(6)), Why: r.Text(7), Key: r.Text(8)}}
	if detail := r.Text(9); detail != "" {
		e.Detail = json.RawMessage(detail)
	}
	return e
}

// Filter chooses entries; what is zero does not matter.
type Filter struct {
	Person   id.ID
	ByUser   id.ID
	BySystem bool   // what the program did by itself
	On       string // with OnID, or alone
	OnID     id.ID
	OnIDs    db.List // one of several
	// What is "promise.made", or "promise." for all that happens to promises; several are parted by a comma.
	What  string
	From  time.Time // the first instant
	Until time.Time // the first instant that is too late
	After Cursor    // where the page before ended
	Limit int       // zero is MaxPage
}

// Cursor is the last entry of a page. The zero value is before the first.
type Cursor struct {
	At time.Time
	ID id.ID
}

// MaxPage bounds a page for a screen; an export walks with EachTx.
const MaxPage = 500

// ListTx gives a page of entries, newest first, and the cursor of the next; more is false on the last page.
func ListTx(tx db.Tx, f Filter) (page []Record, next Cursor, more bool, err error) {
	limit := f.Limit
	if limit <= 0 || limit > MaxPage {
		limit = MaxPage
	}
	err = EachTx(tx, f, func(r Record) error {
		if len(page) == limit {
			more = true
			return db.ErrStop
		}
		page = append(page, r)
		return nil
	})
	if len(page) > 0 {
		last := page[len(page)-1]
		next = Cursor{At: last.At, ID: last.ID}
	}
	return page, next, more, err
}

// EachTx gives every entry that the filter chooses to each, newest first, as they are read. Limit does not
// apply.
func EachTx(tx db.Tx, f Filter, each func(Record) error) error {
	where, args := f.where()
	return tx.Query(func(r db.Row) error { return each(scan(r)) },
		`SELECT `+columns+` FROM audit_entry`+where+` ORDER BY at DESC, id DESC`, args...)
}

// where spells the filter: the texts are constants, so that each combination is prepared once.
func (f *Filter) where() (string, []any) {
	var conditions []string
	var args []any
	add := func(wanted bool, condition string, values ...any) {
		if wanted {
			conditions = append(conditions, condition)
			args = append(args, values...)
		}
	}
	add(f.Person != 0, `person = ? AND person <> 0`, f.Person)
	add(f.ByUser != 0 || f.BySystem, `by_user = ?`, f.ByUser)
	add(f.OnID != 0, `on_id = ? AND on_id <> 0`, f.OnID)
	add(len(f.OnIDs) > 0, `on_id IN ?list AND on_id <> 0`, f.OnIDs)
	add(f.On != "", `on_kind = ?`, f.On)
	if f.What != "" {
		condition, values := whatIs(f.What)
		add(true, condition, values...)
	}
	add(!f.From.IsZero(), `at >= ?`, f.From)
	add(!f.Until.IsZero(), `at < ?`, f.Until)
	add(f.After.ID != 0, `(at < ? OR at = ? AND id < ?)`, f.After.At, f.After.At, f.After.ID)
	if len(conditions) == 0 {
		return "", nil
	}
	return ` WHERE ` + strings.Join(conditions, ` AND `), args
}

// maxWhats bounds what a filter asks for at once; no screen offers more than two.
const maxWhats = 8

// whatIs spells what was done.
func whatIs(what string) (condition string, values []any) {
	var either []string
	for _, one := range strings.SplitN(what, ",", maxWhats) {
		if strings.HasSuffix(one, ".") {
			either, values = append(either, `what LIKE ?`), append(values, one+"%")
		} else {
			either, values = append(either, `what = ?`), append(values, one)
		}
	}
	return `(` + strings.Join(either, ` OR `) + `)`, values
}

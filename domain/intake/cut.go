package intake

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"aldia/domain/calendar"
	"aldia/domain/money"
	"aldia/platform/db"
	"aldia/platform/fault"
	"aldia/platform/id"
	"aldia/platform/text"
)

// CutPrefix is the prefix of a cut's identity: to the outside a cut is an import.
const CutPrefix = "imp_"

// CutState is where a cut is in its life: staged → previewed → publishing → published, then replaced by a
// later file of the same day, or undone. A cut that failed or was interrupted while publishing is gone on
// with, never left half done.
type CutState string

// The states.
const (
	Staged     CutState = "staged"
	Previewed  CutState = "previewed"
	Publishing CutState = "publishing"
	Published  CutState = "published"
	Replaced   CutState = "replaced"
	Undoing    CutState = "undoing"
	Undone     CutState = "undone"
	Failed     CutState = "failed" // the file was refused whole; nothing was changed
)

// Cut is one file of a creditor with its day, how it was read, and what came of it.
type Cut struct {
	ID          id.ID
	Kind        Kind
	CreditorID  id.ID
	AsOfOn      calendar.Day
	Version     int64
	State       CutState
	FileName    string
	FileDigest  string
	BlobID      id.ID
	Mapping     string // YAML
	Scope       string // JSON: codes of the portfolios that the file speaks of
	Line        int64  // rows up to this line are in
	RowCount    int64
	Answer      Answer
	ReplacesID  id.ID
	StagedAt    int64
	StagedBy    id.ID
	PublishedAt int64
	PublishedBy id.ID
	UndoneAt    int64
	UndoneBy    id.ID
	Fault       string
	// Again says that a file brought nothing that this cut had not brought before, and made no cut of its own.
	// It is never kept.
	Again bool
}

// Counts is what became of the rows of a file.
type Counts struct { //nolint:recvcheck // it is added up in place and handed on by value
	Rows      int64 `json:"rows"`
	Accepted  int64 `json:"accepted"`
	Refused   int64 `json:"refused"`
	Warned    int64 `json:"warned"`
	Left      int64 `json:"left"` // the mapping's condition leaves them out
	New       int64 `json:"new"`
	Changed   int64 `json:"changed"`
	Unchanged int64 `json:"unchanged"`
	Gone      int64 `json:"gone"` // accounts
	Duplicate int64 `json:"duplicate"`
	Unmatched int64 `json:"unmatched"`
}

// Answer is what a cut says of itself.
type Answer struct {
	Counts
	Creditor  string                          `json:"creditor"` // its code
	Created   []string                        `json:"created"`  // codes of what is new
	Balance   map[money.Currency]money.Amount `json:"balance"`
	Differing int64                           `json:"differing"` // accounts of another balance than we expected
	// Asked are accounts that the file lacks and that stay open, whatever their portfolio says: one of the Blind
	// rows, of which not even the account can be told, may be theirs. They are not among those that are gone.
	Asked int64 `json:"asked,omitempty"`
	Blind int64 `json:"blind,omitempty"`
	// Others are rows that stayed out because they name another creditor, by its name.
	Others map[string]int64 `json:"others,omitempty"`
	// Kept are the items on which something stays as it was because the file has no such column, by column.
	Kept map[string]int64 `json:"kept,omitempty"`
	// Part says that the file has refused rows that were mended, and no others.
	Part bool `json:"part,omitempty"`
	// Consents are those that the file brought and that did not stand yet.
	Consents int64   `json:"consents,omitempty"`
	Diff     Diff    `json:"diff"`
	Seconds  float64 `json:"seconds"`
}

// What a person can be told about a cut.
var (
	ErrNoCut    = fault.New(fault.Missing, "cut.missing")
	ErrCutState = fault.New(fault.Conflict, "cut.state") // {0} the state it is in
	ErrCutBusy  = fault.New(fault.Conflict,
		"cut.busy") // another cut of the creditor is being published
	// ErrNotLatest is given when a later cut stands on it: {0} its file, {1} its day, {2} its identity.
	ErrNotLatest = fault.New(fault.Conflict, "cut.not_latest")
	ErrCutPaid   = fault.New(fault.Conflict, "cut.paid")  // payments were applied to what it brought
	ErrOlder     = fault.New(fault.Conflict, "cut.older") // {0} the day of the cut that is in force
	ErrRefusals  = fault.New(fault.Invalid,
		"cut.refusals") // {0} how many rows were refused: the mapping must be wrong
	ErrCreditors = fault.New(fault.Limit, "cut.creditors") // {0} more creditors in one file than
	ErrNoRows    = fault.New(fault.Invalid, "cut.no_rows")
	// ErrAhead is given for a day far ahead, {0}: no file of an earlier day could follow. {1} is the last
	// allowed.
	ErrAhead = fault.New(fault.Invalid, "cut.ahead")
	// ErrOtherCreditor is given when no row is of the creditor asked for: {0} who that is, {1} who is named.
	ErrOtherCreditor = fault.New(fault.Invalid, "cut.other_creditor")
	errTakenOver     = fault.New(fault.Conflict, "cut.taken_over")
	errHashMeeting   = fault.New(fault.Internal, "cut.hash_meeting")
)

// InWords lets a fault about the state of a cut, or about our columns, name them as people do; any other
// error stays as it is.
func InWords(err error) error {
	var f *fault.Error
	if !errors.As(err, &f) {
		return err
	}
	switch f.Key {
	case ErrCutState.Key, ErrMissing.Key, ErrNotThere.Key:
		return f.With(ArgsInWords(f.Key, f.Args)...)
	}
	return err
}

// ArgsInWords does the same for what fills the sentence of a fault that was kept.
func ArgsInWords(key string, args []any) []any {
	at := map[string]int{ErrCutState.Key: 0, ErrMissing.Key: 0, ErrNotThere.Key: 1}
	i, has := at[key]
	if !has || i >= len(args) {
		return args
	}
	name, is := args[i].(string)
	if !is {
		return args
	}
	out := slices.Clone(args)
	if out[i] = columnsInWords(strings.Split(name, ", ")); key == ErrCutState.Key {
		out[i] = text.Key("cut.is." + name)
	}
	return out
}

// columnsInWords is a list of our columns as an argument of a sentence.
func columnsInWords(names []string) any {
	var one any = strings.TrimPrefix(names[0], attributePrefix)
	if _, known := columnNamed(names[0]); known {
		one = text.Key("intake.column." + names[0])
	}
	if len(names) == 1 {
		return one
	}
	return fault.New(fault.Invalid, "intake.list", one, columnsInWords(names[1:]))
}

const cutColumns = `id, kind, creditor_id, as_of_on, version, state, file_name, file_digest, blob_id,
	mapping, scope, line,
	row_count, answer, replaces_id, staged_at, staged_by, published_at, published_by, undone_at, undone_by,
	fault`

func scanCut(r db.Row) (Cut, error) {
	c := Cut{
		ID: id.ID(r.Int(0)), Kind: Kind(r.Text(1)), CreditorID: id.ID(r.Int(2)), AsOfOn: calendar.Day(r.Int(3)),
		Version: r.Int(4), State: CutState(r.Text(5)), FileName: r.Text(6), FileDigest: r.Text(7),
		BlobID:  id.ID(r.Int(8)),
		Mapping: r.Text(9), Scope: r.Text(10), Line: r.Int(11), RowCount: r.Int(12), ReplacesID: id.ID(r.Int(14)),
		StagedAt: r.Int(15), StagedBy: id.ID(r.Int(16)), PublishedAt: r.Int(17), PublishedBy: id.ID(r.Int(18)),
		UndoneAt: r.Int(19), UndoneBy: id.ID(r.Int(20)), Fault: r.Text(21),
	}
	text := r.Bytes(13)
	if len(text) == 0 {
		return c, nil
	}
	return c, json.Unmarshal(text, &c.Answer)
}

func cutByID(tx db.Tx, cut id.ID) (c Cut, err error) {
	found, err := db.One(tx, func(r db.Row) (err error) {
		c, err = scanCut(r)
		return err
	}, `SELECT `+cutColumns+` FROM cut WHERE id = ?`, cut)
	if err == nil && !found {
		err = ErrNoCut
	}
	return c, err
}

func listCuts(tx db.Tx, where string, args ...any) ([]Cut, error) {
	var all []Cut
	err := tx.Query(func(r db.Row) error {
		c, err := scanCut(r)
		all = append(all, c)
		return err
	}, `SELECT `+cutColumns+` FROM cut WHERE `+where, args...)
	return all, err
}

func addCut(tx db.Tx, c *Cut) error {
	text, err := json.Marshal(c.Answer)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT INTO cut (`+cutColumns+`)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, c.ID, c.Kind, c.CreditorID,
		c.AsOfOn,
		c.Version, c.State, c.FileName, c.FileDigest, c.BlobID, c.Mapping, c.Scope, c.Line, c.RowCount,
		string(text),
		c.ReplacesID, c.StagedAt, c.StagedBy, c.PublishedAt, c.PublishedBy, c.UndoneAt, c.UndoneBy, c.Fault)
	return err
}

// saveCut keeps what changes of a cut, if it is still in the state and at the line that the caller knows:
// of two who publish the same cut one finds out.
func saveCut(tx db.Tx, c *Cut, state CutState, line int64) error {
	text, err := json.Marshal(c.Answer)
	if err != nil {
		return err
	}
	n, err := tx.Exec(`UPDATE cut SET state = ?, creditor_id = ?, version = ?, mapping = ?, scope = ?, line = ?,
		row_count = ?,
		answer = ?, replaces_id = ?, published_at = ?, published_by = ?, undone_at = ?, undone_by = ?, fault = ?
		WHERE id = ? AND state = ? AND line = ?`, c.State, c.CreditorID, c.Version, c.Mapping, c.Scope, c.Line,
		c.RowCount,
		string(text), c.ReplacesID, c.PublishedAt, c.PublishedBy, c.UndoneAt, c.UndoneBy, c.Fault, c.ID, state,
		line)
	if err == nil && n == 0 {
		err = errTakenOver
	}
	return err
}

// holdStill keeps everybody from changing a cut until the transaction ends; errMended when it is no longer as
// it was read.
func holdStill(tx db.Tx, c *Cut) error {
	n, err := tx.Exec(`UPDATE cut SET line = line WHERE id = ? AND state = ? AND line = ? AND mapping = ?`,
		c.ID, c.State, c.Line, c.Mapping)
	if err == nil && n == 0 {
		err = errMended
	}
	return err
}

// refusedRow is a row that was refused, or let in with a warning.
type refusedRow struct {
	line   int64
	grade  string // refused | warned
	reason Refusal
	text   string
}

func addRefusals(tx db.Tx, cut id.ID, rows []refusedRow) error {
	columns := []string{"cut_id", "line", "grade", "column_name", "value", "reason", "row_text"}
	return tx.Insert("cut_refusal", columns, len(rows), func(n int, v *db.Values) {
		at := n
		if isRepeat(rows[n].reason.Key) {
			at += behindOthers
		}
		reason, err := json.Marshal(reasonText{rows[n].reason.Key, rows[n].reason.Args, at})
		if err != nil {
			reason = []byte(`{"key":"` + rows[n].reason.Key + `"}`)
		}
		v.Int(int64(cut))
		v.Int(rows[n].line)
		v.Text(rows[n].grade)
		v.Text(rows[n].reason.Column)
		v.Text(rows[n].reason.Value)
		v.Text(string(reason))
		v.Text(rows[n].text)
	})
}

type reasonText struct {
	Key  string    `json:"key"`
	Args text.Args `json:"args,omitempty"`
	At   int       `json:"at,omitempty"` // the order of what is wrong with one row
}

// behindOthers puts what can only be told once the whole file has been read behind all else of its row.
const behindOthers = 1 << 30

// Refused is a refused or warned row as it was kept.
type Refused struct {
	Line   int64
	Grade  string
	Column string // as the header of the file calls it, or Ours
	Value  string
	Key    string
	Args   []any
	Text   string
	Ours   string // our name of the column, when the file has none for it
}

// Where names the column to a person: by the header of their own file, or in words where the file has no such
// column. It is empty for what is wrong with a row as a whole.
func (r *Refused) Where(say text.Language) string {
	if r.Ours != "" {
		return say.Say("intake.column." + r.Ours)
	}
	return r.Column
}

// name gives a refusal that speaks of one of our columns the name that the file has for it.
func (m Mapping) name(r *Refused) {
	c, known := columnNamed(r.Column)
	if !known {
		return
	}
	names := []column{c}
	switch c { // what is derived when there is no column of its own
	case colDueOn:
		names = append(names, colDaysOverdue)
	case colPerson:
		names = append(names, colIDNumber)
	default:
	}
	for _, n := range names {
		if heads := m.Columns[n.name()].heads(); len(heads) > 0 {
			r.Column = strings.Join(heads, " + ")
			return
		}
	}
	r.Ours = r.Column
}

// refusalsOf gives the rows of a cut that were refused, then those warned of, in the order of the file.
func refusalsOf(tx db.Tx, cut id.ID, each func(Refused) error) error {
	c, err := cutByID(tx, cut)
	if err != nil {
		return err
	}
	m, _ := ParseMapping([]byte(c.Mapping)) // a mapping that can no longer be read names nothing
	var row []Refused                       // what is wrong with one row, which the engines give in any order
	var places []int
	tell := func() error {
		for len(row) > 0 {
			at := slices.Index(places, slices.Min(places))
			next := row[at]
			row, places = slices.Delete(row, at, at+1), slices.Delete(places, at, at+1)
			if err := each(next); err != nil {
				row = nil
				return err
			}
		}
		return nil
	}
	err = tx.Query(func(r db.Row) error {
		var why reasonText
		if err := json.Unmarshal(r.Bytes(4), &why); err != nil {
			return err
		}
		next := Refused{
			Line: r.Int(0), Grade: r.Text(1), Column: r.Text(2), Value: r.Text(3), Key: why.Key, Args: why.Args,
			Text: r.Text(5),
		}
		m.name(&next)
		if len(row) > 0 && (row[0].Line != next.Line || row[0].Grade != next.Grade) {
			if err := tell(); err != nil {
				return err
			}
		}
		row, places = append(row, next), append(places, why.At)
		return nil
	}, `SELECT line, grade, column_name, value, reason, row_text FROM cut_refusal WHERE cut_id = ?
		ORDER BY line, grade`, cut)
	if err == nil {
		err = tell()
	}
	if errors.Is(err, db.ErrStop) {
		err = nil
	}
	return err
}

// Plus adds the counts of two cuts.
func (c Counts) Plus(d Counts) Counts {
	c.add(d)
	return c
}

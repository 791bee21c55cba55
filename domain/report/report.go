// Package report answers questions that cross nouns: how old the debts are, how they move, who is to be
// called, what each agent did, and who did what. A report is a table whose columns say what kind of thing
// they hold, so that a screen, a file for a spreadsheet and another program each write it in their own way.
// The rows come one by one: a report may be longer than memory.
//
// Figures of a day are those that its close has kept. A report never works them out anew, so that what was
// printed last month can be printed again.
package report

import (
	"slices"
	"strconv"
	"time"

	"aldia/domain/calendar"
	"aldia/domain/law"
	"aldia/domain/money"
	"aldia/platform/fault"
	"aldia/platform/id"
	"aldia/platform/text"
)

// Kind is what a column holds.
type Kind string

// The kinds.
const (
	Text    Kind = "text"
	Int     Kind = "int"
	Money   Kind = "money"
	Day     Kind = "day"
	Time    Kind = "time"
	Percent Kind = "percent"
)

// percentDecimals is how many decimals a percentage has.
const percentDecimals = 1

// Column is a column of a report. Name is for machines and does not change; Title is the key of the
// sentence for people, with its arguments.
type Column struct {
	Name  string
	Title string
	Args  []any
	Kind  Kind
}

// ForMachines says whether a column is for other programs alone: who a row is about, told by an identity, or
// a detail in their words. A person reads the name beside it.
func (c Column) ForMachines() bool {
	return slices.Contains([]string{"person", "on_id", "detail"}, c.Name)
}

// Cell is one value.
type Cell struct {
	// Text is the value for machines: "1250.40", "2026-11-22", an instant as RFC 3339. It is empty where there
	// is none.
	Text string
	// Number is what a value that is no text is counted by: minor units, a day, microseconds, tenths of a
	// percent.
	Number   int64
	Currency money.Currency // of money
	Key      string         // the sentence for people, where the text is a code
	// Said is what people read where it is no sentence of ours, by language: the words of a law.
	Said law.Said
	// Zone is where an instant is told, where that is not where the reader is; IANA.
	Zone string
}

// Row is one row, a cell for each column.
type Row []Cell

// Chart is how a report is best drawn.
type Chart struct {
	Shape  Shape
	Label  string // column that names the bars
	Value  string // column that they measure
	Series string // column that parts them, or empty
}

// Shape is a kind of drawing.
type Shape string

// The shapes. A report without one is only a table.
const (
	NoChart Shape = ""
	Bars    Shape = "bars"
	Flow    Shape = "flow" // from Label to Series
)

// Note is something to know when reading a report, such as that another day was used than was asked for.
type Note struct {
	Key  string
	Args []any
}

// Report is an answered question.
type Report struct {
	Name    string
	Title   string // key
	From    calendar.Day
	To      calendar.Day
	At      time.Time    // of a report on the present
	Closed  calendar.Day // the last close whose figures are in it; NoDay where it speaks of none
	Columns []Column
	Rows    []Row
	Totals  []Row // one a currency: sums of different ones are never added
	Notes   []Note
	Chart   Chart
	Skipped int64 // rows of the same answer that come before these
	Count   int64 // rows in all, where the report knows; else 0
	More    bool  // there are more rows than these
}

// Column gives the place of a column, or -1.
func (r *Report) Column(name string) int {
	return slices.IndexFunc(r.Columns, func(c Column) bool { return c.Name == name })
}

// Args is what is asked. What is left out takes what is usual for the report.
type Args struct {
	Date     calendar.Day // of a report on one day; none: the last day closed
	From, To calendar.Day // of a report on a span of days, both included
	Creditor string       // code; empty: all that the asker may see
	Who      string       // an agent's code
	Permit   string       // contacts: how an attempt stands with the gate, one of Permits; empty: however
	Person   id.ID        // audit: whom it concerns
	What     string       // audit: "promise.made", or "promise." for all that happens to promises
	Skip     int64        // of Run: rows to pass over, to show the next page
	Limit    int          // of Run: zero is MaxRows
}

const (
	// MaxRows is how many rows Run holds in memory: what a screen or a small file takes. A longer report is
	// streamed.
	MaxRows = 20_000
	// maxSpanDays bounds a report on a span: three years, beyond which sums say little and cost much.
	maxSpanDays = 3 * 366
	// maxAgents and maxCurrencies keep a report on agents a table that can be read.
	maxAgents     = 10_000
	maxCurrencies = 20
)

// Why a question cannot be answered.
var (
	ErrUnknown    = fault.New(fault.Missing, "report.unknown")     // {0} the name
	ErrNoCreditor = fault.New(fault.Missing, "report.no_creditor") // {0} the code
	ErrNoPermit   = fault.New(fault.Invalid, "report.no_permit")   // {0} what was asked for, {1} what there is
	ErrNoAgent    = fault.New(fault.Missing, "report.no_agent")    // {0} the code
	ErrNoClose    = fault.New(fault.Missing, "report.no_close")    // {0} the day by which none has been closed
	ErrNoCloses   = fault.New(fault.Missing, "report.no_closes")   // no day has been closed yet
	ErrNoSpan     = fault.New(fault.Missing, "report.no_span")     // {0} and {1}: none between them
	ErrSpan       = fault.New(fault.Invalid, "report.span")        // {0} and {1} the wrong way round
	ErrLong       = fault.New(fault.Limit, "report.long")          // {0} the most days
)

func textCell(s string) Cell { return Cell{Text: s} }

// code is a text that people read as a sentence.
func code(s, key string) Cell { return Cell{Text: s, Key: key} }

func count(n int64) Cell { return Cell{Text: strconv.FormatInt(n, 10), Number: n} }

func sum(a money.Amount, c money.Currency) Cell {
	return Cell{Text: a.Text(c), Number: int64(a), Currency: c}
}

func day(d calendar.Day) Cell { return Cell{Text: d.Text(), Number: int64(d)} }

func instant(at time.Time) Cell {
	if at.IsZero() {
		return Cell{}
	}
	return Cell{Text: at.UTC().Format(time.RFC3339), Number: at.UnixMicro()}
}

// instantIn is an instant where somebody else is, with the distance of their clocks from UTC.
func instantIn(at time.Time, place *time.Location) Cell {
	return Cell{Text: at.In(place).Format(time.RFC3339), Number: at.UnixMicro(), Zone: place.String()}
}

// share is part of a whole as a percentage; of nothing there is none.
func share(part, whole int64) Cell {
	if whole <= 0 {
		return Cell{}
	}
	tenths := money.MulDiv(part, 1000, whole)
	return Cell{Text: strconv.FormatInt(tenths/10, 10) + "." + strconv.FormatInt(tenths%10, 10), Number: tenths}
}

// Shown is a cell as a person reads it: numbers and sums in the manner of the language, instants in a
// place.
func (c Cell) Shown(k Kind, l text.Language, place *time.Location) string {
	switch {
	case c.Key != "":
		return l.Say(c.Key)
	case c.Text == "":
		return ""
	case c.Said != law.Said{}:
		return c.Said.In(l.Code())
	}
	switch k {
	case Int:
		return l.Number(c.Number)
	case Money:
		return money.Amount(c.Number).Format(c.Currency, l.Manner())
	case Day:
		return l.Day(calendar.Day(c.Number))
	case Time:
		if there, err := time.LoadLocation(c.Zone); err == nil && c.Zone != "" {
			place = there
		}
		return l.Instant(time.UnixMicro(c.Number), place)
	case Percent:
		return l.Percent(c.Number, percentDecimals)
	case Text:
	}
	return c.Text
}

package ui

import (
	"context"
	"io"

	"github.com/a-h/templ"
)

// Kind says how a column is set: words to the left, figures to the right under each other.
type Kind string

// The kinds of column.
const (
	Words   Kind = ""
	Figures Kind = "num"  // numbers and money: right-aligned, tabular
	Actions Kind = "acts" // buttons at the end of a row
)

// Order is the way that a column is sorted.
type Order string

// The orders.
const (
	Unsorted Order = ""
	Up       Order = "ascending"
	Down     Order = "descending"
)

// Column is the head of a column.
type Column struct {
	Label    string
	Kind     Kind
	SortHref string // address of the same page sorted by this column the next way round; "" is not sortable
	Sorted   Order
	Spare    bool // may be left out on a tablet and a phone
	Hidden   bool // the label is only for who cannot see, as over buttons
}

// Row is a row of a table. Cells are as many as there are columns. With Href its first cell is a link and a
// press anywhere in the row follows it.
type Row struct {
	ID, Href string
	Cells    []templ.Component
	Pick     string // what is sent for the row when it is picked; "" cannot be picked
	Picked   bool   // it is picked already
	Name     string // who the row is of, said to who picks without seeing
	Marked   bool   // the one in hand
	Dim      bool   // no longer matters
}

// Table is a table that says what it holds. On a phone each row becomes a card whose title is the first cell.
type Table struct {
	ID, Caption string
	Columns     []Column
	Rows        []Row
	Foot        []templ.Component // sums under the columns, a nil cell under none; nil for no foot
	Empty       Empty             // instead of the rows when there are none
	Bare        bool              // the caption is only for who cannot see, since a title stands above
	Target      string            // id of the region that sorting replaces; "" the whole main region
	Pick        string            // name of the boxes that pick rows, inside a form; "" for none
	Dense       bool              // less air: a ledger
	Long        bool              // the head stays in sight; only where all columns fit a laptop
	Folds       bool              // on a phone the rows beyond the first stand behind a button
}

// foldedRows is how many rows of a table that folds stand on a phone before its button: two screens of cards.
const foldedRows = 6

func (t Table) folds() bool { return t.Folds && len(t.Rows) > foldedRows }

// Pager moves through a list by cursor. An empty address is a place one cannot go.
type Pager struct {
	First, Previous, Next string
	From                  int64 // the place of the first row shown; 0 when it is not known
	Shown, Total          int64 // Total −1 when it is not known
	Target                string
}

// Filters is the bar of what narrows a list: its fields stand between the braces, the filters in force
// under it.
type Filters struct {
	Action string // where the form goes, by GET
	Target string // id of the region that the answer replaces; "" the whole main region
	Active []ActiveFilter
	Clear  string // address without any filter
	// Folds puts the fields behind a button on a phone, which says how many filters are in force.
	Folds bool
}

// Chips are the filters in force, each with a way out of it. A list whose region alone is replaced shows them
// there.
type Chips struct {
	Active []ActiveFilter
	Clear  string
	Target string
}

// Render writes the part.
func (c Chips) Render(ctx context.Context, w io.Writer) error {
	return c.show(From(ctx)).Render(ctx, w)
}

// ActiveFilter is one filter in force and the address of the list without it.
type ActiveFilter struct{ Label, Without string }

// Render writes the part.
func (t Table) Render(ctx context.Context, w io.Writer) error {
	return t.show(From(ctx)).Render(ctx, w)
}

// Render writes the part.
func (p Pager) Render(ctx context.Context, w io.Writer) error {
	return p.show(From(ctx)).Render(ctx, w)
}

// Render writes the part.
func (f Filters) Render(ctx context.Context, w io.Writer) error {
	return f.show(From(ctx)).Render(ctx, w)
}

func (t Table) empty(v *View) Empty {
	if t.Empty.Title != "" {
		return t.Empty
	}
	return Empty{Title: v.Say("ui.table.empty"), Text: v.Say("ui.table.empty_text")}
}

func (c Column) sortWords(v *View) string {
	if c.Sorted == Up {
		return v.Say("ui.table.sort_down", c.Label)
	}
	return v.Say("ui.table.sort_up", c.Label)
}

func (c Column) sortIcon() string {
	switch c.Sorted {
	case Up:
		return "up"
	case Down:
		return "down"
	case Unsorted:
	}
	return "sort"
}

// hx are the attributes with which a link replaces one region of the page and keeps the address right.
func hx(href, target string) templ.Attributes {
	if target == "" {
		return nil
	}
	return templ.Attributes{
		"hx-get": href, "hx-target": "#" + target, "hx-swap": "outerHTML", "hx-push-url": "true",
		"hx-boost": "false",
	}
}

func (p Pager) words(v *View) string {
	if p.From > 0 && p.Total >= 0 {
		return v.Say("ui.pager.range", p.From, p.From+p.Shown-1, p.Total)
	}
	if p.Total >= 0 {
		return v.Say("ui.pager.of", p.Shown, p.Total)
	}
	return v.Say("ui.pager.showing", p.Shown)
}

package ui

import (
	"context"
	"fmt"
	"io"
	"strconv"

	"github.com/a-h/templ"

	"aldia/domain/money"
)

// Hue is the colour of a series. A chart never says by colour alone what it says: names, marks and the
// table say it too.
type Hue string

// The hues: five that can be told apart by who cannot tell red from green, and the eight steps of lateness.
const (
	Hue1  Hue = "hue-1"
	Hue2  Hue = "hue-2"
	Hue3  Hue = "hue-3"
	Hue4  Hue = "hue-4"
	Hue5  Hue = "hue-5"
	Late0 Hue = "hue-late-0"
	Late1 Hue = "hue-late-1"
	Late2 Hue = "hue-late-2"
	Late3 Hue = "hue-late-3"
	Late4 Hue = "hue-late-4"
	Late5 Hue = "hue-late-5"
	Late6 Hue = "hue-late-6"
	Late7 Hue = "hue-late-7"
)

// HueOfDays is the step of lateness that a number of days past due has.
func HueOfDays(days int64) Hue { return Hue("hue-late-" + strconv.Itoa(Late{Days: days}.step())) }

// Series is one thing that a chart counts.
type Series struct {
	Label string
	Hue   Hue
}

// Write turns a value of a chart into words: a count, or minor units of a currency.
type Write func(int64) string

// Bars is a chart of horizontal bars, one a row; with several series each bar is stacked. A value below
// zero is drawn as nothing and still stands in the table.
type Bars struct {
	ID, Title, Text string // Text says in a sentence what the chart shows
	Level           int    // of the heading: 3 under the title of a Card, else 2
	Series          []Series
	Rows            []Bar
	Write           Write  // nil writes whole numbers
	Head            string // of the table's first column
}

// Bar is one row: a value for each series.
type Bar struct {
	Label  string
	Values []int64
	Hue    Hue // of this row alone, when there is one series
	Href   string
}

// Lines is a chart of what changes with time.
type Lines struct {
	ID, Title, Text string
	Level           int
	Series          []Series
	Marks           []string  // what stands under each point, in order
	Values          [][]int64 // of each series, as many as there are marks
	Write           Write
	Axis            Write // shorter, for the scale; nil is Write
	Head            string
}

// Flow shows how much moved from one bucket to another between two days.
type Flow struct {
	ID, Title, Text string
	Level           int
	From, To        string // what the two sides are: the two days
	Buckets         []Series
	Moves           []Move
	Write           Write
}

// Move is what went from one bucket to another, by their places in Buckets, which go from best to worst.
type Move struct {
	From, To int
	Value    int64
	Count    int64 // of accounts; shown in the table when any has one
}

// frameOf is what every chart has around it.
type frameOf struct {
	id, title, text string
	level           int
	series          []Series
	lined           bool
}

// SumWriter writes the values of a chart as sums of a currency.
func (v *View) SumWriter(c money.Currency) Write {
	return func(n int64) string { return v.Sum(money.Money{Amount: money.Amount(n), Currency: c}) }
}

// ShortSumWriter writes sums short, for a scale: "1,2 M".
func (v *View) ShortSumWriter(c money.Currency) Write {
	decimals, _ := c.Decimals()
	unit := int64(1)
	for range decimals {
		unit *= 10
	}
	short := v.Text.In(v.manner(c))
	return func(n int64) string { return short.Compact(n / unit) }
}

// Render writes the chart and its table.
func (b Bars) Render(ctx context.Context, w io.Writer) error { return b.show(From(ctx)).Render(ctx, w) }

// Render writes the chart and its table.
func (l Lines) Render(ctx context.Context, w io.Writer) error {
	return l.show(From(ctx)).Render(ctx, w)
}

// Render writes the chart and its table.
func (f Flow) Render(ctx context.Context, w io.Writer) error { return f.show(From(ctx)).Render(ctx, w) }

func (w Write) or(v *View) Write {
	if w == nil {
		return v.Number
	}
	return w
}

func (b Bar) total() int64 {
	sum := int64(0)
	for _, v := range b.Values {
		sum += v
	}
	return sum
}

// chartUnits is the width of a drawing in its own units; the browser stretches it to the width that there is.
const chartUnits = 10_000

type piece struct {
	x, width int64
	hue      Hue
	tip      string
}

// pieces are the drawn parts of a row, with a hair of ground between them.
func (b Bars) pieces(v *View, row Bar) []piece {
	longest := int64(1)
	for _, r := range b.Rows {
		longest = max(longest, r.drawn())
	}
	var out []piece
	at := int64(0)
	for i, value := range row.Values {
		if value <= 0 || i >= len(b.Series) {
			continue
		}
		width := max(money.MulDiv(value, chartUnits, longest), 20)
		hue := b.Series[i].Hue
		if row.Hue != "" {
			hue = row.Hue
		}
		tip := b.Series[i].Label + ": " + b.Write.or(v)(value)
		out = append(out, piece{x: at, width: width, hue: hue, tip: tip})
		at += width
	}
	return out
}

func (b Bar) drawn() int64 {
	sum := int64(0)
	for _, v := range b.Values {
		sum += max(v, 0)
	}
	return sum
}

func (b Bars) table(v *View) Table {
	t := Table{Caption: b.Title, Bare: true, Dense: true, Columns: []Column{{Label: b.Head}}}
	for _, s := range b.Series {
		t.Columns = append(t.Columns, Column{Label: s.Label, Kind: Figures})
	}
	if len(b.Series) > 1 {
		t.Columns = append(t.Columns, Column{Label: v.Say("ui.chart.total"), Kind: Figures})
	}
	sums := make([]int64, len(b.Series)+1)
	write := b.Write.or(v)
	for _, row := range b.Rows {
		cells := []templ.Component{Text(row.Label)}
		for i, value := range row.Values {
			cells = append(cells, Text(write(value)))
			sums[i] += value
		}
		if len(b.Series) > 1 {
			cells = append(cells, Text(write(row.total())))
		}
		sums[len(b.Series)] += row.total()
		t.Rows = append(t.Rows, Row{Href: row.Href, Cells: cells})
	}
	t.Foot = []templ.Component{Text(v.Say("ui.chart.total"))}
	for i := range len(t.Columns) - 1 {
		t.Foot = append(t.Foot, Text(write(sums[i])))
	}
	return t
}

func units(n int64) string { return strconv.FormatInt(n, 10) }

// percent writes a place along a drawing, in hundredths of a percent.
func percent(at, of int64) string {
	if of == 0 {
		return "0%"
	}
	p := money.MulDiv(at, 10_000, of)
	return fmt.Sprintf("%d.%02d%%", p/100, p%100)
}

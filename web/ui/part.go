package ui

import (
	"context"
	"io"

	"github.com/a-h/templ"
)

// Card is a surface with a title and, between its braces, what stands on it.
type Card struct {
	ID, Title, Sub string
	Level          int             // of the heading; 0 is 2
	Head           templ.Component // beside the title: a link, a button
	Flush          bool            // without inner margin, for a table that reaches the edges
	Tone           Tone
	Attrs          templ.Attributes
}

// Fold is a card that is opened to be read: its title, what is in it, and a badge where something in it wants
// to be seen. Several below each other are an index of a long page.
type Fold struct {
	ID, Title, Sub string
	Badge          templ.Component // beside the title
	Head           templ.Component // above what stands on it, once open: a button
	Open, Flush    bool
}

// Stat is one figure of the day: what it is, how much, and the change since yesterday. Two figures in a row
// must be comparable; put them into Stats.
type Stat struct {
	Label, Figure string
	Unit          string // beside the figure, small: a currency
	Note          string // under the figure
	Change        string // already written with its sign: "+12", "−3,4 %"; "" shows none
	Direction     int    // of the change: −1 down, 0 same, 1 up
	Wanted        int    // which direction is good news: −1, 1; 0 neither
	Href          string // the list behind the figure
}

// Badge is a short word in a box: a state, a stage. The sign before it says the same without colour.
type Badge struct {
	Text string
	Tone Tone
	Icon string // "" for the tone's own; "-" for none
}

// Late shows how late a debt is: the number of days in words, on a scale of five marks that fills up with
// the days, so that it reads without colour.
type Late struct {
	Days   int64
	Bucket string // the bucket's own name beside the marks; "" says the days
}

// Pair is a name and what goes with it.
type Pair struct {
	Name  string
	Value templ.Component
}

// Pairs is a list of facts: the name left, the fact right.
type Pairs struct {
	Pairs []Pair
	Wide  bool // two columns where there is room
}

// Render writes the part.
func (c Card) Render(ctx context.Context, w io.Writer) error { return c.show().Render(ctx, w) }

// Render writes the fold with what stands on it.
func (f Fold) Render(ctx context.Context, w io.Writer) error { return f.show().Render(ctx, w) }

// Render writes the part.
func (s Stat) Render(ctx context.Context, w io.Writer) error { return s.show(From(ctx)).Render(ctx, w) }

// Render writes the part.
func (b Badge) Render(ctx context.Context, w io.Writer) error { return b.show().Render(ctx, w) }

// Render writes the part.
func (l Late) Render(ctx context.Context, w io.Writer) error { return l.show(From(ctx)).Render(ctx, w) }

// Render writes the part.
func (p Pairs) Render(ctx context.Context, w io.Writer) error { return p.show().Render(ctx, w) }

func toneIcon(t Tone) string {
	switch t {
	case Good:
		return "done"
	case Warn:
		return "warn"
	case Bad:
		return "stop"
	case Plain, Note, Accent:
	}
	return "note"
}

func failureIcon(status int) string {
	switch {
	case status == 404:
		return "search"
	case status == 401 || status == 403:
		return "lock"
	case status >= 500:
		return "warn"
	}
	return "stop"
}

// step is the place on the scale: 0 when nothing is overdue, then one mark for each thirty days up to
// the fifth, and the colours go on to the seventh.
func (l Late) step() int {
	switch d := l.Days; {
	case d <= 0:
		return 0
	case d <= 30:
		return 1
	case d <= 60:
		return 2
	case d <= 90:
		return 3
	case d <= 120:
		return 4
	case d <= 180:
		return 5
	case d <= 360:
		return 6
	}
	return 7
}

func (l Late) words(v *View) string {
	switch {
	case l.Bucket != "":
		return l.Bucket
	case l.Days <= 0:
		return v.Say("ui.lateness.current")
	}
	return v.Say("ui.lateness.days", l.Days)
}

// good says whether a change is good news: 1, bad news: −1, or neither: 0.
func (s Stat) good() int { return s.Direction * s.Wanted }

func (s Stat) changeWords(v *View) string {
	switch {
	case s.Direction > 0:
		return v.Say("ui.stat.up", s.Change)
	case s.Direction < 0:
		return v.Say("ui.stat.down", s.Change)
	}
	return v.Say("ui.stat.same")
}

// changeTone is the look of a change: better, worse, or neither.
func (s Stat) changeTone() string {
	switch s.good() {
	case 1:
		return "better"
	case -1:
		return "worse"
	}
	return "even"
}

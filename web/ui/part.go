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

// ButtonKind says how much a button matters. A screen has one Primary button.
type ButtonKind string

// The kinds of button.
const (
	Secondary ButtonKind = ""
	Primary   ButtonKind = "primary"
	Danger    ButtonKind = "danger"
	Quiet     ButtonKind = "quiet"
)

// Button does something; with Href it goes somewhere and is a link. While its form is on the way it shows
// that it is busy and cannot be pressed twice.
type Button struct {
	Label, Icon, Href string
	Kind              ButtonKind
	Type              string // "submit" when empty; "button" does nothing by itself
	Name, Value       string // sent with the form
	Open              string // id of a Dialog to open
	Key               string // shortcut shown on the button and pressed by app.js
	Small, Full       bool
	IconOnly          bool // the label is still said to who cannot see
	Disabled          bool
	Download          bool // of a link: the browser saves what comes
	Attrs             templ.Attributes
}

// Alert is a line in the page that must be read: what is wrong with a file, what a change will do.
type Alert struct {
	Tone        Tone
	Title, Text string
}

// Empty stands where nothing is: it says why, and what to do next.
type Empty struct {
	Icon, Title, Text string
	Action            templ.Component
}

// Dialog is a window over the page, with its content between the braces. A Button with Open shows it,
// Escape closes it.
type Dialog struct {
	ID, Title string
	Small     bool
	Shown     bool // open as soon as it arrives, as a fragment of htmx
}

// Tab is one of several views of the same thing, each with its own address.
type Tab struct {
	Href, Label string
	Count       string
	Current     bool
}

// Tabs lets one choose between views. Target is the id of the region that changes; "" changes the whole page.
type Tabs struct {
	Label  string
	Tabs   []Tab
	Target string
}

// Step is one step of a task in several pages.
type Step struct{ Label, Href string }

// Steps shows how far a task is: what is done, what is now, what comes.
type Steps struct {
	Steps []Step
	Now   int // index of the step in hand; len(Steps) when all is done
}

// Progress is how far a long task is. While it runs, its element asks for itself again at URL when a
// message named Event comes over the tab's stream, or the stream has missed something, and every few
// seconds in case that nothing comes.
type Progress struct {
	ID, Label   string
	Done, Total int64
	Text        string // instead of "12.480 de 50.000"
	Left        string // how long it still takes, in words
	State       string // "running" when empty, "done" or "failed"
	URL, Event  string
}

// Moment is one entry of a Timeline.
type Moment struct {
	At    string // when, as read
	Exact string // the full instant, shown on hover
	Icon  string
	Tone  Tone
	Title string
	Text  string
	Who   string
	Body  templ.Component // more than a text; may be nil
}

// Timeline is what has happened, latest first.
type Timeline struct {
	Label   string
	Moments []Moment
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

// Keys shows the shortcuts that help on this screen.
type Keys struct{ Keys []KeyHint }

// KeyHint is one shortcut and what it does.
type KeyHint struct{ Key, What string }

// SignIn is the form of who is not signed in; between the braces stands what else the page offers.
type SignIn struct {
	Action, User, Next, Error string
}

// Render writes the part.
func (c Card) Render(ctx context.Context, w io.Writer) error { return c.show().Render(ctx, w) }

// Render writes the part.
func (s Stat) Render(ctx context.Context, w io.Writer) error { return s.show(From(ctx)).Render(ctx, w) }

// Render writes the part.
func (b Badge) Render(ctx context.Context, w io.Writer) error { return b.show().Render(ctx, w) }

// Render writes the part.
func (l Late) Render(ctx context.Context, w io.Writer) error { return l.show(From(ctx)).Render(ctx, w) }

// Render writes the part.
func (b Button) Render(ctx context.Context, w io.Writer) error { return b.show().Render(ctx, w) }

// Render writes the part.
func (a Alert) Render(ctx context.Context, w io.Writer) error { return a.show().Render(ctx, w) }

// Render writes the part.
func (e Empty) Render(ctx context.Context, w io.Writer) error { return e.show().Render(ctx, w) }

// Render writes the part.
func (d Dialog) Render(ctx context.Context, w io.Writer) error {
	return d.show(From(ctx)).Render(ctx, w)
}

// Render writes the part.
func (t Tabs) Render(ctx context.Context, w io.Writer) error { return t.show().Render(ctx, w) }

// Render writes the part.
func (s Steps) Render(ctx context.Context, w io.Writer) error {
	return s.show(From(ctx)).Render(ctx, w)
}

// Render writes the part.
func (p Progress) Render(ctx context.Context, w io.Writer) error {
	return p.show(From(ctx)).Render(ctx, w)
}

// Render writes the part.
func (t Timeline) Render(ctx context.Context, w io.Writer) error { return t.show().Render(ctx, w) }

// Render writes the part.
func (p Pairs) Render(ctx context.Context, w io.Writer) error { return p.show().Render(ctx, w) }

// Render writes the part.
func (k Keys) Render(ctx context.Context, w io.Writer) error { return k.show().Render(ctx, w) }

// Render writes the part.
func (s SignIn) Render(ctx context.Context, w io.Writer) error {
	return s.show(From(ctx)).Render(ctx, w)
}

func toneIcon(t Tone) string {
	switch t {
	case Good:
		return "done"
	case Warn:
		return "warn"
	case Bad:
		return "stop"
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

// lateness is the step of the scale: 0 when nothing is overdue, then one mark for each thirty days up to
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

// trim takes the sign off a change, since an arrow and the words say it.
func (s Stat) changeTone() string {
	switch s.good() {
	case 1:
		return "better"
	case -1:
		return "worse"
	}
	return "even"
}

func (p Progress) running() bool { return p.State == "" || p.State == "running" }

func (p Progress) words(v *View) string {
	switch {
	case p.Text != "":
		return p.Text
	case p.State == "done":
		return v.Say("ui.progress.done")
	case p.State == "failed":
		return v.Say("ui.progress.failed")
	}
	return v.Say("ui.progress.of", p.Done, p.Total)
}

func (p Progress) trigger() string {
	if p.Event == "" {
		return "every 2s"
	}
	return p.Event + " from:body throttle:250ms, resync from:body, every 5s"
}

func (p Progress) total() int64 { return max(p.Total, 1) }

func (b Button) kind() string {
	switch {
	case b.Type != "":
		return b.Type
	case b.Open != "":
		return "button"
	}
	return "submit"
}

func (b Button) classes() string {
	c := "button"
	if b.Kind != Secondary {
		c += " " + string(b.Kind)
	}
	for _, flag := range []struct {
		on   bool
		name string
	}{{b.Small, "small"}, {b.Full, "full"}, {b.IconOnly, "icon-only"}} {
		if flag.on {
			c += " " + flag.name
		}
	}
	return c
}

// role makes what is wrong be read out at once, and the rest in its place.
func (a Alert) role() string {
	if a.Tone == Bad {
		return "alert"
	}
	return "note"
}

func (s Steps) word(v *View, i int) string {
	switch {
	case i < s.Now:
		return v.Say("ui.steps.done")
	case i == s.Now:
		return v.Say("ui.steps.now")
	}
	return v.Say("ui.steps.next")
}

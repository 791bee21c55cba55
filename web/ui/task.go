package ui

import (
	"context"
	"io"

	"github.com/a-h/templ"
)

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

// Keys shows the shortcuts that help on this screen.
type Keys struct{ Keys []KeyHint }

// KeyHint is one shortcut and what it does.
type KeyHint struct{ Key, What string }

// Doorway is a page outside of the frame, with its content between the braces: Page{Bare: true, Body: …}. A
// password that must be changed stands in one, and so does whatever else comes before the work.
type Doorway struct{ Title string }

// SignIn is the form of who is not signed in; between the braces stands what else the page offers.
type SignIn struct {
	Action, User, Next, Error string
	Note                      string // why one is here again; may be empty
}

// Render writes the part.
func (t Tabs) Render(ctx context.Context, w io.Writer) error {
	if len(t.Tabs) == 1 {
		return nil // the one that is open: there is nowhere to go
	}
	return t.show().Render(ctx, w)
}

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
func (k Keys) Render(ctx context.Context, w io.Writer) error { return k.show().Render(ctx, w) }

// Render writes the part.
func (d Doorway) Render(ctx context.Context, w io.Writer) error {
	return d.show(From(ctx)).Render(ctx, w)
}

// Render writes the part.
func (s SignIn) Render(ctx context.Context, w io.Writer) error {
	return s.show(From(ctx)).Render(ctx, w)
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

func (s Steps) word(v *View, i int) string {
	switch {
	case i < s.Now:
		return v.Say("ui.steps.done")
	case i == s.Now:
		return v.Say("ui.steps.now")
	}
	return v.Say("ui.steps.next")
}

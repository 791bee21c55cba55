package ui

import (
	"context"
	"io"
	"strings"

	"github.com/a-h/templ"
)

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
	var cSb86 strings.Builder
	for _, flag := range []struct {
		on   bool
		name string
	}{{b.Small, "small"}, {b.Full, "full"}, {b.IconOnly, "icon-only"}} {
		if flag.on {
			cSb86.WriteString(" " + flag.name)
		}
	}
	c += cSb86.String()
	return c
}

// role makes what is wrong be read out at once, and the rest in its place.
func (a Alert) role() string {
	if a.Tone == Bad {
		return "alert"
	}
	return "note"
}

package ui

import (
	"context"
	"io"
	"maps"

	"github.com/a-h/templ"

	"aldia/domain/calendar"
	"aldia/domain/money"
)

// Input is a line that one types into. Its id is its name, unless ID says otherwise.
type Input struct {
	ID, Name, Label, Help, Error string
	Type                         string // "text" when empty
	Value, Placeholder           string
	Autocomplete, Inputmode      string
	MaxLength                    int // 0 is 200, which no name of a person exceeds
	Required, Optional, Focus    bool
	Short                        bool // as wide as a code, not as the form
	HideLabel                    bool // the label is only for who cannot see
	Attrs                        templ.Attributes
}

// Option is one choice. Group puts neighbours of the same group under its name.
type Option struct {
	Value, Label, Help, Group string
	Disabled                  bool
}

// Select is a choice out of many, as a list that opens.
type Select struct {
	ID, Name, Label, Help, Error string
	Value                        string
	Options                      []Option
	Choose                       bool // begins with "Elija…", so that nothing is chosen by oversight
	Required, HideLabel, Short   bool
	Attrs                        templ.Attributes
}

// Radios is a choice out of few, all of them seen. With Keys a digit chooses: the first option is 1.
type Radios struct {
	Name, Label, Help, Error string
	Value                    string
	Options                  []Option
	Required, Keys           bool
	Tiles                    bool // as tiles side by side instead of a list
	Attrs                    templ.Attributes
}

// Check is a yes or no.
type Check struct {
	ID, Name, Label, Help, Error, Value string // Value is "1" when empty
	Checked                             bool
	Attrs                               templ.Attributes
}

// DayInput is a day that one types or picks, sent as "2026-11-22".
type DayInput struct {
	ID, Name, Label, Help, Error string
	Value, Min, Max              calendar.Day
	Required, HideLabel          bool
	Attrs                        templ.Attributes
}

// MoneyInput is a sum in one currency. What is typed goes as it was typed, with the country's comma or
// point: ReadSum reads it.
type MoneyInput struct {
	ID, Name, Label, Help, Error string
	Currency                     money.Currency
	Value                        string
	Required, HideLabel          bool
	Attrs                        templ.Attributes
}

// Area is several lines that one types into.
type Area struct {
	ID, Name, Label, Help, Error string
	Value, Placeholder           string
	Rows, MaxLength              int // 4 lines and 2,000 signs when zero
	Required, Optional           bool
	Attrs                        templ.Attributes
}

// FileDrop is a file that one drags in or picks.
type FileDrop struct {
	ID, Name, Label, Help, Error string
	Accept                       string // ".csv,.xlsx,.gz"
	Limit                        int64  // bytes, told to the person; the server enforces its own
	Required, Many               bool
}

// Group puts fields that belong together under one legend.
type Group struct{ Legend, Help string }

// Render writes the part.
func (i Input) Render(ctx context.Context, w io.Writer) error { return i.show().Render(ctx, w) }

// Render writes the part.
func (s Select) Render(ctx context.Context, w io.Writer) error {
	return s.show(From(ctx)).Render(ctx, w)
}

// Render writes the part.
func (r Radios) Render(ctx context.Context, w io.Writer) error { return r.show().Render(ctx, w) }

// Render writes the part.
func (c Check) Render(ctx context.Context, w io.Writer) error { return c.show().Render(ctx, w) }

// Render writes the part.
func (d DayInput) Render(ctx context.Context, w io.Writer) error { return d.input().Render(ctx, w) }

// Render writes the part.
func (m MoneyInput) Render(ctx context.Context, w io.Writer) error { return m.show().Render(ctx, w) }

// Render writes the part.
func (a Area) Render(ctx context.Context, w io.Writer) error { return a.show().Render(ctx, w) }

// Render writes the part.
func (f FileDrop) Render(ctx context.Context, w io.Writer) error {
	return f.show(From(ctx)).Render(ctx, w)
}

// Render writes the part.
func (g Group) Render(ctx context.Context, w io.Writer) error { return g.show().Render(ctx, w) }

// The widths that text is cut at where the screen says nothing.
const (
	lineLength = 200
	areaLength = 2000
	areaRows   = 4
)

// field is what every field has around it.
type field struct {
	id, label, help, err          string
	required, optional, hideLabel bool
	short                         bool
}

func either(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

func (f field) described() string {
	switch {
	case f.err != "" && f.help != "":
		return f.id + "-error " + f.id + "-help"
	case f.err != "":
		return f.id + "-error"
	case f.help != "":
		return f.id + "-help"
	}
	return ""
}

// says are the attributes by which a field tells what is wrong with it to who cannot see.
func (f field) says() templ.Attributes {
	a := templ.Attributes{}
	if d := f.described(); d != "" {
		a["aria-describedby"] = d
	}
	if f.err != "" {
		a["aria-invalid"] = "true"
	}
	if f.required {
		a["required"] = true
	}
	return a
}

func (i Input) field() field {
	return field{
		id: either(i.ID, i.Name), label: i.Label, help: i.Help, err: i.Error, required: i.Required,
		optional: i.Optional, hideLabel: i.HideLabel, short: i.Short,
	}
}

func (s Select) field() field {
	return field{
		id: either(s.ID, s.Name), label: s.Label, help: s.Help, err: s.Error, required: s.Required,
		hideLabel: s.HideLabel, short: s.Short,
	}
}

func (m MoneyInput) field() field {
	return field{
		id: either(m.ID, m.Name), label: m.Label, help: m.Help, err: m.Error, required: m.Required,
		hideLabel: m.HideLabel, short: true,
	}
}

func (a Area) field() field {
	return field{
		id: either(a.ID, a.Name), label: a.Label, help: a.Help, err: a.Error, required: a.Required,
		optional: a.Optional,
	}
}

func (f FileDrop) field() field {
	return field{id: either(f.ID, f.Name), label: f.Label, help: f.Help, err: f.Error, required: f.Required}
}

func (d DayInput) input() Input {
	attrs := templ.Attributes{}
	maps.Copy(attrs, d.Attrs)
	if d.Min != calendar.NoDay {
		attrs["min"] = d.Min.Text()
	}
	if d.Max != calendar.NoDay {
		attrs["max"] = d.Max.Text()
	}
	return Input{
		ID: d.ID, Name: d.Name, Label: d.Label, Help: d.Help, Error: d.Error, Type: "date", Value: d.Value.Text(),
		Required: d.Required, HideLabel: d.HideLabel, Short: true, Attrs: attrs,
	}
}

// groups parts options into runs of the same group.
func (s Select) groups() [][]Option {
	var runs [][]Option
	for i, o := range s.Options {
		if i == 0 || o.Group != s.Options[i-1].Group {
			runs = append(runs, nil)
		}
		runs[len(runs)-1] = append(runs[len(runs)-1], o)
	}
	return runs
}

func orElse(n, otherwise int) int {
	if n > 0 {
		return n
	}
	return otherwise
}

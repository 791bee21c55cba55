package ui

import (
	"strings"

	"github.com/a-h/templ"

	"aldia/domain/money"
)

// The measures of a chart of lines, in pixels: its height, and the room for what stands under it.
const (
	linesHeight = 200
	linesUnder  = 28
	gridSteps   = 5
	dashes      = 4 // kinds of stroke
	maxMarks    = 7 // written under the chart: more would touch each other on a laptop
)

type scale struct{ low, step, steps int64 }

// high is the top of the scale.
func (s scale) high() int64 { return s.low + s.step*s.steps }

// scale finds round numbers that all values lie between: steps of 1, 2 or 5 and zeros, and as few of them
// as a glance takes in. It begins at zero when nothing is below.
func (l Lines) scale() scale {
	low, high := int64(0), int64(1)
	for _, values := range l.Values {
		for _, v := range values {
			low, high = min(low, v), max(high, v)
		}
	}
	for unit := int64(1); ; unit *= 10 {
		for _, m := range []int64{1, 2, 5} {
			step := unit * m
			start := low / step * step
			if start > low {
				start -= step
			}
			if steps := (high - start + step - 1) / step; steps <= gridSteps {
				return scale{low: start, step: step, steps: steps}
			}
		}
	}
}

// ticks are the values of the grid, from the top down.
func (s scale) ticks() []int64 {
	var out []int64
	for i := s.steps; i >= 0; i-- {
		out = append(out, s.low+i*s.step)
	}
	return out
}

// y is the height of a value from the top, in thousandths of a pixel turned into units of the drawing.
func (s scale) y(v int64) int64 {
	return linesHeight*10 - money.MulDiv(v-s.low, linesHeight*10, s.high()-s.low)
}

func (l Lines) x(i int) int64 {
	if len(l.Marks) < 2 {
		return chartUnits / 2
	}
	return int64(i) * chartUnits / int64(len(l.Marks)-1)
}

// path joins the points of a series.
func (l Lines) path(values []int64) string {
	var b strings.Builder
	s := l.scale()
	for i, v := range values {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(units(l.x(i)) + "," + units(s.y(v)))
	}
	return b.String()
}

// marked says whether the words under a point are written: the first, the last, and as many between as have
// room.
func (l Lines) marked(i int) bool {
	n := len(l.Marks)
	every := (n + maxMarks - 1) / maxMarks
	return i == n-1 || (i%max(every, 1) == 0 && n-1-i >= every)
}

func (l Lines) anchor(i int) string {
	switch i {
	case 0:
		return "start"
	case len(l.Marks) - 1:
		return "end"
	}
	return "middle"
}

// tenth writes a length in tenths of a pixel.
func tenth(n int64) string { return units(n/10) + "." + units(n%10) }

func (l Lines) axis(v *View) Write {
	if l.Axis != nil {
		return l.Axis
	}
	return l.Write.or(v)
}

func (l Lines) table(v *View) Table {
	t := Table{Caption: l.Title, Bare: true, Dense: true, Columns: []Column{{Label: l.Head}}}
	for _, s := range l.Series {
		t.Columns = append(t.Columns, Column{Label: s.Label, Kind: Figures})
	}
	for i, mark := range l.Marks {
		cells := []templ.Component{Text(mark)}
		for _, values := range l.Values {
			cells = append(cells, Text(l.Write.or(v)(values[i])))
		}
		t.Rows = append(t.Rows, Row{Cells: cells})
	}
	return t
}

// dash tells series apart by their stroke too.
func dash(i int) string { return "dash-" + units(int64(i%dashes)) }

package ui

import (
	"fmt"

	"github.com/a-h/templ"

	"aldia/domain/money"
)

// The measures of a chart of movements, in pixels. A bucket that holds anything is at least as high as
// the two lines of words beside it.
const (
	flowHeight = 300
	flowGap    = 14
	flowLeast  = 34
)

type node struct {
	series    Series
	value     int64
	y, height int64
	used      int64
}

type band struct {
	path, class, tip string
}

type drawing struct {
	left, right []node
	bands       []band
	height      int64
}

// draw lays the two sides out one under the other, and a band for each movement between them. Bands leave
// and arrive in the order of the buckets, so that they cross as little as they can.
func (f Flow) draw(v *View) drawing {
	d := drawing{left: f.side(true), right: f.side(false)}
	for _, side := range [][]node{d.left, d.right} {
		for _, n := range side {
			d.height = max(d.height, n.y+n.height)
		}
	}
	for from := range f.Buckets {
		for to := range f.Buckets {
			for _, m := range f.Moves {
				if m.From == from && m.To == to && m.Value > 0 {
					d.bands = append(d.bands, f.band(v, &d.left[from], &d.right[to], m))
				}
			}
		}
	}
	return d
}

func (f Flow) side(left bool) []node {
	nodes := make([]node, len(f.Buckets))
	total := int64(1)
	for i, s := range f.Buckets {
		nodes[i].series = s
	}
	for _, m := range f.Moves {
		at := m.To
		if left {
			at = m.From
		}
		nodes[at].value += max(m.Value, 0)
		total += max(m.Value, 0)
	}
	y := int64(0)
	for i := range nodes {
		if nodes[i].value == 0 {
			nodes[i].y = y
			continue
		}
		nodes[i].y, nodes[i].height = y, max(money.MulDiv(nodes[i].value, flowHeight, total), flowLeast)
		y += nodes[i].height + flowGap
	}
	return nodes
}

// band draws one movement. What became worse has the colour of where it went, what became better the colour
// of good news, and what stayed is grey.
func (f Flow) band(v *View, from, to *node, m Move) band {
	a := from.y + money.MulDiv(from.used, from.height, max(from.value, 1))
	b := to.y + money.MulDiv(to.used, to.height, max(to.value, 1))
	from.used += m.Value
	to.used += m.Value
	aEnd := max(from.y+money.MulDiv(from.used, from.height, max(from.value, 1)), a+1)
	bEnd := max(to.y+money.MulDiv(to.used, to.height, max(to.value, 1)), b+1)
	out := band{
		path: fmt.Sprintf("M0,%d C480,%d 520,%d 1000,%d L1000,%d C520,%d 480,%d 0,%d Z",
			a, a, b, b, bEnd, bEnd, aEnd, aEnd),
		tip: v.Say("ui.chart.from_to", from.series.Label, to.series.Label) + ": " + f.Write.or(v)(m.Value),
	}
	switch {
	case m.To > m.From:
		out.class = "flow-worse " + string(to.series.Hue)
	case m.To < m.From:
		out.class = "flow-better"
	default:
		out.class = "flow-same"
	}
	return out
}

func (f Flow) word(v *View, m Move) Badge {
	switch {
	case m.To > m.From:
		return Badge{Text: v.Say("ui.flow.worse"), Tone: Warn, Icon: "down"}
	case m.To < m.From:
		return Badge{Text: v.Say("ui.flow.better"), Tone: Good, Icon: "up"}
	}
	return Badge{Text: v.Say("ui.flow.same"), Icon: "minus"}
}

func (f Flow) table(v *View) Table {
	counted := false
	for _, m := range f.Moves {
		counted = counted || m.Count > 0
	}
	t := Table{Caption: f.Title, Bare: true, Dense: true, Columns: []Column{
		{Label: f.From}, {Label: f.To}, {Label: v.Say("ui.flow.what")},
	}}
	if counted {
		t.Columns = append(t.Columns, Column{Label: v.Say("ui.flow.accounts"), Kind: Figures})
	}
	t.Columns = append(t.Columns, Column{Label: v.Say("ui.flow.value"), Kind: Figures})
	for _, m := range f.Moves {
		cells := []templ.Component{Text(f.Buckets[m.From].Label), Text(f.Buckets[m.To].Label), f.word(v, m)}
		if counted {
			cells = append(cells, Text(v.Number(m.Count)))
		}
		t.Rows = append(t.Rows, Row{Cells: append(cells, Text(f.Write.or(v)(m.Value)))})
	}
	return t
}

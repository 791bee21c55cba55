package report

import (
	"slices"
	"strings"

	"aldia/domain/calendar"
	"aldia/domain/delinquency"
	"aldia/domain/money"
	"aldia/domain/report"
	"aldia/web/ui"
)

// chart is one drawing of a report: sums of different currencies stand in drawings of their own.
type chart struct {
	Currency money.Currency
	Bars     []ui.Bar
	Sides    []ui.Series // of a flow: the buckets, from best to worst
	Moves    []ui.Move
}

// barsShown is how many bars a drawing takes; the table has all.
const barsShown = 40

// shown is a cell as a person reads it. A bucket is told in days.
func shown(v *ui.View, c report.Cell, column report.Column) string {
	if c.Key != "" || c.Text == "" {
		return c.Shown(column.Kind, v.Text, v.Zone)
	}
	if column.Kind == report.Money {
		return v.Sum(money.Money{Amount: money.Amount(c.Number), Currency: c.Currency})
	}
	switch column.Name {
	case "bucket", "from_bucket", "to_bucket":
		return bucketWords(v, c.Text)
	case "step":
		return worded(v, "desk.step.", c.Text)
	case "what":
		return worded(v, "admin.what.", strings.ReplaceAll(c.Text, ".", "_"))
	case "on":
		return worded(v, "admin.area.", c.Text)
	}
	return c.Shown(column.Kind, v.Text, v.Zone)
}

// worded says a code in words, where there are some.
func worded(v *ui.View, prefix, code string) string {
	if v.Text.Has(prefix + code) {
		return v.Say(prefix + code)
	}
	return code
}

// bucketWords names a bucket as people do: "1 a 30 días". A creditor's own code is shown as it is.
func bucketWords(v *ui.View, code string) string {
	from, to, ok := delinquency.RangeOf(code)
	switch {
	case !ok:
		return code
	case to < from:
		return v.Say("desk.bucket.open", from)
	}
	return v.Say("desk.bucket.range", from, to)
}

// charts draws a report as it asks to be drawn.
func charts(v *ui.View, r *report.Report) []chart {
	label, value, series := r.Column(r.Chart.Label), r.Column(r.Chart.Value), r.Column(r.Chart.Series)
	if r.Chart.Shape == report.NoChart || label < 0 || value < 0 {
		return nil
	}
	rows := slices.Clone(told(r)) // the table keeps its order
	if r.Columns[label].Name == "bucket" {
		order := bucketOrder(r, label)
		slices.SortStableFunc(rows, func(a, b report.Row) int {
			return slices.Index(order, a[label].Text) - slices.Index(order, b[label].Text)
		})
	}
	var all []chart
	for _, row := range rows {
		c := row[value]
		at := slices.IndexFunc(all, func(one chart) bool { return one.Currency == c.Currency })
		if at < 0 {
			at = len(all)
			all = append(all, chart{Currency: c.Currency})
		}
		if r.Chart.Shape == report.Flow && series >= 0 {
			all[at].move(v, r, row, label, series, value)
			continue
		}
		all[at].bar(shown(v, row[label], r.Columns[label]), c.Number, hueOf(row[label].Text))
	}
	for i := range all {
		all[i].Bars = all[i].Bars[:min(len(all[i].Bars), barsShown)]
	}
	return all
}

// bucketOrder are the buckets of all creditors, from best to worst. The first creditor may have nothing in
// one that others fill, and creditors may have ranges of their own: a range stands by its days, and a bucket
// that its creditor calls otherwise behind the one that it has before it.
func bucketOrder(r *report.Report, label int) []string {
	var order []string
	creditor, whose, after := r.Column("creditor"), "", 0
	for i, row := range r.Rows {
		if creditor >= 0 && (i == 0 || row[creditor].Text != whose) {
			whose, after = row[creditor].Text, 0
		}
		code := row[label].Text
		at := slices.Index(order, code)
		if at < 0 {
			at = after
			if from, _, ok := delinquency.RangeOf(code); ok {
				at = slices.IndexFunc(order, func(other string) bool {
					start, _, ok := delinquency.RangeOf(other)
					return ok && start > from
				})
			}
			if at < 0 {
				at = len(order)
			}
			order = slices.Insert(order, at, code)
		}
		after = at + 1
	}
	return order
}

// bar adds to the bar of a label: rows of several creditors may share one.
func (c *chart) bar(label string, value int64, hue ui.Hue) {
	for i := range c.Bars {
		if c.Bars[i].Label == label {
			c.Bars[i].Values[0] += value
			return
		}
	}
	c.Bars = append(c.Bars, ui.Bar{Label: label, Values: []int64{value}, Hue: hue})
}

func (c *chart) move(v *ui.View, r *report.Report, row report.Row, from, to, value int) {
	m := ui.Move{
		From: c.side(shown(v, row[from], r.Columns[from]), row[from].Text),
		To:   c.side(shown(v, row[to], r.Columns[to]), row[to].Text), Value: row[value].Number,
	}
	if accounts := r.Column("accounts"); accounts >= 0 {
		m.Count = row[accounts].Number
	}
	for i := range c.Moves {
		if c.Moves[i].From == m.From && c.Moves[i].To == m.To {
			c.Moves[i].Value += m.Value
			c.Moves[i].Count += m.Count
			return
		}
	}
	c.Moves = append(c.Moves, m)
}

// side gives the place of a bucket among the sides of a flow.
func (c *chart) side(label, code string) int {
	at := slices.IndexFunc(c.Sides, func(s ui.Series) bool { return s.Label == label })
	if at >= 0 {
		return at
	}
	c.Sides = append(c.Sides, ui.Series{Label: label, Hue: hueOf(code)})
	return len(c.Sides) - 1
}

// sorted puts the sides of a flow in order, from best to worst, and what is beyond the book first.
func (c *chart) sorted() chart {
	drawn := *c
	rank := func(h ui.Hue) int { return slices.Index(hues(), h) }
	order := make([]int, len(c.Sides))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return rank(c.Sides[a].Hue) - rank(c.Sides[b].Hue) })
	place, sides := make([]int, len(order)), make([]ui.Series, len(order))
	for to, from := range order {
		place[from], sides[to] = to, c.Sides[from]
	}
	moves := slices.Clone(c.Moves)
	for i := range moves {
		moves[i].From, moves[i].To = place[moves[i].From], place[moves[i].To]
	}
	drawn.Sides, drawn.Moves = sides, moves
	return drawn
}

func hues() []ui.Hue {
	return []ui.Hue{"", ui.Hue5, ui.Hue1, ui.Late0, ui.Late1, ui.Late2, ui.Late3, ui.Late4, ui.Late5, ui.Late6,
		ui.Late7}
}

// hueOf is the step of lateness of a bucket; what is none has the hue of plain counts.
func hueOf(code string) ui.Hue {
	from, _, ok := delinquency.RangeOf(code)
	switch {
	case ok:
		return ui.HueOfDays(int64(from))
	case code == "new" || code == "out":
		return ui.Hue5
	}
	return ui.Hue1
}

// span says of which days a report is.
func span(v *ui.View, r *report.Report) string {
	switch {
	case r.From == calendar.NoDay && r.To == calendar.NoDay:
		if r.At.IsZero() {
			return ""
		}
		return v.Instant(r.At)
	case r.From == r.To || r.From == calendar.NoDay:
		return closeOf(v, r, v.LongDay(r.To))
	}
	return closeOf(v, r, v.Say("reportscreen.span", r.From, r.To))
}

// closeOf adds as of which close a report speaks.
func closeOf(v *ui.View, r *report.Report, title string) string {
	if r.Closed == calendar.NoDay {
		return title
	}
	return title + " · " + v.Say("report.of_close", r.Closed)
}

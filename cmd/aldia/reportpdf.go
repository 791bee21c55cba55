package main

import (
	"io"
	"time"

	"aldia/bridge/paper"
	"aldia/domain/calendar"
	"aldia/domain/report"
	"aldia/platform/fault"
	"aldia/platform/text"
)

// maxPrinted is how many rows a printed report has: some eight hundred pages. What is longer is for a
// spreadsheet.
const maxPrinted = 20_000

var errPrinted = fault.New(fault.Limit, "paper.too_many_rows") // {0} the most rows

// stepInWords gives the step of a strategy its name, where it has one: a file for people holds no code of
// ours.
func stepInWords(c report.Column, cell report.Cell, say text.Language) report.Cell {
	if step := "desk.step." + cell.Text; c.Name == "step" && say.Has(step) {
		cell.Key = step
	}
	return cell
}

// pdfSink writes what is printed: the report's own words, figures in the manner of the reader's country, and
// no columns that are for machines alone.
func pdfSink(w io.Writer, say text.Language) (report.Sink, func() error) {
	var whole report.Report
	var shown []int
	var rows [][]string
	put := func(row report.Row) []string {
		cells := make([]string, len(shown))
		for i, at := range shown {
			c := whole.Columns[at]
			cells[i] = stepInWords(c, row[at], say).Shown(c.Kind, say, time.Local)
		}
		return cells
	}
	return report.Sink{
			Head: func(r *report.Report) error {
				whole = *r
				for i, c := range r.Columns {
					if !c.ForMachines() {
						shown = append(shown, i)
					}
				}
				return nil
			},
			Row: func(row report.Row) error {
				if len(rows) == maxPrinted {
					return errPrinted.With(maxPrinted)
				}
				rows = append(rows, put(row))
				return nil
			},
			Tail: func(r *report.Report) error {
				whole.Totals, whole.Notes = r.Totals, r.Notes
				return nil
			},
		}, func() error {
			var totals [][]string
			for _, total := range whole.Totals {
				totals = append(totals, put(total))
			}
			columns := make([]paper.Column, len(shown))
			for i, at := range shown {
				c := whole.Columns[at]
				columns[i] = paper.Column{Title: say.Say(c.Title, c.Args...), Right: rightOf(c.Kind)}
			}
			p := paper.New(aboutOf(&whole, say))
			p.Table(columns, rows, totals)
			if len(rows) == 0 {
				p.Text(say.Say("report.empty"))
			}
			return p.Write(w)
		}
}

func aboutOf(r *report.Report, say text.Language) paper.About {
	about := paper.About{
		Title: say.Say(r.Title), Footer: "AlDía", Page: say.Say("report.page", "%d", "%s"), Language: say.Code(),
		MadeAt: time.Now(), Wide: true,
	}
	switch {
	case r.From != calendar.NoDay && r.From != r.To:
		about.Lines = append(about.Lines, say.Say("report.period", say.Day(r.From), say.Day(r.To)))
	case r.To != calendar.NoDay:
		about.Lines = append(about.Lines, say.Day(r.To))
	}
	if r.Closed != calendar.NoDay {
		about.Lines = append(about.Lines, say.Say("report.of_close", r.Closed))
	}
	for _, n := range r.Notes {
		about.Lines = append(about.Lines, say.Say(n.Key, n.Args...))
	}
	about.Lines = append(about.Lines, say.Say("report.made", say.Instant(about.MadeAt, time.Local)))
	return about
}

func rightOf(k report.Kind) bool { return k == report.Int || k == report.Money || k == report.Percent }

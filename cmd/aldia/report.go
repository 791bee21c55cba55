package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"aldia/bridge/table"
	"aldia/domain/calendar"
	"aldia/domain/law"
	"aldia/domain/money"
	"aldia/domain/report"
	"aldia/platform/fault"
	"aldia/platform/text"
)

func reportCommand() command { return command{name: "report", run: runReport} }

func runReport(ctx context.Context, k *call) error {
	var on, from, to, as, out string
	var args report.Args
	k.flags.StringVar(&on, "date", "", "")
	k.flags.StringVar(&from, "from", "", "")
	k.flags.StringVar(&to, "to", "", "")
	k.flags.StringVar(&args.Creditor, "creditor", "", "")
	k.flags.StringVar(&args.Who, "who", "", "")
	k.flags.StringVar(&args.Permit, "permit", "", "")
	k.flags.StringVar(&as, "as", "", "")
	k.flags.StringVar(&out, "o", "", "")
	if err := k.parse(0, 1); err != nil {
		return err
	}
	if len(k.args) == 0 {
		return k.listReports()
	}
	for _, d := range []struct {
		name, typed string
		into        *calendar.Day
	}{{"date", on, &args.Date}, {"from", from, &args.From}, {"to", to, &args.To}} {
		var err error
		if *d.into, err = day(d.name, d.typed); err != nil {
			return err
		}
	}
	if on != "" && from+to != "" {
		return misused("command.report.both_spans")
	}
	if as == "" {
		as = "csv"
		if k.asJSON {
			as = "json"
		}
	}
	if err := oneOf(as, "csv", "json", "xlsx", "pdf"); err != nil {
		return err
	}
	if (as == "xlsx" || as == "pdf") && out == "" && onTerminal(os.Stdout) {
		return misused("command.report.needs_file")
	}
	if err := k.there(); err != nil {
		return err
	}
	d, err := k.open(ctx)
	if err != nil {
		return err
	}
	err = writeTo(out, func(w io.Writer) error {
		sink, finish := reportSink(w, as, k.say)
		if err := report.NewReports(d).Stream(ctx, k.args[0], args, sink); err != nil {
			return err
		}
		return finish()
	})
	// A span the wrong way round is a question that was asked wrongly, not a file of which some was refused.
	if kind := fault.KindOf(err); err != nil && (kind == fault.Invalid || kind == fault.Limit) {
		return trouble{asFault(err), exitUsage}
	}
	return err
}

// writeTo gives a file of this name to be written, or the standard output for none. The name is taken when
// all has been written: who asks wrongly keeps the file of yesterday.
func writeTo(name string, write func(io.Writer) error) error {
	if name == "" {
		return write(os.Stdout)
	}
	if isFolder(name) {
		return wrongly("command.is_folder", name)
	}
	w, err := os.CreateTemp(filepath.Dir(name), ".aldia-*")
	if err != nil {
		return unwritable(name, err)
	}
	err = errors.Join(write(w), w.Close())
	if err == nil {
		err = os.Chmod(w.Name(), 0o644) //nolint:gosec // a report is for the people of the house, as any file
	}
	if err == nil {
		err = os.Rename(w.Name(), name)
	}
	if err != nil {
		return errors.Join(err, os.Remove(w.Name()))
	}
	return nil
}

func (k *call) listReports() error {
	var names []map[string]string
	for _, q := range report.Questions() {
		if !k.asJSON {
			if _, err := fmt.Fprintf(os.Stdout, "%-14s %s\n", q.Name, k.say.Say(q.About)); err != nil {
				return err
			}
		}
		names = append(
			names,
			map[string]string{"name": q.Name, "title": k.say.Say(q.Title), "about": k.say.Say(q.About)},
		)
	}
	return k.answer(map[string]any{"reports": names})
}

// reportSink writes a report as it comes, in one of the forms; finish ends the file.
func reportSink(w io.Writer, as string, say text.Language) (sink report.Sink, finish func() error) {
	switch as {
	case "json":
		return jsonSink(w, say)
	case "xlsx":
		return xlsxSink(w, say)
	case "pdf":
		return pdfSink(w, say)
	}
	return csvSink(w, say)
}

// csvSink writes what machines read: the columns' names, plain numbers, days as YYYY-MM-DD. What there is
// to know about the report goes to the terminal.
func csvSink(w io.Writer, say text.Language) (report.Sink, func() error) {
	out := table.NewCSVWriter(w, table.CSVOptions{})
	return report.Sink{
		Head: func(r *report.Report) error {
			names := make([]string, len(r.Columns))
			for i, c := range r.Columns {
				names[i] = c.Name
			}
			return out.Strings(names...)
		},
		Row: func(row report.Row) error {
			cells := make([]string, len(row))
			for i := range row {
				cells[i] = row[i].Text
			}
			return out.Strings(cells...)
		},
		Tail: func(r *report.Report) error {
			if r.Closed != calendar.NoDay {
				fmt.Fprintln(os.Stderr, say.Say("report.of_close", r.Closed))
			}
			for _, n := range r.Notes {
				fmt.Fprintln(os.Stderr, say.Say(n.Key, n.Args...))
			}
			return nil
		},
	}, out.Flush
}

// jsonSink gives a report whole, with whole numbers as numbers and money as text with its decimals.
func jsonSink(w io.Writer, say text.Language) (report.Sink, func() error) {
	var whole report.Report
	var rows []map[string]any
	return report.Sink{
			Head: func(r *report.Report) error {
				whole = *r
				return nil
			},
			Row: func(row report.Row) error {
				rows = append(rows, jsonRow(whole.Columns, row))
				return nil
			},
			Tail: func(r *report.Report) error {
				whole.Totals, whole.Notes = r.Totals, r.Notes
				return nil
			},
		}, func() error {
			if rows == nil {
				rows = []map[string]any{}
			}
			answer := map[string]any{"report": whole.Name, "rows": rows}
			if totals := jsonTotals(&whole); len(totals) > 0 {
				answer["totals"] = totals
			}
			if whole.Closed != calendar.NoDay {
				answer["closed"] = whole.Closed.Text()
			}
			if len(whole.Notes) > 0 {
				answer["notes"] = notesIn(say, whole.Notes)
			}
			if whole.From != calendar.NoDay {
				answer["from"], answer["to"] = whole.From.Text(), whole.To.Text()
			}
			return json.NewEncoder(w).Encode(answer)
		}
}

// notesIn are the sentences that go with a report.
func notesIn(say text.Language, notes []report.Note) (all []string) {
	for _, n := range notes {
		all = append(all, say.Say(n.Key, n.Args...))
	}
	return all
}

// jsonTotals gives the totals, one for each currency, with only what can be summed.
func jsonTotals(r *report.Report) (all []map[string]any) {
	for _, total := range r.Totals {
		row := jsonRow(r.Columns, total)
		for name, value := range row {
			if value == "" {
				delete(row, name)
			}
		}
		all = append(all, row)
	}
	return all
}

func jsonRow(columns []report.Column, row report.Row) map[string]any {
	out := make(map[string]any, len(row))
	for i, c := range columns {
		switch {
		case c.Kind == report.Int && row[i].Text != "":
			out[c.Name] = row[i].Number
		default:
			out[c.Name] = row[i].Text
		}
	}
	return out
}

// xlsxSink writes what people read: titles in words, codes as sentences, money and days as a spreadsheet
// knows them.
func xlsxSink(w io.Writer, say text.Language) (report.Sink, func() error) {
	var out *table.XLSXWriter
	var columns []report.Column
	put := func(row report.Row) error {
		cells := make([]table.Cell, len(row))
		for i := range row {
			cells[i] = xlsxCell(columns[i].Kind, stepInWords(columns[i], row[i], say), say)
		}
		return out.Write(cells...)
	}
	return report.Sink{
		Head: func(r *report.Report) error {
			columns = r.Columns
			sheet := table.Sheet{Name: say.Say(r.Title), Titles: []string{say.Say(r.Title)}}
			for _, c := range columns {
				sheet.Columns = append(sheet.Columns, table.Column{Name: say.Say(c.Title, c.Args...)})
			}
			out = table.NewXLSXWriter(w, sheet)
			return nil
		},
		Row: put,
		Tail: func(r *report.Report) error {
			for _, total := range r.Totals {
				if err := put(total); err != nil {
					return err
				}
			}
			return nil
		},
	}, func() error { return out.Close() }
}

func xlsxCell(k report.Kind, c report.Cell, say text.Language) table.Cell {
	switch {
	case c.Key != "":
		return table.Text(say.Say(c.Key))
	case c.Text == "":
		return table.Cell{}
	case c.Said != law.Said{}:
		return table.Text(c.Said.In(say.Code()))
	}
	switch k {
	case report.Int:
		return table.Int(c.Number)
	case report.Money:
		return table.Money(money.Amount(c.Number), c.Currency)
	case report.Day:
		return table.Day(calendar.Day(c.Number))
	case report.Percent:
		return table.Percent(c.Number * 10)
	case report.Text, report.Time:
	}
	return table.Text(c.Text)
}

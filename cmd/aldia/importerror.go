package main

import (
	"errors"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"

	"aldia/bridge/table"
	"aldia/domain/intake"
	"aldia/platform/fault"
	"aldia/platform/text"
)

// writeErrors writes the refused rows as the file had them, with the reasons behind, ready to be mended and
// loaded again: the columns that begin with aldia_ are passed over when it is.
func (k *call) writeErrors(
	name string,
	file intake.File,
	cuts []intake.Cut,
	refused []intake.Refused,
) error {
	if name == "" {
		return nil
	}
	reasons := map[int64][]intake.Refused{}
	for _, r := range refused {
		if r.Grade == "refused" {
			reasons[r.Line] = append(reasons[r.Line], r)
		}
	}
	out, err := os.Create(name)
	if err != nil {
		return unwritable(name, err)
	}
	w := table.NewCSVWriter(out, table.CSVOptions{Delimiter: ';', BOM: true})
	err = copyRefused(k.say, w, file, cuts, reasons)
	return errors.Join(err, w.Flush(), out.Close())
}

func copyRefused(
	say text.Language, w *table.CSVWriter,
	file intake.File,
	cuts []intake.Cut,
	reasons map[int64][]intake.Refused,
) error {
	style := intake.FileStyle{}
	if len(cuts) > 0 {
		if m, err := intake.ParseMapping([]byte(cuts[0].Mapping)); err == nil {
			style = m.File
		}
	}
	t, err := openTable(file.ReaderAt, file.Size, file.Name, style)
	if err != nil {
		return err
	}
	defer closeQuietly(t)
	// A file that was mended before has the columns of the last time: they are replaced.
	theirs := slices.DeleteFunc(slices.Clone(t.Header()), func(name string) bool {
		return slices.Contains(intake.ErrorColumns(), name)
	})
	header := slices.Concat(theirs, intake.ErrorColumns())
	if err := w.Strings(header...); err != nil {
		return err
	}
	for len(reasons) > 0 {
		line, cells, err := t.Next()
		var bad *intake.BadRow
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case errors.As(err, &bad):
			line = bad.Line
			cells = [][]byte{[]byte(bad.Text)}
		case err != nil:
			return err
		}
		why := reasons[int64(line)]
		if why == nil {
			continue
		}
		delete(reasons, int64(line))
		row := make([]string, len(theirs), len(header))
		for i := range min(len(cells), len(row)) {
			row[i] = string(cells[i])
		}
		var columns, values, texts []string
		for _, r := range why {
			columns, values = append(columns, columnWords(say, r)), append(values, r.Value)
			texts = append(texts, say.Say(r.Key, r.Args...))
		}
		row = append(
			row,
			strconv.Itoa(line),
			strings.Join(columns, " | "),
			strings.Join(values, " | "),
			strings.Join(texts, " | "),
		)
		if err := w.Strings(row...); err != nil {
			return err
		}
	}
	return nil
}

// columnWords names the column of a refused row: as the file's header does, and where the file has no such
// column as people call ours.
func columnWords(say text.Language, r intake.Refused) string {
	return r.Where(say)
}

// tellRow tells one row that was refused, or warned of.
func (k *call) tellRow(r intake.Refused) {
	why := k.say.Say(r.Key, r.Args...)
	if r.Value == "" {
		k.tell("import.row_empty", r.Line, columnWords(k.say, r), why)
		return
	}
	k.tell("import.row", r.Line, columnWords(k.say, r), r.Value, why)
}

// faultWords says what is wrong with a file or a mapping. Those that name our columns do so in words.
func (k *call) faultWords(f *fault.Error) string {
	at := -1
	switch {
	case errors.Is(f, intake.ErrMissing):
		at = 0
	case errors.Is(f, intake.ErrNotThere):
		at = 1
	}
	if at < 0 || at >= len(f.Args) {
		return k.say.Fault(f)
	}
	args := slices.Clone(f.Args)
	if names, is := args[at].(string); is {
		var said []string
		for name := range strings.SplitSeq(names, ", ") {
			said = append(said, worded(k.say, "intake.column."+name, strings.TrimPrefix(name, "x.")))
		}
		args[at] = k.say.Join(said...)
	}
	return k.say.Say(f.Key, args...)
}

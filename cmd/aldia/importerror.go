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
			columns, values = append(columns, r.Where(say)), append(values, r.Value)
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

// toldRows is how many rows are told in a terminal: enough to see what they have in common.
const toldRows = 20

// remarks are rows that were refused, or let in with a warning. Of a large file with the same warning on each
// row only so many are kept as are told.
type remarks struct {
	all             bool // keep every refused row: they are written to a file
	refused, warned []intake.Refused
	count           int
}

func (s *remarks) note(r intake.Refused) {
	s.count++
	switch {
	case r.Grade == "refused" && (s.all || len(s.refused) < toldRows):
		s.refused = append(s.refused, r)
	case r.Grade != "refused" && len(s.warned) < toldRows:
		s.warned = append(s.warned, r)
	}
}

// tellRemarks tells the first rows, those that stayed out before those that are in.
func (k *call) tellRemarks(s *remarks) {
	told := slices.Concat(s.refused, s.warned)
	told = told[:min(len(told), toldRows)]
	for _, r := range told {
		k.tellRow(r)
	}
	if more := s.count - len(told); more > 0 {
		k.tell("import.more", more)
	}
}

// tellRow tells one row that was refused, or warned of.
func (k *call) tellRow(r intake.Refused) {
	why, where := k.say.Say(r.Key, r.Args...), r.Where(k.say)
	switch {
	case where == "":
		k.tell("import.row_whole", r.Line, why)
	case r.Value == "":
		k.tell("import.row_empty", r.Line, where, why)
	default:
		k.tell("import.row", r.Line, where, r.Value, why)
	}
}

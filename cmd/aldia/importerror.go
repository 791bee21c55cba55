package main

import (
	"errors"
	"io"
	"os"
	"slices"
	"strconv"

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
	// A file that was mended before has the columns of the last time, wherever the clerk has put them: they are
	// replaced.
	var theirs []string
	var from []int
	for at, name := range t.Header() {
		if !slices.Contains(intake.ErrorColumns(), name) {
			theirs, from = append(theirs, name), append(from, at)
		}
	}
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
		for i, at := range from {
			if at < len(cells) {
				row[i] = string(cells[at])
			}
		}
		row = append(row, intake.Marks(strconv.Itoa(line), why,
			func(r *intake.Refused) string { return r.Where(say) },
			func(r *intake.Refused) string { return say.Say(r.Key, r.Args...) })...)
		if err := w.Strings(row...); err != nil {
			return err
		}
	}
	return nil
}

// canWriteBeside refuses before anything is loaded what cannot be written, and what would be written over the
// very file that is loaded.
func (k *call) canWriteBeside(f importFlags) error {
	read, err := os.Stat(k.args[1])
	for _, name := range []string{f.errors, f.writeMap} {
		if name == "" || err != nil {
			continue
		}
		if is, wrong := os.Stat(name); wrong == nil && is.Mode().IsRegular() && os.SameFile(read, is) {
			return wrongly("import.same_name", name)
		}
	}
	return canWrite(f.errors, f.writeMap)
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

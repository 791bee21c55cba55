package table

import (
	"errors"
	"io"
	"slices"
	"strings"
	"unicode"
)

// layout is where the table stands in a file: on which line its header is and which columns it spans.
type layout struct {
	header int // index into the sample, or −1 when no line can be the header
	line   int // the header's line
	first  int // columns left of it are empty
	width  int
	share  int // of the rows below the header, how many in a hundred fit it
	rows   int // rows below the header in the sample
}

// sampled is a row of the sample, kept.
type sampled struct {
	line  int
	cells []string
	kinds []kind
	full  int // cells that are not empty
}

// kind is what a cell looks like.
type kind byte

const (
	nothing kind = iota
	figure       // a number, an amount, a date
	words
)

const (
	sampleRows  = 200
	sampleBytes = 2 << 20 // of cells: rows of a broken file may be long
	titleRows   = 40      // rows above a header: letterheads of banks reach 15
)

// sampleOf keeps the first rows of a feed that are not blank. A row in error is left out; a file in error
// is an error.
func sampleOf(f feed) ([]sampled, error) {
	var out []sampled
	kept, wide := 0, 0
	for len(out) < sampleRows && kept < sampleBytes {
		var r record
		err := f.next(&r)
		var row *RowError
		if errors.As(err, &row) || err == nil && r.blank() {
			kept += 64 // so that a file of nothing but blanks ends too
			if errors.Is(err, ErrRowWide) {
				wide++
			}
			continue
		}
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		s := sampled{line: r.line, cells: make([]string, len(r.cells)), kinds: make([]kind, len(r.cells))}
		for i, c := range r.cells {
			s.cells[i] = strings.TrimSpace(string(c))
			s.kinds[i] = kindOf(s.cells[i])
			if s.kinds[i] != nothing {
				s.full++
			}
			kept += len(c) + 16
		}
		out = append(out, s)
	}
	if wide > len(out) {
		return nil, ErrWide
	}
	return out, nil
}

// kindOf tells figures from words by their first sign and how many letters follow: 1.250,40 and 22-nov-2026
// are figures, PAY_0 and 1er vencimiento are words.
func kindOf(cell string) kind {
	digits, letters := 0, 0
	for i, r := range cell {
		switch {
		case r >= '0' && r <= '9':
			digits++
		case unicode.IsLetter(r):
			if i == 0 {
				return words
			}
			letters++
		}
	}
	switch {
	case cell == "":
		return nothing
	case digits > 0 && letters <= 3 && letters <= digits:
		return figure
	}
	return words
}

// arrange finds the header: the first line that names the columns in which what follows has values, and is
// made of words where what follows has figures. Title lines name one or two of many columns; a file padded
// by Excel gives them all the width of the table, so their width alone says nothing.
func arrange(rows []sampled) layout {
	none := layout{header: -1}
	if len(rows) == 0 {
		return none
	}
	usual := usualFull(rows)
	loose, seen := none, false
	for i := range min(len(rows), titleRows) {
		if rows[i].full < 2 || 2*rows[i].full < usual {
			continue
		}
		below := rows[i+1:]
		numeric := numericColumns(below)
		names := namesColumns(rows[i], numeric)
		if fitsFigures(rows[i], numeric) && (seen || !names) {
			break // rows of the table have begun, and no header was above them
		}
		seen = true
		l, ok := headed(rows, i)
		if !ok || !names {
			continue
		}
		if len(numeric) == 0 && rows[i].full >= usual || len(numeric) > 0 && fitsFigures(below[0], numeric) {
			return l
		}
		if loose.header < 0 { // perhaps a title of a narrow table, perhaps a header above a line of remarks
			loose = l
		}
	}
	return loose
}

// usualFull is the median of the cells filled in a row.
func usualFull(rows []sampled) int {
	full := make([]int, len(rows))
	for i, r := range rows {
		full[i] = r.full
	}
	slices.Sort(full)
	return full[len(full)/2]
}

// numericColumns gives the columns that hold figures in four of five rows that fill them.
func numericColumns(rows []sampled) map[int]bool {
	var figures, filled []int
	for _, r := range rows {
		for len(filled) < len(r.cells) {
			filled, figures = append(filled, 0), append(figures, 0)
		}
		for c, k := range r.kinds {
			if k != nothing {
				filled[c]++
			}
			if k == figure {
				figures[c]++
			}
		}
	}
	out := map[int]bool{}
	for c := range filled {
		if filled[c] > 0 && 5*figures[c] >= 4*filled[c] {
			out[c] = true
		}
	}
	return out
}

// fitsFigures holds when a row has figures where the table has figures.
func fitsFigures(r sampled, numeric map[int]bool) bool {
	filled, figures := 0, 0
	for c, k := range r.kinds {
		if !numeric[c] || k == nothing {
			continue
		}
		filled++
		if k == figure {
			figures++
		}
	}
	return filled > 0 && 2*figures >= filled
}

// namesColumns holds when a row reads as names of columns: words alone, or words above at least one column
// of figures, as in "Cliente, Corriente, 30, 60, 90".
func namesColumns(r sampled, numeric map[int]bool) bool {
	figures, above := 0, 0
	for c, k := range r.kinds {
		if len(r.cells[c]) > maxNameBytes {
			return false
		}
		switch {
		case k == figure:
			figures++
		case k == words && numeric[c]:
			above++
		}
	}
	return figures == 0 || above > 0
}

// headed measures the table under a header: which columns it spans, and how many of the rows below it fit.
func headed(rows []sampled, header int) (layout, bool) {
	h := rows[header]
	first, last := -1, -1
	for c, k := range h.kinds {
		if k != nothing {
			if first < 0 {
				first = c
			}
			last = c
		}
	}
	below := rows[header+1:]
	first, last = widen(below, first, last)
	l := layout{header: header, line: h.line, first: first, width: last - first + 1, rows: len(below),
		share: 100}
	if len(below) == 0 {
		return l, l.width >= 2
	}
	fit := 0
	for _, r := range below {
		unnamed, inside := 0, 0
		for c, k := range r.kinds {
			switch {
			case k == nothing:
			case c < first || c > last:
				unnamed += len(r.kinds) // beyond the table: the row cannot be read
			case c < len(h.kinds) && h.kinds[c] != nothing:
				inside++
			default:
				unnamed++
			}
		}
		if inside > 0 && unnamed <= inside/4+1 {
			fit++
		}
	}
	l.share = 100 * fit / len(below)
	return l, l.width >= 2 && l.share >= 60
}

// widen takes in columns without a name that rows do fill, such as the number of the row that some programs
// write first.
func widen(below []sampled, first, last int) (int, int) {
	var filled []int
	for _, r := range below {
		for len(filled) < len(r.cells) {
			filled = append(filled, 0)
		}
		for c, k := range r.kinds {
			if k != nothing {
				filled[c]++
			}
		}
	}
	for c, n := range filled {
		if 2*n >= len(below) {
			first, last = min(first, c), max(last, c)
		}
	}
	return first, last
}

// delimiters in the order in which they win a tie: a comma is also a decimal sign and a letter of names.
const delimiters = ";\t|,"

// better compares the tables that two delimiters make of the same text.
func (l layout) better(than layout) bool {
	if (l.header >= 0) != (than.header >= 0) {
		return l.header >= 0
	}
	return l.share*l.share*(l.width-1) > than.share*than.share*(than.width-1)
}

// steady is how many in a hundred rows have just so many cells: the measure of a delimiter, since a row of
// delimited text writes its empty cells too.
func steady(rows []sampled, width int) int {
	same := 0
	for _, r := range rows {
		if len(r.cells) == width || trailing(r, width) {
			same++
		}
	}
	return 100 * same / len(rows)
}

// trailing holds for a row that differs from a width only by empty cells at its end, of which a wide table
// may lack one.
func trailing(r sampled, width int) bool {
	for _, k := range r.kinds[min(width, len(r.kinds)):] {
		if k != nothing {
			return false
		}
	}
	return len(r.cells) > width || len(r.cells) == width-1 && width > 3
}

package table

import (
	"bufio"
	"bytes"
	"io"
	"unicode/utf8"
)

// CSVOptions are how a CSV file is written. The zero value is commas and no byte order mark, for machines;
// for a person with Excel in Spanish: Delimiter ';' and BOM, without which Excel breaks the accents.
type CSVOptions struct {
	Delimiter rune
	BOM       bool
}

// CSVWriter writes UTF-8 CSV with CRLF line ends (RFC 4180) that Table reads back the same. A text that a
// spreadsheet would run as a formula gets an apostrophe in front, since the text may come from a debtor or
// a stranger.
type CSVWriter struct {
	w     *bufio.Writer
	delim byte
	bom   bool
	row   []byte
	cell  []byte
}

// NewCSVWriter makes a writer; nothing reaches w before the first Flush or 64 KiB. A delimiter that cannot
// be one is a comma.
func NewCSVWriter(w io.Writer, o CSVOptions) *CSVWriter {
	delim := byte(',')
	if delimiting(o.Delimiter) {
		delim = byte(o.Delimiter)
	}
	return &CSVWriter{w: bufio.NewWriterSize(w, 64<<10), delim: delim, bom: o.BOM}
}

// Strings writes a row of texts: a header, or cells that were read as text.
func (c *CSVWriter) Strings(cells ...string) error {
	for i, s := range cells {
		c.cell = append(c.cell[:0], s...)
		c.add(i, c.cell, true)
	}
	return c.end()
}

// Write writes a row of typed cells: amounts with a point, days as YYYY-MM-DD, percentages as 12.50.
func (c *CSVWriter) Write(cells ...Cell) error {
	for i, v := range cells {
		c.cell = v.plain(c.cell[:0])
		c.add(i, c.cell, v.sort == isText)
	}
	return c.end()
}

// Flush sends what was written on to the file.
func (c *CSVWriter) Flush() error {
	if c.bom {
		return c.end() // a file of no rows at all still says that it is UTF-8
	}
	return c.w.Flush()
}

func (c *CSVWriter) add(i int, cell []byte, guard bool) {
	if i > 0 {
		c.row = append(c.row, c.delim)
	}
	c.row = appendCell(c.row, cell, c.delim, guard)
}

func (c *CSVWriter) end() error {
	if c.bom {
		c.bom = false
		if _, err := c.w.WriteString("\uFEFF"); err != nil {
			return err
		}
		if len(c.row) == 0 {
			return c.w.Flush()
		}
	}
	c.row = append(c.row, '\r', '\n')
	_, err := c.w.Write(c.row)
	c.row = c.row[:0]
	return err
}

// appendRow writes one row without its line end.
func appendRow(dst []byte, cells [][]byte, delim byte) []byte {
	for i, cell := range cells {
		if i > 0 {
			dst = append(dst, delim)
		}
		dst = appendCell(dst, cell, delim, true)
	}
	return dst
}

// appendCell writes one cell, quoted where it must be. Zeros, which no reader takes, are left out, and what
// is not UTF-8 becomes the sign for that.
func appendCell(dst, cell []byte, delim byte, guard bool) []byte {
	if bytes.IndexByte(cell, 0) >= 0 {
		cell = bytes.ReplaceAll(cell, []byte{0}, nil)
	}
	if !utf8.Valid(cell) {
		cell = bytes.ToValidUTF8(cell, []byte("\uFFFD"))
	}
	guard = guard && guardable(cell) && !isNumber(cell)
	quote := false
	for i, b := range cell {
		if b == delim || b == '"' || b == '\n' || b == '\r' || b == ' ' && (i == 0 || i == len(cell)-1) {
			quote = true
			break
		}
	}
	if !quote {
		if guard {
			dst = append(dst, '\'')
		}
		return append(dst, cell...)
	}
	dst = append(dst, '"')
	if guard {
		dst = append(dst, '\'')
	}
	for {
		i := bytes.IndexByte(cell, '"')
		if i < 0 {
			break
		}
		dst = append(append(dst, cell[:i+1]...), '"')
		cell = cell[i+1:]
	}
	return append(append(dst, cell...), '"')
}

// isNumber holds for a sign, digits, and separators between digits: −1,250.40 and +593 98 765 4321 do no
// harm in a spreadsheet and stay as they are.
func isNumber(cell []byte) bool {
	if len(cell) < 2 || cell[0] != '-' && cell[0] != '+' {
		return false
	}
	digit := false
	for _, b := range cell[1:] {
		switch {
		case b >= '0' && b <= '9':
			digit = true
		case digit && (b == '.' || b == ',' || b == ' '):
			digit = false
		default:
			return false
		}
	}
	return digit
}

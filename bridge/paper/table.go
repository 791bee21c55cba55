package paper

import "strings"

// Column is a column of a table.
type Column struct {
	Title string
	Right bool // figures
}

const (
	// pad stands beside and above the text of a cell, in millimetres.
	pad = 1.2
	// widest is what a column takes at most where others need room too, by the width of the page.
	widest = 0.4
	// narrowest keeps a column that has nothing to say in sight.
	narrowest = 9.0
	// maxLines bounds the height of a row: what says more is cut, with a mark.
	maxLines = 14
)

// table is one that is being written.
type table struct {
	*Paper
	columns []Column
	widths  []float64
}

// Table adds a table: its rows, and below a line the rows that add them up. Columns take the room that their
// texts need; what does not fit goes on in the next line of its cell.
func (p *Paper) Table(columns []Column, rows, totals [][]string) {
	if p.full() || len(columns) == 0 {
		return
	}
	t := &table{Paper: p, columns: columns, widths: p.widths(columns, rows, totals)}
	p.begin(t.least(rows, totals))
	t.header()
	for _, row := range rows {
		t.row(row, "", 235)
	}
	for _, row := range totals {
		t.row(row, "B", 120)
	}
	p.pdf.Ln(2)
}

// widths shares the width of the page among the columns.
func (p *Paper) widths(columns []Column, rows, totals [][]string) []float64 {
	want, least := make([]float64, len(columns)), make([]float64, len(columns))
	look := func(row []string, style string) {
		p.font(style, small, 0)
		for i := range columns {
			if i >= len(row) {
				continue
			}
			text := plain(row[i])
			want[i] = max(want[i], p.pdf.GetStringWidth(text)+2*pad+1)
			for word := range strings.FieldsSeq(text) {
				least[i] = max(least[i], min(p.pdf.GetStringWidth(word)+2*pad+1, p.width/3))
			}
		}
	}
	look((&table{columns: columns}).titles(), "B")
	for i := range want { // a title may take two lines
		want[i] = max(narrowest, least[i])
	}
	for _, row := range rows {
		look(row, "")
	}
	for _, row := range totals {
		look(row, "B")
	}
	return shared(want, least, p.width)
}

// shared gives each column what it wants where there is room for all. Else each has the least it needs, and
// what is left goes by what the others want; where even that is too much, all are made narrower alike.
func shared(want, least []float64, width float64) []float64 {
	sum, needed := 0.0, 0.0
	for i := range want {
		least[i] = max(least[i], narrowest)
		want[i] = max(want[i], least[i])
		sum, needed = sum+want[i], needed+least[i]
	}
	given := make([]float64, len(want))
	switch {
	case sum <= width:
		for i := range want { // the page is filled: a table that ends half way looks torn
			given[i] = want[i] + (width-sum)*want[i]/sum
		}
	case needed >= width:
		for i := range want {
			given[i] = least[i] * width / needed
		}
	default:
		over := 0.0
		for i := range want {
			over += min(want[i], max(width*widest, least[i])) - least[i]
		}
		for i := range want {
			more := min(want[i], max(width*widest, least[i])) - least[i]
			given[i] = least[i]
			if over > 0 {
				given[i] += (width - needed) * more / over
			} else {
				given[i] += (width - needed) / float64(len(want))
			}
		}
	}
	return given
}

func (t *table) titles() []string {
	titles := make([]string, len(t.columns))
	for i, c := range t.columns {
		titles[i] = c.Title
	}
	return titles
}

// least is the height of a table's beginning: its header and a row.
func (t *table) least(rows, totals [][]string) float64 {
	t.font("B", small, 60)
	high := height(t.split(t.titles()))
	switch {
	case len(rows) > 0:
		t.font("", small, 0)
		high += height(t.split(rows[0]))
	case len(totals) > 0:
		high += height(t.split(totals[0]))
	}
	return high
}

func (t *table) header() {
	t.font("B", small, 60)
	t.line(t.split(t.titles()), 120)
}

// row writes a row, on a new page below the header where this one has no room for it.
func (t *table) row(cells []string, style string, ruled int) {
	if t.full() {
		return
	}
	t.font(style, small, 0)
	lines := t.split(cells)
	_, page := t.pdf.GetPageSize()
	if t.pdf.GetY()+height(lines) > page-margin-foot/2 {
		t.pdf.AddPage()
		t.header()
		t.font(style, small, 0)
	}
	t.line(lines, ruled)
}

func (t *table) split(cells []string) [][]string {
	lines := make([][]string, len(t.columns))
	for i := range t.columns {
		if i >= len(cells) {
			continue
		}
		for part := range strings.SplitSeq(plain(cells[i]), "\n") {
			lines[i] = append(lines[i], t.wrap(part, t.widths[i]-2*pad)...)
		}
		if len(lines[i]) > maxLines {
			lines[i] = append(lines[i][:maxLines-1], lines[i][maxLines-1]+" …")
		}
	}
	return lines
}

// wrap breaks a text between its words, and within a word that is wider than its cell.
func (t *table) wrap(text string, width float64) (lines []string) {
	now := ""
	for word := range strings.FieldsSeq(text) {
		next := strings.TrimSpace(now + " " + word)
		if t.pdf.GetStringWidth(next) <= width {
			now = next
			continue
		}
		if now != "" {
			lines = append(lines, now)
		}
		for now = word; t.pdf.GetStringWidth(now) > width; {
			head := t.head(now, width)
			lines, now = append(lines, now[:head]), now[head:]
		}
	}
	return append(lines, now)
}

// head is how many bytes of a word fit a width: a letter at least.
func (t *table) head(word string, width float64) int {
	fits := 0
	for at, r := range word {
		end := at + len(string(r))
		if at > 0 && t.pdf.GetStringWidth(word[:end]) > width {
			break
		}
		fits = end
	}
	return fits
}

func height(lines [][]string) float64 {
	most := 1
	for _, cell := range lines {
		most = max(most, len(cell))
	}
	return float64(most)*small*line + 2*pad
}

// line writes the lines of a row's cells beside each other, and a rule below them.
func (t *table) line(lines [][]string, ruled int) {
	top, high := t.pdf.GetY(), height(lines)
	x := margin
	for i, cell := range lines {
		align := "L"
		if t.columns[i].Right {
			align = "R"
		}
		for n, text := range cell {
			t.pdf.SetXY(x+pad, top+pad+float64(n)*small*line)
			t.pdf.CellFormat(t.widths[i]-2*pad, small*line, text, "", 0, align, false, 0, "")
		}
		x += t.widths[i]
	}
	t.pdf.SetDrawColor(ruled, ruled, ruled)
	t.pdf.SetLineWidth(0.2)
	t.pdf.Line(margin, top+high, margin+t.width, top+high)
	t.pdf.SetXY(margin, top+high)
}

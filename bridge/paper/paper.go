// Package paper writes what is printed or handed over: documents of headings, facts, paragraphs and tables,
// as PDF on A4. A document is put together in memory, so each part of it is bounded; the pages are numbered,
// and a table that goes on says its header again. The same document made at the same instant is the same,
// byte by byte, so that what was handed over can be told from what was changed later.
package paper

import (
	"io"
	"strconv"
	"strings"
	"time"

	"codeberg.org/go-pdf/fpdf"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"

	"aldia/platform/fault"
)

// About is what stands around a document.
type About struct {
	Title    string
	Lines    []string // below the title
	Footer   string   // at the foot of each page, beside its number
	Page     string   // "Página %d de %s", with the number and the number of all
	Language string   // of the text, for those who have it read aloud: es, en
	MadeAt   time.Time
	Wide     bool // across the page
}

const (
	face   = "go"
	margin = 15.0 // millimetres
	small  = 8.0  // points
	normal = 9.5
	large  = 16.0
	// line is the height of a line of text by its size, in millimetres.
	line = 0.47
	// foot is what a page keeps free for its number.
	foot = 12.0
	// maxPages bounds a document: what nobody prints is no document, and each page is held in memory.
	maxPages = 2000
	// maxText bounds what one cell or paragraph holds, in letters.
	maxText = 4000
)

// ErrTooLong is given for what would be more than two thousand pages.
var ErrTooLong = fault.New(fault.Limit, "paper.too_long") // {0} the most pages

// Paper is a document that is being put together. After an error every call does nothing, and Write gives it.
type Paper struct {
	pdf   *fpdf.Fpdf
	width float64  // between the margins
	heads []string // headings that wait for what they stand above
	err   error
}

// New begins a document with its title.
func New(about About) *Paper {
	way := "P"
	if about.Wide {
		way = "L"
	}
	pdf := fpdf.New(way, "mm", "A4", "")
	pdf.SetCatalogSort(true)
	pdf.SetCreationDate(about.MadeAt.UTC())
	pdf.SetModificationDate(about.MadeAt.UTC())
	pdf.SetTitle(plain(about.Title), true)
	pdf.SetLang(about.Language)
	pdf.SetCreator("AlDía", true)
	pdf.AddUTF8FontFromBytes(face, "", goregular.TTF)
	pdf.AddUTF8FontFromBytes(face, "B", gobold.TTF)
	pdf.SetMargins(margin, margin, margin)
	pdf.SetCellMargin(0)
	pdf.SetAutoPageBreak(true, margin+foot/2)
	width, _ := pdf.GetPageSize()
	p := &Paper{pdf: pdf, width: width - 2*margin}
	const all = "{nb}"
	pdf.AliasNbPages(all)
	pdf.SetFooterFunc(func() {
		pdf.SetY(-foot)
		p.font("", small, 90)
		number := strings.NewReplacer("%d", strconv.Itoa(pdf.PageNo()), "%s", all).Replace(about.Page)
		pdf.CellFormat(p.width*2/3, 5, plain(about.Footer), "", 0, "L", false, 0, "")
		pdf.CellFormat(p.width/3, 5, number, "", 0, "R", false, 0, "")
	})
	pdf.AddPage()
	p.font("B", large, 0)
	pdf.MultiCell(0, large*line, plain(about.Title), "", "L", false)
	p.font("", normal, 70)
	for _, l := range about.Lines {
		pdf.MultiCell(0, normal*line, plain(l), "", "L", false)
	}
	pdf.Ln(3)
	return p
}

// Write ends the document and gives it.
func (p *Paper) Write(w io.Writer) error {
	if len(p.heads) > 0 && !p.full() {
		p.begin(0)
	}
	if p.err == nil {
		p.err = p.pdf.Output(w)
	}
	return p.err
}

// Heading begins a part. It is written with what comes next, so that it never stands alone at the foot of a
// page.
func (p *Paper) Heading(text string) {
	if !p.full() {
		p.heads = append(p.heads, plain(text))
	}
}

// What a heading takes, in millimetres and points.
const (
	above    = 3.0
	below    = 1.0
	headSize = 12.0
)

// begin writes the headings that wait, on a new page where they and so much of what follows have no room.
func (p *Paper) begin(height float64) {
	p.font("B", headSize, 0)
	for _, text := range p.heads {
		height += above + float64(len(p.pdf.SplitText(text, p.width)))*headSize*line + below
	}
	p.room(height)
	p.font("B", headSize, 0)
	for _, text := range p.heads {
		p.pdf.Ln(above)
		p.pdf.MultiCell(0, headSize*line, text, "", "L", false)
		p.pdf.Bookmark(text, 0, -1)
		p.pdf.Ln(below)
	}
	p.heads = nil
}

// together is how many lines of a paragraph stand on the page of its heading at least, where it has so many.
const together = 4

// Text adds a paragraph.
func (p *Paper) Text(text string) {
	if p.full() {
		return
	}
	p.font("", normal, 0)
	p.begin(float64(min(together, len(p.pdf.SplitText(plain(text), p.width)))) * normal * line)
	p.font("", normal, 0)
	p.pdf.MultiCell(0, normal*line, plain(text), "", "L", false)
	p.pdf.Ln(1)
}

// Fact is something that is known, and what of: "Cédula", "1714307103".
type Fact struct{ Name, Value string }

// Facts adds what is known, a line each.
func (p *Paper) Facts(facts ...Fact) {
	const name = 48.0
	for _, f := range facts {
		if p.full() {
			return
		}
		p.font("", normal, 0)
		p.begin(float64(max(1, len(p.pdf.SplitText(plain(f.Value), p.width-name)))) * normal * line)
		p.font("", normal, 90)
		p.pdf.CellFormat(name, normal*line, plain(f.Name), "", 0, "L", false, 0, "")
		p.font("", normal, 0)
		p.pdf.MultiCell(p.width-name, normal*line, plain(f.Value), "", "L", false)
	}
	p.pdf.Ln(1)
}

// room begins a new page where less than so many millimetres are left.
func (p *Paper) room(height float64) {
	_, page := p.pdf.GetPageSize()
	if p.pdf.GetY()+height > page-margin-foot/2 {
		p.pdf.AddPage()
	}
}

// full says whether nothing more can be added.
func (p *Paper) full() bool {
	if p.err == nil && p.pdf.PageNo() >= maxPages {
		p.err = ErrTooLong.With(maxPages)
	}
	if p.err == nil {
		p.err = p.pdf.Error()
	}
	return p.err != nil
}

func (p *Paper) font(style string, size float64, grey int) {
	p.pdf.SetFont(face, style, size)
	p.pdf.SetTextColor(grey, grey, grey)
}

// plain is a text that the typeface can write: letters beyond the first plane, such as little pictures,
// become a mark, and what is no letter at all goes.
func plain(text string) string {
	text = strings.ToValidUTF8(text, "□")
	if n := maxText; len(text) > n {
		runes := []rune(text)
		if len(runes) > n {
			text = string(runes[:n]) + "…"
		}
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r < ' ' || r == 0x7f || r == '\u200b' || r == '\ufeff':
			return -1
		case r > 0xFFFF:
			return '□'
		}
		return r
	}, text)
}

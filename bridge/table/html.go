package table

import (
	"errors"
	"io"

	"golang.org/x/net/html"
)

// pages gives the rows of all the tables of a web page, one after the other as Excel shows them:
// letterheads are often tables of their own. Cells that span columns are followed by empty ones.
type pages struct {
	z     *html.Tokenizer
	line  int
	text  []byte
	ends  []int // where each cell ends in text
	cells [][]byte

	row, cell, mute bool
	span            int
}

func newPages(r io.Reader) *pages {
	z := html.NewTokenizer(r)
	z.SetMaxBuf(maxLineBytes)
	return &pages{z: z}
}

func (p *pages) next(r *record) error {
	for {
		switch p.z.Next() {
		case html.ErrorToken:
			err := p.z.Err()
			if errors.Is(err, io.EOF) && p.row {
				return p.finish(r)
			}
			if errors.Is(err, html.ErrBufferExceeded) {
				return ErrLongLine
			}
			return err
		case html.TextToken:
			if p.cell && !p.mute {
				p.say(p.z.Text())
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			if done := p.start(); done {
				return p.finish(r)
			}
		case html.EndTagToken:
			name, _ := p.z.TagName()
			switch string(name) {
			case "td", "th":
				p.endCell()
			case "tr", "table":
				if p.row {
					return p.finish(r)
				}
			case "style", "script":
				p.mute = false
			}
		case html.CommentToken, html.DoctypeToken:
		}
		if len(p.text) > maxLineBytes {
			return ErrLongLine
		}
	}
}

// start takes an opening tag. It says whether that ends a row whose own end was left out.
func (p *pages) start() (done bool) {
	name, more := p.z.TagName()
	switch string(name) {
	case "tr":
		done = p.row
		if !done {
			p.beginRow()
		}
	case "td", "th":
		if !p.row {
			p.beginRow()
		}
		p.endCell()
		p.cell, p.span = true, 1
		for more {
			var key, value []byte
			key, value, more = p.z.TagAttr()
			if string(key) == "colspan" {
				p.span = spanOf(value)
			}
		}
	case "br", "p", "div":
		if p.cell {
			p.say([]byte{' '})
		}
	case "style", "script":
		p.mute = true
	}
	return done
}

func spanOf(value []byte) int {
	n := 0
	for _, b := range value {
		if b < '0' || b > '9' || n > maxColumns {
			break
		}
		n = 10*n + int(b-'0')
	}
	return min(max(n, 1), maxColumns)
}

func (p *pages) beginRow() {
	p.row, p.cell = true, false
	p.text, p.ends = p.text[:0], p.ends[:0]
	p.line++
}

// say adds text to the open cell as a browser shows it: any run of blanks is one blank.
func (p *pages) say(text []byte) {
	begin := 0
	if n := len(p.ends); n > 0 {
		begin = p.ends[n-1]
	}
	for i := 0; i < len(text); i++ {
		b := text[i]
		if b == 0xc2 && i+1 < len(text) && text[i+1] == 0xa0 { // &nbsp;
			b = ' '
			i++
		}
		if b == ' ' || b == '\n' || b == '\r' || b == '\t' || b == '\f' {
			if n := len(p.text); n > begin && p.text[n-1] != ' ' {
				p.text = append(p.text, ' ')
			}
			continue
		}
		p.text = append(p.text, b)
	}
}

func (p *pages) endCell() {
	if !p.cell {
		return
	}
	p.cell = false
	for len(p.text) > 0 && p.text[len(p.text)-1] == ' ' && (len(p.ends) == 0 ||
		len(p.text) > p.ends[len(p.ends)-1]) {
		p.text = p.text[:len(p.text)-1]
	}
	for range p.span {
		if len(p.ends) <= maxColumns {
			p.ends = append(p.ends, len(p.text))
		}
	}
}

// finish hands over the open row. When another <tr> ended it, the first cell opens the next one.
func (p *pages) finish(r *record) error {
	p.endCell()
	p.cells = p.cells[:0]
	begin := 0
	for _, end := range p.ends {
		cell := p.text[begin:end:end]
		if len(cell) > 1 && (cell[0] == '=' || cell[0] == '\'') {
			cell = unguarded(cell)
		}
		p.cells = append(p.cells, cell)
		begin = end
	}
	*r = record{line: p.line, cells: p.cells}
	p.row = false
	if len(p.cells) > maxColumns {
		return r.refused(ErrRowWide.With(maxColumns))
	}
	return nil
}

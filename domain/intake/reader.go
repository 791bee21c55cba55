package intake

import (
	"bytes"
	"slices"
	"strings"

	"aldia/domain/calendar"
	"aldia/domain/money"
)

// Reader reads the lines of one file by one mapping. It belongs to one goroutine. The plain path asks for no
// memory but the blocks in which texts are kept.
type Reader struct {
	kind       Kind
	asOf       calendar.Day
	creditor   string
	portfolio  string
	country    string
	key        string
	home       money.Currency
	columns    []column
	steps      []step
	attributes []attribute
	parties    []int
	only       *condition
	alone      bool // the file is loaded for one creditor, whomever its rows name
	strangers  strangers
	// speaks says of which parts of a balance the file has a column. An empty cell of one says that there is
	// nothing; of a part without a column nothing is said.
	speaks struct{ interest, moratory, fees bool }

	v        values
	decimals int
	texts    strings.Builder // the block that texts go to; see Row
	blocks   []byte          // the block that attributes go to
	scratch  []byte
	object   []byte
	refused  []Refusal
	warned   []Refusal
	unread   unreadable
}

const (
	blockBytes = 64 << 10
	// The days that can be meant. Nobody collects what fell due before 1990, and a plan beyond 2100 is a slip
	// of a digit.
	firstDue, lastDay = calendar.Day(7305), calendar.Day(47_846) // 1990-01-01, 2100-12-31
	firstDay          = calendar.Day(-7305)                      // 1950-01-01
	maxDays           = 36_600
	lastYear          = 2100 // of lastDay
)

// keep copies a text into the current block. A full block is left to those who hold its texts.
func (r *Reader) keep(b []byte) string {
	if len(b) == 0 {
		return ""
	}
	if r.texts.Cap()-r.texts.Len() < len(b) {
		r.texts = strings.Builder{}
		r.texts.Grow(max(blockBytes, len(b)))
	}
	start := r.texts.Len()
	r.texts.Write(b)
	return r.texts.String()[start:]
}

func (r *Reader) keepBytes(b []byte) []byte {
	if cap(r.blocks)-len(r.blocks) < len(b) {
		r.blocks = make([]byte, 0, max(blockBytes, len(b)))
	}
	start := len(r.blocks)
	r.blocks = append(r.blocks, b...)
	return r.blocks[start:len(r.blocks):len(r.blocks)]
}

// raw gives the text of a step on a line, without blanks around it, through the mapping's words.
func (r *Reader) raw(s *step, cells [][]byte) []byte {
	b := s.fixed
	switch {
	case s.cell >= 0:
		b = nil
		if s.cell < len(cells) {
			b = trim(cells[s.cell])
		}
	case s.join != nil:
		b = r.joined(s, cells)
	}
	if s.value == nil && !s.others {
		return b
	}
	if ours, ok := s.value[string(b)]; ok {
		return ours
	}
	if ours, ok := s.value[strings.ToLower(string(b))]; ok {
		return ours
	}
	if s.others {
		return s.other
	}
	return b
}

func (r *Reader) joined(s *step, cells [][]byte) []byte {
	out := r.scratch[:0]
	for _, at := range s.join {
		if at >= len(cells) {
			continue
		}
		b := trim(cells[at])
		if isBlank(b) {
			continue
		}
		if len(out) > 0 {
			out = append(out, s.with...)
		}
		out = append(out, b...)
	}
	r.scratch = out
	return out
}

// begin forgets the line before and asks the condition. It says false when the verdict stands already.
func (r *Reader) begin(cells [][]byte) (Verdict, bool) {
	r.refused, r.warned = r.refused[:0], r.warned[:0]
	if r.only != nil {
		yes, un := r.only.holds(cells)
		if un != nil {
			r.refused = append(r.refused, Refusal{Column: "only", Field: "only", Value: un.value, Key: whyOnly})
			return Rejected, false
		}
		if !yes {
			return Left, false
		}
	}
	for _, c := range [...]column{colCurrency, colPerson, colDueOn, colDaysOverdue, colIDNumber} {
		r.v.has[c], r.v.bad[c] = false, false // what settle derives must not come from the line before
	}
	r.v.text[colCurrency] = string(r.home)
	r.decimals, _ = r.home.Decimals()
	for i := range r.steps {
		s := &r.steps[i]
		r.v.bad[s.column] = false
		r.read(s, cells)
		if s.column == colCurrency || s.column == colCountry {
			r.settleCurrency()
		}
	}
	r.settle()
	return Taken, true
}

// settleCurrency gives a line that names no currency its home's.
func (r *Reader) settleCurrency() {
	if !r.v.has[colCurrency] && !r.v.bad[colCurrency] {
		c := r.home
		if c == "" {
			c = money.CurrencyOf(r.v.text[colCountry])
		}
		r.v.text[colCurrency] = string(c)
	}
	r.decimals, _ = money.Currency(r.v.text[colCurrency]).Decimals()
}

// settle derives what a line leaves out.
func (r *Reader) settle() {
	v := &r.v
	or := func(c column, text string) {
		if !v.has[c] && !v.bad[c] {
			v.text[c], v.has[c] = text, text != ""
		}
	}
	or(colCreditor, r.creditor)
	r.meet()
	if r.kind == Portfolio || r.kind == Payments {
		r.settleCurrency()
		v.has[colCurrency] = v.text[colCurrency] != ""
	}
	or(colCountry, r.country)
	if r.kind == Portfolio || r.kind == Contacts {
		or(colRole, RoleDebtor)
		r.settlePerson()
	}
	if r.kind != Portfolio {
		return
	}
	or(colPortfolio, r.portfolio)
	if v.has[colDaysOverdue] && !v.has[colDueOn] && !v.bad[colDueOn] && r.asOf != calendar.NoDay {
		v.number[colDueOn], v.has[colDueOn] = int64(r.asOf)-v.number[colDaysOverdue], true
	} else if !v.has[colDueOn] {
		v.number[colDueOn] = 0
	}
}

// settlePerson finds what identifies the person when the file has no code of its own for it.
func (r *Reader) settlePerson() {
	v := &r.v
	switch {
	case r.key == KeyIDNumber && v.has[colIDNumber]:
		v.text[colPerson], v.has[colPerson] = v.text[colIDNumber], true
	case v.has[colPerson] || v.bad[colPerson]:
	case v.has[colIDNumber]:
		v.text[colPerson], v.has[colPerson] = v.text[colIDNumber], true
	case r.key == KeyAccount:
		v.text[colPerson], v.has[colPerson] = v.text[colAccount], v.has[colAccount]
	case r.key == KeyName:
		v.text[colPerson], v.has[colPerson] = v.text[colPersonName], v.has[colPersonName]
	default:
		v.text[colPerson] = ""
	}
}

// require refuses the columns that are empty and must not be.
func (r *Reader) require(columns ...column) {
	for _, c := range columns {
		if r.v.has[c] || r.v.bad[c] {
			continue
		}
		if c == colDueOn && r.v.bad[colDaysOverdue] || c == colPerson && r.v.bad[colIDNumber] {
			continue // the reason is said already
		}
		r.refused = append(r.refused, Refusal{Column: r.headerOf(c), Field: c.name(), Key: whyEmpty})
	}
}

func (r *Reader) headerOf(c column) string {
	for i := range r.steps {
		if s := &r.steps[i]; s.column == c || c == colDueOn && s.column == colDaysOverdue {
			return s.header
		}
	}
	return c.name()
}

func (r *Reader) refuse(s *step, value []byte, key string, args ...any) {
	r.v.bad[s.column] = true
	r.refused = append(r.refused, s.refusal(value, key, args))
}

func (r *Reader) warn(s *step, value []byte, key string, args ...any) {
	r.warned = append(r.warned, s.refusal(value, key, args))
}

func (s *step) refusal(value []byte, key string, args []any) Refusal {
	shown, _ := tidy(nil, cutText(value, maxRefusedValue))
	return Refusal{Column: s.header, Field: s.name, Value: string(shown), Key: key, Args: args}
}

func (r *Reader) outcome(v Verdict) Outcome {
	if v == Taken && len(r.refused) > 0 {
		v = Rejected
	}
	return Outcome{Verdict: v, Refused: r.refused, Warned: r.warned}
}

// isTotal holds for a line that adds up those above it, as reports printed from a sheet end with.
func isTotal(cells [][]byte) bool { return slices.ContainsFunc(cells, saysTotal) }

// saysTotal holds for what such a line is called by.
func saysTotal(cell []byte) bool {
	b := trim(cell)
	if len(b) < 4 || len(b) > 40 || b[0]|0x20 != 't' && b[0]|0x20 != 's' && b[0]|0x20 != 'g' {
		return false
	}
	switch f := fold(string(b)); f {
	case "suma", "sumas", "suman", "grand total":
		return true
	default:
		return strings.HasPrefix(f, "total") || strings.HasPrefix(f, "subtotal") ||
			strings.HasPrefix(f, "sub total") || strings.HasPrefix(f, "gran total") ||
			strings.HasPrefix(f, "suma total")
	}
}

// isTotalFor is isTotal for a line whose first cell, or the one where an account would stand, is what calls
// it so, while nothing stands in the columns of whom a line speaks. With a digit in it, it is an account.
func (r *Reader) isTotalFor(cells [][]byte, whom ...column) bool {
	if !r.isBare(whom...) {
		return false
	}
	label := []byte(r.v.text[colAccount])
	if !r.v.has[colAccount] || !saysTotal(label) {
		at := slices.IndexFunc(cells, func(c []byte) bool { return !isBlank(trim(c)) })
		if at < 0 {
			return false
		}
		label = cells[at]
	}
	return saysTotal(label) && !bytes.ContainsAny(label, "0123456789")
}

// isBare holds for a line that identifies nothing: of the columns, none has a value.
func (r *Reader) isBare(columns ...column) bool {
	return !slices.ContainsFunc(columns, func(c column) bool { return r.v.has[c] || r.v.bad[c] })
}

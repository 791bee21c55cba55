package intake

import (
	"bytes"
	"slices"
	"strings"

	"aldia/domain/calendar"
	"aldia/domain/money"
)

// Reader reads the lines of one file by one mapping. It belongs to one goroutine. The plain path asks for no memory but the
// blocks in which texts are kept.
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

	v        values
	decimals int
	texts    strings.Builder // the block that texts go to; see Row
	blocks   []byte          // the block that attributes go to
	scratch  []byte
	object   []byte
	refused  []Refusal
	warned   []Refusal
}

const (
	blockBytes = 64 << 10
	// The days that can be meant. Nobody collects what fell due before 1990, and a plan beyond 2100 is a slip of a digit.
	firstDue, lastDay = calendar.Day(7305), calendar.Day(47_846) // 1990-01-01, 2100-12-31
	firstDay          = calendar.Day(-7305)                      // 1950-01-01
	maxDays           = 36_600
)

// Renew lets go of the blocks filled so far: those of earlier rows live as long as somebody keeps one of their texts.
func (r *Reader) Renew() {
	r.texts = strings.Builder{}
	r.blocks = nil
	for i := range r.steps {
		r.steps[i].last = ""
	}
}

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
	if r.kind == Portfolio || r.kind == Payments {
		r.settleCurrency()
		v.has[colCurrency] = v.text[colCurrency] != ""
	}
	if r.kind != Parameters {
		or(colCountry, r.country)
	}
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
func isTotal(cells [][]byte) bool {
	for _, c := range cells {
		b := trim(c)
		if len(b) >= 4 && len(b) <= 40 && (b[0]|0x20 == 't' || b[0]|0x20 == 's' || b[0]|0x20 == 'g') {
			switch f := fold(string(b)); {
			case f == "suma", strings.HasPrefix(f, "total"), strings.HasPrefix(f, "subtotal"), strings.HasPrefix(f, "gran total"),
				f == "sumas", f == "grand total", f == "suman":
				return true
			}
		}
	}
	return false
}

// isBare holds for a line that identifies nothing: of the columns, none has a value.
func (r *Reader) isBare(columns ...column) bool {
	return !slices.ContainsFunc(columns, func(c column) bool { return r.v.has[c] || r.v.bad[c] })
}

// Row reads a line of a portfolio or contacts file into a Row, which is whole only when the verdict is Taken: then every
// required column is there and right. A line of somebody who is not the debtor needs no sums and days of its own.
func (r *Reader) Row(line int, cells [][]byte, into *Row) Outcome {
	verdict, on := r.begin(cells)
	if !on {
		return r.outcome(verdict)
	}
	v := &r.v
	if r.isBare(colAccount, colItem, colIDNumber) && isTotal(cells) {
		r.refused = r.refused[:0]
		r.warned = append(r.warned[:0], Refusal{Column: r.headerOf(colAccount), Field: colAccount.name(), Key: warnTotal})
		return r.outcome(Left)
	}
	switch {
	case r.kind == Contacts:
		r.requireContact()
	case v.text[colRole] == RoleDebtor:
		r.require(colAccount, colPerson, colPersonName, colCurrency, colDueOn, colPrincipal)
	default:
		r.require(colAccount, colPerson, colPersonName)
	}
	into.Attributes = r.readAttributes(cells)
	if len(r.refused) > 0 {
		return r.outcome(Rejected)
	}
	into.Line = line
	v.row(into)
	into.Parties = into.Parties[:0]
	for _, slot := range r.parties {
		r.addParty(into, slot)
	}
	into.AccountKey = KeyOfAccount(into.Creditor, into.Account)
	into.Key = KeyOfItem(into.Creditor, into.Account, into.Item)
	if into.IDNumber != "" {
		into.PersonKey = KeyOfID(into.Country, into.IDNumber)
	} else {
		into.PersonKey = KeyOfPerson(into.Creditor, into.Person)
	}
	into.Digest = v.digest(r.columns, into.Attributes)
	return r.outcome(Taken)
}

func (r *Reader) addParty(into *Row, slot int) {
	first := colParty + column(slot*partyParts)
	p := Party{Role: partyRoles[slot/partyPlaces], Name: r.v.text[first], IDNumber: r.v.text[first+1], Phones: r.v.text[first+2]}
	if p.Name != "" || p.IDNumber != "" || p.Phones != "" {
		into.Parties = append(into.Parties, p)
	}
}

func (r *Reader) requireContact() {
	if r.isBare(colAccount, colIDNumber, colPerson) {
		r.refused = append(r.refused, Refusal{Column: r.headerOf(colPerson), Field: colPerson.name(), Key: whyNoMatch})
	}
	if r.isBare(colPhones, colEmails, colAddress, colLat) {
		r.refused = append(r.refused, Refusal{Column: r.headerOf(colPhones), Field: colPhones.name(), Key: whyNoContact})
	}
}

// Payment reads a line of a payments file, which is whole only when the verdict is Taken.
func (r *Reader) Payment(line int, cells [][]byte, into *PaymentRow) Outcome {
	verdict, on := r.begin(cells)
	if !on {
		return r.outcome(verdict)
	}
	v := &r.v
	if r.isBare(colAccount, colIDNumber, colReference) {
		if isTotal(cells) {
			r.refused = r.refused[:0]
			r.warned = append(r.warned[:0], Refusal{Column: r.headerOf(colAmount), Field: colAmount.name(), Key: warnTotal})
			return r.outcome(Left)
		}
		r.refused = append(r.refused, Refusal{Column: r.headerOf(colAccount), Field: colAccount.name(), Key: whyNoMatch})
	}
	r.require(colPaidOn, colAmount, colCurrency)
	if v.has[colPaidOn] && r.asOf != calendar.NoDay && calendar.Day(v.number[colPaidOn]) > r.asOf {
		r.warned = append(r.warned, Refusal{
			Column: r.headerOf(colPaidOn), Field: colPaidOn.name(), Value: calendar.Day(v.number[colPaidOn]).Text(), Key: warnAhead,
			Args: []any{r.asOf},
		})
	}
	if len(r.refused) > 0 {
		return r.outcome(Rejected)
	}
	*into = PaymentRow{
		Line: line, Creditor: v.text[colCreditor], Account: v.text[colAccount], IDType: v.text[colIDType],
		IDNumber: v.text[colIDNumber], Reference: v.text[colReference], Item: v.text[colItem],
		PaidOn: calendar.Day(v.number[colPaidOn]), Amount: v.amount(colAmount), Currency: money.Currency(v.text[colCurrency]),
		Way: v.text[colWay], Note: v.text[colNote], HasReference: v.has[colReference], NamesAnAccount: v.has[colAccount],
	}
	into.Digest = v.digest(r.columns, nil)
	if into.Account != "" {
		into.AccountKey = KeyOfAccount(into.Creditor, into.Account)
	}
	h := newHash().text(into.Creditor)
	if into.HasReference {
		h = h.text("reference").text(into.Reference)
	} else {
		h = h.text("line").text(into.Account).compact(into.IDNumber).number(int64(into.PaidOn)).number(int64(into.Amount)).text(into.Way)
	}
	into.Key = h.sum()
	return r.outcome(Taken)
}

// Parameter reads a line of a parameters file, which is whole only when the verdict is Taken.
func (r *Reader) Parameter(line int, cells [][]byte, into *ParameterRow) Outcome {
	verdict, on := r.begin(cells)
	if !on {
		return r.outcome(verdict)
	}
	v := &r.v
	r.require(colName, colValidOn, colValue)
	if v.has[colValue] {
		n, why := r.stepOf(colValue).number([]byte(v.text[colValue]))
		if why != "" {
			r.refuse(r.stepOf(colValue), []byte(v.text[colValue]), why)
		} else {
			v.text[colValue] = string(bytes.Clone(n.appendPlain(nil)))
		}
	}
	if len(r.refused) > 0 {
		return r.outcome(Rejected)
	}
	*into = ParameterRow{
		Line: line, Name: v.text[colName], Country: v.text[colCountry], ValidOn: calendar.Day(v.number[colValidOn]),
		Value: v.text[colValue], Note: v.text[colNote],
	}
	return r.outcome(Taken)
}

func (r *Reader) stepOf(c column) *step {
	for i := range r.steps {
		if r.steps[i].column == c {
			return &r.steps[i]
		}
	}
	return nil
}

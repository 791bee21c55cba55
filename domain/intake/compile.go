package intake

import (
	"slices"
	"strings"

	"aldia/domain/calendar"
	"aldia/platform/fault"
)

// step is how one of our columns is filled from a line.
type step struct {
	column column
	sort   sort
	limit  int
	cell   int    // of the line, or -1
	join   []int  // cells to put together
	with   string // between them
	fixed  []byte // for every line
	value  map[string][]byte
	other  []byte // for what value does not name
	others bool
	point  decimalSign
	order  order
	typed  bool
	serial bool // whole numbers may be days of a workbook
	floor  *number
	// fraction is a rate that is written 0.1677.
	fraction bool
	header   string // as the file has it, for refusals
	name     string // ours
	last     string // the text of the line before: many columns hold the same again and again
}

func (s *step) number(b []byte) (number, string) { return s.point.read(b, s.typed) }

// compiler makes a Reader of a mapping.
type compiler struct {
	m      Mapping
	header []string
	typed  bool
	order  order
	point  decimalSign
	fault  *fault.Error
}

// Compile makes a Reader for the lines of a file with this header. The mapping must be whole: Guess fills
// it. The error names the required columns that are missing and what the file has instead. AsOf is the day
// that the file speaks of.
func Compile(m Mapping, header []string, typed bool, k Kind, asOf calendar.Day) (*Reader, error) {
	if !k.Known() {
		return nil, ErrKind.With(string(k))
	}
	c := &compiler{m: m, header: headNames(header), typed: typed}
	c.order, _ = orderNamed(m.File.Date)
	if c.order == orderUnknown {
		c.order = orderOf(m.Country)
	}
	c.point = c.sign(m.File.Decimal)
	r := &Reader{
		kind: k, asOf: asOf, country: m.Country, creditor: m.Creditor, portfolio: m.Portfolio, key: m.Key,
		home: m.HomeCurrency(), columns: k.columns(),
	}
	for _, name := range m.names() {
		col, known := columnNamed(name)
		if !known || specOf(col).in&k.mask() == 0 {
			continue
		}
		if s, ok := c.step(col, name, m.Columns[name]); ok {
			r.steps = append(r.steps, s)
		}
	}
	if k == Portfolio || k == Contacts {
		r.attributes = c.attributes()
	}
	if m.Only != "" {
		r.only, c.fault = compileOnly(m.Only, c.header,
			scope{asOf: asOf, point: c.point, order: c.order, typed: typed})
	}
	if c.fault != nil {
		return nil, c.fault
	}
	if err := c.missing(r); err != nil {
		return nil, err
	}
	r.speaks.interest, r.speaks.moratory = r.fills(colInterest), r.fills(colMoratory)
	r.speaks.fees = r.fills(colFees)
	r.arrange()
	return r, nil
}

func (c *compiler) sign(decimal string) decimalSign {
	d := decimalSign{fallback: pointOf(c.m.Country)}
	if c.typed {
		d.fallback = '.'
		d.point = '.'
	}
	if decimal != "" {
		d.point = decimal[0]
	}
	return d
}

// step compiles one column; it says false for one that is not in the file and may be missing.
func (c *compiler) step(col column, name string, s ColumnSource) (step, bool) {
	out := step{
		column: col, name: name, cell: -1, with: s.With, header: strings.Join(s.heads(), " + "), typed: c.typed,
		point: c.point, order: c.order, fraction: s.Unit == UnitFraction, limit: limitText,
	}
	if col < noColumn {
		sp := specOf(col)
		out.sort, out.limit = sp.sort, sp.limit
	}
	if s.Decimal != "" {
		out.point = c.sign(s.Decimal)
	}
	if s.Date != "" {
		out.order, _ = orderNamed(s.Date)
	}
	out.serial = c.typed || out.order == orderSerial
	if s.Floor != "" {
		n, _ := readNumber([]byte(s.Floor), '.', false)
		out.floor = &n
	}
	c.values(&out, s.Value)
	if s.Const != "" {
		out.fixed, out.header = []byte(s.Const), name
		return out, true
	}
	for _, h := range s.heads() {
		at := headAt(c.header, h)
		switch {
		case at >= 0 && s.From != "":
			out.cell = at
		case at >= 0:
			out.join = append(out.join, at)
		case !isOptional(name) && c.fault == nil:
			c.fault = ErrNotThere.With(h, name, strings.Join(c.header, ", ")).On(name)
		}
	}
	if out.with == "" {
		out.with = " "
		if out.sort == sortList {
			out.with = "|"
		}
	}
	return out, out.cell >= 0 || len(out.join) > 0
}

func (c *compiler) values(out *step, value map[string]string) {
	if value == nil {
		return
	}
	out.value = make(map[string][]byte, 2*len(value))
	for theirs, ours := range value {
		if theirs == "*" {
			out.other, out.others = []byte(ours), true
			continue
		}
		out.value[theirs] = []byte(ours)
	}
	for theirs, ours := range value { // capitals make no difference, unless the mapping tells them apart
		if low := strings.ToLower(theirs); theirs != "*" && out.value[low] == nil {
			out.value[low] = []byte(ours)
		}
	}
}

// missing names the required columns that nothing fills.
func (c *compiler) missing(r *Reader) error {
	found := strings.Join(c.header, ", ")
	switch {
	case r.kind == Payments && !r.fills(colAccount, colIDNumber, colReference),
		r.kind == Contacts && !r.fills(colAccount, colIDNumber, colPerson):
		return ErrMatch.With(found)
	case r.kind == Payments && r.home == "" && !r.fills(colCurrency):
		return ErrNoCurrency
	case r.kind == Contacts && !r.fills(colPhones, colEmails, colAddress, colLat):
		return ErrNoContact.With(found)
	}
	derived := map[column]bool{
		colCurrency: r.home != "" || r.fills(colCountry),
		colDueOn:    r.fills(colDaysOverdue),
		colPerson:   r.fills(colIDNumber) || r.key == KeyAccount || r.key == KeyName,
	}
	var missing []string
	for _, col := range r.kind.required() {
		if !r.fills(col) && !derived[col] {
			missing = append(missing, col.name())
		}
	}
	switch {
	case len(missing) == 0:
		return nil
	case len(missing) == 1 && missing[0] == colCurrency.name():
		return ErrNoCurrency
	}
	return ErrMissing.With(strings.Join(missing, ", "), found).On(missing[0])
}

// fills says whether the file fills one of these columns.
func (r *Reader) fills(columns ...column) bool {
	return slices.ContainsFunc(r.steps, func(s step) bool { return slices.Contains(columns, s.column) })
}

// arrange puts what others hang on in front: the country decides what a currency is, the currency how an
// amount reads.
func (r *Reader) arrange() {
	rank := func(s step) int {
		switch s.column {
		case colCountry:
			return -2
		case colCurrency:
			return -1
		default:
			return int(s.column)
		}
	}
	slices.SortStableFunc(r.steps, func(a, b step) int { return rank(a) - rank(b) })
	for i := range r.steps {
		if c := r.steps[i].column; c >= colParty {
			_, slot, _ := c.party()
			if !slices.Contains(r.parties, slot) {
				r.parties = append(r.parties, slot)
			}
		}
	}
}

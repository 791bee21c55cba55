package intake

import (
	"aldia/domain/calendar"
	"aldia/domain/money"
)

// read fills one column of values from a line, and refuses or warns of what is wrong with it.
func (r *Reader) read(s *step, cells [][]byte) {
	v := &r.v
	if s.sort == sortAmount {
		r.readAmount(s, cells)
		return
	}
	b := r.raw(s, cells)
	if isBlank(b) {
		v.text[s.column], v.number[s.column], v.has[s.column] = "", 0, false
		return
	}
	switch s.sort {
	case sortText, sortCode, sortList:
		r.readText(s, b)
	case sortDay:
		r.readDay(s, b)
	case sortDays:
		r.readDays(s, b)
	case sortRate:
		r.readRate(s, b)
	case sortFlag:
		yes, ok := readFlag(b)
		r.put(s, b, "", flagNumber(yes), ok, whyFlag)
	case sortCurrency:
		country := v.text[colCountry]
		if country == "" {
			country = r.country
		}
		c, ok := readCurrency(b, country)
		r.put(s, b, string(c), 0, ok, whyCurrency)
	case sortRole:
		role, ok := readRole(b)
		r.put(s, b, role, 0, ok, whyRole)
	default:
		r.readWord(s, b)
	}
}

func flagNumber(yes bool) int64 {
	if yes {
		return 1
	}
	return 0
}

// put keeps a value that could be read and refuses one that could not.
func (r *Reader) put(s *step, b []byte, text string, number int64, ok bool, why string) {
	r.v.text[s.column], r.v.number[s.column], r.v.has[s.column] = text, number, ok
	if !ok {
		r.refuse(s, b, why)
	}
}

// readWord reads what only helps: when it cannot be read the line is in without it.
func (r *Reader) readWord(s *step, b []byte) {
	text, ok, why := "", false, ""
	switch s.sort {
	case sortCountry:
		why = warnCountry
		if text, ok = s.last, string(b) == s.last; !ok {
			text, ok = readCountry(b)
			s.last = text
		}
	case sortPersonKind:
		why = warnPersonKind
		text, ok = readPersonKind(b)
	case sortWay:
		why = warnWay
		text, ok = readWay(b)
	case sortPlace:
		why = warnPlace
		text, ok = r.place(s, b)
	default:
	}
	r.v.text[s.column], r.v.number[s.column], r.v.has[s.column] = text, 0, ok
	if !ok {
		r.warn(s, b, why)
	}
}

// place reads a latitude or longitude and writes it with a point.
func (r *Reader) place(s *step, b []byte) (string, bool) {
	n, why := s.number(b)
	if why != "" || n.scale > maxExact {
		return "", false
	}
	bound := int64(180)
	if s.column == colLat {
		bound = 90
	}
	if whole := n.mantissa / pow10(n.scale); whole > bound || whole < -bound {
		return "", false
	}
	r.scratch = n.appendPlain(r.scratch[:0])
	return r.keep(r.scratch), true
}

func (r *Reader) readText(s *step, b []byte) {
	v := &r.v
	v.number[s.column] = 0
	if string(b) == s.last {
		v.text[s.column], v.has[s.column] = s.last, true
		return
	}
	whole := b
	if !plain(b) {
		var control bool
		if len(r.scratch) > 0 && len(b) > 0 && &r.scratch[0] == &b[0] { // b is a join and lies in scratch itself
			b = append([]byte(nil), b...)
		}
		r.scratch, control = tidy(r.scratch[:0], b)
		b = r.scratch
		if control {
			r.warn(s, whole, warnControl)
		}
		if isBlank(b) {
			v.text[s.column], v.has[s.column] = "", false
			return
		}
	}
	if s.sort == sortCode && isScientific(b) {
		v.text[s.column], v.has[s.column] = "", false
		r.refuse(s, b, whyScientific)
		return
	}
	if len(b) > s.limit {
		if s.sort == sortCode {
			v.text[s.column], v.has[s.column] = "", false
			r.refuse(s, b, whyLong, s.limit)
			return
		}
		r.warn(s, b, warnCut, s.limit)
		b = trim(cutText(b, s.limit))
	}
	text := r.keep(b)
	v.text[s.column], v.has[s.column] = text, true
	if len(whole) == len(b) {
		s.last = text
	}
}

func (r *Reader) readDay(s *step, b []byte) {
	v := &r.v
	v.text[s.column], v.number[s.column], v.has[s.column] = "", 0, false
	day, why := readDay(b, s.order, s.serial)
	switch {
	case why != "":
		r.refuse(s, b, whyNotIn(b, why, s.order), s.order.name())
	case day == calendar.NoDay: // 00/00/0000
	case s.column == colDueOn && day < firstDue, day < firstDay:
		r.refuse(s, b, whyDayEarly)
	case day > lastDay:
		r.refuse(s, b, whyDayLate)
	default:
		v.number[s.column], v.has[s.column] = int64(day), true
	}
}

// whyNotIn says more of a date that does not exist in the order of its column: that it does in the other
// one, or in neither.
func whyNotIn(b []byte, why string, o order) string {
	if why != whyDayMonth && why != whyDayImpossible {
		return why
	}
	other, said := orderMDY, whyDayFirst
	if o == orderMDY {
		other, said = orderDMY, whyMonthFirst
	}
	if _, wrong := readDay(b, other, false); wrong == "" {
		return said
	}
	return whyDayImpossible
}

func (r *Reader) readDays(s *step, b []byte) {
	v := &r.v
	v.text[s.column], v.number[s.column], v.has[s.column] = "", 0, false
	n, why := s.number(b)
	days := int64(0)
	if why == "" {
		days = n.mantissa / pow10(min(n.scale, maxMantissa))
	}
	if why != "" || days*pow10(min(n.scale, maxMantissa)) != n.mantissa || days > maxDays || days < -maxDays {
		r.refuse(s, b, whyDays)
		return
	}
	v.number[s.column], v.has[s.column] = days, true
}

func (r *Reader) readRate(s *step, b []byte) {
	v := &r.v
	v.text[s.column], v.number[s.column], v.has[s.column] = "", 0, false
	n, why := s.number(b)
	if why != "" {
		r.refuse(s, b, whyRate)
		return
	}
	rate, why := n.rateOf(s.fraction)
	if why != "" {
		r.refuse(s, b, why, money.MaxRate.Text())
		return
	}
	v.number[s.column], v.has[s.column] = int64(rate), true
}

// readAmount reads a sum of money; several joined columns are added up. A line whose currency is not known
// has no sums.
func (r *Reader) readAmount(s *step, cells [][]byte) {
	v := &r.v
	v.text[s.column], v.number[s.column], v.has[s.column] = "", 0, false
	if v.bad[colCurrency] || v.text[colCurrency] == "" {
		r.checkAmount(s, cells)
		return
	}
	if s.join == nil {
		b := r.raw(s, cells)
		if isBlank(b) {
			return
		}
		r.addAmount(s, b)
	}
	for _, at := range s.join {
		if at < len(cells) {
			if b := trim(cells[at]); !isBlank(b) {
				r.addAmount(s, b)
			}
		}
	}
	if !v.has[s.column] || v.bad[s.column] {
		v.number[s.column], v.has[s.column] = 0, false
		return
	}
	sum := money.Amount(v.number[s.column])
	if s.floor != nil {
		if floor, why := s.floor.amountIn(r.decimals); why == "" && sum < floor {
			sum = floor
		}
	}
	v.number[s.column] = int64(sum)
	why := ""
	switch {
	case sum < 0 && s.column == colGuaranteeValue:
		why = whyNegative
	case sum < 0 && s.column != colAmount:
		why = whyNegativeBalance
	case sum == 0 && s.column == colAmount:
		why = whyAmountZero
	case sum > maxAmount || sum < -maxAmount:
		why = whyAmountLarge
	}
	if why != "" {
		v.number[s.column], v.has[s.column] = 0, false
		r.refuse(s, r.raw(s, cells), why)
	}
}

func (r *Reader) addAmount(s *step, b []byte) {
	v := &r.v
	n, why := s.number(b)
	var a money.Amount
	switch {
	case why == "" && n.percent:
		why = whyAmount
	case why == "" && n.currency != "" && string(n.currency) != v.text[colCurrency] && v.text[colCurrency] != "":
		why = whyAmountCurrency
	case why == "":
		a, why = n.amountIn(r.decimals)
	}
	if why != "" {
		if !v.bad[s.column] {
			r.refuse(s, b, why, v.text[colCurrency])
		}
		return
	}
	if n.scientific {
		r.warn(s, b, warnScientific, a.Text(money.Currency(v.text[colCurrency])))
	}
	v.number[s.column] += int64(a)
	v.has[s.column] = true
}

// checkAmount looks at the sum of a line whose currency is not known. It is none, but what would be wrong
// with it in any currency is said with the rest.
func (r *Reader) checkAmount(s *step, cells [][]byte) {
	b := r.raw(s, cells)
	if isBlank(b) {
		return
	}
	if s.join == nil {
		n, why := s.number(b)
		switch {
		case why == "" && n.percent:
			why = whyAmount
		case why == "" && n.mantissa < 0 && s.floor == nil && s.column != colAmount:
			why = whyNegativeBalance
			if s.column == colGuaranteeValue {
				why = whyNegative
			}
		}
		if why != "" {
			r.refuse(s, b, why, r.v.text[colCurrency])
		}
	}
	r.v.bad[s.column] = true // nothing more is to be said of it
}

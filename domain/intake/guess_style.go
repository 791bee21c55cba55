package intake

import (
	"strings"

	"aldia/domain/money"
)

// sortOf gives how a column of the mapping is read, attributes by their type.
func (g *guesser) sortOf(name string) sort {
	if c, known := columnNamed(name); known {
		return specOf(c).sort
	}
	switch g.m.Columns[name].Type {
	case TypeNumber:
		return sortAmount
	case TypeDay:
		return sortDay
	}
	return sortText
}

// eachOf calls f for every column of the mapping with such a sort that is read from the file as it stands,
// with the votes of what it is read from.
func (g *guesser) eachOf(f func(name string, s ColumnSource, v votes), sorts ...sort) {
	for _, name := range g.m.names() {
		s := g.m.Columns[name]
		is := false
		for _, want := range sorts {
			is = is || g.sortOf(name) == want
		}
		if !is || s.Skip {
			continue
		}
		var v votes
		for _, h := range s.heads() {
			if i := headAt(g.header, h); i >= 0 {
				v = together(v, g.profiles[i].votes)
			}
		}
		f(name, s, v)
	}
}

// isMoney tells a column of sums in a currency without thousandths: the unit of account of Chile has four
// decimals, and an attribute may be a weight.
func (g *guesser) isMoney(name string) bool {
	decimals, known := money.Currency(g.m.Currency).Decimals()
	return g.sortOf(name) == sortAmount && !isAttribute(name) && (!known || decimals <= 2)
}

// together adds the votes of two columns.
func together(v, w votes) votes {
	pick := func(a, b string) string {
		if a != "" {
			return a
		}
		return b
	}
	v.point, v.comma, v.either = v.point+w.point, v.comma+w.comma, v.either+w.either
	v.eitherCommas += w.eitherCommas
	v.dmy, v.mdy, v.ymd, v.dayEither = v.dmy+w.dmy, v.mdy+w.mdy, v.ymd+w.ymd, v.dayEither+w.dayEither
	v.pointAt, v.comAt, v.eitherAt = pick(v.pointAt, w.pointAt), pick(v.comAt, w.comAt),
		pick(v.eitherAt, w.eitherAt)
	v.dmyAt, v.mdyAt, v.dayEitherAt = pick(v.dmyAt, w.dmyAt), pick(v.mdyAt, w.mdyAt),
		pick(v.dayEitherAt, w.dayEitherAt)
	return v
}

// sign is what the values say of the decimal sign, or 0 when they say nothing or are at odds. Custom is
// what counts when the many are not clearly more than the few.
func (v *votes) sign(custom byte) byte {
	switch weighed(v.point, v.comma, custom == '.', custom == ',') {
	case first:
		return '.'
	case second:
		return ','
	case neither:
	}
	return 0
}

// order is what the values say of the order of day and month, or orderUnknown when they say nothing or are
// at odds.
func (v *votes) order(custom order) order {
	switch weighed(v.dmy, v.mdy, custom == orderDMY, custom == orderMDY) {
	case first:
		return orderDMY
	case second:
		return orderMDY
	case neither:
	}
	return orderUnknown
}

// winner is which of two ways of writing the values of a column speak for.
type winner uint8

const (
	neither winner = iota
	first
	second
)

// clearly is how many times more values must speak for one way than for the other, for the others to be
// slips of single rows. Where custom is on the side of the many a bare majority is enough.
const clearly = 2

func weighed(a, b int, customA, customB bool) winner {
	switch {
	case a > b && (customA || a >= clearly*b):
		return first
	case b > a && (customB || b >= clearly*a):
		return second
	}
	return neither
}

// decimals settles point or comma. The many values of a column decide for it, and a row that is written
// otherwise is refused by itself; a column whose values fit both (1.234) follows the other columns, and where
// none decides, the country: that is said, since a thousandfold error hangs on it.
func (g *guesser) decimals() {
	var all votes
	g.eachOf(func(_ string, s ColumnSource, v votes) {
		if s.Decimal == "" {
			all = together(all, v)
		}
	}, sortAmount, sortRate, sortPlace)
	custom := byte(0)
	if g.m.Country != "" {
		custom = pointOf(g.m.Country)
	}
	file, given := g.m.File.Decimal, g.m.File.Decimal != ""
	if given {
		custom = file[0]
	} else {
		file = g.fileDecimal(all, custom)
	}
	g.eachOf(func(name string, s ColumnSource, v votes) {
		if s.Decimal != "" {
			return
		}
		from := strings.Join(s.heads(), " + ")
		own := v.sign(custom)
		switch {
		case own != 0 && string(own) != file:
			s.Decimal = string(own)
			g.m.Columns[name] = s
			g.say(name, from, becauseDecimal, sure, v.exampleOf(own), s.Decimal)
		case own == 0 && v.point+v.comma > 0 && !given && all.sign(custom) == 0 && !isAttribute(name):
			g.faults = append(g.faults, ErrMixedDecimal.With(from, v.pointAt, v.comAt).On(name))
			g.m.File.Decimal = "" // nothing is settled for the next look at the file
		case own == 0 && v.either > 0 && !g.typed && all.sign(custom) != 0:
			g.say(name, from, becauseDecimalFile, likely-15, v.eitherAt, file)
		}
	}, sortAmount, sortRate, sortPlace)
}

func (v *votes) exampleOf(sign byte) string {
	if sign == '.' {
		return v.pointAt
	}
	return v.comAt
}

// fileDecimal settles the style of the whole file, or leaves it open where no value has any separator.
func (g *guesser) fileDecimal(all votes, custom byte) string {
	sign := all.sign(custom)
	switch {
	case sign != 0:
		g.m.File.Decimal = string(sign)
		g.say("file.decimal", "", becauseDecimal, sure, all.exampleOf(sign), g.m.File.Decimal)
	case g.typed:
		return "."
	case all.either > 0:
		g.eitherWay(all)
	case all.point > 0: // columns of both ways, as many of one as of the other
		g.m.File.Decimal = string(pointOf(g.m.Country))
	}
	return g.m.File.Decimal
}

// eitherWay settles a file in which no value tells: 1.250 in a column of money is a thousand and more,
// whatever the country's habit, and elsewhere the country decides. Both are asked about: a thousandfold
// error hangs on it.
func (g *guesser) eitherWay(all votes) {
	var sums votes
	g.eachOf(func(name string, _ ColumnSource, v votes) {
		if g.isMoney(name) {
			sums = together(sums, v)
		}
	}, sortAmount)
	land := pointOf(g.m.Country)
	if sign := sums.thousands(); sums.either > 0 && sign != 0 && sign != land {
		g.m.File.Decimal = string(sign)
		g.say("file.decimal", "", becauseDecimalMoney, Doubtful-20, sums.eitherAt, g.m.File.Decimal)
		return
	}
	g.m.File.Decimal = string(land)
	g.say("file.decimal", "", becauseDecimalLand, Doubtful-20, all.eitherAt, g.m.File.Decimal, g.m.Country)
}

// dates settles the order of day, month and year in the same way: a day above 12 decides. Where as many
// values speak for one order as for the other and nothing else tells, the file is not guessed at: a wrong
// order would move every due day. The mapping settles it.
func (g *guesser) dates() {
	var all votes
	g.eachOf(func(_ string, s ColumnSource, v votes) {
		if s.Date == "" {
			all = together(all, v)
		}
	}, sortDay)
	file, given := orderNamed(g.m.File.Date)
	custom := file
	if !given && g.m.Country != "" {
		custom = orderOf(g.m.Country)
	}
	known := all.order(custom) != orderUnknown
	open := !given && !known
	if !given {
		file = g.fileOrder(all, custom)
	}
	g.eachOf(func(name string, s ColumnSource, v votes) {
		if s.Date != "" {
			return
		}
		from := strings.Join(s.heads(), " + ")
		own := v.order(custom)
		switch {
		case own != orderUnknown && own != file:
			s.Date = own.name()
			g.m.Columns[name] = s
			g.say(name, from, becauseDayValues, sure, v.dayOf(own), s.Date)
		case own == orderUnknown && open && !isAttribute(name) && v.dmy > 0:
			g.faults = append(g.faults, ErrMixedDays.With(from, v.dmyAt, v.mdyAt).On(name))
			g.m.File.Date = "" // nothing is settled for the next look at the file
		case own == orderUnknown && open && !isAttribute(name) && v.dayEither > 0 && custom == orderUnknown:
			g.faults = append(g.faults, ErrDayOrder.With(from, v.dayEitherAt).On(name))
		case own == orderUnknown && v.dayEither > 0 && known:
			g.say(name, from, becauseDayFile, likely-10, v.dayEitherAt, file.name())
		}
	}, sortDay)
}

func (v *votes) dayOf(o order) string {
	if o == orderMDY {
		return v.mdyAt
	}
	return v.dmyAt
}

// fileOrder settles the order of the whole file, or leaves it open.
func (g *guesser) fileOrder(all votes, custom order) order {
	file := all.order(custom)
	switch {
	case file != orderUnknown:
		g.m.File.Date = file.name()
		g.say("file.date", "", becauseDayValues, sure, all.dayOf(file), file.name())
	case all.dayEither+all.dmy > 0 && custom != orderUnknown:
		file = custom
		g.m.File.Date = file.name()
		if all.dayEither > 0 {
			g.say("file.date", "", becauseDayLand, Doubtful-20, all.dayEitherAt, file.name(), g.m.Country)
		}
	case all.ymd > 0 && all.dayEither+all.dmy == 0:
		g.m.File.Date = nameYMD
	}
	return file
}

// rates tells percentages from fractions. A workbook keeps 16,77 % as 0.1677; in a text file rates that are
// all below one are left as percentages and pointed at.
func (g *guesser) rates() {
	for _, c := range [...]column{colRate, colMoratoryRate} {
		s, ok := g.m.Columns[c.name()]
		if !ok || s.Unit != "" || s.From == "" {
			continue
		}
		i := headAt(g.header, s.From)
		if i < 0 {
			continue
		}
		p := g.profiles[i]
		if p.belowOne == 0 || p.belowOne != p.decimals || p.large > 0 ||
			p.numbers-p.decimals > 0 && !g.zeros(i) {
			continue
		}
		if g.typed {
			s.Unit = UnitFraction
			g.m.Columns[c.name()] = s
			g.say(c.name(), s.From, becauseFraction, likely, s.From)
			continue
		}
		g.say(c.name(), s.From, becauseSmallRate, Doubtful-30, s.From)
	}
}

// zeros holds when every whole number of a column is 0.
func (g *guesser) zeros(at int) bool {
	for _, row := range g.sample {
		if at < len(row) {
			if n, ok := digitsOf(trim([]byte(row[at]))); ok && n != 0 {
				return false
			}
		}
	}
	return true
}

// currency reads the currency out of the amounts (US$ 12) or the name of a column (saldo USD), when nothing
// else gives one.
func (g *guesser) currency() {
	if g.m.Currency != "" || !g.open(colCurrency) || g.kind == Contacts {
		return
	}
	c := colPrincipal
	if g.kind == Payments {
		c = colAmount
	}
	s := g.m.Columns[c.name()]
	for _, h := range s.heads() {
		i := headAt(g.header, h)
		if i < 0 {
			continue
		}
		if p := g.profiles[i]; p.votes.currencies > 0 {
			g.m.Currency = string(p.currency)
			g.say("currency", h, becauseCurrencyMark, sure, g.m.Currency)
			return
		}
		words := strings.Fields(strings.ToLower(strings.NewReplacer("(", " ", ")", " ", "_", " ").Replace(h)))
		if len(words) > 1 {
			if cur, ok := money.Mark([]byte(words[len(words)-1])); ok && cur != "" {
				g.m.Currency = string(cur)
				g.say("currency", h, becauseCurrencyName, likely, h, g.m.Currency)
				return
			}
		}
	}
}

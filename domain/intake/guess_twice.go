package intake

import (
	"slices"
	"strconv"
	"strings"
)

// repeats takes the columns out of the guessing that stand in the header under one name and hold different
// things, where only one of them can be ours: of two balances nobody knows which is owed. A mapping that says
// what is read from either of them, or that it is passed over, has decided it.
func (g *guesser) repeats() {
	var index *nameIndex
	for first := range g.names {
		twins := g.twinsOf(first)
		if len(twins) == 0 || twins[0] < first {
			continue
		}
		if index == nil {
			index = newNames(g.kind)
		}
		all := append([]int{first}, twins...)
		c, one := g.oneOnly(index, all)
		if !one || g.alike(all) || g.decided(all) {
			continue
		}
		var places []string
		for _, at := range all {
			g.used[at] = true
			places = append(places, strconv.Itoa(at+1))
		}
		g.faults = append(g.faults, ErrTwice.With(g.header[first], g.header[twins[0]],
			strings.Join(places, ", "), keyOf(c.name())).On(c.name()))
	}
}

// twinsOf are the other columns that the header calls the same, whatever their capitals and accents.
func (g *guesser) twinsOf(at int) (twins []int) {
	name := dense(fold(g.names[at]))
	if name == "" {
		return nil
	}
	for i, h := range g.names {
		if i != at && dense(fold(h)) == name && !slices.Contains(ErrorColumns(), h) {
			twins = append(twins, i)
		}
	}
	return twins
}

// stands says whether a column stands once more in the header, holding the same.
func (g *guesser) stands(at int) bool { return len(g.twinsOf(at)) > 0 }

// oneOnly is the column of ours that these of theirs are called, when it is read from one alone and a wrong
// one does harm: money, days, identity.
func (g *guesser) oneOnly(index *nameIndex, at []int) (column, bool) {
	for _, i := range at {
		if ours := g.m.first(g.header[i]); ours != "" && !isAttribute(ours) {
			c, _ := columnNamed(ours)
			return c, g.harms(c) && g.m.Columns[ours].From != ""
		}
	}
	for _, n := range index.find(g.header[at[0]]) {
		if g.open(n.column) && g.profiles[at[0]].suits(n, g.typed) {
			return n.column, g.harms(n.column)
		}
	}
	return noColumn, false
}

func (g *guesser) harms(c column) bool {
	s := specOf(c)
	switch s.sort {
	case sortAmount, sortDay, sortDays, sortRate, sortCurrency, sortCode, sortFlag:
		return !s.joins(c)
	default:
		return c == colPersonName
	}
}

// alike holds when the columns have the same in each row that was looked at.
func (g *guesser) alike(at []int) bool {
	for _, row := range g.sample {
		for _, i := range at[1:] {
			if cellAt(row, i) != cellAt(row, at[0]) {
				return false
			}
		}
	}
	return true
}

// decided holds when the mapping speaks of all of the columns.
func (g *guesser) decided(at []int) bool {
	return !slices.ContainsFunc(at, func(i int) bool { return !g.used[i] })
}

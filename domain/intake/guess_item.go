package intake

import "strconv"

// minRepeats is in how many hundredths of the rows an account must stand again before a file is taken to
// have a row for each instalment; below it, a row that stands twice is a mistake of its own.
const minRepeats = 10

// itemOfRepeats proposes as the instalment the column that tells the rows of an account apart, in a file that
// names none: without it every row of an account but one is refused for standing twice.
func (g *guesser) itemOfRepeats() {
	account := headAt(g.header, g.m.Columns[colAccount.name()].From)
	if !g.open(colItem) || account < 0 {
		return
	}
	seen, filled := map[string]bool{}, 0
	for _, row := range g.sample {
		if c := cellAt(row, account); c != "" {
			seen[c] = true
			filled++
		}
	}
	if repeats := filled - len(seen); len(seen) < 2 || repeats*100 < filled*minRepeats {
		return
	}
	for at := range g.header {
		if !g.used[at] && g.profiles[at].suits(named{column: colItem, weight: weak}, g.typed) &&
			g.tellsApart(account, at) && !g.countsRows(at) {
			g.take(colItem, at, becauseTellsApart, Doubtful-10, g.header[at], g.header[account])
			return
		}
	}
}

// tellsApart holds when no two rows of an account have the same in a column, and none has nothing.
func (g *guesser) tellsApart(account, at int) bool {
	seen := map[[2]string]bool{}
	for _, row := range g.sample {
		pair := [2]string{cellAt(row, account), cellAt(row, at)}
		if pair[0] == "" {
			continue
		}
		if pair[1] == "" || seen[pair] {
			return false
		}
		seen[pair] = true
	}
	return true
}

// countsRows holds for a column that only numbers the rows of the file: the same instalment has another
// number in the next one.
func (g *guesser) countsRows(at int) bool {
	before, first := 0, true
	for _, row := range g.sample {
		n, err := strconv.Atoi(cellAt(row, at))
		if err != nil || !first && n != before+1 {
			return false
		}
		before, first = n, false
	}
	return true
}

func cellAt(row []string, at int) string {
	if at >= len(row) {
		return ""
	}
	return string(trim([]byte(row[at])))
}

package intake

import (
	"slices"
	"strings"

	"aldia/domain/money"
)

// ErrorColumns are the columns that a file of refused rows has behind those of the creditor. They are
// passed over when the mended file is loaded again, but for what tells a mended row from one that is as it
// was. The last holds what a repeated row says beside its account; of a row with no such fault it is empty.
func ErrorColumns() []string {
	return []string{"aldia_linea", "aldia_columna", "aldia_valor", "aldia_motivo", "aldia_antes"}
}

// needed is how many of them a file has at least: those of files that were written before have no
// aldia_antes.
const needed = 4

// cellBar stands between the parts of a cell of ErrorColumns.
const cellBar = " | "

// isMended says whether a header is that of such a file. It has the rows that were refused and no others, so
// that an account which it does not have is not missing.
func isMended(header []string) bool {
	for _, name := range ErrorColumns()[:needed] {
		if !slices.Contains(header, name) {
			return false
		}
	}
	return true
}

// Marks gives the cells of ErrorColumns for the refused row of a line, in the words of whoever is to mend
// it.
func Marks(line string, faults []Refused, where, why func(*Refused) string) []string {
	var columns, values, reasons []string
	before := ""
	for i := range faults {
		f := &faults[i]
		columns, values, reasons = append(columns, where(f)), append(values, f.Value), append(reasons, why(f))
		if isRepeat(f.Key) && len(f.Args) == 2 {
			item, _ := f.Args[0].(string)
			sum, _ := f.Args[1].(string)
			before = item + cellBar + sum
		}
	}
	return []string{line, strings.Join(columns, cellBar), strings.Join(values, cellBar),
		strings.Join(reasons, cellBar), before}
}

const (
	whyRepeated = "cut.row.repeated"
	// whyStillRepeated is said of a row of a mended file in which nothing was mended. Alone in its file it
	// would pass, and change the row that had been taken.
	whyStillRepeated = "cut.row.repeated_still"
)

func isRepeat(key string) bool { return key == whyRepeated || key == whyStillRepeated }

// repeats refuses a row for the account and item of another. Its arguments keep what makes it a row of its
// own: a clerk who changes the item or the sum means it so.
func repeats(key, account, item, sum string) Refusal {
	return Refusal{Column: colAccount.name(), Field: colAccount.name(), Value: account, Key: key,
		Args: []any{item, sum}}
}

// marks are the places of ErrorColumns in a mended file; -1 for one that it lacks.
type marks struct{ columns, values, reasons, before int }

func marksOf(header []string) *marks {
	if !isMended(header) {
		return nil
	}
	at := func(n int) int { return slices.Index(header, ErrorColumns()[n]) }
	return &marks{at(1), at(2), at(3), at(4)}
}

func markAt(cells [][]byte, at int) string {
	if at < 0 || at >= len(cells) {
		return ""
	}
	// What begins with a sign has an apostrophe in front, so that a spreadsheet takes it for text.
	return strings.TrimPrefix(strings.TrimSpace(string(cells[at])), "'")
}

// repeated says whether a row, read well by itself, is one that was refused as repeated and that nobody has
// mended. Sums are compared as sums, and codes without their leading zeros: a spreadsheet that opens the
// file rewrites both. Every other fault is of the row itself, or of what is in the book: it is judged
// again, and a mapping that was mended meanwhile lets it in. Who empties the reason says that the row is
// right as it is.
func (m *marks) repeated(cells [][]byte, r *Reader) bool {
	v := &r.v
	if v.text[colRole] != RoleDebtor || markAt(cells, m.reasons) == "" {
		return false
	}
	columns := strings.Split(markAt(cells, m.columns), strings.TrimSpace(cellBar))
	values := strings.Split(markAt(cells, m.values), strings.TrimSpace(cellBar))
	header := r.headerOf(colAccount)
	named := false
	for i, name := range columns {
		if strings.TrimSpace(name) == header && i < len(values) {
			named = named || sameCode(values[i], v.text[colAccount])
		}
	}
	if !named {
		return false
	}
	before := markAt(cells, m.before)
	bar := strings.LastIndex(before, strings.TrimSpace(cellBar))
	if bar < 0 {
		return true // of a file that does not tell what it was, the account alone is compared
	}
	if !sameCode(before[:bar], v.text[colItem]) {
		return false
	}
	text := strings.TrimSpace(before[bar+1:])
	if text == "" { // the sum could not be read: that it can be now makes no other row of it
		return true
	}
	sum, err := money.Parse(text, money.Currency(v.text[colCurrency]))
	return err != nil || sum == v.amount(colPrincipal)
}

func sameCode(a, b string) bool {
	bare := func(s string) string {
		s = strings.TrimPrefix(strings.TrimSpace(s), "'")
		return strings.TrimLeft(s, "0")
	}
	return strings.EqualFold(bare(a), bare(b))
}

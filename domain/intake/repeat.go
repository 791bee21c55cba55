package intake

import (
	"cmp"
	"slices"
	"strings"

	"aldia/domain/money"
)

// barred is a row of a debt that was refused for something else and names the account and item that it is
// of.
type barred struct {
	line               int64
	key                int64
	account, item, sum string
}

// bar remembers a refused row for as long as the file is read. When another row has its account and item,
// that has to be said too: mended and loaded by itself it would change what the other brought.
func (b *batch) bar(line int, r *Reader) {
	v := &r.v
	unknown := !v.has[colAccount] || v.bad[colAccount] || v.bad[colItem] || v.bad[colRole]
	if r.kind != Portfolio || unknown || v.text[colRole] != RoleDebtor {
		return
	}
	sum := ""
	if v.has[colPrincipal] && !v.bad[colPrincipal] {
		sum = v.amount(colPrincipal).Text(money.Currency(v.text[colCurrency]))
	}
	item := ""
	if v.has[colItem] {
		item = strings.Clone(v.text[colItem]) // or each would keep a whole block of texts
	}
	account := strings.Clone(v.text[colAccount])
	b.barred = append(b.barred, barred{
		int64(line), KeyOfItem(v.text[colCreditor], account, item), account, item, sum,
	})
}

// barRow does the same for a row that could be read and that the comparison refuses.
func (b *batch) barRow(row *Row) {
	if helps(row) {
		return
	}
	b.barred = append(b.barred, barred{
		int64(row.Line), row.Key, strings.Clone(row.Account), strings.Clone(row.Item),
		row.Principal.Text(row.Currency),
	})
}

// tellRepeats refuses the barred rows that stand beside one that is in, wherever in the file that is. It is
// told once the whole file has been read.
func (l *loader) tellRepeats() {
	for _, b := range l.barred {
		at := l.live.itemAt.find(b.key, l.live.itemKey)
		if at < 0 || at < newsFrom && !l.live.items.at(at).seen {
			continue
		}
		l.repeated = append(l.repeated, refusedRow{
			b.line, "refused", repeats(whyRepeated, b.account, b.item, b.sum), "",
		})
	}
	if l.dry {
		l.refused = append(l.refused, l.repeated...)
		slices.SortStableFunc(l.refused, func(a, b refusedRow) int { return cmp.Compare(a.line, b.line) })
	}
}

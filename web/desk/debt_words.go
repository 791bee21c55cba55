package desk

import (
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"aldia/domain/debt"
	"aldia/domain/money"
	"aldia/domain/portfolio"
	"aldia/web/ui"
)

const (
	// itemsShown is how many open items of a debt stand in its table; a mortgage has hundreds of instalments
	// that are not due for years.
	itemsShown = 36
	// linesShown is how many lines of its ledger are written out.
	linesShown = 240
)

// debtWords says whose debt it is, of what kind, and at which rates.
func debtWords(v *ui.View, a *account) string {
	parts := []string{a.Creditor.Name}
	if a.Product != "" {
		parts = append(parts, a.Product)
	}
	if a.Rate > 0 {
		parts = append(parts, v.Say("desk.rate", percent(v, a.Rate)))
	}
	if a.MoratoryRate > 0 {
		parts = append(parts, v.Say("desk.moratory_rate", percent(v, a.MoratoryRate)))
	}
	return strings.Join(parts, " · ")
}

// percent writes a rate in the country's manner: "16,77 %".
func percent(v *ui.View, r money.Rate) string {
	text := r.Text()
	if strings.HasPrefix(v.Text.Percent(125, 1), "12,") {
		text = strings.Replace(text, ".", ",", 1)
	}
	return text + "\u00a0%"
}

// figuresWords says whose figures these are, and what of the interest is an estimate.
func figuresWords(v *ui.View, a *account) string {
	says := v.Say("desk.figures_ours")
	for i := range a.Items {
		if a.Items[i].Figures == debt.Creditors {
			says = v.Say("desk.figures_creditor", a.Creditor.Name)
		}
	}
	if len(a.Items) == 0 && a.Creditor.Figures == portfolio.CreditorsFigures {
		says = v.Say("desk.figures_creditor", a.Creditor.Name)
	}
	if !a.Estimate.IsZero() {
		says += " " + v.Say("desk.figures_estimate", v.SumIn(money.Money{Amount: a.Estimate.Total(),
			Currency: a.Currency}))
	}
	return says
}

func itemColumns(v *ui.View, a *account) []ui.Column {
	return []ui.Column{
		{Label: v.Say("desk.item")}, {Label: v.Say("desk.due_on")}, {Label: v.Say("desk.lateness")},
		{Label: v.Say("desk.part.principal"), Kind: ui.Figures, Spare: true},
		{Label: v.Say("desk.part.interest"), Kind: ui.Figures, Spare: true},
		{Label: v.Say("desk.part.moratory"), Kind: ui.Figures, Spare: true},
		{Label: v.Say("desk.part.fees"), Kind: ui.Figures, Spare: true},
		{Label: v.Say("desk.part.total", string(a.Currency)), Kind: ui.Figures},
	}
}

func itemRows(v *ui.View, a *account) []ui.Row {
	var rows []ui.Row
	for i := range a.Items {
		one := &a.Items[i]
		if !one.IsOwed() || len(rows) == itemsShown {
			continue
		}
		rows = append(rows, ui.Row{Cells: []templ.Component{
			ui.Text(itemName(v, a, one)), ui.Day(one.DueOn), lateOf(v, one), amount(a, one.Owed.Principal),
			amount(a, one.Owed.Interest), amount(a, one.Owed.Moratory), amount(a, one.Owed.Fees), amount(a,
				one.Owed.Total()),
		}})
	}
	return rows
}

func lateOf(v *ui.View, i *item) templ.Component {
	if i.Days == 0 {
		return ui.Muted(v.Say("desk.not_due"))
	}
	return ui.Late{Days: int64(i.Days)}
}

// itemFoot sums all that is owed, also on the items that are not written out.
func itemFoot(v *ui.View, a *account) []templ.Component {
	if a.Owed.IsZero() {
		return nil
	}
	return []templ.Component{
		ui.Text(v.Say("ui.total")), nil, nil, amount(a, a.Owed.Principal), amount(a, a.Owed.Interest),
		amount(a, a.Owed.Moratory), amount(a, a.Owed.Fees), amount(a, a.Owed.Total()),
	}
}

// itemName is what a person calls an item: the number of its instalment or invoice.
func itemName(v *ui.View, a *account, i *item) string {
	if i.Number == "" || i.Number == a.Number {
		return v.Say("desk.whole_account")
	}
	if n, err := strconv.Atoi(i.Number); err == nil && n > 0 && n < 1000 {
		return v.Say("desk.instalment", n)
	}
	return i.Number
}

// lines is the length of the ledger of an account.
func (a *account) lines() (n int) {
	for i := range a.Items {
		n += len(a.Items[i].Entries)
	}
	return n
}

// shown says whether the ledger of an item is written out: those that are owed come first, and all as long
// as there is room.
func (a *account) shown(at int) bool {
	if a.lines() <= linesShown {
		return true
	}
	if !a.Items[at].IsOwed() {
		return false
	}
	before := 0
	for i := range at {
		if a.Items[i].IsOwed() {
			before += len(a.Items[i].Entries)
		}
	}
	return before < linesShown
}

// more is how many items with a ledger are not written out.
func (a *account) more() (n int64) {
	for i := range a.Items {
		if len(a.Items[i].Entries) > 0 && !a.shown(i) {
			n++
		}
	}
	return n
}

// partsWords writes what a sum is made of: "capital 412,10 · interés 89,55".
func partsWords(v *ui.View, p debt.Parts, c money.Currency) string {
	var parts []string
	for _, one := range []struct {
		key string
		sum money.Amount
	}{{"principal", p.Principal}, {"interest", p.Interest}, {"moratory", p.Moratory}, {"fees", p.Fees}} {
		if one.sum != 0 {
			parts = append(parts, strings.ToLower(v.Say("desk.part."+one.key))+" "+sumOf(v, one.sum, c))
		}
	}
	return string(c) + ": " + strings.Join(parts, " · ")
}

func stateTone(s debt.State) ui.Tone {
	switch s {
	case debt.Paid:
		return ui.Good
	case debt.Asked:
		return ui.Warn
	case debt.Open, debt.Recalled, debt.Undone:
	}
	return ui.Plain
}

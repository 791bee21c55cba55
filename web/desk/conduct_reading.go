package desk

import (
	"strings"

	"aldia/domain/calendar"
	"aldia/domain/money"
	"aldia/web/ui"
)

// reading is a wording of ours for a rule, with what the case knows in its places: who speaks, for whom,
// about which debt. What the program does not know, the name of the agency, stays as a blank that says what
// goes there.
func reading(v *ui.View, f *file, m minded) string {
	text := m.Reads.In(v.Text.Code())
	if text == "" {
		return ""
	}
	fill := func(es, en, with string) {
		text = strings.NewReplacer("{"+es+"}", with, "{"+en+"}", with).Replace(text)
	}
	fill("nombre", "name", v.User.Name)
	fill("despacho", "agency", v.Say("desk.conduct.agency"))
	if a, found := f.spokenOf(m.Country); found {
		sum := a.Owed.Plus(a.Estimate).Total()
		fill("entidad", "entity", a.Creditor.Name)
		fill("contrato", "contract", a.Number)
		fill("fecha", "date", v.Day(f.Today))
		fill("monto", "sum", f.of(v, a.CreditorID).SumIn(money.Money{Amount: sum, Currency: a.Currency}))
	}
	return text
}

// spokenOf is the debt in a country that a call is about first: the one that is overdue the longest.
func (f *file) spokenOf(country string) (found *account, is bool) {
	for i := range f.Accounts {
		a := &f.Accounts[i]
		if a.Creditor.Country != country || a.Owed.Total() == 0 {
			continue
		}
		if found == nil || a.OldestOn != calendar.NoDay &&
			(found.OldestOn == calendar.NoDay || a.OldestOn < found.OldestOn) {
			found = a
		}
	}
	return found, found != nil
}

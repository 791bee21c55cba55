package desk

import (
	"net/http"
	"slices"
	"strings"

	"aldia/domain/debt"
	"aldia/domain/money"
	"aldia/platform/fault"
	"aldia/platform/id"
	"aldia/web/ui"
)

var (
	errNoDebt       = fault.New(fault.Invalid, "desk.no_debt").On("debts")
	errDebtCurrency = fault.New(fault.Invalid, "desk.debt_currency").On("amount")
)

// choices are the debts that a conversation can be about: those of creditors whose debts the reader may see,
// while anything is owed on them.
func (f *file) choices() (all []*account) {
	for i := range f.Accounts {
		if a := &f.Accounts[i]; a.State == debt.Open || a.State == debt.Asked {
			all = append(all, a)
		}
	}
	return all
}

// currencies are those of the debts that can be chosen, the leading one first.
func (f *file) currencies() []money.Currency {
	all := []money.Currency{f.currency()}
	for _, a := range f.choices() {
		if !slices.Contains(all, a.Currency) {
			all = append(all, a.Currency)
		}
	}
	return all
}

// readDebts reads which debts were ticked. A form that shows none is about all of them.
func (form *result) readDebts(r *http.Request) {
	if form.AboutAll = r.FormValue("debts_shown") == ""; !form.AboutAll {
		form.Debts = r.Form["debt"]
	}
	form.Currency = money.Currency(strings.TrimSpace(r.FormValue("currency")))
}

// about says whether a debt is ticked.
func (form *result) about(a *account) bool {
	return form.AboutAll || slices.Contains(form.Debts, a.ID.Text(debt.AccountPrefix))
}

// chosen gives the debts that the result is about, and the creditor to whom it is told: that of the debt that
// leads when it is among them, and else the first. What is promised is promised to a creditor who is owed in
// that currency.
func (form *result) chosen(f *file, promises bool) (debts []id.ID, creditor id.ID, err error) {
	all := f.choices()
	if len(all) < 2 { //nolint:mnd // one debt, or none any more: there is nothing to choose
		return debts, f.Lead.ID, nil
	}
	for _, a := range all {
		if !form.about(a) {
			continue
		}
		debts = append(debts, a.ID)
		if promises && a.Currency != form.currency(f) {
			continue
		}
		if creditor == 0 || a.CreditorID == f.Lead.ID {
			creditor = a.CreditorID
		}
	}
	switch {
	case len(debts) == 0:
		err = errNoDebt
	case creditor == 0:
		err = errDebtCurrency.With(string(form.currency(f)))
	}
	return debts, creditor, err
}

// currency is that in which the sum is meant.
func (form *result) currency(f *file) money.Currency {
	if slices.Contains(f.currencies(), form.Currency) {
		return form.Currency
	}
	return f.currency()
}

// choiceWords names a debt and what is overdue on it, or owed when nothing is.
func choiceWords(v *ui.View, a *account) (line, under string) {
	sum := a.Due.Total()
	key := "desk.choice_due"
	if sum == 0 {
		sum, key = a.Owed.Total(), "desk.choice_owed"
	}
	return a.Number + " · " + a.Creditor.Name, v.Say(
		key,
		v.About(a.Creditor.Country).SumIn(money.Money{Amount: sum, Currency: a.Currency}),
	)
}

// dueToLead is what is overdue with the creditor that leads: a promise is made to one creditor.
func (f *file) dueToLead() money.Money {
	sum := money.Money{Currency: f.currency()}
	for _, a := range f.choices() {
		if a.CreditorID == f.Lead.ID && a.Currency == sum.Currency {
			sum.Amount += a.Due.Total()
		}
	}
	return sum
}

// promisedTo says to whom a promise is made, where several could be meant.
func (f *file) promisedTo(v *ui.View) string {
	for _, a := range f.choices() {
		if a.CreditorID != f.Lead.ID {
			return v.Say("desk.promised_to", f.Lead.Name)
		}
	}
	return ""
}

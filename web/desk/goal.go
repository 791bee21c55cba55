package desk

import (
	"slices"
	"strings"

	"aldia/domain/calendar"
	"aldia/domain/money"
	"aldia/domain/promise"
	"aldia/domain/strategy"
	"aldia/platform/id"
	"aldia/web/ui"
)

// namesShown is how many creditors the line under the name names; hardly anybody owes more.
const namesShown = 3

// creditorWords names the creditors who are owed something and whom the reader may see, first the one whose
// debt leads.
func creditorWords(v *ui.View, f *file) string {
	names, owed := []string{f.Lead.Name}, []id.ID{f.Lead.ID}
	for _, a := range f.choices() {
		if a.Owed.Total() > 0 && !slices.Contains(owed, a.CreditorID) {
			names, owed = append(names, a.Creditor.Name), append(owed, a.CreditorID)
		}
	}
	if more := len(names) - namesShown; more > 0 {
		names = append(names[:namesShown], v.Say("desk.further_creditors", more))
	}
	return strings.Join(names, " · ")
}

// oldestOn is the day on which the oldest debt fell due that the reader sees and that is not paid, whether
// its creditor's debts rest or not: the days past due are counted from it too.
func (f *file) oldestOn() (oldest calendar.Day) {
	for i := range f.Accounts {
		if on := f.Accounts[i].OldestOn; on != calendar.NoDay && (oldest == calendar.NoDay || on < oldest) {
			oldest = on
		}
	}
	return oldest
}

// openPromises are those that still have time: first the one to the creditor whose debt leads.
func (f *file) openPromises() (all []promise.Promise) {
	for _, p := range f.Promises {
		switch {
		case p.State != promise.Open:
		case p.CreditorID == f.Lead.ID:
			all = slices.Insert(all, 0, p)
		default:
			all = append(all, p)
		}
	}
	return all
}

// goalWords says what the call is for: what was agreed already, or else what is still to be worked. Who has
// promised something to one creditor and owes another one is called for that one, and the promise is named
// beside it.
func goalWords(v *ui.View, f *file) string {
	open := f.openPromises()
	if len(open) > 0 && (open[0].CreditorID == f.Lead.ID || !f.worked()) {
		return v.Say("desk.goal.promised", f.promisedSum(v, &open[0]), open[0].DueOn)
	}
	goals := []string{stepGoal(v, f, open)}
	for i := range open {
		to, _ := creditorOf(f.Creditors, open[i].CreditorID)
		goals = append(goals, v.Say("desk.goal.beside", to.Name, f.promisedSum(v, &open[i]), open[i].DueOn))
	}
	return strings.Join(goals, " ")
}

// worked says whether the debts that lead are to be worked now.
func (f *file) worked() bool {
	return !f.rests() && f.Case.Accounts > 0 && (f.Case.Step != "" || f.Case.PastDue > 0)
}

func (f *file) promisedSum(v *ui.View, p *promise.Promise) string {
	return f.of(v, p.CreditorID).SumIn(money.Money{Amount: p.Amount, Currency: p.Currency})
}

// stepGoal is the goal that follows from the step, or from the latest promise when it was broken: one to a
// creditor who has been promised something anew is spoken of no more.
func stepGoal(v *ui.View, f *file, open []promise.Promise) string {
	latest := slices.IndexFunc(f.Promises, func(p promise.Promise) bool {
		return !slices.ContainsFunc(open, func(o promise.Promise) bool { return o.CreditorID == p.CreditorID })
	})
	if latest >= 0 && f.Promises[latest].State == promise.Broken {
		p := &f.Promises[latest]
		if _, unasked := f.unaskedReason(); unasked {
			return v.Say("desk.goal.broken_unasked", f.promisedSum(v, p), p.DueOn)
		}
		return v.Say("desk.goal.broken", f.promisedSum(v, p), p.DueOn)
	}
	switch {
	case f.Case.Stage == strategy.Extinction || f.Case.Accounts == 0:
		return v.Say("desk.goal.none")
	case f.Case.Step == "early":
		if _, unasked := f.unaskedReason(); unasked {
			return v.Say("desk.goal.early_unasked")
		}
		return v.Say("desk.goal.early")
	case v.Text.Has("desk.goal." + f.Case.Step):
		return v.Say("desk.goal." + f.Case.Step)
	case f.Case.PastDue == 0:
		return v.Say("desk.goal.reminder")
	}
	return v.Say("desk.goal.other")
}

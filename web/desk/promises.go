package desk

import (
	"context"
	"errors"
	"net/http"
	"slices"

	"aldia/domain/money"
	"aldia/domain/promise"
	"aldia/platform/fault"
	"aldia/platform/id"
	"aldia/web/ui"
)

// takeBack is the form that withdraws a promise, as it comes back with what is wrong.
type takeBack struct {
	Promise id.ID
	Error   string
}

// readPromises gathers the promises to the creditors that the reader may see, and how those were taken back
// that were.
func (p *Parts) readPromises(ctx context.Context, f *file) (err error) {
	if f.Promises, err = p.Promises.ListByPerson(ctx, f.Person.ID); err != nil {
		return err
	}
	f.Promises = slices.DeleteFunc(f.Promises, func(m promise.Promise) bool { return !f.sees(m.CreditorID) })
	if slices.ContainsFunc(f.Promises, func(m promise.Promise) bool { return m.State == promise.Withdrawn }) {
		f.Withdrawn, err = p.Promises.WithdrawalsOf(ctx, f.Promises)
	}
	return err
}

// withdraw takes back an open promise of the person; the case is decided again with it.
func (p *Parts) withdraw(w http.ResponseWriter, r *http.Request) {
	f, err := p.open(r)
	if err != nil {
		ui.Fail(w, r, err)
		return
	}
	wanted, err := id.Parse(promise.Prefix, r.FormValue("promise"))
	if err != nil || !slices.ContainsFunc(f.Promises, func(m promise.Promise) bool { return m.ID == wanted }) {
		ui.Fail(w, r, promise.ErrMissing)
		return
	}
	err = p.Promises.Withdraw(r.Context(), wanted, r.FormValue("why"))
	switch {
	case err == nil:
		p.moved()
		p.marked(w, r, &f, "desk.promise.withdrawn")
	case errors.Is(err, promise.ErrWhy) || fault.KindOf(err) == fault.Limit:
		v := ui.Of(r)
		f.TakeBack = takeBack{Promise: wanted, Error: v.Text.Fault(err)}
		ui.Mend(w, r, caseScreen(v, &f, fresh(&f, p.DB.IDs().New())))
	default:
		ui.Fail(w, r, err)
	}
}

// madeWords names a promise: how much, for which day.
func madeWords(v *ui.View, f *file, m *promise.Promise) string {
	return v.Say(
		"desk.promise.of",
		f.of(v, m.CreditorID).SumIn(money.Money{Amount: m.Amount, Currency: m.Currency}),
		v.Day(m.DueOn),
	)
}

// withdrawalWords tells how a promise was taken back.
func withdrawalWords(v *ui.View, f *file, w *promise.Withdrawal) string {
	at := slices.IndexFunc(f.Promises, func(m promise.Promise) bool { return m.ID == w.PromiseID })
	who := w.UserName
	if who == "" {
		who = v.Say("desk.point.by_program")
	}
	return v.Say("desk.promise.was_withdrawn", madeWords(v, f, &f.Promises[at]), v.Instant(w.At), who, w.Why)
}

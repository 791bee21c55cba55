package contact_test

import (
	"errors"
	"slices"
	"testing"

	"aldia/domain/contact"
	"aldia/platform/db"
	"aldia/platform/db/dbtest"
	"aldia/platform/id"
)

const (
	loan, card  = id.ID(900), id.ID(901) // María's at the bank
	stock       = id.ID(902)             // María's at the co-operative
	joseLoan    = id.ID(903)             // José's at the bank
	nobodysDebt = id.ID(999)
)

func (k *desk) debts() {
	k.t.Helper()
	for _, a := range []struct{ account, person, creditor id.ID }{
		{loan, maria, banco}, {card, maria, banco}, {stock, maria, coop}, {joseLoan, jose, banco},
	} {
		k.do(`INSERT INTO account (id, person_id, creditor_id, portfolio_id, key, number, product, currency,
			opened_on, rate, moratory_rate, basis, state, disputed, guarantee_kind, guarantee_value, sector,
			attributes, cut_id)
			VALUES (?, ?, ?, 0, ?, '', '', 'USD', 0, 0, 0, 360, 'open', 0, '', 0, '', '', 0)`,
			a.account, a.person, a.creditor, a.account)
	}
}

func TestAConversationIsAboutTheDebtsThatTheAgentNames(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := open(t, d)
		k.debts()
		about := func(debts ...id.ID) contact.Result {
			r := call("nobody/no_answer")
			r.Debts = debts
			return r
		}
		k.must(about())
		done := k.must(about(stock, loan, loan))
		if !slices.Equal(done.Also, []id.ID{coop}) || !slices.Equal(done.About(), []id.ID{banco, coop}) {
			t.Errorf("who listens hears of %v beside the bank", done.Also)
		}
		page, _, err := k.History(t.Context(), maria, 0, 0)
		if err != nil || len(page) != 2 {
			t.Fatal(page, err)
		}
		if !slices.Equal(page[0].Debts, []id.ID{loan, stock}) ||
			!slices.Equal(page[0].Creditors, []id.ID{banco, coop}) {
			t.Errorf("the conversation was about %v of %v", page[0].Debts, page[0].Creditors)
		}
		if len(page[1].Debts) != 0 {
			t.Errorf("nothing was said of debts, and %v are kept", page[1].Debts)
		}
		for _, wrong := range [][]id.ID{{joseLoan}, {loan, joseLoan}, {nobodysDebt}, {stock}} {
			if _, err := k.record(about(wrong...)); !errors.Is(err, contact.ErrDebt) {
				t.Errorf("a conversation with María for the bank about %v: %v", wrong, err)
			}
		}
		if _, err := k.record(about(make([]id.ID, 1)...)); !errors.Is(err, contact.ErrDebt) {
			t.Errorf("about no debt that there is: %v", err)
		}
		many := make([]id.ID, contact.MaxDebts+1)
		for i := range many {
			many[i] = id.ID(i + 1)
		}
		if _, err := k.record(about(many...)); !errors.Is(err, contact.ErrDebtMany) {
			t.Errorf("about %d debts: %v", len(many), err)
		}
	})
}

func TestADoubleClickNamesTheDebtsOnce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := open(t, d)
		k.debts()
		r := call("nobody/no_answer")
		r.Debts, r.Key = []id.ID{loan, card}, "one click"
		k.must(r)
		k.must(r)
		page, _, err := k.History(t.Context(), maria, 0, 0)
		if err != nil || len(page) != 1 || len(page[0].Debts) != 2 {
			t.Errorf("%+v, %v", page, err)
		}
	})
}

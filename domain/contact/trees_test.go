package contact_test

import (
	"errors"
	"testing"

	"aldia/domain/contact"
	"aldia/platform/db"
	"aldia/platform/db/dbtest"
)

func TestWhereTheLawForbidsItNoTreeAsksWhyItWasNotPaid(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := open(t, d)
		var asked []string
		may := true
		k.trees.MayAsk = func(_ db.Tx, country string) (bool, error) {
			asked = append(asked, country)
			return may, nil
		}
		k.must(call("debtor/wont_pay/no_money"))
		may = false
		tree, err := k.trees.For(t.Context(), banco)
		if err != nil || tree.AskReason || len(asked) < 2 || asked[0] != asked[1] || asked[0] == "" {
			t.Fatalf("asks %t of %q, %v", tree.AskReason, asked, err)
		}
		if _, err := k.record(call("debtor/wont_pay/no_money")); !errors.Is(err, contact.ErrNoReason) {
			t.Errorf("a reason that may not be asked is taken: %v", err)
		}
		k.must(call("debtor/wont_pay"))
		if may = true; !contact.Default().AskReason {
			t.Error("the program's own tree has become silent for everybody")
		}
		if tree, err := k.trees.For(t.Context(), banco); err != nil || !tree.AskReason {
			t.Errorf("elsewhere it asks on: %v", err)
		}
	})
}

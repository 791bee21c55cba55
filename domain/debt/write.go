package debt

import (
	"cmp"
	"slices"
	"strings"

	"aldia/platform/db"
	"aldia/platform/id"
)

// What follows writes in bulk: a cut and a close change thousands of rows at a time. Each call is a few
// statements, whatever the number of rows.

func list(columns string) []string {
	names := strings.Split(columns, ",")
	for i := range names {
		names[i] = strings.TrimSpace(names[i])
	}
	return names
}

// AddAccounts writes new accounts.
func AddAccounts(tx db.Tx, accounts []Account) error {
	return tx.Insert("account", list(accountColumns), len(accounts), func(n int, v *db.Values) {
		a := &accounts[n]
		v.Int(int64(a.ID))
		v.Int(int64(a.PersonID))
		v.Int(int64(a.CreditorID))
		v.Int(int64(a.PortfolioID))
		v.Int(a.Key)
		v.Text(a.Number)
		v.Text(a.Product)
		v.Text(string(a.Currency))
		v.Int(int64(a.OpenedOn))
		v.Int(int64(a.Rate))
		v.Int(int64(a.MoratoryRate))
		v.Int(int64(a.Basis))
		v.Text(string(a.State))
		v.Bool(a.Disputed)
		v.Text(a.GuaranteeKind)
		v.Int(int64(a.GuaranteeValue))
		v.Text(a.Sector)
		v.Text(a.Attributes)
		v.Int(int64(a.CutID))
	})
}

// SaveAccounts writes the fields of accounts that a cut or a close may change.
func SaveAccounts(tx db.Tx, accounts []Account) error {
	columns := []string{
		"person_id", "portfolio_id", "product", "opened_on", "rate", "moratory_rate", "basis", "state", "disputed",
		"guarantee_kind", "guarantee_value", "sector", "attributes",
	}
	return tx.Update("account", "id", columns, len(accounts), func(n int, v *db.Values) {
		a := &accounts[n]
		v.Int(int64(a.ID))
		v.Int(int64(a.PersonID))
		v.Int(int64(a.PortfolioID))
		v.Text(a.Product)
		v.Int(int64(a.OpenedOn))
		v.Int(int64(a.Rate))
		v.Int(int64(a.MoratoryRate))
		v.Int(int64(a.Basis))
		v.Text(string(a.State))
		v.Bool(a.Disputed)
		v.Text(a.GuaranteeKind)
		v.Int(int64(a.GuaranteeValue))
		v.Text(a.Sector)
		v.Text(a.Attributes)
	})
}

// AddItems writes new items.
func AddItems(tx db.Tx, items []Item) error {
	return tx.Insert("item", list(itemColumns), len(items), func(n int, v *db.Values) {
		i := &items[n]
		v.Int(int64(i.ID))
		v.Int(int64(i.PersonID))
		v.Int(int64(i.AccountID))
		v.Int(int64(i.CreditorID))
		v.Int(int64(i.PortfolioID))
		v.Int(i.Key)
		v.Int(i.Digest)
		v.Text(i.Number)
		v.Int(int64(i.DueOn))
		v.Int(int64(i.Original))
		putBalance(i, v)
		v.Text(string(i.State))
		v.Text(string(i.Figures))
		v.Int(int64(i.AccruedOn))
		v.Int(int64(i.InterestCarry))
		v.Int(int64(i.MoratoryCarry))
		v.Int(i.EntryCount)
		v.Int(int64(i.CutID))
		v.Int(int64(i.LatestCutID))
	})
}

func putBalance(i *Item, v *db.Values) {
	v.Int(int64(i.Owed.Principal))
	v.Int(int64(i.Owed.Interest))
	v.Int(int64(i.Owed.Moratory))
	v.Int(int64(i.Owed.Fees))
}

// balanceColumns are what posting changes of an item: the balance, the state, and how far interest is posted.
func balanceColumns() []string {
	return []string{
		"principal", "interest", "moratory", "fees", "state", "accrued_on", "interest_carry", "moratory_carry",
		"entry_count",
	}
}

func putPosted(i *Item, v *db.Values) {
	putBalance(i, v)
	v.Text(string(i.State))
	v.Int(int64(i.AccruedOn))
	v.Int(int64(i.InterestCarry))
	v.Int(int64(i.MoratoryCarry))
	v.Int(i.EntryCount)
}

// SaveBalances writes what posting changes of items that nobody else can change meanwhile.
func SaveBalances(tx db.Tx, items []Item) error {
	return tx.Update("item", "id", balanceColumns(), len(items), func(n int, v *db.Values) {
		v.Int(int64(items[n].ID))
		putPosted(&items[n], v)
	})
}

// SwapBalances writes it of items that were read without holding them, with what was posted on them since. It
// says false when somebody else has posted on one of them: then the transaction must not be kept.
func SwapBalances(tx db.Tx, items []Item, entries []Entry) (asRead bool, err error) {
	posted := make(map[id.ID]int64, len(items))
	for i := range entries {
		posted[entries[i].ItemID]++
	}
	// Whoever locks several items does it in the order of their identities.
	slices.SortFunc(items, func(a, b Item) int { return cmp.Compare(a.ID, b.ID) })
	fill := func(n int, v *db.Values) {
		v.Int(int64(items[n].ID))
		v.Int(items[n].EntryCount - posted[items[n].ID])
		putPosted(&items[n], v)
	}
	swapped, err := tx.Swap("item", "id", "entry_count", balanceColumns(), len(items), fill)
	return swapped == len(items), err
}

// SaveItems writes all that a cut may change of items, the balance included.
func SaveItems(tx db.Tx, items []Item) error {
	columns := []string{"person_id", "portfolio_id", "digest", "due_on", "original", "figures", "latest_cut_id"}
	err := tx.Update("item", "id", columns, len(items), func(n int, v *db.Values) {
		i := &items[n]
		v.Int(int64(i.ID))
		v.Int(int64(i.PersonID))
		v.Int(int64(i.PortfolioID))
		v.Int(i.Digest)
		v.Int(int64(i.DueOn))
		v.Int(int64(i.Original))
		v.Text(string(i.Figures))
		v.Int(int64(i.LatestCutID))
	})
	if err != nil {
		return err
	}
	return SaveBalances(tx, items)
}

// AddEntries writes lines of the ledger.
func AddEntries(tx db.Tx, entries []Entry) error {
	columns := []string{
		"item_id", "n", "on_day", "kind", "principal", "interest", "moratory", "fees", "cause_id", "at",
	}
	return tx.Insert("entry", columns, len(entries), func(n int, v *db.Values) {
		e := &entries[n]
		v.Int(int64(e.ItemID))
		v.Int(e.N)
		v.Int(int64(e.OnDay))
		v.Text(string(e.Kind))
		v.Int(int64(e.Change.Principal))
		v.Int(int64(e.Change.Interest))
		v.Int(int64(e.Change.Moratory))
		v.Int(int64(e.Change.Fees))
		v.Int(int64(e.CauseID))
		v.Int(db.Micros(e.At))
	})
}

// AddParties writes who else belongs to accounts.
func AddParties(tx db.Tx, parties []Party) error {
	return tx.Insert("account_party", []string{"account_id", "person_id", "role", "cut_id"}, len(parties),
		func(n int, v *db.Values) {
			v.Int(int64(parties[n].AccountID))
			v.Int(int64(parties[n].PersonID))
			v.Text(parties[n].Role)
			v.Int(int64(parties[n].CutID))
		})
}

// AddRateChanges keeps rates that have ended; owners gives the person of each account.
func AddRateChanges(tx db.Tx, changes []RateChange, owners map[id.ID]id.ID, cut id.ID) error {
	columns := []string{"person_id", "account_id", "until_on", "rate", "moratory_rate", "cut_id"}
	return tx.Insert("rate_change", columns, len(changes), func(n int, v *db.Values) {
		v.Int(int64(owners[changes[n].AccountID]))
		v.Int(int64(changes[n].AccountID))
		v.Int(int64(changes[n].UntilOn))
		v.Int(int64(changes[n].Rate))
		v.Int(int64(changes[n].MoratoryRate))
		v.Int(int64(cut))
	})
}

// DropCutTx takes away the helpers and the ended rates that a cut brought, when it is taken back.
func DropCutTx(tx db.Tx, cut id.ID) error {
	for _, table := range []string{"account_party", "rate_change"} {
		if _, err := tx.Exec(`DELETE FROM `+table+` WHERE cut_id = ?`, cut); err != nil {
			return err
		}
	}
	return nil
}

package debt

import (
	"aldia/domain/calendar"
	"aldia/domain/money"
	"aldia/platform/db"
	"aldia/platform/id"
)

const accountColumns = `id, person_id, creditor_id, portfolio_id, key, number, product, currency, opened_on,
	rate,
	moratory_rate, basis, state, disputed, guarantee_kind, guarantee_value, sector, attributes, cut_id`

func scanAccount(r db.Row, a *Account) {
	*a = Account{
		ID: id.ID(r.Int(0)), PersonID: id.ID(r.Int(1)), CreditorID: id.ID(r.Int(2)), PortfolioID: id.ID(r.Int(3)),
		Key: r.Int(4), Number: r.Text(5), Product: r.Text(6), Currency: money.Currency(r.Text(7)),
		OpenedOn: calendar.Day(r.Int(8)), Rate: money.Rate(r.Int(9)), MoratoryRate: money.Rate(r.Int(10)),
		Basis: money.Basis(r.Int(11)), State: State(r.Text(12)), Disputed: r.Int(13) != 0,
		GuaranteeKind:  r.Text(14),
		GuaranteeValue: money.Amount(r.Int(15)), Sector: r.Text(16), Attributes: r.Text(17),
		CutID: id.ID(r.Int(18)),
	}
}

const itemColumns = `id, person_id, account_id, creditor_id, portfolio_id, key, digest, number, due_on,
	original,
	principal, interest, moratory, fees, state, figures, accrued_on, interest_carry, moratory_carry, entry_count,
	cut_id, latest_cut_id`

func scanItem(r db.Row, i *Item) {
	*i = Item{
		ID: id.ID(r.Int(0)), PersonID: id.ID(r.Int(1)), AccountID: id.ID(r.Int(2)), CreditorID: id.ID(r.Int(3)),
		PortfolioID: id.ID(r.Int(4)), Key: r.Int(5), Digest: r.Int(6), Number: r.Text(7),
		DueOn:    calendar.Day(r.Int(8)),
		Original: money.Amount(r.Int(9)), Owed: Parts{money.Amount(r.Int(10)), money.Amount(r.Int(11)),
			money.Amount(r.Int(12)), money.Amount(r.Int(13))},
		State: State(r.Text(14)), Figures: Figures(r.Text(15)), AccruedOn: calendar.Day(r.Int(16)),
		InterestCarry: money.Carry(r.Int(17)), MoratoryCarry: money.Carry(r.Int(18)), EntryCount: r.Int(19),
		CutID: id.ID(r.Int(20)), LatestCutID: id.ID(r.Int(21)),
	}
}

// AccountsByID reads accounts and gives each; those that do not exist are left out.
func AccountsByID(tx db.Tx, ids db.List, each func(*Account) error) error {
	var a Account
	return tx.Query(func(r db.Row) error {
		scanAccount(r, &a)
		return each(&a)
	}, `SELECT `+accountColumns+` FROM account WHERE id IN ?list`, ids)
}

// AccountsByKey reads the accounts of a creditor whose hash of creditor and number is among keys. The
// caller compares the numbers: a hash only finds.
func AccountsByKey(tx db.Tx, creditor id.ID, keys db.List, each func(*Account) error) error {
	var a Account
	return tx.Query(func(r db.Row) error {
		scanAccount(r, &a)
		return each(&a)
	}, `SELECT `+accountColumns+` FROM account WHERE creditor_id = ? AND key IN ?list`, creditor, keys)
}

// AccountsOf reads the accounts of one person, the oldest first.
func AccountsOf(tx db.Tx, person id.ID, each func(*Account) error) error {
	var a Account
	return tx.Query(func(r db.Row) error {
		scanAccount(r, &a)
		return each(&a)
	}, `SELECT `+accountColumns+` FROM account WHERE person_id = ? ORDER BY id`, person)
}

// ItemsByID reads items and gives each.
func ItemsByID(tx db.Tx, ids db.List, each func(*Item) error) error {
	var i Item
	return tx.Query(func(r db.Row) error {
		scanItem(r, &i)
		return each(&i)
	}, `SELECT `+itemColumns+` FROM item WHERE id IN ?list`, ids)
}

// ItemsOf reads the items of one person, by account and due day.
func ItemsOf(tx db.Tx, person id.ID, each func(*Item) error) error {
	var i Item
	return tx.Query(func(r db.Row) error {
		scanItem(r, &i)
		return each(&i)
	}, `SELECT `+itemColumns+` FROM item WHERE person_id = ? ORDER BY account_id, due_on, id`, person)
}

// EntriesOf reads the ledger of items, line by line in its order.
func EntriesOf(tx db.Tx, items db.List, each func(*Entry) error) error {
	var e Entry
	return tx.Query(func(r db.Row) error {
		e = Entry{
			ItemID: id.ID(r.Int(0)), N: r.Int(1), OnDay: calendar.Day(r.Int(2)), Kind: EntryKind(r.Text(3)),
			Change: Parts{
				money.Amount(r.Int(4)), money.Amount(r.Int(5)), money.Amount(r.Int(6)), money.Amount(r.Int(7)),
			},
			CauseID: id.ID(r.Int(8)), At: db.Time(r.Int(9)),
		}
		return each(&e)
	}, `SELECT item_id, n, on_day, kind, principal, interest, moratory, fees, cause_id, at FROM entry
		WHERE item_id IN ?list ORDER BY item_id, n`, items)
}

// RatesOf reads the earlier rates of accounts, in the order of their days.
func RatesOf(tx db.Tx, accounts db.List) (map[id.ID][]RateChange, error) {
	rates := map[id.ID][]RateChange{}
	err := tx.Query(func(r db.Row) error {
		c := RateChange{id.ID(r.Int(0)), calendar.Day(r.Int(1)), money.Rate(r.Int(2)), money.Rate(r.Int(3))}
		rates[c.AccountID] = append(rates[c.AccountID], c)
		return nil
	}, `SELECT account_id, until_on, rate, moratory_rate FROM rate_change WHERE account_id IN ?list
		ORDER BY account_id, until_on, cut_id`, accounts)
	return rates, err
}

// Party is somebody besides the debtor who answers for an account or may be asked about it.
type Party struct {
	AccountID id.ID
	PersonID  id.ID
	Role      string
	CutID     id.ID
}

// PartiesOf reads who else belongs to the accounts.
func PartiesOf(tx db.Tx, accounts db.List) ([]Party, error) {
	var parties []Party
	err := tx.Query(func(r db.Row) error {
		parties = append(parties, Party{id.ID(r.Int(0)), id.ID(r.Int(1)), r.Text(2), id.ID(r.Int(3))})
		return nil
	}, `SELECT account_id, person_id, role, cut_id FROM account_party WHERE account_id IN ?list
		ORDER BY account_id, role`, accounts)
	return parties, err
}

// Live is what a cut needs to know of an item that we have: enough to say whether its row brings anything
// new.
type Live struct {
	ItemID      id.ID
	Key         int64
	Digest      int64
	AccountID   id.ID
	AccountKey  int64
	PortfolioID id.ID
	DueOn       calendar.Day
	Owed        money.Amount // nothing on an item that is not open
	CutID       id.ID
	Open        bool
	Ours        bool // our figures count
	Currency    money.Currency
	Asked       bool // the account is missing from an earlier cut, and the creditor was asked
	// Settled says that our figures count and nothing is owed because it was paid, not because a cut said so:
	// the creditor's file may go on having it.
	Settled bool
	// Undone says that the cut which brought the item, or its account, was taken back: nobody owed it since.
	Undone bool
}

// LiveOf reads all items of a creditor, the closed ones too, since a cut may bring one back.
func LiveOf(tx db.Tx, creditor id.ID, each func(Live)) error {
	w := Words{}
	return tx.Query(func(r db.Row) error {
		l := Live{
			ItemID: id.ID(r.Int(0)), Key: r.Int(1), Digest: r.Int(2), AccountID: id.ID(r.Int(3)), AccountKey: r.Int(4),
			PortfolioID: id.ID(r.Int(5)), DueOn: calendar.Day(r.Int(6)), Owed: money.Amount(r.Int(7)),
			CutID: id.ID(r.Int(8)), Open: r.Int(9) != 0, Asked: r.Int(10) != 0,
			Currency: money.Currency(w.Of(r.Bytes(11))), Ours: r.Int(12) != 0, Settled: r.Int(13) != 0,
			Undone: r.Int(14) != 0,
		}
		each(l)
		return nil
	}, `SELECT i.id, i.key, i.digest, i.account_id, a.key, i.portfolio_id, i.due_on,
		CASE WHEN i.state = 'open' THEN i.principal + i.interest + i.moratory + i.fees ELSE 0 END, i.cut_id,
		CASE WHEN i.state = 'open' THEN 1 ELSE 0 END, CASE WHEN a.state = 'asked' THEN 1 ELSE 0 END, a.currency,
		CASE WHEN i.figures = 'ours' THEN 1 ELSE 0 END,
		CASE WHEN i.figures <> 'ours' OR i.state <> 'paid' THEN 0 WHEN EXISTS (SELECT 1 FROM cut_change c
			WHERE c.cut_id = i.latest_cut_id AND c.item_id = i.id AND c.kind = 'gone') THEN 0 ELSE 1 END,
		CASE WHEN i.state = 'undone' OR a.state = 'undone' THEN 1 ELSE 0 END
		FROM item i JOIN account a ON a.id = i.account_id WHERE i.creditor_id = ?`, creditor)
}

// LiveCount counts them, so that room for them can be made at once.
func LiveCount(tx db.Tx, creditor id.ID) (int64, error) {
	return db.Int(tx, `SELECT count(*) FROM item WHERE creditor_id = ?`, creditor)
}

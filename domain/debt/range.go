package debt

import (
	"aldia/domain/calendar"
	"aldia/domain/money"
	"aldia/platform/db"
	"aldia/platform/id"
)

// Words keeps one copy of each text that repeats from row to row, such as a currency: a close reads
// millions of rows.
type Words map[string]string

// Of gives the kept copy.
func (w Words) Of(b []byte) string {
	if s, ok := w[string(b)]; ok {
		return s
	}
	s := string(b)
	w[s] = s
	return s
}

// LiveAccountsIn reads the accounts of a range of persons that are still in the book, in the order of
// persons, without the columns that a decision does not need. past is no longer in the range.
func LiveAccountsIn(from, past id.ID, w Words, each func(*Account)) db.Question {
	var a Account
	row := func(r db.Row) error {
		a = Account{
			ID: id.ID(r.Int(0)), PersonID: id.ID(r.Int(1)), CreditorID: id.ID(r.Int(2)), PortfolioID: id.ID(r.Int(3)),
			Currency: money.Currency(w.Of(r.Bytes(4))), Rate: money.Rate(r.Int(5)), MoratoryRate: money.Rate(r.Int(6)),
			Basis: money.Basis(r.Int(7)), State: State(w.Of(r.Bytes(8))), Disputed: r.Int(9) != 0,
		}
		each(&a)
		return nil
	}
	return db.Question{Each: row, Args: []any{from, past}, SQL: `
		SELECT id, person_id, creditor_id,
		portfolio_id, currency, rate, moratory_rate, basis, state, disputed FROM account
		WHERE person_id >= ? AND person_id < ? AND state IN ('open', 'asked')
		ORDER BY person_id, id`}
}

// OwedItemsIn reads the items of a range of persons on which something is owed, in the order of persons,
// without the columns that a decision does not need.
func OwedItemsIn(from, past id.ID, w Words, each func(*Item)) db.Question {
	var i Item
	row := func(r db.Row) error {
		i = Item{
			ID: id.ID(r.Int(0)), PersonID: id.ID(r.Int(1)), AccountID: id.ID(r.Int(2)), DueOn: calendar.Day(r.Int(3)),
			Owed: Parts{money.Amount(r.Int(4)), money.Amount(r.Int(5)), money.Amount(r.Int(6)),
				money.Amount(r.Int(7))},
			State: Open, Figures: Figures(w.Of(r.Bytes(8))), AccruedOn: calendar.Day(r.Int(9)),
			InterestCarry: money.Carry(r.Int(10)), MoratoryCarry: money.Carry(r.Int(11)), EntryCount: r.Int(12),
		}
		each(&i)
		return nil
	}
	return db.Question{Each: row, Args: []any{from, past}, SQL: `
		SELECT id, person_id, account_id,
		due_on, principal, interest, moratory, fees, figures, accrued_on, interest_carry,
		moratory_carry, entry_count
		FROM item WHERE person_id >= ? AND person_id < ? AND state = 'open' ORDER BY person_id`}
}

// RatesIn reads the earlier rates of the accounts of a range of persons.
func RatesIn(from, past id.ID, each func(RateChange)) db.Question {
	row := func(r db.Row) error {
		each(RateChange{id.ID(r.Int(0)), calendar.Day(r.Int(1)), money.Rate(r.Int(2)), money.Rate(r.Int(3))})
		return nil
	}
	return db.Question{Each: row, Args: []any{from, past}, SQL: `
		SELECT account_id, until_on, rate, moratory_rate FROM rate_change
		WHERE person_id >= ? AND person_id < ? ORDER BY account_id, until_on, cut_id`}
}

package payment

import (
	"strings"

	"aldia/domain/calendar"
	"aldia/domain/debt"
	"aldia/domain/money"
	"aldia/platform/db"
	"aldia/platform/id"
)

const paymentColumns = `id, cut_id, seen_cut_id, creditor_id, person_id, account_id, spread, key, same,
	position, paid_on, amount, currency, account, account_key, id_type, id_number, way, reference, item, note,
	applied, counted, state, received_at`

func scan(r db.Row) *Payment {
	return &Payment{
		ID: id.ID(r.Int(0)), CutID: id.ID(r.Int(1)), SeenCutID: id.ID(r.Int(2)), CreditorID: id.ID(r.Int(3)),
		PersonID: id.ID(r.Int(4)), AccountID: id.ID(r.Int(5)), Spread: r.Int(6) != 0, Key: r.Int(7),
		Same: r.Text(8), Position: r.Int(9), PaidOn: calendar.Day(r.Int(10)), Amount: money.Amount(r.Int(11)),
		Currency: money.Currency(r.Text(12)), Account: r.Text(13), AccountKey: r.Int(14), IDType: r.Text(15),
		IDNumber: r.Text(16), Way: r.Text(17), Reference: r.Text(18), Item: r.Text(19), Note: r.Text(20),
		Applied: money.Amount(r.Int(21)), Counted: money.Amount(r.Int(22)), State: State(r.Text(23)),
		ReceivedAt: db.Time(r.Int(24)),
	}
}

func names(columns string) []string {
	all := strings.Split(columns, ",")
	for i := range all {
		all[i] = strings.TrimSpace(all[i])
	}
	return all
}

func add(tx db.Tx, payments []*Payment) error {
	return tx.Insert("payment", names(paymentColumns), len(payments), func(n int, v *db.Values) {
		p := payments[n]
		v.Int(int64(p.ID))
		v.Int(int64(p.CutID))
		v.Int(int64(p.SeenCutID))
		v.Int(int64(p.CreditorID))
		v.Int(int64(p.PersonID))
		v.Int(int64(p.AccountID))
		v.Bool(p.Spread)
		v.Int(p.Key)
		v.Text(p.Same)
		v.Int(p.Position)
		v.Int(int64(p.PaidOn))
		v.Int(int64(p.Amount))
		v.Text(string(p.Currency))
		v.Text(p.Account)
		v.Int(p.AccountKey)
		v.Text(p.IDType)
		v.Text(p.IDNumber)
		v.Text(p.Way)
		v.Text(p.Reference)
		v.Text(p.Item)
		v.Text(p.Note)
		v.Int(int64(p.Applied))
		v.Int(int64(p.Counted))
		v.Text(string(p.State))
		v.Int(db.Micros(p.ReceivedAt))
	})
}

// save writes what becomes of payments that are known.
func save(tx db.Tx, payments []*Payment) error {
	columns := []string{"seen_cut_id", "person_id", "account_id", "spread", "applied", "counted", "state"}
	return tx.Update("payment", "id", columns, len(payments), func(n int, v *db.Values) {
		p := payments[n]
		v.Int(int64(p.ID))
		v.Int(int64(p.SeenCutID))
		v.Int(int64(p.PersonID))
		v.Int(int64(p.AccountID))
		v.Bool(p.Spread)
		v.Int(int64(p.Applied))
		v.Int(int64(p.Counted))
		v.Text(string(p.State))
	})
}

// addSplits writes the splits of payments that have none yet.
func addSplits(tx db.Tx, payments []*Payment) error {
	type row struct {
		payment id.ID
		*Split
	}
	var rows []row
	for _, p := range payments {
		for n := range p.Splits {
			rows = append(rows, row{p.ID, &p.Splits[n]})
		}
	}
	columns := []string{"payment_id", "item_id", "principal", "interest", "moratory", "fees", "cut_id", "was"}
	return tx.Insert("payment_split", columns, len(rows), func(n int, v *db.Values) {
		s := rows[n]
		v.Int(int64(s.payment))
		v.Int(int64(s.ItemID))
		v.Int(int64(s.Parts.Principal))
		v.Int(int64(s.Parts.Interest))
		v.Int(int64(s.Parts.Moratory))
		v.Int(int64(s.Parts.Fees))
		v.Int(int64(s.CutID))
		v.Text(string(s.Was))
	})
}

// dropSplits makes room for other splits of payments. What they were stays in the ledger.
func dropSplits(tx db.Tx, payments []*Payment) error {
	if len(payments) == 0 {
		return nil
	}
	_, err := tx.Exec(`DELETE FROM payment_split WHERE payment_id IN ?list`, idsOf(payments))
	return err
}

func idsOf(payments []*Payment) db.List {
	ids := make(db.List, len(payments))
	for i, p := range payments {
		ids[i] = int64(p.ID)
	}
	return ids
}

func read(tx db.Tx, where string, args ...any) ([]*Payment, error) {
	var all []*Payment
	err := tx.Query(func(r db.Row) error {
		all = append(all, scan(r))
		return nil
	}, `SELECT `+paymentColumns+` FROM payment WHERE `+where, args...)
	return all, err
}

// readSplits fills in the splits of payments, in the order in which they were made.
func readSplits(tx db.Tx, payments []*Payment) error {
	if len(payments) == 0 {
		return nil
	}
	at := make(map[id.ID]*Payment, len(payments))
	for _, p := range payments {
		p.Splits = nil
		at[p.ID] = p
	}
	return tx.Query(func(r db.Row) error {
		p := at[id.ID(r.Int(0))]
		p.Splits = append(p.Splits, Split{
			ItemID: id.ID(r.Int(1)),
			Parts: debt.Parts{
				Principal: money.Amount(r.Int(2)), Interest: money.Amount(r.Int(3)),
				Moratory: money.Amount(r.Int(4)), Fees: money.Amount(r.Int(5)),
			},
			CutID: id.ID(r.Int(6)), Was: debt.State(r.Text(7)),
		})
		return nil
	}, `SELECT s.payment_id, s.item_id, s.principal, s.interest, s.moratory, s.fees, s.cut_id, s.was
		FROM payment_split s JOIN item i ON i.id = s.item_id WHERE s.payment_id IN ?list
		ORDER BY s.payment_id, i.due_on, i.id`, idsOf(payments))
}

// lockCases keeps others from deciding or changing the cases of persons until the end of the transaction.
// They are locked in the order of persons, as the close does, so that two batches cannot wait for each
// other.
func lockCases(tx db.Tx, persons db.List) error {
	if tx.Engine() == db.SQLite {
		return nil // its one writer is lock enough
	}
	return tx.Query(func(db.Row) error { return nil },
		`SELECT version FROM casefile WHERE person_id IN ?list ORDER BY person_id FOR UPDATE`, persons)
}

// countryOf is the country of a creditor: that of the documents in its files.
func countryOf(tx db.Tx, creditor id.ID) (country string, err error) {
	_, err = db.One(tx, func(r db.Row) error {
		country = r.Text(0)
		return nil
	}, `SELECT country FROM creditor WHERE id = ?`, creditor)
	return country, err
}

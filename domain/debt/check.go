package debt

import (
	"aldia/platform/db"
	"aldia/platform/id"
)

// Broken is an item whose figures do not agree with the ledger, or whose account or person is not there.
type Broken struct {
	ItemID id.ID
	Why    string // balance | account | person
}

// CheckTx reads every item and finds those whose balance is not the sum of their entries, and open ones
// that belong to nobody. There must be none, ever. It reads the whole book.
func CheckTx(tx db.Tx, each func(Broken) error) error {
	for _, question := range []struct{ why, sql string }{
		{"balance", `SELECT i.id FROM item i LEFT JOIN (SELECT item_id, count(*) AS lines,
			CAST(sum(principal) AS BIGINT) AS principal, CAST(sum(interest) AS BIGINT) AS interest,
			CAST(sum(moratory) AS BIGINT) AS moratory, CAST(sum(fees) AS BIGINT) AS fees FROM entry GROUP BY item_id) e
			ON e.item_id = i.id
			WHERE i.principal <> coalesce(e.principal, 0) OR i.interest <> coalesce(e.interest, 0)
			OR i.moratory <> coalesce(e.moratory, 0) OR i.fees <> coalesce(e.fees, 0)
			OR i.entry_count <> coalesce(e.lines, 0)`},
		{"account", `SELECT i.id FROM item i LEFT JOIN account a ON a.id = i.account_id
			WHERE i.state = 'open' AND (a.id IS NULL OR a.person_id <> i.person_id)`},
		{"person", `SELECT i.id FROM item i LEFT JOIN person p ON p.id = i.person_id
			WHERE i.state = 'open' AND p.id IS NULL`},
	} {
		err := tx.Query(func(r db.Row) error {
			return each(Broken{ItemID: id.ID(r.Int(0)), Why: question.why})
		}, question.sql)
		if err != nil {
			return err
		}
	}
	return nil
}

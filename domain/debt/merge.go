package debt

import (
	"aldia/platform/db"
	"aldia/platform/id"
)

// MoveTx gives the debts of a person to the one they turned out to be, and remembers which.
func MoveTx(tx db.Tx, from, into id.ID) error {
	if _, err := tx.Exec(`INSERT INTO account_move (account_id, from_person, into_person)
		SELECT id, ?, ? FROM account WHERE person_id = ?`, from, into, from); err != nil {
		return err
	}
	for _, table := range []string{"account", "item", "account_party", "rate_change"} {
		if _, err := tx.Exec(`UPDATE `+table+` SET person_id = ? WHERE person_id = ?`, into, from); err != nil {
			return err
		}
	}
	return nil
}

// MoveBackTx takes a merge back: the accounts that it moved, with what belongs to them, are the first
// person's again.
func MoveBackTx(tx db.Tx, from, into id.ID) error {
	var moved db.List
	if err := tx.Query(func(r db.Row) error {
		moved = append(moved, r.Int(0))
		return nil
	}, `SELECT account_id FROM account_move WHERE into_person = ? AND from_person = ?`, into, from); err != nil {
		return err
	}
	for _, table := range []string{"item", "rate_change"} {
		sql := `UPDATE ` + table + ` SET person_id = ? WHERE account_id IN ?list`
		if _, err := tx.Exec(sql, from, moved); err != nil {
			return err
		}
	}
	if _, err := tx.Exec(`UPDATE account SET person_id = ? WHERE id IN ?list`, from, moved); err != nil {
		return err
	}
	_, err := tx.Exec(`DELETE FROM account_move WHERE into_person = ? AND from_person = ?`, into, from)
	return err
}

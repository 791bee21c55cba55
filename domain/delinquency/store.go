package delinquency

import (
	"aldia/domain/calendar"
	"aldia/domain/debt"
	"aldia/domain/money"
	"aldia/platform/db"
	"aldia/platform/id"
)

const standingColumns = `account_id, person_id, creditor_id, portfolio_id, currency, bucket, stage,
	oldest_due_on,
	past_due, balance, since_on`

func scanStanding(r db.Row, text func([]byte) string) Standing {
	return Standing{
		AccountID: id.ID(r.Int(0)), PersonID: id.ID(r.Int(1)), CreditorID: id.ID(r.Int(2)),
		PortfolioID: id.ID(r.Int(3)), Currency: money.Currency(text(r.Bytes(4))), Bucket: text(r.Bytes(5)),
		Stage: text(r.Bytes(6)), OldestDueOn: calendar.Day(r.Int(7)), PastDue: money.Amount(r.Int(8)),
		Balance: money.Amount(r.Int(9)), SinceOn: calendar.Day(r.Int(10)),
	}
}

// StandingsIn reads where the accounts of a range of persons stand, and gives each; past is no longer in
// the range.
func StandingsIn(from, past id.ID, w debt.Words, each func(Standing)) db.Question {
	row := func(r db.Row) error {
		each(scanStanding(r, w.Of))
		return nil
	}
	return db.Question{Each: row, Args: []any{from, past}, SQL: `SELECT ` + standingColumns + `
		FROM standing WHERE person_id >= ? AND person_id < ? ORDER BY person_id`}
}

// AddStandings writes the standing of accounts that had none.
func AddStandings(tx db.Tx, standings []Standing) error {
	columns := []string{
		"account_id", "person_id", "creditor_id", "portfolio_id", "currency", "bucket", "stage", "oldest_due_on",
		"past_due", "balance", "since_on",
	}
	return tx.Insert("standing", columns, len(standings),
		func(n int, v *db.Values) { putStanding(&standings[n], v) })
}

func putStanding(s *Standing, v *db.Values) {
	v.Int(int64(s.AccountID))
	v.Int(int64(s.PersonID))
	v.Int(int64(s.CreditorID))
	v.Int(int64(s.PortfolioID))
	v.Text(string(s.Currency))
	v.Text(s.Bucket)
	v.Text(s.Stage)
	v.Int(int64(s.OldestDueOn))
	v.Int(int64(s.PastDue))
	v.Int(int64(s.Balance))
	v.Int(int64(s.SinceOn))
}

// SaveStandings writes the standing of accounts that had one.
func SaveStandings(tx db.Tx, standings []Standing) error {
	columns := []string{
		"person_id", "creditor_id", "portfolio_id", "currency", "bucket", "stage", "oldest_due_on", "past_due",
		"balance", "since_on",
	}
	return tx.Update("standing", "account_id", columns, len(standings),
		func(n int, v *db.Values) { putStanding(&standings[n], v) })
}

// AddMoves writes moves between buckets.
func AddMoves(tx db.Tx, moves []Move) error {
	columns := []string{
		"account_id", "person_id", "creditor_id", "currency", "on_day", "from_bucket", "to_bucket", "from_on",
		"past_due", "balance", "was",
	}
	return tx.Insert("bucket_move", columns, len(moves), func(n int, v *db.Values) {
		m := &moves[n]
		v.Int(int64(m.AccountID))
		v.Int(int64(m.PersonID))
		v.Int(int64(m.CreditorID))
		v.Text(string(m.Currency))
		v.Int(int64(m.OnDay))
		v.Text(m.From)
		v.Text(m.To)
		v.Int(int64(m.FromOn))
		v.Int(int64(m.PastDue))
		v.Int(int64(m.Balance))
		v.Int(int64(m.Was))
	})
}

const moveColumns = `account_id, person_id, creditor_id, currency, on_day, from_bucket, to_bucket, from_on,
	past_due, balance, was`

func scanMove(r db.Row) Move {
	return Move{
		AccountID: id.ID(r.Int(0)), PersonID: id.ID(r.Int(1)), CreditorID: id.ID(r.Int(2)),
		Currency: money.Currency(r.Text(3)), OnDay: calendar.Day(r.Int(4)), From: r.Text(5), To: r.Text(6),
		FromOn: calendar.Day(r.Int(7)), PastDue: money.Amount(r.Int(8)), Balance: money.Amount(r.Int(9)),
		Was: money.Amount(r.Int(10)),
	}
}

// MovesOf reads the history of an account, the newest move first.
func MovesOf(tx db.Tx, accounts db.List, limit int) ([]Move, error) {
	var moves []Move
	err := tx.Query(func(r db.Row) error {
		moves = append(moves, scanMove(r))
		return nil
	}, `SELECT `+moveColumns+` FROM bucket_move WHERE account_id IN ?list
		ORDER BY on_day DESC LIMIT ?`, accounts, limit)
	return moves, err
}

// DropStandings takes accounts that have left the book off the list; their moves stay.
func DropStandings(tx db.Tx, accounts []id.ID) error {
	if len(accounts) == 0 {
		return nil
	}
	ids := make(db.List, len(accounts))
	for i, a := range accounts {
		ids[i] = int64(a)
	}
	_, err := tx.Exec(`DELETE FROM standing WHERE account_id IN ?list`, ids)
	return err
}

// FollowTx gives the standings and moves of accounts to the persons whose accounts they are now, after a
// merge of two persons or the end of one.
func FollowTx(tx db.Tx, persons db.List) error {
	for _, table := range []string{"standing", "bucket_move"} {
		if _, err := tx.Exec(`UPDATE `+table+` SET person_id =
			(SELECT a.person_id FROM account a WHERE a.id = `+table+`.account_id)
			WHERE account_id IN (SELECT id FROM account WHERE person_id IN ?list)`, persons); err != nil {
			return err
		}
	}
	return nil
}

package treatment

import (
	"aldia/domain/calendar"
	"aldia/domain/money"
	"aldia/domain/strategy"
	"aldia/platform/db"
	"aldia/platform/id"
)

const casefileColumns = `person_id, creditor_id, account_id, stage, step, bucket, oldest_due_on, currency,
	past_due,
	balance, accounts, hold, hold_until_on, assigned_id, broken, version, decided_on, further`

func casefileNames() []string {
	return []string{
		"person_id", "creditor_id", "account_id", "stage", "step", "bucket", "oldest_due_on", "currency",
		"past_due",
		"balance", "accounts", "hold", "hold_until_on", "assigned_id", "broken", "version", "decided_on", "further",
	}
}

func scanCasefile(r db.Row, f *Casefile, text func([]byte) string) {
	*f = Casefile{
		PersonID: id.ID(r.Int(0)), CreditorID: id.ID(r.Int(1)), AccountID: id.ID(r.Int(2)),
		Stage: strategy.Stage(text(r.Bytes(3))), Step: text(r.Bytes(4)), Bucket: text(r.Bytes(5)),
		OldestDueOn: calendar.Day(r.Int(6)), Currency: money.Currency(text(r.Bytes(7))),
		PastDue: money.Amount(r.Int(8)),
		Balance: money.Amount(r.Int(9)), Accounts: r.Int(10), Hold: Hold(text(r.Bytes(11))),
		HoldUntilOn: calendar.Day(r.Int(12)), AssignedID: id.ID(r.Int(13)), Broken: r.Int(14), Version: r.Int(15),
		DecidedOn: calendar.Day(r.Int(16)), Further: r.Int(17),
	}
}

func putCasefile(f *Casefile, v *db.Values) {
	v.Int(int64(f.PersonID))
	putCase(f, v)
}

// putCase puts all of a case but whose it is.
func putCase(f *Casefile, v *db.Values) {
	v.Int(int64(f.CreditorID))
	v.Int(int64(f.AccountID))
	v.Text(string(f.Stage))
	v.Text(f.Step)
	v.Text(f.Bucket)
	v.Int(int64(f.OldestDueOn))
	v.Text(string(f.Currency))
	v.Int(int64(f.PastDue))
	v.Int(int64(f.Balance))
	v.Int(f.Accounts)
	v.Text(string(f.Hold))
	v.Int(int64(f.HoldUntilOn))
	v.Int(int64(f.AssignedID))
	v.Int(f.Broken)
	v.Int(f.Version)
	v.Int(int64(f.DecidedOn))
	v.Int(f.Further)
}

// CasefileOf reads the case of a person.
func CasefileOf(tx db.Tx, person id.ID) (f Casefile, found bool, err error) {
	found, err = db.One(tx, func(r db.Row) error {
		scanCasefile(r, &f, func(b []byte) string { return string(b) })
		return nil
	}, `SELECT `+casefileColumns+` FROM casefile WHERE person_id = ?`, person)
	return f, found, err
}

func casefilesIn(from, past id.ID, text func([]byte) string, each func(*Casefile)) db.Question {
	var f Casefile
	row := func(r db.Row) error {
		scanCasefile(r, &f, text)
		each(&f)
		return nil
	}
	return db.Question{Each: row, Args: []any{from, past}, SQL: `SELECT ` + casefileColumns + `
		FROM casefile WHERE person_id >= ? AND person_id < ? ORDER BY person_id`}
}

func casefilesOf(tx db.Tx, persons db.List, each func(*Casefile)) error {
	var f Casefile
	return tx.Query(func(r db.Row) error {
		scanCasefile(r, &f, func(b []byte) string { return string(b) })
		each(&f)
		return nil
	}, `SELECT `+casefileColumns+` FROM casefile WHERE person_id IN ?list ORDER BY person_id`, persons)
}

// holdCases keeps the cases of a range of persons from being changed by anybody else until the transaction
// ends.
func holdCases(tx db.Tx, from, past id.ID) error {
	if tx.Engine() == db.SQLite {
		return nil
	}
	return tx.Query(func(db.Row) error { return nil }, `SELECT version FROM casefile
		WHERE person_id >= ? AND person_id < ? ORDER BY person_id FOR UPDATE`, from, past)
}

// versions adds up the versions of the cases of a range of persons: it changes with each of them.
func versions(tx db.Tx, from, past id.ID) (int64, error) {
	return db.Int(tx, `SELECT CAST(coalesce(sum(version), 0) AS BIGINT) FROM casefile
		WHERE person_id >= ? AND person_id < ?`, from, past)
}

// stale gives the persons whose case is no longer as it was when it was decided, and locks the others until
// the end of the transaction.
func stale(tx db.Tx, touched []Touched) ([]id.ID, error) {
	ids := make(db.List, len(touched))
	for i, t := range touched {
		ids[i] = int64(t.PersonID)
	}
	sql := `SELECT person_id, version FROM casefile WHERE person_id IN ?list`
	if tx.Engine() == db.Postgres {
		sql += ` ORDER BY person_id FOR UPDATE`
	}
	now := make(map[id.ID]int64, len(touched))
	if err := tx.Query(func(r db.Row) error {
		now[id.ID(r.Int(0))] = r.Int(1)
		return nil
	}, sql, ids); err != nil {
		return nil, err
	}
	var changed []id.ID
	for _, t := range touched {
		if now[t.PersonID] != t.Version {
			changed = append(changed, t.PersonID)
		}
	}
	return changed, nil
}

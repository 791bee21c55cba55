package party

import (
	"aldia/platform/db"
	"aldia/platform/id"
)

// CallableTx gives each of the persons who has a telephone that may be tried: Usable says the same of a
// contact point that is already read.
func CallableTx(tx db.Tx, persons db.List, each func(person id.ID)) error {
	return tx.Batch(AskCallable(persons, each))
}

// AskCallable is the question of CallableTx, for who has others to ask with it.
func AskCallable(persons db.List, each func(person id.ID)) db.Question {
	return db.Question{Each: func(r db.Row) error {
		each(id.ID(r.Int(0)))
		return nil
	}, Args: []any{persons}, SQL: `SELECT DISTINCT person_id FROM contact_point WHERE person_id IN ?list
		AND kind = 'phone' AND state IN ('unverified', 'valid') AND line <> 'unreadable'`}
}

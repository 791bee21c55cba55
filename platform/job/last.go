package job

import (
	"aldia/platform/db"
)

// LastTx gives the latest job of a kind and key, open or ended; found is false when there never was one, or it was
// swept away.
func LastTx(tx db.Tx, kind, key string) (s Status, found bool, err error) {
	found, err = db.One(tx, func(r db.Row) error {
		s = scan(r)
		return nil
	}, `SELECT `+columns+` FROM job WHERE kind = ? AND key = ? ORDER BY id DESC LIMIT 1`, kind, key)
	return s, found, err
}

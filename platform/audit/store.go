package audit

import (
	"errors"

	"aldia/platform/db"
)

var errNoLane = errors.New("audit: the lane cannot be opened")

const columns = `id, at, by_user, what, on_kind, on_id, person, why, key, detail, hash`

// lock makes sure that the lane is there, and on PostgreSQL that nobody else appends to it meanwhile; SQLite
// has one writer anyhow.
func lock(tx db.Tx, lane int64) error {
	suffix := ""
	if tx.Engine() == db.Postgres {
		suffix = ` FOR UPDATE`
	}
	for range 2 {
		found, err := db.One(tx, func(db.Row) error { return nil },
			`SELECT seq FROM audit_lane WHERE lane = ?`+suffix, lane)
		if found || err != nil {
			return err
		}
		if _, err := tx.Exec(`INSERT INTO audit_lane (lane, seq, hash) VALUES (?, 0, ?)
			ON CONFLICT (lane) DO NOTHING`, lane, genesis(lane)); err != nil {
			return err
		}
	}
	return errNoLane
}

// appendPostgres moves the head and writes the entry in one statement, so that the lane is locked for one
// round trip less: the server computes the hash.
func appendPostgres(tx db.Tx, lane int64, e *Entry, detail string, text []byte) error {
	for range 2 {
		n, err := tx.Exec(`WITH head AS (
				UPDATE audit_lane SET seq = seq + 1, hash = sha256(hash || CAST(? AS BYTEA)) WHERE lane = ?
				RETURNING lane, seq, hash)
			INSERT INTO audit_entry (`+columns+`)
			SELECT (head.lane << ?) + head.seq, CAST(? AS BIGINT), CAST(? AS BIGINT), CAST(? AS TEXT), CAST(? AS TEXT),
				CAST(? AS BIGINT), CAST(? AS BIGINT), CAST(? AS TEXT), CAST(? AS TEXT), CAST(? AS TEXT), head.hash
			FROM head`, text, lane, laneShift, e.At, e.ByUser, e.What, e.On, e.OnID, e.Person, e.Why, e.Key, detail)
		if err != nil || n == 1 {
			return err
		}
		if err := lock(tx, lane); err != nil {
			return err
		}
	}
	return errNoLane
}

func appendSQLite(tx db.Tx, lane int64, e *Entry, detail string, text []byte) error {
	seq, before, err := head(tx, lane)
	if err != nil {
		return err
	}
	hash := link(before, text)
	if _, err := tx.Exec(`INSERT INTO audit_entry (`+columns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		lane<<laneShift+seq+1, e.At, e.ByUser, e.What, e.On, e.OnID, e.Person, e.Why, e.Key, detail, hash,
	); err != nil {
		return err
	}
	if seq == 0 {
		_, err = tx.Exec(`INSERT INTO audit_lane (lane, seq, hash) VALUES (?, 1, ?)
			ON CONFLICT (lane) DO UPDATE SET seq = 1, hash = excluded.hash`, lane, hash)
		return err
	}
	_, err = tx.Exec(`UPDATE audit_lane SET seq = ?, hash = ? WHERE lane = ?`, seq+1, hash, lane)
	return err
}

func head(tx db.Tx, lane int64) (seq int64, hash []byte, err error) {
	hash = genesis(lane)
	_, err = db.One(tx, func(r db.Row) error {
		seq = r.Int(0)
		hash = append([]byte(nil), r.Bytes(1)...)
		return nil
	}, `SELECT seq, hash FROM audit_lane WHERE lane = ?`, lane)
	return seq, hash, err
}

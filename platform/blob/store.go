package blob

import (
	"aldia/platform/db"
	"aldia/platform/id"
)

func insertTx(tx db.Tx, f *Blob) error {
	_, err := tx.Exec(`INSERT INTO blob (id, name, media, size, sha256, ready, created_at) VALUES (?, ?, ?, 0,
		'', 0, ?)`,
		f.ID, f.Name, f.Media, f.CreatedAt)
	return err
}

func insertChunksTx(tx db.Tx, blob id.ID, first int, chunks [][]byte) error {
	return tx.Insert("blob_chunk", []string{"blob_id", "n", "body"}, len(chunks), func(i int, v *db.Values) {
		v.Int(int64(blob))
		v.Int(int64(first + i))
		v.Bytes(chunks[i])
	})
}

func finishTx(tx db.Tx, f *Blob) error {
	_, err := tx.Exec(`UPDATE blob SET size = ?, sha256 = ?, ready = 1 WHERE id = ?`, f.Size, f.SHA256, f.ID)
	return err
}

func statTx(tx db.Tx, blob id.ID) (f Blob, err error) {
	found, err := db.One(tx, func(r db.Row) error {
		f = Blob{ID: id.ID(r.Int(0)), Name: r.Text(1), Media: r.Text(2), Size: r.Int(3), SHA256: r.Text(4),
			CreatedAt: db.Time(r.Int(5))}
		return nil
	}, `SELECT id, name, media, size, sha256, created_at FROM blob WHERE id = ? AND ready = 1`, blob)
	if err == nil && !found {
		err = ErrMissing
	}
	return f, err
}

// DeleteTx forgets a file within a transaction.
func DeleteTx(tx db.Tx, blob id.ID) error {
	if _, err := tx.Exec(`DELETE FROM blob_chunk WHERE blob_id = ?`, blob); err != nil {
		return err
	}
	_, err := tx.Exec(`DELETE FROM blob WHERE id = ?`, blob)
	return err
}

package audit

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"aldia/platform/db"
)

// Sealed is the entry that a seal writes.
const Sealed = "audit.sealed"

// sealedHead is the end of one lane when a seal was made.
type sealedHead struct {
	Lane int64  `json:"lane"`
	Seq  int64  `json:"seq"`
	Hash string `json:"sha256"`
}

// Seal notes the heads of all lanes in one entry of the program's own lane. It is done once a day; more often
// does no harm. The hash it gives back is worth keeping elsewhere: printed, mailed, with a notary.
func Seal(ctx context.Context, d *db.DB) (hash string, err error) {
	err = d.Write(ctx, func(tx db.Tx) error {
		hash, err = SealTx(tx, d.Now())
		return err
	})
	return hash, err
}

// SealTx is Seal within a transaction.
func SealTx(tx db.Tx, at time.Time) (hash string, err error) {
	var heads []sealedHead
	err = tx.Query(func(r db.Row) error {
		heads = append(heads, sealedHead{Lane: r.Int(0), Seq: r.Int(1), Hash: hex.EncodeToString(r.Bytes(2))})
		return nil
	}, `SELECT lane, seq, hash FROM audit_lane ORDER BY lane`)
	if err != nil {
		return "", err
	}
	if err := AppendTx(tx, Entry{At: at, What: Sealed, On: "audit", Detail: heads}); err != nil {
		return "", err
	}
	_, own, err := head(tx, systemLane)
	return hex.EncodeToString(own), err
}

// seals collects the heads that were ever sealed, by the identity of their entry, and says when the last seal
// was made.
type seals struct {
	heads  map[int64]string
	count  int64
	lastAt time.Time
	last   string
}

func readSeals(tx db.Tx) (*seals, error) {
	s := &seals{heads: map[int64]string{}}
	err := tx.Query(func(r db.Row) error {
		var heads []sealedHead
		if err := json.Unmarshal(r.Bytes(1), &heads); err != nil {
			// The seal itself was tampered with; the walk will name it.
			return nil //nolint:nilerr // found again, with its place, by the walk over its lane
		}
		s.count++
		s.lastAt, s.last = db.Time(r.Int(0)), hex.EncodeToString(r.Bytes(2))
		for _, h := range heads {
			place := h.Lane<<laneShift + h.Seq
			if was, seen := s.heads[place]; seen && was != h.Hash {
				return fmt.Errorf("audit: two seals disagree on entry %d of lane %d", h.Seq, h.Lane)
			}
			s.heads[place] = h.Hash
		}
		return nil
	}, `SELECT at, detail, hash FROM audit_entry WHERE id > ? AND id < ? AND what = ? ORDER BY id`,
		int64(systemLane)<<laneShift, int64(systemLane+1)<<laneShift, Sealed)
	return s, err
}

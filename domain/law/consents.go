package law

import (
	"aldia/platform/db"
	"aldia/platform/id"
)

// ConsentsTx sets down the consents that a creditor's file brings, in the transaction that takes its rows
// in, and says how many are new. One that stands with the same day is not set down again; of one that names
// no day (Undated) any consent to the channel that stands will do. One of a person who has as many marks as
// one may have is not set down either: left are the places of those, to be told. A consent cancels nothing,
// so nobody is held for it and no case is decided by itself: the cut decides all of its cases. The book has
// the cut with its file, and each mark the cut that brought it.
func (g *Gate) ConsentsTx(tx db.Tx, brought []Brought) (set int64, left []int, err error) {
	if len(brought) == 0 {
		return 0, nil, nil
	}
	now := g.db.Now()
	standing := map[id.ID][]Mark{}
	var persons db.List
	for i := range brought {
		if _, seen := standing[brought[i].PersonID]; !seen {
			standing[brought[i].PersonID] = nil
			persons = append(persons, int64(brought[i].PersonID))
		}
	}
	if err := tx.Batch(askMarks(persons, now, func(m Mark) {
		standing[m.PersonID] = append(standing[m.PersonID], m)
	})); err != nil {
		return 0, nil, err
	}
	var fresh []Mark
	for i := range brought {
		m := brought[i].Mark
		m.Kind, m.SetAt = Consents, now
		if err := m.check(); err != nil {
			return 0, nil, err
		}
		theirs := standing[m.PersonID]
		if brought[i].stands(theirs) {
			continue
		}
		if len(theirs) >= MostMarks {
			left = append(left, i)
			continue
		}
		m.ID = g.db.IDs().New()
		standing[m.PersonID] = append(theirs, m)
		fresh = append(fresh, m)
	}
	return int64(len(fresh)), left, addMarks(tx, fresh)
}

// Brought is a consent of a creditor's file.
type Brought struct {
	Mark
	Undated bool // the file says no day; From is the file's own
}

// stands says whether one of the marks says the same.
func (b *Brought) stands(all []Mark) bool {
	for i := range all {
		m := &all[i]
		if m.Kind == Consents && m.Channel == b.Channel && (b.Undated || m.From.Equal(b.From)) {
			return true
		}
	}
	return false
}

// UnconsentTx ends the consents that a cut brought, when the cut is taken back: what the creditor says was
// never so is no consent, and calling by it would be a call without one. What an earlier cut had said stands.
func (g *Gate) UnconsentTx(tx db.Tx, cut, by id.ID, why string) (ended int64, err error) {
	return tx.Exec(`UPDATE person_mark SET ended_at = ?, ended_by = ?, ended_why = ?
		WHERE cut_id = ? AND cut_id <> 0 AND ended_at = 0`, g.db.Now(), by, why, cut)
}

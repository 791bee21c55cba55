package party

import (
	"aldia/platform/db"
	"aldia/platform/id"
)

// Document is an id number as somebody wrote it down.
type Document struct {
	Country string // ISO 3166 alpha-2
	Type    string // as written; empty: by its shape
	Number  string
}

// ByDocumentTx finds the persons that documents in a creditor's file name: by a number that can stand for one
// person, else by the creditor's own number of the customer, which is often the same. There is a place for
// each document, none where nobody is found; a person who was merged is given as the one they are now.
func ByDocumentTx(tx db.Tx, creditor id.ID, documents []Document) ([]id.ID, error) {
	type wanted struct {
		document int
		creditor id.ID
		value    string
	}
	at := map[int64][]wanted{}
	list := db.List{}
	ask := func(hash int64, w wanted) {
		if at[hash] == nil {
			list = append(list, hash)
		}
		at[hash] = append(at[hash], w)
	}
	for i, d := range documents {
		v := Check(d.Country, d.Type, d.Number)
		if v.Identifies() {
			k := documentKey(d.Country, v.Type, v.Number)
			ask(documentHash(k), wanted{i, 0, k})
		}
		for _, own := range []string{"#" + v.Type + ":" + v.Number, v.Number, clip(tidy(d.Number), maxOwnKey)} {
			if own != "" {
				ask(ownHash(creditor, own), wanted{i, creditor, own})
			}
		}
	}
	found := make([]id.ID, len(documents))
	named := make([]bool, len(documents)) // by the document itself, which comes first
	err := tx.Query(func(r db.Row) error {
		for _, w := range at[r.Int(0)] {
			if r.Text(3) != w.value || id.ID(r.Int(2)) != w.creditor || named[w.document] {
				continue
			}
			found[w.document], named[w.document] = id.ID(r.Int(1)), w.creditor == 0
		}
		return nil
	}, `SELECT k.hash, CASE WHEN p.into_id <> 0 THEN p.into_id ELSE p.id END, k.creditor_id, k.value
		FROM person_key k JOIN person p ON p.id = k.person_id WHERE k.hash IN ?list`, list)
	return found, err
}

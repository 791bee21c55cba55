package report

import (
	"slices"

	"aldia/domain/law"
	"aldia/platform/db"
)

// lawbooks are the rules of each version under which some attempts, the oldest first, were judged: also the
// rules that were against none of them, since that is what who was called asks about.
func (r *Reports) lawbooks(tx db.Tx, attempts []Attempt) (books []law.Lawbook, err error) {
	var asked []law.Then
	for i := range attempts {
		a := &attempts[i]
		for _, f := range a.Decision.Packs {
			at := slices.IndexFunc(asked, func(t law.Then) bool {
				return t.Pack == f.Pack && t.Version == f.Version
			})
			if at < 0 {
				at = len(asked)
				asked = append(asked, law.Then{Pack: f.Pack, Version: f.Version, First: a.At})
			}
			asked[at].Last = a.At
			if len(f.Readings) > 0 {
				asked[at].Readings = append(asked[at].Readings, f.Readings)
			}
		}
	}
	for _, t := range asked {
		one, err := r.owns.LawbookTx(tx, t)
		if err != nil {
			return nil, err
		}
		books = append(books, one)
	}
	return books, nil
}

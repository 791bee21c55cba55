package party

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"

	"aldia/platform/audit"
	"aldia/platform/auth"
	"aldia/platform/db"
	"aldia/platform/fault"
	"aldia/platform/id"
)

const (
	// maxPairs bounds one look at the list of pairs.
	maxPairs = 500
	// maxCompared bounds the pairs of one search for duplicates: the thousand namesakes of a portfolio are
	// half a million pairs, and the fortieth thousandth pair of one evening is not the one that matters.
	maxCompared = 5_000_000
	maxListed   = 20_000
	// listedAtOnce keeps the writer free for people.
	listedAtOnce = 500
)

// reasonMerged is the key of the reason for which a merge carries an opt-out over.
const reasonMerged = "party.reason.merged"

// Pair is a duplicate with its two persons.
type Pair struct {
	Duplicate
	First, Second Person
}

const duplicateColumns = `id, person_a, person_b, likeness, state, found_at, decided_by, decided_at`

func duplicateOf(r db.Row) Duplicate {
	return Duplicate{
		ID: id.ID(r.Int(0)), A: id.ID(r.Int(1)), B: id.ID(r.Int(2)), Likeness: Likeness(r.Text(3)),
		State: DuplicateState(r.Text(4)), FoundAt: db.Time(r.Int(5)), DecidedBy: id.ID(r.Int(6)),
		DecidedAt: db.Time(r.Int(7)),
	}
}

// PairFilter chooses pairs; what is zero does not matter.
type PairFilter struct {
	ID     id.ID
	State  DuplicateState
	Before id.ID // for the next page: the last one of this page
	Limit  int
}

// Duplicates gives pairs, the latest first.
func (p *Persons) Duplicates(ctx context.Context, f PairFilter) (all []Pair, err error) {
	if f.Limit <= 0 || f.Limit > maxPairs {
		f.Limit = maxPairs
	}
	where, args := `1 = 1`, []any{}
	if f.ID != 0 {
		where, args = where+` AND id = ?`, append(args, f.ID)
	}
	if f.State != "" {
		where, args = where+` AND state = ?`, append(args, f.State)
	}
	if f.Before != 0 {
		where, args = where+` AND id < ?`, append(args, f.Before)
	}
	err = p.db.Read(ctx, func(tx db.Tx) error {
		all = nil
		persons := map[id.ID]Person{}
		list := db.List{}
		err := tx.Query(func(r db.Row) error {
			d := duplicateOf(r)
			all = append(all, Pair{Duplicate: d})
			list = append(list, int64(d.A), int64(d.B))
			return nil
		}, `SELECT `+duplicateColumns+` FROM duplicate WHERE `+where+` ORDER BY id DESC LIMIT ?`,
			append(args, f.Limit)...)
		if err != nil {
			return err
		}
		err = EachTx(tx, list, func(one Person) error {
			persons[one.ID] = one
			return nil
		})
		for i := range all {
			all[i].First, all[i].Second = persons[all[i].A], persons[all[i].B]
		}
		return err
	})
	return all, err
}

// Decide says whether a pair is one person. The same: the younger is merged into the older, which can be
// undone. Different: the pair is remembered and never asked about again.
func (p *Persons) Decide(ctx context.Context, pair id.ID, same bool, why string) error {
	state := DuplicateDifferent
	if same {
		state = DuplicateSame
	}
	return p.decide(ctx, pair, why, func(tx db.Tx, d *Duplicate, at time.Time) (DuplicateState, error) {
		if d.State != DuplicateOpen {
			return state, ErrDuplicateDecided
		}
		if !same {
			return state, nil
		}
		return state, p.mergeTx(tx, d, at)
	})
}

// Undo takes a decision back: the pair is open again, and persons that were merged are two again. What came
// in for the merged person meanwhile stays with the older.
func (p *Persons) Undo(ctx context.Context, pair id.ID, why string) error {
	return p.decide(ctx, pair, why, func(tx db.Tx, d *Duplicate, at time.Time) (DuplicateState, error) {
		switch d.State {
		case DuplicateDifferent:
			return DuplicateOpen, nil
		case DuplicateSame:
			return DuplicateOpen, p.partTx(tx, d, at)
		case DuplicateOpen:
		}
		return DuplicateOpen, ErrDuplicateDecided
	})
}

// decide is the way of every decision: permission, change, audit.
func (p *Persons) decide(ctx context.Context, pair id.ID, why string,
	change func(db.Tx, *Duplicate, time.Time) (DuplicateState, error),
) error {
	who, err := auth.Allow(ctx, auth.CaseAssign)
	if fault.KindOf(err) == fault.Forbidden {
		who, err = auth.Allow(ctx, auth.CutPublish)
	}
	if err != nil {
		return err
	}
	return p.db.Write(ctx, func(tx db.Tx) error {
		var d Duplicate
		found, err := db.One(tx, func(r db.Row) error {
			d = duplicateOf(r)
			return nil
		}, `SELECT `+duplicateColumns+` FROM duplicate WHERE id = ?`, pair)
		if err != nil {
			return err
		}
		if !found {
			return ErrDuplicateMissing
		}
		at := p.db.Now()
		state, err := change(tx, &d, at)
		if err != nil {
			return err
		}
		_, err = tx.Exec(`UPDATE duplicate SET state = ?, decided_by = ?, decided_at = ? WHERE id = ?`,
			state, who.ID, at, pair)
		if err != nil {
			return err
		}
		return audit.AppendTx(tx, audit.Entry{
			At: at, ByUser: who.ID, What: "duplicate.decided", On: "duplicate", OnID: pair, Person: d.A, Why: why,
			Detail: map[string]string{"state": string(state), "was": string(d.State), "other": d.B.Text(Prefix)},
		})
	})
}

// mergeTx makes the younger person a part of the older: its keys and its contact points name the older from
// now on. A wish not to be contacted at a number holds for both.
func (p *Persons) mergeTx(tx db.Tx, d *Duplicate, at time.Time) error {
	if err := p.aloneTx(tx, d); err != nil {
		return err
	}
	older, err := PointsTx(tx, d.A)
	if err != nil {
		return err
	}
	younger, err := PointsTx(tx, d.B)
	if err != nil {
		return err
	}
	for i := range younger {
		y := &younger[i]
		twin := findPoint(older, y)
		if twin == nil {
			_, err = tx.Exec(`UPDATE contact_point SET person_id = ?, merged_from = ? WHERE id = ?`, d.A, d.B, y.ID)
		} else if y.State == OptedOut && twin.State != OptedOut {
			_, err = p.MarkTx(tx, twin.ID, OptedOut, Cause{At: at, Reason: reasonMerged})
		}
		if err != nil {
			return err
		}
	}
	if _, err = tx.Exec(`UPDATE person SET into_id = ?, changed_at = ? WHERE id = ?`, d.A, at, d.B); err != nil {
		return err
	}
	_, err = tx.Exec(`UPDATE person_key SET person_id = ?, merged_from = ? WHERE person_id = ?`, d.A, d.B, d.B)
	if err != nil {
		return err
	}
	return p.announce(tx, Merged{From: d.B, Into: d.A, At: at})
}

// aloneTx refuses a merge with somebody who is part of another, or has others as parts: chains could not be
// parted.
func (p *Persons) aloneTx(tx db.Tx, d *Duplicate) error {
	n, err := db.Int(tx, `SELECT count(*) FROM duplicate
		WHERE state = ? AND (person_b = ? OR person_b = ? OR person_a = ?)`,
		DuplicateSame, d.A, d.B, d.B)
	if err == nil && n > 0 {
		err = ErrDuplicateMerged
	}
	return err
}

func findPoint(all []ContactPoint, like *ContactPoint) *ContactPoint {
	for i := range all {
		if all[i].Kind == like.Kind && samePoint(like.Kind, all[i].Value, like.Value) {
			return &all[i]
		}
	}
	return nil
}

// partTx makes two persons of one again.
func (p *Persons) partTx(tx db.Tx, d *Duplicate, at time.Time) error {
	if _, err := tx.Exec(`UPDATE person SET into_id = 0, changed_at = ? WHERE id = ?`, at, d.B); err != nil {
		return err
	}
	for _, table := range [...]string{"person_key", "contact_point"} {
		_, err := tx.Exec(`UPDATE `+table+` SET person_id = ?, merged_from = 0
			WHERE person_id = ? AND merged_from = ?`,
			d.B, d.A, d.B)
		if err != nil {
			return err
		}
	}
	return p.announce(tx, Merged{From: d.B, Into: d.A, Undone: true, At: at})
}

func (p *Persons) announce(tx db.Tx, m Merged) error {
	for _, hear := range p.heard {
		if err := hear(tx, m); err != nil {
			return err
		}
	}
	return nil
}

// FindDuplicates compares the persons made since a moment (their identities are time-ordered; zero: all)
// with everybody and lists the pairs that may be one. It is for a job after a cut is published, off the
// load's way, and reads without holding anybody up. It gives how many pairs were new.
func (p *Persons) FindDuplicates(ctx context.Context, since id.ID) (listed int, err error) {
	pairs := map[[2]id.ID]Likeness{}
	err = p.db.Read(ctx, func(tx db.Tx) error {
		if err := sharedPointsTx(tx, since, pairs); err != nil {
			return err
		}
		return namesakesTx(tx, since, pairs)
	})
	if err != nil {
		return 0, err
	}
	todo := slices.SortedFunc(maps.Keys(pairs), func(a, b [2]id.ID) int {
		return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1]))
	})
	for chunk := range slices.Chunk(todo, listedAtOnce) {
		fresh := 0
		err := p.db.WriteBatch(ctx, func(tx db.Tx) error {
			fresh = 0
			for _, pair := range chunk {
				added, err := addPairTx(tx, p.db.IDs().New(), pair[0], pair[1], pairs[pair], p.db.Now())
				if err != nil {
					return err
				}
				fresh += added
			}
			return nil
		})
		if err != nil {
			return listed, err
		}
		listed += fresh
	}
	return listed, nil
}

// sharedPointsTx finds namesakes with a telephone or an e-mail address in common. Those of one household
// share a telephone too, so the name must agree.
func sharedPointsTx(tx db.Tx, since id.ID, pairs map[[2]id.ID]Likeness) error {
	compared := 0
	return tx.Query(func(r db.Row) error {
		if compared++; compared > maxCompared || len(pairs) >= maxListed {
			return db.ErrStop
		}
		if !SameName(r.Text(3), r.Text(4)) {
			return nil // two names of one hash
		}
		why := LikePhone
		if PointKind(r.Text(2)) == PointEmail {
			why = LikeEmail
		}
		note(pairs, id.ID(r.Int(0)), id.ID(r.Int(1)), why)
		return nil
	}, `SELECT a.id, b.id, p.kind, a.name_key, b.name_key
		FROM person b JOIN contact_point p ON p.person_id = b.id
		JOIN person_find q ON q.code = p.code
		JOIN person a ON a.id = q.person_id AND a.name_hash = b.name_hash
		WHERE b.id > ? AND a.id < b.id AND a.into_id = 0 AND b.into_id = 0
		AND p.code <> 0`, since)
}

// namesakesTx finds namesakes whose documents differ by a slip, and tax numbers that hold another's
// identity number.
func namesakesTx(tx db.Tx, since id.ID, pairs map[[2]id.ID]Likeness) error {
	compared := 0
	return tx.Query(func(r db.Row) error {
		if compared++; compared > maxCompared || len(pairs) >= maxListed {
			return db.ErrStop
		}
		a := Traits{NameKey: r.Text(2), Country: r.Text(3), IDType: r.Text(4), IDNumber: r.Text(5)}
		b := Traits{NameKey: r.Text(6), Country: a.Country, IDType: r.Text(7), IDNumber: r.Text(8)}
		if why, alike := AlikeByDocument(&a, &b); alike {
			note(pairs, id.ID(r.Int(0)), id.ID(r.Int(1)), why)
		}
		return nil
	}, `SELECT a.id, b.id, a.name_key, a.country, a.id_type, a.id_number, b.name_key, b.id_type, b.id_number
		FROM person b JOIN person a ON a.name_hash = b.name_hash AND a.country = b.country
		WHERE b.id > ? AND a.id < b.id AND a.into_id = 0 AND b.into_id = 0
		AND a.id_number <> '' AND b.id_number <> ''`, since)
}

func note(pairs map[[2]id.ID]Likeness, a, b id.ID, why Likeness) {
	if a > b {
		a, b = b, a
	}
	if _, listed := pairs[[2]id.ID{a, b}]; !listed {
		pairs[[2]id.ID{a, b}] = why
	}
}

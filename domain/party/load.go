package party

import (
	"time"

	"aldia/platform/db"
	"aldia/platform/id"
)

// LoadLimit is the most rows of one LoadTx: what a writer may hold up the people who wait.
const LoadLimit = 50_000

// Loaded is what became of one row.
type Loaded struct {
	ID      id.ID
	New     bool
	Changed bool // the person was known, and the file says something new of them
}

// LoadTx finds or makes the person of each row and adds the contact points that are new; out has a place
// for each row. Every row was prepared for this creditor. An unchanged row costs one look at an index.
//
//   - A document that names one person (see Verdict.Identifies) comes before the creditor's own number; a
//
// number that     moves to another document's person leaves a pair for somebody to decide on.   - What the
// file no longer says is kept: a telephone that vanished from a file is still a telephone.   - The state of
// a contact point is ours and is never changed by a file.
//
// Two loads at once may meet the same new person. On SQLite there is one writer; on PostgreSQL loads take
// turns by the chunk, and the primary key of person_key stands behind that.
func (p *Persons) LoadTx(tx db.Tx, creditor id.ID, rows []Incoming, out []Loaded) error {
	if len(rows) > LoadLimit || len(out) < len(rows) {
		return errLoad
	}
	if tx.Engine() == db.Postgres {
		if _, err := tx.Exec(`SELECT pg_advisory_xact_lock(?)`, int64(loadLock)); err != nil {
			return err
		}
	}
	l := load{tx: tx, creditor: creditor, now: p.db.Now(), rows: rows, out: out, ids: p.db.IDs(), kept: &p.fresh}
	if err := l.lookUpOwn(); err != nil || len(l.pending) == 0 {
		l.copySame()
		return err
	}
	if err := l.lookUpDocuments(); err != nil {
		return err
	}
	if err := l.fetchPersons(); err != nil {
		return err
	}
	for _, i := range l.pending {
		l.settle(i)
	}
	l.copySame()
	return l.write()
}

// loadLock is the advisory lock of PostgreSQL under which persons are made.
const loadLock = 7_240_010

// load is one chunk on its way.
type load struct {
	tx       db.Tx
	creditor id.ID
	now      time.Time
	rows     []Incoming
	out      []Loaded
	ids      *id.Maker
	kept     *fresh

	first     map[int64]int32 // own hash → the first row that has it
	same      []int32         // for each row the earlier row of the same key and content, else itself
	own       []*key          // of the pending rows, by row
	documents []*key          // of the pending rows that have one, by row
	pending   []int32         // rows that are new or changed
	keys      map[int64]*key  // by their place in the table
	persons   map[id.ID]*holding
	fresh     []*holding
	points    []freshPoint
	codes     []findRow // of persons that are no longer new
	pairs     []pair
}

// key is a row of person_key, or one to be.
type key struct {
	hash     int64 // its place in the table
	person   id.ID // none: it names nobody yet
	creditor id.ID // none: a document
	value    string
	digest   int64
	stored   bool // it is in the table
	touched  bool // it must be written
}

// holding is a person with what we need of their contact points.
type holding struct {
	person  Person
	points  []heldPoint
	fetched bool
	touched bool
}

type heldPoint struct {
	kind  PointKind
	value string
}

type freshPoint struct {
	person id.ID
	rank   int64
	point  *ContactPoint
}

type pair struct {
	a, b id.ID
	why  Likeness
}

// lookUpOwn finds the rows that nothing has changed in.
func (l *load) lookUpOwn() error {
	l.first = make(map[int64]int32, len(l.rows))
	l.same = make([]int32, len(l.rows))
	list := make(db.List, 0, len(l.rows))
	for i := range l.rows {
		in := &l.rows[i]
		if in.ownHash == 0 {
			return errLoad
		}
		l.same[i] = int32(i)
		if f, seen := l.first[in.ownHash]; !seen {
			l.first[in.ownHash] = int32(i)
			list = append(list, in.ownHash)
		} else if l.rows[f].ownKey == in.ownKey && l.rows[f].digest == in.digest {
			l.same[i] = f
		}
	}
	l.keys = make(map[int64]*key)
	known := make([]bool, len(l.rows))
	err := l.tx.Query(func(r db.Row) error {
		i := l.first[r.Int(0)]
		in := &l.rows[i]
		if id.ID(r.Int(2)) == l.creditor && string(r.Bytes(4)) == in.ownKey {
			if r.Int(3) == in.digest {
				l.out[i] = Loaded{ID: id.ID(r.Int(1))}
				known[i] = true
			}
			l.keys[r.Int(0)] = storedKey(r, in.ownKey)
		} else {
			l.keys[r.Int(0)] = storedKey(r, r.Text(4))
		}
		return nil
	}, `SELECT hash, person_id, creditor_id, digest, value FROM person_key WHERE hash IN ?list`, list)
	if err != nil {
		return err
	}
	l.own = make([]*key, len(l.rows))
	for i := range l.rows {
		if l.same[i] == int32(i) && !known[i] {
			l.pending = append(l.pending, int32(i))
			if l.own[i], err = l.place(l.rows[i].ownHash, l.creditor, l.rows[i].ownKey); err != nil {
				return err
			}
		}
	}
	return nil
}

func storedKey(r db.Row, value string) *key {
	return &key{
		hash: r.Int(0), person: id.ID(r.Int(1)), creditor: id.ID(r.Int(2)), digest: r.Int(3),
		value: value, stored: true,
	}
}

// place finds a key in what was read, or makes one that names nobody yet. Where another key has its place it
// goes to the hash of that place, and so on: one key in a thousand million meets another.
func (l *load) place(at int64, creditor id.ID, value string) (*key, error) {
	for ; ; at = hash(hashStart).number(at).sum() {
		k := l.keys[at]
		if k == nil {
			k = &key{hash: at, creditor: creditor, value: value}
			l.keys[at] = k
			return k, nil
		}
		if k.creditor == creditor && k.value == value {
			return k, nil
		}
		next := hash(hashStart).number(at).sum()
		if l.keys[next] != nil {
			continue
		}
		_, err := db.One(l.tx, func(r db.Row) error {
			l.keys[next] = storedKey(r, r.Text(4))
			return nil
		}, `SELECT hash, person_id, creditor_id, digest, value FROM person_key WHERE hash = ?`, next)
		if err != nil {
			return nil, err
		}
	}
}

// copySame gives the rows that repeat an earlier one its person.
func (l *load) copySame() {
	for i, f := range l.same {
		if int(f) != i {
			l.out[i] = Loaded{ID: l.out[f].ID}
		}
	}
}

// lookUpDocuments finds the persons whom the documents of the pending rows name.
func (l *load) lookUpDocuments() error {
	list := make(db.List, 0, len(l.pending))
	for _, i := range l.pending {
		in := &l.rows[i]
		in.Resolve()
		if in.document != "" {
			list = append(list, documentHash(in.document))
		}
	}
	err := l.tx.Query(func(r db.Row) error {
		if l.keys[r.Int(0)] == nil {
			l.keys[r.Int(0)] = storedKey(r, r.Text(4))
		}
		return nil
	}, `SELECT hash, person_id, creditor_id, digest, value FROM person_key WHERE hash IN ?list`, list)
	if err != nil {
		return err
	}
	l.documents = make([]*key, len(l.rows))
	for _, i := range l.pending {
		if d := l.rows[i].document; d != "" {
			if l.documents[i], err = l.place(documentHash(d), 0, d); err != nil {
				return err
			}
		}
	}
	return nil
}

// fetchPersons reads the known persons of the pending rows and what contact points they have.
func (l *load) fetchPersons() error {
	l.persons = make(map[id.ID]*holding)
	list := make(db.List, 0, len(l.pending))
	want := func(k *key) {
		if k != nil && k.person != 0 && l.persons[k.person] == nil {
			l.persons[k.person] = &holding{fetched: true}
			list = append(list, int64(k.person))
		}
	}
	for _, i := range l.pending {
		want(l.own[i])
		want(l.documents[i])
	}
	if len(list) == 0 {
		return nil
	}
	err := l.tx.Query(func(r db.Row) error {
		p := personOf(r)
		l.persons[p.ID].person = p
		return nil
	}, `SELECT `+personColumns+` FROM person WHERE id IN ?list`, list)
	if err != nil {
		return err
	}
	return l.tx.Query(func(r db.Row) error {
		h := l.persons[id.ID(r.Int(0))]
		h.points = append(h.points, heldPoint{PointKind(r.Text(1)), r.Text(2)})
		return nil
	}, `SELECT person_id, kind, value FROM contact_point WHERE person_id IN ?list`, list)
}

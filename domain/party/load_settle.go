package party

import (
	"cmp"
	"errors"
	"slices"

	"aldia/platform/db"
	"aldia/platform/id"
)

// errLoad is a mistake of the caller: more rows than LoadLimit, or a row that was not prepared.
var errLoad = errors.New("party: rows of a load are prepared, and no more than LoadLimit at once")

// settle decides who the person of a row is and takes over what the row says.
func (l *load) settle(i int32) {
	in, own, document := &l.rows[i], l.own[i], l.documents[i]
	// A later row of the same customer may add ways to reach them; what else it says would come and go with
	// every load.
	later := l.first[in.ownHash] != i && own.person != 0
	h, isNew := l.whose(in, own, document, later)
	changed := false
	if !isNew && !later {
		named := h.person.NameKey
		changed = h.take(&in.shown)
		if h.fetched && h.person.NameKey != named {
			l.codes = appendNameCodes(l.codes, &h.person)
		}
	}
	if l.addPoints(h, in) && !isNew {
		changed = true
	}
	if !later {
		own.name(h.person.ID, in.digest)
	}
	if document != nil {
		document.name(h.person.ID, 0)
	}
	l.out[i] = Loaded{ID: h.person.ID, New: isNew, Changed: changed}
}

// name lets a key name a person, as the row of this digest says. Documents carry no digest.
func (k *key) name(person id.ID, digest int64) {
	if k.person != person || k.digest != digest {
		k.person, k.digest, k.touched = person, digest, true
	}
}

// whose finds the person of a row or makes one: first by the document, then by the creditor's number. Where
// the number stands beside another document than before it is a slip of the pen or another customer; a
// document is not changed silently, so the row is the document's person, and somebody decides whether the
// two are one if their names agree.
func (l *load) whose(in *Incoming, own, document *key, later bool) (h *holding, isNew bool) {
	before := l.persons[own.person]
	switch {
	case document != nil && document.person != 0:
		h = l.persons[document.person]
	case before != nil && (document == nil || !before.identified()):
		return before, false
	default:
		h, isNew = l.newPerson(in), true
	}
	if before != nil && before != h && !later && SameName(before.person.NameKey, in.shown.NameKey) {
		l.pairs = append(l.pairs, pair{before.person.ID, h.person.ID, LikeKey})
	}
	return h, isNew
}

// identified says whether the person has a document that names them.
func (h *holding) identified() bool {
	return h.person.IDNumber != "" && h.person.IDState != IDInvalid
}

func (l *load) newPerson(in *Incoming) *holding {
	h := &holding{person: in.shown}
	h.person.ID = l.ids.New()
	h.person.CreatedAt, h.person.ChangedAt = l.now, l.now
	l.persons[h.person.ID] = h
	l.fresh = append(l.fresh, h)
	return h
}

// take brings what the row says of a known person; what it leaves empty stays. It says whether anything
// changed.
func (h *holding) take(said *Person) bool {
	p, before := &h.person, h.person
	if !SameName(p.NameKey, said.NameKey) {
		p.Name, p.NameKey = said.Name, said.NameKey
	}
	if said.IDNumber != "" && (p.IDNumber == "" || p.IDState == IDInvalid || p.IDNumber == said.IDNumber) {
		p.Country, p.IDType, p.IDNumber, p.IDState = said.Country, said.IDType, said.IDNumber, said.IDState
		p.Kind = said.Kind
	}
	if said.City != "" || said.Region != "" {
		p.City, p.Region = said.City, said.Region
	}
	if said.Zone != "" {
		p.Zone = said.Zone
	}
	if p.Country == "" {
		p.Country = said.Country
	}
	changed := *p != before
	h.touched = h.touched || changed
	return changed
}

// addPoints adds the contact points of a row that the person does not have yet.
func (l *load) addPoints(h *holding, in *Incoming) (added bool) {
	for k := range in.points {
		point := &in.points[k]
		if len(h.points) >= maxPoints {
			return added
		}
		if h.has(point.Kind, point.Value) {
			continue
		}
		h.points = append(h.points, heldPoint{point.Kind, point.Value})
		l.points = append(l.points, freshPoint{h.person.ID, int64(len(h.points)), point})
		if code := pointCode(point.Kind, point.Line, point.Value); code != 0 && h.fetched {
			l.codes = append(l.codes, findRow{code, h.person.ID})
		}
		added = true
	}
	return added
}

func (h *holding) has(kind PointKind, value string) bool {
	for _, p := range h.points {
		if p.kind == kind && samePoint(kind, p.value, value) {
			return true
		}
	}
	return false
}

// write puts the chunk into the tables.
func (l *load) write() error {
	if err := l.writePersons(); err != nil {
		return err
	}
	if err := l.writeKeys(); err != nil {
		return err
	}
	if err := l.writePoints(); err != nil {
		return err
	}
	if err := addCodesTx(l.tx, l.codes); err != nil {
		return err
	}
	for _, p := range l.pairs {
		if _, err := addPairTx(l.tx, l.ids.New(), p.a, p.b, p.why, l.now); err != nil {
			return err
		}
	}
	return nil
}

func (l *load) writePersons() error {
	err := l.tx.Insert("person", personInserted, len(l.fresh), func(i int, v *db.Values) {
		fillPerson(&l.fresh[i].person, v)
	})
	if err != nil {
		return err
	}
	if err := l.writeSpan(); err != nil {
		return err
	}
	var changed []*holding
	for _, h := range l.persons {
		if h.fetched && h.touched {
			h.person.ChangedAt = l.now
			changed = append(changed, h)
		}
	}
	return l.tx.Update("person", "id", personInserted[1:], len(changed), func(i int, v *db.Values) {
		fillPerson(&changed[i].person, v)
	})
}

// writeSpan notes which persons are new, and keeps what they will be searched by once they are there.
func (l *load) writeSpan() error {
	if len(l.fresh) == 0 {
		return nil
	}
	made := span{l.fresh[0].person.ID, l.fresh[len(l.fresh)-1].person.ID}
	codes := make([]findRow, 0, 6*len(l.fresh))
	for _, h := range l.fresh {
		codes = appendNameCodes(codes, &h.person)
	}
	for i := range l.points {
		f := &l.points[i]
		if code := pointCode(f.point.Kind, f.point.Line, f.point.Value); code != 0 && !l.persons[f.person].fetched {
			codes = append(codes, findRow{code, f.person})
		}
	}
	l.tx.AfterCommit(func() { l.kept.keep(made, codes) })
	return l.tx.Insert("person_fresh", []string{"person_id", "last_id"}, 1, func(_ int, v *db.Values) {
		v.Int(int64(made.first))
		v.Int(int64(made.last))
	})
}

func (l *load) writeKeys() error {
	var fresh, changed []*key
	for _, k := range l.keys {
		switch {
		case !k.touched:
		case k.stored:
			changed = append(changed, k)
		default:
			fresh = append(fresh, k)
		}
	}
	// In the order of their places each page of the table is looked up once.
	slices.SortFunc(fresh, func(a, b *key) int { return cmp.Compare(a.hash, b.hash) })
	err := l.tx.Insert("person_key",
		[]string{"hash", "person_id", "merged_from", "creditor_id", "value", "digest"},
		len(fresh), func(i int, v *db.Values) {
			k := fresh[i]
			v.Int(k.hash)
			v.Int(int64(k.person))
			v.Int(0)
			v.Int(int64(k.creditor))
			v.Text(k.value)
			v.Int(k.digest)
		})
	if err != nil {
		return err
	}
	columns := []string{"person_id", "digest"}
	return l.tx.Update("person_key", "hash", columns, len(changed), func(i int, v *db.Values) {
		v.Int(changed[i].hash)
		v.Int(int64(changed[i].person))
		v.Int(changed[i].digest)
	})
}

func (l *load) writePoints() error {
	if len(l.points) == 0 {
		return nil
	}
	next := l.ids.Block(len(l.points))
	return l.tx.Insert("contact_point", pointInserted, len(l.points), func(i int, v *db.Values) {
		f := &l.points[i]
		point := *f.point
		point.ID, point.PersonID, point.Creditor, point.Rank = next, f.person, l.creditor, f.rank
		point.CreatedAt, point.ChangedAt = l.now, l.now
		fillPoint(&point, v)
		next = next.Next()
	})
}

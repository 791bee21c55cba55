package party

import (
	"context"
	"slices"
	"strings"

	"aldia/platform/db"
	"aldia/platform/id"
)

const (
	// maxFound bounds one page of a search, maxLooked the rows looked at for it: "MARIA" names a tenth of a
	// portfolio, and whoever types no more than that is helped by typing on.
	maxFound  = 100
	maxLooked = 50_000
	// maxFresh bounds the persons of the latest loads that are looked through one by one until Index has run.
	maxFresh = 10_000
	maxSpans = 4
	// A first look is small, since most searches are answered by it.
	firstLook = 200
	laterLook = 2_000
	// maxTyped bounds what is typed, maxTypedWords its words.
	maxTyped      = 120
	maxTypedWords = 6
)

// Query is a search for people.
type Query struct {
	Text      string   // words of a name, a document, a telephone, an e-mail address, or a creditor's own number
	Country   string   // where a number without a country is meant
	Countries []string // and where else
	Creditors []id.ID  // whose own numbers are tried
	Limit     int      // of one page; zero or too many: maxFound
	After     Cursor   // the end of the page before
}

// Cursor is the place where a page of a search ended; the zero value is the beginning.
type Cursor struct {
	word   int64
	person id.ID
}

// Found is a page of a search.
type Found struct {
	Persons []Person
	Next    Cursor
	More    bool // there is, or may be, another page after Next
}

// Search finds people. What looks like a number or an address is looked up as every document, telephone and
// own number that it may be, exactly; anything else is words, each of which must begin a word of the name.
// Those merged into another person are not found.
func (p *Persons) Search(ctx context.Context, q Query) (f Found, err error) {
	if q.Limit <= 0 || q.Limit > maxFound {
		q.Limit = maxFound
	}
	q.Text = clip(tidy(q.Text), maxTyped)
	if q.Text == "" {
		return Found{}, nil
	}
	err = p.db.Read(ctx, func(tx db.Tx) error {
		if q.After == (Cursor{}) {
			if f.Persons, err = exactTx(tx, &q); err != nil || len(f.Persons) > 0 {
				return err
			}
		}
		if f, err = namedTx(tx, &q); err == nil && q.After == (Cursor{}) {
			err = freshTx(tx, &q, &f)
		}
		return err
	})
	return f, err
}

// freshTx adds the persons of the latest loads, whom Index has not taken over yet, to a first page.
func freshTx(tx db.Tx, q *Query, f *Found) error {
	words := q.words()
	if len(words) == 0 {
		return nil
	}
	var latest db.List
	err := tx.Query(func(r db.Row) error {
		latest = append(latest, r.Int(0))
		return nil
	}, `SELECT p.id FROM person_fresh f JOIN person p
		ON p.id BETWEEN f.person_id AND CASE WHEN f.last_id = 0 THEN f.person_id ELSE f.last_id END
		ORDER BY f.person_id DESC, p.id DESC LIMIT ?`, maxFresh)
	if err != nil || len(latest) == 0 {
		return err
	}
	return EachTx(tx, latest, func(p Person) error {
		if len(f.Persons) == q.Limit {
			f.More = true
			return db.ErrStop
		}
		there := slices.ContainsFunc(f.Persons, func(o Person) bool { return o.ID == p.ID })
		if !there && p.Into == 0 && hasWords(p.NameKey, words) {
			f.Persons = append(f.Persons, p)
		}
		return nil
	})
}

// exactTx looks a number or an address up.
func exactTx(tx db.Tx, q *Query) ([]Person, error) {
	if !hasDigit([]byte(q.Text)) && !strings.Contains(q.Text, "@") {
		return []Person{}, nil
	}
	persons := map[id.ID]bool{}
	keys, codes := q.keys(), q.codes()
	list := make(db.List, 0, len(keys))
	for h := range keys {
		list = append(list, h)
	}
	err := tx.Query(func(r db.Row) error {
		if keys[r.Int(0)] == r.Text(2) {
			persons[id.ID(r.Int(1))] = true
		}
		return nil
	}, `SELECT hash, person_id, value FROM person_key WHERE hash IN ?list`, list)
	if err != nil {
		return nil, err
	}
	if err := phonedTx(tx, q, func(person int64) { persons[id.ID(person)] = true }); err != nil {
		return nil, err
	}
	if len(codes) == 0 {
		return presentTx(tx, persons)
	}
	err = tx.Query(func(r db.Row) error {
		persons[id.ID(r.Int(0))] = true
		if len(persons) >= q.Limit {
			return db.ErrStop
		}
		return nil
	}, `SELECT person_id FROM person_find WHERE code IN ?list UNION ALL
		SELECT c.person_id FROM (SELECT person_id, last_id FROM person_fresh ORDER BY person_id DESC LIMIT ?) f
		JOIN contact_point c
		ON c.person_id BETWEEN f.person_id AND CASE WHEN f.last_id = 0 THEN f.person_id ELSE f.last_id END
		WHERE c.code IN ?list`, codes, maxSpans, codes)
	if err != nil {
		return nil, err
	}
	return presentTx(tx, persons)
}

// presentTx gives the persons of a set, for one that was merged the one it is part of.
func presentTx(tx db.Tx, persons map[id.ID]bool) (all []Person, err error) {
	asked := db.List{}
	for person := range persons {
		asked = append(asked, int64(person))
	}
	var into db.List
	err = EachTx(tx, asked, func(p Person) error {
		if p.Into == 0 {
			all = append(all, p)
		} else if !persons[p.Into] {
			persons[p.Into] = true
			into = append(into, int64(p.Into))
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if len(into) > 0 {
		err = EachTx(tx, into, func(p Person) error {
			all = append(all, p)
			return nil
		})
	}
	slices.SortFunc(all, func(a, b Person) int { return strings.Compare(a.NameKey, b.NameKey) })
	return all, err
}

// keys are the documents and own numbers that the text may be, by their hashes.
func (q *Query) keys() map[int64]string {
	keys := map[int64]string{}
	for _, country := range append([]string{q.Country, "EC", "CO", "PE", "MX", "CL", "CR"}, q.Countries...) {
		for _, typ := range documentsOf(country) {
			v := Check(country, typ, q.Text)
			if v.Identifies() && v.Type != "" {
				k := documentKey(country, v.Type, v.Number)
				keys[documentHash(k)] = k
			}
		}
	}
	for _, c := range q.Creditors {
		keys[ownHash(c, q.Text)] = q.Text
	}
	return keys
}

// codes are the addresses of mail that the text may be.
func (q *Query) codes() db.List {
	list := db.List{}
	for _, e := range Emails([]byte(q.Text), nil) {
		if e.State != ReadUnreadable {
			list = append(list, pointCode(PointEmail, "", e.Value))
		}
	}
	return list
}

// documentsOf are the types of document of a country that a typed number is tried as; "" guesses.
func documentsOf(country string) []string {
	switch country {
	case "":
		return nil
	case "CO":
		return []string{"", "cc", "nit", "ce", "ti", "ppt"}
	case "PE":
		return []string{"", "dni", "ruc", "ce"}
	}
	return []string{"", "passport"}
}

// namedTx finds people by words of their names.
func namedTx(tx db.Tx, q *Query) (f Found, err error) {
	words := q.words()
	if len(words) == 0 {
		return Found{}, nil
	}
	// The longest word is looked up in the index, since it names the fewest; the others are compared.
	longest := 0
	for i, w := range words {
		if len(w) > len(words[longest]) {
			longest = i
		}
	}
	low, high := prefixCode([]byte(words[longest]))
	f.Next = Cursor{max(low, q.After.word), q.After.person}
	step := firstLook
	for looked := 0; looked < maxLooked; looked += step {
		hits, err := hitsTx(tx, f.Next, high, step)
		if err != nil {
			return f, err
		}
		persons, err := hitPersonsTx(tx, hits)
		if err != nil {
			return f, err
		}
		for _, hit := range hits {
			if len(f.Persons) == q.Limit {
				f.More = true
				return f, nil
			}
			f.Next = Cursor{hit.code, hit.person}
			p, there := persons[hit.person]
			if there && p.Into == 0 && firstHit(p.NameKey, low, hit.code) && hasWords(p.NameKey, words) {
				f.Persons = append(f.Persons, p)
				delete(persons, hit.person)
			}
		}
		if len(hits) < step {
			return f, nil
		}
		step = laterLook
	}
	f.More = true
	return f, nil
}

// hitsTx reads the next entries of the index after a place, in its order.
func hitsTx(tx db.Tx, after Cursor, high int64, limit int) (hits []findRow, err error) {
	err = tx.Query(func(r db.Row) error {
		hits = append(hits, findRow{r.Int(0), id.ID(r.Int(1))})
		return nil
	}, `SELECT code, person_id FROM person_find WHERE (code, person_id) > (?, ?) AND code <= ?
		ORDER BY code, person_id LIMIT ?`, after.word, after.person, high, limit)
	return hits, err
}

func hitPersonsTx(tx db.Tx, hits []findRow) (map[id.ID]Person, error) {
	list := make(db.List, len(hits))
	for i, hit := range hits {
		list[i] = int64(hit.person)
	}
	persons := make(map[id.ID]Person, len(hits))
	err := EachTx(tx, list, func(p Person) error {
		persons[p.ID] = p
		return nil
	})
	return persons, err
}

// firstHit leaves a person out whom an earlier word has found already: Muñoz Muñoz.
func firstHit(key string, low, at int64) bool {
	for word := range strings.SplitSeq(key, " ") {
		if c := wordCode([]byte(word)); c >= low && c < at && !skipped([]byte(word)) {
			return false
		}
	}
	return true
}

// words are the typed words in capitals without accents.
func (q *Query) words() (words []string) {
	key := strings.ReplaceAll(NameKey(q.Text), "~", "")
	for w := range strings.SplitSeq(key, " ") {
		if w != "" && !skippedTyped(w) && len(words) < maxTypedWords {
			words = append(words, w)
		}
	}
	return words
}

// skippedTyped leaves particles out, which the index does not have; a single letter is an initial and is
// kept.
func skippedTyped(w string) bool { return len(w) > 1 && skipped([]byte(w)) }

// hasWords says whether each word begins a word of the key.
func hasWords(key string, words []string) bool {
	for _, w := range words {
		if !beginsWord(key, w) {
			return false
		}
	}
	return true
}

func beginsWord(key string, word string) bool {
	start := true
	for i := range len(key) {
		if start && beginsHere(key[i:], word) {
			return true
		}
		start = key[i] == ' '
	}
	return false
}

// beginsHere compares without the mark of Ñ.
func beginsHere(key string, word string) bool {
	k := 0
	for i := 0; i < len(key) && k < len(word); i++ {
		if key[i] == '~' {
			continue
		}
		if key[i] != word[k] {
			return false
		}
		k++
	}
	return k == len(word)
}

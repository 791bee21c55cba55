package audit_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"aldia/platform/audit"
	"aldia/platform/db"
	"aldia/platform/db/dbtest"
	"aldia/platform/id"
)

const (
	rosa  id.ID = 4_000_001
	pedro id.ID = 4_000_002
)

func write(t *testing.T, d *db.DB, entries ...audit.Entry) {
	t.Helper()
	for _, e := range entries {
		if e.At.IsZero() {
			e.At = d.Now()
		}
		if err := d.Write(t.Context(), func(tx db.Tx) error { return audit.AppendTx(tx, e) }); err != nil {
			t.Fatal(err)
		}
	}
}

func verify(t *testing.T, d *db.DB) audit.Report {
	t.Helper()
	r, err := audit.Verify(t.Context(), d)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// book is a day of two agents and the program.
func book(t *testing.T, d *db.DB) {
	t.Helper()
	for i := range 5 {
		write(t, d,
			audit.Entry{ByUser: rosa, What: "contact.recorded", On: "person", OnID: id.ID(100 + i),
				Detail: map[string]any{"result": "promise"}},
			audit.Entry{ByUser: pedro, What: "promise.made", On: "promise", OnID: id.ID(200 + i), Person: 100,
				Why: "pidió plazo\x00"},
			audit.Entry{What: "close.done", On: "creditor", OnID: 7})
		dbtest.Clock(t, d).Advance(time.Minute)
	}
	if _, err := audit.Seal(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	write(t, d, audit.Entry{ByUser: rosa, What: "contact.recorded", On: "person", OnID: 105})
}

func TestAnUntouchedBookIsSound(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		if r := verify(t, d); !r.Sound() || r.Entries != 0 {
			t.Fatalf("an empty book: %+v", r)
		}
		book(t, d)
		r := verify(t, d)
		if !r.Sound() || r.Entries != 17 || r.Seals != 1 || r.Lanes != 3 || r.LastSeal == "" {
			t.Fatalf("got %+v", r)
		}
	})
}

func TestEveryKindOfTamperingIsFoundAndNamed(t *testing.T) {
	t.Parallel()
	// The place before the first of Rosa's entries stands for ?. Each story is what somebody with the
	// database open might do.
	for _, story := range []struct {
		name string
		do   []string
		kind audit.Kind
		seq  int64
	}{
		{"the result of a contact is edited",
			[]string{`UPDATE audit_entry SET detail = '{"result":"paid"}' WHERE id = ? + 2`}, audit.Altered, 2},
		{"an entry is given to somebody else",
			[]string{`UPDATE audit_entry SET by_user = 9 WHERE id = ? + 3`}, audit.Altered, 3},
		{"an entry is dated back",
			[]string{`UPDATE audit_entry SET at = at - 1 WHERE id = ? + 1`}, audit.Altered, 1},
		{"an entry is removed", []string{`DELETE FROM audit_entry WHERE id = ? + 3`}, audit.Removed, 3},
		{"the first entry is removed", []string{`DELETE FROM audit_entry WHERE id = ? + 1`}, audit.Removed, 1},
		{"the last entry is removed", []string{`DELETE FROM audit_entry WHERE id = ? + 6`}, audit.Removed, 6},
		{"an entry is removed and the gap closed", []string{
			`DELETE FROM audit_entry WHERE id = ? + 5`,
			`UPDATE audit_entry SET id = id - 1 WHERE id = ? + 6`}, audit.Altered, 5},
		{"two entries change places", []string{
			`UPDATE audit_entry SET id = 1 WHERE id = ? + 2`,
			`UPDATE audit_entry SET id = id - 1 WHERE id = ? + 3`,
			`UPDATE audit_entry SET id = ? + 3 WHERE id = 1`}, audit.Altered, 2},
		{"an entry is put in at the end", []string{
			`INSERT INTO audit_entry SELECT ? + 7, at, by_user, what, on_kind, on_id, person, why, key, detail, hash
			FROM audit_entry WHERE on_id = 105`}, audit.Altered, 7},
		{"the head is set back over a removed end", []string{
			`DELETE FROM audit_entry WHERE id >= ? + 4 AND by_user = 4000001`,
			`UPDATE audit_lane SET seq = 3, hash = (SELECT hash FROM audit_entry WHERE id = ? + 3)
			WHERE seq = 6 AND lane <> 64`}, audit.Removed, 5},
		{"the heads are thrown away",
			[]string{`DELETE FROM audit_lane WHERE lane = ? / 1099511627776`}, audit.Headless, 6},
		{"a whole lane is thrown away",
			[]string{`DELETE FROM audit_entry WHERE id > ? AND by_user = 4000001`}, audit.Removed, 1},
	} {
		t.Run(story.name, func(t *testing.T) {
			t.Parallel()
			dbtest.Each(t, func(t *testing.T, d *db.DB) {
				book(t, d)
				err := d.Write(t.Context(), func(tx db.Tx) error {
					first, err := db.Int(tx, `SELECT min(id) FROM audit_entry WHERE by_user = ?`, rosa)
					for _, sql := range story.do {
						if err == nil {
							_, err = tx.Exec(strings.ReplaceAll(sql, "?", strconv.FormatInt(first-1, 10)))
						}
					}
					return err
				})
				if err != nil {
					t.Fatal(err)
				}
				r := verify(t, d)
				if r.Sound() {
					t.Fatal("the book was found sound")
				}
				if f := r.Findings[0]; f.Kind != story.kind || f.Seq != story.seq {
					t.Fatalf("found %+v, want %s at %d", r.Findings, story.kind, story.seq)
				}
			})
		})
	}
}

func TestALaneThatWasWrittenAnewIsNotTheOneThatWasSealed(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		book(t, d)
		if err := d.Write(t.Context(), func(tx db.Tx) error {
			_, err := tx.Exec(`DELETE FROM audit_entry WHERE by_user = ?`, rosa)
			if err == nil {
				_, err = tx.Exec(`DELETE FROM audit_lane WHERE seq = 6 AND lane <> 64`)
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
		for range 6 {
			write(t, d, audit.Entry{ByUser: rosa, What: "contact.recorded", On: "person", OnID: 1})
		}
		r := verify(t, d)
		if len(r.Findings) != 1 || r.Findings[0].Kind != audit.Resealed || r.Findings[0].Seq != 5 {
			t.Fatalf("found %+v", r.Findings)
		}
	})
}

func TestAnEntryThatWasEditedIsTheOnlyOneBlamed(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		book(t, d)
		if err := d.Write(t.Context(), func(tx db.Tx) error {
			_, err := tx.Exec(`UPDATE audit_entry SET why = 'otra cosa' WHERE on_id = 202`)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		r := verify(t, d)
		if len(r.Findings) != 1 || r.Findings[0].Entry.OnID != 202 || r.Findings[0].Entry.ByUser != pedro {
			t.Fatalf("found %+v", r.Findings)
		}
	})
}

func TestAKeyIsUsedOnceByAUser(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		e := audit.Entry{At: d.Now(), ByUser: rosa, What: "payment.received", On: "payment", OnID: 9, Key: "k-1"}
		write(t, d, e)
		err := d.Write(t.Context(), func(tx db.Tx) error { return audit.AppendTx(tx, e) })
		if !errors.Is(err, audit.ErrRepeated) {
			t.Fatalf("got %v", err)
		}
		e.ByUser = pedro
		write(t, d, e)
		if r := verify(t, d); !r.Sound() || r.Entries != 2 {
			t.Fatalf("got %+v", r)
		}
	})
}

func TestManyAgentsAtOnceKeepEveryChainWhole(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		const agents, each = 40, 10
		var wg sync.WaitGroup
		for a := range agents {
			user := d.IDs().New()
			wg.Go(func() {
				for i := range each {
					err := d.Write(t.Context(), func(tx db.Tx) error {
						key := ""
						if i%2 == 0 {
							key = fmt.Sprint(a, "-", i)
						}
						return audit.AppendTx(tx, audit.Entry{At: d.Now(), ByUser: user, What: "contact.recorded", Key: key})
					})
					if err != nil {
						t.Error(err)
						return
					}
				}
			})
		}
		wg.Wait()
		r := verify(t, d)
		if !r.Sound() || r.Entries != agents*each {
			t.Fatalf("got %+v", r)
		}
		if r.Lanes < 10 {
			t.Fatalf("%d agents met on %d lanes", agents, r.Lanes)
		}
	})
}

func list(t *testing.T, d *db.DB, f audit.Filter) (page []audit.Record, next audit.Cursor, more bool) {
	t.Helper()
	if err := d.Read(t.Context(), func(tx db.Tx) (err error) {
		page, next, more, err = audit.ListTx(tx, f)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return page, next, more
}

func TestABatchIsOneEntryWithADigestOfItsRows(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		for _, figure := range []int64{8, 9, 8} {
			c := audit.NewChunk()
			for i := range 1000 {
				c.Add(id.ID(i+1), 5, figure)
			}
			e := audit.Entry{At: d.Now(), What: "close.written", Detail: map[string]int{"day": 20500}}
			if err := d.WriteBatch(t.Context(), func(tx db.Tx) error {
				if err := audit.AppendChunkTx(tx, e, audit.NewChunk()); err != nil { // writes nothing
					return err
				}
				return audit.AppendChunkTx(tx, e, c)
			}); err != nil {
				t.Fatal(err)
			}
		}
		page, _, _ := list(t, d, audit.Filter{})
		if len(page) != 3 {
			t.Fatalf("%d entries, want one a chunk", len(page))
		}
		var digests []string
		for _, r := range page {
			var detail struct {
				Count  int
				Sha256 string
				About  struct{ Day int }
			}
			if err := json.Unmarshal(r.Detail.(json.RawMessage), &detail); err != nil {
				t.Fatal(err)
			}
			if detail.Count != 1000 || detail.About.Day != 20500 {
				t.Fatalf("got %+v", detail)
			}
			digests = append(digests, detail.Sha256)
		}
		if digests[0] != digests[2] || digests[0] == digests[1] {
			t.Fatalf("the digest does not tell the rows apart: %v", digests)
		}
		if r := verify(t, d); !r.Sound() {
			t.Fatalf("got %+v", r)
		}
	})
}

func TestTheBookIsReadByWhoWhatWhomAndWhen(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		book(t, d)
		start := dbtest.Start()
		for _, c := range []struct {
			name string
			f    audit.Filter
			want int
		}{
			{"all", audit.Filter{}, 17},
			{"Rosa's", audit.Filter{ByUser: rosa}, 6},
			{"the program's own", audit.Filter{BySystem: true}, 6},
			{"about person 100, whatever it was done to", audit.Filter{Person: 100}, 6},
			{"one promise", audit.Filter{On: "promise", OnID: 203}, 1},
			{"all about promises", audit.Filter{What: "promise."}, 5},
			{"one word", audit.Filter{What: "close.done"}, 5},
			{"the first two minutes", audit.Filter{From: start, Until: start.Add(2 * time.Minute)}, 6},
			{"Pedro's promises of the third minute", audit.Filter{ByUser: pedro, What: "promise.made",
				From: start.Add(2 * time.Minute), Until: start.Add(3 * time.Minute)}, 1},
			{"nobody's", audit.Filter{ByUser: 5}, 0},
		} {
			if page, _, more := list(t, d, c.f); len(page) != c.want || more {
				t.Errorf("%s: %d entries, want %d", c.name, len(page), c.want)
			}
		}
		seen := map[id.ID]bool{}
		f := audit.Filter{Limit: 4}
		for more := true; more; {
			var page []audit.Record
			page, f.After, more = list(t, d, f)
			for i, r := range page {
				if seen[r.ID] || i > 0 && r.At.After(page[i-1].At) {
					t.Fatalf("page out of order or twice the same: %+v", page)
				}
				seen[r.ID] = true
			}
		}
		if len(seen) != 17 {
			t.Fatalf("paging gave %d entries, want 17", len(seen))
		}
	})
}

func TestWhatDoesNotBelongInTheBookIsRefused(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		for name, e := range map[string]audit.Entry{
			"nameless": {At: d.Now()},
			"no time":  {What: "x.done"},
			"a novel":  {At: d.Now(), What: "x.done", Why: strings.Repeat("á", 2001)},
			"a file":   {At: d.Now(), What: "x.done", Detail: strings.Repeat("a", 70_000)},
		} {
			if err := d.Write(t.Context(), func(tx db.Tx) error { return audit.AppendTx(tx, e) }); err == nil {
				t.Errorf("%s was let in", name)
			}
		}
	})
}

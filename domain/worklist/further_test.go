package worklist_test

import (
	"testing"

	"aldia/domain/treatment"
	"aldia/domain/worklist"
	"aldia/platform/db"
	"aldia/platform/db/dbtest"
	"aldia/platform/id"
)

// breaks keeps promises that a person made to creditors and broke, as the close counts them.
func (f *floor) breaks(person id.ID, creditors ...id.ID) {
	for n, creditor := range creditors {
		f.do(`INSERT INTO promise (id, person_id, creditor_id, contact_id, user_id, currency, amount, paid, made_on,
			due_on, state, judged_on) VALUES (?, ?, ?, 0, 1, 'USD', 100, 0, 19990, 19991, 'broken', 19994)`,
			int64(person)*10+int64(n), person, creditor)
	}
	f.do(`UPDATE casefile SET broken = ? WHERE person_id = ?`, len(creditors), person)
}

func TestWhatWasPromisedToACreditorWhomTheReaderMayNotSeeIsNotCounted(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := open(t, d)
		f.shares(2, "BEATRIZ")
		f.breaks(2, coop, coop, banco)
		f.file(file{person: 3, name: "CARLA", bucket: "1-30", pastDue: 500, due: 20001})
		f.place(of(3, 8, 0))
		f.breaks(3, coop) // whom she has paid since: she owes the bank alone
		f.file(file{person: 4, name: "DORA", bucket: "1-30", pastDue: 400, due: 20001})
		f.place(of(4, 7, 0))
		f.breaks(4, banco)
		f.do(`UPDATE promise SET state = 'kept' WHERE person_id = 4`) // after all: it was broken all the same
		for _, c := range []struct {
			says string
			seen []id.ID
			want map[id.ID]int64
		}{
			{"who sees both", []id.ID{banco, coop}, map[id.ID]int64{2: 3, 3: 1, 4: 1}},
			{"who sees the bank alone", []id.ID{banco}, map[id.ID]int64{2: 1, 3: 0, 4: 1}},
			{"who sees the co-operative alone, which person 3 has paid", []id.ID{coop}, map[id.ID]int64{2: 2}},
		} {
			page, _, err := f.List(t.Context(), worklist.Filter{Creditors: c.seen}, worklist.ByPastDue, "")
			if err != nil || len(page) != len(c.want) {
				t.Fatalf("%s: %d lines (%v)", c.says, len(page), err)
			}
			mine, err := f.Mine(t.Context(), sees(ana, c.seen...))
			if err != nil || len(mine) != len(c.want) {
				t.Fatalf("%s: %d of their own (%v)", c.says, len(mine), err)
			}
			for _, l := range append(page, mine...) {
				if l.Broken != c.want[l.PersonID] {
					t.Errorf("%s: %s broke %d promises, want %d", c.says, l.Name, l.Broken, c.want[l.PersonID])
				}
			}
			for person, want := range c.want {
				if err := d.Read(t.Context(), func(tx db.Tx) error {
					file, _, err := treatment.SeenCaseOf(tx, person, c.seen)
					if file.Broken != want {
						t.Errorf("%s: the case of person %d counts %d, want %d", c.says, person, file.Broken, want)
					}
					return err
				}); err != nil {
					t.Fatal(err)
				}
			}
		}
		if err := d.Read(t.Context(), func(tx db.Tx) error {
			c, found, err := treatment.SeenCaseOf(tx, 3, []id.ID{coop})
			if !found || c.Balance != 0 || c.CreditorID != 0 || c.Broken != 1 || c.Accounts != 0 {
				t.Errorf("who sees the co-operative alone is told what she owes the bank: %+v", c)
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
	})
}

package party_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"aldia/domain/party"
	"aldia/platform/audit"
	"aldia/platform/auth"
	"aldia/platform/db"
	"aldia/platform/db/dbtest"
	"aldia/platform/id"
)

func mark(t *testing.T, d *db.DB, point id.ID, to party.PointState, c party.Cause) bool {
	t.Helper()
	changed := false
	err := d.Write(t.Context(), func(tx db.Tx) (err error) {
		changed, err = party.NewPersons(d).MarkTx(tx, point, to, c)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return changed
}

func state(all []party.ContactPoint, value string) party.PointState {
	for _, p := range all {
		if p.Value == value {
			return p.State
		}
	}
	return "missing"
}

// as gives a context in which somebody of a role is signed in.
func as(t *testing.T, role auth.Role) context.Context {
	t.Helper()
	return auth.As(t.Context(), auth.Identity{ID: 77, Name: "prueba", Role: role})
}

func TestPeopleAreFoundByWhatAClerkTypes(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		out := load(t, d, shop, rosa(),
			party.Incoming{OwnKey: "C-2", Name: "MUÑOZ VERA JUAN CARLOS", Country: "EC", IDNumber: "0602910945"},
			party.Incoming{OwnKey: "C-3", Name: "Comercial Andina S.A.", Country: "EC", IDNumber: "1792060346001"},
			party.Incoming{OwnKey: "C-4", Name: "MUÑOZ MUÑOZ PEDRO", Country: "EC", Phones: "099 555 4433"},
		)
		p := party.NewPersons(d)
		for _, c := range []struct {
			typed string
			want  []id.ID
		}{
			{"rosa", []id.ID{out[0].ID}},
			{"guaman ros", []id.ID{out[0].ID}},
			{"Peña", []id.ID{out[0].ID}},
			{"elena guamán", []id.ID{out[0].ID}},
			{"munoz", []id.ID{out[1].ID, out[3].ID}},
			{"MUÑOZ JUAN", []id.ID{out[1].ID}},
			{"carlos munoz", []id.ID{out[1].ID}},
			{"andina", []id.ID{out[2].ID}},
			{"1714307103", []id.ID{out[0].ID}},
			{"171430710-3", []id.ID{out[0].ID}},
			{"1792060346001", []id.ID{out[2].ID}},
			{"C-2", []id.ID{out[1].ID}},
			{"0995554433", []id.ID{out[3].ID}},
			{"+593 99 555 4433", []id.ID{out[3].ID}},
			{"rosa@correo.ec", []id.ID{out[0].ID}},
			{"nadie", nil},
			{"  ", nil},
			{"0999999999", nil},
		} {
			f, err := p.Search(t.Context(), party.Query{Text: c.typed, Country: "EC", Creditors: []id.ID{shop}})
			if err != nil {
				t.Fatal(err)
			}
			got := map[id.ID]bool{}
			for _, one := range f.Persons {
				got[one.ID] = true
			}
			missing := len(got) != len(c.want) || len(f.Persons) != len(got)
			for _, w := range c.want {
				missing = missing || !got[w]
			}
			if missing {
				t.Errorf("%q found %v, want %v", c.typed, f.Persons, c.want)
			}
		}
	})
}

func TestWhoCameAMomentAgoIsFoundBeforeTheIndexHasThem(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		p, row := party.NewPersons(d), rosa()
		if err := row.Prepare(shop); err != nil {
			t.Fatal(err)
		}
		err := d.WriteBatch(t.Context(), func(tx db.Tx) error {
			return p.LoadTx(tx, shop, []party.Incoming{row}, make([]party.Loaded, 1))
		})
		if err != nil {
			t.Fatal(err)
		}
		for range 2 { // before Index and after
			for _, typed := range []string{"guaman", "0991234567", "rosa@correo.ec"} {
				f, err := p.Search(t.Context(), party.Query{Text: typed, Country: "EC"})
				if err != nil || len(f.Persons) != 1 {
					t.Errorf("%q found %v, %v", typed, f.Persons, err)
				}
			}
			if err := p.Index(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
	})
}

func TestALongSearchIsReadByThePage(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		var rows []party.Incoming
		for k := range 25 {
			name := "MARIA " + strings.Repeat("V", k%3+2) + "ERA"
			if k%2 == 0 {
				name = "TORRES " + name
			}
			rows = append(rows, party.Incoming{OwnKey: "K" + strings.Repeat("x", k), Name: name, Country: "EC"})
		}
		load(t, d, shop, rows...)
		p, q, seen := party.NewPersons(d), party.Query{Text: "mar", Limit: 4}, map[id.ID]int{}
		for page := 0; ; page++ {
			f, err := p.Search(t.Context(), q)
			if err != nil || page > 20 {
				t.Fatal(page, err)
			}
			for _, one := range f.Persons {
				seen[one.ID]++
			}
			if !f.More {
				break
			}
			q.After = f.Next
		}
		if len(seen) != 25 {
			t.Errorf("%d people over all pages, want 25", len(seen))
		}
		for who, n := range seen {
			if n != 1 {
				t.Errorf("%v was on %d pages", who, n)
			}
		}
	})
}

func TestAContactPointRemembersWhatBecameOfIt(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		person := load(t, d, shop, rosa())[0].ID
		phone := points(t, d, person)[0]
		if !mark(t, d, phone.ID, party.Verified, party.Cause{At: d.Now(), ByUser: 77, Contact: 500}) {
			t.Fatal("it changes")
		}
		if mark(t, d, phone.ID, party.Verified, party.Cause{At: d.Now(), ByUser: 77, Contact: 501}) {
			t.Error("it does not change twice")
		}
		dbtest.Clock(t, d).Advance(time.Hour)
		p := party.NewPersons(d)
		err := p.Mark(as(t, auth.Agent), phone.ID, party.OptedOut, "pidió que no la llamen ahí", false)
		if err != nil {
			t.Fatal(err)
		}
		err = p.Mark(as(t, auth.Agent), phone.ID, party.Verified, "contestó ella", false)
		if !errors.Is(err, party.ErrPointConsent) {
			t.Errorf("an opt-out is lifted by consent alone: %v", err)
		}
		if err = p.Mark(as(t, auth.Auditor), phone.ID, party.Wrong, "x", false); err == nil {
			t.Error("an auditor works no cases")
		}
		history, err := p.History(t.Context(), person)
		if err != nil || len(history) != 2 {
			t.Fatal(history, err)
		}
		last := history[0]
		if last.From != party.Verified || last.To != party.OptedOut ||
			last.Reason != "pidió que no la llamen ahí" || last.ByUser != 77 || !last.At.Equal(d.Now()) {
			t.Errorf("%+v", last)
		}
	})
}

func TestANumberThatWasFoundIsAddedOnce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		person := load(t, d, shop, rosa())[0].ID
		p := party.NewPersons(d)
		add := func(kind party.PointKind, text string) (point party.ContactPoint, err error) {
			err = d.Write(t.Context(), func(tx db.Tx) error {
				c := party.Cause{At: d.Now(), ByUser: 77, Reason: "lo dio la vecina", Contact: 9}
				point, err = p.AddPointTx(tx, person, kind, text, "EC", c)
				return err
			})
			return point, err
		}
		fresh, err := add(party.PointPhone, "098 765 4321")
		if err != nil || fresh.Value != "+593987654321" || fresh.Source != party.SourceFound ||
			fresh.State != party.Unverified {
			t.Fatal(fresh, err)
		}
		if again, err := add(party.PointPhone, "+593 987654321"); err != nil || again.ID != fresh.ID {
			t.Error(again, err)
		}
		mark(t, d, fresh.ID, party.Unreachable, party.Cause{At: d.Now(), Reason: "fuera de servicio"})
		if back, err := add(party.PointPhone, "0987654321"); err != nil || back.ID != fresh.ID ||
			back.State != party.Unverified {
			t.Error("a dead number that somebody gives us again is tried again", back, err)
		}
		if _, err := add(party.PointPhone, "12"); !errors.Is(err, party.ErrPointText) {
			t.Errorf("nobody can call 12: %v", err)
		}
		if _, err := add(party.PointEmail, "rosa@"); !errors.Is(err, party.ErrPointText) {
			t.Errorf("nobody can write to rosa@: %v", err)
		}
		if n := len(points(t, d, person)); n != 5 {
			t.Errorf("%d contact points, want 5", n)
		}
	})
}

func TestWhatIsDoneByHandIsToldAndInTheBook(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		person := load(t, d, shop, rosa())[0].ID
		p, agent := party.NewPersons(d), as(t, auth.Agent)
		var touched []party.PointState
		p.Touched = func(_ db.Tx, point party.ContactPoint) error {
			if point.PersonID != person {
				t.Errorf("told of %v", point.PersonID)
			}
			touched = append(touched, point.State)
			return nil
		}
		if _, _, err := p.AddPoint(agent, person, party.PointPhone, "0987654321", "EC", " "); !errors.Is(err,
			party.ErrPointReason) {
			t.Errorf("nobody says where it is from: %v", err)
		}
		if _, _, err := p.AddPoint(as(t, auth.Auditor), person, party.PointPhone, "0987654321", "EC",
			"x"); err == nil {
			t.Error("an auditor works no cases")
		}
		if _, _, err := p.AddPoint(agent, 404, party.PointPhone, "0987654321", "EC", "la vecina"); !errors.Is(err,
			party.ErrMissing) {
			t.Errorf("nobody has that identity: %v", err)
		}
		fresh, added, err := p.AddPoint(agent, person, party.PointPhone, "0987654321", "EC", "la vecina")
		if err != nil || !added || fresh.State != party.Unverified {
			t.Fatal(fresh, added, err)
		}
		if _, added, err = p.AddPoint(agent, person, party.PointPhone, "0987654321", "EC", "él"); err != nil ||
			added {
			t.Errorf("it was there: %v, %v", added, err)
		}
		if err := p.Mark(agent, fresh.ID, party.Wrong, "contestó otra familia", false); err != nil {
			t.Fatal(err)
		}
		if err := p.Mark(agent, fresh.ID, party.Wrong, "otra vez", false); err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(touched, []party.PointState{party.Unverified, party.Wrong}) {
			t.Errorf("told of %v", touched)
		}
		history, err := p.History(t.Context(), person)
		if err != nil || len(history) != 2 || history[1].From != "" || history[1].Reason != "la vecina" {
			t.Errorf("%+v, %v", history, err)
		}
		var book []string
		err = d.Read(t.Context(), func(tx db.Tx) error {
			return audit.EachTx(tx, audit.Filter{Person: person, What: "contact_point."}, func(r audit.Record) error {
				book = append(book, r.What+" "+r.Why)
				return nil
			})
		})
		slices.Sort(book)
		if err != nil || !slices.Equal(book, []string{
			"contact_point.added la vecina", "contact_point.marked contestó otra familia",
		}) {
			t.Errorf("the book has %q, %v", book, err)
		}
	})
}

func TestNamesakesWhoShareATelephoneAreListedMergedAndPartedAgain(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		first := load(t, d, shop, rosa())[0].ID
		hers := party.Incoming{
			OwnKey: "B-9", Name: "Rosa Elena Guamán Peña", Country: "EC", Phones: "0991234567, 0987654321",
		}
		mother := party.Incoming{OwnKey: "B-10", Name: "Luz Peña", Country: "EC", Phones: "0991234567"}
		slip := party.Incoming{
			OwnKey: "B-11", Name: "Rosa Guamán Elena Peña", Country: "EC", IDNumber: "1714307130",
		}
		out := load(t, d, bank, hers, mother, slip)
		var heard []party.Merged
		p := party.NewPersons(d, func(_ db.Tx, m party.Merged) error {
			heard = append(heard, m)
			return nil
		})
		if n, err := p.FindDuplicates(t.Context(), 0); err != nil || n != 2 {
			t.Fatalf("%d pairs, %v: the telephone and the slip, but not the mother, who has another name", n, err)
		}
		if n, err := p.FindDuplicates(t.Context(), 0); err != nil || n != 0 {
			t.Errorf("%d pairs are new the second time, %v", n, err)
		}
		open, err := p.Duplicates(t.Context(), party.PairFilter{State: party.DuplicateOpen, Limit: 10})
		if err != nil || len(open) != 2 || open[0].Likeness != party.LikeNumber || open[0].B != out[2].ID ||
			open[1].Likeness != party.LikePhone || open[1].B != out[0].ID {
			t.Fatal(open, err)
		}
		open = open[1:]
		for _, point := range points(t, d, out[0].ID) {
			if point.Value == "+593991234567" {
				mark(t, d, point.ID, party.OptedOut, party.Cause{At: d.Now(), Reason: "no llamar"})
			}
		}
		if err := p.Decide(as(t, auth.Agent), open[0].ID, true, ""); err == nil {
			t.Error("an agent does not merge people")
		}
		if err := p.Decide(as(t, auth.Supervisor), open[0].ID, true, "misma persona"); err != nil {
			t.Fatal(err)
		}
		all := points(t, d, first)
		if len(all) != 5 || state(all, "+593991234567") != party.OptedOut ||
			state(all, "+593987654321") != party.Unverified {
			t.Errorf("merged: %+v", all)
		}
		if again := load(t, d, bank, hers)[0]; again.ID != first {
			t.Error("the bank's next file names the older person")
		}
		if f, err := p.Search(t.Context(), party.Query{Text: "guaman"}); err != nil || len(f.Persons) != 2 {
			t.Errorf("a merged person is not found: %v, %v", f.Persons, err)
		}
		if err := p.Undo(as(t, auth.Supervisor), open[0].ID, "eran dos"); err != nil {
			t.Fatal(err)
		}
		if again := load(t, d, bank, hers)[0]; again.ID != out[0].ID || len(points(t, d, first)) != 4 {
			t.Error("parted again")
		}
		if len(heard) != 2 || heard[0].From != out[0].ID || heard[0].Into != first || heard[0].Undone ||
			!heard[1].Undone {
			t.Errorf("announced: %+v", heard)
		}
		if err := p.Decide(as(t, auth.Supervisor), open[0].ID, false, "son hermanas"); err != nil {
			t.Fatal(err)
		}
		if n, err := p.FindDuplicates(t.Context(), 0); err != nil || n != 0 {
			t.Errorf("what was decided is not asked again: %d, %v", n, err)
		}
	})
}

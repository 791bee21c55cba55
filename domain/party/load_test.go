package party_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"aldia/domain/party"
	"aldia/platform/db"
	"aldia/platform/db/dbtest"
	"aldia/platform/id"
)

const (
	shop = id.ID(1001) // two creditors
	bank = id.ID(1002)
)

// load loads rows as an import does and gives what became of each.
func load(t *testing.T, d *db.DB, creditor id.ID, rows ...party.Incoming) []party.Loaded {
	t.Helper()
	p := party.NewPersons(d)
	out := make([]party.Loaded, len(rows))
	for i := range rows {
		if err := rows[i].Prepare(creditor); err != nil {
			t.Fatal(err)
		}
	}
	err := d.WriteBatch(t.Context(), func(tx db.Tx) error { return p.LoadTx(tx, creditor, rows, out) })
	if err == nil {
		err = p.Index(t.Context())
	}
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func rosa() party.Incoming {
	return party.Incoming{
		OwnKey: "C-1", Name: "GUAMÁN PEÑA ROSA ELENA", Country: "EC", IDType: "cédula", IDNumber: "171430710-3",
		City: "Quito", Phones: "0991234567|022345678", Emails: "rosa@correo.ec", Address: "Av. Amazonas N21-147",
	}
}

func points(t *testing.T, d *db.DB, person id.ID) []party.ContactPoint {
	t.Helper()
	var all []party.ContactPoint
	if err := d.Read(t.Context(), func(tx db.Tx) (err error) {
		all, err = party.PointsTx(tx, person)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return all
}

func get(t *testing.T, d *db.DB, person id.ID) party.Person {
	t.Helper()
	p, err := party.NewPersons(d).Get(t.Context(), person)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestACustomerIsMadeFromARow(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		out := load(t, d, shop, rosa())
		if !out[0].New {
			t.Fatal("she is new")
		}
		p := get(t, d, out[0].ID)
		want := party.Person{
			ID: p.ID, Kind: party.Natural, Name: "Guamán Peña Rosa Elena", NameKey: "GUAMAN PEN~A ROSA ELENA",
			Country: "EC", IDType: "cedula", IDNumber: "1714307103", IDState: party.IDValid, City: "Quito",
			Zone:      "America/Guayaquil",
			CreatedAt: d.Now(), ChangedAt: d.Now(),
		}
		if p != want {
			t.Errorf("got  %+v\nwant %+v", p, want)
		}
		all := points(t, d, p.ID)
		if len(all) != 4 || all[0].Value != "+593991234567" || all[0].Line != party.LineMobile ||
			all[0].State != party.Unverified || all[0].Creditor != shop {
			t.Errorf("contact points: %+v", all)
		}
	})
}

func TestTheSameFileAgainChangesNothing(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		first := load(t, d, shop, rosa())
		again := load(t, d, shop, rosa(), rosa())
		if again[0] != (party.Loaded{ID: first[0].ID}) || again[1] != again[0] {
			t.Errorf("got %+v, want only the identity %v", again, first[0].ID)
		}
		if n := len(points(t, d, first[0].ID)); n != 4 {
			t.Errorf("%d contact points, want 4", n)
		}
	})
}

func TestOnePersonOverTwoCreditors(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		atShop := load(t, d, shop, rosa())[0]
		hers := party.Incoming{
			OwnKey: "99-7", Name: "Rosa Elena Guaman Peña", Country: "EC", IDNumber: "1714307103",
			Phones: "+593 98 765 4321",
		}
		atBank := load(t, d, bank, hers)[0]
		if atBank.ID != atShop.ID || atBank.New || !atBank.Changed {
			t.Fatalf("at the bank %+v, at the shop %+v", atBank, atShop)
		}
		if all := points(t, d, atShop.ID); len(all) != 5 {
			t.Errorf("%d contact points, want those of both: %+v", len(all), all)
		}
		if p := get(t, d, atShop.ID); p.Name != "Guamán Peña Rosa Elena" || p.City != "Quito" {
			t.Errorf("the same words in another order, and a blank city, change nothing: %+v", p)
		}
		if again := load(t, d, shop, rosa())[0]; again.Changed {
			t.Error("the shop's file has not changed by the bank's")
		}
		var keys []string
		err := d.Read(t.Context(), func(tx db.Tx) error {
			return tx.Query(func(r db.Row) error {
				keys = append(keys, r.Text(0))
				return nil
			}, `SELECT value FROM person_key WHERE person_id = ? AND creditor_id <> 0 AND value NOT LIKE '#%'
				ORDER BY creditor_id`, atShop.ID)
		})
		if err != nil || !slices.Equal(keys, []string{"C-1", "99-7"}) {
			t.Errorf("own numbers %v, %v", keys, err)
		}
	})
}

func TestNamesakesAreNeverMergedAndInvalidNumbersNameNobody(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		name := "JUAN PÉREZ"
		out := load(t, d, shop,
			party.Incoming{OwnKey: "1", Name: name, Country: "EC"},
			party.Incoming{OwnKey: "2", Name: name, Country: "EC"},
			party.Incoming{OwnKey: "3", Name: name, Country: "EC", IDNumber: "9999999999"},
			party.Incoming{OwnKey: "4", Name: name, Country: "EC", IDNumber: "9999999999"},
		)
		seen := map[id.ID]bool{}
		for _, o := range out {
			seen[o.ID] = true
		}
		if len(seen) != 4 {
			t.Errorf("%d persons, want 4", len(seen))
		}
		other := load(t, d, bank, party.Incoming{OwnKey: "1", Name: name, Country: "EC"})
		if seen[other[0].ID] {
			t.Error("number 1 of the bank is not number 1 of the shop")
		}
	})
}

func TestACustomerWhoseDocumentComesLater(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		bare := rosa()
		bare.IDNumber, bare.IDType = "", ""
		before := load(t, d, shop, bare)[0]
		after := load(t, d, shop, rosa())[0]
		if after.ID != before.ID || !after.Changed {
			t.Fatalf("before %+v, after %+v", before, after)
		}
		if p := get(t, d, after.ID); p.IDNumber != "1714307103" {
			t.Errorf("document %q", p.IDNumber)
		}
		hers := rosa()
		hers.OwnKey = "other"
		if found := load(t, d, bank, hers)[0]; found.ID != before.ID {
			t.Error("her document names her at the bank too")
		}
	})
}

func TestACustomerNumberThatMovesToAnotherDocumentIsForAPersonToDecide(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		before := load(t, d, shop, rosa())[0]
		slip := rosa()
		slip.IDNumber = "0602910945"
		after := load(t, d, shop, slip)[0]
		if after.ID == before.ID || !after.New {
			t.Fatalf("before %+v, after %+v", before, after)
		}
		open, err := party.NewPersons(d).Duplicates(t.Context(), party.PairFilter{State: party.DuplicateOpen})
		if err != nil || len(open) != 1 || open[0].A != before.ID || open[0].B != after.ID ||
			open[0].Likeness != party.LikeKey || open[0].First.IDNumber != "1714307103" {
			t.Errorf("pairs %+v, %v", open, err)
		}
		reused := rosa()
		reused.IDNumber, reused.Name = "0910005917", "PEDRO VERA"
		load(t, d, shop, reused)
		open, err = party.NewPersons(d).Duplicates(t.Context(), party.PairFilter{State: party.DuplicateOpen})
		if err != nil || len(open) != 1 {
			t.Errorf("a number given to somebody of another name is no duplicate: %+v, %v", open, err)
		}
	})
}

func TestAFileNeverTouchesTheStateOfATelephoneNorForgetsOne(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		person := load(t, d, shop, rosa())[0].ID
		phone := points(t, d, person)[0]
		mark(t, d, phone.ID, party.Wrong, party.Cause{At: d.Now(), Reason: "dijo que no la conoce"})
		next := rosa()
		next.Phones = "0991234567|0987654321"
		if out := load(t, d, shop, next)[0]; !out.Changed || out.ID != person {
			t.Errorf("%+v", out)
		}
		all := points(t, d, person)
		if len(all) != 5 || state(all, "+593991234567") != party.Wrong ||
			state(all, "+59322345678") != party.Unverified {
			t.Errorf("%+v", all)
		}
	})
}

func TestSeveralRowsOfOneCustomerAddTheirTelephones(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		one, two := rosa(), rosa()
		two.Phones, two.City = "0987654321", "Ambato"
		for range 2 {
			out := load(t, d, shop, one, two)
			if out[0].ID != out[1].ID {
				t.Fatal("one customer")
			}
			if p := get(t, d, out[0].ID); p.City != "Quito" {
				t.Errorf("city %q: the first row of a load speaks for the customer", p.City)
			}
			if n := len(points(t, d, out[0].ID)); n != 5 {
				t.Errorf("%d contact points, want 5", n)
			}
		}
		if out := load(t, d, shop, one, two); out[0].Changed || out[1].Changed {
			t.Error("the third time nothing changes")
		}
	})
}

func TestTwoKeysOfOneHashAreTwoPersons(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		first := load(t, d, shop, party.Incoming{OwnKey: "A", Name: "Ana Vera", Country: "EC"})[0].ID
		// Nobody can wait for two keys to meet on one hash, so the key is given another value.
		err := d.Write(t.Context(), func(tx db.Tx) error {
			_, err := tx.Exec(`UPDATE person_key SET value = 'B' WHERE person_id = ?`, first)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		row := party.Incoming{OwnKey: "A", Name: "Ana Vera", Country: "EC"}
		second := load(t, d, shop, row)[0]
		if second.ID == first || !second.New {
			t.Fatalf("key A now names nobody: %+v", second)
		}
		if again := load(t, d, shop, row)[0]; again.ID != second.ID || again.New {
			t.Errorf("and is found in its place: %+v", again)
		}
	})
}

func TestRowsThatNameNobodyAreRefused(t *testing.T) {
	t.Parallel()
	for _, row := range []party.Incoming{
		{OwnKey: "1", Name: " "},
		{Name: "Ana Vera", Country: "EC"},
		{Name: "Ana Vera", Country: "EC", IDNumber: "9999999999999"},
		{OwnKey: "0", Name: "Ana Vera", Country: "EC", IDNumber: "-"},
	} {
		if row.Prepare(shop) == nil {
			t.Errorf("%+v was let pass", row)
		}
	}
	only := party.Incoming{Name: "Ana Vera", Country: "EC", IDNumber: "1714307103"}
	if err := only.Prepare(shop); err != nil {
		t.Errorf("a document is enough: %v", err)
	}
}

func BenchmarkLoad(b *testing.B) {
	for _, engine := range []struct {
		name string
		open func(testing.TB) *db.DB
	}{{"sqlite", dbtest.OnSQLite}, {"postgres", dbtest.OnPostgres}} {
		const persons, chunk = 200_000, 10_000
		b.Run(engine.name, func(b *testing.B) {
			for b.Loop() {
				b.StopTimer()
				d := engine.open(b)
				p := party.NewPersons(d)
				out := make([]party.Loaded, chunk)
				for _, round := range []string{"new", "same"} {
					b.StartTimer()
					started := b.Elapsed()
					for from := 0; from < persons; from += chunk {
						rows := manyRows(from, chunk)
						err := d.WriteBatch(context.Background(), func(tx db.Tx) error { return p.LoadTx(tx, shop, rows, out) })
						if err != nil {
							b.Fatal(err)
						}
					}
					if err := p.Index(context.Background()); err != nil {
						b.Fatal(err)
					}
					b.ReportMetric(persons/(b.Elapsed()-started).Seconds(), round+"/s")
					b.StopTimer()
				}
				b.StartTimer()
			}
		})
	}
}

func manyRows(from, n int) []party.Incoming {
	given := []string{"JUAN", "MARIA", "ROSA", "LUIS", "CARMEN", "PEDRO", "ANA", "JOSE", "ELENA", "CARLOS"}
	family := []string{"PEREZ", "GUAMAN", "MUÑOZ", "TORRES", "VERA", "QUISHPE", "LOPEZ", "MORALES", "CHANGO",
		"SILVA"}
	rows := make([]party.Incoming, n)
	for i := range rows {
		k := from + i
		rows[i] = party.Incoming{
			OwnKey: fmt.Sprintf("C%07d", k), Country: "EC", IDType: "CI", IDNumber: cedula(k), City: "QUITO",
			Name:   fmt.Sprintf("%s %s%d %s %s", family[k%10], family[k/7%10], k%997, given[k/10%10], given[k/3%10]),
			Phones: fmt.Sprintf("099%07d|02%07d", k*7919%10_000_000, 2_200_000+k*31%999_999),
			Emails: fmt.Sprintf("c%d@correo.ec", k), Address: fmt.Sprintf("Calle %d y Av. %d", k%331, k%77),
		}
		if err := rows[i].Prepare(shop); err != nil {
			panic(err)
		}
	}
	return rows
}

// cedula makes a valid number of Pichincha.
func cedula(k int) string {
	n := fmt.Sprintf("17%07d", k%6_000_000)
	for last := range 10 {
		if number := n + fmt.Sprint(last); party.Check("EC", "cedula", number).State == party.IDValid {
			return number
		}
	}
	return n
}

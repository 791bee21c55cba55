package party_test

import (
	"os"
	"strings"
	"testing"

	"aldia/domain/party"
	"aldia/platform/db"
	"aldia/platform/db/dbtest"
	"aldia/platform/id"
)

// phoned loads people with numbers in every manner.
func phoned(t *testing.T, d *db.DB) []party.Loaded {
	t.Helper()
	return load(t, d, shop,
		party.Incoming{OwnKey: "T-1", Name: "QUISHPE ROSA", Country: "EC", Phones: "0991234567|022345678"},
		party.Incoming{OwnKey: "T-2", Name: "HUAMAN ROSA", Country: "PE", Phones: "987654321"},
		party.Incoming{OwnKey: "T-3", Name: "CORTA ANA", Country: "EC", Phones: "2998877"},
		party.Incoming{OwnKey: "T-4", Name: "AJENO LUIS", Country: "EC", Phones: "0981234567"},
	)
}

func TestATelephoneIsFoundHoweverItIsTyped(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		out := phoned(t, d)
		p := party.NewPersons(d)
		points := points(t, d, out[0].ID)
		// The number was called and is out of service: it still says whose it was.
		mark(t, d, points[0].ID, party.Unreachable, party.Cause{Reason: "no responde la operadora"})
		for typed, want := range map[string]id.ID{
			"0991234567": out[0].ID, "991234567": out[0].ID, "+593 99 123 4567": out[0].ID,
			"593991234567": out[0].ID, "00593 991234567": out[0].ID, "099-123-4567": out[0].ID, "91234567": out[0].ID,
			"022345678": out[0].ID, "(02) 234-5678": out[0].ID, "2345678": out[0].ID,
			"987654321": out[1].ID, "+51 987 654 321": out[1].ID, "51987654321": out[1].ID, "7654321": out[1].ID,
			"2998877": out[2].ID, "022998877": out[2].ID,
			"0991234568": 0, "0971234567": 0, "12345": 0,
		} {
			f, err := p.Search(t.Context(), party.Query{Text: typed, Country: "EC", Countries: []string{"PE"}})
			switch {
			case err != nil:
				t.Fatal(err)
			case want == 0 && len(f.Persons) != 0, want != 0 && (len(f.Persons) != 1 || f.Persons[0].ID != want):
				t.Errorf("%q found %+v, want %v", typed, f.Persons, want)
			}
		}
		// Seven digits may be the end of several numbers, and then it is for a person to see whose.
		f, err := p.Search(t.Context(), party.Query{Text: "1234567", Country: "EC"})
		if err != nil || len(f.Persons) != 2 {
			t.Errorf("two numbers end in 1234567, found %+v, %v", f.Persons, err)
		}
	})
}

func TestNumbersOfAnOlderDatabaseAreCodedAnew(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		out := phoned(t, d)
		p := party.NewPersons(d)
		if err := p.Index(t.Context()); err != nil {
			t.Fatal(err)
		}
		step, err := os.ReadFile("../../migration/0081_phone_code.sql")
		if err != nil {
			t.Fatal(err)
		}
		if err := d.Write(t.Context(), func(tx db.Tx) error {
			for _, sql := range append([]string{`UPDATE contact_point SET code = -1 - id WHERE code <> 0`,
				`UPDATE person_find SET code = -1 - person_id WHERE code < 0`}, statements(string(step))...) {
				if _, err := tx.Exec(sql); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		for typed, want := range map[string]id.ID{"991234567": out[0].ID, "7654321": out[1].ID} {
			f, err := p.Search(t.Context(), party.Query{Text: typed, Country: "EC"})
			if err != nil || len(f.Persons) != 1 || f.Persons[0].ID != want {
				t.Errorf("%s found %+v, %v", typed, f.Persons, err)
			}
		}
	})
}

// statements cuts a step as the migration does: a statement ends at the end of a line.
func statements(step string) (all []string) {
	for s := range strings.SplitSeq(step, ";\n") {
		if s = strings.TrimSpace(s); s != "" {
			all = append(all, s)
		}
	}
	return all
}

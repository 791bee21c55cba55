package party_test

import (
	"testing"

	"aldia/domain/party"
	"aldia/platform/db"
	"aldia/platform/db/dbtest"
	"aldia/platform/id"
)

func TestAPersonIsFoundByTheDocumentOfAPayment(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		const ours, theirs id.ID = 7, 8
		persons := party.NewPersons(d)
		rows := []party.Incoming{
			{OwnKey: "C-1", Name: "Rosa Quishpe", Country: "EC", IDType: "cedula", IDNumber: "1714307103"},
			{OwnKey: "55-200", Name: "Luis Andrade", Country: "EC"},
		}
		loaded := make([]party.Loaded, len(rows))
		for i := range rows {
			if err := rows[i].Prepare(ours); err != nil {
				t.Fatal(err)
			}
		}
		load := func(tx db.Tx) error { return persons.LoadTx(tx, ours, rows, loaded) }
		if err := d.Write(t.Context(), load); err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct {
			creditor id.ID
			document party.Document
			want     id.ID
		}{
			{ours, party.Document{Country: "EC", Type: "cédula", Number: "171430710-3"}, loaded[0].ID},
			{theirs, party.Document{Country: "EC", Number: "1714307103"}, loaded[0].ID}, // one person everywhere
			{ours, party.Document{Country: "EC", Number: "55-200"}, loaded[1].ID},
			{theirs, party.Document{Country: "EC", Number: "55-200"}, 0}, // another creditor's customer number
			{ours, party.Document{Country: "EC", Number: "0000000000"}, 0},
			{ours, party.Document{Country: "EC"}, 0},
		} {
			err := d.Read(t.Context(), func(tx db.Tx) error {
				found, err := party.ByDocumentTx(tx, c.creditor, []party.Document{c.document})
				if err == nil && found[0] != c.want {
					t.Errorf("%+v of %d: person %d, want %d", c.document, c.creditor, found[0], c.want)
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
	})
}

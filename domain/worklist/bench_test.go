package worklist_test

import (
	"context"
	"testing"

	"aldia/domain/contact"
	"aldia/domain/law"
	"aldia/domain/party"
	"aldia/domain/promise"
	"aldia/domain/worklist"
	"aldia/platform/auth"
	"aldia/platform/db"
	"aldia/platform/db/dbtest"
	"aldia/platform/event"
	"aldia/platform/id"
)

// BenchmarkNextAndRecord is an agent's beat: take the next case, record a result. The whole of it, with
// treatment and under load, is measured by `aldia bench worklist`.
func BenchmarkNextAndRecord(b *testing.B) {
	b.Run("sqlite", func(b *testing.B) { beat(b, dbtest.OnSQLite(b)) })
	b.Run("postgres", func(b *testing.B) { beat(b, dbtest.OnPostgres(b)) })
}

const benchCases = 100_000

func beat(b *testing.B, d *db.DB) {
	b.Helper()
	bus := event.NewBus(d, func(context.Context, event.Event, string, error) {})
	promises, list := promise.NewPromises(d, bus), worklist.NewWorklists(d, worklist.Neighbours{})
	contacts := contact.NewContacts(d, contact.NewTrees(d), bus, party.NewPersons(d),
		law.NewGate(d, bus, (&law.Packs{}).OfTx, contact.AskPast))
	bus.On(contact.NameRecorded, "promise", promises.HearRecorded)
	bus.On(contact.NameRecorded, "worklist", func(tx db.Tx, e event.Event) error {
		r, err := event.Body[contact.Recorded](e)
		if err != nil {
			return err
		}
		return list.AfterResultTx(tx, r)
	})
	fill(b, d, list)
	ctx := auth.As(b.Context(), auth.Identity{ID: ana, Role: auth.Agent})
	b.ResetTimer()
	for i := range b.N {
		person, found, err := list.Next(ctx, sees(ana))
		if err != nil || !found {
			b.Fatalf("no case: %v", err)
		}
		r := contact.Result{PersonID: person, CreditorID: banco, Channel: "voice", Leaf: "nobody/no_answer"}
		if i%5 == 0 {
			r.Leaf, r.Amount.Amount = "debtor/promise", 100
			r.PromisedOn = 20518 // Friday of the week in which the test's clock stands
		}
		if _, err := contacts.Keep(ctx, r); err != nil {
			b.Fatal(err)
		}
	}
}

func fill(b *testing.B, d *db.DB, list *worklist.Worklists) {
	b.Helper()
	err := d.WriteBatch(b.Context(), func(tx db.Tx) error {
		_, err := tx.Exec(`INSERT INTO creditor (id, code, name, country, currency, timezone, figures, gone, basis,
			buckets, mapping, payments, created_at, changed_at) VALUES
			(10, 'banco', '', 'EC', 'USD', 'America/Guayaquil', 'creditor', 'asked', 360, '', '', '', 0, 0)`)
		if err != nil {
			return err
		}
		err = tx.Insert("person", []string{"id", "kind", "name", "name_key", "name_hash", "country", "id_type",
			"id_number", "id_state", "city", "region", "zone", "into_id", "created_at", "changed_at"}, benchCases,
			func(i int, v *db.Values) {
				v.Int(int64(i + 1))
				for _, text := range []string{"natural", "MARIA", "MARIA"} {
					v.Text(text)
				}
				v.Int(0)
				for range 7 {
					v.Text("")
				}
				for range 3 {
					v.Int(0)
				}
			})
		if err != nil {
			return err
		}
		places := make([]worklist.Place, benchCases)
		for i := range places {
			places[i] = of(id.ID(i+1), int64(i*7919%benchCases), 0)
		}
		_, err = list.PlaceTx(tx, places)
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
}

package db_test

import (
	"slices"
	"testing"

	"aldia/platform/db"
	"aldia/platform/db/dbtest"
)

func TestTheTablesAreListedWithWhatTheirColumnsHold(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		var all []db.Table
		err := d.Read(t.Context(), func(tx db.Tx) (err error) {
			all, err = db.TablesIn(tx)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		at := slices.IndexFunc(all, func(table db.Table) bool { return table.Name == "audit_lane" })
		want := []db.Column{
			{Name: "lane", Kind: db.Whole},
			{Name: "seq", Kind: db.Whole},
			{Name: "hash", Kind: db.Binary},
		}
		if at < 0 || !slices.Equal(all[at].Columns, want) {
			t.Errorf("of %d tables, audit_lane is not among them as it is: %v", len(all), all)
		}
		if !slices.ContainsFunc(all, func(table db.Table) bool {
			return table.Name == "staff" && table.Columns[1] == db.Column{Name: "code", Kind: db.Words}
		}) {
			t.Error("staff has no code that is text")
		}
	})
}

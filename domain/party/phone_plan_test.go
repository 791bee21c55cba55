package party

import (
	"strings"
	"testing"

	"aldia/platform/db"
	"aldia/platform/db/dbtest"
)

func TestATelephoneIsFoundByItsIndex(t *testing.T) {
	t.Parallel()
	d := dbtest.OnSQLite(t)
	if err := d.Read(t.Context(), func(tx db.Tx) error {
		var plan []string
		err := tx.Query(func(r db.Row) error {
			plan = append(plan, r.Text(3))
			return nil
		}, `EXPLAIN QUERY PLAN `+phonedSQL, 1, 2, 3, 1, 2, 3, 1, 2)
		all := strings.Join(plan, "\n")
		for _, want := range []string{
			"person_find USING PRIMARY KEY (code>? AND code<?)",
			"USING INDEX contact_point_person (person_id=?)",
			"USING INDEX contact_point_person (person_id>? AND person_id<?)",
		} {
			if !strings.Contains(all, want) {
				t.Errorf("the plan is\n%s\nwant in it: %s", all, want)
			}
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

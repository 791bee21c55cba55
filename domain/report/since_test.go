package report_test

import (
	"fmt"
	"slices"
	"testing"

	"aldia/domain/delinquency"
	"aldia/domain/report"
	"aldia/platform/db"
	"aldia/platform/db/dbtest"
	"aldia/platform/id"
)

// loaded puts a file down as the intake does.
func (o *office) loaded(n int, creditor id.ID, kind, state string, on, publishedAt int64) {
	o.do(`INSERT INTO cut (id, kind, creditor_id, as_of_on, version, state, file_name, file_digest, blob_id,
		mapping, scope, line, row_count, answer, replaces_id, staged_at, staged_by, published_at, published_by,
		undone_at, undone_by, fault) VALUES (?, ?, ?, ?, 1, ?, ?, '', 0,
		'', '[]', 0, 0, '{}', 0, 0, 0, ?, 0, 0, 0, '')`,
		n, kind, creditor, on, state, fmt.Sprint("f", n, ".csv"), publishedAt)
}

func TestReportsSayOfWhichCloseTheySpeakAndWhatIsNotInYet(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		o := open(t, d)
		o.march()
		after := march(3) + 1
		o.do(`UPDATE close_day SET ended_at = 1000`)
		moved := []delinquency.MovementFigure{{
			CreditorID: o.andes, Currency: "USD", From: "1-30", To: "31-60", Accounts: 7, Was: 9, Balance: 9,
		}}
		o.write(func(tx db.Tx) error { return delinquency.AddMovement(tx, after, moved) })
		o.loaded(1, o.andes, "portfolio", "published", int64(after), 2000)
		o.loaded(2, o.andes, "portfolio", "published", int64(march(3)), 2001) // its day's figures have it
		o.loaded(3, o.andes, "portfolio", "undone", int64(after), 2002)
		o.loaded(4, o.andes, "payments", "published", int64(march(3)), 2003)
		o.loaded(5, o.andes, "payments", "published", int64(march(3)), 900)
		o.loaded(7, o.andes, "portfolio", "published", int64(after), 901) // there when the day was closed late
		o.loaded(6, o.pacifico, "portfolio", "published", int64(after), 2004)

		told := func(r report.Report) (all []string) {
			for _, n := range r.Notes {
				if len(n.Args) == 4 {
					all = append(all, fmt.Sprint(n.Key[len("report.not_in."):], " ", n.Args[3]))
				}
			}
			return all
		}
		want := []string{"portfolio f1.csv", "payments f4.csv", "portfolio f6.csv"}
		aging := o.run(o.asProgram, "aging", report.Args{})
		if aging.Closed != march(3) || !slices.Equal(told(aging), want) {
			t.Errorf("of the close of %s: %q", aging.Closed.Text(), told(aging))
		}
		moves := o.run(o.asProgram, "movements", report.Args{From: march(1), To: after})
		if moves.Closed != march(3) || !slices.Equal(told(moves), want) {
			t.Errorf("of the close of %s: %q", moves.Closed.Text(), told(moves))
		}
		plain := o.run(o.asProgram, "movements", report.Args{From: march(1), To: march(3)})
		if table(moves) != table(plain) {
			t.Errorf("what moved since the close is in already:\n%s", table(moves))
		}
		one := o.run(o.asProgram, "aging", report.Args{Creditor: "pacifico"})
		if !slices.Equal(told(one), want[2:]) {
			t.Errorf("of one creditor: %q", told(one))
		}
		// Of an earlier close a later one tells already.
		if old := o.run(o.asProgram, "aging", report.Args{Date: march(1)}); old.Closed != march(1) ||
			len(told(old)) != 0 {
			t.Errorf("of the close of %s: %q", old.Closed.Text(), told(old))
		}
		for n := range 9 {
			o.loaded(10+n, o.andes, "portfolio", "published", int64(after), int64(3000+n))
		}
		many := o.run(o.asProgram, "aging", report.Args{}).Notes
		last := many[len(many)-1]
		if len(many) != 6 || last.Key != "report.not_in.more" || last.Args[0] != int64(7) {
			t.Errorf("of many: %v", many)
		}
	})
}

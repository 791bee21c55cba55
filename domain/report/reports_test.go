package report_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"aldia/domain/calendar"
	"aldia/domain/delinquency"
	"aldia/domain/portfolio"
	"aldia/domain/report"
	"aldia/platform/audit"
	"aldia/platform/auth"
	"aldia/platform/db"
	"aldia/platform/db/dbtest"
	"aldia/platform/fault"
	"aldia/platform/id"
	"aldia/words"
)

const (
	rosa id.ID = 501
	juan id.ID = 502
)

// office is a company with two creditors and two agents, of which Juan sees one creditor only.
type office struct {
	*testing.T
	db        *db.DB
	reports   *report.Reports
	andes     id.ID
	pacifico  id.ID
	asProgram context.Context
}

func open(t *testing.T, d *db.DB) *office {
	t.Helper()
	o := &office{T: t, db: d, reports: report.NewReports(d), asProgram: auth.As(t.Context(), auth.Program())}
	book := portfolio.NewPortfolios(d)
	o.write(func(tx db.Tx) error {
		for _, wanted := range []struct {
			code, country string
			into          *id.ID
		}{{"andes", "EC", &o.andes}, {"pacifico", "PE", &o.pacifico}} {
			c, err := portfolio.New(wanted.code, wanted.country, "")
			if err != nil {
				return err
			}
			made, _, err := book.OpenTx(tx, c)
			if err != nil {
				return err
			}
			*wanted.into = made.ID
		}
		return nil
	})
	for _, s := range []struct {
		member     id.ID
		code, name string
		all        int
	}{{rosa, "rosa", "Rosa Quishpe", 1}, {juan, "juan", "Juan Pérez", 0}} {
		o.do(`INSERT INTO staff (id, code, name, team_id, language, capacity, all_creditors, active, created_at)
			VALUES (?, ?, ?, 0, 'es', 50, ?, 1, 0)`, s.member, s.code, s.name, s.all)
	}
	o.do(`INSERT INTO staff_creditor (staff_id, creditor_id) VALUES (?, ?)`, juan, o.pacifico)
	return o
}

func (o *office) write(f func(tx db.Tx) error) {
	o.Helper()
	if err := o.db.Write(context.Background(), f); err != nil {
		o.Fatal(err)
	}
}

func (o *office) do(sql string, args ...any) {
	o.Helper()
	o.write(func(tx db.Tx) error {
		_, err := tx.Exec(sql, args...)
		return err
	})
}

// closed keeps the figures of a day as its close does.
func (o *office) closed(
	on calendar.Day, aging []delinquency.AgingFigure, moves []delinquency.MovementFigure,
) {
	o.Helper()
	o.do(`INSERT INTO close_day (on_day, state, started_at, ended_at, answer) VALUES (?, 'done', 0, 0, '')`, on)
	o.write(func(tx db.Tx) error { return delinquency.SaveFigures(tx, on, 0, aging, moves) })
}

// TestAReportOfContactsThatIsEmptySaysOfWhichDays: who gives no days asks about today.
func TestAReportOfContactsThatIsEmptySaysOfWhichDays(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		o := open(t, d)
		r := o.run(o.asProgram, "contacts", report.Args{From: march(2), To: march(3)})
		if len(r.Notes) != 1 || r.Notes[0].Key != "report.contacts.never" || r.Notes[0].Args[0] != march(2) {
			t.Errorf("an empty report says %v", r.Notes)
		}
		o.do(`INSERT INTO contact (id, person_id, creditor_id, user_id, channel, contact_point_id, party,
			started_at,
			at, on_day, tree_id, leaf, kind, reached, note, amount, currency, promised_on, callback_at, again_at,
			hold, hold_until_on, idempotency_key) VALUES (1, 1, ?, 0, 'voice', 0, 'debtor', 0, 0, ?, 0, '', '',
			'nobody', '', 0, '', 0, 0, 0, '', 0, 'a')`, o.andes, march(1))
		r = o.run(o.asProgram, "contacts", report.Args{From: march(2), To: march(3)})
		if len(r.Notes) != 1 || r.Notes[0].Key != "report.contacts.none" || r.Notes[0].Args[2] != march(1) {
			t.Errorf("the latest contact is not named: %v", r.Notes)
		}
	})
}

func (o *office) run(ctx context.Context, name string, args report.Args) report.Report {
	o.Helper()
	r, err := o.reports.Run(ctx, name, args)
	if err != nil {
		o.Fatal(err)
	}
	for _, row := range slices.Concat(r.Rows, r.Totals) {
		if len(row) != len(r.Columns) {
			o.Fatalf("%s: %d cells under %d columns", name, len(row), len(r.Columns))
		}
	}
	return r
}

// table is a report as machines read it.
func table(r report.Report) string {
	var b strings.Builder
	for i, c := range r.Columns {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(c.Name)
	}
	for _, row := range slices.Concat(r.Rows, r.Totals) {
		b.WriteByte('\n')
		for i, c := range row {
			if i > 0 {
				b.WriteByte(',')
			}
			b.WriteString(c.Text)
		}
	}
	return b.String()
}

func march(day int) calendar.Day { return calendar.Of(2026, 3, day) }

func (o *office) march() {
	o.closed(march(1), []delinquency.AgingFigure{
		{CreditorID: o.andes, PortfolioID: 1, Currency: "USD", Bucket: "current", Accounts: 5, Persons: 4,
			Balance: 80_000},
		{CreditorID: o.andes, PortfolioID: 1, Currency: "USD", Bucket: "1-30", Accounts: 2, Persons: 2,
			PastDue: 10_050, Balance: 20_000},
		{CreditorID: o.andes, PortfolioID: 2, Currency: "USD", Bucket: "1-30", Accounts: 1, Persons: 1,
			PastDue: 3_000, Balance: 3_000},
		{CreditorID: o.andes, PortfolioID: 2, Currency: "USD", Bucket: "viejo", Accounts: 1, Persons: 1,
			PastDue: 1, Balance: 1},
		{CreditorID: o.pacifico, PortfolioID: 3, Currency: "PEN", Bucket: "361+", Accounts: 1, Persons: 1,
			PastDue: 900, Balance: 900},
	}, []delinquency.MovementFigure{
		{CreditorID: o.andes, Currency: "USD", From: "", To: "current", Accounts: 5, Balance: 80_000},
		{CreditorID: o.andes, Currency: "USD", From: "1-30", To: "31-60", Accounts: 1, Balance: 500},
	})
	o.closed(march(3), nil, []delinquency.MovementFigure{
		{CreditorID: o.andes, Currency: "USD", From: "1-30", To: "31-60", Accounts: 2, Balance: 700},
		{CreditorID: o.andes, Currency: "USD", From: "1-30", To: "current", Accounts: 1, Balance: 100},
		{CreditorID: o.andes, Currency: "USD", From: "61-90", To: "31-60", Accounts: 1, Balance: 50},
		{CreditorID: o.pacifico, Currency: "PEN", From: "361+", To: "", Accounts: 1, Balance: 900},
	})
}

func TestTheAgingShowsEveryBucketInItsOrder(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		o := open(t, d)
		o.march()
		r := o.run(o.asProgram, "aging", report.Args{Date: march(2)})
		want := `creditor,currency,bucket,accounts,persons,past_due,balance
andes,USD,current,5,4,0.00,800.00
andes,USD,1-30,3,3,130.50,230.00
andes,USD,31-60,0,0,0.00,0.00
andes,USD,61-90,0,0,0.00,0.00
andes,USD,91-120,0,0,0.00,0.00
andes,USD,121-180,0,0,0.00,0.00
andes,USD,181-360,0,0,0.00,0.00
andes,USD,361+,0,0,0.00,0.00
andes,USD,viejo,1,1,0.01,0.01
pacifico,PEN,current,0,0,0.00,0.00
pacifico,PEN,1-30,0,0,0.00,0.00
pacifico,PEN,31-60,0,0,0.00,0.00
pacifico,PEN,61-90,0,0,0.00,0.00
pacifico,PEN,91-120,0,0,0.00,0.00
pacifico,PEN,121-180,0,0,0.00,0.00
pacifico,PEN,181-360,0,0,0.00,0.00
pacifico,PEN,361+,1,1,9.00,9.00
,PEN,,1,,9.00,9.00
,USD,,9,,130.51,1030.01`
		if got := table(r); got != want {
			t.Errorf("got\n%s\nwant\n%s", got, want)
		}
		if len(r.Notes) != 1 || r.Notes[0].Key != "report.day_used" || r.To != march(1) {
			t.Errorf("the second has no close: notes %v, day %s", r.Notes, r.To.Text())
		}
		empty := o.run(o.asProgram, "aging", report.Args{Creditor: "andes"})
		if len(empty.Rows) != 8 || empty.To != march(3) || len(empty.Notes) != 0 {
			t.Errorf("a creditor with nothing left: %d rows of %s", len(empty.Rows), empty.To.Text())
		}
	})
}

func TestMovesOfASpanAreSummedAndNamed(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		o := open(t, d)
		o.march()
		r := o.run(o.asProgram, "movements", report.Args{From: march(1), To: march(3)})
		want := `creditor,currency,from_bucket,to_bucket,direction,accounts,balance
andes,USD,new,current,entered,5,800.00
andes,USD,1-30,current,cured,1,1.00
andes,USD,1-30,31-60,worse,3,12.00
andes,USD,61-90,31-60,better,1,0.50
pacifico,PEN,361+,out,left,1,9.00
,PEN,,,,1,9.00
,USD,,,,10,813.50`
		if got := table(r); got != want {
			t.Errorf("got\n%s\nwant\n%s", got, want)
		}
		if len(r.Notes) != 1 || fmt.Sprint(r.Notes[0].Args...) != "2 3" {
			t.Errorf("of three days two are closed: %v", r.Notes)
		}
		// A move that was taken back again, as when a late cut is undone, is no row.
		back := []delinquency.MovementFigure{{
			CreditorID: o.andes, Currency: "USD", From: "61-90", To: "1-30", Accounts: 1, Was: 9, Balance: 9,
		}}
		o.write(func(tx db.Tx) error {
			if err := delinquency.AddMovement(tx, march(3), back); err != nil {
				return err
			}
			return delinquency.SubtractMovement(tx, march(3), back)
		})
		if last := o.run(o.asProgram, "movements", report.Args{}); last.From != march(3) || len(last.Rows) != 4 {
			t.Errorf("of the last close: %s, %d rows", last.From.Text(), len(last.Rows))
		}
	})
}

func (o *office) work(person, creditor, agent id.ID, state, priority int, due calendar.Day) {
	o.do(`INSERT INTO person (id, kind, name, name_key, name_hash, country, id_type, id_number, id_state,
		city, region, zone, into_id, created_at, changed_at)
		VALUES (?, 'natural', ?, '', 0, 'EC', 'cedula', ?, 'valid', '', '', '', 0, 0, 0)`,
		person, fmt.Sprintf("Persona %d", person), fmt.Sprintf("17%d", person))
	o.do(`INSERT INTO casefile (person_id, creditor_id, account_id, stage, step, bucket, oldest_due_on, currency,
		past_due, balance, accounts, hold, hold_until_on, assigned_id, broken, version, decided_on)
		VALUES (?, ?, 1, 'collection', 'early', '1-30', ?, 'USD', 5000, 9000, 2, '', 0, ?, 0, 1, 0)`,
		person, creditor, due, agent)
	o.do(`INSERT INTO work (person_id, agent_id, creditor_id, state, priority, ready_at, again_at, locked_by,
		locked_at, step) VALUES (?, ?, ?, ?, ?, 0, 0, 0, 0, 'early')`, person, agent, creditor, state, priority)
}

func TestTheWorklistIsInTheOrderInWhichItIsWorked(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		o := open(t, d)
		due := calendar.Of(2026, 2, 20) // the clock stands on the second of March
		o.work(1, o.andes, 0, 0, 5, due)
		o.work(2, o.andes, 0, 0, 9, due)
		o.work(3, o.andes, rosa, 1, 7, due)
		o.work(4, o.pacifico, 0, 2, 7, due)
		r := o.run(o.asProgram, "worklist", report.Args{})
		var order []string
		for _, row := range r.Rows {
			order = append(order, row[0].Text+" "+row[1].Text+" "+row[2].Text+" "+row[4].Text+" "+
				row[r.Column("days")].Text+" "+row[r.Column("state")].Text)
		}
		want := []string{"andes rosa 1 Persona 3 10 waiting", "andes  1 Persona 2 10 ready",
			"andes  2 Persona 1 10 ready", "pacifico  1 Persona 4 10 locked"}
		if !slices.Equal(order, want) {
			t.Errorf("got %q, want %q", order, want)
		}
		if mine := o.run(o.asProgram, "worklist", report.Args{Who: "rosa"}); len(mine.Rows) != 1 {
			t.Errorf("Rosa keeps one case, the report has %d", len(mine.Rows))
		}
		if short := o.run(o.asProgram, "worklist", report.Args{Limit: 2}); len(short.Rows) != 2 || !short.More {
			t.Errorf("two of four: %d, more %v", len(short.Rows), short.More)
		}
		// A page is the same rows as of the whole, with the places they have in their lists and the totals of
		// all.
		for skip := range 4 {
			page := o.run(o.asProgram, "worklist", report.Args{Skip: int64(skip), Limit: 1})
			if len(page.Rows) != 1 || !slices.Equal(page.Rows[0], r.Rows[skip]) || page.More != (skip < 3) ||
				page.Skipped != int64(skip) || page.Count != 4 || table(report.Report{Rows: page.Totals}) !=
				table(report.Report{Rows: r.Totals}) {
				t.Errorf("the page after %d rows: %+v", skip, page)
			}
		}
		if beyond := o.run(o.asProgram, "worklist", report.Args{Skip: 9, Limit: 1}); len(beyond.Rows) != 0 ||
			beyond.More {
			t.Errorf("beyond the end: %+v", beyond)
		}
		of := auth.As(t.Context(), auth.Identity{ID: juan, Role: auth.Supervisor})
		if seen := o.run(of, "worklist", report.Args{}); len(seen.Rows) != 1 || seen.Rows[0][0].Text != "pacifico" {
			t.Errorf("Juan sees one creditor, the report has %d rows", len(seen.Rows))
		}
	})
}

func (o *office) spoke(
	n int, agent, person id.ID, on calendar.Day, minute int, reached, kind string, promised int,
) {
	start := on.Time().Add(time.Duration(15*60+minute) * time.Minute)
	o.do(`INSERT INTO contact (id, person_id, creditor_id, user_id, channel, contact_point_id, party, started_at,
		at, on_day, tree_id, leaf, kind, reached, note, amount, currency, promised_on, callback_at, again_at, hold,
		hold_until_on, idempotency_key)
		VALUES (?, ?, ?, ?, 'voice', 0, 'debtor', ?, ?, ?, 0, '', ?, ?, '', ?, 'USD', 0, 0, 0, '', 0, '')`,
		n, person, o.andes, agent, start, start.Add(3*time.Minute), on, kind, reached, promised)
}

func TestProductivityCountsWhatEachAgentDid(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		o := open(t, d)
		o.spoke(1, rosa, 1, march(1), 0, "nobody", "no_answer", 0)
		o.spoke(2, rosa, 1, march(1), 10, "debtor", "promise", 12_345)
		o.spoke(3, rosa, 2, march(1), 20, "third", "message", 0)
		o.spoke(4, rosa, 1, march(2), 0, "debtor", "promise", 5)
		o.spoke(5, juan, 2, march(2), 0, "nobody", "busy", 0)
		o.spoke(6, juan, 2, march(9), 0, "debtor", "promise", 100) // after the span
		r := o.run(o.asProgram, "productivity", report.Args{From: march(1), To: march(2)})
		want := `agent,name,days_worked,attempts,reached,reached_share,right_party,right_party_share,promises,` +
			`promises_share,cases,minutes,minutes_between,promised_usd
juan,Juan Pérez,1,1,0,0.0,0,0.0,0,,1,3,,0.00
rosa,Rosa Quishpe,2,4,3,75.0,2,50.0,2,100.0,2,12,10,123.50
,,,5,3,60.0,2,40.0,2,100.0,3,15,10,123.50`
		if got := table(r); got != want {
			t.Errorf("got\n%s\nwant\n%s", got, want)
		}
		if one := o.run(o.asProgram, "productivity", report.Args{Date: march(2), Who: "juan"}); len(one.Rows) != 1 {
			t.Errorf("Juan alone: %d rows", len(one.Rows))
		}
	})
}

func TestTheAuditIsForThoseWhoMayReadTheBook(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		o := open(t, d)
		o.write(func(tx db.Tx) error {
			return errors.Join(
				audit.AppendTx(tx, audit.Entry{At: d.Now(), ByUser: rosa, What: "promise.made", On: "promise", OnID: 9,
					Person: 1}),
				audit.AppendTx(tx, audit.Entry{At: d.Now(), What: "cut.published", On: "cut", OnID: 8, Why: "corte",
					Detail: map[string]int{"rows": 5}}))
		})
		r := o.run(o.asProgram, "audit", report.Args{})
		for _, want := range []string{
			"2026-03-02T14:00:00Z,rosa,Rosa Quishpe,promise.made,promise," + id.ID(9).Text("prm_"),
			"cut.published,cut," + id.ID(8).Text("imp_") + `,,corte,{"rows":5}`,
		} {
			if !strings.Contains(table(r), want) {
				t.Errorf("%q is not in\n%s", want, table(r))
			}
		}
		if mine := o.run(o.asProgram, "audit", report.Args{What: "promise."}); len(mine.Rows) != 1 {
			t.Errorf("of promises alone: %d rows", len(mine.Rows))
		}
		if none := o.run(o.asProgram, "audit", report.Args{Date: march(1)}); len(none.Rows) != 0 {
			t.Errorf("the day before: %d rows", len(none.Rows))
		}
		of := auth.As(t.Context(), auth.Identity{ID: rosa, Role: auth.Supervisor})
		if _, err := o.reports.Run(of, "audit", report.Args{}); !errors.Is(err, auth.ErrForbidden) {
			t.Errorf("a supervisor reads the book: %v", err)
		}
		if names := report.MayAsk(of); len(names) != 5 || len(report.Questions()) != 6 {
			t.Errorf("a supervisor may ask %d of %d", len(names), len(report.Questions()))
		}
	})
}

func TestWhatCannotBeAnsweredIsSaid(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		o := open(t, d)
		ask := func(name string, a report.Args, want *fault.Error) {
			t.Helper()
			if _, err := o.reports.Run(o.asProgram, name, a); !errors.Is(err, want) {
				t.Errorf("%s %+v: %v, want %s", name, a, err, want.Key)
			}
		}
		ask("aging", report.Args{}, report.ErrNoCloses)
		ask("movements", report.Args{}, report.ErrNoCloses)
		o.march()
		ask("umbrella", report.Args{}, report.ErrUnknown)
		ask("aging", report.Args{Creditor: "nadie"}, report.ErrNoCreditor)
		ask("aging", report.Args{Date: calendar.Of(2026, 2, 28)}, report.ErrNoClose)
		ask("movements", report.Args{From: march(2), To: march(2)}, report.ErrNoSpan)
		ask("movements", report.Args{From: march(3), To: march(1)}, report.ErrSpan)
		ask("movements", report.Args{From: calendar.Of(2016, 1, 1), To: march(1)}, report.ErrLong)
		ask("productivity", report.Args{Who: "nadie"}, report.ErrNoAgent)
		if _, err := o.reports.Run(t.Context(), "aging", report.Args{}); !errors.Is(err, auth.ErrUnsigned) {
			t.Errorf("nobody asks: %v", err)
		}
		of := auth.As(t.Context(), auth.Identity{ID: juan, Role: auth.Supervisor})
		_, err := o.reports.Run(of, "aging", report.Args{Creditor: "andes"})
		if !errors.Is(err, report.ErrNoCreditor) {
			t.Errorf("Juan is told of a creditor he may not see: %v", err)
		}
	})
}

func TestEveryReportIsSaidInWords(t *testing.T) {
	t.Parallel()
	catalog, err := words.Load()
	if err != nil {
		t.Fatal(err)
	}
	spanish := catalog.For("es").In("EC")
	o := open(t, dbtest.OnSQLite(t))
	o.march()
	o.work(1, o.andes, 0, 0, 5, march(1))
	o.spoke(1, rosa, 1, march(2), 10, "debtor", "promise", 12_345)
	var shown []string
	for _, q := range report.Questions() {
		r := o.run(o.asProgram, q.Name, report.Args{})
		keys := []string{q.Title, q.About}
		for _, c := range r.Columns {
			keys = append(keys, c.Title)
		}
		for _, row := range slices.Concat(r.Rows, r.Totals) {
			for i, c := range row {
				if c.Key != "" {
					keys = append(keys, c.Key)
				}
				shown = append(shown, c.Shown(r.Columns[i].Kind, spanish, time.UTC))
			}
		}
		for _, key := range keys {
			if !spanish.Has(key) {
				t.Errorf("%s: nobody wrote %s", q.Name, key)
			}
		}
	}
	for _, want := range []string{"Al día", "123,45", "1 mar 2026", "100,0\u00a0%", "Listo", "Total"} {
		if !slices.Contains(shown, want) {
			t.Errorf("%q is not shown", want)
		}
	}
}

func TestWhoOwesTwoCreditorsStandsInBothListsWithWhatEachIsOwed(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		o := open(t, d)
		due := calendar.Of(2026, 2, 20) // the clock stands on the second of March
		o.work(1, o.andes, rosa, 0, 5, due)
		o.work(2, o.andes, 0, 0, 9, due)
		o.do(`UPDATE casefile SET further = 1 WHERE person_id = 2`)
		o.do(`UPDATE work SET further = 1 WHERE person_id = 2`)
		for turn, creditor := range []id.ID{o.andes, o.pacifico} {
			o.do(`INSERT INTO casefile_creditor (person_id, creditor_id, account_id, turn, stage, step, bucket,
				oldest_due_on, currency, past_due, balance, accounts, hold, hold_until_on)
				VALUES (2, ?, 1, ?, 'collection', 'early', '1-30', ?, 'USD', ?, 9000, 1, '', 0)`,
				creditor, turn, due+calendar.Day(5*turn), 4000-turn*3000)
		}
		o.do(`INSERT INTO work_further (person_id, creditor_id, agent_id, state, priority, ready_at, step)
			VALUES (2, ?, 0, 0, 3, 0, 'early')`, o.pacifico)
		rows := func(r report.Report) (all []string) {
			for _, row := range append(slices.Clone(r.Rows), r.Totals...) {
				all = append(all, row[0].Text+" "+row[4].Text+" "+row[r.Column("days")].Text+" "+
					row[r.Column("past_due")].Text+" "+row[r.Column("accounts")].Text)
			}
			return all
		}
		whole := o.run(o.asProgram, "worklist", report.Args{})
		want := []string{"andes Persona 1 10 50.00 2", "andes Persona 2 10 40.00 1", "pacifico Persona 2 5 10.00 1",
			"   100.00 4"}
		if got := rows(whole); !slices.Equal(got, want) || whole.Count != 3 {
			t.Errorf("got %q, want %q", got, want)
		}
		of := auth.As(t.Context(), auth.Identity{ID: juan, Role: auth.Supervisor})
		want = []string{"pacifico Persona 2 5 10.00 1", "   10.00 1"}
		if got := rows(o.run(of, "worklist", report.Args{Limit: 5})); !slices.Equal(got, want) {
			t.Errorf("who sees one creditor: got %q, want %q", got, want)
		}
	})
}

// What counts is the hour where the debtor is, as the gate took it: it stands beside the instant.
func TestAContactIsToldAtTheHourOfTheDebtor(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		o := open(t, d)
		o.do(`INSERT INTO person (id, kind, name, name_key, name_hash, country, id_type, id_number, id_state,
			city, region, zone, into_id, created_at, changed_at)
			VALUES (61, 'natural', 'Rosa', '', 0, 'EC', '', '', '', '', '', '', 0, 0, 0)`)
		at := time.Date(2026, 3, 2, 14, 30, 0, 0, time.UTC)
		for n, decision := range []string{`{"allowed":true,"zones":["Pacific/Galapagos","Europe/Madrid"]}`, `{}`} {
			o.do(`INSERT INTO permit (id, person_id, creditor_id, channel, party, purpose, point_id, user_id, source,
				asked_at, from_at, until_at, state, state_at, why, contact_id, result, debts, pack, pack_version,
				decision) VALUES (?, 61, ?, 'voice', 'debtor', 'collection', 0, 0, 'agent', ?, ?, ?, 'open', ?, '', 0,
				'', '[]', 'EC', '1', ?)`, 70+n, o.andes, at, at, at, at, decision)
		}
		r := o.run(o.asProgram, "contacts", report.Args{From: march(2), To: march(2)})
		if len(r.Rows) != 2 {
			t.Fatalf("%d contacts", len(r.Rows))
		}
		local, zone := r.Column("local_at"), r.Column("zone")
		for n, want := range map[int][2]string{
			1: {"2026-03-02T08:30:00-06:00", "Pacific/Galapagos"},
			0: {"2026-03-02T09:30:00-05:00", "America/Guayaquil"}, // nothing is known: where the creditor collects
		} {
			if got := r.Rows[n]; got[local].Text != want[0] || got[zone].Text != want[1] ||
				got[local].Number != at.UnixMicro() {
				t.Errorf("%+v at %q, want %q", got[local], got[zone].Text, want)
			}
		}
	})
}

func TestTheContactsThatStandInOneWayWithTheLawAreFound(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		o := open(t, d)
		o.do(`INSERT INTO person (id, kind, name, name_key, name_hash, country, id_type, id_number, id_state,
			city, region, zone, into_id, created_at, changed_at)
			VALUES (61, 'natural', 'Rosa', '', 0, 'EC', '', '', '', '', '', '', 0, 0, 0)`)
		at := time.Date(2026, 3, 2, 14, 30, 0, 0, time.UTC)
		for n, state := range []string{"spent", "breach", "refused", "breach"} {
			o.do(`INSERT INTO permit (id, person_id, creditor_id, channel, party, purpose, point_id, user_id, source,
				asked_at, from_at, until_at, state, state_at, why, contact_id, result, debts, pack, pack_version,
				decision) VALUES (?, 61, ?, 'voice', 'debtor', 'collection', 0, 0, 'agent', ?, ?, ?, ?, ?, '', 0,
				'', '[]', 'EC', '1', '{}')`, 70+n, o.andes, at, at, at, state, at)
		}
		for permit, want := range map[string]int{
			"": 4, "breach": 2, "spent": 1, "refused": 1, "lapsed": 0, "inbound": 0, "before": 0,
		} {
			r := o.run(o.asProgram, "contacts", report.Args{From: march(2), To: march(2), Permit: permit})
			if len(r.Rows) != want {
				t.Errorf("%q: %d contacts, want %d", permit, len(r.Rows), want)
			}
		}
		_, err := o.reports.Run(o.asProgram, "contacts", report.Args{From: march(2), To: march(2), Permit: "falta"})
		if !errors.Is(err, report.ErrNoPermit) {
			t.Errorf("a word that is no state: %v", err)
		}
	})
}

package main

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"aldia/domain/calendar"
	"aldia/domain/contact"
	"aldia/domain/delinquency"
	"aldia/domain/money"
	"aldia/platform/clock"
	"aldia/platform/db"
)

// demoNow is a Wednesday, in the middle of the morning in Quito and Lima.
func demoNow() time.Time { return time.Date(2026, 11, 18, 15, 20, 0, 0, time.UTC) }

func invented(t *testing.T, w demoWanted) (*demoCompany, *db.DB) {
	t.Helper()
	c := clock.NewFake(w.now)
	d, err := db.Open(t.Context(), "sqlite:"+filepath.Join(t.TempDir(), "demo.db"),
		db.Options{Relaxed: true, Clock: c, Node: 1, Alone: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	company, err := newDemo(t.Context(), d, c, w)
	if err != nil {
		t.Fatal(err)
	}
	return company, d
}

// counted gives how many rows a query finds, by its first column.
func counted(t *testing.T, d *db.DB, sql string, args ...any) map[string]int64 {
	t.Helper()
	found := map[string]int64{}
	err := d.Read(t.Context(), func(tx db.Tx) error {
		return tx.Query(func(r db.Row) error {
			found[r.Text(0)] = r.Int(1)
			return nil
		}, sql, args...)
	})
	if err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
	return found
}

func TestAPromiseOfTheDemoIsWorthAsking(t *testing.T) {
	t.Parallel()
	const unit = 500
	for _, c := range []struct {
		says                         string
		pastDue, balance, next, want money.Amount
	}{
		{"what is past due", 12_000, 90_000, 6_000, 12_000},
		{"cents that were left, with the next instalment", 35, 90_000, 6_000, 6_035},
		{"nothing past due: the next instalment", 0, 90_000, 6_000, 6_000},
		{"a small debt, whole", 800, 800, 0, 800},
		{"no more than is owed", 300, 5_000, 6_000, 5_000},
		{"cents, and nothing else is owed", 35, 35, 0, 0},
		{"nothing is owed", 0, 0, 0, 0},
	} {
		if got := worthPromising(c.pastDue, c.balance, c.next, unit); got != c.want {
			t.Errorf("%s: %d, want %d", c.says, got, c.want)
		}
	}
}

func TestADemoIsACompanyAtWork(t *testing.T) {
	t.Parallel()
	company, d := invented(t, demoWanted{accounts: 2000, seed: 1, country: "EC", now: demoNow()})
	today := calendar.On(demoNow(), company.place)

	buckets := counted(t, d, `SELECT bucket, count(*) FROM standing GROUP BY 1`)
	for _, b := range delinquency.Default() {
		if buckets[b.Code] < 20 {
			t.Errorf("only %d accounts stand at %s", buckets[b.Code], b.Code)
		}
	}
	if all := sum(buckets); all < 1900 || all > 2100 {
		t.Errorf("%d accounts instead of some 2000: %v", all, buckets)
	}
	currencies := counted(t, d, `SELECT currency, count(*) FROM standing GROUP BY 1`)
	if currencies["USD"] < 800 || currencies["PEN"] < 500 {
		t.Errorf("two creditors in two currencies: %v", currencies)
	}
	if closed := counted(t, d, `SELECT state, count(*) FROM close_day GROUP BY 1`); closed["done"] != demoDays {
		t.Errorf("%v days closed", closed)
	}
	promises := counted(t, d, `SELECT state, count(*) FROM promise GROUP BY 1`)
	if promises["kept"] < 30 || promises["broken"] < 10 || promises["open"] < 10 {
		t.Errorf("promises %v", promises)
	}
	due := counted(t, d, `SELECT 'today', count(*) FROM promise WHERE state = 'open' AND due_on = ?`, today)
	if due["today"] == 0 {
		t.Error("no promise is due today")
	}
	if got := counted(t, d, `SELECT 'today', count(*) FROM contact WHERE on_day = ?`, today); got["today"] < 5 {
		t.Errorf("%d results this morning", got["today"])
	}
	kinds := counted(t, d, `SELECT kind, count(*) FROM contact GROUP BY 1`)
	if all := sum(kinds); kinds["no_answer"]*10 < all*3 || kinds["no_answer"]*10 > all*6 || len(kinds) < 15 {
		t.Errorf("results %v", kinds)
	}
	believable(t, d)
	files := counted(t, d, `SELECT state, count(*) FROM cut GROUP BY 1`)
	if len(files) != 2 || files["published"] < 30 || files["previewed"] != 1 {
		t.Errorf("files %v", files)
	}
	hasScenes(t, d, today)
	states := counted(t, d, `SELECT id_state, count(*) FROM person WHERE id_number <> '' GROUP BY 1`)
	if states["valid"]*100 < sum(states)*95 || states["invalid"] == 0 || states["doubtful"] == 0 {
		t.Errorf("documents %v", states)
	}
	for table, want := range map[string]string{
		"refused":   `SELECT grade, count(*) FROM cut_refusal GROUP BY 1`,
		"guarantor": `SELECT role, count(*) FROM account_party GROUP BY 1`,
		"codebtor":  `SELECT role, count(*) FROM account_party GROUP BY 1`,
		"reference": `SELECT role, count(*) FROM account_party GROUP BY 1`,
		"open":      `SELECT state, count(*) FROM duplicate GROUP BY 1`,
		"asked":     `SELECT state, count(*) FROM account GROUP BY 1`,
		"paid":      `SELECT state, count(*) FROM account GROUP BY 1`,
		"unmatched": `SELECT state, count(*) FROM payment GROUP BY 1`,
	} {
		if counted(t, d, want)[table] == 0 {
			t.Errorf("nothing is %s in %s", table, want)
		}
	}
	wrong := counted(t, d, `SELECT 'wrong', count(*) FROM item AS i
		WHERE i.principal + i.interest + i.moratory + i.fees <> (
			SELECT coalesce(sum(e.principal + e.interest + e.moratory + e.fees), 0) FROM entry AS e
			WHERE e.item_id = i.id)`)
	if wrong["wrong"] > 0 {
		t.Errorf("%d balances are not the sum of their entries", wrong["wrong"])
	}
}

// hasScenes holds the morning to what a house has on any: one finds something of each kind to look at.
func hasScenes(t *testing.T, d *db.DB, today calendar.Day) {
	t.Helper()
	for what, sql := range map[string]string{
		"a promise broken last night": `SELECT 'n', count(*) FROM promise WHERE state = 'broken' AND judged_on = ?`,
		"a call refused for its hour": `SELECT 'n', count(*) FROM permit WHERE state = 'refused'
			AND decision LIKE '%hours%' AND ? > 0`,
		"leave to call":          `SELECT 'n', count(*) FROM permit WHERE state = 'open' AND ? > 0`,
		"somebody's attorney":    `SELECT 'n', count(*) FROM person_mark WHERE kind = 'attorney' AND ? > 0`,
		"no more contact":        `SELECT 'n', count(*) FROM person_mark WHERE kind = 'opt_out' AND ? > 0`,
		"a dispute":              `SELECT 'n', count(*) FROM person_mark WHERE kind = 'disputed' AND ? > 0`,
		"a person in two books":  `SELECT 'n', count(*) FROM casefile WHERE further > 0 AND ? > 0`,
		"a call that was agreed": `SELECT 'n', count(*) FROM work WHERE again_at > 0 AND ? > 0`,
	} {
		if counted(t, d, sql, today-1)["n"] == 0 {
			t.Errorf("the demo lacks %s", what)
		}
	}
}

// believable holds the history to what an office does and what it does not.
func believable(t *testing.T, d *db.DB) {
	t.Helper()
	least := counted(t, d, `SELECT currency, min(amount) FROM promise GROUP BY 1`)
	if least["USD"] < 500 || least["PEN"] < 1850 {
		t.Errorf("somebody promises next to nothing: %v", least)
	}
	leaves := counted(t, d, `SELECT leaf, count(*) FROM contact GROUP BY 1`)
	for _, l := range contact.Default().Leaves() {
		if parts := strings.Split(l.Path, "/"); leaves[l.Path] == 0 && len(parts) == 2 &&
			!slices.ContainsFunc(slices.Collect(maps.Keys(leaves)), func(leaf string) bool {
				return strings.HasPrefix(leaf, l.Path+"/")
			}) {
			t.Errorf("nobody has ever recorded %s", l.Path)
		}
	}
	holds := counted(t, d, `SELECT hold, count(*) FROM casefile GROUP BY 1`)
	for _, hold := range []string{"paid", "promise", "claim", "deceased", "no_contact"} {
		if holds[hold] == 0 {
			t.Errorf("nobody rests for %s: %v", hold, holds)
		}
	}
	lost := counted(t, d, `SELECT 'lost', count(*) FROM casefile WHERE step = 'locate'`)
	if lost["lost"] < 20 {
		t.Errorf("%d people have to be found", lost["lost"])
	}
	for what, sql := range map[string]string{
		"calls that nobody answers, without a telephone": `FROM contact WHERE reached = 'nobody'
			AND (contact_point_id = 0 OR channel = 'email')`,
		"contacts with the dead and with who asked for none": `FROM contact AS c JOIN contact AS d
			ON d.person_id = c.person_id AND d.kind IN ('deceased', 'no_contact_asked') WHERE c.at > d.at`,
		"people who were called four times on a day": `FROM (SELECT person_id FROM contact
			GROUP BY person_id, on_day HAVING count(*) > 3) AS x`,
		"people who were called more often than a law would let": `FROM (SELECT person_id FROM contact
			GROUP BY person_id HAVING count(*) > 40) AS x`,
	} {
		if n := counted(t, d, `SELECT 'n', count(*) `+sql)["n"]; n > 0 {
			t.Errorf("%d %s", n, what)
		}
	}
	several := counted(t, d, `SELECT 'all', count(*) FROM casefile WHERE further > 0
		UNION ALL SELECT 'late', count(*) FROM (SELECT person_id FROM casefile_creditor WHERE past_due > 0
			GROUP BY person_id HAVING count(*) > 1) AS x`)
	if several["all"] < 10 || several["late"] < 4 {
		t.Errorf("who owes both creditors: %v", several)
	}
	agreed := counted(t, d, `SELECT 'agreed', count(*) FROM contact WHERE callback_at > 0
		UNION ALL SELECT 'kept', count(*) FROM contact AS c WHERE callback_at > 0 AND EXISTS (SELECT 1
			FROM contact AS d WHERE d.person_id = c.person_id
			AND d.at BETWEEN c.callback_at AND c.callback_at + 3 * 3600 * 1000000)`)
	// Some have to wait until the law lets them be called again.
	if agreed["agreed"] < 50 || agreed["kept"]*2 < agreed["agreed"] {
		t.Errorf("calls that were agreed: %v", agreed)
	}
	agents := counted(t, d, `SELECT user_id,
		sum(CASE WHEN kind = 'promise' THEN 1 ELSE 0 END) * 1000 / count(*) FROM contact GROUP BY 1`)
	if shares := slices.Sorted(maps.Values(agents)); len(shares) != 3 || shares[0]*10 > shares[2]*9 {
		t.Errorf("of a thousand contacts of each agent end in a promise %v", agents)
	}
}

func sum(counts map[string]int64) (all int64) {
	for _, n := range counts {
		all += n
	}
	return all
}

// dump writes down every row of every table, but for passwords, which are salted.
func dump(t *testing.T, d *db.DB) string {
	t.Helper()
	var out strings.Builder
	columns := map[string][]string{}
	err := d.Read(t.Context(), func(tx db.Tx) error {
		return tx.Query(func(r db.Row) error {
			if r.Text(1) != "password" {
				columns[r.Text(0)] = append(columns[r.Text(0)], r.Text(1))
			}
			return nil
		}, `SELECT m.name, c.name FROM sqlite_master AS m JOIN pragma_table_info(m.name) AS c WHERE m.type = 'table'
			AND m.name NOT LIKE 'sqlite%' ORDER BY m.name, c.cid`)
	})
	if err != nil {
		t.Fatal(err)
	}
	tables := make([]string, 0, len(columns))
	for table := range columns {
		tables = append(tables, table)
	}
	slices.Sort(tables)
	for _, table := range tables {
		quoted := strings.Join(columns[table], `) || '|' || quote(`)
		err := d.Read(t.Context(), func(tx db.Tx) error {
			return tx.Query(func(r db.Row) error {
				fmt.Fprintln(&out, table, r.Text(0))
				return nil
			}, `SELECT quote(`+quoted+`) FROM `+table+` ORDER BY 1`)
		})
		if err != nil {
			t.Fatal(table, err)
		}
	}
	return out.String()
}

func TestTheSameSeedMakesTheSameCompany(t *testing.T) {
	t.Parallel()
	w := demoWanted{accounts: 200, seed: 7, country: "PE", now: demoNow()}
	_, first := invented(t, w)
	_, second := invented(t, w)
	one, two := strings.Split(dump(t, first), "\n"), strings.Split(dump(t, second), "\n")
	if len(one) < 5000 {
		t.Fatalf("only %d rows", len(one))
	}
	for i := range min(len(one), len(two)) {
		if one[i] != two[i] {
			t.Fatalf("row %d differs:\n%.600s\n%.600s", i, one[i], two[i])
		}
	}
	if len(one) != len(two) {
		t.Fatalf("%d rows and %d", len(one), len(two))
	}
	w.seed++
	if _, third := invented(t, w); dump(t, third) == strings.Join(one, "\n") {
		t.Error("another seed makes the same company")
	}
}

func TestADemoCanBeOfAnyCountryAndBeginAtAnyHour(t *testing.T) {
	t.Parallel()
	for country, now := range map[string]time.Time{
		"CO": time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC),  // a Sunday, four in the morning
		"CL": time.Date(2026, 3, 1, 23, 30, 0, 0, time.UTC),  // a Sunday night
		"EC": time.Date(2026, 12, 31, 14, 0, 0, 0, time.UTC), // a year's end
	} {
		t.Run(country, func(t *testing.T) {
			t.Parallel()
			company, d := invented(t, demoWanted{accounts: 150, seed: 3, country: country, now: now})
			if late := counted(t, d, `SELECT 'late', count(*) FROM contact WHERE at > ?`, now); late["late"] > 0 {
				t.Errorf("%d results are of the future", late["late"])
			}
			last := counted(t, d, `SELECT 'last', max(on_day) FROM close_day`)["last"]
			if today := calendar.On(now, company.place); int64(today)-last > 2 || int64(today) <= last {
				t.Errorf("on %s the last closed day is %s", today.Text(), calendar.Day(last).Text())
			}
			if got := counted(t, d, `SELECT 'contacts', count(*) FROM contact`); got["contacts"] < 250 {
				t.Errorf("%d results", got["contacts"])
			}
			if got := counted(t, d, `SELECT 'breaches', count(*) FROM contact WHERE breach = 1`); got["breaches"] > 0 {
				t.Errorf("%d contacts that the law does not allow", got["breaches"])
			}
		})
	}
}

package season_test

import (
	"fmt"
	"slices"
	"strings"

	"aldia/domain/calendar"
	"aldia/domain/debt"
	"aldia/domain/delinquency"
	"aldia/platform/audit"
	"aldia/platform/db"
	"aldia/platform/id"
)

// recount counts everything again by other means than the program did.
func (s *season) recount(on calendar.Day) {
	s.sumsAreTheLedger()
	s.standingsAreRight(on)
	s.agingIsRight(on)
	s.movementsExplain(on)
	s.movesChain()
	s.paymentsAddUp()
	s.promisesAreJudgedOnce()
	s.casesAreRight()
}

// rows gives each row of a query to each.
func (s *season) rows(each func(r db.Row), sql string, args ...any) {
	s.Helper()
	err := s.db.Read(s.ctx(), func(tx db.Tx) error {
		return tx.Query(func(r db.Row) error {
			each(r)
			return nil
		}, sql, args...)
	})
	s.must(err, sql)
}

// fingerprint is what a second close may not change.
func (s *season) fingerprint() string {
	var out []string
	for _, table := range []string{
		"entry", "bucket_move", "contact", "promise", "aging_figure", "movement_figure", "audit_entry",
	} {
		count := func(r db.Row) { out = append(out, fmt.Sprintf("%s %d", table, r.Int(0))) }
		s.rows(count, `SELECT count(*) FROM `+table)
	}
	s.rows(func(r db.Row) { out = append(out, fmt.Sprintf("case versions %d", r.Int(0))) },
		`SELECT CAST(coalesce(sum(version), 0) AS BIGINT) FROM casefile`)
	return strings.Join(out, ", ")
}

// balances is every balance and state, for what must be as before after something is taken back. Where we
// reckon interest it is that through the day, posted or not: posting it earlier is no loss.
func (s *season) balances(on calendar.Day) string {
	var out []string
	err := s.db.Read(s.ctx(), func(tx db.Tx) error {
		out = nil
		var accounts, items db.List
		for sql, list := range map[string]*db.List{
			`SELECT id FROM account`: &accounts, `SELECT id FROM item WHERE state <> 'undone'`: &items,
		} {
			if err := tx.Query(func(r db.Row) error { *list = append(*list, r.Int(0)); return nil }, sql); err != nil {
				return err
			}
		}
		rates, err := debt.RatesOf(tx, accounts)
		if err != nil {
			return err
		}
		of := map[id.ID]debt.Account{}
		note := func(a *debt.Account) error {
			of[a.ID] = *a
			return nil
		}
		if err := debt.AccountsByID(tx, accounts, note); err != nil {
			return err
		}
		return debt.ItemsByID(tx, items, func(i *debt.Item) error {
			a := of[i.AccountID]
			owed := i.Owed
			if i.Figures == debt.Ours {
				earned, _, _ := debt.TermsOf(&a, rates[a.ID]).Accrued(i, on)
				owed = owed.Plus(earned)
			}
			out = append(out, fmt.Sprintln(a.Number, i.Number, a.State, i.State, owed))
			return nil
		})
	})
	s.must(err, "balances")
	slices.Sort(out)
	return strings.Join(out, "")
}

// difference shows the lines that differ.
func difference(before, after string) string {
	was, is := map[string]bool{}, map[string]bool{}
	for l := range strings.SplitSeq(before, "\n") {
		was[l] = true
	}
	var out []string
	for l := range strings.SplitSeq(after, "\n") {
		if is[l] = true; !was[l] {
			out = append(out, "+ "+l)
		}
	}
	for l := range strings.SplitSeq(before, "\n") {
		if !is[l] {
			out = append(out, "- "+l)
		}
	}
	return strings.Join(out, "\n")
}

// sumsAreTheLedger holds every balance, part by part, against the sum of its entries.
func (s *season) sumsAreTheLedger() {
	items := 0
	s.rows(func(r db.Row) {
		items++
		for part := 1; part <= 4; part++ {
			if r.Int(part) != r.Int(part+4) {
				s.Errorf("part %d of item %d is %d, its entries sum to %d", part, r.Int(0), r.Int(part), r.Int(part+4))
			}
		}
		if r.Int(9) != r.Int(10) || r.Int(10) != r.Int(11) {
			s.Errorf("item %d has %d entries, says %d, the last is number %d", r.Int(0), r.Int(10), r.Int(9),
				r.Int(11))
		}
	}, `SELECT i.id, i.principal, i.interest, i.moratory, i.fees, CAST(sum(e.principal) AS BIGINT),
			CAST(sum(e.interest) AS BIGINT), CAST(sum(e.moratory) AS BIGINT), CAST(sum(e.fees) AS BIGINT),
			i.entry_count,
			count(*), max(e.n)
		FROM item AS i JOIN entry AS e ON e.item_id = i.id
		GROUP BY i.id, i.principal, i.interest, i.moratory, i.fees, i.entry_count`)
	all := 0
	s.rows(func(r db.Row) { all = int(r.Int(0)) }, `SELECT count(*) FROM item`)
	if items != all {
		s.Errorf("%d of %d items have a ledger", items, all)
	}
}

// stood is where an account stands, counted by hand.
type stood struct {
	bucket           string
	person, creditor id.ID
	oldest           calendar.Day
	pastDue, balance int64
}

// standings counts by hand where each account stands.
func (s *season) standings(on calendar.Day) map[id.ID]stood {
	buckets := delinquency.Default()
	by := map[id.ID]stood{}
	s.rows(func(r db.Row) {
		account, owed, due := id.ID(r.Int(0)), r.Int(3), calendar.Day(r.Int(4))
		a := by[account]
		a.person, a.creditor = id.ID(r.Int(1)), id.ID(r.Int(2))
		a.balance += owed
		if due < on {
			a.pastDue += owed
		}
		if a.oldest == 0 || due < a.oldest {
			a.oldest = due
		}
		days := max(0, int(on-a.oldest))
		for _, b := range buckets {
			if days >= b.From && (days <= b.To || b.To < b.From) {
				a.bucket = b.Code
			}
		}
		by[account] = a
	}, `SELECT a.id, a.person_id, a.creditor_id, i.principal + i.interest + i.moratory + i.fees, i.due_on
		FROM account AS a JOIN item AS i ON i.account_id = a.id
		WHERE a.state IN ('open', 'asked') AND i.state = 'open'
		AND i.principal + i.interest + i.moratory + i.fees > 0`)
	return by
}

func (s *season) standingsAreRight(on calendar.Day) {
	byHand := s.standings(on)
	if len(byHand) < 100 {
		s.Errorf("only %d accounts stand anywhere", len(byHand))
	}
	s.rows(func(r db.Row) {
		account := id.ID(r.Int(0))
		is := stood{r.Text(1), id.ID(r.Int(2)), id.ID(r.Int(3)), calendar.Day(r.Int(4)), r.Int(5), r.Int(6)}
		if want, found := byHand[account]; !found || want != is {
			s.Errorf("account %d stands at %+v, by hand at %+v", account, is, want)
		}
		delete(byHand, account)
	}, `SELECT account_id, bucket, person_id, creditor_id, oldest_due_on, past_due, balance FROM standing`)
	for account, want := range byHand {
		s.Errorf("account %d stands nowhere, by hand at %+v", account, want)
	}
}

// agingIsRight holds the day's figures against the accounts.
func (s *season) agingIsRight(on calendar.Day) {
	type key struct {
		creditor id.ID
		bucket   string
	}
	type figure struct{ accounts, persons, pastDue, balance int64 }
	byHand, counted := map[key]figure{}, map[string]bool{}
	for _, a := range s.standings(on) {
		k := key{a.creditor, a.bucket}
		f := byHand[k]
		f.accounts++
		f.pastDue += a.pastDue
		f.balance += a.balance
		if once := fmt.Sprint(k, a.person); !counted[once] {
			counted[once] = true
			f.persons++
		}
		byHand[k] = f
	}
	s.rows(func(r db.Row) {
		k, is := key{id.ID(r.Int(0)), r.Text(1)}, figure{r.Int(2), r.Int(3), r.Int(4), r.Int(5)}
		if byHand[k] != is {
			s.Errorf("aging of %v is %+v, by hand %+v", k, is, byHand[k])
		}
		delete(byHand, k)
	}, `SELECT creditor_id, bucket, accounts, persons, past_due, balance FROM aging_figure WHERE on_day = ?`, on)
	for k, want := range byHand {
		s.Errorf("aging has no %v, by hand %+v", k, want)
	}
}

// movementsExplain holds a day's movements to its figures and those of the day before: what there was, less
// what left and with what came, is what there is, for each creditor, currency and bucket.
func (s *season) movementsExplain(on calendar.Day) {
	type key struct {
		creditor         id.ID
		currency, bucket string
	}
	type sum struct{ accounts, balance int64 }
	open := map[key]sum{}
	moves := int64(0)
	add := func(k key, sign, accounts, balance int64) {
		open[k] = sum{open[k].accounts + sign*accounts, open[k].balance + sign*balance}
	}
	for day, sign := range map[calendar.Day]int64{on - 1: 1, on: -1} {
		s.rows(func(r db.Row) {
			add(key{id.ID(r.Int(0)), r.Text(1), r.Text(2)}, sign, r.Int(3), r.Int(4))
		}, `SELECT creditor_id, currency, bucket, accounts, balance FROM aging_figure WHERE on_day = ?`, day)
	}
	s.rows(func(r db.Row) {
		creditor, currency := id.ID(r.Int(0)), r.Text(1)
		moves += r.Int(4)
		if from := r.Text(2); from != "" {
			add(key{creditor, currency, from}, -1, r.Int(4), r.Int(5))
		}
		if to := r.Text(3); to != "" {
			add(key{creditor, currency, to}, 1, r.Int(4), r.Int(6))
		}
	}, `SELECT creditor_id, currency, from_bucket, to_bucket, accounts, was, balance FROM movement_figure
		WHERE on_day = ?`, on)
	for k, left := range open {
		if left != (sum{}) {
			s.Errorf("%v: the day before with the movements is %+v off the day", k, left)
		}
	}
	s.seen["moves"] += moves
}

// moved is one step of an account.
type moved struct {
	from, to  string
	on, since int64
}

// movesChain follows each account from bucket to bucket: it leaves the one that it had entered, and ends
// where it stands. On one day it may step several times, when a file was taken back; their order is not
// kept, so some order must do.
func (s *season) movesChain() {
	days := map[id.ID][][]moved{}
	s.rows(func(r db.Row) {
		account, m := id.ID(r.Int(0)), moved{r.Text(1), r.Text(2), r.Int(3), r.Int(4)}
		all := days[account]
		if n := len(all); n > 0 && all[n-1][0].on == m.on {
			all[n-1] = append(all[n-1], m)
		} else {
			days[account] = append(all, []moved{m})
		}
	}, `SELECT account_id, from_bucket, to_bucket, on_day, from_on FROM bucket_move ORDER BY account_id, on_day`)
	ends := map[id.ID]string{}
	s.rows(func(r db.Row) { ends[id.ID(r.Int(0))] = r.Text(1) }, `SELECT account_id, bucket FROM standing`)
	for account, all := range days {
		at, since := map[string]bool{"": true}, int64(0)
		for _, day := range all {
			next := map[string]bool{}
			for bucket := range at {
				walk(bucket, since, day, next)
			}
			at, since = next, day[0].on
		}
		if !at[ends[account]] {
			s.Errorf("account %d stands at %q; its moves %v lead to %v", account, ends[account], all, at)
		}
		delete(ends, account)
	}
	for account, bucket := range ends {
		s.Errorf("account %d stands at %q and never moved there", account, bucket)
	}
}

// walk gives the buckets to which all of a day's moves can lead from a bucket that was entered on a day.
func walk(at string, since int64, left []moved, ends map[string]bool) {
	if len(left) == 0 {
		ends[at] = true
		return
	}
	for i, m := range left {
		if m.from == at && (at == "" || m.since == since) {
			rest := append(append([]moved{}, left[:i]...), left[i+1:]...)
			walk(m.to, m.on, rest, ends)
		}
	}
}

// paymentsAddUp holds what was received against what was split and what the ledger took.
func (s *season) paymentsAddUp() {
	s.rows(func(r db.Row) {
		if r.Int(1) != r.Int(2) {
			s.Errorf("payment %d is applied for %d and split into %d", r.Int(0), r.Int(1), r.Int(2))
		}
	}, `SELECT p.id, p.applied, CAST(coalesce(sum(s.principal + s.interest + s.moratory + s.fees), 0) AS BIGINT)
		FROM payment AS p LEFT JOIN payment_split AS s ON s.payment_id = p.id GROUP BY p.id, p.applied`)
	s.rows(func(r db.Row) {
		s.Errorf("payment %d of %d is applied for %d, counted for %d: %s", r.Int(0), r.Int(1), r.Int(2), r.Int(3),
			r.Text(4))
	}, `SELECT id, amount, applied, counted, state FROM payment
		WHERE applied < 0 OR counted < 0 OR applied + counted > amount AND amount > 0
		OR state = 'applied' AND applied + counted <> amount
		OR state IN ('undone', 'unmatched') AND applied + counted <> 0`)
	var received, taken int64
	s.rows(func(r db.Row) { received = r.Int(0) },
		`SELECT CAST(coalesce(sum(applied), 0) AS BIGINT) FROM payment`)
	s.rows(func(r db.Row) { taken = -r.Int(0) },
		`SELECT CAST(coalesce(sum(principal + interest + moratory + fees), 0) AS BIGINT) FROM entry
		WHERE kind IN ('payment', 'reversal')`)
	if received != taken {
		s.Errorf("payments are applied for %d, the ledger took %d", received, taken)
	}
}

// promiseSeen is a promise as it was on the evening before.
type promiseSeen struct {
	state    string
	judgedOn int64
}

// promisesAreJudgedOnce holds each promise against the evening before: a verdict stands, but where money
// came in late or was taken back.
func (s *season) promisesAreJudgedOnce() {
	open := map[string]bool{}
	s.rows(func(r db.Row) {
		key, is := id.ID(r.Int(0)), promiseSeen{r.Text(1), r.Int(2)}
		was, known := s.promises[key]
		s.promises[key] = is
		if is.state == "open" {
			of := fmt.Sprint(r.Int(3), r.Int(4))
			if open[of] {
				s.Errorf("person and creditor %s have two open promises", of)
			}
			open[of] = true
			if r.Int(5) >= r.Int(6) {
				s.Errorf("promise %d is paid (%d of %d) and still open", key, r.Int(5), r.Int(6))
			}
		}
		switch {
		case !known || was.state == "open":
		case was == is:
		case was.state == "broken" && is.state == "kept", was.state == "kept" && is.state == "open":
			s.seen["verdicts mended"]++
		default:
			s.Errorf("promise %d was %+v and is %+v", key, was, is)
		}
	}, `SELECT id, state, judged_on, person_id, creditor_id, paid, amount FROM promise ORDER BY id`)
}

// casesAreRight holds the case of each person against their accounts, and the worklist against the cases.
func (s *season) casesAreRight() {
	s.rows(func(r db.Row) {
		if r.Int(1) != r.Int(2) || r.Int(3) != r.Int(4) || r.Int(5) != r.Int(6) {
			s.Errorf("the case of %d has %d accounts, %d past due, %d in all; by hand %d, %d, %d", r.Int(0), r.Int(1),
				r.Int(3), r.Int(5), r.Int(2), r.Int(4), r.Int(6))
		}
	}, `SELECT c.person_id, c.accounts, count(s.account_id), c.past_due,
			CAST(coalesce(sum(s.past_due), 0) AS BIGINT), c.balance, CAST(coalesce(sum(s.balance), 0) AS BIGINT)
		FROM casefile AS c LEFT JOIN standing AS s ON s.person_id = c.person_id
		GROUP BY c.person_id, c.accounts, c.past_due, c.balance`)
	s.rows(func(r db.Row) { s.Errorf("person %d is on the list and owes nothing", r.Int(0)) },
		`SELECT w.person_id FROM work AS w LEFT JOIN casefile AS c ON c.person_id = w.person_id
		WHERE w.state <> 2 AND coalesce(c.balance, 0) <= 0`)
	s.rows(func(r db.Row) { s.Errorf("person %d is locked by %d at night", r.Int(0), r.Int(1)) },
		`SELECT person_id, locked_by FROM work WHERE state = 2`)
}

// atTheEnd asks whether the season had everything in it that it is for, and reads the book of who did what.
func (s *season) atTheEnd() {
	s.lawful()
	s.rows(func(r db.Row) { s.seen["promises kept"] = r.Int(0) },
		`SELECT count(*) FROM promise WHERE state = 'kept'`)
	for what, least := range map[string]int64{
		"calls": 300, "payments": 200, "duplicates": 50, "unmatched": 5, "refused payments": 5,
		"payments undone": 3,
		"rows refused":    30, "rows left": 10, "gone": 20, "cuts undone": 4, "promises kept": 15,
		"broken in a close": 10, "moves": 200,
		"proposals judged": 500, "refused": 100, "heard": 20, "not made": 5, "busy": 5, "left open": 5,
	} {
		if s.seen[what] < least {
			s.Errorf("the season saw %d %s, too few to prove anything", s.seen[what], what)
		}
	}
	report, err := audit.Verify(s.ctx(), s.db)
	s.must(err, "verify the book")
	if !report.Sound() {
		s.Errorf("the book of who did what: %+v", report.Findings)
	}
}

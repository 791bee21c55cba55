package intake

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"aldia/domain/calendar"
	"aldia/domain/debt"
	"aldia/domain/money"
	"aldia/domain/party"
	"aldia/domain/payment"
	"aldia/domain/portfolio"
	"aldia/platform/auth"
	"aldia/platform/blob"
	"aldia/platform/db"
	"aldia/platform/db/dbtest"
	"aldia/platform/fault"
	"aldia/platform/id"
)

// office is an intake on a database, with the payments behind it.
type office struct {
	*Intakes
	payments *payment.Payments
	ctx      context.Context //nolint:containedctx // as whom the clerk of a test is signed in
	meet     func()          // called when the reading comes to the last line of a file
	broken   error           // what the reading of a file ends with at a line that begins with "!!"
}

func offices(t *testing.T, f func(t *testing.T, o *office)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, d *db.DB) { f(t, open(t, d)) })
}

func open(t testing.TB, d *db.DB) *office {
	t.Helper()
	o := &office{payments: payment.NewPayments(d), ctx: auth.As(t.Context(), auth.Program())}
	o.Intakes = NewIntakes(d, o.table, blob.NewBlobs(d, ""), portfolio.NewPortfolios(d), party.NewPersons(d))
	return o
}

// sheet is a plain file of lines with semicolons: what the bridges make of a creditor's file.
type sheet struct {
	header []string
	lines  []string
	at     int
	broken error
	meet   func()
}

func (o *office) table(file io.ReaderAt, size int64, _ string, _ FileStyle) (Table, error) {
	text, err := io.ReadAll(io.NewSectionReader(file, 0, size))
	if err != nil {
		return nil, err
	}
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	return &sheet{strings.Split(lines[0], ";"), lines, 0, o.broken, o.meet}, nil
}

func (s *sheet) Header() []string { return s.header }
func (s *sheet) Typed() bool      { return false }
func (s *sheet) Titles() []string { return nil }
func (s *sheet) Style() FileStyle { return FileStyle{Delimiter: ";"} }
func (s *sheet) Read() int64      { return int64(s.at) }
func (s *sheet) Close() error     { return nil }

func (s *sheet) Next() (int, [][]byte, error) {
	if s.at++; s.at >= len(s.lines) {
		return 0, nil, io.EOF
	}
	line := s.lines[s.at]
	if s.at == len(s.lines)-1 && s.meet != nil {
		s.meet()
	}
	switch {
	case strings.HasPrefix(line, "??"):
		return 0, nil, &BadRow{Line: s.at + 1, Text: line, Fault: fault.New(fault.Invalid, "table.row")}
	case strings.HasPrefix(line, "!!") && s.broken != nil:
		return 0, nil, s.broken
	}
	return s.at + 1, bytes.Split([]byte(line), []byte(";")), nil
}

const header = "account;item;person;person_name;due_on;principal;interest;rate_annual;product"

// file puts a cut together: a header and its lines.
func file(lines ...string) string { return header + "\n" + strings.Join(lines, "\n") + "\n" }

func monday() calendar.Day { return calendar.Of(2026, 3, 2) }

// loads takes a file in as the bank's.
func (o *office) loads(text string, on calendar.Day, options ...func(*Options)) ([]Cut, error) {
	as := Options{Kind: Portfolio, Creditor: "banco", Country: "EC", AsOf: on}
	for _, set := range options {
		set(&as)
	}
	return o.Import(o.ctx, File{"corte.csv", int64(len(text)), strings.NewReader(text)}, as)
}

func (o *office) load(t testing.TB, text string, on calendar.Day, options ...func(*Options)) Cut {
	t.Helper()
	cuts, err := o.loads(text, on, options...)
	if err != nil {
		t.Fatal(err)
	}
	if len(cuts) != 1 || cuts[0].State != Published {
		t.Fatalf("%d cuts: %+v", len(cuts), cuts)
	}
	return cuts[0]
}

// set changes the bank's settings.
func (o *office) set(t testing.TB, figures portfolio.Figures, gone portfolio.Gone) {
	t.Helper()
	if err := o.db.Write(o.ctx, func(tx db.Tx) error {
		c, err := portfolio.New("banco", "EC", "USD")
		if err != nil {
			return err
		}
		if c, _, err = o.portfolioBook.OpenTx(tx, c); err != nil {
			return err
		}
		c.Figures, c.Gone = figures, gone
		return o.portfolioBook.SaveTx(tx, c)
	}); err != nil {
		t.Fatal(err)
	}
}

// pays takes a payment of an account in.
func (o *office) pays(t testing.TB, account string, on calendar.Day, amount money.Amount) {
	t.Helper()
	if err := o.db.Write(o.ctx, func(tx db.Tx) error {
		c, _, err := portfolio.CreditorByCode(tx, "banco")
		if err != nil {
			return err
		}
		results, err := o.payments.ReceiveTx(tx, o.db.IDs().New(), c.ID, []payment.Incoming{{
			Account: account, AccountKey: KeyOfAccount("banco", account), PaidOn: on, Amount: amount, Currency: "USD",
			Reference: fmt.Sprint(account, on, amount),
		}})
		if err == nil && results[0].Outcome != payment.WasApplied {
			err = fmt.Errorf("the payment of %s is %v", account, results[0].Outcome)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

// owes lists the accounts with their state and what is open on their items: "A1 open: 1 due 2026-03-01
// 100.00+5.00".
func (o *office) owes(t testing.TB) []string {
	t.Helper()
	var all []string
	if err := o.db.Read(o.ctx, func(tx db.Tx) error {
		all = nil
		return tx.Query(func(r db.Row) error {
			line := r.Text(0) + " " + r.Text(1) + ":"
			if r.Text(3) == "open" {
				line += " " + r.Text(2) + " due " + calendar.Day(r.Int(4)).Text() + " " +
					money.Amount(r.Int(5)).Text("USD")
				if r.Int(6) != 0 {
					line += "+" + money.Amount(r.Int(6)).Text("USD")
				}
			} else {
				line += " " + r.Text(2) + " " + r.Text(3)
			}
			all = append(all, line)
			return nil
		}, `SELECT a.number, a.state, i.number, i.state, i.due_on, i.principal, i.interest FROM item i
			JOIN account a ON a.id = i.account_id ORDER BY a.number, i.number`)
	}); err != nil {
		t.Fatal(err)
	}
	return all
}

func (o *office) wants(t testing.TB, what string, want ...string) {
	t.Helper()
	if got := o.owes(t); !slices.Equal(got, want) {
		t.Errorf("%s:\n  %s\nwant\n  %s", what, strings.Join(got, "\n  "), strings.Join(want, "\n  "))
	}
	o.checkLedger(t)
}

// book is everything that a cut may change of accounts, items, rates and helpers. What a cut that was taken
// back had brought is left out: it stays, as a memory.
func (o *office) book(t testing.TB) string {
	t.Helper()
	var out strings.Builder
	if err := o.db.Read(o.ctx, func(tx db.Tx) error {
		out.Reset()
		for _, q := range []struct{ sql, kinds string }{
			{`SELECT number, person_id, portfolio_id, product, currency, opened_on, rate, moratory_rate, state,
				disputed,
				guarantee_kind, sector, attributes, cut_id FROM account WHERE state <> 'undone' ORDER BY number`,
				"tiittiiitittti"},
			{`SELECT account_id, number, person_id, portfolio_id, digest, due_on, original, principal, interest,
				moratory, fees,
				state, figures, accrued_on, interest_carry, moratory_carry, cut_id, latest_cut_id FROM item
				WHERE state <> 'undone' ORDER BY account_id, number`, "itiiiiiiiiittiiiii"},
			{`SELECT account_id, until_on, rate, moratory_rate, cut_id FROM rate_change ORDER BY 1, 2, 5`, "iiiii"},
			{`SELECT account_id, person_id, role, cut_id FROM account_party ORDER BY 1, 2, 3`, "iiti"},
		} {
			if err := tx.Query(func(r db.Row) error {
				for n, kind := range q.kinds {
					if kind == 'i' {
						fmt.Fprint(&out, r.Int(n), " ")
					} else {
						fmt.Fprint(&out, r.Text(n), " ")
					}
				}
				return out.WriteByte('\n')
			}, q.sql); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	o.checkLedger(t)
	return out.String()
}

func (o *office) checkLedger(t testing.TB) {
	t.Helper()
	if err := o.db.Read(o.ctx, func(tx db.Tx) error {
		wrong, err := db.Int(tx, `SELECT count(*) FROM item i WHERE
			i.principal + 3 * i.interest + 7 * i.moratory + 11 * i.fees + 13 * i.entry_count <>
			(SELECT CAST(sum(e.principal + 3 * e.interest + 7 * e.moratory + 11 * e.fees) AS BIGINT) + 13 * count(*)
				FROM entry e WHERE e.item_id = i.id)`)
		if wrong != 0 {
			t.Errorf("%d items do not owe the sum of their entries", wrong)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

func sameText(t testing.TB, what, got, want string) {
	t.Helper()
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range min(len(g), len(w)) {
		if g[i] != w[i] {
			t.Fatalf("%s: line %d is\n%s\nwant\n%s", what, i+1, g[i], w[i])
		}
	}
	if len(g) != len(w) {
		t.Fatalf("%s: %d lines, want %d", what, len(g), len(w))
	}
}

func counts(t testing.TB, what string, c Cut, want Counts) {
	t.Helper()
	if c.Answer.Counts != want {
		t.Errorf("%s: %+v, want %+v", what, c.Answer.Counts, want)
	}
}

func TestACreditorsFirstFileOpensItsAccounts(t *testing.T) {
	t.Parallel()
	offices(t, func(t *testing.T, o *office) {
		c := o.load(t, file(
			"A1;1;1710034065;Rosa Pérez;2026-02-10;100.00;5.00;16.77;consumo",
			"A1;2;1710034065;Rosa Pérez;2026-03-10;100.00;0;16.77;consumo",
			"A2;;1712345675;Luis Gómez;2026-01-15;2500.50;0;20;micro"), monday())
		counts(t, "the first file", c, Counts{Rows: 3, Accepted: 3, New: 3})
		if c.Answer.Balance["USD"] != 270550 || !slices.Equal(c.Answer.Created, []string{"banco", "general"}) {
			t.Errorf("balance %v, created %v", c.Answer.Balance, c.Answer.Created)
		}
		o.wants(t, "the book", "A1 open: 1 due 2026-02-10 100.00+5.00", "A1 open: 2 due 2026-03-10 100.00",
			"A2 open:  due 2026-01-15 2500.50")
	})
}

func TestTheSameFileAgainChangesNothingAndSaysSo(t *testing.T) {
	t.Parallel()
	offices(t, func(t *testing.T, o *office) {
		text := file("A1;1;1710034065;Rosa Pérez;2026-02-10;100.00;5.00;16.77;consumo",
			"A2;;1712345675;Luis Gómez;2026-01-15;2500.50;0;20;micro")
		o.load(t, text, monday())
		before := o.book(t)
		for _, on := range []calendar.Day{monday(), monday(), monday() + 1} {
			c := o.load(t, text, on)
			counts(t, on.Text(), c, Counts{Rows: 2, Accepted: 2, Unchanged: 2})
			if d := c.Answer.Diff; len(d.In)+len(d.Out)+len(d.Changed) != 0 {
				t.Errorf("%s: the comparison says %+v", on.Text(), d)
			}
			sameText(t, "again", o.book(t), before)
		}
	})
}

func TestTheNextCutSaysWhatChangedWentCameAndCameBack(t *testing.T) {
	t.Parallel()
	offices(t, func(t *testing.T, o *office) {
		for _, gone := range []struct {
			as     portfolio.Gone
			state  string
			again  int64 // counted as gone once more by the next cut
			twoNew string
		}{{portfolio.GonePaid, "A3 paid:  paid", 0, ""}, {portfolio.GoneRecalled, "A3 recalled:  paid", 0, ""},
			{portfolio.GoneAsked, "A3 asked:  due 2026-01-01 30.00", 0, ""}} {
			o := open(t, sibling(t, o.db))
			o.set(t, portfolio.CreditorsFigures, gone.as)
			o.load(t, file("A1;;c1;Uno;2026-02-10;10;0;0;x", "A2;;c2;Dos;2026-02-10;20;0;0;x",
				"A3;;c3;Tres;2026-01-01;30;0;0;x"), monday())
			next := file("A1;;c1;Uno;2026-02-10;10;0;0;x", "A2;;c2;Dos;2026-02-10;15;2;0;x",
				"A4;;c4;Cuatro;2026-02-20;40;0;0;x")
			c := o.load(t, next, monday()+7)
			counts(t, string(gone.as), c, Counts{Rows: 3, Accepted: 3, New: 1, Changed: 1, Unchanged: 1, Gone: 1})
			d := c.Answer.Diff
			left, none := d.Out, d.Asked
			if gone.as == portfolio.GoneAsked { // it stays open: nothing has gone out
				left, none = none, left
			}
			if len(d.In) != 1 || d.In[0] != (Sum{"USD", 1, 4000}) || len(left) != 1 || len(none) != 0 ||
				left[0] != (Sum{"USD", 1, 3000}) ||
				len(d.Changed) != 1 || d.Changed[0] != (Sum{"USD", 1, -300}) || d.Was[0] != (Sum{"USD", 3, 6000}) ||
				d.Is[0] != (Sum{"USD", 3, 6700}) {
				t.Errorf("%s: the comparison says %+v", gone.as, d)
			}
			o.wants(t, string(gone.as), "A1 open:  due 2026-02-10 10.00", "A2 open:  due 2026-02-10 15.00+2.00",
				gone.state,
				"A4 open:  due 2026-02-20 40.00")
			c = o.load(t, next, monday()+8)
			counts(t, string(gone.as)+", a day later", c, Counts{Rows: 3, Accepted: 3, Unchanged: 3, Gone: gone.again})
			c = o.load(t, next+"A3;;c3;Tres;2026-01-01;30;0;0;x\n", monday()+14)
			counts(t, string(gone.as)+", and it is back", c, Counts{Rows: 4, Accepted: 4, Changed: 1, Unchanged: 3})
			o.wants(t, "back from "+string(gone.as), "A1 open:  due 2026-02-10 10.00",
				"A2 open:  due 2026-02-10 15.00+2.00",
				"A3 open:  due 2026-01-01 30.00", "A4 open:  due 2026-02-20 40.00")
		}
	})
}

// sibling opens another fresh database of the same engine.
func sibling(t *testing.T, d *db.DB) *db.DB {
	t.Helper()
	if d.Engine() == db.SQLite {
		return dbtest.OnSQLite(t)
	}
	return dbtest.OnPostgres(t)
}

func TestAnInstalmentThatIsGoneFromAnAccountIsPaid(t *testing.T) {
	t.Parallel()
	offices(t, func(t *testing.T, o *office) {
		o.set(t, portfolio.CreditorsFigures, portfolio.GoneRecalled)
		o.load(t, file("A1;1;c1;Uno;2026-01-10;10;0;0;x", "A1;2;c1;Uno;2026-02-10;10;0;0;x"), monday())
		c := o.load(t, file("A1;2;c1;Uno;2026-02-10;10;0;0;x", "A1;3;c1;Uno;2026-03-10;10;0;0;x"), monday()+7)
		counts(t, "an instalment paid, another new", c, Counts{Rows: 2, Accepted: 2, New: 1, Unchanged: 1})
		o.wants(t, "the account goes on", "A1 open: 1 paid", "A1 open: 2 due 2026-02-10 10.00",
			"A1 open: 3 due 2026-03-10 10.00")
	})
}

func TestAFileSpeaksOnlyOfThePortfoliosThatItHas(t *testing.T) {
	t.Parallel()
	offices(t, func(t *testing.T, o *office) {
		cards := func(o *Options) { o.Portfolio = "tarjetas" }
		o.load(t, file("A1;;c1;Uno;2026-01-10;10;0;0;x"), monday())
		c := o.load(t, file("T1;;c1;Uno;2026-01-10;20;0;0;x", "T2;;c1;Uno;2026-01-10;30;0;0;x"), monday(), cards)
		counts(t, "another portfolio", c, Counts{Rows: 2, Accepted: 2, New: 2})
		c = o.load(t, file("T1;;c1;Uno;2026-01-10;20;0;0;x"), monday()+1, cards)
		counts(t, "one card less", c, Counts{Rows: 1, Accepted: 1, Unchanged: 1, Gone: 1})
		o.wants(t, "the other portfolio stays", "A1 open:  due 2026-01-10 10.00", "T1 open:  due 2026-01-10 20.00",
			"T2 paid:  paid")
	})
}

func TestACutOfTheSameDayTakesThePlaceOfTheOneBefore(t *testing.T) {
	t.Parallel()
	offices(t, func(t *testing.T, o *office) {
		o.load(t, file("A1;;c1;Uno;2026-01-10;10;0;0;x", "A2;;c2;Dos;2026-01-10;20;0;0;x"), monday()-7)
		first := o.load(t, file("A1;;c1;Uno;2026-01-10;11;0;0;x", "A2;;c2;Dos;2026-01-10;20;0;0;x",
			"W1;;c3;Error;2026-01-10;99;0;0;x", "W2;;c3;Error;2026-01-10;98;0;0;x"), monday())
		second := o.load(t, file("A1;;c1;Uno;2026-01-10;12;0;0;x", "A2;;c2;Dos;2026-01-10;20;0;0;x",
			"W2;;c3;Error;2026-01-10;98;0;0;x"), monday())
		if second.Version != first.Version+1 {
			t.Errorf("versions %d and %d", first.Version, second.Version)
		}
		o.wants(t, "what only the replaced file had was never there", "A1 open:  due 2026-01-10 12.00",
			"A2 open:  due 2026-01-10 20.00", "W1 undone:  paid", "W2 open:  due 2026-01-10 98.00")
		third := o.load(t, file("A1;;c1;Uno;2026-01-10;12;0;0;x"), monday())
		o.wants(t, "of two that it replaces the first had brought it; an old account is gone",
			"A1 open:  due 2026-01-10 12.00",
			"A2 paid:  paid", "W1 undone:  paid", "W2 undone:  paid")
		for _, c := range []Cut{first, second} {
			if now, err := o.Cut(o.ctx, c.ID); err != nil || now.State != Replaced {
				t.Errorf("the cut before is %s, %v", now.State, err)
			}
		}
		if now, err := o.Undo(o.ctx, third.ID); err != nil || now.State != Undone {
			t.Fatal(err)
		}
		if now, err := o.Cut(o.ctx, second.ID); err != nil || now.State != Published {
			t.Errorf("after the undo the cut before is %s, %v", now.State, err)
		}
		o.wants(t, "the second counts again", "A1 open:  due 2026-01-10 12.00", "A2 open:  due 2026-01-10 20.00",
			"W1 undone:  paid", "W2 open:  due 2026-01-10 98.00")
		if _, err := o.loads(file("A1;;c1;Uno;2026-01-10;1;0;0;x"),
			monday()-1); fault.KindOf(err) != fault.Conflict {
			t.Errorf("a cut of a day before the one in force: %v", err)
		}
	})
}

func TestARowThatStandsTwiceIsRefusedOnce(t *testing.T) {
	t.Parallel()
	offices(t, func(t *testing.T, o *office) {
		c := o.load(t, file("A1;1;c1;Uno;2026-01-10;10;0;0;x", "A1;2;c1;Uno;2026-02-10;10;0;0;x",
			"A1;1;c1;Uno;2026-01-10;55;0;0;x"), monday())
		counts(t, "twice", c, Counts{Rows: 3, Accepted: 2, Refused: 1, New: 2})
		o.wants(t, "the first counts", "A1 open: 1 due 2026-01-10 10.00", "A1 open: 2 due 2026-02-10 10.00")
		refused := o.refusals(t, c.ID)
		if len(refused) != 1 || refused[0].Line != 4 || refused[0].Key != "cut.row.repeated" {
			t.Errorf("refused %+v", refused)
		}
	})
}

func (o *office) refusals(t testing.TB, cut id.ID) (all []Refused) {
	t.Helper()
	if err := o.Refusals(o.ctx, cut, func(r Refused) error {
		all = append(all, r)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return all
}

func TestARateThatChangesLeavesTheOneThatHeldBefore(t *testing.T) {
	t.Parallel()
	offices(t, func(t *testing.T, o *office) {
		for n, rate := range []string{"10", "10", "20", "30"} {
			// The last two are of one day: the second takes the place of the first.
			o.load(t, file("A1;;c1;Uno;2026-01-10;10;0;"+rate+";x"), monday()+calendar.Day(7*min(n, 2)))
		}
		if err := o.db.Read(o.ctx, func(tx db.Tx) error {
			var account debt.Account
			c, _, err := portfolio.CreditorByCode(tx, "banco")
			if err != nil {
				return err
			}
			if err := debt.AccountsByKey(tx, c.ID, db.List{KeyOfAccount("banco", "A1")}, func(a *debt.Account) error {
				account = *a
				return nil
			}); err != nil {
				return err
			}
			rates, err := debt.RatesOf(tx, db.List{int64(account.ID)})
			spans := debt.TermsOf(&account, rates[account.ID]).Spans(monday(), monday(), monday()+30)
			if len(spans) != 2 || spans[0].Rate.Text() != "10" || spans[0].ThroughOn != monday()+14 ||
				spans[1].Rate.Text() != "30" {
				t.Errorf("the rates are %+v, want 10 %% through %s and 30 %% after", spans, (monday() + 14).Text())
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
	})
}

package intake

import "testing"

func TestAnAccountHasOneCurrency(t *testing.T) {
	t.Parallel()
	offices(t, func(t *testing.T, o *office) {
		const head = "account;item;person;person_name;due_on;principal;currency\n"
		c := o.load(t, head+"A1;1;p1;Uno;2026-01-10;10;USD\nA1;2;p1;Uno;2026-02-10;10;EUR\n"+
			"A2;1;p2;Dos;2026-01-10;7;EUR\n", monday())
		counts(t, "euros and dollars of one account", c, Counts{Rows: 3, Accepted: 2, Refused: 1, New: 2})
		refused := o.refusals(t, c.ID)
		if len(refused) != 1 || refused[0].Line != 3 || refused[0].Key != "cut.row.other_currency" ||
			refused[0].Value != "EUR" || refused[0].Column != "currency" {
			t.Fatalf("the refusal is %+v", refused)
		}
		o.wants(
			t,
			"of the account its dollars",
			"A1 open: 1 due 2026-01-10 10.00",
			"A2 open: 1 due 2026-01-10 7.00",
		)

		// The next file cannot turn dollars into euros either, and the account is not gone for it.
		next := o.load(t, head+"A1;1;p1;Uno;2026-01-10;12;EUR\nA2;1;p2;Dos;2026-01-10;7;EUR\n", monday()+1)
		counts(t, "the account in euros", next, Counts{Rows: 2, Accepted: 1, Refused: 1, Unchanged: 1})
		o.wants(t, "as it was", "A1 open: 1 due 2026-01-10 10.00", "A2 open: 1 due 2026-01-10 7.00")
		o.undo(t, next)

		// Taken back, the whole file may come again in the right one.
		o.undo(t, c)
		again := o.load(t, head+"A1;1;p1;Uno;2026-01-10;10;COP\nA1;2;p1;Uno;2026-02-10;10;COP\n", monday())
		counts(t, "in another currency", again, Counts{Rows: 2, Accepted: 2, New: 2})
		if n := o.count(t, `SELECT count(*) FROM account WHERE number = 'A1' AND currency = 'COP'`); n != 1 {
			t.Errorf("%d accounts in pesos", n)
		}
	})
}

package main

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"text/tabwriter"

	"aldia/domain/delinquency"
	"aldia/domain/intake"
	"aldia/domain/money"
	"aldia/platform/text"
)

// movedSum is a number of accounts and their money, as the answer in JSON says it.
type movedSum struct {
	Accounts int64  `json:"accounts"`
	Balance  string `json:"balance"`
}

// rolledSum is accounts that went from one bucket to another.
type rolledSum struct {
	From string `json:"from"`
	To   string `json:"to"`
	movedSum
}

// difference is what a cut changes in one currency, or would: the same that the screen shows before a file is
// published.
type difference struct {
	Creditor string      `json:"creditor"`
	Currency string      `json:"currency"`
	Was      movedSum    `json:"was"`
	In       movedSum    `json:"in"`
	Out      movedSum    `json:"out"`
	Asked    movedSum    `json:"asked"`
	Changed  movedSum    `json:"changed"`
	Cured    movedSum    `json:"cured"`
	Is       movedSum    `json:"is"`
	Rolled   []rolledSum `json:"rolled"`
}

// differencesOf gives what the cuts of a file change, creditor by creditor and currency by currency.
func differencesOf(cuts []intake.Cut) []difference {
	all := []difference{}
	for i := range cuts {
		d := &cuts[i].Answer.Diff
		for _, currency := range d.Currencies() {
			sum := func(sums []intake.Sum) movedSum {
				s := intake.SumIn(sums, currency)
				return movedSum{s.Accounts, s.Balance.Text(currency)}
			}
			one := difference{
				Creditor: cuts[i].Answer.Creditor, Currency: string(currency), Was: sum(d.Was), In: sum(d.In),
				Out: sum(d.Out), Asked: sum(d.Asked), Changed: sum(d.Changed), Cured: sum(d.Cured), Is: sum(d.Is),
				Rolled: []rolledSum{},
			}
			for _, r := range d.Rolled {
				if r.Currency == currency {
					one.Rolled = append(one.Rolled, rolledSum{r.From, r.To, movedSum{
						r.Accounts, r.Balance.Text(currency),
					}})
				}
			}
			all = append(all, one)
		}
	}
	return all
}

// tellDifference tells a person what a cut would change, currency by currency.
func (k *call) tellDifference(say text.Language, c *intake.Cut, country string) {
	d := &c.Answer.Diff
	for _, currency := range d.Currencies() {
		k.tell("import.diff.title", string(currency), c.Answer.Creditor)
		w := tabwriter.NewWriter(os.Stderr, 0, 4, 2, ' ', 0)
		line := func(what string, accounts int64, balance money.Amount) {
			_, _ = fmt.Fprintln(w, strings.Join([]string{
				"  " + what, say.Say("import.diff.accounts", accounts), balance.Format(currency, country),
			}, "\t"))
		}
		for _, part := range []struct {
			key  string
			sums []intake.Sum
			rare bool
		}{
			{"was", d.Was, false}, {"in", d.In, false}, {"out", d.Out, false}, {"asked", d.Asked, true},
			{"changed", d.Changed, false}, {"cured", d.Cured, false}, {"is", d.Is, false},
		} {
			if s := intake.SumIn(part.sums, currency); s.Accounts > 0 || !part.rare {
				line(say.Say("import.diff."+part.key), s.Accounts, s.Balance)
			}
		}
		for _, r := range slices.DeleteFunc(slices.Clone(d.Rolled), func(r intake.Roll) bool {
			return r.Currency != currency
		}) {
			line(
				say.Say("import.diff.rolled", bucketWords(say, r.From), bucketWords(say, r.To)),
				r.Accounts,
				r.Balance,
			)
		}
		_ = w.Flush()
	}
}

// bucketWords names a bucket as the reports do.
func bucketWords(say text.Language, code string) string {
	if code == delinquency.Current {
		return say.Say("report.bucket.current")
	}
	return code
}

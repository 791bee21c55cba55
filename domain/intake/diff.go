package intake

import (
	"cmp"
	"slices"

	"aldia/domain/calendar"
	"aldia/domain/delinquency"
	"aldia/domain/money"
)

// Diff is what a cut changes, before it is published: accounts and money that come, go, change, are cured,
// and roll from bucket to bucket since the cut before it.
type Diff struct {
	Was     []Sum  `json:"was"` // what there was in the portfolios that the file speaks of, by currency
	Is      []Sum  `json:"is"`
	In      []Sum  `json:"in"`
	Out     []Sum  `json:"out"`
	Asked   []Sum  `json:"asked,omitempty"` // missing too, but they stay open until the creditor says why
	Changed []Sum  `json:"changed"`         // Balance is the difference
	Cured   []Sum  `json:"cured"`
	Rolled  []Roll `json:"rolled"`
}

// Sum is a number of accounts and their money in one currency.
type Sum struct {
	Currency money.Currency `json:"currency"`
	Accounts int64          `json:"accounts"`
	Balance  money.Amount   `json:"balance"`
}

// Roll is accounts that went from one bucket to another.
type Roll struct {
	Currency money.Currency `json:"currency"`
	From     string         `json:"from"`
	To       string         `json:"to"`
	Accounts int64          `json:"accounts"`
	Balance  money.Amount   `json:"balance"`
}

// compare sums the accounts up. wasOn is the day of the cut before, isOn of this one; scope says which
// portfolios the file speaks of, and stays which of the accounts that it lacks stay open.
func (l *live) compare(
	wasOn, isOn calendar.Day, b delinquency.Buckets, scope, stays func(*liveAccount) bool,
) Diff {
	sums := map[string][]Sum{}
	add := func(name string, a *liveAccount, balance money.Amount) {
		if sums[name] == nil {
			sums[name] = make([]Sum, len(l.currencies))
		}
		s := &sums[name][a.currency]
		s.Currency = l.currencies[a.currency]
		s.Accounts++
		s.Balance += balance
	}
	rolls := map[Roll]*Roll{}
	for _, a := range l.accounts.all {
		if !scope(a) || a.was == 0 && a.is == 0 {
			continue
		}
		if a.was > 0 {
			add("was", a, a.was)
		}
		if a.is > 0 {
			add("is", a, a.is)
		}
		switch {
		case a.was == 0:
			add("in", a, a.is)
			continue
		case a.is == 0 && a.items == 0 && stays(a):
			add("asked", a, a.was)
			continue
		case a.is == 0:
			add("out", a, a.was)
			continue
		case a.was != a.is:
			add("changed", a, a.is-a.was)
		}
		from := b.Of(delinquency.DaysPastDue(calendar.Day(a.wasDue), wasOn))
		to := b.Of(delinquency.DaysPastDue(calendar.Day(a.isDue), isOn))
		if from == to {
			continue
		}
		if to == 0 {
			add("cured", a, a.is)
		}
		key := Roll{Currency: l.currencies[a.currency], From: b[from].Code, To: b[to].Code}
		if rolls[key] == nil {
			rolls[key] = &Roll{key.Currency, key.From, key.To, 0, 0}
		}
		rolls[key].Accounts++
		rolls[key].Balance += a.is
	}
	d := Diff{
		Was: present(sums["was"]), Is: present(sums["is"]), In: present(sums["in"]), Out: present(sums["out"]),
		Asked:   stayed(sums["asked"]),
		Changed: present(sums["changed"]), Cured: present(sums["cured"]), Rolled: []Roll{},
	}
	for _, r := range rolls {
		d.Rolled = append(d.Rolled, *r)
	}
	slices.SortFunc(d.Rolled, func(x, y Roll) int {
		return cmp.Or(cmp.Compare(x.Currency, y.Currency), cmp.Compare(b.Position(x.From), b.Position(y.From)),
			cmp.Compare(b.Position(x.To), b.Position(y.To)))
	})
	return d
}

// stayed is present, or nothing at all: most cuts have none.
func stayed(sums []Sum) []Sum {
	if len(sums) == 0 {
		return nil
	}
	return present(sums)
}

// present leaves out the currencies in which there is nothing.
func present(sums []Sum) []Sum {
	out := []Sum{}
	for _, s := range sums {
		if s.Accounts > 0 {
			out = append(out, s)
		}
	}
	return out
}

// Vanishing says whether half of the accounts there were, or more, are missing from the file, and how many
// there were: a part of a portfolio loaded as if it were the whole of it looks like this.
func (a *Answer) Vanishing() (was int64, is bool) {
	for _, s := range a.Diff.Was {
		was += s.Accounts
	}
	// An account on which nothing was owed can be missing too, and is none of those that there were.
	missing := a.Missing()
	return max(was, missing), missing > 0 && 2*missing >= was
}

// Missing counts the accounts that the file lacks, whether they are gone or stay open to be asked about.
func (a *Answer) Missing() int64 { return a.Gone + a.Asked }

package desk

import (
	"slices"

	"aldia/domain/delinquency"
	"aldia/domain/money"
	"aldia/platform/id"
	"aldia/web/ui"
)

// change is one kind of movement between two closes, over all buckets.
type change struct {
	Kind     string // entered | worse | better | cured | new | left
	Accounts int64
	Sums     []money.Money
}

// kinds of change, what asks for work first.
func kindsOfChange() []string { return []string{"entered", "worse", "better", "cured", "new", "left"} }

// changesOf sorts the day's moves into what they mean.
func changesOf(moved []delinquency.MovementFigure, ladders map[id.ID]delinquency.Buckets) []change {
	all := make([]change, 0, len(kindsOfChange()))
	for _, kind := range kindsOfChange() {
		all = append(all, change{Kind: kind})
	}
	for _, m := range moved {
		ladder, seen := ladders[m.CreditorID]
		if !seen {
			continue
		}
		c := &all[slices.Index(kindsOfChange(), kindOf(m.From, m.To, ladder))]
		c.Accounts += m.Accounts
		c.add(money.Money{Amount: m.Balance, Currency: m.Currency})
	}
	return all
}

func (c *change) add(m money.Money) {
	for i := range c.Sums {
		if c.Sums[i].Currency == m.Currency {
			c.Sums[i].Amount += m.Amount
			return
		}
	}
	c.Sums = append(c.Sums, m)
}

func kindOf(from, to string, ladder delinquency.Buckets) string {
	switch {
	case from == delinquency.Out:
		return "new"
	case to == delinquency.Out:
		return "left"
	case from == delinquency.Current:
		return "entered"
	case to == delinquency.Current:
		return "cured"
	case ladder.Position(to) > ladder.Position(from):
		return "worse"
	}
	return "better"
}

func (c *change) tone() ui.Tone {
	switch c.Kind {
	case "entered", "worse":
		return ui.Warn
	case "better", "cured", "left":
		return ui.Good
	}
	return ui.Note
}

func (c *change) icon() string {
	switch c.Kind {
	case "entered", "worse":
		return "down"
	case "better", "cured":
		return "up"
	case "left":
		return "check"
	}
	return "plus"
}

// bucketWords names a bucket as people do: "1 a 30 días". A creditor's own code is shown as it is.
func bucketWords(v *ui.View, code string) string {
	from, to, ok := delinquency.RangeOf(code)
	switch {
	case code == delinquency.Out:
		return v.Say("desk.bucket.out")
	case !ok:
		return code
	case code == delinquency.Current:
		return v.Say("desk.bucket.current")
	case to < from:
		return v.Say("desk.bucket.open", from)
	}
	return v.Say("desk.bucket.range", from, to)
}

// bucketHue is the step of lateness of a bucket in a chart.
func bucketHue(code string) ui.Hue {
	from, _, _ := delinquency.RangeOf(code)
	return ui.HueOfDays(int64(from))
}

// sums writes amounts of several currencies one after the other.
func sums(v *ui.View, all []money.Money) string {
	parts := make([]string, len(all))
	for i, m := range all {
		parts[i] = v.SumIn(m)
	}
	if len(parts) == 0 {
		return "–"
	}
	return v.Text.Join(parts...)
}

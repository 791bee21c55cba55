package admin

import (
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"aldia/domain/delinquency"
	"aldia/domain/intake"
	"aldia/domain/money"
	"aldia/domain/party"
	"aldia/domain/portfolio"
	"aldia/web/ui"
)

// bucketCodes gives the codes of a creditor's buckets, from best to worst.
func bucketCodes(text string) ([]string, error) {
	all, err := delinquency.ParseBuckets(text)
	codes := make([]string, len(all))
	for i := range all {
		codes[i] = all[i].Code
	}
	return codes, err
}

// bucketWords names a bucket for people.
func bucketWords(v *ui.View, code string) string {
	from, to, isRange := strings.Cut(code, "-")
	first, wrong := strconv.ParseInt(strings.TrimSuffix(from, "+"), 10, 64)
	last, wrongToo := strconv.ParseInt(to, 10, 64)
	switch {
	case code == delinquency.Current:
		return v.Say("admin.bucket.current")
	case isRange && wrong == nil && wrongToo == nil:
		return v.Say("admin.bucket.range", first, last)
	case strings.HasSuffix(code, "+") && wrong == nil:
		return v.Say("admin.bucket.open", first)
	}
	return code
}

func bucketHue(code string) ui.Hue {
	digits, _, _ := strings.Cut(strings.TrimSuffix(code, "+"), "-")
	days, err := strconv.ParseInt(digits, 10, 64)
	if err != nil {
		days = 0
	}
	return ui.HueOfDays(days)
}

// diffTable says what a cut changes in one currency.
func diffTable(v *ui.View, d *intake.Diff, c money.Currency) ui.Table {
	t := ui.Table{Caption: v.Say("admin.diff.title_in", string(c)), Bare: true, Columns: []ui.Column{
		{Label: v.Say("admin.diff.what")}, {Label: v.Say("admin.diff.accounts"), Kind: ui.Figures},
		{Label: string(c), Kind: ui.Figures},
	}}
	cells := func(key string, sums []intake.Sum) []templ.Component {
		s := intake.SumIn(sums, c)
		return []templ.Component{
			ui.Text(v.Say("admin.diff." + key)), ui.Number(s.Accounts),
			ui.Amount(money.Money{Amount: s.Balance, Currency: c}),
		}
	}
	t.Rows = []ui.Row{
		{Cells: cells("was", d.Was)}, {Cells: cells("in", d.In)}, {Cells: cells("out", d.Out)},
		{Cells: cells("changed", d.Changed)}, {Cells: cells("cured", d.Cured)},
	}
	if intake.SumIn(d.Asked, c).Accounts > 0 {
		t.Rows = slices.Insert(t.Rows, 3, ui.Row{Cells: cells("asked", d.Asked)})
	}
	t.Foot = cells("is", d.Is)
	return t
}

// rolls is the movement between buckets in one currency, as a chart with its table; false when nothing moved.
func rolls(v *ui.View, c *cutView, currency money.Currency) (ui.Flow, bool) {
	codes := slices.Clone(c.buckets)
	for _, m := range c.cut.Answer.Diff.Rolled { // buckets that the creditor has no longer come last
		for _, code := range []string{m.From, m.To} {
			if !slices.Contains(codes, code) {
				codes = append(codes, code)
			}
		}
	}
	f := ui.Flow{
		ID: "rolled-" + strings.ToLower(string(currency)), Title: v.Say("admin.diff.rolled_in", string(currency)),
		Text: v.Say("admin.diff.rolled_text"), Level: 3, From: v.Say("admin.diff.from"), To: v.Say("admin.diff.to"),
		Write: v.SumWriter(currency),
	}
	for _, code := range codes {
		f.Buckets = append(f.Buckets, ui.Series{Label: bucketWords(v, code), Hue: bucketHue(code)})
	}
	for _, m := range c.cut.Answer.Diff.Rolled {
		if m.Currency == currency {
			f.Moves = append(f.Moves, ui.Move{
				From: slices.Index(
					codes,
					m.From,
				), To: slices.Index(codes, m.To), Value: int64(m.Balance), Count: m.Accounts,
			})
		}
	}
	return f, len(f.Moves) > 0
}

// refusedTable lists the first rows that were refused or warned of.
func refusedTable(v *ui.View, rows []intake.Refused) ui.Table {
	t := ui.Table{Caption: v.Say("admin.refused.title"), Bare: true, Dense: true, Columns: []ui.Column{
		{Label: v.Say("admin.refused.line")}, {Label: v.Say("admin.refused.column")},
		{Label: v.Say("admin.refused.value")}, {Label: v.Say("admin.refused.why")},
		{Label: v.Say("admin.refused.grade")},
	}}
	for _, r := range rows {
		grade := ui.Badge{Text: v.Say("admin.refused.is_refused"), Tone: ui.Bad}
		if r.Grade != "refused" {
			grade = ui.Badge{Text: v.Say("admin.refused.is_warned"), Tone: ui.Warn}
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []templ.Component{
			lineOf(r.Line), ui.Text(r.Where(v.Text)), ui.Muted(shorten(r.Value)),
			ui.Text(v.Say(r.Key, r.Args...)), grade,
		}})
	}
	return t
}

// maxShownValue keeps a value that is a whole letter from filling the page.
const maxShownValue = 80

func shorten(s string) string {
	if r := []rune(s); len(r) > maxShownValue {
		return string(r[:maxShownValue-1]) + "…"
	}
	return s
}

// differenceTable lists what a cut changed, item by item.
func differenceTable(v *ui.View, page []intake.Difference) ui.Table {
	t := ui.Table{
		Caption: v.Say("admin.differences.title"), Bare: true, Dense: true,
		Columns: []ui.Column{
			{Label: v.Say("admin.differences.account")}, {Label: v.Say("admin.differences.person")},
			{
				Label: v.Say("admin.differences.kind"),
			}, {Label: v.Say("admin.differences.was"), Kind: ui.Figures, Spare: true},
			{Label: v.Say("admin.differences.paid"), Kind: ui.Figures},
			{Label: v.Say("admin.differences.expected"), Kind: ui.Figures},
			{Label: v.Say("admin.differences.brought"), Kind: ui.Figures},
			{Label: v.Say("admin.differences.gap"), Kind: ui.Figures},
		},
		Empty: ui.Empty{
			Icon: "done", Title: v.Say("admin.differences.none"), Text: v.Say("admin.differences.none_text"),
		},
	}
	for i := range page {
		d := &page[i]
		sum := func(a money.Amount) templ.Component {
			return ui.Money(money.Money{Amount: a, Currency: d.Currency})
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []templ.Component{
			ui.Two(d.Account, d.Item), ui.Anchor("/casos/"+d.PersonID.Text(party.Prefix), d.Person),
			ui.Text(
				v.Say("admin.differences.kind_" + d.Kind),
			), sum(d.Was), sum(d.Paid), sum(d.Expected), sum(d.Brought),
			sum(d.Brought - d.Expected),
		}})
	}
	return t
}

// goneWords says what becomes of the accounts that are missing from a file.
func goneWords(v *ui.View, c *portfolio.Creditor) string {
	return v.Say("admin.gone." + string(c.Gone))
}

// vanishWords asks whether a file is a part only, and says what becomes of the accounts that it lacks. Where
// they stay open to be asked about, a remark says so and why.
func vanishWords(v *ui.View, c *cutView) string {
	asks := v.Say("admin.review.vanish_text")
	if c.cut.Answer.Asked > 0 {
		return asks
	}
	return asks + " " + goneWords(v, &c.around.Creditor)
}

func figuresWords(v *ui.View, c *portfolio.Creditor) string {
	return v.Say("admin.figures." + string(c.Figures))
}

func figuresOptions(v *ui.View) []ui.Option {
	return []ui.Option{
		{Value: "creditor", Label: v.Say("admin.figures.creditor_label"), Help: v.Say("admin.figures.creditor")},
		{Value: "ours", Label: v.Say("admin.figures.ours_label"), Help: v.Say("admin.figures.ours")},
	}
}

func goneOptions(v *ui.View) []ui.Option {
	return []ui.Option{
		{Value: "paid", Label: v.Say("admin.gone.paid_label"), Help: v.Say("admin.gone.paid")},
		{Value: "recalled", Label: v.Say("admin.gone.recalled_label"), Help: v.Say("admin.gone.recalled")},
		{Value: "asked", Label: v.Say("admin.gone.asked_label"), Help: v.Say("admin.gone.asked")},
	}
}

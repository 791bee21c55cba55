package admin

import (
	"cmp"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"aldia/domain/intake"
	"aldia/domain/money"
	"aldia/domain/portfolio"
	"aldia/platform/id"
	"aldia/web/ui"
)

// cutsShown is how many cuts a page lists: three days of five creditors, and on a telephone, where each is a
// card, no more than one scrolls through.
const cutsShown = 15

// cuts lists what creditors have sent, the newest first.
func (p *Parts) cuts(w http.ResponseWriter, r *http.Request) error {
	v := ui.Of(r)
	q := r.URL.Query()
	f := intake.CutFilter{Kind: intake.Kind(q.Get("tipo"))}
	before, err := id.Parse(intake.CutPrefix, q.Get("antes"))
	if err != nil {
		before = 0
	}
	s, err := p.sees(r.Context())
	if err != nil {
		return err
	}
	all, from, err := book[intake.Cut]{
		read: func(before id.ID, n int) ([]intake.Cut, error) {
			f.Before, f.Limit = before, n
			return p.Intakes.List(r.Context(), f)
		},
		keep: func(some []intake.Cut) ([]intake.Cut, error) {
			return slices.DeleteFunc(some, func(c intake.Cut) bool {
				_, seen := s.cut(&c)
				return !seen
			}), nil
		},
		id: func(c *intake.Cut) id.ID { return c.ID },
	}.page(before, cutsShown)
	if err != nil {
		return err
	}
	pager := ui.Pager{Total: -1, Shown: int64(len(all))}
	if before != 0 {
		pager.First = "/admin/cortes?tipo=" + string(f.Kind)
	}
	if from != 0 {
		pager.Next = "/admin/cortes?tipo=" + string(f.Kind) + "&antes=" + from.Text(intake.CutPrefix)
	}
	ui.Show(w, r, ui.Page{
		Title: v.Say("admin.cuts.title"), Sub: v.Say("admin.cuts.sub"), Wide: true, Head: newCutButton(),
		Body: cutsPage(f.Kind, cutTable(v, all, f.Kind, s.known), pager),
	})
	return nil
}

// cutTable lists cuts of a kind, or of all. What the money of a file is depends on its kind.
func cutTable(v *ui.View, all []intake.Cut, kind intake.Kind, known []portfolio.Creditor) ui.Table {
	t := ui.Table{
		Caption: v.Say("admin.cuts.list"), Bare: true,
		Columns: cutHeads(v, kind),
		Empty: ui.Empty{
			Icon: "upload", Title: v.Say("admin.cuts.none"), Text: v.Say("admin.cuts.none_text"),
			Action: newCutButton(),
		},
	}
	for i := range all {
		c := &all[i]
		what := ""
		if kind == "" {
			what = moneyOf(c.Kind)
		}
		t.Rows = append(t.Rows, ui.Row{
			Href: cutHref(c.ID), Dim: c.State == intake.Undone || c.State == intake.Replaced,
			Cells: []templ.Component{
				ui.Two(creditorWords(v, c, known), c.FileName), ui.Day(c.AsOfOn), cutBadge(v, c),
				ui.Text(kindWords(v, c.Kind)), ui.Number(c.Answer.Rows), brought(c, kind, 0), brought(c, kind, 1),
				ui.Number(c.Answer.Refused), sumsCell(c.Answer.Balance, what),
			},
		})
	}
	return t
}

// cutHeads are the columns of the list. Files of payments have those of payments where no others are beside
// them.
func cutHeads(v *ui.View, kind intake.Kind) []ui.Column {
	first, second := "admin.cut.new", "admin.cut.changed"
	if kind == intake.Payments {
		first, second = "admin.cut.duplicate", "admin.cut.unmatched"
	}
	return []ui.Column{
		{Label: v.Say("admin.cut.creditor")}, {Label: v.Say("admin.cut.day")}, {Label: v.Say("admin.cut.state")},
		{Label: v.Say("admin.cut.kind"), Spare: true}, {Label: v.Say("admin.cut.rows"), Kind: ui.Figures},
		{Label: v.Say(first), Kind: ui.Figures, Spare: true}, {Label: v.Say(second), Kind: ui.Figures, Spare: true},
		{Label: v.Say("admin.cut.refused"), Kind: ui.Figures},
		{Label: v.Say(cmp.Or(moneyOf(kind), "admin.cut.sum")), Kind: ui.Figures},
	}
}

// brought is what stands in the two columns of what a file brought.
func brought(c *intake.Cut, kind intake.Kind, which int) templ.Component {
	a := &c.Answer
	switch {
	case kind == intake.Payments:
		return ui.Number([]int64{a.Duplicate, a.Unmatched}[which])
	case c.Kind == intake.Payments && which == 0:
		return paidNew(a)
	case c.Kind == intake.Payments:
		return paidRest(a)
	}
	return ui.Number([]int64{a.New, a.Changed}[which])
}

func cutHref(cut id.ID) string { return "/admin/cortes/" + cut.Text(intake.CutPrefix) }

// creditorWords names whose a cut is: by name where the creditor is known, else by the code in the file.
func creditorWords(v *ui.View, c *intake.Cut, known []portfolio.Creditor) string {
	at := slices.IndexFunc(known, func(k portfolio.Creditor) bool { return k.Code == c.Answer.Creditor })
	switch {
	case c.Answer.Creditor == "":
		return v.Say("admin.cut.creditor_of_file")
	case at < 0:
		return c.Answer.Creditor
	}
	return cmp.Or(known[at].Name, c.Answer.Creditor)
}

// moneyOf is the key of what the money of a kind of file is: owed, or paid.
func moneyOf(k intake.Kind) string {
	switch k {
	case intake.Portfolio:
		return "admin.cut.balance"
	case intake.Payments:
		return "admin.cut.paid"
	case intake.Contacts:
	}
	return ""
}

func kindWords(v *ui.View, k intake.Kind) string { return v.Say("admin.kind." + string(k)) }

// cutBadge is the state of a cut in words.
func cutBadge(v *ui.View, c *intake.Cut) ui.Badge {
	b := ui.Badge{Text: v.Say("admin.state." + string(c.State))}
	switch c.State {
	case intake.Published:
		b.Tone = ui.Good
	case intake.Publishing, intake.Undoing:
		b.Tone = ui.Accent
	case intake.Staged, intake.Previewed:
		b.Tone = ui.Note
	case intake.Failed:
		b.Tone = ui.Bad
	case intake.Replaced, intake.Undone:
	}
	return b
}

// sorted gives sums by currency in a steady order.
func sorted(all map[money.Currency]money.Amount) []money.Money {
	out := make([]money.Money, 0, len(all))
	for _, c := range slices.Sorted(maps.Keys(all)) {
		out = append(out, money.Money{Amount: all[c], Currency: c})
	}
	return out
}

func sumWords(v *ui.View, all map[money.Currency]money.Amount) string {
	var parts []string
	for _, m := range sorted(all) {
		parts = append(parts, v.SumIn(m))
	}
	if len(parts) == 0 {
		return "–"
	}
	return strings.Join(parts, " · ")
}

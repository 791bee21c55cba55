package report

import (
	"slices"
	"strings"
	"time"

	"github.com/a-h/templ"

	"aldia/domain/calendar"
	"aldia/domain/money"
	"aldia/domain/report"
	"aldia/platform/text"
	"aldia/web/ui"
)

// place is a column as it stands on the screen, by its place in the report: one value, or one with
// another in small below it. The file has a column for each.
type place struct{ at, under int }

// places are the columns in the order of the screen. The two widest reports would have to be moved sideways
// to be read if their tables were those of their files.
func (a *asking) places() (all []place) {
	var order []string
	switch a.Question.Name {
	case "worklist":
		order = []string{"name id_number", "creditor agent", "place", "step", "bucket days", "due_on", "past_due",
			"balance", "accounts", "state ready_at"}
		if len(a.Creditors) == 1 {
			order[1] = "agent"
		}
	case "contacts":
		order = []string{
			"at local_at", "name creditor", "channel party", "by", "permit outcome", "rules basis", "next_at pack",
		}
		if len(a.Creditors) == 1 {
			order[1] = "name"
		}
	case "productivity":
		order = []string{
			"name",
			"days_worked",
			"attempts",
			"reached reached_share",
			"right_party right_party_share",
			"promises promises_share",
			"cases",
			"minutes",
			"minutes_between",
		}
		for _, c := range a.Report.Columns {
			if strings.HasPrefix(c.Name, "promised_") {
				order = append(order, c.Name)
			}
		}
	default:
		for _, c := range a.Report.Columns {
			if !a.hidden(c.Name) {
				order = append(order, c.Name)
			}
		}
	}
	for _, names := range order {
		name, under, _ := strings.Cut(names, " ")
		if at := a.Report.Column(name); at >= 0 {
			all = append(all, place{at, a.Report.Column(under)})
		}
	}
	return all
}

// hidden names the columns that stand in the file and not on the screen: what is for machines, since who a
// row is about is a link; the currency, which stands beside its sums; and a creditor who is the only one.
func (a *asking) hidden(name string) bool {
	switch name {
	case "currency":
		return true
	case "creditor":
		return len(a.Creditors) == 1
	}
	return report.Column{Name: name}.ForMachines()
}

func (a *asking) columns(v *ui.View) []ui.Column {
	var all []ui.Column
	for _, p := range a.places() {
		c := a.Report.Columns[p.at]
		column := ui.Column{Label: v.Say(c.Title, c.Args...)}
		switch c.Kind {
		case report.Int, report.Money, report.Percent:
			column.Kind = ui.Figures
		case report.Text, report.Day, report.Time:
		}
		all = append(all, column)
	}
	return all
}

func (a *asking) cells(v *ui.View, places []place, row report.Row) []templ.Component {
	all := make([]templ.Component, 0, len(places))
	person := ""
	if at := a.Report.Column("person"); at >= 0 {
		person = row[at].Text
	}
	for _, p := range places {
		line, below := a.words(v, row, p.at), a.below(v, row, p)
		switch name := a.Report.Columns[p.at].Name; {
		case person != "" && name == a.linked() && below != "":
			all = append(all, ui.TwoAnchor("/casos/"+person, line, below))
		case person != "" && name == a.linked():
			all = append(all, ui.Anchor("/casos/"+person, line))
		case below != "":
			all = append(all, ui.Two(line, below))
		default:
			all = append(all, a.cell(v, row, p.at))
		}
	}
	return all
}

// below is what stands in small under a value, or nothing.
func (a *asking) below(v *ui.View, row report.Row, p place) string {
	if p.under < 0 {
		return ""
	}
	switch a.Report.Columns[p.under].Name {
	case "days":
		if row[p.under].Number == 0 {
			return "" // the bucket says it
		}
		return v.Say("ui.lateness.days", row[p.under].Number)
	case "local_at":
		return a.there(v, row, p)
	case "ready_at":
		if row[p.at].Text != "waiting" {
			return "" // the hour has come
		}
	case "pack":
		if row[p.under].Text == "" {
			return "" // nobody asked the law: the person began it
		}
		return v.Say("report.by_pack", row[p.under].Text)
	}
	return a.words(v, row, p.under)
}

// there is the hour at which the person was contacted, where they are: with its day where that is another
// than the reader's.
func (a *asking) there(v *ui.View, row report.Row, p place) string {
	c := row[p.under]
	zone, err := time.LoadLocation(c.Zone)
	if err != nil || c.Zone == "" {
		return ""
	}
	at := time.UnixMicro(c.Number)
	said := v.Text.Clock(at, zone)
	if calendar.On(at, zone) != calendar.On(at, v.Zone) {
		said = v.Text.Instant(at, zone)
	}
	return v.Say("report.local", said, text.Town(c.Zone))
}

// allowed is the hour from when on somebody may be contacted, where they are: with the town where the
// reader's clock shows another.
func (a *asking) allowed(v *ui.View, c report.Cell) string {
	at := time.UnixMicro(c.Number)
	zone, err := time.LoadLocation(c.Zone)
	if err != nil || c.Zone == "" {
		return v.Instant(at)
	}
	said := v.Text.Instant(at, zone)
	if said == v.Instant(at) {
		return said
	}
	return v.Say("report.local", said, text.Town(c.Zone))
}

// words is a value as people say it: who a code is, what a bucket means.
func (a *asking) words(v *ui.View, row report.Row, at int) string {
	c, column := row[at], a.Report.Columns[at]
	switch {
	case c.Key != "":
	case column.Name == "next_at" && c.Text != "":
		return a.allowed(v, c)
	case column.Name == "agent" && c.Text == "":
		return v.Say("worklist.load.anybody")
	case column.Name == "agent":
		return a.agentName(c.Text)
	case column.Name == "creditor":
		return a.creditorName(c.Text)
	}
	return shown(v, c, column)
}

// cell is a value alone; a sum has its currency with it where the report may have several.
func (a *asking) cell(v *ui.View, row report.Row, at int) templ.Component {
	c, column := row[at], a.Report.Columns[at]
	if column.Kind == report.Money && c.Text != "" && a.Report.Column("currency") >= 0 {
		sum := ui.Money(money.Money{Amount: money.Amount(c.Number), Currency: c.Currency})
		if country, of := a.countryOf(row); of {
			return ui.About(sum, country)
		}
		return sum
	}
	return ui.Text(a.words(v, row, at))
}

// countryOf is the country of the creditor that a row is about; a total is about none.
func (a *asking) countryOf(row report.Row) (country string, of bool) {
	at := a.Report.Column("creditor")
	if at < 0 {
		return "", false
	}
	for _, c := range a.Creditors {
		if c.Code == row[at].Text {
			return c.Country, true
		}
	}
	return "", false
}

// of is the view for a row: what is of one creditor is written as in that creditor's country.
func (a *asking) of(v *ui.View, row report.Row) *ui.View {
	if country, of := a.countryOf(row); of {
		return v.About(country)
	}
	return v
}

// linked is the column that leads to the person of a row.
func (a *asking) linked() string {
	if a.Report.Column("what") >= 0 {
		return "what"
	}
	return "name"
}

func (a *asking) creditorName(code string) string {
	for _, c := range a.Creditors {
		if c.Code == code {
			return c.Name
		}
	}
	return code
}

// agentName says who a code is; people know each other by name.
func (a *asking) agentName(code string) string {
	for i := range a.Agents {
		if a.Agents[i].Code == code {
			return a.Agents[i].Name
		}
	}
	return code
}

// only is the currency of the sums of a row, when they have one alone.
func only(row report.Row) (c money.Currency) {
	for i := range row {
		switch {
		case row[i].Currency == "" || row[i].Currency == c:
		case c != "":
			return ""
		default:
			c = row[i].Currency
		}
	}
	return c
}

// total is a row of totals: the word in the first column, and what can be summed.
func (a *asking) total(v *ui.View, places []place, row report.Row) []templ.Component {
	all := make([]templ.Component, 0, len(places))
	if c := only(row); c != "" {
		v = v.InSums(c)
	}
	for i, p := range places {
		switch {
		case i == 0:
			all = append(all, ui.Text(v.Say("report.total")))
		case row[p.at].Text == "":
			all = append(all, ui.Text(""))
		case p.under >= 0 && row[p.under].Text != "":
			all = append(all, ui.Two(a.words(v, row, p.at), a.words(v, row, p.under)))
		default:
			all = append(all, a.cell(v, row, p.at))
		}
	}
	return all
}

// told are the rows that say something: a bucket in which a creditor has nothing at all stands in the file,
// where a machine counts on it, and neither in the table nor in the drawing.
func told(r *report.Report) []report.Row {
	if r.Name != "aging" {
		return r.Rows
	}
	return slices.DeleteFunc(slices.Clone(r.Rows), func(row report.Row) bool {
		for at, c := range r.Columns {
			if (c.Kind == report.Int || c.Kind == report.Money) && row[at].Number != 0 {
				return false
			}
		}
		return true
	})
}

// rows are those of the report, and its totals behind them where there are several, one for each currency.
func (a *asking) rows(v *ui.View) []ui.Row {
	places := a.places()
	all := make([]ui.Row, 0, len(a.Report.Rows)+len(a.Report.Totals))
	for _, row := range told(&a.Report) {
		all = append(all, ui.Row{Cells: a.cells(a.of(v, row), places, row)})
	}
	if len(a.Report.Totals) != 1 {
		for _, row := range a.Report.Totals {
			all = append(all, ui.Row{Marked: true, Cells: a.total(v, places, row)})
		}
	}
	return slices.Clip(all)
}

// foot is the total, where there is one alone.
func (a *asking) foot(v *ui.View) []templ.Component {
	if len(a.Report.Totals) != 1 {
		return nil
	}
	return a.total(v, a.places(), a.Report.Totals[0])
}

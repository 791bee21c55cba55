package desk

import (
	"slices"
	"strings"

	"github.com/a-h/templ"

	"aldia/domain/portfolio"
	"aldia/domain/staff"
	"aldia/domain/strategy"
	"aldia/domain/worklist"
	"aldia/web/ui"
)

func stages() []string {
	return []string{
		string(strategy.Prevention), string(strategy.Collection), string(strategy.Recovery),
		string(strategy.Extinction),
	}
}

// steps are those of the strategy that the program brings.
func steps() []string { return []string{"reminder", "early", "middle", "late", "recovery", "locate"} }

func states() []string { return []string{"ready", "waiting", "locked", "resting"} }

// stepWords names a step; one of a strategy of the house's own is shown as it is called there.
func stepWords(v *ui.View, step string) string {
	if step == "" {
		return "–"
	}
	if v.Text.Has("desk.step." + step) {
		return v.Say("desk.step." + step)
	}
	return step
}

func anything(v *ui.View) []ui.Option { return []ui.Option{{Value: "", Label: v.Say("ui.all")}} }

func wordOptions(v *ui.View, prefix string, values []string) []ui.Option {
	options := anything(v)
	for _, value := range values {
		options = append(options, ui.Option{Value: value, Label: v.Say(prefix + value)})
	}
	return options
}

func creditorOptions(v *ui.View, creditors []portfolio.Creditor) []ui.Option {
	options := anything(v)
	for _, c := range creditors {
		options = append(options, ui.Option{Value: c.Code, Label: c.Name})
	}
	return options
}

func bucketOptions(v *ui.View, codes []string) []ui.Option {
	options := anything(v)
	for _, code := range codes {
		options = append(options, ui.Option{Value: code, Label: bucketWords(v, code)})
	}
	return options
}

func agentOptions(v *ui.View, agents []staff.Member) []ui.Option {
	options := append(anything(v), ui.Option{Value: mine, Label: v.Say("desk.mine")},
		ui.Option{Value: nobody, Label: v.Say("worklist.load.anybody")})
	for _, a := range agents {
		options = append(options, ui.Option{Value: a.ID.Text(staff.Prefix), Label: a.Name})
	}
	return options
}

// choices are the filters that take one of some values.
func (l *listing) choices(v *ui.View) []ui.Wanted {
	return []ui.Wanted{
		{Name: byCreditor, Label: v.Say("worklist.column.creditor"), Options: creditorOptions(v, l.Creditors)},
		{Name: byBucket, Label: v.Say("worklist.column.bucket"), Options: bucketOptions(v, l.Buckets)},
		{Name: byStage, Label: v.Say("worklist.column.stage"),
			Options: wordOptions(v, "desk.stage.", stages())},
		{Name: byStep, Label: v.Say("worklist.column.step"), Options: wordOptions(v, "desk.step.", steps())},
		{Name: byAgent, Label: v.Say("worklist.column.assigned"), Options: agentOptions(v, l.Agents)},
		{Name: byState, Label: v.Say("worklist.column.state"),
			Options: wordOptions(v, "desk.list_state.", states())},
	}
}

// orders are those that a list may be sorted by; only the columns' heads show them.
func orders(v *ui.View) ui.Wanted {
	w := ui.Wanted{Name: bySort, Label: v.Say("ui.filter.order")}
	for _, s := range []worklist.Sort{
		worklist.ByPastDue, worklist.ByOverdue, worklist.ByPriority, worklist.ByName,
	} {
		w.Options = append(w.Options, ui.Option{Value: string(s)})
	}
	return w
}

// active are the filters in force, in words, each with the address of the list without it.
func (l *listing) active(v *ui.View) (all []ui.ActiveFilter) {
	filters := slices.Concat([]ui.Wanted{{Name: byText, Label: v.Say("desk.find")}}, l.choices(v))
	if !l.several() && l.Errors[byMinimum] == "" {
		filters = append(filters, ui.Wanted{Name: byMinimum, Label: v.Say("worklist.column.past_due") + " ≥"})
	}
	for _, f := range filters {
		value := strings.TrimSpace(l.Asked.Get(f.Name))
		if value == "" {
			continue
		}
		for _, o := range f.Options {
			if o.Value == value {
				value = o.Label
			}
		}
		all = append(all, ui.ActiveFilter{Label: f.Label + ": " + value, Without: l.with(f.Name, "")})
	}
	return all
}

// sorted says whether the list is in an order.
func sorted(l listing, s worklist.Sort, way ui.Order) ui.Order {
	if l.sort() == s {
		return way
	}
	return ui.Unsorted
}

func listEmpty(v *ui.View, l listing) ui.Empty {
	if text := l.Asked.Get(byText); text != "" {
		return ui.Empty{Icon: "search", Title: v.Say("desk.not_found", text), Text: v.Say("desk.not_found_text")}
	}
	if len(l.Asked) > 0 {
		return ui.Empty{Icon: "filter", Title: v.Say("desk.none_so"),
			Action: ui.Button{Label: v.Say("ui.filter.clear"), Href: "/casos"}}
	}
	return ui.Empty{Icon: "cases", Title: v.Say("desk.no_cases"), Text: v.Say("desk.no_cases_text")}
}

// creditorCell names the creditor of a line, and says that there are others when the reader may see them.
func creditorCell(v *ui.View, creditor portfolio.Creditor, c worklist.Line) templ.Component {
	if c.Further == 0 {
		return ui.Text(creditor.Name)
	}
	return ui.Two(creditor.Name, v.Say("desk.further_creditors", c.Further))
}

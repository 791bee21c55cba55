package desk

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"aldia/domain/calendar"
	"aldia/domain/money"
	"aldia/domain/portfolio"
	"aldia/domain/staff"
	"aldia/domain/treatment"
	"aldia/domain/worklist"
	"aldia/platform/auth"
	"aldia/platform/db"
	"aldia/platform/id"
	"aldia/web/ui"
)

// maxSearch is the longest text that is looked for: a long name, or a telephone in any spelling.
const maxSearch = 80

// listPage is how many cases a page of the list has: what one reads before asking for less, also on a
// phone.
const listPage = 25

// The names of the filters in the address, as a person would type them.
const (
	byText     = "q"
	byCreditor = "acreedor"
	byBucket   = "tramo"
	byStage    = "etapa"
	byStep     = "paso"
	byAgent    = "agente"
	byState    = "estado"
	byMinimum  = "minimo"
	bySort     = "orden"
	byCursor   = "desde"
)

// mine and nobody stand for an agent in the filter.
const (
	mine   = "mio"
	nobody = "nadie"
)

// listing is a page of cases with what it was asked for.
type listing struct {
	Asked     url.Values
	Errors    map[string]string
	Lines     []worklist.Line
	Next      string
	Creditors []portfolio.Creditor
	Agents    []staff.Member
	Buckets   []string
	ClosedOn  calendar.Day // whose close the sums, the buckets and the days are of
	Unknown   []string     // what was asked for and is nothing, in words
}

func (p *Parts) list(w http.ResponseWriter, r *http.Request) {
	v := ui.Of(r)
	l, err := p.listing(r)
	if err != nil {
		ui.Fail(w, r, err)
		return
	}
	page := ui.Page{Title: v.Say("ui.nav.cases"), Wide: true, Body: listBody(l),
		Parts: []ui.Part{{ID: "cases", Body: listTable(l)}}}
	if l.ClosedOn != calendar.NoDay {
		page.Sub = v.Say("desk.list_as_of", v.LongDay(l.ClosedOn))
	}
	ui.Show(w, r, page)
}

func (p *Parts) listing(r *http.Request) (l listing, err error) {
	ctx := r.Context()
	l.Asked, l.Creditors, l.Errors = r.URL.Query(), p.Sees(ctx), map[string]string{}
	if l.Buckets, err = codesOf(l.Creditors); err != nil {
		return l, err
	}
	if err := p.DB.Read(ctx, func(tx db.Tx) error {
		if l.ClosedOn, err = treatment.LastClosed(tx); err != nil {
			return err
		}
		l.Agents, err = workers(tx)
		return err
	}); err != nil {
		return l, err
	}
	v := ui.From(ctx)
	l.Asked, l.Unknown = ui.Known(v, l.Asked, append(l.choices(v), orders(v))...)
	f, err := l.filter(ctx)
	if err != nil {
		return l, err
	}
	l.Lines, l.Next, err = p.Worklists.List(ctx, f, l.sort(), l.Asked.Get(byCursor))
	return l, err
}

func (l *listing) filter(ctx context.Context) (f worklist.Filter, err error) {
	ask := func(name string) string { return strings.TrimSpace(l.Asked.Get(name)) }
	f = worklist.Filter{
		Creditors: idsOf(
			l.Creditors,
		), Seen: idsOf(l.Creditors), Bucket: ask(byBucket), Stage: ask(byStage), Step: ask(byStep),
		State: ask(byState),
		Text:  shortened(ask(byText)),
		Page:  listPage,
	}
	for _, c := range l.Creditors {
		if c.Code == ask(byCreditor) {
			f.Creditors = []id.ID{c.ID}
			ui.From(ctx).Work(c.Country, c.Place())
		}
	}
	switch agent := ask(byAgent); agent {
	case "":
	case mine:
		f.AgentID = auth.Who(ctx).ID
	case nobody:
		f.Unassigned = true
	default:
		if f.AgentID, err = id.Parse(staff.Prefix, agent); err != nil {
			return f, worklist.ErrStranger
		}
	}
	if least := ask(byMinimum); least != "" && !l.several() {
		f.Currency = l.currency(ask(byCreditor))
		v := ui.From(ctx)
		least, wrong := readSum(least, f.Currency, v.Text.Manner())
		if wrong != nil { // said at its field; the list is shown without it
			l.Errors[byMinimum], f.Currency = v.Text.Fault(wrong), ""
			return f, nil
		}
		f.MinPastDue = least
	}
	return f, nil
}

// currency is that of the creditor asked for, else of the first that the person sees: sums of two
// currencies are not compared.
func (l *listing) currency(code string) money.Currency {
	for _, c := range l.Creditors {
		if code == "" || c.Code == code {
			return c.Currency
		}
	}
	return ""
}

// several says whether the list holds sums of several currencies, which are neither compared nor sorted.
func (l *listing) several() bool {
	first := l.currency(l.Asked.Get(byCreditor))
	for _, c := range l.Creditors {
		if c.Currency != first && (l.Asked.Get(byCreditor) == "" || c.Code == l.Asked.Get(byCreditor)) {
			return true
		}
	}
	return false
}

// sort is the order asked for; without a wish the largest sum comes first, or what is overdue longest.
func (l *listing) sort() worklist.Sort {
	switch asked := worklist.Sort(l.Asked.Get(bySort)); {
	case asked == worklist.ByPastDue && l.several(), asked == "" && l.several():
		return worklist.ByOverdue
	case asked != "":
		return asked
	}
	return worklist.ByPastDue
}

func shortened(text string) string {
	if runes := []rune(text); len(runes) > maxSearch {
		return string(runes[:maxSearch])
	}
	return text
}

func workers(tx db.Tx) (all []staff.Member, err error) {
	members, err := staff.AllTx(tx)
	for i := range members {
		if members[i].Works() {
			all = append(all, members[i])
		}
	}
	return all, err
}

// codesOf gives the buckets of the creditors, each once, in their order.
func codesOf(creditors []portfolio.Creditor) (codes []string, err error) {
	ladders, err := laddersOf(creditors)
	known := map[string]bool{}
	for _, c := range creditors {
		for _, b := range ladders[c.ID] {
			if !known[b.Code] {
				known[b.Code] = true
				codes = append(codes, b.Code)
			}
		}
	}
	return codes, err
}

// with gives the address of the list with one thing asked otherwise, from its first page on.
func (l *listing) with(name, value string) string {
	asked := url.Values{}
	for k, v := range l.Asked {
		if k != byCursor && k != name && len(v) > 0 && v[0] != "" {
			asked.Set(k, v[0])
		}
	}
	if value != "" {
		asked.Set(name, value)
	}
	if len(asked) == 0 {
		return "/casos"
	}
	return "/casos?" + asked.Encode()
}

// after gives the address of the page behind this one.
func (l *listing) after() string {
	if l.Next == "" {
		return ""
	}
	address := l.with(byCursor, l.Next)
	return address
}

// first gives the address of the first page, when one is further on.
func (l *listing) first() string {
	if l.Asked.Get(byCursor) == "" {
		return ""
	}
	return l.with(byCursor, "")
}

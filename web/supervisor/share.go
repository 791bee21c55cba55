package supervisor

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"aldia/domain/calendar"
	"aldia/domain/delinquency"
	"aldia/domain/money"
	"aldia/domain/party"
	"aldia/domain/portfolio"
	"aldia/domain/staff"
	"aldia/domain/treatment"
	"aldia/domain/worklist"
	"aldia/platform/db"
	"aldia/platform/fault"
	"aldia/platform/id"
	"aldia/web/ui"
)

// nobody stands for the cases that no agent keeps, and for giving one back to everybody.
const nobody = "nadie"

// sharePage is how many cases a page shows: what one looks over before giving them out, also on a phone.
const sharePage = 25

// sharing is the page on which cases are given out: those that a filter chooses, and to whom.
type sharing struct {
	Asked     url.Values
	Lines     []worklist.Line
	Next      string
	Creditors []portfolio.Creditor
	Agents    []staff.Member
	Buckets   []string
	To        string
	All       bool           // all that the filter chooses
	Picked    map[id.ID]bool // the boxes that are ticked
	Errors    map[string]string
	ClosedOn  calendar.Day // whose close the sums, the buckets and the days are of
	Unknown   []string     // what was asked for and is nothing, in words
}

func (p *Parts) sharePage(w http.ResponseWriter, r *http.Request) {
	s, err := p.sharing(r.Context(), r.URL.Query())
	if err != nil {
		ui.Fail(w, r, err)
		return
	}
	ui.Show(w, r, shareScreen(ui.Of(r), s))
}

func shareScreen(v *ui.View, s sharing) ui.Page {
	return ui.Page{
		Title: v.Say("supervisor.share"), Sub: v.Say("supervisor.share_text", worklist.MaxAssigned), Wide: true,
		Back: &ui.Link{Href: "/piso", Label: v.Say("ui.nav.floor")}, Body: shareBody(s),
		Parts: []ui.Part{{ID: "share", Body: shareForm(s)}},
	}
}

func (p *Parts) sharing(ctx context.Context, asked url.Values) (s sharing, err error) {
	s = sharing{Asked: asked, Creditors: p.Sees(ctx), Errors: map[string]string{}}
	if s.Buckets, err = codesOf(s.Creditors); err != nil {
		return s, err
	}
	if err := p.DB.Read(ctx, func(tx db.Tx) error {
		var err error
		if s.ClosedOn, err = treatment.LastClosed(tx); err != nil {
			return err
		}
		all, err := staff.AllTx(tx)
		for i := range all {
			if all[i].Works() {
				s.Agents = append(s.Agents, all[i])
			}
		}
		return err
	}); err != nil {
		return s, err
	}
	v := ui.From(ctx)
	s.Asked, s.Unknown = ui.Known(v, s.Asked, s.choices(v)...)
	f, err := s.filter()
	if err != nil {
		return s, err
	}
	s.Lines, s.Next, err = p.Worklists.List(ctx, f, s.sort(), asked.Get("desde"))
	return s, err
}

// sort puts the largest sum first, or what is overdue longest where sums of several currencies stand
// together.
func (s *sharing) sort() worklist.Sort {
	var first money.Currency
	for _, c := range s.Creditors {
		if code := s.Asked.Get("acreedor"); code != "" && c.Code != code {
			continue
		}
		if first != "" && c.Currency != first {
			return worklist.ByOverdue
		}
		first = c.Currency
	}
	return worklist.ByPastDue
}

func (s *sharing) filter() (worklist.Filter, error) {
	f := worklist.Filter{Creditors: idsOf(s.Creditors), Bucket: s.Asked.Get("tramo"),
		State: s.Asked.Get("estado"), Page: sharePage}
	for _, c := range s.Creditors {
		if c.Code == s.Asked.Get("acreedor") {
			f.Creditors = []id.ID{c.ID}
		}
	}
	switch agent := s.Asked.Get("agente"); agent {
	case "":
	case nobody:
		f.Unassigned = true
	default:
		who, err := id.Parse(staff.Prefix, agent)
		if err != nil {
			return f, worklist.ErrStranger
		}
		f.AgentID = who
	}
	return f, nil
}

// share gives the picked cases, or all that the filter chooses, to an agent.
func (p *Parts) share(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil {
		ui.Fail(w, r, fault.New(fault.Invalid, "fault.invalid.text").Because(err))
		return
	}
	asked := url.Values{}
	for _, name := range []string{"acreedor", "tramo", "agente", "estado"} {
		if value := strings.TrimSpace(r.PostForm.Get("filtro_" + name)); value != "" {
			asked.Set(name, value)
		}
	}
	s, err := p.sharing(r.Context(), asked)
	if err != nil {
		ui.Fail(w, r, err)
		return
	}
	s.To = r.PostForm.Get("to")
	s.All = r.PostForm.Get("all") != ""
	n, wrong := 0, []error{errFilter}
	if len(s.Unknown) == 0 { // else more than what was chosen would be given
		n, wrong = p.give(r, &s)
	}
	for _, err := range wrong {
		var told *fault.Error
		if !errors.As(err, &told) || told.Kind == fault.Internal {
			ui.Fail(w, r, err)
			return
		}
		s.Errors[told.Field] = ui.Of(r).Text.Fault(err)
	}
	if len(wrong) > 0 {
		ui.Mend(w, r, shareScreen(ui.Of(r), s))
	} else {
		p.moved()
		ui.Later(w, r, ui.Good, s.given(ui.Of(r), n))
		ui.Redirect(w, r, "/piso/repartir?"+asked.Encode())
	}
}

var (
	errTo     = fault.New(fault.Invalid, "supervisor.to_whom").On("agent")
	errFilter = fault.New(fault.Invalid, "supervisor.no_filter").On("case")
)

// give carries a sharing out, or says all that is wrong with it: to whom, and which.
func (p *Parts) give(r *http.Request, s *sharing) (n int, wrong []error) {
	agent, err := s.keeper()
	if err != nil {
		wrong = append(wrong, err)
	}
	persons, err := p.picked(r, s)
	if err != nil {
		wrong = append(wrong, err)
	}
	if len(wrong) > 0 {
		return 0, wrong
	}
	if err := p.Worklists.Assign(r.Context(), persons, agent); err != nil {
		return 0, []error{err}
	}
	return len(persons), nil
}

// keeper is to whom the cases are given; none: they are left unassigned.
func (s *sharing) keeper() (id.ID, error) {
	switch s.To {
	case "":
		return 0, errTo
	case nobody:
		return 0, nil
	}
	agent, err := id.Parse(staff.Prefix, s.To)
	if err != nil {
		return 0, worklist.ErrStranger.On("agent")
	}
	return agent, nil
}

// picked are the persons whose boxes are ticked, of those that the person may see; or all that the filter
// chooses, as many as may be given at once.
func (p *Parts) picked(r *http.Request, s *sharing) (persons []id.ID, err error) {
	f, err := s.filter()
	if err != nil {
		return nil, err
	}
	s.Picked = map[id.ID]bool{}
	for _, text := range r.PostForm["case"] {
		person, err := id.Parse(party.Prefix, text)
		if err != nil {
			return nil, party.ErrMissing
		}
		s.Picked[person] = true
	}
	all := s.All
	if !all && len(s.Picked) == 0 {
		return nil, worklist.ErrNobody.On("case")
	}
	f.Page = worklist.MaxPage
	after := ""
	for len(persons) < worklist.MaxAssigned {
		page, next, err := p.Worklists.List(r.Context(), f, s.sort(), after)
		if err != nil {
			return nil, err
		}
		for _, l := range page {
			if (all || s.Picked[l.PersonID]) && len(persons) < worklist.MaxAssigned {
				persons = append(persons, l.PersonID)
			}
		}
		if after = next; next == "" || !all && len(persons) == len(s.Picked) {
			break
		}
	}
	return persons, nil
}

// given says what came of it: how many cases went to whom, or are nobody's now.
func (s *sharing) given(v *ui.View, n int) string {
	for i := range s.Agents {
		if s.Agents[i].ID.Text(staff.Prefix) == s.To {
			return v.Say("supervisor.shared", n, s.Agents[i].Name)
		}
	}
	return v.Say("supervisor.unassigned", n)
}

// codesOf gives the buckets of the creditors, each once, in their order.
func codesOf(creditors []portfolio.Creditor) (codes []string, err error) {
	known := map[string]bool{}
	for _, c := range creditors {
		buckets, err := delinquency.ParseBuckets(c.Buckets)
		if err != nil {
			return nil, err
		}
		for _, b := range buckets {
			if !known[b.Code] {
				known[b.Code] = true
				codes = append(codes, b.Code)
			}
		}
	}
	return codes, nil
}

// bucketWords names a bucket as people do: "1 a 30 días". A creditor's own code is shown as it is.
func bucketWords(v *ui.View, code string) string {
	from, to, ok := delinquency.RangeOf(code)
	switch {
	case !ok:
		return code
	case code == delinquency.Current:
		return v.Say("desk.bucket.current")
	case to < from:
		return v.Say("desk.bucket.open", from)
	}
	return v.Say("desk.bucket.range", from, to)
}

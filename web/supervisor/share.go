package supervisor

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"aldia/domain/delinquency"
	"aldia/domain/party"
	"aldia/domain/portfolio"
	"aldia/domain/staff"
	"aldia/domain/worklist"
	"aldia/platform/db"
	"aldia/platform/fault"
	"aldia/platform/id"
	"aldia/web/ui"
)

// nobody stands for the cases that no agent keeps, and for giving one back to everybody.
const nobody = "nadie"

// sharing is the page on which cases are given out: those that a filter chooses, and to whom.
type sharing struct {
	Asked     url.Values
	Lines     []worklist.Line
	Next      string
	Creditors []portfolio.Creditor
	Agents    []staff.Member
	Buckets   []string
	To        string
	Errors    map[string]string
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
	f, err := s.filter()
	if err != nil {
		return s, err
	}
	s.Lines, s.Next, err = p.Worklists.List(ctx, f, worklist.ByPastDue, asked.Get("desde"))
	return s, err
}

func (s *sharing) filter() (worklist.Filter, error) {
	f := worklist.Filter{Creditors: idsOf(s.Creditors), Bucket: s.Asked.Get("tramo"),
		State: s.Asked.Get("estado")}
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
	n, err := p.give(r, &s)
	var told *fault.Error
	switch {
	case errors.As(err, &told) && told.Kind != fault.Internal:
		s.Errors[told.Field] = ui.Of(r).Text.Fault(err)
		ui.Mend(w, r, shareScreen(ui.Of(r), s))
	case err != nil:
		ui.Fail(w, r, err)
	default:
		p.moved()
		ui.Later(w, r, ui.Good, s.given(ui.Of(r), n))
		ui.Redirect(w, r, "/piso/repartir?"+asked.Encode())
	}
}

var errTo = fault.New(fault.Invalid, "supervisor.to_whom").On("agent")

func (p *Parts) give(r *http.Request, s *sharing) (n int, err error) {
	agent := id.ID(0)
	if s.To == "" {
		return 0, errTo
	}
	if s.To != nobody {
		if agent, err = id.Parse(staff.Prefix, s.To); err != nil {
			return 0, worklist.ErrStranger.On("agent")
		}
	}
	persons, err := p.picked(r, s)
	if err != nil {
		return 0, err
	}
	return len(persons), p.Worklists.Assign(r.Context(), persons, agent)
}

// picked are the persons whose boxes are ticked, of those that the person may see; or all that the filter
// chooses, as many as may be given at once.
func (p *Parts) picked(r *http.Request, s *sharing) (persons []id.ID, err error) {
	f, err := s.filter()
	if err != nil {
		return nil, err
	}
	wanted := map[id.ID]bool{}
	for _, text := range r.PostForm["case"] {
		person, err := id.Parse(party.Prefix, text)
		if err != nil {
			return nil, party.ErrMissing
		}
		wanted[person] = true
	}
	all := r.PostForm.Get("all") != ""
	if !all && len(wanted) == 0 {
		return nil, worklist.ErrNobody.On("case")
	}
	after := ""
	for len(persons) < worklist.MaxAssigned {
		page, next, err := p.Worklists.List(r.Context(), f, worklist.ByPastDue, after)
		if err != nil {
			return nil, err
		}
		for _, l := range page {
			if (all || wanted[l.PersonID]) && len(persons) < worklist.MaxAssigned {
				persons = append(persons, l.PersonID)
			}
		}
		if after = next; next == "" || !all && len(persons) == len(wanted) {
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

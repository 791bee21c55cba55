package admin

import (
	"bytes"
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"aldia/domain/calendar"
	"aldia/domain/party"
	"aldia/domain/staff"
	"aldia/platform/audit"
	"aldia/platform/auth"
	"aldia/platform/db"
	"aldia/platform/fault"
	"aldia/platform/id"
	"aldia/platform/job"
	"aldia/web/ui"
)

const (
	// entriesShown is a screen or three of the book.
	entriesShown = 100
	// jobVerify reads the whole book; one at a time.
	jobVerify = "audit.verify"
	verifyKey = "all"
	// maxMatches is how many persons of a searched name are offered.
	maxMatches = 10
)

// errSpan refuses days the wrong way round.
var errSpan = fault.New(fault.Invalid, "admin.audit.span").On("hasta")

// verdictOfBook is what reading the whole book found, as the job keeps it.
type verdictOfBook struct {
	Entries  int64           `json:"entries"`
	Seals    int64           `json:"seals"`
	LastSeal string          `json:"last_seal"`
	Findings []findingOfBook `json:"findings"`
	More     bool            `json:"more"`
}

type findingOfBook struct {
	Kind audit.Kind `json:"kind"`
	Lane int64      `json:"lane"`
	Seq  int64      `json:"seq"`
}

// workAudit registers the reading of the whole book.
func (p *Parts) workAudit() {
	p.Jobs.Register(job.Kind{Name: jobVerify, Do: func(ctx context.Context, run *job.Run) error {
		report, err := audit.Verify(ctx, p.DB)
		if err != nil {
			return err
		}
		out := verdictOfBook{
			Entries: report.Entries, Seals: report.Seals, LastSeal: report.LastSeal, More: report.More,
			Findings: []findingOfBook{},
		}
		for _, f := range report.Findings {
			out.Findings = append(out.Findings, findingOfBook{f.Kind, f.Lane, f.Seq})
		}
		return run.Result(out)
	}})
}

// auditView is a page of the book with the filter that chose it.
type auditView struct {
	query    url.Values
	from     calendar.Day
	until    calendar.Day
	entries  []audit.Record
	names    map[id.ID]string
	people   map[id.ID]string // debtors that the entries concern
	matches  []party.Person   // of the searched name, when it is several
	pager    ui.Pager
	verified job.Status
	checked  bool
	wrong    mistake
}

// audit shows the book of who did what, narrowed by person, user, what and days.
func (p *Parts) audit(w http.ResponseWriter, r *http.Request) error {
	v, ctx := ui.Of(r), r.Context()
	s := auditView{query: r.URL.Query(), pager: ui.Pager{Total: -1}}
	f := p.filterOf(r, &s)
	if s.wrong.text == "" {
		if err := p.findPerson(ctx, &s, &f); err != nil {
			return err
		}
	}
	if s.wrong.text == "" && len(s.matches) == 0 {
		err := p.DB.Read(ctx, func(tx db.Tx) error {
			page, next, more, err := audit.ListTx(tx, f)
			if err != nil {
				return err
			}
			s.entries = page
			if more {
				s.pager.Next = s.href(
					"tras",
					strconv.FormatInt(db.Micros(next.At), 10)+"."+strconv.FormatInt(int64(next.ID), 10),
				)
			}
			s.people, err = peopleOf(tx, page)
			return err
		})
		if err != nil {
			return err
		}
	}
	if s.query.Get("tras") != "" {
		s.pager.First = s.href("tras", "")
	}
	s.pager.Shown = int64(len(s.entries))
	var err error
	if s.names, err = p.namesOf(ctx); err != nil {
		return err
	}
	if s.verified, s.checked, err = p.lastJob(ctx, jobVerify, verifyKey); err != nil {
		return err
	}
	ui.Show(w, r, ui.Page{
		Title: v.Say("admin.audit.title"), Sub: v.Say("admin.audit.sub"), Wide: true, Body: auditPage(&s),
	})
	return nil
}

// href is the address of the page with one thing of its query changed.
func (s *auditView) href(key, value string) string {
	q := url.Values{}
	maps.Copy(q, s.query)
	q.Set(key, value)
	if value == "" {
		q.Del(key)
	}
	return "/admin/auditoria?" + q.Encode()
}

func (p *Parts) filterOf(r *http.Request, s *auditView) audit.Filter {
	v, q := ui.Of(r), s.query
	f := audit.Filter{What: q.Get("que"), Limit: entriesShown}
	switch user := q.Get("usuario"); {
	case user == "system":
		f.BySystem = true
	case user != "":
		if who, err := id.Parse(staff.Prefix, user); err == nil {
			f.ByUser = who
		}
	}
	day := func(name string) calendar.Day {
		d, err := calendar.ParseDay(q.Get(name))
		if err != nil && q.Get(name) != "" {
			s.wrong = told(v, errDay.On(name))
		}
		if err != nil {
			return calendar.NoDay
		}
		return d
	}
	s.from, s.until = day("desde"), day("hasta")
	if s.from != calendar.NoDay && s.until != calendar.NoDay && s.until < s.from {
		s.wrong = told(v, errSpan)
	}
	if s.from != calendar.NoDay {
		f.From = startOf(s.from, v.Zone)
	}
	if s.until != calendar.NoDay {
		f.Until = startOf(s.until+1, v.Zone)
	}
	at, entry, _ := strings.Cut(q.Get("tras"), ".")
	micros, wrong := strconv.ParseInt(at, 10, 64)
	last, wrongToo := strconv.ParseInt(entry, 10, 64)
	if wrong == nil && wrongToo == nil {
		f.After = audit.Cursor{At: db.Time(micros), ID: id.ID(last)}
	}
	return f
}

// startOf is the first instant of a day in a place.
func startOf(d calendar.Day, zone *time.Location) time.Time {
	y, m, day := d.Date()
	return time.Date(y, time.Month(m), day, 0, 0, 0, 0, zone)
}

// findPerson turns what was typed into a person: an identity, or a name, document or account that is one
// person's. Of several the page offers them.
func (p *Parts) findPerson(ctx context.Context, s *auditView, f *audit.Filter) error {
	typed := strings.TrimSpace(s.query.Get("persona"))
	if typed == "" {
		return nil
	}
	if person, err := id.Parse(party.Prefix, typed); err == nil {
		f.Person = person
		return nil
	}
	found, err := p.Persons.Search(ctx, party.Query{Text: typed, Limit: maxMatches})
	if err != nil {
		return err
	}
	switch len(found.Persons) {
	case 0:
		f.Person = -1 // nobody's: the list is empty
	case 1:
		f.Person = found.Persons[0].ID
	default:
		s.matches = found.Persons
	}
	return nil
}

// peopleOf reads the names of the debtors that entries concern.
func peopleOf(tx db.Tx, page []audit.Record) (map[id.ID]string, error) {
	names, list := map[id.ID]string{}, db.List{}
	for i := range page {
		if person := page[i].Person; person != 0 {
			list = append(list, int64(person))
		}
	}
	if len(list) == 0 {
		return names, nil
	}
	return names, party.EachTx(tx, list, func(one party.Person) error {
		names[one.ID] = one.Name
		return nil
	})
}

// verifyAudit reads the whole book anew.
func (p *Parts) verifyAudit(w http.ResponseWriter, r *http.Request) error {
	asked, _, err := p.Jobs.Enqueue(r.Context(), job.New{
		Kind: jobVerify, Key: verifyKey, Priority: job.Urgent, ByUser: auth.Who(r.Context()).ID,
	})
	if err != nil {
		return err
	}
	p.await(r.Context(), asked)
	ui.Redirect(w, r, "/admin/auditoria")
	return nil
}

// whatWords says what was done; what has no words yet is shown by its name.
func whatWords(v *ui.View, what string) string {
	if key := "admin.what." + strings.ReplaceAll(what, ".", "_"); v.Text.Has(key) {
		return v.Say(key)
	}
	return what
}

// detailOf writes the detail of an entry for people who read JSON: an auditor's last resort. It is set
// out, not read and written anew, which would round an identity of 64 bits.
func detailOf(e *audit.Record) string {
	raw, is := e.Detail.(json.RawMessage)
	if !is {
		return ""
	}
	var out bytes.Buffer
	if json.Indent(&out, raw, "", "  ") != nil {
		return string(raw)
	}
	return out.String()
}

func unmarshal(raw json.RawMessage, into any) bool { return json.Unmarshal(raw, into) == nil }

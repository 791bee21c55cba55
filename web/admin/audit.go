package admin

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"aldia/domain/calendar"
	"aldia/domain/party"
	"aldia/platform/audit"
	"aldia/platform/auth"
	"aldia/platform/db"
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
)

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
	person   party.Person // the debtor that the page is about, when it is about one
	entries  []audit.Record
	names    map[id.ID]string
	tells    *teller
	matches  []party.Person // of the searched name, when it is several
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
	var err error
	if s.names, err = p.namesOf(ctx); err != nil {
		return err
	}
	if s.wrong.text == "" && len(s.matches) == 0 {
		if err := p.readBook(ctx, v, &s, f); err != nil {
			return err
		}
	}
	if s.query.Get("tras") != "" {
		s.pager.First = s.href("tras", "")
	}
	s.pager.Shown = int64(len(s.entries))
	if s.verified, s.checked, err = p.lastJob(ctx, jobVerify, verifyKey); err != nil {
		return err
	}
	ui.Show(w, r, ui.Page{
		Title: v.Say("admin.audit.title"), Sub: v.Say("admin.audit.sub"), Wide: true, Body: auditPage(&s),
	})
	return nil
}

// readBook reads a page of the book, and the names of whom it speaks of.
func (p *Parts) readBook(ctx context.Context, v *ui.View, s *auditView, f audit.Filter) error {
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
		s.tells, err = tellerTx(tx, v, page)
		return err
	})
	if err != nil {
		return err
	}
	s.tells.users = s.names
	return p.readNamed(ctx, s.tells, s.entries)
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

func unmarshal(raw json.RawMessage, into any) bool { return json.Unmarshal(raw, into) == nil }

// Package report is the reports on screen: each with its drawing, its table and its filters, and as a file
// for a spreadsheet. What a report says is domain/report's; this package only shows it.
package report

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"

	"aldia/domain/calendar"
	"aldia/domain/law"
	"aldia/domain/party"
	"aldia/domain/portfolio"
	"aldia/domain/report"
	"aldia/domain/staff"
	"aldia/platform/auth"
	"aldia/platform/db"
	"aldia/platform/fault"
	"aldia/platform/id"
	"aldia/platform/text"
	"aldia/web/ui"
)

const (
	// rowsShown is how many rows of a report with a drawing stand on the screen: the drawing is made of them.
	// The file has them all.
	rowsShown = 500
	// pageRows is how many rows of a long list stand on one page: a browser takes seconds to set a table of
	// thousands of cells, and nobody reads on so far.
	pageRows = 50
	// byRow names the first row of a page in the address.
	byRow = "fila"
)

// usualDays is the span of a report on people's work when none is asked for: a week, since a morning has
// seen little yet.
const usualDays = 7

// File writes a report as it comes, in one of the forms; finish ends the file.
type File func(w io.Writer, as string, words text.Language) (sink report.Sink, finish func() error)

// Parts is what the screens stand on.
type Parts struct {
	DB      *db.DB
	Door    *auth.Door
	Reports *report.Reports
	// Sees gives the creditors whose debts the person who acts may see.
	Sees func(ctx context.Context) []portfolio.Creditor
	File File
	// Gate knows what stands for or against contacting a person; Evidence writes the record of their contacts.
	Gate     *law.Gate
	Evidence func(w io.Writer, as string, e *report.Evidence, words text.Language) error
}

// Routes adds the screens to a mux.
func (p *Parts) Routes(mux *http.ServeMux) {
	mux.Handle("GET /informes", p.Door.SignedIn(http.HandlerFunc(p.list)))
	mux.Handle("GET /informes/{name}", p.Door.SignedIn(http.HandlerFunc(p.page)))
	mux.Handle("GET /expedientes/{person}", p.Door.SignedIn(http.HandlerFunc(p.evidence)))
	mux.Handle("GET /informes/{name}/archivo", p.Door.SignedIn(http.HandlerFunc(p.file)))
}

func (p *Parts) list(w http.ResponseWriter, r *http.Request) {
	v, may := ui.Of(r), report.MayAsk(r.Context())
	if len(may) == 0 {
		ui.Fail(w, r, auth.ErrForbidden)
		return
	}
	ui.Show(w, r, ui.Page{Title: v.Say("report.title"), Body: listBody(may)})
}

// asking is what was asked for, and what came of it.
type asking struct {
	Question  report.Question
	Asked     url.Values
	Report    report.Report
	Problem   string   // why there is no report
	Unknown   []string // what was asked for and is nothing, in words
	Creditors []portfolio.Creditor
	Agents    []staff.Member
	May       []report.Question
}

func (p *Parts) page(w http.ResponseWriter, r *http.Request) {
	v := ui.Of(r)
	a, args, err := p.asked(r)
	if err == nil {
		a.Asked, a.Unknown = ui.Known(v, a.Asked, a.choices(v)...)
		args.Creditor, args.Who, args.Permit = a.Asked.Get("acreedor"), a.Asked.Get("gestor"), a.permit()
		args.Limit = rowsShown
		if a.paged() {
			args.Limit, args.Skip = pageRows, a.skip()
		}
		a.Report, err = p.Reports.Run(r.Context(), a.Question.Name, args)
	}
	var told *fault.Error
	if errors.As(err, &told) && (told.Kind == fault.Missing || told.Kind == fault.Invalid ||
		told.Kind == fault.Limit) &&
		a.Question.Name != "" {
		a.Problem, err = v.Text.Fault(err), nil
	}
	if err != nil {
		ui.Fail(w, r, err)
		return
	}
	page := ui.Page{
		Title: v.Say(a.Question.Title), Sub: v.Say(a.Question.About), Wide: true, Body: reportBody(&a),
		Back: &ui.Link{Href: "/informes", Label: v.Say("report.title")}, Parts: []ui.Part{{ID: "report",
			Body: answer(&a)}},
	}
	if a.Problem == "" {
		page.Head = fileButtons(&a)
	}
	ui.Show(w, r, page)
}

// evidence gives the record of a person's contacts, as PDF or for another program.
func (p *Parts) evidence(w http.ResponseWriter, r *http.Request) {
	person, err := id.Parse(party.Prefix, r.PathValue("person"))
	if err != nil {
		ui.Fail(w, r, party.ErrMissing)
		return
	}
	as, kind, err := evidenceForm(r.URL.Query())
	if err != nil {
		ui.Fail(w, r, err)
		return
	}
	e, err := p.Reports.Evidence(r.Context(), p.Gate, person)
	if err != nil {
		ui.Fail(w, r, err)
		return
	}
	var whole bytes.Buffer
	if err := p.Evidence(&whole, as, &e, ui.Of(r).Text); err != nil {
		ui.Fail(w, r, err)
		return
	}
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Content-Disposition", `attachment; filename="`+r.PathValue("person")+"."+as+`"`)
	if _, err := whole.WriteTo(w); err != nil {
		panic(http.ErrAbortHandler) // who asked has gone
	}
}

// errForm is given for a form that the record of a person is not written in.
var errForm = fault.New(fault.Invalid, "evidence.form").On("como") // {0} the form asked for

// evidenceForm is the form that is asked for, by the name of the screens or that of the commands.
func evidenceForm(asked url.Values) (as, kind string, err error) {
	switch as = cmp.Or(asked.Get("como"), asked.Get("as"), "pdf"); as {
	case "pdf":
		return as, "application/pdf", nil
	case "json":
		return as, "application/json", nil
	}
	return "", "", errForm.With(as)
}

// file streams the whole report: it may be longer than memory.
func (p *Parts) file(w http.ResponseWriter, r *http.Request) {
	a, args, err := p.asked(r)
	if err != nil {
		ui.Fail(w, r, err)
		return
	}
	as, kind := "csv", "text/csv; charset=utf-8"
	switch r.URL.Query().Get("como") {
	case "xlsx":
		as, kind = "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	case "pdf":
		as, kind = "pdf", "application/pdf"
	}
	begun := false
	sink, finish := p.File(w, as, ui.Of(r).Text)
	head := sink.Head
	sink.Head = func(rep *report.Report) error {
		begun = true
		w.Header().Set("Content-Type", kind)
		w.Header().Set("Content-Disposition", `attachment; filename="`+fileName(rep, as)+`"`)
		return head(rep)
	}
	err = p.Reports.Stream(r.Context(), a.Question.Name, args, sink)
	if err == nil {
		err = finish()
	}
	switch {
	case err != nil && (!begun || as == "pdf"): // a PDF is written when it is whole
		w.Header().Del("Content-Disposition")
		ui.Fail(w, r, err)
	case err != nil:
		panic(http.ErrAbortHandler) // half a file must not look like a whole one
	}
}

func fileName(r *report.Report, as string) string {
	name := r.Name
	for _, d := range []calendar.Day{r.From, r.To} {
		if d != calendar.NoDay && !strings.HasSuffix(name, d.Text()) {
			name += "-" + d.Text()
		}
	}
	return name + "." + as
}

// days reads the days that are asked for. A report of other days than those asked for would mislead.
func days(asked url.Values) (date, from, to calendar.Day, err error) {
	for name, into := range map[string]*calendar.Day{"fecha": &date, "desde": &from, "hasta": &to} {
		day, wrong := ui.ReadDay(asked.Get(name))
		if *into = day; wrong != nil {
			err = wrong
		}
	}
	return date, from, to, err
}

// asked reads which report is asked for and of what.
// permit is how the attempts that are asked for stand with the gate; of another report nothing is.
func (a *asking) permit() string {
	if !a.ofPermits() {
		return ""
	}
	return a.Asked.Get("permiso")
}

func (p *Parts) asked(r *http.Request) (a asking, args report.Args, err error) {
	ctx := r.Context()
	a.May, a.Asked, a.Creditors = report.MayAsk(ctx), r.URL.Query(), p.Sees(ctx)
	for _, q := range report.Questions() {
		if q.Name == r.PathValue("name") {
			a.Question = q
		}
	}
	if a.Question.Name == "" {
		return a, args, report.ErrUnknown.With(r.PathValue("name"))
	}
	args = report.Args{Creditor: a.Asked.Get("acreedor"), Who: a.Asked.Get("gestor"), Permit: a.permit()}
	for _, c := range a.Creditors {
		if c.Code == args.Creditor {
			ui.From(ctx).Work(c.Country, c.Place())
		}
	}
	if args.Date, args.From, args.To, err = days(a.Asked); err != nil {
		return a, args, err
	}
	if today := ui.From(ctx).Today; a.Question.Span && args.From == calendar.NoDay &&
		args.To == calendar.NoDay &&
		a.Question.Name != "movements" {
		args.From, args.To = today-usualDays+1, today
	}
	if a.Question.Agent {
		err = p.DB.Read(ctx, func(tx db.Tx) error {
			a.Agents, err = staff.AllTx(tx)
			return err
		})
	}
	return a, args, err
}

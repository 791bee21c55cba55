package admin

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"aldia/domain/delinquency"
	"aldia/domain/intake"
	"aldia/domain/money"
	"aldia/domain/portfolio"
	"aldia/platform/db"
	"aldia/platform/fault"
	"aldia/platform/id"
	"aldia/web/ui"
)

// mostSteps is how many ends of buckets the editor takes: an ageing report of more is read by nobody.
const mostSteps = 20

var (
	errSteps    = fault.New(fault.Invalid, "admin.buckets.wrong").On("until")
	errNoKind   = fault.New(fault.Invalid, "admin.upload.form")
	errMapAgain = fault.New(fault.Invalid, "admin.creditor.mapping_wrong").On("mapping")
)

// creditors lists who the debts are owed to.
func (p *Parts) creditors(w http.ResponseWriter, r *http.Request) error {
	v := ui.Of(r)
	all, err := p.Portfolios.Creditors(r.Context())
	if err != nil {
		return err
	}
	sight, err := p.sees(r.Context())
	if err != nil {
		return err
	}
	all = slices.DeleteFunc(all, func(c portfolio.Creditor) bool { return !sight.of(c.ID) })
	t := ui.Table{
		Caption: v.Say("admin.creditors.title"), Bare: true,
		Columns: []ui.Column{
			{Label: v.Say("admin.creditor.name")}, {Label: v.Say("admin.upload.country")},
			{Label: v.Say("admin.style.currency")}, {Label: v.Say("admin.creditor.figures")},
			{Label: v.Say("admin.creditor.gone"), Spare: true}, {Label: v.Say("admin.creditor.mapping"), Spare: true},
		},
		Empty: ui.Empty{
			Icon: "creditor", Title: v.Say("admin.creditors.none"), Text: v.Say("admin.creditors.none_text"),
			Action: newCutButton(),
		},
	}
	for i := range all {
		c := &all[i]
		kept := ui.Badge{Text: v.Say("admin.creditor.no_mapping"), Icon: "-"}
		if c.Mapping != "" {
			kept = ui.Badge{Text: v.Say("admin.creditor.has_mapping"), Tone: ui.Good}
		}
		t.Rows = append(t.Rows, ui.Row{Href: creditorHref(c.ID), Cells: []templ.Component{
			ui.Two(c.Name, c.Code), ui.Text(countryWords(v, c.Country)), ui.Text(string(c.Currency)),
			ui.Text(v.Say("admin.figures." + string(c.Figures) + "_label")),
			ui.Text(v.Say("admin.gone." + string(c.Gone) + "_label")), kept,
		}})
	}
	ui.Show(w, r, ui.Page{
		Title: v.Say("admin.creditors.title"), Sub: v.Say("admin.creditors.sub"), Body: listPage(t),
	})
	return nil
}

func creditorHref(creditor id.ID) string {
	return "/admin/acreedores/" + creditor.Text(portfolio.CreditorPrefix)
}

func countryWords(v *ui.View, code string) string {
	if key := "admin.country." + code; v.Text.Has(key) {
		return v.Say(key)
	}
	return code
}

// creditorForm is a creditor's page with what was typed and what is wrong with it.
type creditorForm struct {
	portfolio.Creditor
	title      string // its name as it is kept, whatever was typed
	portfolios []portfolio.Portfolio
	until      string // the ends of the buckets, as typed
	wrong      mistake
}

func (p *Parts) creditorOf(r *http.Request) (f creditorForm, err error) {
	creditor, err := idOf(r, "creditor", portfolio.CreditorPrefix, portfolio.ErrNoCreditor)
	if err != nil {
		return f, err
	}
	sight, err := p.sees(r.Context())
	if err != nil {
		return f, err
	}
	if !sight.of(creditor) { // for them it does not exist
		return f, portfolio.ErrNoCreditor
	}
	err = p.DB.Read(r.Context(), func(tx db.Tx) error {
		if f.Creditor, err = portfolio.CreditorIn(tx, creditor); err != nil {
			return err
		}
		f.portfolios, err = portfolio.PortfoliosIn(tx, creditor)
		return err
	})
	if err == nil {
		f.title = f.Name
		ui.Of(r).Work(f.Country, f.Place())
		f.until, err = untilOf(f.Buckets)
	}
	return f, err
}

// creditor is the page of one creditor.
func (p *Parts) creditor(w http.ResponseWriter, r *http.Request) error {
	f, err := p.creditorOf(r)
	if err != nil {
		return err
	}
	ui.Show(w, r, f.page(ui.Of(r)))
	return nil
}

func (f *creditorForm) page(v *ui.View) ui.Page {
	return ui.Page{
		Title: f.title, Sub: v.Say("admin.creditor.sub", f.Code, countryWords(v, f.Country), string(f.Currency)),
		Back: &ui.Link{Href: "/admin/acreedores", Label: v.Say("admin.creditors.title")}, Body: creditorPage(f),
	}
}

// save keeps a change of a creditor, or shows the page again with what is wrong.
func (p *Parts) save(w http.ResponseWriter, r *http.Request, f *creditorForm, why string,
	edit func(*portfolio.Creditor) error,
) error {
	err := p.Portfolios.Change(r.Context(), f.ID, why, edit)
	if err == nil {
		done(w, r, "saved")
		ui.Redirect(w, r, creditorHref(f.ID))
		return nil
	}
	if k := fault.KindOf(err); k != fault.Invalid && k != fault.Limit {
		return err
	}
	f.wrong = told(ui.Of(r), err)
	ui.Mend(w, r, f.page(ui.Of(r)))
	return nil
}

// changeCreditor keeps the name, the country and the rules.
func (p *Parts) changeCreditor(w http.ResponseWriter, r *http.Request) error {
	f, err := p.creditorOf(r)
	if err != nil {
		return err
	}
	basis, err := strconv.ParseInt(r.PostFormValue("basis"), 10, 64)
	if err != nil {
		basis = 0 // which is refused with the words for it
	}
	edit := func(c *portfolio.Creditor) {
		c.Name, c.Country = trimmed(r, "name"), trimmed(r, "country")
		c.Figures = portfolio.Figures(trimmed(r, "figures"))
		c.Gone, c.Basis = portfolio.Gone(trimmed(r, "gone")), money.Basis(basis)
	}
	return p.save(w, r, &f, trimmed(r, "why"), func(c *portfolio.Creditor) error {
		edit(c)
		f.Creditor = *c
		return nil
	})
}

// changeBuckets keeps the ranges of days, given by the last day of each.
func (p *Parts) changeBuckets(w http.ResponseWriter, r *http.Request) error {
	f, err := p.creditorOf(r)
	if err != nil {
		return err
	}
	f.until = trimmed(r, "until")
	return p.save(w, r, &f, trimmed(r, "why"), func(c *portfolio.Creditor) error {
		if f.until == "" {
			c.Buckets = ""
			return nil
		}
		ends, err := endsOf(f.until)
		if err != nil {
			return err
		}
		text, err := json.Marshal(delinquency.Until(ends...))
		c.Buckets = string(text)
		return err
	})
}

// endsOf reads "30, 60, 90".
func endsOf(text string) ([]int, error) {
	parts := strings.FieldsFunc(text, func(c rune) bool { return c == ',' || c == ';' || c == ' ' })
	if len(parts) == 0 || len(parts) > mostSteps {
		return nil, errSteps
	}
	var ends []int
	last := 0
	for _, part := range parts {
		n, err := strconv.Atoi(part)
		if err != nil || n <= last || n > 10_000 {
			return nil, errSteps
		}
		ends, last = append(ends, n), n
	}
	return ends, nil
}

// untilOf writes the ends of a creditor's own buckets; nothing for the default.
func untilOf(buckets string) (string, error) {
	if buckets == "" {
		return "", nil
	}
	all, err := delinquency.ParseBuckets(buckets)
	if err != nil {
		return "", err
	}
	var ends []string
	for _, b := range all[1 : len(all)-1] {
		ends = append(ends, strconv.Itoa(b.To))
	}
	return strings.Join(ends, ", "), nil
}

// changeMapping keeps how the creditor's files read. What cannot be read as a mapping is refused with its
// line.
func (p *Parts) changeMapping(w http.ResponseWriter, r *http.Request) error {
	f, err := p.creditorOf(r)
	if err != nil {
		return err
	}
	text := strings.ReplaceAll(r.PostFormValue("mapping"), "\r\n", "\n")
	kind := intake.Kind(trimmed(r, "kind"))
	return p.save(w, r, &f, trimmed(r, "why"), func(c *portfolio.Creditor) error {
		field := "mapping"
		switch kind {
		case intake.Portfolio:
			c.Mapping = text
		case intake.Payments:
			c.Payments, field = text, "payments"
		case intake.Contacts:
			return errNoKind
		default:
			return errNoKind
		}
		f.Creditor = *c
		if strings.TrimSpace(text) == "" {
			return nil
		}
		_, err := intake.ParseMapping([]byte(text))
		return onField(err, field)
	})
}

// onField moves a fault to a field of the form.
func onField(err error, field string) error {
	if err == nil {
		return nil
	}
	var f *fault.Error
	if asFault(err, &f) {
		return f.On(field)
	}
	return errMapAgain.Because(err)
}

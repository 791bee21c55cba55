package admin

import (
	"net/http"

	"aldia/domain/portfolio"
	"aldia/platform/db"
	"aldia/platform/fault"
	"aldia/platform/id"
	"aldia/web/ui"
)

// portfolioForm is a portfolio's page with what was typed and what is wrong with it.
type portfolioForm struct {
	portfolio.Portfolio
	creditor portfolio.Creditor
	why      string
	wrong    mistake
}

func portfolioHref(creditor, one id.ID) string {
	return creditorHref(creditor) + "/carteras/" + one.Text(portfolio.PortfolioPrefix)
}

func (p *Parts) portfolioOf(r *http.Request) (f portfolioForm, err error) {
	c, err := p.creditorOf(r)
	if err != nil {
		return f, err
	}
	one, err := idOf(r, "portfolio", portfolio.PortfolioPrefix, portfolio.ErrNoPortfolio)
	if err != nil {
		return f, err
	}
	f.creditor = c.Creditor
	err = p.DB.Read(r.Context(), func(tx db.Tx) error {
		f.Portfolio, err = portfolio.OneIn(tx, c.ID, one)
		return err
	})
	return f, err
}

func (f *portfolioForm) page(v *ui.View) ui.Page {
	return ui.Page{
		Title: v.Say("admin.portfolio.title", f.Code), Sub: v.Say("admin.portfolio.sub", f.creditor.Name),
		Back: &ui.Link{Href: creditorHref(f.creditor.ID), Label: f.creditor.Name}, Body: portfolioPage(f),
	}
}

// portfolio is the page of one portfolio.
func (p *Parts) portfolio(w http.ResponseWriter, r *http.Request) error {
	f, err := p.portfolioOf(r)
	if err != nil {
		return err
	}
	ui.Show(w, r, f.page(ui.Of(r)))
	return nil
}

// changePortfolio keeps what kind of credit a portfolio holds.
func (p *Parts) changePortfolio(w http.ResponseWriter, r *http.Request) error {
	f, err := p.portfolioOf(r)
	if err != nil {
		return err
	}
	f.Segment, f.why = portfolio.Segment(trimmed(r, "segment")), trimmed(r, "why")
	if f.why == "" {
		err = errSegmentWhy
	} else {
		err = p.Portfolios.SetSegment(r.Context(), f.creditor.ID, f.ID, f.Segment, f.why)
	}
	if err == nil {
		done(w, r, "saved")
		ui.Redirect(w, r, creditorHref(f.creditor.ID))
		return nil
	}
	if fault.KindOf(err) != fault.Invalid {
		return err
	}
	f.wrong = told(ui.Of(r), err)
	ui.Mend(w, r, f.page(ui.Of(r)))
	return nil
}

// errSegmentWhy is told to who changes under which law debts are without saying why.
var errSegmentWhy = fault.New(fault.Invalid, "admin.portfolio.why").On("why")

// segmentWords name a kind of credit; none is as the product says.
func segmentWords(v *ui.View, s portfolio.Segment) string {
	if s == "" {
		return v.Say("portfolio.segment.by_product")
	}
	if key := "portfolio.segment." + string(s); v.Text.Has(key) {
		return v.Say(key)
	}
	return string(s)
}

func segmentOptions(v *ui.View) []ui.Option { return kindsOf(v, segmentWords(v, "")) }

// creditKinds are those that a made-up case may be of.
func creditKinds(v *ui.View) []ui.Option { return kindsOf(v, v.Say("lawscreen.segment_any")) }

func kindsOf(v *ui.View, none string) []ui.Option {
	all := []ui.Option{{Value: "", Label: none}}
	for _, s := range portfolio.Segments() {
		all = append(all, ui.Option{Value: string(s), Label: segmentWords(v, s)})
	}
	return all
}

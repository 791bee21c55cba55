package admin

import (
	"errors"
	"net/http"

	"aldia/domain/intake"
	"aldia/domain/portfolio"
	"aldia/platform/fault"
	"aldia/web/ui"
)

// opening is what is asked of a creditor who is new, with what is wrong with the answer.
type opening struct {
	intake.Opening
	wrong mistake
}

// openingOf is what is known of the creditor so far: what a mapping says, or the code for a name.
func openingOf(c *portfolio.Creditor, m *intake.Mapping) opening {
	o := opening{Opening: intake.Opening{Name: c.Name, Country: c.Country}}
	if c.Code == "" { // too little is known to open it
		o.Name, o.Country = m.Creditor, m.Country
	}
	return o
}

// typed puts what somebody wrote in the place of what is known.
func (o *opening) typed(v *ui.View, r *http.Request, wrong error) {
	o.Name, o.Country, o.wrong = trimmed(r, "name"), trimmed(r, "country"), told(v, wrong)
}

// isOpening says whether a fault is one of the fields of the new creditor.
func isOpening(err error) bool {
	return errors.Is(err, portfolio.ErrName) || errors.Is(err, intake.ErrCountryChoice)
}

// openCreditor says how the new creditor of a previewed cut is called and where it is, and reads the file
// again as that country writes.
func (p *Parts) openCreditor(w http.ResponseWriter, r *http.Request) error {
	c, err := p.cutOf(r)
	if err != nil {
		return err
	}
	said := intake.Opening{Name: trimmed(r, "name"), Country: trimmed(r, "country")}
	err = p.Intakes.Open(r.Context(), c.ID, said)
	if err == nil {
		return p.ask(w, r, c.ID, intake.JobPreview, "")
	}
	if fault.KindOf(err) != fault.Invalid {
		return err
	}
	s, wrong := p.look(r.Context(), c)
	if wrong != nil {
		return wrong
	}
	s.asked.typed(ui.Of(r), r, err)
	ui.Mend(w, r, s.page(ui.Of(r)))
	return nil
}

package desk

import (
	"net/http"

	"aldia/web/ui"
)

func (p *Parts) casePage(w http.ResponseWriter, r *http.Request) {
	f, err := p.open(r)
	if err != nil {
		ui.Fail(w, r, err)
		return
	}
	ui.Show(w, r, caseScreen(ui.Of(r), &f, fresh(&f, p.DB.IDs().New())))
}

// open reads the file that an address names.
func (p *Parts) open(r *http.Request) (file, error) {
	person, err := personOf(r)
	if err != nil {
		return file{}, err
	}
	return p.read(r.Context(), person, beforeOf(r))
}

func caseScreen(v *ui.View, f *file, form result) ui.Page {
	f.local(v)
	return ui.Page{
		Title: f.Person.Name, Sub: whoWords(v, f), Back: &ui.Link{Href: "/casos", Label: v.Say("ui.nav.cases")},
		Head: caseHead(f), Body: caseBody(f, form), Wide: true,
		Parts: []ui.Part{{ID: historyID, Body: historyCard(v, f)}},
	}
}

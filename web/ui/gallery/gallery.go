// Package gallery shows every part of ui with invented people and sums, page by page, so that a change of
// the look is seen everywhere at once. Only its test serves it: set ALDIA_GALLERY to an address and run
// TestServe.
package gallery

import (
	"io"
	"net/http"

	"aldia/web/asset"
	"aldia/web/ui"
)

// Handler serves the gallery's pages through a site, signed in as a role given by ?role=.
func Handler(site *ui.Site) http.Handler {
	mux := http.NewServeMux()
	for path, page := range screens() {
		mux.HandleFunc("GET "+path, func(w http.ResponseWriter, r *http.Request) { ui.Show(w, r, page) })
	}
	mux.HandleFunc("GET /error", func(w http.ResponseWriter, r *http.Request) {
		ui.Fail(w, r, http.ErrAbortHandler)
	})
	mux.HandleFunc("GET /hoy/cierre", func(w http.ResponseWriter, r *http.Request) {
		ui.Render(w, r, closeProgress(2000))
	})
	mux.HandleFunc("GET /vivo", stream)
	mux.HandleFunc("GET /", ui.NoPage)
	framed := site.Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v := ui.Of(r)
		v.User = ui.User{Name: "Mayra Guamán", Role: "supervisor"}
		if role := r.URL.Query().Get("role"); role != "" {
			v.User.Role = role
		}
		if theme := r.URL.Query().Get("theme"); theme != "" {
			v.Theme = theme
		}
		if r.URL.Query().Has("live") {
			v.Live = "/vivo"
		}
		if r.URL.Query().Has("notice") {
			v.Notify(ui.Good, "Se guardó la promesa de Rosa Elena Quishpe para el 5 dic 2026.")
			v.Notify(ui.Bad, "Este caso lo está trabajando Jaime Alvarado.")
		}
		mux.ServeHTTP(w, r)
	}))
	all := http.NewServeMux()
	all.Handle(asset.Prefix, asset.Handler())
	all.Handle("/", framed)
	return all
}

// stream says once that the close has moved, and then stays open as a real stream does.
func stream(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/event-stream; charset=utf-8")
	if _, err := io.WriteString(w, "id: 1\nevent: close.moved\ndata: \n\n"); err != nil {
		return
	}
	if err := http.NewResponseController(w).Flush(); err != nil {
		return
	}
	<-r.Context().Done()
}

func screens() map[string]ui.Page {
	return map[string]ui.Page{
		"/hoy": {Title: "Hoy", Sub: "domingo 22 de noviembre de 2026 · Cartera de consumo", Body: todayPage(),
			Head: todayHead()},
		"/casos": {Title: "Casos", Wide: true, Body: casesPage(),
			Parts: []ui.Part{{ID: "cases", Body: casesTable()}}},
		"/casos/1": {Title: "Rosa Elena Quishpe Toapanta", Back: &ui.Link{Href: "/casos", Label: "Casos"},
			Sub: "Cédula 171•••••21 · Ambato, Ecuador · Crédito Andino", Head: caseHead(), Body: casePage()},
		"/admin/cortes": {Title: "Corte de Crédito Andino", Body: cutPage(),
			Back: &ui.Link{Href: "/admin/cortes", Label: "Cortes"}},
		"/informes": {Title: "Informes", Body: reportPage(), Head: reportHead()},
		"/vacio":    {Title: "Usuarios", Body: emptyPage()},
		"/entrar":   {Title: "Iniciar sesión", Bare: true, Body: ui.SignIn{Action: "/entrar", User: "rosa"}},
	}
}

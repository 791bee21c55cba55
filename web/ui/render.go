package ui

import (
	"bytes"
	"net/http"
	"strings"

	"github.com/a-h/templ"
)

// mainID is the region that navigation replaces. The frame around it stays, so a call that runs in the
// frame survives.
const mainID = "main"

// wholeSwap puts another page into the frame and shows its beginning: the window would else stay as far down
// as the page before it was read, which is often the end of the new one. The frame itself says the same.
const wholeSwap = "outerHTML show:top showTarget:window"

// Page is a screen: its title, and what it shows.
type Page struct {
	Title string
	Body  templ.Component
	Wide  bool            // a table of many columns: use the whole width
	Parts []Part          // regions that can be asked for alone
	Bare  bool            // without the frame, as the sign-in page
	Head  templ.Component // beside the title: buttons, filters; may be nil
	Sub   string          // a line under the title
	Back  *Link           // where one comes from
}

// Part is a region of a page that htmx may ask for alone, by the id of its target. Its component writes the
// element with that id, so that the page and the fragment are the same.
type Part struct {
	ID   string
	Body templ.Component
}

// Show answers with a page: whole at its own address, or, when htmx asks for the main region or for one of
// its parts, that alone.
func Show(w http.ResponseWriter, r *http.Request, p Page) { showStatus(w, r, http.StatusOK, p) }

// Mend answers with a page whose form has something to correct: the same page, status 422.
func Mend(w http.ResponseWriter, r *http.Request, p Page) {
	showStatus(w, r, http.StatusUnprocessableEntity, p)
}

func showStatus(w http.ResponseWriter, r *http.Request, status int, p Page) {
	w.Header().Add("Vary", "HX-Request, HX-Target")
	target := Target(r)
	if target == mainID && !p.Bare {
		write(w, r, status, turn(From(r.Context()), p))
		return
	}
	for _, part := range p.Parts {
		if target == part.ID {
			write(w, r, status, withNotices(part.Body))
			return
		}
	}
	if target != "" && !p.Bare {
		// The asker wanted a region that this page does not have, as after a redirect to another screen.
		w.Header().Set("HX-Retarget", "#"+mainID)
		w.Header().Set("HX-Reswap", wholeSwap)
		w.Header().Set("HX-Push-Url", r.URL.RequestURI())
		write(w, r, status, turn(From(r.Context()), p))
		return
	}
	if target != "" {
		w.Header().Set("HX-Redirect", r.URL.RequestURI())
		w.WriteHeader(http.StatusNoContent)
		return
	}
	write(w, r, status, whole(From(r.Context()), p))
}

// Render answers with one component as it is: a fragment that only htmx asks for.
func Render(w http.ResponseWriter, r *http.Request, c templ.Component) {
	write(w, r, http.StatusOK, withNotices(c))
}

// write makes the whole answer before the first byte leaves, so that an error of a template is an error
// page and not half a page.
func write(w http.ResponseWriter, r *http.Request, status int, c templ.Component) {
	var b bytes.Buffer
	if err := c.Render(r.Context(), &b); err != nil {
		Fail(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	w.Write(b.Bytes()) //nolint:errcheck // the browser has gone
}

// Target is the id of the element that htmx will put the answer into, or "" when a whole page is asked for.
func Target(r *http.Request) string {
	h := r.Header
	if h.Get("HX-Request") != "true" || h.Get("HX-History-Restore-Request") == "true" ||
		h.Get("HX-Request-Type") == "full" {
		return ""
	}
	_, id, _ := strings.Cut(h.Get("HX-Target"), "#")
	if id == "" {
		return "?"
	}
	return id
}

// Redirect sends the person to another page of ours after a change, so that reloading repeats nothing.
func Redirect(w http.ResponseWriter, r *http.Request, address string) {
	if target := Target(r); target != "" && target != mainID {
		w.Header().Set("HX-Location",
			`{"path":"`+quoted(address)+`","target":"#`+mainID+`","swap":"`+wholeSwap+`"}`)
		w.WriteHeader(http.StatusNoContent)
		return
	}
	http.Redirect(w, r, address, http.StatusSeeOther)
}

// Leave sends the person to a page that has another frame, as the sign-in page: the browser loads it anew.
func Leave(w http.ResponseWriter, r *http.Request, address string) {
	if Target(r) != "" {
		w.Header().Set("HX-Redirect", address)
		w.WriteHeader(http.StatusNoContent)
		return
	}
	http.Redirect(w, r, address, http.StatusSeeOther)
}

func quoted(s string) string { return strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) }

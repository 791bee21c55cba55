package browser

import (
	"slices"
	"testing"
)

// longestPage is how many stops a page may have for who goes through it by Tab: a list of 25 and what is
// around it.
const longestPage = 120

// focus tells where the focus is, and what is wrong there: that nothing shows it, or that it lies under what
// stands over the page. It is empty at the end of the page.
const focus = `(() => {
	const e = document.activeElement;
	if (!e || e === document.body) return [];
	const name = (e.getAttribute("aria-label") || e.labels?.[0]?.innerText || e.innerText || e.tagName)
		.trim().split("\n")[0];
	// A field for days has several stops; at its calendar the browser itself shows the focus, on the sign.
	let shown = e.type === "date" && e === window.stopped;
	window.stopped = e;
	for (let n = e, i = 0; n && i < 4; n = n.parentElement, i++) {
		const s = getComputedStyle(n);
		shown ||= s.outlineStyle !== "none" && parseFloat(s.outlineWidth) > 0;
	}
	const r = e.getBoundingClientRect();
	const at = (x, y) => document.elementFromPoint(r.left + r.width * x, r.top + r.height * y);
	const free = [[0.5, 0.5], [0.1, 0.2], [0.9, 0.2], [0.1, 0.8], [0.9, 0.8]].some(([x, y]) => {
		const top = at(x, y);
		return top && (e.contains(top) || top.contains(e) || top.closest("label")?.control === e);
	});
	return [name, shown ? "" : "nothing shows the focus", free ? "" : "it is covered or out of sight"]
		.filter(Boolean);
})()`

// tabThrough goes through the page by Tab from its beginning to its end, and gives the names of the stops.
func (p *Page) tabThrough() (stops []string) {
	p.t.Helper()
	p.Await("begin", "(() => { document.activeElement?.blur(); scrollTo(0, 0); return true; })()")
	for range longestPage {
		p.Press("Tab")
		told, err := evaluate[[]string](p, focus)
		switch {
		case err != nil:
			p.t.Fatalf("browser: look at the focus: %v", err)
		case len(told) == 0, len(stops) > 0 && told[0] == stops[0]:
			return stops
		case len(told) > 1:
			p.t.Errorf("browser: at %q: %v", told[0], told[1:])
		}
		stops = append(stops, told[0])
	}
	p.t.Fatalf("browser: the page has more than %d stops: %q", longestPage, stops)
	return nil
}

// inOrder fails the test when the stops do not come one after the other.
func inOrder(t *testing.T, stops []string, want ...string) {
	t.Helper()
	at := -1
	for _, name := range want {
		next := slices.Index(stops[at+1:], name)
		if next < 0 {
			t.Errorf("%q is not reached after %q: %q", name, want, stops)
			return
		}
		at += 1 + next
	}
}

func TestTheFloorAndTheReportsByKeyboardAlone(t *testing.T) {
	t.Parallel()
	c := openCompany(t, portfolio)
	jaime := c.enter("jaime")
	jaime.Press("n")
	jaime.See("¡Me preparo!")
	p := c.enter("mayra")
	for path, want := range map[string][]string{
		"/piso":          {"Saltar al contenido", "Repartir casos", "Jaime Alvarado", "Lucía Benavides"},
		"/piso/repartir": {"Acreedor", "Filtrar", "Dar a", "Repartir", "Seleccionar todo"},
		"/informes":      {"Ver informe: Antigüedad de saldos", "Ver informe: Productividad por persona"},
		"/informes/aging": {"Informes", "Descargar CSV", "Descargar Excel", "Fecha", "Filtrar",
			"Ver los datos en una tabla"},
		"/informes/worklist": {"Descargar Excel", "Filtrar"},
	} {
		if path == "/piso/repartir" {
			want = want[1:] // one creditor alone is not asked for
		}
		for _, s := range sizes() {
			p.Resize(s)
			p.Go(c.address + path)
			p.Await("be loaded", "document.readyState === 'complete' && !!window.htmx")
			inOrder(t, p.tabThrough(), want...)
		}
	}
}

func TestEscapeClosesWhatOpens(t *testing.T) {
	t.Parallel()
	c := openCompany(t, portfolio)
	p := c.enter("mayra")
	p.At("/piso")
	for _, s := range sizes() {
		p.Resize(s)
		p.Go(c.address + "/piso")
		p.Await("be loaded", "document.readyState === 'complete' && !!window.htmx")
		p.Await("come to the menu", "(() => { document.querySelector('.user summary').focus(); return true; })()")
		p.Press("Enter")
		p.Await("have the menu open", "document.querySelector('details.user').open")
		p.Press("Tab", "Escape")
		p.Await("have the menu closed", "!document.querySelector('details.user').open")
		p.Await("have the focus back", "document.activeElement.matches('.user summary')")
		p.Press("?")
		p.Await("have the keys open", "document.querySelector('dialog[open]')")
		p.Accessible()
		p.Resize(s)
		p.Press("Escape")
		p.Await("have the keys closed", "!document.querySelector('dialog[open]')")
	}
}

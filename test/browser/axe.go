package browser

import (
	_ "embed"
	"fmt"
	"strings"

	"github.com/chromedp/chromedp"
)

// axe is axe-core 4.14.1 as Deque publishes it (MPL-2.0, see testdata/axe.LICENSE), which finds what keeps
// people with disabilities out of a page.
//
//go:embed testdata/axe.min.js
var axe string

// everything asks for all rules of WCAG 2.2 AA and the good practice that axe adds to them. The size of
// targets is part of 2.2 and is off unless it is asked for.
const everything = `axe.run(document, {
	resultTypes: ["violations"],
	rules: {"target-size": {enabled: true}}
}).then(found => found.violations.map(v => ({
	rule: v.id, impact: v.impact || "", help: v.help,
	places: v.nodes.slice(0, 5).map(n => n.target.join(" ") + ": " + n.html.slice(0, 200))
})))`

type violation struct {
	Rule, Impact, Help string
	Places             []string
}

// Accessible fails the test when axe finds a violation on the page as it stands, on the desk and in the hand.
func (p *Page) Accessible() {
	p.t.Helper()
	for _, s := range sizes() {
		p.Resize(s)
		p.fits(s)
		for _, v := range p.violations() {
			p.t.Errorf("browser: axe at %d×%d: %s (%s): %s\n\t%s", s.Width, s.Height, v.Rule, v.Impact, v.Help,
				strings.Join(v.Places, "\n\t"))
		}
	}
	p.Resize(Desk())
}

// fits fails the test when the page is wider than its screen: one would have to move it sideways to read it.
func (p *Page) fits(s Size) {
	p.t.Helper()
	width, err := evaluate[int](p, "document.documentElement.scrollWidth")
	switch {
	case err != nil:
		p.t.Fatalf("browser: measure the page: %v", err)
	case width > s.Width:
		p.t.Errorf("browser: the page is %d wide on a screen of %d", width, s.Width)
	}
	cut, err := evaluate[[]string](p, uncut)
	if err != nil {
		p.t.Fatalf("browser: look for words that are cut: %v", err)
	}
	for _, words := range cut {
		p.t.Errorf("browser: at %d×%d %s", s.Width, s.Height, words)
	}
}

// uncut names the words that run out of what they stand in: the names in a drawing, figures, badges, buttons
// and cells. On a desk a table that must be moved sideways is told too.
const uncut = `(() => {
	const wrong = [], said = (e) => JSON.stringify(e.textContent.trim().replace(/\s+/g, " ").slice(0, 60));
	for (const e of document.querySelectorAll("svg text")) {
		const t = e.getBoundingClientRect(), frame = e.ownerSVGElement.getBoundingClientRect();
		const cut = t.width && (t.left < frame.left - 1 || t.right > frame.right + 1);
		if (cut) wrong.push("a drawing cuts " + said(e));
	}
	for (const e of document.querySelectorAll("#main :is(.stat-figure, .stat-note, .badge, .button, td, th)")) {
		if (e.closest("thead") && innerWidth <= 720) continue; // each cell says its column there
		if (!e.checkVisibility({contentVisibilityAuto: true})) continue; // in a drawer that is closed
		if (e.offsetParent && e.scrollWidth > e.clientWidth + 1) wrong.push(said(e) + " runs out of its frame");
	}
	for (const e of innerWidth > 1100 ? document.querySelectorAll("#main .table-frame") : []) {
		if (e.scrollWidth > e.clientWidth + 1) wrong.push("the table is wider than its card: " + said(e));
	}
	return wrong;
})()`

func (p *Page) violations() []violation {
	p.t.Helper()
	if _, err := evaluate[bool](p, axe+"; true"); err != nil {
		p.t.Fatalf("browser: load axe: %v", err)
	}
	found, err := evaluate[[]violation](p, everything, chromedp.EvalAwaitPromise)
	if err != nil {
		p.t.Fatal(fmt.Errorf("browser: run axe: %w", err))
	}
	return found
}

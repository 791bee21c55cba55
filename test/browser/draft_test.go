package browser

import (
	"context"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// unsigned is how Chromium reports an answer to who is not signed in any more.
const unsigned = "the server responded with a status of 401"

// endSession takes the session from the browser, as its end does; what the tab keeps stays.
func (p *Page) endSession() {
	p.t.Helper()
	p.do("end the session", chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, network.ClearBrowserCookies, cdp.Empty{})
		return err
	}))
}

// value is what a hidden field of the result's form holds.
func (p *Page) value(field string) string {
	p.t.Helper()
	text, err := evaluate[string](p, `document.querySelector("form[data-tree] [name=`+field+`]").value`)
	if err != nil {
		p.t.Fatal(err)
	}
	return text
}

// path is where the page stands.
func (p *Page) path() string {
	p.t.Helper()
	p.Await("be at a case", "location.pathname.startsWith('/casos/')")
	text, err := evaluate[string](p, "location.pathname")
	if err != nil {
		p.t.Fatal(err)
	}
	return text
}

const theNote = `document.querySelector("form[data-tree] [name=note]").value`

func TestWhatWasWrittenSurvivesASessionThatEnds(t *testing.T) {
	t.Parallel()
	c := openCompany(t, portfolio)
	p := c.enter("jaime")
	p.Forgive(unsigned)
	p.Press("n")
	p.See("Rosa Elena Quishpe Toapanta")
	p.Await("hear keys", `!!document.querySelector("[data-digits]")`)
	at := p.path()
	p.Press("1", "1")
	p.Await("be asked how much", "document.activeElement.name === 'amount'")
	p.Type("80,50")
	p.TabTo("Nota (opcional)")
	p.Type("Paga cuando cobre la quincena")
	key := p.value("key")

	// The session ends; what is saved meets the sign-in, which says so and leads back.
	p.endSession()
	p.Press("Ctrl+Enter")
	p.At("/entrar")
	p.See("Su sesión terminó. Entre otra vez y volverá al caso, con lo que había escrito.")
	p.Accessible()
	p.Shoot("entrar-otra-vez")
	c.signIn(p, "jaime")
	p.At(at)
	p.See("Aquí está lo que había escrito")
	p.Await("find the note", theNote+` === "Paga cuando cobre la quincena"`)
	p.Await("find the choices", chosenPath+` === "debtor debtor/promise"`)
	p.Await("find the sum", `document.querySelector("[name=amount]").value === "80,50"`)
	if got := p.value("key"); got != key {
		t.Errorf("the form has the key %s, and what did arrive under %s would be kept twice", got, key)
	}
	p.Accessible()
	p.Shoot("caso-recuperado")

	// Saved, it is gone: the case comes back with an empty form.
	p.Press("Escape", "ArrowLeft")
	p.Await("take the promise back", chosenPath+` === "debtor"`)
	p.Press("4", "1", "Enter")
	p.See("Guardado: Rosa Elena Quishpe Toapanta")
	p.Go(c.address + at)
	p.See("Paga cuando cobre la quincena")
	p.Await("have an empty form", theNote+` === "" && `+chosenPath+` === ""`)
	p.SeeNot("Aquí está lo que había escrito")
}

func TestWhatOneWroteIsShownToNobodyElseAndGoesWhenDiscarded(t *testing.T) {
	t.Parallel()
	c := openCompany(t, portfolio)
	p := c.enter("jaime")
	p.Press("n")
	p.See("Rosa Elena Quishpe Toapanta")
	at := p.path()
	p.TabTo("Nota (opcional)")
	p.Type("Solo para Jaime")
	p.endSession()
	p.Go(c.address + at)
	p.At("/entrar")

	// A colleague has the case by the time he is back: he reads that, and still finds what he had written.
	elsewhere := c.enter("jaime")
	elsewhere.Go(c.address + at)
	elsewhere.See("Rosa Elena Quishpe Toapanta")
	elsewhere.Await("find nothing", theNote+` === ""`)
	elsewhere.TabTo("Dejar el caso")
	elsewhere.Press("Enter")
	elsewhere.At("/hoy")
	lucia := c.enter("lucia")
	lucia.Press("n")
	lucia.See("Rosa Elena Quishpe Toapanta")
	elsewhere.Go(c.address + at)
	elsewhere.See("Este caso lo tiene Lucía Benavides")
	elsewhere.SeeNot("¿Con quién habló?")

	c.signIn(p, "jaime")
	p.At(at)
	p.See("Este caso lo tiene Lucía Benavides")
	p.See("Aquí está lo que había escrito")
	p.Await("find the note", theNote+` === "Solo para Jaime"`)
	p.TabTo("Descartar lo escrito")
	p.Press("Enter")
	p.SeeNot("Aquí está lo que había escrito")
	p.SeeNot("¿Con quién habló?")

	// In the same tab, what he writes in another case is gone once a colleague opens one.
	p.Go(c.address + "/siguiente")
	p.See("Hay personas por llamar")
	p.Press("n")
	p.See("Nelly Patricia Vásconez")
	p.TabTo("Nota (opcional)")
	p.Type("Otra cosa")
	p.endSession()
	p.Go(c.address + at)
	p.At("/entrar")
	c.signIn(p, "lucia")
	p.See("¿Con quién habló?")
	p.Await("find nothing", theNote+` === ""`)
	p.Await("have nothing kept in the tab", `Object.keys(sessionStorage).length === 0`)
}

func TestMereChoicesAreLeftBehindAndADayIsTheLongest(t *testing.T) {
	t.Parallel()
	c := openCompany(t, portfolio)
	p := c.enter("jaime")
	p.Press("n")
	p.See("Rosa Elena Quishpe Toapanta")
	at := p.path()
	p.Await("hear keys", `!!document.querySelector("[data-digits]")`)
	p.Press("3")
	p.Press("g", "h")
	p.At("/hoy")
	p.Await("have nothing kept in the tab", `Object.keys(sessionStorage).length === 0`)

	p.Go(c.address + at)
	p.TabTo("Nota (opcional)")
	p.Type("De ayer")
	p.Go(c.address + "/hoy")
	p.See("Personas en mora")
	p.Await("let a day pass", `(() => { for (const k of Object.keys(sessionStorage)) {
		const d = JSON.parse(sessionStorage.getItem(k)); d.at -= 24 * 3600 * 1000 + 1;
		sessionStorage.setItem(k, JSON.stringify(d)); } return true; })()`)
	p.Go(c.address + at)
	p.See("Rosa Elena Quishpe Toapanta")
	p.Await("have an empty form", theNote+` === "" && Object.keys(sessionStorage).length === 0`)
}

func TestNothingThatComesByItselfReplacesAFormThatWasTouched(t *testing.T) {
	t.Parallel()
	c := openCompany(t, portfolio)
	p := c.enter("jaime")
	p.Press("n")
	p.See("Rosa Elena Quishpe Toapanta")
	p.Await("hear keys", `!!document.querySelector("[data-digits]")`)
	resync := `(() => { window.asked = 0; const real = window.fetch;
		window.fetch = (...a) => { window.asked++; return real(...a); };
		document.body.dispatchEvent(new CustomEvent("resync", {bubbles: true})); return true; })()`
	key := p.value("key")
	p.Await("miss something", resync)
	p.Await("have the case drawn anew", `document.querySelector("[name=key]").value !== `+quote(key))

	// A choice is made, and the focus is on it: no field that one types into.
	p.Press("1")
	p.Await("have chosen", chosenPath+` === "debtor" && document.activeElement.type === "radio"`)
	key = p.value("key")
	p.Await("miss something", resync)
	p.Press("1")
	p.Await("have chosen on", chosenPath+` === "debtor debtor/promise"`)
	if got := p.value("key"); got != key {
		t.Error("the form was replaced under the hand of who fills it in")
	}
	p.Await("have asked for nothing", "window.asked === 0")
}

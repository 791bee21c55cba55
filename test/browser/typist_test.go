package browser

import (
	"strings"
	"testing"
)

// strike does something and presses keys one after the other before the page has time for anything else, as a
// fast typist on a slow line does.
func (p *Page) strike(first string, keys ...string) {
	p.t.Helper()
	script := `(() => { ` + first + `; for (const key of ["` + strings.Join(keys, `", "`) + `"]) {
		for (const type of ["keydown", "keyup"]) {
			(document.activeElement ?? document.body).dispatchEvent(
				new KeyboardEvent(type, { key, bubbles: true, cancelable: true }));
		}
	} return true; })()`
	if _, err := evaluate[bool](p, script); err != nil {
		p.t.Fatalf("browser: strike %q: %v", keys, err)
	}
}

const chosenPath = `[...document.querySelectorAll("form[data-tree] input:checked")]
	.map((i) => i.value).join(" ")`

// save presses the button as Enter does.
const save = `document.querySelector("form[data-tree] .primary").click()`

func TestKeysTypedAheadFallOnTheNextCaseAndSaveNothingUnseen(t *testing.T) {
	t.Parallel()
	c := openCompany(t, portfolio)
	p := c.enter("jaime")
	p.At("/hoy")
	p.Await("hear keys", "!!document.querySelector('[data-key=n]')")

	// n and two choices before the case is there: they are made on it. What follows an Enter is not.
	p.strike("", "n", "n", "3", "1", "Enter", "1")
	p.See("Rosa Elena Quishpe Toapanta")
	p.Await("have chosen", chosenPath+` === "nobody nobody/no_answer"`)
	p.SeeNot("Guardado")

	// Enter twice saves one result and takes one case.
	p.Press("Enter", "Enter")
	p.See("Guardado: Rosa Elena Quishpe Toapanta")
	p.See("Nelly Patricia Vásconez")
	p.Await("have chosen nothing on the next case", chosenPath+` === ""`)
	p.Press("3", "1")
	p.strike(save+"; "+save, "1", "1", "5", "0")
	p.See("María Fernanda Intriago")
	p.Await("have typed the sum ahead", `document.querySelector("[name=amount]").value === "50"`)
	p.Await("have the focus in it", "document.activeElement.name === 'amount'")
	p.Go(c.address + "/casos?q=Rosa+Elena")
	p.Press("j", "Enter")
	p.See("Gestiones anteriores")
	if history := p.Text("#history"); strings.Count(history, "No contesta") != 1 {
		t.Errorf("one press too many was a result: %s", history)
	}
}

func TestAllThatIsWrongIsSummedUpAndEachLineLeadsToItsField(t *testing.T) {
	t.Parallel()
	c := openCompany(t, portfolio)
	p := c.enter("jaime")
	p.Forgive(refused)
	p.Press("n")
	p.See("Rosa Elena Quishpe Toapanta")
	p.Await("say which keys choose", `document.querySelector(".key-hints kbd").textContent === "1–3"`)
	p.Press("1", "1")
	p.Await("be asked how much", "document.activeElement.name === 'amount'")
	p.Type("12.34.56")
	p.Press("Enter")
	p.See("Para guardar, corrija 2 datos")
	p.Await("have the summary in the focus", "document.activeElement.id === 'result-wrong'")
	p.Accessible()
	p.Shoot("resultado-resumen")
	p.Press("Tab", "Enter")
	p.Await("be led to the sum", "document.activeElement.name === 'amount'")
	p.Resize(Phone())
	p.Press("Ctrl+Enter")
	p.See("Para guardar, corrija 2 datos")
	p.Await("see the summary on a phone, under nothing", `(() => {
		const s = document.querySelector("#result-wrong"), r = s.getBoundingClientRect();
		const seen = (y) => s.contains(document.elementFromPoint(r.left + r.width / 2, y));
		return seen(r.top + 4) && seen(r.bottom - 4);
	})()`)
}

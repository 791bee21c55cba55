package main

import (
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestTheMorningSaysWhoIsOverdueAndWhatToDo(t *testing.T) {
	t.Parallel()
	h := openHouse(t)
	page := h.enter("agent").reads("/hoy")
	shows(t, page, "Personas en mora 6", "PEN", "USD", "USD 3.781,50", "PEN 3,781.50", "Promesas para hoy",
		"Siguiente caso", "Qué cambió",
		"Rosa Quishpe ANDINA", "1 a 30 días")
	if strings.Contains(page, "PEN 3.781,50") || strings.Contains(page, "USD 3,781.50") {
		t.Error("a sum stands in the manner of another country")
	}
	page = h.enter("pedro").reads("/hoy")
	shows(t, page, "Personas en mora 3", "PEN 3,781.50")
	if strings.Contains(page, "ANDINA") || strings.Contains(page, "USD") {
		t.Error("Pedro sees a creditor that he may not")
	}
}

func TestWhoLooksOnIsOfferedNoCall(t *testing.T) {
	t.Parallel()
	h := openHouse(t)
	ana := h.enter("agent")
	at := ana.next()
	page := ana.get(at).Body.String()
	if !strings.Contains(page, "¡Me preparo!") || !strings.Contains(page, at+"/contactar") {
		t.Error("the agent who has the case is not helped to call")
	}
	page = h.enter("auditor").get(at).Body.String()
	if !strings.Contains(page, "En breve") || strings.Contains(page, "¡Me preparo!") ||
		strings.Contains(page, `href="tel:`) || strings.Contains(page, "/contactar") {
		t.Error("the auditor prepares for a call, or is offered one")
	}
}

func TestAnAgentSeesOnlyTheCreditorsTheyWorkFor(t *testing.T) {
	t.Parallel()
	h := openHouse(t)
	ana := h.enter("agent")
	at := ""
	for range 6 {
		if at = ana.next(); strings.Contains(ana.reads(at), "ANDINA") {
			break
		}
		ana.record(at, "nobody", "nobody/no_answer")
	}
	pedro := h.enter("pedro")
	if w := pedro.get(at); w.Code != http.StatusForbidden {
		t.Errorf("Pedro at a case of another creditor: %d", w.Code)
	}
	if w := pedro.post(at+"/resultado", "contact", "nobody", "result", "nobody/busy", "channel",
		"voice"); w.Code !=
		http.StatusForbidden {
		t.Errorf("Pedro records on it: %d", w.Code)
	}
	if list := pedro.reads("/casos?q=Rosa"); strings.Contains(list, "ANDINA") || !strings.Contains(list,
		"Rosa Quishpe LIMA") {
		t.Errorf("Pedro finds %s", list)
	}
}

func TestTwoAgentsAreNeverGivenTheSameCase(t *testing.T) {
	t.Parallel()
	h := openHouse(t)
	ana, lucia := h.enter("agent"), h.enter("lucia")
	first, second := ana.next(), lucia.next()
	if first == second {
		t.Fatal("both have", first)
	}
	if again := ana.next(); again != first {
		t.Errorf("asked again, she gets %s instead of what she has in hand", again)
	}
	shows(t, ana.reads(second), "Este caso lo tiene Lucía Benavides en este momento.")
	w := ana.record(first, "nobody", "nobody/no_answer", "then", "next")
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") == first {
		t.Errorf("after her result she is sent to %q (%d)", w.Header().Get("Location"), w.Code)
	}
	refused := ana.post(second+"/resultado", "contact", "nobody", "result", "nobody/busy", "channel", "voice")
	if refused.Code != http.StatusUnprocessableEntity {
		t.Errorf("a result on a colleague's case: %d", refused.Code)
	}
}

func TestWhatIsMissingInAResultIsSaidAtItsField(t *testing.T) {
	t.Parallel()
	h := openHouse(t)
	v := h.enter("agent")
	at := v.next()
	tomorrow := h.clock.Now().AddDate(0, 0, 1).Format(time.DateOnly)
	for _, c := range []struct {
		says string
		form []string
		want string
	}{
		{"nothing was chosen", []string{"", ""}, "Elija qué pasó en la gestión."},
		{"only whom one reached was chosen", []string{"debtor", ""}, "Elija también qué resultó."},
		{"a promise without its sum", []string{"debtor", "debtor/promise", "promised_on", tomorrow},
			"Escriba el valor que promete pagar."},
		{"a promise without its day", []string{"debtor", "debtor/promise", "amount", "100"},
			"Elija el día en que promete pagar."},
		{"a promise for yesterday", []string{"debtor", "debtor/promise", "amount", "100", "promised_on",
			"2020-01-01"},
			"El día prometido ya pasó."},
		{"a sum that is none", []string{"debtor", "debtor/promise", "amount", "cien", "promised_on", tomorrow},
			"No se entiende el valor."},
		{"a sum far beyond the debt", []string{"debtor", "debtor/promise", "amount", "999.999.999,00",
			"promised_on", tomorrow},
			"El valor prometido es más que la deuda"},
		{"a reason is asked", []string{"debtor", "debtor/cannot_pay"}, "Elija también el motivo."},
		{"a call back without its time", []string{"debtor", "debtor/callback"}, "Elija el día y la hora"},
	} {
		w := v.record(at, c.form[0], c.form[1], c.form[2:]...)
		if w.Code != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d", c.says, w.Code)
		}
		shows(t, plainText(w.Body.String()), c.want)
	}
	if n := h.count(`SELECT count(*) FROM contact`); n != 0 {
		t.Fatalf("%d results were kept", n)
	}
}

func TestAPromiseIsKeptOnceHoweverOftenTheButtonIsPressed(t *testing.T) {
	t.Parallel()
	h := openHouse(t)
	v := h.enter("agent")
	at := v.next()
	day := h.clock.Now().AddDate(0, 0, 5)
	form := []string{"contact", "debtor", "result", "debtor/promise", "amount", "1.250,40", "promised_on",
		day.Format(time.DateOnly), "channel", "voice", "party", "debtor", "key", v.field(at, "key"),
		"contact_point",
		v.field(at, "contact_point"), "note", "Paga el viernes en la agencia"}
	for range 2 {
		if w := v.post(at+"/resultado", form...); w.Code != http.StatusSeeOther {
			t.Fatalf("the promise: %d\n%s", w.Code, plainText(w.Body.String()))
		}
	}
	if n := h.count(`SELECT count(*) FROM contact`); n != 1 {
		t.Errorf("%d results were kept", n)
	}
	if n := h.count(`SELECT count(*) FROM promise WHERE state = 'open' AND amount = 125040`); n != 1 {
		t.Errorf("%d promises of 1,250.40 are open", n)
	}
	page := v.reads(at)
	shows(t, page, "En reposo: tiene una promesa de pago", "Paga el viernes en la agencia", "ya prometió",
		"1.250,40",
		"correcto", "Persona agent")
}

func TestTheCaseSaysHowEachFigureCameAbout(t *testing.T) {
	t.Parallel()
	h := openHouse(t)
	v := h.enter("agent")
	page := v.reads(h.caseOf("Rosa Quishpe ANDINA"))
	shows(t, page, "¡Me preparo!", "Objetivo: saber qué pasó", "Ambato, Ecuador", "Cuenta ANDINA-0",
		"20 días de mora", "1.250,40",
		"Según el acreedor", "Cómo se llegó a estas cifras", "Llegó en el corte del acreedor", "099 123 4500",
		"Otras personas de la deuda", "Elena Paz ANDINA", "referencia", "No le hable de la deuda",
		"Contacto con el titular")
	for _, raw := range []string{"debtor/", "no_answer", "opening", "creditor", "1-30", "per_", "acc_"} {
		if strings.Contains(page, raw) {
			t.Errorf("the page shows the raw word %q", raw)
		}
	}
}

// caseOf finds a person through the search, as an agent does.
func (h *house) caseOf(name string) string {
	h.t.Helper()
	page := h.enter("manager").get("/casos?q=" + strings.ReplaceAll(name, " ", "+")).Body.String()
	_, after, found := strings.Cut(page, `data-href="`)
	if !found {
		h.t.Fatalf("nobody is found as %s", name)
	}
	at, _, _ := strings.Cut(after, `"`)
	return at
}

func TestPeopleAreFoundByNameAccountAndTelephone(t *testing.T) {
	t.Parallel()
	h := openHouse(t)
	v := h.enter("agent")
	for asked, want := range map[string]string{
		"rosa+quishpe+andina": "Rosa Quishpe ANDINA", "ANDINA-1": "José Ñáñez ANDINA",
		"0991234502": "Segundo Chiluisa ANDINA",
		"nanez":      "José Ñáñez ANDINA",
	} {
		shows(t, v.reads("/casos?q="+asked), want)
	}
	shows(t, v.reads("/casos?q=Nadie+Así"), "No hay nadie que responda a «Nadie Así»")
	shows(t, v.reads("/casos?tramo=31-60"), "José Ñáñez ANDINA")
	if list := v.reads("/casos?tramo=31-60&acreedor=LIMA"); strings.Contains(list, "Ñáñez ANDINA") {
		t.Error("the filter of the creditor lets another one through")
	}
	shows(t, v.reads("/casos?minimo=2.000,00&acreedor=ANDINA"), "Ningún caso es así")
}

func TestWhoHasCalledEverybodyIsToldWhenTheNextOneComes(t *testing.T) {
	t.Parallel()
	h := openHouse(t)
	v := h.enter("pedro")
	at := v.next()
	for range 3 {
		w := v.record(at, "nobody", "nobody/no_answer", "then", "next")
		at = w.Header().Get("Location")
	}
	if at != "/siguiente" {
		t.Fatalf("after the last case he is sent to %s", at)
	}
	shows(t, v.reads(at), "No queda nadie por llamar ahora", "El siguiente vuelve el")
}

func TestASupervisorSeesTheFloorGivesOutCasesAndFreesThem(t *testing.T) {
	t.Parallel()
	h := openHouse(t)
	ana, boss := h.enter("agent"), h.enter("supervisor")
	at := ana.next()
	person := strings.TrimPrefix(at, "/casos/")
	floor := boss.get("/piso").Body.String()
	shows(t, plainText(floor), "Persona agent", "Lucía Benavides", "Gestiones 0")
	if !strings.Contains(floor, at) {
		t.Error("the floor does not show what the agent has in hand")
	}
	agent := strings.TrimSuffix(strings.SplitN(strings.SplitN(floor, `name="agent" value="`, 2)[1], `"`, 2)[0],
		`"`)
	if w := ana.post("/piso/liberar", "agent", agent, "person", person); w.Code != http.StatusForbidden {
		t.Errorf("an agent frees a case: %d", w.Code)
	}
	if w := boss.post("/piso/liberar", "agent", agent, "person", person); w.Code != http.StatusSeeOther {
		t.Errorf("the supervisor frees a case: %d", w.Code)
	}
	if n := h.count(`SELECT count(*) FROM work WHERE state = 2`); n != 0 {
		t.Error("the case is still held")
	}
	w := boss.post("/piso/repartir", "to", agent, "case", person)
	if w.Code != http.StatusSeeOther || h.count(`SELECT count(*) FROM casefile WHERE assigned_id <> 0`) != 1 {
		t.Errorf("one case given out: %d", w.Code)
	}
	w = boss.post("/piso/repartir", "to", agent, "all", "1", "filtro_acreedor", "LIMA")
	if w.Code != http.StatusSeeOther || h.count(`SELECT count(*) FROM casefile WHERE assigned_id <> 0`) < 3 {
		t.Errorf("a creditor's cases given out: %d", w.Code)
	}
	w = boss.post("/piso/repartir", "to", agent)
	shows(t, plainText(w.Body.String()), "Elija al menos un caso.")
	w = boss.post("/piso/repartir", "case", person)
	shows(t, plainText(w.Body.String()), "Elija a quién darlos.")
}

func TestAReportIsShownAndTakenAwayAsAFile(t *testing.T) {
	t.Parallel()
	h := openHouse(t)
	v := h.enter("supervisor")
	shows(t, v.reads("/informes/aging"), "Antigüedad de saldos", "1 a 30 días", "3.781,50",
		"Ver los datos en una tabla")
	w := v.get("/informes/aging/archivo?como=csv")
	if !strings.HasPrefix(strings.TrimPrefix(w.Body.String(), "\ufeff"),
		"creditor,currency,bucket,accounts,persons,past_due,balance") {
		t.Errorf("the file begins %.100q", w.Body)
	}
	if got := w.Header().Get("Content-Disposition"); !strings.Contains(got, "aging-") {
		t.Errorf("the file is called %q", got)
	}
	if w := v.get("/informes/aging/archivo?como=xlsx"); !strings.HasPrefix(w.Body.String(), "PK") {
		t.Errorf("the workbook begins %.20q", w.Body)
	}
	w = v.get("/informes/aging/archivo?como=pdf")
	if w.Header().Get("Content-Type") != "application/pdf" || !strings.HasPrefix(w.Body.String(), "%PDF-") {
		t.Errorf("the document is %s and begins %.20q", w.Header().Get("Content-Type"), w.Body)
	}
	shows(t, v.reads("/informes/movements?desde=2020-01-01&hasta=2020-01-31"), "No hay ningún cierre entre")
	if w := h.enter("agent").get("/informes/aging/archivo"); w.Code != http.StatusForbidden {
		t.Errorf("an agent takes a report away: %d", w.Code)
	}
}

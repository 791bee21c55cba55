package main

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
)

// What stands for or against contacting a person is set down and ended on the case, by whom it is for.
func TestWhatIsOnRecordIsSetDownAndEndedOnTheCase(t *testing.T) {
	t.Parallel()
	h := openHouse(t)
	at := h.caseOf("Rosa Quishpe ANDINA")
	agent, boss := h.enter("agent"), h.enter("supervisor")
	shows(t, agent.reads(at), "Lo que consta", "No consta nada", "Anotar algo que consta")

	w := agent.post(at+"/constancia", "kind", "consent", "channel", "whatsapp", "proof", "")
	if w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "Diga dónde consta") {
		t.Errorf("a consent without proof: %d", w.Code)
	}
	w = agent.post(at+"/constancia", "kind", "consent", "channel", "whatsapp",
		"proof", "Contrato 118, hoja 3")
	if w.Code != http.StatusSeeOther {
		t.Fatalf("a consent is not kept: %d %.300s", w.Code, w.Body)
	}
	shows(t, agent.reads(at), "Consiente que se le contacte por este canal: WhatsApp", "Contrato 118, hoja 3")

	// An attorney ends all calls, and an agent cannot take that back.
	w = agent.post(at+"/constancia", "kind", "attorney", "proof", "Carta del 20")
	if w.Code != http.StatusSeeOther {
		t.Fatalf("an attorney is not kept: %d", w.Code)
	}
	if w = agent.post(at+"/constancia", "kind", "stop_order"); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("an agent gives a stop order: %d", w.Code)
	}
	page := boss.get(at).Body.String()
	m := regexp.MustCompile(`name="mark" value="(mrk_[0-9a-z]+)"`).FindStringSubmatch(page)
	if m == nil {
		t.Fatal("a supervisor is not offered to end it")
	}
	if w = agent.post(at+"/levantar", "mark", m[1], "why", "sí"); w.Code != http.StatusForbidden {
		t.Errorf("an agent ends what forbids contacts: %d", w.Code)
	}
	if w = boss.post(at+"/levantar", "mark", m[1], "why", "Ya no lo representa"); w.Code != http.StatusSeeOther {
		t.Errorf("a supervisor cannot end it: %d %.300s", w.Code, w.Body)
	}
	if page := agent.reads(at); strings.Contains(page, "Lo representa un abogado") &&
		strings.Contains(page, "Carta del 20") {
		t.Error("what was ended still stands")
	}
}

// What the person told of hours and places, with the day on which they did, is set down and minded.
func TestHoursAndPlacesToBeLeftAloneAreSetDownOnTheCase(t *testing.T) {
	t.Parallel()
	h := openHouse(t)
	at := h.caseOf("Rosa Quishpe ANDINA")
	agent := h.enter("agent")
	page := agent.get(at).Body.String()
	point := regexp.MustCompile(`<option value="(cpt_[0-9a-z]+)"`).FindStringSubmatch(page)
	if point == nil {
		t.Fatal("no telephone is offered for a mark")
	}
	for _, wrong := range []struct{ kind, from, to, point, on, says string }{
		{"inconvenient", "", "", "", "", "Diga a qué horas no conviene"},
		{"inconvenient", "9", "17:00", "", "", "Escriba las horas como 09:00"},
		{"inconvenient", "09:00", "09:00", "", "", "Escriba las horas como 09:00"},
		{"workplace", "", "", "", "", "Diga cuál es el teléfono"},
		{"consent", "", "", "", "2099-01-01", "Escriba un día que haya llegado"},
		{"consent", "", "", "", "ayer", "Escriba un día que haya llegado"},
	} {
		w := agent.post(at+"/constancia", "kind", wrong.kind, "from", wrong.from, "to", wrong.to,
			"point", wrong.point, "on", wrong.on, "channel", "voice", "proof", "Lo dijo")
		if w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), wrong.says) {
			t.Errorf("%+v: %d", wrong, w.Code)
		}
	}
	for _, set := range [][]string{
		{"kind", "inconvenient", "days", "mon-fri", "from", "21:00", "to", "08:00"},
		{"kind", "workplace", "point", point[1], "proof", "Lo dijo su jefa"},
		{"kind", "consent", "channel", "voice", "on", "2020-02-03", "proof", "Contrato 9"},
	} {
		if w := agent.post(at+"/constancia", set...); w.Code != http.StatusSeeOther {
			t.Fatalf("%v: %d %.300s", set, w.Code, w.Body)
		}
	}
	shows(t, agent.reads(at), "de lunes a viernes, de 21:00 a 24:00", "de lunes a viernes, de 00:00 a 08:00",
		"Su empleador prohíbe que se le contacte en el trabajo", "Lo dijo su jefa",
		"desde el 3 feb 2020 · Contrato 9")
	w := agent.post(at+"/contactar", "point", point[1], "channel", "voice")
	if w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "en el trabajo") {
		t.Errorf("a call to the place of work: %d", w.Code)
	}
}

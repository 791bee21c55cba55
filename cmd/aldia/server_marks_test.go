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

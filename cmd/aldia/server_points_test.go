package main

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"aldia/platform/id"
)

// pointOf is the first contact point that a case offers to correct.
func (v *visitor) pointOf(at string) string {
	v.t.Helper()
	page := v.get(at).Body.String()
	m := regexp.MustCompile(`/dato" class="stack"><input type="hidden" name="point" value="([^"]*)"`).
		FindStringSubmatch(page)
	if m == nil {
		v.t.Fatal("no contact point is offered to correct")
	}
	return m[1]
}

// A telephone is corrected by hand, with a reason; the case is decided again at once, and the case tells who
// did what when.
func TestAContactPointIsCorrectedOnTheCaseAndItsHistoryIsTold(t *testing.T) {
	t.Parallel()
	h := openHouse(t)
	at := h.caseOf("Rosa Quishpe ANDINA")
	lucia := h.enter("lucia")
	point := lucia.pointOf(at)
	step := func(of string) int64 {
		person, err := id.Parse("per_", strings.TrimPrefix(at, "/casos/"))
		if err != nil {
			t.Fatal(err)
		}
		return h.count(`SELECT count(*) FROM casefile WHERE person_id = ? AND step = ?`, person, of)
	}

	w := lucia.post(at+"/dato", "point", point, "state", "wrong", "why", " ")
	if w.Code != http.StatusUnprocessableEntity {
		t.Fatalf("without a reason: %d", w.Code)
	}
	shows(t, plainText(w.Body.String()), "Diga por qué cambia este dato de contacto")
	w = lucia.post(at+"/dato", "point", point, "state", "wrong", "why", "Contestó otra familia")
	if w.Code != http.StatusSeeOther {
		t.Fatalf("it is not corrected: %d %.300s", w.Code, w.Body)
	}
	shows(t, lucia.reads(at), "equivocado", "Pasó a equivocado; antes: sin verificar", "Contestó otra familia",
		"Lucía Benavides")
	if step("locate") != 1 {
		t.Error("who has no telephone that works is somebody to locate")
	}

	// A new number makes them somebody to call again.
	w = lucia.post(at+"/dato-nuevo", "kind", "phone", "value", "12", "why", "La vecina")
	if w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "no se entiende como") {
		t.Errorf("nobody can call 12: %d", w.Code)
	}
	w = lucia.post(at+"/dato-nuevo", "kind", "phone", "value", "098 765 4321", "why", "La vecina")
	if w.Code != http.StatusSeeOther {
		t.Fatalf("it is not added: %d %.300s", w.Code, w.Body)
	}
	shows(t, lucia.reads(at), "98 765 4321", "Se agregó: sin verificar", "La vecina")
	if step("locate") != 0 {
		t.Error("they can be called again, and are still somebody to locate")
	}
	if n := h.count(`SELECT count(*) FROM audit_entry WHERE what LIKE 'contact_point.%'`); n != 2 {
		t.Errorf("%d entries in the book", n)
	}

	// Who looks on reads the history, and is offered nothing to change; nobody changes another person's number.
	auditor := h.enter("auditor")
	page := auditor.get(at).Body.String()
	shows(t, plainText(page), "Ver cambios", "Contestó otra familia")
	if strings.Contains(page, `/dato"`) || strings.Contains(page, "/dato-nuevo") {
		t.Error("an auditor is offered to correct it")
	}
	w = auditor.post(at+"/dato", "point", point, "state", "valid", "why", "x")
	if w.Code != http.StatusForbidden {
		t.Errorf("an auditor corrects it: %d", w.Code)
	}
	other := h.caseOf("José Ñáñez ANDINA")
	w = lucia.post(other+"/dato", "point", point, "state", "valid", "why", "x")
	if w.Code != http.StatusNotFound {
		t.Errorf("a number of somebody else: %d", w.Code)
	}
}

// An open promise is taken back with a reason: the case is worked again at once, and says how it came.
func TestAPromiseIsTakenBackOnTheCase(t *testing.T) {
	t.Parallel()
	h := openHouse(t)
	at := h.caseOf("Rosa Quishpe ANDINA")
	lucia := h.enter("lucia")
	day := h.clock.Now().Add(3 * 24 * time.Hour).Format(time.DateOnly)
	if w := lucia.record(at, "debtor", "debtor/promise", "amount", "100", "promised_on", day,
		"began", "them"); w.Code != http.StatusSeeOther {
		t.Fatalf("%d: %s", w.Code, plainText(w.Body.String()))
	}
	if n := h.count(`SELECT count(*) FROM casefile WHERE hold = 'promise'`); n != 1 {
		t.Fatalf("%d cases rest for a promise", n)
	}
	shows(t, lucia.reads(at), "Retirar la promesa de USD 100,00 para el")
	made := lucia.field(at, "promise")

	w := h.enter("pedro").post(at+"/retirar-promesa", "promise", made, "why", "x")
	if w.Code == http.StatusSeeOther {
		t.Error("somebody who may not see the creditor takes it back")
	}
	w = lucia.post(at+"/retirar-promesa", "promise", made, "why", "")
	if w.Code != http.StatusUnprocessableEntity ||
		!strings.Contains(w.Body.String(), "Diga por qué se retira") {
		t.Errorf("without a reason: %d", w.Code)
	}
	w = lucia.post(at+"/retirar-promesa", "promise", made, "why", "Perdió el trabajo")
	if w.Code != http.StatusSeeOther {
		t.Fatalf("%d: %s", w.Code, plainText(w.Body.String()))
	}
	shows(t, lucia.reads(at), "retirada", "la retiró Lucía Benavides", "Perdió el trabajo")
	if n := h.count(`SELECT count(*) FROM casefile WHERE hold = 'promise'`); n != 0 {
		t.Error("the case still rests for it")
	}
	if w = lucia.post(at+"/retirar-promesa", "promise", made, "why", "otra vez"); w.Code == http.StatusSeeOther {
		t.Error("it is taken back twice")
	}
}

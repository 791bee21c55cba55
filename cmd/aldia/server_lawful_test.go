package main

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"aldia/domain/calendar"
	"aldia/domain/law"
	"aldia/platform/auth"
	"aldia/platform/id"
)

// reach presses the button of the case that calls the person.
func (v *visitor) reach(at string) string {
	v.t.Helper()
	point := v.field(at, "contact_point")
	w := v.post(at+"/contactar", "point", point, "channel", "voice")
	if w.Code != http.StatusSeeOther {
		return plainText(w.Body.String())
	}
	return plainText(v.get(at).Body.String())
}

func TestACallTakesItsPlaceAndItsResultSpendsIt(t *testing.T) {
	t.Parallel()
	h := openHouse(t)
	v := h.enter("agent")
	at := v.next()
	shows(t, plainText(v.get(at).Body.String()), "Contactos que quedan", "Cualquier canal",
		"queda 1 en total, hoy hasta las 20:00; 5 hasta el", "Una sola gestión de cobro al día en total")
	shows(t, v.reach(at), "Puede llamar al", "No llamé")
	if n := h.count(`SELECT count(*) FROM permit WHERE state = 'open'`); n != 1 {
		t.Fatalf("%d places are taken", n)
	}
	if w := v.record(at, "nobody", "nobody/no_answer"); w.Code != http.StatusSeeOther {
		t.Fatalf("%d: %s", w.Code, plainText(w.Body.String()))
	}
	if n := h.count(`SELECT count(*) FROM permit AS p JOIN contact AS c ON c.permit_id = p.id
		WHERE p.state = 'spent' AND c.breach = 0`); n != 1 {
		t.Error("the place was not spent on the call")
	}

	// The second call of the day is refused in words, with its source, and from when on it may be.
	shows(t, v.reach(at), "Ahora no se le puede llamar", "(ley)", "Ley Orgánica de Defensa del Consumidor",
		"Se podrá desde: mañana 07:00")
	if n := h.count(`SELECT count(*) FROM permit WHERE state = 'refused'`); n != 1 {
		t.Error("what was refused is not kept")
	}
	ready := h.count(`SELECT ready_at FROM work AS w JOIN contact AS c ON c.person_id = w.person_id`)
	today := h.clock.Now()
	tomorrow := time.Date(today.Year(), today.Month(), today.Day()+1, 12, 0, 0, 0, time.UTC)
	if ready != tomorrow.UnixMicro() {
		t.Errorf("the case comes back at %s", time.UnixMicro(ready).UTC())
	}
}

func TestAPlaceThatWasNotUsedIsFreeAgain(t *testing.T) {
	t.Parallel()
	h := openHouse(t)
	v := h.enter("agent")
	at := v.next()
	v.reach(at)
	permit := v.field(at, "permit")
	if w := v.post(at+"/no-contactado", "permit", permit); w.Code != http.StatusSeeOther {
		t.Fatalf("%d: %s", w.Code, plainText(w.Body.String()))
	}
	if n := h.count(`SELECT count(*) FROM permit WHERE state = 'released'`); n != 1 {
		t.Error("the place was not given back")
	}
	shows(t, v.reach(at), "Puede llamar al")
}

// Whoever is given the case next would press the button and be refused: it waits until it may be called.
func TestACaseWhoseOnlyCallIsTakenIsNotGivenToAColleague(t *testing.T) {
	t.Parallel()
	h := openHouse(t)
	v := h.enter("agent")
	at := v.next()
	shows(t, v.reach(at), "Puede llamar al")
	if w := v.post(at + "/soltar"); w.Code != http.StatusSeeOther { // and goes home, saying nothing of it
		t.Fatalf("%d: %s", w.Code, plainText(w.Body.String()))
	}
	if given := h.enter("supervisor").next(); given == at {
		t.Error("a colleague is given the person whom nobody may call today any more")
	}
	if n := h.count(`SELECT count(*) FROM work WHERE state = 1 AND locked_by = 0`); n != 1 {
		t.Errorf("%d cases wait for their hour, want that one", n)
	}
}

func TestACallWithoutLeaveIsWarnedOfAndKept(t *testing.T) {
	t.Parallel()
	h := openHouse(t)
	v := h.enter("agent")
	at := v.next()
	h.clock.Advance(11 * time.Hour) // nine in the evening, and they sign in again
	v = h.enter("agent")
	w := v.record(at, "nobody", "nobody/no_answer")
	if w.Code != http.StatusUnprocessableEntity {
		t.Fatalf("a call at nine in the evening: %d", w.Code)
	}
	shows(t, plainText(w.Body.String()), "Este contacto no tiene permiso, y ahora no se permitiría",
		"de 07:00 a 20:00", "Ocurrió: guardarlo")
	if w = v.record(at, "nobody", "nobody/no_answer", "anyway", "1"); w.Code != http.StatusSeeOther {
		t.Fatalf("saved all the same: %d", w.Code)
	}
	if n := h.count(`SELECT count(*) FROM contact WHERE breach = 1`); n != 1 {
		t.Error("it is no breach")
	}
}

func TestWhoCallsUsIsAsked(t *testing.T) {
	t.Parallel()
	h := openHouse(t)
	v := h.enter("agent")
	at := v.next()
	h.clock.Advance(11 * time.Hour)
	v = h.enter("agent")
	w := v.record(at, "debtor", "debtor/wont_pay/does_not_want", "began", "them")
	if w.Code != http.StatusSeeOther {
		t.Fatalf("%d: %s", w.Code, plainText(w.Body.String()))
	}
	if n := h.count(`SELECT count(*) FROM contact WHERE inbound = 1 AND breach = 0`); n != 1 {
		t.Error("it is not kept as their call")
	}
}

// At night nobody is given out, and it is said from when on; a case in hand stays in hand.
func TestNobodyIsGivenOutWhenTheLawLetsNobodyBeCalled(t *testing.T) {
	t.Parallel()
	h := openHouse(t)
	h.clock.Advance(11 * time.Hour)
	v := h.enter("agent")
	if w := v.post("/siguiente"); !strings.HasSuffix(w.Header().Get("Location"), "/siguiente") {
		t.Fatalf("at nine in the evening somebody is given out: %s", w.Header().Get("Location"))
	}
	shows(t, plainText(v.get("/siguiente").Body.String()), "Ahora la ley no deja llamar a nadie de su lista",
		"Se podrá llamar desde: mañana 07:00")
}

// readyIn is how many rows of the list a person has, and how long theirs waits yet.
func (h *house) readyIn(person id.ID) (rows int64, wait time.Duration) {
	h.t.Helper()
	rows = h.count(`SELECT count(*) FROM work WHERE person_id = ?`, person)
	if rows > 0 {
		ready := h.count(`SELECT ready_at FROM work WHERE person_id = ?`, person)
		wait = max(0, time.UnixMicro(ready).Sub(h.clock.Now()))
	}
	return rows, wait
}

// A stop order takes a person off the list at once; the close leaves them off; and when it is ended they are
// back, without anything having been said of their debts.
func TestAStopOrderTakesAPersonOffTheListUntilItIsEnded(t *testing.T) {
	t.Parallel()
	h := openHouse(t)
	lead := auth.As(t.Context(), auth.Identity{ID: 77, Role: auth.Supervisor})
	person, err := id.Parse("per_", strings.TrimPrefix(h.caseOf("Rosa Quishpe ANDINA"), "/casos/"))
	if err != nil {
		t.Fatal(err)
	}
	order, err := h.s.gate.Mark(lead, law.Mark{PersonID: person, Kind: law.StopOrder, Proof: "oficio 12"})
	if err != nil {
		t.Fatal(err)
	}
	if rows, _ := h.readyIn(person); rows != 0 {
		t.Error("who may not be contacted is on the list")
	}
	today := calendar.On(h.clock.Now(), time.FixedZone("Quito", -5*3600))
	answer, err := h.s.treatments.Close(auth.As(t.Context(), auth.Program()), today)
	if err != nil {
		t.Fatal(err)
	}
	if rows, _ := h.readyIn(person); rows != 0 || answer.Planned["voice"] != 5 {
		t.Errorf("after the close: %d rows, planned %v", rows, answer.Planned)
	}
	if err := h.s.gate.EndMark(lead, order.ID, "se levantó"); err != nil {
		t.Fatal(err)
	}
	if rows, wait := h.readyIn(person); rows != 1 || wait != 0 {
		t.Errorf("after the end of the order: %d rows, ready in %s", rows, wait)
	}
}

// Who was called today waits until tomorrow, and assigning their case to an agent changes nothing of that.
func TestACaseThatIsAssignedWaitsAsTheLawHasIt(t *testing.T) {
	t.Parallel()
	h := openHouse(t)
	v := h.enter("agent")
	at := v.next()
	if w := v.record(at, "nobody", "nobody/busy"); w.Code != http.StatusSeeOther { // again in half an hour
		t.Fatal(w.Code)
	}
	person, err := id.Parse("per_", strings.TrimPrefix(at, "/casos/"))
	if err != nil {
		t.Fatal(err)
	}
	if _, wait := h.readyIn(person); wait < 12*time.Hour {
		t.Fatalf("it is ready in %s", wait)
	}
	lead := auth.As(t.Context(), auth.Identity{ID: 77, Role: auth.Supervisor})
	if err := h.s.worklists.Assign(lead, []id.ID{person}, 0); err != nil {
		t.Fatal(err)
	}
	if _, wait := h.readyIn(person); wait < 12*time.Hour {
		t.Errorf("once assigned it is ready in %s", wait)
	}
}

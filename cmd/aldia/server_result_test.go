package main

import (
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestAllThatIsMissingInAResultIsSaidAtOnce(t *testing.T) {
	t.Parallel()
	h := openHouse(t)
	v := h.enter("agent")
	at := v.next()
	tomorrow := h.clock.Now().AddDate(0, 0, 1).Format(time.DateOnly)
	for _, c := range []struct {
		says           string
		result         string
		form           []string
		want, mustGoTo []string
	}{
		{"neither sum nor day", "debtor/promise", nil,
			[]string{"Para guardar, corrija 2 datos", "Escriba el valor que promete pagar.", "Elija el día"},
			[]string{`href="#amount"`, `href="#promised_on"`}},
		{"a sum that is none, and no day", "debtor/promise", []string{"amount", "cien"},
			[]string{"Para guardar, corrija 2 datos", "No se entiende el valor.", "Elija el día en que promete"},
			[]string{`href="#amount"`, `href="#promised_on"`}},
		{"far too much, far too late, and a novel", "debtor/promise", []string{"amount", "999.999.999,00",
			"promised_on", h.clock.Now().AddDate(1, 0, 0).Format(time.DateOnly), "note", strings.Repeat("ñ", 2001)},
			[]string{"Para guardar, corrija 3 datos", "El valor prometido es más que la deuda",
				"Acuerde una fecha más cercana", "La nota puede tener hasta 2.000 letras."},
			[]string{`href="#amount"`, `href="#promised_on"`, `href="#note"`}},
		{"one thing alone", "debtor/promise", []string{"promised_on", tomorrow},
			[]string{"Para guardar, corrija 1 dato Escriba el valor"}, []string{`href="#amount"`}},
		{"no reason", "debtor/cannot_pay", nil, []string{"Elija también el motivo."}, []string{`id="result-leaf"`}},
	} {
		w := v.record(at, "debtor", c.result, c.form...)
		if w.Code != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d", c.says, w.Code)
		}
		shows(t, plainText(w.Body.String()), c.want...)
		shows(t, w.Body.String(), append(c.mustGoTo, `id="result-wrong"`, `tabindex="-1" autofocus`)...)
		if strings.Contains(plainText(w.Body.String()), "convenio") {
			t.Errorf("%s: a plan is proposed, which does not exist", c.says)
		}
	}
	bad := v.record(at, "third", "third/not_there/other_number", "new_phone", "llámeme 😀")
	shows(t, plainText(bad.Body.String()), "«llámeme 😀» no se entiende como número")
	shows(t, bad.Body.String(), `href="#new_phone"`, `id="new_phone-error"`)
	if n := h.count(`SELECT count(*) FROM contact`); n != 0 {
		t.Fatalf("%d results were kept", n)
	}
}

func TestWhatWasWrittenStaysWhenAColleagueHasTakenTheCase(t *testing.T) {
	t.Parallel()
	h := openHouse(t)
	ana, lucia := h.enter("agent"), h.enter("lucia")
	at := ana.next()
	day := h.clock.Now().AddDate(0, 0, 5).Format(time.DateOnly)
	form := []string{
		"amount",
		"1.250,40",
		"promised_on",
		day,
		"note",
		"Paga el viernes 🙂",
		"key",
		ana.field(at, "key"),
	}
	if w := ana.post(at + "/soltar"); w.Code != http.StatusSeeOther {
		t.Fatal(w.Code)
	}
	if taken := lucia.next(); taken != at {
		t.Fatalf("Lucía was given %s", taken)
	}
	w := ana.post(at+"/resultado", append(form, "contact", "debtor", "result", "debtor/promise")...)
	if w.Code != http.StatusUnprocessableEntity {
		t.Fatalf("while Lucía has it: %d", w.Code)
	}
	shows(t, plainText(w.Body.String()), "Este caso lo tiene Lucía Benavides en este momento.",
		"Lo que escribió sigue aquí", "Guardar de todos modos", "Paga el viernes 🙂")
	shows(t, w.Body.String(), `value="1.250,40"`, `value="`+day+`"`, `name="anyway"`)
	w = ana.post(
		at+"/resultado",
		append(form, "contact", "debtor", "result", "debtor/promise", "anyway", "1")...)
	if w.Code != http.StatusSeeOther {
		t.Fatalf("saved all the same: %d\n%s", w.Code, plainText(w.Body.String()))
	}
	if n := h.count(`SELECT count(*) FROM promise WHERE state = 'open' AND amount = 125040`); n != 1 {
		t.Errorf("%d promises are kept", n)
	}
	if n := h.count(`SELECT count(*) FROM work WHERE state = 2`); n != 1 {
		t.Errorf("%d cases are in hand: Lucía keeps hers", n)
	}
}

func TestAResultOfAnotherTabIsToldBeforeASecondIsKept(t *testing.T) {
	t.Parallel()
	h := openHouse(t)
	v := h.enter("agent")
	at := v.next()
	key, started := v.field(at, "key"), v.field(at, "started")
	h.clock.Advance(time.Minute)
	first := v.record(at, "nobody", "nobody/no_answer", "started", v.field(at, "started"))
	if first.Code != http.StatusSeeOther {
		t.Fatal(first.Code)
	}
	h.clock.Advance(time.Minute)
	form := []string{"contact", "nobody", "result", "nobody/busy", "key", key, "started", started,
		"note", "Ocupado 🙂"}
	w := v.post(at+"/resultado", form...)
	if w.Code != http.StatusUnprocessableEntity {
		t.Fatalf("the other tab: %d", w.Code)
	}
	shows(
		t,
		plainText(w.Body.String()),
		"Mientras tanto se registró «Sin contacto · No contesta» (Persona agent,",
		"Ocupado 🙂",
		"Guardar de todos modos",
	)
	for range 2 { // pressed twice it is the same result
		if w := v.post(at+"/resultado", append(form, "anyway", "1")...); w.Code != http.StatusSeeOther {
			t.Fatalf("saved all the same: %d", w.Code)
		}
	}
	if w := v.post(at+"/resultado", form...); w.Code != http.StatusSeeOther {
		t.Errorf("what was kept is told of as new: %d", w.Code)
	}
	if n := h.count(`SELECT count(*) FROM contact`); n != 2 {
		t.Errorf("%d results were kept", n)
	}
}

func TestACaseSaysWhyItIsNext(t *testing.T) {
	t.Parallel()
	h := openHouse(t)
	v := h.enter("agent")
	shows(t, v.reads("/hoy"), "Por qué", "Mora media, 49 días de atraso sin asignar",
		"Mora temprana, 19 días de atraso sin asignar")
	at := v.next()
	shows(t, v.reads(at), "Por qué está aquí Mora media, 50 días de atraso",
		"Sin asignar: va después de los de su lista.")
	hour := h.clock.Now().Add(24*time.Hour + 20*time.Minute).In(time.FixedZone("Quito", -5*3600))
	asked := hour.Format("2006-01-02T15:04")
	if w := v.record(at, "debtor", "debtor/callback", "callback_at", asked); w.Code != http.StatusSeeOther {
		t.Fatal(plainText(w.Body.String()))
	}
	h.clock.Advance(24*time.Hour + 25*time.Minute)
	v = h.enter("agent")
	if _, err := h.s.worklists.Tick(t.Context(), h.clock.Now()); err != nil {
		t.Fatal(err)
	}
	if again := v.next(); again != at {
		t.Errorf("at the agreed hour she is given %s", again)
	}
	shows(t, v.reads(at), "Pidió que lo llamen:", "A la hora acordada va antes que todo.")
}

// Ecuador has one collection action a day, and an hour that somebody agreed to opens nothing.
func TestAnHourAtWhichTheLawLetsNobodyCallIsToldWhileItIsAgreed(t *testing.T) {
	t.Parallel()
	h := openHouse(t)
	v := h.enter("agent")
	at := v.next()
	hour := h.clock.Now().Add(20 * time.Minute).In(time.FixedZone("Quito", -5*3600)).Format("2006-01-02T15:04")
	shows(t, v.reach(at), "Puede llamar al")
	form := []string{
		"contact", "debtor", "result", "debtor/callback", "callback_at", hour, "channel", "voice", "began", "us",
		"key", v.field(at, "key"), "started", v.field(at, "started"),
	}
	w := v.post(at+"/resultado", form...)
	if w.Code != http.StatusUnprocessableEntity {
		t.Fatalf("kept without a word: %d", w.Code)
	}
	shows(t, plainText(w.Body.String()), "A la hora que se acuerda, la ley no deja llamarle",
		"Una sola gestión de cobro al día por el mismo mecanismo (ley).", "Se podrá desde: mañana 07:00.",
		"Guardar de todos modos")
	if w := v.post(at+"/resultado", append(form, "anyway", "1")...); w.Code != http.StatusSeeOther {
		t.Fatalf("saved all the same: %d", w.Code)
	}
	h.clock.Advance(25 * time.Minute)
	if again := v.next(); again == at {
		t.Error("the case is given at an hour at which nobody may call")
	}
}

// In Peru an effective contact a day is enough, but for the hour that the person asked for.
func TestAnHourThatTheLawLetsSomebodyAskForIsAgreedWithoutAWord(t *testing.T) {
	t.Parallel()
	h := openHouse(t)
	v := h.enter("agent")
	at := h.caseOf("Rosa Quishpe LIMA")
	hour := h.clock.Now().Add(3 * time.Hour).In(time.FixedZone("Lima", -5*3600)).Format("2006-01-02T15:04")
	w := v.post(at+"/resultado", "contact", "debtor", "result", "debtor/callback", "callback_at", hour,
		"channel", "voice", "party", "debtor", "began", "us", "key", v.field(at, "key"))
	if w.Code != http.StatusSeeOther {
		t.Fatal(w.Code, plainText(w.Body.String()))
	}
	const stopped = "Ahora no se le puede llamar"
	h.clock.Advance(time.Hour)
	shows(t, h.enter("agent").reads(at), stopped)
	h.clock.Advance(2 * time.Hour)
	if page := h.enter("agent").reads(at); strings.Contains(page, stopped) {
		t.Error("at the hour that they asked for:", page)
	}
}

func TestASharingTellsAllThatIsMissingAndKeepsWhatWasPicked(t *testing.T) {
	t.Parallel()
	h := openHouse(t)
	boss := h.enter("supervisor")
	w := boss.post("/piso/repartir")
	shows(t, plainText(w.Body.String()), "Elija a quién darlos.", "Elija al menos un caso.")
	person := strings.TrimPrefix(h.caseOf("Rosa Quishpe ANDINA"), "/casos/")
	w = boss.post("/piso/repartir", "case", person, "all", "1")
	if w.Code != http.StatusUnprocessableEntity {
		t.Fatal(w.Code)
	}
	shows(t, w.Body.String(), `value="`+person+`" checked`, `name="all" value="1" checked`)
	w = boss.post("/piso/repartir", "case", person, "to", "nadie")
	if w.Code != http.StatusSeeOther {
		t.Fatal(w.Code)
	}
	shows(t, boss.reads("/piso/repartir"), "1 caso quedó sin asignar.")
	shows(t, boss.reads("/piso"), "Sin asignar, por llamar", "Quién gestiona")
}

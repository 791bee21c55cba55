package admin_test

import (
	"html"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"aldia/domain/intake"
)

func TestOfTwoCutsOfADayTheUndoSaysWhichAndNamesWhatStandsInTheWay(t *testing.T) {
	t.Parallel()
	h := open(t)
	old := h.published("primera.csv", sent, "2026-11-20")
	h.get("admin", old.goes).sees("Deshacer el corte")
	fields := map[string]string{"kind": "portfolio", "creditor": "ANDINA", "day": "2026-11-20"}
	p := h.upload("admin", "corregida.csv", strings.ReplaceAll(sent, "31/02/2026", "28/02/2026"), fields)
	address := "/admin/cortes/" + h.cutOf(p).Text(intake.CutPrefix)
	h.post("admin", address+"/columnas", rightColumns()).is(http.StatusOK)
	h.post("admin", address+"/publicar", nil).sees("Se deshace", "20 nov 2026 · corregida.csv · publicado el ",
		"Vuelve a regir", "20 nov 2026 · primera.csv · publicado el ")
	h.get("admin", old.goes).sees("Para deshacer este corte, deshaga antes el que se apoya en él:",
		"20 nov 2026 · corregida.csv").seesNot("¿Deshacer el corte")
}

func TestADoubtfulGuessIsConfirmedBeforeTheFileGoesOn(t *testing.T) {
	t.Parallel()
	h := open(t)
	// Where people have one word for a name it may be the creditor's code for them.
	shorter := strings.ReplaceAll(sent, "José Ignacio Ñáñez", "Ñáñez")
	p := h.upload("admin", "cartera.csv", shorter, first("2026-11-20")).sees("Confirmo: es nombre")
	address := "/admin/cortes/" + h.cutOf(p).Text(intake.CutPrefix)
	bare := rightColumns()
	bare.Del("ok")
	h.post("admin", address+"/columnas", bare).is(http.StatusUnprocessableEntity).
		sees("1 dato sin confirmar", "Falta confirmar lo que se reconoció con duda: «Cliente».").
		seesNot("Todavía no se puede leer el archivo")
	h.get("admin", address).is(http.StatusSeeOther)

	// What was ticked for another reading of the column is no confirmation of this one.
	bare.Set("ok", "Cliente=person")
	h.post("admin", address+"/columnas", bare).is(http.StatusUnprocessableEntity).sees("1 dato sin confirmar")

	// A tick outlives a look at other settings.
	again := rightColumns()
	again.Set("go", "again")
	if body := h.post("admin", address+"/columnas", again).is(http.StatusOK).body; !ticked(body) {
		t.Error("the tick was lost")
	}
	h.post("admin", address+"/columnas", rightColumns()).is(http.StatusOK).sees("¿Publicar este corte?")
	if body := h.get("admin", address+"/columnas").body; !ticked(body) {
		t.Error("a file that was reviewed asks for the same again")
	}
	// What a person chooses for another column of theirs is no guess.
	other := rightColumns()
	other.Del("ok")
	other.Set("c2", "note")
	other.Set("c6", "person_name")
	h.post("admin", address+"/columnas", other).seesNot("dato sin confirmar")
}

// ticks are all the confirmations that the columns of a file ask for.
func (h *house) ticks(address string) (all []string) {
	box := regexp.MustCompile(`name="ok" value="([^"]*)"`)
	for _, m := range box.FindAllStringSubmatch(h.get("admin", address+"/columnas").body, -1) {
		all = append(all, html.UnescapeString(m[1]))
	}
	return all
}

func ticked(body string) bool {
	return regexp.MustCompile(`name="ok" value="[^"]*" checked`).MatchString(body)
}

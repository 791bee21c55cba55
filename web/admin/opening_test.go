package admin_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"aldia/domain/intake"
)

// proposed is the field of the name with the code in it.
var proposed = regexp.MustCompile(`<input[^>]* name="name"[^>]* value="ANDINA"`)

func TestANewCreditorIsGivenItsNameAndCountryInTheWizard(t *testing.T) {
	t.Parallel()
	h := open(t)
	p := h.upload("admin", "cartera.csv", sent, first("2026-11-20")).is(http.StatusOK).
		sees("Acreedor nuevo", "«ANDINA» todavía no está: se crea al publicar.")
	if !proposed.MatchString(p.body) {
		t.Error("its code is not proposed as its name")
	}
	address := "/admin/cortes/" + h.cutOf(p).Text(intake.CutPrefix)
	form := rightColumns()
	form.Set("name", "  ")
	form.Set("country", "EC")
	h.post("admin", address+"/columnas", form).is(http.StatusUnprocessableEntity).
		sees("Escriba el nombre del acreedor, de hasta 120 letras.").seesNot("Todavía no se puede leer el archivo").
		wrongAt("name")
	form.Set("name", "Cooperativa Andina")
	form.Set("country", "XX")
	h.post("admin", address+"/columnas", form).is(http.StatusUnprocessableEntity).
		sees("Elija el país del acreedor.").wrongAt("country")
	form.Set("country", "EC")
	h.post("admin", address+"/columnas", form).is(http.StatusOK).
		sees("¿Publicar este corte?", "Cooperativa Andina (ANDINA), nuevo (USD): se crea al publicar")

	// At the review it can still be mended, and the file is read as the other country writes.
	said := url.Values{"name": {""}, "country": {"EC"}}
	h.post("admin", address+"/acreedor", said).is(http.StatusUnprocessableEntity).
		sees("Escriba el nombre del acreedor").wrongAt("name")
	said = url.Values{"name": {"Cooperativa del Perú"}, "country": {"PE"}}
	h.post("admin", address+"/acreedor", said).is(http.StatusOK).
		sees("Cooperativa del Perú (ANDINA), nuevo (PEN): se crea al publicar", "2 filas nuevas")
	h.post("admin", address+"/publicar", nil).is(http.StatusOK).sees("Cartera de Cooperativa del Perú").
		seesNot("Acreedor nuevo")
	h.get("admin", "/admin/acreedores").sees("Cooperativa del Perú")
	h.post("admin", address+"/acreedor", said).is(http.StatusConflict)
}

func TestEachOfTheNewCreditorsOfAFileIsNamedAtItsReview(t *testing.T) {
	t.Parallel()
	h := open(t)
	const text = "creditor;account;person;person_name;due_on;principal\n" +
		"NORTE;A1;1;Rosa;2026-10-05;10\nSUR;B1;2;Ana;2026-10-05;20\n"
	p := h.upload("admin", "dos.csv", text, map[string]string{
		"kind": "portfolio", "creditor": "*", "day": "2026-11-20",
	}).is(http.StatusOK).sees("Si el archivo nombra a alguno que todavía no está, se crea al publicar.")
	address := "/admin/cortes/" + h.cutOf(p).Text(intake.CutPrefix)
	form := chosenColumns("creditor", "account", "person", "person_name", "due_on", "principal")
	form.Set("country", "EC")
	review := h.post("admin", address+"/columnas", form).is(http.StatusOK).
		sees("El archivo trae más acreedores", "«NORTE» todavía no está")
	_, rest, _ := strings.Cut(review.body, "El archivo trae más acreedores")
	_, rest, _ = strings.Cut(rest, `href="/admin/cortes/`)
	other, _, _ := strings.Cut(rest, `"`)
	for at, name := range map[string]string{
		address: "Banco del Norte", "/admin/cortes/" + other: "Banco del Sur",
	} {
		h.post("admin", at+"/acreedor", url.Values{"name": {name}, "country": {"EC"}}).is(http.StatusOK).sees(name)
		h.post("admin", at+"/publicar", nil).is(http.StatusOK).sees("Cartera de " + name)
	}
	h.get("admin", "/admin/acreedores").sees("Banco del Norte", "Banco del Sur")
}

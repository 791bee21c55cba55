package admin_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"aldia/domain/intake"
)

// otherwise is the file of a creditor whose system was changed: other names, and a column more.
const otherwise = `Nro. de préstamo;Agencia;Identificación;Nombre;Celular;Vencimiento;Capital insoluto;Ciudad
CR-1;Norte;1714307103;Rosa Elena Quishpe;0991234567;15/11/2026;400,40;Ambato
CR-4;Sur;1803004005;Luis Toapanta;0995556677;10/11/2026;75,00;Ambato
`

func TestAFileThatComesOtherwiseIsToldOnceAndReadAfresh(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.published("cartera-20.csv", sent, "2026-11-20")
	fields := map[string]string{"kind": "portfolio", "creditor": "ANDINA", "day": "2026-11-21"}
	p := h.upload("admin", "cartera-21.csv", otherwise, fields).is(http.StatusOK).sees(
		"El archivo no viene como los anteriores de ANDINA",
		"«Saldo Capital» (saldo de capital). Lo más probable es que ahora se llame «Capital insoluto».",
		"Hay una columna nueva «Agencia»", "Leer de nuevo",
		"Al publicar, así se leerán los archivos de este acreedor.").
		seesNot("léalo de nuevo", "Todavía no se puede leer el archivo")
	if n := strings.Count(p.body, `role="alert"`); n > 1 {
		t.Errorf("%d boxes cry at once", n)
	}
	address := "/admin/cortes/" + h.cutOf(p).Text(intake.CutPrefix)

	// What somebody tried out is forgotten as well.
	tried := chosenColumns("-", "account", "id_number", "person_name", "phones", "-", "principal", "city")
	tried.Set("go", "again")
	h.post("admin", address+"/columnas", tried).is(http.StatusOK).
		sees("Faltan columnas obligatorias: fecha de vencimiento", "Leer de nuevo")
	h.post("admin", address+"/releer", nil).is(http.StatusOK).sees(
		"Las columnas se reconocieron de nuevo desde este archivo.",
		"Al publicar, así se leerán los archivos de este acreedor.").
		seesNot("Todavía no se puede leer el archivo")
	columns := chosenColumns("account", "+", "id_number", "person_name", "phones", "due_on", "principal", "city")
	columns.Set("c1", intake.ChooseKeep)
	h.post("admin", address+"/columnas", columns).is(http.StatusUnprocessableEntity).
		sees("datos sin confirmar", "«Nro. de préstamo»", "Confirmo: es número de cuenta")
	columns["ok"] = h.ticks(address)
	h.post("admin", address+"/columnas", columns).is(http.StatusOK).
		sees("1 fila nueva, 1 cambiada, 0 iguales, 0 rechazadas")
	h.post("admin", address+"/publicar", nil).is(http.StatusOK).sees("El corte se publicó.")

	// From now on the creditor's files are expected so.
	fields["day"] = "2026-11-22"
	h.upload("admin", "cartera-22.csv", otherwise, fields).is(http.StatusOK).sees("como la última vez").
		seesNot("El archivo no viene como los anteriores", "Leer de nuevo")
	h.post("admin", address+"/releer", url.Values{}).is(http.StatusConflict)
}

// vague is a file whose capital has a name that says nothing, beside another amount that is called a debt.
const vague = `Operación;Cédula;Cliente;Vence;%s;Valor Vencido
CR-1;1714307103;Rosa Elena Quishpe;15/11/2026;400,40;310,10
`

func TestTheAmountThatWasRenamedStaysTheAmount(t *testing.T) {
	t.Parallel()
	h := open(t)
	columns := chosenColumns("account", "id_number", "person_name", "due_on", "principal", intake.ChooseKeep)
	p := h.upload("admin", "cartera-20.csv", fmt.Sprintf(vague, "Saldo Capital"), first("2026-11-20"))
	address := "/admin/cortes/" + h.cutOf(p).Text(intake.CutPrefix)
	h.post("admin", address+"/columnas", columns).is(http.StatusOK)
	h.post("admin", address+"/publicar", nil).is(http.StatusOK).sees("El corte se publicó.")
	fields := map[string]string{"kind": "portfolio", "creditor": "ANDINA", "day": "2026-11-21"}
	p = h.upload("admin", "cartera-21.csv", fmt.Sprintf(vague, "Capital Zulú"), fields).is(http.StatusOK).sees(
		"«Saldo Capital» (saldo de capital). Lo más probable es que ahora se llame «Capital Zulú».",
		"1 dato por confirmar", "Antes era «Saldo Capital»; ahora parece llamarse «Capital Zulú». Confírmelo.")
	address = "/admin/cortes/" + h.cutOf(p).Text(intake.CutPrefix)
	tried := chosenColumns("account", "id_number", "person_name", "due_on", "-", "principal")
	tried.Set("go", "again")
	h.post("admin", address+"/columnas", tried).is(http.StatusOK).sees("Leer de nuevo",
		"Las que faltan se propusieron abajo con su nombre nuevo")
	h.post("admin", address+"/releer", nil).is(http.StatusOK).sees("las que solo cambiaron de nombre",
		"ahora parece llamarse «Capital Zulú»")
	columns["ok"] = h.ticks(address)
	h.post("admin", address+"/columnas", columns).is(http.StatusOK).
		sees("0 filas nuevas, 0 cambiadas, 1 igual, 0 rechazadas")

	// Of what is gone for good nobody says that it was proposed.
	gone := strings.Replace(fmt.Sprintf(vague, "Zona"), ";400,40", ";Norte", 1)
	h.upload("admin", "cartera-22.csv", gone, fields).is(http.StatusOK).sees("De lo que no tiene nombre nuevo").
		seesNot("se propusieron abajo")
}

func TestUnderOtherTitleLinesTheHeaderIsFoundAndNotTheFirstRow(t *testing.T) {
	t.Parallel()
	h := open(t)
	p := h.upload(
		"admin",
		"cartera-20.csv",
		"Banco Andina\nCartera vencida\nEn dólares\n"+sent,
		first("2026-11-20"),
	)
	address := "/admin/cortes/" + h.cutOf(p).Text(intake.CutPrefix)
	columns := rightColumns()
	columns.Set("skip", "3")
	h.post("admin", address+"/columnas", columns).is(http.StatusOK)
	h.post("admin", address+"/publicar", nil).is(http.StatusOK).sees("El corte se publicó.")
	fields := map[string]string{"kind": "portfolio", "creditor": "ANDINA", "day": "2026-11-21"}
	for _, titles := range []string{"Banco Andina\n", "Banco Andina\nSistema nuevo\n"} {
		p = h.upload("admin", "cartera-21.csv", titles+otherwise, fields).is(http.StatusOK).sees(
			"«Saldo Capital» (saldo de capital). Lo más probable es que ahora se llame «Capital insoluto».",
			"Hay una columna nueva «Agencia»", "no hace falta volver a leerlas", "Leer de nuevo").
			seesNot("«CR-1»", "Todavía no se puede leer el archivo", "léalo de nuevo")
		address = "/admin/cortes/" + h.cutOf(p).Text(intake.CutPrefix)
		columns = chosenColumns("account", intake.ChooseKeep, "id_number", "person_name", "phones", "due_on",
			"principal", "city")

		// Where somebody takes a row for the header, the button brings the header back.
		columns.Set("skip", strconv.Itoa(strings.Count(titles, "\n")+1))
		columns.Set("go", "again")
		h.post("admin", address+"/columnas", columns).is(http.StatusOK).sees("léalo de nuevo", "Leer de nuevo").
			seesNot("no hace falta volver a leerlas")
		h.post("admin", address+"/releer", nil).is(http.StatusOK).sees("no hace falta volver a leerlas").
			seesNot("«CR-1»", "Todavía no se puede leer el archivo")
		columns.Set("skip", strconv.Itoa(strings.Count(titles, "\n")))
		columns.Set("go", "on")
		columns["ok"] = h.ticks(address)
		h.post("admin", address+"/columnas", columns).is(http.StatusOK).
			sees("1 fila nueva, 1 cambiada, 0 iguales, 0 rechazadas")
	}
}

func TestSeveralThingsThatAreWrongWithColumnsAreOneBox(t *testing.T) {
	t.Parallel()
	h := open(t)
	p := h.upload("admin", "raro.csv", "uno;dos;tres\na;b;c\n", first("2026-11-20")).is(http.StatusOK).
		sees("Todavía no se puede leer el archivo", "Faltan columnas obligatorias")
	if n := strings.Count(p.body, `<div class="alert tone-bad`); n != 1 {
		t.Errorf("what is wrong stands in %d boxes", n)
	}
	p.seesNot("Leer de nuevo")
}

package admin_test

import (
	"net/http"
	"net/url"
	"testing"

	"aldia/domain/intake"
)

func TestPaymentsUploadedAsDebtsAreReadAsWhatTheyAre(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.published("cartera-20.csv", sent, "2026-11-20")
	const paid = "Operación;Cédula;Fecha de pago;Monto pagado;Referencia\n" +
		"CR-1;1714307103;13/11/2026;50,00;T-1\nCR-2;0926687856;14/11/2026;20,00;T-2\n"
	fields := map[string]string{"kind": "portfolio", "creditor": "ANDINA", "day": "2026-11-20"}
	p := h.upload("admin", "pagos.csv", paid, fields).is(http.StatusOK).sees(
		"Parece un archivo de pagos, no de cartera", "«Fecha de pago» y «Monto pagado»", "Leer como pagos")
	address := "/admin/cortes/" + h.cutOf(p).Text(intake.CutPrefix)
	h.post("admin", address+"/clase", url.Values{"kind": {"contacts"}}).is(http.StatusUnprocessableEntity)
	h.post("admin", address+"/clase", url.Values{"kind": {"payments"}}).is(http.StatusOK).sees(
		"El archivo se lee ahora como pagos.",
		"Todas las columnas necesarias se reconocieron").seesNot("Parece un archivo")
}

func TestAColumnThatStandsTwiceIsChosenByAPerson(t *testing.T) {
	t.Parallel()
	h := open(t)
	const twice = "Operación;Cédula;Nombre;Vence;Saldo Capital;Saldo Capital\n" +
		"CR-1;1714307103;Rosa Elena Quishpe;25/10/2026;1.250,40;900,00\n"
	p := h.upload("admin", "doble.csv", twice, first("2026-11-20")).is(http.StatusOK).sees(
		"«Saldo Capital» y «Saldo Capital (2)» (columnas 5, 6)", "Todavía no se puede leer el archivo")
	address := "/admin/cortes/" + h.cutOf(p).Text(intake.CutPrefix)
	none := chosenColumns("account", "id_number", "person_name", "due_on", "-", "-")
	h.post("admin", address+"/columnas", none).is(http.StatusUnprocessableEntity).
		sees("Faltan columnas obligatorias: saldo de capital")
	second := chosenColumns("account", "id_number", "person_name", "due_on", "-", "principal")
	h.post("admin", address+"/columnas", second).is(http.StatusOK).sees("¿Publicar este corte?", "900,00")
}

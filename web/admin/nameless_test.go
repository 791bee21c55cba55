package admin_test

import (
	"net/http"
	"testing"

	"aldia/domain/intake"
)

func TestAFileWithoutNamesGoesOnWithTheCodeAsTheName(t *testing.T) {
	t.Parallel()
	h := open(t)
	p := h.upload("admin", "facturas.csv", "Factura;Código Cliente;Vence;Saldo Capital\n"+
		"F-1;C-77;05/10/2026;10,00\nF-2;C-78;31/10/2026;20,00\n", first("2026-11-20"))
	p.sees("Faltan columnas obligatorias: nombre. Elija en la lista, en «Se lee como»",
		"elija «código y nombre del cliente» en la del código").seesNot("El archivo trae: Factura")
	address := "/admin/cortes/" + h.cutOf(p).Text(intake.CutPrefix)
	f := chosenColumns("account", intake.ChooseCodeAndName, "due_on", "principal")
	f["ok"] = h.ticks(address)
	h.post("admin", address+"/columnas", f).is(http.StatusOK).sees("2 filas nuevas, 0 cambiadas")
	h.get("admin", address+"/columnas").sees("Todas las columnas necesarias se reconocieron").
		seesNot("También se toma para", "por confirmar")

	// What was said of one column is taken back by saying something else of it.
	f["c1"] = []string{"person"}
	h.post("admin", address+"/columnas", f).is(http.StatusUnprocessableEntity).
		sees("Faltan columnas obligatorias: nombre.")
}

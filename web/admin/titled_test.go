package admin_test

import (
	"net/http"
	"net/url"
	"testing"

	"aldia/domain/intake"
)

func TestTheDayInTheTitleOfAFileIsProposedAndNeverTakenByItself(t *testing.T) {
	t.Parallel()
	h := open(t)
	p := h.upload("admin", "cartera.csv", "Cartera al 31/10/2026\n"+sent, first("2026-11-20")).
		sees("El título del archivo dice 31 oct 2026, y el día del corte es 20 nov 2026",
			"«Cartera al 31/10/2026»",
			"Tomar el 31 oct 2026")
	address := "/admin/cortes/" + h.cutOf(p).Text(intake.CutPrefix)
	titled := rightColumns()
	titled.Set("skip", "1")
	h.post("admin", address+"/columnas", titled).sees("viernes 20 de noviembre de 2026")

	h.post("admin", address+"/dia", url.Values{"day": {"2026-10-31"}}).is(http.StatusOK).
		sees("El título del archivo también dice 31 oct 2026", "«Cartera al 31/10/2026»").seesNot("Tomar el")
	h.post("admin", address+"/columnas", titled).sees("sábado 31 de octubre de 2026")
	h.post("admin", address+"/dia", url.Values{"day": {"2999-01-01"}}).is(http.StatusUnprocessableEntity)

	h.upload("admin", "otra.csv", sent, first("2026-11-20")).seesNot("El título del archivo")
}

package admin_test

import (
	"net/http"
	"strings"
	"testing"

	"aldia/domain/intake"
)

func TestAMendedFileIsAddedToWhatThereIsAndSaysSo(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.published("cartera.csv", sent, "2026-11-20")
	mended := "Operación;Cédula;Cliente;Celular;Cuándo;Saldo Capital;Ciudad;" +
		strings.Join(intake.ErrorColumns(),
			";") + "\nCR-3;1710034065;Lucía Benavides;0991112223;28/02/2026;98,74;" +
		"Quito;4;Cuándo;31/02/2026;Esa fecha no existe en el calendario.;\n"
	p := h.upload("admin", "rechazadas.csv", mended,
		map[string]string{"kind": "portfolio", "creditor": "ANDINA", "day": "2026-11-20"}).
		seesNot("La columna aldia_motivo se lee como")
	address := "/admin/cortes/" + h.cutOf(p).Text(intake.CutPrefix)
	f := chosenColumns("account", "id_number", "person_name", "phones", "due_on", "principal", "city",
		intake.ChooseLeave, intake.ChooseLeave, intake.ChooseLeave, intake.ChooseLeave, intake.ChooseLeave)
	h.post("admin", address+"/columnas", f).is(http.StatusOK).
		sees("Son filas del archivo de rechazadas", "1 fila nueva, 0 cambiadas", "0 cuentas ya no están").
		seesNot("este reemplaza a")
	h.post("admin", address+"/publicar", nil).is(http.StatusOK).seesNot("aldia_motivo")
}

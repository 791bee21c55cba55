package main

import (
	"strings"
	"testing"
)

func TestADayInTheTitleOfAFileIsToldAndTheDayAskedForStands(t *testing.T) {
	t.Parallel()
	d := atConsole(t)
	d.write("cartera.csv", "COOPERATIVA ANDINA\nCartera al 31 de octubre de 2026\n"+
		"Operación;Cédula;Cliente;Fecha Vencimiento;Saldo Capital\n"+
		"CR-1;1714307103;Rosa Elena Quishpe;25/10/2026;1.250,40\n")
	load := []string{"import", "portfolio", "cartera.csv", "--creditor", "ANDINA", "--country", "EC"}
	d.wants(d.tell(exitDone, append(load, "--dry-run")...), "«Cartera al 31 de octubre de 2026»",
		"se carga con fecha de hoy", "--as-of 2026-10-31")
	d.wants(d.tell(exitDone, append(load, "--as-of", "2026-11-01")...),
		"que es 31 oct 2026, y se carga con fecha 1 nov 2026, como se pidió.")
	if told := d.tell(exitDone, append(load, "--as-of", "2026-10-31", "--creditor",
		"SUR")...); strings.Contains(
		told, "El título") {
		t.Errorf("a title that agrees is told:\n%s", told)
	}
	answer, _ := d.run(exitDone, "", append(load, "--as-of", "2026-11-01")...)
	if answer["title_day"] != "2026-10-31" || answer["title"] != "Cartera al 31 de octubre de 2026" {
		t.Errorf("the answer says %v, %v", answer["title_day"], answer["title"])
	}
}

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestTheErrorFileLoadedBackAsItIsChangesNothing(t *testing.T) {
	t.Parallel()
	d := atConsole(t)
	d.write("cartera.csv", "Operación;Cédula;Cliente;Fecha Vencimiento;Saldo Capital;Interés\n"+
		"CR-1;1714307103;Rosa Elena Quishpe;25/10/2026;1.250,40;3,00\n"+
		"CR-1;1714307103;Rosa Elena Quishpe;25/10/2026;2.999,00;4,00\n"+
		"CR-2;1714307103;Rosa Elena Quishpe;25/10/2026;100,00;5,00\n"+
		"CR-3;;Luis Andrade;45/10/2026;mil;-1\n")
	load := func(code int, file, errors string) map[string]any {
		answer, _ := d.run(code, "", "import", "portfolio", file, "--creditor", "ANDINA", "--country", "EC",
			"--as-of", "2026-11-20", "--errors", errors)
		return answer
	}
	first := load(exitRefused, "cartera.csv", "errores.csv")
	if first["new"] != 2.0 || first["refused"] != 2.0 {
		t.Fatalf("first %v", first)
	}
	errors := d.read("errores.csv")
	d.wants(errors, "CR-1;1714307103;Rosa Elena Quishpe;25/10/2026;2.999,00;4,00;3;Operación;CR-1;",
		";5;Fecha Vencimiento | Saldo Capital | Interés | Cédula;\"45/10/2026 | mil | -1 | \";")
	again := load(exitRefused, "errores.csv", "otra.csv")
	if again["refused"] != 2.0 || again["changed"] != 0.0 || again["new"] != 0.0 || again["gone"] != 0.0 {
		t.Fatalf("unmended %v", again)
	}
	d.wants(d.read("otra.csv"), ";2;Operación;CR-1;", "aldia_motivo")

	d.tell(exitUsage, "import", "portfolio", "otra.csv", "--creditor", "ANDINA", "--errors", "./otra.csv")
	if d.read("otra.csv") == "" {
		t.Error("the file that was to be loaded is wiped out")
	}
	// A clerk mends the sum of one row and all that is wrong with the other, and has moved a column to the
	// front.
	lines := strings.Split(strings.TrimSpace(d.read("otra.csv")), "\n")
	for i, line := range lines {
		cells := strings.SplitN(strings.TrimPrefix(line, "\ufeff"), ";", 8)
		cells[6], cells[0], cells[1], cells[2], cells[3], cells[4], cells[5] = cells[5], cells[6], cells[0],
			cells[1],
			cells[2], cells[3], cells[4]
		lines[i] = strings.Join(cells, ";")
	}
	d.write("mala.csv", strings.Join(lines, "\n")+"\n")
	if moved := load(exitRefused, "mala.csv",
		"movida.csv"); moved["changed"] != 0.0 || moved["refused"] != 2.0 {
		t.Fatalf("with a column moved %v", moved)
	}
	d.wants(d.read("movida.csv"),
		"CR-1;1714307103;Rosa Elena Quishpe;25/10/2026;2.999,00;4,00;2;Operación;CR-1;")
	d.write("buena.csv", strings.NewReplacer("2.999,00", "2.000,00", ";;Luis Andrade;45/10/2026;mil;-1",
		";0926687856;Luis Andrade;15/10/2026;1.000,00;1,00").Replace(d.read("movida.csv")))
	if mended := load(exitDone, "buena.csv", "nada.csv"); mended["changed"] != 1.0 || mended["new"] != 1.0 ||
		mended["gone"] != 0.0 {
		t.Fatalf("mended %v", mended)
	}
}

// read gives what stands in a file of the folder.
func (d *console) read(name string) string {
	d.t.Helper()
	text, err := os.ReadFile(filepath.Join(d.folder, name))
	if err != nil {
		d.t.Fatal(err)
	}
	return string(text)
}

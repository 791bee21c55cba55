package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const publishedFigures = `País;Parámetro;Desde;Hasta;Valor;Fuente
CL;UF;22/11/2026;;39.500,25;CMF, noviembre de 2026
CO;IBC;01/11/2026;30/11/2026;18,00;Superfinanciera, certificado de noviembre
PE;UIT;2026-01-01;;5.350;
AR;UVA;2026-01-01;;1000,5;BCRA
`

// TestFiguresAreLoadedOnceUsedByTheirDayAndTakenBack goes the whole way: two rows in, two refused with their
// line and column, the same file again, a fee and a ceiling that use them, and undo.
func TestFiguresAreLoadedOnceUsedByTheirDayAndTakenBack(t *testing.T) {
	t.Parallel()
	d := atConsole(t)
	d.write("cifras.csv", publishedFigures)
	told := d.tell(exitRefused, "import", "parameters", "cifras.csv", "--dry-run")
	d.wants(told, "línea 4, Valor «5.350»: puede leerse como mil o como decimal",
		"línea 5, País «AR»: no hay un paquete con ese código", "2 valores nuevos", "Es un ensayo")
	first, _ := d.run(exitRefused, "", "import", "parameters", "cifras.csv", "--errors", "malas.csv")
	if first["new"] != 2.0 || first["refused"] != 2.0 || !strings.HasPrefix(first["import"].(string), "par_") {
		t.Errorf("%v", first)
	}
	bad, err := os.ReadFile(filepath.Join(d.folder, "malas.csv"))
	if err != nil || strings.Count(string(bad), "\n") != 3 ||
		!strings.Contains(string(bad), "PE;UIT;2026-01-01") {
		t.Errorf("%v\n%s", err, bad)
	}
	again := d.tell(exitRefused, "import", "parameters", "cifras.csv")
	d.wants(again, "2 iguales", "no cambia nada")

	fee := `{"pack":"CL","overdue":"60","unit":"UF","days":25,"useful_action":true,"on":"2026-11-22"}`
	d.wants(d.asks(exitDone, fee, "fee")[0], `"missing_parameter":"UF"`) // nothing without a database
	d.wants(d.asks(exitDone, fee, "fee", "--db", "sqlite:aldia.db")[0], `"amount":"142201"`)
	late := strings.Replace(fee, "2026-11-22", "2026-11-23", 1)
	d.wants(d.asks(exitDone, late, "fee", "--db", "sqlite:aldia.db")[0], `"missing_parameter":"UF"`)
	ceiling := `{"pack":"CO","on":"2026-11-15"}`
	d.wants(d.asks(exitDone, ceiling, "cap", "--db", "sqlite:aldia.db")[0], `"cap":"27.00"`)
	given := `{"pack":"CO","on":"2026-11-15","parameters":{"IBC":"20"}}`
	d.wants(d.asks(exitDone, given, "cap", "--db", "sqlite:aldia.db")[0], `"cap":"30.00"`)

	load := first["import"].(string)
	undone, _ := d.run(exitDone, "", "import", "undo", load)
	twice, _ := d.run(exitDone, "", "import", "undo", load)
	if undone["again"] != false || twice["again"] != true {
		t.Errorf("%v, %v", undone, twice)
	}
	d.wants(d.asks(exitRefused, ceiling, "cap", "--db", "sqlite:aldia.db")[0], "IBC")
}

func TestAFileThatIsNoFileOfFiguresIsRefusedWhole(t *testing.T) {
	t.Parallel()
	d := atConsole(t)
	d.write("cifras.csv", "Parámetro;Valor\nUF;39500,25\n")
	d.inBoth(exitRefused, "Al archivo le faltan columnas: pais, desde, fuente",
		"The file lacks columns: pais, desde, fuente", "import", "parameters", "cifras.csv")
	d.inBoth(exitUsage, "la opción --creditor no vale para los parámetros",
		"the option --creditor is not for parameters", "import", "parameters", "cifras.csv", "--creditor", "X")
	d.write("chile.csv", "parametro,desde,valor,fuente\nUF,2026-11-22,39500.25,CMF\n")
	answer, _ := d.run(exitDone, "", "import", "parameters", "chile.csv", "--country", "cl")
	if answer["new"] != 1.0 {
		t.Errorf("%v", answer)
	}
}

// TestWhatMustBeKeptNotifiedAndGradedIsTold is the terms, notices and classes of a pack.
func TestWhatMustBeKeptNotifiedAndGradedIsTold(t *testing.T) {
	t.Parallel()
	d := atConsole(t)
	lines := d.asks(exitDone, "", "keep", "EC")
	d.wants(strings.Join(lines, "\n"), "kind,what,segments,value,unit",
		"prescription,executive,,5,year,,,ec.prescription.executive,law,secondary")
	answer, _ := d.run(exitDone, "", "law", "keep", "CO")
	if all, is := answer["keep"].([]any); !is || len(all) < 3 {
		t.Errorf("%v", answer)
	}
	for _, c := range []struct{ ask, document, want string }{
		{"term", `{"id":1,"pack":"EC","kind":"prescription","from":"2026-11-22"}`,
			`{"id":1,"terms":[{"what":"executive","years":5,"until":"2031-11-22","rule":"ec.prescription.executive"`},
		{"notice", `{"pack":"CO","what":"bureau_report","given":["2026-11-01"],"debt":"9000000",` +
			`"parameters":{"SMLMV":"1423500"}}`, `"from":"2026-11-22","lacks":0`},
		{"notice", `{"pack":"CO","what":"bureau_report","given":["2026-11-01"],"debt":"100000",` +
			`"parameters":{"SMLMV":"1423500"}}`, `"from":null,"lacks":1`},
	} {
		d.wants(d.asks(exitDone, c.document, c.ask)[0], c.want)
	}
	for _, c := range []struct{ ask, document, want string }{
		{"term", `{"pack":"EC","kind":"forever"}`, "prescription"},
		{"notice", `{"pack":"CO","what":"bureau_report","given":["ayer"]}`, "ayer"},
		{"class", `{"pack":"US","segment":"consumer","days":10}`, "tabla"},
	} {
		d.wants(d.asks(exitRefused, c.document, c.ask)[0], c.want)
	}
	d.wants(d.tell(exitUsage, "law", "keep"), "se esperan 2 argumentos")
}

func TestADatabaseThatIsNotThereIsToldAndThePacksAnswerAlone(t *testing.T) {
	t.Parallel()
	d := atConsole(t)
	d.wants(d.tell(exitDone, "law", "keep", "EC", "--db", "sqlite:nada.db"), "No hay base de datos en nada.db",
		"ec.prescription.executive")
	if _, err := os.Stat(filepath.Join(d.folder, "nada.db")); err == nil {
		t.Error("a database was made of a slip of the pen")
	}
}

package main

import (
	"reflect"
	"testing"
)

func TestATrialTellsWhatTheFileWouldChange(t *testing.T) {
	t.Parallel()
	d := atConsole(t)
	const head = "account;person;person_name;due_on;principal;currency\n"
	d.write("antes.csv", head+"A1;1;Rosa;2026-10-25;1240.40;USD\nA2;2;Ana;2026-11-10;20;USD\n"+
		"A3;3;Luz;2026-10-05;30;USD\nA4;4;Eva;2026-10-05;40;EUR\n")
	d.write("hoy.csv", head+"A1;1;Rosa;2026-10-15;1240.40;USD\nA2;2;Ana;2026-12-10;15;USD\n"+
		"A5;5;Inés;2026-10-05;50;USD\nA4;4;Eva;2026-10-05;40;EUR\n")
	load := func(file, day string, more ...string) []string {
		return append([]string{
			"import", "portfolio", file, "--creditor", "ANDINA", "--country", "EC", "--as-of", day,
		}, more...)
	}
	d.tell(exitDone, load("antes.csv", "2026-11-20")...)
	told := d.tell(exitDone, load("hoy.csv", "2026-11-21", "--dry-run")...)
	d.wants(told, "Lo que cambia, en USD (ANDINA):", "Lo que cambia, en EUR (ANDINA):", "había", "1.290,40",
		"entran", "1 cuenta", "50,00", "salen", "cambian de saldo (diferencia)", "−5,00",
		"se curan: vuelven a estar al día", "pasan de 1-30 a Al día", "pasan de 1-30 a 31-60", "1.305,40",
		"separador", "codificación", "Es un ensayo")

	answer, _ := d.run(exitDone, "", load("hoy.csv", "2026-11-21", "--dry-run")...)
	sum := func(n float64, balance string) map[string]any {
		return map[string]any{"accounts": n, "balance": balance}
	}
	none := sum(0, "0.00")
	want := []any{
		map[string]any{
			"creditor": "ANDINA", "currency": "EUR", "was": sum(1, "40.00"), "in": none, "out": none, "asked": none,
			"changed": none, "cured": none, "is": sum(1, "40.00"), "rolled": []any{},
		},
		map[string]any{
			"creditor": "ANDINA", "currency": "USD", "was": sum(3, "1290.40"), "in": sum(1, "50.00"),
			"out": sum(1, "30.00"), "asked": none, "changed": sum(1, "-5.00"), "cured": sum(1, "15.00"),
			"is": sum(3, "1305.40"), "rolled": []any{
				map[string]any{"from": "1-30", "to": "current", "accounts": 1.0, "balance": "15.00"},
				map[string]any{"from": "1-30", "to": "31-60", "accounts": 1.0, "balance": "1240.40"},
			},
		},
	}
	if !reflect.DeepEqual(answer["difference"], want) {
		t.Errorf("the difference is %v", answer["difference"])
	}
	// The load itself answers with the same, and the trial has changed nothing.
	loaded, _ := d.run(exitDone, "", load("hoy.csv", "2026-11-21")...)
	if !reflect.DeepEqual(loaded["difference"], want) {
		t.Errorf("loaded, the difference is %v", loaded["difference"])
	}
}

func TestBadFilesAreRefusedInWordsAndChangeNothing(t *testing.T) {
	t.Parallel()
	d := atConsole(t)
	const head = "Operación;Cédula;Cliente;Vence;Saldo Capital\n"
	d.write("pagos.csv", "Operación;Cédula;Fecha de pago;Monto pagado;Referencia\n"+
		"CR-1;1714307103;13/11/2026;50,00;T-1\nCR-2;1710034065;14/11/2026;20,00;T-2\n")
	d.write("doble.csv", "Operación;Cédula;Cliente;Vence;Saldo Capital;Saldo Capital\n"+
		"CR-1;1714307103;Rosa Elena Quishpe;25/10/2026;1.250,40;900,00\n")
	d.write("vacio.csv", "")
	d.write("titulos.csv", head)
	d.write("es.csv", "%PDF-1.7\n1 0 obj\n")
	d.write("menos.csv", head+"CR-1;1714307103;Rosa Elena Quishpe;25/10/2026;-5\n"+
		"CR-2;1710034065;Ana Lucía Torres;25/10/2226;5\n")
	load := func(kind, file string) []string {
		return []string{"import", kind, file, "--creditor", "ANDINA", "--country", "EC", "--as-of", "2026-11-20"}
	}
	for _, c := range []struct {
		kind, file string
		says       []string
	}{
		{"portfolio", "pagos.csv", []string{
			"parece de pagos", "«Fecha de pago» y «Monto pagado»", "nombre, saldo de capital",
			"aldia import payments", "No se cambió nada",
		}},
		{"portfolio", "doble.csv", []string{
			"«Saldo Capital» y «Saldo Capital (2)» (columnas 5, 6)", "cuál es «saldo de capital»",
		}},
		{"portfolio", "vacio.csv", []string{"vacio.csv está vacío"}},
		{"portfolio", "titulos.csv", []string{"titulos.csv no tiene ninguna fila"}},
		{"portfolio", "es.csv", []string{"es.csv es un PDF", "XLSX o CSV"}},
		{"payments", "menos.csv", []string{
			"parece de cartera", "«Vence» y «Saldo Capital»", "aldia import portfolio",
		}},
	} {
		d.wants(d.tell(exitRefused, load(c.kind, c.file)...), c.says...)
	}
	if answer, _ := d.run(exitDone, "", load("payments", "pagos.csv")...); answer["accepted"] != 0.0 ||
		answer["unmatched"] != 2.0 {
		t.Errorf("nothing was there before, and the payments are %v", answer)
	}
	d.wants(d.tell(exitRefused, load("portfolio", "menos.csv")...),
		"línea 2, Saldo Capital «-5»: Un saldo no puede ser negativo.", "saldo a favor", "floor: 0",
		"línea 3, Vence «25/10/2226»: La fecha es posterior al año 2100.")
}

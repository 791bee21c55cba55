package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestThePaymentsOfAFileAreCountedOnceAndSummedAsAccepted(t *testing.T) {
	t.Parallel()
	d := atConsole(t)
	d.write("cartera.csv", "cuenta;cédula;nombre;vence;saldo capital\n"+
		"A1;1714307103;Rosa;25/10/2026;100\nA2;1710034065;Luis;25/10/2026;100\n")
	d.write("pagos.csv", "cuenta;fecha pago;monto;recibo\n"+
		"A1;20/11/2025;10,50;R1\nA2;21/11/2025;20,00;R2\n"+
		"ZZ;21/11/2025;40,00;R3\n"+ // nobody's: kept aside, and not accepted
		"A1;25/12/2099;5,00;R4\n"+ // a day that is yet to come
		"A1;20/11/2025;10,50;R1\n"+
		";20/11/2025;1,00;\nA2;x;1,00;R9\nA2;;2,00;R10\n")
	load := []string{"--creditor", "ANDINA", "--as-of", "2025-11-22"}
	d.run(
		exitDone,
		"",
		"import",
		"portfolio",
		"cartera.csv",
		"--creditor",
		"ANDINA",
		"--country",
		"EC",
		"--as-of",
		"2025-11-20",
	)
	for _, dry := range []bool{true, false} {
		args := append([]string{"import", "payments", "pagos.csv", "--errors", "rechazos.csv"}, load...)
		if dry {
			args = append(args, "--dry-run")
		}
		answer, _ := d.run(exitRefused, "", args...)
		amount, is := answer["amount"].(map[string]any)
		if !is || amount["USD"] != "30.50" || answer["accepted"] != 2.0 || answer["refused"] != 4.0 ||
			answer["unmatched"] != 1.0 || answer["duplicate"] != 1.0 || answer["rows"] != 8.0 {
			t.Errorf("dry run %v: %v", dry, answer)
		}
		rejects, err := os.ReadFile(filepath.Join(d.folder, "rechazos.csv"))
		if err != nil {
			t.Fatal(err)
		}
		text := string(rejects)
		d.wants(text, ";fecha pago;", ";cuenta;")
		for _, ours := range []string{"paid_on", "account"} {
			if strings.Contains(text, ours) {
				t.Errorf("dry run %v: a name of ours, %s, in:\n%s", dry, ours, text)
			}
		}
		if strings.Count(text, "2099") != 2 { // as it stood in the row, and as what is wrong with it
			t.Errorf("dry run %v: the payment of a day to come:\n%s", dry, text)
		}
	}
	told := d.tell(exitRefused, append([]string{"import", "payments", "pagos.csv"}, load...)...)
	if strings.Count(told, "línea 5") != 1 {
		t.Errorf("the payment of a day to come is told more than once:\n%s", told)
	}
}

func TestAColumnThatAFileLacksIsNamedInWords(t *testing.T) {
	t.Parallel()
	d := atConsole(t)
	d.write("falta.csv", "cuenta;moneda;zzz\nA1;USD;1\n")
	told := d.tell(
		exitRefused,
		"import",
		"portfolio",
		"falta.csv",
		"--creditor",
		"ANDINA",
		"--country",
		"EC",
	)
	d.wants(told, "código de cliente, nombre, fecha de vencimiento, saldo de capital")
	d.write("sin.csv", "cuenta;cédula;nombre;vence;saldo capital\nA1;;;25/10/2026;10\n")
	told = d.tell(exitRefused, "import", "portfolio", "sin.csv", "--creditor", "ANDINA", "--country", "EC",
		"--errors", "rechazos.csv")
	d.wants(told, "línea 2, nombre", "línea 2, cédula")
	if strings.Contains(told, "person") {
		t.Errorf("a name of ours in:\n%s", told)
	}
}

func TestPaymentsThatAreKnownAreSaidToChangeNothing(t *testing.T) {
	t.Parallel()
	d := atConsole(t)
	d.write("cartera.csv", "cuenta;cédula;nombre;vence;saldo capital\nA1;1714307103;Rosa;25/10/2026;100\n")
	d.tell(exitDone, "import", "portfolio", "cartera.csv", "--creditor", "ANDINA", "--country", "EC")
	d.write("pagos.csv", "cuenta;fecha pago;monto;recibo\nA1;20/11/2025;10,50;R1\nZZ;21/11/2025;40,00;R3\n")
	d.write("otra.csv",
		"cuenta;fecha pago;monto;recibo;nota\nA1;20/11/2025;10,50;R1;x\nZZ;21/11/2025;40,00;R3;y\n")
	load := func(file string, more ...string) string {
		return d.tell(exitDone, append([]string{"import", "payments", file, "--creditor", "ANDINA"}, more...)...)
	}
	d.wants(d.tell(exitDone, "import", "payments", "pagos.csv", "--creditor", "SUR", "--country", "EC",
		"--dry-run"),
		"2 filas: 0 pagos nuevos, 0 que ya estaban, 2 sin cuenta conocida") // who is new has no accounts yet
	d.wants(load("pagos.csv"), "2 filas: 1 pago nuevo, 0 que ya estaban, 1 sin cuenta conocida, 0 rechazadas")
	d.wants(load("pagos.csv"), "0 pagos nuevos, 2 que ya estaban, 0 sin cuenta conocida", "no cambia nada")
	for _, more := range [][]string{{"--dry-run"}, nil} { // the same payments in another file
		d.wants(load("otra.csv", more...), "0 pagos nuevos, 2 que ya estaban",
			"No cambia nada: 2 pagos del archivo ya estaban cargados y no se cuentan otra vez.")
	}
}

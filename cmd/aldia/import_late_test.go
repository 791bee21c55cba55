package main

import "testing"

func TestALateCutTakesNoPaymentBackAndSaysWhichDaysAreClosed(t *testing.T) {
	t.Parallel()
	d := atConsole(t)
	const head = "cuenta;cédula;nombre;vence;saldo capital\n"
	d.write("uno.csv", head+"A1;1714307103;Rosa;10/02/2026;100\nA2;1710034065;Luis;10/02/2026;200\n")
	d.write("dos.csv", head+"A1;1714307103;Rosa;10/02/2026;90\nA2;1710034065;Luis;10/02/2026;200\n")
	d.write("pago.csv", "cuenta;fecha pago;monto;recibo\nA2;07/03/2026;50;R1\n")
	load := func(code int, file, day string, more ...string) string {
		return d.tell(code, append([]string{"import", "portfolio", file, "--creditor", "ANDINA", "--country", "EC",
			"--as-of", day}, more...)...)
	}
	load(exitDone, "uno.csv", "2026-03-02")
	d.tell(exitDone, "close", "--date", "2026-03-02", "--through", "2026-03-10")
	d.tell(exitDone, "import", "payments", "pago.csv", "--creditor", "ANDINA", "--as-of", "2026-03-10")

	for _, more := range [][]string{{"--dry-run"}, nil} {
		d.wants(load(exitDone, "dos.csv", "2026-03-05", more...), "El corte es del 5 mar 2026, y ya está cerrado "+
			"hasta el 10 mar 2026.", "1 cambiada, 1 igual")
	}
	// 90 of the one, and of the other 200 less the 50 that were paid after the cut's day.
	d.wants(d.tell(exitDone, "report", "aging", "--date", "2026-03-10", "--as", "csv"),
		"ANDINA,USD,1-30,2,2,240.00,240.00")
	d.wants(d.tell(exitDone, "report", "aging", "--date", "2026-03-05", "--as", "csv"),
		"ANDINA,USD,1-30,2,2,300.00,300.00")

	// What is older than the cut in force changes nothing, and a trial says so too.
	for _, more := range [][]string{{"--dry-run"}, nil} {
		d.wants(load(exitUsage, "uno.csv", "2026-03-03", more...), "Ya está en vigor un corte del 5 mar 2026.")
	}
	d.wants(d.tell(exitDone, "report", "aging", "--date", "2026-03-10", "--as", "csv"),
		"ANDINA,USD,1-30,2,2,240.00,240.00")
}

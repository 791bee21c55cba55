package main

import (
	"strings"
	"testing"
)

func TestAMissingAccountThatMayBeThatOfARowWithoutNumberStaysOpenAndItIsSaid(t *testing.T) {
	t.Parallel()
	d := atConsole(t)
	lines := strings.SplitAfter(fiveAccounts, "\n")
	d.write("todo.csv", strings.Join(lines[:4], ""))
	d.write("vacia.csv", strings.Join(lines[:3], "")+";3;Luz;2026-10-05;30\n")
	load := func(file, day string) []string {
		return []string{"import", "portfolio", file, "--creditor", "ANDINA", "--country", "EC", "--as-of", day}
	}
	d.tell(exitDone, load("todo.csv", "2026-11-18")...)
	const (
		open   = "! Falta 1 cuenta en el archivo, y queda abierta, por preguntar: 1 fila no dice de qué cuenta es"
		gone   = "1 rechazada; 1 cuenta ya no está"
		noMore = "1 rechazada; 0 cuentas ya no están"
	)
	for _, args := range [][]string{
		append(load("vacia.csv", "2026-11-19"), "--dry-run"),
		load("vacia.csv", "2026-11-19"),
	} {
		answer, told := d.run(exitRefused, "", args...)
		d.wants(told, open, noMore)
		if strings.Contains(told, gone) || answer["gone"] != 0.0 || answer["asked"] != 1.0 {
			t.Errorf("%v answered %v and told:\n%s", args, answer, told)
		}
	}
	d.write("dos.csv", strings.Join(lines[:3], ""))
	answer, told := d.run(exitDone, "", load("dos.csv", "2026-11-20")...)
	if _, is := answer["asked"]; is || answer["gone"] != 1.0 || strings.Contains(told, "queda abierta") {
		t.Errorf("every row tells its account, and it answered %v and told:\n%s", answer, told)
	}
}

package main

import (
	"strings"
	"testing"
)

func TestARenamedColumnIsOneRefusalAndReadingAfreshKeepsTheNewOne(t *testing.T) {
	t.Parallel()
	d := atConsole(t)
	d.write("enero.csv", titledPortfolio)
	load := []string{"--creditor", "ANDINA", "--country", "EC", "--as-of", "2026-11-20"}
	d.run(exitDone, "", append([]string{"import", "portfolio", "enero.csv"}, load...)...)
	// Next month without the titles, and with another name over the capital.
	d.write("febrero.csv", strings.Replace(strings.SplitN(titledPortfolio, "\n\n", 2)[1], "Saldo Capital",
		"Capital Adeudado", 1))
	told := d.tell(exitRefused, append([]string{"import", "portfolio", "febrero.csv"}, load...)...)
	d.wants(told, "no viene como los anteriores de ANDINA", "«Saldo Capital» → «Capital Adeudado»", "--afresh")
	if strings.Contains(told, "{") || strings.Contains(told, "principal") {
		t.Errorf("a hole or a name of ours in:\n%s", told)
	}
	d.run(exitDone, "", append([]string{"import", "portfolio", "febrero.csv", "--afresh"}, load...)...)
	answer, _ := d.run(exitDone, "", append([]string{"import", "portfolio", "febrero.csv"}, load...)...)
	if answer["unchanged"] != 1.0 {
		t.Errorf("the new reading was not kept: %v", answer)
	}
}

func TestReadAfreshTheAmountOwedStaysTheOneThatWasRenamed(t *testing.T) {
	t.Parallel()
	d := atConsole(t)
	const before = "Operación;Cédula;Cliente;Vence;Saldo Capital;Valor Vencido\n" +
		"CR-1;1714307103;Rosa Quishpe;15/11/2026;1.250,40;310,10\n"
	d.write("enero.csv", before)
	d.write("febrero.csv", strings.Replace(before, "Saldo Capital", "Capital Zulú", 1))
	load := []string{"--creditor", "ANDINA", "--country", "EC", "--as-of", "2026-11-20"}
	d.run(exitDone, "", append([]string{"import", "portfolio", "enero.csv"}, load...)...)
	now := append([]string{"import", "portfolio", "febrero.csv"}, load...)
	d.wants(d.tell(exitRefused, now...), "«Saldo Capital» → «Capital Zulú»")
	now = append(now, "--afresh")
	d.wants(d.tell(exitDone, append(now, "--dry-run")...), "← Capital Zulú",
		"! Antes era «Saldo Capital»; ahora parece llamarse «Capital Zulú». Confírmelo.")
	answer, _ := d.run(exitDone, "", now...)
	balance, is := answer["balance"].(map[string]any)
	if !is || balance["USD"] != "1250.40" || answer["unchanged"] != 1.0 {
		t.Errorf("owed is another amount: %v", answer)
	}
}

func TestTheCountryOfANewCreditorIsSaidByItsRowsOrAskedInWords(t *testing.T) {
	t.Parallel()
	d := atConsole(t)
	const head = "cuenta;cliente;nombre;vence;saldo capital;moneda\n"
	d.write("lima.csv", head+"1;C1;Rosa;25/10/2026;10;PEN\n")
	d.write("dolares.csv", head+"1;C1;Rosa;25/10/2026;10;USD\n")
	d.write("mudo.csv", "cuenta;cliente;nombre;vence;saldo capital\n1;C1;Rosa;25/10/2026;10\n")
	answer, _ := d.run(exitDone, "", "import", "portfolio", "lima.csv", "--creditor", "LIMA")
	if guessed, is := answer["guessed"].(map[string]any); !is || guessed["country"] != "PE" {
		t.Errorf("soles are of %v", answer["guessed"])
	}
	d.wants(d.tell(exitRefused, "import", "portfolio", "dolares.csv", "--creditor", "QUITO"), "EC, PA, SV",
		"--country")
	told := d.tell(exitRefused, "import", "portfolio", "mudo.csv", "--creditor", "MUDO")
	d.wants(told, "--country")
	if strings.Contains(told, "{") || strings.Contains(told, "«»") {
		t.Errorf("a hole in: %s", told)
	}
}

func TestTheAnswerSaysTheEncodingThatAFileHas(t *testing.T) {
	t.Parallel()
	d := atConsole(t)
	load := []string{"--creditor", "ANDINA", "--country", "EC", "--as-of", "2026-11-20"}
	ascii := strings.NewReplacer("Operación", "Operacion", "Cédula", "Cedula")
	old := strings.NewReplacer("Operación", "Operacion", "Cédula", "Cedula", "Quishpe", "Pe\xf1a")
	for _, c := range []struct{ name, text, want string }{
		{"a.csv", ascii.Replace(titledPortfolio), "utf-8"},
		{"b.csv", old.Replace(titledPortfolio), "windows-1252"},
		{"c.csv", strings.Replace(ascii.Replace(titledPortfolio), "Quishpe", "Peña", 1), "utf-8"},
	} {
		d.write(c.name, c.text)
		answer, _ := d.run(exitDone, "", append([]string{"import", "portfolio", c.name}, load...)...)
		guessed, is := answer["guessed"].(map[string]any)
		if !is || guessed["encoding"] != c.want {
			t.Errorf("%s is in %v, want %s", c.name, guessed["encoding"], c.want)
		}
		if c.name == "c.csv" && answer["unchanged"] != 1.0 {
			t.Errorf("Peña is read otherwise in another encoding: %v", answer)
		}
	}
}

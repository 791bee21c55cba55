package main

import (
	"regexp"
	"strings"
	"testing"
)

const fiveAccounts = "account;person;person_name;due_on;principal\n" +
	"A1;1;Rosa;2026-10-05;1240.40\nA2;2;Ana;2026-10-05;20\nA3;3;Luz;2026-10-05;30\n" +
	"A4;4;Eva;2026-10-05;40\nA5;5;Inés;2026-10-05;50\n"

// undoCommand is what an import tells to have it taken back.
var undoCommand = regexp.MustCompile(`aldia import (undo) (imp_[0-9a-z]+)`)

func TestACutThatLosesHalfOfTheAccountsSaysSoAndHowToTakeItBack(t *testing.T) {
	t.Parallel()
	d := atConsole(t)
	d.write("todo.csv", fiveAccounts)
	d.write("parte.csv", strings.Join(strings.SplitAfter(fiveAccounts, "\n")[:2], ""))
	d.write("casi.csv", strings.Join(strings.SplitAfter(fiveAccounts, "\n")[:5], ""))
	load := func(file, day string) []string {
		return []string{"import", "portfolio", file, "--creditor", "ANDINA", "--country", "EC", "--as-of", day}
	}
	d.tell(exitDone, load("todo.csv", "2026-11-18")...)
	few := d.tell(exitDone, load("casi.csv", "2026-11-19")...)
	if strings.Contains(few, "quedan como pagadas") || strings.Contains(few, "\n! ") {
		t.Errorf("one account of five that was paid alarms nobody, and it told:\n%s", few)
	}
	d.tell(exitDone, load("todo.csv", "2026-11-19")...)
	const lost = "! 4 de 5 cuentas de ANDINA ya no están en el corte y quedan como pagadas: USD 140,00"
	tried := d.tell(exitDone, append(load("parte.csv", "2026-11-20"), "--dry-run")...)
	d.wants(tried, lost, "no lo cargue así", "Es un ensayo: no se cambió nada.")
	if undoCommand.MatchString(tried) {
		t.Errorf("there is nothing to take back of a trial, and it told:\n%s", tried)
	}
	answer, told := d.run(exitDone, "", load("parte.csv", "2026-11-20")...)
	d.wants(told, lost, "solo una parte de la cartera")
	if answer["vanishing"] != true || answer["gone"] != 4.0 || strings.Contains(told, "ensayo") {
		t.Errorf("the answer is %v, and it told:\n%s", answer, told)
	}
	undo := undoCommand.FindStringSubmatch(told)
	if len(undo) == 0 || undo[2] != answer["import"] {
		t.Fatalf("the load %v told %v to take it back", answer["import"], undo)
	}
	d.tell(exitDone, "import", undo[1], undo[2])
	whole, _ := d.run(exitDone, "", load("todo.csv", "2026-11-20")...)
	if whole["unchanged"] != 5.0 || whole["gone"] != 0.0 {
		t.Errorf("after it was taken back the whole file answered %v", whole)
	}
}

func TestAFileThatNamesNoPortfolioTellsWhichAreLeftAlone(t *testing.T) {
	t.Parallel()
	d := atConsole(t)
	named := strings.ReplaceAll(
		strings.Replace(fiveAccounts, "principal\n", "principal;portfolio\n", 1),
		"0\n",
		"0;micro\n",
	)
	d.write("micro.csv", named)
	d.write("mudo.csv", strings.ReplaceAll(fiveAccounts, "\nA", "\nB"))
	load := func(file string, more ...string) []string {
		return append([]string{
			"import", "portfolio", file, "--creditor", "ANDINA", "--country", "EC",
			"--as-of", "2026-11-20", "--afresh",
		}, more...)
	}
	d.wants(d.tell(exitDone, load("micro.csv", "--dry-run")...), "Se compara con la cartera micro.")
	if told := d.tell(exitDone, load("micro.csv")...); strings.Contains(told, "compara") {
		t.Errorf("the first file of a creditor needs no warning, and it told:\n%s", told)
	}
	const alone = "! Las cuentas de otra cartera de este acreedor no se tocan, falten o no: micro (5)."
	d.wants(
		d.tell(exitDone, load("mudo.csv", "--dry-run")...),
		"entran en la cartera «general»",
		alone,
		"--portfolio",
	)
	if told := d.tell(exitDone, load("mudo.csv", "--dry-run", "--portfolio", "micro")...); strings.Contains(
		told,
		alone,
	) {
		t.Errorf("whose portfolio it is was said, and it told:\n%s", told)
	}
	answer, told := d.run(exitDone, "", load("mudo.csv")...)
	d.wants(told, alone)
	if beside, is := answer["untouched"].(map[string]any); !is || beside["micro"] != 5.0 {
		t.Errorf("the answer is %v", answer)
	}
}

func TestEveryImportTellsItsNameAndATrialThatItIsOne(t *testing.T) {
	t.Parallel()
	d := atConsole(t)
	d.write("cartera.csv", smallPortfolio)
	d.write("pagos.csv", "operación;fecha de pago;monto;referencia\nCR-1;2026-11-19;10,00;T-1\n")
	for _, args := range [][]string{
		{"import", "portfolio", "cartera.csv", "--creditor", "ANDINA", "--country", "EC", "--as-of", "2026-11-20"},
		{"import", "payments", "pagos.csv", "--creditor", "ANDINA", "--as-of", "2026-11-20"},
	} {
		tried, words := d.run(exitDone, "", append(args, "--dry-run")...)
		d.wants(words, "Es un ensayo: no se cambió nada.")
		if tried["dry_run"] != true || undoCommand.MatchString(words) {
			t.Errorf("the trial %v answered %v and told:\n%s", args, tried, words)
		}
		answer, told := d.run(exitDone, "", args...)
		undo := undoCommand.FindStringSubmatch(told)
		if _, trial := answer["dry_run"]; trial || len(undo) == 0 || undo[2] != answer["import"] {
			t.Errorf("%v answered %v and told:\n%s", args, answer, told)
		}
		again, told := d.run(exitDone, "", args...)
		d.wants(told, "Es el mismo archivo que ya se cargó, con fecha 20 nov 2026", "no cambia nada",
			"No se cargó otra vez")
		if again["same_as"] != answer["import"] || again["import"] != answer["import"] {
			t.Errorf("the same file again answered %v", again)
		}
		tried, told = d.run(exitDone, "", append(args, "--dry-run")...)
		d.wants(told, "Es el mismo archivo que ya se cargó")
		if tried["same_as"] == nil {
			t.Errorf("the same file tried answered %v", tried)
		}
	}
}

func TestTheSameFileThatWasTakenBackIsNew(t *testing.T) {
	t.Parallel()
	d := atConsole(t)
	d.load()
	again, _ := d.run(exitDone, "", "import", "portfolio", "cartera.csv", "--creditor", "ANDINA", "--as-of",
		"2026-11-20")
	name, is := again["same_as"].(string)
	if !is {
		t.Fatalf("the same file again answered %v", again)
	}
	d.run(exitDone, "", "import", "undo", name)
	fresh, told := d.run(exitDone, "", "import", "portfolio", "cartera.csv", "--creditor", "ANDINA", "--as-of",
		"2026-11-20")
	if fresh["same_as"] != nil || strings.Contains(told, "mismo archivo") {
		t.Errorf("it answered %v and told:\n%s", fresh, told)
	}
}

func TestACreditorThatNobodyNamedIsTold(t *testing.T) {
	t.Parallel()
	d := atConsole(t)
	const unsaid = "No se dice de quién es la cartera: sin --creditor CÓDIGO"
	d.write("cartera.csv", fiveAccounts)
	load := []string{"import", "portfolio", "cartera.csv", "--as-of", "2026-11-20"}
	d.wants(d.tell(exitRefused, load...), unsaid, "en qué moneda está el archivo", "--country")
	load = append(load, "--country", "EC")
	d.wants(d.tell(exitDone, append(load, "--dry-run")...), unsaid,
		"se abriría un acreedor nuevo: propia (EC, USD)")
	d.wants(d.tell(exitDone, load...), unsaid, "acreedor nuevo: propia (EC, USD)", "cartera nueva: general")
	later := d.tell(exitDone, load...)
	for _, once := range []string{unsaid, "acreedor nuevo", "cartera nueva"} {
		if strings.Contains(later, once) {
			t.Errorf("it is told a second time:\n%s", later)
		}
	}
	d.write("de-sur.csv", "creditor;"+strings.ReplaceAll(fiveAccounts, "\nA", "\nSUR;S"))
	named := d.tell(exitDone, "import", "portfolio", "de-sur.csv", "--as-of", "2026-11-20", "--country", "EC")
	d.wants(named, "acreedor nuevo: SUR (EC, USD)")
	if strings.Contains(named, unsaid) {
		t.Errorf("a column names the creditor, and it told:\n%s", named)
	}
}

package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// tell runs a command without --json and gives what was told to people.
func (d *console) tell(code int, args ...string) string {
	d.t.Helper()
	name, err := built()
	if err != nil {
		d.t.Fatal(err)
	}
	cmd := exec.CommandContext(d.t.Context(), name, args...)
	cmd.Dir = d.folder
	cmd.Env = slices.DeleteFunc(os.Environ(), func(v string) bool { return strings.HasPrefix(v, "ALDIA_") })
	told, err := cmd.CombinedOutput()
	if got := cmd.ProcessState.ExitCode(); got != code {
		d.t.Fatalf("aldia %s ended with %d (%v), want %d\n%s", strings.Join(args, " "), got, err, code, told)
	}
	return string(told)
}

// wants holds a text to what must stand in it.
func (d *console) wants(text string, parts ...string) {
	d.t.Helper()
	for _, part := range parts {
		if !strings.Contains(text, part) {
			d.t.Errorf("%q is not in:\n%s", part, text)
		}
	}
}

const titledPortfolio = "COOPERATIVA ANDINA\n\n" +
	"Operación;Cédula;Cliente;Fecha Vencimiento;Saldo Capital;Agencia\n" +
	"CR-1;1714307103;Rosa Elena Quishpe;25/10/2026;1.250,40;Norte\n"

func TestAnImportShowsWhatItGuessedAndKeepsItAsAMapping(t *testing.T) {
	t.Parallel()
	d := atConsole(t)
	d.write("cartera.csv", titledPortfolio)
	load := []string{
		"import", "portfolio", "cartera.csv", "--creditor", "ANDINA", "--country", "EC", "--as-of",
		"2026-11-20",
	}
	told := d.tell(exitDone, append(load, "--dry-run", "--write-map", "andina.yaml")...)
	d.wants(told, "encabezado", "línea 3", "D/M/Y", "con coma", "número de cuenta", "← Operación",
		"datos adicionales: Agencia", "andina.yaml", "1 fila: 1 nueva,")

	answer, _ := d.run(exitDone, "", append(load, "--map", "andina.yaml", "--dry-run")...)
	guessed, is := answer["guessed"].(map[string]any)
	if !is || guessed["header_line"] != 3.0 || guessed["delimiter"] != ";" || guessed["decimal"] != "," ||
		guessed["date"] != "D/M/Y" || guessed["encoding"] != "utf-8" {
		t.Fatalf("what was guessed is %v", answer["guessed"])
	}
	columns, is := guessed["columns"].([]any)
	if !is || len(columns) != 5 {
		t.Fatalf("the columns are %v", guessed["columns"])
	}
	for _, c := range columns {
		if one, is := c.(map[string]any); !is || one["kept"] != true {
			t.Errorf("the mapping does not say %v", c)
		}
	}
	if left, is := guessed["attributes"].([]any); !is || len(left) != 1 || left[0] != "Agencia" {
		t.Errorf("kept as attributes are %v", guessed["attributes"])
	}
	// Without a creditor on the command line the mapping is whole.
	first, _ := d.run(exitDone, "", "import", "portfolio", "cartera.csv", "--map", "andina.yaml", "--as-of",
		"2026-11-20")
	again, _ := d.run(exitDone, "", load...)
	if first["new"] != 1.0 || again["unchanged"] != 1.0 {
		t.Errorf("first %v, again %v", first, again)
	}
	mapping, err := os.ReadFile(filepath.Join(d.folder, "andina.yaml"))
	if err != nil || !strings.Contains(string(mapping), "skip_lines: 2") {
		t.Errorf("the mapping is %s, %v", mapping, err)
	}
}

func TestAFileOfAnotherCreditorIsRefusedInWords(t *testing.T) {
	t.Parallel()
	d := atConsole(t)
	d.write("cartera.csv", "creditor;account;person;person_name;due_on;principal\n"+
		"SUR;A1;1;Rosa;2026-10-05;10\nSUR;A2;2;Ana;2026-10-05;10\nANDINA;A3;2;Ana;2026-10-05;10\n")
	load := []string{"import", "portfolio", "cartera.csv", "--country", "EC", "--as-of", "2026-11-20"}
	refused, told := d.run(exitRefused, "", append(load, "--creditor", "NORTE")...)
	d.wants(told, "Ninguna fila del archivo es de NORTE", "SUR (2), ANDINA (1)", "No se cambió nada")
	if refused["code"] != "cut.other_creditor" {
		t.Errorf("refused with %v", refused)
	}
	answer, told := d.run(exitDone, "", append(load, "--creditor", "ANDINA")...)
	d.wants(told, "SUR (2)")
	others, is := answer["others"].(map[string]any)
	if !is || others["SUR"] != 2.0 || answer["left"] != 2.0 || answer["new"] != 1.0 {
		t.Errorf("the answer is %v", answer)
	}
}

func TestAnImportThatIsTakenBackTwiceIsTakenBackOnce(t *testing.T) {
	t.Parallel()
	d := atConsole(t)
	d.write("cartera.csv", smallPortfolio)
	first, _ := d.run(exitDone, "", "import", "portfolio", "cartera.csv", "--creditor", "ANDINA", "--country",
		"EC")
	cut, is := first["import"].(string)
	if !is {
		t.Fatalf("the import answered %v", first)
	}
	undone, _ := d.run(exitDone, "", "import", "undo", cut)
	again, told := d.run(exitDone, "", "import", "undo", cut)
	d.wants(told, "ya estaba deshecha")
	if undone["state"] != "undone" || undone["again"] != false || again["state"] != "undone" ||
		again["again"] != true {
		t.Errorf("undone %v, again %v", undone, again)
	}
}

func TestWhatIsWrittenWrongIsSaidInTheLanguageOfThePerson(t *testing.T) {
	t.Parallel()
	d := atConsole(t)
	d.write("aldia.toml", "language = \"en\"\n")
	for _, c := range []struct {
		args   []string
		es, en string
	}{
		{[]string{"import", "portfolio", "x.csv", "--creditors", "A"},
			"no existe la opción --creditors; ¿quiso decir --creditor?", "did you mean --creditor?"},
		{[]string{"close", "--zeta"}, "no existe la opción --zeta", "there is no option --zeta"},
		{[]string{"close", "--date"}, "la opción --date necesita un valor", "the option --date needs a value"},
		{[]string{"demo", "--accounts", "muchas"},
			"«muchas» no sirve para la opción --accounts: se espera un número", "a whole number is expected"},
		{[]string{"import", "portfolio", "x.csv", "--dry-run=quizás"},
			"«quizás» no sirve para la opción --dry-run", "true or false"},
		{[]string{"import", "portfolio"}, "se esperan 2 argumentos, y llegó 1", "2 arguments are expected"},
		{[]string{"close", "--date", "20-11-2026"}, "se espera un día como 2026-11-22", "a day such as 2026-11-22"},
		{[]string{"user", "ad"}, "«ad» no es uno de: add, disable", "“ad” is none of: add, disable"},
		{[]string{"user", "add"}, "después de «user add» se espera 1 argumento, y llegaron 0",
			"1 argument is expected behind “user add”"},
		{[]string{"doctor", "ya"}, "sobra: ya", "this is too much: ya"},
	} {
		spanish := slices.Concat(c.args[:1], []string{"--config", os.DevNull}, c.args[1:])
		said := d.tell(exitUsage, spanish...)
		d.wants(said, c.es, "uso: aldia "+c.args[0])
		if strings.Contains(said, "flag") || strings.Contains(said, "invalid") {
			t.Errorf("%v is told in English: %s", c.args, said)
		}
		d.wants(d.tell(exitUsage, c.args...), c.en, "usage: aldia "+c.args[0])
	}
	for _, c := range []struct{ args, es, en string }{
		{"import portfolio nada.csv", "no existe el archivo nada.csv", "there is no file nada.csv"},
		{"import portfolio .", ". es una carpeta, no un archivo", ". is a folder, not a file"},
		{"import portfolio x.csv --map nada.yaml", "no existe el archivo nada.yaml", "there is no file nada.yaml"},
		{"import portfolio x.csv --map .", "no se puede leer .: es una carpeta",
			". cannot be read: it is a folder"},
		{"import statement x.xml", "todavía no existe", "does not exist yet"},
	} {
		d.inBoth(exitUsage, c.es, c.en, strings.Fields(c.args)...)
	}
	d.wants(d.tell(exitDone, "import", "--help", "--config", os.DevNull), "--write-map", "uso: aldia import")
}

func TestContactsAreLoadedTriedAndTakenBack(t *testing.T) {
	t.Parallel()
	d := atConsole(t)
	d.load()
	d.write("contactos.csv", "Cédula;Cuenta;Teléfono;Correo;Estado;Fuente;Color\n"+
		"1714307103;;0961112223;rosa@correo.ec;;buró;rojo\n;CR-2;0987654321;;equivocado;central;azul\n"+
		";CR-99;0961112229;;;central;azul\n")
	load := []string{"import", "contacts", "contactos.csv", "--as-of", "2026-11-20"}
	told := d.tell(exitRefused, append(load, "--dry-run")...)
	d.wants(told, "teléfonos", "← Teléfono", "no se usan: Color", "2 contactos nuevos", "1 cambió de estado",
		"1 fila rechazada", "No se encontró a nadie")
	first, _ := d.run(exitRefused, "", append(load, "--errors", "malas.csv")...)
	again, _ := d.run(exitRefused, "", load...)
	if first["new"] != 2.0 || first["changed"] != 1.0 || first["refused"] != 1.0 || first["unmatched"] != 1.0 ||
		again["new"] != 0.0 || again["changed"] != 0.0 || again["unchanged"] != 3.0 {
		t.Errorf("first %v, again %v", first, again)
	}
	refused, err := os.ReadFile(filepath.Join(d.folder, "malas.csv"))
	if err != nil || !strings.Contains(string(refused), "CR-99") || strings.Contains(string(refused), "CR-2;") {
		t.Errorf("the refused rows are %s, %v", refused, err)
	}
	cut, is := first["import"].(string)
	if undone, _ := d.run(exitDone, "", "import", "undo", cut); !is || undone["state"] != "undone" {
		t.Errorf("undone: %v", undone)
	}
	back, _ := d.run(exitRefused, "", load...)
	if back["changed"] != 3.0 || back["new"] != 0.0 {
		t.Errorf("after it was taken back the file takes its contacts up again: %v", back)
	}
	// What they read of the debts is not changed by what they read of contacts.
	d.load()
}

func TestOurColumnsAreNamedAsPeopleCallThem(t *testing.T) {
	t.Parallel()
	d := atConsole(t)
	d.load()
	for _, c := range []struct{ text, es, en string }{
		{"Nombre;Saldo Capital\nRosa;10\nAna;20\n",
			"Faltan columnas obligatorias: número de cuenta, código de cliente", "account number, customer code"},
		{"Operación;Vence;Saldo Capital\nCR-1;2026-10-05;10\n", "Faltan columnas obligatorias: código de cliente",
			"customer code"},
	} {
		d.write("otra.csv", c.text)
		d.write("en.toml", "language = \"en\"\n")
		load := []string{"import", "portfolio", "otra.csv", "--creditor", "SUR", "--country", "EC"}
		for config, part := range map[string]string{os.DevNull: c.es, "en.toml": c.en} {
			told := d.tell(exitRefused, append(load, "--config", config)...)
			d.wants(told, part)
			for _, ours := range []string{"person_name", "due_on", "account,"} {
				if strings.Contains(told, ours) {
					t.Errorf("%q is in:\n%s", ours, told)
				}
			}
		}
	}
	d.write("pagos.csv", "Operación;Monto;Fecha\nCR-1;10,00;05/11/2026\n;5,00;05/11/2026\n")
	mapping := "creditor: ANDINA\ncolumns: {account: Cuenta, paid_on: Fecha, amount: Monto}\n"
	d.write("pagos.yaml", mapping)
	told := d.tell(exitRefused, "import", "payments", "pagos.csv", "--map", "pagos.yaml")
	d.wants(told, "número de cuenta", "«Cuenta»")
	if strings.Contains(told, "account") {
		t.Errorf("it told %s", told)
	}
	told = d.tell(
		exitRefused,
		"import",
		"payments",
		"pagos.csv",
		"--creditor",
		"ANDINA",
		"--errors",
		"malas.csv",
	)
	d.wants(told, "línea 3, Operación: La fila no trae cuenta")
}

func TestTheCountryIsReadInSmallLettersAndOneThatIsNoneIsRefused(t *testing.T) {
	t.Parallel()
	d := atConsole(t)
	d.write("cartera.csv", smallPortfolio)
	load := []string{"import", "portfolio", "cartera.csv", "--creditor", "ANDINA", "--country"}
	for _, wrong := range []string{"ZZ", "Ecuador", "E"} {
		d.wants(d.tell(exitUsage, append(load, wrong)...),
			"«"+wrong+"» no sirve para la opción --country: se espera el código")
	}
	d.wants(d.tell(exitDone, append(load, "ec")...), "país          EC", "moneda        USD", "2 nuevas")
}

func TestAYearThatWasMistypedClosesNoDayBeforeIt(t *testing.T) {
	t.Parallel()
	d := atConsole(t)
	d.load()
	d.inBoth(exitUsage, "está muy lejos", "is far ahead",
		"close", "--date", "2026-11-20", "--through", "2096-11-21")
	if closed, _ := d.run(exitDone, "", "close", "--date", "2026-11-20"); closed["again"] != false {
		t.Errorf("the first day was closed before: %v", closed)
	}
}

func TestARefusedRowIsToldBeforeAHundredWarnings(t *testing.T) {
	t.Parallel()
	d := atConsole(t)
	var text strings.Builder
	text.WriteString("Cuenta;Cédula;Cliente;Fecha Vencimiento;Saldo Capital\n")
	for i := range 100 { // no cédula of a person ends like these
		fmt.Fprintf(&text, "CR-%d;17%08d;Rosa Quishpe;25/10/2026;10,00\n", i, i*10+1)
	}
	text.WriteString("CR-100;1714307103;Rosa Quishpe;31/02/2026;10,00\n")
	d.write("cartera.csv", text.String())
	load := []string{"import", "portfolio", "cartera.csv", "--creditor", "ANDINA", "--country", "EC"}
	for _, args := range [][]string{append(load, "--dry-run"), append(load, "--errors", "malas.csv")} {
		told := d.tell(exitRefused, args...)
		d.wants(told, "línea 102, Fecha Vencimiento «31/02/2026»", "dígito verificador", "filas entraron con aviso",
			"1 rechazada")
		if n := strings.Count(told, "\nlínea "); n != toldRows {
			t.Errorf("%d rows are told", n)
		}
	}
	wrong, err := os.ReadFile(filepath.Join(d.folder, "malas.csv"))
	if err != nil || strings.Count(string(wrong), "\n") != 2 {
		t.Errorf("the refused rows are %q, %v", wrong, err)
	}
}

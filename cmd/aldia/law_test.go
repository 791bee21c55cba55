package main

import (
	"os/exec"
	"strings"
	"testing"
)

// asks gives documents to «aldia law» and takes its lines.
func (d *console) asks(code int, input string, args ...string) []string {
	d.t.Helper()
	name, err := built()
	if err != nil {
		d.t.Fatal(err)
	}
	cmd := exec.CommandContext(d.t.Context(), name, append([]string{"law"}, args...)...)
	cmd.Dir, cmd.Stdin = d.folder, strings.NewReader(input)
	out, _ := cmd.Output()
	if got := cmd.ProcessState.ExitCode(); got != code {
		d.t.Errorf("aldia law %v ended with %d, expected %d: %s", args, got, code, out)
	}
	return strings.Split(strings.TrimSpace(string(out)), "\n")
}

const aSaturdayInBogota = `{"pack":"CO","at":"2026-10-31T15:00:00-05:00","channel":"voice","party":"debtor",
	"purpose":"collection","person":{"segment":"consumer","consents":["voice","sms"],
	"timezones":["America/Bogota"],"opt_outs":[],"references":false},
	"debts":["a1"],"facts":{"lawsuit":false,"disputed":[],"attorney":false},
	"history":[{"at":"2026-10-26T10:00:00-05:00","channel":"voice","result":"two_way","debts":["a1"],"by":"us"}],
	"options":{"co.week":"rolling_7d"}}`

func TestTheLawAnswersOneDocumentOrOneALine(t *testing.T) {
	t.Parallel()
	d := atConsole(t)
	answer, _ := d.run(exitDone, aSaturdayInBogota, "law", "check")
	if answer["allowed"] != false || answer["next_allowed_at"] != "2026-11-03T07:00:00-05:00" {
		t.Errorf("a Saturday at three: %v", answer)
	}
	said := d.asks(exitDone, aSaturdayInBogota, "check")
	d.wants(said[0], `"rule":"co.contact.hours","basis":"law","verification":"secondary"`,
		`"source":"Ley 2300 de 2023, art. 3"`, "sábado de 08:00 a 15:00")
	noon := strings.ReplaceAll(strings.Replace(aSaturdayInBogota, "T15:00", "T12:00", 1), "\n", "")
	lines := d.asks(exitDone, noon+"\n\n"+noon+"\n", "next")
	if len(lines) != 2 || !strings.HasPrefix(lines[1], `{"allowed":true`) {
		t.Errorf("two questions: %v", lines)
	}
}

func TestAQuestionThatIsWrongIsAnsweredWithItsFaultAndTheOthersAreAnswered(t *testing.T) {
	t.Parallel()
	d := atConsole(t)
	good := `{"id":7,"pack":"PE","at":"2026-12-07T19:59:00-05:00","channel":"voice"}`
	lines := d.asks(exitRefused, strings.Join([]string{
		good, `{"pack":"XX"}`, "nada", `{"pack":"PE","at":"ayer","channel":"voice"}`,
		strings.Replace(good, `"voice"`, `"fax"`, 1), strings.Replace(good, `"id"`, `"canal":"voice","id"`, 1),
		strings.Replace(good, `"id"`, `"person":{"timezones":["Lima"],"idioma":"qu"},"id"`, 1),
		strings.Replace(good, `"id"`, `"person":{"idioma":"qu"},"id"`, 1),
		strings.Replace(good, `"id"`, `"histori":[],"id"`, 1),
		strings.Replace(good, `"id"`, `"history":[{"at":"2026-12-01T10:00:00-05:00","channel":"voice",`+
			`"result":"unanswered","deb":["a"]}],"id"`, 1),
		strings.Replace(good, `"id"`, `"content":{"has":["judical_look"]},"id"`, 1),
	}, "\n"), "check")
	for i, want := range []string{
		`{"id":7,"allowed":true`, "los hay de EC, CR", "No es un documento JSON", "«ayer» no es un instante",
		`"field":"channel"`, `"ignored":["canal"]`, "«Lima» no es una zona horaria", `"ignored":["person.idioma"]`,
		`"misspelt":[{"field":"histori","meant":"history","says":"«histori» no se leyó`,
		`"meant":"history[0].debts"`, `"misspelt":[{"field":"content.has[0]","meant":"judicial_look"`,
	} {
		if i >= len(lines) || !strings.Contains(lines[i], want) {
			t.Errorf("question %d: expected %s in %v", i+1, want, lines)
		}
	}
	lines = d.asks(exitRefused, strings.Join([]string{
		"\ufeff" + good, strings.Repeat("x", documentLimit+1), good,
		strings.Replace(good, `"id"`, `"person":{"opt_outs":["SMS"]},"id"`, 1),
		strings.Replace(good, `"id"`, `"facts":{"lawsuit":"yes"},"id"`, 1),
	}, "\n"), "check")
	for i, want := range []string{
		`{"id":7,"allowed":true`, "pasa de 16 MiB", `{"id":7,"allowed":true`, `"field":"person.opt_outs"`,
		`"field":"facts.lawsuit"`,
	} {
		if i >= len(lines) || !strings.Contains(lines[i], want) {
			t.Errorf("question %d: expected %s in %.300v", i+1, want, lines)
		}
	}
	d.wants(d.tell(exitUsage, "law", "opine"), "check, next, calendar")
	d.wants(d.tell(exitUsage, "law", "check"), "no llegó ninguna pregunta")
	d.wants(d.tell(exitUsage, "law", "calendar", "EC"), "--year 2026")
}

func TestWhatIsWrongWithAQuestionOfTheLawIsToldWithItsPlace(t *testing.T) {
	t.Parallel()
	d := atConsole(t)
	contact := `{"pack":"EC","at":"2026-11-10T10:00:00-05:00","channel":"voice",`
	for _, c := range []struct{ of, question, says, field string }{
		{"fee", `{"pack":"CL"`, "se corta en el carácter 12", ""},
		{"deadline", `[]`, "se corta en el carácter 1", ""},
		{"fee", `{"pack":"CL","overdue":"60","unit":"UF","days":1e30}`, "«1e30» no vale para days", "days"},
		{"accelerate", `{"pack":"CL","days":-1}`, "número entero de 0 a 100", "days"},
		{"class", `{"pack":"PE","segment":"consumer","days":-1}`, "número entero de 0 a 100", "days"},
		{"check", contact + `"person":{"opt_outs":["todos"]}}`, "visit, chat, all", "person.opt_outs"},
		{"check", contact + `"facts":{"catastrophe":{"from":"2026-10-01","to":"2026-01-01"}}}`,
			"anterior al primero", "facts.catastrophe.to"},
		{"check", contact + `"person":{"avoid":[{"point":"x"},{}]}}`, "a qué horas no conviene", "person.avoid[1]"},
		{"check", contact + `"person":{"avoid":[{"hours":{"mon-fri":"17-9"}}]}}`, "como 09:00 y 17:00",
			"person.avoid[0].hours"},
		{"check", strings.Replace(contact, "2026", "0001", 1) + `"debts":[]}`, "de 1990 a 2099", "at"},
		{"check", contact + `"history":[{"at":"9999-01-01T10:00:00Z","channel":"voice","result":"busy"}]}`,
			"de 1990 a 2099", "history[0].at"},
	} {
		line := strings.Join(d.asks(exitRefused, c.question, c.of), "")
		if !strings.Contains(line, c.says) || c.field != "" && !strings.Contains(line, `"field":"`+c.field+`"`) {
			t.Errorf("%s: expected %q of %q and it is %s", c.question, c.says, c.field, line)
		}
	}
}

func TestTheHolidaysOfAYearArePrinted(t *testing.T) {
	t.Parallel()
	d := atConsole(t)
	lines := d.asks(exitDone, "", "calendar", "EC", "--year", "2027")
	if lines[0] != "date,name,observed" || lines[5] != "2027-04-30,Día del Trabajo,true" || len(lines) != 18 {
		t.Errorf("Ecuador in 2027: %v", lines)
	}
	answer, _ := d.run(exitDone, "", "law", "calendar", "EC", "--year", "2027")
	if days, ok := answer["holidays"].([]any); !ok || len(days) != 17 {
		t.Errorf("Ecuador in 2027 as JSON: %v", answer)
	}
	d.wants(d.tell(exitUsage, "law", "calendar", "EC", "--year", "1200"), "de 2000 a 2099")
}

package main

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

func TestEveryReportIsWrittenInEveryForm(t *testing.T) {
	t.Parallel()
	d := atConsole(t)
	d.load()
	d.run(exitDone, "", "close", "--date", "2026-11-20")
	d.run(exitDone, "", "close", "--date", "2026-11-21")
	spans := map[string][]string{
		"aging": {"--date", "2026-11-21"}, "movements": {"--from", "2026-11-20", "--to", "2026-11-21"},
		"contacts": {"--from", "2026-11-01", "--to", "2026-11-30"},
		"worklist": {}, "productivity": {"--from", "2026-11-01", "--to", "2026-11-30"},
		"audit": {"--from", "2020-01-01", "--to", "2021-01-01"},
	}
	for name, span := range spans {
		for _, form := range []string{"csv", "json", "xlsx", "pdf"} {
			file := filepath.Join(d.folder, name+"."+form)
			args := append([]string{"report", name, "--creditor", "ANDINA", "--as", form, "-o", file}, span...)
			d.run(exitDone, "", args...)
			written, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var whole map[string]any
			switch form {
			case "csv":
				if rows, err := csv.NewReader(bytes.NewReader(written)).ReadAll(); err != nil || len(rows) == 0 {
					t.Errorf("%s: %v", file, err)
				}
			case "json":
				if err := json.Unmarshal(written, &whole); err != nil || whole["report"] != name {
					t.Errorf("%s: %v %s", file, err, written)
				}
			case "pdf":
				if !bytes.HasPrefix(written, []byte("%PDF-")) || !bytes.Contains(written, []byte("%%EOF")) {
					t.Errorf("%s is no PDF", file)
				}
			default:
				if code := regexp.MustCompile(`>(reminder|locate|early|middle|late|recovery)<`).
					FindString(unpacked(t, written)); code != "" {
					t.Errorf("%s shows people the code %s", file, code)
				}
			}
		}
	}
	const want = "2070.40"
	for _, name := range []string{"aging", "worklist", "movements"} {
		answer, _ := d.run(exitDone, "", append([]string{"report", name}, spans[name]...)...)
		totals, _ := answer["totals"].([]any)
		if len(totals) != 1 {
			t.Fatalf("%s has the totals %v", name, answer["totals"])
		}
		total, _ := totals[0].(map[string]any)
		if total["currency"] != "USD" || total["balance"] != want {
			t.Errorf("%s has the total %v, want %s in dollars", name, total, want)
		}
	}
}

// unpacked is all that stands in the parts of a workbook.
func unpacked(t *testing.T, workbook []byte) string {
	t.Helper()
	parts, err := zip.NewReader(bytes.NewReader(workbook), int64(len(workbook)))
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, part := range parts.File {
		r, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(&all, r); err != nil {
			t.Fatal(err)
		}
	}
	return all.String()
}

func TestAReportThatIsAskedForWronglySaysSo(t *testing.T) {
	t.Parallel()
	d := atConsole(t)
	d.load()
	d.run(exitDone, "", "close", "--date", "2026-11-20")
	d.write("ayer.csv", "lo de ayer")
	for asked, says := range map[string]string{
		"nada": "No existe el informe «nada»", "aging --date ayer": "se espera un día",
		"aging --date 2020-01-01":                       "No hay ningún cierre hasta el 1 ene 2020",
		"movements --from 2026-11-20 --to 2026-11-01":   "El período está al revés",
		"audit --from 2000-01-01 --to 2026-11-01":       "El período es demasiado largo",
		"movements --from 2020-01-01 --to 2020-01-02":   "No hay ningún cierre entre",
		"aging --creditor NADIE":                        "No existe el acreedor «NADIE»",
		"productivity --who nadie":                      "No hay nadie con el código «nadie»",
		"aging --as doc":                                "no es uno de: csv, json, xlsx, pdf",
		"movements --date 2026-11-20 --from 2026-11-01": "no las dos cosas",
		"aging --creditor ANDINA --creditors ANDINA":    "creditors",
		"worklist sobra":                                "argumentos",
	} {
		_, told := d.run(exitUsage, "", append(append([]string{"report"}, strings.Fields(asked)...), "-o",
			"ayer.csv")...)
		if !strings.Contains(told, says) {
			t.Errorf("%s: told %q, want %q", asked, told, says)
		}
	}
	if kept, err := os.ReadFile(filepath.Join(d.folder, "ayer.csv")); err != nil ||
		string(kept) != "lo de ayer" {
		t.Errorf("the file that was there holds %q, %v", kept, err)
	}
	if left, err := filepath.Glob(filepath.Join(d.folder, ".aldia-*")); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
	_, told := d.run(exitDone, "", "report", "worklist", "--date", "2026-11-01", "--as", "csv", "-o", "w.csv")
	if !strings.Contains(told, "es la de ahora") {
		t.Errorf("the worklist of a day gone by: %q", told)
	}
}

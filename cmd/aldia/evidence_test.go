package main

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// what the record of a person holds, as another program reads it.
type readEvidence struct {
	Person struct {
		ID   string `json:"id"`
		Name string `json:"name"`
	} `json:"person"`
	Attempts []struct {
		State    string          `json:"state"`
		Channel  string          `json:"channel"`
		Party    string          `json:"party"`
		Purpose  string          `json:"purpose"`
		Point    string          `json:"point"`
		Counts   map[string]int  `json:"counts"`
		Decision json.RawMessage `json:"decision"`
	} `json:"attempts"`
	Rules []struct {
		Version string `json:"version"`
		Rules   []struct {
			Basis  string `json:"basis"`
			Source string `json:"source"`
			ES     string `json:"es"`
		} `json:"rules"`
	} `json:"rules_in_force"`
}

func TestTheRecordOfAPersonIsTakenFromTheCaseAsPDFAndAsJSON(t *testing.T) {
	t.Parallel()
	h := openHouse(t)
	agent := h.enter("agent")
	at := agent.next()
	if w := agent.record(at, "nobody", "nobody/no_answer"); w.Code >= http.StatusBadRequest {
		t.Fatalf("the result is not kept: %d %.300s", w.Code, w.Body)
	}
	person := strings.TrimPrefix(strings.SplitN(at, "?", 2)[0], "/casos/")
	boss := h.enter("supervisor")
	shows(t, boss.reads("/informes/contacts"), "No contesta", "Teléfono")
	page := boss.get("/casos/" + person).Body.String()
	if !strings.Contains(page, "/expedientes/"+person+"?como=pdf") ||
		!strings.Contains(page, "/expedientes/"+person+"?como=json") {
		t.Error("a supervisor is not offered the record")
	}
	if page := agent.reads("/casos/" + person); strings.Contains(page, "Expediente (PDF)") {
		t.Error("an agent is offered the record")
	}
	if w := agent.get("/expedientes/" + person); w.Code != http.StatusForbidden {
		t.Errorf("an agent takes the record away: %d", w.Code)
	}
	if w := boss.get("/expedientes/" + person); !strings.HasPrefix(w.Body.String(), "%PDF-") ||
		w.Header().Get("Content-Type") != "application/pdf" {
		t.Errorf("the record is %s and begins %.20q", w.Header().Get("Content-Type"), w.Body)
	}
	var e readEvidence
	w := boss.get("/expedientes/" + person + "?como=json")
	if err := json.Unmarshal(w.Body.Bytes(), &e); err != nil || e.Person.ID != person || e.Person.Name == "" {
		t.Errorf("%v: %.200s", err, w.Body)
	}
	if len(e.Attempts) != 1 || e.Attempts[0].State == "" || len(e.Attempts[0].Decision) == 0 {
		t.Errorf("the call is not in the record with the gate's answer: %.500s", w.Body)
	}
	if a := e.Attempts[0]; a.Party != "debtor" || a.Purpose != "collection" || a.Point == "" || a.Counts == nil {
		t.Errorf("the call does not say to whom, why, where and after how many it was: %+v", a)
	}
	if len(e.Rules) == 0 || e.Rules[0].Version == "" || len(e.Rules[0].Rules) == 0 ||
		e.Rules[0].Rules[0].Source == "" || e.Rules[0].Rules[0].ES == "" {
		t.Errorf("the rules in force when the call was allowed are not in the record: %+v", e.Rules)
	}
	if w := boss.get("/expedientes/" + person + "?as=json"); w.Header().Get(
		"Content-Type",
	) != "application/json" {
		t.Errorf("by the commands' name for the form it is %s", w.Header().Get("Content-Type"))
	}
	if w := boss.get("/expedientes/" + person + "?como=docx"); w.Code < http.StatusBadRequest ||
		!strings.Contains(w.Body.String(), "no como «docx»") {
		t.Errorf("a form that there is not gives %d %.200s", w.Code, w.Body)
	}
	if w := boss.get("/expedientes/per_0000000000000"); w.Code != http.StatusNotFound {
		t.Errorf("the record of nobody gives %d", w.Code)
	}
}

func TestTheRecordIsWrittenByACommandAndToldInTheAudit(t *testing.T) {
	t.Parallel()
	d := atConsole(t)
	d.load()
	d.run(exitDone, "", "close", "--date", "2026-11-20")
	answer, _ := d.run(exitDone, "", "report", "worklist")
	rows, _ := answer["rows"].([]any)
	first, _ := rows[0].(map[string]any)
	person, _ := first["person"].(string)
	file := filepath.Join(d.folder, "a.pdf")
	d.run(exitDone, "", "evidence", person, "--as", "pdf", "-o", file)
	if written, err := os.ReadFile(file); err != nil || !strings.HasPrefix(string(written), "%PDF-") {
		t.Errorf("%v: %.20q", err, written)
	}
	if e, _ := d.run(exitDone, "", "evidence", person); e["made_by"] != "la línea de comandos" {
		t.Errorf("made by %q", e["made_by"])
	}
	_, told := d.run(exitUsage, "", "evidence", "Encarnación")
	if !strings.Contains(told, "empieza por per_") {
		t.Errorf("told %q", told)
	}
	audit, _ := d.run(exitDone, "", "report", "audit")
	if all, err := json.Marshal(audit); err != nil || !strings.Contains(string(all), "evidence.made") {
		t.Error("the audit does not say that a record was made")
	}
}

func TestACloseByCommandStandsOnceInTheAudit(t *testing.T) {
	t.Parallel()
	d := atConsole(t)
	d.load()
	for range 2 { // the second is none: the day is closed
		d.run(exitDone, "", "close", "--date", "2026-11-20")
	}
	book, _ := d.run(exitDone, "", "report", "audit")
	all, err := json.Marshal(book)
	if err != nil || strings.Count(string(all), "close.done") != 1 ||
		!strings.Contains(string(all), "la línea de comandos") {
		t.Errorf("the audit does not say once that a day was closed by command: %s (%v)", all, err)
	}
}

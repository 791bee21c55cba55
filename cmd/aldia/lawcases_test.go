package main

import (
	"encoding/json"
	"os"
	"strconv"
	"strings"
	"testing"
)

// lawCase is a line of testdata/law.tsv: what is asked, and what the answer must say. "rule" is one that
// must be against the contact, "basis" what it rests on, "warns" one that must warn, "error" and "field"
// the fault; anything else is a place in the answer.
type lawCase struct {
	name, question, document string
	wants                    map[string]any
}

func lawCases(t *testing.T) (all []lawCase) {
	t.Helper()
	text, err := os.ReadFile("testdata/law.tsv")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(f) != 4 {
			t.Fatalf("a case has four parts: %q", line)
		}
		c := lawCase{name: f[0], question: f[1], document: f[2]}
		if err := json.Unmarshal([]byte(f[3]), &c.wants); err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		all = append(all, c)
	}
	return all
}

// at gives what stands at a place of an answer, such as debts.0.paid.
func at(answer any, place string) any {
	for step := range strings.SplitSeq(place, ".") {
		switch a := answer.(type) {
		case map[string]any:
			answer = a[step]
		case []any:
			n, err := strconv.Atoi(step)
			if err != nil || n >= len(a) {
				return nil
			}
			answer = a[n]
		default:
			return nil
		}
	}
	return answer
}

// ruleIn finds a rule among those that an answer names.
func ruleIn(rules any, id any) map[string]any {
	all, _ := rules.([]any)
	for _, one := range all {
		if r, ok := one.(map[string]any); ok && r["rule"] == id {
			return r
		}
	}
	return nil
}

func (c *lawCase) check(t *testing.T, line string) {
	t.Helper()
	var answer map[string]any
	if err := json.Unmarshal([]byte(line), &answer); err != nil {
		t.Fatalf("%s: %v in %s", c.name, err, line)
	}
	for place, want := range c.wants {
		got := at(answer, place)
		switch {
		case place == "error":
			got = at(answer, "error.code")
		case place == "field":
			got = at(answer, "error.field")
		case place == "warns":
			got = ruleIn(answer["warnings"], want)["rule"]
		case place == "rule" && c.question == "check":
			got = ruleIn(answer["blocked_by"], want)["rule"]
		case place == "basis" && c.question == "check":
			got = ruleIn(answer["blocked_by"], c.wants["rule"])["basis"]
		}
		if got != want {
			t.Errorf("%s: %s is %v, expected %v, in %s", c.name, place, got, want, line)
		}
	}
}

func TestTheLawAnswersEachCaseAsItsTextSays(t *testing.T) {
	t.Parallel()
	asked := map[string][]lawCase{}
	for _, c := range lawCases(t) {
		asked[c.question] = append(asked[c.question], c)
	}
	for question, cases := range asked {
		t.Run(question, func(t *testing.T) {
			t.Parallel()
			d := atConsole(t)
			var documents strings.Builder
			code := exitDone
			for i := range cases {
				documents.WriteString(cases[i].document + "\n")
				if cases[i].wants["error"] != nil {
					code = exitRefused
				}
			}
			lines := d.asks(code, documents.String(), question)
			if len(lines) != len(cases) {
				t.Fatalf("%d answers to %d questions", len(lines), len(cases))
			}
			for i := range cases {
				cases[i].check(t, lines[i])
			}
		})
	}
}

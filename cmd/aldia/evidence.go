package main

import (
	"cmp"
	"context"
	"encoding/json"
	"io"
	"os"
	"time"

	"aldia/bridge/paper"
	"aldia/domain/law"
	"aldia/domain/party"
	"aldia/domain/report"
	"aldia/platform/id"
	"aldia/platform/text"
)

func evidenceCommand() command { return command{name: "evidence", run: runEvidence} }

// runEvidence writes the evidence of a person's contacts: what was done, under which rules, and what the gate
// answered.
func runEvidence(ctx context.Context, k *call) error {
	var as, out string
	k.flags.StringVar(&as, "as", "json", "")
	k.flags.StringVar(&out, "o", "", "")
	if err := k.parse(1, 1); err != nil {
		return err
	}
	if err := oneOf(as, "json", "pdf"); err != nil {
		return err
	}
	if as == "pdf" && out == "" && onTerminal(os.Stdout) {
		return misused("command.report.needs_file")
	}
	person, err := id.Parse(party.Prefix, k.args[0])
	if err != nil {
		return misused("evidence.no_person", k.args[0])
	}
	if err := k.there(); err != nil {
		return err
	}
	p, err := k.program(ctx)
	if err != nil {
		return err
	}
	e, err := report.NewReports(p.db).Evidence(ctx, p.gate, person)
	if err != nil {
		return err
	}
	return writeTo(out, func(w io.Writer) error { return writeEvidence(w, as, &e, k.say) })
}

// writeEvidence writes it in one of its forms.
func writeEvidence(w io.Writer, as string, e *report.Evidence, say text.Language) error {
	if as == "pdf" {
		return printEvidence(w, e, say)
	}
	to := json.NewEncoder(w)
	to.SetIndent("", "  ")
	return to.Encode(evidenceOf(e, say))
}

// evidenceDoc is the evidence for another program; docs/guide/leyes.md describes it.
type evidenceDoc struct {
	Person   evidencePerson    `json:"person"`
	MadeAt   time.Time         `json:"made_at"`
	MadeBy   string            `json:"made_by"`
	Hidden   int               `json:"hidden"` // attempts for creditors whom who asked may not see
	Attempts []evidenceAttempt `json:"attempts"`
	Marks    []evidenceMark    `json:"marks"`
	Rules    []evidenceRules   `json:"rules_in_force"`
}

type evidencePerson struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	Country  string `json:"country"`
	IDType   string `json:"id_type"`
	IDNumber string `json:"id_number"`
}

type evidenceAttempt struct {
	ID       string    `json:"id"`
	At       time.Time `json:"at"`
	Creditor string    `json:"creditor"`
	Channel  string    `json:"channel"`
	Party    string    `json:"party"`
	Purpose  string    `json:"purpose"` // empty where nobody asked the gate
	Point    string    `json:"point"`   // the telephone or address; empty: not said
	By       string    `json:"by"`
	State    string    `json:"state"`
	Outcome  string    `json:"outcome,omitempty"`
	// Counts are the contacts that were counted before this one, by rule; absent where nobody asked the gate.
	Counts   map[string]int `json:"counts,omitzero"`
	Decision *law.Decision  `json:"decision,omitempty"` // with the words of the rules as they were then
}

type evidenceMark struct {
	Kind     string    `json:"kind"`
	Channel  string    `json:"channel,omitempty"`
	Hours    string    `json:"hours,omitempty"` // that are to be left alone: "mon-fri 09:00-17:00"
	Point    string    `json:"point,omitempty"` // the telephone or address that is
	From     time.Time `json:"from"`
	Until    time.Time `json:"until,omitzero"`
	Proof    string    `json:"proof,omitempty"`
	SetAt    time.Time `json:"set_at"`
	By       string    `json:"by"`
	EndedAt  time.Time `json:"ended_at,omitzero"`
	EndedWhy string    `json:"ended_why,omitempty"`
}

func evidenceOf(e *report.Evidence, say text.Language) evidenceDoc {
	doc := evidenceDoc{
		Person: evidencePerson{e.Person.ID.Text(party.Prefix), e.Person.Name, e.Person.Country, e.Person.IDType,
			e.Person.IDNumber},
		MadeAt: e.MadeAt, MadeBy: madeBy(e, say), Hidden: e.Hidden,
		Attempts: make([]evidenceAttempt, len(e.Attempts)), Marks: make([]evidenceMark, len(e.Marks)),
		Rules: rulesThen(e),
	}
	for i := range e.Attempts {
		a := &e.Attempts[i]
		doc.Attempts[i] = evidenceAttempt{
			ID:       a.ID.Text(law.PermitPrefix),
			At:       a.At,
			Creditor: e.Creditor(a.CreditorID),
			Channel:  a.Channel,
			Party:    a.Party,
			Purpose:  a.Purpose,
			Point:    e.Point(a),
			By:       e.WhoIs(a.UserID),
			State:    a.State,
			Outcome:  a.Kind,
		}
		if a.Asked {
			doc.Attempts[i].Decision, doc.Attempts[i].Counts = &a.Decision, countsOf(&a.Decision)
		} else {
			doc.Attempts[i].ID = a.ID.Text("con_")
		}
	}
	for i := range e.Marks {
		m := &e.Marks[i]
		doc.Marks[i] = evidenceMark{Kind: string(m.Kind), Channel: string(m.Channel), Hours: m.Hours,
			Point: e.Place(m), From: m.From, Until: m.Until, Proof: m.Proof, SetAt: m.SetAt, By: e.WhoIs(m.ByUser),
			EndedAt: m.EndedAt, EndedWhy: m.EndedWhy}
	}
	return doc
}

// printEvidence writes it for people: who, what was done, what stands for or against contacts, and the rules
// with their source.
func printEvidence(w io.Writer, e *report.Evidence, say text.Language) error {
	p := paper.New(paper.About{
		Title: say.Say("evidence.title"), Lines: []string{say.Say("evidence.about")}, Footer: e.Person.Name,
		Page: say.Say("report.page", "%d", "%s"), Language: say.Code(), MadeAt: e.MadeAt, Wide: true,
	})
	facts := []paper.Fact{{Name: say.Say("evidence.name"), Value: e.Person.Name}}
	if e.Person.IDNumber != "" {
		facts = append(facts, paper.Fact{Name: say.Say("evidence.id_number"), Value: e.Person.IDNumber})
	}
	facts = append(facts, paper.Fact{Name: say.Say("evidence.made"),
		Value: say.Say("evidence.made_by", instantOf(e.MadeAt, e, say), madeBy(e, say))})
	if zone := placeOf(e).String(); zone != time.Local.String() {
		facts = append(facts, paper.Fact{Name: say.Say("evidence.hours"), Value: text.Town(zone)})
	}
	p.Facts(facts...)
	if e.Hidden > 0 {
		p.Text(say.Say("evidence.hidden", e.Hidden))
	}
	p.Heading(say.Say("evidence.attempts"))
	if len(e.Attempts) == 0 {
		p.Text(say.Say("evidence.no_attempts"))
	} else {
		columns := columnsOf(say, "at", "creditor", "channel", "party", "purpose", "by", "permit", "outcome",
			"answer")
		p.Table(columns, attemptRows(e, say), nil)
	}
	p.Heading(say.Say("evidence.marks"))
	if len(e.Marks) == 0 {
		p.Text(say.Say("evidence.no_marks"))
	} else {
		p.Table(columnsOf(say, "mark", "channel", "from", "until", "proof", "by"), markRows(e, say), nil)
	}
	p.Heading(say.Say("evidence.rules"))
	p.Table(columnsOf(say, "rule", "says", "basis", "verification", "source"), ruleRows(e, say), nil)
	printLawbooks(p, e, say)
	return p.Write(w)
}

// madeBy names who asked for the record: at the terminal nobody is signed in.
func madeBy(e *report.Evidence, say text.Language) string {
	return cmp.Or(e.MadeBy, say.Say("evidence.by_command"))
}

// countsOf are the counts of a decision: none counted is told too, as no rule that counts.
func countsOf(d *law.Decision) map[string]int {
	if d.Counts == nil {
		return map[string]int{}
	}
	return d.Counts
}

func columnsOf(say text.Language, names ...string) []paper.Column {
	all := make([]paper.Column, len(names))
	for i, n := range names {
		all[i].Title = say.Say("evidence.column." + n)
	}
	return all
}

// instantOf says an instant where the person is.
func instantOf(at time.Time, e *report.Evidence, say text.Language) string {
	if at.IsZero() {
		return ""
	}
	return say.Instant(at, placeOf(e))
}

// placeOf is where the person is: by their own zone, else where the gate last took them to be.
func placeOf(e *report.Evidence) *time.Location {
	zones := []string{e.Person.Zone}
	for i := range e.Attempts {
		zones = append(zones, e.Attempts[i].Decision.Zones...)
	}
	for _, zone := range zones {
		if place, err := time.LoadLocation(zone); err == nil && zone != "" {
			return place
		}
	}
	return time.Local
}

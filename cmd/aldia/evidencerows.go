package main

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"aldia/domain/law"
	"aldia/domain/report"
	"aldia/platform/id"
	"aldia/platform/text"
)

// attemptRows say each attempt with the gate's answer.
func attemptRows(e *report.Evidence, say text.Language) [][]string {
	rows := make([][]string, len(e.Attempts))
	for i := range e.Attempts {
		a := &e.Attempts[i]
		by, outcome := whoIs(a.UserID, e, say), ""
		if a.Kind != "" {
			outcome = say.Say("contact.kind." + a.Kind)
		}
		rows[i] = []string{
			instantOf(a.At, e, say), e.Creditor(a.CreditorID),
			lines(say.Say("contact.channel."+a.Channel), e.Point(a)), say.Say("contact.party." + a.Party),
			purposeOf(a, say), by,
			say.Say("report.permit." + a.State), outcome, answerOf(a, e, say),
		}
	}
	return rows
}

// whoIs names who did something: where it was nobody the program did, as with a consent in a creditor's
// file.
func whoIs(user id.ID, e *report.Evidence, say text.Language) string {
	return cmp.Or(e.WhoIs(user), say.Say("report.by_program"))
}

// answerOf is what the gate answered, in words, with the version of the rules.
func answerOf(a *report.Attempt, e *report.Evidence, say text.Language) string {
	if !a.Asked {
		return say.Say("evidence.not_asked")
	}
	said := []string{say.Say("evidence.allowed", a.Version)}
	if !a.Decision.Allowed {
		said[0] = say.Say("evidence.refused", a.Version)
	}
	for i := range a.Decision.Blocked {
		said = append(said, a.Decision.Blocked[i].ID)
	}
	if !a.Decision.NextAt.IsZero() {
		said = append(said, say.Say("evidence.next", instantOf(a.Decision.NextAt, e, say)))
	}
	for _, rule := range slices.Sorted(maps.Keys(a.Decision.Counts)) {
		said = append(said, say.Say("evidence.counted", a.Decision.Counts[rule], rule))
	}
	return strings.Join(said, "\n")
}

func purposeOf(a *report.Attempt, say text.Language) string {
	if a.Purpose == "" {
		return ""
	}
	return say.Say("lawscreen.purpose." + a.Purpose)
}

// lines sets what there is of two texts one under the other.
func lines(first, second string) string { return strings.TrimSpace(first + "\n" + second) }

// avoidText are the hours and the place that a mark is about, one under the other.
func avoidText(e *report.Evidence, m *law.Mark, say text.Language) string {
	hours := ""
	if m.Hours != "" {
		days, from, to := law.AvoidParts(m.Hours)
		hours = say.Say("law.avoid_hours", say.Say("law.avoid_days."+days), from, to)
	}
	return lines(hours, e.Place(m))
}

func markRows(e *report.Evidence, say text.Language) [][]string {
	rows := make([][]string, len(e.Marks))
	for i := range e.Marks {
		m := &e.Marks[i]
		channel, until := "", instantOf(m.Until, e, say)
		if m.Channel != "" {
			channel = say.Say("contact.channel." + string(m.Channel))
		}
		if !m.EndedAt.IsZero() {
			until = say.Say("evidence.ended", instantOf(m.EndedAt, e, say), m.EndedWhy)
		}
		rows[i] = []string{lines(say.Say("law.mark."+string(m.Kind)), avoidText(e, m, say)), channel,
			instantOf(m.From, e, say), until,
			m.Proof, whoIs(m.ByUser, e, say)}
	}
	return rows
}

// ruleRows are the rules that were against any of the attempts, or warned, each once, as they were worded
// then.
func ruleRows(e *report.Evidence, say text.Language) (rows [][]string) {
	seen := map[string]bool{}
	for i := range e.Attempts {
		d := &e.Attempts[i].Decision
		for _, t := range slices.Concat(d.Blocked, d.Warnings) {
			if seen[t.ID+t.ES] {
				continue
			}
			seen[t.ID+t.ES] = true
			rows = append(rows, ruleRow(&t, say))
		}
	}
	return rows
}

func ruleRow(t *law.Told, say text.Language) []string {
	return []string{t.ID, t.In(say.Code()), say.Say("lawscreen.basis." + string(t.Basis)),
		say.Say("lawscreen.verification." + string(t.Verification)), t.Source}
}

package main

import (
	"time"

	"aldia/bridge/paper"
	"aldia/domain/calendar"
	"aldia/domain/law"
	"aldia/domain/report"
	"aldia/platform/text"
)

// evidenceRules are the rules of contact of one version, as they were in force from the first to the last
// attempt that was judged by them.
type evidenceRules struct {
	Pack    string    `json:"pack"`
	Version string    `json:"version"`
	First   time.Time `json:"first"`
	Last    time.Time `json:"last"`
	// Words is the version of the pack that the words are of: another one where the program no longer has the
	// one asked for.
	Words    string            `json:"words_of"`
	Rules    []law.Told        `json:"rules"`
	Settings []evidenceSetting `json:"settings"` // the company's own
}

type evidenceSetting struct {
	Rule  string    `json:"rule"`
	ES    string    `json:"es"`
	EN    string    `json:"en"`
	Since string    `json:"since,omitempty"`
	Until string    `json:"until,omitempty"`
	Why   string    `json:"why"`
	SetAt time.Time `json:"set_at,omitzero"`
}

func rulesThen(e *report.Evidence) []evidenceRules {
	all := make([]evidenceRules, len(e.Lawbooks))
	for i := range e.Lawbooks {
		l := &e.Lawbooks[i]
		all[i] = evidenceRules{Pack: l.Pack, Version: l.Version, First: l.First, Last: l.Last, Words: l.Words,
			Rules: l.Rules, Settings: make([]evidenceSetting, len(l.Settings))}
		for k, s := range l.Settings {
			one := evidenceSetting{Rule: s.Rule, ES: s.Says.ES, EN: s.Says.EN, Why: s.Why, SetAt: s.At}
			if s.From != calendar.NoDay {
				one.Since = s.From.Text()
			}
			if s.To != calendar.NoDay {
				one.Until = s.To.Text()
			}
			all[i].Settings[k] = one
		}
	}
	return all
}

// printLawbooks writes for people which rules were in force, and what the company had set, with its reasons.
func printLawbooks(p *paper.Paper, e *report.Evidence, say text.Language) {
	for i := range e.Lawbooks {
		l := &e.Lawbooks[i]
		p.Heading(say.Say("evidence.in_force", l.Pack, l.Version))
		p.Text(say.Say("evidence.judged", instantOf(l.First, e, say), instantOf(l.Last, e, say)))
		if !l.Exact() {
			p.Text(say.Say("evidence.words_of", l.Words))
		}
		rows := make([][]string, len(l.Rules))
		for k := range l.Rules {
			rows[k] = ruleRow(&l.Rules[k], say)
		}
		p.Table(columnsOf(say, "rule", "says", "basis", "verification", "source"), rows, nil)
		if len(l.Settings) == 0 {
			p.Text(say.Say("evidence.no_settings"))
			continue
		}
		p.Text(say.Say("evidence.settings"))
		p.Table(columnsOf(say, "rule", "setting", "from", "until", "why"), settingRows(l, say), nil)
	}
}

func settingRows(l *law.Lawbook, say text.Language) [][]string {
	day := func(d calendar.Day) string {
		if d == calendar.NoDay {
			return ""
		}
		return say.Day(d)
	}
	rows := make([][]string, len(l.Settings))
	for i, s := range l.Settings {
		rows[i] = []string{s.Rule, s.Says.In(say.Code()), day(s.From), day(s.To), s.Why}
	}
	return rows
}

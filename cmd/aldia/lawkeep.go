package main

import (
	"context"
	"encoding/csv"
	"fmt"
	"os"
	"strconv"
	"strings"

	"aldia/domain/calendar"
	"aldia/domain/law"
	"aldia/platform/db"
	"aldia/platform/fault"
)

// company lets the questions be answered with what the company set and loaded, where --db names its
// database. One that is not there is told, and the packs answer alone.
func (q *lawCall) company(ctx context.Context) error {
	if q.dsn == "" {
		return nil
	}
	if absent := q.there(); absent == nil {
		d, err := q.open(ctx)
		if err != nil {
			return err
		}
		q.owns, q.ctx = law.NewOwns(d), ctx
	} else {
		q.tell("law.no_company", db.FileOf(q.dsn))
	}
	return nil
}

// of gives the pack of a country, however its code is written.
func (q *lawCall) of(code string) (p *law.Pack, err error) {
	if q.owns == nil {
		return q.packs.Of(strings.ToUpper(code))
	}
	err = q.db.Read(q.ctx, func(tx db.Tx) error {
		p, err = q.owns.PackTx(tx, code)
		return err
	})
	return p, err
}

// figures are those that a question gives, and those of its day that the company loaded.
func (q *lawCall) figures(
	p *law.Pack, segment, on string, given map[string]law.Figure,
) (map[string]law.Figure, error) {
	if q.owns == nil {
		return given, nil
	}
	return q.owns.Fill(q.ctx, p.Code, segment, on, given)
}

// noticeAsk is a question about a notice.
type noticeAsk struct {
	Pack       string                `json:"pack"`
	What       string                `json:"what"`
	On         string                `json:"on"`
	Segment    string                `json:"segment"`
	Given      []string              `json:"given"`
	Debt       law.Figure            `json:"debt"`
	Parameters map[string]law.Figure `json:"parameters"`
	Options    law.Readings          `json:"options"`
}

type noticeAnswer struct {
	From  *string `json:"from"` // null: notices are lacking
	Lacks int     `json:"lacks"`
	law.Ground
}

func askedDay(field, text string) (calendar.Day, error) {
	if text == "" {
		return calendar.NoDay, nil
	}
	day, err := calendar.ParseDay(text)
	if err != nil {
		return day, fault.New(fault.Invalid, "lawmoney.day", field, text).On(field)
	}
	return day, nil
}

// lawNotice answers from when on what was announced may be done.
func (q *lawCall) lawNotice(doc []byte) (any, error) {
	var ask noticeAsk
	return answers(q, doc, &ask, &ask.Pack, func(p *law.Pack, a *noticeAsk) (answer noticeAnswer, err error) {
		n := law.NoticeAsk{
			What: a.What, Segment: strings.ToLower(a.Segment), Debt: a.Debt, Options: a.Options,
			Language: q.config.Language,
		}
		if n.On, err = askedDay("on", a.On); err != nil {
			return answer, err
		}
		for _, text := range a.Given {
			day, err := askedDay("given", text)
			if err != nil || day == calendar.NoDay {
				return answer, fault.New(fault.Invalid, "lawmoney.day", "given", text).On("given")
			}
			n.Given = append(n.Given, day)
		}
		if n.Parameters, err = q.figures(p, a.Segment, a.On, a.Parameters); err != nil {
			return answer, err
		}
		found, err := p.Notice(&n)
		if text := found.From.Text(); found.From != calendar.NoDay {
			answer.From = &text
		}
		answer.Lacks, answer.Ground = found.Lacks, found.Ground
		return answer, err
	})
}

// termAsk is a question about how long something lasts.
type termAsk struct {
	Pack    string       `json:"pack"`
	Kind    string       `json:"kind"`
	Segment string       `json:"segment"`
	On      string       `json:"on"`
	From    string       `json:"from"`
	Overdue string       `json:"overdue_on"` // of a mark: when the default began
	Options law.Readings `json:"options"`
}

type termAnswer struct {
	Terms []termLine `json:"terms"`
}

type termLine struct {
	What    string `json:"what"`
	Years   int    `json:"years"`
	Until   string `json:"until,omitempty"`
	Pleaded bool   `json:"pleaded,omitempty"`
	Times   int    `json:"times,omitempty"`
	law.Ground
}

// lawTerm answers when a claim lapses, until when a record is kept, and how long a mark lasts.
func (q *lawCall) lawTerm(doc []byte) (any, error) {
	var ask termAsk
	return answers(q, doc, &ask, &ask.Pack, func(p *law.Pack, a *termAsk) (answer termAnswer, err error) {
		var days [3]calendar.Day
		for i, f := range [][2]string{{"on", a.On}, {"from", a.From}, {"overdue_on", a.Overdue}} {
			if days[i], err = askedDay(f[0], f[1]); err != nil {
				return answer, err
			}
		}
		rules, err := p.TermsOf(a.Kind, strings.ToLower(a.Segment), days[0], a.Options)
		for _, r := range rules {
			line := termLine{What: r.What, Years: r.Years, Pleaded: r.Pleaded, Times: r.Times}
			line.Ground = p.GroundOf(&r.Head, q.config.Language)
			switch {
			case days[1] == calendar.NoDay:
			case a.Kind == "permanence" && days[2] != calendar.NoDay:
				line.Until = r.MarkUntil(days[2], days[1]).Text()
			case r.Times == 0:
				line.Until = r.Until(days[1]).Text()
			}
			answer.Terms = append(answer.Terms, line)
		}
		return answer, err
	})
}

// classAsk is a question about the grade of a debt.
type classAsk struct {
	Pack    string       `json:"pack"`
	Segment string       `json:"segment"`
	Variant string       `json:"variant"`
	Days    int          `json:"days"`
	Options law.Readings `json:"options"`
}

// maxClassDays bounds days late: more than two centuries are a slip.
const maxClassDays = 100_000

type classAnswer struct {
	Class   string `json:"class"`
	Percent string `json:"percent,omitempty"` // none: not verified
	law.Ground
}

// lawClass answers in which class a debt is, and what is set aside for it.
func (q *lawCall) lawClass(doc []byte) (any, error) {
	var ask classAsk
	return answers(q, doc, &ask, &ask.Pack, func(p *law.Pack, a *classAsk) (answer classAnswer, err error) {
		if a.Days < 0 || a.Days > maxClassDays {
			return answer, fault.New(fault.Invalid, "lawmoney.whole", "days", a.Days, maxClassDays).On("days")
		}
		r, err := p.Grades(strings.ToLower(a.Segment), a.Variant, a.Options)
		if err != nil {
			return answer, err
		}
		grade := r.Of(a.Days)
		return classAnswer{grade.Class, grade.Provision(), p.GroundOf(&r.Head, q.config.Language)}, nil
	})
}

// keep prints the terms, notices and classes of a country.
func (q *lawCall) keep() error {
	if len(q.args) != 2 {
		return misused("command.arguments", 2, len(q.args))
	}
	p, err := q.of(q.args[1])
	if err != nil {
		return err
	}
	lines := []keptLine{}
	add := func(s *law.Scope, kind, what, value, unit, percent string) {
		lines = append(lines, keptLine{
			kind, what, strings.Join(s.Segments, " "), value, unit, percent, s.When,
			p.GroundOf(&s.Head, q.config.Language),
		})
	}
	for i := range p.Money.Terms {
		r := &p.Money.Terms[i]
		add(&r.Scope, r.Kind, r.What, strconv.Itoa(r.Years), "year", "")
	}
	for i := range p.Money.Notices {
		r := &p.Money.Notices[i]
		add(&r.Scope, "notice", r.What, strconv.Itoa(r.Days), r.DayKind+"_day", "")
	}
	for i := range p.Money.Classes {
		r, from := &p.Money.Classes[i], 0
		for _, g := range r.Grades {
			span := fmt.Sprintf("%d-%d", from, g.ToDay)
			if g.ToDay == 0 && from > 0 {
				span = strconv.Itoa(from) + "-"
			}
			add(&r.Scope, "class", strings.TrimSpace(r.Variant+" "+g.Class), span, "day", g.Provision())
			from = g.ToDay + 1
		}
	}
	if q.asJSON {
		return q.answer(map[string]any{"pack": p.Code, "pack_version": p.Version, "keep": lines})
	}
	out := csv.NewWriter(os.Stdout)
	_ = out.Write([]string{
		"kind", "what", "segments", "value", "unit", "percent", "when", "rule", "basis", "verification",
		"source", "says",
	})
	for _, l := range lines {
		_ = out.Write([]string{
			l.Kind, l.What, l.Segments, l.Value, l.Unit, l.Percent, l.When, l.Rule, string(l.Basis),
			string(l.Verification), l.Source, l.Says,
		})
	}
	out.Flush()
	return out.Error()
}

// keptLine is a term, a notice or a grade.
type keptLine struct {
	Kind     string `json:"kind"`
	What     string `json:"what"`
	Segments string `json:"segments,omitempty"`
	Value    string `json:"value"`
	Unit     string `json:"unit"`
	Percent  string `json:"percent,omitempty"`
	When     string `json:"when,omitempty"`
	law.Ground
}

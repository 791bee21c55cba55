package law

import (
	"bytes"
	"encoding/json"
	"slices"

	"aldia/domain/calendar"
	"aldia/platform/fault"
)

// Setting is what the company set for one rule of contact of a country's pack, or for one question on which
// sources disagree. What is empty stays as the pack has it.
type Setting struct {
	Of       string       `json:"-"` // the key of the rule, or the name of the option
	From, To calendar.Day `json:"-"` // in force from a day, to a day; NoDay: open

	Reading  string    `json:"reading,omitempty"`  // of an option
	Off      bool      `json:"off,omitempty"`      // the rule is not applied at all
	Unopened bool      `json:"unopened,omitempty"` // the person's own wish does not open it
	Hours    Hours     `json:"hours,omitempty"`
	Blocked  []string  `json:"blocked_days,omitempty"`
	Max      int       `json:"max,omitempty"`
	Counts   Counted   `json:"counts,omitempty"`
	GapHours int       `json:"gap_hours,omitempty"`
	FullDays int       `json:"full_days,omitempty"`
	Days     int       `json:"days,omitempty"` // of a rest, or of a consent
	Parties  []Party   `json:"only_parties,omitempty"`
	Unless   *[]string `json:"unless_segments,omitempty"`
	Stop     []string  `json:"stop_on,omitempty"`
	Caller   string    `json:"caller,omitempty"`
	Needs    []string  `json:"needs,omitempty"`
	Forbids  []string  `json:"forbids,omitempty"`
}

// The most that a setting can ask: beyond them it is a slip of the hand.
const (
	mostContacts = 1000
	mostHours    = 24 * 366
	mostDays     = 366
)

// Faults of the company's own settings.
var (
	// ErrLoosens names the rule and the norm that it rests on.
	ErrLoosens = fault.New(fault.Invalid, "lawown.loosens")
	ErrNoRule  = fault.New(fault.Missing, "lawown.no_rule")
	ErrNothing = fault.New(fault.Invalid, "lawown.nothing")
	ErrMisfit  = fault.New(fault.Invalid, "lawown.misfit")
	ErrSpan    = fault.New(fault.Invalid, "lawown.span").On("to")
	ErrOverlap = fault.New(fault.Invalid, "lawown.overlap")
	ErrValue   = fault.New(fault.Invalid, "lawown.value")
)

// Key is by what a setting names a rule: its id, and its reading where two rules share the id.
func (r *ContactRule) Key() string {
	if r.When == "" {
		return r.ID
	}
	return r.ID + "@" + r.When
}

// Kind is what a rule demands: hours, blocked_days, cap, one_channel, gap, rest, only_parties, consent,
// forbid, stop_on, opt_out, avoid, caller or content.
func (r *ContactRule) Kind() string {
	for kind, is := range map[string]bool{
		"hours": r.Hours != nil, "blocked_days": r.Blocked != nil, "cap": r.Cap != nil,
		"one_channel": r.OneChannel != nil, "gap": r.Gap != nil, "rest": r.Rest != nil,
		"only_parties": r.Only != nil, "consent": r.Consent != nil, "forbid": r.Forbid != nil,
		"stop_on": r.Stop != nil, "opt_out": r.OptOut, "avoid": r.Avoid != "", "caller": r.Caller != "",
	} {
		if is {
			return kind
		}
	}
	return "content"
}

// fields are the parts of a setting that are given, by the kinds of rule that have them.
func (s *Setting) fields() (given map[string][]string) {
	given = map[string][]string{}
	for name, f := range map[string]struct {
		is bool
		of []string
	}{
		"hours":        {len(s.Hours) > 0, []string{"hours"}},
		"blocked_days": {len(s.Blocked) > 0, []string{"blocked_days"}},
		"max":          {s.Max != 0, []string{"cap"}},
		"counts":       {s.Counts != "", []string{"cap", "one_channel", "gap"}},
		"gap_hours":    {s.GapHours != 0, []string{"gap"}}, "full_days": {s.FullDays != 0, []string{"gap"}},
		"days":            {s.Days != 0, []string{"rest", "consent"}},
		"only_parties":    {len(s.Parties) > 0, []string{"only_parties"}},
		"unless_segments": {s.Unless != nil, []string{"forbid"}}, "stop_on": {len(s.Stop) > 0, []string{"stop_on"}},
		"caller": {s.Caller != "", []string{"caller"}}, "needs": {len(s.Needs) > 0, []string{"content"}},
		"forbids": {len(s.Forbids) > 0, []string{"content"}},
	} {
		if f.is {
			given[name] = f.of
		}
	}
	return given
}

// fits holds a setting to a rule: it says something, and nothing that the rule does not have.
func (s *Setting) fits(r *ContactRule) error {
	given, kind := s.fields(), r.Kind()
	if s.Reading != "" {
		return ErrMisfit.With(r.ID, "reading")
	}
	if s.Off && (len(given) > 0 || s.Unopened) {
		return ErrMisfit.With(r.ID, "off")
	}
	if len(given) == 0 && !s.Off && !s.Unopened {
		return ErrNothing.With(r.ID)
	}
	for name, of := range given {
		hours, days := r.Gap != nil && r.Gap.Hours > 0, r.Gap != nil && r.Gap.FullDays > 0
		if !slices.Contains(of, kind) || name == "gap_hours" && !hours || name == "full_days" && !days {
			return ErrMisfit.With(r.ID, name).On(name)
		}
	}
	if s.Unopened && r.OpenedBy == nil {
		return ErrMisfit.With(r.ID, "unopened").On("unopened")
	}
	return s.bounded()
}

// bounded holds the figures to what can be meant.
func (s *Setting) bounded() error {
	for _, f := range []struct {
		name      string
		is, least int
		most      int
	}{
		{"max", s.Max, 1, mostContacts}, {"gap_hours", s.GapHours, 1, mostHours},
		{"full_days", s.FullDays, 1, mostDays}, {"days", s.Days, 1, mostDays},
	} {
		if f.is != 0 && (f.is < f.least || f.is > f.most) {
			return ErrValue.With(f.least, f.most).On(f.name)
		}
	}
	return nil
}

// span holds the days of a setting to their order.
func (s *Setting) span() error {
	if s.To != calendar.NoDay && s.To < s.From {
		return ErrSpan
	}
	return nil
}

// InForce says whether a setting is in force on a day.
func (s *Setting) InForce(day calendar.Day) bool {
	return (s.From == calendar.NoDay || day >= s.From) && (s.To == calendar.NoDay || day <= s.To)
}

// same says whether two settings ask the same, whenever.
func (s *Setting) same(o *Setting) bool {
	a, errA := json.Marshal(s)
	b, errB := json.Marshal(o)
	return errA == nil && errB == nil && bytes.Equal(a, b)
}

// without gives what is left of a setting beside a span of days: nothing, one part, or one on each side.
func (s *Setting) without(from, to calendar.Day) (left []Setting) {
	if s.apart(from, to) {
		return []Setting{*s}
	}
	if from != calendar.NoDay && s.From < from {
		before := *s
		before.To = from - 1
		left = append(left, before)
	}
	if to != calendar.NoDay && (s.To == calendar.NoDay || s.To > to) {
		after := *s
		after.From = to + 1
		left = append(left, after)
	}
	return left
}

// apart says whether a setting is in force on no day of a span.
func (s *Setting) apart(from, to calendar.Day) bool {
	return from != calendar.NoDay && s.To != calendar.NoDay && s.To < from ||
		to != calendar.NoDay && s.From != calendar.NoDay && s.From > to
}

package law

import "aldia/domain/calendar"

// What a form that edits a setting shows of a pack.

// Weekdays are the days of the week from Monday on, as hours name them.
func Weekdays() (names []string) {
	for _, d := range weekdays() {
		names = append(names, d.name)
	}
	return names
}

// Open are the hours of a rule on each weekday from Monday on: "07:00-20:00", or nothing.
func (r *ContactRule) Open() (hours []string) {
	for _, d := range weekdays() {
		text := ""
		if r.week == nil { // hours that cannot be read have none
			hours = append(hours, text)
			continue
		}
		if span := r.week[d.day]; span.from != span.to {
			text = clock(span.from) + "-" + clock(span.to)
		}
		hours = append(hours, text)
	}
	return hours
}

// Stops are the facts that a rule may stop on.
func Stops() []string { return stops() }

// BlockedDays are the days that a rule may block.
func BlockedDays() []string { return []string{"sat", "sun", "holiday"} }

// Counts are what may be counted, the strictest first.
func Counts() []Counted { return []Counted{Attempts, Placed, Arrived, Answered, Conversations} }

// Rule gives the rule of contact that a key names.
func (p *Pack) Rule(key string) (*ContactRule, error) {
	if r := p.keyed(key); r != nil {
		return r, nil
	}
	return nil, ErrNoRule.With(key, p.Code)
}

// Option gives the question that a name names.
func (p *Pack) Option(name string) (*Option, error) {
	if o := p.option(name); o != nil {
		return o, nil
	}
	return nil, ErrNoRule.With(name, p.Code)
}

// Word tells a code of the pack (a fact, a day, what is counted, a segment) in words.
func (p *Pack) Word(code string) Said { return p.teller.name(code) }

// Span is the days on which a rule is in force; NoDay is open.
func (h *Head) Span() (from, to calendar.Day) { return h.from, h.to }

// As gives a rule as a setting has it, to fill a form with.
func (s *Setting) As(r *ContactRule) ContactRule {
	own := s.apply(r)
	if len(s.Hours) > 0 {
		if w, err := s.Hours.read(); err == nil {
			own.week = w
		}
	}
	return own
}

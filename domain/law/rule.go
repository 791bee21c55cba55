package law

import (
	"fmt"
	"iter"
	"slices"
	"strings"

	"aldia/domain/calendar"
)

// Basis is what a rule rests on.
type Basis string

// What a rule can rest on.
const (
	OfLaw        Basis = "law"
	OfRegulation Basis = "regulation"
	OfOpinion    Basis = "supervisor_opinion"
	OfPolicy     Basis = "policy" // our own default, or the company's: not law
)

// Verification is how far the source of a rule was verified.
type Verification string

// How far a source was verified.
const (
	Official  Verification = "official"  // the norm, or the authority's own page, was read
	Secondary Verification = "secondary" // press, law firms, published notes
	Conflict  Verification = "conflict"  // two sources disagree
	Memory    Verification = "memory"    // nobody has read it: never law
)

// Said is a sentence in both languages.
type Said struct {
	ES string `toml:"es"`
	EN string `toml:"en"`
}

// In gives the sentence in a language.
func (s Said) In(language string) string {
	if language == "en" {
		return s.EN
	}
	return s.ES
}

// Head is what every rule of a pack carries, whatever it rules.
type Head struct {
	ID           string       `toml:"id"`
	Basis        Basis        `toml:"basis"`
	Verification Verification `toml:"verification"`
	Source       string       `toml:"source"`
	Says         Said         `toml:"says"`
	From         string       `toml:"from"` // first day, "2023-10-10"; empty: since ever
	To           string       `toml:"to"`   // last day; empty: still in force
	// When is "option=value", or several with " & " between: the rule is in the pack under these readings
	// alone.
	When string `toml:"when"`

	from, to calendar.Day
}

// Law says whether the rule may be shown as law.
func (h *Head) Law() bool { return h.Basis != OfPolicy }

// InForce says whether the rule is in force on a day.
func (h *Head) InForce(day calendar.Day) bool {
	return (h.from == calendar.NoDay || day >= h.from) && (h.to == calendar.NoDay || day <= h.to)
}

// check holds a head to what every rule must say, and reads its days.
func (h *Head) check(p *Pack) (err error) {
	switch {
	case h.ID == "" || !strings.HasPrefix(h.ID, strings.ToLower(p.Code)+".") && !strings.HasPrefix(h.ID, "any."):
		return fmt.Errorf("rule %q: its id begins with %q", h.ID, strings.ToLower(p.Code)+".")
	case !slices.Contains([]Basis{OfLaw, OfRegulation, OfOpinion, OfPolicy}, h.Basis):
		return fmt.Errorf("%s: basis %q", h.ID, h.Basis)
	case !slices.Contains([]Verification{Official, Secondary, Conflict, Memory}, h.Verification):
		return fmt.Errorf("%s: verification %q", h.ID, h.Verification)
	case h.Law() && (h.Verification == Memory || h.Verification == Conflict):
		return fmt.Errorf("%s: what is from memory or disputed is no law: make it policy", h.ID)
	case h.Source == "":
		return fmt.Errorf("%s: no source", h.ID)
	case h.Says.ES == "" || h.Says.EN == "":
		return fmt.Errorf("%s: it says nothing in Spanish or in English", h.ID)
	}
	if h.from, err = dayOf(h.From); err == nil {
		h.to, err = dayOf(h.To)
	}
	if err != nil || h.to != calendar.NoDay && h.to < h.from {
		return fmt.Errorf("%s: in force from %q to %q", h.ID, h.From, h.To)
	}
	for name, value := range h.conditions() {
		if o := p.option(name); o == nil || !slices.Contains(o.Values, value) {
			return fmt.Errorf("%s: there is no reading %s=%s", h.ID, name, value)
		}
	}
	return nil
}

// conditions are the readings under which the rule is in the pack.
func (h *Head) conditions() iter.Seq2[string, string] {
	return func(yield func(string, string) bool) {
		if h.When == "" {
			return
		}
		for one := range strings.SplitSeq(h.When, " & ") {
			if name, value, _ := strings.Cut(one, "="); !yield(name, value) {
				return
			}
		}
	}
}

func dayOf(text string) (calendar.Day, error) {
	if text == "" {
		return calendar.NoDay, nil
	}
	return calendar.ParseDay(text)
}

// Option is a question on which sources disagree or the norm is silent: its readings, of which the
// strictest is the default.
type Option struct {
	Name    string   `toml:"name"`
	Values  []string `toml:"values"` // the first is the default
	Says    Said     `toml:"says"`
	Readers string   `toml:"source"` // who reads it how
	// Reads tells what each reading means.
	Reads map[string]Said `toml:"reads"`
}

// check holds an option to a name, two readings or more, and words for all.
func (o *Option) check() error {
	for _, v := range o.Values {
		if o.Reads[v].ES == "" || o.Reads[v].EN == "" {
			return fmt.Errorf("option %q: the reading %q is not told in both languages", o.Name, v)
		}
	}
	if o.Name == "" || len(o.Values) < 2 || len(o.Reads) != len(o.Values) || o.Says.ES == "" || o.Says.EN == "" {
		return fmt.Errorf("option %q has a name, two readings or more, and words", o.Name)
	}
	return nil
}

// Readings are the options as somebody chose them; what is not there is the default.
type Readings map[string]string

// reading gives the reading of an option.
func (p *Pack) reading(r Readings, name string) string {
	if v, ok := r[name]; ok {
		return v
	}
	if o := p.option(name); o != nil {
		return o.Values[0]
	}
	return ""
}

func (p *Pack) option(name string) *Option {
	for i := range p.Options {
		if p.Options[i].Name == name {
			return &p.Options[i]
		}
	}
	return nil
}

// read says whether a rule is in the pack under these readings.
func (p *Pack) read(h *Head, r Readings) bool {
	for name, value := range h.conditions() {
		if p.reading(r, name) != value {
			return false
		}
	}
	return true
}

// checkReadings refuses an option or a reading that the pack does not have.
func (p *Pack) checkReadings(r Readings) error {
	for name, value := range r {
		o := p.option(name)
		if o == nil {
			var names []string
			for i := range p.Options {
				names = append(names, p.Options[i].Name)
			}
			return ErrOption.With(name, p.Code, strings.Join(names, ", "))
		}
		if !slices.Contains(o.Values, value) {
			return ErrOption.With(name+"="+value, p.Code, strings.Join(o.Values, ", "))
		}
	}
	return nil
}

package law

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"aldia/domain/calendar"
	"aldia/platform/fault"
	"aldia/platform/text"
)

// Money is what a pack says of sums and of terms: its money.toml.
type Money struct {
	Options    []Option        `toml:"option"`
	Parameters []Parameter     `toml:"parameter"`
	Fees       []FeeRule       `toml:"fee"`
	Ceilings   []CeilingRule   `toml:"ceiling"`
	Surcharges []SurchargeRule `toml:"surcharge"`
	Orders     []OrderRule     `toml:"order"`
	Several    []SeveralRule   `toml:"several"`
	Deadlines  []DeadlineRule  `toml:"deadline"`
	Terms      []TermRule      `toml:"term"`
	Notices    []NoticeRule    `toml:"notice"`
	Classes    []ClassRule     `toml:"class"`
	// Accelerations say from when on all of a debt may be called due.
	Accelerations []AccelerationRule `toml:"acceleration"`
}

// Parameter is a figure that an authority publishes and that changes: it is imported or given, never
// invented.
type Parameter struct {
	Name    string `toml:"name"`    // UF
	Cadence string `toml:"cadence"` // day, month, half_year, year
	Says    Said   `toml:"says"`
}

// Scope is the head of a rule of money and the segments that it is for; none: all that no other rule of its
// kind names.
type Scope struct {
	Head

	Segments []string `toml:"segments"`
}

func (s *Scope) scope() *Scope { return s }

// scoped is any rule with a scope.
type scoped[R any] interface {
	*R
	scope() *Scope
	checkMoney(p *Pack) error
}

// Errors of what is asked about sums and terms.
var (
	ErrSegment    = fault.New(fault.Missing, "lawmoney.no_rule")
	ErrNotInForce = fault.New(fault.Missing, "lawmoney.not_in_force").On("on")
	ErrUnverified = fault.New(fault.Invalid, "lawmoney.unverified").On("options")
	ErrNeeds      = fault.New(fault.Invalid, "lawmoney.needs")
	ErrNoSuch     = fault.New(fault.Invalid, "lawmoney.no_such_parameter").On("parameters")
	ErrNoFigure   = fault.New(fault.Invalid, "lawmoney.no_parameter").On("parameters")
)

// loadMoney reads money.toml of the pack. The options in it are options of the pack.
func (p *Pack) loadMoney(files fs.FS, folder string) error {
	m := &p.Money
	if err := decode(files, folder+"/money.toml", m); err != nil {
		return err
	}
	for i := range m.Options {
		if err := m.Options[i].check(); err != nil {
			return fmt.Errorf("money.toml: %w", err)
		}
	}
	p.Options = append(p.Options, m.Options...)
	for i := range m.Parameters {
		q := &m.Parameters[i]
		if q.Name == "" || q.Says.ES == "" || q.Says.EN == "" ||
			!slices.Contains([]string{"day", "month", "half_year", "year"}, q.Cadence) {
			return fmt.Errorf("money.toml: parameter %q has a name, a cadence and words", q.Name)
		}
	}
	ids := map[string]bool{}
	err := errors.Join(
		checked(p, m.Fees, ids), checked(p, m.Ceilings, ids), checked(p, m.Surcharges, ids),
		checked(p, m.Orders, ids), checked(p, m.Several, ids), checked(p, m.Deadlines, ids),
		checked(p, m.Terms, ids), checked(p, m.Notices, ids), checked(p, m.Classes, ids),
		checked(p, m.Accelerations, ids))
	if err != nil {
		return fmt.Errorf("money.toml: %w", err)
	}
	return nil
}

func checked[R any, P scoped[R]](p *Pack, rules []R, ids map[string]bool) error {
	for i := range rules {
		r := P(&rules[i])
		s := r.scope()
		if err := s.Head.check(p); err != nil {
			return err
		}
		if ids[s.ID] {
			return fmt.Errorf("%s: two rules have this id", s.ID)
		}
		ids[s.ID] = true
		if err := r.checkMoney(p); err != nil {
			return fmt.Errorf("%s: %w", s.ID, err)
		}
	}
	return nil
}

// needsParameter holds a parameter that a rule names to those that the pack describes.
func (p *Pack) needsParameter(name string) error {
	if name != "" && p.parameter(name) == nil {
		return fmt.Errorf("there is no parameter %q", name)
	}
	return nil
}

func (p *Pack) parameter(name string) *Parameter {
	for i := range p.Money.Parameters {
		if p.Money.Parameters[i].Name == name {
			return &p.Money.Parameters[i]
		}
	}
	return nil
}

// NoFigure is the error for a parameter that was not given: its name, and how often it changes.
func (p *Pack) NoFigure(name string) error {
	return ErrNoFigure.With(name, text.Key("lawmoney.cadence."+p.parameter(name).Cadence))
}

// where is the case that rules are chosen for.
type where struct {
	segment  string
	on       calendar.Day // NoDay: not said
	readings Readings
}

// situation reads what every question of money has in common.
func (p *Pack) situation(segment, on string, r Readings) (w where, err error) {
	if err := p.checkReadings(r); err != nil {
		return w, err
	}
	day, err := dayOf(on)
	if err != nil {
		return w, fault.New(fault.Invalid, "lawmoney.day", "on", on).On("on")
	}
	return where{strings.ToLower(segment), day, p.readings(r, day)}, nil
}

// inForce takes a rule that has an end only on a day that was said.
func (w where) inForce(h *Head) bool {
	if w.on == calendar.NoDay {
		return h.to == calendar.NoDay
	}
	return h.InForce(w.on)
}

// choose gives the rules for a case, in the pack's order, and those that would be for it under another
// reading or on another day. Rules that name the segment stand before those for all.
func choose[R any, P scoped[R]](p *Pack, rules []R, w where, fits func(P) bool) (is, could []P) {
	named := func(r P) bool { return slices.Contains(r.scope().Segments, w.segment) }
	var of []P
	for i := range rules {
		if r := P(&rules[i]); (fits == nil || fits(r)) && (len(r.scope().Segments) == 0 || named(r)) {
			of = append(of, r)
		}
	}
	if slices.ContainsFunc(of, named) {
		of = slices.DeleteFunc(of, func(r P) bool { return !named(r) })
	}
	for _, r := range of {
		if p.read(&r.scope().Head, w.readings) && w.inForce(&r.scope().Head) {
			is = append(is, r)
		} else {
			could = append(could, r)
		}
	}
	return is, could
}

// lacking says why no rule is there: another day, another reading, or nothing in the pack.
func lacking[R any, P scoped[R]](p *Pack, could []P, w where, what text.Key) error {
	for _, r := range could {
		if h := &r.scope().Head; p.read(h, w.readings) {
			return ErrNotInForce.With(h.ID, h.From, h.To, w.on.Text())
		}
	}
	for _, r := range could {
		if h := &r.scope().Head; w.inForce(h) {
			return ErrUnverified.With(h.ID, h.When)
		}
	}
	return ErrSegment.With(p.Code, what)
}

// Ground is what an answer rests on.
type Ground struct {
	Rule         string       `json:"rule"`
	Basis        Basis        `json:"basis"`
	Verification Verification `json:"verification"`
	Source       string       `json:"source"`
	Says         string       `json:"says"`
	Version      string       `json:"pack_version"`
}

// GroundOf is what a rule of the pack rests on, told in a language.
func (p *Pack) GroundOf(h *Head, language string) Ground { return p.ground(h, language) }

func (p *Pack) ground(h *Head, language string) Ground {
	return Ground{h.ID, h.Basis, h.Verification, h.Source, h.Says.In(language), p.Version}
}

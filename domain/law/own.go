package law

import (
	"cmp"
	"slices"

	"aldia/domain/calendar"
)

// ownSuffix ends the id of a rule that the company laid over one of the pack.
const ownSuffix = ".own"

// Lay gives the pack as the company has it. A setting that is stricter than its rule is laid over it as a
// rule of the company's own, of policy, so that what the law says still stands for itself; one that is
// looser takes the rule's place on its days, and is refused in words where the rule rests on law. A reading
// that is chosen becomes the default; what is law under the reading that it leaves still stands, since two
// readings of a law are one law. Of sums and terms a reading that takes a rule of law away is refused: one
// rule answers there, and no other stands behind it. The pack itself is not changed.
func Lay(p *Pack, settings []Setting) (*Pack, error) {
	laid, misfits := lay(p, settings)
	if len(misfits) > 0 {
		return nil, misfits[0].Err
	}
	return laid, nil
}

// Misfit is a setting that cannot be laid over a pack, and why.
type Misfit struct {
	Setting
	Err error
}

// lay lays what fits. What does not (its rule is gone in a later version of the pack, or has become law) is
// left out: the pack's own rule holds there, and nothing is let through for a setting that is out of date.
func lay(p *Pack, settings []Setting) (*Pack, []Misfit) {
	if len(settings) == 0 {
		return p, nil
	}
	laid := *p
	laid.Contacts, laid.chosen = nil, nil
	settings = slices.SortedStableFunc(slices.Values(settings), func(a, b Setting) int {
		return cmp.Or(cmp.Compare(a.Of, b.Of), cmp.Compare(a.From, b.From))
	})
	var misfits []Misfit
	of := map[string][]ownRule{}
	for i := range settings {
		s := &settings[i]
		err := s.span()
		if before := i - 1; err == nil && before >= 0 && settings[before].Of == s.Of &&
			(settings[before].To == calendar.NoDay || settings[before].To >= s.From) {
			err = ErrOverlap.With(s.Of)
		}
		if err == nil && p.option(s.Of) != nil {
			err = p.loosens(s)
			if err == nil {
				err = laid.choose(s)
			}
		} else if err == nil {
			var own ownRule
			if own, err = p.own(s); err == nil {
				of[s.Of] = append(of[s.Of], own)
			}
		}
		if err != nil {
			misfits = append(misfits, Misfit{*s, err})
		}
	}
	for i := range p.Contacts {
		laid.Contacts = append(laid.Contacts, laid.over(&p.Contacts[i], of[p.Contacts[i].Key()])...)
	}
	if err := laid.extend(); err != nil {
		panic("law: " + err.Error()) // the option was there when the pack was read
	}
	return &laid, misfits
}

// ownRule is a setting with the rule that it makes.
type ownRule struct {
	*Setting
	rule   ContactRule
	looser bool
}

// own makes a rule of a setting.
func (p *Pack) own(s *Setting) (own ownRule, err error) {
	r := p.keyed(s.Of)
	if r == nil {
		return own, ErrNoRule.With(s.Of, p.Code)
	}
	if err := s.fits(r); err != nil {
		return own, err
	}
	own = ownRule{Setting: s, rule: s.apply(r), looser: s.Off}
	if !s.Off {
		if err := own.rule.check(p); err != nil {
			return own, ErrMisfit.With(r.ID, s.wrong()).On(s.wrong()).Because(err)
		}
		own.looser = !own.rule.within(r)
	}
	if law := p.lawOf(r); own.looser && law != nil {
		return own, ErrLoosens.With(law.ID, law.Source)
	}
	own.rule.Says, own.rule.Basis = p.teller.say("own", p.Told(s), r.Says), OfPolicy
	if r.Dormant {
		own.rule.Says = p.teller.say("own_dormant", p.Told(s))
	}
	own.rule.Source, own.rule.Verification = p.teller.say("source").ES, Memory
	own.rule.Replaces, own.rule.Dormant = "", false
	return own, nil
}

// Told tells in words what a setting asks; the setting fits the pack.
func (p *Pack) Told(s *Setting) Said {
	if o := p.option(s.Of); o != nil {
		return o.Reads[s.Reading]
	}
	r := p.keyed(s.Of)
	switch {
	case r == nil:
		return plain(s.Of)
	case s.Off:
		return p.teller.say("off")
	}
	rule := s.apply(r)
	if len(s.Hours) > 0 {
		var err error
		if rule.week, err = s.Hours.read(); err != nil {
			return plain(s.Of)
		}
	}
	told := p.Demand(&rule)
	if s.Unopened {
		told = joined([]Said{told, p.teller.say("unopened")}, ", ")
	}
	return told
}

// wrong is the part of a setting that a rule could not be made of.
func (s *Setting) wrong() string {
	for name := range s.fields() {
		return name
	}
	return "unopened"
}

// keyed gives the rule of contact that a key names.
func (p *Pack) keyed(key string) *ContactRule {
	for i := range p.Contacts {
		if p.Contacts[i].Key() == key {
			return &p.Contacts[i]
		}
	}
	return nil
}

// lawOf gives the rule of law that would be loosened with a rule: itself, or the one of the same id, of
// which it is another reading.
func (p *Pack) lawOf(r *ContactRule) *ContactRule {
	for i := range p.Contacts {
		if c := &p.Contacts[i]; c.ID == r.ID && c.Law() {
			return c
		}
	}
	return nil
}

// Fixed says whether a rule may be tightened alone: it rests on law, or is a reading of what does.
func (p *Pack) Fixed(r *ContactRule) bool { return p.lawOf(r) != nil }

// over gives a rule with what the company has for it: the pack's own, but on the days of a looser one; and
// each of the company's on its days.
func (p *Pack) over(r *ContactRule, own []ownRule) (rules []ContactRule) {
	base := *r
	if r.Law() && p.switched(&r.Head) {
		base.When = "" // what is law stays so, whichever reading is chosen
	}
	from, open := base.from, true
	for i := range own {
		o := &own[i]
		if o.looser && open {
			if before := base.during(from, o.From-1); o.From != calendar.NoDay && before != nil {
				rules = append(rules, *before)
			}
			from, open = o.To+1, o.To != calendar.NoDay
		}
		if o.Off {
			continue
		}
		mine := o.rule
		mine.When = base.When
		mine.ID += ownSuffix
		if on := mine.during(o.From, o.To); on != nil {
			rules = append(rules, *on)
		}
	}
	if open {
		if rest := base.during(from, calendar.NoDay); rest != nil {
			rules = append(rules, *rest)
		}
	}
	return rules
}

// during is a rule on the days of a span alone; none where it is in force on none of them.
func (r *ContactRule) during(from, to calendar.Day) *ContactRule {
	on := *r
	on.from = max(r.from, from)
	if to != calendar.NoDay && (r.to == calendar.NoDay || to < r.to) {
		on.to = to
	}
	if on.to != calendar.NoDay && on.to < on.from {
		return nil
	}
	on.From, on.To = "", ""
	if on.from != calendar.NoDay {
		on.From = on.from.Text()
	}
	if on.to != calendar.NoDay {
		on.To = on.to.Text()
	}
	return &on
}

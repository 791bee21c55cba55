package law

import (
	"maps"

	"aldia/domain/calendar"
)

// choose notes a reading that the company takes on the days of a setting.
func (p *Pack) choose(s *Setting) error {
	if len(s.fields()) > 0 || s.Off || s.Unopened || s.Reading == "" {
		return ErrMisfit.With(s.Of, "reading")
	}
	if err := p.checkReadings(Readings{s.Of: s.Reading}); err != nil {
		return err
	}
	p.chosen = append(p.chosen, *s)
	return nil
}

// switched says whether the company chose, on whatever days, the reading of a question on which a rule
// depends.
func (p *Pack) switched(h *Head) bool {
	for name := range h.conditions() {
		for i := range p.chosen {
			if p.chosen[i].Of == name {
				return true
			}
		}
	}
	return false
}

// readings are those of a case: what it says itself, then what the company chose for the day. Of a case
// without a day it is the choice that has no end, as of the rules. A search for the next allowed moment goes
// on with the readings of the day that was asked for.
func (p *Pack) readings(r Readings, day calendar.Day) Readings {
	if len(p.chosen) == 0 {
		return r
	}
	all := Readings{}
	for i := range p.chosen {
		s := &p.chosen[i]
		if day == calendar.NoDay && s.To == calendar.NoDay || day != calendar.NoDay && s.InForce(day) {
			all[s.Of] = s.Reading
		}
	}
	maps.Copy(all, r)
	return all
}

// Reading is the reading of an option on a day, as the pack or the company has it.
func (p *Pack) Reading(option string, day calendar.Day) string {
	return p.reading(p.readings(nil, day), option)
}

package law

import (
	"fmt"
	"maps"
	"slices"

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

// loosens refuses a reading under which a rule of law on sums or terms is not there, and none of law stands
// in its place.
func (p *Pack) loosens(s *Setting) error {
	law := map[string][2]*Head{} // by kind and what it is for: of law as the pack ships, and with the reading
	m := &p.Money
	note := func(kind string, h *Head) {
		if !h.Law() {
			return
		}
		held := law[kind]
		if p.read(h, nil) {
			held[0] = h
		}
		if p.read(h, Readings{s.Of: s.Reading}) {
			held[1] = h
		}
		law[kind] = held
	}
	for i := range m.Fees {
		note("fee"+list(m.Fees[i].Segments), &m.Fees[i].Head)
	}
	for i := range m.Ceilings {
		note("ceiling"+m.Ceilings[i].Of+list(m.Ceilings[i].Segments), &m.Ceilings[i].Head)
	}
	for i := range m.Surcharges {
		note("surcharge"+list(m.Surcharges[i].Segments), &m.Surcharges[i].Head)
	}
	for i := range m.Deadlines {
		r := &m.Deadlines[i]
		note(fmt.Sprint("deadline", r.Kind, r.Abroad, r.Route, r.Segments), &r.Head)
	}
	for i := range m.Notices {
		note("notice"+m.Notices[i].What+list(m.Notices[i].Segments), &m.Notices[i].Head)
	}
	for _, kind := range slices.Sorted(maps.Keys(law)) { // of several the same one is named each time
		if held := law[kind]; held[0] != nil && held[1] == nil {
			return ErrLoosens.With(held[0].ID, held[0].Source)
		}
	}
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

package law

import (
	"fmt"
	"io/fs"
	"time"

	"aldia/domain/calendar"
)

// loadCalendar reads the holidays of a pack.
func (p *Pack) loadCalendar(files fs.FS, folder string) error {
	name := folder + "/calendar.toml"
	text, err := fs.ReadFile(files, name)
	if err != nil {
		return fmt.Errorf("law: %w", err)
	}
	rules, err := calendar.ParseRules(text)
	if err != nil {
		return fmt.Errorf("law: %s: %w", name, err)
	}
	if p.holidays, err = calendar.New(rules); err != nil {
		return fmt.Errorf("law: %s: %w", name, err)
	}
	return nil
}

// holiday says whether nobody is contacted on a day for it is a holiday: the anniversary and the day to which
// its rest was moved both are.
func (p *Pack) holiday(day calendar.Day) bool {
	_, is := p.holidays.On(day)
	return is
}

// Holidays are the holidays of a year, in order.
func (p *Pack) Holidays(year int) []calendar.Holiday { return p.holidays.Holidays(year) }

// Calendar is the pack's calendar, for business days.
func (p *Pack) Calendar() *calendar.Calendar { return p.holidays }

// Place is where a person lives of whom no place is known.
func (p *Pack) Place() *time.Location { return p.zone }

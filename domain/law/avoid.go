package law

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"aldia/platform/id"
)

// Avoid is a time or a place at which the person has told that they do not want to be reached, or at which
// their employer forbids it (12 CFR 1006.6(b)(1) and (3)). It is made by NewAvoid.
type Avoid struct {
	Channel  Channel // empty: every one
	Point    string  // the telephone or address; empty: wherever
	Hours    Hours   // at which not; empty: whatever the hour, at that place alone
	Employer bool    // it is the employer who forbids it, at the place of work

	week *week
}

// NewAvoid reads the hours.
func NewAvoid(a Avoid) (Avoid, error) {
	if len(a.Hours) == 0 {
		if a.Point == "" {
			return a, errors.New("neither hours nor a place")
		}
		return a, nil
	}
	w, err := a.Hours.read()
	a.week = w
	return a, err
}

// The kinds of what is avoided, as a rule names them.
const (
	avoidHours    = "hours"
	avoidPlace    = "place"
	avoidEmployer = "employer"
)

func (a *Avoid) kind() string {
	switch {
	case a.Employer:
		return avoidEmployer
	case a.week != nil:
		return avoidHours
	}
	return avoidPlace
}

// avoids says whether what the person told is against a contact at an instant, and until when: never where
// no hour is better than another. An hour is a bad one where it is in any of the places where they may be.
func (r *ContactRule) avoids(a *Ask, at time.Time, zones []*time.Location) (until time.Time, blocks bool) {
	for i := range a.Person.Avoid {
		told := &a.Person.Avoid[i]
		if told.kind() != r.Avoid || told.Channel != "" && told.Channel != a.Channel ||
			told.Point != "" && told.Point != a.Point {
			continue
		}
		if told.week == nil {
			return never(), true
		}
		for _, zone := range zones {
			if !told.week.in(at, zone) {
				continue
			}
			if end := told.week.closes(at, zone); end.After(until) {
				until = end
			}
		}
	}
	return until, !until.IsZero()
}

// turns are the instants after another at which the hours that a person avoids begin and end.
func (a *Avoid) turns(after time.Time, zones []*time.Location, note func(time.Time)) {
	if a.week == nil {
		return
	}
	for _, zone := range zones {
		note(a.week.opens(after, zone))
		if a.week.in(after, zone) {
			note(a.week.closes(after, zone))
		}
	}
}

// AvoidText writes the hours of a mark: "mon-fri 09:00-17:00".
func AvoidText(days, from, to string) string { return days + " " + from + "-" + to }

// AvoidParts gives back what AvoidText wrote.
func AvoidParts(hours string) (days, from, to string) {
	days, span, _ := strings.Cut(hours, " ")
	from, to, _ = strings.Cut(span, "-")
	return days, from, to
}

// AvoidDays are the days that a person can name, as packs call them.
func AvoidDays() []string {
	return []string{"all", "mon-fri", "mon-sat", "mon", "tue", "wed", "thu", "fri", "sat", "sun"}
}

// Avoids says whether the mark is of hours or a place at which the person is not to be reached.
func (m *Mark) Avoids() bool { return m.Kind == Inconvenient || m.Kind == Workplace }

// avoid is the mark as a rule asks for it.
func (m *Mark) avoid() (Avoid, error) {
	a := Avoid{Channel: m.Channel, Employer: m.Kind == Workplace}
	if m.PointID != 0 {
		a.Point = pointText(m.PointID)
	}
	if m.Hours != "" {
		days, from, to := AvoidParts(m.Hours)
		a.Hours = Hours{days: from + "-" + to}
	}
	return NewAvoid(a)
}

// checkAvoid holds a mark of this kind to a time or a place, and any other mark to neither.
func (m *Mark) checkAvoid() error {
	switch {
	case !m.Avoids() && (m.Hours != "" || m.PointID != 0):
		return ErrMarkHours
	case !m.Avoids():
		return nil
	case m.Kind == Workplace && m.PointID == 0:
		return ErrMarkPoint
	case m.Hours == "" && m.PointID == 0:
		return ErrMarkWhen
	}
	if m.Hours != "" && !slices.Contains(AvoidDays(), strings.Split(m.Hours, " ")[0]) {
		return ErrMarkHours
	}
	if _, err := m.avoid(); err != nil {
		return ErrMarkHours
	}
	return nil
}

func pointText(point id.ID) string { return strconv.FormatInt(int64(point), 10) }

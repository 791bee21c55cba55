package law

import (
	"errors"
	"slices"
	"time"

	"aldia/domain/calendar"
)

// maxAgreed bounds the minutes around an agreed hour: a day later it is another call.
const maxAgreed = 24 * 60

func (o *Opening) check() error {
	if o.Early < 0 || o.Late < 0 || o.Early > maxAgreed || o.Late > maxAgreed || o.Agreed && o.Late == 0 {
		return errors.New("an agreed hour opens some minutes of a day")
	}
	return nil
}

// opened says whether the person's own wish opens the rule at an instant.
func (r *ContactRule) opened(a *Ask, at time.Time, zone *time.Location) bool {
	return r.OpenedBy != nil && slices.ContainsFunc(a.Person.Asked, func(w Asking) bool {
		return r.OpenedBy.by(&w, a, at, zone)
	})
}

// opens is the next instant after another at which a wish opens the rule; never when none does.
func (r *ContactRule) opens(a *Ask, after time.Time, zone *time.Location) time.Time {
	first := never()
	if r.OpenedBy == nil {
		return first
	}
	for i := range a.Person.Asked {
		w := &a.Person.Asked[i]
		from, _ := r.OpenedBy.hours(w)
		if from.After(after) && from.Before(first) && r.OpenedBy.by(w, a, from, zone) {
			first = from
		}
	}
	return first
}

// hours are from when on a wish can open the rule, and until when: zero where the wish itself sets no end.
func (o *Opening) hours(w *Asking) (from, until time.Time) {
	if w.Hour.IsZero() || o.Early == 0 && o.Late == 0 {
		return w.At, w.Until
	}
	from = w.Hour.Add(-time.Duration(o.Early) * time.Minute)
	if from.Before(w.At) {
		from = w.At
	}
	return from, w.Hour.Add(time.Duration(o.Late) * time.Minute)
}

func (o *Opening) by(w *Asking, a *Ask, at time.Time, zone *time.Location) bool {
	from, until := o.hours(w)
	if from.After(at) || o.Document && !w.Document || w.Channel != "" && w.Channel != a.Channel ||
		o.Agreed && w.Hour.IsZero() {
		return false
	}
	late := o.Days > 0 && calendar.On(at, zone)-calendar.On(w.At, zone) >= calendar.Day(o.Days)
	if late || !until.IsZero() && at.After(until) {
		return false
	}
	for i := range a.History {
		e := &a.History[i]
		if o.UntilTalk && e.Result == TwoWay && e.At.After(w.At) && e.At.Before(at) {
			return false
		}
		if o.Once && !e.Person && !e.At.Before(from) && e.At.After(w.At) && !e.At.After(at) {
			return false
		}
	}
	return true
}

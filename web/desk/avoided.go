package desk

import (
	"cmp"
	"strings"
	"time"

	"aldia/domain/law"
	"aldia/domain/party"
	"aldia/platform/id"
	"aldia/web/ui"
)

// hoursTold reads the hours at which the person does not want to be reached, as marks write them: those that
// go over midnight are two, and one that says a day or an hour alone means all of the rest.
func (m *marks) hoursTold() ([]string, error) {
	if m.Days == "" && m.FromHour == "" && m.ToHour == "" {
		return []string{""}, nil
	}
	from, err := clockOf(cmp.Or(m.FromHour, "00:00"))
	if err != nil {
		return nil, err
	}
	to, err := clockOf(cmp.Or(m.ToHour, "24:00"))
	if err != nil {
		return nil, law.ErrMarkHours.On("to")
	}
	if to == "00:00" {
		to = "24:00"
	}
	days := cmp.Or(m.Days, "all")
	switch {
	case from == to:
		return nil, law.ErrMarkHours.On("to")
	case from > to:
		return []string{law.AvoidText(days, from, "24:00"), law.AvoidText(days, "00:00", to)}, nil
	}
	return []string{law.AvoidText(days, from, to)}, nil
}

// clockOf reads an hour as a field of the browser gives it, or as somebody types it.
func clockOf(typed string) (string, error) {
	typed = strings.TrimSpace(typed)
	if typed == "24:00" {
		return typed, nil
	}
	at, err := time.Parse("15:04", typed)
	if err != nil {
		return "", law.ErrMarkHours
	}
	return at.Format("15:04"), nil
}

// avoided is what the person, or their employer, said against a contact point as such; none where nothing.
func (f *file) avoided(point id.ID) *law.Mark {
	for i := range f.Marks.Standing {
		if m := &f.Marks.Standing[i]; m.Avoids() && m.PointID == point && m.Hours == "" && m.Channel == "" {
			return m
		}
	}
	return nil
}

// avoidWords are the hours and the place of a mark, for people: "de lunes a viernes, de 09:00 a 17:00".
func avoidWords(v *ui.View, f *file, m *law.Mark) string {
	var parts []string
	if m.Hours != "" {
		days, from, to := law.AvoidParts(m.Hours)
		parts = append(parts, v.Say("law.avoid_hours", v.Say("law.avoid_days."+days), from, to))
	}
	if m.PointID != 0 {
		parts = append(parts, f.pointText(m.PointID))
	}
	return strings.Join(parts, " · ")
}

// pointText is a contact point as people read it, also one that is not tried any more.
func (f *file) pointText(point id.ID) string {
	for i := range f.Points {
		if f.Points[i].ID == point {
			return f.shown(&f.Points[i])
		}
	}
	return point.Text(pointPrefix)
}

func markDayOptions(v *ui.View) []ui.Option {
	all := []ui.Option{{Value: "", Label: v.Say("desk.marks.any_hour")}}
	for _, d := range law.AvoidDays() {
		all = append(all, ui.Option{Value: d, Label: v.Say("law.avoid_days." + d)})
	}
	return all
}

func markPointOptions(v *ui.View, f *file) []ui.Option {
	all := []ui.Option{{Value: "", Label: v.Say("desk.marks.any_point")}}
	for i := range f.Points {
		if c := &f.Points[i]; c.State != party.Replaced {
			all = append(all, ui.Option{Value: c.ID.Text(pointPrefix), Label: f.shown(c)})
		}
	}
	return all
}

// avoiding says whether the form is about hours or a place, so that those fields stand open.
func (m *marks) avoiding() bool {
	return m.Point != "" || m.Days != "" || m.FromHour != "" || m.ToHour != "" ||
		law.MarkKind(m.Kind) == law.Inconvenient || law.MarkKind(m.Kind) == law.Workplace
}
